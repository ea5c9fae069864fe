//! How a reference of a text is read: to a file beside it, or to an address of the site.
//!
//! Editors write names (`<Annex #1.pdf>`, `file = "note a.pdf"`) and programs write addresses (`note%20a.pdf`,
//! `annex.pdf#page=3`). A reference is the name that it is, where there is such a file; otherwise it is read as an address:
//! without query and fragment, percent-encoding undone once, composed (NFC) as the names of all files are. Checks, plan and
//! render all ask here, so that none of them finds a file that another does not.

use std::borrow::Cow;

use crate::config::address::decode;
use crate::diag::SourcePath;
use crate::fs::composed;

/// In how many places a name is looked for before a `#` or a `?`.
const SPLITS: usize = 8;

/// A file that a reference names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named<'a> {
    /// The file.
    pub path: SourcePath,
    /// Query and fragment, as written: `#page=3`.
    pub suffix: &'a str,
}

/// Finds the file that a reference in the text `from` names.
///
/// # Errors
///
/// The file that it would most simply be; `None` where the reference leaves the tree.
pub fn file<'a>(
    from: &SourcePath,
    reference: &'a str,
    is_there: impl Fn(&SourcePath) -> bool,
) -> Result<Named<'a>, Option<SourcePath>> {
    let path = match split(reference).0 {
        "" => reference,
        path => path,
    };
    let meant = from.resolve(&composed(&decode(path)));
    let found = find(reference, |name| from.resolve(name).filter(&is_there));
    found.map(|(path, suffix)| Named { path, suffix }).ok_or(meant)
}

/// Finds the address below the base that a reference from the root names, with its query and fragment.
pub fn address(reference: &str, is_there: impl Fn(&str) -> bool) -> Option<(String, &str)> {
    find(reference, |name| is_there(name).then(|| name.to_owned()))
}

/// Looks for what a reference names: for all of it, then for what stands before a `#` or `?`, the longest name first;
/// each as it is written and decoded, composed.
fn find<T>(reference: &str, look: impl Fn(&str) -> Option<T>) -> Option<(T, &str)> {
    let signs = || reference.char_indices().filter(|(_, c)| matches!(c, '#' | '?')).map(|(at, _)| at);
    let last: Vec<usize> = signs().rev().take(SPLITS).collect();
    let first = signs().next().filter(|first| !last.contains(first));
    std::iter::once(reference.len()).chain(last).chain(first).find_map(|at| {
        let (name, suffix) = reference.split_at(at);
        let found = look(&composed(name)).or_else(|| match decode(name) {
            plain if plain == name => None,
            plain => look(&composed(&plain)),
        })?;
        Some((found, suffix))
    })
}

/// Encodes what stands in an address as it is written and can't be part of one: spaces, quotes, brackets. Escapes stay.
#[must_use]
pub fn tidied(address: &str) -> Cow<'_, str> {
    escaped(address, |c| c.is_control() || c.is_whitespace() || "\"<>`{|}\\^".contains(c))
}

/// Encodes a fragment that is not encoded yet. Letters of all scripts stay: browsers and readers know them.
#[must_use]
pub fn fragment(anchor: &str) -> Cow<'_, str> {
    escaped(anchor, |c| c.is_control() || c.is_whitespace() || "\"<>`%".contains(c))
}

fn escaped(text: &str, is_escaped: impl Fn(char) -> bool) -> Cow<'_, str> {
    use std::fmt::Write as _;
    if !text.chars().any(&is_escaped) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_escaped(c) {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                // Writing to a string never fails.
                let _ = write!(escaped, "%{byte:02X}");
            }
        } else {
            escaped.push(c);
        }
    }
    Cow::Owned(escaped)
}

/// Splits query and fragment off an address.
#[must_use]
pub fn split(reference: &str) -> (&str, &str) {
    reference.split_at(reference.find(['#', '?']).unwrap_or(reference.len()))
}

#[cfg(test)]
mod tests {
    use super::{address, file, fragment, tidied};
    use crate::diag::SourcePath;

    const FILES: [&str; 10] = [
        "content/press/note a.pdf",
        "content/press/Annex #1.pdf",
        "content/press/What now?.pdf",
        "content/press/100%25.pdf",
        "content/press/100%.pdf",
        "content/press/r\u{e9}sum\u{e9}.pdf",
        "content/press/\u{c9}tat #2.pdf",
        "content/press/#3 annex.pdf",
        "content/press/a%20b.pdf",
        "content/map.svg",
    ];

    fn named(reference: &str) -> Result<(String, String), Option<String>> {
        let from = SourcePath::new("content/press/treaty.en.md");
        let found = file(&from, reference, |path| FILES.contains(&path.as_str()));
        let found = found.map(|named| (named.path.file_name().to_owned(), named.suffix.to_owned()));
        found.map_err(|path| path.map(|path| path.to_string()))
    }

    #[test]
    fn a_reference_is_a_name_where_there_is_such_a_file_else_an_address() {
        for (reference, name, suffix) in [
            ("note a.pdf", "note a.pdf", ""),
            ("note%20a.pdf", "note a.pdf", ""),
            ("note%20a.pdf#page=3", "note a.pdf", "#page=3"),
            ("note%20a.pdf?x=1#y", "note a.pdf", "?x=1#y"),
            ("Annex #1.pdf", "Annex #1.pdf", ""),
            ("Annex%20%231.pdf#page=2", "Annex #1.pdf", "#page=2"),
            ("What now?.pdf", "What now?.pdf", ""),
            ("What%20now%3F.pdf", "What now?.pdf", ""),
            // Decoded once, and not where the name is there as it is written.
            ("100%25.pdf", "100%25.pdf", ""),
            ("100%2525.pdf", "100%25.pdf", ""),
            ("100%.pdf", "100%.pdf", ""),
            ("re\u{301}sum\u{e9}.pdf", "r\u{e9}sum\u{e9}.pdf", ""),
            ("r%C3%A9sum%C3%A9.pdf", "r\u{e9}sum\u{e9}.pdf", ""),
            ("Annex #1.pdf#page=2", "Annex #1.pdf", "#page=2"),
            ("Annex%20#1.pdf", "Annex #1.pdf", ""),
            ("What now?.pdf?x#y", "What now?.pdf", "?x#y"),
            ("E\u{301}tat #2.pdf", "\u{c9}tat #2.pdf", ""),
            ("\u{c9}tat%20%232.pdf#a?b", "\u{c9}tat #2.pdf", "#a?b"),
            ("#3 annex.pdf", "#3 annex.pdf", ""),
            ("%233%20annex.pdf", "#3 annex.pdf", ""),
            ("a%20b.pdf", "a%20b.pdf", ""),
            ("../map.svg", "map.svg", ""),
            ("%2E%2E/map.svg", "map.svg", ""),
        ] {
            assert_eq!(named(reference), Ok((name.to_owned(), suffix.to_owned())), "{reference}");
        }
        assert_eq!(named("none%20a.pdf"), Err(Some("content/press/none a.pdf".into())));
        assert_eq!(named("../../../etc/passwd"), Err(None));
        assert_eq!(named("%2e%2e/%2e%2e/%2e%2e/etc/passwd"), Err(None));
        assert_eq!(named("/map.svg"), Err(None));
    }

    #[test]
    fn a_name_is_looked_for_a_bounded_number_of_times() {
        let looked = std::cell::Cell::new(0);
        let reference = "é#?".repeat(10_000);
        let found = address(&reference, |_| {
            looked.set(looked.get() + 1);
            false
        });
        assert!(found.is_none() && looked.get() <= 2 * 10, "{}", looked.get());
    }

    #[test]
    fn what_can_t_stand_in_an_address_is_encoded() {
        assert_eq!(tidied("https://x.example/a b?c=\"d\"#e%20f"), "https://x.example/a%20b?c=%22d%22#e%20f");
        assert_eq!(tidied("https://x.example/é?a=[1]"), "https://x.example/é?a=[1]");
        assert_eq!(fragment("50% \"off\""), "50%25%20%22off%22");
        assert_eq!(fragment("رسوم-1"), "رسوم-1");
    }

    #[test]
    fn addresses_are_decoded_once() {
        let there = |path: &str| ["/st a.txt", "/a%20b.txt", "/Annex #1.pdf"].contains(&path);
        let found = |reference| address(reference, there).map(|(path, suffix)| format!("{path} {suffix}"));
        assert_eq!(found("/st%20a.txt#x").as_deref(), Some("/st a.txt #x"));
        assert_eq!(found("/st a.txt?y").as_deref(), Some("/st a.txt ?y"));
        assert_eq!(found("/a%20b.txt").as_deref(), Some("/a%20b.txt "));
        assert_eq!(found("/a%2520b.txt").as_deref(), Some("/a%20b.txt "));
        assert_eq!(found("/Annex%20%231.pdf").as_deref(), Some("/Annex #1.pdf "));
        assert_eq!(found("/Annex #1.pdf").as_deref(), Some("/Annex #1.pdf "));
        assert_eq!(found("/none"), None);
    }
}
