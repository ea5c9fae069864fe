//! Our directive lines, marked so that they can be told from colons that were in the text before.

use super::context::Marks;
use super::html::unescaped;

/// Writes the lines before and after a figure's caption.
pub(super) fn figure(file: &str, alt: &str, marks: Marks) -> (String, String) {
    let alt = unescaped(alt);
    let words = if alt.trim().is_empty() { "decorative".to_owned() } else { format!("alt={}", quoted(&alt)) };
    (format!("{}::: figure src={} {words}", marks.directive, quoted(file)), format!("{}:::", marks.directive))
}

/// Writes a notice around its content.
pub(super) fn notice(severity: &str, title: &str, inner: &str, marks: Marks) -> (String, String) {
    let title = if title.trim().is_empty() { String::new() } else { format!(" {}", quoted(title)) };
    frame(&format!("notice {severity}{title}"), inner, marks)
}

/// Writes a quotation with its author around its content.
pub(super) fn quote(by: &str, inner: &str, marks: Marks) -> (String, String) {
    frame(&format!("quote by={}", quoted(by)), inner, marks)
}

/// Writes a directive around its content, with more colons than any directive inside it.
fn frame(opening: &str, inner: &str, marks: Marks) -> (String, String) {
    let deepest = inner.match_indices(marks.directive).map(|(at, mark)| {
        let rest = &inner[at + mark.len()..];
        rest.len() - rest.trim_start_matches(':').len()
    });
    let colons = ":".repeat(deepest.max().map_or(3, |inner| inner + 1));
    (format!("{}{colons} {opening}", marks.directive), format!("{}{colons}", marks.directive))
}

/// Quotes an argument's value.
fn quoted(value: &str) -> String {
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Reads back an argument's value: the first quoted one in the line.
pub(super) fn first_quoted(line: &str) -> Option<String> {
    let mut value = String::new();
    let mut chars = line.split_once('"')?.1.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => return Some(value),
            '\\' => value.extend(chars.next()),
            c => value.push(c),
        }
    }
    None
}
