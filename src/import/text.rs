//! The common model of a foreign site: texts, the files beside them, terms and menus, each with its old address. It
//! depends neither on a tool nor on how a portal is written.

use super::body::Dialect;
use super::dates::When;
use super::report::Notes;
use super::value::Table;

/// A foreign site as read.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// The address at which it was published, including its path.
    pub base_url: Option<String>,
    /// Its own hosts, each with its language if it has one: links to these hosts are links within the site.
    pub hosts: Vec<(String, Option<usize>)>,
    /// The time zone for dates that do not name one.
    pub timezone: Option<String>,
    /// The languages, the source of translations first.
    pub languages: Vec<Language>,
    /// The texts, in the order of their sources.
    pub texts: Vec<Text>,
    /// Files beside texts.
    pub beside: Vec<Beside>,
    /// Files that are published unchanged.
    pub statics: Vec<Static>,
    /// Terms of taxonomies that have properties of their own.
    pub terms: Vec<Term>,
    /// Menu entries.
    pub menus: Vec<MenuEntry>,
    /// Further old addresses and their targets.
    pub redirects: Vec<(String, To)>,
    /// Files that are set aside, each with the reason.
    pub aside: Vec<(String, String)>,
    /// Configuration values for shortcodes and Liquid: `title`, `params.x`.
    pub variables: Table,
    /// Notes about files for the report.
    pub notes: Notes,
}

/// The target of an old address that is not a text's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum To {
    /// The target of another old address.
    Old(String),
    /// An absolute external address.
    Elsewhere(String),
    /// An address of the portal.
    Portal(String),
}

/// A language of a foreign site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language {
    /// The canonical BCP 47 tag.
    pub tag: String,
    /// The site's own name for it, as used in file names.
    pub key: String,
    /// The site's title in this language.
    pub title: Option<String>,
    /// The prefix of its addresses: empty, or for example `/fr`.
    pub prefix: String,
}

/// The role of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// A page.
    #[default]
    Page,
    /// The text of a folder's list page; at the root, the home page.
    Section,
}

/// Whether a text was public.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// It was public, or will be from its date on.
    #[default]
    Published,
    /// It was held back or has expired.
    Draft,
}

/// One text file in one language.
#[derive(Clone, Debug)]
pub struct Text {
    /// The file.
    pub source: String,
    /// What it is.
    pub role: Role,
    /// Its folder within the content, without the language's folder; for a section, its own.
    pub folder: String,
    /// Its file name without language and extension; for a bundle, the folder's name; empty for a section.
    pub stem: String,
    /// The source folder whose other files belong to this text alone.
    pub bundle: Option<String>,
    /// Its language as an index into [`Site::languages`].
    pub language: usize,
    /// The key shared by its translations whatever their names, if one is set.
    pub key: Option<String>,
    pub title: Option<String>,
    pub summary: Option<String>,
    /// The last part of the address, if one is set.
    pub slug: Option<String>,
    /// Whether it was public.
    pub state: State,
    /// The publication date.
    pub date: Option<When>,
    /// The date of the last change.
    pub updated: Option<When>,
    /// The earliest time of publication, if that is not its date.
    pub embargo: Option<When>,
    /// The end of publication.
    pub expires: Option<When>,
    /// Its position among its siblings.
    pub order: Option<i64>,
    /// The lead picture as written, and its alternative text.
    pub picture: Option<(String, Option<String>)>,
    /// Pairs of taxonomy and term.
    pub terms: Vec<(String, String)>,
    /// Fields without a counterpart in a portal.
    pub extra: Table,
    /// All fields as written, for shortcodes and Liquid.
    pub variables: Table,
    /// The dialect of the body.
    pub dialect: Dialect,
    /// Whether the whole body is HTML.
    pub is_html: bool,
    /// Whether the body is in a format that can't be translated, so that it is shown unchanged.
    pub is_verbatim: bool,
    pub body: String,
    /// The line of the file on which the body begins, 1-based.
    pub first_line: usize,
    /// Its old address below the base, beginning with `/`.
    pub address: Option<String>,
    /// Other old addresses that led to it.
    pub aliases: Vec<String>,
}

impl Default for Text {
    fn default() -> Self {
        Self {
            source: String::new(),
            role: Role::Page,
            folder: String::new(),
            stem: String::new(),
            bundle: None,
            language: 0,
            key: None,
            title: None,
            summary: None,
            slug: None,
            state: State::Published,
            date: None,
            updated: None,
            embargo: None,
            expires: None,
            order: None,
            picture: None,
            terms: Vec::new(),
            extra: Table::default(),
            variables: Table::default(),
            dialect: Dialect::Hugo,
            is_html: false,
            is_verbatim: false,
            body: String::new(),
            first_line: 1,
            address: None,
            aliases: Vec::new(),
        }
    }
}

/// A file beside texts.
#[derive(Clone, Debug)]
pub struct Beside {
    /// The file.
    pub source: String,
    /// Its folder within the content, without the language's folder.
    pub folder: String,
    /// The language of that folder.
    pub language: usize,
    /// Its old address below the base.
    pub address: Option<String>,
}

/// A file that is published unchanged.
#[derive(Clone, Debug)]
pub struct Static {
    /// The file.
    pub source: String,
    /// Its path below the base, without the leading `/`.
    pub path: String,
}

/// The properties of a term in one language.
#[derive(Clone, Debug, Default)]
pub struct Term {
    /// The taxonomy.
    pub taxonomy: String,
    /// The term as written in texts.
    pub name: String,
    /// Its language.
    pub language: usize,
    /// Its title for readers.
    pub title: Option<String>,
    /// The key shared with the same term in other languages, if one is set.
    pub key: Option<String>,
    /// The old address of its list, below the base.
    pub address: Option<String>,
}

/// A menu entry.
#[derive(Clone, Debug)]
pub struct MenuEntry {
    /// The menu.
    pub menu: String,
    /// The language.
    pub language: usize,
    /// Its label.
    pub name: String,
    /// Its target: an address, or the source of a text.
    pub target: String,
    /// Its position in the menu.
    pub weight: i64,
    /// The file that defines it.
    pub source: String,
}
