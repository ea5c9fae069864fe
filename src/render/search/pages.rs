//! What readers of a language may find: its public documents, each with the text of its own page, not of the frame.
//!
//! Left out are what a preview alone shows, what is withdrawn and what no longer holds
//! ([`is_listed`](crate::site::Site::is_listed)); all else that is hidden is not in the site at all.

use std::sync::Arc;

use super::SearchPage;
use crate::config::LangId;
use crate::content::markdown::escape;
use crate::diag::Diagnostic;
use crate::render::{body, register, words};
use crate::site::{DocId, Shared, Words};
use crate::track::{self, Trace, World};

/// Lists the documents of a language, with what was asked for it. Whether each may be found is for [`page`] to say.
#[must_use]
pub fn documents(world: &Arc<World>, lang: LangId) -> (Vec<DocId>, Trace) {
    let (docs, trace, _) = track::reading(world, lang, || world.listing(None, None, lang, usize::MAX));
    (docs, trace)
}

/// Renders what can be found of a document; `None` where it is not to be found. With it comes what was asked.
#[must_use]
pub fn page(world: &Arc<World>, id: DocId) -> (Option<SearchPage>, Trace, Vec<Diagnostic>) {
    track::reading(world, world.lang_of(id), || found(world, id))
}

/// Lists the addresses of what can be found in a language, without rendering it.
#[must_use]
pub fn addresses(world: &Arc<World>, lang: LangId) -> Vec<String> {
    let (docs, _) = documents(world, lang);
    docs.into_iter().filter(|id| is_found(world, *id)).map(|id| address(world, id)).collect()
}

/// Tells whether a document may be found at all.
fn is_found(world: &World, id: DocId) -> bool {
    world.card(id).listed
}

/// The address of a document from the site's root.
fn address(world: &World, id: DocId) -> String {
    let url = world.url(&world.doc(id).path);
    url.strip_prefix(world.prefix()).unwrap_or(&url).to_owned()
}

fn found(world: &World, id: DocId) -> Option<SearchPage> {
    let (doc, set) = (world.doc(id), world.set_of(id));
    if !is_found(world, id) {
        return None;
    }
    let mut html = String::new();
    let paragraph = |text: &str, html: &mut String| {
        html.push_str("<p>");
        escape::html(text, html);
        html.push_str("</p>");
    };
    if let Some(lead) = doc.lead() {
        paragraph(lead, &mut html);
    }
    let rows = register::anchors(&set.shared);
    html.push_str(&body::page(world, doc.document(), &|id| rows.contains(id)).html);
    // By these, people look for a text: other ways to ask a question, the reference of a statement.
    if let Words::Faq(faq) = &doc.words {
        faq.asked.iter().for_each(|asked| paragraph(asked, &mut html));
    }
    let lang = world.lang_of(id);
    let label = match &set.shared {
        Shared::Statement(statement) => {
            paragraph(&statement.reference, &mut html);
            format!("subtype-{}", statement.subtype)
        }
        _ => format!("kind-{}", set.kind.name()),
    };
    Some(SearchPage {
        url: address(world, id),
        title: doc.heading().to_owned(),
        html,
        kind: set.kind.name().to_owned(),
        topics: set.topics.iter().map(|topic| world.topics()[topic.index()].id.clone()).collect(),
        year: doc.date.map(|date| date.instant.to_zoned(world.timezone().clone()).year()),
        label: words::plain(world, lang, &label),
        date: doc.date.map(|date| world.locale(lang).date(date.day)),
        standing: world.standing(doc.set).map(|standing| words::standing(world, lang, standing)),
    })
}
