//! A cache of compressed copies, kept between builds in a folder of the build's cache.
//!
//! The folder holds a few *packs*, each written once and never changed. A pack is the copies of many files one after
//! another, then a table of them, then the table's place and digest. A build reads the tables, fetches what it needs,
//! and writes one new pack of what it had to make; packs no larger than the new one, and those of which little is
//! still used, are poured into it. So the number of packs stays small and a build writes about what changed.
//!
//! A copy is identified by the digest of the original bytes and the level. In any doubt (another encoder, damage, a
//! truncated file) an entry counts as missing, never as valid, and is then made again. The caller ensures that only one
//! build at a time uses the folder.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Serialize};

use super::{Copies, Level};
use crate::fs::disk::{self, Disk as _, Kind, NewFile, OpenFile, SystemDisk};

/// The encoders and the format of the packs. Change this name whenever one of them changes.
const ENCODERS: &str = "chancery packs 4: brotli 9.1.1 window by length, flate2 1.1.11 miniz_oxide 0.9.1";

const ENDING: &str = "pack";
/// The name of a pack that is being written.
const UNFINISHED: &str = "unfinished";
/// The place of the table, its length and its digest, at the end of a pack.
const TRAILER: usize = 8 + 8 + 32;

/// The digest of a file's bytes, and the level of its copies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Key([u8; 32], u8);

impl Key {
    fn new(digest: &[u8; 32], level: Level) -> Self {
        Self(*digest, level as u8)
    }
}

/// The position of copies in a pack; an omitted copy has no length.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Place {
    offset: u64,
    brotli: Option<u32>,
    gzip: Option<u32>,
    /// The beginning of the BLAKE3 digest of both.
    digest: [u8; 16],
}

impl Place {
    fn length(self) -> usize {
        self.brotli.unwrap_or(0) as usize + self.gzip.unwrap_or(0) as usize
    }

    /// What an entry takes up, its line in the table included.
    fn weight(self) -> u64 {
        self.length() as u64 + 64
    }
}

#[derive(Serialize, Deserialize)]
struct Table {
    encoders: String,
    entries: Vec<(Key, Place)>,
}

/// A finished pack.
#[derive(Debug)]
struct Pack {
    path: PathBuf,
    file: OpenFile,
    /// The weight of all its entries, used or not.
    weight: u64,
    /// Whether one of its entries was replaced, so that the pack must not speak for it again.
    is_outdated: bool,
}

#[derive(Debug)]
struct Entry {
    pack: usize,
    place: Place,
    used: AtomicBool,
}

/// The copies made by earlier builds; may be used from many threads at once.
#[derive(Debug)]
pub struct CompressionCache {
    folder: PathBuf,
    packs: Vec<Pack>,
    known: BTreeMap<Key, Entry>,
}

/// The copies made by this build, while they are written to the disk. One thread adds them.
#[derive(Debug)]
pub struct NewCopies {
    folder: PathBuf,
    pack: NewPack,
}

impl NewCopies {
    /// Keeps copies for later builds, in place of damaged ones. A failure is reported by
    /// [`CompressionCache::finish`]; nothing more is kept after it.
    pub fn keep(&mut self, digest: &[u8; 32], level: Level, copies: &Copies) {
        self.pack.add(&self.folder, Key::new(digest, level), copies);
    }
}

impl CompressionCache {
    /// Opens the cache in a folder, which may not exist yet. What can't be read or is not whole counts as not there.
    #[must_use]
    pub fn open(folder: &Path) -> (Self, NewCopies) {
        let mut cache = Self { folder: folder.to_owned(), packs: Vec::new(), known: BTreeMap::new() };
        let mut names = disk::list(folder).unwrap_or_default();
        names.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        for (name, kind) in names {
            let path = folder.join(&name);
            let is_pack = path.extension().is_some_and(|ending| ending == ENDING);
            if !is_pack && name != Path::new(UNFINISHED) {
                continue;
            }
            if is_pack
                && let Kind::File(length) = kind
                && let Ok((pack, entries)) = Pack::open(&path, length)
            {
                let index = cache.packs.len();
                cache.packs.push(pack);
                let entry = |place| Entry { pack: index, place, used: AtomicBool::new(false) };
                cache.known.extend(entries.into_iter().map(|(key, place)| (key, entry(place))));
            } else {
                // A pack of another version, a damaged one, or what a killed build left. Where it can't be removed
                // it does no harm.
                let _ = SystemDisk.remove_file(&path);
            }
        }
        (cache, NewCopies { folder: folder.to_owned(), pack: NewPack::default() })
    }

    /// Returns the copies of a file whose bytes have this digest (of any one sort, as long as it is always the same
    /// and no two contents share one: SHA-256, BLAKE3). May be asked from many threads at once.
    #[must_use]
    pub fn recall(&self, digest: &[u8; 32], level: Level) -> Option<Copies> {
        let entry = self.known.get(&Key::new(digest, level))?;
        let copies = self.packs.get(entry.pack)?.copies(entry.place)?;
        entry.used.store(true, Ordering::Relaxed);
        Some(copies)
    }

    /// Says that a file of this digest is still part of the site, though nobody needed its copies this time. What
    /// is neither recalled, kept nor retained is dropped in the end.
    pub fn retain(&self, digest: &[u8; 32], level: Level) {
        if let Some(entry) = self.known.get(&Key::new(digest, level)) {
            entry.used.store(true, Ordering::Relaxed);
        }
    }

    /// Writes what is new, and drops what this build did not use as far as that is worth the writing.
    ///
    /// # Errors
    ///
    /// The operating system's. What earlier builds kept is then still there.
    pub fn finish(self, new: NewCopies) -> io::Result<()> {
        let Self { folder, mut packs, mut known } = self;
        let mut new = new.pack;
        for key in new.entries.keys() {
            // What was damaged is replaced.
            if let Some(entry) = known.remove(key) {
                packs[entry.pack].is_outdated = true;
            }
        }
        let mut used: Vec<Vec<(Key, Place)>> = packs.iter().map(|_| Vec::new()).collect();
        for (key, entry) in known {
            if entry.used.into_inner() {
                used[entry.pack].push((key, entry.place));
            }
        }
        let mut lightest_first: Vec<_> =
            packs.into_iter().zip(used).map(|(pack, used)| (weight(&used), pack, used)).collect();
        lightest_first.sort_by_key(|(weight, ..)| *weight);
        let mut poured = Vec::new();
        for (weight, pack, used) in lightest_first {
            if weight > new.weight && weight * 2 >= pack.weight && !pack.is_outdated {
                continue;
            }
            for (key, place) in used {
                // Damaged entries are left out.
                if let Some(copies) = pack.copies(place) {
                    new.add(&folder, key, &copies);
                }
            }
            poured.push(pack.path);
        }
        let new = new.finish(&folder)?;
        // Old packs are removed last: if the process is killed before, some entries exist twice, which is harmless.
        poured.iter().filter(|path| Some(*path) != new.as_ref()).try_for_each(|path| SystemDisk.remove_file(path))
    }
}

fn weight(entries: &[(Key, Place)]) -> u64 {
    entries.iter().map(|(_, place)| place.weight()).sum()
}

impl Pack {
    fn open(path: &Path, length: u64) -> io::Result<(Self, Vec<(Key, Place)>)> {
        let file = OpenFile::open(path)?;
        let damaged = || io::Error::from(io::ErrorKind::InvalidData);
        let end = length.checked_sub(TRAILER as u64).ok_or_else(damaged)?;
        let trailer = file.read_at(end, TRAILER)?;
        let number = |bytes: &[u8]| bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte));
        let (start, table_length) = (number(&trailer[..8]), number(&trailer[8..16]));
        if start.checked_add(table_length) != Some(end) {
            return Err(damaged());
        }
        let table = file.read_at(start, usize::try_from(table_length).map_err(|_| damaged())?)?;
        if blake3::hash(&table).as_bytes() != &trailer[16..] {
            return Err(damaged());
        }
        let table: Table = postcard::from_bytes(&table).map_err(|_| damaged())?;
        if table.encoders != ENCODERS {
            return Err(damaged());
        }
        let weight = weight(&table.entries);
        Ok((Self { path: path.to_owned(), file, weight, is_outdated: false }, table.entries))
    }

    /// Reads copies; `None` where they are not what they were.
    fn copies(&self, place: Place) -> Option<Copies> {
        let mut brotli = self.file.read_at(place.offset, place.length()).ok()?;
        if digest(&brotli) != place.digest {
            return None;
        }
        let gzip = brotli.split_off(place.brotli.unwrap_or(0) as usize);
        Some(Copies { brotli: place.brotli.map(|_| brotli), gzip: place.gzip.map(|_| gzip) })
    }
}

fn digest(bytes: &[u8]) -> [u8; 16] {
    let mut short = [0; 16];
    short.copy_from_slice(&blake3::hash(bytes).as_bytes()[..16]);
    short
}

/// The pack that this build writes.
#[derive(Debug, Default)]
struct NewPack {
    /// There from the first copy on.
    file: Option<NewFile>,
    entries: BTreeMap<Key, Place>,
    length: u64,
    weight: u64,
    failure: Option<io::Error>,
}

impl NewPack {
    fn add(&mut self, folder: &Path, key: Key, copies: &Copies) {
        if self.failure.is_none()
            && !self.entries.contains_key(&key)
            && let Err(error) = self.append(folder, key, copies)
        {
            self.failure = Some(error);
        }
    }

    fn append(&mut self, folder: &Path, key: Key, copies: &Copies) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            file => {
                disk::make_folders(&SystemDisk, folder)?;
                file.insert(NewFile::create(&unfinished(folder))?)
            }
        };
        let length = |copy: &Option<Vec<u8>>| copy.as_ref().map(|copy| copy.len() as u32);
        let bytes = [copies.brotli.as_deref(), copies.gzip.as_deref()].map(Option::unwrap_or_default).concat();
        file.append(&bytes)?;
        let (brotli, gzip) = (length(&copies.brotli), length(&copies.gzip));
        let place = Place { offset: self.length, brotli, gzip, digest: digest(&bytes) };
        self.entries.insert(key, place);
        self.length += bytes.len() as u64;
        self.weight += place.weight();
        Ok(())
    }

    /// Gives the pack its name, and returns it; `None` where there is nothing to keep.
    fn finish(self, folder: &Path) -> io::Result<Option<PathBuf>> {
        let result = match (self.failure, self.file) {
            (Some(failure), _) => Err(failure),
            (None, None) => return Ok(None),
            (None, Some(file)) => close(file, folder, self.length, self.entries),
        };
        if result.is_err() {
            // The unfinished file is useless; the first error is the one to report.
            let _ = SystemDisk.remove_file(&unfinished(folder));
        }
        result.map(Some)
    }
}

fn close(mut file: NewFile, folder: &Path, length: u64, entries: BTreeMap<Key, Place>) -> io::Result<PathBuf> {
    let table = Table { encoders: ENCODERS.to_owned(), entries: entries.into_iter().collect() };
    let table = postcard::to_stdvec(&table).map_err(io::Error::other)?;
    file.append(&table)?;
    file.append(&length.to_le_bytes())?;
    file.append(&(table.len() as u64).to_le_bytes())?;
    file.append(blake3::hash(&table).as_bytes())?;
    file.finish()?;
    // Named by what it holds, so that no name is ever taken by another pack.
    let path = folder.join(format!("{}.{ENDING}", &blake3::hash(&table).to_hex()[..16]));
    SystemDisk.rename(&unfinished(folder), &path)?;
    Ok(path)
}

fn unfinished(folder: &Path) -> PathBuf {
    folder.join(UNFINISHED)
}
