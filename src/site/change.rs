//! When a document changed last in a way that readers should know of: what feeds, sitemaps and structured data say.

use super::ids::DocId;
use super::{Site, When};

/// The latest of release, `updated`, change notes that are not minor, corrections and withdrawal.
///
/// Without any of these, the document has no such date. A minor note changes an entry and leaves its date.
fn last_change(site: &Site, id: DocId) -> Option<When> {
    let (doc, set) = (site.doc(id), site.set_of(id));
    let note = doc.change_notes().iter().find(|note| !note.is_minor).and_then(|note| note.date.when());
    let corrected = set.corrections.iter().filter_map(|notice| {
        let notice = site.doc(site.set(*notice).source);
        notice.released.max(notice.date)
    });
    let withdrawn = set.withdrawn.and_then(|withdrawal| withdrawal.on);
    [doc.released, doc.date, doc.updated, note, withdrawn].into_iter().flatten().chain(corrected).max()
}

/// Notes the last change of each document, once it is known what corrects what.
pub(super) fn note_all(site: &mut Site) {
    let changes: Vec<Option<When>> = (0..site.docs.len()).map(|index| last_change(site, DocId::new(index))).collect();
    for (doc, changed) in site.docs.iter_mut().zip(changes) {
        if let Some(doc) = std::sync::Arc::get_mut(doc) {
            doc.changed = changed;
        }
    }
}
