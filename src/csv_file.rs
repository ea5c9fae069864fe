//! CSV as people save it (RFC 4180), read once for registers, tables in texts and redirects.csv.
//!
//! The reader knows the place of each cell, and the mistakes that spreadsheets and people make with a whole file: another
//! separator, a note for one program in the first line, commas at the end of each line, a quotation mark that is never
//! closed. Each of these gives one message, and nothing that only follows from it gives another. What the cells mean is
//! known to whoever asks.

mod scan;
mod shape;

use std::borrow::Cow;

use crate::diag::{Code, Diagnostic, SourcePath, Span, codes};
use crate::limits;

/// The rows of a CSV file; all have as many cells as the first.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Sheet<'a> {
    /// The rows that could be read, the header among them.
    pub rows: Vec<Row<'a>>,
    /// Whether these are all rows of the file: not where one was left out for its faults.
    pub is_whole: bool,
}

/// A row of a CSV file.
#[derive(Debug, PartialEq, Eq)]
pub struct Row<'a> {
    /// 1-based number among the rows of the file, the header included.
    pub number: usize,
    /// The row in the file, without its end.
    pub span: Span,
    /// Its cells.
    pub cells: Vec<Cell<'a>>,
}

/// A cell of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell<'a> {
    /// The content, without quotation marks and without space around it.
    pub text: Cow<'a, str>,
    /// The cell in the file, with its quotation marks.
    pub span: Span,
}

/// Reads a CSV file. `code` is that of the diagnostics about its form.
#[must_use]
pub fn read<'a>(text: &'a str, path: &SourcePath, code: &'static Code) -> (Sheet<'a>, Vec<Diagnostic>) {
    let none = |fault: Diagnostic| (Sheet::default(), vec![fault]);
    if text.len() > limits::CSV_BYTES {
        let message = format!("the file has {} bytes, more than {}", text.len(), limits::CSV_BYTES);
        return none(too_large(path, message));
    }
    let mut faults = Vec::new();
    let (start, said) = note_for_spreadsheets(text);
    if let Some(separator) = said.or_else(|| other_separator(&text[start..])) {
        return none(foreign_separator(text, start, separator, path, code));
    }
    if start > 0 {
        let fault = Diagnostic::new(code, "the first line is a note for spreadsheet programs, not data");
        faults.push(fault.at(path, 0..text[..start].trim_end().len()).help("remove the line"));
    }
    let (rows, mut is_whole) = scan::rows(text, start, path, code, &mut faults);
    let Some(width) = rows.first().map(|row| row.cells.len()) else { return (Sheet::default(), faults) };
    if rows.len() > limits::CSV_ROWS + 1 || width > limits::CSV_COLUMNS {
        let message = if width > limits::CSV_COLUMNS {
            format!("the table has {width} columns, more than {}", limits::CSV_COLUMNS)
        } else {
            format!("the table has {} rows, more than {}", rows.len() - 1, limits::CSV_ROWS)
        };
        return none(too_large(path, message));
    }
    let count = rows.len();
    let rows = shape::straighten(rows, path, code, &mut faults);
    is_whole &= rows.len() == count;
    (Sheet { rows, is_whole }, faults)
}

/// Makes the diagnostic of a file beyond a limit.
#[must_use]
pub fn too_large(path: &SourcePath, message: String) -> Diagnostic {
    let help = "divide it into several files; docs/reference/limits.md lists all limits";
    Diagnostic::new(&codes::TOO_LARGE, message).in_file(path).help(help)
}

/// Finds a character that no cell may hold: a control other than line breaks and tabs, or a direction control.
#[must_use]
pub fn forbidden(text: &str) -> Option<char> {
    let is_forbidden = |c: &char| {
        matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            || c.is_control() && !matches!(c, '\n' | '\r' | '\t')
    };
    text.chars().find(is_forbidden)
}

/// Reads a first line like `sep=;`, which some spreadsheet programs write: where the data begin, and the separator if it
/// is not a comma.
fn note_for_spreadsheets(text: &str) -> (usize, Option<char>) {
    let line = text.split('\n').next().unwrap_or_default();
    let said = line.trim_end_matches('\r').trim_matches('"');
    match said.get(..4).filter(|start| start.eq_ignore_ascii_case("sep=")) {
        None => (0, None),
        Some(_) => {
            let separator = said[4..].chars().next().filter(|separator| *separator != ',');
            ((line.len() + 1).min(text.len()), separator)
        }
    }
}

/// Finds the sign that separates the columns of the header where it is not a comma.
fn other_separator(text: &str) -> Option<char> {
    let header = text.lines().find(|line| !line.trim().is_empty())?;
    let mut is_quoted = false;
    let outside: Vec<char> = header
        .chars()
        .filter(|c| {
            is_quoted ^= *c == '"';
            !is_quoted
        })
        .collect();
    let count = |sign: char| outside.iter().filter(|c| **c == sign).count();
    let most = [';', '\t', '|', '，', '、', '،', '；'].into_iter().max_by_key(|sign| count(*sign))?;
    (count(most) > count(',')).then_some(most)
}

fn foreign_separator(text: &str, start: usize, separator: char, path: &SourcePath, code: &'static Code) -> Diagnostic {
    let name = if separator == '\t' { "tabs".to_owned() } else { format!("`{separator}`") };
    let line = text[start..].split(['\n', '\r']).next().unwrap_or_default();
    let at = line
        .find(separator)
        .map_or(0..text[..start].trim_end().len(), |at| start + at..start + at + separator.len_utf8());
    Diagnostic::new(code, format!("columns are separated by {name}, expected `,`"))
        .at(path, at)
        .help("save it as CSV, comma separated, UTF-8")
}

#[cfg(test)]
mod tests;
