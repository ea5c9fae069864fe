//! Records every address that was ever public at a destination and what it was last, so that none of them stops working
//! unnoticed.
//!
//! The ledger is private: it also names the source files of the texts, while the occupants are public information.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::contents::Contents;
use crate::plan::Occupant;

/// The first line of the current format, which holds occupants. The older format began with the release and held only
/// addresses.
const FORM: &str = "addresses 2";

/// All addresses that were public up to a release.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Ledger {
    /// The last release whose addresses are included.
    pub release: u64,
    /// What is known of each address, by the address below the base URL.
    pub entries: BTreeMap<String, Entry>,
}

/// The last known state of an address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    /// The occupant; `None` if an older program published it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occupant: Option<Occupant>,
    /// The source file of the text, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The last release in which the address worked.
    pub seen: u64,
}

/// One line of the ledger file.
#[derive(Serialize, Deserialize)]
struct Line {
    at: String,
    #[serde(flatten)]
    entry: Entry,
}

impl Ledger {
    /// Reads a ledger in either format; `None` if the bytes are not a ledger.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let (first, rest) = text.split_once('\n')?;
        if first != FORM {
            let release = first.strip_prefix("release ")?.parse().ok()?;
            let entry = |address: &str| (address.to_owned(), Entry { seen: release, ..Entry::default() });
            return Some(Self { release, entries: rest.lines().map(entry).collect() });
        }
        let (second, rest) = rest.split_once('\n')?;
        let release = second.strip_prefix("release ")?.parse().ok()?;
        let entries = rest.lines().map(|line| serde_json::from_str(line).ok().map(|Line { at, entry }| (at, entry)));
        Some(Self { release, entries: entries.collect::<Option<_>>()? })
    }

    /// Formats the ledger, one line per address.
    pub(super) fn write(&self) -> String {
        let mut text = format!("{FORM}\nrelease {}\n", self.release);
        for (at, entry) in &self.entries {
            let line = serde_json::to_string(&Line { at: at.clone(), entry: entry.clone() }).unwrap_or_default();
            // Writing to a string never fails.
            let _ = writeln!(text, "{line}");
        }
        text
    }

    /// Adds the addresses of a release that is or was public.
    pub(super) fn learn(&mut self, contents: &Contents, release: u64) {
        for address in contents.answering() {
            let occupant = contents.addresses.occupants.get(&address).cloned();
            let source = contents.sources.get(&address).cloned();
            let entry = self.entries.entry(address).or_default();
            entry.seen = release;
            entry.source = source.or_else(|| entry.source.take().filter(|_| entry.occupant == occupant));
            entry.occupant = occupant.or(entry.occupant.take());
        }
        for old in contents.addresses.old.iter().filter(|old| !old.prefix && old.to.is_some()) {
            let entry = self.entries.entry(old.from.clone()).or_default();
            entry.seen = release;
            entry.occupant.get_or_insert(Occupant::Moved);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_ledger_is_read_as_it_was_written() {
        let text = Occupant::Text { id: "M/2026/001".into(), lang: "en".into(), formerly: Vec::new() };
        let known = Entry { occupant: Some(text), source: Some("content/a.en.md".into()), seen: 7 };
        let entries = [("/".into(), Entry { seen: 3, ..Entry::default() }), ("/en/a b/".into(), known)];
        let ledger = Ledger { release: 7, entries: entries.into() };
        assert_eq!(Ledger::read(ledger.write().as_bytes()), Some(ledger));
        for other in ["release x\n", "addresses 2\nrelease x\n", "addresses 2\nrelease 1\n{}\n", "addresses 9\n"] {
            assert_eq!(Ledger::read(other.as_bytes()), None, "{other}");
        }
    }

    #[test]
    fn a_ledger_of_the_first_form_is_read() {
        let ledger = Ledger::read(b"release 7\n/\n/en/a b/\n").unwrap();
        assert_eq!((ledger.release, ledger.entries.len()), (7, 2));
        assert_eq!(ledger.entries["/en/a b/"], Entry { seen: 7, ..Entry::default() });
    }
}
