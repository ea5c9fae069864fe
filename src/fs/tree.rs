//! The files of a site: listed once, then read by name.
//!
//! A [`Tree`] knows which files there are, and what the file system says about each, without having read any.
//! Symbolic links are followed as long as they stay in the site's folder. What a file means is the business of
//! others; only the encoding of text is settled here, so that every span in every diagnostic refers to the same
//! text: UTF-8, without byte order mark, with LF at the end of its lines.
//!
//! Names are in NFC, whatever form a system writes, so that whoever compares in NFC finds every file; where a disk or
//! a commit has another form, the tree alone knows ([`Tree::name_on_disk`]). A foreign folder keeps its names.

pub(super) mod faults;
pub(super) mod names;
mod scan;
mod text;
mod unmerged;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Metadata};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::commit::{Commit, CommittedFiles};
use super::composed;
use crate::diag::{Diagnostic, SourcePath, codes};
use names::Named;

/// The files and folders at the root of a site that belong to it.
pub(super) const TOPS: [&str; 7] = ["content", "fonts", "overrides", "redirects.csv", "site.toml", "static", "themes"];

/// The listed files of a site, sorted by path.
#[derive(Clone, Debug)]
pub struct Tree {
    root: PathBuf,
    entries: Vec<Entry>,
    source: Source,
    /// When the listing began, in nanoseconds since 1970.
    taken: i128,
    /// Whether it is a foreign site that is being imported.
    is_foreign: bool,
    /// What symbolic links lead to.
    linked: Arc<[Linked]>,
    /// The files whose names are not in NFC, each with its name on the disk or in the commit.
    decomposed: Arc<BTreeMap<SourcePath, SourcePath>>,
}

/// What a symbolic link leads to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Linked {
    /// The file or folder, relative to the site's folder, without any link in its path.
    pub path: SourcePath,
    /// Whether it is a folder.
    pub is_folder: bool,
}

/// Where the files themselves are.
#[derive(Clone, Debug)]
enum Source {
    Disk,
    Memory(BTreeMap<SourcePath, Vec<u8>>),
    Commit(Arc<CommittedFiles>),
}

/// A file of the site that has not been read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub path: SourcePath,
    /// Its size in bytes; zero where that is not known before it is read, as of a file of a commit.
    pub len: u64,
    /// The properties that reveal a change without reading the file.
    pub stamp: Stamp,
}

/// What the file system says about a file's last change, as git remembers it in its index. Equal stamps of a
/// file older than the cache mean equal bytes. Zero where the platform does not know. The stamp of a file of a commit
/// is the name that git has for its bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Stamp {
    /// When the bytes changed, in nanoseconds since 1970.
    pub mtime: i128,
    /// When the bytes or the properties changed, in nanoseconds since 1970.
    pub ctime: i128,
    /// The number of the file in its file system.
    pub inode: u64,
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        let mtime = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let mtime = mtime.map_or(0, |since| since.as_nanos().cast_signed());
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            let ctime = i128::from(metadata.ctime()) * 1_000_000_000 + i128::from(metadata.ctime_nsec());
            Self { mtime, ctime, inode: metadata.ino() }
        }
        #[cfg(not(unix))]
        Self { mtime, ctime: 0, inode: 0 }
    }

    /// Returns whether the file had last changed, and for long enough, when it was looked at at an instant in
    /// nanoseconds since 1970. One that changes again within the same tick of the file system's clock keeps its stamp.
    #[must_use]
    pub fn is_older_than(&self, instant: i128) -> bool {
        /// Twice the coarsest tick of a file system in use for sources.
        const TICK: i128 = 20_000_000;
        self.mtime.max(self.ctime) + TICK < instant
    }

    /// The name that git has for some bytes, whole, in times before 1970: such a file never changes, and no file of a
    /// disk has its stamp.
    pub(super) fn of_object(id: &[u8]) -> Self {
        let number = |from: usize, to: usize| {
            let bytes = id.get(from..to.min(id.len())).unwrap_or_default();
            bytes.iter().fold(0_i128, |number, byte| number << 8 | i128::from(*byte))
        };
        Self { mtime: -1 - number(20, 32), ctime: -1 - number(8, 20), inode: number(0, 8) as u64 }
    }

    /// A file in memory has no time of change, so its bytes speak for it.
    fn of_bytes(bytes: &[u8]) -> Self {
        let digest = blake3::hash(bytes);
        let inode = digest.as_bytes().iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte));
        Self { inode, ..Self::default() }
    }
}

impl Tree {
    /// Lists the files of the site at `root`. Hidden files and what editors leave behind are passed over
    /// (`static/.well-known/` is not hidden).
    ///
    /// Reports, and leaves out: what can't be read (`unreadable-file`), links that leave the site
    /// (`outside-tree`) or lead back to themselves (`symlink-loop`), and names that are not text
    /// (`bad-file-name`).
    #[must_use]
    pub fn scan(root: &Path) -> (Self, Vec<Diagnostic>) {
        let (mut tree, mut diagnostics) = Self::scan_tops(root, &TOPS, is_skipped);
        let entries = std::mem::take(&mut tree.entries).into_iter().map(|entry| (entry, ())).collect();
        let named = Named::of(entries);
        tree.entries = named.files.into_iter().map(|(entry, ())| entry).collect();
        tree.decomposed = Arc::new(named.decomposed);
        diagnostics.extend(named.diagnostics);
        (tree, diagnostics)
    }

    /// Lists all files of a folder that is no site of ours, as [`Self::scan`] does; of hidden files those that a static
    /// folder holds.
    #[must_use]
    pub fn scan_foreign(root: &Path) -> (Self, Vec<Diagnostic>) {
        let (tree, diagnostics) = Self::scan_tops(root, &[""], is_skipped_abroad);
        (Self { is_foreign: true, ..tree }, diagnostics)
    }

    fn scan_tops(root: &Path, tops: &[&str], is_skipped: fn(&str) -> bool) -> (Self, Vec<Diagnostic>) {
        let taken = Timestamp::now().as_nanosecond();
        let tree = |entries, linked: BTreeSet<Linked>| {
            let linked = linked.into_iter().collect();
            let decomposed = Arc::default();
            Self { root: root.to_owned(), entries, source: Source::Disk, taken, linked, is_foreign: false, decomposed }
        };
        match fs::canonicalize(root) {
            Ok(canonical) => {
                let scan::Scanned { entries, linked, diagnostics } = scan::scan(root, canonical, tops, is_skipped);
                (tree(entries, linked), diagnostics)
            }
            Err(error) => {
                let message = format!("the site's folder `{}` can't be read: {error}", root.display());
                let help = "name the folder that holds `site.toml`";
                (tree(Vec::new(), BTreeSet::new()), vec![Diagnostic::new(&codes::UNREADABLE_FILE, message).help(help)])
            }
        }
    }

    /// Lists the files of the site in a commit. No working copy is looked at and no filter of one applied: the bytes
    /// are those that were committed.
    ///
    /// Reports as [`Self::scan`], and notes submodules (`submodule-skipped`), the files of which the repository does
    /// not have.
    #[must_use]
    pub fn at_commit(commit: &Commit) -> (Self, Vec<Diagnostic>) {
        let taken = Timestamp::now().as_nanosecond();
        let (Named { files, decomposed, diagnostics }, committed) = commit.files();
        let entries = files.into_iter().map(|(entry, ())| entry).collect();
        let source = Source::Commit(Arc::new(committed));
        let (root, linked, decomposed) = (PathBuf::new(), Arc::default(), Arc::new(decomposed));
        (Self { root, entries, source, taken, linked, is_foreign: false, decomposed }, diagnostics)
    }

    /// Checks some paths again, each of which is or was a regular file of the site. Returns `None` if one is anything
    /// else, such as a folder or a link, or if its change can't be determined.
    #[must_use]
    pub fn refreshed(&self, paths: &[SourcePath]) -> Option<Self> {
        // With links, one file may have several paths; only a full listing finds out which of them changed.
        if !matches!(self.source, Source::Disk) || !self.linked.is_empty() {
            return None;
        }
        // Of two names that are one in NFC the listing decides.
        if paths.iter().any(|path| *composed(path.as_str()) != *path.as_str() || self.decomposed.contains_key(path)) {
            return None;
        }
        let mut tree = Self { taken: Timestamp::now().as_nanosecond(), ..self.clone() };
        for path in paths {
            let place = tree.entries.binary_search_by(|entry| entry.path.cmp(path));
            match fs::symlink_metadata(tree.root.join(path.as_str())) {
                Ok(metadata) if metadata.is_file() && !is_skipped(path.as_str()) => {
                    let entry = Entry { path: path.clone(), len: metadata.len(), stamp: Stamp::of(&metadata) };
                    match place {
                        Ok(place) => tree.entries[place] = entry,
                        // A folder above it may be a link or have an invalid name; a full listing decides.
                        Err(_) if tree.under(path.folder()).next().is_none() => return None,
                        Err(place) => tree.entries.insert(place, entry),
                    }
                }
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => match place {
                    Ok(place) => drop(tree.entries.remove(place)),
                    // The file was created and deleted in between, unless it was a folder.
                    Err(_) if tree.under(path.as_str()).next().is_none() => {}
                    Err(_) => return None,
                },
                _ => return None,
            }
        }
        Some(tree)
    }

    /// Makes a tree of files that are not on a disk: pairs of path and bytes.
    #[must_use]
    pub fn in_memory<P: AsRef<str>, B: Into<Vec<u8>>>(files: impl IntoIterator<Item = (P, B)>) -> Self {
        let file = |(path, bytes): (P, B)| (SourcePath::new(&composed(path.as_ref())), bytes.into());
        let files: BTreeMap<SourcePath, Vec<u8>> = files.into_iter().map(file).collect();
        let entry = |(path, bytes): (&SourcePath, &Vec<u8>)| Entry {
            path: path.clone(),
            len: bytes.len() as u64,
            stamp: Stamp::of_bytes(bytes),
        };
        let entries = files.iter().map(entry).collect();
        let source = Source::Memory(files);
        let (root, linked, decomposed) = (PathBuf::new(), Arc::default(), Arc::default());
        Self { root, entries, source, taken: i128::MAX, linked, is_foreign: false, decomposed }
    }

    /// Returns the commit that the files are those of, where they are.
    #[must_use]
    pub fn commit(&self) -> Option<&Commit> {
        match &self.source {
            Source::Commit(files) => Some(files.commit()),
            Source::Disk | Source::Memory(_) => None,
        }
    }

    /// Returns the folder of the site as it was given; empty where the files are not on a disk.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns what symbolic links lead to, sorted. A change of it is a change of the site.
    #[must_use]
    pub fn linked(&self) -> &Arc<[Linked]> {
        &self.linked
    }

    /// Returns when the listing began, in nanoseconds since 1970.
    #[must_use]
    pub fn taken(&self) -> i128 {
        self.taken
    }

    /// Returns every file, sorted by path.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Returns the files in a folder and in those within it, sorted by path.
    pub fn under(&self, folder: &str) -> impl Iterator<Item = &Entry> {
        let prefix = format!("{}/", folder.trim_end_matches('/'));
        let start = self.entries.partition_point(|entry| entry.path.as_str() < prefix.as_str());
        self.entries[start..].iter().take_while(move |entry| entry.path.as_str().starts_with(&prefix))
    }

    /// Returns whether the site has this file.
    #[must_use]
    pub fn contains(&self, path: &SourcePath) -> bool {
        self.entry(path).is_some()
    }

    /// Returns what is known about a file.
    #[must_use]
    pub fn entry(&self, path: &SourcePath) -> Option<&Entry> {
        self.place(path).map(|place| &self.entries[place])
    }

    fn place(&self, path: &SourcePath) -> Option<usize> {
        let found = |name: &str| self.entries.binary_search_by(|entry| entry.path.as_str().cmp(name)).ok();
        found(path.as_str()).or_else(|| match composed(path.as_str()) {
            Cow::Borrowed(_) => None,
            Cow::Owned(name) => found(&name),
        })
    }

    /// Returns the name that a file has on the disk or in the commit, which may be in another form of Unicode.
    #[must_use]
    pub fn name_on_disk<'a>(&'a self, path: &'a SourcePath) -> &'a SourcePath {
        self.decomposed.get(path).unwrap_or(path)
    }

    /// Reads a file of the site.
    ///
    /// # Errors
    ///
    /// `unreadable-file` where the site has no such file, or the operating system refuses.
    pub fn read(&self, path: &SourcePath) -> Result<Vec<u8>, Diagnostic> {
        self.read_now(path).map(|(bytes, _)| bytes)
    }

    /// Reads a file, and tells whether it is beyond doubt as it was when it was listed.
    fn read_now(&self, path: &SourcePath) -> Result<(Vec<u8>, bool), Diagnostic> {
        let unreadable = |why: &str| faults::unreadable(path, why);
        // What was not listed is not opened, whatever its name.
        let Some(place) = self.place(path) else { return Err(unreadable("the site has no such file")) };
        let entry = &self.entries[place];
        match &self.source {
            Source::Disk => {}
            Source::Memory(files) => {
                let bytes = files.get(&entry.path).cloned().ok_or_else(|| unreadable("the site has no such file"))?;
                return Ok((bytes, true));
            }
            Source::Commit(files) => {
                return files.read(place).map(|bytes| (bytes, true)).map_err(|error| unreadable(&error.to_string()));
            }
        }
        let read = || {
            let mut file = fs::File::open(self.root.join(self.name_on_disk(&entry.path).as_str()))?;
            let metadata = file.metadata()?;
            // One byte more, so that the end of the file is met without growing.
            let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0).saturating_add(1));
            file.read_to_end(&mut bytes)?;
            let is_as_listed = Stamp::of(&metadata) == entry.stamp && entry.stamp.is_older_than(self.taken);
            Ok((bytes, is_as_listed))
        };
        read().map_err(|error: std::io::Error| unreadable(&error.to_string()))
    }

    /// Reads a text file: UTF-8, without byte order mark, its lines ended by LF. Spans refer to this text.
    ///
    /// # Errors
    ///
    /// `unreadable-file` as [`Self::read`]; `invalid-utf8` with the place of the first byte that is not UTF-8;
    /// `stray-mark` with that of a byte order mark in the middle; `unmerged-file` where git's marks are in it. A text that
    /// is imported is read without the byte order mark, and with git's marks.
    pub fn text(&self, path: &SourcePath) -> Result<String, Diagnostic> {
        self.text_now(path).map(|(text, _)| text)
    }

    /// Reads a text file as [`Self::text`]; tells also whether it is beyond doubt as it was when it was listed, so that
    /// whoever read it since then need not compare.
    ///
    /// # Errors
    ///
    /// As [`Self::text`].
    pub fn text_now(&self, path: &SourcePath) -> Result<(String, bool), Diagnostic> {
        let (bytes, is_as_listed) = self.read_now(path)?;
        let decode = if self.is_foreign { text::decode_foreign } else { text::decode };
        let text = decode(bytes, path)?;
        Ok((text, is_as_listed))
    }

    /// Reads a text file for showing it to people: as [`Self::text`], with U+FFFD for what is not UTF-8, and
    /// `None` where it can't be read.
    #[must_use]
    pub fn lossy(&self, path: &SourcePath) -> Option<String> {
        let bytes = self.read(path).ok()?;
        Some(text::decode_lossy(&bytes))
    }
}

/// Returns whether a path within the site is hidden, or something that an editor or a file manager left behind.
#[must_use]
pub fn is_skipped(path: &str) -> bool {
    let hidden = !(path == "static/.well-known" || path.starts_with("static/.well-known/"))
        && path.split('/').any(|part| part.starts_with('.'));
    let name = path.rsplit('/').next().unwrap_or(path);
    hidden || is_left_by_an_editor(name) || is_of_a_file_manager(name)
}

fn is_left_by_an_editor(name: &str) -> bool {
    let swap = Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("swp"));
    // Word marks a document that is open by `~$` and its name.
    swap || name.starts_with("~$") || name.ends_with('~') || (name.starts_with('#') && name.ends_with('#'))
}

/// What Windows and macOS put into folders that somebody has looked at.
fn is_of_a_file_manager(name: &str) -> bool {
    const NAMES: [&str; 6] = ["Thumbs.db", "ehthumbs.db", "desktop.ini", "Icon\r", "__MACOSX", "$RECYCLE.BIN"];
    NAMES.iter().any(|own| own.eq_ignore_ascii_case(name))
}

/// Returns whether a path of a foreign folder is hidden, though no static file, or what a tool has left behind.
fn is_skipped_abroad(path: &str) -> bool {
    let is_static = path.starts_with("static/.") || path.contains("/static/.");
    let is_left = path.split('/').any(|part| matches!(part, ".git" | "node_modules"));
    is_left || (is_skipped(path) && !is_static)
}

#[cfg(test)]
#[path = "tree_tests.rs"]
mod tests;
