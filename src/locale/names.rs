//! What a language calls the languages, and itself.

use icu_locale::names::{DisplayNamesPreferences, LanguageIdentifierDisplayName, LanguageIdentifierDisplayNameOptions};
use icu_locale::{LanguageIdentifier, Locale, langid};

use super::data_locale;
use crate::config::LanguageTag;

/// Names of languages for themselves that CLDR lacks.
const ENDONYMS: &[(&str, &str)] =
    &[("cnr", "crnogorski"), ("dv", "ދިވެހިބަސް"), ("me", "crnogorski"), ("prs", "دری"), ("yi", "ייִדיש")];

/// The names that one language has for languages.
#[derive(Debug)]
pub(super) struct Names {
    reader: DisplayNamesPreferences,
    endonym: String,
}

impl Names {
    pub(super) fn new(tag: &LanguageTag, data: &Locale) -> Self {
        Self { reader: data.into(), endonym: endonym(tag, data) }
    }

    pub(super) fn endonym(&self) -> &str {
        &self.endonym
    }

    pub(super) fn name_of(&self, language: &LanguageTag) -> String {
        match language.locale().id.language.as_str() {
            "cnr" | "me" => montenegrin(self.reader),
            _ => name(self.reader, &data_locale(language).id),
        }
        .unwrap_or_else(|| endonym(language, &data_locale(language)))
    }
}

fn endonym(tag: &LanguageTag, data: &Locale) -> String {
    let language = tag.locale().id.language;
    let listed = ENDONYMS.iter().find(|(code, _)| *code == language.as_str()).map(|(_, name)| (*name).to_owned());
    listed.or_else(|| name(data.into(), &data.id)).unwrap_or_else(|| tag.to_string())
}

/// CLDR files Montenegrin as the Serbian of Montenegro, and where a language has no name of its own for it, would
/// call it so; a language is not called by the name of another.
fn montenegrin(reader: DisplayNamesPreferences) -> Option<String> {
    let found = name(reader, &langid!("sr-ME"))?;
    let serbian = name(reader, &langid!("sr"))?;
    (!found.contains(&serbian)).then_some(found)
}

/// Looks a name up in CLDR's whole data (the light one lacks Bulgarian, Croatian, Irish …); `None` where ICU has
/// nothing better than the code.
fn name(reader: DisplayNamesPreferences, subject: &LanguageIdentifier) -> Option<String> {
    let options = LanguageIdentifierDisplayNameOptions::default();
    let name = LanguageIdentifierDisplayName::try_new_heavy(reader, subject.clone(), options).ok()?;
    let name = name.as_borrowed().to_string();
    let code = subject.language.as_str();
    let rest = name.strip_prefix(code);
    (!rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '(']))).then_some(name)
}
