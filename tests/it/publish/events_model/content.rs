//! The sources used by the event test: the content of a commit as a few facts, and as files.

use std::collections::BTreeMap;

/// The state of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Shown,
    Draft,
    Withdrawn,
    Gone,
}

/// A statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statement {
    pub state: State,
    /// The hour before which it is not public.
    pub embargo: Option<i64>,
    /// A number that identifies the text.
    pub text: u32,
}

/// The content of a commit.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Content {
    /// The text of the page "About us".
    pub about: u32,
    /// Whether that page has an error.
    pub is_bad: bool,
    /// The number of releases to keep.
    pub keep: usize,
    pub statements: BTreeMap<u32, Statement>,
}

/// The public state of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Its text is shown.
    Text(u32),
    /// Its text is shown with a notice of withdrawal.
    Withdrawn(u32),
    /// Its address answers 410 Gone.
    Gone,
}

/// A site as a visitor sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    pub about: u32,
    pub statements: BTreeMap<u32, Seen>,
    /// The hours at which embargoed statements with a page were released; pages and feeds show them.
    pub released: BTreeMap<u32, i64>,
}

impl View {
    /// Returns whether an address answers with anything other than 404.
    pub fn answers(&self, number: u32) -> bool {
        self.statements.contains_key(&number)
    }

    /// Returns whether an address answers with a page.
    pub fn has_page(&self, number: u32) -> bool {
        matches!(self.statements.get(&number), Some(Seen::Text(_) | Seen::Withdrawn(_)))
    }
}

impl Content {
    /// Returns the site at an hour; if `is_private`, as shown with drafts.
    pub fn at(&self, hour: i64, is_private: bool) -> View {
        let seen = |statement: &Statement| {
            let is_ahead = statement.embargo.is_some_and(|embargo| embargo > hour);
            match statement.state {
                State::Draft => is_private.then_some(Seen::Text(statement.text)),
                _ if is_ahead && !is_private => None,
                State::Shown => Some(Seen::Text(statement.text)),
                State::Withdrawn => Some(Seen::Withdrawn(statement.text)),
                State::Gone => Some(Seen::Gone),
            }
        };
        let statements = self.statements.iter().filter_map(|(number, statement)| Some((*number, seen(statement)?)));
        let mut view = View { about: self.about, statements: statements.collect(), released: BTreeMap::new() };
        let embargoes = self.statements.iter().filter_map(|(number, statement)| Some((*number, statement.embargo?)));
        view.released = embargoes.filter(|(number, _)| view.has_page(*number)).collect();
        view
    }

    /// Returns the first hour after the given one at which the public site changes.
    pub fn next(&self, hour: i64) -> Option<i64> {
        let shown = self.statements.values().filter(|statement| statement.state != State::Draft);
        shown.filter_map(|statement| statement.embargo).filter(|embargo| *embargo > hour).min()
    }

    /// Returns the last hour up to the given one at which the public site changed; `None` if it never did.
    pub fn since(&self, hour: i64) -> Option<i64> {
        let shown = self.statements.values().filter(|statement| statement.state != State::Draft);
        shown.filter_map(|statement| statement.embargo).filter(|embargo| *embargo <= hour).max()
    }

    /// Returns the files.
    pub fn files(&self) -> Vec<(String, String)> {
        let mut files = vec![
            ("site.toml".to_owned(), format!("{SETTINGS}\n[publish]\nkeep = {}\n", self.keep)),
            ("content/_section.en.md".to_owned(), "+++\ntitle = \"Ministry\"\n+++\n".to_owned()),
            ("content/press/_section.en.md".to_owned(), "+++\ntitle = \"Press\"\n+++\n".to_owned()),
            (
                "content/about.en.md".to_owned(),
                format!(
                    "+++\n{} = \"About\"\n+++\n\nabout{}z\n",
                    if self.is_bad { "titel" } else { "title" },
                    self.about
                ),
            ),
        ];
        files.extend(self.statements.iter().map(|(number, statement)| {
            let state = match statement.state {
                State::Shown => "",
                State::Draft => "state = \"draft\"\n",
                State::Withdrawn => "state = \"withdrawn\"\nwithdrawn_on = 2026-11-01\nreason = \"Wrong.\"\n",
                State::Gone => "state = \"gone\"\nreason = \"Gone.\"\n",
            };
            let embargo =
                statement.embargo.map_or(String::new(), |hour| format!("embargo = \"{}\"\n", super::instant(hour)));
            let text = statement.text;
            let body =
                if statement.state == State::Gone { String::new() } else { format!("\n{}\n", token(*number, text)) };
            (
                format!("content/press/s{number}.en.md"),
                format!(
                    "+++\ntitle = \"Statement {number}\"\nsummary = \"A summary.\"\nsubtype = \"press-release\"\n\
                     reference = \"M/2026/{number:03}\"\ndate = 2026-01-02\n{state}{embargo}+++\n{body}"
                ),
            )
        }));
        files
    }
}

/// Returns a token that marks a text of a statement in all published bytes.
pub fn token(number: u32, text: u32) -> String {
    format!("token{number}x{text}z")
}

const SETTINGS: &str = r#"base_url = "https://www.example.org/"
timezone = "UTC"
compress = "off"
minify = "off"

[institution]
name = { en = "Ministry" }

[languages]
source = "en"
order = ["en"]
required = ["en"]

[feeds]
authority = "example.org,2026"

[[section]]
folder = "press"
kind = "statement"
"#;
