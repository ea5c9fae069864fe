//! Converts foreign names to parts of addresses, keeping as much as possible so that addresses change little.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Converts a name to a slug: lower case, in NFC; letters, digits and marks of any script stay, each run of other
/// characters becomes one `-`. Returns an empty text if nothing is left.
#[must_use]
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    let mut gap = false;
    for c in name.nfc().flat_map(char::to_lowercase) {
        // Some capitals have no lower-case form; `is_slug` would refuse them.
        let stays = (c.is_alphanumeric() && !c.is_uppercase()) || (is_combining_mark(c) && !slug.is_empty());
        if stays {
            if gap && !slug.is_empty() {
                slug.push('-');
            }
            gap = false;
            slug.push(c);
        } else if !matches!(c, '’' | '‘' | '\'') {
            gap = true;
        }
    }
    slug.nfc().collect()
}

/// Converts every part of a path to a slug, and omits parts of which nothing is left.
#[must_use]
pub fn path(path: &str) -> String {
    path.split('/').map(slug).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
}

/// Converts a file's name to a title.
#[must_use]
pub fn title(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::{path, slug, title};
    use crate::spec::is_slug;

    #[test]
    fn what_can_stay_stays() {
        for (name, expected) in [
            ("CDS-gets-its-first-CEO", "cds-gets-its-first-ceo"),
            ("-‘a-percentage-of-perfection’:-incident", "a-percentage-of-perfection-incident"),
            ("5-conseils-pour-présentations", "5-conseils-pour-présentations"),
            ("v1.0_final", "v1-0-final"),
            ("विदेश नीति", "विदेश-नीति"),
            ("外交部声明", "外交部声明"),
            ("***", ""),
        ] {
            assert_eq!(slug(name), expected, "{name}");
            assert!(expected.is_empty() || is_slug(expected), "{name}");
        }
        assert_eq!(path("Blog/2020 Posts//x"), "blog/2020-posts/x");
        assert_eq!(title("past-projects_2020"), "Past projects 2020");
    }
}
