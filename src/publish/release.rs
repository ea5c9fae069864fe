//! A release: put together where nobody looks, then put in place by two renames.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use super::contents::Contents;
use super::destination::{Destination, RELEASES, failed};
use super::journal::Record;
use super::plan::PublishPlan;
use super::public::Public;
use crate::diag::{Diagnostic, codes};
use crate::fs::OutPath;
use crate::fs::disk::{self, Disk};
use crate::output::{MANIFEST_PATH, sha256};

/// A release that is whole and not yet in place.
pub(super) struct Staged {
    folder: PathBuf,
}

impl Staged {
    /// Puts a release together: hard links to files of the public release that are the same, copies of all others. What
    /// can't be linked is copied, which is noted once.
    ///
    /// `spare` is a release that is not kept any longer: its folders and links are taken for the new one, as far as they
    /// are the same files. To make ten thousand folders takes longer than all the rest.
    ///
    /// # Errors
    ///
    /// `publish-failed`; `unpublishable-output` where a file is not what the manifest says, for instance since another
    /// build writes into the folder.
    pub(super) fn make(
        disk: &dyn Disk,
        destination: &Destination,
        next: &Contents,
        plan: &PublishPlan,
        spare: Option<u64>,
        notes: &mut Vec<Diagnostic>,
    ) -> Result<Self, Diagnostic> {
        let folder = destination.staging();
        let (made, files) = (BTreeSet::new(), BTreeSet::new());
        let mut maker = Maker { disk, folder: &folder, made, files, unlinked: None };
        let made = maker.make(destination, next, plan, spare);
        if let Some(error) = maker.unlinked {
            let message =
                format!("`{}` knows no hard links ({error}): all files are copied", destination.root.display());
            notes.push(Diagnostic::new(&codes::COPIED_RELEASE, message));
        }
        match made {
            Ok(()) => Ok(Self { folder }),
            Err(fault) => {
                // What can't be removed now is cleared by the next publication.
                let _ = disk::remove_tree(disk, &folder);
                Err(fault)
            }
        }
    }

    /// Puts the release in place and lets the link lead to it.
    ///
    /// # Errors
    ///
    /// `publish-failed`; the link then leads where it did, unless the message says otherwise.
    pub(super) fn switch(
        self,
        disk: &dyn Disk,
        destination: &mut Destination,
        record: &Record,
        public: &Public,
        next: &Contents,
    ) -> Result<(), Diagnostic> {
        let root = destination.root.clone();
        let place = || -> io::Result<()> {
            disk.rename(&self.folder, &destination.release(record.number))?;
            disk.settle(&root.join(RELEASES))?;
            destination.write_record(disk, record)?;
            destination.link(disk, record.number)
        };
        place().map_err(|error| failed(&root, &error))?;
        destination.remember(disk, record, public, next).map_err(|error| {
            let message = format!("release {} is public, but `{}`: {error}", record.number, root.display());
            Diagnostic::new(&codes::PUBLISH_FAILED, message)
                .help("the next publication completes what is remembered of it")
        })
    }
}

struct Maker<'a> {
    disk: &'a dyn Disk,
    folder: &'a Path,
    /// Folders that are there.
    made: BTreeSet<String>,
    /// Files that are there.
    files: BTreeSet<OutPath>,
    /// Why a file could not be linked.
    unlinked: Option<io::Error>,
}

impl Maker<'_> {
    fn make(
        &mut self,
        destination: &Destination,
        next: &Contents,
        plan: &PublishPlan,
        spare: Option<u64>,
    ) -> Result<(), Diagnostic> {
        let root = &destination.root;
        let old = destination.contents.as_ref();
        match (spare, old) {
            (Some(number), Some(old)) => self.take(&destination.release(number), old, next, plan),
            _ => self.disk.make_folder(self.folder),
        }
        .map_err(|error| failed(root, &error))?;
        for (path, digest) in next.files.iter().filter(|(path, _)| !self.files.contains(*path)).collect::<Vec<_>>() {
            let same = old.filter(|old| old.files.get(path) == Some(digest)).map(|old| old.folder.as_path());
            let from = same.or_else(|| is_beside(destination, next).then_some(next.folder.as_path()));
            if self.folders(path).and_then(|()| self.link(from, path)).map_err(|error| failed(root, &error))? {
                continue;
            }
            let bytes = read(next, path, digest)?;
            self.disk.write_sealed(&self.folder.join(path.as_str()), &bytes).map_err(|error| failed(root, &error))?;
        }
        let manifest = self.folder.join(MANIFEST_PATH);
        self.disk.write_sealed(&manifest, &next.manifest).map_err(|error| failed(root, &error))?;
        for carried in plan.carried.iter().filter(|carried| !self.files.contains(&carried.path)).collect::<Vec<_>>() {
            let from = old.map(|old| old.folder.as_path());
            let linked = self.folders(&carried.path).and_then(|()| self.link(from, &carried.path));
            if !linked.map_err(|error| failed(root, &error))? {
                self.copy(from, &carried.path).map_err(|error| failed(root, &error))?;
            }
        }
        self.disk.settle(self.folder).map_err(|error| failed(root, &error))
    }

    /// Takes the folders of a release that is not kept any longer, and those of its files that are the very ones of the
    /// public release and belong into the new one. Everything else that lies there goes, whoever put it there.
    fn take(&mut self, spare: &Path, old: &Contents, next: &Contents, plan: &PublishPlan) -> io::Result<()> {
        self.disk.rename(spare, self.folder)?;
        let carried: BTreeSet<&OutPath> = plan.carried.iter().map(|carried| &carried.path).collect();
        let wanted: BTreeSet<&str> =
            next.files.keys().chain(carried.iter().copied()).flat_map(OutPath::folders).collect();
        let is_same = |path: &OutPath| match next.files.get(path) {
            Some(digest) => old.files.get(path) == Some(digest),
            None => carried.contains(path),
        };
        // Each folder before what it holds, so from the end.
        for (path, number) in disk::list_numbers(self.folder)?.iter().rev() {
            let name = path.to_str().unwrap_or_default();
            let Some(number) = number else {
                if wanted.contains(name) {
                    self.made.insert(name.to_owned());
                } else {
                    self.disk.remove_folder(&self.folder.join(path))?;
                }
                continue;
            };
            let is_one = |path: &OutPath| {
                let standing = disk::standing(&old.folder.join(path.as_str()));
                *number != 0 && standing.is_some_and(|standing| standing.inode == *number)
            };
            match OutPath::new(name).filter(|path| is_same(path) && is_one(path)) {
                Some(path) => drop(self.files.insert(path)),
                None => self.disk.remove_file(&self.folder.join(path))?,
            }
        }
        Ok(())
    }

    /// Makes the folders of a file.
    fn folders(&mut self, path: &OutPath) -> io::Result<()> {
        let Some(folder) = path.folders().next().filter(|folder| !self.made.contains(*folder)) else { return Ok(()) };
        disk::make_folders(self.disk, &self.folder.join(folder))?;
        self.made.insert(folder.to_owned());
        Ok(())
    }

    /// Links a file of a release into this one; `false` where it has to be copied.
    fn link(&mut self, release: Option<&Path>, path: &OutPath) -> io::Result<bool> {
        let Some(release) = release else { return Ok(false) };
        match self.disk.link(&release.join(path.as_str()), &self.folder.join(path.as_str())) {
            Ok(()) => Ok(true),
            Err(error) if is_no_link(&error) => {
                self.unlinked.get_or_insert(error);
                Ok(false)
            }
            // Somebody has removed it.
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn copy(&mut self, release: Option<&Path>, path: &OutPath) -> io::Result<()> {
        let Some(release) = release else { return Ok(()) };
        match disk::read(&release.join(path.as_str())) {
            Ok(bytes) => self.disk.write_sealed(&self.folder.join(path.as_str()), &bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error),
        }
    }
}

/// Tells whether what is published is a release itself, whose files stay as they are.
fn is_beside(destination: &Destination, next: &Contents) -> bool {
    next.folder.parent().is_some_and(|folder| *folder == destination.root.join(RELEASES))
}

/// Reads a file of the site, which must be what its manifest says.
fn read(next: &Contents, path: &OutPath, digest: &[u8; 32]) -> Result<Vec<u8>, Diagnostic> {
    let file = next.folder.join(path.as_str());
    let fault = |why: String| {
        Diagnostic::new(&codes::UNPUBLISHABLE_OUTPUT, format!("`{}` {why}", file.display()))
            .help("build again; no other build may write into the folder meanwhile")
    };
    let bytes = disk::read(&file).map_err(|error| fault(format!("can't be read: {error}")))?;
    if sha256(&bytes) == *digest {
        Ok(bytes)
    } else {
        Err(fault(format!("is not the file that `{MANIFEST_PATH}` names")))
    }
}

/// Tells whether a file system refuses this one name only because it knows no hard links, or has enough of them.
fn is_no_link(error: &io::Error) -> bool {
    use io::ErrorKind::{CrossesDevices, PermissionDenied, TooManyLinks, Unsupported};
    matches!(error.kind(), CrossesDevices | PermissionDenied | TooManyLinks | Unsupported)
}
