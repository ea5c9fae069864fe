//! Looking at one folder, and at a link itself.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Kind;

/// Lists the names in a folder, sorted, without looking into those within it; a folder that is not there holds none.
///
/// # Errors
///
/// The operating system's.
#[expect(clippy::disallowed_methods, reason = "these are no sources")]
pub fn names(folder: &Path) -> io::Result<Vec<(String, Kind)>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry?;
        found.push((entry.file_name().to_string_lossy().into_owned(), Kind::of(&entry.metadata()?)));
    }
    found.sort_unstable_by(|one, other| one.0.cmp(&other.0));
    Ok(found)
}

/// Says where a symbolic link leads; `None` where there is nothing of that name.
///
/// # Errors
///
/// The operating system's; there may be something that is no link.
pub fn link_target(link: &Path) -> io::Result<Option<PathBuf>> {
    match fs::read_link(link) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        target => target.map(Some),
    }
}
