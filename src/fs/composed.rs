//! Normalisation (NFC), at no cost for text that is normalised already, as nearly all text is.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// Returns a text in NFC.
#[must_use]
pub fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || text.chars().all(is_inert) { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

/// Tells whether a character neither changes under NFC nor joins with another: of frequent ones, not of all. A text of
/// such characters alone is in NFC (UAX #15, section 9: `NFC_QC` is yes and the combining class 0).
fn is_inert(c: char) -> bool {
    matches!(
        c,
        '\0'..='\u{2FF}'
            // Greek, Cyrillic, Hebrew, Arabic.
            | '\u{388}'..='\u{482}'
            | '\u{48A}'..='\u{52F}'
            | '\u{5D0}'..='\u{5EA}'
            | '\u{600}'..='\u{60F}'
            | '\u{61B}'..='\u{64A}'
            | '\u{660}'..='\u{66F}'
            | '\u{671}'..='\u{6D5}'
            // Punctuation, currencies, arrows.
            | '\u{2010}'..='\u{205E}'
            | '\u{20A0}'..='\u{20BF}'
            | '\u{2190}'..='\u{2199}'
            // Chinese, Japanese, Korean.
            | '\u{3000}'..='\u{3029}'
            | '\u{3041}'..='\u{3096}'
            | '\u{30A0}'..='\u{30FF}'
            | '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{AC00}'..='\u{D7A3}'
            | '\u{FF00}'..='\u{FFEF}'
    )
}

#[cfg(test)]
mod tests {
    use unicode_normalization::char::canonical_combining_class;
    use unicode_normalization::{IsNormalized, is_nfc_quick};

    use super::{composed, is_inert};

    #[test]
    fn characters_taken_for_inert_are_so() {
        for c in ('\0'..=char::MAX).filter(|c| is_inert(*c)) {
            assert_eq!(is_nfc_quick(std::iter::once(c)), IsNormalized::Yes, "U+{:04X}", u32::from(c));
            assert_eq!(canonical_combining_class(c), 0, "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn what_is_not_normalised_becomes_so() {
        assert_eq!(composed("E\u{301}tat \u{212B}"), "État Å");
        assert_eq!(composed("Ministère 外交部"), "Ministère 外交部");
        assert_eq!(composed("\u{1112}\u{1161}\u{11AB}"), "한");
    }
}
