//! Field tables: the fields of site.toml and of each kind's front matter, defined once.
//!
//! One [`Schema`] is the source of the checks ([`read`]), the JSON Schema for editors ([`json_schema`]), the reference
//! in `docs/` ([`reference()`]) and the annotated file that `chancery add` writes, so they can't differ from each
//! other. This module does not know what a document or a setting means.

mod json_schema;
mod meant;
mod mend;
mod mistake;
mod moment;
mod read;
mod reference;
mod statement;
mod value;
mod written_date;

pub use json_schema::json_schema;
pub use meant::language as meant_language;
pub use moment::{Moment, MomentError, clock_time, place_of};
pub use read::{is_slug, name_stranger, read};
pub use reference::{explained, reference};
pub use value::{Data, Record, Stranger, Value};

/// A table of fields with a name and a purpose.
#[derive(Debug)]
pub struct Schema {
    /// The name on the command line: `statement`, `site`.
    pub name: &'static str,
    /// One sentence: what the fields describe.
    pub summary: &'static str,
    /// The fields, in the order in which people read them: groups of fields joined.
    pub groups: &'static [&'static [Field]],
}

impl Schema {
    /// Runs over all fields in reading order.
    pub fn fields(&self) -> impl Iterator<Item = &'static Field> {
        self.groups.iter().flat_map(|group| group.iter())
    }
}

/// One field.
#[derive(Debug)]
pub struct Field {
    /// The key in TOML.
    pub name: &'static str,
    /// The type of its value.
    pub ty: Type,
    /// Whether it is required.
    pub need: Need,
    /// Which of a document's files may set it.
    pub scope: Scope,
    /// Plain words, one or two sentences.
    pub doc: &'static str,
    /// A value as written in TOML.
    pub example: &'static str,
}

/// What a field may hold.
#[derive(Clone, Copy, Debug)]
pub enum Type {
    /// Any text, not empty.
    Text,
    /// Text of at most so many characters, on one line.
    Line(usize),
    /// A part of an address: lower-case letters and digits of any script, and `-`.
    Slug,
    /// A whole number.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// A date, or a date with a time in the site's zone.
    Moment,
    /// A moment with an offset or an IANA zone.
    Instant,
    /// An absolute https address.
    Url,
    /// A file, relative to the one that names it.
    Path,
    /// A BCP 47 language tag.
    Language,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A list.
    List(&'static Type),
    /// A table with these fields.
    Table(&'static [Field]),
    /// A table from language tag to value.
    PerLanguage(&'static Type),
    /// A table from free keys to values.
    Map(&'static Type),
    /// A table of free keys with values of any type.
    Free,
}

/// Whether a field is required.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// In every file that its scope names.
    Required,
    /// It may be omitted.
    Optional,
}

/// The files of a document that may set a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The source-language file alone.
    Shared,
    /// Each language's file for itself.
    Translated,
    /// The source-language file, and others where they differ.
    Inherited,
}

impl Scope {
    /// Says it in words, for the reference.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Shared => "source file only",
            Self::Translated => "each language",
            Self::Inherited => "source file; a translation may differ",
        }
    }
}

impl Type {
    /// Says what is expected, for messages and the reference.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Text => "a text".into(),
            Self::Line(max) => format!("a text of at most {max} characters"),
            Self::Slug => "a slug (lower-case letters, digits and `-`)".into(),
            Self::Integer => "a whole number".into(),
            Self::Boolean => "`true` or `false`".into(),
            Self::Moment => "a date like 2026-11-23, or with a time 2026-11-23T14:00:00".into(),
            Self::Instant => {
                "a time with its zone, like 2026-11-23T14:00:00+01:00 or \"2026-11-23T14:00[Europe/Brussels]\"".into()
            }
            Self::Url => "an address beginning with https://".into(),
            Self::Path => "the name of a file".into(),
            Self::Language => "a language tag".into(),
            Self::Choice(words) => {
                format!("one of {}", words.iter().map(|w| format!("\"{w}\"")).collect::<Vec<_>>().join(", "))
            }
            Self::List(item) => format!("a list, each item {}", item.words()),
            Self::Table(_) | Self::Free => "a table".into(),
            Self::PerLanguage(item) => format!("a table from language to {}", item.words()),
            Self::Map(item) => format!("a table, each value {}", item.words()),
        }
    }
}

/// Writes a text as a TOML string on one line.
#[must_use]
pub fn quoted(text: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                // Writing to a string never fails.
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
