//! Feeds: recent documents of a list in full, as RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1.
//!
//! A `Feed` is made once, then written in each format by a separate file that knows neither the world nor documents.
//! Ids are made from stable names (`tag_uri`), dates come from front matter; no byte depends on the build time. Hidden
//! documents shown in a preview are left out, since feed readers would keep them without their mark.

pub(in crate::render) mod dates;
mod entry;
mod tag_uri;
pub(in crate::render) mod xml;

mod atom;
mod json;
mod rss;

use jiff::{Timestamp, Zoned};

use super::view::FeedLinkView;
use super::words::t as words;
use crate::config::LangId;
use crate::plan::{FeedFormat, FeedScope};
use crate::track::World;

/// A feed in any format.
struct Feed {
    /// The `tag:` URI.
    id: String,
    /// The institution and the list.
    title: String,
    /// The description of the list, if the site has one.
    description: Option<String>,
    /// The BCP 47 tag.
    lang: String,
    /// The URL of the list.
    list_url: String,
    /// The URL of the feed.
    self_url: String,
    /// The name of the institution.
    author: String,
    /// The URL of the home page.
    author_url: String,
    /// The licence: name and URL.
    rights: Option<String>,
    /// The last change of any entry.
    updated: Zoned,
    /// The entries, newest first.
    entries: Vec<Entry>,
}

/// A document in a feed.
struct Entry {
    /// The `tag:` URI.
    id: String,
    /// The URL of the page.
    url: String,
    title: String,
    summary: Option<String>,
    /// The full text as HTML.
    html: String,
    published: Zoned,
    /// The last change, correction or withdrawal.
    updated: Zoned,
    /// The topics: id and name.
    topics: Vec<(String, String)>,
}

/// Writes a feed.
///
/// It contains the documents of a list in one language that have a date, newest first, up to `feeds.items`. For
/// [`FeedScope::All`], these are the documents of every section that has feeds.
#[must_use]
pub fn render(world: &World, scope: FeedScope, lang: LangId, format: FeedFormat) -> String {
    let feed = feed(world, scope, lang, format);
    match format {
        FeedFormat::Rss => rss::write(&feed),
        FeedFormat::Atom => atom::write(&feed),
        FeedFormat::Json => json::write(&feed),
    }
}

/// Returns the feeds of a list for autodiscovery, preferred formats first; empty if the list has none.
#[must_use]
pub fn links(world: &World, scope: FeedScope, lang: LangId) -> Vec<FeedLinkView> {
    let exists = match scope {
        FeedScope::All => true,
        FeedScope::Section(section) => world.section_settings(world.section(section, lang).settings).feeds,
        FeedScope::Topic(topic) => world.feeds().topics && world.topic_count(topic, lang) > 0,
    };
    if !exists {
        return Vec::new();
    }
    let list = title(world, scope, lang);
    let link = |feed_format: &FeedFormat| {
        let name = match feed_format {
            FeedFormat::Rss => "feed-rss",
            FeedFormat::Atom => "feed-atom",
            FeedFormat::Json => "feed-json",
        };
        FeedLinkView {
            title: format!("{list} – {}", words(world, lang, name, &[])),
            url: world.url(&format!("{}{}", list_path(world, scope, lang), feed_format.file_name())),
            media_type: feed_format.media_type(),
            format: feed_format.name(),
        }
    };
    world.feeds().formats.iter().map(link).collect()
}

/// Returns the title of the list that a feed follows.
///
/// The title is plain text in the feed's language. If a section has no title in that language, its title in another is
/// used. Only if the two languages have opposite directions is it enclosed in isolates (U+2068, U+2069): they are
/// characters that readers copy along, and nothing else here can disturb the order of a line.
#[must_use]
pub fn title(world: &World, scope: FeedScope, lang: LangId) -> String {
    match scope {
        FeedScope::All => words(world, lang, "feed-all", &[]),
        FeedScope::Section(section) => {
            let section = world.section(section, lang);
            let direction = |lang: LangId| world.locale(lang).direction().as_str();
            let isolated = direction(section.title_lang) != direction(lang);
            if isolated { format!("\u{2068}{}\u{2069}", section.title) } else { section.title.to_owned() }
        }
        FeedScope::Topic(topic) => world.topic(topic, lang).0.to_owned(),
    }
}

fn feed(world: &World, scope: FeedScope, lang: LangId, format: FeedFormat) -> Feed {
    let (tag, path) = (world.tag(lang), list_path(world, scope, lang));
    let entries: Vec<Entry> = world.feed(scope, lang).into_iter().filter_map(|doc| entry::of(world, doc)).collect();
    let updated = entries.iter().map(|entry| entry.updated.clone()).max();
    let institution = world.institution();
    Feed {
        id: tag_uri::feed(&world.feeds().authority, &scope_name(world, scope), tag),
        title: format!("{} – {}", institution.short_name[lang], title(world, scope, lang)),
        description: match scope {
            FeedScope::Section(section) => {
                world.section_words(section, lang).and_then(|section| section.words.summary.clone())
            }
            _ => None,
        },
        lang: tag.to_owned(),
        list_url: world.absolute(&path),
        self_url: world.absolute(&format!("{path}{}", format.file_name())),
        author: institution.name[lang].clone(),
        author_url: world.absolute(&format!("/{tag}/")),
        rights: world.licence().map(|licence| format!("{} {}", licence.name, licence.url)),
        updated: updated.unwrap_or_else(|| dates::zoned(newest_release(world), world.timezone())),
        entries,
    }
}

/// Returns the date of the last change for an empty feed. Atom requires a date, and it must not be the current time.
fn newest_release(world: &World) -> Timestamp {
    world.newest_release().unwrap_or(Timestamp::UNIX_EPOCH)
}

fn list_path(world: &World, scope: FeedScope, lang: LangId) -> String {
    match scope {
        FeedScope::All => format!("/{}/", world.tag(lang)),
        FeedScope::Section(section) => world.section(section, lang).path.to_owned(),
        FeedScope::Topic(topic) => world.topic(topic, lang).1.to_owned(),
    }
}

fn scope_name(world: &World, scope: FeedScope) -> String {
    match scope {
        FeedScope::All => "all".to_owned(),
        FeedScope::Section(section) => format!("section/{}", world.folder(section)),
        FeedScope::Topic(topic) => format!("topic/{}", world.topics()[topic.index()].id),
    }
}

#[cfg(test)]
mod sample;
