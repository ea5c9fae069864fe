//! Reads TOML as a [`Value`], and writes values of the imported portal as TOML.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Data, Table, Unreadable, Value, quoted};

/// Reads TOML whose first line is `first_line` of its file.
///
/// # Errors
///
/// If the text is not valid TOML.
pub fn toml(text: &str, first_line: usize) -> Result<Value, Unreadable> {
    let lines = Lines { text, first_line };
    match DeTable::parse(text) {
        Ok(table) => Ok(Value { line_number: first_line, data: Data::Table(lines.table(table.get_ref())) }),
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            let why = error.message().lines().next().unwrap_or("the TOML can't be read").to_owned();
            Err(Unreadable { line_number: lines.number(at), why })
        }
    }
}

struct Lines<'a> {
    text: &'a str,
    first_line: usize,
}

impl Lines<'_> {
    fn number(&self, at: usize) -> usize {
        let before = self.text.as_bytes().get(..at).unwrap_or_default();
        self.first_line + memchr::memchr_iter(b'\n', before).count()
    }

    fn table(&self, table: &DeTable<'_>) -> Table {
        let mut fields: Vec<_> = table.iter().collect();
        fields.sort_by_key(|(key, _)| key.span().start);
        Table(fields.into_iter().map(|(key, value)| (key.get_ref().to_string(), self.value(value))).collect())
    }

    fn value(&self, value: &Spanned<DeValue<'_>>) -> Value {
        let data = match value.get_ref() {
            DeValue::String(text) => Data::Text(text.to_string()),
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
                .map_or_else(|_| Data::Number(number.as_str().to_owned()), Data::Integer),
            DeValue::Float(number) => Data::Number(number.as_str().to_owned()),
            DeValue::Boolean(yes) => Data::Boolean(*yes),
            DeValue::Datetime(moment) => Data::Text(moment.to_string()),
            DeValue::Array(items) => Data::List(items.iter().map(|item| self.value(item)).collect()),
            DeValue::Table(table) => Data::Table(self.table(table)),
        };
        Value { line_number: self.number(value.span().start), data }
    }
}

/// Writes a key: without quotes where TOML allows it.
#[must_use]
pub fn key(name: &str) -> String {
    let bare = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if bare { name.to_owned() } else { quoted(name) }
}

/// Writes a value on one line. TOML has no null, so it becomes an empty text; a number that TOML can't write becomes
/// text.
#[must_use]
pub fn written(value: &Value) -> String {
    match &value.data {
        Data::Null => "\"\"".to_owned(),
        Data::Boolean(yes) => yes.to_string(),
        Data::Integer(number) => number.to_string(),
        Data::Number(text) | Data::Text(text) => quoted(text),
        Data::List(items) => format!("[{}]", items.iter().map(written).collect::<Vec<_>>().join(", ")),
        Data::Table(table) => inline(table),
    }
}

fn inline(table: &Table) -> String {
    if table.0.is_empty() {
        return "{}".to_owned();
    }
    let mut known: Vec<&str> = Vec::new();
    let mut fields = Vec::new();
    for (name, value) in &table.0 {
        // YAML allows a key twice; the last value counts.
        if known.contains(&name.as_str()) {
            continue;
        }
        known.push(name);
        fields.push(format!("{} = {}", key(name), written(value)));
    }
    format!("{{ {} }}", fields.join(", "))
}
