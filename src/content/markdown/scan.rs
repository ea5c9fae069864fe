//! Cuts directive lines out of a text before it is parsed.
//!
//! The Markdown parser knows no directives, and takes `:::` for a definition. So a line scanner finds the lines
//! first and puts a thematic break between blank lines in their place. Such a break closes every block that may
//! be open (CommonMark 0.31.2, sections 4.1 and 5) and can be told from the author's own by its place. The text
//! stays one document, so link definitions and footnotes reach across directives; a [`SourceMap`] leads back
//! to the bytes of the file. What could swallow the break, a fenced code block or an HTML block at the margin,
//! is tracked here by the rules of the specification (4.5 and 4.6).

use std::borrow::Cow;
use std::ops::Range;

use crate::diag::codes;

use super::arguments::{self, Opening};
use super::faults::Faults;
use super::flanking::{self, JOINT};

/// How deep directives may nest: deeper is a slip of the pen, and filling recurses.
const DEPTH: usize = crate::limits::NESTED_DIRECTIVES;

/// What stands in the place of a directive line; the break begins at the second byte.
const BREAK: &str = "\n___\n\n";

/// A text without its directive lines.
pub(super) struct Scan<'b> {
    /// What the Markdown parser reads.
    pub(super) source: Cow<'b, str>,
    pub(super) map: SourceMap,
    /// The directive lines in their order.
    pub(super) lines: Vec<DirectiveLine>,
}

/// A line that opens or closes directives.
#[derive(Debug)]
pub(super) struct DirectiveLine {
    /// Where its thematic break begins in [`Scan::source`].
    pub(super) at: usize,
    /// The line in the text, without its end.
    pub(super) range: Range<usize>,
    /// How many directives it closes before it opens one.
    pub(super) closes: usize,
    pub(super) opens: Option<Opening>,
}

/// Leads from the parsed source to the text.
#[derive(Debug, Default)]
pub(super) struct SourceMap {
    /// Start in the source, start in the text, bytes in the text; in order, without gaps.
    parts: Vec<(usize, usize, usize)>,
}

impl SourceMap {
    /// Maps a range of the source to the text.
    pub(super) fn range(&self, range: &Range<usize>) -> Range<usize> {
        if self.parts.is_empty() {
            return range.clone();
        }
        let start = self.place(range.start, self.parts.partition_point(|(source, ..)| *source <= range.start));
        // An end belongs to the part before it.
        let end = self.place(range.end, self.parts.partition_point(|(source, ..)| *source < range.end));
        start..end.max(start)
    }

    fn place(&self, at: usize, part: usize) -> usize {
        let part = self.parts.get(part.saturating_sub(1));
        part.map_or(at, |(source, text, length)| text + (at - source).min(*length))
    }
}

impl<'b> Scan<'b> {
    pub(super) fn without_directives(body: &'b str) -> Self {
        Self { source: Cow::Borrowed(body), map: SourceMap::default(), lines: Vec::new() }
    }

    /// Finds the directive line whose break begins at a place of the source.
    pub(super) fn line_at(&self, at: usize) -> Option<usize> {
        self.lines.binary_search_by_key(&at, |line| line.at).ok()
    }
}

/// Scans a text for directives and reports those that are not known, not closed or not open.
pub(super) fn scan<'b>(body: &'b str, faults: &mut Faults<'_>) -> Scan<'b> {
    let joints = flanking::joints(body);
    if !body.contains(":::") && joints.is_empty() {
        return Scan::without_directives(body);
    }
    let mut scanner = Scanner { faults, open: Vec::new(), forgiven: 0, lines: Vec::new() };
    let mut copy =
        Copy { body, joints: &joints, source: String::with_capacity(body.len() + 64), map: SourceMap::default() };
    let (mut opaque, mut copied, mut start) = (Opaque::No, 0, 0);
    for line in body.split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        let end = start + line.len();
        if !opaque.covers(content)
            && let Some((colons, rest)) = directive(content)
            && let Some((closes, opens)) =
                scanner.line(colons, &content[rest..], start + rest, start..start + content.len())
        {
            copy.text(copied..start);
            let at = copy.source.len() + 1;
            copy.insert(start, BREAK);
            scanner.lines.push(DirectiveLine { at, range: start..start + content.len(), closes, opens });
            copied = end;
        }
        start = end;
    }
    copy.text(copied..body.len());
    scanner.end();
    Scan { source: Cow::Owned(copy.source), map: copy.map, lines: scanner.lines }
}

/// A copy of a text for the parser, with what the text does not hold put in.
struct Copy<'a> {
    body: &'a str,
    /// Where emphasis needs a joint, as far as it is not yet copied.
    joints: &'a [usize],
    source: String,
    map: SourceMap,
}

impl Copy<'_> {
    /// Copies a part of the text, with its joints.
    fn text(&mut self, mut part: Range<usize>) {
        while let Some((&joint, rest)) = self.joints.split_first()
            && joint < part.end
        {
            self.joints = rest;
            // One on a directive line is not needed.
            if joint > part.start {
                self.piece(part.start..joint);
                self.insert(joint, JOINT.encode_utf8(&mut [0; 4]));
                part.start = joint;
            }
        }
        self.piece(part);
    }

    fn piece(&mut self, part: Range<usize>) {
        self.map.parts.push((self.source.len(), part.start, part.len()));
        self.source.push_str(&self.body[part]);
    }

    /// Puts something in before a place of the text.
    fn insert(&mut self, place: usize, what: &str) {
        self.map.parts.push((self.source.len(), place, 0));
        self.source.push_str(what);
    }
}

/// Reads a line as a number of colons and where what follows them begins.
fn directive(line: &str) -> Option<(usize, usize)> {
    let line = line.trim_end();
    let (indent, text) = unindent(line);
    let rest = text.trim_start_matches(':');
    let colons = text.len() - rest.len();
    let rest = rest.trim_start();
    let is_directive = indent <= 3 && colons >= 3 && (rest.is_empty() || rest.starts_with(char::is_alphabetic));
    is_directive.then(|| (colons, line.len() - rest.len()))
}

/// Splits the spaces off the front of a line.
fn unindent(line: &str) -> (usize, &str) {
    let text = line.trim_start_matches(' ');
    (line.len() - text.len(), text)
}

struct Scanner<'f, 'p> {
    faults: &'f mut Faults<'p>,
    /// Colons, name and line of the directives open.
    open: Vec<(usize, String, Range<usize>)>,
    /// Closing lines left over by directives that were closed for their author: no second fault for one slip.
    forgiven: usize,
    lines: Vec<DirectiveLine>,
}

impl Scanner<'_, '_> {
    /// Takes a directive line, `rest` of which follows the colons at `start`; returns what it closes and opens,
    /// or `None` where it stays text.
    fn line(
        &mut self,
        colons: usize,
        rest: &str,
        start: usize,
        range: Range<usize>,
    ) -> Option<(usize, Option<Opening>)> {
        let rest = rest.trim_end();
        if rest.is_empty() {
            return Some((self.close(colons, &range), None));
        }
        let mut closes = 0;
        while self.open.last().is_some_and(|(outer, ..)| *outer <= colons) {
            self.unclosed();
            self.forgiven += 1;
            closes += 1;
        }
        if self.open.len() == DEPTH {
            let message = format!("directives are nested more than {DEPTH} deep");
            self.faults.add(&codes::UNCLOSED_DIRECTIVE, &range, message, "close the outer ones first");
            return None;
        }
        let opening = arguments::read(rest, start, self.faults);
        let name = rest.split_whitespace().next().unwrap_or_default().to_owned();
        self.open.push((colons, name, range));
        Some((closes, Some(opening)))
    }

    /// Takes a closing line; returns how many directives it closes.
    fn close(&mut self, colons: usize, range: &Range<usize>) -> usize {
        let Some(place) = self.open.iter().rposition(|(open, ..)| *open == colons) else {
            if self.forgiven > 0 {
                self.forgiven -= 1;
            } else {
                let help = match self.open.last() {
                    Some((open, name, _)) => format!("`{name}` is open and closes with {open} colons"),
                    None => "remove the line, or open a directive before it".to_owned(),
                };
                let message = "this closes no directive".to_owned();
                self.faults.add(&codes::UNCLOSED_DIRECTIVE, range, message, &help);
            }
            return 0;
        };
        let closes = self.open.len() - place;
        while self.open.len() > place + 1 {
            self.unclosed();
        }
        self.open.pop();
        closes
    }

    /// Closes the innermost directive for its author.
    fn unclosed(&mut self) {
        if let Some((colons, name, range)) = self.open.pop() {
            let help = format!(
                "end it with a line of {colons} colons; a directive that holds others has more colons than they"
            );
            self.faults.add(&codes::UNCLOSED_DIRECTIVE, &range, format!("directive `{name}` is not closed"), &help);
        }
    }

    fn end(&mut self) {
        while !self.open.is_empty() {
            self.unclosed();
        }
    }
}

/// The block that hides what looks like a directive line.
#[derive(Debug, PartialEq, Eq)]
enum Opaque {
    No,
    /// A fenced code block: its character, how many at least close it, and how far its content is indented if
    /// it began on the line of a list item.
    Fence(char, usize, usize),
    /// An HTML block that ends with a line holding this text.
    Html(&'static str),
}

impl Opaque {
    /// Moves on by a line; says whether the line is part of such a block.
    fn covers(&mut self, line: &str) -> bool {
        let (indent, text) = unindent(line);
        match *self {
            Self::Fence(..) if text.is_empty() => return true,
            Self::Fence(_, _, container) if indent < container => *self = Self::No,
            Self::Fence(fence, length, container) => {
                let rest = text.trim_start_matches(fence);
                if indent <= container + 3 && text.len() - rest.len() >= length && rest.trim().is_empty() {
                    *self = Self::No;
                }
                return true;
            }
            Self::Html(end) => {
                if contains_ignoring_case(line, end) {
                    *self = Self::No;
                }
                return true;
            }
            Self::No => {}
        }
        if indent <= 3
            && let Some(end) = html_end(text)
        {
            if !contains_ignoring_case(text.get(2..).unwrap_or_default(), end) {
                *self = Self::Html(end);
            }
            return true;
        }
        if let Some((fence, length, container)) = fence(line) {
            *self = Self::Fence(fence, length, container);
            return true;
        }
        false
    }
}

/// Reads a line that opens a fenced code block, at the margin or on the line of a list item.
fn fence(line: &str) -> Option<(char, usize, usize)> {
    let (mut indent, mut text) = unindent(line);
    let mut container = 0;
    while indent <= 3 {
        for fence in ['`', '~'] {
            let rest = text.trim_start_matches(fence);
            let length = text.len() - rest.len();
            if length >= 3 && !(fence == '`' && rest.contains('`')) {
                return Some((fence, length, container));
            }
        }
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let rest = match digits {
            0 => text.strip_prefix(['-', '+', '*']),
            1..=9 => text[digits..].strip_prefix(['.', ')']),
            _ => None,
        }?;
        (indent, text) = unindent(rest);
        if indent == 0 {
            return None;
        }
        container = line.len() - text.len();
        // The first space belongs to the list item's marker.
        indent -= 1;
    }
    None
}

/// Returns what ends an HTML block of the kinds 1 to 5 that begins with this text.
fn html_end(text: &str) -> Option<&'static str> {
    let rest = text.strip_prefix('<')?;
    for (tag, end) in [("script", "</script>"), ("pre", "</pre>"), ("style", "</style>"), ("textarea", "</textarea>")] {
        if let Some(start) = rest.get(..tag.len())
            && start.eq_ignore_ascii_case(tag)
            && rest[tag.len()..].chars().next().is_none_or(|c| matches!(c, ' ' | '\t' | '>'))
        {
            return Some(end);
        }
    }
    match rest.strip_prefix('!') {
        Some(declaration) if declaration.starts_with("--") => Some("-->"),
        Some(declaration) if declaration.starts_with("[CDATA[") => Some("]]>"),
        Some(declaration) if declaration.starts_with(|c: char| c.is_ascii_alphabetic()) => Some(">"),
        _ => rest.starts_with('?').then_some("?>"),
    }
}

fn contains_ignoring_case(line: &str, end: &str) -> bool {
    line.as_bytes().windows(end.len()).any(|window| window.eq_ignore_ascii_case(end.as_bytes()))
}
