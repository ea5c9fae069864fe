//! Anchors of headings.

use std::collections::{HashMap, HashSet};

use unicode_normalization::char::is_combining_mark;

use crate::fs::composed;

use super::body::{Body, Hole, Piece};
use super::escape;

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
    for c in composed(&lower).chars() {
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
    /// `fn-…` and `fnref-…` belong to footnotes, which are numbered only after the headings are written; what begins with
    /// `_` belongs to the frame of the page.
    pub(super) fn unique(&mut self, wanted: &str) -> String {
        let wanted = match wanted {
            "" => "section".to_owned(),
            w if w.starts_with("fn-") || w.starts_with("fnref-") => format!("h-{w}"),
            w if w.starts_with('_') => format!("h{w}"),
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

impl Body {
    /// Gives other ids to the headings whose own is taken on the page that shows the text: by a row of a register, whose
    /// address is cited, or by an entry of a list.
    pub fn give_way(&mut self, is_taken: impl Fn(&str) -> bool) {
        for heading in 0..self.headings.len() {
            let (level, old) = (self.headings[heading].level, self.headings[heading].id.clone());
            if old.is_empty() || !is_taken(&old) {
                continue;
            }
            let is_free = |id: &String| !is_taken(id) && self.headings.iter().all(|other| other.id != *id);
            let mut count = 2_usize;
            let mut new = format!("{old}-{count}");
            while !is_free(&new) {
                count += 1;
                new = format!("{old}-{count}");
            }
            let tag = |id: &str| {
                let mut tag = format!("<h{level} id=\"");
                escape::html(id, &mut tag);
                tag + "\">"
            };
            replace_once(&mut self.pieces, &tag(&old), &tag(&new));
            self.headings[heading].id = new;
        }
    }
}

/// Replaces the first occurrence in the HTML of pieces; says whether there was one.
fn replace_once(pieces: &mut [Piece], old: &str, new: &str) -> bool {
    pieces.iter_mut().any(|piece| match piece {
        Piece::Html(html) => html.find(old).is_some_and(|at| {
            html.replace_range(at..at + old.len(), new);
            true
        }),
        Piece::Hole(Hole::Directive(directive)) => replace_once(&mut directive.body.pieces, old, new),
        Piece::Hole(_) => false,
    })
}

#[cfg(test)]
mod tests {
    use super::{Anchors, slug};
    use crate::content::markdown::{Options, Piece, parse};
    use crate::diag::SourcePath;

    #[test]
    fn a_heading_gives_way_to_an_id_of_the_page() {
        let text = "## 2026\n\n## 2026\n\n## Fees\n";
        let mut body = parse(text, 0, &SourcePath::new("a.md"), &Options::content()).0;
        body.give_way(|id| id == "2026");
        let ids: Vec<&str> = body.headings.iter().map(|heading| heading.id.as_str()).collect();
        assert_eq!(ids, ["2026-3", "2026-2", "fees"]);
        let [Piece::Html(html)] = body.pieces.as_slice() else { panic!("{body:?}") };
        assert!(html.starts_with("<h2 id=\"2026-3\">") && !html.contains("\"2026\""), "{html}");
    }

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
        let given: Vec<_> = ["a", "a", "a-2", "a", "", "fn-1", "_content"].iter().map(|w| anchors.unique(w)).collect();
        assert_eq!(given, ["a", "a-2", "a-2-2", "a-3", "section", "h-fn-1", "h_content"]);
    }
}
