//! Anchors of headings.

use std::collections::{HashMap, HashSet};

use unicode_normalization::char::is_combining_mark;

use crate::content::nfc::nfc;

/// Makes an anchor of a heading's text: lower case, in NFC; letters, digits and marks of any script, `-` and
/// `_` stay, a run of white space becomes one `-`, the rest goes. Empty where nothing stays.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    let mut gap = false;
    let mut lower = String::with_capacity(text.len() + 2);
    for c in text.chars() {
        if c.is_ascii() {
            lower.push(c.to_ascii_lowercase());
        } else {
            lower.extend(c.to_lowercase());
        }
    }
    for c in nfc(&lower).chars() {
        if c.is_whitespace() || c == '-' {
            gap = true;
        } else if c.is_alphanumeric() || c == '_' || (!c.is_ascii() && is_combining_mark(c)) {
            if gap && !slug.is_empty() {
                slug.push('-');
            }
            gap = false;
            slug.push(c);
        }
    }
    slug
}

/// The anchors given so far.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    taken: HashSet<String>,
    next: HashMap<String, usize>,
}

impl Anchors {
    /// Returns the wanted anchor, or the first free one of `wanted-2`, `wanted-3`, …
    ///
    /// `fn-…` and `fnref-…` belong to footnotes, which are numbered only after the headings are written.
    pub(super) fn unique(&mut self, wanted: &str) -> String {
        let wanted = match wanted {
            "" => "section".to_owned(),
            w if w.starts_with("fn-") || w.starts_with("fnref-") => format!("h-{w}"),
            w => w.to_owned(),
        };
        let mut anchor = wanted.clone();
        while !self.taken.insert(anchor.clone()) {
            let count = self.next.entry(wanted.clone()).or_insert(1);
            *count += 1;
            anchor = format!("{wanted}-{count}");
        }
        anchor
    }
}

#[cfg(test)]
mod tests {
    use super::{Anchors, slug};

    #[test]
    fn anchors_keep_every_script() {
        assert_eq!(slug("Visa fees: what you pay"), "visa-fees-what-you-pay");
        assert_eq!(slug("Qui peut demander\u{202f}?"), "qui-peut-demander");
        assert_eq!(slug("申请签证"), "申请签证");
        assert_eq!(slug("رسوم التأشيرة"), "رسوم-التأشيرة");
        assert_eq!(slug("हिन्दी में"), "हिन्दी-में");
        assert_eq!(slug("E\u{301}tat"), "état");
        assert_eq!(slug("a - b -- c"), "a-b-c");
        assert_eq!(slug("!?"), "");
    }

    #[test]
    fn equal_headings_get_different_anchors() {
        let mut anchors = Anchors::default();
        let given: Vec<_> = ["a", "a", "a-2", "a", "", "fn-1"].iter().map(|w| anchors.unique(w)).collect();
        assert_eq!(given, ["a", "a-2", "a-2-2", "a-3", "section", "h-fn-1"]);
    }
}
