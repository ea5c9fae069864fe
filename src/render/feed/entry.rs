//! Makes the feed entry of a document, for readers who never open the page.
//!
//! These readers must also learn of a correction or withdrawal. So it counts as a change, and appears before the text.

use std::fmt::Write as _;

use quick_xml::escape::escape;

use super::{Entry, dates, tag_uri, words};
use crate::config::LangId;
use crate::locale::{Arg, Direction};
use crate::render::words::standing as standing_words;
use crate::render::{body, isolated};
use crate::site::{Doc, DocId, Set, SetId, When, Words};
use crate::track::{self, Key, World};

/// Makes the entry of a document; `None` if it has no date.
pub(super) fn of(world: &World, id: DocId) -> Option<Entry> {
    let (doc, set) = (world.doc(id), world.set_of(id));
    let (zone, locale) = (world.timezone(), world.locale(doc.lang));
    let published = doc.date?;
    let updated = doc.last_change().unwrap_or(published).instant;
    let topic = |index: usize| {
        let topic = &world.topics()[index];
        (topic.id.clone(), topic.name[doc.lang].clone())
    };
    Some(Entry {
        // Feed readers identify the entry by its first id.
        id: tag_uri::document(&world.feeds().authority, set.formerly.first().unwrap_or(&set.id), world.tag(doc.lang)),
        url: world.absolute(&doc.path),
        title: isolated::in_language(&title(world, doc), locale).into_owned(),
        summary: summary(world, doc, set).map(|text| isolated::in_language(&text, locale).into_owned()),
        // The formats of a feed are rendered one after the other, with the same bodies.
        html: track::shared(world, Key::of(&format!("feed {}", doc.document().path)), || html(world, id)).to_string(),
        published: dates::zoned(published.instant, zone),
        updated: dates::zoned(updated, zone),
        topics: set.topics.iter().map(|id| topic(id.index())).collect(),
    })
}

/// Returns the heading, after the mark of a withdrawn or corrected document, since many readers show only titles.
fn title(world: &World, doc: &Doc) -> String {
    let Some(standing) = world.standing(doc.set) else { return doc.heading().to_owned() };
    let mark = Arg::Text(standing_words(world, doc.lang, standing));
    words(world, doc.lang, "marked-title", &[("mark", mark), ("title", Arg::Text(doc.heading().to_owned()))])
}

/// Returns the reason for the withdrawal, or else the text that lists show below the heading.
fn summary(world: &World, doc: &Doc, set: &Set) -> Option<String> {
    let said = &doc.document().words;
    if set.withdrawn.is_some() {
        return said.reason.clone().or_else(|| Some(words(world, doc.lang, "withdrawn-title", &[])));
    }
    doc.lead().map(str::to_owned)
}

/// Returns corrections and the full text as HTML. For a withdrawn document, returns the notice of withdrawal with its
/// reason instead of the text, which replaces the copies in feed readers.
///
/// The markup sets language and direction, since feed readers ignore those of the feed.
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
            let answer = plain_as_html(world, doc.lang, &faq.short_answer);
            let _ = write!(html, "<p>{answer}</p>");
        }
        html.push_str(&body::feed_html(world, id));
    }
    html.push_str("</div>");
    html
}

/// A plain text in a language as HTML.
fn plain_as_html(world: &World, lang: LangId, text: &str) -> String {
    let is_from_right_to_left = world.locale(lang).direction() == Direction::Rtl;
    let html = if is_from_right_to_left { isolated::html(text) } else { None };
    html.unwrap_or_else(|| escape(text).into_owned())
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
        let _ = write!(html, "<p>{}</p>", plain_as_html(world, doc.lang, reason));
    }
    html
}

/// Writes a paragraph with a link to a correction notice, in the reader's language or else in that of the notice.
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
