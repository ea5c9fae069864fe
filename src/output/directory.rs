//! Writes a site to a folder so that it changes completely or not at all.
//!
//! Files that differ from what is there are staged while rendering goes on; the output is not touched. Only
//! [`DirectorySink::commit`] changes it, by renames alone: a first build appears at once, a later one file by
//! file. A kill in between leaves whole files, old or new, and the next build completes it, because what is
//! there is always compared, never assumed.
//!
//! The output is exactly the site, so all else in it is removed. Therefore a folder that holds anything is only
//! written to where its digest manifest shows that chancery wrote it.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io;
use std::path::{Path, PathBuf};

use super::manifest::{MANIFEST_HEADER, MANIFEST_PATH};
use super::staging::Staging;
use super::{Rank, Sink};
use crate::diag::{Diagnostic, codes};
use crate::fs::OutPath;
use crate::fs::disk::{self, Disk, Kind, SystemDisk};

/// The folders of a site's sources, none of which may hold the output.
const SOURCES: [&str; 5] = ["content", "fonts", "overrides", "static", "themes"];

/// A sink that replaces the site in a folder.
pub struct DirectorySink {
    disk: Box<dyn Disk>,
    /// The output folder, without any link in its path.
    out: PathBuf,
    /// What is in the output, before anything is changed.
    before: BTreeMap<String, Kind>,
    /// The files put so far; staged ones have a rank.
    put: BTreeMap<OutPath, Option<Rank>>,
    changes: Changes,
    /// Folders that were created for staged files.
    made: HashSet<String>,
    /// There until the sink is dropped.
    staging: Option<Staging>,
}

/// What a build changed in the output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that are new or have other bytes.
    pub written: usize,
    /// Files that were already there, byte for byte.
    pub unchanged: usize,
    /// Files that are no longer part of the site.
    pub removed: usize,
    /// The bytes of the written files.
    pub bytes: u64,
}

impl DirectorySink {
    /// Prepares to write the site at `root` to the folder `out`. Nothing in `out` changes before
    /// [`Self::commit`].
    ///
    /// # Errors
    ///
    /// `foreign-output` where `out` holds something that chancery did not write, or is, holds or lies in the
    /// sources; `write-failed` where another build is writing, or the operating system refuses.
    pub fn open(out: &Path, root: &Path) -> Result<Self, Diagnostic> {
        Self::open_on(Box::new(SystemDisk), out, root, None)
    }

    /// As [`Self::open`], with another disk; where it is known what the output holds, every file and folder in it by
    /// its path.
    ///
    /// # Errors
    ///
    /// As [`Self::open`].
    pub fn open_on(
        disk: Box<dyn Disk>,
        out: &Path,
        root: &Path,
        known: Option<BTreeMap<String, Kind>>,
    ) -> Result<Self, Diagnostic> {
        let failed = |error: io::Error| failed(out, &error);
        let shown = out.display();
        let out = disk::resolve(out).map_err(failed)?;
        let root = disk::resolve(root).map_err(failed)?;
        refuse_sources(&out, &root)?;
        let before = match disk::kind(&out).map_err(failed)? {
            None => BTreeMap::new(),
            Some(Kind::Folder) if known.is_some() => known.unwrap_or_default(),
            Some(Kind::Folder) => {
                disk::list(&out).map_err(failed)?.into_iter().map(|(path, kind)| (name(&path), kind)).collect()
            }
            Some(_) => {
                let message = format!("the output folder `{shown}` can't be written: it is a file");
                return Err(Diagnostic::new(&codes::WRITE_FAILED, message).help("choose another folder"));
            }
        };
        if !before.is_empty() && !is_ours(&out, &before).map_err(failed)? {
            let message = format!("the output folder `{shown}` holds files that chancery did not write");
            return Err(Diagnostic::new(&codes::FOREIGN_OUTPUT, message)
                .help("the output is exactly the site, so they would be removed: choose another folder or empty it"));
        }
        let Some(staging) = Staging::open(&*disk, &out).map_err(failed)? else {
            let message = format!("another build is writing to `{shown}`");
            return Err(Diagnostic::new(&codes::WRITE_FAILED, message).help("wait until it has ended"));
        };
        let sink = Self {
            disk,
            out,
            before,
            put: BTreeMap::new(),
            changes: Changes::default(),
            made: HashSet::new(),
            staging: Some(staging),
        };
        sink.refuse_mount_point(&shown.to_string())?;
        Ok(sink)
    }

    /// Refuses an output that no staged file can be moved into, before anything is rendered.
    fn refuse_mount_point(&self, shown: &str) -> Result<(), Diagnostic> {
        let Some(staging) = &self.staging else { return Ok(()) };
        let is_apart = match disk::kind(&self.out).map_err(|error| failed(&self.out, &error))? {
            None => false,
            Some(_) if self.before.is_empty() => disk::is_across_mounts(&staging.lock_file(), &self.out.join(".probe")),
            Some(_) => disk::is_across_mounts(&self.out.join(MANIFEST_PATH), &staging.files().join(".probe")),
        };
        if !is_apart {
            return Ok(());
        }
        let message = format!("the output folder `{shown}` is a mount point, so no file can be moved into it");
        Err(Diagnostic::new(&codes::WRITE_FAILED, message).help("choose a folder within it"))
    }

    /// Puts the site in place: removes what is public no longer, then moves the staged files in the order of
    /// their ranks, then of their paths.
    ///
    /// # Errors
    ///
    /// `write-failed`; whatever was moved by then stays, each file whole, and the next build completes it.
    pub fn commit(self) -> Result<Changes, Diagnostic> {
        let folders = self.folders()?;
        self.place(&folders)
            .map_err(|error| failed(&self.out, &error).help("the next build completes what this one began"))
    }

    /// Discards the staged files; the output stays unchanged.
    pub fn abandon(self) {
        drop(self);
    }

    /// Lists the folders of the new site, having made sure that nothing is both a file and a folder, and that
    /// the next build will know the output as its own.
    fn folders(&self) -> Result<BTreeSet<&str>, Diagnostic> {
        let folders: BTreeSet<&str> = self.put.keys().flat_map(OutPath::folders).collect();
        if let Some(path) = self.put.keys().find(|path| folders.contains(path.as_str())) {
            let message = format!("`{path}` would be both a file and a folder of the output");
            return Err(Diagnostic::new(&codes::WRITE_FAILED, message));
        }
        if !self.put.keys().any(|path| path.as_str() == MANIFEST_PATH) {
            return Err(Diagnostic::new(&codes::WRITE_FAILED, format!("the site has no `{MANIFEST_PATH}`")));
        }
        Ok(folders)
    }

    fn place(&self, folders: &BTreeSet<&str>) -> io::Result<Changes> {
        let mut changes = self.changes;
        if self.before.is_empty() {
            if disk::kind(&self.out)?.is_some() {
                self.disk.remove_folder(&self.out)?;
            }
            self.disk.rename(&self.staged(), &self.out)?;
            return Ok(changes);
        }
        for (path, _) in self.before.iter().filter(|(_, kind)| **kind != Kind::Folder) {
            if !self.put.contains_key(path.as_str()) {
                self.disk.remove_file(&self.out.join(path))?;
                changes.removed += 1;
            }
        }
        // Those that are no folders of the new site are empty by now; the innermost come first.
        for (path, _) in self.before.iter().rev().filter(|(_, kind)| **kind == Kind::Folder) {
            if !folders.contains(path.as_str()) {
                self.disk.remove_folder(&self.out.join(path))?;
            }
        }
        let mut staged: Vec<_> = self.put.iter().filter_map(|(path, rank)| rank.map(|rank| (rank, path))).collect();
        staged.sort_unstable();
        for (_, path) in staged {
            let target = self.out.join(path.as_str());
            if let Some(folder) = target.parent() {
                disk::make_folders(&*self.disk, folder)?;
            }
            self.disk.rename(&self.staged().join(path.as_str()), &target)?;
        }
        Ok(changes)
    }

    fn staged(&self) -> PathBuf {
        self.staging.as_ref().map(Staging::files).unwrap_or_default()
    }

    /// Returns whether the output already holds these bytes, as a file and not by way of a link.
    fn is_there(&self, path: &OutPath, bytes: &[u8]) -> io::Result<bool> {
        let same_length = self.before.get(path.as_str()) == Some(&Kind::File(bytes.len() as u64));
        Ok(same_length && disk::read(&self.out.join(path.as_str()))? == bytes)
    }

    fn stage(&mut self, path: &OutPath, bytes: &[u8]) -> io::Result<()> {
        let target = self.staged().join(path.as_str());
        // The folder is missing for the first of its files only.
        let folder = path.folders().next().unwrap_or_default();
        if !folder.is_empty() && !self.made.contains(folder) {
            disk::make_folders(&*self.disk, &self.staged().join(folder))?;
            self.made.insert(folder.to_owned());
        }
        self.disk.write(&target, bytes)
    }
}

impl Sink for DirectorySink {
    fn put(&mut self, path: &OutPath, rank: Rank, bytes: &[u8]) -> Result<(), Diagnostic> {
        if self.put.contains_key(path) {
            return Err(Diagnostic::new(&codes::WRITE_FAILED, format!("`{path}` is written twice")));
        }
        let failed = |error: io::Error| failed(Path::new(path.as_str()), &error);
        let staged = if self.is_there(path, bytes).map_err(failed)? {
            self.changes.unchanged += 1;
            None
        } else {
            self.stage(path, bytes).map_err(failed)?;
            self.changes.written += 1;
            self.changes.bytes += bytes.len() as u64;
            Some(rank)
        };
        self.put.insert(path.clone(), staged);
        Ok(())
    }

    fn keep(&mut self, path: &OutPath) {
        self.changes.unchanged += 1;
        self.put.insert(path.clone(), None);
    }
}

impl Drop for DirectorySink {
    fn drop(&mut self) {
        if let Some(staging) = self.staging.take() {
            // Files that can't be removed now are removed by the next build.
            let _ = staging.close(&*self.disk);
        }
    }
}

/// Refuses an output folder in which removing what is not the site would remove its sources, or the whole disk.
fn refuse_sources(out: &Path, root: &Path) -> Result<(), Diagnostic> {
    let why = if out.parent().is_none() {
        "is the root of the file system".to_owned()
    } else if root.starts_with(out) {
        "holds the site's sources".to_owned()
    } else if let Some(folder) = SOURCES.iter().find(|folder| out.starts_with(root.join(folder))) {
        format!("lies in the sources, in `{folder}/`")
    } else {
        return Ok(());
    };
    let message = format!("the output folder `{}` {why}", out.display());
    Err(Diagnostic::new(&codes::FOREIGN_OUTPUT, message).help("choose another folder, for instance `public`"))
}

/// A path in the output, with `/` between its parts.
fn name(path: &Path) -> String {
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

/// Returns whether chancery wrote what is in a folder.
fn is_ours(out: &Path, before: &BTreeMap<String, Kind>) -> io::Result<bool> {
    if !matches!(before.get(MANIFEST_PATH), Some(Kind::File(_))) {
        return Ok(false);
    }
    let manifest = disk::read(&out.join(MANIFEST_PATH))?;
    Ok(manifest.split(|byte| *byte == b'\n').next() == Some(MANIFEST_HEADER.as_bytes()))
}

fn failed(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::new(&codes::WRITE_FAILED, format!("`{}` can't be written: {error}", path.display()))
}
