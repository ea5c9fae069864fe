//! Lists with pages: sections and topics.

use std::sync::Arc;

use super::view::{CardView, GroupView, LinkView, ListView};
use super::{Bytes, body, cards, feed, frame, words};
use crate::config::{LangId, Order};
use crate::plan::{FeedScope, TOPIC_PAGE_SIZE, What, page_path, pages};
use crate::site::routes::OwnPage;
use crate::site::{DocId, SectionId, TopicId};
use crate::track::{self, Question, World};

/// Renders page N of a section's list.
pub fn section(world: &Arc<World>, what: &What, id: SectionId, lang: LangId, page: usize) -> Bytes {
    let section = world.site.section(id);
    let own = &world.settings.sections[section.settings];
    let docs = &section.docs[lang];
    let words_of = section.words[lang].as_ref();
    let path = &section.paths[lang];
    let feeds = if own.feeds { feed::links(world, FeedScope::Section(id), lang) } else { Vec::new() };
    let (title, title_lang) = &section.titles[lang];
    let shown = slice(docs, page, own.page_size);
    let groups = if own.order == Order::Topic {
        by_topic(world, shown, lang)
    } else {
        vec![GroupView { heading: None, items: shown.iter().map(|doc| cards::card(world, *doc, lang)).collect() }]
    };
    let body_html = words_of.filter(|_| page == 1).map(|words| body::page(world, words).html);
    let view = ListView {
        scope: "section",
        kind: Some(section.kind.name()),
        title: title.clone(),
        summary: words_of.and_then(|words| words.words.summary.clone()),
        body_html: body_html.filter(|html| !html.is_empty()),
        groups,
        sections: below(world, id, lang),
        count: docs.len(),
        elsewhere: section.sets.iter().filter(|set| world.site.set(**set).docs[lang].is_none()).count(),
        feeds: feeds.clone(),
        foreign: words::foreign(world, *title_lang, lang),
        ..paging(world, path, page, pages(docs.len(), own.page_size))
    };
    track::ask(Question::View(what.clone()), &view);
    let mut breadcrumbs = frame::trail(world, section.parent, lang);
    if page > 1 {
        breadcrumbs.push((title.clone(), path.clone()));
    }
    let subject = frame::Subject {
        title: numbered(world, lang, title, page, view.pages),
        description: view.summary.clone(),
        path: page_path(path, page),
        breadcrumbs,
        feeds,
        noindex: docs.is_empty() && words_of.is_none(),
        ..frame::Subject::default()
    };
    let frame = frame::frame(world, what, lang, subject);
    super::page(world, "section.html", &frame, "list", &view)
}

/// Renders page N of a topic's list.
pub fn topic(world: &Arc<World>, what: &What, id: TopicId, lang: LangId, page: usize) -> Bytes {
    let (topic, lists) = (&world.settings.topics[id.index()], &world.site.topics[id.index()]);
    let (docs, path, title) = (&lists.docs[lang], &lists.paths[lang], &topic.name[lang]);
    let feeds = feed::links(world, FeedScope::Topic(id), lang);
    let items: Vec<CardView> =
        slice(docs, page, TOPIC_PAGE_SIZE).iter().map(|doc| cards::card(world, *doc, lang)).collect();
    let view = ListView {
        scope: "topic",
        kind: None,
        title: title.clone(),
        summary: None,
        body_html: None,
        groups: vec![GroupView { heading: None, items }],
        sections: Vec::new(),
        count: docs.len(),
        elsewhere: world.site.sets.iter().filter(|set| set.topics.contains(&id) && set.docs[lang].is_none()).count(),
        feeds: feeds.clone(),
        foreign: None,
        ..paging(world, path, page, pages(docs.len(), TOPIC_PAGE_SIZE))
    };
    track::ask(Question::View(what.clone()), &view);
    let mut breadcrumbs = frame::trail(world, None, lang);
    let index = OwnPage::Topics;
    breadcrumbs.push((words::plain(world, lang, index.title()), index.path(lang, &world.settings)));
    if page > 1 {
        breadcrumbs.push((title.clone(), path.clone()));
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
    let frame = frame::frame(world, what, lang, subject);
    super::page(world, "topic.html", &frame, "list", &view)
}

fn slice(docs: &[DocId], page: usize, size: usize) -> &[DocId] {
    let start = ((page - 1) * size).min(docs.len());
    &docs[start..(start + size).min(docs.len())]
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
        let topic = world.site.set_of(*doc).topics.first().copied();
        let card = cards::card(world, *doc, lang);
        match groups.last_mut().filter(|(last, _)| *last == topic) {
            Some((_, group)) => group.items.push(card),
            None => {
                let heading = topic.map(|topic| LinkView {
                    title: world.settings.topics[topic.index()].name[lang].clone(),
                    url: world.url(&world.site.topics[topic.index()].paths[lang]),
                    current: false,
                    foreign: None,
                });
                groups.push((topic, GroupView { heading, items: vec![card] }));
            }
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn below(world: &World, id: SectionId, lang: LangId) -> Vec<LinkView> {
    let inner = world.site.sections.iter().filter(|section| section.parent == Some(id));
    inner
        .map(|section| LinkView {
            title: section.titles[lang].0.clone(),
            url: world.url(&section.paths[lang]),
            current: false,
            foreign: words::foreign(world, section.titles[lang].1, lang),
        })
        .collect()
}
