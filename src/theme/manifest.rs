//! `theme.toml`: the versions of the contract between engine and templates that a theme supports.

use super::layers::File;
use crate::diag::{Diagnostic, Span, codes};
use crate::spec::{self, Field, Need, Schema, Scope, Type};

/// The version of the contract that this engine implements: the views, functions and filters available to templates.
/// It is incremented when one of them is removed or changes its meaning.
pub const CONTRACT: i64 = 1;

/// The fields of `theme.toml`.
pub static SCHEMA: Schema =
    Schema { name: "theme", summary: "A theme: what it is and which engine it fits.", groups: &[FIELDS] };

const FIELDS: &[Field] = &[
    Field {
        name: "title",
        ty: Type::Line(120),
        need: Need::Optional,
        scope: Scope::Shared,
        doc: "What the theme is called.",
        example: "\"Portal\"",
    },
    Field {
        name: "summary",
        ty: Type::Line(300),
        need: Need::Optional,
        scope: Scope::Shared,
        doc: "What it is for.",
        example: "\"For ministries and missions\"",
    },
    Field {
        name: "contract",
        ty: Type::Table(VERSIONS),
        need: Need::Required,
        scope: Scope::Shared,
        doc: "The first and last version of the contract that the templates were tried with.",
        example: "{ min = 1, max = 1 }",
    },
    Field {
        name: "parameters",
        ty: Type::Map(&Type::Text),
        need: Need::Optional,
        scope: Scope::Shared,
        doc: "What `[theme.parameters]` in site.toml may set, each with a word on what it does.",
        example: "{ emblem = \"address of the picture beside the name\" }",
    },
];

const VERSIONS: &[Field] = &[
    Field {
        name: "min",
        ty: Type::Integer,
        need: Need::Required,
        scope: Scope::Shared,
        doc: "The first version.",
        example: "1",
    },
    Field {
        name: "max",
        ty: Type::Integer,
        need: Need::Required,
        scope: Scope::Shared,
        doc: "The last version.",
        example: "1",
    },
];

/// Checks that a theme is compatible with this engine.
pub fn check(file: &File, theme: &str) -> Vec<Diagnostic> {
    let text = match file.text() {
        Ok(text) => text,
        Err(fault) => return vec![fault],
    };
    let (record, mut diagnostics) = spec::read(text, 0, &file.path, &SCHEMA);
    let Some(contract) = record.table("contract") else {
        if diagnostics.is_empty() {
            diagnostics.push(
                Diagnostic::new(&codes::THEME_CONTRACT, format!("the theme `{theme}` states no contract versions"))
                    .in_file(&file.path)
                    .help(format!("add `[contract]` with `min = {CONTRACT}` and `max = {CONTRACT}`")),
            );
        }
        return diagnostics;
    };
    let (Some(min), Some(max)) = (contract.integer("min"), contract.integer("max")) else { return diagnostics };
    if !(min..=max).contains(&CONTRACT) {
        let span: Span = contract.get("min").map_or(contract.span.clone(), |value| value.span.clone());
        let help = if min > CONTRACT {
            format!("this engine keeps contract {CONTRACT}: use a newer chancery, or an older version of the theme")
        } else {
            format!("this engine keeps contract {CONTRACT}: use a newer version of the theme")
        };
        diagnostics.push(
            Diagnostic::new(
                &codes::THEME_CONTRACT,
                format!("the theme `{theme}` is made for contract {min} to {max}, found {CONTRACT}"),
            )
            .at(&file.path, span)
            .help(help),
        );
    }
    diagnostics
}
