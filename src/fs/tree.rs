//! The files of a site: listed once, then read by name.
//!
//! A [`Tree`] knows which files there are, and what the file system says about each, without having read any.
//! Symbolic links are followed as long as they stay in the site's folder. What a file means is the business of
//! others; only the encoding of text is settled here, so that every span in every diagnostic refers to the same
//! text: UTF-8, without byte order mark, with LF at the end of its lines.

use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use walkdir::{DirEntry, WalkDir};

use crate::diag::{Diagnostic, SourcePath, codes};

/// The files and folders at the root of a site that belong to it.
const TOPS: [&str; 7] = ["content", "fonts", "overrides", "redirects.csv", "site.toml", "static", "themes"];

/// The listed files of a site, sorted by path.
#[derive(Clone, Debug)]
pub struct Tree {
    root: PathBuf,
    entries: Vec<Entry>,
    /// The files themselves where they are not on a disk.
    memory: Option<BTreeMap<SourcePath, Vec<u8>>>,
    /// When the listing began, in nanoseconds since 1970.
    taken: i128,
}

/// A file of the site, not yet read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub path: SourcePath,
    /// Its size in bytes.
    pub len: u64,
    /// What tells a changed file from an unchanged one without reading it.
    pub stamp: Stamp,
}

/// What the file system says about a file's last change, as git remembers it in its index. Equal stamps of a
/// file older than the cache mean equal bytes. Zero where the platform does not know.
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

    /// Tells whether the file had last changed, and for long enough, when it was looked at at an instant in nanoseconds
    /// since 1970. One that changes again within the same tick of the file system's clock keeps its stamp.
    #[must_use]
    pub fn is_older_than(&self, instant: i128) -> bool {
        /// Twice the coarsest tick of a file system in use for sources.
        const TICK: i128 = 20_000_000;
        self.mtime.max(self.ctime) + TICK < instant
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
        let taken = Timestamp::now().as_nanosecond();
        let tree = Self { root: root.to_owned(), entries: Vec::new(), memory: None, taken };
        match fs::canonicalize(root) {
            Ok(canonical) => {
                let mut scan = Scan { tree, canonical, diagnostics: Vec::new() };
                for top in TOPS {
                    scan.walk(top);
                }
                scan.tree.entries.sort_unstable_by(|a, b| a.path.cmp(&b.path));
                (scan.tree, scan.diagnostics)
            }
            Err(error) => {
                let message = format!("the site's folder `{}` can't be read: {error}", root.display());
                let help = "name the folder that holds `site.toml`";
                (tree, vec![Diagnostic::new(&codes::UNREADABLE_FILE, message).help(help)])
            }
        }
    }

    /// Looks again at some paths, each of which was, is or was and is no more a plain file of the site. `None` where one
    /// is something else, such as a folder or a link, or where what has become of it can't be told.
    #[must_use]
    pub fn refreshed(&self, paths: &[SourcePath]) -> Option<Self> {
        let mut tree = Self { taken: Timestamp::now().as_nanosecond(), ..self.clone() };
        for path in paths {
            let place = tree.entries.binary_search_by(|entry| entry.path.cmp(path));
            match fs::symlink_metadata(tree.root.join(path.as_str())) {
                Ok(metadata) if metadata.is_file() && !is_skipped(path.as_str()) => {
                    let entry = Entry { path: path.clone(), len: metadata.len(), stamp: Stamp::of(&metadata) };
                    match place {
                        Ok(place) => tree.entries[place] = entry,
                        // A folder above it may be a link, or its name no text: the listing judges that.
                        Err(_) if tree.under(path.folder()).next().is_none() => return None,
                        Err(place) => tree.entries.insert(place, entry),
                    }
                }
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => match place {
                    Ok(place) => drop(tree.entries.remove(place)),
                    // It came and went, unless it was a folder.
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
        let files: BTreeMap<SourcePath, Vec<u8>> =
            files.into_iter().map(|(path, bytes)| (SourcePath::new(path.as_ref()), bytes.into())).collect();
        let entry = |(path, bytes): (&SourcePath, &Vec<u8>)| Entry {
            path: path.clone(),
            len: bytes.len() as u64,
            stamp: Stamp::of_bytes(bytes),
        };
        Self { root: PathBuf::new(), entries: files.iter().map(entry).collect(), memory: Some(files), taken: i128::MAX }
    }

    /// Returns the folder of the site as it was given; empty for a tree in memory.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
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

    /// Tells whether the site has this file.
    #[must_use]
    pub fn contains(&self, path: &SourcePath) -> bool {
        self.entry(path).is_some()
    }

    /// Returns what is known about a file.
    #[must_use]
    pub fn entry(&self, path: &SourcePath) -> Option<&Entry> {
        self.entries.binary_search_by(|entry| entry.path.cmp(path)).ok().map(|index| &self.entries[index])
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
        let unreadable = |why: &str| {
            Diagnostic::new(&codes::UNREADABLE_FILE, format!("`{path}` can't be read: {why}")).in_file(path)
        };
        // What was not listed is not opened, whatever its name.
        let Some(entry) = self.entry(path) else { return Err(unreadable("the site has no such file")) };
        if let Some(files) = &self.memory {
            let bytes = files.get(path).cloned().ok_or_else(|| unreadable("the site has no such file"))?;
            return Ok((bytes, true));
        }
        let read = || {
            let mut file = fs::File::open(self.root.join(path.as_str()))?;
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
    /// `unreadable-file` as [`Self::read`]; `invalid-utf8` with the place of the first byte that is not UTF-8.
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
        // The quick judge says whether, the other where.
        if let Ok(text) = simdutf8::basic::from_utf8(&bytes) {
            return Ok((normalize(text.to_owned()), is_as_listed));
        }
        let text = String::from_utf8(bytes).map(normalize).map_err(|error| {
            let valid_up_to = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let before = normalize(String::from_utf8_lossy(&bytes[..valid_up_to]).into_owned());
            let line_number = before.matches('\n').count() + 1;
            let message = format!("line {line_number} is not UTF-8: found the byte `0x{:02X}`", bytes[valid_up_to]);
            let encoding = if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
                "it is UTF-16: save it again as UTF-8"
            } else {
                "save the file again as UTF-8"
            };
            Diagnostic::new(&codes::INVALID_UTF8, message).at(path, before.len()..before.len() + 1).help(encoding)
        })?;
        Ok((text, is_as_listed))
    }

    /// Reads a text file for showing it to people: as [`Self::text`], with U+FFFD for what is not UTF-8, and
    /// `None` where it can't be read.
    #[must_use]
    pub fn lossy(&self, path: &SourcePath) -> Option<String> {
        let bytes = self.read(path).ok()?;
        Some(normalize(String::from_utf8_lossy(&bytes).into_owned()))
    }
}

/// Takes off the byte order mark, and ends each line with LF.
fn normalize(mut text: String) -> String {
    if text.starts_with('\u{FEFF}') {
        text.drain(..'\u{FEFF}'.len_utf8());
    }
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

/// Tells whether a path within the site is hidden, or something that an editor left behind.
fn is_skipped(path: &str) -> bool {
    let hidden = !(path == "static/.well-known" || path.starts_with("static/.well-known/"))
        && path.split('/').any(|part| part.starts_with('.'));
    let name = path.rsplit('/').next().unwrap_or(path);
    let swap = Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("swp"));
    hidden || swap || name.ends_with('~') || (name.starts_with('#') && name.ends_with('#'))
}

/// A listing under way.
struct Scan {
    tree: Tree,
    /// The site's folder without any link in its path, to tell where links lead.
    canonical: PathBuf,
    diagnostics: Vec<Diagnostic>,
}

impl Scan {
    fn walk(&mut self, top: &str) {
        let start = self.tree.root.join(top);
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
        if is_skipped(&relative) {
            return false;
        }
        if entry.file_name().to_str().is_none_or(|name| name.chars().any(|char| char.is_control() || char == '\\')) {
            let message = format!("the name of `{relative}` is not plain text");
            let help = "rename it: UTF-8, without backslashes and control characters";
            self.fault(Diagnostic::new(&codes::BAD_FILE_NAME, message).in_file(&path).help(help));
            return false;
        }
        if entry.path_is_symlink() && !self.stays(entry.path(), &path) {
            return false;
        }
        if entry.file_type().is_dir() {
            return true;
        }
        if !entry.file_type().is_file() {
            let message = format!("`{relative}` can't be read: it is neither a file nor a folder");
            self.fault(Diagnostic::new(&codes::UNREADABLE_FILE, message).in_file(&path));
            return false;
        }
        match entry.metadata() {
            Ok(metadata) => {
                self.tree.entries.push(Entry { path, len: metadata.len(), stamp: Stamp::of(&metadata) });
            }
            Err(error) => self.report(&error),
        }
        false
    }

    /// Tells whether a link's target lies in the site, outside its hidden parts, and does not hold the link.
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
        if inside.is_some_and(|inside| !is_skipped(&inside)) {
            return true;
        }
        let message = format!("the symbolic link `{path}` leads out of the site");
        let help = "copy the file into the tree in place of the link";
        self.fault(Diagnostic::new(&codes::OUTSIDE_TREE, message).in_file(path).help(help));
        false
    }

    fn report(&mut self, error: &walkdir::Error) {
        let relative = self.relative(error.path().unwrap_or(Path::new("")));
        // Emacs marks a file that is being edited by a hidden link that leads nowhere.
        if is_skipped(&relative) {
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
        let message = format!("`{path}` can't be read: {why}");
        self.fault(Diagnostic::new(&codes::UNREADABLE_FILE, message).in_file(path));
    }

    fn looped(&mut self, path: &SourcePath) {
        let message = format!("the symbolic link `{path}` leads back to a folder that holds it");
        self.fault(Diagnostic::new(&codes::SYMLINK_LOOP, message).in_file(path).help("remove the link"));
    }

    fn fault(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    fn relative(&self, path: &Path) -> String {
        slashed(path.strip_prefix(&self.tree.root).unwrap_or(path))
    }
}

/// Writes a path with `/` between its parts, and U+FFFD for what is not text.
fn slashed(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
#[path = "tree_tests.rs"]
mod tests;
