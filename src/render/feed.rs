//! Feeds: what is new in a list, in full, as RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1.
//!
//! A `Feed` is made of the world once and then written in each format by a file of its own that knows neither world
//! nor documents. Ids are made of what never changes (`tag_uri`), dates of front matter; no byte depends on the time
//! of the build. Documents that a preview shows are left out: a feed reader would keep them without their mark.

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
use crate::site::DocId;
use crate::track::World;

/// A feed, whatever its format.
struct Feed {
    /// `tag:` URI.
    id: String,
    /// Institution and list.
    title: String,
    /// What the list holds, where the site says it.
    description: Option<String>,
    /// BCP 47 tag.
    lang: String,
    /// Absolute address of the list.
    list_url: String,
    /// Absolute address of the feed itself.
    self_url: String,
    /// Name of the institution.
    author: String,
    /// Absolute address of the home page.
    author_url: String,
    /// Licence: name and address.
    rights: Option<String>,
    /// When anything in it changed last.
    updated: Zoned,
    /// Newest first.
    entries: Vec<Entry>,
}

/// A document in a feed.
struct Entry {
    /// `tag:` URI.
    id: String,
    /// Absolute address.
    url: String,
    title: String,
    summary: Option<String>,
    /// Full text.
    html: String,
    published: Zoned,
    /// Last change, correction or withdrawal.
    updated: Zoned,
    /// Topics: id and name.
    topics: Vec<(String, String)>,
}

/// Writes a feed.
///
/// It holds the documents of its list that have a date, in one language, newest first, as many as `feeds.items` says:
/// for [`FeedScope::All`] those of every section that has feeds.
#[must_use]
pub fn render(world: &World, scope: FeedScope, lang: LangId, format: FeedFormat) -> String {
    let feed = feed(world, scope, lang, format);
    match format {
        FeedFormat::Rss => rss::write(&feed),
        FeedFormat::Atom => atom::write(&feed),
        FeedFormat::Json => json::write(&feed),
    }
}

/// Returns the feeds of a list for autodiscovery, in the order in which they are offered; none where it has none.
#[must_use]
pub fn links(world: &World, scope: FeedScope, lang: LangId) -> Vec<FeedLinkView> {
    let exists = match scope {
        FeedScope::All => true,
        FeedScope::Section(section) => world.settings.sections[world.site.section(section).settings].feeds,
        FeedScope::Topic(topic) => {
            world.settings.feeds.topics && !world.site.topics[topic.index()].docs[lang].is_empty()
        }
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
    world.settings.feeds.formats.iter().map(link).collect()
}

/// Returns the title of the list that a feed follows.
///
/// It stands in lines of the feed's language as plain text. A section without a title in that language bears one in
/// another; only where the two run in opposite directions is it put between isolates (U+2068, U+2069): they are
/// characters that get copied along, and nothing else here can disturb the order of a line.
#[must_use]
pub fn title(world: &World, scope: FeedScope, lang: LangId) -> String {
    match scope {
        FeedScope::All => words(world, lang, "feed-all", &[]),
        FeedScope::Section(section) => {
            let (title, own) = &world.site.section(section).titles[lang];
            let direction = |lang: LangId| world.locales[lang].direction().as_str();
            if direction(*own) == direction(lang) { title.clone() } else { format!("\u{2068}{title}\u{2069}") }
        }
        FeedScope::Topic(topic) => world.settings.topics[topic.index()].name[lang].clone(),
    }
}

fn feed(world: &World, scope: FeedScope, lang: LangId, format: FeedFormat) -> Feed {
    let (settings, tag, path) = (&world.settings, world.tag(lang), list_path(world, scope, lang));
    let entries: Vec<Entry> =
        documents(world, scope, lang).into_iter().filter_map(|doc| entry::of(world, doc)).collect();
    let updated = entries.iter().map(|entry| entry.updated.clone()).max();
    let institution = &settings.institution;
    Feed {
        id: tag_uri::feed(&settings.feeds.authority, &scope_name(world, scope), tag),
        title: format!("{} – {}", institution.short_name[lang], title(world, scope, lang)),
        description: match scope {
            FeedScope::Section(section) => {
                world.site.section(section).words[lang].as_ref().and_then(|section| section.words.summary.clone())
            }
            _ => None,
        },
        lang: tag.to_owned(),
        list_url: world.absolute(&path),
        self_url: world.absolute(&format!("{path}{}", format.file_name())),
        author: institution.name[lang].clone(),
        author_url: world.absolute(&format!("/{tag}/")),
        rights: settings.licence.as_ref().map(|licence| format!("{} {}", licence.name, licence.url)),
        updated: updated.unwrap_or_else(|| dates::zoned(newest_release(world), &settings.timezone)),
        entries,
    }
}

/// The documents of a feed, newest first, no more than it holds.
fn documents(world: &World, scope: FeedScope, lang: LangId) -> Vec<DocId> {
    let site = &world.site;
    let mut docs: Vec<DocId> = match scope {
        FeedScope::All => {
            let sections = site.sections.iter().filter(|section| world.settings.sections[section.settings].feeds);
            sections.flat_map(|section| section.docs[lang].iter().copied()).collect()
        }
        FeedScope::Section(section) => site.section(section).docs[lang].clone(),
        FeedScope::Topic(topic) => site.topics[topic.index()].docs[lang].clone(),
    };
    docs.retain(|doc| site.doc(*doc).date.is_some() && site.doc(*doc).visible.mark().is_none());
    let key = |doc: &DocId| (site.doc(*doc).date.map(|date| date.instant), site.set_of(*doc).id.as_str());
    docs.sort_by(|a, b| key(b).cmp(&key(a)));
    docs.truncate(world.settings.feeds.items);
    docs
}

/// When an empty feed changed last: it can't say "now", and Atom requires a date.
fn newest_release(world: &World) -> Timestamp {
    let site = &world.site;
    let public = site.sets.iter().filter(|set| site.doc(set.source).visible.mark().is_none());
    public.filter_map(|set| set.release).max().unwrap_or(Timestamp::UNIX_EPOCH)
}

fn list_path(world: &World, scope: FeedScope, lang: LangId) -> String {
    match scope {
        FeedScope::All => format!("/{}/", world.tag(lang)),
        FeedScope::Section(section) => world.site.section(section).paths[lang].clone(),
        FeedScope::Topic(topic) => world.site.topics[topic.index()].paths[lang].clone(),
    }
}

fn scope_name(world: &World, scope: FeedScope) -> String {
    match scope {
        FeedScope::All => "all".to_owned(),
        FeedScope::Section(section) => format!("section/{}", world.site.section(section).folder),
        FeedScope::Topic(topic) => format!("topic/{}", world.settings.topics[topic.index()].id),
    }
}

#[cfg(test)]
mod sample;
