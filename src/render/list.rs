//! Lists with pages: sections and topics.

use std::sync::Arc;

use super::view::{CardView, GroupView, ListView};
use super::{Bytes, body, cards, feed, frame, home, words};
use crate::config::{LangId, Order};
use crate::plan::{FeedScope, TOPIC_PAGE_SIZE, What, page_path, pages};
use crate::site::routes::OwnPage;
use crate::site::{DocId, SectionId, TopicId};
use crate::track::World;

/// Renders page N of a section's list.
pub fn section(world: &Arc<World>, what: &What, id: SectionId, lang: LangId, page: usize) -> Bytes {
    let section = world.section(id, lang);
    let own = world.section_settings(section.settings);
    let shown = world.section_page(id, lang, page);
    let words_of = world.section_words(id, lang);
    let (title, path) = (section.title.to_owned(), section.path);
    let feeds = if own.feeds { feed::links(world, FeedScope::Section(id), lang) } else { Vec::new() };
    let groups = if own.order == Order::Topic {
        by_topic(world, shown.docs, lang)
    } else {
        vec![GroupView { heading: None, items: shown.docs.iter().map(|doc| cards::card(world, *doc, lang)).collect() }]
    };
    let body_html = words_of.filter(|_| page == 1).map(|words| body::page(world, words).html);
    let view = ListView {
        scope: "section",
        kind: Some(section.kind.name()),
        title: title.clone(),
        summary: words_of.and_then(|words| words.words.summary.clone()),
        body_html: body_html.filter(|html| !html.is_empty()),
        groups,
        sections: world
            .below(id)
            .into_iter()
            .map(|inner| home::section_link(world, world.section(inner, lang), lang))
            .collect(),
        count: shown.count,
        elsewhere: shown.elsewhere,
        feeds: feeds.clone(),
        foreign: words::foreign(world, section.title_lang, lang),
        ..paging(world, path, page, pages(shown.count, own.page_size))
    };
    let mut breadcrumbs = frame::trail(world, section.parent, lang);
    if page > 1 {
        breadcrumbs.push((title.clone(), path.to_owned()));
    }
    let subject = frame::Subject {
        title: numbered(world, lang, &title, page, view.pages),
        description: view.summary.clone(),
        path: page_path(path, page),
        breadcrumbs,
        feeds,
        noindex: shown.count == 0 && words_of.is_none(),
        ..frame::Subject::default()
    };
    let frame = frame::frame(world, what, lang, "section.html", subject);
    super::page(world, "section.html", &frame, "list", &view)
}

/// Renders page N of a topic's list.
pub fn topic(world: &Arc<World>, what: &What, id: TopicId, lang: LangId, page: usize) -> Bytes {
    let (title, path) = world.topic(id, lang);
    let shown = world.topic_page(id, lang, page);
    let feeds = feed::links(world, FeedScope::Topic(id), lang);
    let items: Vec<CardView> = shown.docs.iter().map(|doc| cards::card(world, *doc, lang)).collect();
    let view = ListView {
        scope: "topic",
        kind: None,
        title: title.to_owned(),
        summary: None,
        body_html: None,
        groups: vec![GroupView { heading: None, items }],
        sections: Vec::new(),
        count: shown.count,
        elsewhere: shown.elsewhere,
        feeds: feeds.clone(),
        foreign: None,
        ..paging(world, path, page, pages(shown.count, TOPIC_PAGE_SIZE))
    };
    let mut breadcrumbs = frame::trail(world, None, lang);
    let index = OwnPage::Topics;
    breadcrumbs.push((words::plain(world, lang, index.title()), world.own_path(index, lang)));
    if page > 1 {
        breadcrumbs.push((title.to_owned(), path.to_owned()));
    }
    // A topic may be called as a section or a page of the site is.
    let head = format!("{title} – {}", words::plain(world, lang, "topics"));
    let subject = frame::Subject {
        title: numbered(world, lang, &head, page, view.pages),
        path: page_path(path, page),
        breadcrumbs,
        feeds,
        ..frame::Subject::default()
    };
    let frame = frame::frame(world, what, lang, "topic.html", subject);
    super::page(world, "topic.html", &frame, "list", &view)
}

fn paging(world: &World, path: &str, page: usize, pages: usize) -> ListView {
    ListView {
        page,
        pages,
        previous: (page > 1).then(|| world.url(&page_path(path, page - 1))),
        next: (page < pages).then(|| world.url(&page_path(path, page + 1))),
        scope: "",
        kind: None,
        title: String::new(),
        summary: None,
        body_html: None,
        groups: Vec::new(),
        sections: Vec::new(),
        count: 0,
        elsewhere: 0,
        feeds: Vec::new(),
        foreign: None,
    }
}

fn numbered(world: &World, lang: LangId, title: &str, page: usize, pages: usize) -> String {
    use crate::locale::Arg::Number;
    if page == 1 {
        return title.to_owned();
    }
    let args = [("page", Number(page as i64)), ("pages", Number(pages as i64))];
    format!("{title} – {}", words::t(world, lang, "page-x-of-y", &args))
}

/// Entries under the heading of their first topic; those without a topic come last, under none.
fn by_topic(world: &World, docs: &[DocId], lang: LangId) -> Vec<GroupView> {
    let mut groups: Vec<(Option<TopicId>, GroupView)> = Vec::new();
    for doc in docs {
        let topic = world.card(*doc).topic;
        let card = cards::card(world, *doc, lang);
        match groups.last_mut().filter(|(last, _)| *last == topic) {
            Some((_, group)) => group.items.push(card),
            None => {
                let heading = topic.map(|topic| home::topic_link(world, topic, lang));
                groups.push((topic, GroupView { heading, items: vec![card] }));
            }
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}
