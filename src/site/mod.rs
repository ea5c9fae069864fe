//! `link`: turns parsed files into a [`Site`] that holds only visible documents.
//!
//! The first step is [`visibility`]: it decides, once per translation set, what is shown; when in doubt, nothing is.
//! All later steps (sections, topics, relations, routes) receive a type that can't hold a hidden document. The site
//! consists of arenas with newtype ids and sorted vectors. It opens no file and reads no clock.

pub mod cards;
pub mod due;
pub mod files;
mod active;
mod address;
pub mod beside;
mod change;
mod check;
mod contacts;
mod filters;
mod finished;
mod freshness;
pub mod holds;
mod ids;
mod keys;
mod known;
pub mod life;
mod link;
pub mod links;
mod nearby;
mod order;
pub mod overview;
pub mod pictures;
pub mod reference;
mod relations;
pub mod routes;
mod rules;
mod sections;
mod sets;
mod standing;
mod swap;
pub mod visibility;

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::config::{Kind, LangId, PerLang};
use crate::content::Document;
use crate::content::kinds::common::ChangeNote;
use crate::content::kinds::faq::FaqShared;
use crate::content::kinds::page::PageShared;
use crate::content::kinds::register::RegisterShared;
use crate::content::kinds::statement::StatementShared;
use crate::content::table::Table;
use crate::diag::SourcePath;

pub use crate::content::{When, Words};
pub use check::{Checks, check, security_due};
pub use files::{FileFacts, Published};
pub use filters::{Filter, Filtered};
pub use freshness::Freshness;
pub use ids::{DocId, SectionId, SetId, TopicId};
pub use known::bare;
pub use link::{Parsed, id_of, link};
pub use standing::Standing;
pub use visibility::{Mark, Visible};

/// A site with visible documents only, the input of everything after `link`.
///
/// Parts that do not depend on the bodies of documents are behind `Arc`, so that a site with other bodies can be made
/// by copying pointers ([`Site::with_documents`]).
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// The documents in one language each, in the order of their sets.
    pub docs: Vec<Arc<Doc>>,
    /// The documents across languages, in the order of their ids.
    pub sets: Arc<Vec<Set>>,
    /// The sections, each after the one above it; the first is the home page.
    pub sections: Vec<Section>,
    /// The topics, in the order of site.toml.
    pub topics: Arc<Vec<TopicLists>>,
    /// Addresses that answer 410.
    pub gone: Arc<Vec<Gone>>,
    /// Old addresses of documents that are visible or whose address answers 410.
    pub aliases: Arc<Vec<Alias>>,
    /// Files that visible documents show or offer, sorted.
    pub files: Arc<Vec<Published>>,
    /// The number of documents that show each file, and of those that offer it.
    uses: Arc<Vec<(u32, u32)>>,
    /// The tags of the languages.
    tags: Arc<Vec<String>>,
    routes: Arc<routes::Routes>,
    stem_index: Arc<links::StemIndex>,
    contacts: Arc<contacts::Shown>,
    keys: Arc<keys::Keys>,
    unseen: Arc<known::Unseen>,
}

/// A withdrawal: the text stays, with a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Withdrawal {
    /// The time, if known.
    pub on: Option<When>,
}

/// A document across its languages.
#[derive(Debug)]
pub struct Set {
    /// The stable key of the id.
    pub key: u64,
    /// The stable id: a statement's reference, else `id`, else folder and stem.
    pub id: String,
    /// Ids under which it was public before, in the order written.
    pub formerly: Vec<String>,
    /// The kind.
    pub kind: Kind,
    /// The section.
    pub section: SectionId,
    /// The document that holds the shared fields.
    pub source: DocId,
    /// The documents, by language.
    pub docs: PerLang<Option<DocId>>,
    /// The past or future release: the latest of date, embargo and start of validity, its own and its section's.
    pub release: Option<Timestamp>,
    /// The publication date.
    pub date: Option<When>,
    /// The last substantial change.
    pub updated: Option<When>,
    /// The withdrawal, once it has taken effect.
    pub withdrawn: Option<Withdrawal>,
    /// The last day of validity, once that is over. The document then has its page, but is in no list.
    pub expired: Option<Date>,
    /// The topics, in the order written.
    pub topics: Vec<TopicId>,
    /// The visible related sets, in the order written.
    pub related: Vec<SetId>,
    /// The set that this one corrects.
    pub corrects: Option<SetId>,
    /// Notices that correct this set, newest first.
    pub corrections: Vec<SetId>,
    /// The person or unit responsible.
    pub owner: Option<String>,
    /// The fields that only its kind has.
    pub shared: Shared,
}

/// The fields that only one kind has, shared by all languages.
#[derive(Debug)]
pub enum Shared {
    /// A page.
    Page(Arc<PageShared>),
    /// A statement.
    Statement(Arc<StatementShared>),
    /// An FAQ entry.
    Faq(Arc<FaqShared>),
    /// A register with its records.
    Register(Arc<RegisterShared>, Arc<Table>),
}

impl Shared {
    /// Returns the position among siblings; documents without one come last.
    #[must_use]
    pub fn order(&self) -> i64 {
        match self {
            Self::Page(page) => page.order,
            Self::Faq(faq) => faq.order,
            Self::Register(register, _) => register.order,
            Self::Statement(_) => 0,
        }
    }

    /// Returns the review date.
    #[must_use]
    pub fn review_by(&self) -> Option<Date> {
        match self {
            Self::Page(page) => page.review_by,
            Self::Faq(faq) => faq.review_by,
            Self::Register(register, _) => register.review_by,
            Self::Statement(_) => None,
        }
    }
}

/// A document in one language.
#[derive(Clone, Debug)]
pub struct Doc {
    /// The visible file.
    pub visible: Visible,
    /// Its set.
    pub set: SetId,
    /// The language.
    pub lang: LangId,
    /// The address below the base: `/en/press/opening/`.
    pub path: String,
    /// The publication date: its own or that of the source.
    pub date: Option<When>,
    /// The last substantial change given in the text: its own or that of the source, once it is reached.
    pub updated: Option<When>,
    /// The release: the latest of date, embargo and start of validity, its own, its source's and its section's.
    pub released: Option<When>,
    /// The last change that readers should know about ([`Doc::last_change`]).
    changed: Option<When>,
    /// The number of its change notes with a future date.
    notes_ahead: usize,
    /// The fields that only its kind has, in this language.
    pub words: Words,
}

impl Doc {
    /// Returns the parsed file.
    #[must_use]
    pub fn document(&self) -> &Document {
        self.visible.document()
    }

    /// Returns the last change that readers should know about: the latest of release, `updated`, change notes that are
    /// not minor, corrections and withdrawal.
    #[must_use]
    pub fn last_change(&self) -> Option<When> {
        self.changed
    }

    /// Returns the change notes up to now, newest first.
    #[must_use]
    pub fn change_notes(&self) -> &[ChangeNote] {
        self.document().words.change_notes.get(self.notes_ahead..).unwrap_or_default()
    }

    /// Returns the instant by which lists sort it: the later of its date and its release; `None` without a date.
    #[must_use]
    pub fn newness(&self) -> Option<Timestamp> {
        let date = self.date?.instant;
        Some(self.released.map_or(date, |released| released.instant.max(date)))
    }

    /// Returns the collation key of its heading.
    #[must_use]
    pub fn sort_key(&self) -> &[u8] {
        &self.document().sort_key
    }

    /// Returns the title used everywhere except in menus: the question of an FAQ entry, the title of other documents.
    #[must_use]
    pub fn heading(&self) -> &str {
        self.words.heading(&self.document().words)
    }

    /// Returns the title for menus. An FAQ entry may have one beside its question.
    #[must_use]
    pub fn menu_title(&self) -> &str {
        &self.document().words.title
    }

    /// Returns the text that lists show below the heading: the short answer of an FAQ entry, the summary of other
    /// documents.
    #[must_use]
    pub fn lead(&self) -> Option<&str> {
        self.words.lead(&self.document().words)
    }
}

/// A folder of content.
#[derive(Clone, Debug)]
pub struct Section {
    /// The stable key of the folder.
    pub key: u64,
    /// The folder below content/; empty for the home page.
    pub folder: String,
    /// The section above it; `None` for the home page.
    pub parent: Option<SectionId>,
    /// The kind of its documents.
    pub kind: Kind,
    /// Its index in `Settings::sections`.
    pub settings: usize,
    /// The title by language, with its language, which is the source language where a translation is missing.
    pub titles: PerLang<(String, LangId)>,
    /// The visible text of the section (`_section.LANG.md`), by language.
    pub words: PerLang<Option<Arc<Document>>>,
    /// The reason why that text is hidden from the public, in a preview.
    pub marks: PerLang<Option<Mark>>,
    /// The address below the base, by language.
    pub paths: PerLang<String>,
    /// The documents in order, by language.
    pub docs: PerLang<Vec<DocId>>,
    /// The place of each document in the list of its language, sorted by document: in sections that are read in order.
    pub places: Vec<(DocId, usize)>,
    /// All sets of the section, in the order of the source language.
    pub sets: Vec<SetId>,
    /// The filtered lists, sorted by filter.
    pub filtered: Arc<Vec<Filtered>>,
}

/// The lists of a topic.
#[derive(Debug)]
pub struct TopicLists {
    /// The stable key of the topic's id.
    pub key: u64,
    /// The documents by language, newest first.
    pub docs: PerLang<Vec<DocId>>,
    /// The number of sets across languages.
    pub sets: usize,
    /// The address below the base, by language.
    pub paths: PerLang<String>,
    /// Whether it contained an answer that has expired, by language.
    pub held_before: PerLang<bool>,
}

impl TopicLists {
    /// Returns whether the list exists in a language. A list whose documents have expired stays, so that its address
    /// works.
    #[must_use]
    pub fn is_there(&self, lang: LangId) -> bool {
        !self.docs[lang].is_empty() || self.held_before[lang]
    }
}

/// An address that answers 410.
#[derive(Debug)]
pub struct Gone {
    /// The language.
    pub lang: LangId,
    /// The address below the base.
    pub path: String,
    /// The public reason, with its language.
    pub reason: Option<(String, LangId)>,
    /// Whether the text is held back and may return.
    pub is_held: bool,
    /// The file that sets this.
    pub source: SourcePath,
    /// The file with the fields shared by all languages.
    pub shared: SourcePath,
    /// The stable id of the text. The public knows it only if the text was public.
    pub id: String,
    /// Earlier ids.
    pub formerly: Vec<String>,
}

/// An old address of a document that is visible or whose address answers 410.
#[derive(Debug)]
pub struct Alias {
    /// The old address below the base.
    pub old: String,
    /// The language of the document.
    pub lang: LangId,
    /// The address of the document below the base.
    pub path: String,
    /// The file that sets this.
    pub source: SourcePath,
    /// The position in that file, in bytes.
    pub span: crate::diag::Span,
}

impl Site {
    /// Returns whether an address below the base belongs to a document with errors.
    #[must_use]
    pub fn is_fault_at(&self, path: &str) -> bool {
        self.unseen.is_fault_at(path)
    }

    /// Returns a document.
    #[must_use]
    pub fn doc(&self, id: DocId) -> &Doc {
        &self.docs[id.index()]
    }

    /// Returns a set.
    #[must_use]
    pub fn set(&self, id: SetId) -> &Set {
        &self.sets[id.index()]
    }

    /// Returns the set of a document.
    #[must_use]
    pub fn set_of(&self, id: DocId) -> &Set {
        self.set(self.doc(id).set)
    }

    /// Returns a section.
    #[must_use]
    pub fn section(&self, id: SectionId) -> &Section {
        &self.sections[id.index()]
    }

    /// Returns a set's document in a language, or else in its source language.
    #[must_use]
    pub fn in_language(&self, set: SetId, lang: LangId) -> DocId {
        let set = self.set(set);
        set.docs[lang].unwrap_or(set.source)
    }

    /// Finds a set by its id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<SetId> {
        let found = self.sets.binary_search_by(|set| set.id.as_str().cmp(id)).ok()?;
        Some(SetId::new(found))
    }

    /// Finds a section by its folder.
    #[must_use]
    pub fn find_section(&self, folder: &str) -> Option<SectionId> {
        let found = self.sections.binary_search_by(|section| section.folder.as_str().cmp(folder)).ok()?;
        Some(SectionId::new(found))
    }

    /// Returns the facts of a file that visible documents show or offer.
    #[must_use]
    pub fn file(&self, path: &SourcePath) -> Option<&FileFacts> {
        let found = self.files.binary_search_by(|file| file.path.cmp(path)).ok()?;
        Some(&self.files[found].facts)
    }
}
