//! Views of documents in lists.

use crate::config::LangId;
use crate::site::{DocId, SetId, Standing};
use crate::track::World;

use super::view::{CardView, LinkView};
use super::words;

/// Makes the view of a document in a list for a reader of `lang`.
pub fn card(world: &World, id: DocId, lang: LangId) -> CardView {
    let facts = world.card(id);
    CardView {
        title: facts.title.to_owned(),
        url: world.url(facts.path),
        summary: facts.summary.map(str::to_owned),
        kind: facts.kind.name(),
        subtype: facts.subtype.map(str::to_owned),
        reference: facts.reference.map(str::to_owned),
        published: facts.date.map(|date| words::when(world, lang, date)),
        withdrawn: facts.standing == Some(Standing::Withdrawn),
        standing: facts.standing.map(Standing::name),
        foreign: words::foreign(world, facts.lang, lang),
        mark: facts.mark.map(|mark| mark.name().to_owned()),
        anchor: facts.path.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned(),
    }
}

/// Makes a link to a document in the language of the page or, if missing, in its source language.
pub fn link(world: &World, set: SetId, lang: LangId) -> LinkView {
    link_to(world, world.in_language(set, lang), lang)
}

/// Makes a link to a document under its shorter title, if it has one.
pub fn menu_link(world: &World, id: DocId, lang: LangId) -> LinkView {
    LinkView { title: world.link(id).menu_title.to_owned(), ..link_to(world, id, lang) }
}

/// Makes a link to a document in its own language.
pub fn link_to(world: &World, id: DocId, lang: LangId) -> LinkView {
    let facts = world.link(id);
    LinkView {
        title: facts.title.to_owned(),
        url: world.url(facts.path),
        current: false,
        foreign: words::foreign(world, facts.lang, lang),
        standing: facts.standing.map(Standing::name),
    }
}
