//! `link`: from parsed files to a [`Site`] that holds visible documents only.
//!
//! The first act is [`visibility`]: it decides, once per translation set, what is shown, and fails closed.
//! Everything after it (sections, topics, relations, routes) receives a type that can't hold a hidden document.
//! The site is arenas with newtype ids and sorted vectors. It opens no file and reads no clock.

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

/// A public site: what everything after `link` works on.
///
/// What does not change with the body of a document stands behind `Arc`, so that a site with other bodies is made by
/// copying pointers ([`Site::with_documents`]).
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// Documents in one language each, in the order of their sets.
    pub docs: Vec<Arc<Doc>>,
    /// Documents across languages, in the order of their ids.
    pub sets: Arc<Vec<Set>>,
    /// Sections, each after the one that holds it; the first is the home page.
    pub sections: Vec<Section>,
    /// Topics, in the order of site.toml.
    pub topics: Arc<Vec<TopicLists>>,
    /// Addresses that answer 410.
    pub gone: Arc<Vec<Gone>>,
    /// Old addresses of documents that are visible, or whose address answers 410.
    pub aliases: Arc<Vec<Alias>>,
    /// Files that visible documents show or offer, sorted.
    pub files: Arc<Vec<Published>>,
    /// How many documents show each of the files, and how many offer it.
    uses: Arc<Vec<(u32, u32)>>,
    /// The tags of the languages.
    tags: Arc<Vec<String>>,
    routes: Arc<routes::Routes>,
    places: Arc<links::Places>,
    contacts: Arc<contacts::Shown>,
    keys: Arc<keys::Keys>,
    unseen: Arc<known::Unseen>,
}

/// A withdrawal: the text stays, and says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Withdrawal {
    /// When, where known.
    pub on: Option<When>,
}

/// A document across its languages.
#[derive(Debug)]
pub struct Set {
    /// The stable name of the id between builds.
    pub key: u64,
    /// Stable id: of a statement its reference, else `id`, else folder and stem.
    pub id: String,
    /// Ids that it was public under before, in the order written.
    pub formerly: Vec<String>,
    /// Kind.
    pub kind: Kind,
    /// Its section.
    pub section: SectionId,
    /// The document that holds the shared fields.
    pub source: DocId,
    /// Its documents, by language.
    pub docs: PerLang<Option<DocId>>,
    /// When it was or will be released: the latest of date, embargo and start of validity, its own and its section's.
    pub release: Option<Timestamp>,
    /// Publication.
    pub date: Option<When>,
    /// Last change in substance.
    pub updated: Option<When>,
    /// Withdrawal, once it has taken effect.
    pub withdrawn: Option<Withdrawal>,
    /// The last day on which it held, once that is over: then it has its page, and is in no list.
    pub expired: Option<Date>,
    /// Topics, in the order written.
    pub topics: Vec<TopicId>,
    /// Related sets, visible, in the order written.
    pub related: Vec<SetId>,
    /// The set that this one corrects.
    pub corrects: Option<SetId>,
    /// Notices that correct this set, newest first.
    pub corrections: Vec<SetId>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// What its kind adds.
    pub shared: Shared,
}

/// What a kind adds for all languages.
#[derive(Debug)]
pub enum Shared {
    /// Page.
    Page(Arc<PageShared>),
    /// Statement.
    Statement(Arc<StatementShared>),
    /// FAQ entry.
    Faq(Arc<FaqShared>),
    /// Register with its records.
    Register(Arc<RegisterShared>, Arc<Table>),
}

impl Shared {
    /// Returns the place among siblings; documents without one come last.
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
    /// The document across languages.
    pub set: SetId,
    /// Language.
    pub lang: LangId,
    /// Address below the base: `/en/press/opening/`.
    pub path: String,
    /// Publication: its own or that of the source.
    pub date: Option<When>,
    /// Last change in substance as the text says it: its own or that of the source, once it is reached.
    pub updated: Option<When>,
    /// Release: the latest of date, embargo and start of validity, its own, its source's and its section's.
    pub released: Option<When>,
    /// The last change that readers should know of ([`Doc::last_change`]).
    changed: Option<When>,
    /// How many of its change notes are dated ahead.
    notes_ahead: usize,
    /// What its kind adds in this language.
    pub words: Words,
}

impl Doc {
    /// Returns the parsed file.
    #[must_use]
    pub fn document(&self) -> &Document {
        self.visible.document()
    }

    /// Returns the last change that readers should know of: the latest of release, `updated`, change notes that are not
    /// minor, corrections and withdrawal.
    #[must_use]
    pub fn last_change(&self) -> Option<When> {
        self.changed
    }

    /// Returns the change notes whose day has come, newest first.
    #[must_use]
    pub fn change_notes(&self) -> &[ChangeNote] {
        self.document().words.change_notes.get(self.notes_ahead..).unwrap_or_default()
    }

    /// Returns by what it is newer or older than others: the later of its date and its release; nothing where it has no
    /// date.
    #[must_use]
    pub fn newness(&self) -> Option<Timestamp> {
        let date = self.date?.instant;
        Some(self.released.map_or(date, |released| released.instant.max(date)))
    }

    /// Returns the sort key of its heading.
    #[must_use]
    pub fn sort_key(&self) -> &[u8] {
        &self.document().sort_key
    }

    /// Returns what it is called everywhere but in menus: the question of an FAQ entry, the title of all else.
    #[must_use]
    pub fn heading(&self) -> &str {
        self.words.heading(&self.document().words)
    }

    /// Returns what menus call it: its title, which an FAQ entry may have beside its question.
    #[must_use]
    pub fn menu_title(&self) -> &str {
        &self.document().words.title
    }

    /// Returns what lists say below the heading: the short answer of an FAQ entry, the summary of all else.
    #[must_use]
    pub fn lead(&self) -> Option<&str> {
        self.words.lead(&self.document().words)
    }
}

/// A folder of content.
#[derive(Clone, Debug)]
pub struct Section {
    /// The stable name of the folder between builds.
    pub key: u64,
    /// Folder below content/; empty for the home page.
    pub folder: String,
    /// The section that holds it; the home page has none.
    pub parent: Option<SectionId>,
    /// Kind of its documents.
    pub kind: Kind,
    /// Its place in `Settings::sections`.
    pub settings: usize,
    /// Title, by language; where a language has none, that of the source language and which it is.
    pub titles: PerLang<(String, LangId)>,
    /// The visible words of the section, by language.
    pub words: PerLang<Option<Arc<Document>>>,
    /// Why the words would be hidden, in a preview.
    pub marks: PerLang<Option<Mark>>,
    /// Address below the base, by language.
    pub paths: PerLang<String>,
    /// Documents, by language, in order.
    pub docs: PerLang<Vec<DocId>>,
    /// The place of each document in the list of its language, sorted by document: in sections that are read in order.
    pub places: Vec<(DocId, usize)>,
    /// All sets of the section, in the order of the source language.
    pub sets: Vec<SetId>,
    /// The list, narrowed in each way that shows anything; sorted by filter.
    pub filtered: Arc<Vec<Filtered>>,
}

/// The lists of a topic.
#[derive(Debug)]
pub struct TopicLists {
    /// The stable name of the topic's id between builds.
    pub key: u64,
    /// Documents, by language, newest first.
    pub docs: PerLang<Vec<DocId>>,
    /// How many sets it has, whatever their languages.
    pub sets: usize,
    /// Address below the base, by language.
    pub paths: PerLang<String>,
    /// Whether it held an answer whose validity is over, by language.
    pub held_before: PerLang<bool>,
}

impl TopicLists {
    /// Tells whether there is a list in a language. One that time has emptied stays, so that its address answers.
    #[must_use]
    pub fn is_there(&self, lang: LangId) -> bool {
        !self.docs[lang].is_empty() || self.held_before[lang]
    }
}

/// An address that answers 410.
#[derive(Debug)]
pub struct Gone {
    /// Language.
    pub lang: LangId,
    /// Address below the base.
    pub path: String,
    /// Why, and the language in which that is said.
    pub reason: Option<(String, LangId)>,
    /// Whether the text is held back, and may come again.
    pub is_held: bool,
    /// The file that says so.
    pub source: SourcePath,
}

/// An old address of a document that is to be seen, or of one whose address answers 410.
#[derive(Debug)]
pub struct Alias {
    /// Old address below the base.
    pub old: String,
    /// The language of the document.
    pub lang: LangId,
    /// The address of the document below the base.
    pub path: String,
    /// The file that says so.
    pub source: SourcePath,
    /// Bytes in that file.
    pub span: crate::diag::Span,
}

impl Site {
    /// Tells whether a document with errors was to be seen at an address below the base.
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

    /// Returns a set's document in a language, else in its source language.
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

    /// Finds what is known of a file that visible documents show or offer.
    #[must_use]
    pub fn file(&self, path: &SourcePath) -> Option<&FileFacts> {
        let found = self.files.binary_search_by(|file| file.path.cmp(path)).ok()?;
        Some(&self.files[found].facts)
    }
}
