//! The files of a site on a disk: every folder is walked, links are followed as long as they stay in the site.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::{Entry, Linked, Stamp, faults};
use crate::diag::{Diagnostic, SourcePath};

/// Lists the files of the site at `root` below `tops`, but what `is_skipped` passes over, sorted by path; `canonical`
/// is that folder without any link in its path.
pub(super) fn scan(root: &Path, canonical: PathBuf, tops: &[&str], is_skipped: fn(&str) -> bool) -> Scanned {
    let mut scan = Scan { root, canonical, is_skipped, found: Scanned::default() };
    for top in tops {
        scan.walk(top);
    }
    scan.found.entries.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    scan.found
}

/// What a listing has found.
#[derive(Debug, Default)]
pub(super) struct Scanned {
    /// The files, sorted by path.
    pub entries: Vec<Entry>,
    /// What symbolic links lead to.
    pub linked: BTreeSet<Linked>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// A listing under way.
struct Scan<'a> {
    root: &'a Path,
    /// The site's folder without any link in its path, to tell where links lead.
    canonical: PathBuf,
    is_skipped: fn(&str) -> bool,
    found: Scanned,
}

impl Scan<'_> {
    fn walk(&mut self, top: &str) {
        let start = self.root.join(top);
        if matches!(fs::symlink_metadata(&start), Err(error) if error.kind() == std::io::ErrorKind::NotFound) {
            return;
        }
        let mut walk = WalkDir::new(start).follow_links(true).sort_by_file_name().into_iter();
        while let Some(next) = walk.next() {
            match next {
                Ok(entry) => {
                    let is_folder = entry.file_type().is_dir();
                    if !self.visit(&entry) && is_folder {
                        walk.skip_current_dir();
                    }
                }
                Err(error) => self.report(&error),
            }
        }
    }

    /// Takes up one entry; tells whether a folder should be entered.
    fn visit(&mut self, entry: &DirEntry) -> bool {
        let relative = self.relative(entry.path());
        let path = SourcePath::new(&relative);
        if (self.is_skipped)(&relative) {
            return false;
        }
        if !faults::is_plain(entry.file_name().to_str()) {
            self.fault(faults::not_plain(&path));
            return false;
        }
        if entry.path_is_symlink() && !self.stays(entry.path(), &path) {
            return false;
        }
        if entry.file_type().is_dir() {
            return true;
        }
        if !entry.file_type().is_file() {
            self.unreadable(&path, "it is neither a file nor a folder");
            return false;
        }
        match entry.metadata() {
            Ok(metadata) => {
                self.found.entries.push(Entry { path, len: metadata.len(), stamp: Stamp::of(&metadata) });
            }
            Err(error) => self.report(&error),
        }
        false
    }

    /// Returns whether a link's target lies in the site, outside its hidden parts, and does not hold the link.
    fn stays(&mut self, link: &Path, path: &SourcePath) -> bool {
        let (target, holder) = match (fs::canonicalize(link), link.parent().map(fs::canonicalize)) {
            (Ok(target), Some(Ok(holder))) => (target, holder),
            (Err(error), _) | (_, Some(Err(error))) => {
                self.unreadable(path, &error.to_string());
                return false;
            }
            (Ok(target), None) => (target.clone(), target),
        };
        if target.is_dir() && holder.starts_with(&target) {
            self.looped(path);
            return false;
        }
        let inside = target.strip_prefix(&self.canonical).ok().map(slashed);
        if let Some(inside) = inside.filter(|inside| !(self.is_skipped)(inside)) {
            self.found.linked.insert(Linked { path: SourcePath::new(&inside), is_folder: target.is_dir() });
            return true;
        }
        self.fault(faults::leads_out(path));
        false
    }

    fn report(&mut self, error: &walkdir::Error) {
        let relative = self.relative(error.path().unwrap_or(Path::new("")));
        // Emacs marks a file that is being edited by a hidden link that leads nowhere.
        if (self.is_skipped)(&relative) {
            return;
        }
        let path = SourcePath::new(&relative);
        match error.io_error() {
            Some(error) => self.unreadable(&path, &error.to_string()),
            None if error.loop_ancestor().is_some() => self.looped(&path),
            None => self.unreadable(&path, &error.to_string()),
        }
    }

    fn unreadable(&mut self, path: &SourcePath, why: &str) {
        self.fault(faults::unreadable(path, why));
    }

    fn looped(&mut self, path: &SourcePath) {
        self.fault(faults::looped(path));
    }

    fn fault(&mut self, diagnostic: Diagnostic) {
        self.found.diagnostics.push(diagnostic);
    }

    fn relative(&self, path: &Path) -> String {
        slashed(path.strip_prefix(self.root).unwrap_or(path))
    }
}

/// Writes a path with `/` between its parts, and U+FFFD for what is not text.
fn slashed(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
