//! Where rendered bytes go.
//!
//! A [`Sink`] takes finished files one by one. [`DirectorySink`] puts a whole site in place of the last one,
//! [`MemorySink`] keeps it for the dev server and for tests, [`NullSink`] is for judging content only. Sinks know
//! nothing about what a file says; [`manifest`] describes them by their digests.

pub mod compress;
mod directory;
pub mod manifest;
mod memory;
mod staging;

pub use crate::fs::disk::Standing;
pub use directory::{Changes, DirectorySink};
pub use manifest::{MANIFEST_PATH, digest_manifest, read_manifest, sha256};
pub use memory::{MemorySink, NullSink};
pub use staging::staging_folder;

use crate::diag::Diagnostic;
use crate::fs::OutPath;

/// The order in which files are put in place, so that no link is published before its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// A resource of pages: style sheet, image, attachment.
    Asset,
    /// A page of content.
    Page,
    /// A page that leads to others.
    List,
    /// A feed.
    Feed,
    /// A sitemap, or a file that search engines and hosts read.
    Sitemap,
    /// The digest manifest: describes all others.
    Manifest,
}

/// Takes the files of a site.
pub trait Sink {
    /// Takes one file. Each path is put at most once.
    ///
    /// # Errors
    ///
    /// `write-failed` where the file can't be kept.
    fn put(&mut self, path: &OutPath, rank: Rank, bytes: &[u8]) -> Result<(), Diagnostic>;

    /// Leaves a file unchanged: the caller knows that it has the right bytes.
    fn keep(&mut self, path: &OutPath);
}
