//! Questions and their answers.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::common::{COMMON, SUMMARY, day, inherited, shared, words};
use crate::limits::{SUMMARY_CHARS, TITLE_CHARS};
use crate::spec::{Field, Need, Record, Schema, Type};

const SOURCE: &[Field] = &[
    words("title", Type::Line(200), Need::Required, "What the source is.", "\"Charter of the United Nations\""),
    words("url", Type::Url, Need::Required, "Where it is.", "\"https://www.un.org/en/about-us/un-charter\""),
];

/// Front matter of an FAQ entry.
pub static SCHEMA: Schema = Schema {
    name: "faq",
    summary: "A question that people ask, and its answer.",
    groups: &[
        &[
            words(
                "question",
                Type::Line(TITLE_CHARS),
                Need::Required,
                "The question as people ask it.",
                "\"Do I need a visa?\"",
            ),
            words(
                "short_answer",
                Type::Line(SUMMARY_CHARS),
                Need::Required,
                "The answer in plain text, at most 300 characters.",
                "\"Not for stays of up to 90 days.\"",
            ),
            words(
                "asked",
                Type::List(&Type::Text),
                Need::Optional,
                "Other ways in which people ask it.",
                "[\"Is a visa required?\"]",
            ),
            words(
                "title",
                Type::Line(TITLE_CHARS),
                Need::Optional,
                "A shorter title for menus; default: the question.",
                "\"Visas\"",
            ),
            SUMMARY,
            inherited(
                "state",
                Type::Choice(&["draft", "public", "reserve", "retired", "withdrawn", "gone"]),
                Need::Optional,
                "`reserve` is a line kept ready and not published; `retired` and `gone` answer 410. Each waits for `date`, `embargo` \
                 and `valid_from`. Default: public.",
                "\"public\"",
            ),
        ],
        COMMON,
        &[
            shared(
                "order",
                Type::Integer,
                Need::Optional,
                "Its place within its first topic; lower comes first.",
                "10",
            ),
            shared(
                "valid_from",
                Type::Moment,
                Need::Optional,
                "From when the answer holds; before, it is not shown.",
                "2026-01-01",
            ),
            shared(
                "valid_until",
                Type::Moment,
                Need::Optional,
                "The last day on which the answer holds; afterwards its page says so, and no list, feed or search shows it.",
                "2027-12-31",
            ),
            shared(
                "review_by",
                Type::Moment,
                Need::Optional,
                "When somebody must look whether it is still right.",
                "2027-06-30",
            ),
            words("sources", Type::List(&Type::Table(SOURCE)), Need::Optional, "What the answer rests on.", "[]"),
        ],
    ],
};

/// What the source file of an FAQ entry says for all languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaqShared {
    /// Place within its first topic.
    pub order: i64,
    /// From when the answer holds.
    pub valid_from: Option<Date>,
    /// The last day on which it holds.
    pub valid_until: Option<Date>,
    /// Review date.
    pub review_by: Option<Date>,
}

impl FaqShared {
    /// Takes the fields out of checked front matter.
    #[must_use]
    pub fn of(record: &Record) -> Self {
        let date = |name: &str| record.moment(name).map(|(moment, _)| day(moment));
        Self {
            order: record.integer("order").unwrap_or(i64::MAX),
            valid_from: date("valid_from"),
            valid_until: date("valid_until"),
            review_by: date("review_by"),
        }
    }
}

/// What each language of an FAQ entry says for itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaqWords {
    /// The question.
    pub question: String,
    /// Other ways in which people ask it.
    pub asked: Vec<String>,
    /// The short answer.
    pub short_answer: String,
    /// Sources: title and address.
    pub sources: Vec<(String, String)>,
}

impl FaqWords {
    /// Takes the words out of checked front matter.
    #[must_use]
    pub fn of(record: &Record) -> Self {
        Self {
            question: record.string("question").unwrap_or_default(),
            asked: record.texts("asked"),
            short_answer: record.string("short_answer").unwrap_or_default(),
            sources: record
                .tables("sources")
                .filter_map(|source| Some((source.string("title")?, source.string("url")?)))
                .collect(),
        }
    }
}
