//! A common type for YAML, TOML and JSON values in front matter, configuration and data of foreign sites; each value
//! knows its line. The readers are in `value/`; the meaning of keys is decided elsewhere.

mod json;
mod toml;
mod yaml;

pub use crate::spec::quoted;
pub use json::json;
pub use toml::{key, toml, written};
pub use yaml::yaml;

/// A value and its line.
#[derive(Clone, Debug)]
pub struct Value {
    /// The line in its file, 1-based; 0 for a generated value.
    pub line_number: usize,
    /// The data.
    pub data: Data,
}

/// The data of a value, by type.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// No value.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number, as written.
    Number(String),
    /// A text; also a date, which is parsed only when needed.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// A table.
    Table(Table),
}

/// Keys and values in the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table(pub Vec<(String, Value)>);

/// Two values are equal if their data are equal, whatever their lines.
impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        self.data == other.data
    }
}

/// The reason why a file can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The line, 1-based.
    pub line_number: usize,
    /// The error.
    pub why: String,
}

impl Value {
    /// Makes a text value that is not from a file.
    #[must_use]
    pub fn made(text: impl Into<String>) -> Self {
        Self { line_number: 0, data: Data::Text(text.into()) }
    }

    /// Returns a scalar as text; `None` for lists, tables and null.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        match &self.data {
            Data::Text(text) | Data::Number(text) => Some(text.clone()),
            Data::Integer(number) => Some(number.to_string()),
            Data::Boolean(yes) => Some(yes.to_string()),
            Data::Null | Data::List(_) | Data::Table(_) => None,
        }
    }

    /// Returns the texts of a list; a scalar counts as a list of one.
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        match &self.data {
            Data::List(items) => items.iter().filter_map(Self::text).collect(),
            _ => self.text().into_iter().collect(),
        }
    }

    /// Returns a whole number, even if it is written as text.
    #[must_use]
    pub fn integer(&self) -> Option<i64> {
        match &self.data {
            Data::Integer(number) => Some(*number),
            Data::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// Returns a boolean, even if it is written as text.
    #[must_use]
    pub fn boolean(&self) -> Option<bool> {
        match &self.data {
            Data::Boolean(yes) => Some(*yes),
            Data::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// Returns the items of a list.
    #[must_use]
    pub fn items(&self) -> &[Value] {
        match &self.data {
            Data::List(items) => items,
            _ => &[],
        }
    }

    /// Returns the table, if it is one.
    #[must_use]
    pub fn table(&self) -> Option<&Table> {
        match &self.data {
            Data::Table(table) => Some(table),
            _ => None,
        }
    }

    /// Returns whether there is no data: null, or an empty text, list or table.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match &self.data {
            Data::Null => true,
            Data::Text(text) => text.trim().is_empty(),
            Data::List(items) => items.is_empty(),
            Data::Table(table) => table.0.is_empty(),
            _ => false,
        }
    }

    /// Calls `visit` for all texts in it, at any depth.
    pub fn each_text(&self, visit: &mut dyn FnMut(&str)) {
        match &self.data {
            Data::Text(text) => visit(text),
            Data::List(items) => items.iter().for_each(|item| item.each_text(visit)),
            Data::Table(table) => table.0.iter().for_each(|(_, value)| value.each_text(visit)),
            _ => {}
        }
    }
}

impl Table {
    /// Finds a value by its key, ignoring case.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        let exact = self.0.iter().find(|(name, _)| name == key);
        exact.or_else(|| self.0.iter().find(|(name, _)| name.eq_ignore_ascii_case(key))).map(|(_, value)| value)
    }

    /// Removes and returns a value by its key, ignoring case.
    pub fn take(&mut self, key: &str) -> Option<Value> {
        let place = self.0.iter().position(|(name, _)| name.eq_ignore_ascii_case(key))?;
        Some(self.0.remove(place).1)
    }

    /// Removes and returns a text, if it is not empty.
    pub fn take_text(&mut self, key: &str) -> Option<String> {
        if self.get(key)?.text().is_none_or(|text| text.trim().is_empty()) {
            return None;
        }
        self.take(key)?.text()
    }

    /// Returns a text, if it is not empty.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<String> {
        self.get(key)?.text().filter(|text| !text.trim().is_empty())
    }

    /// Returns a table.
    #[must_use]
    pub fn table(&self, key: &str) -> Option<&Table> {
        self.get(key)?.table()
    }

    /// Returns the value at a path of keys separated by dots.
    #[must_use]
    pub fn at(&self, path: &str) -> Option<&Value> {
        match path.split_once('.') {
            Some((first, rest)) => self.table(first)?.at(rest),
            None => self.get(path),
        }
    }

    /// Replaces the value that has the same key, or adds it at the end.
    pub fn set(&mut self, key: &str, value: Value) {
        match self.0.iter_mut().find(|(name, _)| name.eq_ignore_ascii_case(key)) {
            Some((_, old)) => *old = value,
            None => self.0.push((key.to_owned(), value)),
        }
    }

    /// Adds the values of another table; two tables under the same key are merged.
    pub fn merge(&mut self, other: Table) {
        for (key, value) in other.0 {
            match (self.0.iter_mut().find(|(name, _)| name.eq_ignore_ascii_case(&key)), value.data) {
                (Some((_, Value { data: Data::Table(old), .. })), Data::Table(new)) => old.merge(new),
                (Some((_, old)), data) => *old = Value { line_number: value.line_number, data },
                (None, data) => self.0.push((key, Value { line_number: value.line_number, data })),
            }
        }
    }
}

/// Reads a file by its extension; `None` for formats other than these three.
#[must_use]
pub fn by_extension(extension: &str, text: &str) -> Option<Result<Value, Unreadable>> {
    match extension {
        "yaml" | "yml" => Some(yaml(text, 1)),
        "toml" => Some(toml(text, 1)),
        "json" => Some(json(text, 1)),
        _ => None,
    }
}
