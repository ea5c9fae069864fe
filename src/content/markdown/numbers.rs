//! Numbers of several parts, as telephone numbers are: `+999 20 555 0101`, `12 500`, `2026-11-23`.
//!
//! Digits are written from left to right in every script, but their parts take the direction of the line: in Arabic prose
//! `+999 20 555` is shown as `555 20 999+` (UAX #9: white space, `+` and `-` between numbers are neutral). So pages in
//! such languages isolate them. A range (`2024–2026`, `2024-2026`) and years in a row are read in the direction of the
//! line, and are left alone; `12.5`, `10:30` and `1/2` keep together by themselves.

use std::ops::Range;

/// Finds the numbers of a text that are to be isolated.
#[must_use]
pub fn find(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if !text.bytes().any(|byte| byte.is_ascii_digit() || matches!(byte, 0xD9 | 0xDB)) {
        return found;
    }
    let mut at = 0;
    while let Some(start) = text[at..].find(|c| is_digit(c) || c == '+').map(|found| at + found) {
        let run = run(text, start);
        let before = text[..start].chars().next_back();
        let is_apart = before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '/' | '-' | '_' | '.' | '#' | '='));
        let after = text[run.end..].chars().next();
        let is_ended = after.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '/' | '_'));
        at = run.end.max(start + 1);
        let with_bracket = start - usize::from(before == Some('(') && text[run.clone()].contains(')'));
        if is_apart && is_ended && is_turned_around(&text[run.clone()]) {
            found.push(with_bracket..run.end);
        }
    }
    found
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}')
}

/// Returns the longest run of digits, with single separators between them, that begins at a place.
fn run(text: &str, start: usize) -> Range<usize> {
    let mut end = start;
    let mut gap = 0;
    for (at, c) in text[start..].char_indices() {
        if is_digit(c) {
            (end, gap) = (start + at + c.len_utf8(), 0);
        } else if at > 0 || c == '+' {
            gap += 1;
            // `(0) ` and `) ` between two groups.
            let is_separator = matches!(c, ' ' | '\u{A0}' | '\u{202F}' | '\u{2009}' | '-' | '\u{2011}' | '.' | '/');
            let is_bracket = matches!(c, '(' | ')');
            if !(is_separator || is_bracket || at == 0) || gap > 2 || (gap == 2 && is_separator && end == start) {
                break;
            }
        }
    }
    start..end.max(start)
}

/// Tells whether the parts of a run would change places on a line from right to left.
fn is_turned_around(run: &str) -> bool {
    let groups: Vec<&str> = run.split(|c| !is_digit(c)).filter(|group| !group.is_empty()).collect();
    let length = |group: &&str| group.chars().count();
    if run.starts_with('+') {
        return !groups.is_empty();
    }
    // What keeps together by itself, and pairs that are a range.
    let separators: Vec<char> = run.chars().filter(|c| !is_digit(*c)).collect();
    if separators.is_empty() || separators.iter().all(|c| matches!(c, '.' | '/')) {
        return false;
    }
    let digits: usize = groups.iter().map(length).sum();
    let is_year = |group: &&str| length(group) == 4 && (group.starts_with("19") || group.starts_with("20"));
    match groups.as_slice() {
        [first, second] => {
            let is_grouped = separators.iter().all(|c| c.is_whitespace()) && length(first) <= 3 && length(second) == 3;
            let is_local = first.starts_with(['0', '\u{660}']) && digits >= 6;
            is_grouped || is_local
        }
        [first, rest @ ..] => {
            let is_grouped = length(first) <= 3 && rest.iter().all(|group| length(group) == 3);
            is_grouped || (digits >= 7 && !groups.iter().all(is_year))
        }
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn parts_that_would_change_places_are_found() {
        for (text, number) in [
            ("الهاتف +999 20 555 0101.", "+999 20 555 0101"),
            ("+999", "+999"),
            ("(+999) 20 555 0101", "(+999) 20 555 0101"),
            ("+32 (0)2 501 81 11, x", "+32 (0)2 501 81 11"),
            ("02-555 0101", "02-555 0101"),
            ("02 5550101", "02 5550101"),
            ("12 500 €", "12 500"),
            ("1\u{202F}250\u{202F}000", "1\u{202F}250\u{202F}000"),
            ("2026-11-23", "2026-11-23"),
            ("٠١٠ ٢٠ ٥٥٥", "٠١٠ ٢٠ ٥٥٥"),
            ("978-3-16-148410-0", "978-3-16-148410-0"),
        ] {
            assert_eq!(find(text).iter().map(|range| &text[range.clone()]).collect::<Vec<_>>(), [number], "{text}");
        }
    }

    #[test]
    fn what_keeps_together_or_is_a_range_is_left_alone() {
        for text in [
            "2026",
            "12.5",
            "10:30",
            "1/2",
            "23/11/2026",
            "2024-2026",
            "2024–2026",
            "2024 2025 2026",
            "MFA/2026/001 2",
            "A4-2026",
            "5 6",
            "a+b",
            "+",
            "+ 5",
            "3 x 4",
            "",
            "x 2. y",
        ] {
            assert_eq!(find(text), [0..0; 0], "{text}");
        }
    }
}
