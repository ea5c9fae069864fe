//! From schema.json to columns.

use serde_json::Value as Json;

use super::{Column, ColumnType, Schema};
use crate::diag::{Diagnostic, SourcePath, codes, nearest};

/// The properties of Table Schema (version 2.0): of a schema, of a field, of what holds for its values. Others are free.
const SCHEMA: &[&str] = &[
    "fields",
    "primaryKey",
    "foreignKeys",
    "uniqueKeys",
    "missingValues",
    "fieldsMatch",
    "name",
    "title",
    "description",
];
const FIELD: &[&str] =
    &["name", "type", "title", "description", "format", "constraints", "example", "categories", "missingValues"];
const CONSTRAINTS: &[&str] =
    &["required", "unique", "enum", "minimum", "maximum", "minLength", "maxLength", "pattern", "exclusiveMinimum"];

/// Reads schema.json.
#[must_use]
pub fn read_schema(text: &str, path: &SourcePath) -> (Option<Schema>, Vec<Diagnostic>) {
    let json: Json = match serde_json::from_str(text) {
        Ok(json) => json,
        Err(error) => {
            let at = offset(text, error.line(), error.column());
            let message = format!("schema.json is not JSON: {error}");
            return (None, vec![Diagnostic::new(&codes::SCHEMA_SYNTAX, message).at(path, at..at)]);
        }
    };
    let mut reader = Reader { text, path, diagnostics: Vec::new() };
    let read = reader.schema(&json);
    (read.filter(|_| reader.diagnostics.is_empty()), reader.diagnostics)
}

struct Reader<'a> {
    text: &'a str,
    path: &'a SourcePath,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    /// Reports a fault at the first place of a text in quotation marks.
    fn fault(&mut self, message: String, named: &str, help: &str) {
        let quoted = Json::from(named).to_string();
        let at = self.text.find(&quoted).unwrap_or_default();
        let fault = Diagnostic::new(&codes::SCHEMA_SYNTAX, message).at(self.path, at..at + quoted.len());
        self.diagnostics.push(if help.is_empty() { fault } else { fault.help(help) });
    }

    /// Reports the properties of an object that are near to one that it lacks.
    fn misspelled(&mut self, object: &Json, known: &[&'static str]) -> bool {
        let told = self.diagnostics.len();
        for name in object.as_object().into_iter().flat_map(serde_json::Map::keys) {
            let lacking = known.iter().copied().filter(|known| object.get(known).is_none());
            if !known.contains(&name.as_str())
                && let Some(near) = nearest(name, lacking)
            {
                self.fault(format!("`{name}` means nothing in schema.json"), name, &format!("did you mean `{near}`?"));
            }
        }
        self.diagnostics.len() > told
    }

    fn schema(&mut self, json: &Json) -> Option<Schema> {
        let is_misspelled = self.misspelled(json, SCHEMA);
        let Some(fields) = json.get("fields").and_then(Json::as_array).filter(|fields| !fields.is_empty()) else {
            if !is_misspelled {
                let fault = Diagnostic::new(&codes::SCHEMA_SYNTAX, "schema.json has no `fields`").in_file(self.path);
                self.diagnostics.push(fault.help("list the columns: `\"fields\": [{ \"name\": \"id\" }]`"));
            }
            return None;
        };
        let mut columns = Vec::<Column>::new();
        for (index, field) in fields.iter().enumerate() {
            let Some(column) = self.column(index, field) else { continue };
            if columns.iter().any(|other| other.name == column.name) {
                self.fault(format!("field `{}` stands twice in schema.json", column.name), &column.name, "");
                continue;
            }
            columns.push(column);
        }
        let key = json.get("primaryKey").and_then(|key| key.as_str().or_else(|| key.as_array()?.first()?.as_str()));
        let index = key.and_then(|key| columns.iter().position(|column| column.name == key));
        // The field that it names may be one with errors.
        if let (Some(key), None) = (key, index)
            && self.diagnostics.is_empty()
        {
            let near = nearest(key, columns.iter().map(|column| column.name.as_str()));
            let help = near.map_or_else(String::new, |near| format!("did you mean `{near}`?"));
            self.fault(format!("`primaryKey` names the unknown field `{key}`"), key, &help);
        }
        if let Some(index) = index {
            columns[index].unique = true;
            columns[index].required = true;
        }
        Some((columns, index))
    }

    fn column(&mut self, index: usize, field: &Json) -> Option<Column> {
        let empty = Json::Null;
        let constraints = field.get("constraints").unwrap_or(&empty);
        let is_misspelled = self.misspelled(field, FIELD) | self.misspelled(constraints, CONSTRAINTS);
        let Some(name) = field.get("name").and_then(Json::as_str) else {
            if !is_misspelled {
                let fault = format!("field {} of schema.json has no `name`", index + 1);
                self.fault(fault, "fields", "write `\"name\": \"…\"`, the name of the column in data.csv");
            }
            return None;
        };
        let type_name = field.get("type").and_then(Json::as_str).unwrap_or("string");
        let Some((_, ty)) = ColumnType::NAMES.iter().find(|(known, _)| *known == type_name) else {
            let known = ColumnType::NAMES.map(|(name, _)| name);
            let help =
                nearest(type_name, known).map_or_else(|| known.join(", "), |near| format!("did you mean `{near}`?"));
            self.fault(format!("field `{name}` has the unknown type `{type_name}`"), type_name, &help);
            return None;
        };
        let is_set = |rule: &str| constraints.get(rule).and_then(Json::as_bool).unwrap_or(false);
        let codes = constraints.get("enum").and_then(Json::as_array);
        Some(Column {
            name: name.to_owned(),
            title: field.get("title").and_then(Json::as_str).map(str::to_owned),
            ty: *ty,
            required: is_set("required"),
            unique: is_set("unique"),
            codes: codes.into_iter().flatten().filter_map(|code| code.as_str().map(str::to_owned)).collect(),
            minimum: constraints.get("minimum").and_then(Json::as_f64),
            maximum: constraints.get("maximum").and_then(Json::as_f64),
        })
    }
}

fn offset(text: &str, line_number: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line_number.saturating_sub(1)).map(str::len).sum();
    let mut at = (start + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
