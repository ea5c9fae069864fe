//! Pages that the site itself has: topics, feeds, transparency, coverage, changes, "not found".

use std::sync::Arc;

use super::view::*;
use super::{Bytes, cards, changes, feed, frame, home, words};
use crate::config::{Kind, LangId};
use crate::fs::HistoryState;
use crate::plan::{FeedScope, What};
use crate::site::routes::OwnPage;
use crate::site::{Freshness, SectionId, TopicId};
use crate::track::{self, Question, World};

/// Renders one of the site's own pages.
pub fn render(world: &Arc<World>, what: &What, page: OwnPage, lang: LangId) -> Bytes {
    let mut breadcrumbs = frame::trail(world, None, lang);
    if matches!(page, OwnPage::Coverage | OwnPage::Changes) {
        let hub = OwnPage::Transparency;
        breadcrumbs.push((words::plain(world, lang, hub.title()), hub.path(lang, &world.settings)));
    }
    let subject = frame::Subject {
        title: words::plain(world, lang, page.title()),
        path: page.path(lang, &world.settings),
        breadcrumbs,
        ..frame::Subject::default()
    };
    let frame = frame::frame(world, what, lang, subject);
    match page {
        OwnPage::Topics => show(world, what, "topics.html", &frame, "topics", &home::topics(world, lang)),
        OwnPage::Feeds => show(world, what, "feeds.html", &frame, "feeds", &feeds(world, lang)),
        OwnPage::Transparency => {
            show(world, what, "transparency.html", &frame, "transparency", &transparency(world, lang))
        }
        OwnPage::Coverage => show(world, what, "coverage.html", &frame, "coverage", &coverage(world, lang)),
        OwnPage::Changes => {
            let view = ChangesView {
                history_known: world.inputs.history.state() == HistoryState::Complete,
                entries: changes::recent(world, lang),
            };
            show(world, what, "changes.html", &frame, "changes", &view)
        }
    }
}

fn show<V: serde::Serialize>(
    world: &World,
    what: &What,
    template: &str,
    frame: &FrameView,
    name: &'static str,
    view: &V,
) -> Bytes {
    track::ask(Question::View(what.clone()), view);
    super::page(world, template, frame, name, view)
}

/// Renders "not found" in a language.
pub fn not_found(world: &Arc<World>, what: &What, lang: LangId) -> Bytes {
    let subject = frame::Subject {
        title: words::plain(world, lang, "not-found-title"),
        path: format!("/{}/404.html", world.tag(lang)),
        breadcrumbs: frame::trail(world, None, lang),
        noindex: true,
        ..frame::Subject::default()
    };
    let frame = frame::frame(world, what, lang, subject);
    super::page(world, "404.html", &frame, "nothing", &())
}

fn feeds(world: &World, lang: LangId) -> FeedsView {
    let group = |title: String, path: &str, scope: FeedScope| FeedGroupView {
        link: LinkView { title, url: world.url(path), current: false, foreign: None },
        feeds: feed::links(world, scope, lang),
    };
    let home = format!("/{}/", world.tag(lang));
    let mut groups = vec![group(words::plain(world, lang, "feed-all"), &home, FeedScope::All)];
    for (index, section) in world.site.sections.iter().enumerate().skip(1) {
        if world.settings.sections[section.settings].feeds {
            let scope = FeedScope::Section(SectionId::new(index));
            groups.push(group(section.titles[lang].0.clone(), &section.paths[lang], scope));
        }
    }
    for (index, (topic, lists)) in world.settings.topics.iter().zip(&world.site.topics).enumerate() {
        if world.settings.feeds.topics && !lists.docs[lang].is_empty() {
            groups.push(group(topic.name[lang].clone(), &lists.paths[lang], FeedScope::Topic(TopicId::new(index))));
        }
    }
    FeedsView { groups }
}

fn transparency(world: &World, lang: LangId) -> TransparencyView {
    let page = |page: OwnPage, summary: Option<&str>| SectionCardView {
        link: LinkView {
            title: words::plain(world, lang, page.title()),
            url: world.url(&page.path(lang, &world.settings)),
            current: false,
            foreign: None,
        },
        summary: summary.map(|id| words::plain(world, lang, id)),
        kind: "page",
        count: 0,
    };
    let registers = world.site.sections.iter().filter(|section| section.kind == Kind::Register);
    let registers = registers.flat_map(|section| &section.sets).map(|set| world.site.in_language(*set, lang));
    TransparencyView {
        pages: vec![
            page(OwnPage::Coverage, Some("coverage-intro")),
            page(OwnPage::Changes, Some("recent-changes-intro")),
            page(OwnPage::Feeds, Some("feeds-intro")),
        ],
        registers: registers.map(|doc| cards::card(world, doc, lang)).collect(),
    }
}

fn coverage(world: &World, lang: LangId) -> CoverageView {
    let with_documents = world.site.sections.iter().filter(|section| !section.sets.is_empty());
    let sections = with_documents.map(|section| {
        let own = &world.settings.sections[section.settings];
        let languages = own.languages.iter().map(|other| {
            let sets = || section.sets.iter().map(|set| world.site.set(*set));
            let there = || sets().filter_map(|set| set.docs[*other]).map(|doc| world.site.doc(doc));
            CoverageRowView {
                lang: world.tag(*other).to_owned(),
                name: world.locales[lang].name_of(world.settings.languages.tag(*other)),
                done: there().count(),
                stale: there().filter(|doc| doc.freshness == Freshness::Stale).count(),
                missing: sets()
                    .filter(|set| set.docs[*other].is_none())
                    .map(|set| cards::card(world, set.docs[lang].unwrap_or(set.source), lang))
                    .collect(),
            }
        });
        CoverageSectionView {
            link: LinkView {
                title: section.titles[lang].0.clone(),
                url: world.url(&section.paths[lang]),
                current: false,
                foreign: words::foreign(world, section.titles[lang].1, lang),
            },
            total: section.sets.len(),
            languages: languages.collect(),
        }
    });
    CoverageView { sections: sections.collect() }
}
