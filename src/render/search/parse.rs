//! Indexes pages a few at a time: Pagefind makes an index of them, and its files are taken apart page by page.
//!
//! An edit then costs Pagefind one page, and it never has more than a few in memory. What the files hold is described
//! beside the functions that read them, and is Pagefind's own.

use std::collections::BTreeMap;
use std::io::Read as _;

use minicbor::Decoder;
use minicbor::decode::Error;
use serde::Deserialize;

use super::indexed::{IndexedPage, IndexedPages, OnPage, PageWords};
use super::{SearchPage, digest_of_page, maker};

/// How many pages Pagefind has at a time.
const GROUP: usize = 128;

/// Indexes pages of a language.
///
/// # Errors
///
/// A reason, where an address is not in the language's folder, or Pagefind fails.
pub(super) fn index_pages(lang: &str, pages: &[&SearchPage]) -> Result<IndexedPages, String> {
    let mut indexed = IndexedPages::default();
    for group in pages.chunks(GROUP) {
        let files = maker::files(lang, group)?;
        take_apart(lang, group, &files, &mut indexed)?;
    }
    Ok(indexed)
}

/// Takes the index of a few pages apart.
fn take_apart(
    lang: &str,
    group: &[&SearchPage],
    files: &[(String, Vec<u8>)],
    indexed: &mut IndexedPages,
) -> Result<(), String> {
    let mut found = found(files)?;
    for page in group {
        let url = maker::within(lang, &page.url).unwrap_or_default().to_owned();
        let words = found.remove(&url).map(|(excerpt, words)| {
            indexed.excerpts.insert(words.excerpt, excerpt.to_vec());
            words
        });
        indexed.pages.push(IndexedPage { page: digest_of_page(lang, page), url, words });
    }
    Ok(())
}

/// Finds what the files of an index hold of each page, by its address; with the bytes of its excerpt.
fn found(files: &[(String, Vec<u8>)]) -> Result<BTreeMap<String, (&[u8], PageWords)>, String> {
    let damaged = |error: Error| format!("Pagefind's files can't be read: {error}");
    let mut files: Vec<&(String, Vec<u8>)> = files.iter().collect();
    // Pagefind gives them in no order.
    files.sort_unstable();
    let with_ending = |ending: &'static str| files.iter().filter(move |(name, _)| name.ends_with(ending));
    let Some((_, meta)) = with_ending(".pf_meta").next() else { return Ok(BTreeMap::new()) };
    let Meta { pages, fields, .. } = Meta::read(&unpacked(meta)?).map_err(damaged)?;
    let mut words: Vec<Unfinished> = Vec::with_capacity(pages.len());
    let (mut urls, mut excerpts) = (Vec::new(), Vec::new());
    for (name, count) in pages {
        let path = format!("fragment/{name}.pf_fragment");
        let (_, packed) = files.iter().find(|(name, _)| *name == path).ok_or("an excerpt is missing")?;
        let excerpt = unpacked(packed)?;
        let Excerpt { url, meta } = serde_json::from_slice(&excerpt).map_err(|error| error.to_string())?;
        let own: Vec<String> = meta.into_keys().collect();
        let places = fields.iter().map(|field| own.binary_search(field).ok()).collect();
        let (excerpt, filters) = (short(&excerpt), Vec::new());
        words
            .push(Unfinished { words: PageWords { excerpt, count, filters, fields: own, packed: Vec::new() }, places });
        urls.push(url);
        excerpts.push(packed.as_slice());
    }
    for (_, filter) in with_ending(".pf_filter") {
        read_filter(&unpacked(filter)?, &mut words).map_err(damaged)?;
    }
    for page in &mut words {
        page.words.filters.sort();
    }
    for (_, chunk) in with_ending(".pf_index") {
        read_words(&unpacked(chunk)?, &mut words).map_err(damaged)?;
    }
    let words = words.into_iter().map(|page| page.words);
    Ok(urls.into_iter().zip(excerpts.into_iter().zip(words)).collect())
}

/// The words of a page while they are read.
struct Unfinished {
    words: PageWords,
    /// The places among its own fields of the fields of all pages.
    places: Vec<Option<usize>>,
}

impl Unfinished {
    /// Makes places in the metadata refer to the fields of the page alone.
    fn own_fields(&self, metadata: &mut [i32]) -> Result<(), Error> {
        for number in metadata.iter_mut().filter(|number| **number < 0) {
            let field = usize::try_from(-1 - *number).unwrap_or_default();
            let own = self.places.get(field).copied().flatten().and_then(|own| i32::try_from(own).ok());
            *number = -1 - own.ok_or_else(|| Error::message("a field is not there"))?;
        }
        Ok(())
    }
}

/// An excerpt, as far as it is read here.
#[derive(Deserialize)]
struct Excerpt {
    url: String,
    meta: BTreeMap<String, String>,
}

/// The description of an index, as far as it is read here:
/// `[version, [[excerpt, words, group] …], chunks, filters, sorts, [field …]]`.
pub(super) struct Meta {
    pub version: String,
    /// The names of excerpts, and how many words each page has.
    pub pages: Vec<(String, u32)>,
    pub fields: Vec<String>,
}

impl Meta {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Error> {
        let mut decoder = Decoder::new(bytes);
        length(&mut decoder)?;
        let version = decoder.str()?.to_owned();
        let pages = items(&mut decoder, |decoder| {
            length(decoder)?;
            let page = (decoder.str()?.to_owned(), decoder.u32()?);
            decoder.skip()?;
            Ok(page)
        })?;
        (0..3).try_for_each(|_| decoder.skip())?;
        let fields = items(&mut decoder, |decoder| decoder.str().map(str::to_owned))?;
        Ok(Self { version, pages, fields })
    }
}

/// Reads a filter: `[name, [[value, [page …]] …]]`.
fn read_filter(bytes: &[u8], pages: &mut [Unfinished]) -> Result<(), Error> {
    let mut decoder = Decoder::new(bytes);
    length(&mut decoder)?;
    let name = decoder.str()?;
    for _ in 0..length(&mut decoder)? {
        length(&mut decoder)?;
        let value = decoder.str()?;
        for _ in 0..length(&mut decoder)? {
            page(pages, decoder.u32()?)?.words.filters.push((name.to_owned(), value.to_owned()));
        }
    }
    Ok(())
}

/// Reads words: `[[[word, places, [[form, places] …]] …]]`.
fn read_words(bytes: &[u8], pages: &mut [Unfinished]) -> Result<(), Error> {
    let mut decoder = Decoder::new(bytes);
    length(&mut decoder)?;
    for _ in 0..length(&mut decoder)? {
        length(&mut decoder)?;
        let word = decoder.str()?;
        read_places(&mut decoder, bytes, (word, ""), pages)?;
        for _ in 0..length(&mut decoder)? {
            length(&mut decoder)?;
            let form = decoder.str()?;
            read_places(&mut decoder, bytes, (word, form), pages)?;
        }
    }
    Ok(())
}

/// Reads the places of a word: `[[page, [location …], [metadata …]] …]`, each page as the distance from the one before.
fn read_places<'a>(
    decoder: &mut Decoder<'a>,
    bytes: &'a [u8],
    (word, form): (&'a str, &'a str),
    pages: &mut [Unfinished],
) -> Result<(), Error> {
    let mut number = 0;
    for _ in 0..length(decoder)? {
        length(decoder)?;
        number += decoder.u32()?;
        let start = decoder.position();
        let length = length(decoder)?;
        (0..length).try_for_each(|_| decoder.skip())?;
        let locations = &bytes[start..decoder.position()];
        let mut metadata = items(decoder, Decoder::i32)?;
        let page = page(pages, number)?;
        page.own_fields(&mut metadata)?;
        let found = OnPage { word, form, length: length as u32, locations, metadata };
        let packed = &mut page.words.packed;
        *packed = postcard::to_extend(&found, std::mem::take(packed)).map_err(Error::message)?;
    }
    Ok(())
}

fn page(pages: &mut [Unfinished], number: u32) -> Result<&mut Unfinished, Error> {
    pages.get_mut(number as usize).ok_or_else(|| Error::message("a page is not there"))
}

/// Reads the head of an array of known length.
fn length(decoder: &mut Decoder<'_>) -> Result<u64, Error> {
    decoder.array()?.ok_or_else(|| Error::message("an array has no length"))
}

fn items<'a, T>(
    decoder: &mut Decoder<'a>,
    mut item: impl FnMut(&mut Decoder<'a>) -> Result<T, Error>,
) -> Result<Vec<T>, Error> {
    (0..length(decoder)?).map(|_| item(decoder)).collect()
}

/// Stands at the beginning of each of Pagefind's packed files.
pub(super) const MARK: &[u8] = b"pagefind_dcd";

/// Unpacks one of Pagefind's files.
pub(super) fn unpacked(packed: &[u8]) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::with_capacity(packed.len() * 4);
    flate2::read::GzDecoder::new(packed).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    let inner = bytes.strip_prefix(MARK).ok_or("a file of Pagefind begins with something else")?;
    Ok(inner.to_vec())
}

/// The beginning of a BLAKE3 digest.
pub(super) fn short(bytes: &[u8]) -> [u8; 16] {
    let mut short = [0; 16];
    short.copy_from_slice(&blake3::hash(bytes).as_bytes()[..16]);
    short
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::indexed::{Excerpts, IndexFile};
    use super::super::merge::merge;
    use super::*;

    /// Pages that differ in what they have: words with and without diacritics, metadata, filters.
    fn pages(lang: &str) -> Vec<SearchPage> {
        let words = match lang {
            "zh" => ["条约", "部长", "签署", "新闻发布会"],
            "ar" => ["المعاهدة", "والوزير", "وقّع", "السفارة"],
            _ => ["treaty", "café", "cafe", "l’ambassadeur"],
        };
        let page = |number: usize| SearchPage {
            url: format!("/{lang}/page-{number}/"),
            title: format!("{} {}", words[number % 4], number % 7),
            html: format!("<h2 id=\"a\">{}</h2><p>{} {}.</p>", words[number % 3], words[(number + 1) % 4], words[1]),
            kind: ["faq", "page"][number % 2].to_owned(),
            topics: (0..number % 3).map(|topic| format!("topic-{topic}")).collect(),
            year: (!number.is_multiple_of(5)).then_some(2020 + (number % 3) as i16),
            label: "Page".to_owned(),
            date: (!number.is_multiple_of(5)).then(|| format!("day {number}")),
            standing: (number == 17).then(|| "corrected".to_owned()),
        };
        (0..40).map(page).chain([SearchPage { url: format!("/{lang}/none/"), ..SearchPage::default() }]).collect()
    }

    fn named(files: Vec<(String, IndexFile)>) -> Vec<(String, Vec<u8>)> {
        let bytes = |file| match file {
            IndexFile::New(bytes) => bytes,
            IndexFile::Kept => panic!("nothing is there to be kept"),
        };
        files.into_iter().map(|(name, file)| (name, bytes(file))).collect()
    }

    #[test]
    fn an_index_put_together_of_single_pages_holds_what_pagefind_writes_for_all() {
        for lang in ["en", "fr", "ar", "zh"] {
            let pages = pages(lang);
            let pages: Vec<&SearchPage> = pages.iter().collect();
            let mut single = IndexedPages::default();
            for page in &pages {
                let own = index_pages(lang, &[page]).unwrap();
                single.pages.extend(own.pages);
                single.excerpts.extend(own.excerpts);
            }
            let together = index_pages(lang, &pages).unwrap();
            assert!(single.pages == together.pages, "{lang}");
            assert!(single.excerpts == together.excerpts, "{lang}");
            let mut sorted = pages.clone();
            sorted.sort_by(|one, other| one.url.cmp(&other.url));
            let theirs = maker::files(lang, &sorted).unwrap();
            single.pages.reverse();
            let all: Vec<&IndexedPage> = single.pages.iter().collect();
            let ours = named(merge(lang, &all, &|_| false, &mut single.excerpts).unwrap());
            assert_eq!(found(&ours).unwrap().len(), 40);
            assert!(found(&ours).unwrap() == found(&theirs).unwrap(), "{lang}");
            assert_eq!(without_names(&ours), without_names(&theirs), "{lang}");
        }
    }

    /// The bytes of the words and filters of an index, which hold no names; and how many files of each kind there are.
    fn without_names(files: &[(String, Vec<u8>)]) -> BTreeMap<String, Vec<Vec<u8>>> {
        let mut by_ending: BTreeMap<String, Vec<Vec<u8>>> = BTreeMap::new();
        for (name, bytes) in files {
            let ending = name.rsplit_once('.').unwrap().1.to_owned();
            let has_names = ending == "pf_meta" || name == "pagefind-entry.json";
            by_ending.entry(ending).or_default().push(if has_names { Vec::new() } else { bytes.clone() });
        }
        for files in by_ending.values_mut() {
            files.sort();
        }
        by_ending
    }

    #[test]
    fn an_excerpt_that_is_nowhere_fails_the_index() {
        let pages = pages("en");
        let indexed = index_pages("en", &[&pages[0]]).unwrap();
        let all: Vec<&IndexedPage> = indexed.pages.iter().collect();
        assert!(merge("en", &all, &|_| false, &mut Excerpts::new()).is_err());
        assert!(merge("en", &all, &|_| true, &mut Excerpts::new()).is_ok(), "it is in the output");
    }
}
