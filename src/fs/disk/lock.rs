//! A lock that ends with its process.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

/// A file that one process at a time may hold. The operating system lets go of it when the process ends, however
/// it ends, so that no lock is ever stale.
#[derive(Debug)]
pub struct Lock {
    file: File,
}

impl Drop for Lock {
    /// Lets go at once. To close the file would not be enough: a process that another thread has just started holds it as
    /// well, until its own program begins.
    fn drop(&mut self) {
        // Closing it lets go of it too, only later.
        let _ = self.file.unlock();
    }
}

impl Lock {
    /// Takes the lock, as soon as no other holds it.
    ///
    /// # Errors
    ///
    /// As [`Lock::take`].
    pub fn wait(path: &Path) -> io::Result<Self> {
        loop {
            let file = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
            match file.lock() {
                Err(error) if error.kind() == io::ErrorKind::Unsupported => {}
                result => result?,
            }
            if is_at(&file, path)? {
                return Ok(Self { file });
            }
        }
    }

    /// Takes the lock; `None` where another holds it.
    ///
    /// # Errors
    ///
    /// The operating system's; the folder may not exist.
    pub fn take(path: &Path) -> io::Result<Option<Self>> {
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
        match file.try_lock() {
            // Some network file systems have no locks; there, nothing can be done.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) => return Ok(None),
            Ok(()) => {}
        }
        // Its last holder may have removed the file after it was opened here.
        if is_at(&file, path)? { Ok(Some(Self { file })) } else { Err(io::ErrorKind::NotFound.into()) }
    }
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let (held, named) = (file.metadata()?, std::fs::symlink_metadata(path)?);
    Ok((held.dev(), held.ino()) == (named.dev(), named.ino()))
}

#[cfg(not(unix))]
fn is_at(_file: &File, _path: &Path) -> io::Result<bool> {
    Ok(true)
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_held_by_one_and_free_after_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let lock = Lock::take(&path).unwrap();
        assert!(lock.is_some());
        assert!(Lock::take(&path).unwrap().is_none());
        drop(lock);
        assert!(Lock::take(&path).unwrap().is_some());
    }

    /// `try_clone` holds the file as a process does that another thread starts.
    #[test]
    fn a_lock_is_free_although_a_process_being_started_has_the_file_open() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let lock = Lock::take(&path).unwrap().unwrap();
        let _inherited = lock.file.try_clone().unwrap();
        drop(lock);
        assert!(Lock::take(&path).unwrap().is_some());
    }
}
