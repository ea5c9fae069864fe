//! Converts the template engine's errors to our diagnostics, with the template's file and position.
//!
//! For errors of syntax and of rendering, the engine provides message, file and range separately. For errors found
//! while joining the templates (an unknown function, a missing parent) it only provides a drawn report; the position is
//! then parsed from the drawing, and if that fails the drawing becomes the help text unchanged.

use std::collections::BTreeMap;

use tera::ErrorKind;

use super::layers::{File, Layers};
use super::minify::Minified;
use crate::diag::{Code, Diagnostic, Span, codes};

/// Converts an error from adding templates.
pub fn of_loading(error: &tera::Error, layers: &Layers) -> Vec<Diagnostic> {
    match error.kind() {
        ErrorKind::Msg(reports) => {
            let reports: Vec<_> = reports.split("\n\n").map(|report| of_drawn(report, layers)).collect();
            // If one report is not in the drawn form, the whole text becomes a single message.
            reports.into_iter().collect::<Option<Vec<_>>>().unwrap_or_else(|| {
                vec![
                    Diagnostic::new(&codes::TEMPLATE_SYNTAX, "the templates don't fit together")
                        .help(error.to_string()),
                ]
            })
        }
        ErrorKind::MissingParent { current, parent } => {
            let fault = Diagnostic::new(
                &codes::MISSING_TEMPLATE,
                format!("`{current}` extends `{parent}`, which does not exist"),
            );
            vec![match find(current, layers) {
                Some(file) => fault.in_file(&file.path),
                None => fault,
            }]
        }
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
            let fault = Diagnostic::new(&codes::TEMPLATE_SYNTAX, format!("`{tpl}` leads back to itself"))
                .help(error.to_string());
            vec![match find(tpl, layers) {
                Some(file) => fault.in_file(&file.path),
                None => fault,
            }]
        }
        _ => vec![of_report(error, &codes::TEMPLATE_SYNTAX, layers, &BTreeMap::new())],
    }
}

/// Converts an error from rendering a page; in a minified template, the position is converted to that in the author's
/// text.
pub fn of_rendering(
    error: &tera::Error,
    template: &str,
    layers: &Layers,
    minified: &BTreeMap<String, Minified>,
) -> Diagnostic {
    if let ErrorKind::TemplateNotFound(name) = error.kind() {
        return Diagnostic::new(&codes::MISSING_TEMPLATE, format!("there is no template `{name}`"))
            .help("the site's overrides, the theme and the built-in theme were searched");
    }
    let fault = of_report(error, &codes::TEMPLATE_RENDER, layers, minified);
    if fault.labels.is_empty()
        && let Some(file) = layers.top(&format!("templates/{template}"))
    {
        return fault.in_file(&file.path);
    }
    fault
}

fn of_report(
    error: &tera::Error,
    code: &'static Code,
    layers: &Layers,
    minified: &BTreeMap<String, Minified>,
) -> Diagnostic {
    let (ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report)) = error.kind() else {
        return Diagnostic::new(code, "the template engine gave up").help(error.to_string());
    };
    let fault = Diagnostic::new(code, lower_case(report.message()));
    let drawn = error.to_string();
    let notes = drawn.lines().filter_map(|line| line.strip_prefix("note: "));
    let notes: Vec<String> = notes.map(|note| as_written(note, layers, minified)).collect();
    let fault = if notes.is_empty() { fault } else { fault.help(notes.join("; ")) };
    let range = report.span().range.clone();
    let small = minified.get(report.filename()).or_else(|| {
        let name = Layers::PREFIXES.iter().map(|prefix| format!("{prefix}{}", report.filename()));
        name.into_iter().find_map(|name| minified.get(&name))
    });
    let range = small.map_or(range.clone(), |small| small.origin(range));
    match find(report.filename(), layers) {
        Some(file) => fault.at(&file.path, within(range, file)),
        None => fault.help(drawn),
    }
}

/// Replaces the position in a note (`called from TEMPLATE:LINE:COLUMN`) by that in the author's text.
fn as_written(note: &str, layers: &Layers, minified: &BTreeMap<String, Minified>) -> String {
    let written = || {
        let (rest, column) = note.rsplit_once(':')?;
        let (rest, line) = rest.rsplit_once(':')?;
        let (label, template) = rest.rsplit_once(' ')?;
        let small = minified.get(template)?;
        let source = find(template, layers)?.text().ok()?;
        let at = small.origin(offset(&small.text, line.parse().ok()?, column.parse().ok()?)?..0).start;
        let before = source.get(..at)?;
        let column = before.rsplit('\n').next()?.chars().count() + 1;
        Some(format!("{label} {template}:{}:{column}", before.matches('\n').count() + 1))
    };
    written().unwrap_or_else(|| note.to_owned())
}

/// Returns the offset of a line and a column, both counted from 1, columns in characters.
fn offset(text: &str, line_number: usize, column: usize) -> Option<usize> {
    let start: usize = text.split_inclusive('\n').take(line_number.checked_sub(1)?).map(str::len).sum();
    Some(start + text.get(start..)?.chars().take(column.checked_sub(1)?).map(char::len_utf8).sum::<usize>())
}

/// Parses a drawn report: `error: MESSAGE`, then ` --> TEMPLATE:LINE:COLUMN`.
fn of_drawn(report: &str, layers: &Layers) -> Option<Diagnostic> {
    let mut lines = report.lines();
    let message = lines.next()?.strip_prefix("error: ")?;
    let (rest, column) = lines.next()?.trim_start().strip_prefix("--> ")?.rsplit_once(':')?;
    let (template, line) = rest.rsplit_once(':')?;
    let width = lines.last()?.chars().filter(|c| *c == '^').count();
    let (line_number, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
    let file = find(template, layers)?;
    let text = file.text().ok()?;
    let start = offset(text, line_number, column)?;
    let end = offset(text, line_number, column + width)?;
    let code = if message.starts_with("Unknown template") { &codes::MISSING_TEMPLATE } else { &codes::TEMPLATE_SYNTAX };
    Some(Diagnostic::new(code, lower_case(message)).at(&file.path, within(start..end, file)))
}

/// Finds the file of a template by the engine's name, with or without a layer's prefix.
fn find<'a>(template: &str, layers: &'a Layers) -> Option<&'a File> {
    layers
        .all()
        .find(|(prefix, name, _)| {
            template.strip_prefix(prefix).is_some_and(|rest| name.strip_prefix("templates/") == Some(rest))
        })
        .map(|(.., file)| file)
        .or_else(|| layers.top(&format!("templates/{template}")))
}

/// Limits a range to its file: the engine counts the end of a template as a position of its own.
fn within(span: Span, file: &File) -> Span {
    let len = file.bytes.len();
    span.start.min(len)..span.end.min(len)
}

fn lower_case(message: &str) -> String {
    let message = message.trim_end_matches('.');
    let mut chars = message.chars();
    chars.next().map_or(String::new(), |first| first.to_lowercase().chain(chars).collect())
}
