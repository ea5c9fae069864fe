//! What search indexes hold of each page, kept between builds: a file for each language beside the cache.
//!
//! Pages are known by the digests of what they were indexed from, so an entry is right whichever build wrote it. In any
//! doubt there are none, and all pages are indexed again.

use std::collections::HashMap;
use std::io::{self, Write as _};
use std::path::Path;

use crate::fs::disk;
use crate::render::search::{IndexedPage, PageDigest};

/// Names the program: another one may index differently.
const PROGRAM: &str = concat!("chancery indexed pages 1 ", env!("CHANCERY_BUILD"));
/// The digests of the program and of what follows.
const HEADER: usize = 16 + 16;

/// Reads the pages of a language.
pub(super) fn read(folder: &Path, tag: &str) -> HashMap<PageDigest, IndexedPage> {
    let pages = pages(folder, tag).unwrap_or_default();
    pages.into_iter().map(|page| (page.page, page)).collect()
}

fn pages(folder: &Path, tag: &str) -> Option<Vec<IndexedPage>> {
    let bytes = disk::read(&folder.join(name(tag))).ok()?;
    let (header, pages) = bytes.split_at_checked(HEADER)?;
    (header == self::header(pages)).then(|| postcard::from_bytes(pages).ok())?
}

/// Writes the pages of a language in place of those that are there.
///
/// # Errors
///
/// The operating system's.
pub(super) fn write(folder: &Path, tag: &str, pages: &[&IndexedPage]) -> io::Result<()> {
    let bytes = postcard::to_stdvec(pages).map_err(io::Error::other)?;
    disk::replace_private(folder, &name(tag), |file| {
        file.write_all(&header(&bytes))?;
        file.write_all(&bytes)
    })
}

fn header(pages: &[u8]) -> [u8; HEADER] {
    let mut header = [0; HEADER];
    header[..16].copy_from_slice(&crate::track::digest(PROGRAM.as_bytes()));
    header[16..].copy_from_slice(&crate::track::digest(pages));
    header
}

fn name(tag: &str) -> String {
    format!("search-{tag}.cache")
}
