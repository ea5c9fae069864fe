//! Descriptions of questions, for people who ask why a page was rendered.

use super::digest::Key;
use super::question::{Group, Question};
use super::world::World;
use crate::config::LangId;

/// Describes a question in words. Names are looked up in the current site, so something that was removed has none.
#[must_use]
pub fn describe(world: &World, question: Question) -> String {
    let lang =
        |lang: LangId| world.settings.languages.order.get(lang.index()).map_or("?", |tag| tag.as_str()).to_owned();
    let doc = |key: Key| document(world, key);
    let set = |key: Key| match world.site.set_by_key(key.0) {
        Some(set) => format!("`{}`", world.site.set(set).id),
        None => "a document that is gone".to_owned(),
    };
    let section = |key: Key| match world.site.section_by_key(key.0).map(|section| world.site.section(section)) {
        Some(section) if section.folder.is_empty() => "the home page".to_owned(),
        Some(section) => format!("the section `{}`", section.folder),
        None => "a section that is gone".to_owned(),
    };
    let topic = |key: Key| match world.settings.topics.iter().find(|topic| Key::of(&topic.id) == key) {
        Some(topic) => format!("the topic `{}`", topic.id),
        None => "a topic that is gone".to_owned(),
    };
    match question {
        Question::Setting(group) => format!("settings: {}", group_name(group)),
        Question::Text(language, key) => {
            let id = world.names.strings.get(&key).map_or("(gone)", String::as_str);
            format!("the UI string `{id}` in {}", lang(language))
        }
        Question::Template(key) => {
            format!(
                "the template `{}` or one it reaches",
                world.names.templates.get(&key).map_or("(gone)", String::as_str)
            )
        }
        Question::Asset(key) => {
            let name = world.assets.iter().find(|(name, _)| Key::of(name) == key);
            format!("the asset `{}`", name.map_or("(gone)", |(name, _)| name))
        }
        Question::Address(_) => "whether an address exists".to_owned(),
        Question::Past(instant) => match jiff::Timestamp::from_microsecond(instant) {
            Ok(instant) => format!("whether {instant} is past"),
            Err(_) => "whether an instant is past".to_owned(),
        },
        Question::Named(_) => "what an id names".to_owned(),
        Question::Document(key) => format!("front matter and address of {}", doc(key)),
        Question::Set(key) => format!("what the languages of {} share", set(key)),
        Question::Versions(key) => format!("the languages of {}", set(key)),
        Question::Link(key) => format!("title and address of {}", doc(key)),
        Question::Card(key) => format!("what lists show of {}", doc(key)),
        Question::Body(key) => format!("the text of {}", doc(key)),
        Question::Freshness(key) => format!("whether {} is older than its source", doc(key)),
        Question::HistoryState => "how much of the git history is there".to_owned(),
        Question::Chapters(key) => format!("what stands before and after {}", doc(key)),
        Question::Section(key, language) => format!("title and address of {} in {}", section(key), lang(language)),
        Question::SectionWords(key, language) => format!("the words of {} in {}", section(key), lang(language)),
        Question::Sections => "which sections there are".to_owned(),
        Question::Below(key) => format!("the sections within {}", section(key)),
        Question::SectionCount(key, language) => format!("how many texts {} has in {}", section(key), lang(language)),
        Question::SectionPage(key, language, page) => {
            format!("page {page} of {} in {}", section(key), lang(language))
        }
        Question::Filters(key, language) => {
            format!("by what the list of {} can be narrowed in {}", section(key), lang(language))
        }
        Question::FilterPage(key, _, language, page) => {
            format!("page {page} of a narrower list of {} in {}", section(key), lang(language))
        }
        Question::SectionSets(key) => format!("the texts of {}", section(key)),
        Question::TopicCount(key, language) => format!("how many texts {} has in {}", topic(key), lang(language)),
        Question::TopicPage(key, language, page) => format!("page {page} of {} in {}", topic(key), lang(language)),
        Question::First(kind, language, _) => format!("the first of kind {} in {}", kind.name(), lang(language)),
        Question::Listing(_, _, language, _) => format!("the texts that a template lists, in {}", lang(language)),
        Question::Feed(_, language) => format!("which texts a feed holds in {}", lang(language)),
        Question::Contacts => "which contacts texts show".to_owned(),
        Question::NewestRelease => "when anything was released last".to_owned(),
        Question::Coverage(key) => format!("how far {} is translated", section(key)),
        Question::Changes(language) => format!("recent changes in {}", lang(language)),
        Question::Map => "what sitemaps list".to_owned(),
        Question::Old(_) => "an old address".to_owned(),
        Question::OldAddresses => "all old addresses".to_owned(),
        Question::Occupants => "the occupant of each address".to_owned(),
        Question::Takeable => "what another release may take back".to_owned(),
        Question::ShareCard(key) => format!("the share card of {}", doc(key)),
        Question::SiteCard(language) => format!("the share card of the institution in {}", lang(language)),
        Question::Fonts => "the fonts of share cards".to_owned(),
        Question::File(key) => {
            let beside = world.site.files.iter().map(|file| &file.path);
            let found = beside.chain(world.files.keys()).find(|path| Key::of(path.as_str()) == key);
            found.map_or_else(|| "a file that is gone".to_owned(), |path| format!("the file `{path}`"))
        }
    }
}

fn document(world: &World, key: Key) -> String {
    if let Some(doc) = world.site.doc_by_key(key.0) {
        return format!("`{}`", world.site.doc(doc).document().path);
    }
    let words = world.words.get(&key).and_then(|(section, lang)| world.site.section(*section).words[*lang].as_ref());
    words.map_or_else(|| "a text that is gone".to_owned(), |words| format!("`{}`", words.path))
}

fn group_name(group: Group) -> &'static str {
    match group {
        Group::Base => "`base_url`",
        Group::Timezone => "`timezone` or `timezone_name`",
        Group::Institution => "`[institution]`",
        Group::Licence => "`[licence]`",
        Group::Menus => "`[menu]`",
        Group::Feeds => "`[feeds]`",
        Group::Publishing => "`html_max_age` of `[publish]`",
        Group::Parameters => "`[theme.parameters]`",
        Group::Security => "`[security]`",
        Group::Hosts => "`[[csp.hosts]]`",
        Group::Contacts => "`[[contact]]`",
        Group::Sections => "`[[section]]`",
        Group::Topics => "`[[topic]]` or `search`",
        Group::Notices => "`[[notice]]`",
        Group::Minify => "`minify`",
    }
}
