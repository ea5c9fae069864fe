//! Paginated lists: sections, with and without a filter, and topics.

use std::sync::Arc;

use super::view::{CardView, FilterGroupView, FilterView, GroupView, LinkView, ListView};
use super::{Bytes, body, cards, feed, frame, home, sitemap, words};
use crate::config::{Facet, LangId, Order};
use crate::plan::{FeedScope, TOPIC_PAGE_SIZE, What, page_path, pages};
use crate::site::routes::OwnPage;
use crate::site::{DocId, Filter, SectionId, TopicId};
use crate::track::{ListPage, World};

/// Renders page N of a section's list.
pub fn section(world: &Arc<World>, what: &What, id: SectionId, lang: LangId, page: usize) -> Bytes {
    let section = world.section(id, lang);
    let shown = world.section_page(id, lang, page);
    let words_of = world.section_words(id, lang);
    let mark = world.section_mark(id, lang);
    let listed = of_section(world, id, lang, (section.path, page, shown, None));
    let is_entry = |id: &str| listed.groups.iter().flat_map(|group| &group.items).any(|card| card.anchor == id);
    let body_html = words_of.filter(|_| page == 1).map(|words| body::page(world, words, &is_entry).html);
    let view = ListView {
        title: section.title.to_owned(),
        summary: words_of.and_then(|words| words.words.summary.clone()),
        body_html: body_html.filter(|html| !html.is_empty()),
        sections: world
            .below(id)
            .into_iter()
            .map(|inner| home::section_link(world, world.section(inner, lang), lang))
            .collect(),
        ..listed
    };
    let mut breadcrumbs = frame::trail(world, section.parent, lang);
    if page > 1 {
        breadcrumbs.push((section.title.to_owned(), section.path.to_owned()));
    }
    let subject = frame::Subject {
        title: numbered(world, lang, section.title, page, view.pages),
        description: view.summary.clone(),
        path: page_path(section.path, page),
        breadcrumbs,
        feeds: view.feeds.clone(),
        noindex: mark.is_some() || (page == 1 && !sitemap::is_found(world, what, lang)),
        mark: mark.map(|mark| mark.name().to_owned()),
        ..frame::Subject::default()
    };
    let frame = frame::frame(world, what, lang, "section.html", subject);
    super::page(world, "section.html", &frame, "list", &view)
}

/// Renders page N of a section's filtered list.
pub fn filtered(
    world: &Arc<World>,
    what: &What,
    (id, filter): (SectionId, Filter),
    lang: LangId,
    page: usize,
) -> Bytes {
    let section = world.section(id, lang);
    let path = world.filter_path(id, filter, lang);
    let shown = world.filter_page(id, filter, lang, page);
    let view = ListView {
        title: filtered_title(world, id, filter, lang),
        filter: Some(filter_title(world, filter, lang)),
        all: Some(world.url(section.path)),
        ..of_section(world, id, lang, (path, page, shown, Some(filter)))
    };
    let mut breadcrumbs = frame::trail(world, Some(id), lang);
    if page > 1 {
        breadcrumbs.push((filter_title(world, filter, lang), path.to_owned()));
    }
    let subject = frame::Subject {
        title: numbered(world, lang, &view.title, page, view.pages),
        path: page_path(path, page),
        breadcrumbs,
        feeds: view.feeds.clone(),
        noindex: shown.count == 0,
        ..frame::Subject::default()
    };
    let frame = frame::frame(world, what, lang, "section.html", subject);
    super::page(world, "section.html", &frame, "list", &view)
}

/// Makes the fields that all pages of a section's list have in common, from the address of the list, the page number,
/// the entries and the filter.
fn of_section(
    world: &World,
    id: SectionId,
    lang: LangId,
    (path, page, shown, filter): (&str, usize, ListPage<'_>, Option<Filter>),
) -> ListView {
    let section = world.section(id, lang);
    let own = world.section_settings(section.settings);
    let groups = if own.order == Order::Topic {
        by_topic(world, shown.docs, lang)
    } else {
        vec![GroupView { heading: None, items: shown.docs.iter().map(|doc| cards::card(world, *doc, lang)).collect() }]
    };
    ListView {
        scope: "section",
        kind: Some(section.kind.name()),
        groups,
        filters: filters(world, id, lang, filter),
        count: shown.count,
        elsewhere: shown.elsewhere,
        feeds: if own.feeds { feed::links(world, FeedScope::Section(id), lang) } else { Vec::new() },
        foreign: words::foreign(world, section.title_lang, lang),
        ..paging(world, path, page, pages(shown.count, own.page_size))
    }
}

/// Makes the filters of a section's list, with years in descending order.
fn filters(world: &World, id: SectionId, lang: LangId, current: Option<Filter>) -> Vec<FilterGroupView> {
    let mut groups: Vec<FilterGroupView> = Vec::new();
    for (filter, count) in world.filters(id, lang) {
        let link = LinkView {
            title: filter_title(world, filter, lang),
            url: world.url(world.filter_path(id, filter, lang)),
            current: current == Some(filter),
            foreign: None,
            standing: None,
        };
        let (name, option) = (filter.facet().name(), FilterView { link, count });
        match groups.last_mut().filter(|group| group.name == name) {
            Some(group) => group.options.push(option),
            None => groups.push(FilterGroupView { name, options: vec![option] }),
        }
    }
    for group in groups.iter_mut().filter(|group| group.name == Facet::Year.name()) {
        group.options.reverse();
    }
    groups
}

/// Returns the name of a filter.
pub fn filter_title(world: &World, filter: Filter, lang: LangId) -> String {
    match filter {
        Filter::Topic(topic) => world.topic(topic, lang).0.to_owned(),
        Filter::Kind(_) => words::plain(world, lang, &format!("subtype-{}", filter.subtype().unwrap_or_default())),
        // A year uses the language's digits, but no thousands separator.
        Filter::Year(year) => year
            .to_string()
            .chars()
            .map(|c| c.to_digit(10).map_or_else(|| c.to_string(), |digit| world.locale(lang).number(digit.into())))
            .collect(),
    }
}

/// Returns the title of a section's filtered list.
pub fn filtered_title(world: &World, id: SectionId, filter: Filter, lang: LangId) -> String {
    format!("{} – {}", world.section(id, lang).title, filter_title(world, filter, lang))
}

/// Renders page N of a topic's list.
pub fn topic(world: &Arc<World>, what: &What, id: TopicId, lang: LangId, page: usize) -> Bytes {
    let (title, path) = world.topic(id, lang);
    let shown = world.topic_page(id, lang, page);
    let feeds = feed::links(world, FeedScope::Topic(id), lang);
    let items: Vec<CardView> = shown.docs.iter().map(|doc| cards::card(world, *doc, lang)).collect();
    let view = ListView {
        scope: "topic",
        title: title.to_owned(),
        groups: vec![GroupView { heading: None, items }],
        count: shown.count,
        elsewhere: shown.elsewhere,
        feeds: feeds.clone(),
        ..paging(world, path, page, pages(shown.count, TOPIC_PAGE_SIZE))
    };
    let mut breadcrumbs = frame::trail(world, None, lang);
    let index = OwnPage::Topics;
    breadcrumbs.push((words::plain(world, lang, index.title()), world.own_path(index, lang)));
    if page > 1 {
        breadcrumbs.push((title.to_owned(), path.to_owned()));
    }
    // The title names “topics”, since a topic may have the same name as a section or page.
    let head = format!("{title} – {}", words::plain(world, lang, "topics"));
    let subject = frame::Subject {
        title: numbered(world, lang, &head, page, view.pages),
        path: page_path(path, page),
        breadcrumbs,
        feeds,
        noindex: page == 1 && !sitemap::is_found(world, what, lang),
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
        filters: Vec::new(),
        filter: None,
        all: None,
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

/// Groups entries under their first topic; those without a topic come last, without a heading.
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
