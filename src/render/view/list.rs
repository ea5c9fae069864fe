//! Lists: sections, topics, home, and the site's own pages.

use serde::Serialize;

use super::document::ContactView;
use super::frame::{DateView, FeedLinkView, ForeignView, LinkView};

/// A document in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CardView {
    /// Title.
    pub title: String,
    /// Address.
    pub url: String,
    /// Summary; of FAQ entries, the short answer.
    pub summary: Option<String>,
    /// `page`, `statement`, `faq` or `register`.
    pub kind: &'static str,
    /// Subtype of a statement.
    pub subtype: Option<String>,
    /// Reference of a statement.
    pub reference: Option<String>,
    /// Publication.
    pub published: Option<DateView>,
    /// Whether it is withdrawn.
    pub withdrawn: bool,
    /// `withdrawn` or `corrected`, where it is: `state-` and this name the words of the mark.
    pub standing: Option<&'static str>,
    /// Its language, where it is not the page's.
    pub foreign: Option<ForeignView>,
    /// What is shown on hidden documents in a preview.
    pub mark: Option<String>,
    /// The last part of its address: an anchor for the entry in a list.
    pub anchor: String,
}

/// A page of a list: `list`. Templates: section.html, topic.html.
#[derive(Clone, Debug, Serialize)]
pub struct ListView {
    /// `section` or `topic`.
    pub scope: &'static str,
    /// Kind of the section's documents; of topics, absent.
    pub kind: Option<&'static str>,
    /// Title, without the number of the page.
    pub title: String,
    /// Summary.
    pub summary: Option<String>,
    /// Body of the section, on its first page.
    pub body_html: Option<String>,
    /// The entries of this page, in groups; a single group without title where there is nothing to group by.
    pub groups: Vec<GroupView>,
    /// Sections within this one.
    pub sections: Vec<LinkView>,
    /// By what the list can be narrowed; empty where there is no choice.
    pub filters: Vec<FilterGroupView>,
    /// To what it is narrowed.
    pub filter: Option<String>,
    /// Address of the list with nothing left out, where it is narrowed.
    pub all: Option<String>,
    /// How many entries the list has in this language.
    pub count: usize,
    /// How many more there are in other languages only.
    pub elsewhere: usize,
    /// Number of this page, from 1.
    pub page: usize,
    /// How many pages there are.
    pub pages: usize,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// Feeds of this list.
    pub feeds: Vec<FeedLinkView>,
    /// Where title and summary are in another language because this one has none.
    pub foreign: Option<ForeignView>,
}

/// Entries with a common heading.
#[derive(Clone, Debug, Serialize)]
pub struct GroupView {
    /// Heading with its address, for instance a topic.
    pub heading: Option<LinkView>,
    /// Entries.
    pub items: Vec<CardView>,
}

/// Choices by which a list can be narrowed.
#[derive(Clone, Debug, Serialize)]
pub struct FilterGroupView {
    /// `topic`, `year` or `kind`.
    pub name: &'static str,
    /// The choices, each a list of its own.
    pub options: Vec<FilterView>,
}

/// A choice: a list that shows something in this language.
#[derive(Clone, Debug, Serialize)]
pub struct FilterView {
    /// What it is called, and where it is.
    pub link: LinkView,
    /// How many entries it has.
    pub count: usize,
}

/// The home page: `home`. Template: home.html.
#[derive(Clone, Debug, Serialize)]
pub struct HomeView {
    /// Title.
    pub title: String,
    /// Summary.
    pub summary: Option<String>,
    /// Body.
    pub body_html: Option<String>,
    /// The latest statement.
    pub lead: Option<CardView>,
    /// Latest statements after it.
    pub latest: Vec<CardView>,
    /// Whom to call in an emergency.
    pub emergency: Option<ContactView>,
    /// The first FAQ entries, under the shorter titles that they have for menus.
    pub tasks: Vec<LinkView>,
    /// The same as cards.
    pub asked: Vec<CardView>,
    /// The first registers.
    pub registers: Vec<CardView>,
    /// Every section, with what it holds.
    pub sections: Vec<SectionCardView>,
    /// Topics with at least one entry.
    pub topics: Vec<TopicCardView>,
}

/// A section on the home page.
#[derive(Clone, Debug, Serialize)]
pub struct SectionCardView {
    /// Title and address.
    pub link: LinkView,
    /// Summary.
    pub summary: Option<String>,
    /// Kind of its documents.
    pub kind: &'static str,
    /// How many documents it has in this language.
    pub count: usize,
}

/// A topic in the index: `topics` (list). Template: topics.html.
#[derive(Clone, Debug, Serialize)]
pub struct TopicCardView {
    /// Name and address.
    pub link: LinkView,
    /// How many documents it has in this language.
    pub count: usize,
}

/// The index from A to Z: `index`. Template: index.html.
#[derive(Clone, Debug, Serialize)]
pub struct IndexView {
    /// Letters with entries, in the order of the language.
    pub letters: Vec<IndexLetterView>,
    /// Sections that are ordered by date and are therefore not in the index.
    pub dated: Vec<LinkView>,
}

/// A letter of the index.
#[derive(Clone, Debug, Serialize)]
pub struct IndexLetterView {
    /// The letter as the language counts it; `#` for what begins with none.
    pub letter: String,
    /// Entries: pages, questions, registers, sections and topics, in the order of the language.
    pub entries: Vec<LinkView>,
}

/// "Not found": `not_found`. Template: 404.html.
#[derive(Clone, Debug, Serialize)]
pub struct NotFoundView {
    /// Sections, with what they are about.
    pub sections: Vec<SectionCardView>,
    /// The index from A to Z and the index of topics.
    pub indexes: Vec<LinkView>,
}

/// Translation coverage: `coverage`. Template: coverage.html.
#[derive(Clone, Debug, Serialize)]
pub struct CoverageView {
    /// Per section: a row per language.
    pub sections: Vec<CoverageSectionView>,
}

/// Coverage of a section.
#[derive(Clone, Debug, Serialize)]
pub struct CoverageSectionView {
    /// The section.
    pub link: LinkView,
    /// Documents in all languages together.
    pub total: usize,
    /// A row per language in which the section is written.
    pub languages: Vec<CoverageRowView>,
}

/// Coverage of a section in a language.
#[derive(Clone, Debug, Serialize)]
pub struct CoverageRowView {
    /// BCP 47 tag.
    pub lang: String,
    /// Name of the language in that of the page.
    pub name: String,
    /// Documents there.
    pub done: usize,
    /// Of these, older than their source.
    pub stale: usize,
    /// Documents not there, in the language of the page or their source language.
    pub missing: Vec<CardView>,
}

/// Recent changes: `changes`. Template: changes.html.
#[derive(Clone, Debug, Serialize)]
pub struct ChangesView {
    /// Whether there was a git history.
    pub history_known: bool,
    /// Newest first.
    pub entries: Vec<ChangeEntryView>,
}

/// A change of a document.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeEntryView {
    /// When.
    pub date: DateView,
    /// `added`, `changed`, `corrected` or `withdrawn`.
    pub kind: &'static str,
    /// The document.
    pub card: CardView,
    /// What changed, for readers.
    pub note: Option<String>,
}

/// All feeds: `feeds`. Template: feeds.html.
#[derive(Clone, Debug, Serialize)]
pub struct FeedsView {
    /// All publications, sections, topics: each with its formats.
    pub groups: Vec<FeedGroupView>,
}

/// The feeds of one list.
#[derive(Clone, Debug, Serialize)]
pub struct FeedGroupView {
    /// The list.
    pub link: LinkView,
    /// Its feeds.
    pub feeds: Vec<FeedLinkView>,
}

/// The transparency hub: `transparency`. Template: transparency.html.
#[derive(Clone, Debug, Serialize)]
pub struct TransparencyView {
    /// Coverage, changes, feeds.
    pub pages: Vec<SectionCardView>,
    /// Registers.
    pub registers: Vec<CardView>,
}

/// The language chooser: `chooser`. Templates: chooser.html, and 404-chooser.html for `/404.html`.
#[derive(Clone, Debug, Serialize)]
pub struct ChooserView {
    /// An entry per language: its words in that language.
    pub languages: Vec<ChooserEntryView>,
}

/// A language in the chooser.
#[derive(Clone, Debug, Serialize)]
pub struct ChooserEntryView {
    /// BCP 47 tag.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Name in its own language.
    pub endonym: String,
    /// Home page; of `/404.html`, the page "not found" of that language.
    pub url: String,
    /// Name of the institution in that language.
    pub institution: String,
    /// "Choose a language" in that language; of `/404.html`, "page not found".
    pub prompt: String,
}

/// An old address: `moved`. Template: moved.html.
#[derive(Clone, Debug, Serialize)]
pub struct MovedView {
    /// Where it leads; absent where it is gone.
    pub url: Option<String>,
    /// Whether there is nothing (410).
    pub gone: bool,
    /// Whether the text is held back for now and may come again; then it is `gone` as well.
    pub held: bool,
    /// Why it is gone or held back.
    pub reason: Option<String>,
    /// The language of the reason, where it is not the page's.
    pub reason_foreign: Option<ForeignView>,
}

/// The search page: `search`. Template: search.html.
#[derive(Clone, Debug, Serialize)]
pub struct SearchView {
    /// Address of the folder of the index, for the script.
    pub index: String,
    /// Kinds by which a search can be narrowed down.
    pub kinds: Vec<ChoiceView>,
    /// Topics by which a search can be narrowed down.
    pub topics: Vec<ChoiceView>,
    /// How many results there are, in each plural form of the language.
    pub counts: Vec<CountView>,
    /// The digits from 0 to 9 as the language of the page writes them.
    pub digits: String,
    /// Where to look without searching.
    pub instead: Vec<LinkView>,
}

/// Something to choose in a form.
#[derive(Clone, Debug, Serialize)]
pub struct ChoiceView {
    /// What the form sends.
    pub value: String,
    /// What it says.
    pub title: String,
}

/// A number of results in words.
#[derive(Clone, Debug, Serialize)]
pub struct CountView {
    /// CLDR plural category: `zero`, `one`, `two`, `few`, `many` or `other`.
    pub category: &'static str,
    /// Its words, in which `{n}` stands for the number and `{query}` for what was searched for.
    pub text: String,
    /// Its words where pages were chosen without words.
    pub all: String,
}
