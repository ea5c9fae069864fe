//! A disk that fails as if its process was killed, or as if it was full.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use chancery::fs::disk::{Disk, SystemDisk};

/// The way in which an event may end early.
#[derive(Clone, Copy, Debug)]
pub enum End {
    /// It does not end early.
    Well,
    /// The process is killed after this many changes.
    Killed(usize),
    /// The disk is full after this many changes.
    Full(usize),
}

/// A disk that fails after some changes: permanently, as if its process was killed, or for every change that needs
/// space.
pub struct Fuse {
    pub left: Arc<AtomicUsize>,
    pub is_full: bool,
}

impl Fuse {
    fn spend(&self, needs_room: bool) -> io::Result<SystemDisk> {
        if self.is_full && !needs_room {
            return Ok(SystemDisk);
        }
        let spent = self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        let error = || if self.is_full { io::ErrorKind::StorageFull.into() } else { io::Error::other("killed") };
        spent.map(|_| SystemDisk).map_err(|_| error())
    }

    fn torn(&self, write: impl Fn(&[u8]) -> io::Result<()>, bytes: &[u8]) -> io::Result<()> {
        match self.spend(true) {
            Ok(_) => write(bytes),
            Err(error) => write(&bytes[..bytes.len() / 2]).and(Err(error)),
        }
    }
}

impl Disk for Fuse {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.spend(true)?.make_folder(path)
    }
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.torn(|bytes| SystemDisk.write(path, bytes), bytes)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.spend(false)?.rename(from, to)
    }
    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.spend(false)?.remove_file(path)
    }
    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.spend(false)?.remove_folder(path)
    }
    fn write_sealed(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.torn(|bytes| SystemDisk.write(path, bytes), bytes)
    }
    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.torn(|bytes| SystemDisk.append(path, bytes), bytes)
    }
    fn link(&self, file: &Path, name: &Path) -> io::Result<()> {
        self.spend(true)?.link(file, name)
    }
    fn point(&self, link: &Path, target: &Path) -> io::Result<()> {
        self.spend(true)?.point(link, target)
    }
    fn make_own_folder(&self, path: &Path) -> io::Result<()> {
        self.spend(true)?.make_own_folder(path)
    }
    fn settle(&self, folder: &Path) -> io::Result<()> {
        self.spend(false)?.settle(folder)
    }
}
