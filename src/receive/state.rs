//! What the hook remembers of its own work, from push to push.
//!
//! What is public, and what is still due for it, stands at the destination with the release (`publish::Public`); what is
//! known of a preview stands with the preview. Here is only what was asked of the hook and could not be done.

use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Fault, Settings};
use crate::fs::disk::{self, Disk};
use crate::publish::Public;

/// The name of the file.
const FILE: &str = "state.json";

/// The sources of the program that runs.
pub(super) const PROGRAM: &str = env!("CHANCERY_BUILD");

/// What the hook remembers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct State {
    /// Under which settings this was so; with others it says nothing.
    pub(super) of: String,
    /// The commit that a push asks for, from when it is heard until that is done or refused.
    pub asked: Option<Asked>,
    /// A pushed commit that can't be published: it is not tried again by itself.
    pub failed: Option<String>,
    /// From this instant on it is, after all: it was refused while the clock was behind.
    pub again: Option<Timestamp>,
    /// What time, or a search index, asked for and could not be built.
    pub stuck: Option<Stuck>,
    /// Warnings of the commit that is public, each as a digest: a push is told of new ones.
    pub told: Vec<u64>,
    /// The IANA time zone of the site that is public.
    pub zone: Option<String>,
    /// How many bytes of the release record are mirrored in the repository.
    pub mirrored: u64,
    /// Of an older version: the commit that is public.
    #[serde(skip_serializing)]
    pub(super) public: Option<String>,
    /// Of an older version: whether a search index is to follow.
    #[serde(skip_serializing)]
    pub(super) search_lags: bool,
    /// Of an older version: what is due.
    #[serde(skip_serializing)]
    pub(super) due: Option<Timestamp>,
}

/// A commit that a push asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Asked {
    pub commit: String,
    /// The rollback that the push came after; it ends one that was there, none that came later.
    pub pinned: Option<u64>,
}

/// A build of what is public that has errors, which the same build would have again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stuck {
    release: u64,
    commit: Option<String>,
    due: Option<Timestamp>,
    /// The next instant at which time changes the site, and perhaps what is wrong.
    again: Option<Timestamp>,
    program: String,
}

impl Stuck {
    /// Describes what can't be built.
    pub(super) fn new(public: &Public, again: Option<Timestamp>) -> Self {
        let Public { release, commit, due, .. } = public.clone();
        Self { release, commit, due, again, program: PROGRAM.to_owned() }
    }

    /// Tells whether the same build would fail in the same way.
    pub(super) fn holds(&self, public: &Public, now: Timestamp) -> bool {
        let is_same = (self.release, &self.commit, self.due) == (public.release, &public.commit, public.due);
        is_same && self.program == PROGRAM && self.again.is_none_or(|again| now < again)
    }
}

impl State {
    /// Reads what is remembered; nothing where that can't be read, or was under other settings: then all is done anew.
    pub(super) fn read(home: &Path, settings: &Settings) -> Self {
        let bytes = disk::read(&home.join(FILE)).ok();
        let state: Self = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
        let of = key(settings);
        // An older version did not say which.
        if state.of == of || state.of.is_empty() { Self { of, ..state } } else { Self { of, ..Self::default() } }
    }

    /// Remembers it, by one rename.
    ///
    /// # Errors
    ///
    /// The operating system's.
    pub(super) fn write(&self, disk: &dyn Disk, home: &Path) -> Result<(), Fault> {
        let json = serde_json::to_string_pretty(self).unwrap_or_default() + "\n";
        disk::replace_small(disk, &home.join(FILE), json.as_bytes())
            .map_err(|error| Fault::outside(&home.join(FILE), &error))
    }

    /// Completes what a destination says of what is public where an older version has published.
    pub(super) fn complete(&self, public: Public) -> Public {
        if public.commit.is_some() || public.pushed.is_some() || public.why != crate::fs::Why::Unknown {
            return public;
        }
        let Self { public: commit, search_lags, due, .. } = self.clone();
        Public { commit: commit.clone(), pushed: commit, search_lags, due, ..public }
    }

    /// Tells whether a commit was refused and is not to be tried again by itself.
    pub(super) fn is_refused(&self, commit: &str, now: Timestamp) -> bool {
        self.failed.as_deref() == Some(commit) && self.again.is_none_or(|again| now < again)
    }
}

/// Names the settings that what is remembered depends on.
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
    fn what_is_remembered_is_read_again_and_rubbish_is_nothing() {
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
    fn what_an_older_version_remembered_completes_its_destination() {
        let home = tempfile::tempdir().unwrap();
        let old = br#"{"public":"a","failed":null,"search_lags":true,"due":"2026-11-23T14:00:00Z"}"#;
        disk::replace_private(home.path(), FILE, |file| file.write_all(old)).unwrap();
        let public = State::read(home.path(), &settings("main")).complete(Public::default());
        assert_eq!((public.commit.as_deref(), public.pushed.as_deref()), (Some("a"), Some("a")));
        assert!(public.search_lags && public.due.is_some());
    }
}
