//! Addresses of the site's own pages, and which addresses there are.

use super::Site;
use crate::config::{LangId, Settings};

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
}

impl OwnPage {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Topics, Self::Feeds, Self::Transparency, Self::Coverage, Self::Changes];

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
        }
    }
}

/// Every address that a text may lead to, below the base, sorted.
#[derive(Debug, Default)]
pub struct Routes(Vec<String>);

impl Routes {
    pub(super) fn new(site: &Site, settings: &Settings, statics: Vec<String>) -> Self {
        let mut paths = statics;
        paths.push("/".to_owned());
        paths.extend(site.docs.iter().map(|doc| doc.path.clone()));
        paths.extend(site.sections.iter().flat_map(|section| section.paths.0.iter().cloned()));
        for topic in site.topics.iter() {
            let with_items = topic.paths.0.iter().zip(&topic.docs.0).filter(|(_, docs)| !docs.is_empty());
            paths.extend(with_items.map(|(path, _)| path.clone()));
        }
        for lang in settings.languages.ids() {
            paths.extend(OwnPage::ALL.map(|page| page.path(lang, settings)));
        }
        paths.sort();
        paths.dedup();
        Self(paths)
    }
}

impl Site {
    /// Tells whether an address below the base is one of the site's.
    #[must_use]
    pub fn has_address(&self, path: &str) -> bool {
        self.routes.0.binary_search_by(|other| other.as_str().cmp(path)).is_ok()
    }
}
