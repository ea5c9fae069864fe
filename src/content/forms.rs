//! What its kind adds to a document, in its typed form: for all languages, and for its own.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::document::Role;
use super::kinds::common::CommonWords;
use super::kinds::faq::{FaqShared, FaqWords};
use super::kinds::page::PageShared;
use super::kinds::register::{RegisterShared, RegisterWords};
use super::kinds::statement::{StatementShared, StatementWords};
use crate::config::Kind;
use crate::spec::Record;

/// What the source-language file says for all languages; of a translation, what it repeats.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum SharedForm {
    /// Words of a section share nothing.
    None,
    /// Page.
    Page(#[serde(with = "shared")] Arc<PageShared>),
    /// Statement.
    Statement(#[serde(with = "shared")] Arc<StatementShared>),
    /// FAQ entry.
    Faq(#[serde(with = "shared")] Arc<FaqShared>),
    /// Register, without its records.
    Register(#[serde(with = "shared")] Arc<RegisterShared>),
}

impl SharedForm {
    pub(super) fn of(role: Role, record: &Record) -> Self {
        match role {
            Role::Section => Self::None,
            Role::Item(Kind::Page) => Self::Page(PageShared::of(record).into()),
            Role::Item(Kind::Statement) => Self::Statement(StatementShared::of(record).into()),
            Role::Item(Kind::Faq) => Self::Faq(FaqShared::of(record).into()),
            Role::Item(Kind::Register) => Self::Register(RegisterShared::of(record).into()),
        }
    }
}

impl SharedForm {
    /// Returns the review date.
    #[must_use]
    pub fn review_by(&self) -> Option<jiff::civil::Date> {
        match self {
            Self::Page(page) => page.review_by,
            Self::Faq(faq) => faq.review_by,
            Self::Register(register) => register.review_by,
            Self::Statement(_) | Self::None => None,
        }
    }
}

/// What a kind adds in a language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Words {
    /// Page, or words of a section.
    Page,
    /// Statement.
    Statement(#[serde(with = "shared")] Arc<StatementWords>),
    /// FAQ entry.
    Faq(#[serde(with = "shared")] Arc<FaqWords>),
    /// Register.
    Register(#[serde(with = "shared")] Arc<RegisterWords>),
}

impl Words {
    pub(super) fn of(role: Role, record: &Record) -> Self {
        match role {
            Role::Section | Role::Item(Kind::Page) => Self::Page,
            Role::Item(Kind::Statement) => Self::Statement(StatementWords::of(record).into()),
            Role::Item(Kind::Faq) => Self::Faq(FaqWords::of(record).into()),
            Role::Item(Kind::Register) => Self::Register(RegisterWords::of(record).into()),
        }
    }

    /// Returns what a text is called everywhere but in menus: the question of an FAQ entry, the title of all else.
    #[must_use]
    pub fn heading<'a>(&'a self, common: &'a CommonWords) -> &'a str {
        match self {
            Self::Faq(faq) => &faq.question,
            Self::Page | Self::Statement(_) | Self::Register(_) => &common.title,
        }
    }

    /// Returns what lists say below the heading: the short answer of an FAQ entry, the summary of all else.
    #[must_use]
    pub fn lead<'a>(&'a self, common: &'a CommonWords) -> Option<&'a str> {
        match self {
            Self::Faq(faq) => Some(&faq.short_answer),
            Self::Page | Self::Statement(_) | Self::Register(_) => common.summary.as_deref(),
        }
    }
}

/// A shared value as itself.
mod shared {
    use std::sync::Arc;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<T: Serialize, S: Serializer>(value: &Arc<T>, serializer: S) -> Result<S::Ok, S::Error> {
        T::serialize(value, serializer)
    }

    pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<T>, D::Error> {
        T::deserialize(deserializer).map(Arc::new)
    }
}
