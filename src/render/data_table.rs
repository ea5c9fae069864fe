//! Tables in texts made from CSV files (`::: data`).

use crate::config::LangId;
use crate::content::markdown::Directive;
use crate::content::table::ColumnType;
use crate::csv_file::{self, Row};
use crate::diag::{Diagnostic, SourcePath, codes};
use crate::limits;
use crate::track::World;

use super::chart;
use super::register::cell_view;
use super::view::{ChartView, ColumnView, RowView, TableView};

/// Makes the view of a CSV file. The first row has the column names, which the directive may replace; a column is
/// numeric if all its cells are numbers. `text` is the file with the directive.
///
/// # Errors
///
/// Errors in the file or the directive.
pub fn view(
    world: &World,
    path: &SourcePath,
    (directive, text): (&Directive, &SourcePath),
    lang: LangId,
) -> Result<(TableView, Option<ChartView>), Vec<Diagnostic>> {
    let csv = world.read_text(path).map_err(|fault| vec![fault])?;
    // An error in the CSV file is reported once, not for each text that shows it.
    let (sheet, faults) = csv_file::read(&csv, path, &codes::CSV_SYNTAX);
    let Some((header, rows)) = sheet.rows.split_first().filter(|_| faults.is_empty()) else {
        let empty = || Diagnostic::new(&codes::CSV_SYNTAX, "the file has no header row").in_file(path);
        return Err(if faults.is_empty() { vec![empty()] } else { faults });
    };
    let faults = faults_of_cells(&sheet.rows, path);
    if !faults.is_empty() {
        return Err(faults);
    }
    if rows.len() > limits::TABLE_ROWS {
        let message = format!("the table has {} rows, more than the {} of a text", rows.len(), limits::TABLE_ROWS);
        let help = "make it a register, which readers can download";
        return Err(vec![Diagnostic::new(&codes::TOO_LARGE, message).in_file(path).help(help)]);
    }
    let wrong = |why: String, help: &str| {
        vec![Diagnostic::new(&codes::DIRECTIVE_ARGUMENT, why).at(text, directive.span.clone()).help(help)]
    };
    let names: Vec<&str> = header.cells.iter().map(|cell| cell.text.as_ref()).collect();
    let titles: Vec<&str> = match directive.argument("titles") {
        Some(titles) => titles.split('|').map(str::trim).collect(),
        None => names.clone(),
    };
    if titles.len() != names.len() || titles.iter().any(|title| title.is_empty()) {
        let message = format!("`titles` gives {} titles, expected {}: one for each column", titles.len(), names.len());
        return Err(wrong(message, &format!("separate them by `|`: titles=\"{}\"", names.join(" | "))));
    }
    let drawn = directive.argument("chart");
    let drawn = match drawn
        .map(|wanted| (wanted, names.iter().zip(&titles).position(|(name, title)| [*name, *title].contains(&wanted))))
    {
        Some((wanted, None)) => {
            return Err(wrong(
                format!("there is no column `{wanted}` to be drawn"),
                &format!("columns: {}", names.join(", ")),
            ));
        }
        Some((_, column)) => column,
        None => None,
    };
    let types = types(rows, names.len(), drawn);
    if let Some(column) = drawn.filter(|column| *column == 0 || types[*column] != ColumnType::Number) {
        let message = format!("the column `{}`, which is to be drawn, holds no numbers", names[column]);
        return Err(wrong(message, "name a column of numbers; the first column names the bars"));
    }
    let view = |row: &Row<'_>| {
        let cells = row.cells.iter().zip(&types).enumerate();
        let cells = cells.map(|(column, (cell, ty))| cell_view(world, &cell.text, None, *ty, column == 0, lang));
        RowView { anchor: None, key: None, cells: cells.collect() }
    };
    let columns = titles.iter().zip(&types);
    let table = TableView {
        caption: directive.argument("caption").unwrap_or_default().to_owned(),
        columns: columns
            .map(|(title, ty)| ColumnView { title: (*title).to_owned(), numeric: ty.is_numeric(), foreign: None })
            .collect(),
        rows: rows.iter().map(view).collect(),
        totals: Vec::new(),
    };
    let cells = |row: &Row<'_>| row.cells.iter().map(|cell| cell.text.to_string()).collect();
    let records: Vec<Vec<String>> = if drawn.is_some() { rows.iter().map(cells).collect() } else { Vec::new() };
    let chart = drawn.map(|column| chart::of_rows(world, titles[column], &records, column, lang));
    Ok((table, chart))
}

fn faults_of_cells(rows: &[Row<'_>], path: &SourcePath) -> Vec<Diagnostic> {
    let cells = rows.iter().flat_map(|row| row.cells.iter().map(move |cell| (row, cell)));
    let faults = cells.filter_map(|(row, cell)| {
        let control = csv_file::forbidden(&cell.text)?;
        let message = format!("row {}: a cell holds the control character U+{:04X}", row.number, u32::from(control));
        let fault = Diagnostic::new(&codes::CSV_VALUE, message).at(path, cell.span.clone());
        Some(fault.help("remove the character, which cannot be seen"))
    });
    faults.collect()
}

/// Determines the type of each column. A column shown in the chart is numeric; another one is text if all its values
/// could be years.
fn types(rows: &[Row<'_>], columns: usize, drawn: Option<usize>) -> Vec<ColumnType> {
    let of = |column: usize| {
        let all = |is: fn(&str) -> bool| !rows.is_empty() && rows.iter().all(|row| is(&row.cells[column].text));
        let is_number = all(is_number) && (drawn == Some(column) || !all(is_year));
        if is_number { ColumnType::Number } else { ColumnType::String }
    };
    (0..columns).map(of).collect()
}

/// Returns whether a cell is a number, and not a code with leading zeros.
fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let is_code = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    !is_code && cell.parse::<f64>().is_ok() && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
}

fn is_year(cell: &str) -> bool {
    cell.len() == 4 && cell.parse().is_ok_and(|year: u16| (1800..=2100).contains(&year))
}

#[cfg(test)]
mod tests {
    use super::types;
    use crate::content::table::ColumnType::{Number, String};
    use crate::csv_file;
    use crate::diag::{SourcePath, codes};

    #[test]
    fn a_column_of_years_is_text_unless_a_chart_shows_it() {
        let types = |csv: &str, drawn| {
            let (sheet, faults) = csv_file::read(csv, &SourcePath::new("a.csv"), &codes::CSV_SYNTAX);
            assert_eq!(faults, []);
            types(&sheet.rows[1..], sheet.rows[0].cells.len(), drawn)
        };
        let years = "harbour,founded\nA,1812\nB,1950\n";
        assert_eq!(types(years, None), [String, String]);
        assert_eq!(types(years, Some(1)), [String, Number]);
        assert_eq!(types("harbour,ships\nA,1812\nB,2391\nC,1950\n", None), [String, Number]);
        assert_eq!(types("town,postcode\nA,01234\nB,10115\n", None), [String, String], "codes are no numbers");
        assert_eq!(types("harbour,depth\nA,0.5\nB,-12\nC,0\n", None), [String, Number]);
        assert_eq!(types("harbour,depth\n", None), [String, String]);
    }
}
