//! Statements: what the institution says on the record.

use serde::{Deserialize, Serialize};

use super::common::{COMMON, Placed, STATE, TITLE, shared, words};
use crate::spec::{Field, Need, Record, Schema, Type};

/// The subtypes of statements.
pub const SUBTYPES: &[&str] = &[
    "press-release",
    "statement",
    "joint-statement",
    "speech",
    "readout",
    "transcript",
    "holding",
    "media-note",
    "correction-notice",
];

const SPEAKER: &[Field] = &[
    words("name", Type::Line(200), Need::Required, "Who speaks.", "\"Elena Vasconcel\""),
    words("role", Type::Line(200), Need::Required, "In which office.", "\"Minister of Foreign Affairs\""),
];

const QUOTE: &[Field] = &[
    words(
        "text",
        Type::Text,
        Need::Required,
        "What was said, without quotation marks.",
        "\"We will keep the channel open.\"",
    ),
    words(
        "by",
        Type::Line(200),
        Need::Required,
        "By whom, with office.",
        "\"Elena Vasconcel, Minister of Foreign Affairs\"",
    ),
];

const AUTHORITY: &[Field] = &[
    shared(
        "mode",
        Type::Choice(&["single", "equal", "oral"]),
        Need::Required,
        "One language is authentic, several equally, or only the spoken word.",
        "\"single\"",
    ),
    shared(
        "languages",
        Type::List(&Type::Language),
        Need::Optional,
        "The authentic language or languages.",
        "[\"en\"]",
    ),
];

/// Front matter of a statement.
pub static SCHEMA: Schema = Schema {
    name: "statement",
    summary: "A statement: press release, speech, readout, correction notice; what the institution says on the record.",
    groups: &[
        &[
            TITLE,
            words(
                "summary",
                Type::Line(300),
                Need::Required,
                "One or two plain sentences: shown in lists, feeds and share cards.",
                "\"The Ministry opens a single counter for consular services.\"",
            ),
            shared(
                "reference",
                Type::Line(60),
                Need::Required,
                "The symbol that names this statement in every language, for good.",
                "\"MFA/2026/041\"",
            ),
            shared(
                "subtype",
                Type::Choice(SUBTYPES),
                Need::Required,
                "What sort of statement it is.",
                "\"press-release\"",
            ),
            STATE,
        ],
        COMMON,
        &[
            words(
                "dateline",
                Type::Line(120),
                Need::Optional,
                "The place from which it is given.",
                "\"Port Meridian\"",
            ),
            words(
                "issuers",
                Type::List(&Type::Text),
                Need::Optional,
                "Bodies that issue it, the leading one first.",
                "[\"Ministry of Foreign Affairs\"]",
            ),
            words(
                "speaker",
                Type::Table(SPEAKER),
                Need::Optional,
                "Who speaks, in speeches and briefings.",
                "{ name = \"Elena Vasconcel\", role = \"Minister of Foreign Affairs\" }",
            ),
            words(
                "attribution",
                Type::Line(200),
                Need::Optional,
                "To whom journalists may attribute it.",
                "\"Attributable to the Spokesperson\"",
            ),
            shared(
                "delivery",
                Type::Choice(&["as-prepared", "as-delivered", "transcript"]),
                Need::Optional,
                "How the text relates to what was said.",
                "\"as-prepared\"",
            ),
            words("quotes", Type::List(&Type::Table(QUOTE)), Need::Optional, "Quotable passages.", "[]"),
            words(
                "quick_facts",
                Type::List(&Type::Text),
                Need::Optional,
                "Facts for those in a hurry.",
                "[\"The counter opens on 1 December.\"]",
            ),
            words(
                "notes_to_editors",
                Type::List(&Type::Text),
                Need::Optional,
                "Background for the press.",
                "[\"Pictures are available on request.\"]",
            ),
            shared(
                "press_contacts",
                Type::List(&Type::Text),
                Need::Optional,
                "Ids of contacts for the press.",
                "[\"press\"]",
            ),
            shared(
                "authority",
                Type::Table(AUTHORITY),
                Need::Optional,
                "Which language version is authentic.",
                "{ mode = \"single\", languages = [\"en\"] }",
            ),
            shared(
                "corrects",
                Type::Line(60),
                Need::Optional,
                "The reference of the statement that this notice corrects.",
                "\"MFA/2026/017\"",
            ),
        ],
    ],
};

/// Which language version counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authority {
    /// `single`, `equal` or `oral`.
    pub mode: String,
    /// Tags of the authentic languages.
    pub languages: Vec<Placed<String>>,
}

/// What the source file of a statement says for all languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementShared {
    /// Subtype.
    pub subtype: String,
    /// Reference.
    pub reference: String,
    /// How the text relates to what was said.
    pub delivery: Option<String>,
    /// Contact ids.
    pub press_contacts: Vec<Placed<String>>,
    /// Which language version counts.
    pub authority: Option<Authority>,
    /// What it corrects.
    pub corrects: Option<Placed<String>>,
}

impl StatementShared {
    /// Takes the fields out of checked front matter.
    #[must_use]
    pub fn of(record: &Record) -> Self {
        Self {
            subtype: record.string("subtype").unwrap_or_default(),
            reference: record.string("reference").unwrap_or_default(),
            delivery: record.string("delivery"),
            press_contacts: record.list("press_contacts").iter().filter_map(Placed::text).collect(),
            authority: record.table("authority").and_then(|authority| {
                let languages = authority.list("languages").iter().filter_map(Placed::text).collect();
                Some(Authority { mode: authority.string("mode")?, languages })
            }),
            corrects: record.get("corrects").and_then(Placed::text),
        }
    }
}

/// Who says what, twice: a name with an office, a text with its speaker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attributed {
    /// The text said; of a speaker, the name.
    pub text: String,
    /// The speaker; of a speaker, the office.
    pub by: String,
}

/// What each language of a statement says for itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementWords {
    /// Place.
    pub dateline: Option<String>,
    /// Issuing bodies.
    pub issuers: Vec<String>,
    /// Speaker: name and office.
    pub speaker: Option<Attributed>,
    /// Attribution.
    pub attribution: Option<String>,
    /// Quotes.
    pub quotes: Vec<Attributed>,
    /// Quick facts.
    pub quick_facts: Vec<String>,
    /// Notes to editors.
    pub notes_to_editors: Vec<String>,
}

impl StatementWords {
    /// Takes the words out of checked front matter.
    #[must_use]
    pub fn of(record: &Record) -> Self {
        let attributed = |record: &Record, text: &str, by: &str| {
            Some(Attributed { text: record.string(text)?, by: record.string(by)? })
        };
        Self {
            dateline: record.string("dateline"),
            issuers: record.texts("issuers"),
            speaker: record.table("speaker").and_then(|speaker| attributed(speaker, "name", "role")),
            attribution: record.string("attribution"),
            quotes: record.tables("quotes").filter_map(|quote| attributed(quote, "text", "by")).collect(),
            quick_facts: record.texts("quick_facts"),
            notes_to_editors: record.texts("notes_to_editors"),
        }
    }
}
