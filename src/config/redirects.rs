//! `redirects.csv`: old addresses of whole legacy sites.

use super::BaseUrl;
use super::address::{NewAddress, OldAddress};
use crate::csv_file::{self, Cell, Row};
use crate::diag::{Diagnostic, SourcePath, codes, nearest};

/// The columns of redirects.csv.
const COLUMNS: [&str; 3] = ["old", "new", "status"];

/// What an old address answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// 301: moved for good.
    Permanent,
    /// 302: moved for now.
    Temporary,
    /// 410: gone.
    Gone,
}

impl Status {
    /// Returns the HTTP status code.
    #[must_use]
    pub fn code(self) -> u16 {
        match self {
            Self::Permanent => 301,
            Self::Temporary => 302,
            Self::Gone => 410,
        }
    }
}

/// A row of redirects.csv.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// The old address.
    pub old: OldAddress,
    /// Where it leads; `None` where it is gone.
    pub new: Option<NewAddress>,
    /// What is answered.
    pub status: Status,
    /// 1-based row of the file, header included.
    pub row: usize,
    /// Bytes of the row in redirects.csv.
    pub span: crate::diag::Span,
}

impl Redirect {
    /// Returns the old address as it is named between builds: no two rows of a sound table have the same.
    #[must_use]
    pub fn name(&self) -> String {
        let query = self.old.query.as_ref().map(|query| format!("?{query}")).unwrap_or_default();
        format!("{}{}{query}", self.old.path, if self.old.prefix { "*" } else { "" })
    }
}

/// Reads redirects.csv: a header `old,new,status`, then a row each. What begins with `base` is an address of the site.
#[must_use]
pub fn read(text: &str, path: &SourcePath, base: &BaseUrl) -> (Vec<Redirect>, Vec<Diagnostic>) {
    let (sheet, mut diagnostics) = csv_file::read(text, path, &codes::REDIRECT_SYNTAX);
    let Some((header, rows)) = sheet.rows.split_first() else { return (Vec::new(), diagnostics) };
    if header.cells.iter().map(|cell| cell.text.as_ref()).ne(COLUMNS) {
        let fault = Diagnostic::new(&codes::REDIRECT_SYNTAX, "the header row is not `old,new,status`");
        let help = "write `old,new,status` as the first line, and the cells of each row in this order";
        diagnostics.push(fault.at(path, header.span.clone()).help(help));
        // Of rows in another order nothing can be said.
        if !is_misspelled(header) {
            return (Vec::new(), diagnostics);
        }
    }
    let mut redirects = Vec::with_capacity(rows.len());
    for row in rows {
        match parse_row(row, base) {
            Ok(redirect) => redirects.push(redirect),
            Err(why) => diagnostics.push(
                Diagnostic::new(&codes::REDIRECT_SYNTAX, format!("row {}: {why}", row.number))
                    .at(path, row.span.clone())
                    .help("a row is `/old/path/,/new/path/,301`; status is 301, 302 or 410 (then new stays empty)"),
            ),
        }
    }
    (redirects, diagnostics)
}

/// Tells whether a header has the columns in their order, though not by their names.
fn is_misspelled(header: &Row<'_>) -> bool {
    let is_near = |(cell, name): (&Cell<'_>, &str)| nearest(&cell.text, COLUMNS) == Some(name);
    header.cells.len() == COLUMNS.len() && header.cells.iter().zip(COLUMNS).all(is_near)
}

fn parse_row(row: &Row<'_>, base: &BaseUrl) -> Result<Redirect, String> {
    let cells: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_ref()).collect();
    let [old, new, status] = cells[..] else { return Err(format!("{} cells, expected 3", cells.len())) };
    let old = OldAddress::parse(old, base)?;
    let status = match status {
        "301" => Status::Permanent,
        "302" => Status::Temporary,
        "410" => Status::Gone,
        other => return Err(format!("`{other}` is not a status")),
    };
    if new.contains('*') {
        return Err(format!("`{new}` has a `*`: what follows the old prefix is added to the new address by itself"));
    }
    let new = match status {
        Status::Gone if !new.is_empty() => return Err("410 takes no new address".into()),
        Status::Gone => None,
        Status::Permanent | Status::Temporary => Some(NewAddress::parse(new, &old, base)?),
    };
    Ok(Redirect { old, new, status, row: row.number, span: row.span.clone() })
}

#[cfg(test)]
mod tests {
    use super::{BaseUrl, SourcePath, read};

    #[test]
    fn a_row_that_would_write_into_the_rules_of_a_server_is_refused() {
        let base = BaseUrl::parse("https://ministry.example/").expect("a base URL");
        let read = |text: &str| read(&format!("old,new,status\n{text}\n"), &SourcePath::new("redirects.csv"), &base);
        for row in [
            "/b%5c,,410",
            "/a%5c%22%20301%0a%7d%0arespond%20%7b,/en/,301",
            "/a%0Ab,/en/,301",
            "/a,/en/%0d%0aSet-Cookie:x,301",
            "/a,https://x.example/ y,301",
            "/a?b=\u{1},/en/,301",
            "/a%00,/en/,301",
            "/a,/en/?b=c&,301",
            "/a,https://x.example/?#&,301",
        ] {
            let (rows, faults) = read(row);
            assert!(rows.is_empty() && faults.len() == 1, "{row}: {rows:?} {faults:?}");
            assert_eq!(faults[0].code.name, "redirect-syntax", "{row}");
        }
        let (rows, faults) = read("/a%22b$c%7Bd/,https://ministry.example/en/,301");
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(
            (rows[0].old.path.as_str(), rows[0].new.as_ref().and_then(|new| new.path())),
            ("/a\"b$c{d/", Some("/en/"))
        );
    }
}
