//! Reading feeds by the rules of their formats: what a format forbids is a fault, what it says is a [`Feed`].

use jiff::{Timestamp, Zoned};
use serde_json::Value as Json;

use crate::xml::{self, Element};
use crate::{portal_build, text};

const ATOM: &str = "http://www.w3.org/2005/Atom";
const CONTENT: &str = "http://purl.org/rss/1.0/modules/content/";

/// What a feed says, whatever its format.
#[derive(Debug, Default)]
pub struct Feed {
    /// What its format forbids.
    pub faults: Vec<String>,
    /// Title.
    pub title: String,
    /// BCP 47 tag.
    pub language: String,
    /// Where it says to be.
    pub self_url: String,
    /// The list that it follows.
    pub home: String,
    /// Entries.
    pub items: Vec<Item>,
}

/// An entry.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// Id.
    pub id: String,
    /// Its page.
    pub url: String,
    /// Title.
    pub title: String,
    /// When it was published.
    pub published: Option<Timestamp>,
    /// When it changed; RSS does not say.
    pub updated: Option<Timestamp>,
    /// Full text, as HTML.
    pub content: String,
}

/// Every feed of the portal, with its path.
pub fn portal_feeds() -> Vec<(&'static str, &'static str)> {
    let names = ["feed.xml", "atom.xml", "feed.json"];
    let is_feed = |path: &&String| names.iter().any(|name| path.ends_with(&format!("/{name}")));
    let feeds = portal_build().keys().filter(is_feed);
    feeds.map(|path| (path.as_str(), text(portal_build(), path))).collect()
}

/// Reads a feed by the rules of its format.
pub fn read(path: &str, text: &str) -> Feed {
    let mut feed = Feed::default();
    let outcome = match path.rsplit('/').next().unwrap() {
        "feed.xml" => xml::parse(text).and_then(|root| rss(&root, &mut feed)),
        "atom.xml" => xml::parse(text).and_then(|root| atom(&root, &mut feed)),
        _ => serde_json::from_str(text).map_err(|fault| fault.to_string()).and_then(|root| json(&root, &mut feed)),
    };
    feed.faults.extend(outcome.err());
    feed
}

/// Notes a fault unless something holds.
pub fn must(holds: bool, faults: &mut Vec<String>, fault: impl FnOnce() -> String) {
    if !holds {
        faults.push(fault());
    }
}

fn rss(root: &Element, feed: &mut Feed) -> Result<(), String> {
    let Feed { faults, title, language, self_url, home, items } = feed;
    must(root.name == "rss" && root.attribute("version") == Some("2.0"), faults, || "not RSS 2.0".into());
    let channel = root.one("channel").ok_or("not one channel")?;
    let said = |element: &Element, name: &str| {
        let text = element.text_of(name).map(str::to_owned);
        text.filter(|text| !text.trim().is_empty()).ok_or(format!("not one `{name}`, or an empty one"))
    };
    (*title, *home, *language) = (said(channel, "title")?, said(channel, "link")?, said(channel, "language")?);
    said(channel, "description")?;
    if channel.all("lastBuildDate").count() > 0 {
        rfc822(&said(channel, "lastBuildDate")?)?;
    }
    let mut links = channel.all_in(ATOM, "link").filter(|link| link.attribute("rel") == Some("self"));
    let own = links.next().filter(|_| links.next().is_none()).ok_or("not one link to itself")?;
    must(own.attribute("type") == Some("application/rss+xml"), faults, || "the link to itself has another type".into());
    own.attribute("href").unwrap_or_default().clone_into(self_url);
    for item in channel.all("item") {
        let guid = item.one("guid").ok_or("not one guid")?;
        must(guid.attribute("isPermaLink") == Some("false"), faults, || "a guid passes for an address".into());
        let contents: Vec<&Element> = item.all_in(CONTENT, "encoded").collect();
        must(contents.len() == 1, faults, || "not one content".into());
        let published = Some(rfc822(&said(item, "pubDate")?)?);
        items.push(Item {
            id: guid.text.clone(),
            url: said(item, "link")?,
            title: said(item, "title")?,
            published,
            updated: None,
            content: contents.first().map(|content| content.text.clone()).unwrap_or_default(),
        });
    }
    Ok(())
}

fn atom(root: &Element, feed: &mut Feed) -> Result<(), String> {
    let Feed { faults, title, language, self_url, home, items } = feed;
    must(root.name == "feed" && root.namespace == ATOM, faults, || "not Atom".into());
    // RFC 4287, section 4.1.1: one id, title and updated; an author, who speaks for entries without one.
    let said = |element: &Element, name: &str| {
        let text = element.text_of(name).map(str::to_owned);
        text.filter(|text| !text.trim().is_empty()).ok_or(format!("not one `{name}`, or an empty one"))
    };
    let link = |element: &Element, rel: &str| {
        let mut links = element.all("link").filter(|link| link.attribute("rel").unwrap_or("alternate") == rel);
        let href = links.next().and_then(|link| link.attribute("href")).map(str::to_owned);
        href.filter(|_| links.next().is_none()).ok_or(format!("not one link of relation `{rel}`"))
    };
    (*title, *self_url, *home) = (said(root, "title")?, link(root, "self")?, link(root, "alternate")?);
    must(is_tag_uri(&said(root, "id")?), faults, || "the feed's id is no tag URI".into());
    root.attribute("xml:lang").ok_or("no language")?.clone_into(language);
    said(root.one("author").ok_or("not one author")?, "name")?;
    let updated = rfc3339(&said(root, "updated")?)?;
    for entry in root.all("entry") {
        let content = entry.one("content").ok_or("not one content")?;
        must(content.attribute("type") == Some("html"), faults, || "content of another type".into());
        let item = Item {
            id: said(entry, "id")?,
            url: link(entry, "alternate")?,
            title: said(entry, "title")?,
            published: Some(rfc3339(&said(entry, "published")?)?),
            updated: Some(rfc3339(&said(entry, "updated")?)?),
            content: content.text.clone(),
        };
        must(item.updated >= item.published, faults, || format!("`{}` is updated before it is published", item.id));
        must(item.updated <= Some(updated), faults, || format!("`{}` is newer than its feed", item.id));
        items.push(item);
    }
    Ok(())
}

fn json(root: &Json, feed: &mut Feed) -> Result<(), String> {
    let Feed { faults, title, language, self_url, home, items } = feed;
    let said = |value: &Json, name: &str| match &value[name] {
        Json::String(text) if !text.trim().is_empty() => Ok(text.clone()),
        other => Err(format!("`{name}` is {other}")),
    };
    must(said(root, "version")? == "https://jsonfeed.org/version/1.1", faults, || "not JSON Feed 1.1".into());
    (*title, *language) = (said(root, "title")?, said(root, "language")?);
    (*self_url, *home) = (said(root, "feed_url")?, said(root, "home_page_url")?);
    must(root["authors"][0]["name"].is_string(), faults, || "no author".into());
    for item in root["items"].as_array().ok_or("`items` is no list")? {
        // 1.1 has `author` no more; a value that is not there is left out, never null.
        let nulls = item.as_object().ok_or("an item is no object")?.values().any(Json::is_null);
        must(!nulls && item["author"].is_null(), faults, || "an item has a null or an `author`".into());
        items.push(Item {
            id: said(item, "id")?,
            url: said(item, "url")?,
            title: said(item, "title")?,
            published: Some(rfc3339(&said(item, "date_published")?)?),
            updated: Some(rfc3339(&said(item, "date_modified")?)?),
            content: said(item, "content_html")?,
        });
    }
    Ok(())
}

fn rfc822(text: &str) -> Result<Timestamp, String> {
    let zoned: Zoned = jiff::fmt::rfc2822::parse(text).map_err(|fault| format!("`{text}`: {fault}"))?;
    Ok(zoned.timestamp())
}

fn rfc3339(text: &str) -> Result<Timestamp, String> {
    let shape = text.len() >= 20 && text.as_bytes()[10] == b'T' && !text.contains('[');
    text.parse().ok().filter(|_| shape).ok_or(format!("`{text}` is no date of RFC 3339"))
}

/// `tag:` authority `,` date `:` specific (RFC 4151, section 2.1).
pub fn is_tag_uri(id: &str) -> bool {
    let Some((entity, specific)) = id.strip_prefix("tag:").and_then(|rest| rest.split_once(':')) else { return false };
    let Some((authority, date)) = entity.split_once(',') else { return false };
    let parts: Vec<&str> = date.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    authority.contains('.')
        && authority.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c))
        && matches!(lengths[..], [4] | [4, 2] | [4, 2, 2])
        && parts.concat().chars().all(|c| c.is_ascii_digit())
        && !specific.is_empty()
        && specific.chars().all(|c| c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/%".contains(c))
}
