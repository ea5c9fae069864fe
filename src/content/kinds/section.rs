//! The words of a section: what a folder is called in a language. What it *is* stands in site.toml.

use super::common::{EXTRA, SUMMARY, TITLE, inherited, words};
use crate::spec::{Need, Schema, Type};

/// Front matter of `_section.<lang>.md`.
pub static SCHEMA: Schema = Schema {
    name: "section",
    summary: "The words of a section: `_section.<lang>.md` in its folder. At the root of content/ it is the home page.",
    groups: &[&[
        TITLE,
        SUMMARY,
        words(
            "slug",
            Type::Slug,
            Need::Optional,
            "The part of the address in this language; default: that of the source, else the folder's name.",
            "\"press\"",
        ),
        inherited(
            "state",
            Type::Choice(&["draft", "published"]),
            Need::Optional,
            "`draft` holds these words back. Those of the source language hold back the section with everything in it; \
             at the root of content/ only themselves. Default: published.",
            "\"published\"",
        ),
        inherited(
            "date",
            Type::Moment,
            Need::Optional,
            "When the words are published; ahead of now they wait, as with `state`. The slug counts at once.",
            "2026-11-23",
        ),
        inherited(
            "embargo",
            Type::Instant,
            Need::Optional,
            "No title, summary or text of the section is published before this instant. Needs an offset or an IANA zone.",
            "\"2026-12-01T14:00[Europe/Lisbon]\"",
        ),
        words(
            "translated_from",
            Type::Text,
            Need::Optional,
            "Digest of the source that this translation was made from; written by `chancery stamp`.",
            "\"0123456789abcdef\"",
        ),
        EXTRA,
    ]],
};
