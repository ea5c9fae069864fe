//! Converts the text of a foreign page to our Markdown.
//!
//! Hugo, Jekyll and Zola run a template language over Markdown, and their Markdown may contain HTML. This module turns
//! both into CommonMark with our directives and keeps every word in its order. A construct without a counterpart stays
//! visible or is listed in the report; it is never dropped silently. There are three passes, each from a text with line
//! numbers to another:
//!
//! 1. *Templates*: shortcodes and Liquid become Markdown (`hugo`, `zola`, `liquid`); unknown ones become code.
//! 2. *HTML*: raw HTML becomes Markdown (`html`), because our allow-list permits neither links nor pictures.
//! 3. *Settling*: links, pictures, headings and footnotes are made to follow our rules (`settle`), and whatever our
//!    parser would still refuse is escaped (`refused`). So a translated text never has an error of its own.
//!
//! The translation is pure: it knows other files only through [`Surroundings`]. A text without foreign constructs comes
//! out unchanged, byte for byte.

mod calls;
mod context;
mod directives;
mod html;
mod hugo;
mod kramdown;
mod lined;
mod liquid;
mod markdown;
mod parameters;
mod refused;
mod settle;
mod shortcodes;
#[cfg(test)]
mod tests;
mod zola;

use context::Context;
use lined::Lined;

/// The tool whose Markdown a page is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Goldmark with shortcodes.
    Hugo,
    /// Kramdown with Liquid.
    Jekyll,
    /// CommonMark with Zola's shortcodes.
    Zola,
}

/// The site around a text, for resolving its references.
pub trait Surroundings {
    /// Returns the target of a link in the new portal: a relative path to a source file, with its extension; a file
    /// beside the text; an absolute path below `/`; or an external address, unchanged. Returns `None` if the link was
    /// dead in the old site: it then becomes plain text and is listed. Fragments are part of the target; a bare `#…` is
    /// never passed.
    fn link(&self, target: &str) -> Option<String>;
    /// Returns the file of a picture, relative to the text. Returns `None` if there is none: an external picture
    /// becomes a link to it, a missing one its alternative text, and both are listed.
    fn picture(&self, target: &str) -> Option<String>;
    /// Returns the target of `ref`, `relref`, `{% link %}`, `{% post_url %}` and `@/path.md`, in the form that
    /// [`Surroundings::link`] has. Returns `None` if there is no such text.
    fn reference(&self, target: &str) -> Option<String>;
    /// Returns the text of a file that an `include` names.
    fn include(&self, name: &str) -> Option<String>;
    /// Returns a variable of Liquid (`site.title`, `page.description`) or of Hugo's `param` (by its bare name).
    fn variable(&self, path: &str) -> Option<String>;
}

/// The outcome for a construct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It has a counterpart.
    Mapped,
    /// It stays visible as written.
    Kept,
    /// It was removed; holds the words that appear nowhere else.
    Lost(String),
}

/// A construct and its outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The line of the source file, from 1.
    pub line_number: usize,
    /// The construct: what it is and how it begins.
    pub construct: String,
    /// The outcome.
    pub fate: Fate,
}

/// The anchors of a text: pairs of the old site's anchor and ours.
pub type Anchors = Vec<(String, String)>;

/// A translated text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// Our Markdown.
    pub text: String,
    /// Whether it contains raw HTML, so that its section needs `raw_html = true`.
    pub needs_html: bool,
    /// The notes for the report, in the order of lines.
    pub notes: Vec<Note>,
    /// The anchors of headings, old and new. See [`settle_fragments`].
    pub anchors: Anchors,
}

/// Translates a page of Markdown; `first_line` is the number of the body's first line in its file.
#[must_use]
pub fn translate(body: &str, first_line: usize, dialect: Dialect, around: &dyn Surroundings) -> Body {
    run(body, first_line, dialect, around, false)
}

/// Translates a page of HTML (`.html` with front matter).
#[must_use]
pub fn translate_html(body: &str, first_line: usize, dialect: Dialect, around: &dyn Surroundings) -> Body {
    run(body, first_line, dialect, around, true)
}

fn run(body: &str, first_line: usize, dialect: Dialect, around: &dyn Surroundings, is_html: bool) -> Body {
    let mut context = Context::new(body, dialect, around);
    let source = Lined::source(body, first_line);
    let text = match dialect {
        Dialect::Hugo => hugo::translate(&source, &mut context),
        Dialect::Jekyll => liquid::translate(&source, &mut context),
        Dialect::Zola => zola::translate(&source, &mut context),
    };
    let text = if is_html { html::page(&text, &mut context) } else { html::mixed(&text, &mut context) };
    let (text, anchors) = settle::settle(&text, &mut context);
    let (text, needs_html) = refused::escape(&text, &mut context);
    Body { text, needs_html, notes: context.into_notes(), anchors }
}

/// Updates the fragments of links. For a target as written in the text, without its fragment, `anchors` returns the
/// anchors of the text it names (see [`Body::anchors`]), or `None` if it names none. A fragment without an anchor is
/// removed and listed.
#[must_use]
pub fn settle_fragments(
    text: &str,
    first_line: usize,
    anchors: &dyn Fn(&str) -> Option<Anchors>,
) -> (String, Vec<Note>) {
    settle::fragments(text, first_line, anchors)
}
