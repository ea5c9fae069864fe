//! Questions about the narrower lists of a section: which there are in a language, and what each holds.

use super::digest::Key;
use super::lists::{ListPage, range};
use super::question::Question;
use super::reader::asked;
use super::world::World;
use crate::config::LangId;
use crate::site::{Filter, Filtered, SectionId};

impl World {
    pub(super) fn filter_key(&self, filter: Filter) -> Key {
        Key::of(&filter.name(&self.settings))
    }

    /// Returns the filters with which a section's list shows anything in a language, and how much: by topic in the order
    /// of site.toml, by year, by kind.
    #[must_use]
    pub fn filters(&self, id: SectionId, lang: LangId) -> Vec<(Filter, usize)> {
        asked(Question::Filters(self.section_key(id), lang));
        self.filters_of(id, lang)
    }

    pub(super) fn filters_of(&self, id: SectionId, lang: LangId) -> Vec<(Filter, usize)> {
        let all = self.site.section(id).filtered.iter();
        let counted = all.map(|filtered| (filtered.filter, filtered.docs.0.get(lang.index()).map_or(0, Vec::len)));
        counted.filter(|(_, count)| *count > 0).collect()
    }

    /// Returns the address below the base of a section's list with a filter.
    #[must_use]
    pub fn filter_path(&self, id: SectionId, filter: Filter, lang: LangId) -> &str {
        // It is made of the section's address and the slugs of topics.
        let _ = (self.section(id, lang), self.topics());
        self.filtered(id, filter).map_or("", |filtered| &filtered.paths[lang])
    }

    /// Returns page N of a section's list with a filter, from 1.
    #[must_use]
    pub fn filter_page(&self, id: SectionId, filter: Filter, lang: LangId, page: usize) -> ListPage<'_> {
        asked(Question::FilterPage(self.section_key(id), self.filter_key(filter), lang, page as u32));
        self.filter_page_of(id, filter, lang, page)
    }

    pub(super) fn filter_page_of(&self, id: SectionId, filter: Filter, lang: LangId, page: usize) -> ListPage<'_> {
        let Some(filtered) = self.filtered(id, filter) else {
            return ListPage { docs: &[], count: 0, elsewhere: 0 };
        };
        let docs = &filtered.docs[lang];
        let size = self.settings.sections[self.site.section(id).settings].page_size;
        ListPage {
            docs: &docs[range(docs.len(), page, size)],
            count: docs.len(),
            elsewhere: filtered.sets.saturating_sub(docs.len()),
        }
    }

    /// Finds a filter of a section by its key.
    pub(super) fn filter_by_key(&self, id: SectionId, key: Key) -> Option<Filter> {
        let mut all = self.site.section(id).filtered.iter().map(|filtered| filtered.filter);
        all.find(|filter| self.filter_key(*filter) == key)
    }

    fn filtered(&self, id: SectionId, filter: Filter) -> Option<&Filtered> {
        let all = &self.site.section(id).filtered;
        all.binary_search_by_key(&filter, |filtered| filtered.filter).ok().map(|place| &all[place])
    }
}
