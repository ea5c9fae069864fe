//! What each kind of document may say: one file per kind, each with its table of fields and its typed form.
//!
//! A typed form comes in two parts, as the content contract has it: what the source-language file says for all
//! languages (`…Shared`), and what each language says for itself (`…Words`).

pub mod common;
pub mod faq;
pub mod page;
pub mod register;
pub mod section;
pub mod statement;

use crate::config::Kind;
use crate::spec::Schema;

/// What `chancery add` writes where somebody has to write; never published.
pub const PLACEHOLDER: &str = "To be written.";

/// Returns the table of fields of a kind.
#[must_use]
pub fn schema(kind: Kind) -> &'static Schema {
    match kind {
        Kind::Page => &page::SCHEMA,
        Kind::Statement => &statement::SCHEMA,
        Kind::Faq => &faq::SCHEMA,
        Kind::Register => &register::SCHEMA,
    }
}

/// Every table of front matter, in the order of the reference.
pub const ALL: [&Schema; 5] = [&page::SCHEMA, &statement::SCHEMA, &faq::SCHEMA, &register::SCHEMA, &section::SCHEMA];
