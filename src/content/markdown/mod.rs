//! Markdown → pieces of HTML with holes.
//!
//! [`parse`] is a pure function of the text and its [`Options`]: it opens no file, knows no other document, no
//! language and no theme. What depends on those is left as a [`Hole`] in the [`Body`]: a link's address, an
//! image, a directive, a word of the user interface. Whoever renders a page fills the holes with [`Fill`].
//! The same parse gives the [`Facts`] that linking and checking live on, so that no second reader of Markdown
//! exists.
//!
//! One pass: `scan` cuts the directive lines out (a fence of colons), pulldown-cmark reads the rest as *one*
//! document, and `writer` turns its events into pieces. So link definitions and footnotes reach across
//! directives, and heading ids are unique in the whole text. The writer is our own because the crate's writes
//! inline styles, unlabelled boxes and raw HTML, and knows no holes; it passes the specification's 652 examples
//! on the very path that content takes (`tests/it/content/commonmark.rs`).

mod arguments;
mod bidi;
mod blocks;
mod body;
mod brackets;
mod characters;
#[cfg(feature = "highlight")]
mod code;
#[cfg(not(feature = "highlight"))]
mod code {
    //! Code without colours, in a program that was built without `highlight`.

    /// Colours nothing.
    pub(super) fn highlight(_: &str, _: &str) -> Option<String> {
        None
    }
}
mod definitions;
mod depth;
mod directive;
mod emphasis;
pub mod escape;
mod faults;
mod fill;
mod flanking;
mod footnotes;
mod headings;
mod html;
mod inline;
mod lines;
pub mod numbers;
mod output;
mod scan;
mod text;
#[cfg(feature = "highlight")]
mod toml_syntax;
pub mod url;
mod writer;

pub use body::{
    Body, ContactFact, Directive, Facts, FileFact, Heading, Hole, Image, ImageFact, Link, LinkFact, Piece, UiText,
};
pub use directive::{
    Argument, ArgumentSpec, BodySpec, DIRECTIVES, DirectiveKind, DirectiveSpec, Form, Required, Value,
};
pub use fill::{Fill, Identity};
pub use headings::slug;
pub use text::plain_text;

use pulldown_cmark::Parser;

use crate::diag::{Diagnostic, Feature, SourcePath, codes};
use crate::limits::NESTED_BLOCKS;
use faults::Faults;
use output::Output;
use writer::Writer;

/// What becomes of raw HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HtmlPolicy {
    /// An error, and the source shown as text.
    Refuse,
    /// Reduced to a small allow-list that can't break the page.
    Clean,
    /// As it stands; only for the conformance tests.
    Verbatim,
}

/// How Markdown is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
// Each is one thing that CommonMark does not have, and the conformance tests turn off.
#[allow(clippy::struct_excessive_bools)]
pub struct Options {
    /// Tables, footnotes, strikethrough, task lists, alerts, definition lists, `{#id}` on headings; coloured code.
    pub extensions: bool,
    /// Headings get an id from their text.
    pub heading_ids: bool,
    /// What becomes of raw HTML.
    pub html: HtmlPolicy,
    /// `:::` lines are directives.
    pub directives: bool,
    /// Links and images may only use the allowed schemes.
    pub check_urls: bool,
    /// Headings, alternative texts, footnotes and direction controls are judged.
    pub checks: bool,
}

impl Options {
    /// The dialect of content files.
    #[must_use]
    pub const fn content() -> Self {
        Self {
            extensions: true,
            heading_ids: true,
            html: HtmlPolicy::Refuse,
            directives: true,
            check_urls: true,
            checks: true,
        }
    }

    /// The dialect of content files in a section that allows cleaned HTML. A program without `html` can't clean it, and
    /// refuses it.
    #[must_use]
    pub const fn content_with_html() -> Self {
        let html = if Feature::Html.is_present() { HtmlPolicy::Clean } else { HtmlPolicy::Refuse };
        Self { html, ..Self::content() }
    }

    /// CommonMark and nothing else.
    #[must_use]
    pub const fn bare() -> Self {
        Self {
            extensions: false,
            heading_ids: false,
            html: HtmlPolicy::Verbatim,
            directives: false,
            check_urls: false,
            checks: false,
        }
    }

    /// Returns what the parser reads beyond `CommonMark`.
    pub(crate) fn dialect(self) -> pulldown_cmark::Options {
        use pulldown_cmark::Options as P;
        if self.extensions {
            P::ENABLE_TABLES
                | P::ENABLE_FOOTNOTES
                | P::ENABLE_STRIKETHROUGH
                | P::ENABLE_TASKLISTS
                | P::ENABLE_HEADING_ATTRIBUTES
                | P::ENABLE_GFM
                | P::ENABLE_DEFINITION_LIST
        } else {
            P::empty()
        }
    }
}

/// Parses the Markdown of a content file.
///
/// `body` is the text after the front matter and `offset` its first byte's place in the file: every span, in
/// facts and diagnostics alike, counts from the start of the file. The body is whole even where there are
/// faults; a faulty directive is shown as its content alone, so that [`Fill::directive`] only meets sound ones.
#[must_use]
pub fn parse(body: &str, offset: usize, path: &SourcePath, options: &Options) -> (Body, Vec<Diagnostic>) {
    write(body, offset, path, *options, Output::with_capacity(body.len() + body.len() / 4))
}

/// Parses a text for its facts and faults alone: the same as those of [`parse`], and no HTML is made.
#[must_use]
pub fn facts(body: &str, offset: usize, path: &SourcePath, options: &Options) -> (Facts, Vec<Diagnostic>) {
    let (body, faults) = write(body, offset, path, *options, Output::off());
    (body.facts, faults)
}

fn write(body: &str, offset: usize, path: &SourcePath, options: Options, out: Output) -> (Body, Vec<Diagnostic>) {
    let mut faults = Faults::new(path, offset);
    if options.checks
        && let Some(place) = depth::too_deep(body)
    {
        let message = format!("lists or quotations are nested more than {NESTED_BLOCKS} deep");
        faults.add(&codes::TOO_DEEP, &place, message, "remove some of the signs, or put the line into a code block");
        return Writer::new(options, "", &scan::Scan::without_directives(""), faults, out).finish();
    }
    let scan = if options.directives { scan::scan(body, &mut faults) } else { scan::Scan::without_directives(body) };
    let mut writer = Writer::new(options, body, &scan, faults, out);
    let mut notes = footnotes::Definitions::default();
    let events = Parser::new_ext(&scan.source, options.dialect()).into_offset_iter();
    let defined = definitions::all(events.reference_definitions());
    let mut uses = definitions::Uses::default();
    for (event, range) in events {
        let event = flanking::as_written(event);
        uses.note(&event, &range);
        if let Some((event, range)) = notes.collect(event, range, &mut writer) {
            writer.event(event, range);
        }
    }
    writer.close_directives();
    footnotes::write(notes, &mut writer);
    definitions::check(&mut writer, &defined, &uses);
    writer.finish()
}

#[cfg(test)]
mod tests;
