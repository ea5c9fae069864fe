//! Changing the disk: the few primitives that the output is written with.
//!
//! Changes go through the [`Disk`] trait, so that a test can let any one of them fail; looking is free functions.
//! No link is ever followed: each of these sees the link itself. Modes do not depend on the umask, since the
//! output of one machine is served by another user, perhaps on another machine.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

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

/// Makes a folder and those that hold it, as far as they do not exist.
///
/// # Errors
///
/// The operating system's; one of them may be a file.
pub fn make_folders(disk: &dyn Disk, path: &Path) -> io::Result<()> {
    match disk.make_folder(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            make_folders(disk, path.parent().ok_or(error)?)?;
            // Once more and no oftener: some folders (below /proc) refuse new ones by saying that they are not there.
            disk.make_folder(path)
        }
        // Another program may have made it meanwhile.
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

/// Makes a folder for what is kept between builds, unless it is there. A new one keeps itself out of git.
///
/// # Errors
///
/// The operating system's.
pub fn make_private_folder(folder: &Path) -> io::Result<()> {
    if kind(folder)?.is_none() {
        make_folders(&SystemDisk, folder)?;
        File::create(folder.join(".gitignore"))?.write_all(b"*\n")?;
    }
    Ok(())
}

/// Puts a file that is for this user alone, in parts, into a private folder, in place of one of that name, by one rename.
///
/// # Errors
///
/// The operating system's; the old file is then still there.
pub fn replace_private(folder: &Path, name: &str, parts: &[&[u8]]) -> io::Result<()> {
    make_private_folder(folder)?;
    // Two builds of one site at a time don't write into each other's file.
    let staged = folder.join(format!("{name}.{}.new", std::process::id()));
    let write = || {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        let mut file = options.open(&staged)?;
        for part in parts {
            file.write_all(part)?;
        }
        drop(file);
        #[expect(clippy::disallowed_methods, reason = "this is the writer that the lint points to")]
        fs::rename(&staged, folder.join(name))
    };
    let result = write();
    if result.is_err() {
        #[expect(clippy::disallowed_methods, reason = "what is left of the attempt is of use to nobody")]
        let _ = fs::remove_file(&staged);
    }
    result
}

/// By what a file or folder of the output is known to be the one that was put there: its size, when its bytes (of a
/// folder, its entries) changed last, and its number in the file system.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Bytes; of a folder zero.
    pub len: u64,
    /// In nanoseconds since 1970.
    pub mtime: i64,
    /// Zero where the platform does not know.
    pub inode: u64,
}

/// Says how a file or folder stands; `None` where there is neither.
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

/// A file that is read piece by piece, from many threads at once. What it holds is not to change meanwhile.
#[derive(Debug)]
pub struct OpenFile(File);

impl OpenFile {
    /// Opens a file for reading.
    ///
    /// # Errors
    ///
    /// The operating system's.
    pub fn open(path: &Path) -> io::Result<Self> {
        File::open(path).map(Self)
    }

    /// Reads exactly `length` bytes from a place on.
    ///
    /// # Errors
    ///
    /// The operating system's; the file may end before.
    pub fn read_at(&self, offset: u64, length: usize) -> io::Result<Vec<u8>> {
        // A length that damage has made huge is found out before memory is asked for it.
        if offset.checked_add(length as u64).is_none_or(|end| self.0.metadata().is_ok_and(|file| end > file.len())) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut bytes = vec![0; length];
        let mut read = 0;
        while read < length {
            match read_some_at(&self.0, &mut bytes[read..], offset + read as u64) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(more) => read += more,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(bytes)
    }
}

#[cfg(unix)]
fn read_some_at(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, bytes, offset)
}

#[cfg(windows)]
fn read_some_at(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, bytes, offset)
}

/// A file that is written piece by piece. It is for staging: a reader may see half of it, so it gets the name under
/// which it is looked for only once it is finished.
#[derive(Debug)]
pub struct NewFile(io::BufWriter<File>);

impl NewFile {
    /// Makes a file where there is none.
    ///
    /// # Errors
    ///
    /// The operating system's; there may already be something of that name.
    pub fn create(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().write(true).create_new(true).open(path)?;
        Ok(Self(io::BufWriter::with_capacity(1 << 16, file)))
    }

    /// Writes more bytes at its end.
    ///
    /// # Errors
    ///
    /// The operating system's.
    pub fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)
    }

    /// Hands everything to the operating system.
    ///
    /// # Errors
    ///
    /// The operating system's: the disk may be full.
    pub fn finish(mut self) -> io::Result<()> {
        self.0.flush()
    }
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

/// Tells whether a file can't be moved to another place because that is in another mount. It is linked there
/// for a moment, which fails just where a rename would and leaves the file as it is.
#[must_use]
pub fn is_across_mounts(file: &Path, place: &Path) -> bool {
    match fs::hard_link(file, place) {
        #[expect(clippy::disallowed_methods, reason = "the link is not to stay")]
        Ok(()) => fs::remove_file(place).is_err(),
        Err(error) => error.kind() == io::ErrorKind::CrossesDevices,
    }
}

/// A file that one process at a time may hold. The operating system lets go of it when the process ends, however
/// it ends, so that no lock is ever stale.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
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
        if is_at(&file, path)? { Ok(Some(Self { _file: file })) } else { Err(io::ErrorKind::NotFound.into()) }
    }
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let (held, named) = (file.metadata()?, fs::symlink_metadata(path)?);
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
    fn a_file_is_read_from_any_place_but_not_past_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let mut new = NewFile::create(&path).unwrap();
        new.append(b"one ").unwrap();
        new.append(b"two").unwrap();
        new.finish().unwrap();
        assert!(NewFile::create(&path).is_err());
        let file = OpenFile::open(&path).unwrap();
        assert_eq!(file.read_at(2, 3).unwrap(), b"e t");
        assert_eq!(file.read_at(7, 0).unwrap(), b"");
        assert!(file.read_at(5, 3).is_err());
        assert!(file.read_at(u64::MAX, 1).is_err());
        assert!(file.read_at(0, usize::MAX).is_err());
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
