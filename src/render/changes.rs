//! Views of changes to documents.

use super::view::{ChangeEntryView, ChangeView};
use super::{cards, words};
use crate::config::LangId;
use crate::site::DocId;
use crate::track::World;

/// Makes the views of a document's changes, newest first.
pub fn of_document(world: &World, id: DocId) -> Vec<ChangeView> {
    let lang = world.lang_of(id);
    let changes = world.changes(id).into_iter();
    changes
        .map(|change| ChangeView {
            date: words::day(world, lang, change.day),
            kind: change.kind,
            note: change.note.map(str::to_owned),
        })
        .collect()
}

/// Makes the views of recent changes to all documents in a language, newest first.
pub fn recent(world: &World, lang: LangId) -> Vec<ChangeEntryView> {
    let changes = world.recent_changes(lang).into_iter();
    changes
        .map(|change| ChangeEntryView {
            date: words::day(world, lang, change.day),
            kind: change.kind,
            card: cards::card(world, change.doc, lang),
            note: change.note.map(str::to_owned),
        })
        .collect()
}
