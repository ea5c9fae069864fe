//! A register's data: CSV against its Table Schema (Data Package 2.0, Table Schema).

use jiff::civil::Date;
use serde_json::Value as Json;

use crate::diag::{Diagnostic, SourcePath, Span, codes, nearest};

/// Types of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// Free text.
    String,
    /// Whole number.
    Integer,
    /// Decimal number with `.` as its sign.
    Number,
    /// Day, as 2026-11-23.
    Date,
    /// `true` or `false`.
    Boolean,
    /// Year.
    Year,
}

impl ColumnType {
    const NAMES: [(&'static str, Self); 6] = [
        ("string", Self::String),
        ("integer", Self::Integer),
        ("number", Self::Number),
        ("date", Self::Date),
        ("boolean", Self::Boolean),
        ("year", Self::Year),
    ];

    /// Returns the type's name in Table Schema.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, ty)| *ty == self).map_or("string", |(name, _)| name)
    }

    /// Tells whether columns of this type are summed and set flush with their digits.
    #[must_use]
    pub fn is_numeric(self) -> bool {
        matches!(self, Self::Integer | Self::Number)
    }
}

/// A column of a register.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Field name.
    pub name: String,
    /// Title in the source language.
    pub title: Option<String>,
    /// Type.
    pub ty: ColumnType,
    required: bool,
    unique: bool,
    codes: Vec<String>,
    minimum: Option<f64>,
    maximum: Option<f64>,
}

/// Columns, and which of them names a row.
pub type Schema = (Vec<Column>, Option<usize>);

/// A register's records, checked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Columns in the order of the schema.
    pub columns: Vec<Column>,
    /// Rows in the order of the file; cells in the order of the columns.
    pub rows: Vec<Vec<String>>,
    /// Column whose value names a row.
    pub key: Option<usize>,
}

impl Table {
    /// Returns a digest of columns and records.
    #[must_use]
    pub fn digest(&self) -> [u8; 16] {
        let mut hasher = blake3::Hasher::new();
        let mut text = |text: &str| {
            hasher.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
        };
        for column in &self.columns {
            text(&column.name);
            text(column.title.as_deref().unwrap_or_default());
            text(column.ty.name());
        }
        text(&format!("{:?}", self.key));
        self.rows.iter().flatten().for_each(|cell| text(cell));
        let mut digest = [0; 16];
        digest.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        digest
    }
}

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

/// Reads data.csv against the columns of its schema.
#[must_use]
pub fn read_data(text: &str, path: &SourcePath, columns: Vec<Column>, key: Option<usize>) -> (Table, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut order: Option<Vec<usize>> = None;
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut row_number = 0;
    loop {
        let start = reader.position().byte() as usize;
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                diagnostics.push(Diagnostic::new(&codes::CSV_SYNTAX, error.to_string()).in_file(path));
                break;
            }
        }
        row_number += 1;
        let end = (reader.position().byte() as usize).min(text.len());
        let span = start..start + text[start..end].trim_end().len();
        let Some(order) = &order else {
            order = Some(header(&record, &columns, path, &span, &mut diagnostics));
            continue;
        };
        if record.len() != columns.len() {
            let message =
                format!("row {row_number} has {} cells, expected {} as in the header", record.len(), columns.len());
            diagnostics.push(Diagnostic::new(&codes::CSV_SYNTAX, message).at(path, span));
            continue;
        }
        let cells: Vec<String> = order.iter().map(|index| record.get(*index).unwrap_or("").trim().to_owned()).collect();
        for (column, cell) in columns.iter().zip(&cells) {
            if let Err(why) = check(cell, column) {
                let message = format!("row {row_number}, column `{}`: {why}", column.name);
                diagnostics.push(Diagnostic::new(&codes::CSV_VALUE, message).at(path, within(text, &span, cell)));
            }
        }
        for (index, column) in columns.iter().enumerate().filter(|(_, column)| column.unique) {
            if let Some(first) = rows.iter().position(|row| row[index] == cells[index] && !cells[index].is_empty()) {
                let message = format!(
                    "row {row_number}, column `{}`: `{}` stands already in row {}",
                    column.name,
                    cells[index],
                    first + 2
                );
                diagnostics
                    .push(Diagnostic::new(&codes::CSV_VALUE, message).at(path, within(text, &span, &cells[index])));
            }
        }
        rows.push(cells);
    }
    if order.is_none() {
        diagnostics.push(Diagnostic::new(&codes::CSV_COLUMN, "data.csv has no header row").in_file(path));
    }
    (Table { columns, rows, key }, diagnostics)
}

fn header(
    record: &csv::StringRecord,
    columns: &[Column],
    path: &SourcePath,
    span: &Span,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<usize> {
    let names: Vec<&str> = record.iter().map(str::trim).collect();
    for name in &names {
        if !columns.iter().any(|column| column.name == *name) {
            let fault = Diagnostic::new(&codes::CSV_COLUMN, format!("column `{name}` is not in schema.json"))
                .at(path, span.clone());
            diagnostics.push(match nearest(name, columns.iter().map(|column| column.name.as_str())) {
                Some(near) => fault.help(format!("did you mean `{near}`?")),
                None => fault,
            });
        }
    }
    columns
        .iter()
        .map(|column| {
            let count = names.iter().filter(|name| **name == column.name).count();
            if count != 1 {
                let message = if count == 0 {
                    format!("column `{}` of schema.json is missing", column.name)
                } else {
                    format!("column `{}` stands {count} times in the header", column.name)
                };
                diagnostics.push(Diagnostic::new(&codes::CSV_COLUMN, message).at(path, span.clone()));
            }
            names.iter().position(|name| *name == column.name).unwrap_or(usize::MAX)
        })
        .collect()
}

fn check(cell: &str, column: &Column) -> Result<(), String> {
    if cell.is_empty() {
        return if column.required { Err("the cell is empty, a value is required".into()) } else { Ok(()) };
    }
    if let Some(control) = cell.chars().find(|c| matches!(c, '\u{202a}'..='\u{202e}')) {
        return Err(format!("the cell holds the direction control U+{:04X}", u32::from(control)));
    }
    let number = match column.ty {
        ColumnType::String => None,
        ColumnType::Integer | ColumnType::Year => {
            let number: i64 = cell.parse().map_err(|_| format!("`{cell}` is not a whole number"))?;
            Some(number as f64)
        }
        ColumnType::Number => {
            let plain = cell.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'));
            let number: f64 = cell.parse().ok().filter(|_| plain).ok_or_else(|| {
                format!("`{cell}` is not a number (digits with `.` as the decimal sign, no grouping)")
            })?;
            Some(number)
        }
        ColumnType::Date => {
            let _: Date = cell.parse().map_err(|_| format!("`{cell}` is not a date like 2026-11-23"))?;
            None
        }
        ColumnType::Boolean => {
            if !matches!(cell, "true" | "false") {
                return Err(format!("`{cell}` is neither `true` nor `false`"));
            }
            None
        }
    };
    if !column.codes.is_empty() && !column.codes.iter().any(|code| code == cell) {
        let near = nearest(cell, column.codes.iter().map(String::as_str));
        let hint = near.map_or_else(
            || format!("expected one of {}", column.codes.join(", ")),
            |near| format!("did you mean `{near}`?"),
        );
        return Err(format!("`{cell}` is not one of the allowed values; {hint}"));
    }
    if let (Some(number), Some(minimum)) = (number, column.minimum)
        && number < minimum
    {
        return Err(format!("{cell} is below the minimum of {minimum}"));
    }
    if let (Some(number), Some(maximum)) = (number, column.maximum)
        && number > maximum
    {
        return Err(format!("{cell} is above the maximum of {maximum}"));
    }
    Ok(())
}

/// The place of a cell within its row, where its text stands there as it is; else the row.
fn within(text: &str, row: &Span, cell: &str) -> Span {
    match (cell.is_empty(), text[row.clone()].find(cell)) {
        (false, Some(at)) => row.start + at..row.start + at + cell.len(),
        _ => row.clone(),
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

impl Table {
    /// Adds up a numeric column exactly, as decimal text; `None` where a cell is not a number.
    #[must_use]
    pub fn total(&self, column: usize) -> Option<String> {
        sum(self.rows.iter().map(|row| row[column].as_str()))
    }
}

/// Adds up decimal texts exactly; empty ones count nothing. `None` where one is not a number.
#[must_use]
pub fn sum<'a>(cells: impl Iterator<Item = &'a str> + Clone) -> Option<String> {
    let decimals = cells.clone().map(|cell| cell.split_once('.').map_or(0, |(_, d)| d.len())).max().unwrap_or(0);
    let mut sum: i128 = 0;
    for cell in cells.filter(|cell| !cell.is_empty()) {
        let (whole, fraction) = cell.split_once('.').unwrap_or((cell, ""));
        sum += format!("{whole}{fraction:0<decimals$}").parse::<i128>().ok()?;
    }
    let digits = format!("{:0>width$}", sum.unsigned_abs(), width = decimals + 1);
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    let sign = if sum < 0 { "-" } else { "" };
    Some(if decimals == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") })
}

#[cfg(test)]
mod tests {
    use super::{Table, read_data, read_schema};
    use crate::diag::SourcePath;

    const SCHEMA: &str = r#"{"fields":[
        {"name":"id","type":"string"},
        {"name":"day","type":"date","constraints":{"required":true}},
        {"name":"amount","type":"number","constraints":{"minimum":-5}},
        {"name":"outcome","type":"string","constraints":{"enum":["kept","returned"]}}],"primaryKey":"id"}"#;

    fn faults(csv: &str) -> Vec<String> {
        let path = SourcePath::new("data.csv");
        let (schema, faults) = read_schema(SCHEMA, &path);
        assert_eq!(faults, []);
        let (columns, key) = schema.expect("a schema");
        read_data(csv, &path, columns, key).1.into_iter().map(|fault| fault.message).collect()
    }

    #[test]
    fn each_faulty_cell_is_named_by_row_and_column() {
        let csv = "id,day,amount,outcome\na,2026-07-01,1.50,kept\na,2026-02-30,\"1,5\",keept\n,2026-07-01,-6,kept\n";
        insta::assert_snapshot!(faults(csv).join("\n"), @r"
        row 3, column `day`: `2026-02-30` is not a date like 2026-11-23
        row 3, column `amount`: `1,5` is not a number (digits with `.` as the decimal sign, no grouping)
        row 3, column `outcome`: `keept` is not one of the allowed values; did you mean `kept`?
        row 3, column `id`: `a` stands already in row 2
        row 4, column `id`: the cell is empty, a value is required
        row 4, column `amount`: -6 is below the minimum of -5
        ");
    }

    #[test]
    fn a_header_that_differs_from_the_schema_is_a_fault() {
        assert_eq!(
            faults("id,day,amuont,outcome\n"),
            ["column `amuont` is not in schema.json", "column `amount` of schema.json is missing"]
        );
        assert_eq!(faults(""), ["data.csv has no header row"]);
        assert_eq!(faults("id,day,amount,outcome\na,2026-07-01\n"), ["row 2 has 2 cells, expected 4 as in the header"]);
    }

    #[test]
    fn totals_are_exact() {
        let path = SourcePath::new("data.csv");
        let (columns, key) = read_schema(SCHEMA, &path).0.expect("a schema");
        let total = |csv: &str| -> Option<String> {
            let (table, _): (Table, _) = read_data(csv, &path, columns.clone(), key);
            table.total(2)
        };
        assert_eq!(total("id,day,amount,outcome\na,2026-07-01,0.10,\nb,2026-07-01,0.2,\n"), Some("0.30".into()));
        assert_eq!(total("id,day,amount,outcome\na,2026-07-01,1.25,\nb,2026-07-01,-3,\n"), Some("-1.75".into()));
    }
}
