//! Questions about documents: alone, across languages, as shown in links and lists, and the targets of their links.

use super::digest::Key;
use super::question::Question;
use super::reader::asked;
use super::world::World;
use crate::config::{Contact, Kind, LangId, Order};
use crate::content::Document;
use crate::content::markdown::Body;
use crate::diag::{Diagnostic, SourcePath};
use crate::fs::Change;
use crate::limits::LISTED_CHAPTERS;
use crate::site::links::{self, Broken, Destination};
use crate::site::reference;
use crate::site::{Doc, DocId, FileFacts, Freshness, Mark, Set, SetId, Shared, Standing, TopicId, When};

/// The facts of a document that a link shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LinkFacts<'a> {
    /// The title, used everywhere except in menus.
    pub title: &'a str,
    /// The title for menus.
    pub menu_title: &'a str,
    /// The address below the base.
    pub path: &'a str,
    /// The language.
    pub lang: LangId,
    /// Whether it is withdrawn or corrected.
    pub standing: Option<Standing>,
}

/// The facts of a document that a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CardFacts<'a> {
    /// The title; for an FAQ entry, the question.
    pub title: &'a str,
    /// The address below the base.
    pub path: &'a str,
    /// The language.
    pub lang: LangId,
    /// The summary; for an FAQ entry, the short answer.
    pub summary: Option<&'a str>,
    /// The kind.
    pub kind: Kind,
    /// The subtype of a statement.
    pub subtype: Option<&'a str>,
    /// The reference of a statement.
    pub reference: Option<&'a str>,
    /// The publication date.
    pub date: Option<When>,
    /// Whether it is withdrawn or corrected.
    pub standing: Option<Standing>,
    /// Whether search, sitemap and index include it.
    pub listed: bool,
    /// The reason why it is hidden from the public, in a preview.
    pub mark: Option<Mark>,
    /// The topic under which a list by topics shows it.
    pub topic: Option<TopicId>,
}

/// The documents to read in sequence around one document.
#[derive(Clone, Copy, Debug, Default)]
pub struct Chapters<'a> {
    /// All of them or those around it; itself among them.
    pub docs: &'a [DocId],
    /// Its place in `docs`.
    pub here: usize,
    /// Whether `docs` are all.
    pub are_all: bool,
}

/// One language version of a document.
#[derive(Clone, Copy, Debug)]
pub struct Version<'a> {
    /// The language.
    pub lang: LangId,
    /// The document in this language.
    pub doc: DocId,
    /// Its address below the base.
    pub path: &'a str,
    /// Whether search, sitemap and index include it: it is not withdrawn, expired or only shown in a preview.
    pub listed: bool,
}

impl World {
    pub(super) fn key(&self, doc: DocId) -> Key {
        Key(self.site.doc(doc).document().key)
    }

    /// Returns a document.
    #[must_use]
    pub fn doc(&self, id: DocId) -> &Doc {
        asked(Question::Document(self.key(id)));
        self.site.doc(id)
    }

    /// Returns a set.
    #[must_use]
    pub fn set(&self, id: SetId) -> &Set {
        let set = self.site.set(id);
        asked(Question::Set(Key(set.key)));
        set
    }

    /// Returns the set of a document.
    #[must_use]
    pub fn set_of(&self, id: DocId) -> &Set {
        self.set(self.site.doc(id).set)
    }

    /// Returns the language of a document. Not a question, since the target's own address contains it.
    #[must_use]
    pub fn lang_of(&self, id: DocId) -> LangId {
        self.site.doc(id).lang
    }

    /// Returns the languages in which a document exists, in the order of the site.
    #[must_use]
    pub fn versions(&self, id: SetId) -> Vec<Version<'_>> {
        asked(Question::Versions(Key(self.site.set(id).key)));
        self.versions_of(id)
    }

    pub(super) fn versions_of(&self, id: SetId) -> Vec<Version<'_>> {
        let set = self.site.set(id);
        let version = |doc: DocId| {
            let found = self.site.doc(doc);
            Version { lang: found.lang, doc, path: &found.path, listed: self.site.is_listed(doc) }
        };
        set.docs.0.iter().flatten().map(|doc| version(*doc)).collect()
    }

    /// Returns the set that a document belongs to.
    #[must_use]
    pub fn set_id(&self, id: DocId) -> SetId {
        self.site.doc(id).set
    }

    /// Returns the language of the document that holds the shared fields.
    #[must_use]
    pub fn source_lang(&self, id: SetId) -> LangId {
        let set = self.site.set(id);
        asked(Question::Versions(Key(set.key)));
        self.site.doc(set.source).lang
    }

    /// Returns a set's document in a language, or else in its source language.
    #[must_use]
    pub fn in_language(&self, set: SetId, lang: LangId) -> DocId {
        asked(Question::Versions(Key(self.site.set(set).key)));
        self.site.in_language(set, lang)
    }

    /// Returns the facts of a document for a link.
    #[must_use]
    pub fn link(&self, id: DocId) -> LinkFacts<'_> {
        asked(Question::Link(self.key(id)));
        self.link_of(id)
    }

    pub(super) fn link_of(&self, id: DocId) -> LinkFacts<'_> {
        let doc = self.site.doc(id);
        let standing = self.site.standing(doc.set);
        LinkFacts { title: doc.heading(), menu_title: doc.menu_title(), path: &doc.path, lang: doc.lang, standing }
    }

    /// Returns the facts of a document for a list.
    #[must_use]
    pub fn card(&self, id: DocId) -> CardFacts<'_> {
        asked(Question::Card(self.key(id)));
        self.card_of(id)
    }

    pub(super) fn card_of(&self, id: DocId) -> CardFacts<'_> {
        let (doc, set) = (self.site.doc(id), self.site.set_of(id));
        let statement = match &set.shared {
            Shared::Statement(statement) => Some(statement),
            _ => None,
        };
        CardFacts {
            title: doc.heading(),
            path: &doc.path,
            lang: doc.lang,
            summary: doc.lead(),
            kind: set.kind,
            subtype: statement.map(|statement| statement.subtype.as_str()),
            reference: statement.map(|statement| statement.reference.as_str()),
            date: doc.date,
            standing: self.site.standing(doc.set),
            listed: self.site.is_listed(id),
            mark: doc.visible.mark(),
            topic: set.topics.first().copied(),
        }
    }

    /// Returns whether a set is withdrawn or corrected.
    #[must_use]
    pub fn standing(&self, id: SetId) -> Option<Standing> {
        asked(Question::Set(Key(self.site.set(id).key)));
        self.site.standing(id)
    }

    /// Returns whether a document is older than its source.
    #[must_use]
    pub fn freshness(&self, id: DocId) -> Freshness {
        asked(Question::Freshness(self.key(id)));
        self.site.freshness(id)
    }

    /// Returns the changes of a document's file in git, up to the build time, newest first.
    pub(super) fn history_of(&self, id: DocId) -> impl Iterator<Item = &Change> {
        let now = self.inputs.now;
        self.inputs.history.of(&self.site.doc(id).document().path).iter().filter(move |change| change.at <= now)
    }

    /// Returns the documents to read in sequence around one, itself included, if its section is an ordered section of pages.
    /// The root of content/ is not one. If there are more than [`LISTED_CHAPTERS`], returns those around it, so that the
    /// output of a section does not grow with the square of its pages.
    #[must_use]
    pub fn chapters(&self, id: DocId) -> Chapters<'_> {
        asked(Question::Chapters(self.key(id)));
        self.chapters_of(id)
    }

    pub(super) fn chapters_of(&self, id: DocId) -> Chapters<'_> {
        let (doc, set) = (self.site.doc(id), self.site.set_of(id));
        let section = self.site.section(set.section);
        let ordered = self.settings.sections[section.settings].order == Order::Order;
        if set.kind != Kind::Page || section.parent.is_none() || !ordered {
            return Chapters::default();
        }
        let all = &section.docs[doc.lang];
        let Ok(found) = section.places.binary_search_by_key(&id, |(doc, _)| *doc) else { return Chapters::default() };
        let here = section.places[found].1;
        let start = here.saturating_sub(LISTED_CHAPTERS / 2).min(all.len().saturating_sub(LISTED_CHAPTERS));
        let end = all.len().min(start + LISTED_CHAPTERS);
        Chapters { docs: &all[start..end], here: here - start, are_all: end - start == all.len() }
    }

    /// Finds the section or the document that an id names.
    #[must_use]
    pub fn named(&self, id: &str) -> Option<SetId> {
        asked(Question::Named(Key::of(id)));
        self.site.find(id)
    }

    /// Returns the body of a text, with the targets of its links and files.
    ///
    /// # Errors
    ///
    /// If its file can't be read, or was saved after its front matter was read.
    pub fn body(&self, text: &Document) -> Result<(Body, usize), Box<Diagnostic>> {
        asked(Question::Body(Key(text.key)));
        let (source, is_as_listed) = self.inputs.files.text_now(&text.path).map_err(Box::new)?;
        if !is_as_listed {
            crate::content::same_text(text, &source)?;
        }
        Ok((crate::content::body(text, &source, &self.settings), source.len()))
    }

    /// Returns the target of a link in a text; `None` for a broken link, which has been reported. As a question, part
    /// of the text's body.
    #[must_use]
    pub fn destination(&self, text: &Document, dest: &str) -> Option<Destination> {
        let file = |path: &SourcePath| self.site.file(path).cloned();
        let found = links::resolve(dest, &text.path, &self.site, &self.settings, file);
        if matches!(found, Err(Broken::Missing(_) | Broken::OutsideTree)) {
            self.assert_absent(&text.path, dest);
        }
        found.ok()
    }

    /// Returns the document to link to from a text in `lang`. As a question, part of the text's body.
    #[must_use]
    pub fn led_to(&self, doc: DocId, lang: LangId) -> LinkFacts<'_> {
        self.link_of(links::in_language(&self.site, doc, lang))
    }

    /// Returns the address of a section for a link from a text in `lang`. As a question, part of the text's body.
    #[must_use]
    pub fn led_to_section(&self, section: crate::site::SectionId, lang: LangId) -> &str {
        &self.site.section(section).paths[lang]
    }

    /// Returns a file that a text names, with its facts.
    #[must_use]
    pub fn file_beside(&self, text: &SourcePath, reference: &str) -> Option<(SourcePath, &FileFacts)> {
        let found = reference::file(text, reference, |path| self.file(path).is_some());
        if found.is_err() {
            self.assert_absent(text, reference);
        }
        let path = found.ok()?.path;
        let facts = self.file(&path)?;
        Some((path, facts))
    }

    /// Asserts that a file which a render does not find does not exist. A file that a text names but no plan includes
    /// would give a link without an address or a picture without a file, with no error reported.
    pub(super) fn assert_absent(&self, text: &SourcePath, reference: &str) {
        if cfg!(debug_assertions) {
            let files = &self.inputs.files;
            let named = reference::file(text, reference, |path| path.extension() != "md" && files.contains(path));
            let planned = named.ok().filter(|named| files.read(&named.path).is_ok());
            assert!(planned.is_none(), "`{reference}` in `{text}` is there and was not planned");
        }
    }

    /// Returns the contacts that readers may see: those of visible texts and notices, and the one for emergencies.
    pub fn shown_contacts(&self) -> impl Iterator<Item = &Contact> {
        asked(Question::Contacts);
        let shown = self.site.shown_contacts();
        let noticed: Vec<&str> = self.notices().filter_map(|notice| notice.contact.as_deref()).collect();
        let is_shown = move |id: &str| shown.contains(id) || noticed.contains(&id);
        self.contacts().iter().filter(move |contact| contact.is_for_emergencies || is_shown(&contact.id))
    }

    /// Finds the contact that the home page names for emergencies.
    #[must_use]
    pub fn emergency_contact(&self) -> Option<&Contact> {
        self.contacts().iter().find(|contact| contact.is_for_emergencies)
    }

    /// Finds a contact by its id.
    #[must_use]
    pub fn contact(&self, id: &str) -> Option<&Contact> {
        self.contacts().iter().find(|contact| contact.id == id)
    }
}
