//! Files that are read and written piece by piece.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

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

/// A file that is written piece by piece, for this user alone. It is for staging: a reader may see half of it, so it gets
/// the name under which it is looked for only once it is finished.
#[derive(Debug)]
pub struct NewFile(io::BufWriter<File>);

impl NewFile {
    /// Makes a file where there is none.
    ///
    /// # Errors
    ///
    /// The operating system's; there may already be something of that name.
    pub fn create(path: &Path) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path)?;
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

#[cfg(test)]
#[allow(clippy::disallowed_methods, clippy::unwrap_used)]
mod tests {
    use super::*;

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
}
