//! Questions about changes: change notes, corrections, withdrawals, and the days on which a text changed in git.
//!
//! Shows only visible documents, only changes since their release, and never the subject or author of a commit.

use jiff::civil::Date;

use super::question::Question;
use super::reader::asked;
use super::world::World;
use crate::config::LangId;
use crate::site::DocId;

/// The number of recent changes to list.
const RECENT: usize = 50;

/// A change of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangeFacts<'a> {
    /// The day of the change.
    pub day: Date,
    /// `added`, `changed`, `corrected` or `withdrawn`.
    pub kind: &'static str,
    /// The document.
    pub doc: DocId,
    /// The change note for readers.
    pub note: Option<&'a str>,
}

impl World {
    /// Returns the public changes of a document, newest first.
    #[must_use]
    pub fn changes(&self, id: DocId) -> Vec<ChangeFacts<'_>> {
        asked(Question::Document(self.key(id)));
        for notice in &self.set_of(id).corrections {
            asked(Question::Document(self.key(self.in_language(*notice, self.lang_of(id)))));
        }
        self.changes_of(id)
    }

    pub(super) fn changes_of(&self, id: DocId) -> Vec<ChangeFacts<'_>> {
        let (doc, set) = (self.site.doc(id), self.site.set_of(id));
        let words = &doc.document().words;
        let notes = doc.change_notes().iter();
        let mut changes: Vec<ChangeFacts<'_>> = notes
            .filter_map(|change| {
                let day = change.date.when()?.day;
                Some(ChangeFacts { day, kind: "changed", doc: id, note: Some(&change.note) })
            })
            .collect();
        for notice in &set.corrections {
            let summary = self.site.doc(self.site.in_language(*notice, doc.lang)).document().words.summary.as_deref();
            let date = self.site.set(*notice).date;
            changes.extend(date.map(|date| ChangeFacts { day: date.day, kind: "corrected", doc: id, note: summary }));
        }
        let withdrawn = set.withdrawn.and_then(|withdrawal| withdrawal.on);
        let reason = words.reason.as_deref();
        changes.extend(withdrawn.map(|date| ChangeFacts { day: date.day, kind: "withdrawn", doc: id, note: reason }));
        changes.sort_by(|a, b| b.day.cmp(&a.day).then_with(|| a.kind.cmp(b.kind)));
        changes
    }

    /// Returns recent changes of all documents in a language, newest first.
    #[must_use]
    pub fn recent_changes(&self, lang: LangId) -> Vec<ChangeFacts<'_>> {
        asked(Question::Changes(lang));
        self.recent_changes_of(lang)
    }

    pub(super) fn recent_changes_of(&self, lang: LangId) -> Vec<ChangeFacts<'_>> {
        let zone = &self.settings.timezone;
        let mut entries: Vec<ChangeFacts<'_>> = Vec::new();
        for set in self.site.sets.iter() {
            let Some(id) = set.docs[lang].filter(|_| set.expired.is_none()) else { continue };
            let mut days: Vec<Date> =
                self.history_of(id).map(|change| change.at.to_zoned(zone.clone()).date()).collect();
            days.dedup();
            if let Some(oldest) = days.last().copied() {
                let released = set.release.map(|release| release.to_zoned(zone.clone()).date());
                let added = released.map_or(oldest, |released| released.max(oldest));
                entries.push(ChangeFacts { day: added, kind: "added", doc: id, note: None });
                let later = days.iter().filter(|day| **day > added);
                entries.extend(later.map(|day| ChangeFacts { day: *day, kind: "changed", doc: id, note: None }));
            }
            for change in self.changes_of(id) {
                let same = |entry: &&mut ChangeFacts<'_>| {
                    entry.doc == id && entry.day == change.day && entry.kind == "changed" && change.kind == "changed"
                };
                match entries.iter_mut().rev().take_while(|entry| entry.doc == id).find(same) {
                    Some(entry) => entry.note = change.note,
                    None => entries.push(change),
                }
            }
        }
        let set_id = |doc: DocId| self.site.set_of(doc).id.as_str();
        entries.sort_by(|a, b| {
            b.day.cmp(&a.day).then_with(|| set_id(a.doc).cmp(set_id(b.doc))).then_with(|| a.kind.cmp(b.kind))
        });
        entries.truncate(RECENT);
        entries
    }
}
