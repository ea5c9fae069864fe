//! The script a language is written in, and the territory it is most spoken in: CLDR's likely subtags.

use icu_locale::{LanguageIdentifier, LocaleExpander};

use crate::config::LanguageTag;

/// A script by its code, with what depends on the likely subtags.
#[derive(Debug)]
pub(super) struct Script {
    code: String,
    open_graph_locale: String,
}

/// Returns whether two tags are of one language in one script, whatever their regions: `fr-CA` and `fr`, not `zh-Hant`
/// and `zh`.
#[must_use]
pub fn is_same_written(one: &LanguageTag, other: &LanguageTag) -> bool {
    let full = |tag: &LanguageTag| {
        let mut language: LanguageIdentifier = tag.as_str().parse().ok()?;
        LocaleExpander::new_extended().maximize(&mut language);
        Some((language.language, language.script))
    };
    full(one).is_some_and(|one| full(other) == Some(one))
}

impl Script {
    /// Completes a language by its likely subtags (UTS #35, part 1, section 4.3).
    pub(super) fn of(language: &LanguageIdentifier) -> Self {
        let mut full = language.clone();
        LocaleExpander::new_extended().maximize(&mut full);
        Self {
            code: full.script.map_or_else(|| "Zyyy".to_owned(), |script| script.as_str().to_owned()),
            open_graph_locale: full
                .region
                .map_or_else(|| full.language.to_string(), |region| format!("{}_{region}", full.language)),
        }
    }

    pub(super) fn code(&self) -> &str {
        &self.code
    }

    pub(super) fn has_italics(&self) -> bool {
        matches!(self.code.as_str(), "Latn" | "Cyrl" | "Grek")
    }

    pub(super) fn open_graph_locale(&self) -> &str {
        &self.open_graph_locale
    }
}
