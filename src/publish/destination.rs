//! The folder that is published to: its layout, its private memory and its lock.

use std::io;
use std::path::{Path, PathBuf};

use super::contents::Contents;
use super::journal::Record;
use super::ledger::Ledger;
use super::public::Public;
use super::waiting::WAITING;
use crate::diag::{Diagnostic, codes};
use crate::fs::disk::{self, Disk, Kind, Lock};

/// The symbolic link that the web server's root goes through.
pub(super) const CURRENT: &str = "current";
/// The folder of all releases.
pub(super) const RELEASES: &str = "releases";
/// The private folder, readable by this user only.
pub(super) const MEMORY: &str = ".chancery";
/// The file that marks a folder as a destination and names its format.
const MARK: &str = "destination";
const MARK_TEXT: &str = "chancery publishes to this folder, form 1\n";
const LOCK: &str = "lock";
const JOURNAL: &str = "journal";
const LEDGER: &str = "addresses";
const STAGING: &str = "staging";

/// The state of a destination.
pub(super) struct Destination {
    /// The folder, with all symbolic links resolved.
    pub root: PathBuf,
    /// The record of the public release; `None` before the first.
    pub record: Option<Record>,
    /// The contents of the public release.
    pub contents: Option<Contents>,
    /// Every address that was ever public.
    pub ledger: Ledger,
    /// The lock, held for as long as this value lives; only needed to change anything.
    _lock: Option<Lock>,
}

impl Destination {
    /// Reads a destination without changing anything. A missing or empty folder is a destination with nothing public.
    ///
    /// # Errors
    ///
    /// `foreign-destination`, `publish-failed`.
    pub(super) fn look(to: &Path) -> Result<Self, Diagnostic> {
        let mut destination = Self::bare(to)?;
        if !destination.is_ours(to)? {
            return Ok(destination);
        }
        destination.read()?;
        Ok(destination)
    }

    /// Resolves the path of a destination without reading its state.
    ///
    /// # Errors
    ///
    /// `publish-failed`.
    pub(super) fn bare(to: &Path) -> Result<Self, Diagnostic> {
        let root = disk::resolve(to).map_err(|error| failed(to, &error))?;
        Ok(Self { root, record: None, contents: None, ledger: Ledger::default(), _lock: None })
    }

    /// Locks a destination, creates it if it does not exist, and clears what an interrupted publication left.
    ///
    /// # Errors
    ///
    /// As [`Self::look`]; `destination-busy`.
    pub(super) fn open(disk: &dyn Disk, to: &Path, wait: bool) -> Result<Self, Diagnostic> {
        let root = Self::look(to)?.root;
        let memory = root.join(MEMORY);
        let lock = Self::take(disk, &memory, wait).map_err(|error| failed(&root, &error))?;
        let Some(lock) = lock else {
            let message = format!("another publication to `{}` is under way", to.display());
            return Err(Diagnostic::new(&codes::DESTINATION_BUSY, message).help("wait until it has ended: `--wait`"));
        };
        // The state read above was read without the lock and may be out of date.
        let destination = Self { _lock: Some(lock), ..Self::look(to)? };
        let cleared = destination.clear(disk).and_then(|()| destination.heal(disk));
        cleared.map_err(|error| failed(&root, &error))?;
        Ok(destination)
    }

    fn take(disk: &dyn Disk, memory: &Path, wait: bool) -> io::Result<Option<Lock>> {
        if disk::kind(memory)?.is_none() {
            if let Some(root) = memory.parent() {
                disk::make_folders(disk, root)?;
            }
            match disk.make_own_folder(memory) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                made => made?,
            }
        }
        let path = memory.join(LOCK);
        let lock = match Lock::take(&path)? {
            None if wait => Some(Lock::wait(&path)?),
            lock => lock,
        };
        if lock.is_some() {
            if disk::kind(&memory.join(MARK))?.is_none() {
                replace(disk, &memory.join(MARK), MARK_TEXT.as_bytes())?;
            }
            for folder in [memory.join(JOURNAL), memory.with_file_name(RELEASES)] {
                disk::make_folders(disk, &folder)?;
            }
        }
        Ok(lock)
    }

    /// Returns whether the folder is a destination; `false` if it is empty or missing.
    fn is_ours(&self, to: &Path) -> Result<bool, Diagnostic> {
        let root = &self.root;
        let foreign = |why: &str| {
            let message = format!("`{}` is no destination of chancery: {why}", to.display());
            Diagnostic::new(&codes::FOREIGN_DESTINATION, message)
                .help("name an empty folder, or one that is not there yet")
        };
        let failed = |error: io::Error| failed(root, &error);
        match disk::kind(root).map_err(failed)? {
            None => return Ok(false),
            Some(Kind::Folder) => {}
            Some(_) => return Err(foreign("it is a file")),
        }
        let memory = root.join(MEMORY);
        if let Some(Kind::File(_)) = disk::kind(&memory.join(MARK)).map_err(failed)? {
            let mark = disk::read(&memory.join(MARK)).map_err(failed)?;
            return if mark == MARK_TEXT.as_bytes() { Ok(true) } else { Err(foreign("its mark is of another form")) };
        }
        // A first publication that was killed at once leaves only the private folder.
        let is_nothing =
            |(name, kind): &(String, Kind)| name == MEMORY && *kind == Kind::Folder || name == "lost+found";
        let names = disk::names(root).map_err(failed)?;
        let memories = disk::names(&memory).map_err(failed)?;
        if let Some((name, _)) = names.iter().find(|name| !is_nothing(name)) {
            return Err(foreign(&format!("it holds `{name}`")));
        }
        match memories.iter().find(|(name, _)| name != LOCK && *name != staged_name(MARK)) {
            Some((name, _)) => Err(foreign(&format!("it holds `{MEMORY}/{name}`"))),
            None => Ok(false),
        }
    }

    fn read(&mut self) -> Result<(), Diagnostic> {
        let failed = |error: io::Error| failed(&self.root, &error);
        let ledger = self.root.join(MEMORY).join(LEDGER);
        let ledger = match disk::kind(&ledger).map_err(failed)? {
            Some(_) => Ledger::read(&disk::read(&ledger).map_err(failed)?),
            None => None,
        };
        let Some(number) = self.linked()? else {
            let Some(ledger) = ledger else { return Ok(()) };
            let message = format!("the link `{CURRENT}` of `{}` is not there", self.root.display());
            let help = format!("make it again: `ln -s {RELEASES}/{:06} {CURRENT}`", ledger.release);
            return Err(Diagnostic::new(&codes::FOREIGN_DESTINATION, message).help(help));
        };
        self.contents = Some(Contents::read(&self.release(number))?);
        self.record = Some(self.record_of(number).unwrap_or_else(|| Record::unknown(number)));
        self.ledger = ledger.unwrap_or_default();
        // A publication that was killed right after its switch did not update the ledger.
        for later in self.numbers().map_err(failed)?.into_iter().filter(|release| *release <= number) {
            if later > self.ledger.release {
                self.ledger.learn(&Contents::read(&self.release(later))?, later);
            }
        }
        self.ledger.release = number;
        Ok(())
    }

    /// Reads the number of the public release from the link.
    pub(super) fn linked(&self) -> Result<Option<u64>, Diagnostic> {
        let link = self.root.join(CURRENT);
        let foreign = |what: &str| {
            let message = format!("`{}` is {what}", link.display());
            Diagnostic::new(&codes::FOREIGN_DESTINATION, message).help("only `chancery publish` makes it")
        };
        match disk::link_target(&link) {
            Ok(None) => Ok(None),
            Ok(Some(target)) => {
                let target = target.to_string_lossy().into_owned();
                if target == WAITING {
                    return Ok(None);
                }
                let number = target.strip_prefix(&format!("{RELEASES}/")).and_then(|number| number.parse().ok());
                number.map(Some).ok_or_else(|| foreign(&format!("a link to `{target}`, which is no release")))
            }
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => Err(foreign("no link")),
            Err(error) => Err(failed(&link, &error)),
        }
    }

    /// Returns the number of the public release.
    pub(super) fn current(&self) -> Option<u64> {
        self.record.as_ref().map(|record| record.number)
    }

    /// Returns the folder of a release.
    pub(super) fn release(&self, number: u64) -> PathBuf {
        self.root.join(RELEASES).join(format!("{number:06}"))
    }

    /// Returns the private folder in which a release is assembled.
    pub(super) fn staging(&self) -> PathBuf {
        self.root.join(MEMORY).join(STAGING)
    }

    /// Returns the file that holds the record of a release.
    fn journal(&self, number: u64) -> PathBuf {
        self.root.join(MEMORY).join(JOURNAL).join(format!("{number:06}.json"))
    }

    /// Returns the record of a release, if there is one.
    pub(super) fn record_of(&self, number: u64) -> Option<Record> {
        let bytes = disk::read(&self.journal(number)).ok()?;
        serde_json::from_slice(&bytes).ok().filter(|record: &Record| record.number == number)
    }

    /// Returns the numbers of all releases whose files are kept, oldest first.
    ///
    /// # Errors
    ///
    /// The operating system's.
    pub(super) fn numbers(&self) -> io::Result<Vec<u64>> {
        let names = disk::names(&self.root.join(RELEASES))?;
        let mut numbers: Vec<u64> = names.iter().filter_map(|(name, _)| name.parse().ok()).collect();
        numbers.sort_unstable();
        Ok(numbers)
    }

    /// Returns the oldest release if the next publication would delete it, so that its folders can be reused.
    ///
    /// # Errors
    ///
    /// The operating system's.
    pub(super) fn spare(&self, keep: usize) -> io::Result<Option<u64>> {
        let numbers = self.numbers()?;
        let oldest = numbers.first().copied().filter(|oldest| Some(*oldest) < self.current());
        Ok(oldest.filter(|_| keep > 1 && numbers.len() >= keep))
    }

    /// Removes what interrupted publications left.
    fn clear(&self, disk: &dyn Disk) -> io::Result<()> {
        let memory = self.root.join(MEMORY);
        for (name, kind) in disk::names(&memory)? {
            match kind {
                Kind::Folder if name == STAGING || name.starts_with("old-") => {
                    disk::remove_tree(disk, &memory.join(name))?;
                }
                Kind::Folder => {}
                _ if name.ends_with(".new") => disk.remove_file(&memory.join(name))?,
                _ => {}
            }
        }
        for (name, _) in disk::names(&memory.join(JOURNAL))? {
            let number = name.strip_suffix(".json").and_then(|number| number.parse().ok());
            if name.ends_with(".new") || number > self.current() {
                disk.remove_file(&memory.join(JOURNAL).join(name))?;
            }
        }
        // A web server that was set up before the first release has read its rules again by now.
        if self.current().is_some() && disk::kind(&self.root.join(WAITING))?.is_some() {
            disk::remove_tree(disk, &self.root.join(WAITING))?;
        }
        for number in self.numbers()?.into_iter().filter(|number| Some(*number) > self.current()) {
            self.remove(disk, number)?;
        }
        Ok(())
    }

    /// Removes a release: renames it first, so that it disappears at once, then deletes it file by file.
    fn remove(&self, disk: &dyn Disk, number: u64) -> io::Result<()> {
        let old = self.root.join(MEMORY).join(format!("old-{number:06}"));
        disk.rename(&self.release(number), &old)?;
        disk::remove_tree(disk, &old)
    }

    /// Removes all but the newest `keep` releases.
    pub(super) fn prune(&self, disk: &dyn Disk, keep: usize) -> Option<Diagnostic> {
        let attempt = || {
            let numbers = self.numbers()?;
            let old = numbers.len().saturating_sub(keep.max(1));
            numbers[..old].iter().try_for_each(|number| self.remove(disk, *number))
        };
        attempt().err().map(|error: io::Error| {
            let message = format!("older releases in `{}` can't be removed: {error}", self.root.display());
            Diagnostic::new(&codes::RELEASES_UNCLEARED, message).help("the next publication tries again")
        })
    }

    /// Writes the record of a release, before the switch.
    pub(super) fn write_record(&self, disk: &dyn Disk, record: &Record) -> io::Result<()> {
        let text = serde_json::to_string_pretty(record).map_err(io::Error::other)? + "\n";
        replace(disk, &self.journal(record.number), text.as_bytes())
    }

    /// Points the link at a release. This is the switch.
    pub(super) fn link(&self, disk: &dyn Disk, number: u64) -> io::Result<()> {
        let new = self.root.join(MEMORY).join(staged_name(CURRENT));
        disk.point(&new, &Path::new(RELEASES).join(format!("{number:06}")))?;
        disk.rename(&new, &self.root.join(CURRENT))
    }

    /// Lets the link lead to the folder that stands in for a first release.
    pub(super) fn wait_for_release(&self, disk: &dyn Disk) -> io::Result<()> {
        let new = self.root.join(MEMORY).join(staged_name(CURRENT));
        disk.point(&new, Path::new(WAITING))?;
        disk.rename(&new, &self.root.join(CURRENT))
    }

    /// Records after the switch what is public now, and adds its addresses to the ledger.
    pub(super) fn remember(
        &mut self,
        disk: &dyn Disk,
        record: &Record,
        public: &Public,
        next: &Contents,
    ) -> io::Result<()> {
        self.record = Some(record.clone());
        self.ledger.release = record.number;
        self.ledger.learn(next, record.number);
        disk.settle(&self.root)?;
        replace(disk, &self.root.join(MEMORY).join(LEDGER), self.ledger.write().as_bytes())?;
        self.write_public(disk, public, &record.digest)
    }
}

/// Writes a small file and replaces an existing one atomically, by a rename.
pub(super) fn replace(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let staged = path.with_file_name(staged_name(&name));
    if disk::kind(&staged)?.is_some() {
        disk.remove_file(&staged)?;
    }
    disk.write(&staged, bytes)?;
    disk.rename(&staged, path)
}

fn staged_name(name: &str) -> String {
    format!("{name}.new")
}

/// Returns the destination that contains a path, after resolving symbolic links; the path need not exist.
///
/// A build must not write into one: it would change the public site and bypass every check of a publication.
#[must_use]
pub fn destination_of(path: &Path) -> Option<PathBuf> {
    let path = disk::resolve(path).ok()?;
    let is_one = |folder: &&Path| matches!(disk::kind(&folder.join(MEMORY).join(MARK)), Ok(Some(Kind::File(_))));
    path.ancestors().find(is_one).map(Path::to_owned)
}

/// Makes the diagnostic for an error of the operating system.
pub(super) fn failed(path: &Path, error: &io::Error) -> Diagnostic {
    let message = format!("`{}`: {error}", path.display());
    Diagnostic::new(&codes::PUBLISH_FAILED, message).help("what was public still is; see to it, and publish again")
}
