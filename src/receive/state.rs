//! The hook's memory between pushes.
//!
//! The public state, and work that is due for it, is stored with the release at the destination (`publish::Public`);
//! the state of a preview is stored with the preview. This file holds only requests to the hook that could not be
//! carried out.

use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Fault, Settings};
use crate::fs::disk::{self, Disk};
use crate::publish::Public;

/// The name of the state file.
const FILE: &str = "state.json";

/// The digest of this program's sources.
pub(super) const PROGRAM: &str = env!("CHANCERY_BUILD");

/// The stored state of the hook.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct State {
    /// The settings that this state belongs to; with other settings it is ignored.
    pub(super) of: String,
    /// The commit that a push wants published, until it is published or refused.
    pub asked: Option<Asked>,
    /// A pushed commit that can't be published; it is not tried again automatically.
    pub failed: Option<String>,
    /// The instant from which it is tried again after all, because it was refused while the clock was behind.
    pub again: Option<Timestamp>,
    /// A publication because of time or a search index that could not be built.
    pub stuck: Option<Stuck>,
    /// Digests of the warnings of the public commit, so that a push reports only new ones.
    pub told: Vec<u64>,
    /// The IANA time zone of the site that is public.
    pub zone: Option<String>,
    /// The number of bytes of the list of releases that have been copied into the repository.
    pub mirrored: u64,
    /// From an older version: the public commit.
    #[serde(skip_serializing)]
    pub(super) public: Option<String>,
    /// From an older version: whether a search index is to follow.
    #[serde(skip_serializing)]
    pub(super) search_lags: bool,
    /// From an older version: the instant at which work is due.
    #[serde(skip_serializing)]
    pub(super) due: Option<Timestamp>,
}

/// A commit that a push wants published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Asked {
    pub commit: String,
    /// The rollback that preceded the push. The push ends that rollback, but not a later one.
    pub pinned: Option<u64>,
}

/// A build of the public commit that failed, and would fail again if nothing changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stuck {
    release: u64,
    commit: Option<String>,
    due: Option<Timestamp>,
    /// The next instant at which time changes the site, and possibly the errors.
    again: Option<Timestamp>,
    program: String,
}

impl Stuck {
    /// Records a failed build.
    pub(super) fn new(public: &Public, again: Option<Timestamp>) -> Self {
        let Public { release, commit, due, .. } = public.clone();
        Self { release, commit, due, again, program: PROGRAM.to_owned() }
    }

    /// Returns whether the same build would fail again.
    pub(super) fn holds(&self, public: &Public, now: Timestamp) -> bool {
        let is_same = (self.release, &self.commit, self.due) == (public.release, &public.commit, public.due);
        is_same && self.program == PROGRAM && self.again.is_none_or(|again| now < again)
    }
}

impl State {
    /// Reads the state. Returns an empty one, so that everything is done again, if it can't be read or belongs to other
    /// settings.
    pub(super) fn read(home: &Path, settings: &Settings) -> Self {
        let bytes = disk::read(&home.join(FILE)).ok();
        let state: Self = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
        let of = key(settings);
        // An older version did not store the settings.
        if state.of == of || state.of.is_empty() { Self { of, ..state } } else { Self { of, ..Self::default() } }
    }

    /// Writes the state atomically, by a rename.
    ///
    /// # Errors
    ///
    /// The operating system's.
    pub(super) fn write(&self, disk: &dyn Disk, home: &Path) -> Result<(), Fault> {
        let json = serde_json::to_string_pretty(self).unwrap_or_default() + "\n";
        disk::replace_small(disk, &home.join(FILE), json.as_bytes())
            .map_err(|error| Fault::outside(&home.join(FILE), &error))
    }

    /// Adds what this file knows to a public state that an older version wrote.
    pub(super) fn complete(&self, public: Public) -> Public {
        if public.commit.is_some() || public.pushed.is_some() || public.why != crate::fs::Why::Unknown {
            return public;
        }
        let Self { public: commit, search_lags, due, .. } = self.clone();
        Public { commit: commit.clone(), pushed: commit, search_lags, due, ..public }
    }

    /// Returns whether a commit was refused and is not to be tried again automatically.
    pub(super) fn is_refused(&self, commit: &str, now: Timestamp) -> bool {
        self.failed.as_deref() == Some(commit) && self.again.is_none_or(|again| now < again)
    }
}

/// Returns a key of the settings that the state depends on.
fn key(settings: &Settings) -> String {
    format!("{} {} {}", settings.to.display(), settings.branch, settings.site)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::Write as _;

    use super::*;
    use crate::fs::disk::SystemDisk;

    fn settings(branch: &str) -> Settings {
        Settings { to: "/srv/www".into(), branch: branch.into(), site: String::new(), preview: None }
    }

    #[test]
    fn the_state_is_read_as_written_and_ignored_if_invalid() {
        let home = tempfile::tempdir().unwrap();
        let main = settings("main");
        let empty = State::read(home.path(), &main);
        assert_eq!(empty.failed, None);
        let state = State { failed: Some("a".into()), mirrored: 7, ..empty.clone() };
        state.write(&SystemDisk, home.path()).unwrap();
        assert_eq!(State::read(home.path(), &main), state);
        assert_eq!(State::read(home.path(), &settings("other")).failed, None, "it is of another branch");
        disk::replace_private(home.path(), FILE, |file| file.write_all(b"{ half")).unwrap();
        assert_eq!(State::read(home.path(), &main), empty);
    }

    #[test]
    fn the_state_of_an_older_version_completes_the_public_state() {
        let home = tempfile::tempdir().unwrap();
        let old = br#"{"public":"a","failed":null,"search_lags":true,"due":"2026-11-23T14:00:00Z"}"#;
        disk::replace_private(home.path(), FILE, |file| file.write_all(old)).unwrap();
        let public = State::read(home.path(), &settings("main")).complete(Public::default());
        assert_eq!((public.commit.as_deref(), public.pushed.as_deref()), (Some("a"), Some("a")));
        assert!(public.search_lags && public.due.is_some());
    }
}
