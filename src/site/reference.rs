//! How a reference of a text is read: to a file beside it, or to an address of the site.
//!
//! Editors write names (`<Annex #1.pdf>`, `file = "note a.pdf"`) and programs write addresses (`note%20a.pdf`,
//! `annex.pdf#page=3`). A reference is the name that it is, where there is such a file; otherwise it is read as an address:
//! without query and fragment, percent-encoding undone once, in the form of Unicode that the file's name has. Checks, plan and
//! render all ask here, so that none of them finds a file that another does not.

use unicode_normalization::UnicodeNormalization;

use crate::config::address::decode;
use crate::diag::SourcePath;

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
    if let Some(path) = from.resolve(reference)
        && is_there(&path)
    {
        return Ok(Named { path, suffix: "" });
    }
    let (path, suffix) = split(reference);
    let plain = decode(path);
    let meant = from.resolve(&plain);
    let forms = [plain.nfc().collect::<String>(), plain.nfd().collect()];
    let all = std::iter::once(meant.clone()).chain(forms.iter().map(|form| from.resolve(form)));
    match all.flatten().find(is_there) {
        Some(path) => Ok(Named { path, suffix }),
        None => Err(meant),
    }
}

/// Finds the address below the base that a reference from the root names, with its query and fragment.
pub fn address(reference: &str, is_there: impl Fn(&str) -> bool) -> Option<(String, &str)> {
    if is_there(reference) {
        return Some((reference.to_owned(), ""));
    }
    let (path, suffix) = split(reference);
    let plain = decode(path);
    let forms = [plain.clone(), plain.nfc().collect(), plain.nfd().collect()];
    forms.into_iter().find(|form| is_there(form)).map(|path| (path, suffix))
}

/// Splits query and fragment off an address.
#[must_use]
pub fn split(reference: &str) -> (&str, &str) {
    reference.split_at(reference.find(['#', '?']).unwrap_or(reference.len()))
}

#[cfg(test)]
mod tests {
    use super::{address, file};
    use crate::diag::SourcePath;

    const FILES: [&str; 7] = [
        "content/press/note a.pdf",
        "content/press/Annex #1.pdf",
        "content/press/What now?.pdf",
        "content/press/100%25.pdf",
        "content/press/100%.pdf",
        "content/press/re\u{301}sume\u{301}.pdf",
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
            ("r\u{e9}sum\u{e9}.pdf", "re\u{301}sume\u{301}.pdf", ""),
            ("r%C3%A9sum%C3%A9.pdf", "re\u{301}sume\u{301}.pdf", ""),
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
