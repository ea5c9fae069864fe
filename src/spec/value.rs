//! Values that have passed the checks of a schema, each with its place in the file.

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

/// A checked table: the fields that were written, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// Bytes in the file.
    pub span: Span,
    /// Name, place of the name, value.
    pub fields: Vec<(String, Span, Value)>,
}

impl Record {
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

    /// Tells whether two values say the same, wherever they stand.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        match (&self.data, &other.data) {
            (Data::List(a), Data::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.says_the_same(b)),
            (Data::Table(a), Data::Table(b)) => {
                a.fields.len() == b.fields.len()
                    && a.fields
                        .iter()
                        .all(|(name, _, value)| b.get(name).is_some_and(|other| value.says_the_same(other)))
            }
            (a, b) => a == b,
        }
    }
}
