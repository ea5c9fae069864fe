//! A language of the site, by its BCP 47 tag.

use std::fmt;
use std::sync::Arc;

use icu_locale::Locale;

/// A BCP 47 language tag in canonical form, for instance `fr`, `pt-BR` or `zh-Hant` (RFC 5646, section 2.1).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LanguageTag(Arc<str>);

impl LanguageTag {
    /// Reads a tag; `None` where it is not well-formed.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        let locale: Locale = tag.parse().ok()?;
        (!locale.id.language.is_unknown()).then(|| Self(locale.to_string().into()))
    }

    /// Returns the tag as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the locale that ICU knows by this tag.
    #[must_use]
    pub fn locale(&self) -> Locale {
        self.0.parse().unwrap_or(Locale::UNKNOWN)
    }
}

impl fmt::Display for LanguageTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
