//! Questions about the filtered lists of a section: which exist in a language, and what each contains.

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

    /// Returns the filters that select anything from a section's list in a language, with counts: topics in the order
    /// of site.toml, then years, then kinds.
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

    /// Returns the address below the base of a section's filtered list.
    #[must_use]
    pub fn filter_path(&self, id: SectionId, filter: Filter, lang: LangId) -> &str {
        // The address depends on the section's address and the slugs of topics, so ask for both.
        let _ = (self.section(id, lang), self.topics());
        self.filtered(id, filter).map_or("", |filtered| &filtered.paths[lang])
    }

    /// Returns page N of a section's filtered list, from 1.
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
