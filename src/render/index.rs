//! The index from A to Z: titles grouped by first letter, as the language sorts them.

use std::collections::BTreeMap;

use super::view::{IndexLetterView, IndexView, LinkView};
use super::{cards, home};
use crate::config::{Kind, LangId};
use crate::site::{Standing, TopicId};
use crate::track::World;

/// An entry with its sort key.
type Entry = (Vec<u8>, LinkView);

/// Makes the index of everything that has a title but no date: pages, questions, registers, sections, topics.
/// Statements are found by date instead.
pub fn view(world: &World, lang: LangId) -> IndexView {
    let locale = world.locale(lang);
    let mut letters: BTreeMap<(Vec<u8>, String), Vec<Entry>> = BTreeMap::new();
    let mut add = |link: LinkView| {
        let entry = locale.index_entry(&link.title);
        let letter = (locale.sort_key(&entry.letter), entry.letter);
        letters.entry(letter).or_default().push((entry.key, link));
    };
    let mut dated = Vec::new();
    for id in world.sections().skip(1) {
        let section = world.section(id, lang);
        // Skip sections without a title in this language.
        if section.title_lang != lang || world.section_count(id, lang) == 0 {
            continue;
        }
        let link = home::section_link(world, section, lang);
        if section.kind == Kind::Statement {
            dated.push(link.clone());
        }
        add(link);
    }
    for id in (0..world.topics().len()).map(TopicId::new).filter(|id| world.topic_count(*id, lang) > 0) {
        add(home::topic_link(world, id, lang));
    }
    for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Statement) {
        for doc in world.listing(None, Some(kind), lang, usize::MAX) {
            if world.card(doc).standing != Some(Standing::Withdrawn) {
                add(cards::link_to(world, doc, lang));
            }
        }
    }
    let letters = letters.into_iter().map(|((_, letter), mut entries)| {
        entries.sort_by(|(a, first), (b, second)| a.cmp(b).then_with(|| first.url.cmp(&second.url)));
        IndexLetterView { letter, entries: entries.into_iter().map(|(_, link)| link).collect() }
    });
    IndexView { letters: letters.collect(), dated }
}
