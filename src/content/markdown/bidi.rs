//! Direction controls that can make a text read as something else ("Trojan Source", CVE-2021-42574).

use std::ops::Range;

use crate::diag::codes;

use super::faults::Faults;

const HELP: &str = "remove the invisible character; isolation is added where it is needed";

/// Says whether a character is one of the embeddings and overrides that isolates replaced (UAX #9, 2.1 and 2.2).
fn is_embedding(c: char) -> bool {
    ('\u{202A}'..='\u{202E}').contains(&c)
}

fn is_isolate(c: char) -> bool {
    ('\u{2066}'..='\u{2069}').contains(&c)
}

fn message(c: char) -> String {
    if is_embedding(c) {
        format!("outdated direction control `U+{:04X}`", u32::from(c))
    } else {
        format!("unbalanced direction control `U+{:04X}`", u32::from(c))
    }
}

/// Reports every embedding and override of a source. Returns whether the source can hold any control at all,
/// written as such or as a character reference.
pub(super) fn check_source(source: &str, faults: &mut Faults<'_>) -> bool {
    let mut possible = source.contains("&#");
    // The first byte of all of them.
    if !source.as_bytes().contains(&0xE2) {
        return possible;
    }
    for (at, c) in source.char_indices() {
        if is_embedding(c) {
            faults.add(&codes::BIDI_CONTROL, &(at..at + c.len_utf8()), message(c), HELP);
        }
        possible |= is_isolate(c);
    }
    possible
}

/// The isolates open in one block of text.
#[derive(Debug, Default)]
pub(super) struct Isolates {
    open: Vec<(char, Range<usize>)>,
}

impl Isolates {
    /// Reads a stretch of text; `raw` says that it stands in the source letter by letter, at `range`.
    pub(super) fn read(&mut self, text: &str, range: &Range<usize>, raw: bool, faults: &mut Faults<'_>) {
        for (at, c) in text.char_indices() {
            let place = if raw { range.start + at..range.start + at + c.len_utf8() } else { range.clone() };
            match c {
                '\u{2066}'..='\u{2068}' => self.open.push((c, place)),
                '\u{2069}' if self.open.pop().is_none() => faults.add(&codes::BIDI_CONTROL, &place, message(c), HELP),
                // One that stands in the source as such is reported by `check_source`.
                _ if is_embedding(c) && !raw => faults.add(&codes::BIDI_CONTROL, &place, message(c), HELP),
                _ => {}
            }
        }
    }

    /// Ends the block: what is still open is unbalanced, since isolation ends with the block.
    pub(super) fn end(&mut self, faults: &mut Faults<'_>) {
        for (c, place) in self.open.drain(..) {
            faults.add(&codes::BIDI_CONTROL, &place, message(c), HELP);
        }
    }
}
