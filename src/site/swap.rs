//! Replaces document bodies in a linked `Site`, so that the dev server need not relink after a body edit.
//!
//! If the heads of all documents are unchanged, [`link`](super::link()) would give the same site. So only the documents
//! and the files that they show are replaced.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Doc, FileFacts, Parsed, Published, Site, pictures, reference};
use crate::config::LangId;
use crate::content::Document;
use crate::content::markdown::{DirectiveKind, Facts};
use crate::diag::SourcePath;

impl Parsed {
    /// Replaces the document made from the same file. Returns whether only the body differs, so that
    /// [`Site::with_documents`] is enough; otherwise the site must be linked again.
    pub fn replace(&mut self, document: Arc<Document>) -> bool {
        match self.documents.binary_search_by(|other| other.path.cmp(&document.path)) {
            Ok(place) => {
                let same = self.documents[place].head == document.head;
                self.documents[place] = document;
                same
            }
            Err(place) => {
                self.documents.insert(place, document);
                false
            }
        }
    }
}

impl Site {
    /// Returns a copy of the site with some bodies replaced, without linking it again.
    ///
    /// Each document replaces the one from the same file. It must have the same [`head`](Document::head), since a
    /// different head could change whether it may be shown; otherwise it is ignored ([`Parsed::replace`] tells in
    /// advance). Documents that the site does not show are ignored as well.
    #[must_use]
    pub fn with_documents(&self, changed: &[Arc<Document>], files: &BTreeMap<SourcePath, FileFacts>) -> Self {
        let mut site = Self { contacts: Arc::default(), ..self.clone() };
        let mut changes = Uses::new();
        for document in changed {
            let Some(before) = site.exchange(document) else { continue };
            if before.facts_digest != document.facts_digest {
                for used in site.files_of(document, files) {
                    *changes.entry(used).or_default() += 1;
                }
                for used in site.files_of(&before, files) {
                    *changes.entry(used).or_default() -= 1;
                }
            }
        }
        changes.retain(|_, change| *change != 0);
        if !changes.is_empty() {
            let mut uses = Uses::new();
            for (file, (shown, offered)) in site.files.iter().zip(site.uses.iter()) {
                uses.insert((file.path.clone(), Use::Shown), i64::from(*shown));
                uses.insert((file.path.clone(), Use::Offered), i64::from(*offered));
            }
            for (used, change) in changes {
                *uses.entry(used).or_default() += change;
            }
            site.set_files(uses, files);
        }
        site
    }

    /// Replaces a document or a section text; returns the old one.
    fn exchange(&mut self, document: &Arc<Document>) -> Option<Arc<Document>> {
        if let Some(id) = self.doc_by_key(document.key) {
            let doc = &mut self.docs[id.index()];
            let visible = doc.visible.with_body(document)?;
            let before = Arc::clone(doc.visible.shared());
            *doc = Arc::new(Doc { visible, ..Doc::clone(doc) });
            return Some(before);
        }
        let section = self.find_section(&document.folder)?;
        let words = self.sections[section.index()].words.0.get_mut(document.lang.index())?.as_mut()?;
        if words.key != document.key || words.head != document.head {
            return None;
        }
        Some(std::mem::replace(words, Arc::clone(document)))
    }

    /// Iterates over all visible texts: documents and section texts.
    pub(super) fn texts(&self) -> impl Iterator<Item = &Document> {
        let docs = self.docs.iter().map(|doc| doc.document());
        docs.chain(self.sections.iter().flat_map(|section| section.words.0.iter().flatten().map(Arc::as_ref)))
    }

    /// Collects the files that visible documents show or offer.
    pub(super) fn show_files(&mut self, files: &BTreeMap<SourcePath, FileFacts>) {
        let mut uses = Uses::new();
        // Most sites have few files, and most texts show none.
        let texts = if files.is_empty() { None } else { Some(self.texts()) };
        for document in texts.into_iter().flatten() {
            for used in self.files_of(document, files) {
                *uses.entry(used).or_default() += 1;
            }
        }
        let docs = if files.is_empty() { &[] } else { self.docs.as_slice() };
        for doc in docs.iter().filter(|doc| doc.document().words.picture.is_none()) {
            // The lead picture of the source, which may have a version for this language.
            let source = self.doc(self.set(doc.set).source).document();
            let picture = source.words.picture.as_ref();
            if let Some(used) = picture.and_then(|picture| self.shown(source, &picture.src.value, doc.lang, files)) {
                *uses.entry(used).or_default() += 1;
            }
        }
        self.set_files(uses, files);
    }

    /// Returns the file to show for a picture in a language.
    pub(super) fn picture<'a>(
        &self,
        from: &Document,
        named: &str,
        lang: LangId,
        files: &'a BTreeMap<SourcePath, FileFacts>,
    ) -> Option<(SourcePath, &'a FileFacts)> {
        let tag = self.tags.get(lang.index());
        let is_there = |path: &SourcePath| {
            files.contains_key(path) || tag.is_some_and(|tag| files.contains_key(&pictures::localised(path, tag)))
        };
        let path = reference::file(&from.path, named, is_there).ok()?.path;
        let own = self.tags.get(lang.index()).map(|tag| pictures::localised(&path, tag));
        let path = own.filter(|own| files.contains_key(own)).unwrap_or(path);
        let facts = files.get(&path)?;
        Some((path, facts))
    }

    /// Returns the file to show for a picture in a language, and its use.
    fn shown(
        &self,
        from: &Document,
        named: &str,
        lang: LangId,
        files: &BTreeMap<SourcePath, FileFacts>,
    ) -> Option<(SourcePath, Use)> {
        let (path, facts) = self.picture(from, named, lang, files).filter(|(_, facts)| pictures::is_possible(facts))?;
        Some((path, if facts.format.is_some() { Use::Shown } else { Use::Offered }))
    }

    /// Returns whether a text names a picture that this program can't show.
    pub(super) fn lacks_picture(&self, files: &BTreeMap<SourcePath, FileFacts>) -> bool {
        self.texts().any(|document| {
            let facts = document.facts.unpack();
            let (shown, _) = references(document, &facts);
            let mut pictures =
                shown.into_iter().filter_map(|named| self.picture(document, named, document.lang, files));
            pictures.any(|(_, facts)| !pictures::is_possible(facts))
        })
    }

    /// Returns the files that a text shows or offers, each once.
    fn files_of(&self, document: &Document, files: &BTreeMap<SourcePath, FileFacts>) -> BTreeSet<(SourcePath, Use)> {
        let facts = document.facts.unpack();
        let (shown, offered) = references(document, &facts);
        let shown = shown.into_iter().filter_map(|named| self.shown(document, named, document.lang, files));
        let offered = offered.into_iter().filter_map(|named| {
            let found = reference::file(&document.path, named, |path| files.contains_key(path));
            found.ok().map(|named| named.path)
        });
        shown.chain(offered.map(|path| (path, Use::Offered))).collect()
    }

    fn set_files(&mut self, uses: Uses, files: &BTreeMap<SourcePath, FileFacts>) {
        let mut counts: BTreeMap<SourcePath, (u32, u32)> = BTreeMap::new();
        for ((path, how), uses) in uses {
            let uses = u32::try_from(uses).unwrap_or(0);
            let (shown, offered) = counts.entry(path).or_default();
            *(if how == Use::Shown { shown } else { offered }) += uses;
        }
        counts.retain(|path, uses| *uses != (0, 0) && files.contains_key(path));
        let published = counts.iter().filter_map(|(path, (shown, offered))| {
            let facts = files.get(path)?.clone();
            Some(Published { path: path.clone(), facts, is_shown: *shown > 0, is_offered: *offered > 0 })
        });
        self.files = Arc::new(published.collect());
        self.uses = Arc::new(counts.into_values().collect());
    }
}

/// The use of a file in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Use {
    /// Shown as a picture, in generated versions.
    Shown,
    /// Published unchanged.
    Offered,
}

/// The number of texts that use each file.
type Uses = BTreeMap<(SourcePath, Use), i64>;

/// Returns the references of a text: pictures to show, and files to offer.
pub(super) fn references<'a>(document: &'a Document, facts: &'a Facts) -> (Vec<&'a str>, Vec<&'a str>) {
    let links = facts.links.iter().map(|link| link.dest.as_str());
    let images = facts.images.iter().map(|image| image.dest.as_str());
    // The poster of a video is a picture; the video and its captions are not.
    let shows = |kind| matches!(kind, DirectiveKind::Figure | DirectiveKind::Video);
    let (shown, data): (Vec<_>, Vec<_>) = facts.files.iter().partition(|file| shows(file.directive));
    let picture = document.words.picture.iter().map(|picture| picture.src.value.as_str());
    let attachments = document.words.attachments.iter().map(|file| file.file.value.as_str());
    let shown = images.chain(shown.into_iter().map(|file| file.path.as_str())).chain(picture);
    let offered = links.chain(data.into_iter().map(|file| file.path.as_str())).chain(attachments);
    (shown.collect(), offered.collect())
}
