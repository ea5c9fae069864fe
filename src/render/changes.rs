//! What changed: change notes, corrections, withdrawals, and the days on which git saw a text change.
//!
//! Only visible documents are shown, only from their release on, and never a commit's subject or author.

use jiff::civil::Date;

use super::view::{ChangeEntryView, ChangeView};
use super::{cards, words};
use crate::config::LangId;
use crate::site::DocId;
use crate::track::World;

/// Entries of the list of recent changes.
const RECENT: usize = 50;

/// What the page of a document says of its changes, newest first.
pub fn of_document(world: &World, id: DocId) -> Vec<ChangeView> {
    let (doc, set) = (world.site.doc(id), world.site.set_of(id));
    let mut changes: Vec<(Date, &'static str, Option<String>)> = doc
        .document()
        .words
        .change_notes
        .iter()
        .map(|change| (change.date, "changed", Some(change.note.clone())))
        .collect();
    for notice in &set.corrections {
        let summary = world.site.doc(world.site.in_language(*notice, doc.lang)).document().words.summary.clone();
        changes.extend(world.site.set(*notice).date.map(|date| (date.day, "corrected", summary)));
    }
    changes.extend(
        set.withdrawn
            .and_then(|withdrawal| withdrawal.on)
            .map(|date| (date.day, "withdrawn", doc.document().words.reason.clone())),
    );
    changes.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let view = |(date, kind, note)| ChangeView { date: words::day(world, doc.lang, date), kind, note };
    changes.into_iter().map(view).collect()
}

/// Recent changes of all documents in a language, newest first.
pub fn recent(world: &World, lang: LangId) -> Vec<ChangeEntryView> {
    let zone = &world.settings.timezone;
    let mut entries: Vec<(Date, &'static str, DocId, Option<String>)> = Vec::new();
    for set in world.site.sets.iter() {
        let Some(id) = set.docs[lang] else { continue };
        let doc = world.site.doc(id);
        let released = set.release.map(|release| release.to_zoned(zone.clone()).date());
        let seen = world.inputs.history.of(&doc.document().path).iter().filter(|change| change.at <= world.inputs.now);
        let mut days: Vec<Date> = seen.map(|change| change.at.to_zoned(zone.clone()).date()).collect();
        days.dedup();
        let added = released.into_iter().chain(days.last().copied()).max();
        let added = added.filter(|_| !days.is_empty());
        entries.extend(added.map(|day| (day, "added", id, None)));
        for day in days.iter().filter(|day| added.is_some_and(|added| **day > added)) {
            entries.push((*day, "changed", id, None));
        }
        for change in of_document_dates(world, id) {
            let (day, kind, note) = change;
            match entries
                .iter_mut()
                .find(|entry| entry.0 == day && entry.2 == id && entry.1 == "changed" && kind == "changed")
            {
                Some(entry) => entry.3 = note,
                None => entries.push((day, kind, id, note)),
            }
        }
    }
    entries.sort_by(|a, b| {
        b.0.cmp(&a.0).then_with(|| world.site.set_of(a.2).id.cmp(&world.site.set_of(b.2).id)).then_with(|| a.1.cmp(b.1))
    });
    entries.truncate(RECENT);
    entries
        .into_iter()
        .map(|(day, kind, id, note)| ChangeEntryView {
            date: words::day(world, lang, day),
            kind,
            card: cards::card(world, id, lang),
            note,
        })
        .collect()
}

fn of_document_dates(world: &World, id: DocId) -> Vec<(Date, &'static str, Option<String>)> {
    of_document(world, id)
        .into_iter()
        .filter_map(|change| Some((change.date.iso.parse().ok()?, change.kind, change.note)))
        .collect()
}
