//! A schema as pages that people read: the reference in `docs/`, and a file with every field explained.

use std::fmt::Write;

use super::{Field, Need, Schema, Scope, Type};

/// Writes a schema as a Markdown section for the reference.
///
/// `scoped` adds which of a document's files says a field; site.toml has no such column.
#[must_use]
pub fn reference(schema: &Schema, scoped: bool) -> String {
    let mut out = format!("{}\n\n", schema.summary);
    let fields: Vec<&Field> = schema.fields().collect();
    table(&mut out, &fields, scoped);
    for field in &fields {
        nested(&mut out, field.name, &field.ty);
    }
    out
}

fn table(out: &mut String, fields: &[&Field], scoped: bool) {
    out.push_str(if scoped {
        "| field | holds | required | said in | meaning |\n| --- | --- | --- | --- | --- |\n"
    } else {
        "| field | holds | required | meaning |\n| --- | --- | --- | --- |\n"
    });
    for field in fields {
        let required = if field.need == Need::Required { "yes" } else { "no" };
        let said = if scoped { format!(" {} |", field.scope.words()) } else { String::new() };
        let _ = writeln!(
            out,
            "| `{}` | {} | {required} |{said} {} Example: `{}` |",
            field.name,
            field.ty.words().replace('|', "\\|"),
            field.doc,
            field.example.replace('|', "\\|")
        );
    }
    out.push('\n');
}

fn nested(out: &mut String, name: &str, ty: &Type) {
    match ty {
        Type::Table(fields) => {
            let _ = writeln!(out, "#### Fields of `{name}`\n");
            let fields: Vec<&Field> = fields.iter().collect();
            table(out, &fields, false);
            for field in fields {
                nested(out, &format!("{name}.{}", field.name), &field.ty);
            }
        }
        Type::List(item) | Type::PerLanguage(item) | Type::Map(item) => nested(out, name, item),
        _ => {}
    }
}

/// Writes front matter in which every field of a schema is explained: those given are filled in, the rest stand
/// as comments with an example. Tables come last, as TOML wants it.
#[must_use]
pub fn explained(schema: &Schema, filled: &[(&str, String)], source_file: bool) -> String {
    let mut out = String::new();
    let (tables, plain): (Vec<&Field>, Vec<&Field>) = schema.fields().partition(|field| is_table(&field.ty));
    for field in plain.into_iter().chain(tables) {
        if !source_file && field.scope == Scope::Shared {
            continue;
        }
        let need = if field.need == Need::Required { " (required)" } else { "" };
        let _ = writeln!(out, "# {}{need}: {}", field.name, field.doc);
        match filled.iter().find(|(name, _)| *name == field.name) {
            Some((name, value)) => {
                let _ = writeln!(out, "{name} = {value}");
            }
            None if is_table(&field.ty) => {
                for line in table_example(field).lines() {
                    let _ = writeln!(out, "# {line}");
                }
            }
            None => {
                let _ = writeln!(out, "# {} = {}", field.name, field.example);
            }
        }
        out.push('\n');
    }
    out
}

fn is_table(ty: &Type) -> bool {
    match ty {
        Type::Table(_) | Type::PerLanguage(_) | Type::Map(_) | Type::Free => true,
        Type::List(item) => is_table(item),
        _ => false,
    }
}

fn table_example(field: &Field) -> String {
    let (open, close, inner) = match &field.ty {
        Type::List(inner) => ("[[", "]]", *inner),
        other => ("[", "]", other),
    };
    let Type::Table(fields) = inner else { return format!("{} = {}", field.name, field.example) };
    let mut out = format!("{open}{}{close}\n", field.name);
    for field in *fields {
        let _ = writeln!(out, "{} = {}", field.name, field.example);
    }
    out
}
