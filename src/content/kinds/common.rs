//! Fields that every kind has.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::config::KINDS;
use crate::content::Stated;
use crate::diag::Span;
use crate::limits::{SUMMARY_CHARS, TITLE_CHARS};
use crate::spec::{Field, Moment, Need, Record, Scope, Type, Value};

/// Makes a field that the source-language file says for all.
pub(super) const fn shared(
    name: &'static str,
    ty: Type,
    need: Need,
    doc: &'static str,
    example: &'static str,
) -> Field {
    Field { name, ty, need, scope: Scope::Shared, doc, example }
}

/// Makes a field that each language's file says for itself.
pub(super) const fn words(name: &'static str, ty: Type, need: Need, doc: &'static str, example: &'static str) -> Field {
    Field { name, ty, need, scope: Scope::Translated, doc, example }
}

/// Makes a field that the source-language file says, and a translation may say differently for itself.
pub(super) const fn inherited(
    name: &'static str,
    ty: Type,
    need: Need,
    doc: &'static str,
    example: &'static str,
) -> Field {
    Field { name, ty, need, scope: Scope::Inherited, doc, example }
}

/// The title, required.
pub(super) const TITLE: Field =
    words("title", Type::Line(TITLE_CHARS), Need::Required, "What the text is called.", "\"How to renew a passport\"");

/// The summary, optional.
pub(super) const SUMMARY: Field = words(
    "summary",
    Type::Line(SUMMARY_CHARS),
    Need::Optional,
    "One or two plain sentences for lists, search engines and share cards.",
    "\"What you need, what it costs and how long it takes.\"",
);

/// The states of pages, statements and registers.
pub(super) const STATE: Field = inherited(
    "state",
    Type::Choice(&["draft", "published", "withdrawn", "gone"]),
    Need::Optional,
    "`draft` is not published; `withdrawn` keeps the text and shows why, from `withdrawn_on`; `gone` answers 410. Each \
     waits for `date` and `embargo`. Default: published.",
    "\"published\"",
);

const IMAGE: &[Field] = &[
    shared("src", Type::Path, Need::Required, "The file, relative to this one.", "\"minister.jpg\""),
    words("alt", Type::Text, Need::Required, "What the picture tells.", "\"The Minister at the lectern\""),
    words("caption", Type::Text, Need::Optional, "A caption.", "\"Port Meridian, 3 November 2026\""),
    words("credit", Type::Text, Need::Optional, "Who made it.", "\"Ministry of Foreign Affairs\""),
];

const ATTACHMENT: &[Field] = &[
    shared("file", Type::Path, Need::Required, "The file, relative to this one.", "\"annex.pdf\""),
    words("title", Type::Line(200), Need::Required, "What it is called.", "\"Annex: list of stations\""),
    shared("language", Type::Language, Need::Optional, "Its language, where it is not the text's.", "\"en\""),
];

const CHANGE_NOTE: &[Field] = &[
    inherited("date", Type::Moment, Need::Required, "When it changed; ahead of now the note waits.", "2026-11-10"),
    words("note", Type::Text, Need::Required, "What changed, for readers.", "\"The fee for minors was added.\""),
    words(
        "minor",
        Type::Boolean,
        Need::Optional,
        "Whether nothing changed in substance: readers of feeds are then not told of it.",
        "true",
    ),
];

/// What is nobody's field, for templates of one's own.
pub(super) const EXTRA: Field = words(
    "extra",
    Type::Free,
    Need::Optional,
    "Whatever templates of your own want to know; nothing here is shown by the theme that is built in.",
    "{ series = \"harbour\" }",
);

/// What every kind has beside title, summary and state.
pub(super) const COMMON: &[Field] = &[
    words(
        "kind",
        Type::Choice(KINDS),
        Need::Optional,
        "The kind of the document; it is that of its section in site.toml, so it can only be repeated.",
        "\"page\"",
    ),
    words(
        "slug",
        Type::Slug,
        Need::Optional,
        "The last part of the address in this language; default: the slug of the source, else the file's name.",
        "\"passport-renewal\"",
    ),
    words(
        "aliases",
        Type::List(&Type::Text),
        Need::Optional,
        "Old addresses of this page, beginning with `/`; they lead here.",
        "[\"/en/old-address/\"]",
    ),
    shared(
        "id",
        Type::Text,
        Need::Optional,
        "A stable id; default: folder and file name. Joins files of different names into one document.",
        "\"passport\"",
    ),
    shared(
        "formerly",
        Type::List(&Type::Text),
        Need::Optional,
        "References or ids under which this text was public before, and which were wrong. Readers are shown them; its id in feeds stays the first.",
        "[\"MFA/2026/001\"]",
    ),
    shared(
        "source",
        Type::Boolean,
        Need::Optional,
        "This file is the source of its translations although the site's source language is another.",
        "true",
    ),
    inherited(
        "date",
        Type::Moment,
        Need::Optional,
        "When it is published; ahead of now it waits. Without a time: 00:00 in the site's zone.",
        "2026-11-23",
    ),
    inherited(
        "updated",
        Type::Moment,
        Need::Optional,
        "When it was last changed in substance; ahead of now it is not shown until then.",
        "2026-11-24",
    ),
    inherited(
        "embargo",
        Type::Instant,
        Need::Optional,
        "No byte of it is published before this instant. Needs an offset or an IANA zone.",
        "\"2026-12-01T14:00[Europe/Lisbon]\"",
    ),
    shared(
        "topics",
        Type::List(&Type::Text),
        Need::Optional,
        "Ids of topics, declared in site.toml.",
        "[\"consular\"]",
    ),
    shared(
        "related",
        Type::List(&Type::Text),
        Need::Optional,
        "References or ids of documents that belong with it.",
        "[\"MFA/2026/017\", \"faq/visa-fees\"]",
    ),
    shared("owner", Type::Text, Need::Optional, "Who answers for it.", "\"Consular Directorate\""),
    shared(
        "withdrawn_on",
        Type::Moment,
        Need::Optional,
        "When it is withdrawn; required with `state = \"withdrawn\"`. Ahead of now the text stays as it is until then.",
        "2026-11-20",
    ),
    words(
        "reason",
        Type::Text,
        Need::Optional,
        "Why it is withdrawn or gone; shown to readers. Of a draft, or of a text whose date or embargo is ahead, it says \
         that the text was public and is held back: the address answers 410 with this reason until the text comes back.",
        "\"Replaced by a new procedure.\"",
    ),
    words(
        "translated_from",
        Type::Text,
        Need::Optional,
        "Digest of the source that this translation was made from; written by `chancery stamp`.",
        "\"0123456789abcdef\"",
    ),
    inherited(
        "image",
        Type::Table(IMAGE),
        Need::Optional,
        "The lead picture.",
        "{ src = \"minister.jpg\", alt = \"The Minister at the lectern\" }",
    ),
    inherited("attachments", Type::List(&Type::Table(ATTACHMENT)), Need::Optional, "Files to download.", "[]"),
    words(
        "change_notes",
        Type::List(&Type::Table(CHANGE_NOTE)),
        Need::Optional,
        "What changed after publication; shown on the page and in the list of changes.",
        "[]",
    ),
    EXTRA,
];

/// A value with its place in the file that says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Bytes in the file.
    pub span: Span,
}

impl Placed<String> {
    /// Takes a text with its place.
    #[must_use]
    pub fn text(value: &Value) -> Option<Self> {
        Some(Self { value: value.text()?.to_owned(), span: value.span.clone() })
    }
}

/// A picture and what it tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// The file, relative to the one that names it.
    pub src: Placed<String>,
    /// What it tells.
    pub alt: String,
    /// Caption.
    pub caption: Option<String>,
    /// Who made it.
    pub credit: Option<String>,
}

/// A file to download.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// The file, relative to the one that names it.
    pub file: Placed<String>,
    /// What it is called.
    pub title: String,
    /// Its language.
    pub language: Option<String>,
}

/// What changed after publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeNote {
    /// When.
    pub date: Stated,
    /// What, for readers.
    pub note: String,
    /// Whether nothing changed in substance.
    pub is_minor: bool,
}

/// What each language says for itself, whatever the kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommonWords {
    /// Title; of an FAQ entry the title for menus, without one the question.
    pub title: String,
    /// Summary.
    pub summary: Option<String>,
    /// Last part of the address, where given.
    pub slug: Option<Placed<String>>,
    /// Old addresses.
    pub aliases: Vec<Placed<String>>,
    /// Why withdrawn or gone.
    pub reason: Option<String>,
    /// Digest of the source it was made from.
    pub translated_from: Option<String>,
    /// Lead picture, where this file gives one.
    pub picture: Option<Box<Picture>>,
    /// Files to download, where this file gives any.
    pub attachments: Vec<Attachment>,
    /// What changed after publication, newest first.
    pub change_notes: Vec<ChangeNote>,
    /// What templates of the site's own want to know: a table, as JSON.
    pub extra: Option<Box<str>>,
}

impl CommonWords {
    /// Takes the words out of checked front matter; dates are read in a zone.
    #[must_use]
    pub fn of(record: &Record, zone: &TimeZone) -> Self {
        let note = |note: &Record| {
            let date = Stated::of(note.moment("date")?.0, zone);
            Some(ChangeNote { date, note: note.string("note")?, is_minor: note.boolean("minor") == Some(true) })
        };
        let mut change_notes: Vec<ChangeNote> = record.tables("change_notes").filter_map(note).collect();
        let instant = |note: &ChangeNote| note.date.instant();
        change_notes.sort_by(|a, b| instant(b).cmp(&instant(a)).then_with(|| a.note.cmp(&b.note)));
        Self {
            title: record.string("title").or_else(|| record.string("question")).unwrap_or_default(),
            summary: record.string("summary"),
            slug: record.get("slug").and_then(Placed::text),
            aliases: record.list("aliases").iter().filter_map(Placed::text).collect(),
            reason: record.string("reason"),
            translated_from: record.string("translated_from"),
            picture: record.table("image").and_then(|image| {
                Some(Box::new(Picture {
                    src: Placed::text(image.get("src")?)?,
                    alt: image.string("alt")?,
                    caption: image.string("caption"),
                    credit: image.string("credit"),
                }))
            }),
            attachments: record
                .tables("attachments")
                .filter_map(|file| {
                    Some(Attachment {
                        file: Placed::text(file.get("file")?)?,
                        title: file.string("title")?,
                        language: file.string("language"),
                    })
                })
                .collect(),
            change_notes,
            extra: record.get("extra").map(|extra| extra.data.json().to_string().into()),
        }
    }
}

/// The day of a moment as written.
#[must_use]
pub fn day(moment: Moment) -> Date {
    moment.civil.date()
}
