//! The inputs of a build: the file tree, the build time and the git history. Only this module reads the clock.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::{CachedHistory, History, HistoryRead, HistoryState, Tree, Walk};
use crate::diag::{Diagnostic, SourcePath};

/// Everything that may influence a byte of the output.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// The files of the site.
    pub files: Tree,
    /// The build time, the same all through a build. Only comparisons with it may change output.
    pub now: Timestamp,
    /// When each content file changed.
    pub history: Arc<History>,
}

impl Inputs {
    /// Opens the site at `root`. `now` stands in for the clock where it is given.
    #[must_use]
    pub fn open(root: &Path, now: Option<Timestamp>) -> (Self, Vec<Diagnostic>) {
        let (files, mut diagnostics) = Tree::scan(root);
        let Opened { inputs, notes, .. } = Self::of(files, now, None);
        diagnostics.extend(notes);
        (inputs, diagnostics)
    }

    /// Asks git and the clock about files that were listed. `previous` is what git told before.
    #[must_use]
    pub fn of(files: Tree, now: Option<Timestamp>, previous: Option<&CachedHistory>) -> Opened {
        let HistoryRead { history, keep, walk, notes } = History::read(&files, previous);
        let is_history_known = walk == Walk::None && history.state() != HistoryState::Absent;
        let now = now.unwrap_or_else(Timestamp::now);
        Opened { inputs: Self { files, now, history: Arc::new(history) }, is_history_known, walk, keep, notes }
    }

    /// Looks again at some files only, at a new build time; the git history stays. `None` where that can't tell what
    /// has become of them: then everything is to be looked at.
    #[must_use]
    pub fn refreshed(&self, now: Option<Timestamp>, paths: &[SourcePath]) -> Option<Self> {
        let files = self.files.refreshed(paths)?;
        let now = now.unwrap_or_else(Timestamp::now);
        Some(Self { files, now, history: Arc::clone(&self.history) })
    }

    /// Returns the build time: `given`, or else the time of the clock.
    #[must_use]
    pub fn clock(given: Option<Timestamp>) -> Timestamp {
        given.unwrap_or_else(Timestamp::now)
    }

    /// Returns how long to wait for an instant, at most an hour.
    #[must_use]
    pub fn until(instant: Timestamp) -> Duration {
        let wait = instant.duration_since(Timestamp::now()).try_into().ok();
        // The clock may be set back during the wait, so the caller checks again after an hour.
        wait.unwrap_or(Duration::ZERO).min(Duration::from_hours(1)) + Duration::from_millis(1)
    }
}

/// What [`Inputs::of`] found.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The inputs.
    pub inputs: Inputs,
    /// Whether the history is the one that was told before: it then differs only as the files do.
    pub is_history_known: bool,
    /// How much of the log was walked.
    pub walk: Walk,
    /// What to keep of the history in place of what was kept before; `None` where that is still right, or there is
    /// nothing to keep.
    pub keep: Option<CachedHistory>,
    /// What is not known.
    pub notes: Vec<Diagnostic>,
}

/// Measures how long something took, for the summary that people read; never for anything in the output.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts measuring.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the stopwatch that the lint points to")]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// Returns the time since the start.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    /// Returns the seconds since the start.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        self.elapsed().as_secs_f64()
    }
}
