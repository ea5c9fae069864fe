//! What the hook remembers from push to push.

use std::io::Write as _;
use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Fault;
use crate::fs::disk;

/// The name of the file.
const FILE: &str = "state.json";

/// What the hook remembers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct State {
    /// The commit that is public.
    pub public: Option<String>,
    /// A newer commit that can't be published: it is not tried again by itself.
    pub failed: Option<String>,
    /// Whether a search index of the public site is to follow.
    pub search_lags: bool,
    /// The next instant at which time alone changes the public site.
    pub due: Option<Timestamp>,
}

impl State {
    /// Reads what is remembered; nothing where that can't be read: then all is done anew.
    pub(super) fn read(home: &Path) -> Self {
        let bytes = disk::read(&home.join(FILE)).ok();
        bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }

    /// Remembers it, by one rename.
    ///
    /// # Errors
    ///
    /// The operating system's.
    pub(super) fn write(&self, home: &Path) -> Result<(), Fault> {
        let json = serde_json::to_string_pretty(self).unwrap_or_default() + "\n";
        disk::replace_private(home, FILE, |file| file.write_all(json.as_bytes()))
            .map_err(|error| Fault::outside(&home.join(FILE), &error))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_read_again_and_rubbish_is_nothing() {
        let home = tempfile::tempdir().unwrap();
        assert_eq!(State::read(home.path()), State::default());
        let state = State {
            public: Some("a".into()),
            failed: None,
            search_lags: true,
            due: Some("2026-11-23T14:00:00Z".parse().unwrap()),
        };
        state.write(home.path()).unwrap();
        assert_eq!(State::read(home.path()), state);
        disk::replace_private(home.path(), FILE, |file| file.write_all(b"{ half")).unwrap();
        assert_eq!(State::read(home.path()), State::default());
    }
}
