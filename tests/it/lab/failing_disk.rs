//! A disk that fails for good after some changes: as one does whose process is killed, or on which no space is left.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use chancery::fs::disk::{Disk, SystemDisk};

/// Fails after some changes.
pub struct FailingDisk {
    left: Arc<AtomicUsize>,
    error: fn() -> io::Error,
}

impl FailingDisk {
    /// As if the process were killed: all that follows fails too, clearing up included.
    pub fn after(changes: usize) -> Self {
        Self { left: Arc::new(changes.into()), error: || io::Error::other("the power is off") }
    }

    /// How many changes are left, to be looked at afterwards.
    pub fn left(&self) -> Arc<AtomicUsize> {
        Arc::clone(&self.left)
    }

    fn spend(&self) -> io::Result<SystemDisk> {
        let spent = self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        spent.map(|_| SystemDisk).map_err(|_| (self.error)())
    }
}

impl Disk for FailingDisk {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.spend()?.make_folder(path)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        // A kill in the middle of a write leaves a part of the file.
        match self.spend() {
            Ok(disk) => disk.write(path, bytes),
            Err(error) => SystemDisk.write(path, &bytes[..bytes.len() / 2]).and(Err(error)),
        }
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.spend()?.rename(from, to)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.spend()?.remove_file(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.spend()?.remove_folder(path)
    }

    fn write_sealed(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        match self.spend() {
            Ok(disk) => disk.write_sealed(path, bytes),
            Err(error) => SystemDisk.write(path, &bytes[..bytes.len() / 2]).and(Err(error)),
        }
    }

    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        match self.spend() {
            Ok(disk) => disk.append(path, bytes),
            Err(error) => SystemDisk.append(path, &bytes[..bytes.len() / 2]).and(Err(error)),
        }
    }

    fn link(&self, file: &Path, name: &Path) -> io::Result<()> {
        self.spend()?.link(file, name)
    }

    fn point(&self, link: &Path, target: &Path) -> io::Result<()> {
        self.spend()?.point(link, target)
    }

    fn make_own_folder(&self, path: &Path) -> io::Result<()> {
        self.spend()?.make_own_folder(path)
    }

    fn settle(&self, folder: &Path) -> io::Result<()> {
        self.spend()?.settle(folder)
    }
}
