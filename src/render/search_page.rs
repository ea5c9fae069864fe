//! The page that searches: what its form offers, and the words that its script needs. The index is `search`'s.

use super::view::{ChoiceView, CountView, LinkView, SearchView};
use super::{home, search, words};
use crate::config::{Kind, LangId};
use crate::locale::Arg;
use crate::site::routes::OwnPage;
use crate::site::{SectionId, TopicId};
use crate::track::World;

const KINDS: [Kind; 4] = [Kind::Statement, Kind::Faq, Kind::Register, Kind::Page];

/// Whole numbers among which each plural form of a language has one: those of CLDR speak of the last two digits, and of
/// millions.
const SAMPLES: std::ops::RangeInclusive<i64> = 0..=100;
const MILLION: i64 = 1_000_000;

/// What the search page of a language shows.
pub(super) fn view(world: &World, lang: LangId) -> SearchView {
    let kinds = KINDS.into_iter().filter(|kind| !world.first_of(*kind, lang, 1).is_empty());
    let topics = (0..world.topics().len()).map(TopicId::new).filter(|id| world.topic_count(*id, lang) > 0);
    SearchView {
        index: world.url(&format!("/{}", search::folder(world.tag(lang)))),
        kinds: kinds
            .map(|kind| ChoiceView {
                value: kind.name().to_owned(),
                title: words::plain(world, lang, &format!("kind-{}", kind.name())),
            })
            .collect(),
        topics: topics
            .map(|id| ChoiceView {
                value: world.topics()[id.index()].id.clone(),
                title: world.topic(id, lang).0.to_owned(),
            })
            .collect(),
        counts: counts(world, lang),
        digits: (0..=9).map(|digit| world.locale(lang).number(digit)).collect(),
        instead: instead(world, lang),
    }
}

/// How many results there are, in each plural form of the language: a number that has the form gives its words.
fn counts(world: &World, lang: LangId) -> Vec<CountView> {
    let locale = world.locale(lang);
    let sample = |category: &str| SAMPLES.chain([MILLION]).find(|number| locale.plural(*number) == category);
    let count = |category: &&'static str| {
        let number = sample(category)?;
        let args = [("n", Arg::Number(number)), ("query", Arg::Text("{query}".to_owned()))];
        let text =
            |id: &str, args: &[(&str, Arg)]| words::t(world, lang, id, args).replacen(&locale.number(number), "{n}", 1);
        let (text, all) = (text("search-count", &args), text("search-count-all", &args[..1]));
        Some(CountView { category, text, all })
    };
    locale.plural_categories().iter().filter_map(count).collect()
}

/// Where to look without searching: the index from A to Z, that of topics, and every section.
fn instead(world: &World, lang: LangId) -> Vec<LinkView> {
    let indexes = [OwnPage::Index, OwnPage::Topics].map(|page| LinkView {
        title: words::plain(world, lang, page.title()),
        url: world.url(&world.own_path(page, lang)),
        current: false,
        foreign: None,
        standing: None,
    });
    let mut sections: Vec<_> = world.below(SectionId::new(0)).into_iter().map(|id| world.section(id, lang)).collect();
    sections.sort_by_key(|section| section.settings);
    let sections = sections.into_iter().map(|section| home::section_link(world, section, lang));
    indexes.into_iter().chain(sections).collect()
}
