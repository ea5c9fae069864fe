//! Diagnostics for the browser, with the same data and drawing as in a terminal.

use serde_json::{Value, json};

use crate::diag::report::{Format, report};
use crate::diag::{Diagnostic, Severity, SourcePath, count};
use crate::engine;
use crate::fs::Inputs;

/// The maximum number of diagnostics that are drawn, so that the page stays usable.
const SHOWN: usize = 100;

/// Writes only the number of diagnostics of each severity. For other machines: a full diagnostic would show lines of
/// hidden texts.
pub(super) fn counts(diagnostics: &[Diagnostic]) -> String {
    let [errors, warnings, notes] =
        [Severity::Error, Severity::Warning, Severity::Note].map(|severity| count(diagnostics, severity));
    let faults: [Value; 0] = [];
    json!({ "errors": errors, "warnings": warnings, "notes": notes, "faults": faults, "more": diagnostics.len() })
        .to_string()
}

/// Writes diagnostics as JSON: the number of each severity; `faults`, errors first, each as in `--format json`, with
/// the terminal drawing as `text`; and as `more` the number of those left out.
pub(super) fn json(diagnostics: &[Diagnostic], inputs: &Inputs) -> String {
    let source = |path: &SourcePath| engine::source_text(inputs, path);
    let mut shown: Vec<&Diagnostic> = diagnostics.iter().collect();
    shown.sort_by_key(|fault| fault.severity);
    shown.truncate(SHOWN);
    let faults: Vec<Value> = shown
        .into_iter()
        .map(|fault| {
            let one = std::slice::from_ref(fault);
            let mut value: Value = serde_json::from_str(&report(Format::Json, one, &source, false)).unwrap_or_default();
            value["text"] = report(Format::Human, one, &source, false).trim_end().into();
            value
        })
        .collect();
    let more = diagnostics.len() - faults.len();
    let [errors, warnings, notes] =
        [Severity::Error, Severity::Warning, Severity::Note].map(|severity| count(diagnostics, severity));
    json!({ "errors": errors, "warnings": warnings, "notes": notes, "faults": faults, "more": more }).to_string()
}
