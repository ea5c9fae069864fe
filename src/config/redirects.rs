//! `redirects.csv`: old addresses of whole legacy sites.

use crate::diag::{Diagnostic, SourcePath, codes};

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

/// An old address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// The old path; with `prefix`, everything below it.
    pub old: String,
    /// Whether `old` ended in `*`: what follows is kept and added to the new address.
    pub prefix: bool,
    /// The new path or address; empty for 410.
    pub new: String,
    /// What is answered.
    pub status: Status,
    /// 1-based row of the file, header included.
    pub row: usize,
    /// Bytes of the row in redirects.csv.
    pub span: crate::diag::Span,
}

/// Reads redirects.csv: a header `old,new,status`, then a row each.
#[must_use]
pub fn read(text: &str, path: &SourcePath) -> (Vec<Redirect>, Vec<Diagnostic>) {
    let (mut redirects, mut diagnostics) = (Vec::new(), Vec::new());
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut row = 0;
    loop {
        let start = reader.position().byte() as usize;
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {}
            Err(error) => {
                diagnostics.push(Diagnostic::new(&codes::REDIRECT_SYNTAX, error.to_string()).in_file(path));
                break;
            }
        }
        row += 1;
        let end = (reader.position().byte() as usize).min(text.len());
        let span = start..start + text[start..end].trim_end().len();
        if row == 1 {
            if record.iter().map(str::trim).ne(["old", "new", "status"]) {
                let fault = Diagnostic::new(&codes::REDIRECT_SYNTAX, "the header row is not `old,new,status`");
                diagnostics.push(fault.at(path, span));
            }
            continue;
        }
        match parse_row(&record, row, span.clone()) {
            Ok(redirect) => redirects.push(redirect),
            Err(why) => diagnostics.push(
                Diagnostic::new(&codes::REDIRECT_SYNTAX, format!("row {row}: {why}"))
                    .at(path, span)
                    .help("a row is `/old/path/,/new/path/,301`; status is 301, 302 or 410 (then new stays empty)"),
            ),
        }
    }
    (redirects, diagnostics)
}

fn parse_row(record: &csv::StringRecord, row: usize, span: crate::diag::Span) -> Result<Redirect, String> {
    let cells: Vec<&str> = record.iter().map(str::trim).collect();
    let [old, new, status] = cells[..] else { return Err(format!("{} cells, expected 3", cells.len())) };
    let safe = |path: &str| path.chars().all(|c| !c.is_control() && !c.is_whitespace() && !"\"'<>\\`{};".contains(c));
    if !old.starts_with('/') || old.starts_with("//") || !safe(old) || old.contains("..") {
        return Err(format!("`{old}` is not a path on this site"));
    }
    let status = match status {
        "301" => Status::Permanent,
        "302" => Status::Temporary,
        "410" => Status::Gone,
        other => return Err(format!("`{other}` is not a status")),
    };
    let on_site = new.starts_with('/') && !new.starts_with("//");
    match status {
        Status::Gone if !new.is_empty() => return Err("410 takes no new address".into()),
        Status::Permanent | Status::Temporary if !safe(new) || !(on_site || new.starts_with("https://")) => {
            return Err(format!("`{new}` is neither a path on this site nor an https address"));
        }
        _ if new.contains('*') => {
            return Err(format!(
                "`{new}` has a `*`: what follows the old prefix is added to the new address by itself"
            ));
        }
        _ => {}
    }
    let (old, prefix) = match old.strip_suffix('*') {
        Some(old) => (old, true),
        None => (old, false),
    };
    Ok(Redirect { old: old.to_owned(), prefix, new: new.to_owned(), status, row, span })
}
