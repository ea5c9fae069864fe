//! Views of lists, the home page and the site's built-in pages.

use serde::Serialize;

use super::document::ContactView;
use super::frame::{DateView, FeedLinkView, ForeignView, LinkView};

/// A document in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CardView {
    /// The title.
    pub title: String,
    /// The address.
    pub url: String,
    /// The summary; for an FAQ entry, the short answer.
    pub summary: Option<String>,
    /// The kind: `page`, `statement`, `faq` or `register`.
    pub kind: &'static str,
    /// The subtype of a statement.
    pub subtype: Option<String>,
    /// The reference of a statement.
    pub reference: Option<String>,
    /// The publication date.
    pub published: Option<DateView>,
    /// Whether it is withdrawn.
    pub withdrawn: bool,
    /// `withdrawn` or `corrected`, if it is: the UI string of the mark is `state-` plus this name.
    pub standing: Option<&'static str>,
    /// The language of the document, if it is not that of the page.
    pub foreign: Option<ForeignView>,
    /// The mark of a hidden document in a preview.
    pub mark: Option<String>,
    /// The last part of its address, used as an anchor for its entry in a list.
    pub anchor: String,
}

/// A page of a list: `list`. Templates: section.html, topic.html.
#[derive(Clone, Debug, Serialize)]
pub struct ListView {
    /// The kind of list: `section` or `topic`.
    pub scope: &'static str,
    /// The kind of the section's documents; absent for topics.
    pub kind: Option<&'static str>,
    /// The title, without the page number.
    pub title: String,
    /// The summary.
    pub summary: Option<String>,
    /// The body of the section, on its first page.
    pub body_html: Option<String>,
    /// The entries of this page in groups; a single group without heading if they are not grouped.
    pub groups: Vec<GroupView>,
    /// The sections directly below this one.
    pub sections: Vec<LinkView>,
    /// The filters for this list; empty if there is no choice.
    pub filters: Vec<FilterGroupView>,
    /// The name of the current filter, if there is one.
    pub filter: Option<String>,
    /// The address of the unfiltered list, if there is a filter.
    pub all: Option<String>,
    /// The number of entries in this language.
    pub count: usize,
    /// The number of entries that exist only in other languages.
    pub elsewhere: usize,
    /// The page number, from 1.
    pub page: usize,
    /// The number of pages.
    pub pages: usize,
    /// The address of the previous page.
    pub previous: Option<String>,
    /// The address of the next page.
    pub next: Option<String>,
    /// The feeds of this list.
    pub feeds: Vec<FeedLinkView>,
    /// The language of title and summary, if this language has none.
    pub foreign: Option<ForeignView>,
}

/// Entries with a common heading.
#[derive(Clone, Debug, Serialize)]
pub struct GroupView {
    /// The heading with its address, for instance a topic.
    pub heading: Option<LinkView>,
    /// The entries.
    pub items: Vec<CardView>,
}

/// A group of filters for a list.
#[derive(Clone, Debug, Serialize)]
pub struct FilterGroupView {
    /// The facet: `topic`, `year` or `kind`.
    pub name: &'static str,
    /// The filters, each with its own list.
    pub options: Vec<FilterView>,
}

/// A filter that matches something in this language.
#[derive(Clone, Debug, Serialize)]
pub struct FilterView {
    /// Its name and address.
    pub link: LinkView,
    /// The number of entries.
    pub count: usize,
}

/// The home page: `home`. Template: home.html.
#[derive(Clone, Debug, Serialize)]
pub struct HomeView {
    /// The title.
    pub title: String,
    /// The summary.
    pub summary: Option<String>,
    /// The body.
    pub body_html: Option<String>,
    /// The latest statement.
    pub lead: Option<CardView>,
    /// The latest statements after `lead`.
    pub latest: Vec<CardView>,
    /// Whom to call in an emergency.
    pub emergency: Option<ContactView>,
    /// The first FAQ entries, under the shorter titles that they have for menus.
    pub tasks: Vec<LinkView>,
    /// The same as cards.
    pub asked: Vec<CardView>,
    /// The first registers.
    pub registers: Vec<CardView>,
    /// All top-level sections, with the number of documents.
    pub sections: Vec<SectionCardView>,
    /// Topics with at least one entry.
    pub topics: Vec<TopicCardView>,
}

/// A section on the home page.
#[derive(Clone, Debug, Serialize)]
pub struct SectionCardView {
    /// Title and address.
    pub link: LinkView,
    /// The summary.
    pub summary: Option<String>,
    /// The kind of its documents.
    pub kind: &'static str,
    /// The number of documents in this language.
    pub count: usize,
}

/// A topic in the index: `topics` (list). Template: topics.html.
#[derive(Clone, Debug, Serialize)]
pub struct TopicCardView {
    /// Name and address.
    pub link: LinkView,
    /// The number of documents in this language.
    pub count: usize,
}

/// The index from A to Z: `index`. Template: index.html.
#[derive(Clone, Debug, Serialize)]
pub struct IndexView {
    /// The letters with entries, in the order of the language.
    pub letters: Vec<IndexLetterView>,
    /// Sections ordered by date, whose documents are therefore not in the index.
    pub dated: Vec<LinkView>,
}

/// A letter of the index.
#[derive(Clone, Debug, Serialize)]
pub struct IndexLetterView {
    /// The letter as the language counts it; `#` for entries that begin with another character.
    pub letter: String,
    /// The entries: pages, questions, registers, sections and topics, in the order of the language.
    pub entries: Vec<LinkView>,
}

/// "Not found": `not_found`. Template: 404.html.
#[derive(Clone, Debug, Serialize)]
pub struct NotFoundView {
    /// The sections, with their summaries.
    pub sections: Vec<SectionCardView>,
    /// The index from A to Z and the index of topics.
    pub indexes: Vec<LinkView>,
}

/// Translation coverage: `coverage`. Template: coverage.html.
#[derive(Clone, Debug, Serialize)]
pub struct CoverageView {
    /// The coverage of each section.
    pub sections: Vec<CoverageSectionView>,
}

/// The coverage of a section.
#[derive(Clone, Debug, Serialize)]
pub struct CoverageSectionView {
    /// The section.
    pub link: LinkView,
    /// The number of documents across languages.
    pub total: usize,
    /// One row for each language of the section.
    pub languages: Vec<CoverageRowView>,
}

/// The coverage of a section in a language.
#[derive(Clone, Debug, Serialize)]
pub struct CoverageRowView {
    /// The BCP 47 tag.
    pub lang: String,
    /// The name of the language, in the language of the page.
    pub name: String,
    /// The number of translated documents.
    pub done: usize,
    /// The number of these that are older than their source.
    pub stale: usize,
    /// Documents without a translation, in the language of the page or their source language.
    pub missing: Vec<CardView>,
}

/// Recent changes: `changes`. Template: changes.html.
#[derive(Clone, Debug, Serialize)]
pub struct ChangesView {
    /// Whether the git history was available to the build.
    pub history_known: bool,
    /// The changes, newest first.
    pub entries: Vec<ChangeEntryView>,
}

/// A change of a document.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeEntryView {
    /// The date.
    pub date: DateView,
    /// The kind: `added`, `changed`, `corrected` or `withdrawn`.
    pub kind: &'static str,
    /// The document.
    pub card: CardView,
    /// The change note for readers.
    pub note: Option<String>,
}

/// All feeds: `feeds`. Template: feeds.html.
#[derive(Clone, Debug, Serialize)]
pub struct FeedsView {
    /// The feeds of the whole site, of sections and of topics, in all formats.
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
    /// The pages on coverage, changes and feeds.
    pub pages: Vec<SectionCardView>,
    /// The registers.
    pub registers: Vec<CardView>,
}

/// The language chooser: `chooser`. Templates: chooser.html, and 404-chooser.html for `/404.html`.
#[derive(Clone, Debug, Serialize)]
pub struct ChooserView {
    /// One entry per language, written in that language.
    pub languages: Vec<ChooserEntryView>,
}

/// A language in the chooser.
#[derive(Clone, Debug, Serialize)]
pub struct ChooserEntryView {
    /// The BCP 47 tag.
    pub lang: String,
    /// The direction: `ltr` or `rtl`.
    pub dir: &'static str,
    /// The name of the language in itself.
    pub endonym: String,
    /// The address of the home page; for `/404.html`, of that language's “not found” page.
    pub url: String,
    /// The name of the institution in that language.
    pub institution: String,
    /// “Choose a language” in that language; for `/404.html`, “page not found”.
    pub prompt: String,
}

/// An old address: `moved`. Template: moved.html.
#[derive(Clone, Debug, Serialize)]
pub struct MovedView {
    /// The new address; absent if the text is gone.
    pub url: Option<String>,
    /// Whether the address answers 410 Gone.
    pub gone: bool,
    /// Whether the text is held back for now and may return; then `gone` is true as well.
    pub held: bool,
    /// The reason why it is gone or held back.
    pub reason: Option<String>,
    /// The language of the reason, if it is not that of the page.
    pub reason_foreign: Option<ForeignView>,
}

/// The search page: `search`. Template: search.html.
#[derive(Clone, Debug, Serialize)]
pub struct SearchView {
    /// The address of the index folder, for the script.
    pub index: String,
    /// The kinds by which results can be filtered.
    pub kinds: Vec<ChoiceView>,
    /// The topics by which results can be filtered.
    pub topics: Vec<ChoiceView>,
    /// The text for the number of results, in each plural form of the language.
    pub counts: Vec<CountView>,
    /// The digits from 0 to 9 in the language of the page.
    pub digits: String,
    /// Pages to browse instead of searching.
    pub instead: Vec<LinkView>,
}

/// An option in a form.
#[derive(Clone, Debug, Serialize)]
pub struct ChoiceView {
    /// The value that the form sends.
    pub value: String,
    /// The label.
    pub title: String,
}

/// The text for a number of results.
#[derive(Clone, Debug, Serialize)]
pub struct CountView {
    /// The CLDR plural category: `zero`, `one`, `two`, `few`, `many` or `other`.
    pub category: &'static str,
    /// The text, with `{n}` for the number and `{query}` for the search terms.
    pub text: String,
    /// The text for a search with filters but without search terms.
    pub all: String,
}
