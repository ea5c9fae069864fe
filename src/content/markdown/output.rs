//! Pieces under construction.

use super::body::{Hole, Piece};

/// A place in the output where something is to be inserted once it is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    piece: usize,
    byte: usize,
}

/// The pieces written so far and the HTML that is not yet a piece.
#[derive(Debug)]
pub(super) struct Output {
    pieces: Vec<Piece>,
    html: String,
    /// Whether what was written last ended its line: CommonMark's HTML begins each block on a line.
    line_ended: bool,
}

impl Default for Output {
    fn default() -> Self {
        Self { pieces: Vec::new(), html: String::new(), line_ended: true }
    }
}

impl Output {
    pub(super) fn push(&mut self, html: &str) {
        if !html.is_empty() {
            self.html.push_str(html);
            self.line_ended = html.ends_with('\n');
        }
    }

    /// Lets a function append to the HTML.
    pub(super) fn append_with(&mut self, write: impl FnOnce(&mut String)) {
        let before = self.html.len();
        write(&mut self.html);
        if self.html.len() > before {
            self.line_ended = self.html.ends_with('\n');
        }
    }

    /// Begins a block: on a new line.
    pub(super) fn block(&mut self, html: &str) {
        if !self.line_ended {
            self.html.push('\n');
        }
        self.push(html);
    }

    /// Appends a hole and returns its place for [`Output::hole_at`].
    pub(super) fn hole(&mut self, hole: Hole) -> usize {
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
        match self.pieces.get_mut(mark.piece) {
            Some(Piece::Html(piece)) => piece.insert_str(mark.byte, html),
            Some(Piece::Hole(_)) => self.pieces.insert(mark.piece, Piece::Html(html.to_owned())),
            None => self.html.insert_str(mark.byte, html),
        }
    }

    /// Appends another output.
    pub(super) fn append(&mut self, other: Self) {
        for piece in other.finish() {
            match piece {
                Piece::Html(html) => self.push(&html),
                Piece::Hole(hole) => drop(self.hole(hole)),
            }
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.pieces.is_empty() && self.html.trim().is_empty()
    }

    pub(super) fn finish(mut self) -> Vec<Piece> {
        self.flush();
        self.pieces
    }

    fn flush(&mut self) {
        if !self.html.is_empty() {
            self.pieces.push(Piece::Html(std::mem::take(&mut self.html)));
        }
    }
}
