//! What a build leaves for the next one: a file in `.chancery/`, or in the folder given with `--cache`.
//!
//! It can be thrown away at any time. Whatever is not beyond doubt (another format, another program, a damaged byte) is
//! not used: everything is then built anew, and that is said once. The file is written beside and renamed, so that no
//! reader sees half of it. It holds texts before their embargo, so it is for no one else's eyes: a `.gitignore` beside
//! it keeps it out of repositories.
//!
//! ```text
//! magic · program · lengths and digests of the parts · index · texts · documents · traces · history
//! ```
//!
//! The parts are read one by one: a build in which nothing changed reads the index and the history alone. They are
//! written as they are encoded, so that nothing but what is under way is in memory twice.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::ahead::AheadRecord;
use super::session::{FileRecord, Slot};
use crate::diag::{Diagnostic, codes};
use crate::fs::disk::{self, PrivateFile};
use crate::fs::{CachedHistory, OutPath};
use crate::output::Standing;
use crate::output::compress::Level;
use crate::track::{Digest, Key, Question};

/// The first bytes of a cache; the number is that of the format.
const MAGIC: &[u8; 16] = b"chancery cache 6";
/// Names the program: another one may parse and render differently.
const PROGRAM: &str = env!("CHANCERY_BUILD");
const NAME: &str = "build.cache";

/// What a build knew when it ended.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Index {
    /// What was asked for beside the files: such a build is another one.
    pub asked: String,
    /// The build time, in microseconds since 1970.
    pub now: i64,
    /// The instants after it at which time alone changes something.
    pub due: Vec<i64>,
    /// How the site hangs together, bodies apart.
    pub structure: Digest,
    /// When the files were listed, in nanoseconds since 1970.
    pub taken: i128,
    /// Every file of the site.
    pub files: Vec<FileRecord>,
    /// The git history: what it was read from.
    pub history: Digest,
    /// How hard copies were pressed.
    pub level: Level,
    /// Whether that was asked for, rather than what site.toml says.
    pub is_level_asked: bool,
    /// The folder that was built into.
    pub out: PathBuf,
    /// Every file of the output, sorted by path.
    pub outputs: Vec<OutputRecord>,
    /// The folders of the output.
    pub folders: Vec<(PathBuf, Standing)>,
    /// Everything that was wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// HTML pages.
    pub pages: usize,
    /// Languages.
    pub languages: usize,
    /// Whether a search index is of an earlier build, and is to follow.
    pub search_lags: bool,
    /// What the hours ahead will bring.
    pub ahead: AheadRecord,
}

/// A file of the output as it was put in place.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct OutputRecord {
    pub path: OutPath,
    pub role: Role,
    pub standing: Standing,
    pub sha256: [u8; 32],
}

/// What a file of the output is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Role {
    /// A target of the plan.
    Target,
    /// A precompressed copy of the file whose path it has, but for the ending.
    Copy,
    /// A file of a search index.
    Search,
    /// The digest manifest.
    Manifest,
}

/// How the parsed texts stand in their part, in the order of the files below content/. Each is encoded for itself, so
/// that what did not change is copied from cache to cache.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Documents {
    /// Digest of the settings that parsing depends on.
    pub parse_key: Digest,
    /// How long each text is.
    pub lengths: Vec<u32>,
}

/// What targets asked.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Traces {
    /// Digest of the languages of the site: where it differs, every trace is void.
    pub languages: Digest,
    /// Every question, once, with the digest of the answer.
    pub questions: Vec<(Question, Digest)>,
    /// The targets, in the order of `Index::outputs`; what is no target has no questions.
    pub targets: Vec<TargetRecord>,
    /// The search indexes, in the order of the languages.
    pub indexes: Vec<IndexRecord>,
}

/// What a search index was made of. Its files are those of the output with that role, in the folder of its language.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct IndexRecord {
    /// The tag of its language.
    pub tag: String,
    /// The digest of its pages.
    pub digest: [u8; 16],
    /// Places in `Traces::questions`: what was asked to list the pages.
    pub asked: Vec<u32>,
    /// The documents that were looked at.
    pub pages: Vec<IndexedRecord>,
    /// Whether it is of an earlier build, and is to follow.
    pub lags: bool,
}

impl IndexRecord {
    /// Returns the addresses that the index leads to.
    pub(super) fn addresses(&self) -> impl Iterator<Item = Key> {
        self.pages.iter().filter_map(|page| page.found.map(|(_, address)| address))
    }

    /// Returns all places in `Traces::questions`.
    pub(super) fn asked(&self) -> impl Iterator<Item = &u32> {
        self.asked.iter().chain(self.pages.iter().flat_map(|page| &page.asked))
    }

    /// See [`Self::asked`].
    pub(super) fn asked_mut(&mut self) -> impl Iterator<Item = &mut u32> {
        self.asked.iter_mut().chain(self.pages.iter_mut().flat_map(|page| &mut page.asked))
    }
}

/// A document that may be in a search index.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct IndexedRecord {
    /// Its name.
    pub document: Key,
    /// Places in `Traces::questions`.
    pub asked: Vec<u32>,
    /// The digest of what the index shows of it, and its address; `None` where it is not to be found.
    pub found: Option<([u8; 16], Key)>,
    /// Whether an answer has changed since the index was made.
    pub lags: bool,
}

/// What a target was and asked.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct TargetRecord {
    pub identity: Option<Key>,
    /// Places in `Traces::questions`.
    pub asked: Vec<u32>,
    /// Faults that rendering reported.
    pub diagnostics: Vec<Diagnostic>,
}

/// Where the parts of a cache stand in its file.
#[derive(Clone, Copy, Debug, Default)]
struct Part {
    start: u64,
    len: u64,
    digest: Digest,
}

/// A cache that was opened.
#[derive(Debug)]
pub(super) struct Cache {
    folder: PathBuf,
    parts: Option<[Part; PARTS]>,
}

/// Index, texts, documents, traces, history.
const PARTS: usize = 5;
const HEADER: usize = 16 + 16 + PARTS * (8 + 16);

impl Cache {
    /// Returns its folder.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Opens the cache in a folder; says what is wrong with one that can't be used.
    pub(super) fn open(folder: &Path) -> (Self, Option<Diagnostic>) {
        let nothing = Self { folder: folder.to_owned(), parts: None };
        let path = folder.join(NAME);
        let header = match disk::read_part(&path, 0, HEADER as u64) {
            Ok(header) => header,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return (nothing, None),
            Err(error) => return (nothing, Some(discarded(&path, &error.to_string()))),
        };
        match parts(&header) {
            Ok(parts) => (Self { parts: Some(parts), ..nothing }, None),
            Err(why) => (nothing, Some(discarded(&path, why))),
        }
    }

    /// Reads the index; `None` where there is none.
    pub(super) fn index(&mut self) -> Result<Option<Index>, Diagnostic> {
        self.part(0)
    }

    /// Reads the parsed texts: what is said of them, and their bytes one after the other.
    pub(super) fn documents(&mut self) -> Result<Option<(Documents, Vec<u8>)>, Diagnostic> {
        let Some(documents) = self.part::<Documents>(2)? else { return Ok(None) };
        let Some(texts) = self.bytes(1)? else { return Ok(None) };
        let total: usize = documents.lengths.iter().map(|length| *length as usize).sum();
        if total != texts.len() {
            return Err(self.damaged("it can't be understood"));
        }
        Ok(Some((documents, texts)))
    }

    /// Says that what was read is no cache after all.
    pub(super) fn damaged(&mut self, why: &str) -> Diagnostic {
        self.parts = None;
        discarded(&self.folder.join(NAME), why)
    }

    /// Reads the traces.
    pub(super) fn traces(&mut self) -> Result<Option<Traces>, Diagnostic> {
        self.part(3)
    }

    /// Reads what git told.
    pub(super) fn history(&mut self) -> Result<Option<CachedHistory>, Diagnostic> {
        self.part(4).map(Option::flatten)
    }

    fn part<T: DeserializeOwned>(&mut self, number: usize) -> Result<Option<T>, Diagnostic> {
        let Some(bytes) = self.bytes(number)? else { return Ok(None) };
        postcard::from_bytes(&bytes).map(Some).map_err(|_| self.damaged("it can't be understood"))
    }

    fn bytes(&mut self, number: usize) -> Result<Option<Vec<u8>>, Diagnostic> {
        let Some(Part { start, len, digest }) = self.parts.map(|parts| parts[number]) else { return Ok(None) };
        match disk::read_part(&self.folder.join(NAME), start, len) {
            Err(error) => Err(self.damaged(&error.to_string())),
            Ok(bytes) if bytes.len() as u64 == len && crate::track::digest(&bytes) == digest => Ok(Some(bytes)),
            Ok(_) => Err(self.damaged("it is damaged")),
        }
    }

    /// Writes what a build knows in place of what was there.
    ///
    /// # Errors
    ///
    /// `cache-unwritable`; the old cache is then still there, or none.
    pub(super) fn write(
        &self,
        index: &Index,
        parse_key: Digest,
        slots: &[Slot],
        traces: &Traces,
        history: Option<&CachedHistory>,
    ) -> Result<(), Diagnostic> {
        let write = |file: &mut PrivateFile| {
            file.write_all(&[0; HEADER])?;
            let mut header = Vec::with_capacity(HEADER);
            header.extend_from_slice(MAGIC);
            header.extend_from_slice(&crate::track::digest(PROGRAM.as_bytes()));
            let mut lengths = Vec::with_capacity(slots.len());
            write_part(file, &mut header, |part| put(index, part))?;
            write_part(file, &mut header, |part| write_texts(slots, &mut lengths, part))?;
            write_part(file, &mut header, |part| put(&Documents { parse_key, lengths }, part))?;
            write_part(file, &mut header, |part| put(traces, part))?;
            write_part(file, &mut header, |part| put(&history, part))?;
            file.overwrite_start(&header)
        };
        disk::replace_private(&self.folder, NAME, write).map_err(|error| unwritable(&self.folder, &error))
    }
}

/// Counts and digests a part on its way to the file.
struct PartWriter<'a> {
    file: &'a mut PrivateFile,
    /// What is not yet digested: BLAKE3 is quicker over much at once.
    waiting: Vec<u8>,
    digest: blake3::Hasher,
    len: u64,
}

/// How many bytes are digested and written at once.
const STRETCH: usize = 1 << 16;

impl PartWriter<'_> {
    fn pass_on(&mut self) -> io::Result<()> {
        self.digest.update(&self.waiting);
        self.len += self.waiting.len() as u64;
        self.file.write_all(&self.waiting)?;
        self.waiting.clear();
        Ok(())
    }
}

impl Write for PartWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= STRETCH {
            self.pass_on()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes a part; adds its length and digest to the header.
fn write_part(
    file: &mut PrivateFile,
    header: &mut Vec<u8>,
    write: impl FnOnce(&mut PartWriter<'_>) -> io::Result<()>,
) -> io::Result<()> {
    let mut part = PartWriter { file, waiting: Vec::with_capacity(2 * STRETCH), digest: blake3::Hasher::new(), len: 0 };
    write(&mut part)?;
    part.pass_on()?;
    header.extend_from_slice(&part.len.to_le_bytes());
    header.extend_from_slice(&part.digest.finalize().as_bytes()[..16]);
    Ok(())
}

fn put(value: &impl Serialize, part: &mut PartWriter<'_>) -> io::Result<()> {
    postcard::to_io(value, part).map(drop).map_err(io::Error::other)
}

/// Writes the parsed texts, and tells how long each is; copies what is encoded already.
fn write_texts(slots: &[Slot], lengths: &mut Vec<u32>, part: &mut PartWriter<'_>) -> io::Result<()> {
    let mut text = Vec::new();
    for slot in slots {
        if let Some(encoded) = &slot.encoded {
            part.write_all(encoded.bytes())?;
            lengths.push(encoded.bytes().len() as u32);
        } else {
            text = postcard::to_extend(slot.parsed.as_ref(), text).map_err(io::Error::other)?;
            part.write_all(&text)?;
            lengths.push(text.len() as u32);
            text.clear();
        }
    }
    Ok(())
}

/// Reads a header.
fn parts(header: &[u8]) -> Result<[Part; PARTS], &'static str> {
    if header.len() != HEADER {
        return Err("it is cut off");
    }
    let (magic, rest) = header.split_at(16);
    if magic != MAGIC {
        return Err("it has another format");
    }
    let (program, mut rest) = rest.split_at(16);
    if program != crate::track::digest(PROGRAM.as_bytes()) {
        return Err("another version of chancery wrote it");
    }
    let mut parts = [Part::default(); PARTS];
    let mut start = HEADER as u64;
    for part in &mut parts {
        let (len, after) = rest.split_at(8);
        let (digest, after) = after.split_at(16);
        rest = after;
        let len = len.first_chunk().map_or(0, |len| u64::from_le_bytes(*len));
        *part = Part { start, len, digest: digest.try_into().unwrap_or_default() };
        start = start.checked_add(len).ok_or("it is damaged")?;
    }
    Ok(parts)
}

/// Says that a cache is not kept.
pub(super) fn unwritable(folder: &Path, error: &dyn std::fmt::Display) -> Diagnostic {
    let message = format!("the cache in `{}` can't be written: {error}", folder.display());
    Diagnostic::new(&codes::CACHE_UNWRITABLE, message).help(
        "the site is complete; the next build takes as long as the first. Choose another folder with `--cache DIR`",
    )
}

/// Says that a cache is not used.
pub(super) fn discarded(path: &Path, why: &str) -> Diagnostic {
    let message = format!("the cache `{}` is not used: {why}", path.display());
    Diagnostic::new(&codes::CACHE_DISCARDED, message).help("everything is built anew, and a new cache is written")
}
