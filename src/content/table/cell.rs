//! One cell against its column.

use jiff::Span;
use jiff::civil::{Date, date};

use super::{Column, ColumnType};
use crate::csv_file::forbidden;
use crate::diag::nearest;

/// A kind of mistake in a cell: where most cells of a column have the same, the column has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Empty,
    Control,
    SpreadsheetError,
    Number,
    Date,
    Boolean,
    Code,
    Range,
    Repeated,
    Formula,
}

/// A mistake in a cell.
#[derive(Debug)]
pub(super) struct Flaw {
    pub kind: Kind,
    pub message: String,
    pub help: Option<String>,
}

impl Flaw {
    pub fn new(kind: Kind, message: String) -> Self {
        Self { kind, message, help: None }
    }

    pub fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}

/// What spreadsheets write into a cell that they can't work out.
const SPREADSHEET_ERRORS: [&str; 8] = ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!"];

/// Checks a cell.
pub(super) fn check(cell: &str, column: &Column) -> Result<(), Flaw> {
    if cell.is_empty() {
        let fault = Flaw::new(Kind::Empty, "the cell is empty, a value is required".into());
        return if column.required { Err(fault) } else { Ok(()) };
    }
    if let Some(control) = forbidden(cell) {
        let message = format!("the cell holds the control character U+{:04X}", u32::from(control));
        return Err(Flaw::new(Kind::Control, message).help("remove the character, which cannot be seen"));
    }
    if SPREADSHEET_ERRORS.contains(&cell) || cell.len() > 2 && cell.bytes().all(|byte| byte == b'#') {
        let fault = Flaw::new(Kind::SpreadsheetError, format!("`{cell}` is an error of the spreadsheet, not a value"));
        return Err(fault.help("correct the cell in the spreadsheet, and save it as CSV again"));
    }
    let number = value(cell, column.ty)?;
    if !column.codes.is_empty() && !column.codes.iter().any(|code| code == cell) {
        let near = nearest(cell, column.codes.iter().map(String::as_str));
        let hint = near.map_or_else(
            || format!("expected one of {}", column.codes.join(", ")),
            |near| format!("did you mean `{near}`?"),
        );
        return Err(Flaw::new(Kind::Code, format!("`{cell}` is not one of the allowed values")).help(hint));
    }
    match (number, column.minimum, column.maximum) {
        (Some(number), Some(minimum), _) if number < minimum => {
            Err(Flaw::new(Kind::Range, format!("{cell} is below the minimum of {minimum}")))
        }
        (Some(number), _, Some(maximum)) if number > maximum => {
            Err(Flaw::new(Kind::Range, format!("{cell} is above the maximum of {maximum}")))
        }
        _ => Ok(()),
    }
}

/// Reads a cell as its type; returns the number of numeric types.
fn value(cell: &str, ty: ColumnType) -> Result<Option<f64>, Flaw> {
    match ty {
        ColumnType::String => Ok(None),
        ColumnType::Integer | ColumnType::Year => match cell.parse::<i64>() {
            Ok(number) => Ok(Some(number as f64)),
            Err(_) => Err(number_flaw(cell, "a whole number", "digits alone")),
        },
        ColumnType::Number => {
            let plain = cell.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'));
            match cell.parse::<f64>().ok().filter(|_| plain) {
                Some(number) => Ok(Some(number)),
                None => Err(number_flaw(cell, "a number", "digits, with `.` before decimals")),
            }
        }
        ColumnType::Date => match iso_date(cell) {
            Some(_) => Ok(None),
            None => Err(date_flaw(cell)),
        },
        ColumnType::Boolean if matches!(cell, "true" | "false") => Ok(None),
        ColumnType::Boolean => {
            let fault = Flaw::new(Kind::Boolean, format!("`{cell}` is neither `true` nor `false`"));
            let lower = cell.to_ascii_lowercase();
            let hint = match lower.as_str() {
                "true" | "yes" | "1" => "write `true`",
                "false" | "no" | "0" => "write `false`",
                _ => "write `true` or `false`",
            };
            Err(fault.help(hint))
        }
    }
}

fn number_flaw(cell: &str, expected: &str, form: &str) -> Flaw {
    let fault = Flaw::new(Kind::Number, format!("`{cell}` is not {expected}"));
    let plain: String = cell.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '’')).collect();
    // A comma before three digits may separate thousands, before any other number of digits it is a decimal sign.
    let decimal = plain.split_once(',').filter(|(whole, part)| {
        let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        is_digits(whole.trim_start_matches('-')) && is_digits(part) && part.len() != 3
    });
    match decimal {
        Some((whole, part)) => fault.help(format!("write `{whole}.{part}`")),
        None => fault.help(format!("write {form}, without thousands separators, units and currency signs")),
    }
}

/// Reads a day in the one form that a register accepts.
pub(super) fn iso_date(cell: &str) -> Option<Date> {
    let shape = cell.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    (cell.len() == 10 && shape).then(|| cell.parse().ok()).flatten()
}

fn date_flaw(cell: &str) -> Flaw {
    let fault = Flaw::new(Kind::Date, format!("`{cell}` is not a date like 2026-11-23"));
    if let Some(day) = spreadsheet_day(cell) {
        return Flaw::new(Kind::Date, format!("`{cell}` is a spreadsheet's number for {day}, not a date"))
            .help("give the column the date format YYYY-MM-DD in the spreadsheet, and save it as CSV again");
    }
    match day_written_otherwise(cell) {
        Some(day) => fault.help(format!("write `{day}`")),
        None => fault.help("write year, month and day, as in `2026-11-23`"),
    }
}

/// Returns the day that a spreadsheet counts from 30 December 1899, from 1950 to 2100.
fn spreadsheet_day(cell: &str) -> Option<Date> {
    let days: i64 = cell.split('.').next()?.parse().ok()?;
    let start = date(1899, 12, 30);
    (18_264..=73_415).contains(&days).then(|| start.checked_add(Span::new().days(days)).ok()).flatten()
}

/// Reads a day whose order can't be mistaken: `26/11/2026`, `2026/11/26`, `26.11.2026`.
fn day_written_otherwise(cell: &str) -> Option<Date> {
    let parts: Vec<i16> = cell.split(['/', '.', '-']).map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
    let [a, b, c] = parts[..] else { return None };
    let (year, month, day) = match (a > 31, a > 12, b > 12) {
        (true, ..) => (a, b, c),
        (_, true, false) => (c, b, a),
        (_, false, true) => (c, a, b),
        _ if a == b => (c, b, a),
        _ => return None,
    };
    let day = Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()?;
    (year > 999).then_some(day)
}

/// Tells whether a spreadsheet that opens the file would take a text for a formula; `written` is the cell with its
/// quotation marks. A telephone number is no formula.
pub(super) fn is_formula(cell: &str, written: &str) -> bool {
    let is_telephone = |rest: &str| {
        !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '\u{a0}' | '\u{202f}'))
    };
    let is_formula = match cell.chars().next() {
        Some('=' | '@') => true,
        Some('+') => !is_telephone(&cell[1..]),
        _ => false,
    };
    is_formula || written.starts_with("\"\t") || written.starts_with("\"\r")
}
