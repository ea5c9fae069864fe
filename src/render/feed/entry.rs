//! A document as an entry of a feed, for readers who never open the page.
//!
//! A correction or withdrawal must reach them too. It therefore counts as a change, and stands before the text.

use std::fmt::Write as _;

use quick_xml::escape::escape;

use super::{Entry, dates, tag_uri, words};
use crate::config::LangId;
use crate::locale::Arg;
use crate::render::body;
use crate::render::words::standing as standing_words;
use crate::site::{Doc, DocId, Set, SetId, When, Words};
use crate::track::{self, Key, World};

/// Makes the entry of a document; `None` where it has no date.
pub(super) fn of(world: &World, id: DocId) -> Option<Entry> {
    let (doc, set) = (world.doc(id), world.set_of(id));
    let zone = world.timezone();
    let published = doc.date?;
    let updated = doc.last_change().unwrap_or(published).instant;
    let topic = |index: usize| {
        let topic = &world.topics()[index];
        (topic.id.clone(), topic.name[doc.lang].clone())
    };
    Some(Entry {
        // The id must not change when the document is renamed, so it is the first id the document had.
        id: tag_uri::document(&world.feeds().authority, set.formerly.first().unwrap_or(&set.id), world.tag(doc.lang)),
        url: world.absolute(&doc.path),
        title: title(world, doc),
        summary: summary(world, doc, set),
        // The formats of a feed are rendered one after another from the same bodies, so the body is cached.
        html: track::shared(world, Key::of(&format!("feed {}", doc.document().path)), || html(world, id)).to_string(),
        published: dates::zoned(published.instant, zone),
        updated: dates::zoned(updated, zone),
        topics: set.topics.iter().map(|id| topic(id.index())).collect(),
    })
}

/// The heading; in front of it the mark of a text that is withdrawn or corrected, since many readers show titles alone.
fn title(world: &World, doc: &Doc) -> String {
    let Some(standing) = world.standing(doc.set) else { return doc.heading().to_owned() };
    let mark = Arg::Text(standing_words(world, doc.lang, standing));
    words(world, doc.lang, "marked-title", &[("mark", mark), ("title", Arg::Text(doc.heading().to_owned()))])
}

/// Returns the reason for a withdrawal, or else the summary that lists show.
fn summary(world: &World, doc: &Doc, set: &Set) -> Option<String> {
    let said = &doc.document().words;
    if set.withdrawn.is_some() {
        return said.reason.clone().or_else(|| Some(words(world, doc.lang, "withdrawn-title", &[])));
    }
    doc.lead().map(str::to_owned)
}

/// The full text after its corrections; of a withdrawn document that it is withdrawn and why, instead of the text, so
/// that readers' copies are replaced.
///
/// Language and direction are said in the markup: readers of feeds show HTML without those of the feed.
fn html(world: &World, id: DocId) -> String {
    let (doc, set) = (world.doc(id), world.set_of(id));
    let mut html =
        format!("<div lang=\"{}\" dir=\"{}\">", world.tag(doc.lang), world.locale(doc.lang).direction().as_str());
    if let Some(when) = set.withdrawn.map(|withdrawal| withdrawal.on) {
        html.push_str(&withdrawal(world, doc, when));
    } else {
        html.extend(set.corrections.iter().map(|notice| correction(world, doc.lang, *notice)));
        if let Words::Faq(faq) = &doc.words {
            // Writing to a string never fails.
            let _ = write!(html, "<p>{}</p>", escape(&faq.short_answer));
        }
        html.push_str(&body::feed_html(world, id));
    }
    html.push_str("</div>");
    html
}

fn withdrawal(world: &World, doc: &Doc, when: Option<When>) -> String {
    let title = words(world, doc.lang, "withdrawn-title", &[]);
    let mut html = format!("<p><strong>{}</strong>", escape(&title));
    if let Some(when) = when {
        let date = Arg::Text(world.locale(doc.lang).date(when.day));
        let _ = write!(html, "<br>{}", escape(words(world, doc.lang, "withdrawn-on", &[("date", date)])));
    }
    html.push_str("</p>");
    if let Some(reason) = &doc.document().words.reason {
        let _ = write!(html, "<p>{}</p>", escape(reason));
    }
    html
}

/// A paragraph that names a correction notice and leads to it: in the reader's language, else in its own.
fn correction(world: &World, lang: LangId, notice: SetId) -> String {
    let doc = world.doc(world.in_language(notice, lang));
    let text = match doc.date {
        Some(date) => {
            let date = Arg::Text(world.locale(lang).date(date.day));
            let reference = Arg::Text(world.set(notice).id.clone());
            words(world, lang, "corrected-by", &[("date", date), ("reference", reference)])
        }
        None => world.set(notice).id.clone(),
    };
    let foreign = if doc.lang == lang { String::new() } else { format!(" hreflang=\"{}\"", world.tag(doc.lang)) };
    let (title, url) = (words(world, lang, "corrected-title", &[]), world.absolute(&doc.path));
    format!("<p><strong>{}</strong><br><a href=\"{}\"{foreign}>{}</a></p>", escape(&title), escape(&url), escape(&text))
}
