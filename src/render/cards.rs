//! Documents as lists show them.

use crate::config::LangId;
use crate::site::{DocId, Words};
use crate::track::{self, Question, World};

use super::view::{CardView, LinkView};
use super::words;

/// A document as a reader of `lang` sees it in a list.
pub fn card(world: &World, id: DocId, lang: LangId) -> CardView {
    let (doc, set) = (world.site.doc(id), world.site.set_of(id));
    let document = doc.document();
    let statement = match &set.shared {
        crate::site::Shared::Statement(statement) => Some(statement),
        _ => None,
    };
    let summary = match &doc.words {
        Words::Faq(faq) => Some(faq.short_answer.clone()),
        _ => document.words.summary.clone(),
    };
    let title = match &doc.words {
        Words::Faq(faq) => faq.question.clone(),
        _ => document.words.title.clone(),
    };
    let card = CardView {
        title,
        url: world.url(&doc.path),
        summary,
        kind: set.kind.name(),
        subtype: statement.map(|statement| statement.subtype.clone()),
        reference: statement.map(|statement| statement.reference.clone()),
        published: doc.date.map(|date| words::when(world, lang, date)),
        withdrawn: set.withdrawn.is_some(),
        foreign: words::foreign(world, doc.lang, lang),
        mark: doc.visible.mark().map(|mark| mark.name().to_owned()),
    };
    track::ask(Question::Card(doc.set, lang), card)
}

/// A link to a document: in the language of the page if it is there, else in its source language.
pub fn link(world: &World, id: DocId, lang: LangId) -> LinkView {
    let doc = world.site.doc(world.site.in_language(world.site.doc(id).set, lang));
    LinkView {
        title: doc.title().to_owned(),
        url: world.url(&doc.path),
        current: false,
        foreign: words::foreign(world, doc.lang, lang),
    }
}
