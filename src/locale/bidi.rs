//! Which inserted texts must be isolated so that the line around them keeps its order (UAX #9).
//!
//! Isolates are invisible characters that people copy along; a text gets them only where its absence would show.

use super::Direction::{self, Ltr, Rtl};

const FIRST_STRONG_ISOLATE: char = '\u{2068}';
const POP_DIRECTIONAL_ISOLATE: char = '\u{2069}';

/// Appends a text to a line, between U+2068 and U+2069 where it needs isolation.
pub(super) fn push_isolated(line: &mut String, text: &str, base: Direction) {
    if needs_isolation(text, base) {
        line.push(FIRST_STRONG_ISOLATE);
        line.push_str(text);
        line.push(POP_DIRECTIONAL_ISOLATE);
    } else {
        line.push_str(text);
    }
}

/// Returns whether a text in a line of direction `base` needs isolation: its first strong character has the other
/// direction, or it mixes both, or the line runs to the left and the text has no strong character at all (a
/// telephone number would begin at its end).
fn needs_isolation(text: &str, base: Direction) -> bool {
    let mut strong = text.chars().filter_map(strong_direction);
    match strong.next() {
        Some(first) => first != base || strong.any(|direction| direction != first),
        None => base == Rtl && text.chars().any(|c| !c.is_whitespace()),
    }
}

/// Returns the direction of a strong character. Letters are taken for strong; the ranges are those whose default
/// class in `DerivedBidiClass.txt` is R or AL, so letters of future versions of Unicode are right as well.
fn strong_direction(c: char) -> Option<Direction> {
    match c {
        '\u{200E}' => Some(Ltr),
        '\u{200F}' | '\u{061C}' => Some(Rtl),
        c if !c.is_alphabetic() => None,
        '\u{0590}'..='\u{08FF}'
        | '\u{FB1D}'..='\u{FDFF}'
        | '\u{FE70}'..='\u{FEFF}'
        | '\u{10800}'..='\u{10FFF}'
        | '\u{1E800}'..='\u{1EFFF}' => Some(Rtl),
        _ => Some(Ltr),
    }
}

#[cfg(test)]
mod tests {
    use super::Direction::{Ltr, Rtl};
    use super::needs_isolation;

    #[test]
    fn only_a_text_that_would_disturb_the_line_is_isolated() {
        for (text, base, needed) in [
            ("French", Ltr, false),
            ("العربية", Ltr, true),
            ("the عربية word", Ltr, true),
            ("+999 20 555 0101", Ltr, false),
            ("العربية", Rtl, false),
            ("9 مارس 2026", Rtl, false),
            ("MFA/2026/041", Rtl, true),
            ("بيان MFA", Rtl, true),
            ("+999 20 555 0101", Rtl, true),
            ("", Rtl, false),
            (" ", Rtl, false),
        ] {
            assert_eq!(needs_isolation(text, base), needed, "`{text}` in {base:?}");
        }
    }
}
