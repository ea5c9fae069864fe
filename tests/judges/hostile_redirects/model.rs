//! What a table says, read by other means than the program's.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Case;

/// What the table says, read by other means than the program's.
pub struct Model {
    /// By path and query.
    pub exact: BTreeMap<(Vec<u8>, Option<String>), Said>,
    /// By what the path begins with.
    pub folders: Vec<(Vec<u8>, Said)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    Gone,
    To(String, u16),
}

impl Model {
    pub fn of(case: &Case) -> Self {
        let mut model = Self { exact: BTreeMap::new(), folders: Vec::new() };
        let base = case.base;
        let here = |new: &str| match new.strip_prefix("https://www.example.org") {
            Some(own) => own.strip_prefix(base).map_or(new.to_owned(), |_| own.to_owned()),
            None if new.starts_with('/') => format!("{base}{new}"),
            // As browsers read it: `..` is resolved.
            None => url::Url::parse(new).unwrap().to_string(),
        };
        for alias in &case.aliases {
            model.add(base, alias, None, &Said::To(format!("{base}/en/about/"), 301));
        }
        model.add(base, "/en/leaving/", None, &Said::Gone);
        for [old, new, status] in &case.rows {
            let said = if status == "410" { Said::Gone } else { Said::To(here(new), status.parse().unwrap()) };
            let (path, query) = match old.split_once('?') {
                Some((path, query)) => (path, Some(as_sent(query))),
                None => (old.as_str(), None),
            };
            match path.strip_suffix('*') {
                Some(folder) => model.folders.push((bytes_of(&format!("{base}{folder}")), said)),
                None => model.add(base, path, query.as_deref(), &said),
            }
        }
        model.folders.sort_by_key(|(folder, _)| std::cmp::Reverse(folder.len()));
        model
    }

    /// A page is meant with and without `/` at its end.
    fn add(&mut self, base: &str, old: &str, query: Option<&str>, said: &Said) {
        let path = bytes_of(&format!("{base}{old}"));
        let (folder, name) = path.split_at(path.iter().rposition(|byte| *byte == b'/').unwrap() + 1);
        let mut all = vec![path.clone()];
        if name.is_empty() || name == b"index.html" {
            all.push(folder.to_vec());
            if folder.len() > bytes_of(base).len() + 1 {
                all.push(folder[..folder.len() - 1].to_vec());
            }
        } else if !name.contains(&b'.') {
            all.push([&path, b"/".as_slice()].concat());
        }
        for path in all {
            self.exact.entry((path, query.map(str::to_owned))).or_insert_with(|| said.clone());
        }
    }

    /// What is said of a path; of a whole folder also how much of the path names it.
    pub fn find(&self, path: &[u8], query: Option<&str>) -> Option<(&Said, Option<usize>)> {
        let asked = query.and_then(|query| self.exact.get(&(path.to_vec(), Some(query.to_owned()))));
        let exact = asked.or_else(|| self.exact.get(&(path.to_vec(), None)));
        let folder = || self.folders.iter().find(|(folder, _)| path.starts_with(folder));
        exact.map(|said| (said, None)).or_else(|| folder().map(|(folder, said)| (said, Some(folder.len()))))
    }
}

/// A query as browsers send it.
fn as_sent(query: &str) -> String {
    encoded(query.as_bytes(), |byte| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?#[]%".contains(&byte))
}

pub fn encoded(bytes: &[u8], is_plain: impl Fn(u8) -> bool) -> String {
    let mut text = String::new();
    for byte in bytes {
        if is_plain(*byte) { text.push(char::from(*byte)) } else { write!(text, "%{byte:02X}").unwrap() }
    }
    text
}

pub fn bytes_of(text: &str) -> Vec<u8> {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let [first, tail @ ..] = rest {
        let digits = tail.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.filter(|_| *first == b'%').and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    bytes
}

pub fn decoded(text: &str) -> String {
    String::from_utf8(bytes_of(text)).unwrap()
}
