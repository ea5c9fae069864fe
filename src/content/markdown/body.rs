//! A parsed body: pieces of HTML, the holes between them, and the facts about them.

use serde::{Deserialize, Serialize};

use crate::diag::Span;

use super::directive::{Argument, DirectiveKind};
use super::fill::Fill;

/// A parsed text.
///
/// The body of a [`Directive`] holds pieces only; headings and facts are gathered in the body of the document,
/// directives included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// HTML and holes in turn; no two pieces of HTML follow each other.
    pub pieces: Vec<Piece>,
    /// The headings in the order of the text.
    pub headings: Vec<Heading>,
    /// What linking and checking need to know.
    pub facts: Facts,
}

impl Body {
    /// Appends the HTML with every hole filled.
    pub fn fill(&self, fill: &dyn Fill, out: &mut String) {
        for piece in &self.pieces {
            match piece {
                Piece::Html(html) => out.push_str(html),
                Piece::Hole(Hole::Link(link)) => fill.link(link, out),
                Piece::Hole(Hole::LinkEnd) => fill.link_end(out),
                Piece::Hole(Hole::Image(image)) => fill.image(image, out),
                Piece::Hole(Hole::Text(text)) => fill.text(text, out),
                Piece::Hole(Hole::Number(number)) => fill.number(number, out),
                // The scanner bounds how deep directives nest.
                Piece::Hole(Hole::Directive(directive)) => {
                    let mut inner = String::new();
                    directive.body.fill(fill, &mut inner);
                    fill.directive(directive, &inner, out);
                }
            }
        }
    }
}

/// A part of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Finished HTML.
    Html(String),
    /// Something that depends on more than this text.
    Hole(Hole),
}

/// What a page has to fill in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hole {
    /// The opening tag of a link. Its content and one [`Hole::LinkEnd`] follow.
    Link(Link),
    /// The closing tag of the link opened last.
    LinkEnd,
    /// An image.
    Image(Image),
    /// A localised string of the user interface.
    Text(UiText),
    /// A number or telephone number, whose parts a line from right to left would show in the wrong order.
    Number(String),
    /// A directive with its content.
    Directive(Box<Directive>),
}

/// A link of the text, its scheme allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The address as written, entities and backslashes resolved, not yet escaped.
    pub dest: String,
    /// The title; empty where there is none.
    pub title: String,
    /// The link's text without markup.
    pub text: String,
    /// The whole link in the file.
    pub span: Span,
}

/// An image of the text, its scheme allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// The address as written, not yet escaped.
    pub dest: String,
    /// The alternative text.
    pub alt: String,
    /// The title; empty where there is none.
    pub title: String,
    /// The whole image in the file.
    pub span: Span,
}

/// A localised string of the user interface.
///
/// | id | arguments | where |
/// |---|---|---|
/// | `table-label` | `n` | accessible name of the scrolling region around the page's n-th table |
/// | `footnotes` | | heading of the notes |
/// | `footnote-ref` | `n` | accessible name of a reference to note n |
/// | `footnote-back` | `n`, `k` | accessible name of the way back from note n to its k-th reference |
/// | `task-done`, `task-open` | | state of a box in a task list |
/// | `alert-note`, `-tip`, `-important`, `-warning`, `-caution` | | title of an alert |
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UiText {
    /// The string's id.
    pub id: &'static str,
    /// Its arguments.
    pub args: Vec<(&'static str, String)>,
    /// Whether it stands in a double-quoted attribute, where no element may be.
    pub attribute: bool,
}

/// A directive whose required arguments are all there and of the right form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// Which.
    pub kind: DirectiveKind,
    /// The arguments in the order written.
    pub arguments: Vec<Argument>,
    /// The opening line in the file.
    pub span: Span,
    /// The content; pieces only.
    pub body: Body,
}

impl Directive {
    /// Returns an argument's value.
    #[must_use]
    pub fn argument(&self, name: &str) -> Option<&str> {
        self.arguments.iter().find(|argument| argument.name == name).map(|argument| argument.value.as_str())
    }

    /// Says whether a flag is set.
    #[must_use]
    pub fn flag(&self, name: &str) -> bool {
        self.argument(name).is_some()
    }
}

/// A heading of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6; 1 only in faulty texts.
    pub level: u8,
    /// The anchor, unique in the text; empty where ids are off.
    pub id: String,
    /// The text without markup.
    pub text: String,
}

/// What linking and checking need to know of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Every id that a link may lead to: headings and footnotes.
    pub anchors: Vec<String>,
    /// Links with an allowed scheme, sources of quotes included.
    pub links: Vec<LinkFact>,
    /// Images with an allowed scheme.
    pub images: Vec<ImageFact>,
    /// Files that directives name.
    pub files: Vec<FileFact>,
    /// Contacts that directives name.
    pub contacts: Vec<ContactFact>,
}

/// A link, as a fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkFact {
    /// The address as written.
    pub dest: String,
    /// Where.
    pub span: Span,
}

/// An image, as a fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageFact {
    /// The address as written.
    pub dest: String,
    /// The alternative text.
    pub alt: String,
    /// Where.
    pub span: Span,
}

/// A file that a directive names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFact {
    /// The path as written, relative to the text.
    pub path: String,
    /// The directive.
    pub directive: DirectiveKind,
    /// The value in the file.
    pub span: Span,
}

/// A contact that a directive names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactFact {
    /// The contact's id.
    pub id: String,
    /// The value in the file.
    pub span: Span,
}
