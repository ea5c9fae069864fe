//! Views of a document, `doc`, and of a register's table, `register`.

use serde::Serialize;
use serde_json::Value as Json;

use super::frame::{DateView, ForeignView, LinkView};
use super::list::CardView;

/// A document in one language: `doc`.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentView {
    /// `page`, `statement`, `faq` or `register`.
    pub kind: &'static str,
    /// The stable id.
    pub id: String,
    /// The title; for an FAQ entry, the question.
    pub title: String,
    /// References or ids under which it was public before.
    pub formerly: Vec<String>,
    /// The summary.
    pub summary: Option<String>,
    /// The body.
    pub body_html: String,
    /// The headings of the body, if there are at least three.
    pub contents: Vec<HeadingView>,
    /// The publication date.
    pub published: Option<DateView>,
    /// The last substantial change.
    pub updated: Option<DateView>,
    /// The review date.
    pub review_by: Option<DateView>,
    /// The topics.
    pub topics: Vec<LinkView>,
    /// The lead picture.
    pub picture: Option<PictureView>,
    /// Files to download.
    pub attachments: Vec<AttachmentView>,
    /// Related documents.
    pub related: Vec<CardView>,
    /// The contacts.
    pub contacts: Vec<ContactView>,
    /// Notices that correct this document, newest first.
    pub corrections: Vec<CorrectionView>,
    /// The withdrawal.
    pub withdrawn: Option<WithdrawnView>,
    /// The last day of validity, once that is over.
    pub expired: Option<DateView>,
    /// The source text, if it has changed since this translation was made.
    pub stale: Option<LinkView>,
    /// Changes after publication, newest first.
    pub changes: Vec<ChangeView>,
    /// Whether the git history was available to the build.
    pub history_known: bool,
    /// The previous document, in sections that are read in sequence.
    pub previous: Option<LinkView>,
    /// The next document; see `previous`.
    pub next: Option<LinkView>,
    /// The documents of such a section in order, including this one: all, or at most 60 around this one.
    pub chapters: Vec<LinkView>,
    /// The address of the list of all of them, if `chapters` are not all.
    pub all_chapters: Option<String>,
    /// The person or unit responsible.
    pub owner: Option<String>,
    /// The `extra` table of the front matter.
    pub extra: Option<Json>,
    /// The fields of a statement.
    pub statement: Option<StatementView>,
    /// The fields of an FAQ entry.
    pub faq: Option<FaqView>,
    /// The fields of a register.
    pub register: Option<RegisterView>,
}

/// A heading of the body.
#[derive(Clone, Debug, Serialize)]
pub struct HeadingView {
    /// The level, 2 to 6.
    pub level: u8,
    /// The anchor.
    pub id: String,
    /// The text.
    pub text: String,
}

/// The versions of a picture in one format.
#[derive(Clone, Debug, Serialize)]
pub struct PictureSourceView {
    /// The media type.
    pub media_type: &'static str,
    /// Addresses and widths, for `srcset`.
    pub srcset: String,
}

/// A picture.
#[derive(Clone, Debug, Serialize)]
pub struct PictureView {
    /// The address of a version that every browser can show.
    pub url: String,
    /// Versions in other formats, the best first; empty for drawings.
    pub sources: Vec<PictureSourceView>,
    /// The width in CSS pixels.
    pub width: Option<u32>,
    /// The height in CSS pixels.
    pub height: Option<u32>,
    /// The alternative text.
    pub alt: String,
    /// The caption.
    pub caption: Option<String>,
    /// The credit: author or source of the picture.
    pub credit: Option<String>,
    /// The language of its words, where it is not that of the page.
    pub foreign: Option<ForeignView>,
}

/// A file to download.
#[derive(Clone, Debug, Serialize)]
pub struct AttachmentView {
    /// The title.
    pub title: String,
    /// The address.
    pub url: String,
    /// The format, for instance `CSV`.
    pub format: String,
    /// The size, formatted for the language of the page.
    pub size: String,
    /// The language of the file, if it is not that of the page.
    pub foreign: Option<ForeignView>,
    /// The SHA-256 in hexadecimal.
    pub sha256: String,
}

/// A person or office to contact.
#[derive(Clone, Debug, Serialize)]
pub struct ContactView {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The e-mail address.
    pub email: Option<String>,
    /// The telephone number as written.
    pub phone: Option<String>,
    /// The telephone number for a `tel:` link.
    pub phone_url: Option<String>,
    /// The opening hours.
    pub hours: Option<String>,
}

/// A correction of a document.
#[derive(Clone, Debug, Serialize)]
pub struct CorrectionView {
    /// The reference of the notice.
    pub reference: String,
    /// A link to the notice, in the language of the page or, if missing, in its source language.
    pub link: LinkView,
    /// A summary of the notice, in the language of the link.
    pub summary: String,
    /// The date.
    pub date: DateView,
}

/// A withdrawal.
#[derive(Clone, Debug, Serialize)]
pub struct WithdrawnView {
    /// The date.
    pub date: Option<DateView>,
    /// The reason.
    pub reason: Option<String>,
}

/// A change after publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangeView {
    /// The date.
    pub date: DateView,
    /// The kind: `added`, `changed`, `corrected` or `withdrawn`.
    pub kind: &'static str,
    /// The change note for readers.
    pub note: Option<String>,
}

/// The fields of a statement.
#[derive(Clone, Debug, Serialize)]
pub struct StatementView {
    /// The reference.
    pub reference: String,
    /// The subtype.
    pub subtype: String,
    /// The place, for the dateline.
    pub dateline: Option<String>,
    /// The issuing bodies.
    pub issuers: Vec<String>,
    /// The speaker.
    pub speaker: Option<AttributedView>,
    /// The attribution.
    pub attribution: Option<String>,
    /// The form of delivery: `as-prepared`, `as-delivered` or `transcript`.
    pub delivery: Option<String>,
    /// The authority of the language versions: `single`, `equal` or `oral`.
    pub authority: Option<String>,
    /// The names of the authentic languages, as a list in the language of the page.
    pub authentic_languages: String,
    /// The authentic text, if it is a different one and exists.
    pub authentic: Option<LinkView>,
    /// The quotes.
    pub quotes: Vec<AttributedView>,
    /// The quick facts.
    pub quick_facts: Vec<String>,
    /// The notes to editors.
    pub notes_to_editors: Vec<String>,
    /// The statement that this one corrects.
    pub corrects: Option<CorrectionView>,
    /// The absolute address, for citations and print.
    pub cite_url: String,
    /// A `mailto:` address for a message with title, reference and address.
    pub share_url: String,
}

/// A quote with its speaker, or a speaker with their office.
#[derive(Clone, Debug, Serialize)]
pub struct AttributedView {
    /// The quote or the name.
    pub text: String,
    /// The speaker or the office.
    pub by: String,
}

/// The fields of an FAQ entry.
#[derive(Clone, Debug, Serialize)]
pub struct FaqView {
    /// The short answer.
    pub short_answer: String,
    /// Other phrasings of the question.
    pub asked: Vec<String>,
    /// The sources.
    pub sources: Vec<LinkView>,
    /// The day from which the answer is valid.
    pub valid_from: Option<DateView>,
    /// The last day on which the answer is valid.
    pub valid_until: Option<DateView>,
}

/// The fields of a register.
#[derive(Clone, Debug, Serialize)]
pub struct RegisterView {
    /// The first and last day of the period.
    pub period: (DateView, DateView),
    /// The frequency: `monthly`, `quarterly` or `yearly`.
    pub frequency: String,
    /// Whether there was nothing to report.
    pub nil_return: bool,
    /// The rule that requires the publication.
    pub legal_basis: Option<String>,
    /// The licence of the data.
    pub licence: Option<String>,
    /// The table with the first records, as many as a page shows.
    pub table: TableView,
    /// The number of records.
    pub count: usize,
    /// Whether a spreadsheet program would treat one of its texts as a formula.
    pub has_formulas: bool,
    /// Charts of the records.
    pub charts: Vec<ChartView>,
    /// The download as CSV.
    pub csv: AttachmentView,
    /// The download as JSON.
    pub json: AttachmentView,
}

/// A chart. The template draws it from the measurements given here and shows the same figures in a table beside it.
///
/// Positions and lengths are percentages from the left edge, mirrored in right-to-left languages. So a chart fills the
/// available width, and its text keeps its size.
#[derive(Clone, Debug, Serialize)]
pub struct ChartView {
    /// An id that is unique on the page.
    pub id: String,
    /// The form: `bars`, one below the other, or `columns`, side by side in the order of time.
    pub form: &'static str,
    /// The title.
    pub title: String,
    /// A description of the chart in words.
    pub description: String,
    /// The bars, in order.
    pub bars: Vec<BarView>,
    /// The position of the zero line, if there are both negative and positive numbers.
    pub zero: Option<String>,
    /// The same figures as a table; absent if the chart belongs to a table in the text.
    pub table: Option<TableView>,
}

/// A bar of a chart.
#[derive(Clone, Debug, Serialize)]
pub struct BarView {
    /// The label; of columns, shortened if it is long.
    pub label: String,
    /// The number, formatted for the language.
    pub value: String,
    /// The start of the bar; for columns, from the top.
    pub start: String,
    /// The length of the bar.
    pub length: String,
    /// For columns, the left edge.
    pub place: String,
    /// For columns, the centre.
    pub middle: String,
    /// For columns, the edge where reading begins.
    pub near: String,
    /// For columns, the edge where reading ends.
    pub far: String,
    /// For columns, the width.
    pub width: String,
    /// For columns, whether there is room for the label.
    pub labelled: bool,
}

/// A table of data.
#[derive(Clone, Debug, Serialize)]
pub struct TableView {
    /// The caption.
    pub caption: String,
    /// The columns.
    pub columns: Vec<ColumnView>,
    /// The rows.
    pub rows: Vec<RowView>,
    /// The totals of numeric columns, one cell per column; empty if there are none.
    pub totals: Vec<Option<String>>,
}

/// A column.
#[derive(Clone, Debug, Serialize)]
pub struct ColumnView {
    /// The title.
    pub title: String,
    /// Whether its cells are numbers.
    pub numeric: bool,
    /// The language of the title, where it is not that of the page.
    pub foreign: Option<ForeignView>,
}

/// A row.
#[derive(Clone, Debug, Serialize)]
pub struct RowView {
    /// The anchor, if rows have a key.
    pub anchor: Option<String>,
    /// The key as written.
    pub key: Option<String>,
    /// The cells.
    pub cells: Vec<CellView>,
}

/// A cell.
#[derive(Clone, Debug, Serialize)]
pub struct CellView {
    /// The text for people.
    pub text: String,
    /// The date for programs (ISO 8601).
    pub iso: Option<String>,
    /// Whether it is a number.
    pub numeric: bool,
    /// Whether it is the header of its row.
    pub header: bool,
    /// The language and direction of free text that is not in the language of the page.
    pub foreign: Option<ForeignView>,
}
