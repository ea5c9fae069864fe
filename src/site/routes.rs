//! Addresses of the site's own pages, and which addresses there are.

use std::sync::OnceLock;

use super::{Shared, Site};
use crate::config::{LangId, Settings};
use crate::content::document::key_of;

/// A page that the site itself has in every language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OwnPage {
    /// Index of topics.
    Topics,
    /// List of feeds.
    Feeds,
    /// Transparency hub.
    Transparency,
    /// Translation coverage.
    Coverage,
    /// Recent changes.
    Changes,
    /// Index of titles, from A to Z.
    Index,
    /// Search, where the site has an index to search.
    Search,
}

impl OwnPage {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Topics, Self::Feeds, Self::Transparency, Self::Coverage, Self::Changes, Self::Index, Self::Search];

    /// Tells whether a site with these settings has it.
    #[must_use]
    pub fn is_wanted(self, settings: &Settings) -> bool {
        self != Self::Search || settings.search
    }

    /// Returns its address in a language, below the base.
    #[must_use]
    pub fn path(self, lang: LangId, settings: &Settings) -> String {
        let tag = settings.languages.tag(lang);
        match self {
            Self::Topics => format!("/{tag}/{}/", settings.topics_slug[lang]),
            Self::Feeds => format!("/{tag}/feeds/"),
            Self::Transparency => format!("/{tag}/transparency/"),
            Self::Coverage => format!("/{tag}/transparency/translations/"),
            Self::Changes => format!("/{tag}/transparency/changes/"),
            Self::Index => format!("/{tag}/a-z/"),
            Self::Search => format!("/{tag}/{}/", settings.search_slug[lang]),
        }
    }

    /// Returns the name that menus use.
    #[must_use]
    pub fn menu_name(self) -> &'static str {
        match self {
            Self::Topics => "topics",
            Self::Feeds => "feeds",
            Self::Transparency => "transparency",
            Self::Coverage => "coverage",
            Self::Changes => "changes",
            Self::Index => "a-z",
            Self::Search => "search",
        }
    }

    /// Returns the id of its title among the UI strings.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Topics => "all-topics",
            Self::Feeds => "feeds",
            Self::Transparency => "transparency",
            Self::Coverage => "translation-coverage",
            Self::Changes => "recent-changes",
            Self::Index => "a-z",
            Self::Search => "search",
        }
    }
}

/// Every address that a text may lead to, below the base: the site's own, known before its documents, and digests of
/// all, made when the first is asked for.
#[derive(Debug, Default)]
pub(super) struct Routes {
    own: Vec<String>,
    /// The names of the files of a feed.
    feeds: Vec<&'static str>,
    /// Whether sections have feeds, by their places in the settings; whether topics have.
    with_feeds: (Vec<bool>, bool),
    all: OnceLock<Box<[u64]>>,
}

impl Routes {
    pub(super) fn new(settings: &Settings, statics: &[String]) -> Self {
        let mut own = statics.to_vec();
        own.push("/".to_owned());
        let feeds: Vec<&'static str> = settings.feeds.formats.iter().map(|format| format.file_name()).collect();
        for lang in settings.languages.ids() {
            let tag = settings.languages.tag(lang);
            own.extend(feeds.iter().map(|name| format!("/{tag}/{name}")));
            let wanted = OwnPage::ALL.into_iter().filter(|page| page.is_wanted(settings));
            own.extend(wanted.map(|page| page.path(lang, settings)));
        }
        let with_feeds = settings.sections.iter().map(|section| section.feeds).collect();
        Self { own, feeds, with_feeds: (with_feeds, settings.feeds.topics), all: OnceLock::new() }
    }

    fn digests(&self, site: &Site) -> Box<[u64]> {
        let mut all: Vec<u64> = self.own.iter().map(|path| key_of(path)).collect();
        all.extend(site.docs.iter().map(|doc| key_of(&doc.path)));
        all.extend(site.sections.iter().flat_map(|section| section.paths.0.iter().map(|path| key_of(path))));
        for filtered in site.sections.iter().flat_map(|section| section.filtered.iter()) {
            let with_items = filtered.paths.0.iter().zip(&filtered.docs.0).filter(|(_, docs)| !docs.is_empty());
            all.extend(with_items.map(|(path, _)| key_of(path)));
        }
        for topic in site.topics.iter() {
            let with_items = topic.paths.0.iter().zip(&topic.docs.0).filter(|(_, docs)| !docs.is_empty());
            all.extend(with_items.map(|(path, _)| key_of(path)));
        }
        let registers = site.docs.iter().filter(|doc| matches!(site.set(doc.set).shared, Shared::Register(..)));
        all.extend(registers.flat_map(|doc| ["data.csv", "data.json"].map(|name| key_of(&[&doc.path, name].concat()))));
        let (of_sections, of_topics) = &self.with_feeds;
        let sections = site.sections.iter().skip(1);
        let sections = sections.filter(|section| of_sections.get(section.settings) == Some(&true));
        let topics = site.topics.iter().filter(|_| *of_topics);
        let topics = topics.flat_map(|topic| topic.paths.0.iter().zip(&topic.docs.0));
        let topics = topics.filter(|(_, docs)| !docs.is_empty()).map(|(path, _)| path);
        for list in sections.flat_map(|section| &section.paths.0).chain(topics) {
            all.extend(self.feeds.iter().map(|name| key_of(&[list, *name].concat())));
        }
        all.sort_unstable();
        all.into_boxed_slice()
    }
}

impl Site {
    /// Tells whether an address below the base is one of the site's.
    #[must_use]
    pub fn has_address(&self, path: &str) -> bool {
        self.has_address_key(key_of(path))
    }

    /// Tells whether an address with this key ([`key_of`]) is one of the site's.
    #[must_use]
    pub fn has_address_key(&self, key: u64) -> bool {
        self.routes.all.get_or_init(|| self.routes.digests(self)).binary_search(&key).is_ok()
    }
}
