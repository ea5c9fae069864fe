//! UI strings for a language that the theme does not include: the English ones, with the plural forms of the language,
//! for a person to translate.

use crate::config::LanguageTag;
use crate::locale::{Locale, is_same_written};
use crate::theme::{embedded, embedded_text};

/// Creates the UI strings of a language from the English ones. Returns `None` if the theme has them, or has strings of
/// the same language in the same script, which then serve as the fallback.
#[must_use]
pub fn strings(tag: &str) -> Option<String> {
    let language = LanguageTag::parse(tag)?;
    let mut spoken = embedded().filter_map(|(name, _)| name.strip_prefix("strings/")?.strip_suffix(".ftl"));
    if spoken.any(|other| LanguageTag::parse(other).is_some_and(|other| is_same_written(&language, &other))) {
        return None;
    }
    let locale = Locale::new(&language, None);
    Some(with_plurals(embedded_text("strings/en.ftl")?, locale.plural_categories()))
}

/// Gives every plural choice all the forms of the language; a missing form gets the text of `other`.
fn with_plurals(strings: &str, categories: &[&str]) -> String {
    let lines: Vec<&str> = strings.lines().collect();
    let mut out = String::with_capacity(strings.len() * 2);
    let mut known: Vec<&str> = Vec::new();
    let mut is_open = false;
    for line in lines {
        let trimmed = line.trim_start();
        if trimmed.ends_with("->") {
            (is_open, known) = (true, Vec::new());
        } else if is_open && let Some(name) = trimmed.strip_prefix('[').and_then(|rest| rest.split(']').next()) {
            known.push(name);
        } else if is_open && let Some(rest) = trimmed.strip_prefix("*[other]") {
            for category in categories.iter().filter(|category| **category != "other" && !known.contains(category)) {
                out.push_str("        [");
                out.push_str(category);
                out.push(']');
                out.push_str(rest);
                out.push('\n');
            }
            is_open = false;
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{strings, with_plurals};

    #[test]
    fn a_language_that_the_theme_speaks_needs_no_words() {
        for tag in ["fr", "fr-CA", "zh-Hans"] {
            assert_eq!(strings(tag), None, "{tag}");
        }
        assert!(strings("de").is_some_and(|words| words.contains("[one]")));
        assert!(strings("zh-Hant").is_some_and(|words| words.contains("Search")));
    }

    #[test]
    fn every_plural_form_of_a_language_is_there() {
        let made = with_plurals(
            "n =\n    { $n ->\n        [one] one\n       *[other] many\n    }\n",
            &["one", "few", "many", "other"],
        );
        assert_eq!(
            made,
            "n =\n    { $n ->\n        [one] one\n        [few] many\n        [many] many\n       *[other] many\n    }\n"
        );
    }
}
