//! The addresses of the site's built-in pages, and a lookup of all addresses.

use std::sync::OnceLock;

use super::{Shared, Site};
use crate::config::{LangId, Settings};
use crate::content::document::key_of;

/// A built-in page that the site has in every language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OwnPage {
    /// The index of topics.
    Topics,
    /// The list of feeds.
    Feeds,
    /// The transparency hub.
    Transparency,
    /// The translation coverage.
    Coverage,
    /// The recent changes.
    Changes,
    /// The index of titles, from A to Z.
    Index,
    /// The search page, if the site has a search index.
    Search,
}

impl OwnPage {
    /// All built-in pages.
    pub const ALL: [Self; 7] =
        [Self::Topics, Self::Feeds, Self::Transparency, Self::Coverage, Self::Changes, Self::Index, Self::Search];

    /// Returns whether a site with these settings has the page.
    #[must_use]
    pub fn is_wanted(self, settings: &Settings) -> bool {
        self != Self::Search || settings.search
    }

    /// Returns the address in a language, below the base.
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

    /// Returns the id of the UI string for its title.
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

/// All addresses below the base that a text may link to: those known before the documents, and digests of all, computed
/// on first use.
#[derive(Debug, Default)]
pub(super) struct Routes {
    own: Vec<String>,
    /// The file names of feeds.
    feeds: Vec<&'static str>,
    /// Whether each section of site.toml has feeds.
    with_feeds: Vec<bool>,
    topic_feeds: bool,
    all: OnceLock<Box<[u64]>>,
}

impl Routes {
    pub(super) fn new(settings: &Settings, statics: &[String]) -> Self {
        let mut own = statics.to_vec();
        own.extend(["/", "/robots.txt", "/sitemap.xml"].map(str::to_owned));
        own.extend(settings.security.iter().map(|_| "/.well-known/security.txt".to_owned()));
        for lang in settings.languages.ids() {
            let wanted = OwnPage::ALL.into_iter().filter(|page| page.is_wanted(settings));
            own.extend(wanted.map(|page| page.path(lang, settings)));
            own.push(format!("/{}/sitemap.xml", settings.languages.tag(lang)));
        }
        Self {
            own,
            feeds: settings.feeds.formats.iter().map(|format| format.file_name()).collect(),
            with_feeds: settings.sections.iter().map(|section| section.feeds).collect(),
            topic_feeds: settings.feeds.topics,
            all: OnceLock::new(),
        }
    }

    fn digests(&self, site: &Site) -> Box<[u64]> {
        let mut all: Vec<u64> = self.own.iter().map(|path| key_of(path)).collect();
        let feeds =
            |path: &str, all: &mut Vec<u64>| all.extend(self.feeds.iter().map(|file| key_of(&[path, file].concat())));
        for doc in &site.docs {
            all.push(key_of(&doc.path));
            if matches!(site.set(doc.set).shared, Shared::Register(..)) {
                all.extend(["data.csv", "data.json"].map(|file| key_of(&[doc.path.as_str(), file].concat())));
            }
        }
        for (index, section) in site.sections.iter().enumerate() {
            all.extend(section.paths.0.iter().map(|path| key_of(path)));
            // The feeds of the home page are those of the whole site.
            if index == 0 || self.with_feeds.get(section.settings).is_some_and(|feeds| *feeds) {
                section.paths.0.iter().for_each(|path| feeds(path, &mut all));
            }
        }
        for filtered in site.sections.iter().flat_map(|section| section.filtered.iter()) {
            let is_there = |(index, _): &(usize, &String)| filtered.is_there(LangId(*index as u8));
            all.extend(filtered.paths.0.iter().enumerate().filter(is_there).map(|(_, path)| key_of(path)));
        }
        for topic in site.topics.iter() {
            let is_there = |(index, _): &(usize, &String)| topic.is_there(LangId(*index as u8));
            for (_, path) in topic.paths.0.iter().enumerate().filter(is_there) {
                all.push(key_of(path));
                if self.topic_feeds {
                    feeds(path, &mut all);
                }
            }
        }
        all.sort_unstable();
        all.into_boxed_slice()
    }
}

impl Site {
    /// Returns whether an address below the base belongs to the site.
    #[must_use]
    pub fn has_address(&self, path: &str) -> bool {
        self.has_address_key(key_of(path))
    }

    /// Returns whether an address with this key ([`key_of`]) belongs to the site.
    #[must_use]
    pub fn has_address_key(&self, key: u64) -> bool {
        self.routes.all.get_or_init(|| self.routes.digests(self)).binary_search(&key).is_ok()
    }
}
