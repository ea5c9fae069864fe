//! Registers: records that the institution keeps in public.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::common::{COMMON, STATE, SUMMARY, TITLE, day, shared, words};
use crate::spec::{Data, Field, Need, Record, Schema, Type};

const PERIOD: &[Field] = &[
    shared("start", Type::Moment, Need::Required, "The first day.", "2026-07-01"),
    shared("end", Type::Moment, Need::Required, "The last day.", "2026-09-30"),
];

const CHART: &[Field] = &[
    shared(
        "by",
        Type::Text,
        Need::Required,
        "The column whose values are the bars: a code, a date or a text.",
        "\"date\"",
    ),
    shared("per", Type::Choice(&["month", "year"]), Need::Optional, "Of dates: what a bar stands for.", "\"month\""),
    shared("sum", Type::Text, Need::Optional, "The column that is summed; by default rows are counted.", "\"amount\""),
];

/// Front matter of a register.
pub static SCHEMA: Schema = Schema {
    name: "register",
    summary: "A register: a folder with index.<lang>.md, data.csv and schema.json (Table Schema).",
    groups: &[
        &[TITLE, SUMMARY, STATE],
        COMMON,
        &[
            shared(
                "period",
                Type::Table(PERIOD),
                Need::Required,
                "The period that the records cover.",
                "{ start = 2026-07-01, end = 2026-09-30 }",
            ),
            shared(
                "frequency",
                Type::Choice(&["monthly", "quarterly", "yearly"]),
                Need::Required,
                "How often it is published.",
                "\"quarterly\"",
            ),
            shared(
                "nil_return",
                Type::Boolean,
                Need::Optional,
                "There was nothing to report: data.csv has no rows.",
                "false",
            ),
            shared(
                "licence",
                Type::Text,
                Need::Optional,
                "The licence of the data, where it is not the site's.",
                "\"CC0 1.0\"",
            ),
            shared(
                "charts",
                Type::List(&Type::Table(CHART)),
                Need::Optional,
                "Charts of the records, drawn when the site is built, each with its figures as a table.",
                "[{ by = \"date\", per = \"month\", sum = \"amount\" }]",
            ),
            shared("order", Type::Integer, Need::Optional, "Its place among the registers; lower comes first.", "10"),
            shared(
                "review_by",
                Type::Moment,
                Need::Optional,
                "When somebody must look whether it is still right.",
                "2027-06-30",
            ),
            words(
                "legal_basis",
                Type::Text,
                Need::Optional,
                "The rule by which it is published.",
                "\"Transparency Act, section 4\"",
            ),
            words(
                "columns",
                Type::Map(&Type::Text),
                Need::Optional,
                "The title of each column; default: that of schema.json.",
                "{ date = \"Date\" }",
            ),
            words(
                "chart_titles",
                Type::List(&Type::Line(120)),
                Need::Optional,
                "What each chart shows, in the order of `charts`; default: the titles of its columns.",
                "[\"Spending by month\"]",
            ),
            words(
                "codes",
                Type::Map(&Type::Map(&Type::Text)),
                Need::Optional,
                "What the codes of a column mean.",
                "{ outcome = { retained = \"Retained\" } }",
            ),
        ],
    ],
};

/// What the source file of a register says for all languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterShared {
    /// First and last day.
    pub period: (Date, Date),
    /// How often it is published.
    pub frequency: String,
    /// Whether there was nothing to report.
    pub nil_return: bool,
    /// Licence of the data.
    pub licence: Option<String>,
    /// Place among the registers.
    pub order: i64,
    /// Review date.
    pub review_by: Option<Date>,
    /// Charts of the records.
    pub charts: Vec<ChartSpec>,
}

/// A chart of a register's records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChartSpec {
    /// The column whose values are the bars.
    pub by: String,
    /// Of dates: `month` or `year`.
    pub per: Option<String>,
    /// The column that is summed; without one, rows are counted.
    pub sum: Option<String>,
}

impl RegisterShared {
    /// Takes the fields out of checked front matter.
    #[must_use]
    pub fn of(record: &Record) -> Self {
        let period = record.table("period");
        let date = |name: &str| period.and_then(|p| p.moment(name)).map_or(Date::ZERO, |(moment, _)| day(moment));
        Self {
            period: (date("start"), date("end")),
            frequency: record.string("frequency").unwrap_or_default(),
            nil_return: record.boolean("nil_return").unwrap_or(false),
            licence: record.string("licence"),
            order: record.integer("order").unwrap_or(i64::MAX),
            review_by: record.moment("review_by").map(|(moment, _)| day(moment)),
            charts: record.tables("charts").filter_map(chart).collect(),
        }
    }
}

fn chart(record: &Record) -> Option<ChartSpec> {
    Some(ChartSpec { by: record.string("by")?, per: record.string("per"), sum: record.string("sum") })
}

/// What each language of a register says for itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterWords {
    /// The rule by which it is published.
    pub legal_basis: Option<String>,
    /// Column titles, by field name.
    pub columns: Vec<(String, String)>,
    /// Code labels: field name, code, label.
    pub codes: Vec<(String, String, String)>,
    /// What each chart shows.
    pub chart_titles: Vec<String>,
}

impl RegisterWords {
    /// Takes the words out of checked front matter.
    #[must_use]
    pub fn of(record: &Record) -> Self {
        let pairs = |record: &Record| -> Vec<(String, String)> {
            record
                .fields
                .iter()
                .filter_map(|(name, _, value)| Some((name.to_string(), value.text()?.to_owned())))
                .collect()
        };
        let mut codes = Vec::new();
        for (field, _, value) in record.table("codes").map(|codes| codes.fields.as_slice()).unwrap_or_default() {
            if let Data::Table(labels) = &value.data {
                codes.extend(pairs(labels).into_iter().map(|(code, label)| (field.to_string(), code, label)));
            }
        }
        Self {
            legal_basis: record.string("legal_basis"),
            columns: record.table("columns").map(pairs).unwrap_or_default(),
            codes,
            chart_titles: record.texts("chart_titles"),
        }
    }

    /// Returns the title of a column.
    #[must_use]
    pub fn column(&self, field: &str) -> Option<&str> {
        self.columns.iter().find(|(name, _)| name == field).map(|(_, title)| title.as_str())
    }

    /// Returns what a code means.
    #[must_use]
    pub fn code(&self, field: &str, code: &str) -> Option<&str> {
        self.codes.iter().find(|(name, other, _)| name == field && other == code).map(|(.., label)| label.as_str())
    }
}
