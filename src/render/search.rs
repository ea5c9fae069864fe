//! The search index of a language: what a reader's browser fetches, piece by piece, to search without a server.
//!
//! It is made by Pagefind, of pages that are handed over as values; `pages` makes them, and nothing is read from the
//! site here. The index stands below `<lang>/pagefind/`, which belongs to it alone. The same pages give the same bytes, in whatever order
//! they come: no time, place or number of threads is in them. (Pagefind itself takes the size of its pieces from
//! the variable `PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE`, where somebody sets it.)
//!
//! **Only what is public may be handed over.** Whatever is in a page given to [`index`] can be found and read by
//! anyone: withdrawn, reserve and embargoed texts, drafts and pages shown as a fallback are for the caller to leave
//! out.
//!
//! Pagefind can't change an index, only make one, at about a millisecond a page. So it indexes a few pages at a time
//! (`indexed`), what it found of each page is kept between builds, and `merge` puts the index together; [`digest`] tells
//! whether the one of the last build is still right. Pagefind works with threads of its own: call it where no reader is set.

mod indexed;
#[cfg(feature = "search")]
mod maker;
#[cfg(feature = "search")]
mod merge;
mod pages;
#[cfg(feature = "search")]
mod parse;
#[cfg(feature = "search")]
mod parts;

pub use indexed::{Excerpts, IndexFile, IndexedPage, IndexedPages, OnPage, PageWords};
pub use pages::{addresses, documents, page};

use crate::diag::{Diagnostic, codes};
use crate::fs::OutPath;
use crate::plan::SEARCH;

/// What makes the index and how: a part of every digest, so that another version makes it anew.
const MAKER: &str = "chancery search 4: pagefind 1.6.0 extended";

/// Returns the folder of the output that the index of a language has to itself, with a `/` at its end.
#[must_use]
pub fn folder(tag: &str) -> String {
    format!("{tag}/{SEARCH}/")
}

/// A page that readers may find.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchPage {
    /// Its address from the site's root, percent-encoded: `/en/press/treaty/`. It begins with the language's folder.
    pub url: String,
    /// Its title, as plain text.
    pub title: String,
    /// Its text, as HTML without the title and without what frames it (navigation, header, footer). Headings with
    /// an `id` can be found by themselves.
    pub html: String,
    /// What it is: the name of its kind, by which readers may narrow down a search.
    pub kind: String,
    /// The ids of its topics.
    pub topics: Vec<String>,
    /// The year of its date, where it has one.
    pub year: Option<i16>,
    /// What it is, in words: for the list of results.
    pub label: String,
    /// Its date in words, where it has one: for the list of results.
    pub date: Option<String>,
    /// That it is corrected, in words, where it is: for the list of results.
    pub standing: Option<String>,
}

/// The digest of all that an index shows of a page, and of how it is indexed.
pub type PageDigest = [u8; 16];

/// Computes what tells whether a page must be indexed anew.
#[must_use]
pub fn digest_of_page(lang: &str, page: &SearchPage) -> PageDigest {
    let mut hasher = blake3::Hasher::new();
    let mut add = |text: &str| {
        hasher.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
    };
    add(MAKER);
    add(lang);
    let SearchPage { url, title, html, kind, topics, year, label, date, standing } = page;
    for text in [url, title, html, kind, label] {
        add(text);
    }
    add(&year.map(|year| year.to_string()).unwrap_or_default());
    add(date.as_deref().unwrap_or_default());
    add(standing.as_deref().unwrap_or_default());
    for topic in topics {
        add(topic);
    }
    shortened(&hasher)
}

/// Computes what tells whether the index of a language must be made anew: equal digests, equal files. The order of
/// the pages does not matter.
#[must_use]
pub fn digest(lang: &str, pages: impl IntoIterator<Item = PageDigest>) -> [u8; 16] {
    let mut pages: Vec<PageDigest> = pages.into_iter().collect();
    pages.sort_unstable();
    let mut hasher = blake3::Hasher::new();
    hasher.update(MAKER.as_bytes()).update(lang.as_bytes());
    for page in &pages {
        hasher.update(page);
    }
    shortened(&hasher)
}

fn shortened(hasher: &blake3::Hasher) -> [u8; 16] {
    let mut short = [0; 16];
    short.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    short
}

/// Makes the search index of the pages of a language: its files, sorted by path; none where there are no pages.
///
/// `lang` is the BCP 47 tag that is also the language's folder.
///
/// # Errors
///
/// `search-failed` where an address is not in the language's folder, or Pagefind fails.
pub fn index(lang: &str, pages: &[SearchPage]) -> Result<Vec<(OutPath, Vec<u8>)>, Diagnostic> {
    if pages.is_empty() {
        return Ok(Vec::new());
    }
    let pages: Vec<&SearchPage> = pages.iter().collect();
    let mut indexed = index_pages(lang, &pages)?;
    let known: Vec<&IndexedPage> = indexed.pages.iter().collect();
    let files = merge(lang, &known, &|_| false, &mut indexed.excerpts)?;
    let new = files.into_iter().filter_map(|(path, file)| match file {
        IndexFile::New(bytes) => Some((path, bytes)),
        IndexFile::Kept => None,
    });
    Ok(new.collect())
}

/// Indexes pages of a language, each by itself.
///
/// # Errors
///
/// `search-failed` where an address is not in the language's folder, or Pagefind fails.
pub fn index_pages(lang: &str, pages: &[&SearchPage]) -> Result<IndexedPages, Diagnostic> {
    parse::index_pages(lang, pages).map_err(|reason| failed(lang, &reason))
}

/// Puts the index of a language together from its pages: its files, sorted by path; none where there are no pages.
/// `is_there` tells whether a path is that of a file of the last build's index, which is then not packed again; excerpts
/// are taken from `excerpts` where they are there.
///
/// # Errors
///
/// `search-failed` where no page has a word, or an excerpt is neither among `excerpts` nor in the output.
pub fn merge(
    lang: &str,
    pages: &[&IndexedPage],
    is_there: &dyn Fn(&OutPath) -> bool,
    excerpts: &mut Excerpts,
) -> Result<Vec<(OutPath, IndexFile)>, Diagnostic> {
    if pages.is_empty() {
        return Ok(Vec::new());
    }
    let folder = folder(lang);
    let path = |name: &str| OutPath::new(&format!("{folder}{name}"));
    let files = merge::merge(lang, pages, &|name| path(name).is_some_and(|path| is_there(&path)), excerpts)
        .map_err(|reason| failed(lang, &reason))?;
    let named = |(name, file): (String, IndexFile)| {
        Ok((path(&name).ok_or_else(|| failed(lang, &format!("`{name}` is not a path")))?, file))
    };
    let mut files = files.into_iter().map(named).collect::<Result<Vec<_>, Diagnostic>>()?;
    files.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
    Ok(files)
}

fn failed(lang: &str, reason: &str) -> Diagnostic {
    Diagnostic::new(&codes::SEARCH_FAILED, format!("the search index of `{lang}` can't be made: {reason}"))
        .help("`search = false` in site.toml builds the site without it")
}

/// No index: a site that is built without `search` has no search page either.
#[cfg(not(feature = "search"))]
mod parse {
    use super::{IndexedPages, SearchPage};

    /// Indexes nothing.
    pub(super) fn index_pages(_: &str, _: &[&SearchPage]) -> Result<IndexedPages, String> {
        Err("this program was built without `search`".to_owned())
    }
}

/// See [`parse`].
#[cfg(not(feature = "search"))]
mod merge {
    use super::{Excerpts, IndexFile, IndexedPage};

    /// Makes no files.
    pub(super) fn merge(
        _: &str,
        _: &[&IndexedPage],
        _: &dyn Fn(&str) -> bool,
        _: &mut Excerpts,
    ) -> Result<Vec<(String, IndexFile)>, String> {
        Err("this program was built without `search`".to_owned())
    }
}
