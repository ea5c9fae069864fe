//! Where a span is in its source: lines and columns for people.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use super::super::{Label, SourcePath, Span};
use super::Lookup;
use crate::limits::EXCERPT_BYTES;

/// The sources that diagnostics speak of. Diagnostics come sorted by file, so only the last ones are kept: those of a
/// diagnostic that speaks of several files.
pub(super) struct Sources<'a> {
    find: Lookup<'a>,
    last: RefCell<VecDeque<(SourcePath, Option<Rc<Source>>)>>,
}

/// How many sources are kept.
const KEPT: usize = 4;

impl<'a> Sources<'a> {
    pub(super) fn new(find: Lookup<'a>) -> Self {
        Self { find, last: RefCell::new(VecDeque::new()) }
    }

    pub(super) fn get(&self, path: &SourcePath) -> Option<Rc<Source>> {
        if let Some((_, source)) = self.last.borrow().iter().find(|(last, _)| last == path) {
            return source.clone();
        }
        let source = (self.find)(path).map(|text| Rc::new(Source::new(text)));
        let mut last = self.last.borrow_mut();
        last.push_front((path.clone(), source.clone()));
        last.truncate(KEPT);
        source
    }

    /// Finds the lines and columns of a label; `None` where it has no span, or its source is not found.
    pub(super) fn region(&self, label: &Label) -> Option<Region> {
        let span = label.span.as_ref()?;
        self.get(&label.path).map(|source| source.region(span))
    }
}

/// Bytes of a line that is drawn whole, and of all lines between the places of a diagnostic.
const LONG: usize = 1_000;
const MOST: usize = 100_000;

/// A source text and where its lines begin.
pub(super) struct Source {
    text: String,
    line_starts: Vec<usize>,
}

/// A span in lines and columns, each 1-based; a column counts characters (Unicode code points), and the end is
/// that of the character after the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Region {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
}

impl Source {
    fn new(text: String) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(index, _)| index + 1);
        let line_starts = std::iter::once(0).chain(breaks).collect();
        Self { text, line_starts }
    }

    pub(super) fn region(&self, span: &Span) -> Region {
        let span = self.snap(span);
        let (line, column) = self.position(span.start);
        let (end_line, end_column) = self.position(span.end);
        Region { line, column, end_line, end_column }
    }

    /// Widens a span to whole characters, within the text.
    pub(super) fn snap(&self, span: &Span) -> Span {
        let start = self.text.floor_char_boundary(span.start);
        let end = self.text.ceil_char_boundary(span.end);
        start..end.max(start)
    }

    fn position(&self, offset: usize) -> (usize, usize) {
        let line_number = self.line_number(offset);
        let start = self.line_starts[line_number - 1];
        (line_number, self.text[start..offset].chars().count() + 1)
    }

    pub(super) fn line_number(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= offset)
    }

    /// Returns the bytes of the lines from one line number to another, without the last line break.
    pub(super) fn lines(&self, first: usize, last: usize) -> Span {
        let start = self.line_starts[first - 1];
        let end = self.line_starts.get(last).map_or(self.text.len(), |next| next - 1);
        // Within the text, the renderer knows CRLF; at its end, a lone CR would be drawn.
        let end = if self.text[start..end].ends_with('\r') { end - 1 } else { end };
        start..end
    }

    /// Returns the part of a line around a span that somebody can read, where the lines of a range are too long to be
    /// drawn whole.
    pub(super) fn excerpt(&self, shown: &Span, span: &Span) -> Option<Span> {
        let text = &self.text[shown.clone()];
        if text.len() <= LONG || text.len() <= MOST && text.lines().all(|line| line.len() <= LONG) {
            return None;
        }
        let line = self.line_number(span.start);
        let line = self.lines(line, line);
        let start = self.text.ceil_char_boundary(span.start.saturating_sub(EXCERPT_BYTES)).max(line.start);
        let end = self.text.floor_char_boundary(span.end.min(span.start + EXCERPT_BYTES) + EXCERPT_BYTES);
        Some(start.min(line.end)..end.clamp(start.min(line.end), line.end))
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }
}
