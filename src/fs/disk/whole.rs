//! Several files changed together: all of them or none, also where the process is killed half-way.
//!
//! ```text
//! MEMORY/new-0 …     the files as they will be
//! MEMORY/journal     exists from the first change to the last: if a process finds it, it reverts the changes
//! MEMORY/old-0 …     the files as they were
//! ```

use std::io;
use std::path::{Path, PathBuf};

use super::{Disk, kind, make_folders, remove_tree};

/// A file that is changed, moved or made; paths are below one folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileChange {
    /// The file as it is now; `None` where it is made.
    pub from: Option<String>,
    /// The file as it will be.
    pub to: String,
    /// Its bytes as they will be.
    pub bytes: Vec<u8>,
}

const JOURNAL: &str = "journal";

/// Changes files below a folder, all or none. `memory` is a folder of the same file system that holds nothing else.
///
/// # Errors
///
/// The operating system's; then the files are as they were. `AlreadyExists` where a file is in the place of a new one.
pub fn change_all(disk: &dyn Disk, root: &Path, memory: &Path, changes: &[FileChange]) -> io::Result<()> {
    take_back(disk, root, memory)?;
    let begun = begin(disk, root, memory, changes).and_then(|()| carry_out(disk, root, memory, changes));
    if let Err(error) = begun {
        // Changes that can't be reverted now are reverted by the next call.
        take_back(disk, root, memory)?;
        return Err(error);
    }
    disk.remove_file(&memory.join(JOURNAL))?;
    // All changes are done; files that can't be removed now are removed by the next call.
    let _ = remove_tree(disk, memory);
    for folder in changes.iter().filter_map(|change| Some(root.join(change.from.as_ref()?).parent()?.to_owned())) {
        // A folder that still holds something stays.
        let _ = disk.remove_folder(&folder);
    }
    Ok(())
}

/// Reverts changes that were interrupted half-way. Returns whether there were any.
///
/// # Errors
///
/// The operating system's.
pub fn take_back(disk: &dyn Disk, root: &Path, memory: &Path) -> io::Result<bool> {
    let journal = memory.join(JOURNAL);
    let is_begun = kind(&journal)?.is_some();
    if is_begun {
        let bytes = super::read(&journal)?;
        let paths: Vec<(Option<String>, String)> = serde_json::from_slice(&bytes).map_err(io::Error::other)?;
        for (place, (_, to)) in paths.iter().enumerate().rev() {
            let new = memory.join(format!("new-{place}"));
            if kind(&new)?.is_none() && kind(&root.join(to))?.is_some() {
                disk.rename(&root.join(to), &new)?;
            }
        }
        for (place, (from, to)) in paths.iter().enumerate() {
            let old = memory.join(format!("old-{place}"));
            if let Some(from) = from.as_ref().filter(|_| matches!(kind(&old), Ok(Some(_)))) {
                disk.rename(&old, &root.join(from))?;
            }
            if let Some(folder) = root.join(to).parent() {
                let _ = disk.remove_folder(folder);
            }
        }
        disk.remove_file(&journal)?;
    }
    remove_tree(disk, memory)?;
    Ok(is_begun)
}

fn begin(disk: &dyn Disk, root: &Path, memory: &Path, changes: &[FileChange]) -> io::Result<()> {
    make_folders(disk, memory.parent().unwrap_or(root))?;
    disk.make_own_folder(memory)?;
    for (place, change) in changes.iter().enumerate() {
        let is_own = changes.iter().any(|other| other.from.as_ref() == Some(&change.to));
        if !is_own && kind(&root.join(&change.to))?.is_some() {
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, format!("`{}` exists already", change.to)));
        }
        disk.write(&memory.join(format!("new-{place}")), &change.bytes)?;
    }
    let paths: Vec<(&Option<String>, &String)> = changes.iter().map(|change| (&change.from, &change.to)).collect();
    let staged: PathBuf = memory.join(format!("{JOURNAL}.new"));
    disk.write(&staged, &serde_json::to_vec(&paths).map_err(io::Error::other)?)?;
    disk.settle(memory)?;
    disk.rename(&staged, &memory.join(JOURNAL))
}

fn carry_out(disk: &dyn Disk, root: &Path, memory: &Path, changes: &[FileChange]) -> io::Result<()> {
    for (place, change) in changes.iter().enumerate() {
        if let Some(from) = &change.from {
            disk.rename(&root.join(from), &memory.join(format!("old-{place}")))?;
        }
    }
    for (place, change) in changes.iter().enumerate() {
        let to = root.join(&change.to);
        if let Some(folder) = to.parent() {
            make_folders(disk, folder)?;
        }
        disk.rename(&memory.join(format!("new-{place}")), &to)?;
    }
    Ok(())
}
