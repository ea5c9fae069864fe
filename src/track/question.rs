//! What a target may ask while it is rendered.
//!
//! A question is plain data that means the same in every build: things are named by [`Key`]s, not by places in arenas,
//! so a question of the last build can be asked of this one. `answer` says what the answer to each is; `world` is where
//! renders ask them.

use serde::{Deserialize, Serialize};

use super::digest::Key;
use crate::config::{Kind, LangId};

/// Something a target asked of the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Question {
    /// A group of settings.
    Setting(Group),
    /// A UI string: its definition in a language.
    Text(LangId, Key),
    /// A template with everything that it reaches.
    Template(Key),
    /// The address of an asset of the theme, which changes with its bytes.
    Asset(Key),
    /// Whether an address is one of the site's.
    Address(Key),
    /// Whether an instant, in microseconds since 1970, is past.
    Past(i64),
    /// Which document or section an id names.
    Named(Key),
    /// A document in one language: front matter, address, dates.
    Document(Key),
    /// A document across languages: what they share, how it stands to others.
    Set(Key),
    /// The languages in which a document exists, with the addresses.
    Versions(Key),
    /// A document as a link shows it.
    Link(Key),
    /// A document as a list shows it.
    Card(Key),
    /// The body of a text, with where its links lead.
    Body(Key),
    /// Whether a text is older than its source.
    Freshness(Key),
    /// How much of the git history is there.
    HistoryState,
    /// The documents among which one is read in order: those of its section.
    Chapters(Key),
    /// A section in a language: title, address, place.
    Section(Key, LangId),
    /// The words of a section in a language: whether there are any, and which, the body apart.
    SectionWords(Key, LangId),
    /// All sections: which there are and what they hold.
    Sections,
    /// The sections within one.
    Below(Key),
    /// How many documents a section has in a language.
    SectionCount(Key, LangId),
    /// Page N of a section's list in a language.
    SectionPage(Key, LangId, u32),
    /// With which filters a section's list shows anything in a language, and how much.
    Filters(Key, LangId),
    /// Page N of a section's list with a filter, in a language.
    FilterPage(Key, Key, LangId, u32),
    /// The documents of a section, whatever their languages.
    SectionSets(Key),
    /// How many documents a topic has in a language.
    TopicCount(Key, LangId),
    /// Page N of a topic's list in a language.
    TopicPage(Key, LangId, u32),
    /// The first documents of a kind in a language, as the home page shows them.
    First(Kind, LangId, u32),
    /// Documents that a template asked for: section, kind, language, how many.
    Listing(Option<Key>, Option<Kind>, LangId, u32),
    /// The documents of a feed.
    Feed(Key, LangId),
    /// When anything was released last.
    NewestRelease,
    /// Which contacts visible texts show.
    Contacts,
    /// How far a section is translated.
    Coverage(Key),
    /// Recent changes in a language.
    Changes(LangId),
    /// Everything that sitemaps list.
    Map,
    /// An old address.
    Old(Key),
    /// All old addresses.
    OldAddresses,
    /// Which texts are withdrawn, and the addresses of files: what another release may take back.
    Takeable,
    /// The occupant of every address: which text, list, feed or file.
    Occupants,
    /// The bytes of a file.
    File(Key),
    /// A share card of a document: what it shows, and its address, which changes with all that it is drawn with.
    ShareCard(Key),
    /// The share card of the institution in a language.
    SiteCard(LangId),
    /// The fonts of share cards.
    Fonts,
}

/// Settings that are asked for together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Group {
    /// Where the site is published, and whether as a preview.
    Base,
    /// The zone of dates, and its name.
    Timezone,
    /// Who speaks.
    Institution,
    /// The licence of the content.
    Licence,
    /// Menus.
    Menus,
    /// Feeds.
    Feeds,
    /// Parameters of the theme.
    Parameters,
    /// security.txt.
    Security,
    /// Hosts beside the site.
    Hosts,
    /// Contacts.
    Contacts,
    /// What folders are.
    Sections,
    /// Topics: names and addresses; the address of search, where there is any.
    Topics,
    /// Banners.
    Notices,
    /// Whether and where pages are minified.
    Minify,
    /// How the site is published.
    Publishing,
}

/// The sorts of questions, for naming one without its particulars.
pub type QuestionKind = std::mem::Discriminant<Question>;

impl Question {
    /// One question of every sort, for whoever has to go through all of them.
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
