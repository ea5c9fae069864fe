//! For programs: one JSON object on a line for each diagnostic. Every key is always there; what is not known is
//! null.

use serde::Serialize;

use super::super::{Diagnostic, Label};
use super::source::Sources;

#[derive(Serialize)]
struct Fault<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    help: Option<&'a str>,
    from: Option<String>,
    places: Vec<Place<'a>>,
}

/// Lines and columns are 1-based, columns count Unicode code points; bytes are 0-based; ends are exclusive.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Place<'a> {
    path: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    byte_start: Option<usize>,
    byte_end: Option<usize>,
    text: &'a str,
}

pub(super) fn write(diagnostics: &[Diagnostic], sources: &Sources<'_>) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        let fault = Fault {
            code: diagnostic.code.name,
            severity: diagnostic.severity.name(),
            message: &diagnostic.message,
            help: diagnostic.help.as_deref(),
            from: diagnostic.from.map(|at| at.to_string()),
            places: diagnostic.labels.iter().map(|label| place(label, sources)).collect(),
        };
        // Texts and numbers can always be written as JSON.
        text.push_str(&serde_json::to_string(&fault).unwrap_or_default());
        text.push('\n');
    }
    text
}

fn place<'a>(label: &'a Label, sources: &Sources<'_>) -> Place<'a> {
    let region = sources.region(label);
    Place {
        path: label.path.as_str(),
        line: region.map(|region| region.line),
        column: region.map(|region| region.column),
        end_line: region.map(|region| region.end_line),
        end_column: region.map(|region| region.end_column),
        byte_start: label.span.as_ref().map(|span| span.start),
        byte_end: label.span.as_ref().map(|span| span.end),
        text: &label.text,
    }
}
