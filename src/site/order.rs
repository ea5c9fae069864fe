//! Sorts all documents once, then distributes them to the lists of their sections and topics.

use std::cmp::{Ordering, Reverse};
use std::sync::Arc;

use jiff::Timestamp;

use super::filters;
use super::ids::{DocId, SectionId, SetId, TopicId};
use super::{Site, TopicLists};
use crate::config::{Order, PerLang, Settings};
use crate::content::document::key_of;

/// Returns all documents, newest first, then those without a date by title; ties are broken by id. The later of date
/// and release counts, so that a text with an old date that is released late comes first.
///
/// Sets are sorted by id, so comparing their indices compares their ids.
fn newest_first(site: &Site) -> Vec<DocId> {
    let mut dated: Vec<(Reverse<Timestamp>, Reverse<SetId>, DocId)> = Vec::with_capacity(site.docs.len());
    let mut undated = Vec::new();
    for (index, doc) in site.docs.iter().enumerate() {
        match doc.newness() {
            Some(instant) => dated.push((Reverse(instant), Reverse(doc.set), DocId::new(index))),
            None => undated.push(DocId::new(index)),
        }
    }
    dated.sort_unstable();
    by_title(site, &mut undated, |_, _| Ordering::Equal);
    dated.into_iter().map(|(.., doc)| doc).chain(undated).collect()
}

/// Sorts documents by the given order, then by title, then by id.
fn by_title(site: &Site, docs: &mut [DocId], first: impl Fn(DocId, DocId) -> Ordering) {
    docs.sort_by(|a, b| {
        let (doc, other) = (site.doc(*a), site.doc(*b));
        first(*a, *b).then_with(|| doc.sort_key().cmp(other.sort_key())).then_with(|| doc.set.cmp(&other.set))
    });
}

/// Distributes the documents to the lists of their sections and topics, in order.
pub(super) fn deal(site: &mut Site, settings: &Settings) -> Vec<TopicLists> {
    let languages = settings.languages.order.len();
    let empty = || PerLang(vec![Vec::new(); languages]);
    let mut topics: Vec<(PerLang<Vec<DocId>>, usize)> = settings.topics.iter().map(|_| (empty(), 0)).collect();
    let mut held_before = vec![PerLang(vec![false; languages]); settings.topics.len()];
    let mut expired = vec![Vec::new(); site.sections.len()];
    let mut lists: Vec<(PerLang<Vec<DocId>>, Vec<DocId>)> =
        site.sections.iter().map(|_| (empty(), Vec::new())).collect();
    for id in newest_first(site) {
        let doc = site.doc(id);
        let set = site.set(doc.set);
        // An expired document is in no list, but the lists that it has left stay.
        if set.expired.is_some() {
            set.topics.iter().for_each(|topic| held_before[topic.index()].0[doc.lang.index()] = true);
            expired[set.section.index()].push(id);
            continue;
        }
        for topic in &set.topics {
            let (docs, sets) = &mut topics[topic.index()];
            docs.0[doc.lang.index()].push(id);
            *sets += usize::from(set.source == id);
        }
        let (docs, sources) = &mut lists[set.section.index()];
        docs.0[doc.lang.index()].push(id);
        if set.source == id {
            sources.push(id);
        }
    }
    for (index, (mut docs, mut sources)) in lists.into_iter().enumerate() {
        let order = settings.sections[site.section(SectionId::new(index)).settings].order;
        for list in docs.0.iter_mut().chain([&mut sources]) {
            sort(site, list, order);
        }
        let sets = sources.into_iter().map(|source| site.doc(source).set).collect();
        let section = &mut site.sections[index];
        section.places = if order == Order::Order { places(&docs) } else { Vec::new() };
        (section.docs, section.sets) = (docs, sets);
    }
    for (index, expired) in expired.iter().enumerate() {
        let filtered = filters::of_section(site, &site.sections[index], expired, settings);
        site.sections[index].filtered = Arc::new(filtered);
    }
    let lists =
        topics.into_iter().zip(held_before).zip(&settings.topics).map(|(((docs, sets), held_before), topic)| {
            let path = |lang| {
                let (tag, list) = (settings.languages.tag(lang), &settings.topics_slug[lang]);
                format!("/{tag}/{list}/{}/", topic.slug[lang])
            };
            let paths = PerLang(settings.languages.ids().map(path).collect());
            TopicLists { key: key_of(&topic.id), docs, sets, paths, held_before }
        });
    lists.collect()
}

/// Finds the place of each document in its list.
fn places(lists: &PerLang<Vec<DocId>>) -> Vec<(DocId, usize)> {
    let mut places: Vec<(DocId, usize)> =
        lists.0.iter().flat_map(|list| list.iter().enumerate().map(|(place, doc)| (*doc, place))).collect();
    places.sort_unstable();
    places
}

/// Reorders documents that are sorted newest first.
fn sort(site: &Site, docs: &mut [DocId], order: Order) {
    let place = |doc: DocId| site.set_of(doc).shared.order();
    let topic = |doc: DocId| site.set_of(doc).topics.first().map_or(usize::MAX, |topic: &TopicId| topic.index());
    match order {
        Order::Newest => {}
        Order::Title => by_title(site, docs, |_, _| Ordering::Equal),
        Order::Order => by_title(site, docs, |a, b| place(a).cmp(&place(b))),
        Order::Topic => by_title(site, docs, |a, b| topic(a).cmp(&topic(b)).then_with(|| place(a).cmp(&place(b)))),
    }
}
