//! From rows of any length to a rectangle.

use std::collections::BTreeMap;

use super::Row;
use crate::diag::{Code, Diagnostic, SourcePath};

/// Takes out what is no data, and reports rows that differ in length from the header.
pub(super) fn straighten<'a>(
    mut rows: Vec<Row<'a>>,
    path: &SourcePath,
    code: &'static Code,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Row<'a>> {
    while rows.len() > 1 && rows.last().is_some_and(is_empty) {
        rows.pop();
    }
    cut_unnamed(&mut rows, path, code, faults);
    let width = rows[0].cells.len();
    report_lengths(&rows, width, path, code, faults);
    rows.retain(|row| {
        if is_empty(row) && row.cells.len() > 1 {
            let fault = Diagnostic::new(code, format!("row {} is empty", row.number)).at(path, row.span.clone());
            faults.push(fault.help("remove the row"));
            return false;
        }
        row.cells.len() == width
    });
    rows
}

fn is_empty(row: &Row<'_>) -> bool {
    row.cells.iter().all(|cell| cell.text.is_empty())
}

/// Cuts columns without a name off the end of all rows: spreadsheets save columns that were used once as commas.
fn cut_unnamed(rows: &mut [Row<'_>], path: &SourcePath, code: &'static Code, faults: &mut Vec<Diagnostic>) {
    let header = &rows[0];
    let width = header.cells.len();
    let named = header.cells.iter().rposition(|cell| !cell.text.is_empty()).map_or(width, |last| last + 1);
    if named == width {
        return;
    }
    let filled = rows.iter().find_map(|row| row.cells.iter().skip(named).find(|cell| !cell.text.is_empty()));
    let fault = match filled {
        Some(cell) => Diagnostic::new(code, format!("a cell stands in column {}, which has no name", named + 1))
            .at(path, cell.span.clone())
            .help("name the column in the header, or remove the cell"),
        None => {
            let after = header.cells[named - 1].span.end..header.span.end;
            Diagnostic::new(code, format!("the header has {width} columns, and the last {} are empty", width - named))
                .at(path, after)
                .help("remove the commas at the end of the lines: delete the empty columns, and save again")
        }
    };
    faults.push(fault);
    for row in rows.iter_mut().filter(|row| row.cells.len() <= width) {
        row.cells.truncate(named);
    }
}

/// Reports rows of another length. Where most rows have the same wrong length, that is one mistake.
fn report_lengths(
    rows: &[Row<'_>],
    width: usize,
    path: &SourcePath,
    code: &'static Code,
    faults: &mut Vec<Diagnostic>,
) {
    let mut lengths: BTreeMap<usize, Vec<&Row>> = BTreeMap::new();
    for row in rows[1..].iter().filter(|row| row.cells.len() != width && !is_empty(row)) {
        lengths.entry(row.cells.len()).or_default().push(row);
    }
    for (length, wrong) in lengths {
        let is_one_mistake = wrong.len() > 2 && wrong.len() * 2 > rows.len() - 1;
        for row in wrong.iter().take(if is_one_mistake { 1 } else { wrong.len() }) {
            let more = match wrong.len() - 1 {
                more if is_one_mistake => format!(", as {more} more rows"),
                _ => String::new(),
            };
            let message = format!("row {} has {length} cells{more}, expected {width} as in the header", row.number);
            let help = if length > width {
                "put a cell that holds a comma between quotation marks: `\"1,250\"`"
            } else {
                "each row has a comma between all cells, also between empty ones"
            };
            faults.push(Diagnostic::new(code, message).at(path, row.span.clone()).help(help));
        }
    }
}
