//! A text to be drawn as outlines, and the drawn text.

/// A text to be drawn.
#[derive(Clone, Copy, Debug)]
pub struct Block<'a> {
    /// What it says; all of it stands in one paragraph.
    pub text: &'a str,
    /// Where its lines begin, stand in the middle or end, as `anchor` says.
    pub x: f32,
    /// What of a line stands at `x`.
    pub anchor: Anchor,
    /// Base line of the first line.
    pub y: f32,
    /// Sizes of letters, the best first; the first in which all lines fit is taken.
    pub sizes: &'a [f32],
    /// How long a line may be.
    pub width: f32,
    /// How far the last base line may be from the first.
    pub height: f32,
    /// How many lines there may be; what does not fit in the last size is cut off with an ellipsis.
    pub lines: usize,
    /// From base line to base line, in sizes of letters.
    pub leading: f32,
    /// Whether it is bold.
    pub bold: bool,
    /// Whether it is read from right to left.
    pub rtl: bool,
}

/// What of a line stands at a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Anchor {
    /// Its beginning: the left end, or the right one where it is read from right to left.
    #[default]
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// A text as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlined {
    /// The data of an SVG path.
    pub path: String,
    /// The size that was taken.
    pub size: f32,
    /// How many lines there are.
    pub lines: usize,
    /// The length of the longest line.
    pub width: f32,
    /// From the first base line to the last.
    pub height: f32,
}
