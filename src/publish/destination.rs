//! The folder that is published to: what stands in it, what it remembers, and who may change it.

use std::io;
use std::path::{Path, PathBuf};

use super::contents::Contents;
use super::journal::Record;
use super::ledger::Ledger;
use super::public::Public;
use super::waiting::WAITING;
use crate::diag::{Diagnostic, codes};
use crate::fs::disk::{self, Disk, Kind, Lock};

/// The link that the web server's root goes through.
pub(super) const CURRENT: &str = "current";
/// The folder of the releases.
pub(super) const RELEASES: &str = "releases";
/// The folder of what is remembered, for this user alone.
pub(super) const MEMORY: &str = ".chancery";
/// Says that the folder is a destination, and in which form.
const MARK: &str = "destination";
const MARK_TEXT: &str = "chancery publishes to this folder, form 1\n";
const LOCK: &str = "lock";
const JOURNAL: &str = "journal";
const LEDGER: &str = "addresses";
const STAGING: &str = "staging";

/// A destination as it stands.
pub(super) struct Destination {
    /// The folder, without any link in its path.
    pub root: PathBuf,
    /// What is recorded of the release that is public; `None` before the first.
    pub record: Option<Record>,
    /// What is public.
    pub contents: Option<Contents>,
    /// Every address that was ever public.
    pub ledger: Ledger,
    /// Held until this is dropped, by whoever changes anything.
    _lock: Option<Lock>,
}

impl Destination {
    /// Looks at a destination without changing anything. One that is not there or empty has nothing public.
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

    /// Names a destination, and looks at nothing of it.
    ///
    /// # Errors
    ///
    /// `publish-failed`.
    pub(super) fn bare(to: &Path) -> Result<Self, Diagnostic> {
        let root = disk::resolve(to).map_err(|error| failed(to, &error))?;
        Ok(Self { root, record: None, contents: None, ledger: Ledger::default(), _lock: None })
    }

    /// Takes a destination for oneself, makes it where it is not there, and clears what was left half done.
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
        // What was looked at before may be of yesterday.
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

    /// Tells whether the folder is a destination; not where it is empty or not there.
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
        // A first publication that was killed at once has left no more than this.
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
        // A publication that was killed after its switch has not come to this.
        for later in self.numbers().map_err(failed)?.into_iter().filter(|release| *release <= number) {
            if later > self.ledger.release {
                self.ledger.learn(&Contents::read(&self.release(later))?, later);
            }
        }
        self.ledger.release = number;
        Ok(())
    }

    /// Returns the number of the release that is public, by the link.
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

    /// Returns the number of the release that is public.
    pub(super) fn current(&self) -> Option<u64> {
        self.record.as_ref().map(|record| record.number)
    }

    /// Returns the folder of a release.
    pub(super) fn release(&self, number: u64) -> PathBuf {
        self.root.join(RELEASES).join(format!("{number:06}"))
    }

    /// Returns the folder in which a release is put together, where nobody else can look.
    pub(super) fn staging(&self) -> PathBuf {
        self.root.join(MEMORY).join(STAGING)
    }

    /// Returns the file of a release's record.
    fn journal(&self, number: u64) -> PathBuf {
        self.root.join(MEMORY).join(JOURNAL).join(format!("{number:06}.json"))
    }

    /// Returns what is recorded of a release, where anything is.
    pub(super) fn record_of(&self, number: u64) -> Option<Record> {
        let bytes = disk::read(&self.journal(number)).ok()?;
        serde_json::from_slice(&bytes).ok().filter(|record: &Record| record.number == number)
    }

    /// Returns the numbers of the releases that are kept, the oldest first.
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

    /// Returns the oldest release, where the next one takes its place among those that are kept.
    ///
    /// # Errors
    ///
    /// The operating system's.
    pub(super) fn spare(&self, keep: usize) -> io::Result<Option<u64>> {
        let numbers = self.numbers()?;
        let oldest = numbers.first().copied().filter(|oldest| Some(*oldest) < self.current());
        Ok(oldest.filter(|_| keep > 1 && numbers.len() >= keep))
    }

    /// Removes what publications that ended half-way have left.
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

    /// Removes a release: at once for whoever looks for it, then file by file.
    fn remove(&self, disk: &dyn Disk, number: u64) -> io::Result<()> {
        let old = self.root.join(MEMORY).join(format!("old-{number:06}"));
        disk.rename(&self.release(number), &old)?;
        disk::remove_tree(disk, &old)
    }

    /// Removes all releases but the newest.
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

    /// Records a release, before it is switched to.
    pub(super) fn write_record(&self, disk: &dyn Disk, record: &Record) -> io::Result<()> {
        let text = serde_json::to_string_pretty(record).map_err(io::Error::other)? + "\n";
        replace(disk, &self.journal(record.number), text.as_bytes())
    }

    /// Lets the link lead to a release: this is the switch.
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

    /// Remembers after the switch what is public now, and which addresses came with it.
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

/// Puts a small file in place of one that may be there, by one rename.
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

/// Finds the destination that a path lies in, or would lie in, through all links.
///
/// What is built there would change what is public, past every guard of a publication.
#[must_use]
pub fn destination_of(path: &Path) -> Option<PathBuf> {
    let path = disk::resolve(path).ok()?;
    let is_one = |folder: &&Path| matches!(disk::kind(&folder.join(MEMORY).join(MARK)), Ok(Some(Kind::File(_))));
    path.ancestors().find(is_one).map(Path::to_owned)
}

/// Says that the operating system refused.
pub(super) fn failed(path: &Path, error: &io::Error) -> Diagnostic {
    let message = format!("`{}`: {error}", path.display());
    Diagnostic::new(&codes::PUBLISH_FAILED, message).help("what was public still is; see to it, and publish again")
}
