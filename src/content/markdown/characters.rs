//! Characters that no text holds on purpose: controls and noncharacters. HTML forbids them, and who pasted them does not
//! see them.

use std::ops::Range;

use crate::diag::{Severity, codes};

use super::faults::Faults;

/// Tells whether a character may not stand in a text, U+0000 included.
pub(super) fn is_forbidden(c: char) -> bool {
    match c {
        '\n' | '\t' | '\r' => false,
        '\u{FDD0}'..='\u{FDEF}' => true,
        _ => c.is_control() || u32::from(c) & 0xFFFE == 0xFFFE,
    }
}

/// Reports the first forbidden character of a source, and how many follow it.
pub(super) fn check_source(source: &str, faults: &mut Faults<'_>) {
    // The first bytes of all of them, but for noncharacters beyond U+FFFF: these are read where another one is.
    let may_be = |byte: u8| (byte < 0x20 && !b"\n\t\r".contains(&byte)) || matches!(byte, 0x7F | 0xC2 | 0xEF | 0xF0..);
    if !source.bytes().any(may_be) {
        return;
    }
    for is_nul in [true, false] {
        let mut found = source.char_indices().filter(|(_, c)| is_forbidden(*c) && (*c == '\0') == is_nul);
        if let Some((at, c)) = found.next() {
            report(c, &(at..at + c.len_utf8()), found.count(), faults);
        }
    }
}

/// Reports a forbidden character that was written as a character reference.
pub(super) fn check_written(text: &str, place: &Range<usize>, faults: &mut Faults<'_>) {
    if let Some(c) = text.chars().find(|c| is_forbidden(*c)) {
        report(c, place, 0, faults);
    }
}

fn report(c: char, place: &Range<usize>, more: usize, faults: &mut Faults<'_>) {
    let name = format!("U+{:04X}", u32::from(c));
    let more = if more == 0 { String::new() } else { format!(", and {more} more such characters") };
    let help = match c {
        '\0' => "the page shows `\u{FFFD}` in its place; remove it",
        '\u{B}' => "it is a line break of a word processor: begin a new line or paragraph instead",
        '\u{C}' => "it is a page break of a word processor: remove it",
        '\u{80}'..='\u{9F}' => {
            "the text was read in a wrong encoding before it was saved as UTF-8: write the character anew"
        }
        _ => "remove the invisible character",
    };
    faults.add(&codes::CONTROL_CHARACTER, place, format!("the text holds the control character {name}{more}"), help);
    if c == '\0'
        && let Some(last) = faults.list.last_mut()
    {
        last.severity = Severity::Warning;
    }
}
