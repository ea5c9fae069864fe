//! The search index of each language: a closer, made of the pages of the language when all targets are rendered.
//!
//! What its pages ask is recorded as for a target, so an index is looked at again only where an answer has changed, and
//! made again only where that changed its pages. Pagefind can't change an index, so the text of all pages of a language
//! is then needed: it is rendered here, language by language, and dropped again.

use std::collections::HashSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::cache::{OutputRecord, Role};
use super::kept::KeptIndex;
use super::work::{Made, Work};
use super::{Report, SearchTime};
use crate::config::LangId;
use crate::diag::Diagnostic;
use crate::fs::OutPath;
use crate::output::{Rank, Sink, sha256};
use crate::render::search::{self, SearchPage};
use crate::track::{Key, Question, Trace, World};

/// What became of the search index of a language.
pub(super) struct MadeIndex {
    /// The tag of the language.
    pub tag: String,
    /// The digest of its pages.
    pub digest: [u8; 16],
    /// What was asked and the addresses that it leads to; `None` where nothing was asked, and the index is that of the
    /// last build.
    pub made_of: Option<(Trace, Vec<Key>)>,
    /// Whether it is of an earlier build, and is to follow.
    pub lags: bool,
    /// Its files; `None` where they stay.
    pub files: Option<Vec<(OutPath, Role, [u8; 32])>>,
}

/// Makes the search index of a language: its files, sorted by path. For whoever serves a site without building it.
///
/// # Errors
///
/// `search-failed` where Pagefind fails.
pub fn search_index(world: &Arc<World>, lang: LangId) -> Result<Vec<(OutPath, Vec<u8>)>, Diagnostic> {
    let (pages, _, _) = pages(world, lang);
    search::index(world.tag(lang), &pages)
}

/// Renders what readers of a language may find.
fn pages(world: &Arc<World>, lang: LangId) -> (Vec<SearchPage>, Trace, Vec<Diagnostic>) {
    let (docs, trace) = search::documents(world, lang);
    let rendered: Vec<_> = docs.into_par_iter().with_min_len(8).map(|doc| search::page(world, doc)).collect();
    let mut asked: Vec<Question> = trace.questions().to_vec();
    let (mut pages, mut faults) = (Vec::with_capacity(rendered.len()), Vec::new());
    for (page, trace, diagnostics) in rendered {
        asked.extend_from_slice(trace.questions());
        pages.extend(page);
        faults.extend(diagnostics);
    }
    (pages, Trace::new(asked), faults)
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
            let (pages, trace, faults) = pages(self.world, lang);
            read += pages.len();
            // Pages report the same.
            let faults = faults.into_iter().filter(|fault| !report.diagnostics.contains(fault));
            let faults: Vec<Diagnostic> = faults.collect();
            report.diagnostics.extend(faults);
            let digest = search::digest(tag, &pages);
            let files = match before.filter(|index| index.record.digest == digest) {
                Some(index) => {
                    self.keep_index(&index.files, sink, made);
                    None
                }
                None => match search::index(tag, &pages) {
                    Ok(files) => Some(self.put_index(files, sink, made, report)),
                    Err(fault) => {
                        report.diagnostics.push(fault);
                        break;
                    }
                },
            };
            let made_of = Some((trace, pages.iter().map(|page| Key::of(&page.url)).collect()));
            made.indexes.push(MadeIndex { tag: tag.into(), digest, made_of, lags: false, files });
        }
        read
    }

    /// Tells whether every address that an index leads to still has a text to be found. What such an index says of a text
    /// may be of before an edit, never of what is not public.
    fn leads_nowhere_else(&self, index: &KeptIndex, lang: LangId) -> bool {
        let found = search::addresses(self.world, lang);
        let found: HashSet<Key> = found.iter().map(|address| Key::of(address)).collect();
        index.record.addresses.iter().all(|address| found.contains(address))
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
        files: Vec<(OutPath, Vec<u8>)>,
        sink: &mut dyn Sink,
        made: &mut Made,
        report: &mut Report,
    ) -> Vec<(OutPath, Role, [u8; 32])> {
        let mut put = Vec::with_capacity(files.len());
        for (path, bytes) in files {
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
