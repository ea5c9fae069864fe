//! Joins the pieces of a line: white space, links, and emphasis where Markdown would recognise its delimiters.

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Finished Markdown; white space at its edges may be merged with that of its neighbours.
    Text(String),
    Open(Kind),
    Close(Kind),
    LinkOpen,
    /// The end of a link, with everything that follows the link's text.
    LinkClose(String),
    /// A line break.
    Break,
    /// The checkbox of a task list item, and whether it is checked.
    Task(bool),
}

/// An element that Markdown writes with delimiters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Emphasis,
    Strong,
    Deleted,
}

impl Kind {
    /// Returns Markdown's delimiter, and the allowed element to use where the delimiter would not be recognised.
    fn delimiter(self) -> (&'static str, &'static str) {
        match self {
            Self::Emphasis => ("*", "i"),
            Self::Strong => ("**", "b"),
            Self::Deleted => ("~~", "span"),
        }
    }
}

/// Joins pieces to Markdown; `line_break` is the text for a break.
pub(super) fn join(pieces: Vec<Piece>, line_break: &str) -> String {
    let pieces = without_empty(spaces_outside(pieces));
    let mut out = String::new();
    // For each open element: whether it is written with delimiters.
    let mut open: Vec<bool> = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Text(text) => push(&mut out, text),
            Piece::Break => {
                out.truncate(out.trim_end_matches(' ').len());
                out.push_str(line_break);
            }
            Piece::Task(done) => {
                let bullet = if out.is_empty() { "- " } else { "" };
                push(&mut out, bullet);
                push(&mut out, if *done { "[x] " } else { "[ ] " });
            }
            Piece::LinkOpen => {
                if out.ends_with('!') {
                    out.insert(out.len() - 1, '\\');
                }
                out.push('[');
            }
            Piece::LinkClose(rest) => out.push_str(rest),
            Piece::Open(kind) => {
                let close = closing(&pieces, at);
                let flanks = close.is_some_and(|close| {
                    opens(last(&out), first(&pieces[at + 1..]))
                        && closes(last_of(&pieces[..close]), first(&pieces[close + 1..]))
                });
                open.push(flanks);
                let (delimiter, element) = kind.delimiter();
                if flanks {
                    out.push_str(delimiter);
                } else {
                    out.extend(["<", element, ">"]);
                }
            }
            Piece::Close(kind) => {
                let (delimiter, element) = kind.delimiter();
                if open.pop() == Some(true) {
                    out.push_str(delimiter);
                } else {
                    out.extend(["</", element, ">"]);
                }
            }
        }
    }
    out.trim().to_owned()
}

/// Appends a text; where two white spaces meet, only the first is kept.
fn push(out: &mut String, text: &str) {
    let at_start = out.is_empty() || out.ends_with([' ', '\n']) || out.ends_with("<br>");
    out.push_str(if at_start { text.trim_start_matches(' ') } else { text });
}

/// Moves white space at the inner edges of elements and links to their outside.
fn spaces_outside(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) => {
                let mut text = text.as_str();
                if text.starts_with(' ') && matches!(out.last(), Some(Piece::Open(_) | Piece::LinkOpen)) {
                    text = text.trim_start_matches(' ');
                    let opens = out.iter().rev().take_while(|p| matches!(p, Piece::Open(_) | Piece::LinkOpen)).count();
                    out.insert(out.len() - opens, Piece::Text(" ".to_owned()));
                }
                if !text.is_empty() {
                    out.push(Piece::Text(text.to_owned()));
                }
            }
            Piece::Close(_) | Piece::LinkClose(_) => {
                let mut spaced = false;
                if let Some(Piece::Text(text)) = out.last_mut()
                    && text.ends_with(' ')
                {
                    text.truncate(text.trim_end_matches(' ').len());
                    spaced = true;
                    if text.is_empty() {
                        out.pop();
                    }
                }
                out.push(piece);
                if spaced {
                    out.push(Piece::Text(" ".to_owned()));
                }
            }
            piece => out.push(piece),
        }
    }
    out
}

/// Removes empty elements.
fn without_empty(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    for piece in pieces {
        let is_empty = match (&piece, out.last()) {
            (Piece::Close(kind), Some(Piece::Open(open))) => kind == open,
            (Piece::LinkClose(_), Some(Piece::LinkOpen)) => true,
            _ => false,
        };
        if is_empty {
            out.pop();
        } else {
            out.push(piece);
        }
    }
    out
}

/// Finds the piece that closes an element opened at `open`.
fn closing(pieces: &[Piece], open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, piece) in pieces.iter().enumerate().skip(open) {
        match piece {
            Piece::Open(_) => depth += 1,
            Piece::Close(_) if depth == 1 => return Some(at),
            Piece::Close(_) => depth -= 1,
            _ => {}
        }
    }
    None
}

fn last(out: &str) -> char {
    out.chars().next_back().unwrap_or(' ')
}

/// Returns the first character that the pieces will produce.
fn first(pieces: &[Piece]) -> char {
    let found = pieces.iter().find_map(|piece| match piece {
        Piece::Text(text) => text.chars().next(),
        Piece::LinkOpen => Some('['),
        Piece::LinkClose(_) => Some(']'),
        Piece::Break => Some('\n'),
        _ => Some('*'),
    });
    found.unwrap_or(' ')
}

fn last_of(pieces: &[Piece]) -> char {
    let found = pieces.iter().rev().find_map(|piece| match piece {
        Piece::Text(text) => text.chars().next_back(),
        Piece::LinkOpen => Some('['),
        Piece::LinkClose(_) => Some(')'),
        Piece::Break => Some('\n'),
        _ => Some('*'),
    });
    found.unwrap_or(' ')
}

/// Returns whether a run of delimiters between two characters opens emphasis (CommonMark 0.31.2, 6.2).
pub(in super::super) fn opens(before: char, after: char) -> bool {
    !after.is_whitespace() && (!is_punctuation(after) || before.is_whitespace() || is_punctuation(before))
}

/// Returns whether a run of delimiters between two characters closes emphasis.
pub(in super::super) fn closes(before: char, after: char) -> bool {
    opens(after, before)
}

/// Returns whether a character counts as punctuation: anything but letters, digits and spaces. This includes a few
/// characters that are not punctuation in Unicode; in such doubtful cases the element is written instead.
fn is_punctuation(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace()
}
