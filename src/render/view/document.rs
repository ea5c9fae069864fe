//! A document: `doc`; and a register's table: `register`.

use serde::Serialize;
use serde_json::Value as Json;

use super::frame::{DateView, ForeignView, LinkView};
use super::list::CardView;

/// A document in a language.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentView {
    /// `page`, `statement`, `faq` or `register`.
    pub kind: &'static str,
    /// Stable id.
    pub id: String,
    /// Title; of an FAQ entry, the question.
    pub title: String,
    /// References or ids under which it was public before.
    pub formerly: Vec<String>,
    /// Summary.
    pub summary: Option<String>,
    /// Body.
    pub body_html: String,
    /// Headings of the body, where there are at least three.
    pub contents: Vec<HeadingView>,
    /// Publication.
    pub published: Option<DateView>,
    /// Last change in substance.
    pub updated: Option<DateView>,
    /// Review date.
    pub review_by: Option<DateView>,
    /// Topics.
    pub topics: Vec<LinkView>,
    /// Lead picture.
    pub picture: Option<PictureView>,
    /// Files to download.
    pub attachments: Vec<AttachmentView>,
    /// Related documents.
    pub related: Vec<CardView>,
    /// Contacts.
    pub contacts: Vec<ContactView>,
    /// Notices that correct this document, newest first.
    pub corrections: Vec<CorrectionView>,
    /// Withdrawal.
    pub withdrawn: Option<WithdrawnView>,
    /// The last day on which it held, once that is over.
    pub expired: Option<DateView>,
    /// The source text, where it changed after this translation was made.
    pub stale: Option<LinkView>,
    /// What changed after publication, newest first.
    pub changes: Vec<ChangeView>,
    /// Whether the history was there when the site was built.
    pub history_known: bool,
    /// Previous and next document, in sections that are read in order.
    pub previous: Option<LinkView>,
    /// See `previous`.
    pub next: Option<LinkView>,
    /// The documents of such a section, in order, this one among them: all, or at most 60 around this one.
    pub chapters: Vec<LinkView>,
    /// Address of the list of all of them, where `chapters` are not all.
    pub all_chapters: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// What its front matter has under `extra`.
    pub extra: Option<Json>,
    /// Statements only.
    pub statement: Option<StatementView>,
    /// FAQ entries only.
    pub faq: Option<FaqView>,
    /// Registers only.
    pub register: Option<RegisterView>,
}

/// A heading of the body.
#[derive(Clone, Debug, Serialize)]
pub struct HeadingView {
    /// 2 to 6.
    pub level: u8,
    /// Anchor.
    pub id: String,
    /// Text.
    pub text: String,
}

/// Versions of a picture in one format.
#[derive(Clone, Debug, Serialize)]
pub struct PictureSourceView {
    /// Media type.
    pub media_type: &'static str,
    /// Addresses and widths, as `srcset` takes them.
    pub srcset: String,
}

/// A picture.
#[derive(Clone, Debug, Serialize)]
pub struct PictureView {
    /// Address of what every browser can show.
    pub url: String,
    /// Versions for browsers that know more formats, the best first; none for drawings.
    pub sources: Vec<PictureSourceView>,
    /// Width in CSS pixels.
    pub width: Option<u32>,
    /// Height in CSS pixels.
    pub height: Option<u32>,
    /// What it tells.
    pub alt: String,
    /// Caption.
    pub caption: Option<String>,
    /// Who made it.
    pub credit: Option<String>,
}

/// A file to download.
#[derive(Clone, Debug, Serialize)]
pub struct AttachmentView {
    /// What it is called.
    pub title: String,
    /// Address.
    pub url: String,
    /// Format, as `CSV`.
    pub format: String,
    /// Size, in the language of the page.
    pub size: String,
    /// Its language, where it is not the page's.
    pub foreign: Option<ForeignView>,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

/// A person or desk.
#[derive(Clone, Debug, Serialize)]
pub struct ContactView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// E-mail.
    pub email: Option<String>,
    /// Telephone as written.
    pub phone: Option<String>,
    /// Telephone for a `tel:` link.
    pub phone_url: Option<String>,
    /// Hours.
    pub hours: Option<String>,
}

/// A correction of a document.
#[derive(Clone, Debug, Serialize)]
pub struct CorrectionView {
    /// Reference of the notice.
    pub reference: String,
    /// The notice: in the language of the page, else in its source language.
    pub link: LinkView,
    /// What it says in brief, in the language of the link.
    pub summary: String,
    /// When.
    pub date: DateView,
}

/// A withdrawal.
#[derive(Clone, Debug, Serialize)]
pub struct WithdrawnView {
    /// When.
    pub date: Option<DateView>,
    /// Why.
    pub reason: Option<String>,
}

/// A change after publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangeView {
    /// When.
    pub date: DateView,
    /// `added`, `changed`, `corrected` or `withdrawn`.
    pub kind: &'static str,
    /// What changed, for readers.
    pub note: Option<String>,
}

/// What statements have.
#[derive(Clone, Debug, Serialize)]
pub struct StatementView {
    /// Reference.
    pub reference: String,
    /// Subtype.
    pub subtype: String,
    /// Place.
    pub dateline: Option<String>,
    /// Issuing bodies.
    pub issuers: Vec<String>,
    /// Speaker.
    pub speaker: Option<AttributedView>,
    /// Attribution.
    pub attribution: Option<String>,
    /// `as-prepared`, `as-delivered` or `transcript`.
    pub delivery: Option<String>,
    /// `single`, `equal` or `oral`.
    pub authority: Option<String>,
    /// Names of the authentic languages in the language of the page, as a list in words.
    pub authentic_languages: String,
    /// The authentic text, where it is another and exists.
    pub authentic: Option<LinkView>,
    /// Quotes.
    pub quotes: Vec<AttributedView>,
    /// Quick facts.
    pub quick_facts: Vec<String>,
    /// Notes to editors.
    pub notes_to_editors: Vec<String>,
    /// The statement that this one corrects.
    pub corrects: Option<CorrectionView>,
    /// Absolute address, for citations and print.
    pub cite_url: String,
    /// Address that opens a message with title, reference and address in it.
    pub share_url: String,
}

/// A text and who says it; of a speaker, name and office.
#[derive(Clone, Debug, Serialize)]
pub struct AttributedView {
    /// Text or name.
    pub text: String,
    /// Speaker or office.
    pub by: String,
}

/// What FAQ entries have.
#[derive(Clone, Debug, Serialize)]
pub struct FaqView {
    /// Short answer.
    pub short_answer: String,
    /// Other ways in which people ask it.
    pub asked: Vec<String>,
    /// Sources.
    pub sources: Vec<LinkView>,
    /// From when the answer holds.
    pub valid_from: Option<DateView>,
    /// The last day on which it holds.
    pub valid_until: Option<DateView>,
}

/// What registers have.
#[derive(Clone, Debug, Serialize)]
pub struct RegisterView {
    /// First and last day.
    pub period: (DateView, DateView),
    /// `monthly`, `quarterly` or `yearly`.
    pub frequency: String,
    /// Whether there was nothing to report.
    pub nil_return: bool,
    /// The rule by which it is published.
    pub legal_basis: Option<String>,
    /// Licence of the data.
    pub licence: Option<String>,
    /// The table: the first records, as many as a page shows.
    pub table: TableView,
    /// How many records there are.
    pub count: usize,
    /// Whether a spreadsheet program would take one of its texts for a formula.
    pub has_formulas: bool,
    /// Charts of its records.
    pub charts: Vec<ChartView>,
    /// Download as CSV.
    pub csv: AttachmentView,
    /// Download as JSON.
    pub json: AttachmentView,
}

/// A chart, drawn by the template from what is measured here, with the same figures in a table beside it.
///
/// Places and lengths are parts of a hundred, from the left edge, mirrored where the language runs from the right: so a
/// chart is as wide as there is room, and its words keep their size.
#[derive(Clone, Debug, Serialize)]
pub struct ChartView {
    /// Tells it from others of its page.
    pub id: String,
    /// `bars`, one below the other, or `columns`, side by side in the order of time.
    pub form: &'static str,
    /// What it shows.
    pub title: String,
    /// What is to be seen, in words.
    pub description: String,
    /// The bars, in order.
    pub bars: Vec<BarView>,
    /// The line of zero, where numbers stand on both sides of it.
    pub zero: Option<String>,
    /// The same figures; of a table within a text, that table stands for them.
    pub table: Option<TableView>,
}

/// A bar of a chart.
#[derive(Clone, Debug, Serialize)]
pub struct BarView {
    /// What it stands for; of columns, shortened where it is long.
    pub label: String,
    /// Its number, as the language writes it.
    pub value: String,
    /// Where it begins: of columns, from the top.
    pub start: String,
    /// How long it is.
    pub length: String,
    /// Of columns, the left edge.
    pub place: String,
    /// Of columns, the middle.
    pub middle: String,
    /// Of columns, the edge from which the language reads.
    pub near: String,
    /// Of columns, the edge to which it reads.
    pub far: String,
    /// Of columns, the width.
    pub width: String,
    /// Of columns, whether there is room for the label.
    pub labelled: bool,
}

/// A table of data.
#[derive(Clone, Debug, Serialize)]
pub struct TableView {
    /// What the table shows.
    pub caption: String,
    /// Columns.
    pub columns: Vec<ColumnView>,
    /// Rows.
    pub rows: Vec<RowView>,
    /// Totals of numeric columns, a cell per column; empty where there is none.
    pub totals: Vec<Option<String>>,
}

/// A column.
#[derive(Clone, Debug, Serialize)]
pub struct ColumnView {
    /// Title.
    pub title: String,
    /// Whether its cells are numbers.
    pub numeric: bool,
}

/// A row.
#[derive(Clone, Debug, Serialize)]
pub struct RowView {
    /// Anchor, where rows have a key.
    pub anchor: Option<String>,
    /// Key as written.
    pub key: Option<String>,
    /// Cells.
    pub cells: Vec<CellView>,
}

/// A cell.
#[derive(Clone, Debug, Serialize)]
pub struct CellView {
    /// What people read.
    pub text: String,
    /// A date for machines.
    pub iso: Option<String>,
    /// Whether it is a number.
    pub numeric: bool,
    /// Whether it names its row.
    pub header: bool,
    /// Language and direction of free text that is not in the language of the page.
    pub foreign: Option<ForeignView>,
}
