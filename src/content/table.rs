//! A register's data: CSV against its Table Schema (Data Package 2.0, Table Schema).

mod cell;
mod data;
mod schema;

pub use data::read_data;
pub use schema::read_schema;

use crate::limits;

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

impl Table {
    /// Returns the records that the page of the register shows.
    #[must_use]
    pub fn shown(&self) -> &[Vec<String>] {
        &self.rows[..self.rows.len().min(limits::SHOWN_RECORDS)]
    }

    /// Tells whether a spreadsheet program would take one of the texts for a formula.
    #[must_use]
    pub fn has_formulas(&self) -> bool {
        let is_text = |column: usize| self.columns[column].ty == ColumnType::String;
        (0..self.columns.len())
            .filter(|column| is_text(*column))
            .any(|column| self.rows.iter().any(|row| cell::is_formula(&row[column], "")))
    }

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
mod tests;
