//! Questions about sections, topics and feeds: which exist, and which documents they contain in which order. The facts
//! of each listed document are a separate question.

use std::ops::Range;

use super::digest::Key;
use super::question::Question;
use super::reader::asked;
use super::world::World;
use crate::config::{Kind, LangId};
use crate::content::{Document, unfinished};
use crate::plan::{FeedScope, TOPIC_PAGE_SIZE};
use crate::site::{DocId, Freshness, Mark, SectionId, SetId, TopicId, When};

/// The facts of a section in a language.
#[derive(Clone, Copy, Debug)]
pub struct SectionFacts<'a> {
    /// The title.
    pub title: &'a str,
    /// The language of the title; a different one if the section has no title in this language.
    pub title_lang: LangId,
    /// The address below the base.
    pub path: &'a str,
    /// The section above it; `None` for the home page.
    pub parent: Option<SectionId>,
    /// The kind of its documents.
    pub kind: Kind,
    /// Its index in site.toml.
    pub settings: usize,
}

/// A page of a list.
#[derive(Clone, Copy, Debug)]
pub struct ListPage<'a> {
    /// The documents on this page.
    pub docs: &'a [DocId],
    /// The number of documents in the list in this language.
    pub count: usize,
    /// The number of documents that exist only in other languages.
    pub elsewhere: usize,
}

/// How much of a section is translated into a language.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CoverageFacts {
    /// The language.
    pub lang: LangId,
    /// The number of translated documents.
    pub done: usize,
    /// The number of these that are older than their source.
    pub stale: usize,
    /// The documents without a translation.
    pub missing: Vec<SetId>,
}

impl World {
    pub(super) fn section_key(&self, id: SectionId) -> Key {
        Key(self.site.section(id).key)
    }

    pub(super) fn topic_key(&self, id: TopicId) -> Key {
        Key::of(&self.settings.topics[id.index()].id)
    }

    /// Returns a section in a language.
    #[must_use]
    pub fn section(&self, id: SectionId, lang: LangId) -> SectionFacts<'_> {
        asked(Question::Section(self.section_key(id), lang));
        self.section_of(id, lang)
    }

    pub(super) fn section_of(&self, id: SectionId, lang: LangId) -> SectionFacts<'_> {
        let section = self.site.section(id);
        let (title, title_lang) = &section.titles[lang];
        SectionFacts {
            title,
            title_lang: *title_lang,
            path: &section.paths[lang],
            parent: section.parent,
            kind: section.kind,
            settings: section.settings,
        }
    }

    /// Returns the section of a document.
    #[must_use]
    pub fn section_of_set(&self, id: SetId) -> SectionId {
        self.set(id).section
    }

    /// Returns the text of a section (`_section.LANG.md`) in a language.
    #[must_use]
    pub fn section_words(&self, id: SectionId, lang: LangId) -> Option<&Document> {
        asked(Question::SectionWords(self.section_key(id), lang));
        self.site.section(id).words[lang].as_deref()
    }

    /// Returns the reason why the text of a section is hidden from the public, in a preview. As a question, part of
    /// that text.
    #[must_use]
    pub fn section_mark(&self, id: SectionId, lang: LangId) -> Option<Mark> {
        asked(Question::SectionWords(self.section_key(id), lang));
        self.site.section(id).marks[lang]
    }

    /// Returns all sections, each after the one above it; the first is the home page.
    pub fn sections(&self) -> impl DoubleEndedIterator<Item = SectionId> + use<> {
        asked(Question::Sections);
        (0..self.site.sections.len()).map(SectionId::new)
    }

    /// Returns a section's folder below content/.
    #[must_use]
    pub fn folder(&self, id: SectionId) -> &str {
        // Not a question: the folder is the section's name, so a different folder would be a different section.
        &self.site.section(id).folder
    }

    /// Finds a section by its folder.
    #[must_use]
    pub fn find_section(&self, folder: &str) -> Option<SectionId> {
        asked(Question::Named(Key::of(folder)));
        self.site.find_section(folder)
    }

    /// Returns the sections directly below one, in the order of their folders.
    #[must_use]
    pub fn below(&self, id: SectionId) -> Vec<SectionId> {
        asked(Question::Below(self.section_key(id)));
        self.below_of(id)
    }

    pub(super) fn below_of(&self, id: SectionId) -> Vec<SectionId> {
        let all = (0..self.site.sections.len()).map(SectionId::new);
        all.filter(|other| self.site.section(*other).parent == Some(id)).collect()
    }

    /// Counts the documents of a section in a language.
    #[must_use]
    pub fn section_count(&self, id: SectionId, lang: LangId) -> usize {
        asked(Question::SectionCount(self.section_key(id), lang));
        self.site.section(id).docs[lang].len()
    }

    /// Returns page N of a section's list, from 1.
    #[must_use]
    pub fn section_page(&self, id: SectionId, lang: LangId, page: usize) -> ListPage<'_> {
        asked(Question::SectionPage(self.section_key(id), lang, page as u32));
        self.section_page_of(id, lang, page)
    }

    pub(super) fn section_page_of(&self, id: SectionId, lang: LangId, page: usize) -> ListPage<'_> {
        let section = self.site.section(id);
        let docs = &section.docs[lang];
        let size = self.settings.sections[section.settings].page_size;
        let elsewhere = section.sets.len() - docs.len();
        ListPage { docs: &docs[range(docs.len(), page, size)], count: docs.len(), elsewhere }
    }

    /// Returns the documents of a section across languages, in the order of the source language.
    #[must_use]
    pub fn section_sets(&self, id: SectionId) -> &[SetId] {
        asked(Question::SectionSets(self.section_key(id)));
        &self.site.section(id).sets
    }

    /// Counts the documents of a topic in a language.
    #[must_use]
    pub fn topic_count(&self, id: TopicId, lang: LangId) -> usize {
        asked(Question::TopicCount(self.topic_key(id), lang));
        self.site.topics[id.index()].docs[lang].len()
    }

    /// Returns page N of a topic's list, from 1.
    #[must_use]
    pub fn topic_page(&self, id: TopicId, lang: LangId, page: usize) -> ListPage<'_> {
        asked(Question::TopicPage(self.topic_key(id), lang, page as u32));
        self.topic_page_of(id, lang, page)
    }

    pub(super) fn topic_page_of(&self, id: TopicId, lang: LangId, page: usize) -> ListPage<'_> {
        let docs = &self.site.topics[id.index()].docs[lang];
        let elsewhere = self.site.topics[id.index()].sets - docs.len();
        ListPage { docs: &docs[range(docs.len(), page, TOPIC_PAGE_SIZE)], count: docs.len(), elsewhere }
    }

    /// Returns the first documents of a kind in a language: sections in the order of site.toml, each in its own order,
    /// without withdrawn documents.
    #[must_use]
    pub fn first_of(&self, kind: Kind, lang: LangId, count: usize) -> Vec<DocId> {
        asked(Question::First(kind, lang, count as u32));
        self.first_of_kind(kind, lang, count)
    }

    pub(super) fn first_of_kind(&self, kind: Kind, lang: LangId, count: usize) -> Vec<DocId> {
        let mut order: Vec<_> = self.site.sections.iter().filter(|section| section.kind == kind).collect();
        order.sort_by_key(|section| section.settings);
        let docs = order.iter().flat_map(|section| section.docs[lang].iter().copied());
        docs.filter(|doc| self.site.set_of(*doc).withdrawn.is_none()).take(count).collect()
    }

    /// Returns at most `limit` documents in a language, section by section, optionally of one folder or kind.
    #[must_use]
    pub fn listing(&self, folder: Option<&str>, kind: Option<Kind>, lang: LangId, limit: usize) -> Vec<DocId> {
        let folder = folder.map(Key::of);
        let limit = u32::try_from(limit).unwrap_or(u32::MAX);
        asked(Question::Listing(folder, kind, lang, limit));
        self.listing_of(folder, kind, lang, limit)
    }

    pub(super) fn listing_of(&self, folder: Option<Key>, kind: Option<Kind>, lang: LangId, limit: u32) -> Vec<DocId> {
        let sections = self.site.sections.iter();
        let wanted = sections
            .filter(|section| folder.is_none_or(|folder| Key::of(&section.folder) == folder))
            .filter(|section| kind.is_none_or(|kind| section.kind == kind));
        wanted.flat_map(|section| section.docs[lang].iter().copied()).take(limit as usize).collect()
    }

    /// Returns the documents of a feed, newest first, up to its limit.
    #[must_use]
    pub fn feed(&self, scope: FeedScope, lang: LangId) -> Vec<DocId> {
        asked(Question::Feed(self.scope_key(scope), lang));
        self.feed_of(scope, lang)
    }

    pub(super) fn scope_key(&self, scope: FeedScope) -> Key {
        match scope {
            FeedScope::All => Key::of("all"),
            FeedScope::Section(section) => Key::of(&format!("section/{}", self.site.section(section).folder)),
            FeedScope::Topic(topic) => Key::of(&format!("topic/{}", self.settings.topics[topic.index()].id)),
        }
    }

    pub(super) fn feed_of(&self, scope: FeedScope, lang: LangId) -> Vec<DocId> {
        let site = &self.site;
        let mut docs: Vec<DocId> = match scope {
            FeedScope::All => {
                let sections = site.sections.iter().filter(|section| self.settings.sections[section.settings].feeds);
                sections.flat_map(|section| section.docs[lang].iter().copied()).collect()
            }
            FeedScope::Section(section) => site.section(section).docs[lang].clone(),
            FeedScope::Topic(topic) => site.topics[topic.index()].docs[lang].clone(),
        };
        docs.retain(|doc| site.doc(*doc).date.is_some() && site.doc(*doc).visible.mark().is_none());
        let key = |doc: &DocId| (site.doc(*doc).newness(), site.set_of(*doc).id.as_str());
        let count = self.settings.feeds.items.min(docs.len());
        if count < docs.len() {
            docs.select_nth_unstable_by(count, |a, b| key(b).cmp(&key(a)));
            docs.truncate(count);
        }
        docs.sort_by(|a, b| key(b).cmp(&key(a)));
        docs
    }

    /// Returns the time of the most recent release of any document.
    #[must_use]
    pub fn newest_release(&self) -> Option<jiff::Timestamp> {
        asked(Question::NewestRelease);
        self.newest_release_of()
    }

    pub(super) fn newest_release_of(&self) -> Option<jiff::Timestamp> {
        let public = self.site.sets.iter().filter(|set| self.site.doc(set.source).visible.mark().is_none());
        public.filter_map(|set| set.release).max()
    }

    /// Returns the number of documents in a section and how many are translated into each language.
    #[must_use]
    pub fn coverage(&self, id: SectionId) -> (usize, Vec<CoverageFacts>) {
        asked(Question::Coverage(self.section_key(id)));
        self.coverage_of(id)
    }

    pub(super) fn coverage_of(&self, id: SectionId) -> (usize, Vec<CoverageFacts>) {
        let section = self.site.section(id);
        let facts = self.settings.sections[section.settings].languages.iter().map(|lang| {
            let mut facts = CoverageFacts { lang: *lang, done: 0, stale: 0, missing: Vec::new() };
            for set in &section.sets {
                match self.site.set(*set).docs[*lang] {
                    Some(doc) => {
                        facts.done += 1;
                        facts.stale += usize::from(self.site.freshness(doc) == Freshness::Stale);
                    }
                    None => facts.missing.push(*set),
                }
            }
            facts
        });
        (section.sets.len(), facts.collect())
    }

    /// Returns the documents in the sitemap of a language, each with its last change.
    #[must_use]
    pub fn map(&self, lang: LangId) -> Vec<(SetId, Option<When>)> {
        asked(Question::Map);
        let docs = self.site.docs.iter().filter(|doc| doc.lang == lang);
        docs.map(|doc| (doc.set, doc.last_change())).collect()
    }

    /// Returns the languages in which a document exists, for a sitemap. As a question, part of the sitemaps.
    #[must_use]
    pub fn mapped_versions(&self, id: SetId) -> Vec<Version<'_>> {
        self.versions_of(id)
    }

    /// Returns the source language of a document in a sitemap. As a question, part of the sitemaps.
    #[must_use]
    pub fn mapped_source(&self, id: SetId) -> LangId {
        self.site.doc(self.site.set(id).source).lang
    }

    /// Returns whether search engines may index a section's list in a language: it contains a document or section that
    /// they may index, or has a text of its own.
    #[must_use]
    pub fn is_section_listed(&self, id: SectionId, lang: LangId) -> bool {
        asked(Question::SectionCount(self.section_key(id), lang));
        self.site.section(id).docs[lang].iter().any(|doc| self.site.is_listed(*doc))
            || self.has_words(id, lang)
            || self.below(id).into_iter().any(|inner| self.is_section_listed(inner, lang))
    }

    /// Returns whether there is a text above the list of a section.
    fn has_words(&self, id: SectionId, lang: LangId) -> bool {
        let Some(words) = self.section_words(id, lang) else { return false };
        asked(Question::Body(Key(words.key)));
        !words.unfinished.iter().any(|found| found.kind == unfinished::Kind::NoBody)
    }

    /// Returns whether search engines may index a topic's list in a language: it contains a document that they may
    /// index.
    #[must_use]
    pub fn is_topic_listed(&self, id: TopicId, lang: LangId) -> bool {
        asked(Question::TopicCount(self.topic_key(id), lang));
        self.site.topics[id.index()].docs[lang].iter().any(|doc| self.site.is_listed(*doc))
    }
}

use super::documents::Version;

/// Returns the indices of the entries on page N, from 1.
pub(super) fn range(count: usize, page: usize, size: usize) -> Range<usize> {
    let start = ((page.max(1) - 1) * size).min(count);
    start..(start + size).min(count)
}
