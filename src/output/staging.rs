//! The folder beside the output in which a build collects what it will put in place.
//!
//! It is a sibling of the output, `.<name>.staging`, so that a rename suffices, and it is where the lock of the
//! build lies. It is removed when the build ends; what a killed build left in it is cleared by the next one.

use std::io;
use std::path::{Path, PathBuf};

use crate::fs::disk::{self, Disk, Lock};

const LOCK: &str = "lock";

/// A staging folder that this build holds.
#[derive(Debug)]
pub(super) struct Staging {
    folder: PathBuf,
    _lock: Lock,
}

impl Staging {
    /// Makes the staging folder of an output folder and takes its lock; `None` where another build holds it.
    pub(super) fn open(disk: &dyn Disk, out: &Path) -> io::Result<Option<Self>> {
        let (Some(parent), Some(name)) = (out.parent(), out.file_name()) else {
            return Err(io::ErrorKind::InvalidInput.into());
        };
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(name);
        hidden.push(".staging");
        let folder = parent.join(hidden);
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
