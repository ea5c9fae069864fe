//! Computes the last change of each document that readers should know about. Feeds, sitemaps and structured data
//! publish it.

use super::ids::DocId;
use super::{Site, When};

/// Returns the latest of release, `updated`, change notes that are not minor, corrections and withdrawal.
///
/// Returns `None` if there is none of these. A minor note changes a feed entry but not its date.
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

/// Stores the last change of each document. Corrections must be linked before.
pub(super) fn note_all(site: &mut Site) {
    let changes: Vec<Option<When>> = (0..site.docs.len()).map(|index| last_change(site, DocId::new(index))).collect();
    for (doc, changed) in site.docs.iter_mut().zip(changes) {
        if let Some(doc) = std::sync::Arc::get_mut(doc) {
            doc.changed = changed;
        }
    }
}
