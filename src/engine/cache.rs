//! What a build leaves for the next one: a file in `.chancery/`, or in the folder given with `--cache`.
//!
//! It can be thrown away at any time. Whatever is not beyond doubt (another format, another program, a damaged byte) is
//! not used: everything is then built anew, and that is said once. The file is written beside and renamed, so that no
//! reader sees half of it. It holds texts before their embargo, so it is for no one else's eyes: a `.gitignore` beside
//! it keeps it out of repositories.
//!
//! ```text
//! magic · program · lengths and digests of the parts · index · documents · traces
//! ```
//!
//! The parts are read one by one: a build in which nothing changed reads the index alone.

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::session::{FileRecord, ParsedFile};
use crate::diag::{Diagnostic, codes};
use crate::fs::OutPath;
use crate::fs::disk;
use crate::output::Standing;
use crate::track::{Digest, Key, Question};

/// The first bytes of a cache; the number is that of the format.
const MAGIC: &[u8; 16] = b"chancery cache 1";
/// Names the program: another one may parse and render differently.
const PROGRAM: &str = env!("CHANCERY_BUILD");
const NAME: &str = "build.cache";

/// What a build knew when it ended.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Index {
    /// What was asked for beside the files: such a build is another one.
    pub asked: String,
    /// The build time, in microseconds since 1970.
    pub now: i64,
    /// The instants after it at which time alone changes something.
    pub due: Vec<i64>,
    /// When the files were listed, in nanoseconds since 1970.
    pub taken: i128,
    /// Every file of the site.
    pub files: Vec<FileRecord>,
    /// The git history: what it was read from.
    pub history: Digest,
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
}

/// A file of the output as it was put in place.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct OutputRecord {
    pub path: OutPath,
    pub standing: Standing,
    pub sha256: [u8; 32],
}

/// The parsed texts, in the order of the files below content/.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Documents {
    /// Digest of the settings that parsing depends on.
    pub parse_key: Digest,
    pub parsed: Vec<ParsedFile>,
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
    parts: Option<[Part; 3]>,
}

const HEADER: usize = 16 + 16 + 3 * (8 + 16);

impl Cache {
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

    /// Reads the parsed texts.
    pub(super) fn documents(&mut self) -> Result<Option<Documents>, Diagnostic> {
        self.part(1)
    }

    /// Reads the traces.
    pub(super) fn traces(&mut self) -> Result<Option<Traces>, Diagnostic> {
        self.part(2)
    }

    fn part<T: DeserializeOwned>(&mut self, number: usize) -> Result<Option<T>, Diagnostic> {
        let Some(Part { start, len, digest }) = self.parts.map(|parts| parts[number]) else { return Ok(None) };
        let path = self.folder.join(NAME);
        let mut damaged = |why: &str| {
            self.parts = None;
            discarded(&path, why)
        };
        let bytes = disk::read_part(&path, start, len).map_err(|error| damaged(&error.to_string()))?;
        if bytes.len() as u64 != len || crate::track::digest(&bytes) != digest {
            return Err(damaged("it is damaged"));
        }
        postcard::from_bytes(&bytes).map(Some).map_err(|_| damaged("it can't be understood"))
    }

    /// Writes what a build knows in place of what was there.
    ///
    /// # Errors
    ///
    /// `cache-unwritable`; the old cache is then still there, or none.
    pub(super) fn write(&self, index: &Index, documents: &Documents, traces: &Traces) -> Result<(), Diagnostic> {
        let failed = |error: &dyn std::fmt::Display| {
            let message = format!("the cache in `{}` can't be written: {error}", self.folder.display());
            Diagnostic::new(&codes::CACHE_UNWRITABLE, message)
                .help("the site is complete; the next build takes as long as the first. Choose another folder with `--cache DIR`")
        };
        let encoded = [postcard::to_stdvec(index), postcard::to_stdvec(documents), postcard::to_stdvec(traces)];
        let mut bytes = Vec::with_capacity(HEADER + encoded.iter().flatten().map(Vec::len).sum::<usize>());
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&crate::track::digest(PROGRAM.as_bytes()));
        let mut parts = Vec::new();
        for part in encoded {
            parts.push(part.map_err(|error| failed(&error))?);
        }
        for part in &parts {
            bytes.extend_from_slice(&(part.len() as u64).to_le_bytes());
            bytes.extend_from_slice(&crate::track::digest(part));
        }
        parts.iter().for_each(|part| bytes.extend_from_slice(part));
        disk::replace_private(&self.folder, NAME, &bytes).map_err(|error| failed(&error))
    }
}

/// Reads a header.
fn parts(header: &[u8]) -> Result<[Part; 3], &'static str> {
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
    let mut parts = [Part::default(); 3];
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

/// Says that a cache is not used.
pub(super) fn discarded(path: &Path, why: &str) -> Diagnostic {
    let message = format!("the cache `{}` is not used: {why}", path.display());
    Diagnostic::new(&codes::CACHE_DISCARDED, message).help("everything is built anew, and a new cache is written")
}
