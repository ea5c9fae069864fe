//! The times at which each content file changed, from git.
//!
//! The commits below HEAD are walked once; renames are followed as they are met. Kept are times and what happened,
//! never subjects or names: these may speak of what is not public yet. git is the only program that a build runs,
//! and it runs without anything that a user, a system or a repository may have set to make it start another
//! program or open a connection.
//!
//! What was learnt is a pure function of HEAD, of where a shallow clone ends, and of the folder; so it can be kept
//! as a [`CachedHistory`]. While HEAD stays, no program is started. When HEAD has moved on, only the commits since
//! then are asked for and joined to those known, in an order that each commit has by itself ([`log::Log`]); so the
//! joined log is the one that a walk of everything would give. Otherwise all is walked anew. Where the files are those
//! of a commit, that commit stands in for HEAD.

mod cached;
mod log;
mod repository;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use cached::CachedHistory;

use self::repository::{Identity, Repository};
use super::Tree;
use crate::diag::{Diagnostic, SourcePath, codes};

/// The changes of the content files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    state: HistoryState,
    changes: BTreeMap<SourcePath, Vec<Change>>,
}

/// How much of the history is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HistoryState {
    /// All of it.
    Complete,
    /// Only the newest commits were fetched; older changes are not known.
    Shallow,
    /// None: no git, no repository, no commit, or git failed.
    Absent,
}

/// One change of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Change {
    /// When it was committed (the committer's time, which a rebase moves; not the author's).
    pub at: Timestamp,
    /// What happened.
    pub kind: ChangeKind,
}

/// What happened to a file in a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ChangeKind {
    /// It came to be.
    Added,
    /// Its text changed.
    Modified,
    /// It got its present name or place, perhaps with other changes.
    Renamed,
}

impl History {
    /// A history of which nothing is known.
    #[must_use]
    pub fn absent() -> Self {
        Self { state: HistoryState::Absent, changes: BTreeMap::new() }
    }

    /// Makes a history of known changes, each list newest first.
    #[must_use]
    pub fn new(state: HistoryState, changes: BTreeMap<SourcePath, Vec<Change>>) -> Self {
        Self { state, changes }
    }

    /// Asks git when the files under `content/` changed, as far as `previous` does not know it. Where that is not or
    /// not fully known, the note `history-absent` says why; a site without history is a site all the same.
    #[must_use]
    pub fn read(files: &Tree, previous: Option<&CachedHistory>) -> HistoryRead {
        match Repository::of(files).and_then(|repository| ask(&repository, files, previous)) {
            Ok(mut read) => {
                if read.history.state == HistoryState::Shallow {
                    let note = Diagnostic::new(&codes::HISTORY_ABSENT, "git has only the newest part of the history")
                        .help("fetch the whole history: `git fetch --unshallow`, or `fetch-depth: 0` in CI");
                    read.notes.push(note);
                }
                read
            }
            Err(reason) => {
                let note = Diagnostic::new(&codes::HISTORY_ABSENT, format!("there is no history: {reason}"))
                    .help("pages show their history once the site is in a git repository");
                HistoryRead { history: Self::absent(), keep: None, walk: Walk::None, notes: vec![note] }
            }
        }
    }

    /// Returns how much is known.
    #[must_use]
    pub fn state(&self) -> HistoryState {
        self.state
    }

    /// Returns a digest of all that is known.
    #[must_use]
    pub fn digest(&self) -> [u8; 16] {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&[self.state as u8]);
        for (path, changes) in &self.changes {
            hasher.update(path.as_str().as_bytes()).update(&[0]);
            for change in changes {
                hasher.update(&change.at.as_second().to_le_bytes()).update(&[change.kind as u8]);
            }
        }
        let mut digest = [0; 16];
        digest.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        digest
    }

    /// Returns when the first change after an instant was committed: commits may be dated ahead of a build time.
    #[must_use]
    pub fn next_change(&self, after: Timestamp) -> Option<Timestamp> {
        self.changes.values().flatten().map(|change| change.at).filter(|at| *at > after).min()
    }

    /// Returns the changes of a file, newest first; none where the file is not committed yet or not known.
    #[must_use]
    pub fn of(&self, path: &SourcePath) -> &[Change] {
        self.changes.get(path).map_or(&[], Vec::as_slice)
    }
}

/// What [`History::read`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryRead {
    /// The changes of the files that are there.
    pub history: History,
    /// What to keep in place of `previous`; `None` where that is still right, or there is nothing to keep.
    pub keep: Option<CachedHistory>,
    /// How much of the log was walked.
    pub walk: Walk,
    /// What is not known.
    pub notes: Vec<Diagnostic>,
}

/// How much of the log was walked to learn a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Walk {
    /// Nothing: HEAD is where it was, or there is no history.
    None,
    /// This many commits, which came after those known.
    Since(usize),
    /// This many commits: all of them.
    All(usize),
}

fn ask(repository: &Repository, files: &Tree, previous: Option<&CachedHistory>) -> Result<HistoryRead, String> {
    let identity = repository.identity()?;
    let state = if identity.is_shallow() { HistoryState::Shallow } else { HistoryState::Complete };
    let read = |cached: &CachedHistory, keep, walk| HistoryRead {
        history: History { state, changes: cached.changes(files) },
        keep,
        walk,
        notes: Vec::new(),
    };
    if let Some(previous) = previous.filter(|previous| *previous.identity() == identity) {
        return Ok(read(previous, None, Walk::None));
    }
    let (log, walk) = match previous.and_then(|previous| extended(repository, &identity, previous)) {
        Some((log, commits)) => (log, Walk::Since(commits)),
        None => {
            let commits = repository.commits(None, &identity)?;
            let walked = commits.len();
            let log = log::Log::default().joined(commits).ok_or("`git log` left out a commit's parents")?;
            (log, Walk::All(walked))
        }
    };
    let cached = CachedHistory::new(identity, &log)?;
    Ok(read(&cached, Some(cached.clone()), walk))
}

/// Joins the commits since `previous` to those it knows; `None` where HEAD did not move on from it, or there is any
/// doubt that it did.
fn extended(repository: &Repository, identity: &Identity, previous: &CachedHistory) -> Option<(log::Log, usize)> {
    if !identity.may_follow(previous.identity()) {
        return None;
    }
    // git fails where the commit is no longer there.
    let commits = repository.commits(Some(previous.identity()), identity).ok()?;
    let walked = commits.len();
    // Of the commits between an ancestor and HEAD, one at least has the ancestor as its parent.
    if !commits.iter().any(|commit| commit.parents.iter().any(|parent| previous.identity().is_head(parent))) {
        return None;
    }
    Some((previous.log()?.joined(commits)?, walked))
}

#[cfg(test)]
#[path = "history_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "history_laws.rs"]
mod laws;
