//! Old addresses and what they answer, whatever the host: aliases, documents that are gone, redirects.csv.
//!
//! Here it is decided which rule counts for an address: one with its query before one without, a single address before
//! a folder, a longer folder before a shorter one. The files for hosts write that down, each in its own way.

use std::collections::{BTreeSet, HashSet};
use std::fmt::Write as _;

use crate::config::address::{decode, encode};
use crate::config::{NewAddress, Redirect, Status};
use crate::plan::{page_of, spellings};
use crate::track::World;

/// What old addresses of a site answer. Of several rules for one address there is the one that counts.
#[derive(Default)]
pub(super) struct Rules {
    /// Addresses with a query.
    pub with_query: Vec<Rule>,
    /// Addresses whatever their query.
    pub plain: Vec<Rule>,
    /// All that begins alike, the longest first; what follows is added to the new address.
    pub folders: Vec<Rule>,
}

/// An old address.
pub(super) struct Rule {
    /// Its path from the root of the host, not percent-encoded.
    pub path: String,
    /// The query, as browsers send it.
    pub query: Option<String>,
    /// What it answers.
    pub answer: Answer,
}

/// What an old address answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// It leads to a path of this host or to an absolute address, percent-encoded.
    Moved {
        /// Where to.
        to: String,
        /// 301 or 302.
        status: u16,
    },
    /// It is gone.
    Gone {
        /// The page that says so, as the path of its file from the root of the host, not percent-encoded.
        page: Option<String>,
    },
}

impl Rule {
    /// The path as a browser sends it.
    pub fn url(&self) -> String {
        encode(&self.path)
    }
}

/// Returns the rules of a site.
pub(super) fn of(world: &World) -> Rules {
    let base = decode(world.prefix());
    let (aliases, gone, redirects) = world.old_addresses();
    let mut rules = Rules::default();
    let mut known = HashSet::new();
    let url = |path: &str| encode(&format!("{base}{path}"));
    let mut add = |old: &str, query: Option<&String>, answer: &dyn Fn(&str) -> Answer| {
        for path in spellings(old) {
            if !known.insert((path.clone(), query.cloned())) {
                continue;
            }
            let rule = Rule { answer: answer(&path), path: format!("{base}{path}"), query: query.cloned() };
            if query.is_some() { rules.with_query.push(rule) } else { rules.plain.push(rule) }
        }
    };
    let gone_at = |path: &str| Answer::Gone { page: own_page(path).map(|page| format!("{base}/{page}")) };
    for (old, new) in aliases {
        add(old, None, &|_| Answer::Moved { to: url(new), status: Status::Permanent.code() });
    }
    for gone in gone {
        add(&gone.path, None, &gone_at);
    }
    let answer = |row: &Redirect, path: Option<&str>| match &row.new {
        None => path.map_or(Answer::Gone { page: None }, gone_at),
        Some(NewAddress::Here { path, rest }) => {
            Answer::Moved { to: format!("{}{rest}", url(path)), status: row.status.code() }
        }
        Some(NewAddress::Elsewhere(to)) => Answer::Moved { to: to.clone(), status: row.status.code() },
    };
    for row in redirects.iter().filter(|row| !row.old.prefix) {
        let query = row.old.query.as_ref();
        add(&row.old.path, query, &|path| answer(row, Some(path).filter(|_| query.is_none())));
    }
    let folders = redirects.iter().filter(|row| row.old.prefix);
    let folders =
        folders.map(|row| Rule { path: format!("{base}{}", row.old.path), query: None, answer: answer(row, None) });
    rules.folders = folders.collect();
    rules.folders.sort_by(|a, b| b.path.len().cmp(&a.path.len()).then_with(|| a.path.cmp(&b.path)));
    rules.folders.dedup_by(|b, a| a.path == b.path);
    rules.hide_pages_in_folders();
    rules
}

/// The file of the page at an old address that is gone, below the base; not where the old address is that file.
fn own_page(path: &str) -> Option<String> {
    let page = page_of(path)?.to_string();
    (page.ends_with("index.html") && path.trim_start_matches('/') != page).then_some(page)
}

impl Rules {
    /// A host looks for the page that says that an address is gone as if somebody had asked for it: where all of its
    /// folder leads elsewhere, it would lead there, too.
    fn hide_pages_in_folders(&mut self) {
        let folders = Folders::of(self.folders.iter().map(|rule| rule.path.as_str()));
        for rule in &mut self.plain {
            if let Answer::Gone { page } = &mut rule.answer {
                page.take_if(|page| folders.above(page).is_some());
            }
        }
    }
}

/// Folders, to be asked which of them holds an address.
pub(super) struct Folders<'a> {
    all: HashSet<&'a str>,
    lengths: BTreeSet<usize>,
}

impl<'a> Folders<'a> {
    pub fn of(all: impl Iterator<Item = &'a str>) -> Self {
        let all: HashSet<&str> = all.collect();
        let lengths = all.iter().map(|folder| folder.len()).collect();
        Self { all, lengths }
    }

    /// Finds the longest folder that a path begins with.
    pub fn above(&self, path: &str) -> Option<&'a str> {
        let mut starts = self.lengths.iter().rev().filter_map(|length| path.get(..*length));
        starts.find_map(|start| self.all.get(start)).copied()
    }
}

/// Writes a regular expression that means a text, for PCRE and RE2 alike. It holds no character that a configuration
/// could take for its own, but backslashes, none of them before another or before a quotation mark.
pub(super) fn pattern(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '.' => pattern.push_str("\\."),
            '/' | '-' | '_' => pattern.push(c),
            c if c.is_ascii_alphanumeric() || !c.is_ascii() => pattern.push(c),
            // Writing to a string never fails.
            c => drop(write!(pattern, "\\x{:02x}", u32::from(c))),
        }
    }
    pattern
}

/// Writes a regular expression that means a path in each way in which it may be percent-encoded.
pub(super) fn encoded_pattern(path: &str) -> String {
    let mut pattern = String::with_capacity(path.len() * 8);
    let digit = |digit: u8| match digit {
        0..=9 => char::from(b'0' + digit).to_string(),
        letter => format!("[{}{}]", char::from(b'a' + letter - 10), char::from(b'A' + letter - 10)),
    };
    for byte in path.bytes() {
        let encoded = format!("%{}{}", digit(byte >> 4), digit(byte & 15));
        match byte {
            b'/' => pattern.push('/'),
            // A percent sign that is not encoded begins the code of another byte.
            b'%' => pattern.push_str(&encoded),
            byte if byte.is_ascii() => {
                let plain = self::pattern(char::from(byte).encode_utf8(&mut [0; 4]));
                pattern.extend(["(?:", &plain, "|", &encoded, ")"]);
            }
            _ => pattern.push_str(&encoded),
        }
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::{Folders, encoded_pattern, pattern};

    #[test]
    fn a_pattern_means_its_text_and_nothing_of_a_configuration() {
        assert_eq!(pattern("/a.b-c_é/"), "/a\\.b-c_é/");
        let odd = pattern(" !\"#$%&'()*+,:;<=>?@[\\]^`{|}~");
        assert!(!odd.contains(|c: char| !c.is_ascii_alphanumeric() && c != '\\'), "{odd}");
        assert!(!odd.contains("\\\\"), "{odd}");
        assert_eq!(encoded_pattern("/a.é"), "/(?:a|%61)(?:\\.|%2[eE])%[cC]3%[aA]9");
        assert_eq!(encoded_pattern("/%"), "/%25");
    }

    #[test]
    fn the_longest_folder_counts() {
        let folders = Folders::of(["/a/", "/a/b/", "/é"].into_iter());
        assert_eq!(folders.above("/a/b/c"), Some("/a/b/"));
        assert_eq!(folders.above("/a/c"), Some("/a/"));
        assert_eq!(folders.above("/éa"), Some("/é"));
        assert_eq!(folders.above("/b/a/"), None);
    }
}
