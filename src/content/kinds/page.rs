//! Pages: about, contact, chapters of a handbook.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::common::{COMMON, Placed, STATE, SUMMARY, TITLE, day, shared};
use crate::spec::{Need, Record, Schema, Type};

/// Front matter of a page.
pub static SCHEMA: Schema = Schema {
    name: "page",
    summary: "A page: about the institution, a policy, a chapter of a handbook.",
    groups: &[
        &[TITLE, SUMMARY, STATE],
        COMMON,
        &[
            shared(
                "order",
                Type::Integer,
                Need::Optional,
                "Its place among the pages of its section; lower comes first.",
                "10",
            ),
            shared(
                "review_by",
                Type::Moment,
                Need::Optional,
                "When somebody must look whether it is still right.",
                "2027-06-30",
            ),
            shared(
                "contacts",
                Type::List(&Type::Text),
                Need::Optional,
                "Ids of contacts shown at the end.",
                "[\"general\"]",
            ),
        ],
    ],
};

/// What the source file of a page says for all languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageShared {
    /// Place among its siblings.
    pub order: i64,
    /// Review date.
    pub review_by: Option<Date>,
    /// Contact ids.
    pub contacts: Vec<Placed<String>>,
}

impl PageShared {
    /// Takes the fields out of checked front matter.
    #[must_use]
    pub fn of(record: &Record) -> Self {
        Self {
            order: record.integer("order").unwrap_or(i64::MAX),
            review_by: record.moment("review_by").map(|(moment, _)| day(moment)),
            contacts: record.list("contacts").iter().filter_map(Placed::text).collect(),
        }
    }
}
