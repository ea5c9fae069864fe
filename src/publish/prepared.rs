//! A site that was built ahead of its hour, where nobody but this user can look.
//!
//! ```text
//! DEST/.chancery/prepared/site/        the site as it will be
//! DEST/.chancery/prepared/cache/       what its build has learnt
//! DEST/.chancery/prepared/hour.json    the hour, and what the sources were
//! ```
//!
//! It is published at its hour or after it, never before, and only while the sources are what they were; else the site is
//! built anew. The folder holds texts under embargo: it is in the destination's memory, which is never served.

use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::destination::{self, MEMORY, failed};
use super::order::Order;
use crate::diag::Diagnostic;
use crate::fs::disk::{self, SystemDisk};
use crate::fs::{Inputs, Tree};

const FOLDER: &str = "prepared";
const HOUR: &str = "hour.json";

/// What is known of a site that was built ahead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prepared {
    /// When it may become public.
    pub at: Timestamp,
    /// A digest of the sources, the history and the options that it was built from.
    sources: String,
}

impl Prepared {
    /// Returns the folder to build into.
    #[must_use]
    pub fn site(to: &Path) -> PathBuf {
        to.join(MEMORY).join(FOLDER).join("site")
    }

    /// Returns the folder of what that build learns.
    #[must_use]
    pub fn cache(to: &Path) -> PathBuf {
        to.join(MEMORY).join(FOLDER).join("cache")
    }

    /// Makes the private folder, and forgets what was prepared before.
    ///
    /// # Errors
    ///
    /// As [`super::publish`].
    pub fn begin(order: &Order) -> Result<(), Diagnostic> {
        let destination = destination::Destination::open(&SystemDisk, &order.to, order.wait)?;
        let folder = destination.root.join(MEMORY).join(FOLDER);
        Self::make(&folder).map_err(|error| failed(&folder, &error))?;
        Self::forget(&order.to)
    }

    fn make(folder: &Path) -> io::Result<()> {
        use crate::fs::disk::Disk as _;
        match SystemDisk.make_own_folder(folder) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            made => made,
        }
    }

    /// Remembers for which hour, and of which sources, the site was built.
    ///
    /// # Errors
    ///
    /// `publish-failed`.
    pub fn finish(to: &Path, at: Timestamp, inputs: &Inputs, options: &str) -> Result<(), Diagnostic> {
        let prepared = Self { at, sources: sources(inputs, options) };
        let path = to.join(MEMORY).join(FOLDER).join(HOUR);
        let text = serde_json::to_string(&prepared).map_err(io::Error::other);
        let written = text.and_then(|text| destination::replace(&SystemDisk, &path, (text + "\n").as_bytes()));
        written.map_err(|error| failed(&path, &error))
    }

    /// Reads what is prepared at a destination, if anything is.
    #[must_use]
    pub fn read(to: &Path) -> Option<Self> {
        let bytes = disk::read(&to.join(MEMORY).join(FOLDER).join(HOUR)).ok()?;
        serde_json::from_slice(&bytes).ok()
    }

    /// Tells whether the sources are those that the site was built from.
    #[must_use]
    pub fn is_of(&self, inputs: &Inputs, options: &str) -> bool {
        self.sources == sources(inputs, options)
    }

    /// Forgets what is prepared; its files stay for the next time.
    ///
    /// # Errors
    ///
    /// `publish-failed`.
    pub fn forget(to: &Path) -> Result<(), Diagnostic> {
        use crate::fs::disk::Disk as _;
        let path = to.join(MEMORY).join(FOLDER).join(HOUR);
        match SystemDisk.remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(&path, &error)),
            _ => Ok(()),
        }
    }
}

/// A digest of sources by what the file system says of them, of what git says, and of options.
fn sources(inputs: &Inputs, options: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    let files: &Tree = &inputs.files;
    for entry in files.entries() {
        let stamp = &entry.stamp;
        hasher.update(
            format!("{} {} {} {} {}\n", entry.path, entry.len, stamp.mtime, stamp.ctime, stamp.inode).as_bytes(),
        );
    }
    hasher.update(&inputs.history.digest());
    hasher.update(options.as_bytes()).update(env!("CARGO_PKG_VERSION").as_bytes());
    hasher.finalize().to_hex().to_string()
}
