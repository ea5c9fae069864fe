//! Writing into a site's sources, which belong to people: nothing is overwritten unasked, and what is replaced is
//! replaced as a whole.

use std::io;
use std::path::Path;

use super::refusal::Refusal;
use crate::fs::disk::{self, Disk as _, SystemDisk};

/// Writes a new file with the folders that hold it.
///
/// # Errors
///
/// A refusal where there is already something of that name, or the operating system refuses.
pub fn create(path: &Path, bytes: &[u8]) -> Result<(), Refusal> {
    let result = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => disk::make_folders(&SystemDisk, folder),
        _ => Ok(()),
    };
    match result.and_then(|()| SystemDisk.write(path, bytes)) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(Refusal::usage(format!("`{}` exists already", path.display())).help("nothing was overwritten"))
        }
        Err(error) => Err(Refusal::outside(path, &error)),
        Ok(()) => Ok(()),
    }
}

/// Replaces a file by one rename, so that a reader sees the old text or the new.
///
/// # Errors
///
/// A refusal where the operating system refuses; the old text is then still there.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), Refusal> {
    let refused = |error: io::Error| Refusal::outside(path, &error);
    // A link stays a link: the file it leads to is replaced.
    let path = disk::resolve(path).map_err(refused)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let staged = path.with_file_name(format!(".{name}.new"));
    let result = SystemDisk.write(&staged, bytes).and_then(|()| SystemDisk.rename(&staged, &path));
    if result.is_err() {
        // What is left of the attempt is of use to nobody; the first error is the one to report.
        let _ = SystemDisk.remove_file(&staged);
    }
    result.map_err(refused)
}
