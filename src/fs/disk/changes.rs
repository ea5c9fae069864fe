//! The changes of a disk, as a trait and as the operating system makes them.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use super::sealed;

/// What may be done to a disk. Each either happens or fails; none leaves half of itself in a visible place
/// except [`Disk::write`], whose file is for staging only.
pub trait Disk: Send {
    /// Makes a folder in one that exists, open to all for reading.
    ///
    /// # Errors
    ///
    /// The operating system's.
    fn make_folder(&self, path: &Path) -> io::Result<()>;

    /// Writes a new file, open to all for reading.
    ///
    /// # Errors
    ///
    /// The operating system's; there may already be something of that name.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Gives a file or folder another name in the same file system, in place of a file of that name.
    ///
    /// # Errors
    ///
    /// The operating system's.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a file or a link.
    ///
    /// # Errors
    ///
    /// The operating system's.
    fn remove_file(&self, path: &Path) -> io::Result<()>;

    /// Removes an empty folder.
    ///
    /// # Errors
    ///
    /// The operating system's; the folder may hold something.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;

    /// Writes a new file that nobody is to write to again: open to all for reading, to nobody for writing, and on the
    /// disk itself when this returns. As with [`Disk::write`], a failure may leave a part of it.
    ///
    /// # Errors
    ///
    /// The operating system's; there may already be something of that name.
    fn write_sealed(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Writes at the end of a file, which is made where it is not there, open to this user alone; on the disk itself when
    /// this returns. A failure may leave a part of it.
    ///
    /// # Errors
    ///
    /// The operating system's.
    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Gives a file one more name in the same file system.
    ///
    /// # Errors
    ///
    /// The operating system's; the file system may know no such names.
    fn link(&self, file: &Path, name: &Path) -> io::Result<()>;

    /// Makes a symbolic link that leads to `target`.
    ///
    /// # Errors
    ///
    /// The operating system's; there may already be something of that name.
    fn point(&self, link: &Path, target: &Path) -> io::Result<()>;

    /// Makes a folder that only this user can look into.
    ///
    /// # Errors
    ///
    /// The operating system's.
    fn make_own_folder(&self, path: &Path) -> io::Result<()>;

    /// Waits until the names in a folder are on the disk itself.
    ///
    /// # Errors
    ///
    /// The operating system's.
    fn settle(&self, folder: &Path) -> io::Result<()>;
}

impl<T: Disk + Sync + ?Sized> Disk for std::sync::Arc<T> {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        (**self).make_folder(path)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        (**self).write(path, bytes)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        (**self).rename(from, to)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        (**self).remove_file(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        (**self).remove_folder(path)
    }

    fn write_sealed(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        (**self).write_sealed(path, bytes)
    }

    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        (**self).append(path, bytes)
    }

    fn link(&self, file: &Path, name: &Path) -> io::Result<()> {
        (**self).link(file, name)
    }

    fn point(&self, link: &Path, target: &Path) -> io::Result<()> {
        (**self).point(link, target)
    }

    fn make_own_folder(&self, path: &Path) -> io::Result<()> {
        (**self).make_own_folder(path)
    }

    fn settle(&self, folder: &Path) -> io::Result<()> {
        (**self).settle(folder)
    }
}

/// The disk of the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemDisk;

#[expect(clippy::disallowed_methods, reason = "these are the writers that the lint points to")]
impl Disk for SystemDisk {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir(path)?;
        folder_open_to_all(path)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
        file.write_all(bytes)?;
        file_open_to_all(&file)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }

    fn write_sealed(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        sealed::write(path, bytes)
    }

    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        sealed::append(path, bytes)
    }

    fn link(&self, file: &Path, name: &Path) -> io::Result<()> {
        fs::hard_link(file, name)
    }

    fn point(&self, link: &Path, target: &Path) -> io::Result<()> {
        sealed::point(link, target)
    }

    fn make_own_folder(&self, path: &Path) -> io::Result<()> {
        sealed::make_own_folder(path)
    }

    fn settle(&self, folder: &Path) -> io::Result<()> {
        sealed::settle(folder)
    }
}

/// Most umasks leave a new file as it is to be; where one does not, its mode is set.
#[cfg(unix)]
fn file_open_to_all(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    use std::sync::OnceLock;
    static AS_WANTED: OnceLock<bool> = OnceLock::new();
    let mode = || file.metadata().is_ok_and(|metadata| metadata.permissions().mode() & 0o777 == 0o644);
    if *AS_WANTED.get_or_init(mode) {
        return Ok(());
    }
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn file_open_to_all(_file: &File) -> io::Result<()> {
    Ok(())
}

/// As [`file_open_to_all`], for a new folder.
#[cfg(unix)]
fn folder_open_to_all(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    use std::sync::OnceLock;
    static AS_WANTED: OnceLock<bool> = OnceLock::new();
    let mode = || fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o777 == 0o755);
    if *AS_WANTED.get_or_init(mode) { Ok(()) } else { open_to_all(path, 0o755) }
}

#[cfg(not(unix))]
fn folder_open_to_all(_path: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn open_to_all(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}
