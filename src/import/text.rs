//! What every tool's site becomes before it is put into a portal: texts, the files beside them, terms, menus, and the
//! addresses at which all of it was found. Nothing here knows a tool, nor how a portal is written.

use super::body::Dialect;
use super::dates::When;
use super::report::Notes;
use super::value::Table;

/// A foreign site, read.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// Where it was published; with a path, where it had one.
    pub base_url: Option<String>,
    /// Its own hosts, with the language of those that have one: links to them are links within the site.
    pub hosts: Vec<(String, Option<usize>)>,
    /// The zone of dates that name none.
    pub timezone: Option<String>,
    /// The languages, the source of translations first.
    pub languages: Vec<Language>,
    /// The texts, in the order of their sources.
    pub texts: Vec<Text>,
    /// Files that lie beside texts.
    pub beside: Vec<Beside>,
    /// Files that are published as they are.
    pub statics: Vec<Static>,
    /// What is said of terms of taxonomies.
    pub terms: Vec<Term>,
    /// Entries of menus.
    pub menus: Vec<MenuEntry>,
    /// Further old addresses, and where they lead.
    pub redirects: Vec<(String, To)>,
    /// Files that are put aside, each with the reason.
    pub aside: Vec<(String, String)>,
    /// What configuration says to shortcodes and Liquid: `title`, `params.x`.
    pub variables: Table,
    /// What is said of files.
    pub notes: Notes,
}

/// Where an old address leads that is not that of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum To {
    /// To what was found at another old address.
    Old(String),
    /// To an absolute address.
    Elsewhere(String),
    /// To an address of the portal.
    Portal(String),
}

/// A language of a foreign site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language {
    /// The canonical BCP 47 tag.
    pub tag: String,
    /// The name by which the site knows it, as in the names of files.
    pub key: String,
    /// What the site is called in it.
    pub title: Option<String>,
    /// The beginning of its addresses: empty, or as in `/fr`.
    pub prefix: String,
}

/// What a text is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// A page of its own.
    #[default]
    Page,
    /// The words of a folder's list; of the root, the home page.
    Section,
}

/// Whether a text was public.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// It was, or will be at its date.
    #[default]
    Published,
    /// It was held back, or is over.
    Draft,
}

/// One file of text in one language.
#[derive(Clone, Debug)]
pub struct Text {
    /// The file.
    pub source: String,
    /// What it is.
    pub role: Role,
    /// Its folder within the content, without that of its language; of a section its own.
    pub folder: String,
    /// Its name, without language and ending; of a bundle, that of the folder; of a section empty.
    pub stem: String,
    /// The folder of the source tree whose other files belong to it alone.
    pub bundle: Option<String>,
    /// Its language, by its place in [`Site::languages`].
    pub language: usize,
    /// What joins translations whatever their names, where it is said.
    pub key: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Summary.
    pub summary: Option<String>,
    /// The last part of the address, where one is said.
    pub slug: Option<String>,
    /// Whether it was public.
    pub state: State,
    /// Publication.
    pub date: Option<When>,
    /// Last change.
    pub updated: Option<When>,
    /// From when it may be published, where that is not its date.
    pub embargo: Option<When>,
    /// Until when it was to be published.
    pub expires: Option<When>,
    /// Its place among its siblings.
    pub order: Option<i64>,
    /// The lead picture as named, and its alternative text.
    pub picture: Option<(String, Option<String>)>,
    /// Taxonomies and terms.
    pub terms: Vec<(String, String)>,
    /// What has no field of its own.
    pub extra: Table,
    /// All fields as they were, for shortcodes and Liquid.
    pub variables: Table,
    /// How the body is written.
    pub dialect: Dialect,
    /// Whether the body is HTML as a whole.
    pub is_html: bool,
    /// Whether the body is in a form that nobody translates, and is shown as it is.
    pub is_verbatim: bool,
    /// The body.
    pub body: String,
    /// Its first line in the file, 1-based.
    pub first_line: usize,
    /// Where it was found, below the base, beginning with `/`.
    pub address: Option<String>,
    /// Other addresses that led to it.
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
    /// Its folder within the content, without that of its language.
    pub folder: String,
    /// The language of that folder.
    pub language: usize,
    /// Where it was found, below the base.
    pub address: Option<String>,
}

/// A file that is published as it is.
#[derive(Clone, Debug)]
pub struct Static {
    /// The file.
    pub source: String,
    /// Where it is found, below the base, without the first `/`.
    pub path: String,
}

/// What is said of a term in one language.
#[derive(Clone, Debug, Default)]
pub struct Term {
    /// The taxonomy.
    pub taxonomy: String,
    /// The term as texts name it.
    pub name: String,
    /// Its language.
    pub language: usize,
    /// What readers call it.
    pub title: Option<String>,
    /// What joins it with the same term in other languages, where it is said.
    pub key: Option<String>,
    /// Where its list was found, below the base.
    pub address: Option<String>,
}

/// An entry of a menu.
#[derive(Clone, Debug)]
pub struct MenuEntry {
    /// The menu.
    pub menu: String,
    /// The language.
    pub language: usize,
    /// What readers see.
    pub name: String,
    /// Where it leads: an address, or the source of a text.
    pub target: String,
    /// Its place.
    pub weight: i64,
    /// The file that says it.
    pub source: String,
}
