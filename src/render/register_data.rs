//! The unchanged records of a register as CSV and JSON.
//!
//! Some spreadsheets treat a cell that starts with `=`, `+` or `@` as a formula. Cells are not altered here, because a
//! register that differs from its source is worse than one that must be imported with care. The warning `csv-formula`
//! informs the editor, and a sentence beside the downloads informs the reader.

use std::fmt::Write as _;

use crate::content::table::{Column, ColumnType, Table};
use crate::site::{DocId, Shared, Words};
use crate::track::World;

/// Writes the records of a register as CSV (RFC 4180: header row, CRLF), UTF-8 without a byte order mark, columns in
/// the order of the schema. Empty if the document is not a register.
#[must_use]
pub fn csv(world: &World, doc: DocId) -> Vec<u8> {
    match &world.set_of(doc).shared {
        Shared::Register(_, table) => table_csv(table),
        _ => Vec::new(),
    }
}

/// Writes the records of a register as JSON: `{title, language, licence, period, fields, rows}`.
///
/// `licence` is `{name, url}` or null; `period` is `{start, end}`; a field is `{name, title, type}` with the title in
/// the language of the page and the type from Table Schema; a row is an object by field name. Numbers keep the digits
/// of the source; an empty cell is null. Empty if the document is not a register.
#[must_use]
pub fn json(world: &World, doc: DocId) -> Vec<u8> {
    let Shared::Register(register, table) = &world.set_of(doc).shared else { return Vec::new() };
    let doc = world.doc(doc);
    let titles = |column: &Column| {
        let own = match &doc.words {
            Words::Register(words) => words.column(&column.name),
            _ => None,
        };
        own.or(column.title.as_deref()).unwrap_or(&column.name).to_owned()
    };
    let licence = match (&register.licence, world.licence()) {
        (Some(name), _) => format!("{{\"name\":{},\"url\":null}}", string(name)),
        (None, Some(licence)) => {
            format!("{{\"name\":{},\"url\":{}}}", string(&licence.name), string(&licence.url))
        }
        (None, None) => "null".to_owned(),
    };
    let (start, end) = register.period;
    let head = [
        ("title", string(doc.heading())),
        ("language", string(world.tag(doc.lang))),
        ("licence", licence),
        ("period", format!("{{\"start\":\"{start}\",\"end\":\"{end}\"}}")),
    ];
    table_json(&head, table, titles).into_bytes()
}

fn table_csv(table: &Table) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let header = table.columns.iter().map(|column| column.name.as_str());
    // Writing to memory never fails, and every row has as many cells as the header.
    let _ = writer.write_record(header);
    for row in &table.rows {
        let _ = writer.write_record(row);
    }
    writer.into_inner().unwrap_or_default()
}

/// Writes the table without `serde_json`, one row per line, so that decimals keep all their digits: JSON numbers can
/// have any number of digits, but those of `serde_json` are `f64`.
fn table_json(head: &[(&str, String)], table: &Table, title: impl Fn(&Column) -> String) -> String {
    let mut text = String::from("{\n");
    for (name, value) in head {
        let _ = writeln!(text, "{}:{value},", string(name));
    }
    let fields = table.columns.iter().map(|column| {
        let (name, title, ty) = (string(&column.name), string(&title(column)), string(column.ty.name()));
        format!("{{\"name\":{name},\"title\":{title},\"type\":{ty}}}")
    });
    let _ = writeln!(text, "\"fields\":{},", lines(fields));
    let rows = table.rows.iter().map(|row| {
        let cells = table.columns.iter().zip(row);
        let cells = cells.map(|(column, cell)| format!("{}:{}", string(&column.name), value(column.ty, cell)));
        format!("{{{}}}", cells.collect::<Vec<_>>().join(","))
    });
    let _ = writeln!(text, "\"rows\":{}\n}}", lines(rows));
    text
}

fn lines(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.collect();
    if items.is_empty() { "[]".to_owned() } else { format!("[\n{}\n]", items.join(",\n")) }
}

fn string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Formats a validated cell as a JSON value.
fn value(ty: ColumnType, cell: &str) -> String {
    if cell.is_empty() {
        return "null".to_owned();
    }
    match ty {
        ColumnType::String | ColumnType::Date => string(cell),
        ColumnType::Integer | ColumnType::Number | ColumnType::Year => number(cell),
        ColumnType::Boolean => cell.to_owned(),
    }
}

/// Formats a number for JSON (RFC 8259, section 6): no `+`, no leading zeros, a digit on each side of the point.
fn number(cell: &str) -> String {
    let (sign, digits) = match cell.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", cell.strip_prefix('+').unwrap_or(cell)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

#[cfg(test)]
mod tests {
    use super::{number, table_csv, table_json};
    use crate::content::table::{Table, read_data, read_schema};
    use crate::diag::SourcePath;

    const SCHEMA: &str = r#"{"fields":[
        {"name":"id","type":"string"},
        {"name":"amount","type":"number"},
        {"name":"kept","type":"boolean"},
        {"name":"day","type":"date"}]}"#;

    fn table(data: &str) -> Table {
        let path = SourcePath::new("data.csv");
        let (columns, key) = read_schema(SCHEMA, &path).0.expect("a schema");
        let (table, faults) = read_data(data, &path, columns, key);
        assert!(faults.iter().all(|fault| fault.code.name == "csv-formula"), "{faults:?}");
        table.expect("a table")
    }

    #[test]
    fn csv_has_the_order_of_the_schema_and_leaves_cells_as_they_are() {
        let table = table("day,kept,amount,id\n2026-07-01,true,1.50,\"a \"\"b\"\", c\"\n,,,=1+1\n");
        let csv = String::from_utf8(table_csv(&table)).expect("UTF-8");
        assert_eq!(csv, "id,amount,kept,day\r\n\"a \"\"b\"\", c\",1.50,true,2026-07-01\r\n=1+1,,,\r\n");
    }

    #[test]
    fn json_has_typed_values_with_the_digits_written() {
        let table = table("id,amount,kept,day\na\"b,1.50,true,2026-07-01\n,12345678901234567890.10,,\n");
        let json = table_json(&[("title", "\"Gifts\"".into())], &table, |column| column.name.to_uppercase());
        assert_eq!(
            json,
            r#"{
"title":"Gifts",
"fields":[
{"name":"id","title":"ID","type":"string"},
{"name":"amount","title":"AMOUNT","type":"number"},
{"name":"kept","title":"KEPT","type":"boolean"},
{"name":"day","title":"DAY","type":"date"}
],
"rows":[
{"id":"a\"b","amount":1.50,"kept":true,"day":"2026-07-01"},
{"id":null,"amount":12345678901234567890.10,"kept":null,"day":null}
]
}
"#
        );
        serde_json::from_str::<serde_json::Value>(&json).expect("JSON");
    }

    #[test]
    fn a_nil_return_is_an_empty_list_under_its_header() {
        let table = table("id,amount,kept,day\n");
        assert_eq!(table_csv(&table), b"id,amount,kept,day\r\n");
        assert!(table_json(&[], &table, |column| column.name.clone()).contains("\"rows\":[]"));
    }

    #[test]
    fn numbers_are_valid_json() {
        for (cell, json) in [("007", "7"), ("-.5", "-0.5"), ("5.", "5"), ("+3", "3"), ("0", "0"), ("-12.0", "-12.0")] {
            assert_eq!(number(cell), json);
        }
    }
}
