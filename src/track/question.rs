//! The questions that a target may ask during rendering.
//!
//! A question is plain data with the same meaning in every build: it names things by [`Key`]s, not by arena indices, so
//! a question of the last build can be asked of this one. `answer` computes the digest of each answer; `world` is where
//! renders ask.

use serde::{Deserialize, Serialize};

use super::digest::Key;
use crate::config::{Kind, LangId};

/// A question that a target has asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Question {
    /// A group of settings.
    Setting(Group),
    /// The definition of a UI string in a language.
    Text(LangId, Key),
    /// A template with all templates that it uses.
    Template(Key),
    /// The address of a theme asset, which changes with its bytes.
    Asset(Key),
    /// Whether an address belongs to the site.
    Address(Key),
    /// Whether an instant, in microseconds since 1970, is past.
    Past(i64),
    /// The document or section with an id.
    Named(Key),
    /// A document in one language: front matter, address, dates.
    Document(Key),
    /// A document across languages: its shared fields and its relations to others.
    Set(Key),
    /// The languages in which a document exists, with their addresses.
    Versions(Key),
    /// The facts of a document for a link.
    Link(Key),
    /// The facts of a document for a list.
    Card(Key),
    /// The body of a text, with the targets of its links.
    Body(Key),
    /// Whether a text is older than its source.
    Freshness(Key),
    /// How complete the git history is.
    HistoryState,
    /// The documents of a section to read in sequence.
    Chapters(Key),
    /// A section in a language: title, address, position.
    Section(Key, LangId),
    /// The text of a section in a language, without its body.
    SectionWords(Key, LangId),
    /// All sections, with their kinds.
    Sections,
    /// The sections directly below one.
    Below(Key),
    /// The number of documents in a section in a language.
    SectionCount(Key, LangId),
    /// Page N of a section's list in a language.
    SectionPage(Key, LangId, u32),
    /// The filters that select anything from a section's list in a language, with counts.
    Filters(Key, LangId),
    /// Page N of a section's filtered list in a language.
    FilterPage(Key, Key, LangId, u32),
    /// The documents of a section across languages.
    SectionSets(Key),
    /// The number of documents in a topic in a language.
    TopicCount(Key, LangId),
    /// Page N of a topic's list in a language.
    TopicPage(Key, LangId, u32),
    /// The first documents of a kind in a language, for the home page.
    First(Kind, LangId, u32),
    /// Documents that a template asked for: section, kind, language, maximum number.
    Listing(Option<Key>, Option<Kind>, LangId, u32),
    /// The documents of a feed.
    Feed(Key, LangId),
    /// The time of the most recent release.
    NewestRelease,
    /// The contacts that visible texts show.
    Contacts,
    /// The number of translated documents of a section.
    Coverage(Key),
    /// Recent changes in a language.
    Changes(LangId),
    /// The contents of all sitemaps.
    Map,
    /// An old address.
    Old(Key),
    /// All old addresses.
    OldAddresses,
    /// Withdrawn texts and the addresses of files, for comparison with another release.
    Takeable,
    /// The occupants of all addresses: text, list, feed or file.
    Occupants,
    /// The bytes of a file.
    File(Key),
    /// The share card of a document: its content, and its address, which changes with everything that it is drawn with.
    ShareCard(Key),
    /// The share card of the institution in a language.
    SiteCard(LangId),
    /// The fonts of share cards.
    Fonts,
}

/// A group of settings that are asked for together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Group {
    /// The base URL, and whether the site is a preview.
    Base,
    /// The default time zone, and its name.
    Timezone,
    /// The institution.
    Institution,
    /// The licence of the content.
    Licence,
    /// Menus.
    Menus,
    /// The settings of feeds.
    Feeds,
    /// The parameters of the theme.
    Parameters,
    /// The content of security.txt.
    Security,
    /// Other hosts that the site uses.
    Hosts,
    /// Contacts.
    Contacts,
    /// The settings of section folders.
    Sections,
    /// The names and addresses of topics, and the address of search, if there is one.
    Topics,
    /// Banners.
    Notices,
    /// Whether pages are minified, and how.
    Minify,
    /// The settings for publishing.
    Publishing,
}

/// The variant of a question, without its arguments.
pub type QuestionKind = std::mem::Discriminant<Question>;

impl Question {
    /// Returns one question of every variant, for code that must handle all of them.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let (key, lang) = (Key(0), LangId(0));
        vec![
            Self::Setting(Group::Base),
            Self::Text(lang, key),
            Self::Template(key),
            Self::Asset(key),
            Self::Address(key),
            Self::Past(0),
            Self::Named(key),
            Self::Document(key),
            Self::Set(key),
            Self::Versions(key),
            Self::Link(key),
            Self::Card(key),
            Self::Body(key),
            Self::Freshness(key),
            Self::HistoryState,
            Self::Chapters(key),
            Self::Section(key, lang),
            Self::SectionWords(key, lang),
            Self::Sections,
            Self::Below(key),
            Self::SectionCount(key, lang),
            Self::SectionPage(key, lang, 1),
            Self::Filters(key, lang),
            Self::FilterPage(key, key, lang, 1),
            Self::SectionSets(key),
            Self::TopicCount(key, lang),
            Self::TopicPage(key, lang, 1),
            Self::First(Kind::Page, lang, 1),
            Self::Listing(None, None, lang, 1),
            Self::Feed(key, lang),
            Self::NewestRelease,
            Self::Contacts,
            Self::Coverage(key),
            Self::Changes(lang),
            Self::Map,
            Self::Old(key),
            Self::OldAddresses,
            Self::Takeable,
            Self::Occupants,
            Self::File(key),
            Self::ShareCard(key),
            Self::SiteCard(lang),
            Self::Fonts,
        ]
    }
}
