//! The folder beside the output in which a build collects what it will put in place.
//!
//! It is a sibling of the output, `.<name>.staging`, so that a rename suffices, and it is where the lock of the
//! build lies. It is removed when the build ends; what a killed build left in it is cleared by the next one.

use std::io;
use std::path::{Path, PathBuf};

use crate::fs::disk::{self, Disk, Lock};

const LOCK: &str = "lock";

/// Returns the folder in which a build of an output collects what it will put in place.
#[must_use]
pub fn staging_folder(out: &Path) -> Option<PathBuf> {
    let mut hidden = std::ffi::OsString::from(".");
    hidden.push(out.file_name()?);
    hidden.push(".staging");
    Some(out.parent()?.join(hidden))
}

/// A staging folder that this build holds.
#[derive(Debug)]
pub(super) struct Staging {
    folder: PathBuf,
    _lock: Lock,
}

impl Staging {
    /// Makes the staging folder of an output folder and takes its lock; `None` where another build holds it.
    pub(super) fn open(disk: &dyn Disk, out: &Path) -> io::Result<Option<Self>> {
        let folder = staging_folder(out).ok_or(io::ErrorKind::InvalidInput)?;
        let lock = loop {
            disk::make_folders(disk, &folder)?;
            match Lock::take(&folder.join(LOCK)) {
                // The build that held it has just ended, and removed the folder.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                result => break result?,
            }
        };
        let Some(lock) = lock else { return Ok(None) };
        let staging = Self { folder, _lock: lock };
        disk::remove_tree(disk, &staging.files())?;
        disk.make_folder(&staging.files())?;
        Ok(Some(staging))
    }

    /// Returns the folder of the staged files.
    pub(super) fn files(&self) -> PathBuf {
        self.folder.join("files")
    }

    /// Returns a file that is there as long as the folder is.
    pub(super) fn lock_file(&self) -> PathBuf {
        self.folder.join(LOCK)
    }

    /// Removes the folder, the lock last.
    pub(super) fn close(self, disk: &dyn Disk) -> io::Result<()> {
        disk::remove_tree(disk, &self.files())?;
        disk.remove_file(&self.lock_file())?;
        disk.remove_folder(&self.folder)
    }
}
