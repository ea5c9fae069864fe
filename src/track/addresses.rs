//! Questions about addresses without a page of their own, asked by server rules and by publications.

use std::collections::HashMap;

use super::digest::Key;
use super::question::Question;
use super::reader::asked;
use super::world::World;
use crate::config::Redirect;
use crate::plan::{self, Occupant};
use crate::site::{DocId, Gone, Published};

/// Where an old address is defined: its index among the aliases, the removed documents or the rows of redirects.csv.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct OldPlace {
    pub alias: Option<usize>,
    pub gone: Option<usize>,
    pub redirect: Option<usize>,
}

impl World {
    /// Finds where an old address is defined.
    pub(super) fn old_place(&self, key: Key) -> Option<OldPlace> {
        let places = self.old_places.get_or_init(|| {
            let mut places: HashMap<Key, OldPlace> = HashMap::new();
            for (index, alias) in self.site.aliases.iter().enumerate() {
                places.entry(Key::of(&alias.old)).or_default().alias.get_or_insert(index);
            }
            for (index, gone) in self.site.gone.iter().enumerate() {
                places.entry(Key::of(&gone.path)).or_default().gone.get_or_insert(index);
            }
            for (index, redirect) in self.settings.redirects.iter().enumerate() {
                places.entry(Key::of(&redirect.name())).or_default().redirect.get_or_insert(index);
            }
            places
        });
        places.get(&key).copied()
    }

    /// Returns all old addresses: aliases with their targets, removed documents, and the rows of redirects.csv.
    #[must_use]
    pub fn old_addresses(&self) -> (Vec<(&str, &str)>, &[Gone], &[Redirect]) {
        asked(Question::OldAddresses);
        let aliases = self.site.aliases.iter();
        let aliases = aliases.map(|alias| (alias.old.as_str(), alias.path.as_str())).collect();
        (aliases, &self.site.gone, &self.settings.redirects)
    }

    /// Returns what a rollback must be able to compare with a later release: the addresses of withdrawn documents, and
    /// those of files beside texts.
    #[must_use]
    pub fn takeable(&self) -> (Vec<&str>, Vec<String>) {
        asked(Question::Takeable);
        self.takeable_of()
    }

    pub(super) fn takeable_of(&self) -> (Vec<&str>, Vec<String>) {
        let docs = (0..self.site.docs.len()).map(DocId::new);
        let withdrawn = docs.filter(|doc| self.site.set_of(*doc).withdrawn.is_some());
        let withdrawn = withdrawn.map(|doc| self.site.doc(doc).path.as_str()).collect();
        (withdrawn, self.site.files.iter().flat_map(Published::addresses).collect())
    }

    /// Returns the occupant of every address that others may have linked to.
    pub fn occupants(&self) -> impl Iterator<Item = (String, Occupant)> + '_ {
        asked(Question::Occupants);
        self.occupants_of()
    }

    pub(super) fn occupants_of(&self) -> impl Iterator<Item = (String, Occupant)> + '_ {
        plan::occupants(&self.plan, &self.site, &self.settings)
    }

    /// Returns the addresses of the lists of all sections and topics.
    #[must_use]
    pub fn lists(&self) -> Vec<&str> {
        asked(Question::OldAddresses);
        self.lists_of()
    }

    /// Skips the first section: it is the site itself, and its home pages are not lists.
    pub(super) fn lists_of(&self) -> Vec<&str> {
        let sections = self.site.sections.iter().skip(1).flat_map(|section| &section.paths.0);
        let languages = || self.settings.languages.ids();
        let topics = self.site.topics.iter().flat_map(|topic| {
            let there = languages().filter(|lang| topic.is_there(*lang));
            there.map(|lang| &topic.paths[lang]).collect::<Vec<_>>()
        });
        sections.chain(topics).map(String::as_str).collect()
    }
}
