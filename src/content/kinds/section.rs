//! The words of a section: what a folder is called in a language. What it *is* stands in site.toml.

use super::common::{EXTRA, SUMMARY, TITLE, words};
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
