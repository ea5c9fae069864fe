//! The state of the public release: its commit, the reason for its publication, and pending work such as its search
//! index.
//!
//! ```text
//! DEST/.chancery/built.json      this state, as of the last publication or the last build that changed nothing
//! DEST/.chancery/record.jsonl    every release that was ever public, one per line (`fs::Releases`)
//! ```
//!
//! The state is stored with the release and replaced with it, so a later change of the public site (by time, a search
//! index or a rollback) can look up its commit. If a publication was killed between its switch and writing this file,
//! the journal has the same facts, and [`Destination::heal`] completes both files from it.

use std::io;
use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::destination::{Destination, MEMORY, failed, replace};
use super::journal::Record;
use super::order::Order;
use crate::diag::Diagnostic;
use crate::fs::disk::{self, Disk};
use crate::fs::{Released, Releases, Why};

const BUILT: &str = "built.json";
const RECORD: &str = "record.jsonl";

/// The state of the public release.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Public {
    /// The number of the release; zero if an older version wrote this.
    pub release: u64,
    /// The commit that it was built from, if it was built from one.
    pub commit: Option<String>,
    /// The last commit that was pushed and published. After a rollback it differs from `commit`.
    pub pushed: Option<String>,
    /// Why it is public.
    pub why: Why,
    /// Since when this commit has been public for this reason.
    pub at: Option<Timestamp>,
    /// The rollback that pins the commit: nothing else becomes public until a push or a manual publication.
    pub pinned: Option<u64>,
    /// The time that it was last built for, if known.
    pub built_for: Option<Timestamp>,
    /// The first instant after that at which the passing of time changes the site.
    pub due: Option<Timestamp>,
    /// Whether its search index is older than its pages.
    pub search_lags: bool,
}

impl Public {
    /// Returns the state after a publication.
    pub(super) fn next(before: Option<&Self>, order: &Order, release: u64, at: Timestamp) -> Self {
        let is_same = matches!(order.why, Why::Hour | Why::Search);
        let is_pushed = matches!(order.why, Why::Push | Why::Hand) && order.commit.is_some();
        let pushed = if is_pushed { order.commit.clone() } else { before.and_then(|before| before.pushed.clone()) };
        Self {
            release,
            commit: order.commit.clone(),
            pushed,
            why: order.why,
            at: Some(at),
            pinned: before.and_then(|before| before.pinned).filter(|_| is_same),
            built_for: order.built_for,
            due: order.due,
            search_lags: order.search_lags,
        }
    }

    /// Returns the state after a rollback.
    ///
    /// Changes due to time continue for the commit of the restored release. If the same commit was public before, the
    /// rollback undid such a change; then they stop, since they would only redo it.
    pub(super) fn again(before: Option<&Self>, then: &Record, release: u64, at: Timestamp) -> Self {
        let goes_on = then.commit.is_some() && before.is_some_and(|before| before.commit != then.commit);
        Self {
            release,
            commit: then.commit.clone(),
            pushed: before.and_then(|before| before.pushed.clone()),
            why: Why::Rollback,
            at: Some(at),
            pinned: Some(release),
            built_for: then.built_for,
            due: then.due.filter(|_| goes_on),
            search_lags: then.search_lags && goes_on,
        }
    }

    /// Derives the state from the journal's record of a release.
    fn of(record: &Record) -> Self {
        Self {
            release: record.number,
            commit: record.commit.clone(),
            pushed: record.pushed.clone(),
            why: record.why(),
            at: Some(record.at),
            pinned: if record.is_old() { record.of.map(|_| record.number) } else { record.pinned },
            built_for: record.built_for,
            due: record.due,
            search_lags: record.search_lags,
        }
    }

    /// Returns whether the same release, commit and pin are public; the rest does not affect decisions.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        (self.release, &self.commit, self.pinned) == (other.release, &other.commit, other.pinned)
    }
}

/// Returns the public state of a destination; `None` if nothing is public. Reads two small files.
///
/// # Errors
///
/// `foreign-destination`, `publish-failed`.
pub fn public(to: &Path) -> Result<Option<Public>, Diagnostic> {
    let destination = Destination::bare(to)?;
    Ok(destination.linked()?.map(|number| destination.public_of(number)))
}

/// Returns the file with the list of all releases of a destination.
#[must_use]
pub fn record_file(to: &Path) -> std::path::PathBuf {
    to.join(MEMORY).join(RECORD)
}

impl Destination {
    /// Returns the state of the public release; `None` if there is none.
    pub(super) fn public(&self) -> Option<Public> {
        self.current().map(|number| self.public_of(number))
    }

    fn public_of(&self, number: u64) -> Public {
        let bytes = disk::read(&self.built_file()).ok();
        let built = bytes.and_then(|bytes| serde_json::from_slice::<Public>(&bytes).ok());
        match (built, self.record_of(number)) {
            (Some(built), _) if built.release == number => built,
            // A file written by an older version contains only the time.
            (Some(Public { release: 0, built_for: Some(built_for), .. }), Some(record)) if record.is_old() => {
                Public { built_for: Some(built_for), ..Public::of(&record) }
            }
            (_, Some(record)) => Public::of(&record),
            (_, None) => Public { release: number, ..Public::default() },
        }
    }

    fn built_file(&self) -> std::path::PathBuf {
        self.root.join(MEMORY).join(BUILT)
    }

    fn record_file(&self) -> std::path::PathBuf {
        record_file(&self.root)
    }

    /// Returns the list of all releases, with any missing lines added in memory.
    pub(super) fn whole_record(&self) -> Result<Releases, Diagnostic> {
        let path = self.record_file();
        let mut record =
            self.record_bytes().map(|bytes| Releases::read(&bytes)).map_err(|error| failed(&path, &error))?;
        record.all.extend(self.missing(record.public()));
        Ok(record)
    }

    fn record_bytes(&self) -> io::Result<Vec<u8>> {
        match disk::read(&self.record_file()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            bytes => bytes,
        }
    }

    /// Writes the public state and appends it to the list of releases.
    pub(super) fn write_public(&self, disk: &dyn Disk, public: &Public, digest: &str) -> io::Result<()> {
        let text = serde_json::to_string(public).map_err(io::Error::other)? + "\n";
        replace(disk, &self.built_file(), text.as_bytes())?;
        let last = Releases::read(&self.record_bytes()?).all.pop();
        match self.line(public, digest).filter(|line| !is_known(last.as_ref(), line)) {
            Some(line) => disk.append(&self.record_file(), line.line().as_bytes()),
            None => Ok(()),
        }
    }

    /// Records that the public release also results from another build, which changed none of its files.
    pub(super) fn note_built(&self, disk: &dyn Disk, public: &Public, digest: &str) -> io::Result<()> {
        // Update the journal too: a later rollback to this release then restores the latest state.
        if let Some(record) = self.record_of(public.release) {
            self.write_record(disk, &record.built_again(public))?;
        }
        self.write_public(disk, public, digest)
    }

    fn line(&self, public: &Public, digest: &str) -> Option<Released> {
        let of = self.record_of(public.release).and_then(|record| record.of);
        let Public { release, ref commit, why, at, pinned, .. } = *public;
        (release > 0).then(|| Released {
            release,
            commit: commit.clone(),
            digest: digest.to_owned(),
            at: at.unwrap_or(Timestamp::UNIX_EPOCH),
            why,
            of,
            pinned,
        })
    }

    /// Adds missing lines to the list of releases (after a publication that was killed, or one by an older version) and
    /// completes the journal's record of the public release.
    pub(super) fn heal(&self, disk: &dyn Disk) -> io::Result<()> {
        if let Some(public) = self.public()
            && let Some(record) = self.record_of(public.release).filter(|record| !record.is_old())
        {
            let agreeing = record.clone().built_again(&public);
            if agreeing != record {
                self.write_record(disk, &agreeing)?;
            }
        }
        let bytes = self.record_bytes()?;
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        if whole < bytes.len() {
            disk::replace_small(disk, &self.record_file(), &bytes[..whole])?;
        }
        let missing = self.missing(Releases::read(&bytes[..whole]).public());
        let lines: String = missing.iter().map(Released::line).collect();
        if lines.is_empty() { Ok(()) } else { disk.append(&self.record_file(), lines.as_bytes()) }
    }

    /// Returns the lines that are missing at the end of the list of releases.
    fn missing(&self, last: Option<&Released>) -> Vec<Released> {
        let Some(public) = self.public() else { return Vec::new() };
        let between = last.map_or(0, |last| last.release) + 1..public.release;
        let between = between.filter_map(|number| self.record_of(number));
        let between = between.filter_map(|record| self.line(&Public::of(&record), &record.digest));
        let digest = self.record.as_ref().map(|record| record.digest.clone()).unwrap_or_default();
        let now = self.line(&public, &digest).filter(|line| !is_known(last, line));
        between.chain(now).collect()
    }
}

/// Returns whether the last line has the same release, commit and pin as another.
fn is_known(last: Option<&Released>, line: &Released) -> bool {
    last.is_some_and(|last| (last.release, &last.commit, last.pinned) == (line.release, &line.commit, line.pinned))
}
