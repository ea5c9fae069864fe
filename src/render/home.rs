//! The home page of a language.

use std::sync::Arc;

use super::view::{HomeView, LinkView, SectionCardView, TopicCardView};
use super::{Bytes, body, cards, document, frame, words};
use crate::config::{Kind, LangId};
use crate::plan::What;
use crate::site::{DocId, SectionId, TopicId};
use crate::track::{SectionFacts, World};

const LATEST: usize = 5;
const ASKED: usize = 6;
const REGISTERS: usize = 3;

/// Renders the home page.
pub fn render(world: &Arc<World>, what: &What, lang: LangId) -> Bytes {
    let id = SectionId::new(0);
    let (home, own) = (world.section(id, lang), world.section_words(id, lang));
    let statements = world.first_of(Kind::Statement, lang, LATEST + 1);
    let asked = world.first_of(Kind::Faq, lang, ASKED);
    let card = |doc: &DocId| cards::card(world, *doc, lang);
    let view = HomeView {
        title: home.title.to_owned(),
        summary: own.and_then(|words| words.words.summary.clone()),
        body_html: own.map(|words| body::page(world, words, &body::nothing).html),
        lead: statements.first().map(card),
        latest: statements.iter().skip(1).map(card).collect(),
        emergency: world.emergency_contact().map(|contact| document::contact_view(contact, lang)),
        tasks: asked.iter().map(|doc| cards::menu_link(world, *doc, lang)).collect(),
        asked: asked.iter().map(card).collect(),
        registers: world.first_of(Kind::Register, lang, REGISTERS).iter().map(card).collect(),
        sections: sections(world, lang, true),
        topics: topics(world, lang),
    };
    let subject = frame::Subject {
        title: view.title.clone(),
        description: view.summary.clone(),
        path: home.path.to_owned(),
        mark: world.section_mark(id, lang).map(|mark| mark.name().to_owned()),
        ..frame::Subject::default()
    };
    let frame = frame::frame(world, what, lang, "home.html", subject);
    super::page(world, "home.html", &frame, "home", &view)
}

/// Returns the sections directly below home, in the order of site.toml; with the number of documents if `counted`.
pub fn sections(world: &World, lang: LangId, counted: bool) -> Vec<SectionCardView> {
    let top = world.below(SectionId::new(0));
    let mut top: Vec<_> = top.into_iter().map(|id| (id, world.section(id, lang))).collect();
    top.sort_by_key(|(_, section)| section.settings);
    top.into_iter()
        .map(|(id, section)| SectionCardView {
            link: section_link(world, section, lang),
            summary: world.section_words(id, lang).and_then(|words| words.words.summary.clone()),
            kind: section.kind.name(),
            count: if counted { world.section_count(id, lang) } else { 0 },
        })
        .collect()
}

/// Makes a link to a section.
pub fn section_link(world: &World, section: SectionFacts<'_>, lang: LangId) -> LinkView {
    LinkView {
        title: section.title.to_owned(),
        url: world.url(section.path),
        current: false,
        foreign: words::foreign(world, section.title_lang, lang),
        standing: None,
    }
}

/// Makes a link to a topic.
pub fn topic_link(world: &World, id: TopicId, lang: LangId) -> LinkView {
    let (name, path) = world.topic(id, lang);
    LinkView { title: name.to_owned(), url: world.url(path), current: false, foreign: None, standing: None }
}

/// Returns topics with at least one document in a language, in the order of site.toml.
pub fn topics(world: &World, lang: LangId) -> Vec<TopicCardView> {
    let all = (0..world.topics().len()).map(TopicId::new);
    all.map(|id| (id, world.topic_count(id, lang)))
        .filter(|(_, count)| *count > 0)
        .map(|(id, count)| TopicCardView { link: topic_link(world, id, lang), count })
        .collect()
}
