//! Pieces under construction, or only whether there are any.

use std::fmt::{self, Write};

use super::body::{Hole, Piece};

/// A place in the output where something is to be inserted once it is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    piece: usize,
    byte: usize,
}

/// The pieces written so far and the HTML that is not yet a piece.
///
/// An output that is *off* keeps nothing of what is written, and knows no more than whether that would be empty: for
/// those who want the facts of a text alone.
#[derive(Debug)]
pub(super) struct Output {
    off: bool,
    /// Of an output that is off: whether nothing but white space was written.
    blank: bool,
    pieces: Vec<Piece>,
    html: String,
    /// Whether what was written last ended its line: CommonMark's HTML begins each block on a line.
    line_ended: bool,
}

impl Default for Output {
    fn default() -> Self {
        Self { off: false, blank: true, pieces: Vec::new(), html: String::new(), line_ended: true }
    }
}

impl Output {
    /// Makes an output for about so many bytes of HTML.
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self { html: String::with_capacity(bytes), ..Self::default() }
    }

    /// Makes an output that keeps nothing.
    pub(super) fn off() -> Self {
        Self { off: true, ..Self::default() }
    }

    /// Tells whether it keeps nothing.
    pub(super) fn is_off(&self) -> bool {
        self.off
    }

    /// Begins another output of the same sort, and returns what was written so far.
    pub(super) fn begin(&mut self) -> Self {
        let fresh = Self { off: self.off, ..Self::default() };
        std::mem::replace(self, fresh)
    }

    /// Notes that something would have been written; tells whether that is all.
    fn skips(&mut self, blank: bool) -> bool {
        self.blank &= blank;
        self.off
    }

    pub(super) fn push(&mut self, html: &str) {
        if self.off {
            self.blank = self.blank && html.trim_start().is_empty();
            return;
        }
        if !html.is_empty() {
            self.html.push_str(html);
            self.line_ended = html.ends_with('\n');
        }
    }

    /// Lets a function append to the HTML.
    pub(super) fn append_with(&mut self, write: impl FnOnce(&mut String)) {
        if self.off && !self.blank {
            return;
        }
        let before = self.html.len();
        write(&mut self.html);
        if self.html.len() > before {
            self.line_ended = self.html.ends_with('\n');
        }
        if self.off {
            self.blank = self.html.trim_start().is_empty();
            self.html.clear();
        }
    }

    /// Appends formatted text.
    pub(super) fn format(&mut self, html: fmt::Arguments<'_>) {
        self.append_with(|out| {
            // Writing to a string never fails.
            let _ = out.write_fmt(html);
        });
    }

    /// Begins a block: on a new line.
    pub(super) fn block(&mut self, html: &str) {
        if self.off {
            return self.push(html);
        }
        if !self.line_ended {
            self.html.push('\n');
        }
        self.push(html);
    }

    /// Appends a hole and returns its place for [`Output::hole_at`].
    pub(super) fn hole(&mut self, hole: Hole) -> usize {
        if self.skips(false) {
            return 0;
        }
        self.flush();
        self.line_ended = matches!(hole, Hole::Directive(_));
        self.pieces.push(Piece::Hole(hole));
        self.pieces.len() - 1
    }

    pub(super) fn hole_at(&mut self, place: usize) -> Option<&mut Hole> {
        match self.pieces.get_mut(place) {
            Some(Piece::Hole(hole)) => Some(hole),
            _ => None,
        }
    }

    /// Marks the end of what was just pushed.
    pub(super) fn mark(&self) -> Mark {
        Mark { piece: self.pieces.len(), byte: self.html.len() }
    }

    /// Inserts HTML at a mark. What was written since moves, so marks are set close by.
    pub(super) fn insert(&mut self, mark: Mark, html: &str) {
        if self.off {
            return self.push(html);
        }
        match self.pieces.get_mut(mark.piece) {
            Some(Piece::Html(piece)) => piece.insert_str(mark.byte, html),
            Some(Piece::Hole(_)) => self.pieces.insert(mark.piece, Piece::Html(html.to_owned())),
            None => self.html.insert_str(mark.byte, html),
        }
    }

    /// Appends another output.
    pub(super) fn append(&mut self, other: Self) {
        if self.skips(other.is_empty()) {
            return;
        }
        for piece in other.finish() {
            match piece {
                Piece::Html(html) => self.push(&html),
                Piece::Hole(hole) => drop(self.hole(hole)),
            }
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        if self.off { self.blank } else { self.pieces.is_empty() && self.html.trim().is_empty() }
    }

    pub(super) fn finish(mut self) -> Vec<Piece> {
        self.flush();
        self.pieces
    }

    fn flush(&mut self) {
        if !self.html.is_empty() {
            // What comes is seldom longer than what was.
            let next = String::with_capacity(self.html.len().min(1024));
            self.pieces.push(Piece::Html(std::mem::replace(&mut self.html, next)));
        }
    }
}
