//! Filtered lists of a section: by topic, by year, by kind of statement.
//!
//! They are made from the section's own sorted list, so they contain the same documents and never a hidden one. A
//! filter that matches nothing in a language has no page there, unless its documents have expired: a published address
//! must not stop working.

use std::collections::BTreeMap;

use super::ids::{DocId, TopicId};
use super::{Section, Shared, Site};
use crate::config::{Facet, LangId, PerLang, Settings};
use crate::content::kinds::statement::SUBTYPES;

/// A filter of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Filter {
    /// A topic.
    Topic(TopicId),
    /// The year of publication.
    Year(i16),
    /// A kind of statement, by its index in [`SUBTYPES`].
    Kind(u8),
}

impl Filter {
    /// Returns the facet of the filter.
    #[must_use]
    pub fn facet(self) -> Facet {
        match self {
            Self::Topic(_) => Facet::Topic,
            Self::Year(_) => Facet::Year,
            Self::Kind(_) => Facet::Kind,
        }
    }

    /// Returns the subtype, if this is a filter by kind.
    #[must_use]
    pub fn subtype(self) -> Option<&'static str> {
        match self {
            Self::Kind(place) => SUBTYPES.get(usize::from(place)).copied(),
            _ => None,
        }
    }

    /// Returns a name that is stable between builds.
    #[must_use]
    pub fn name(self, settings: &Settings) -> String {
        match self {
            Self::Topic(topic) => format!("topic/{}", settings.topics[topic.index()].id),
            Self::Year(year) => format!("year/{year}"),
            Self::Kind(_) => format!("kind/{}", self.subtype().unwrap_or_default()),
        }
    }
}

/// A section's list with a filter.
#[derive(Debug)]
pub struct Filtered {
    /// The filter.
    pub filter: Filter,
    /// The documents by language, in the order of the section.
    pub docs: PerLang<Vec<DocId>>,
    /// The number of sets across languages.
    pub sets: usize,
    /// The address below the base, by language.
    pub paths: PerLang<String>,
    /// Whether it contained an answer that has expired, by language.
    pub held_before: PerLang<bool>,
}

impl Filtered {
    /// Returns whether the list exists in a language. A list whose documents have expired stays, so that its address
    /// works.
    #[must_use]
    pub fn is_there(&self, lang: LangId) -> bool {
        !self.docs[lang].is_empty() || self.held_before[lang]
    }
}

/// The contents of a filtered list while it is filled.
struct Entries {
    docs: PerLang<Vec<DocId>>,
    sets: usize,
    held_before: PerLang<bool>,
}

/// Makes the filtered lists of a section, sorted by filter. `expired` are documents that have left its lists.
pub(super) fn of_section(site: &Site, section: &Section, expired: &[DocId], settings: &Settings) -> Vec<Filtered> {
    // The root of content/ has no list: its page is the home page.
    if section.parent.is_none() {
        return Vec::new();
    }
    let facets = &settings.sections[section.settings].filters;
    let languages = settings.languages.order.len();
    let empty = || Entries {
        docs: PerLang(vec![Vec::new(); languages]),
        sets: 0,
        held_before: PerLang(vec![false; languages]),
    };
    let mut lists: BTreeMap<Filter, Entries> = BTreeMap::new();
    let filters = |id: DocId| of_document(site, id).filter(|filter| facets.contains(&filter.facet()));
    for id in section.docs.0.iter().flatten() {
        let (doc, set) = (site.doc(*id), site.set_of(*id));
        for filter in filters(*id) {
            let list = lists.entry(filter).or_insert_with(empty);
            list.docs.0[doc.lang.index()].push(*id);
            list.sets += usize::from(set.source == *id);
        }
    }
    for id in expired {
        for filter in filters(*id) {
            lists.entry(filter).or_insert_with(empty).held_before.0[site.doc(*id).lang.index()] = true;
        }
    }
    let filtered = lists.into_iter().map(|(filter, Entries { docs, sets, held_before })| {
        let path = |lang| {
            let list = &section.paths[lang];
            match filter {
                Filter::Topic(topic) => {
                    format!("{list}{}/{}/", settings.topics_slug[lang], settings.topics[topic.index()].slug[lang])
                }
                Filter::Year(year) => format!("{list}{year}/"),
                Filter::Kind(_) => format!("{list}kind/{}/", filter.subtype().unwrap_or_default()),
            }
        };
        Filtered { filter, docs, sets, paths: PerLang(settings.languages.ids().map(path).collect()), held_before }
    });
    filtered.collect()
}

/// Returns all filters that match a document.
fn of_document(site: &Site, id: DocId) -> impl Iterator<Item = Filter> {
    let set = site.set_of(id);
    let kind = match &set.shared {
        Shared::Statement(statement) => SUBTYPES.iter().position(|subtype| *subtype == statement.subtype),
        _ => None,
    };
    let year = site.doc(id).date.map(|date| Filter::Year(date.day.year()));
    let kind = kind.map(|place| Filter::Kind(place as u8));
    set.topics.iter().map(|topic| Filter::Topic(*topic)).chain(year).chain(kind)
}
