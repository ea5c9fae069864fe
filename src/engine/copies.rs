//! Precompressed copies of what a build renders: made in the threads that render, while the bytes are at hand, or
//! recalled from the cache between builds.
//!
//! A copy belongs to its file: it is put in place with it, kept with it, and gone with it. Where the plan has a file at
//! the path of a copy, the plan wins. The digest manifest has no copies, for it could not list them.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use crate::fs::disk::{self, Lock, SystemDisk};
use crate::fs::{OutPath, Stopwatch};
use crate::output::compress::{CompressionCache, Copies, Level, NewCopies, has_copies, level_for};
use crate::output::sha256;
use crate::plan::Plan;

/// The folder within that of the cache.
const FOLDER: &str = "compressed";
const ENDINGS: [&str; 2] = [".br", ".gz"];

/// Makes copies, from many threads.
pub(super) struct Packer<'a> {
    level: Level,
    cache: Option<CompressionCache>,
    claimed: BTreeSet<&'a str>,
}

/// Keeps for the next build what was packed, from one thread.
pub(super) struct Keeper {
    new: NewCopies,
    /// Of two builds at a time one has the cache.
    _lock: Lock,
}

/// The copies of a file.
#[derive(Default)]
pub(super) struct Packed {
    /// Path, bytes, SHA-256.
    pub files: Vec<(OutPath, Vec<u8>, [u8; 32])>,
    /// What had to be made, rather than recalled.
    pub new: Option<Copies>,
    /// How long it took.
    pub seconds: f64,
}

impl<'a> Packer<'a> {
    /// Makes no copies.
    pub(super) fn off() -> Self {
        Self { level: Level::Off, cache: None, claimed: BTreeSet::new() }
    }

    /// Prepares to make copies of a plan's files. `cache` is the folder of the cache between builds, if there is one.
    pub(super) fn open(level: Level, cache: Option<&Path>, plan: &'a Plan) -> (Self, Option<Keeper>) {
        if level == Level::Off {
            return (Self::off(), None);
        }
        // A cache that can't be used costs time only; that it can't be written is reported when the build ends.
        let opened = cache.and_then(|folder| store(folder).ok().flatten());
        let (cache, keeper) = opened.map_or((None, None), |(cache, keeper)| (Some(cache), Some(keeper)));
        (Self { level, cache, claimed: claimed(plan.targets.iter().map(|target| &target.path)) }, keeper)
    }

    /// Returns how hard copies are pressed.
    pub(super) fn level(&self) -> Level {
        self.level
    }

    /// Makes or recalls the copies of a file.
    pub(super) fn pack(&self, path: &OutPath, bytes: &[u8], digest: &[u8; 32]) -> Packed {
        if self.level == Level::Off || !has_copies(path, bytes.len()) {
            return Packed::default();
        }
        let watch = Stopwatch::start();
        let known = self.cache.as_ref().and_then(|cache| cache.recall(digest, self.level));
        let is_new = known.is_none();
        let copies = known.unwrap_or_else(|| Copies::of(bytes, level_for(path, self.level)));
        let new = is_new.then(|| copies.clone());
        let free = copies.beside(path).into_iter().filter(|(path, _)| !self.claimed.contains(path.as_str()));
        let files = free.map(|(path, bytes)| {
            let digest = sha256(&bytes);
            (path, bytes, digest)
        });
        Packed { files: files.collect(), new, seconds: watch.seconds() }
    }

    /// Says that a file with these bytes is still part of the site.
    pub(super) fn retain(&self, digest: &[u8; 32]) {
        if let Some(cache) = &self.cache {
            cache.retain(digest, self.level);
        }
    }

    /// Ends a build that was put in place: what it used is there for the next.
    ///
    /// # Errors
    ///
    /// The operating system's.
    pub(super) fn finish(self, keeper: Option<Keeper>) -> io::Result<()> {
        match (self.cache, keeper) {
            (Some(cache), Some(Keeper { new, _lock })) => cache.finish(new),
            _ => Ok(()),
        }
    }
}

impl Keeper {
    /// Keeps the copies of a file whose bytes have this digest.
    pub(super) fn keep(&mut self, digest: &[u8; 32], level: Level, copies: &Copies) {
        self.new.keep(digest, level, copies);
    }
}

/// Opens the copies that earlier builds made; `None` where another build has them open.
fn store(folder: &Path) -> io::Result<Option<(CompressionCache, Keeper)>> {
    disk::make_private_folder(folder)?;
    let folder = folder.join(FOLDER);
    disk::make_folders(&SystemDisk, &folder)?;
    let Some(lock) = Lock::take(&folder.join("lock"))? else { return Ok(None) };
    let (cache, new) = CompressionCache::open(&folder);
    Ok(Some((cache, Keeper { new, _lock: lock })))
}

/// Finds the paths, of files and folders, that no copy may have: those with the ending of one.
pub(super) fn claimed<'a>(paths: impl Iterator<Item = &'a OutPath>) -> BTreeSet<&'a str> {
    let all = paths.flat_map(|path| path.folders().chain([path.as_str()]));
    all.filter(|path| owner(path) != *path).collect()
}

/// Returns the path of the file that a copy at a path would belong to; the path itself where it has no such ending.
pub(super) fn owner(path: &str) -> &str {
    ENDINGS.iter().find_map(|ending| path.strip_suffix(ending)).unwrap_or(path)
}
