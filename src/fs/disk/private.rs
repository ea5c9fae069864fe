//! What is kept between builds: for this user alone, and out of repositories.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek as _, Write};
use std::path::Path;

use super::{Disk, SystemDisk, kind, make_folders};

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

/// A file that nobody else can read, under way; written piece by piece.
#[derive(Debug)]
pub struct PrivateFile(io::BufWriter<File>);

impl PrivateFile {
    /// Writes over the first bytes, which were kept free for what is known only at the end.
    ///
    /// # Errors
    ///
    /// The operating system's.
    pub fn overwrite_start(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.rewind()?;
        self.0.write_all(bytes)
    }
}

impl Write for PrivateFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Puts a small file that is for this user alone in place of one that may be there, by one rename on a disk; the folder
/// is there.
///
/// # Errors
///
/// The operating system's.
pub fn replace_small(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let staged = path.with_file_name(name);
    // A killed process may have left this file.
    if kind(&staged)?.is_some() {
        disk.remove_file(&staged)?;
    }
    disk.append(&staged, bytes)?;
    disk.rename(&staged, path)
}

/// Puts a file that is for this user alone into a private folder, in place of one of that name, by one rename.
///
/// # Errors
///
/// The operating system's, or that of whoever writes; the old file is then still there.
pub fn replace_private(
    folder: &Path,
    name: &str,
    write: impl FnOnce(&mut PrivateFile) -> io::Result<()>,
) -> io::Result<()> {
    make_private_folder(folder)?;
    // The process id keeps two builds of one site from writing to the same file.
    let staged = folder.join(format!("{name}.{}.new", std::process::id()));
    let attempt = || {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        let mut file = PrivateFile(io::BufWriter::with_capacity(1 << 16, options.open(&staged)?));
        write(&mut file)?;
        file.flush()?;
        drop(file);
        #[expect(clippy::disallowed_methods, reason = "this is the writer that the lint points to")]
        fs::rename(&staged, folder.join(name))
    };
    let result = attempt();
    if result.is_err() {
        #[expect(clippy::disallowed_methods, reason = "what is left of the attempt is of use to nobody")]
        let _ = fs::remove_file(&staged);
    }
    result
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_private_file_appears_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("kept");
        replace_private(&folder, "file", |file| {
            file.write_all(b"???? and so on")?;
            file.overwrite_start(b"what")
        })
        .unwrap();
        assert_eq!(fs::read(folder.join("file")).unwrap(), b"what and so on");
        replace_private(&folder, "file", |file| {
            file.write_all(b"half")?;
            Err(io::ErrorKind::StorageFull.into())
        })
        .unwrap_err();
        assert_eq!(fs::read(folder.join("file")).unwrap(), b"what and so on");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 2, "the file and `.gitignore`");
    }
}
