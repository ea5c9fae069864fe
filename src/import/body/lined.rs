//! A text that remembers the source line of each of its lines, and edits of such a text.

use std::ops::Range;

/// A text with the source line of each of its lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Lined {
    text: String,
    /// The offset of each line, and its number in the source.
    lines: Vec<(usize, usize)>,
}

impl Lined {
    /// Wraps a part of the source that begins in line `first`.
    pub(super) fn source(text: &str, first: usize) -> Self {
        let mut lined = Self::default();
        lined.push_source(text, first);
        lined
    }

    /// Wraps a generated text whose construct is on one source line.
    pub(super) fn made(text: &str, line: usize) -> Self {
        let mut lined = Self::default();
        lined.push(text, line);
        lined
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Returns the source line of an offset.
    pub(super) fn line(&self, at: usize) -> usize {
        let after = self.lines.partition_point(|(start, _)| *start <= at);
        self.lines.get(after.saturating_sub(1)).map_or(1, |(_, line)| *line)
    }

    /// Appends text generated for a construct on a source line.
    pub(super) fn push(&mut self, text: &str, line: usize) {
        self.append(text, line, 0);
    }

    /// Appends a part of the source that begins in line `first`.
    pub(super) fn push_source(&mut self, text: &str, first: usize) {
        self.append(text, first, 1);
    }

    /// Appends a range of another text, keeping its line numbers.
    pub(super) fn push_part(&mut self, other: &Self, range: Range<usize>) {
        let Some(text) = other.text.get(range.clone()) else { return };
        let mut at = range.start;
        for line in text.split_inclusive('\n') {
            self.append(line, other.line(at), 0);
            at += line.len();
        }
    }

    /// Appends another text.
    pub(super) fn push_all(&mut self, other: &Self) {
        self.push_part(other, 0..other.text.len());
    }

    fn append(&mut self, text: &str, first: usize, step: usize) {
        for (number, line) in text.split_inclusive('\n').enumerate() {
            if self.text.is_empty() || self.text.ends_with('\n') {
                self.lines.push((self.text.len(), first + number * step));
            }
            self.text.push_str(line);
        }
    }

    /// Returns a range, keeping its line numbers.
    pub(super) fn part(&self, range: Range<usize>) -> Self {
        let mut part = Self::default();
        part.push_part(self, range);
        part
    }

    /// Returns the text without leading and trailing blank lines.
    pub(super) fn trimmed(&self) -> Self {
        let text = &self.text;
        let end = text.trim_end().len();
        let blank = text.len() - text.trim_start().len();
        let start = text[..blank].rfind('\n').map_or(0, |at| at + 1);
        self.part(start.min(end)..end)
    }

    /// Puts `first` before the first line and `rest` before all others. Before an empty line, the prefix loses its
    /// trailing white space.
    pub(super) fn prefixed(&self, first: &str, rest: &str) -> Self {
        let mut out = Self::default();
        let mut at = 0;
        for (number, line) in self.text.split_inclusive('\n').enumerate() {
            let prefix = if number == 0 { first } else { rest };
            let source = self.line(at);
            out.push(if line.trim().is_empty() { prefix.trim_end() } else { prefix }, source);
            out.push(line, source);
            at += line.len();
        }
        out
    }
}

/// Changes to a text, by range.
#[derive(Debug, Default)]
pub(super) struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    pub(super) fn replace(&mut self, range: Range<usize>, text: impl Into<String>) {
        self.0.push((range, text.into()));
    }

    pub(super) fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.replace(at..at, text);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Applies the changes; of two that overlap, only the one that begins first.
    pub(super) fn apply(mut self, text: &Lined) -> Lined {
        if self.0.is_empty() {
            return text.clone();
        }
        self.0.sort_by_key(|(range, _)| (range.start, range.end));
        let mut out = Lined::default();
        let mut done = 0;
        for (range, new) in self.0 {
            if range.start < done || range.end > text.text.len() {
                continue;
            }
            out.push_part(text, done..range.start);
            out.push(&new, text.line(range.start));
            done = range.end;
        }
        out.push_part(text, done..text.text.len());
        out
    }
}
