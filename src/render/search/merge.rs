//! The index of a language, put together from what is known of each of its pages: the same numbers in the same order as
//! Pagefind writes them for all pages at once. Files are named by digests of our own, so that a file of one name never
//! has other bytes, and one that is there already is not packed again.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use minicbor::Encoder;

use super::indexed::{Excerpts, IndexFile, IndexedPage, OnPage, PageWords};
use super::maker;
use super::parse::{MARK, Meta, short, unpacked};

/// How many numbers a piece of the words holds at least, as Pagefind has it.
const PIECE: usize = 20_000;
/// How many digits of its digest the name of an excerpt has at least. All names are in the file that each search begins
/// with.
const EXCERPT_DIGITS: usize = 12;
/// How many digits of its digest the name of any other file has.
const DIGITS: usize = 16;

/// Puts an index together. `is_there` tells whether a name is that of a file in the
/// output; excerpts that are not are taken from `excerpts`. Files are returned with their names in the index's folder.
pub(super) fn merge(
    lang: &str,
    pages: &[&IndexedPage],
    is_there: &dyn Fn(&str) -> bool,
    excerpts: &mut Excerpts,
) -> Result<Vec<(String, IndexFile)>, String> {
    let mut pages: Vec<(&str, &PageWords)> =
        pages.iter().filter_map(|page| Some((page.url.as_str(), page.words.as_ref()?))).collect();
    if pages.is_empty() {
        return Err("none of its pages has a word".to_owned());
    }
    pages.sort_unstable_by_key(|(url, _)| *url);
    let pages: Vec<&PageWords> = pages.into_iter().map(|(_, words)| words).collect();
    let program = maker::program(lang)?;
    let prefix = lang.to_lowercase();
    let mut merger = Merger { prefix, is_there, files: Vec::new() };
    let excerpts = merger.excerpts(&pages, excerpts)?;
    let fields: BTreeSet<&str> = pages.iter().flat_map(|page| page.fields.iter().map(String::as_str)).collect();
    let fields: Vec<&str> = fields.into_iter().collect();
    let pieces = merger.words(&pages, &fields)?;
    let filters = merger.filters(&pages);
    let meta = meta(&program.version, &pages, &excerpts, &pieces, &filters, &fields);
    let name = merger.put("pagefind.", ".pf_meta", &meta);
    let mut files = merger.files;
    files.extend(program.files.into_iter().map(|(name, bytes)| (name, IndexFile::New(bytes))));
    files.push(("pagefind-entry.json".to_owned(), IndexFile::New(program.entry.of(&name, pages.len())?)));
    Ok(files)
}

/// The program that searches, with what it is told first.
pub(super) struct Program {
    pub files: Vec<(String, Vec<u8>)>,
    pub version: String,
    pub entry: Entry,
}

/// The file that leads to the description of an index.
pub(super) struct Entry(serde_json::Value);

impl Program {
    /// Finds the program in the files of any index of the language.
    pub(super) fn of(files: Vec<(String, Vec<u8>)>) -> Result<Self, String> {
        let (mut version, mut entry, mut program) = (None, None, Vec::new());
        for (name, bytes) in files {
            if name.ends_with(".pf_meta") {
                version = Some(Meta::read(&unpacked(&bytes)?).map_err(|error| error.to_string())?.version);
            } else if name == "pagefind-entry.json" {
                entry = Some(Entry(serde_json::from_slice(&bytes).map_err(|error| error.to_string())?));
            } else if !name.contains(".pf_") {
                program.push((name, bytes));
            }
        }
        let missing = "Pagefind made no index of a single word";
        Ok(Self { files: program, version: version.ok_or(missing)?, entry: entry.ok_or(missing)? })
    }
}

impl Entry {
    /// Writes it for a description of this name, with this number of pages.
    fn of(mut self, name: &str, pages: usize) -> Result<Vec<u8>, String> {
        let languages = self.0.get_mut("languages").and_then(|languages| languages.as_object_mut());
        for language in languages.into_iter().flat_map(|languages| languages.values_mut()) {
            language["hash"] = name.into();
            language["page_count"] = pages.into();
        }
        serde_json::to_vec(&self.0).map_err(|error| error.to_string())
    }
}

struct Merger<'a> {
    /// The language as Pagefind writes it.
    prefix: String,
    is_there: &'a dyn Fn(&str) -> bool,
    files: Vec<(String, IndexFile)>,
}

/// A piece of the words: its first and its last word, as far as they tell it from its neighbours, and its name.
struct Piece {
    from: String,
    to: String,
    name: String,
}

impl Merger<'_> {
    /// Puts a file that is named by its bytes; returns its name without folder and ending.
    fn put(&mut self, before: &str, ending: &str, bytes: &[u8]) -> String {
        let name = format!("{}_{}", self.prefix, &hex(&short(bytes))[..DIGITS]);
        let path = format!("{before}{name}{ending}");
        let file = if (self.is_there)(&path) { IndexFile::Kept } else { IndexFile::New(packed(bytes)) };
        self.files.push((path, file));
        name
    }

    /// Puts the excerpt of each page; returns their names.
    fn excerpts(&mut self, pages: &[&PageWords], excerpts: &mut Excerpts) -> Result<Vec<String>, String> {
        let digits: Vec<String> = pages.iter().map(|page| hex(&page.excerpt)).collect();
        let is_unique = |length: &usize| {
            let names: BTreeSet<&str> = digits.iter().map(|digits| &digits[..*length]).collect();
            names.len() == digits.len()
        };
        let length = (EXCERPT_DIGITS..=32).find(is_unique).ok_or("two pages have one excerpt")?;
        let mut names = Vec::with_capacity(pages.len());
        for (page, digits) in pages.iter().zip(&digits) {
            let name = format!("{}_{}", self.prefix, &digits[..length]);
            let path = format!("fragment/{name}.pf_fragment");
            let file = match excerpts.remove(&page.excerpt) {
                _ if (self.is_there)(&path) => IndexFile::Kept,
                Some(bytes) => IndexFile::New(bytes),
                None => return Err("an excerpt is missing".to_owned()),
            };
            self.files.push((path, file));
            names.push(name);
        }
        Ok(names)
    }

    /// Puts the words of all pages, in pieces.
    fn words(&mut self, pages: &[&PageWords], fields: &[&str]) -> Result<Vec<Piece>, String> {
        let words = words(pages, fields)?;
        let mut pieces: Vec<Piece> = Vec::new();
        let mut start = 0;
        let mut size = 0;
        for (place, (_, word)) in words.iter().enumerate() {
            size += word.size();
            if size < PIECE && place + 1 < words.len() {
                continue;
            }
            let bytes = encoded(&words[start..=place]);
            let name = self.put("index/", ".pf_index", &bytes);
            pieces.push(Piece { from: words[start].0.to_owned(), to: words[place].0.to_owned(), name });
            (start, size) = (place + 1, 0);
        }
        for place in 1..pieces.len() {
            let (to, from) = told_apart(&pieces[place - 1].to, &pieces[place].from);
            if to >= pieces[place - 1].from {
                pieces[place - 1].to = to;
            }
            pieces[place].from = from;
        }
        Ok(pieces)
    }

    /// Puts what pages can be narrowed down by; returns the names of filters and of their files.
    fn filters(&mut self, pages: &[&PageWords]) -> Vec<(String, String)> {
        let mut filters: BTreeMap<&str, BTreeMap<&str, Vec<usize>>> = BTreeMap::new();
        for (number, page) in pages.iter().enumerate() {
            for (filter, value) in &page.filters {
                filters.entry(filter).or_default().entry(value).or_default().push(number);
            }
        }
        let mut named = Vec::new();
        for (filter, values) in filters {
            let mut bytes = Writer::default();
            bytes.array(2).text(filter).array(values.len());
            for (value, pages) in values {
                bytes.array(2).text(value).array(pages.len());
                for page in pages {
                    bytes.number(page);
                }
            }
            named.push((filter.to_owned(), self.put("filter/", ".pf_filter", &bytes.0)));
        }
        named
    }
}

/// A word of the index.
#[derive(Default)]
struct Word<'a> {
    places: Vec<Places<'a>>,
    /// The forms that it has with diacritics, in the order of the pages.
    forms: Vec<(&'a str, Vec<Places<'a>>)>,
}

/// The places of a word on a page.
struct Places<'a> {
    page: usize,
    length: usize,
    locations: &'a [u8],
    metadata: Vec<i32>,
}

impl Word<'_> {
    /// Returns how many numbers it adds to its piece.
    fn size(&self) -> usize {
        let places = self.places.iter().chain(self.forms.iter().flat_map(|(_, places)| places));
        places.map(|places| places.length + places.metadata.len() + 1).sum::<usize>() + self.forms.len()
    }
}

/// Collects the words of all pages, sorted.
fn words<'a>(pages: &[&'a PageWords], fields: &[&str]) -> Result<Vec<(&'a str, Word<'a>)>, String> {
    let mut words: HashMap<&str, Word<'_>> = HashMap::new();
    for (page, own) in pages.iter().enumerate() {
        let all: Vec<i32> = own
            .fields
            .iter()
            .filter_map(|field| i32::try_from(fields.binary_search(&field.as_str()).ok()?).ok())
            .collect();
        for OnPage { word, form, length, locations, mut metadata } in own.words().ok_or("a page can't be read")? {
            for number in metadata.iter_mut().filter(|number| **number < 0) {
                *number = -1 - all.get(usize::try_from(-1 - *number).unwrap_or_default()).copied().unwrap_or_default();
            }
            let places = Places { page, length: length as usize, locations, metadata };
            let word = words.entry(word).or_default();
            if form.is_empty() {
                word.places.push(places);
            } else if let Some((_, known)) = word.forms.iter_mut().find(|(known, _)| *known == form) {
                known.push(places);
            } else {
                word.forms.push((form, vec![places]));
            }
        }
    }
    let mut words: Vec<(&str, Word<'_>)> = words.into_iter().collect();
    words.sort_unstable_by_key(|(word, _)| *word);
    Ok(words)
}

/// Writes a piece of the words.
fn encoded(words: &[(&str, Word<'_>)]) -> Vec<u8> {
    let mut bytes = Writer::default();
    bytes.array(1).array(words.len());
    for (text, word) in words {
        bytes.array(3).text(text).places(&word.places).array(word.forms.len());
        for (form, places) in &word.forms {
            bytes.array(2).text(form).places(places);
        }
    }
    bytes.0
}

/// Describes an index.
fn meta(
    version: &str,
    pages: &[&PageWords],
    excerpts: &[String],
    pieces: &[Piece],
    filters: &[(String, String)],
    fields: &[&str],
) -> Vec<u8> {
    let mut bytes = Writer::default();
    bytes.array(6).text(version).array(pages.len());
    for (page, excerpt) in pages.iter().zip(excerpts) {
        bytes.array(3).text(excerpt).number(page.count as usize).text("");
    }
    bytes.array(pieces.len());
    for Piece { from, to, name } in pieces {
        bytes.array(3).text(from).text(to).text(name);
    }
    bytes.array(filters.len());
    for (filter, name) in filters {
        bytes.array(2).text(filter).text(name);
    }
    bytes.array(0).array(fields.len());
    for field in fields {
        bytes.text(field);
    }
    bytes.0
}

/// Writes CBOR to memory, which never fails.
#[derive(Default)]
struct Writer(Vec<u8>);

impl Writer {
    fn array(&mut self, length: usize) -> &mut Self {
        let _ = Encoder::new(&mut self.0).array(length as u64);
        self
    }

    fn text(&mut self, text: &str) -> &mut Self {
        let _ = Encoder::new(&mut self.0).str(text);
        self
    }

    fn number(&mut self, number: usize) -> &mut Self {
        let _ = Encoder::new(&mut self.0).u64(number as u64);
        self
    }

    /// Writes the places of a word, each page as the distance from the one before.
    fn places(&mut self, all: &[Places<'_>]) -> &mut Self {
        self.array(all.len());
        let mut before = 0;
        for Places { page, locations, metadata, .. } in all {
            self.array(3).number(page - before);
            before = *page;
            self.0.extend_from_slice(locations);
            self.array(metadata.len());
            for number in metadata {
                let _ = Encoder::new(&mut self.0).i32(*number);
            }
        }
        self
    }
}

/// Cuts two words that follow each other down to what tells them apart.
fn told_apart(one: &str, next: &str) -> (String, String) {
    let same = one.chars().zip(next.chars()).take_while(|(one, next)| one == next).count();
    (one.chars().take(same + 1).collect(), next.chars().take(same + 1).collect())
}

/// Packs a file as pagefind.js reads it.
fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut writer = GzEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::best());
    // Writing to memory never fails.
    let _ = writer.write_all(MARK).and_then(|()| writer.write_all(bytes));
    writer.finish().unwrap_or_default()
}

fn hex(digest: &[u8; 16]) -> String {
    digest.iter().fold(String::with_capacity(32), |mut hex, byte| {
        // Writing to a string never fails.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
