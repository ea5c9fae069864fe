//! Indexed pages: what a search index holds of each page by itself, and what it is put together from.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::PageDigest;

/// A page as an index has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexedPage {
    /// The digest of the page that it was made of.
    pub page: PageDigest,
    /// Its address within the folder of its language, by which pages are ordered.
    pub url: String,
    /// Its words, and what its excerpt is called; `None` where it has not a word, so that nobody can find it.
    pub words: Option<PageWords>,
}

/// What can be found of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageWords {
    /// The digest of its excerpt: the file that a browser fetches to show the page as a result.
    pub excerpt: [u8; 16],
    /// How many words it has.
    pub count: u32,
    /// What it can be narrowed down by: names and values.
    pub filters: Vec<(String, String)>,
    /// The names of its metadata, sorted; `OnPage::metadata` refers to them by their places.
    pub fields: Vec<String>,
    /// Its words, one [`OnPage`] after the other.
    pub packed: Vec<u8>,
}

/// Where a word is on a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnPage<'a> {
    /// The stem of the word.
    pub word: &'a str,
    /// The form that it has with its diacritics; empty where it has none.
    pub form: &'a str,
    /// How many numbers `locations` holds.
    pub length: u32,
    /// Its places in the text, as the index has them: a CBOR array.
    pub locations: &'a [u8],
    /// Its places in the metadata: `-1 - field`, then the distances from one place to the next.
    pub metadata: Vec<i32>,
}

impl PageWords {
    /// Reads the words of the page; `None` where they can't be read.
    #[cfg(feature = "search")]
    pub(super) fn words(&self) -> Option<Vec<OnPage<'_>>> {
        let (mut words, mut rest) = (Vec::new(), self.packed.as_slice());
        while !rest.is_empty() {
            let (word, after) = postcard::take_from_bytes(rest).ok()?;
            words.push(word);
            rest = after;
        }
        Some(words)
    }
}

/// Excerpts by their digests, packed.
pub type Excerpts = BTreeMap<[u8; 16], Vec<u8>>;

/// Pages that were indexed, with the files that show them.
#[derive(Debug, Default)]
pub struct IndexedPages {
    /// The pages.
    pub pages: Vec<IndexedPage>,
    /// Their excerpts.
    pub excerpts: Excerpts,
}

/// A file of an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IndexFile {
    /// It is in the output already.
    Kept,
    /// It is to be written.
    New(Vec<u8>),
}
