//! The site's built-in pages: topics, feeds, transparency, coverage, changes, index, search, “not found”.

use std::sync::Arc;

use super::view::*;
use super::{Bytes, cards, changes, feed, frame, home, index, search_page, sitemap, words};
use crate::config::{Kind, LangId};
use crate::fs::HistoryState;
use crate::plan::{FeedScope, What};
use crate::site::TopicId;
use crate::site::routes::OwnPage;
use crate::track::{CoverageFacts, World};

/// Renders a built-in page.
pub fn render(world: &Arc<World>, what: &What, page: OwnPage, lang: LangId) -> Bytes {
    let mut breadcrumbs = frame::trail(world, None, lang);
    if matches!(page, OwnPage::Coverage | OwnPage::Changes) {
        let hub = OwnPage::Transparency;
        breadcrumbs.push((words::plain(world, lang, hub.title()), world.own_path(hub, lang)));
    }
    let subject = frame::Subject {
        title: words::plain(world, lang, page.title()),
        path: world.own_path(page, lang),
        breadcrumbs,
        noindex: !sitemap::is_found(world, what, lang),
        ..frame::Subject::default()
    };
    let template = match page {
        OwnPage::Topics => "topics.html",
        OwnPage::Feeds => "feeds.html",
        OwnPage::Transparency => "transparency.html",
        OwnPage::Coverage => "coverage.html",
        OwnPage::Changes => "changes.html",
        OwnPage::Index => "index.html",
        OwnPage::Search => "search.html",
    };
    let frame = frame::frame(world, what, lang, template, subject);
    match page {
        OwnPage::Topics => super::page(world, template, &frame, "topics", &home::topics(world, lang)),
        OwnPage::Feeds => super::page(world, template, &frame, "feeds", &feeds(world, lang)),
        OwnPage::Transparency => super::page(world, template, &frame, "transparency", &transparency(world, lang)),
        OwnPage::Coverage => super::page(world, template, &frame, "coverage", &coverage(world, lang)),
        OwnPage::Changes => {
            let view = ChangesView {
                history_known: world.history_state() == HistoryState::Complete,
                entries: changes::recent(world, lang),
            };
            super::page(world, template, &frame, "changes", &view)
        }
        OwnPage::Index => super::page(world, template, &frame, "index", &index::view(world, lang)),
        OwnPage::Search => super::page(world, template, &frame, "search", &search_page::view(world, lang)),
    }
}

/// Renders the “not found” page in a language.
pub fn not_found(world: &Arc<World>, what: &What, lang: LangId) -> Bytes {
    let subject = frame::Subject {
        title: words::plain(world, lang, "not-found-title"),
        path: format!("/{}/404.html", world.tag(lang)),
        breadcrumbs: frame::trail(world, None, lang),
        noindex: true,
        ..frame::Subject::default()
    };
    let frame = frame::frame(world, what, lang, "404.html", subject);
    let view = NotFoundView {
        sections: home::sections(world, lang, false),
        indexes: [OwnPage::Index, OwnPage::Topics].map(|page| link(world, page, lang)).to_vec(),
    };
    super::page(world, "404.html", &frame, "not_found", &view)
}

/// Makes a link to a built-in page.
fn link(world: &World, page: OwnPage, lang: LangId) -> LinkView {
    LinkView {
        title: words::plain(world, lang, page.title()),
        url: world.url(&world.own_path(page, lang)),
        current: false,
        foreign: None,
        standing: None,
    }
}

fn feeds(world: &World, lang: LangId) -> FeedsView {
    let group = |title: String, path: &str, scope: FeedScope| FeedGroupView {
        link: LinkView { title, url: world.url(path), current: false, foreign: None, standing: None },
        feeds: feed::links(world, scope, lang),
    };
    let home = format!("/{}/", world.tag(lang));
    let mut groups = vec![group(words::plain(world, lang, "feed-all"), &home, FeedScope::All)];
    for id in world.sections().skip(1) {
        let section = world.section(id, lang);
        if world.section_settings(section.settings).feeds {
            groups.push(group(section.title.to_owned(), section.path, FeedScope::Section(id)));
        }
    }
    for id in (0..world.topics().len()).map(TopicId::new) {
        if world.feeds().topics && world.topic_count(id, lang) > 0 {
            let (name, path) = world.topic(id, lang);
            groups.push(group(name.to_owned(), path, FeedScope::Topic(id)));
        }
    }
    FeedsView { groups }
}

fn transparency(world: &World, lang: LangId) -> TransparencyView {
    let page = |page: OwnPage, summary: Option<&str>| SectionCardView {
        link: link(world, page, lang),
        summary: summary.map(|id| words::plain(world, lang, id)),
        kind: "page",
        count: 0,
    };
    let registers = world.sections().filter(|id| world.section(*id, lang).kind == Kind::Register);
    let registers = registers.flat_map(|id| world.section_sets(id)).map(|set| world.in_language(*set, lang));
    TransparencyView {
        pages: vec![
            page(OwnPage::Coverage, Some("coverage-intro")),
            page(OwnPage::Changes, Some("recent-changes-intro")),
            page(OwnPage::Feeds, Some("feeds-intro")),
            page(OwnPage::Index, Some("a-z-intro")),
        ],
        registers: registers.map(|doc| cards::card(world, doc, lang)).collect(),
    }
}

fn coverage(world: &World, lang: LangId) -> CoverageView {
    let sections = world.sections().filter_map(|id| {
        let (total, languages) = world.coverage(id);
        let row = |facts: CoverageFacts| CoverageRowView {
            lang: world.tag(facts.lang).to_owned(),
            name: world.language_name(facts.lang, lang),
            done: facts.done,
            stale: facts.stale,
            missing: facts
                .missing
                .into_iter()
                .map(|set| cards::card(world, world.in_language(set, lang), lang))
                .collect(),
        };
        (total > 0).then(|| CoverageSectionView {
            link: home::section_link(world, world.section(id, lang), lang),
            total,
            languages: languages.into_iter().map(row).collect(),
        })
    });
    CoverageView { sections: sections.collect() }
}
