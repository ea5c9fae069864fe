//! The direction a language is written in.

use icu_locale::{LanguageIdentifier, LocaleDirectionality};

/// A direction of writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From left to right.
    Ltr,
    /// From right to left.
    Rtl,
}

impl Direction {
    /// Returns the value of HTML's `dir`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }

    /// Finds the direction of a language's script. ICU's extended data is needed for `dv` and `yi`.
    pub(super) fn of(language: &LanguageIdentifier) -> Self {
        if LocaleDirectionality::new_extended().is_right_to_left(language) { Self::Rtl } else { Self::Ltr }
    }
}
