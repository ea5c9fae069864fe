//! Reads JSON as a [`Value`]. The parser reports no positions, so all values have the line on which the text begins.

use serde_json::Value as Json;

use super::{Data, Table, Unreadable, Value};

/// Reads JSON whose first line is `first_line` of its file.
///
/// # Errors
///
/// If the text is not valid JSON.
pub fn json(text: &str, first_line: usize) -> Result<Value, Unreadable> {
    match serde_json::from_str::<Json>(text) {
        Ok(json) => Ok(value(json, first_line)),
        Err(error) => {
            let why = error.to_string();
            Err(Unreadable { line_number: first_line + error.line().saturating_sub(1), why })
        }
    }
}

fn value(json: Json, line_number: usize) -> Value {
    let data = match json {
        Json::Null => Data::Null,
        Json::Bool(yes) => Data::Boolean(yes),
        Json::Number(number) => number.as_i64().map_or_else(|| Data::Number(number.to_string()), Data::Integer),
        Json::String(text) => Data::Text(text),
        Json::Array(items) => Data::List(items.into_iter().map(|item| value(item, line_number)).collect()),
        Json::Object(fields) => {
            let fields = fields.into_iter().map(|(key, item)| (key, value(item, line_number)));
            Data::Table(Table(fields.collect()))
        }
    };
    Value { line_number, data }
}
