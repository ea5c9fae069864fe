//! Sinks that touch no disk.

use std::collections::BTreeMap;

use super::{Rank, Sink};
use crate::diag::Diagnostic;
use crate::fs::OutPath;

/// Keeps the files of a site in memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemorySink {
    /// Each file's bytes.
    pub files: BTreeMap<OutPath, Vec<u8>>,
}

impl MemorySink {
    /// Returns the bytes of a file by its path as text, for instance `en/index.html`.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(&OutPath::new(path)?).map(Vec::as_slice)
    }
}

impl Sink for MemorySink {
    fn put(&mut self, path: &OutPath, _rank: Rank, bytes: &[u8]) -> Result<(), Diagnostic> {
        self.files.insert(path.clone(), bytes.to_vec());
        Ok(())
    }

    fn keep(&mut self, _path: &OutPath) {}
}

/// Drops every file: for judging a site without writing it.
#[derive(Clone, Copy, Debug, Default)]
pub struct NullSink;

impl Sink for NullSink {
    fn put(&mut self, _path: &OutPath, _rank: Rank, _bytes: &[u8]) -> Result<(), Diagnostic> {
        Ok(())
    }

    fn keep(&mut self, _path: &OutPath) {}
}
