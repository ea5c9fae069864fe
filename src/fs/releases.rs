//! The release record: which release was public from when on, of which commit, and why.
//!
//! A destination keeps it in `.chancery/record.jsonl`: an object on a line each, only ever added to, the oldest first.
//! The form is described in docs/publishing.md. It is written by `publish`; here it is read, by whoever has its bytes,
//! from the destination or from the ref that mirrors it in the bare repository.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The reason why a release became public.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// A push to the published branch.
    Push,
    /// A time at which the site changes without an edit, such as the end of an embargo.
    Hour,
    /// The search index followed the pages.
    Search,
    /// Somebody went back to an earlier release.
    Rollback,
    /// Somebody published by hand.
    Hand,
    /// Not known: an older version did not record it, or a newer one has more reasons.
    #[default]
    #[serde(other)]
    Unknown,
}

impl Why {
    /// Returns the words for people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Unknown => "not recorded",
            Self::Push => "push",
            Self::Hour => "hour",
            Self::Search => "search index",
            Self::Rollback => "rollback",
            Self::Hand => "by hand",
        }
    }
}

/// A line of the record: from this instant on, this release of this commit was public.
///
/// A push that changes no byte of the site has a line, too, with the number of the release that stays public.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Released {
    /// The number of the release.
    pub release: u64,
    /// The commit that it was built from; `None` where it was built from a folder, or nobody recorded it.
    #[serde(default)]
    pub commit: Option<String>,
    /// SHA-256 of its digest manifest.
    pub digest: String,
    /// Since when.
    pub at: Timestamp,
    /// The reason.
    #[serde(default)]
    pub why: Why,
    /// Of a rollback, the release whose files it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<u64>,
    /// The release of the rollback that pins the commit, where one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pinned: Option<u64>,
}

/// The record of a destination.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Releases {
    /// Its lines, the oldest first.
    pub all: Vec<Released>,
}

impl Releases {
    /// Reads a record. A last line that was torn by a kill is left out, as is every line that is not understood.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Self {
        let lines = bytes.split(|byte| *byte == b'\n');
        Self { all: lines.filter_map(|line| serde_json::from_slice(line).ok()).collect() }
    }

    /// Returns the line of what is public.
    #[must_use]
    pub fn public(&self) -> Option<&Released> {
        self.all.last()
    }

    /// Returns the commit that a release was built from, by the last line that names the release.
    #[must_use]
    pub fn commit_of(&self, release: u64) -> Option<&str> {
        self.all.iter().rev().find(|line| line.release == release)?.commit.as_deref()
    }
}

impl Released {
    /// Writes the line, with its end.
    #[must_use]
    pub fn line(&self) -> String {
        // Such an object always is JSON.
        serde_json::to_string(self).unwrap_or_default() + "\n"
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn released(release: u64, commit: Option<&str>, why: Why) -> Released {
        Released {
            release,
            commit: commit.map(str::to_owned),
            digest: "d".into(),
            at: "2026-11-23T12:00:00Z".parse().unwrap(),
            why,
            of: None,
            pinned: None,
        }
    }

    #[test]
    fn a_record_is_read_as_it_was_written_and_a_torn_line_is_left_out() {
        let all = vec![
            released(1, Some("a"), Why::Push),
            released(1, Some("b"), Why::Push),
            Released { of: Some(1), pinned: Some(3), ..released(3, Some("b"), Why::Rollback) },
        ];
        let text: String = all.iter().map(Released::line).collect();
        let record = Releases::read(text.as_bytes());
        assert_eq!(record.all, all);
        assert_eq!(record.commit_of(1), Some("b"));
        assert_eq!(record.public().unwrap().pinned, Some(3));
        let torn = text.clone() + &all[0].line()[..20];
        assert_eq!(Releases::read(torn.as_bytes()).all, all);
    }

    #[test]
    fn the_form_is_fixed() {
        assert_eq!(
            released(7, None, Why::Hand).line(),
            "{\"release\":7,\"commit\":null,\"digest\":\"d\",\"at\":\"2026-11-23T12:00:00Z\",\"why\":\"hand\"}\n"
        );
        let newer = r#"{"release":7,"digest":"d","at":"2026-11-23T12:00:00Z","why":"moon","more":1}"#;
        assert_eq!(Releases::read(newer.as_bytes()).all[0].why, Why::Unknown);
    }
}
