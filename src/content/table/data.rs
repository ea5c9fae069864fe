//! From data.csv to records.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

use super::cell::{self, Flaw, Kind};
use super::{Column, ColumnType, Table};
use crate::csv_file::{self, Cell, Row};
use crate::diag::{Code, Diagnostic, SourcePath, codes, nearest};

/// Reads data.csv against the columns of its schema. There is no table where rows or columns can't be told apart: what
/// else could be said of it would only follow from that.
#[must_use]
pub fn read_data(
    text: &str,
    path: &SourcePath,
    columns: Vec<Column>,
    key: Option<usize>,
) -> (Option<Table>, Vec<Diagnostic>) {
    let (sheet, mut faults) = csv_file::read(text, path, &codes::CSV_SYNTAX);
    let Some((header, rows)) = sheet.rows.split_first() else {
        if faults.is_empty() {
            faults.push(Diagnostic::new(&codes::CSV_COLUMN, "data.csv has no header row").in_file(path));
        }
        return (None, faults);
    };
    let order = match_header(header, &columns, path, &mut faults);
    let mut noted = Noted { text, path, count: rows.len(), faults: Vec::new() };
    for (column, place) in columns.iter().zip(&order) {
        let Some(place) = *place else { continue };
        check_column(column, rows, place, &mut noted);
    }
    faults.extend(noted.diagnostics());
    let order: Option<Vec<usize>> = order.into_iter().collect();
    let Some(order) = order.filter(|_| sheet.is_whole) else { return (None, faults) };
    let record = |row: &Row<'_>| order.iter().map(|place| row.cells[*place].text.to_string()).collect();
    let rows = rows.iter().map(record).collect();
    (Some(Table { columns, rows, key }), faults)
}

fn check_column(column: &Column, rows: &[Row<'_>], place: usize, noted: &mut Noted<'_>) {
    for row in rows {
        let cell = &row.cells[place];
        if let Err(flaw) = cell::check(&cell.text, column) {
            noted.add(column, row, cell, flaw, &codes::CSV_VALUE);
        } else if column.ty == ColumnType::String && cell::is_formula(&cell.text, &noted.text[cell.span.clone()]) {
            let message = format!("`{}` is taken for a formula by spreadsheet programs", cell.text);
            let help = "begin the text with a letter or a digit; the download keeps the cell as it is";
            noted.add(column, row, cell, Flaw::new(Kind::Formula, message).help(help), &codes::CSV_FORMULA);
        }
    }
    if column.unique {
        let keys = rows.iter().map(|row| row.cells[place].text.as_ref());
        for (first, again) in repeated(keys.map(|key| Some(key).filter(|key| !key.is_empty()))) {
            let (first, row) = (&rows[first], &rows[again]);
            let cell = &row.cells[place];
            let flaw = Flaw::new(Kind::Repeated, format!("`{}` is already in row {}", cell.text, first.number));
            noted.add(column, row, cell, flaw, &codes::CSV_VALUE);
        }
    }
}

/// Finds the keys that come again: the place of the first and of the other, in the order of the others. Each key is
/// looked up once.
fn repeated<K: Hash + Eq>(keys: impl Iterator<Item = Option<K>>) -> Vec<(usize, usize)> {
    let mut first = HashMap::new();
    let mut repeated = Vec::new();
    for (place, key) in keys.enumerate() {
        let Some(key) = key else { continue };
        let earliest = *first.entry(key).or_insert(place);
        if earliest != place {
            repeated.push((earliest, place));
        }
    }
    repeated
}

/// The faults of cells, before it is known which of them are one mistake.
struct Noted<'a> {
    text: &'a str,
    path: &'a SourcePath,
    /// How many rows there are.
    count: usize,
    faults: Vec<(String, Kind, Diagnostic)>,
}

impl Noted<'_> {
    fn add(&mut self, column: &Column, row: &Row<'_>, cell: &Cell<'_>, flaw: Flaw, code: &'static Code) {
        let message = format!("row {}, column `{}`: {}", row.number, column.name, flaw.message);
        // An empty cell has no width of its own.
        let span = if cell.span.is_empty() { row.span.clone() } else { cell.span.clone() };
        let mut fault = Diagnostic::new(code, message).at(self.path, span);
        fault.help = flaw.help;
        self.faults.push((column.name.clone(), flaw.kind, fault));
    }

    /// Returns one diagnostic for each mistake: where most cells of a column have the same flaw, the first of them
    /// speaks for all.
    fn diagnostics(self) -> Vec<Diagnostic> {
        let mut groups: BTreeMap<(String, Kind), Vec<Diagnostic>> = BTreeMap::new();
        for (column, kind, fault) in self.faults {
            groups.entry((column, kind)).or_default().push(fault);
        }
        let one = |mut faults: Vec<Diagnostic>| {
            let more = faults.len() - 1;
            if more > 1 && faults.len() * 2 > self.count {
                faults.truncate(1);
                faults[0].message = format!("{}; so are {more} more cells of this column", faults[0].message);
            }
            faults
        };
        groups.into_values().flat_map(one).collect()
    }
}

/// Finds the place of each column in the header; `None` for those that are not there.
fn match_header(
    header: &Row<'_>,
    columns: &[Column],
    path: &SourcePath,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Option<usize>> {
    let names: Vec<&str> = header.cells.iter().map(|cell| cell.text.as_ref()).collect();
    let known = |name: &str| columns.iter().any(|column| column.name == name);
    let fault = |message: String| Diagnostic::new(&codes::CSV_COLUMN, message);
    let all = || listed(&columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>());
    if !names.iter().any(|name| known(name)) {
        let found = fault("the first row names no column of schema.json".into()).at(path, header.span.clone());
        faults.push(found.help(format!("begin data.csv with a row of the column names: {}", all())));
        return vec![None; columns.len()];
    }
    let mut missing: Vec<&str> =
        columns.iter().map(|column| column.name.as_str()).filter(|name| !names.contains(name)).collect();
    let mut unknown: Vec<&Cell> = header.cells.iter().filter(|cell| !known(&cell.text)).collect();
    unknown.retain(|cell| {
        let Some(near) = nearest(&cell.text, missing.iter().copied()) else { return true };
        let found = fault(format!("column `{}` is not in schema.json", cell.text)).at(path, place_of(cell, header));
        faults.push(found.help(format!("did you mean `{near}`?")));
        missing.retain(|name| *name != near);
        false
    });
    faults.extend(other_columns(&unknown, &missing, header, path).map(|found| match missing.as_slice() {
        [] => found.help(format!("schema.json has {}", all())),
        [only] if unknown.len() == 1 => found.help(format!("did you mean `{only}`?")),
        missing => found.help(format!("name the columns as in schema.json: {}", listed(missing))),
    }));
    for (place, cell) in header.cells.iter().enumerate().filter(|(_, cell)| known(&cell.text)) {
        if names.iter().position(|name| *name == cell.text) != Some(place) {
            let message = format!("column `{}` is in the header more than once", cell.text);
            faults.push(fault(message).at(path, place_of(cell, header)));
        }
    }
    columns.iter().map(|column| names.iter().position(|name| *name == column.name)).collect()
}

/// Says in one message which columns are too many and which too few.
fn other_columns(unknown: &[&Cell], missing: &[&str], header: &Row<'_>, path: &SourcePath) -> Option<Diagnostic> {
    let names: Vec<&str> = unknown.iter().map(|cell| cell.text.as_ref()).collect();
    let (columns, is) = if names.len() == 1 { ("column", "is") } else { ("columns", "are") };
    let lack = match missing {
        [only] => format!("column `{only}` of schema.json is missing"),
        missing => format!("columns {} of schema.json are missing", listed(missing)),
    };
    let [first, others @ ..] = unknown else {
        let fault = Diagnostic::new(&codes::CSV_COLUMN, lack).at(path, header.span.clone());
        return (!missing.is_empty()).then_some(fault);
    };
    let message = format!("{columns} {} {is} not in schema.json", listed(&names));
    let fault = Diagnostic::new(&codes::CSV_COLUMN, message).at(path, place_of(first, header));
    Some(others.iter().fold(fault, |fault, cell| fault.label(path, Some(place_of(cell, header)), "nor is this")))
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn place_of(cell: &Cell<'_>, row: &Row<'_>) -> crate::diag::Span {
    if cell.span.is_empty() { row.span.clone() } else { cell.span.clone() }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::hash::{Hash, Hasher};

    use super::repeated;

    /// A key that counts how often it is compared.
    struct Counted<'a>(u32, &'a Cell<usize>);

    impl PartialEq for Counted<'_> {
        fn eq(&self, other: &Self) -> bool {
            self.1.set(self.1.get() + 1);
            self.0 == other.0
        }
    }

    impl Eq for Counted<'_> {}

    impl Hash for Counted<'_> {
        fn hash<H: Hasher>(&self, state: &mut H) {
            self.0.hash(state);
        }
    }

    #[test]
    fn a_key_is_compared_with_a_few_others_however_many_there_are() {
        const ROWS: u32 = 20_000;
        let compared = Cell::new(0);
        let found = repeated((0..ROWS).chain([5, 5]).map(|key| Some(Counted(key, &compared))));
        assert_eq!(found, [(5, 20_000), (5, 20_001)]);
        assert!(compared.get() < 4 * ROWS as usize, "{} comparisons", compared.get());
    }
}
