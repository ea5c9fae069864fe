//! The occupant of each address that others may have linked to: a text with its id, a list and what it lists, a feed, a
//! file. A publication compares the occupants of two releases instead of guessing from the form of an address.
//!
//! Occupants are part of the output, so they contain only public facts.

use serde::{Deserialize, Serialize};

use super::{FeedScope, Plan, Target, What};
use crate::config::{LangId, Settings};
use crate::site::{DocId, Site};

/// The occupant of an address.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Occupant {
    /// The language chooser.
    Chooser,
    /// The home page of a language.
    Home {
        /// The BCP 47 tag.
        lang: String,
    },
    /// A text in one language.
    Text {
        /// Its stable id; for a statement, its reference.
        id: String,
        /// The BCP 47 tag.
        lang: String,
        /// Earlier ids, as published in `formerly`.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        formerly: Vec<String>,
    },
    /// The records of a register.
    Data {
        /// The id of the register.
        id: String,
        /// The BCP 47 tag.
        lang: String,
    },
    /// A page of a section's list.
    List {
        /// The section's folder below content/.
        section: String,
        /// The BCP 47 tag.
        lang: String,
        /// The page number, from 1.
        page: usize,
    },
    /// A page of a section's list, filtered by year, topic or kind.
    Narrowed {
        /// The section's folder below content/.
        section: String,
        /// The filter: `year/2026`, `topic/trade`, `kind/speech`.
        to: String,
        /// The BCP 47 tag.
        lang: String,
        /// The page number, from 1.
        page: usize,
    },
    /// A page of a topic's list.
    Topic {
        /// The topic's id.
        topic: String,
        /// The BCP 47 tag.
        lang: String,
        /// The page number, from 1.
        page: usize,
    },
    /// A feed.
    Feed {
        /// Its scope: the whole site, a section or a topic.
        of: FeedOf,
        /// The BCP 47 tag.
        lang: String,
    },
    /// A built-in page of the site.
    Own {
        /// The name that menus use.
        page: String,
        /// The BCP 47 tag.
        lang: String,
    },
    /// The sitemap of a language.
    Sitemap {
        /// The BCP 47 tag.
        lang: String,
    },
    /// A file of `static/`.
    Static,
    /// A file for programs: the sitemap index, robots.txt, security.txt.
    Machine,
    /// A redirect: an alias or a row of redirects.csv.
    Moved,
    /// An occupant that only a later version of the program knows.
    #[serde(other)]
    Unknown,
}

/// The scope of a feed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FeedOf {
    /// All documents in feeds.
    All,
    /// A section, by its folder.
    Section(String),
    /// A topic, by its id.
    Topic(String),
}

impl Occupant {
    /// Returns the id and the language tag of a text.
    #[must_use]
    pub fn text(&self) -> Option<(&str, &str)> {
        match self {
            Self::Text { id, lang, .. } => Some((id, lang)),
            _ => None,
        }
    }

    /// Returns the language tag of the occupant.
    #[must_use]
    pub fn lang(&self) -> Option<&str> {
        match self {
            Self::Home { lang }
            | Self::Text { lang, .. }
            | Self::Data { lang, .. }
            | Self::List { lang, .. }
            | Self::Narrowed { lang, .. }
            | Self::Topic { lang, .. }
            | Self::Feed { lang, .. }
            | Self::Sitemap { lang }
            | Self::Own { lang, .. } => Some(lang),
            Self::Chooser | Self::Static | Self::Machine | Self::Moved | Self::Unknown => None,
        }
    }
}

/// Returns the occupants of a plan's addresses, in the order of their files. Omits files with a digest in their
/// address, error pages, old addresses and server rules.
pub fn occupants<'a>(
    plan: &'a Plan,
    site: &'a Site,
    settings: &'a Settings,
) -> impl Iterator<Item = (String, Occupant)> + 'a {
    plan.targets.iter().filter_map(|target| Some((target.path.address(), of(target, site, settings)?)))
}

fn of(target: &Target, site: &Site, settings: &Settings) -> Option<Occupant> {
    let tag = |lang: LangId| settings.languages.tag(lang).to_string();
    let text = |doc: DocId| (site.set_of(doc).id.clone(), tag(site.doc(doc).lang));
    Some(match &target.what {
        What::Chooser => Occupant::Chooser,
        What::Home(lang) => Occupant::Home { lang: tag(*lang) },
        What::Document(doc) => {
            let (id, lang) = text(*doc);
            Occupant::Text { id, lang, formerly: site.set_of(*doc).formerly.clone() }
        }
        What::RegisterCsv(doc) | What::RegisterJson(doc) => {
            let (id, lang) = text(*doc);
            Occupant::Data { id, lang }
        }
        What::Section(section, lang, page) => {
            let section = site.section(*section).folder.clone();
            Occupant::List { section, lang: tag(*lang), page: *page }
        }
        What::Filtered(section, filter, lang, page) => {
            let section = site.section(*section).folder.clone();
            Occupant::Narrowed { section, to: filter.name(settings), lang: tag(*lang), page: *page }
        }
        What::Topic(topic, lang, page) => {
            let topic = settings.topics[topic.index()].id.clone();
            Occupant::Topic { topic, lang: tag(*lang), page: *page }
        }
        What::Feed(scope, lang, _) => {
            let of = match scope {
                FeedScope::All => FeedOf::All,
                FeedScope::Section(section) => FeedOf::Section(site.section(*section).folder.clone()),
                FeedScope::Topic(topic) => FeedOf::Topic(settings.topics[topic.index()].id.clone()),
            };
            Occupant::Feed { of, lang: tag(*lang) }
        }
        What::Own(page, lang) => Occupant::Own { page: page.menu_name().to_owned(), lang: tag(*lang) },
        What::Static(_) => Occupant::Static,
        What::Sitemap(lang) => Occupant::Sitemap { lang: tag(*lang) },
        What::SitemapIndex | What::Robots | What::SecurityTxt => Occupant::Machine,
        What::NotFound(_)
        | What::NotFoundChooser
        | What::Asset(_)
        | What::File(_)
        | What::Picture(..)
        | What::Card(_)
        | What::Moved(_)
        | What::HostRules(_) => return None,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{FeedOf, Occupant};

    #[test]
    fn an_occupant_is_read_as_it_was_written() {
        let lang = || "en".to_owned();
        let all = [
            Occupant::Chooser,
            Occupant::Text { id: "M/2026/001".into(), lang: lang(), formerly: vec!["M/2026/9".into()] },
            Occupant::Narrowed { section: "press".into(), to: "year/2026".into(), lang: lang(), page: 2 },
            Occupant::Feed { of: FeedOf::All, lang: lang() },
            Occupant::Feed { of: FeedOf::Topic("trade".into()), lang: lang() },
            Occupant::Static,
        ];
        for occupant in all {
            let text = serde_json::to_string(&occupant).unwrap();
            assert_eq!(serde_json::from_str::<Occupant>(&text).unwrap(), occupant, "{text}");
        }
        assert_eq!(serde_json::from_str::<Occupant>("{\"is\":\"hologram\"}").unwrap(), Occupant::Unknown);
    }
}
