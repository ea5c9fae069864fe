//! Other bodies in the same site: what an edit of a text changes in a process that stays.
//!
//! Where the heads of documents are as they were, the site hangs together as before, and [`link`](super::link()) would
//! find the same. Then only the documents themselves are exchanged, and the files that they show.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Doc, FileFacts, Parsed, Site};
use crate::content::Document;
use crate::diag::SourcePath;

impl Parsed {
    /// Puts a document in the place of the one made from the same file before. Tells whether the two differ in their
    /// bodies alone, so that [`Site::with_documents`] will do; otherwise the site has to be linked again.
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
    /// Makes the site with other bodies of some documents, without linking it again.
    ///
    /// Each document takes the place of the one from the same file, of which it has the [`head`](Document::head); one
    /// whose head differs is left out, since it would have to be decided again whether it may be shown
    /// ([`Parsed::replace`] tells beforehand). Documents that the site does not show are passed over.
    #[must_use]
    pub fn with_documents(&self, changed: &[Arc<Document>], files: &BTreeMap<SourcePath, FileFacts>) -> Self {
        let mut site = self.clone();
        let mut shown: BTreeMap<SourcePath, i64> = BTreeMap::new();
        for document in changed {
            let Some(before) = site.exchange(document) else { continue };
            if before.facts_digest != document.facts_digest {
                for path in files_of(document, files) {
                    *shown.entry(path).or_default() += 1;
                }
                for path in files_of(&before, files) {
                    *shown.entry(path).or_default() -= 1;
                }
            }
        }
        shown.retain(|_, change| *change != 0);
        if !shown.is_empty() {
            let mut uses: BTreeMap<SourcePath, i64> = site
                .files
                .iter()
                .zip(site.uses.iter())
                .map(|((path, _), uses)| (path.clone(), i64::from(*uses)))
                .collect();
            for (path, change) in shown {
                *uses.entry(path).or_default() += change;
            }
            site.set_files(uses, files);
        }
        site
    }

    /// Exchanges a document or the words of a section; returns what stood there.
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

    /// Every visible text: documents and the words of sections.
    pub(super) fn texts(&self) -> impl Iterator<Item = &Document> {
        let docs = self.docs.iter().map(|doc| doc.document());
        docs.chain(self.sections.iter().flat_map(|section| section.words.0.iter().flatten().map(Arc::as_ref)))
    }

    /// Takes in the files that visible documents show or offer.
    pub(super) fn show_files(&mut self, files: &BTreeMap<SourcePath, FileFacts>) {
        let mut uses: BTreeMap<SourcePath, i64> = BTreeMap::new();
        // Most sites have few files, and most texts show none.
        let texts = if files.is_empty() { None } else { Some(self.texts()) };
        for document in texts.into_iter().flatten() {
            for path in files_of(document, files) {
                *uses.entry(path).or_default() += 1;
            }
        }
        self.set_files(uses, files);
    }

    fn set_files(&mut self, uses: BTreeMap<SourcePath, i64>, files: &BTreeMap<SourcePath, FileFacts>) {
        let used = uses.into_iter().filter(|(_, uses)| *uses > 0);
        let (shown, uses): (Vec<_>, Vec<_>) = used
            .filter_map(|(path, uses)| Some(((path.clone(), files.get(&path)?.clone()), u32::try_from(uses).ok()?)))
            .unzip();
        (self.files, self.uses) = (Arc::new(shown), Arc::new(uses));
    }
}

/// The files that a text shows or offers, each once.
fn files_of(document: &Document, files: &BTreeMap<SourcePath, FileFacts>) -> BTreeSet<SourcePath> {
    let facts = document.facts.unpack();
    let links = facts.links.iter().map(|link| link.dest.split('#').next().unwrap_or(""));
    let images = facts.images.iter().map(|image| image.dest.as_str());
    let sources = facts.files.iter().map(|file| file.path.as_str());
    let picture = document.words.picture.iter().map(|picture| picture.src.value.as_str());
    let attachments = document.words.attachments.iter().map(|file| file.file.value.as_str());
    let references = links.chain(images).chain(sources).chain(picture).chain(attachments);
    references
        .filter_map(|reference| document.path.resolve(reference))
        .filter(|path| files.contains_key(path))
        .collect()
}
