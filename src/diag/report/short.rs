//! One line for each diagnostic, in the form that editors and continuous integration know from compilers:
//! `path:line:column: error[code]: message (help)`.

use std::fmt::Write as _;

use super::super::Diagnostic;
use super::source::Sources;

pub(super) fn write(diagnostics: &[Diagnostic], sources: &Sources<'_>) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        text.push_str(&one_line(&one(diagnostic, sources)));
        text.push('\n');
    }
    text
}

fn one(diagnostic: &Diagnostic, sources: &Sources<'_>) -> String {
    let mut line = String::new();
    if let Some(label) = diagnostic.labels.first() {
        line.push_str(label.path.as_str());
        if let Some(region) = sources.region(label) {
            // Writing to a string never fails.
            let _ = write!(line, ":{}:{}", region.line, region.column);
        }
        line.push_str(": ");
    }
    let _ = write!(line, "{}[{}]: {}", diagnostic.severity.name(), diagnostic.code.name, diagnostic.message);
    if let Some(help) = &diagnostic.help {
        let _ = write!(line, " ({help})");
    }
    line
}

/// Makes one line of a text that may hold several, and shows what a terminal would obey or hide: controls and
/// direction controls.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '\n' | '\t' => line.push(' '),
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => line.extend(char.escape_unicode()),
            char if char.is_control() => line.extend(char.escape_unicode()),
            char => line.push(char),
        }
    }
    line
}
