//! What is said at the end of a run over the whole site: its faults and the summary line.

use super::console::Console;
use super::count::counted;
use super::exit::Exit;
use crate::diag::{Diagnostic, Severity, SourcePath, codes, count};
use crate::engine::{self, Report};
use crate::fs::Inputs;

/// Reports a run and tells how it ended. The verb says what was done: `built`, `checked`.
pub fn tell(console: &Console, report: &Report, verb: &str, seconds: f64) -> Exit {
    let lookup = |path: &SourcePath| engine::source_text(&report.inputs, path);
    if !is_site(&report.inputs) {
        // That there is no history either, or nowhere to write, is of no interest.
        let is_about_the_site = |fault: &&Diagnostic| fault.code.name == codes::UNREADABLE_FILE.name;
        let faults: Vec<Diagnostic> = report.diagnostics.iter().filter(is_about_the_site).cloned().collect();
        console.faults(&faults, &lookup);
        return Exit::Usage;
    }
    console.faults(&report.diagnostics, &lookup);
    console.say(&summary(report, verb, seconds));
    if report.outside {
        Exit::Outside
    } else if report.has_errors() {
        Exit::Content
    } else {
        Exit::Fine
    }
}

/// Tells whether a folder holds a site at all.
#[must_use]
pub fn is_site(inputs: &Inputs) -> bool {
    inputs.files.contains(&SourcePath::new("site.toml"))
}

/// Writes one line on what was done.
fn summary(report: &Report, verb: &str, seconds: f64) -> String {
    let errors = counted(count(&report.diagnostics, Severity::Error), "error", "errors");
    let warnings = counted(count(&report.diagnostics, Severity::Warning), "warning", "warnings");
    let pages = counted(report.pages, "page", "pages");
    let languages = counted(report.languages, "language", "languages");
    match &report.changes {
        Some(changes) => {
            let written = counted(changes.written, "file", "files");
            let removed = changes.removed;
            format!(
                "{verb} {pages} in {languages}: {written} changed, {removed} removed, in {seconds:.2} s; {errors}, {warnings}"
            )
        }
        None if verb == "built" => format!("nothing was built: {errors}, {warnings}, in {seconds:.2} s"),
        None => format!("{verb} {pages} in {languages} in {seconds:.2} s; {errors}, {warnings}"),
    }
}
