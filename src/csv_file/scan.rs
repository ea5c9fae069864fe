//! From text to cells.

use std::borrow::Cow;

use super::{Cell, Row};
use crate::diag::{Code, Diagnostic, SourcePath, Span};

/// Splits a text into rows, from a place on. Blank lines are no rows. The answer is false where the rest could not be
/// read.
pub(super) fn rows<'a>(
    text: &'a str,
    start: usize,
    path: &SourcePath,
    code: &'static Code,
    faults: &mut Vec<Diagnostic>,
) -> (Vec<Row<'a>>, bool) {
    let mut scanner = Scanner { text, at: start, fault: None };
    let (mut rows, mut number, mut is_whole) = (Vec::new(), 0, true);
    while scanner.skip_blank_lines() {
        number += 1;
        let begin = scanner.at;
        let cells = scanner.row();
        let end = begin + text[begin..scanner.at].trim_end_matches(['\n', '\r']).len();
        if let Some(Flaw { span, message, help, is_fatal }) = scanner.fault.take() {
            faults.push(Diagnostic::new(code, format!("row {number}: {message}")).at(path, span).help(help));
            if is_fatal {
                return (rows, false);
            }
        }
        match cells {
            Some(cells) => rows.push(Row { number, span: begin..end, cells }),
            None => is_whole = false,
        }
    }
    (rows, is_whole)
}

struct Flaw {
    span: Span,
    message: &'static str,
    help: &'static str,
    /// Whether nothing after it can be told apart.
    is_fatal: bool,
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// The first flaw of the row under way.
    fault: Option<Flaw>,
}

impl<'a> Scanner<'a> {
    /// Moves to the next row; false at the end of the text.
    fn skip_blank_lines(&mut self) -> bool {
        let bytes = self.text.as_bytes();
        while bytes.get(self.at).is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
            self.at += 1;
        }
        self.at < bytes.len()
    }

    /// Reads a row and its end; `None` where its cells can't be told apart.
    fn row(&mut self) -> Option<Vec<Cell<'a>>> {
        let mut cells = Vec::new();
        loop {
            cells.push(self.cell()?);
            match self.text.as_bytes().get(self.at) {
                Some(b',') => self.at += 1,
                Some(_) => {
                    self.at += 1;
                    return Some(cells);
                }
                None => return Some(cells),
            }
        }
    }

    /// Reads a cell up to the comma, line break or end after it.
    fn cell(&mut self) -> Option<Cell<'a>> {
        let begin = self.at;
        let rest = &self.text[begin..];
        let len = memchr::memchr3(b',', b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
        let plain = &rest[..len];
        let spaces = plain.len() - plain.trim_start_matches([' ', '\t']).len();
        if !plain[spaces..].starts_with('"') {
            self.at += len;
            return Some(Cell { text: Cow::Borrowed(plain.trim()), span: begin..self.at });
        }
        let open = begin + spaces;
        if spaces > 0 {
            self.flaw(begin..open + 1, "a space stands before a quotation mark", "remove the space", false);
        }
        self.quoted(open)
    }

    fn quoted(&mut self, open: usize) -> Option<Cell<'a>> {
        let bytes = self.text.as_bytes();
        let (mut from, mut content) = (open + 1, Cow::Borrowed(""));
        let close = loop {
            let Some(found) = memchr::memchr(b'"', &bytes[from..]).map(|at| from + at) else {
                self.unclosed(open);
                return None;
            };
            content += &self.text[from..found];
            if bytes.get(found + 1) != Some(&b'"') {
                break found;
            }
            content += "\"";
            from = found + 2;
        };
        let rest = &self.text[close + 1..];
        self.at = close + 1 + rest.len() - rest.trim_start_matches([' ', '\t']).len();
        if !matches!(bytes.get(self.at), None | Some(b',' | b'\n' | b'\r')) {
            if self.text[open..close].contains(['\n', '\r']) {
                self.unclosed(open);
            } else {
                let help = "inside a quoted cell, write each quotation mark twice: `\"\"`";
                self.flaw(close..close + 1, "text follows the quotation mark that ends a cell", help, false);
                self.at += memchr::memchr2(b'\n', b'\r', &bytes[self.at..]).unwrap_or(bytes.len() - self.at);
            }
            return None;
        }
        let text = match content {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) if text.trim().len() == text.len() => Cow::Owned(text),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        };
        Some(Cell { text, span: open..close + 1 })
    }

    fn unclosed(&mut self, open: usize) {
        let help = "close it with `\"`, or write `\"\"` for each quotation mark inside a quoted cell";
        self.flaw(open..open + 1, "a quotation mark is not closed", help, true);
    }

    fn flaw(&mut self, span: Span, message: &'static str, help: &'static str, is_fatal: bool) {
        if is_fatal || self.fault.is_none() {
            self.fault = Some(Flaw { span, message, help, is_fatal });
        }
    }
}
