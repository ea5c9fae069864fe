//! What is known of the release that is public: of which commit it is, why it is, what is still to be done for it.
//!
//! ```text
//! DEST/.chancery/built.json      this, as of the last publication, or of the last build that changed nothing
//! DEST/.chancery/record.jsonl    every release that was ever public, a line each (`fs::Releases`)
//! ```
//!
//! It stands beside the release and is replaced with it, so nobody who does something about the public site later (an
//! hour, a search index, a rollback) has to remember of which commit that is. Where a publication was killed between its
//! switch and this, the journal says the same; [`Destination::heal`] completes both files from it.

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

/// What is known of the public release.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Public {
    /// Its number; zero where an older version wrote this.
    pub release: u64,
    /// The commit that it was built from, where it was one.
    pub commit: Option<String>,
    /// The commit that was pushed last and became public. After a rollback, it is not the public one.
    pub pushed: Option<String>,
    /// Why it is public.
    pub why: Why,
    /// Since when it is public, of this commit and for this reason.
    pub at: Option<Timestamp>,
    /// The rollback that pins the commit: until a push, or until somebody publishes by hand, nothing else is public.
    pub pinned: Option<u64>,
    /// The time that it was built for last, where that is known.
    pub built_for: Option<Timestamp>,
    /// The first instant after that at which time alone changes the site.
    pub due: Option<Timestamp>,
    /// Whether its search index is that of an earlier release.
    pub search_lags: bool,
}

impl Public {
    /// Says what is public after a publication.
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

    /// Says what is public after an earlier release was put back.
    ///
    /// Time goes on for the commit of that release. Where the same commit was public before, it was time whose work was
    /// undone: then time does nothing more, since it would only do the same again.
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

    /// Says what is known by the record of a release in the journal.
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

    /// Tells whether the same is public for somebody who decides by it what to do.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        (self.release, &self.commit, self.pinned) == (other.release, &other.commit, other.pinned)
    }
}

/// Says what is public at a destination; `None` where nothing is. Reads two small files.
///
/// # Errors
///
/// `foreign-destination`, `publish-failed`.
pub fn public(to: &Path) -> Result<Option<Public>, Diagnostic> {
    let destination = Destination::bare(to)?;
    Ok(destination.linked()?.map(|number| destination.public_of(number)))
}

/// Returns the file that holds the record of a destination.
#[must_use]
pub fn record_file(to: &Path) -> std::path::PathBuf {
    to.join(MEMORY).join(RECORD)
}

impl Destination {
    /// Says what is known of the public release; `None` where there is none.
    pub(super) fn public(&self) -> Option<Public> {
        self.current().map(|number| self.public_of(number))
    }

    fn public_of(&self, number: u64) -> Public {
        let bytes = disk::read(&self.built_file()).ok();
        let built = bytes.and_then(|bytes| serde_json::from_slice::<Public>(&bytes).ok());
        match (built, self.record_of(number)) {
            (Some(built), _) if built.release == number => built,
            // What an older version wrote says nothing but the time.
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

    /// Reads the record as it would be, were it complete.
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

    /// Remembers what is public now, and adds it to the record.
    pub(super) fn write_public(&self, disk: &dyn Disk, public: &Public, digest: &str) -> io::Result<()> {
        let text = serde_json::to_string(public).map_err(io::Error::other)? + "\n";
        replace(disk, &self.built_file(), text.as_bytes())?;
        let last = Releases::read(&self.record_bytes()?).all.pop();
        match self.line(public, digest).filter(|line| !is_known(last.as_ref(), line)) {
            Some(line) => disk.append(&self.record_file(), line.line().as_bytes()),
            None => Ok(()),
        }
    }

    /// Remembers that the release that is public is that of another build, which changed nothing of it.
    pub(super) fn note_built(&self, disk: &dyn Disk, public: &Public, digest: &str) -> io::Result<()> {
        // Whoever goes back to this release later goes back to what was public last.
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

    /// Completes the record where a publication was killed before it had done so, or an older version has published; and
    /// lets the journal say of the public release what is known of it.
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

    /// Returns the lines that the record lacks after its last one.
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

/// Tells whether the last line of a record says the same as another.
fn is_known(last: Option<&Released>, line: &Released) -> bool {
    last.is_some_and(|last| (last.release, &last.commit, last.pinned) == (line.release, &line.commit, line.pinned))
}
