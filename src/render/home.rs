//! The home page of a language.

use std::sync::Arc;

use super::view::{CardView, HomeView, LinkView, SectionCardView, TopicCardView};
use super::{Bytes, body, cards, feed, frame, words};
use crate::config::{Kind, LangId};
use crate::plan::{FeedScope, What};
use crate::site::{DocId, SectionId};
use crate::track::{self, Question, World};

const LATEST: usize = 5;
const ASKED: usize = 6;

/// Renders the home page.
pub fn render(world: &Arc<World>, what: &What, lang: LangId) -> Bytes {
    let home = world.site.section(SectionId::new(0));
    let own = home.words[lang].as_ref();
    let statements = of_kind(world, Kind::Statement, lang);
    let card = |doc: &DocId| cards::card(world, *doc, lang);
    let view = HomeView {
        title: home.titles[lang].0.clone(),
        summary: own.and_then(|words| words.words.summary.clone()),
        body_html: own.map(|words| body::page(world, words).html),
        lead: statements.first().map(card),
        latest: statements.iter().skip(1).take(LATEST).map(card).collect(),
        asked: of_kind(world, Kind::Faq, lang).iter().take(ASKED).map(card).collect::<Vec<CardView>>(),
        sections: sections(world, lang),
        topics: topics(world, lang),
    };
    track::ask(Question::View(what.clone()), &view);
    let subject = frame::Subject {
        title: view.title.clone(),
        description: view.summary.clone(),
        path: home.paths[lang].clone(),
        feeds: Vec::new(),
        ..frame::Subject::default()
    };
    debug_assert!(!feed::title(world, FeedScope::All, lang).is_empty());
    let frame = frame::frame(world, what, lang, subject);
    super::page(world, "home.html", &frame, "home", &view)
}

/// Documents of a kind in a language, sections in the order of site.toml, each in its own order.
fn of_kind(world: &World, kind: Kind, lang: LangId) -> Vec<DocId> {
    let sections = &world.site.sections;
    let mut order: Vec<&crate::site::Section> = sections.iter().filter(|section| section.kind == kind).collect();
    order.sort_by_key(|section| section.settings);
    order
        .iter()
        .flat_map(|section| section.docs[lang].iter().copied())
        .filter(|doc| world.site.set_of(*doc).withdrawn.is_none())
        .collect()
}

fn sections(world: &World, lang: LangId) -> Vec<SectionCardView> {
    let top = world.site.sections.iter().filter(|section| section.parent == Some(SectionId::new(0)));
    let mut top: Vec<_> = top.collect();
    top.sort_by_key(|section| section.settings);
    top.into_iter()
        .map(|section| SectionCardView {
            link: LinkView {
                title: section.titles[lang].0.clone(),
                url: world.url(&section.paths[lang]),
                current: false,
                foreign: words::foreign(world, section.titles[lang].1, lang),
            },
            summary: section.words[lang].as_ref().and_then(|words| words.words.summary.clone()),
            kind: section.kind.name(),
            count: section.docs[lang].len(),
        })
        .collect()
}

/// Topics with at least one document in a language, in the order of site.toml.
pub fn topics(world: &World, lang: LangId) -> Vec<TopicCardView> {
    let all = world.settings.topics.iter().zip(world.site.topics.iter());
    all.filter(|(_, lists)| !lists.docs[lang].is_empty())
        .map(|(topic, lists)| TopicCardView {
            link: LinkView {
                title: topic.name[lang].clone(),
                url: world.url(&lists.paths[lang]),
                current: false,
                foreign: None,
            },
            count: lists.docs[lang].len(),
        })
        .collect()
}
