//! The text of a foreign page → our Markdown.
//!
//! Hugo, Jekyll and Zola run a language of templates over Markdown, and their Markdown holds HTML. Here that becomes
//! CommonMark with our directives, so that every word stays, in its order. What has no counterpart stays visible or is
//! listed, never both unseen and unsaid. Three passes, each from a text to a text that remembers its lines:
//!
//! 1. *Templates*: shortcodes and Liquid become Markdown (`hugo`, `zola`, `liquid`); unknown ones become code.
//! 2. *HTML*: raw HTML becomes Markdown (`html`), for our allow-list knows neither links nor pictures.
//! 3. *Settling*: links, pictures, headings and notes obey our rules (`settle`), and what our parser would still refuse
//!    is escaped (`refused`). So a translated text never has an error of its own, whatever it was.
//!
//! Pure: other files are known through [`Surroundings`] alone. A text without foreign constructs comes out as it went
//! in, byte for byte.

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

/// Whose page it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Goldmark with shortcodes.
    Hugo,
    /// Kramdown with Liquid.
    Jekyll,
    /// CommonMark with Zola's shortcodes.
    Zola,
}

/// What a text's references are answered by.
pub trait Surroundings {
    /// Where a link leads in the new portal: a path to a source file, relative, with its extension; a file beside the
    /// text; an absolute path below `/`; an address elsewhere as it is. `None` where it led nowhere in the old site:
    /// the link then becomes its text, and is listed. Fragments are part of the target; a bare `#…` is not asked for.
    fn link(&self, target: &str) -> Option<String>;
    /// The file of a picture, relative to the text. `None` where there is none: a picture elsewhere becomes a link to
    /// it, a missing one its alternative text, and both are listed.
    fn picture(&self, target: &str) -> Option<String>;
    /// What `ref`, `relref`, `{% link %}`, `{% post_url %}` and `@/path.md` name, written as [`Surroundings::link`]
    /// would. `None` where there is no such text.
    fn reference(&self, target: &str) -> Option<String>;
    /// A file that an `include` names, as text.
    fn include(&self, name: &str) -> Option<String>;
    /// A variable of Liquid (`site.title`, `page.description`) or of Hugo's `param` (by its bare name).
    fn variable(&self, path: &str) -> Option<String>;
}

/// What became of a construct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It has a counterpart.
    Mapped,
    /// It stays visible as it was written.
    Kept,
    /// It is gone; with the words that stand nowhere else.
    Lost(String),
}

/// A construct with its fate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The line of the source file, from 1.
    pub line_number: usize,
    /// The construct: what it is and how it begins.
    pub construct: String,
    /// What became of it.
    pub fate: Fate,
}

/// The anchors of a text: as the old site had them, as ours has them.
pub type Anchors = Vec<(String, String)>;

/// A translated text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// Our Markdown.
    pub text: String,
    /// Whether it holds raw HTML, so that its section needs `raw_html = true`.
    pub needs_html: bool,
    /// What is to be told, in the order of lines.
    pub notes: Vec<Note>,
    /// The anchors of headings: as the old site had them, as ours has them. See [`settle_fragments`].
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

/// Leads links with a fragment to anchors that are there: `anchors` answers, for a target without its fragment as it
/// stands in the text, with the anchors of the text it names (see [`Body::anchors`]), or `None` where it names none.
/// A fragment without an anchor is taken off, and listed.
#[must_use]
pub fn settle_fragments(
    text: &str,
    first_line: usize,
    anchors: &dyn Fn(&str) -> Option<Anchors>,
) -> (String, Vec<Note>) {
    settle::fragments(text, first_line, anchors)
}
