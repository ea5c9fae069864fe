//! Values that have passed the checks of a schema, each with its place in the file.

use std::borrow::Cow;

use serde_json::Value as Json;

use super::moment::Moment;
use crate::diag::Span;

/// A checked value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// Bytes in the file.
    pub span: Span,
    /// What was written.
    pub data: Data,
}

/// What was written, by type.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// Text, slug, address, path, word of a choice.
    Text(String),
    /// Whole number.
    Integer(i64),
    /// Boolean.
    Boolean(bool),
    /// Date or instant.
    Moment(Moment),
    /// List.
    List(Vec<Value>),
    /// Table.
    Table(Record),
}

impl Data {
    /// Gives it a place.
    #[must_use]
    pub fn at(self, span: &Span) -> Value {
        Value { span: span.clone(), data: self }
    }

    /// Returns it as JSON; moments as they are written.
    #[must_use]
    pub fn json(&self) -> Json {
        match self {
            Self::Text(text) => Json::String(text.clone()),
            Self::Integer(number) => Json::from(*number),
            Self::Boolean(yes) => Json::Bool(*yes),
            Self::Moment(moment) => Json::String(moment.civil.to_string()),
            Self::List(items) => Json::Array(items.iter().map(|item| item.data.json()).collect()),
            Self::Table(record) => Json::Object(
                record.fields.iter().map(|(name, _, value)| (name.to_string(), value.data.json())).collect(),
            ),
        }
    }
}

/// A field that is neither known nor near to one that is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stranger {
    /// Its name in the file.
    pub span: Span,
    /// Whether it is a table, or a list of tables.
    pub is_table: bool,
}

/// A checked table: the fields that were written, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// Bytes in the file.
    pub span: Span,
    /// Name (of a field its own, of an entry in a map a text), place of the name, value.
    pub fields: Vec<(Cow<'static, str>, Span, Value)>,
    /// Fields that are there, or were meant, and have errors of their own.
    pub refused: Vec<String>,
    /// Fields that are neither known nor near to one that is missing.
    pub strangers: Vec<Stranger>,
    /// Whether parts of the text can't be read, so that nothing can be said to be missing.
    pub is_torn: bool,
}

impl Record {
    /// Returns whether a field may be there and can't be read: then it is not missing.
    #[must_use]
    pub fn is_refused(&self, name: &str) -> bool {
        self.is_torn || self.refused.iter().any(|refused| refused == name)
    }

    /// Tells whether a field is missing: it is neither there nor there with errors.
    #[must_use]
    pub fn lacks(&self, name: &str) -> bool {
        self.get(name).is_none() && !self.is_refused(name)
    }

    /// Finds a field.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.fields.iter().find(|(field, ..)| field == name).map(|(.., value)| value)
    }

    /// Returns a text field.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.text()
    }

    /// Returns a text field as an owned text.
    #[must_use]
    pub fn string(&self, name: &str) -> Option<String> {
        self.text(name).map(str::to_owned)
    }

    /// Returns a number field.
    #[must_use]
    pub fn integer(&self, name: &str) -> Option<i64> {
        match self.get(name)?.data {
            Data::Integer(number) => Some(number),
            _ => None,
        }
    }

    /// Returns a boolean field.
    #[must_use]
    pub fn boolean(&self, name: &str) -> Option<bool> {
        match self.get(name)?.data {
            Data::Boolean(yes) => Some(yes),
            _ => None,
        }
    }

    /// Returns a date field with its place.
    #[must_use]
    pub fn moment(&self, name: &str) -> Option<(Moment, Span)> {
        let value = self.get(name)?;
        match &value.data {
            Data::Moment(moment) => Some((*moment, value.span.clone())),
            _ => None,
        }
    }

    /// Returns a list field; empty where it is absent.
    #[must_use]
    pub fn list(&self, name: &str) -> &[Value] {
        match self.get(name).map(|value| &value.data) {
            Some(Data::List(items)) => items,
            _ => &[],
        }
    }

    /// Returns the texts of a list field.
    #[must_use]
    pub fn texts(&self, name: &str) -> Vec<String> {
        self.list(name).iter().filter_map(|value| value.text().map(str::to_owned)).collect()
    }

    /// Returns the tables of a list field.
    pub fn tables(&self, name: &str) -> impl Iterator<Item = &Record> {
        self.list(name).iter().filter_map(Value::table)
    }

    /// Returns a table field.
    #[must_use]
    pub fn table(&self, name: &str) -> Option<&Record> {
        self.get(name)?.table()
    }
}

impl Value {
    /// Returns the text, if it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.data {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the table, if it is one.
    #[must_use]
    pub fn table(&self) -> Option<&Record> {
        match &self.data {
            Data::Table(record) => Some(record),
            _ => None,
        }
    }

    /// Returns a digest of what is said, wherever it stands; the order of fields in a table does not count.
    #[must_use]
    pub fn digest(&self) -> u64 {
        let mut hasher = blake3::Hasher::new();
        self.update(&mut hasher);
        hasher.finalize().as_bytes().first_chunk().map_or(0, |first| u64::from_le_bytes(*first))
    }

    fn update(&self, hasher: &mut blake3::Hasher) {
        let mut text = |sort: u8, text: &[u8]| {
            hasher.update(&[sort]).update(&(text.len() as u64).to_le_bytes()).update(text);
        };
        match &self.data {
            Data::Text(said) => text(0, said.as_bytes()),
            Data::Integer(number) => text(1, &number.to_le_bytes()),
            Data::Boolean(yes) => text(2, &[u8::from(*yes)]),
            Data::Moment(Moment { civil, has_time, instant }) => {
                text(3, &[u8::from(*has_time), u8::from(instant.is_some())]);
                text(3, civil.to_string().as_bytes());
                text(3, &instant.map_or(0, jiff::Timestamp::as_nanosecond).to_le_bytes());
            }
            Data::List(items) => {
                text(4, &(items.len() as u64).to_le_bytes());
                for item in items {
                    item.update(hasher);
                }
            }
            Data::Table(record) => {
                text(5, &(record.fields.len() as u64).to_le_bytes());
                let mut fields: Vec<_> = record.fields.iter().map(|(name, _, value)| (name.as_ref(), value)).collect();
                fields.sort_unstable_by_key(|(name, _)| *name);
                for (name, value) in fields {
                    hasher.update(&(name.len() as u64).to_le_bytes()).update(name.as_bytes());
                    value.update(hasher);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Field, Need, Schema, Scope, Type, read};
    use crate::diag::SourcePath;

    const INNER: &[Field] = &[field("a", Type::Text), field("b", Type::Integer)];
    static SCHEMA: Schema = Schema {
        name: "test",
        summary: "",
        groups: &[&[
            field("table", Type::Table(INNER)),
            field("list", Type::List(&Type::Text)),
            field("day", Type::Moment),
            field("yes", Type::Boolean),
        ]],
    };

    const fn field(name: &'static str, ty: Type) -> Field {
        Field { name, ty, need: Need::Optional, scope: Scope::Shared, doc: "", example: "" }
    }

    #[test]
    fn a_digest_is_of_what_is_said_and_not_of_how() {
        let digest = |toml: &str| read(toml, 0, &SourcePath::new("a.md"), &SCHEMA).0.fields[0].2.digest();
        assert_eq!(digest("table = { a = \"x\", b = 1 }"), digest("\n[table]\nb = 1\na = 'x'\n"));
        assert_eq!(digest("day = 2026-11-23"), digest("day = \"2026-11-23\""));
        let different = [
            "table = { a = \"x\", b = 1 }",
            "table = { a = \"x\", b = 2 }",
            "table = { a = \"y\", b = 1 }",
            "list = [\"a\", \"b\"]",
            "list = [\"b\", \"a\"]",
            "list = [\"ab\"]",
            "list = []",
            "day = 2026-11-23",
            "day = 2026-11-23T00:00:00",
            "day = 2026-11-23T00:00:00Z",
            "yes = true",
            "yes = false",
        ];
        let mut digests: Vec<u64> = different.iter().map(|toml| digest(toml)).collect();
        digests.sort_unstable();
        digests.dedup();
        assert_eq!(digests.len(), different.len());
    }
}
