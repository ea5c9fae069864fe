//! Digests of the answers to questions. The answer is the one that `World` gives to a render, but nothing expensive is
//! computed for it.
//!
//! Two rules keep the digests correct. Everything that a render receives is part of the digest. And a digest contains
//! only names, never arena indices, since those change when something is added.

use std::hash::Hash;

use super::changes::ChangeFacts;
use super::digest::{Digest, Key, fingerprint};
use super::documents::{Chapters, Version};
use super::lists::ListPage;
use super::question::{Group, Question};
use super::world::World;
use crate::config::{LangId, Settings};
use crate::plan::{FeedScope, Move, What};
use crate::site::cards::CardOf;
use crate::site::links::Destination;
use crate::site::{DocId, Published, SectionId, SetId, Shared, TopicId};

/// The digest for a question about something that does not exist.
const ABSENT: Digest = [0; 16];

/// Returns the digest of the answer to a question.
#[must_use]
pub fn digest_of(world: &World, question: Question) -> Digest {
    answer(world, question).unwrap_or(ABSENT)
}

/// Returns a key of the thing that a target shows, so that a different thing at the same path is not confused with it.
#[must_use]
pub fn identity(world: &World, what: &What) -> Key {
    let name = match what {
        What::Document(doc) | What::RegisterCsv(doc) | What::RegisterJson(doc) | What::Card(CardOf::Doc(doc)) => {
            (kind_number(what), world.key(*doc), 0, 0, String::new())
        }
        What::Section(section, lang, page) => {
            (kind_number(what), world.section_key(*section), lang.0, *page, String::new())
        }
        What::Filtered(section, filter, lang, page) => {
            (kind_number(what), world.section_key(*section), lang.0, *page, filter.name(&world.settings))
        }
        What::Topic(topic, lang, page) => (kind_number(what), world.topic_key(*topic), lang.0, *page, String::new()),
        What::Feed(scope, lang, format) => {
            (kind_number(what), world.scope_key(*scope), lang.0, 0, format.file_name().to_owned())
        }
        What::Moved(old) => (kind_number(what), moved_key(world, old), 0, 0, String::new()),
        // No other variant holds an arena index, so its `Debug` output is stable between builds.
        other => (kind_number(what), Key(0), 0, 0, format!("{other:?}")),
    };
    let digest = fingerprint(&name);
    Key(u64::from_le_bytes([digest[0], digest[1], digest[2], digest[3], digest[4], digest[5], digest[6], digest[7]]))
}

fn kind_number(what: &What) -> u8 {
    match what {
        What::Document(_) => 0,
        What::RegisterCsv(_) => 1,
        What::RegisterJson(_) => 2,
        What::Section(..) => 3,
        What::Topic(..) => 4,
        What::Feed(..) => 5,
        What::Moved(_) => 6,
        What::Filtered(..) => 7,
        What::Card(_) => 9,
        _ => 8,
    }
}

fn moved_key(world: &World, old: &Move) -> Key {
    match old {
        Move::Alias(index) => Key::of(&world.site.aliases[*index].old),
        Move::Redirect(index) => Key::of(&world.settings.redirects[*index].name()),
        Move::Gone(index) => Key::of(&world.site.gone[*index].path),
    }
}

fn answer(world: &World, question: Question) -> Option<Digest> {
    let site = &world.site;
    let doc = |key: Key| site.doc_by_key(key.0);
    let set = |key: Key| site.set_by_key(key.0);
    let section = |key: Key| site.section_by_key(key.0);
    Some(match question {
        Question::Setting(group) => setting(&world.settings, group),
        Question::Text(lang, key) => world.strings.0.get(lang.index())?.digest(world.names.strings.get(&key)?)?,
        Question::Template(key) => world.theme.template_digest(world.names.templates.get(&key)?)?,
        Question::Asset(key) => {
            let found = world.assets.iter().find(|(name, _)| Key::of(name) == key);
            fingerprint(&found?.1)
        }
        Question::Address(key) => fingerprint(&site.has_address_key(key.0)),
        Question::Past(instant) => fingerprint(&world.past(instant)),
        Question::Named(key) => named(world, key),
        Question::Document(key) => document(world, doc(key)?),
        Question::Set(key) => shared(world, set(key)?),
        Question::Versions(key) => versions(world, set(key)?),
        Question::Link(key) => fingerprint(&world.link_of(doc(key)?)),
        Question::Card(key) => fingerprint(&world.card_of(doc(key)?)),
        Question::Body(key) => body(world, key)?,
        Question::Freshness(key) => fingerprint(&site.freshness(doc(key)?)),
        Question::HistoryState => fingerprint(&world.inputs.history.state()),
        Question::Chapters(key) => chapters(world, doc(key)?),
        Question::Section(key, lang) => {
            let facts = world.section_of(section(key)?, lang);
            let parent = facts.parent.map(|parent| world.section_key(parent));
            fingerprint(&(facts.title, facts.title_lang, facts.path, parent, facts.kind, facts.settings))
        }
        Question::SectionWords(key, lang) => {
            let section = site.section(section(key)?);
            let words = section.words.0.get(lang.index())?.as_ref();
            let mark = section.marks.0.get(lang.index())?;
            fingerprint(&(words.map(|document| (document.key, document.head)), mark))
        }
        Question::Sections => {
            let all = site.sections.iter().map(|section| (section.key, section.kind, section.settings));
            fingerprint(&all.collect::<Vec<_>>())
        }
        Question::Below(key) => {
            let below = world.below_of(section(key)?);
            fingerprint(&below.into_iter().map(|section| world.section_key(section)).collect::<Vec<_>>())
        }
        Question::SectionCount(key, lang) => docs_count(world, site.section(section(key)?).docs.0.get(lang.index())?),
        Question::SectionPage(key, lang, page) => {
            list_page(world, world.section_page_of(section(key)?, lang, page as usize))
        }
        Question::Filters(key, lang) => filters(world, section(key)?, lang),
        Question::FilterPage(key, filter, lang, page) => {
            let id = section(key)?;
            list_page(world, world.filter_page_of(id, world.filter_by_key(id, filter)?, lang, page as usize))
        }
        Question::SectionSets(key) => set_keys(world, &site.section(section(key)?).sets),
        Question::TopicCount(key, lang) => docs_count(world, &site.topics[topic(world, key)?.index()].docs[lang]),
        Question::TopicPage(key, lang, page) => {
            list_page(world, world.topic_page_of(topic(world, key)?, lang, page as usize))
        }
        Question::First(kind, lang, count) => doc_keys(world, &world.first_of_kind(kind, lang, count as usize)),
        Question::Listing(folder, kind, lang, limit) => doc_keys(world, &world.listing_of(folder, kind, lang, limit)),
        Question::Feed(key, lang) => doc_keys(world, &world.feed_of(scope(world, key)?, lang)),
        Question::Contacts => fingerprint(site.shown_contacts()),
        Question::NewestRelease => fingerprint(&world.newest_release_of()),
        Question::Coverage(key) => coverage(world, section(key)?),
        Question::Changes(lang) => changes(world, &world.recent_changes_of(lang)),
        Question::Map => map(world),
        Question::Old(key) => old(world, key)?,
        Question::OldAddresses => old_addresses(world),
        Question::Takeable => fingerprint(&world.takeable_of()),
        Question::Occupants => fingerprint(&world.occupants_of().collect::<Vec<_>>()),
        Question::File(key) => file(world, key)?,
        // The address already contains a digest of everything that the card shows.
        Question::ShareCard(key) => fingerprint(&world.card_address_of(CardOf::Doc(doc(key)?))),
        Question::SiteCard(lang) => fingerprint(&world.card_address_of(CardOf::Site(lang))),
        Question::Fonts => fingerprint(&world.fonts.digest()),
    })
}

fn setting(settings: &Settings, group: Group) -> Digest {
    match group {
        Group::Base => {
            fingerprint(&(settings.base.origin(), settings.base.prefix(), settings.preview, settings.drafts))
        }
        Group::Timezone => fingerprint(&(format!("{:?}", settings.timezone), &settings.timezone_name)),
        Group::Institution => fingerprint(&settings.institution),
        Group::Licence => fingerprint(&settings.licence),
        Group::Menus => {
            let ids = |menu: &[crate::config::Spanned<String>]| {
                menu.iter().map(|item| item.value.clone()).collect::<Vec<String>>()
            };
            fingerprint(&(ids(&settings.main_menu), ids(&settings.footer_menu)))
        }
        Group::Feeds => fingerprint(&settings.feeds),
        Group::Publishing => fingerprint(&settings.publish.html_max_age),
        Group::Parameters => fingerprint(&settings.theme.parameters.to_string()),
        Group::Security => {
            let parts = settings.security.as_ref().map(|security| {
                let crate::config::Security { contact, expires, span: _, policy, languages } = security;
                (contact, expires, policy, languages)
            });
            fingerprint(&parts)
        }
        Group::Hosts => fingerprint(&settings.hosts),
        Group::Contacts => fingerprint(&settings.contacts),
        Group::Sections => {
            let sections = settings.sections.iter().map(|section| {
                let crate::config::SectionSettings {
                    folder,
                    named: _,
                    span: _,
                    kind,
                    order,
                    feeds,
                    raw_html,
                    languages,
                    page_size,
                    filters,
                } = section;
                (folder, kind, order, feeds, raw_html, languages, page_size, filters)
            });
            fingerprint(&sections.collect::<Vec<_>>())
        }
        Group::Topics => {
            let topics = settings.topics.iter().map(|topic| {
                let crate::config::Topic { id, name, slug, span: _ } = topic;
                (id, name, slug)
            });
            let slugs = (&settings.topics_slug, settings.search.then_some(&settings.search_slug));
            fingerprint(&(slugs, topics.collect::<Vec<_>>()))
        }
        Group::Notices => {
            let notices = settings.notices.iter().map(|notice| {
                let crate::config::Notice { severity, start, expires, text, link, contact, span: _ } = notice;
                (severity, start, expires, text, link.as_ref().map(|link| &link.value), contact)
            });
            fingerprint(&notices.collect::<Vec<_>>())
        }
        Group::Minify => fingerprint(&settings.minify),
    }
}

fn named(world: &World, key: Key) -> Digest {
    let section = world.site.sections.iter().position(|section| Key::of(&section.folder) == key);
    let set = world.site.set_by_key(key.0).map(|set| world.site.set(set).key);
    fingerprint(&(section.map(|index| world.site.sections[index].key), set))
}

/// Digests everything that a page may show of its own document, except the body.
fn document(world: &World, id: DocId) -> Digest {
    let doc = world.site.doc(id);
    let mark = doc.visible.mark();
    let changes = (doc.released, doc.last_change(), doc.change_notes().len());
    fingerprint(&(doc.document().head, &doc.path, doc.lang, doc.date, doc.updated, changes, mark))
}

fn shared(world: &World, id: SetId) -> Digest {
    let set = world.site.set(id);
    let head = world.site.doc(set.source).document().head;
    let docs: Vec<Option<Key>> = set.docs.0.iter().map(|doc| doc.map(|doc| world.key(doc))).collect();
    let topics: Vec<Key> = set.topics.iter().map(|topic| world.topic_key(*topic)).collect();
    let keys = |sets: &[SetId]| sets.iter().map(|set| world.site.set(*set).key).collect::<Vec<_>>();
    let corrects = set.corrects.map(|set| world.site.set(set).key);
    let withdrawn = set.withdrawn.map(|withdrawal| withdrawal.on);
    let records = match &set.shared {
        Shared::Register(_, table) => Some(table.digest()),
        _ => None,
    };
    fingerprint(&(
        (&set.id, set.kind, world.section_key(set.section), head, docs),
        (set.release, set.date, set.updated, withdrawn, set.expired, topics),
        (keys(&set.related), corrects, keys(&set.corrections), &set.owner, records),
    ))
}

fn versions(world: &World, id: SetId) -> Digest {
    let versions = world.versions_of(id);
    let parts = versions.iter().map(|Version { lang, doc, path, listed }| (lang, world.key(*doc), path, listed));
    fingerprint(&(parts.collect::<Vec<_>>(), world.key(world.site.set(id).source)))
}

/// Digests the text of a body and the targets of its links. Files, strings and templates are separate questions.
fn body(world: &World, key: Key) -> Option<Digest> {
    let site = &world.site;
    let (document, lang) = match site.doc_by_key(key.0) {
        Some(doc) => (site.doc(doc).document(), site.doc(doc).lang),
        None => {
            let (section, lang) = world.words.get(&key)?;
            (site.section(*section).words[*lang].as_deref()?, *lang)
        }
    };
    let raw_html = world.settings.section_of(&document.folder).is_some_and(|section| section.raw_html);
    let facts = document.facts.unpack();
    let links: Vec<_> = facts.links.iter().map(|link| led_to(world, document, &link.dest, lang)).collect();
    Some(fingerprint(&(document.text, raw_html, links)))
}

fn led_to(world: &World, text: &crate::content::Document, dest: &str, lang: LangId) -> Option<(String, LangId)> {
    Some(match world.destination(text, dest)? {
        // External links and links within the text are part of the text itself.
        Destination::External(_) | Destination::Fragment(_) => (String::new(), lang),
        Destination::Doc(doc, _) => {
            let link = world.led_to(doc, lang);
            (link.path.to_owned(), link.lang)
        }
        Destination::Section(section, _) => (world.led_to_section(section, lang).to_owned(), lang),
        Destination::Address(path, suffix) | Destination::File(path, suffix) => (path + &suffix, lang),
    })
}

fn topic(world: &World, key: Key) -> Option<TopicId> {
    let topics = world.settings.topics.iter();
    topics.map(|topic| Key::of(&topic.id)).position(|other| other == key).map(TopicId::new)
}

fn scope(world: &World, key: Key) -> Option<FeedScope> {
    let sections = (0..world.site.sections.len()).map(|index| FeedScope::Section(SectionId::new(index)));
    let topics = (0..world.site.topics.len()).map(|index| FeedScope::Topic(TopicId::new(index)));
    std::iter::once(FeedScope::All).chain(sections).chain(topics).find(|scope| world.scope_key(*scope) == key)
}

/// Digests the length of a list, and whether search engines may index it.
fn docs_count(world: &World, docs: &[DocId]) -> Digest {
    fingerprint(&(docs.len(), docs.iter().any(|doc| world.site.is_listed(*doc))))
}

fn chapters(world: &World, id: DocId) -> Digest {
    let Chapters { docs, here, are_all } = world.chapters_of(id);
    fingerprint(&(docs.iter().map(|doc| world.key(*doc)).collect::<Vec<_>>(), here, are_all))
}

fn doc_keys(world: &World, docs: &[DocId]) -> Digest {
    fingerprint(&docs.iter().map(|doc| world.key(*doc)).collect::<Vec<_>>())
}

fn set_keys(world: &World, sets: &[SetId]) -> Digest {
    fingerprint(&sets.iter().map(|set| world.site.set(*set).key).collect::<Vec<_>>())
}

fn list_page(world: &World, page: ListPage<'_>) -> Digest {
    let ListPage { docs, count, elsewhere } = page;
    fingerprint(&(docs.iter().map(|doc| world.key(*doc)).collect::<Vec<_>>(), count, elsewhere))
}

fn filters(world: &World, id: SectionId, lang: LangId) -> Digest {
    let all = world.filters_of(id, lang).into_iter();
    fingerprint(&all.map(|(filter, count)| (world.filter_key(filter), count)).collect::<Vec<_>>())
}

fn coverage(world: &World, id: SectionId) -> Digest {
    let (total, facts) = world.coverage_of(id);
    let key = |sets: &[SetId]| sets.iter().map(|set| world.site.set(*set).key).collect::<Vec<_>>();
    let facts: Vec<_> = facts.iter().map(|facts| (facts.lang, facts.done, facts.stale, key(&facts.missing))).collect();
    fingerprint(&(total, facts))
}

fn changes(world: &World, changes: &[ChangeFacts<'_>]) -> Digest {
    let part = |change: &ChangeFacts<'_>| {
        let ChangeFacts { day, kind, doc, note } = *change;
        (day, kind, world.key(doc), note.map(str::to_owned))
    };
    fingerprint(&changes.iter().map(part).collect::<Vec<_>>())
}

/// Digests all sitemaps in one pass over all documents, since each sitemap lists every language of a document.
fn map(world: &World) -> Digest {
    struct All<'a>(&'a World);
    impl Hash for All<'_> {
        fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
            let site = &self.0.site;
            for (index, doc) in site.docs.iter().enumerate() {
                let set = site.set(doc.set);
                let listed = site.is_listed(DocId::new(index));
                (set.key, doc.lang, &doc.path, doc.last_change(), listed).hash(state);
                (self.0.key(set.source)).hash(state);
            }
            for section in &site.sections {
                (&section.paths, section.docs.0.iter().map(Vec::len).collect::<Vec<_>>()).hash(state);
            }
            for topic in site.topics.iter() {
                (&topic.paths, topic.docs.0.iter().map(Vec::is_empty).collect::<Vec<_>>()).hash(state);
            }
        }
    }
    fingerprint(&All(world))
}

fn old(world: &World, key: Key) -> Option<Digest> {
    let place = world.old_place(key)?;
    let alias = place.alias.map(|index| &world.site.aliases[index]);
    let alias = alias.map(|alias| (alias.lang, &alias.path, &alias.old));
    let gone = place.gone.map(|index| &world.site.gone[index]);
    let gone = gone.map(|gone| (gone.lang, &gone.path, &gone.reason, gone.is_held));
    let redirect = place.redirect.map(|index| &world.settings.redirects[index]);
    let redirect = redirect.map(|redirect| (&redirect.old, &redirect.new, redirect.status));
    Some(fingerprint(&(alias, gone, redirect)))
}

fn old_addresses(world: &World) -> Digest {
    let aliases = world.site.aliases.iter().map(|alias| (&alias.old, &alias.path));
    let gone = world.site.gone.iter().map(|gone| (gone.lang, &gone.path, &gone.reason, gone.is_held));
    let redirects = world.settings.redirects.iter().map(|row| (&row.old, &row.new, row.status));
    fingerprint(&(
        aliases.collect::<Vec<_>>(),
        gone.collect::<Vec<_>>(),
        redirects.collect::<Vec<_>>(),
        world.lists_of(),
    ))
}

/// Digests a file beside the texts or in `static/`.
fn file(world: &World, key: Key) -> Option<Digest> {
    let beside = world.site.files.iter().find(|file| Key::of(file.path.as_str()) == key);
    if let Some(Published { path, facts, is_shown: _, is_offered: _ }) = beside {
        return Some(fingerprint(&(path.as_str(), facts)));
    }
    let (path, digest) = world.files.iter().find(|(path, _)| Key::of(path.as_str()) == key)?;
    Some(fingerprint(&(path.as_str(), digest)))
}
