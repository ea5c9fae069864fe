//! Changing the disk: the few primitives that the output is written with.
//!
//! Changes go through the [`Disk`] trait, so that a test can let any one of them fail; looking is free functions.
//! No link is ever followed: each of these sees the link itself. Modes do not depend on the umask, since the
//! output of one machine is served by another user, perhaps on another machine.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

mod changes;
mod lock;
mod names;
mod pieces;
mod private;
mod sealed;
mod whole;

pub use changes::{Disk, SystemDisk};
pub use lock::Lock;
pub use names::{link_target, names};
pub use pieces::{NewFile, OpenFile};
pub use private::{PrivateFile, make_private_folder, replace_private, replace_small};
pub use whole::{FileChange, change_all, take_back};

/// What is found under a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A regular file of this many bytes.
    File(u64),
    /// A folder.
    Folder,
    /// A symbolic link, a socket or the like.
    Other,
}

impl Kind {
    fn of(metadata: &fs::Metadata) -> Self {
        match metadata.file_type() {
            kind if kind.is_file() => Self::File(metadata.len()),
            kind if kind.is_dir() => Self::Folder,
            _ => Self::Other,
        }
    }
}

/// Makes a folder and those that hold it, as far as they do not exist.
///
/// # Errors
///
/// The operating system's; one of them may be a file.
pub fn make_folders(disk: &dyn Disk, path: &Path) -> io::Result<()> {
    match disk.make_folder(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            make_folders(disk, path.parent().ok_or(error)?)?;
            // Only one retry: some folders (below /proc) answer a request for a new folder with "not found".
            disk.make_folder(path)
        }
        // Another program may have created it in the meantime.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => match kind(path)? {
            Some(Kind::Folder) => Ok(()),
            _ => Err(error),
        },
        result => result,
    }
}

/// Removes a folder with all that is in it, if there is one.
///
/// # Errors
///
/// The operating system's.
pub fn remove_tree(disk: &dyn Disk, folder: &Path) -> io::Result<()> {
    if kind(folder)?.is_none() {
        return Ok(());
    }
    for (path, kind) in list(folder)?.iter().rev() {
        match kind {
            Kind::Folder => disk.remove_folder(&folder.join(path))?,
            _ => disk.remove_file(&folder.join(path))?,
        }
    }
    disk.remove_folder(folder)
}

/// Tells what is under a name, if anything.
///
/// # Errors
///
/// The operating system's, except that there is nothing.
pub fn kind(path: &Path) -> io::Result<Option<Kind>> {
    match fs::symlink_metadata(path) {
        Ok(metadata) => Ok(Some(Kind::of(&metadata))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Lists all that is in a folder and in those within it, by paths relative to it, each folder before what it
/// holds.
///
/// # Errors
///
/// The operating system's.
pub fn list(folder: &Path) -> io::Result<Vec<(PathBuf, Kind)>> {
    let mut found = Vec::new();
    for entry in WalkDir::new(folder).min_depth(1).follow_links(false) {
        let entry = entry?;
        let path = entry.path().strip_prefix(folder).map_err(io::Error::other)?.to_owned();
        // Only the size of a file needs another question to the system.
        let kind = match entry.file_type() {
            kind if kind.is_file() => Kind::of(&entry.metadata()?),
            kind if kind.is_dir() => Kind::Folder,
            _ => Kind::Other,
        };
        found.push((path, kind));
    }
    Ok(found)
}

/// Lists all that is in a folder and in those within it, as [`list`] does, with the number of each file in the file
/// system, and without a question about any of them: `None` for a folder, zero where the platform does not know.
///
/// # Errors
///
/// The operating system's.
pub fn list_numbers(folder: &Path) -> io::Result<Vec<(PathBuf, Option<u64>)>> {
    let mut found = Vec::new();
    for entry in WalkDir::new(folder).min_depth(1).follow_links(false) {
        let entry = entry?;
        #[cfg(unix)]
        let number = walkdir::DirEntryExt::ino(&entry);
        #[cfg(not(unix))]
        let number = 0;
        let number = (!entry.file_type().is_dir()).then_some(number);
        found.push((entry.path().strip_prefix(folder).map_err(io::Error::other)?.to_owned(), number));
    }
    Ok(found)
}

/// Reads a file that the output holds.
///
/// # Errors
///
/// The operating system's.
#[expect(clippy::disallowed_methods, reason = "what was written is compared with what is to be written")]
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    fs::read(path)
}

/// Reads a part of a file, as much of it as there is.
///
/// # Errors
///
/// The operating system's.
pub fn read_part(path: &Path, start: u64, len: u64) -> io::Result<Vec<u8>> {
    use std::io::{Read as _, Seek as _};
    let mut file = File::open(path)?;
    let there = file.metadata()?.len().saturating_sub(start);
    file.seek(io::SeekFrom::Start(start))?;
    let mut bytes = Vec::with_capacity(usize::try_from(len.min(there)).map_err(io::Error::other)?);
    file.take(len).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The properties by which a file or folder of the output is recognised as the one that was put there: its size, the
/// last change of its bytes (of a folder's entries), and its number in the file system.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Bytes; of a folder zero.
    pub len: u64,
    /// In nanoseconds since 1970.
    pub mtime: i64,
    /// Zero where the platform does not know.
    pub inode: u64,
}

/// Returns the properties of a file or folder; `None` if there is neither.
#[must_use]
pub fn standing(path: &Path) -> Option<Standing> {
    let metadata = fs::symlink_metadata(path).ok()?;
    let len = match Kind::of(&metadata) {
        Kind::File(len) => len,
        Kind::Folder => 0,
        Kind::Other => return None,
    };
    let mtime = metadata.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    let mtime = mtime.map_or(0, |since| i64::try_from(since.as_nanos()).unwrap_or(i64::MAX));
    #[cfg(unix)]
    let inode = std::os::unix::fs::MetadataExt::ino(&metadata);
    #[cfg(not(unix))]
    let inode = 0;
    Some(Standing { len, mtime, inode })
}

/// Takes all links out of a path, the last parts of which need not exist.
///
/// # Errors
///
/// The operating system's; `..` in the part that does not exist.
pub fn resolve(path: &Path) -> io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    for existing in path.ancestors() {
        // A link that leads nowhere is something, and can't be resolved.
        if fs::symlink_metadata(existing).is_ok() {
            let rest = path.strip_prefix(existing).map_err(io::Error::other)?;
            if rest.components().any(|part| part == std::path::Component::ParentDir) {
                return Err(io::Error::new(io::ErrorKind::NotFound, "`..` follows a folder that does not exist"));
            }
            let existing = fs::canonicalize(existing)?;
            return Ok(if rest.as_os_str().is_empty() { existing } else { existing.join(rest) });
        }
    }
    Err(io::ErrorKind::NotFound.into())
}

/// Returns whether a file can't be moved to another place because that is in another mount. It is linked there
/// for a moment, which fails just where a rename would and leaves the file as it is.
#[must_use]
pub fn is_across_mounts(file: &Path, place: &Path) -> bool {
    match fs::hard_link(file, place) {
        #[expect(clippy::disallowed_methods, reason = "the link is not to stay")]
        Ok(()) => fs::remove_file(place).is_err(),
        Err(error) => error.kind() == io::ErrorKind::CrossesDevices,
    }
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_resolved_as_far_as_it_exists() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        fs::create_dir(root.join("real")).unwrap();
        std::os::unix::fs::symlink("real", root.join("link")).unwrap();
        std::os::unix::fs::symlink("nowhere", root.join("dangling")).unwrap();
        assert_eq!(resolve(&root.join("link/new/out")).unwrap(), root.join("real/new/out"));
        assert_eq!(resolve(&root.join("link/..")).unwrap(), root);
        assert!(resolve(&root.join("new/../../etc")).is_err());
        assert!(resolve(&root.join("dangling")).is_err());
    }

    #[test]
    fn removing_a_tree_leaves_what_its_links_lead_to() {
        let folder = tempfile::tempdir().unwrap();
        let (kept, gone) = (folder.path().join("kept"), folder.path().join("gone"));
        fs::create_dir_all(gone.join("a/b")).unwrap();
        fs::create_dir(&kept).unwrap();
        SystemDisk.write(&kept.join("file"), b"").unwrap();
        std::os::unix::fs::symlink(&kept, gone.join("a/link")).unwrap();
        remove_tree(&SystemDisk, &gone).unwrap();
        assert_eq!(kind(&gone).unwrap(), None);
        assert_eq!(kind(&kept.join("file")).unwrap(), Some(Kind::File(0)));
    }
}
