//! `[publish]`: how releases are kept, and for how long others may keep pages.

use super::site_toml::field;
use crate::spec::{Field, Need, Type};

/// The fields, as written.
pub(super) const PUBLISH: &[Field] = &[
    field(
        "keep",
        Type::Integer,
        Need::Optional,
        "How many releases `chancery publish` keeps, from 1 to 1000; default 10.",
        "10",
    ),
    field(
        "max_delete",
        Type::Integer,
        Need::Optional,
        "How many addresses a publication may take away without being asked for (`--allow-delete`); default a tenth of \
         all, and at least 20.",
        "50",
    ),
    field(
        "html_max_age",
        Type::Integer,
        Need::Optional,
        "For how many seconds browsers and caches may show a page without asking whether it has changed, at most a day; \
         default 60. So long an old page may be seen after a release.",
        "60",
    ),
];

/// How a site is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Publishing {
    /// How many releases are kept.
    pub keep: usize,
    /// How many addresses may be taken away without being asked for; `None` for a tenth, and at least twenty.
    pub max_delete: Option<usize>,
    /// For how many seconds pages may be shown without asking whether they have changed.
    pub html_max_age: u32,
}

impl Publishing {
    /// The most releases that can be kept.
    pub const MOST_KEPT: i64 = 1000;
    /// The longest that a page may be kept: a day.
    pub const LONGEST_AGE: i64 = 86_400;
}

impl Default for Publishing {
    fn default() -> Self {
        Self { keep: 10, max_delete: None, html_max_age: 60 }
    }
}
