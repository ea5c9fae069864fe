//! Links and images that stay text: a space in the address, a reference that nothing defines.

use std::ops::Range;

use crate::diag::{Severity, codes};

use super::flanking::is_escaped;
use super::writer::Writer;

/// How much of a line is looked through for the end of an address.
const LONGEST: usize = 2000;

/// Notes the brackets in a stretch of the source that stays text, and reports pairs that an address follows.
pub(super) fn check(writer: &mut Writer<'_>, range: &Range<usize>) {
    let source: &str = &writer.scan.source;
    for (at, byte) in source.as_bytes()[range.clone()].iter().enumerate() {
        let at = range.start + at;
        if !matches!(byte, b'[' | b']') || is_escaped(source, at) {
            continue;
        }
        if *byte == b'[' {
            writer.leaf.brackets.push(at);
        } else if let Some(open) = writer.leaf.brackets.pop() {
            closed(writer, source, open, at + 1);
        }
    }
}

/// Judges what follows a pair of brackets that stays text.
fn closed(writer: &mut Writer<'_>, source: &str, open: usize, end: usize) {
    let rest = &source[end..];
    let line = &rest[..rest.floor_char_boundary(rest.find('\n').unwrap_or(rest.len()).min(LONGEST))];
    if let Some(inner) = line.strip_prefix('(') {
        address(writer, source, open, end, inner);
    } else if let Some(inner) = line.strip_prefix('（').or_else(|| line.strip_prefix(" (")) {
        let inner = inner.split([')', '）']).next().unwrap_or_default();
        let is_web = ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| inner.starts_with(scheme));
        if is_web || (inner.len() < line.len() && [".md", ".pdf"].iter().any(|ending| inner.ends_with(ending))) {
            let help = format!("write `{}({inner})`, without space and with plain brackets", &source[open..end]);
            stays_text(writer, &(open..end + line.len()), "a link", &help);
        }
    } else if let Some(label) = line.strip_prefix('[').and_then(|inner| inner.split_once(']')).map(|(label, _)| label) {
        let is_number = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
        let text = &source[open + 1..end - 1];
        if !label.starts_with('^') && !text.starts_with('^') && !is_number(text) && !text.is_empty() {
            let label = if label.is_empty() { text } else { label };
            let help = format!("add a line `[{label}]: address`, or write `[{text}](address)`");
            stays_text(writer, &(open..end), "a link", &help);
        }
    }
}

/// Judges `(…` after a pair of brackets: were it an address, it would be a link.
fn address(writer: &mut Writer<'_>, source: &str, open: usize, end: usize, inner: &str) {
    let is_image = source[..open].ends_with('!') && !is_escaped(source, open - 1);
    let start = if is_image { open - 1 } else { open };
    let what = if is_image { "an image" } else { "a link" };
    let Some(close) = close(inner) else {
        if is_address(inner) && !std::mem::replace(&mut writer.leaf.is_unclosed, true) {
            let help = "close the address with `)`";
            stays_text(writer, &(start..end + 1 + inner.len()), what, help);
        }
        return;
    };
    let written = inner[..close].trim();
    let place = start..end + close + 2;
    if !is_image && !is_address(written) {
        let help = "an address has no space; brackets that are meant are written `\\[`";
        return stays_text(writer, &place, what, help);
    }
    let encoded = written.replace(char::is_whitespace, "%20");
    let help =
        format!("an address with spaces stands between `<` and `>`: `(<{written}>)`, or is written `({encoded})`");
    let place = writer.place(&place);
    writer.faults.add(&codes::LITERAL_MARKUP, &place, format!("this looks like {what}, and stays text"), &help);
    if let Some(last) = writer.faults.list.last_mut() {
        last.severity = Severity::Error;
    }
}

/// Finds the bracket that closes an address.
fn close(inner: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in inner.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => return Some(at),
            b')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Tells whether words look like an address of the web or a file.
fn is_address(text: &str) -> bool {
    let has_ending = text.split('.').skip(1).any(|part| part.starts_with(|c: char| c.is_ascii_alphanumeric()));
    text.contains("://")
        || text.starts_with(['#', '/', '<'])
        || text.starts_with("mailto:")
        || has_ending
        || (text.contains('/') && !text.contains(" / "))
}

fn stays_text(writer: &mut Writer<'_>, range: &Range<usize>, what: &str, help: &str) {
    let place = writer.place(range);
    writer.faults.add(&codes::LITERAL_MARKUP, &place, format!("this looks like {what}, and stays text"), help);
}
