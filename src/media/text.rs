//! A text to be drawn as outlines, and the result.

/// A text to be drawn.
#[derive(Clone, Copy, Debug)]
pub struct Block<'a> {
    /// The text; it is set as one paragraph.
    pub text: &'a str,
    /// The x coordinate that lines are anchored to.
    pub x: f32,
    /// Which point of a line is placed at `x`.
    pub anchor: Anchor,
    /// The y coordinate of the first baseline.
    pub y: f32,
    /// Font sizes, the preferred first; the first one in which all lines fit is used.
    pub sizes: &'a [f32],
    /// The maximum length of a line.
    pub width: f32,
    /// The maximum distance from the first baseline to the last.
    pub height: f32,
    /// The maximum number of lines; text that does not fit in the last size is cut off with an ellipsis.
    pub lines: usize,
    /// The distance between baselines, as a multiple of the font size.
    pub leading: f32,
    /// Whether it is bold.
    pub bold: bool,
    /// Whether it is read from right to left.
    pub rtl: bool,
}

/// The point of a line that is placed at `x`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Anchor {
    /// Its beginning: the left end, or the right end in text that is read from right to left.
    #[default]
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// The drawn text.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlined {
    /// The data of an SVG path.
    pub path: String,
    /// The font size that was used.
    pub size: f32,
    /// The number of lines.
    pub lines: usize,
    /// The length of the longest line.
    pub width: f32,
    /// The distance from the first baseline to the last.
    pub height: f32,
}
