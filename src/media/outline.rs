//! Text as outlines: shaped, in the order in which it is read, broken into lines that fit.
//!
//! What draws SVG knows no base direction and no way from one font to another within a line, so it is given paths. A line
//! is ordered by Unicode's bidirectional algorithm (UAX #9) under the direction of its language, broken where UAX #14
//! allows, and shaped run by run: one font, one direction.

use std::fmt::Write as _;

use harfrust::{Direction, ShapeOptions, UnicodeBuffer};
use icu_segmenter::LineSegmenter;
use icu_segmenter::options::LineBreakOptions;
use skrifa::MetadataProvider;
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::prelude::{LocationRef, Size};
use unicode_bidi::{BidiInfo, Level};

use super::fonts::Fonts;
use super::text::{Anchor, Block, Outlined};

/// A glyph of a line: its font, and where it stands, in sizes of letters.
struct Glyph {
    face: usize,
    id: u32,
    x: f32,
    y: f32,
}

/// Draws a text.
#[must_use]
pub fn outline(fonts: &Fonts, block: &Block<'_>) -> Outlined {
    let text: String = block.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let pieces = pieces(fonts, &text, block);
    let last = block.sizes.last().copied().unwrap_or(16.0);
    let fitting = block.sizes.iter().find_map(|size| {
        let broken = broken(&pieces, block.width / size)?;
        let height = broken.len().saturating_sub(1) as f32 * size * block.leading;
        (broken.len() <= block.lines && height <= block.height).then_some((*size, broken))
    });
    let (size, lines) = match fitting {
        Some((size, broken)) => {
            let balanced = balanced(&pieces, block.width / size, broken);
            (size, balanced.iter().map(|end| text[end.clone()].trim_end().to_owned()).collect())
        }
        None => (last, cut(fonts, &text, block, block.width / last)),
    };
    let mut drawn = Outlined { path: String::new(), size, lines: lines.len(), width: 0.0, height: 0.0 };
    for (number, line) in lines.iter().enumerate() {
        let (glyphs, length) = shape(fonts, line, block);
        let share = match (block.anchor, block.rtl) {
            (Anchor::Start, false) | (Anchor::End, true) => 0.0,
            (Anchor::Middle, _) => 0.5,
            (Anchor::End, false) | (Anchor::Start, true) => 1.0,
        };
        let start = block.x - length * size * share;
        drawn.height = number as f32 * size * block.leading;
        drawn.width = drawn.width.max(length * size);
        for glyph in glyphs {
            let (x, y) = (start + glyph.x * size, block.y + drawn.height - glyph.y * size);
            draw(fonts, &glyph, x, y, size, &mut drawn.path);
        }
    }
    drawn
}

/// A stretch of text after which a line may end.
struct Piece {
    start: usize,
    end: usize,
    /// Its length, and that without the space at its end.
    length: f32,
    bare: f32,
}

fn pieces(fonts: &Fonts, text: &str, block: &Block<'_>) -> Vec<Piece> {
    let segmenter = LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());
    let mut pieces = Vec::new();
    let mut start = 0;
    for end in segmenter.segment_str(text).filter(|end| *end > 0) {
        // A word of one or two letters does not end a line: it belongs to the next.
        let word = text[start..end].trim_end();
        if end < text.len() && word.len() < end - start && word.chars().count() <= 2 {
            continue;
        }
        let bare = shape(fonts, text[start..end].trim_end(), block).1;
        let length = shape(fonts, &text[start..end], block).1;
        pieces.push(Piece { start, end, length, bare });
        start = end;
    }
    pieces
}

/// Breaks pieces into lines no longer than `width`; `None` where a piece alone is longer.
fn broken(pieces: &[Piece], width: f32) -> Option<Vec<std::ops::Range<usize>>> {
    let mut lines: Vec<std::ops::Range<usize>> = Vec::new();
    let mut length = 0.0;
    for piece in pieces {
        if piece.bare > width {
            return None;
        }
        match lines.last_mut() {
            Some(line) if length + piece.bare <= width => line.end = piece.end,
            _ => {
                lines.push(piece.start..piece.end);
                length = 0.0;
            }
        }
        length += piece.length;
    }
    Some(lines)
}

/// Makes lines as equal as they can be without becoming more.
fn balanced(pieces: &[Piece], width: f32, lines: Vec<std::ops::Range<usize>>) -> Vec<std::ops::Range<usize>> {
    let mut best = lines;
    let (mut short, mut long) = (width / 2.0, width);
    for _ in 0..7 {
        let middle = f32::midpoint(short, long);
        match broken(pieces, middle).filter(|lines| lines.len() <= best.len()) {
            Some(lines) => (best, long) = (lines, middle),
            None => short = middle,
        }
    }
    best
}

/// Breaks a text into as many lines as there may be, and ends it with an ellipsis.
fn cut(fonts: &Fonts, text: &str, block: &Block<'_>, width: f32) -> Vec<String> {
    const ELLIPSIS: &str = "…";
    let fits = |line: &str| shape(fonts, line, block).1 <= width;
    let mut lines = Vec::new();
    let mut rest = text;
    while !rest.is_empty() && lines.len() < block.lines {
        let is_last = lines.len() + 1 == block.lines;
        if is_last && fits(rest) {
            lines.push(rest.to_owned());
            break;
        }
        let ending = if is_last { ELLIPSIS } else { "" };
        let whole = |end: &usize| fits(&(rest[..*end].trim_end().to_owned() + ending));
        let segmenter = LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());
        let ends: Vec<usize> = segmenter.segment_str(rest).filter(|end| *end > 0).collect();
        // A word longer than a line is broken anywhere.
        let anywhere = || rest.char_indices().skip(1).map(|(at, _)| at).take_while(whole).last();
        let first = rest.chars().next().map_or(rest.len(), char::len_utf8);
        let end = ends.into_iter().take_while(whole).last().or_else(anywhere).unwrap_or(first);
        let line = rest[..end].trim_end();
        let line = if is_last { line.trim_end_matches([',', ';', ':', '،', '؛', '，', '、', '；']) } else { line };
        lines.push(line.to_owned() + ending);
        rest = &rest[end..];
    }
    lines
}

/// Shapes a line: its glyphs from left to right, and its length, in sizes of letters.
fn shape(fonts: &Fonts, line: &str, block: &Block<'_>) -> (Vec<Glyph>, f32) {
    let level = if block.rtl { Level::rtl() } else { Level::ltr() };
    let bidi = BidiInfo::new(line, Some(level));
    let (mut glyphs, mut pen) = (Vec::new(), 0.0);
    for paragraph in &bidi.paragraphs {
        let (levels, runs) = bidi.visual_runs(paragraph, paragraph.range.clone());
        for run in runs {
            let is_rtl = levels[run.start].is_rtl();
            let mut items = items(fonts, &line[run], block.bold, fonts.first(line, block.bold));
            if is_rtl {
                items.reverse();
            }
            for (face, text) in items {
                push(fonts, face, text, is_rtl, &mut glyphs, &mut pen);
            }
        }
    }
    (glyphs, pen)
}

/// Takes a run apart by fonts.
fn items<'a>(fonts: &Fonts, run: &'a str, bold: bool, mut before: Option<usize>) -> Vec<(usize, &'a str)> {
    let mut items: Vec<(usize, &str)> = Vec::new();
    let mut start = 0;
    for (at, letter) in run.char_indices() {
        let Some(face) = fonts.choose(letter, bold, before) else { continue };
        let end = at + letter.len_utf8();
        match items.last_mut() {
            Some((last, text)) if *last == face => *text = &run[start..end],
            _ => {
                start = at;
                items.push((face, &run[start..end]));
            }
        }
        before = Some(face);
    }
    items
}

fn push(fonts: &Fonts, place: usize, text: &str, is_rtl: bool, glyphs: &mut Vec<Glyph>, pen: &mut f32) {
    let face = fonts.face(place);
    let Some(font) = face.shaped() else { return };
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.set_direction(if is_rtl { Direction::RightToLeft } else { Direction::LeftToRight });
    buffer.guess_segment_properties();
    let shaped = face.shaper.shaper(&font).build().shape(buffer, ShapeOptions::new());
    for (info, position) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
        let (x, y) = (position.x_offset as f32 / face.units, position.y_offset as f32 / face.units);
        glyphs.push(Glyph { face: place, id: info.glyph_id, x: *pen + x, y });
        *pen += position.x_advance as f32 / face.units;
    }
}

fn draw(fonts: &Fonts, glyph: &Glyph, x: f32, y: f32, size: f32, path: &mut String) {
    let face = fonts.face(glyph.face);
    let Some(outline) = face.font().and_then(|font| font.outline_glyphs().get(skrifa::GlyphId::new(glyph.id))) else {
        return;
    };
    let scale = size / face.units;
    let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
    // A glyph that can't be drawn is left out; whether there is one for each character was asked before.
    let _ = outline.draw(settings, &mut Pen { x, y, scale, path });
}

/// Writes outlines as the data of a path, in hundredths of a pixel.
struct Pen<'a> {
    x: f32,
    y: f32,
    scale: f32,
    path: &'a mut String,
}

impl Pen<'_> {
    fn write(&mut self, command: char, points: &[(f32, f32)]) {
        self.path.push(command);
        for (place, (x, y)) in points.iter().enumerate() {
            let gap = if place == 0 { "" } else { " " };
            let (x, y) = (self.x + x * self.scale, self.y - y * self.scale);
            // Writing to a string never fails.
            let _ = write!(self.path, "{gap}{x:.2} {y:.2}");
        }
    }
}

impl OutlinePen for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.write('M', &[(x, y)]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.write('L', &[(x, y)]);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.write('Q', &[(cx, cy), (x, y)]);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.write('C', &[(cx0, cy0), (cx1, cy1), (x, y)]);
    }

    fn close(&mut self) {
        self.path.push('Z');
    }
}
