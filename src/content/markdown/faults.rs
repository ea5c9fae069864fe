//! Collects a text's diagnostics and turns places in the text into places in the file.

use std::ops::Range;

use crate::diag::{Code, Diagnostic, SourcePath, Span};

/// The diagnostics of one text so far.
pub(super) struct Faults<'p> {
    path: &'p SourcePath,
    offset: usize,
    pub(super) list: Vec<Diagnostic>,
}

impl<'p> Faults<'p> {
    pub(super) fn new(path: &'p SourcePath, offset: usize) -> Self {
        Self { path, offset, list: Vec::new() }
    }

    /// Moves a range of the text to its place in the file.
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        range.start + self.offset..range.end + self.offset
    }

    /// Records a fault at a range of the text; an empty `help` is none.
    pub(super) fn add(&mut self, code: &'static Code, range: &Range<usize>, message: String, help: &str) {
        let diagnostic = Diagnostic::new(code, message).at(self.path, self.span(range));
        self.list.push(if help.is_empty() { diagnostic } else { diagnostic.help(help) });
    }

    /// Adds a range to the fault recorded last, with what is to be said there.
    pub(super) fn label(&mut self, range: &Range<usize>, text: &str) {
        let span = self.span(range);
        if let Some(last) = self.list.pop() {
            self.list.push(last.label(self.path, Some(span), text));
        }
    }
}
