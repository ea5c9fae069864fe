//! Which addresses a text may use.

/// What an address leads to, by its first characters alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination {
    /// `#…`: a place on the same page.
    Fragment,
    /// A file of the site, relative or from the root.
    Site,
    /// `https:`, `http:` or `//host`.
    Web,
    /// `mailto:` or `tel:`.
    Contact,
    /// Anything else: a scheme that is not allowed, or characters that browsers strip or reread.
    Unsafe,
}

/// Classifies an address whose entities and escapes are resolved.
///
/// Browsers drop tabs and line ends anywhere in an address and control characters around it, and read `\` as
/// `/` (URL Standard, sections 4.1 and 4.4), so an address with any of them is never what it seems.
#[must_use]
pub fn destination(address: &str) -> Destination {
    let address = address.trim();
    let path = address.find(['?', '#']).map_or(address, |end| &address[..end]);
    if address.chars().any(char::is_control) || path.contains('\\') {
        return Destination::Unsafe;
    }
    if address.starts_with('#') {
        return Destination::Fragment;
    }
    if address.starts_with("//") {
        return Destination::Web;
    }
    match path.split_once(':') {
        Some((scheme, _)) if !scheme.contains('/') => match scheme.to_ascii_lowercase().as_str() {
            "https" | "http" => Destination::Web,
            "mailto" | "tel" => Destination::Contact,
            _ => Destination::Unsafe,
        },
        _ => Destination::Site,
    }
}

#[cfg(test)]
mod tests {
    use super::{Destination, destination};

    #[test]
    fn only_listed_schemes_pass() {
        for unsafe_one in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " javascript:alert(1)",
            "java\tscript:alert(1)",
            "java\nscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "\u{a0}javascript:alert(1)",
            "vbscript:x",
            "data:text/html,x",
            "file:///etc/passwd",
            "ftp://host/",
            "\\\\host/x",
            "/\\host",
            "/\t/host",
            ":x",
        ] {
            assert_eq!(destination(unsafe_one), Destination::Unsafe, "{unsafe_one:?}");
        }
    }

    #[test]
    fn what_a_link_leads_to() {
        assert_eq!(destination("#fees"), Destination::Fragment);
        assert_eq!(destination("../faq/fees.fr.md#a:b"), Destination::Site);
        assert_eq!(destination("fees.md?x=a:b"), Destination::Site);
        assert_eq!(destination("a/b:c"), Destination::Site);
        assert_eq!(destination(""), Destination::Site);
        assert_eq!(destination("javascript%3Aalert(1)"), Destination::Site);
        assert_eq!(destination("//host/x"), Destination::Web);
        assert_eq!(destination("HTTPS://host"), Destination::Web);
        assert_eq!(destination("mailto:a@b"), Destination::Contact);
        assert_eq!(destination("tel:+32"), Destination::Contact);
    }
}
