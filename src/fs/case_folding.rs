//! Names that a disk or a host takes for one: those that differ in upper and lower case, or in the form of Unicode, alone.
//!
//! macOS and Windows fold case, macOS composition as well; Linux does neither. So a name that is free on one machine is
//! taken on the next.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

/// Returns the form in which names are compared by what folds case: full folding (Unicode, section 3.13), composed.
#[must_use]
pub fn case_folded(name: &str) -> Cow<'_, str> {
    if is_case_folded_ascii(name) {
        return Cow::Borrowed(name);
    }
    Cow::Owned(name.nfc().flat_map(folded).nfc().collect())
}

fn is_case_folded_ascii(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase())
}

/// By way of the capitals, so that `ß` is `ss` and every sigma is one.
fn folded(c: char) -> impl Iterator<Item = char> {
    // The small dotless i of Turkish has a capital that is not its own.
    let is_itself = c.is_ascii_lowercase() || c == 'ı';
    let capitals = c.to_lowercase().flat_map(char::to_uppercase).flat_map(char::to_lowercase);
    is_itself.then_some(c).into_iter().chain(capitals.filter(move |_| !is_itself))
}

#[cfg(test)]
mod tests {
    use super::case_folded;

    #[test]
    fn names_that_a_disk_takes_for_one_are_equal() {
        for (one, other) in [
            ("Logo.SVG", "logo.svg"),
            ("E\u{301}tat.pdf", "état.PDF"),
            ("ΟΔΟΣ", "οδος"),
            ("οδός", "οδόσ"),
            ("STRASSE", "straße"),
            ("ẞ", "ß"),
            ("İ", "i\u{307}"),
            ("Å", "\u{212b}"),
            ("ДОГОВОР", "договор"),
        ] {
            assert_eq!(case_folded(one), case_folded(other), "{one} {other}");
        }
        for (one, other) in [("ılık", "ilik"), ("e", "é"), ("名", "各"), ("a b", "a_b")] {
            assert_ne!(case_folded(one), case_folded(other), "{one} {other}");
        }
    }
}
