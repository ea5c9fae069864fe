//! A schema as JSON Schema (draft 2020-12), for editors that complete and check while one types.

use serde_json::{Map, Value, json};

use super::{Field, Need, Schema, Scope, Type};

/// Writes a schema as JSON Schema.
///
/// A required field is listed as required only where every file must have it: shared fields stand in the
/// source-language file alone, which JSON Schema can't know.
#[must_use]
pub fn json_schema(schema: &Schema) -> Value {
    let fields: Vec<&Field> = schema.fields().collect();
    let mut object = table(&fields, true);
    object.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
    object.insert("title".into(), json!(schema.name));
    object.insert("description".into(), json!(schema.summary));
    Value::Object(object)
}

fn table(fields: &[&Field], top: bool) -> Map<String, Value> {
    let mut properties = Map::new();
    for field in fields {
        let mut value = of(&field.ty);
        if let Value::Object(object) = &mut value {
            object.insert("description".into(), json!(field.doc));
        }
        properties.insert(field.name.into(), value);
    }
    let required: Vec<&str> = fields
        .iter()
        .filter(|field| field.need == Need::Required && !(top && field.scope == Scope::Shared))
        .map(|field| field.name)
        .collect();
    let mut object = Map::new();
    object.insert("type".into(), json!("object"));
    object.insert("properties".into(), Value::Object(properties));
    object.insert("required".into(), json!(required));
    object.insert("additionalProperties".into(), json!(false));
    object
}

fn of(ty: &Type) -> Value {
    match ty {
        Type::Text | Type::Path => json!({"type": "string", "minLength": 1}),
        Type::Line(max) => json!({"type": "string", "minLength": 1, "maxLength": max}),
        Type::Slug => {
            json!({"type": "string", "pattern": "^[\\p{Ll}\\p{Lo}\\p{M}\\p{N}]([\\p{Ll}\\p{Lo}\\p{M}\\p{N}-]*[\\p{Ll}\\p{Lo}\\p{M}\\p{N}])?$"})
        }
        Type::Integer => json!({"type": "integer"}),
        Type::Boolean => json!({"type": "boolean"}),
        Type::Moment | Type::Instant => json!({"type": "string", "examples": [ty.words()]}),
        Type::Url => json!({"type": "string", "format": "uri", "pattern": "^https://"}),
        Type::Language => json!({"type": "string", "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"}),
        Type::Choice(words) => json!({"type": "string", "enum": words}),
        Type::List(item) => json!({"type": "array", "items": of(item)}),
        Type::Table(fields) => Value::Object(table(&fields.iter().collect::<Vec<_>>(), false)),
        Type::PerLanguage(item) | Type::Map(item) => json!({"type": "object", "additionalProperties": of(item)}),
        Type::Free => json!({"type": "object"}),
    }
}
