//! From schema.json to columns.

use serde_json::Value as Json;

use super::{Column, ColumnType, Schema};
use crate::diag::{Diagnostic, SourcePath, codes, nearest};

/// Reads schema.json.
#[must_use]
pub fn read_schema(text: &str, path: &SourcePath) -> (Option<Schema>, Vec<Diagnostic>) {
    let fault = |message: String| Diagnostic::new(&codes::SCHEMA_SYNTAX, message).in_file(path);
    let json: Json = match serde_json::from_str(text) {
        Ok(json) => json,
        Err(error) => {
            let at = offset(text, error.line(), error.column());
            let message = format!("schema.json is not JSON: {error}");
            return (None, vec![Diagnostic::new(&codes::SCHEMA_SYNTAX, message).at(path, at..at)]);
        }
    };
    let Some(fields) = json.get("fields").and_then(Json::as_array).filter(|fields| !fields.is_empty()) else {
        return (None, vec![fault("schema.json has no `fields`".into())]);
    };
    let (mut columns, mut diagnostics) = (Vec::<Column>::new(), Vec::new());
    for (index, field) in fields.iter().enumerate() {
        let Some(name) = field.get("name").and_then(Json::as_str) else {
            diagnostics.push(fault(format!("field {} of schema.json has no `name`", index + 1)));
            continue;
        };
        let type_name = field.get("type").and_then(Json::as_str).unwrap_or("string");
        let Some((_, ty)) = ColumnType::NAMES.iter().find(|(known, _)| *known == type_name) else {
            let known = ColumnType::NAMES.map(|(name, _)| name);
            let help =
                nearest(type_name, known).map_or_else(|| known.join(", "), |near| format!("did you mean `{near}`?"));
            diagnostics.push(fault(format!("field `{name}` has the unknown type `{type_name}`")).help(help));
            continue;
        };
        if columns.iter().any(|column| column.name == name) {
            diagnostics.push(fault(format!("field `{name}` stands twice in schema.json")));
            continue;
        }
        let rule = |rule: &str| field.get("constraints").and_then(|constraints| constraints.get(rule));
        let codes = rule("enum").and_then(Json::as_array);
        columns.push(Column {
            name: name.to_owned(),
            title: field.get("title").and_then(Json::as_str).map(str::to_owned),
            ty: *ty,
            required: rule("required").and_then(Json::as_bool).unwrap_or(false),
            unique: rule("unique").and_then(Json::as_bool).unwrap_or(false),
            codes: codes.into_iter().flatten().filter_map(|code| code.as_str().map(str::to_owned)).collect(),
            minimum: rule("minimum").and_then(Json::as_f64),
            maximum: rule("maximum").and_then(Json::as_f64),
        });
    }
    let key = json.get("primaryKey").and_then(|key| key.as_str().or_else(|| key.as_array()?.first()?.as_str()));
    let index = key.and_then(|key| columns.iter().position(|column| column.name == key));
    if let (Some(key), None) = (key, index) {
        diagnostics.push(fault(format!("`primaryKey` names the unknown field `{key}`")));
    }
    if let Some(index) = index {
        columns[index].unique = true;
        columns[index].required = true;
    }
    (diagnostics.is_empty().then_some((columns, index)), diagnostics)
}

fn offset(text: &str, line_number: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line_number.saturating_sub(1)).map(str::len).sum();
    let mut at = (start + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
