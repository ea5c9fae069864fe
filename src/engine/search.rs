//! The search index of each language: a closer, made of the pages of the language when all targets are rendered.
//!
//! What its pages ask is recorded as for a target, page by page. So an index is looked at again only where an answer has
//! changed, only the pages that asked it are rendered for it, and only those of them that are others now are indexed;
//! of all others it is known what the index holds of them (`indexed`). Languages come one after the other, and nothing of
//! one is left in memory when the next begins.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::cache::{IndexedRecord, OutputRecord, Role};
use super::indexed;
use super::kept::KeptIndex;
use super::work::{Made, Work};
use super::{Report, SearchTime};
use crate::config::LangId;
use crate::diag::Diagnostic;
use crate::fs::OutPath;
use crate::output::{Rank, Sink, sha256};
use crate::render::search::{self, IndexFile, IndexedPage, PageDigest, SearchPage};
use crate::site::DocId;
use crate::track::{Key, Trace, World};

/// The search index of a language as this build leaves it.
pub(super) struct MadeIndex {
    /// The tag of the language.
    pub tag: String,
    /// The digest of its pages.
    pub digest: [u8; 16],
    /// What was asked to list its pages, and the pages; `None` where nothing was asked, and the index is that of the last
    /// build.
    pub made_of: Option<(Trace, Vec<MadePage>)>,
    /// Whether it is of an earlier build, and is to follow.
    pub lags: bool,
    /// Its files; `None` where they stay.
    pub files: Option<Vec<IndexOutput>>,
}

/// A file of an index, or a copy of one: its path, what it is, the digest of its bytes.
pub(super) type IndexOutput = (OutPath, Role, [u8; 32]);

/// A document that may be in an index.
pub(super) enum MadePage {
    /// As the last build knew it.
    Known(IndexedRecord),
    /// As it was rendered: its name, what it asked, its digest and address where it can be found.
    New(Key, Trace, Option<(PageDigest, Key)>),
}

impl MadePage {
    fn digest(&self) -> Option<PageDigest> {
        match self {
            Self::Known(record) => record.found.map(|(digest, _)| digest),
            Self::New(_, _, found) => found.map(|(digest, _)| digest),
        }
    }
}

/// Makes the search index of a language: its files, sorted by path. For whoever serves a site without building it.
///
/// # Errors
///
/// `search-failed` where Pagefind fails.
pub fn search_index(world: &Arc<World>, lang: LangId) -> Result<Vec<(OutPath, Vec<u8>)>, Diagnostic> {
    let (docs, _) = search::documents(world, lang);
    let pages: Vec<SearchPage> =
        docs.into_par_iter().with_min_len(8).filter_map(|doc| search::page(world, doc).0).collect();
    search::index(world.tag(lang), &pages)
}

/// The pages of a language: all that may be found, and those of them that had to be rendered.
#[derive(Default)]
struct Pages {
    listing: Trace,
    all: Vec<MadePage>,
    rendered: Vec<(PageDigest, SearchPage)>,
    diagnostics: Vec<Diagnostic>,
    /// How many were looked at again.
    read: usize,
}

impl Pages {
    fn of(world: &Arc<World>, lang: LangId, known: &HashMap<Key, &IndexedRecord>) -> Self {
        let (docs, listing) = search::documents(world, lang);
        let tag = world.tag(lang);
        let page = |doc: DocId| {
            let key = Key(world.untracked().site.doc(doc).document().key);
            if let Some(record) = known.get(&key) {
                return (MadePage::Known((*record).clone()), None, Vec::new());
            }
            let (page, trace, diagnostics) = search::page(world, doc);
            let page = page.map(|page| (search::digest_of_page(tag, &page), page));
            let found = page.as_ref().map(|(digest, page)| (*digest, Key::of(&page.url)));
            (MadePage::New(key, trace, found), page, diagnostics)
        };
        let made: Vec<_> = docs.into_par_iter().with_min_len(8).map(page).collect();
        let mut pages = Self { listing, ..Self::default() };
        for (page, rendered, diagnostics) in made {
            pages.read += usize::from(matches!(page, MadePage::New(..)));
            pages.all.push(page);
            pages.rendered.extend(rendered);
            pages.diagnostics.extend(diagnostics);
        }
        pages
    }

    fn digest(&self, tag: &str) -> [u8; 16] {
        search::digest(tag, self.all.iter().filter_map(MadePage::digest))
    }
}

impl Work<'_> {
    /// Makes the search indexes that are not as they are to be. Returns how many pages were read for it.
    pub(super) fn search(&self, sink: &mut dyn Sink, made: &mut Made, report: &mut Report) -> usize {
        let mut read = 0;
        for lang in self.world.languages().ids() {
            // Nothing will be put in place.
            if report.has_errors() {
                break;
            }
            let tag = self.world.tag(lang);
            let before = self.kept.index(tag);
            let may_lag = |index: &&KeptIndex| self.search == SearchTime::Later && self.leads_nowhere_else(index, lang);
            if let Some(index) = before.filter(|index| index.is_current || may_lag(index)) {
                self.keep_index(&index.files, sink, made);
                let (digest, lags) = (index.record.digest, !index.is_current);
                made.indexes.push(MadeIndex { tag: tag.into(), digest, made_of: None, lags, files: None });
                report.search_lags |= lags;
                continue;
            }
            match self.make_index(lang, before, sink, made, report) {
                Ok(pages) => read += pages,
                Err(fault) => {
                    report.diagnostics.push(fault);
                    break;
                }
            }
        }
        read
    }

    /// Makes the index of a language from what has changed; returns how many pages were read for it.
    fn make_index(
        &self,
        lang: LangId,
        before: Option<&KeptIndex>,
        sink: &mut dyn Sink,
        made: &mut Made,
        report: &mut Report,
    ) -> Result<usize, Diagnostic> {
        let tag = self.world.tag(lang);
        let mut indexed = self.indexed(tag, before);
        let is_known = |record: &&IndexedRecord| record.found.is_none_or(|(digest, _)| indexed.contains_key(&digest));
        let known = before.into_iter().flat_map(KeptIndex::unchanged).filter(is_known);
        let mut pages = Pages::of(self.world, lang, &known.map(|record| (record.document, record)).collect());
        // Pages report the same.
        let mut faults = std::mem::take(&mut pages.diagnostics);
        faults.retain(|fault| !report.diagnostics.contains(fault));
        report.diagnostics.extend(faults);
        let digest = pages.digest(tag);
        let files = if let Some(index) = before.filter(|index| index.record.digest == digest) {
            self.keep_index(&index.files, sink, made);
            None
        } else {
            let new: Vec<&SearchPage> = pages
                .rendered
                .iter()
                .filter(|(digest, _)| !indexed.contains_key(digest))
                .map(|(_, page)| page)
                .collect();
            let new = search::index_pages(tag, &new)?;
            let mut excerpts = new.excerpts;
            indexed.extend(new.pages.into_iter().map(|page| (page.page, page)));
            let all: Vec<&IndexedPage> = pages.all.iter().filter_map(|page| indexed.get(&page.digest()?)).collect();
            let there: HashMap<&OutPath, &OutputRecord> =
                before.into_iter().flat_map(|index| &index.files).map(|file| (&file.path, file)).collect();
            let files = search::merge(tag, &all, &|path| there.contains_key(path), &mut excerpts)?;
            self.remember_pages(tag, &all, made);
            Some(self.put_index(files, &there, sink, made, report))
        };
        let read = pages.read;
        let made_of = Some((pages.listing, pages.all));
        made.indexes.push(MadeIndex { tag: tag.into(), digest, made_of, lags: false, files });
        Ok(read)
    }

    /// Returns what is known of pages of a language whose excerpts are in the output.
    fn indexed(&self, tag: &str, before: Option<&KeptIndex>) -> HashMap<PageDigest, IndexedPage> {
        let (Some(folder), Some(before)) = (self.memory, before) else { return HashMap::new() };
        let mut indexed = indexed::read(folder, tag);
        let pages: HashSet<PageDigest> =
            before.record.pages.iter().filter_map(|page| page.found.map(|(digest, _)| digest)).collect();
        indexed.retain(|digest, _| pages.contains(digest));
        indexed
    }

    /// Keeps for the next build what the index of a language holds of each page.
    fn remember_pages(&self, tag: &str, pages: &[&IndexedPage], made: &mut Made) {
        if let Some(folder) = self.memory {
            made.unkept = made.unkept.take().or(indexed::write(folder, tag, pages).err());
        }
    }

    /// Tells whether every address that an index leads to still has a text to be found. What such an index says of a text
    /// may be of before an edit, never of what is not public.
    fn leads_nowhere_else(&self, index: &KeptIndex, lang: LangId) -> bool {
        let found = search::addresses(self.world, lang);
        let found: HashSet<Key> = found.iter().map(|address| Key::of(address)).collect();
        index.record.addresses().all(|address| found.contains(&address))
    }

    fn keep_index(&self, files: &[OutputRecord], sink: &mut dyn Sink, made: &mut Made) {
        for file in files {
            sink.keep(&file.path);
            made.digests.push((file.path.clone(), file.sha256));
            self.packer.retain(&file.sha256);
        }
    }

    fn put_index(
        &self,
        files: Vec<(OutPath, IndexFile)>,
        there: &HashMap<&OutPath, &OutputRecord>,
        sink: &mut dyn Sink,
        made: &mut Made,
        report: &mut Report,
    ) -> Vec<IndexOutput> {
        let mut put = Vec::with_capacity(files.len());
        for (path, file) in files {
            let IndexFile::New(bytes) = file else {
                // Files of this kind have no copies: they are packed already.
                if let Some(record) = there.get(&path) {
                    self.keep_index(std::slice::from_ref(*record), sink, made);
                    put.push((path, Role::Search, record.sha256));
                }
                continue;
            };
            let digest = sha256(&bytes);
            // The entry leads to all else, so it comes last.
            let rank = if path.as_str().ends_with("entry.json") { Rank::List } else { Rank::Asset };
            let packed = self.packer.pack(&path, &bytes, &digest);
            let copies = self.put(&path, rank, (&bytes, digest), packed, sink, made, report);
            put.push((path, Role::Search, digest));
            put.extend(copies.into_iter().map(|(path, digest)| (path, Role::Copy, digest)));
        }
        put
    }
}
