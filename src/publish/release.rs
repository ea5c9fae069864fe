//! Assembles a release in a private folder and puts it in place with two renames.

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

/// A complete release that is not yet in place.
pub(super) struct Staged {
    folder: PathBuf,
}

impl Staged {
    /// Assembles a release: unchanged files are hard-linked to the public release, all others are copied. If linking
    /// fails, files are copied instead, which is reported once.
    ///
    /// `spare` is a release that is about to be deleted. Its folders, and those of its links that still fit, are
    /// reused, because creating ten thousand folders would take longer than everything else.
    ///
    /// # Errors
    ///
    /// `publish-failed`; `unpublishable-output` if a file does not match the manifest, for instance because another
    /// build is writing into the folder.
    pub(super) fn make(
        disk: &dyn Disk,
        destination: &Destination,
        next: &Contents,
        plan: &PublishPlan,
        spare: Option<u64>,
        notes: &mut Vec<Diagnostic>,
    ) -> Result<Self, Diagnostic> {
        let folder = destination.staging();
        let (existing_folders, files) = (BTreeSet::new(), BTreeSet::new());
        let mut maker = Maker { disk, folder: &folder, existing_folders, files, link_error: None };
        let made = maker.make(destination, next, plan, spare);
        if let Some(error) = maker.link_error {
            let message =
                format!("`{}` knows no hard links ({error}): all files are copied", destination.root.display());
            notes.push(Diagnostic::new(&codes::COPIED_RELEASE, message));
        }
        match made {
            Ok(()) => Ok(Self { folder }),
            Err(fault) => {
                // If removing fails, the next publication clears the folder.
                let _ = disk::remove_tree(disk, &folder);
                Err(fault)
            }
        }
    }

    /// Puts the release in place and points the link at it.
    ///
    /// # Errors
    ///
    /// `publish-failed`; the link then points where it did before, unless the message says otherwise.
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
    /// Folders that exist.
    existing_folders: BTreeSet<String>,
    /// Files that exist.
    files: BTreeSet<OutPath>,
    /// The error of the first file that could not be linked.
    link_error: Option<io::Error>,
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
            let from = same.or_else(|| is_release(destination, next).then_some(next.folder.as_path()));
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

    /// Reuses the folders of a release that is about to be deleted, and those of its files that are the same inodes as
    /// in the public release and belong in the new one. Deletes everything else in it.
    fn take(&mut self, spare: &Path, old: &Contents, next: &Contents, plan: &PublishPlan) -> io::Result<()> {
        self.disk.rename(spare, self.folder)?;
        let carried: BTreeSet<&OutPath> = plan.carried.iter().map(|carried| &carried.path).collect();
        let wanted: BTreeSet<&str> =
            next.files.keys().chain(carried.iter().copied()).flat_map(OutPath::folders).collect();
        let is_same = |path: &OutPath| match next.files.get(path) {
            Some(digest) => old.files.get(path) == Some(digest),
            None => carried.contains(path),
        };
        // The listing has each folder before its contents; delete in reverse.
        for (path, number) in disk::list_numbers(self.folder)?.iter().rev() {
            let name = path.to_str().unwrap_or_default();
            let Some(number) = number else {
                if wanted.contains(name) {
                    self.existing_folders.insert(name.to_owned());
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

    /// Creates the parent folders of a file.
    fn folders(&mut self, path: &OutPath) -> io::Result<()> {
        let Some(folder) = path.folders().next().filter(|folder| !self.existing_folders.contains(*folder)) else {
            return Ok(());
        };
        disk::make_folders(self.disk, &self.folder.join(folder))?;
        self.existing_folders.insert(folder.to_owned());
        Ok(())
    }

    /// Links a file of another release into this one. Returns `false` if it must be copied.
    fn link(&mut self, release: Option<&Path>, path: &OutPath) -> io::Result<bool> {
        let Some(release) = release else { return Ok(false) };
        match self.disk.link(&release.join(path.as_str()), &self.folder.join(path.as_str())) {
            Ok(()) => Ok(true),
            Err(error) if is_link_unavailable(&error) => {
                self.link_error.get_or_insert(error);
                Ok(false)
            }
            // The file was deleted from the release by hand.
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

/// Returns whether the published folder is itself a release, whose files never change.
fn is_release(destination: &Destination, next: &Contents) -> bool {
    next.folder.parent().is_some_and(|folder| *folder == destination.root.join(RELEASES))
}

/// Reads a file of the site and checks it against its manifest.
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

/// Returns whether an error means only that hard links are unsupported, not permitted or exhausted here.
fn is_link_unavailable(error: &io::Error) -> bool {
    use io::ErrorKind::{CrossesDevices, PermissionDenied, TooManyLinks, Unsupported};
    matches!(error.kind(), CrossesDevices | PermissionDenied | TooManyLinks | Unsupported)
}
