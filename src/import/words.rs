//! Words of the interface for a language that the theme does not speak: the English ones, in
//! the form that the plural rules ask for, to be translated by somebody.

use crate::config::LanguageTag;
use crate::locale::{Locale, is_same_written};
use crate::theme::{embedded, embedded_text};

/// Makes the strings of a language, from the English ones; `None` where the theme has them, or those of the same language
/// in the same script, which stand behind it.
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

/// Gives every choice by number all the forms that a language has; a form that is not there says what `other` says.
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
