//! Addresses as people write them into redirects.csv and `aliases`: read once, decoded once.
//!
//! What comes out can be said to every web server: its path holds no control character and no backslash, it is not
//! normalised to another one on the way, and it fits into a line of a server's configuration. How a server is told is
//! its own affair (`render/host`).

use std::borrow::Cow;
use std::fmt::Write as _;

use percent_encoding::percent_decode_str;
use url::Url;

use super::BaseUrl;
use crate::fs::composed;

/// The longest address, in bytes: its path after decoding, and its query. In an expression each may take five bytes, and
/// nginx reads no more than 4096 of a parameter.
const LONGEST: usize = crate::limits::ADDRESS_BYTES;

/// The longest prefix: in an expression each of its bytes has two spellings, and with the path of the site it has to
/// stay below the 255 bytes that nginx compares.
const LONGEST_PREFIX: usize = crate::limits::ADDRESS_PREFIX_BYTES;

/// An old address of the site.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OldAddress {
    /// The path below the base, not percent-encoded.
    pub path: String,
    /// The query, as browsers send it; `None` where the address has none.
    pub query: Option<String>,
    /// Whether all addresses are meant that begin with `path`.
    pub prefix: bool,
}

/// Where an old address leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum NewAddress {
    /// To an address of the site.
    Here {
        /// The path below the base, not percent-encoded.
        path: String,
        /// Query and fragment with their signs, percent-encoded; mostly empty.
        rest: String,
    },
    /// To an absolute https address, percent-encoded.
    Elsewhere(String),
}

impl OldAddress {
    /// Reads an old address: a path below the base, or an absolute address of the site.
    ///
    /// # Errors
    ///
    /// Says what is wrong with it.
    pub fn parse(text: &str, base: &BaseUrl) -> Result<Self, String> {
        let own = base.own(text);
        let own = own.as_deref().unwrap_or(text);
        if !own.starts_with('/') || own.starts_with("//") {
            return Err(format!("`{text}` is not a path on this site"));
        }
        if own.contains('#') {
            return Err(format!("`{text}` has a `#`: no server is told what follows it"));
        }
        let (path, query) = match own.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (own, None),
        };
        if query.is_some_and(|query| query.is_empty() || query.ends_with('*')) {
            return Err(format!("`{text}` can't be told: a query is compared as a whole"));
        }
        let (written, prefix) = match path.strip_suffix('*').filter(|_| query.is_none()) {
            Some(path) => (path, true),
            None => (path, false),
        };
        if written.contains('*') {
            return Err(format!("`{text}` has a `*` that is not at its end; a star itself is written `%2A`"));
        }
        let path = path_of(written, prefix).map_err(|why| format!("`{text}` {why}"))?;
        let query = query.map(|query| rest_of(query).map_err(|why| format!("`{text}` {why}"))).transpose()?;
        let length = path.len() + query.as_ref().map_or(0, String::len);
        if length > if prefix { LONGEST_PREFIX } else { LONGEST } {
            return Err(too_long(text));
        }
        Ok(Self { path, query, prefix })
    }
}

impl NewAddress {
    /// Reads where `old` leads. What follows a prefix is added to the path of the new address, so that has no query and
    /// no fragment.
    ///
    /// # Errors
    ///
    /// Says what is wrong with it.
    pub fn parse(text: &str, old: &OldAddress, base: &BaseUrl) -> Result<Self, String> {
        let (of_prefix, is_folder) = (old.prefix, old.prefix && old.path.ends_with('/'));
        let own = base.own(text);
        let here = own.as_deref().unwrap_or(text);
        if of_prefix && here.contains(['?', '#']) {
            return Err(format!("`{text}` has a query or fragment: what follows the old prefix is added to a path"));
        }
        if here.contains('?') && here.ends_with('&') {
            return Err(format!("`{text}` ends with `&`, which Apache leaves out of a query"));
        }
        if here.starts_with('/') && !here.starts_with("//") {
            let end = here.find(['?', '#']).unwrap_or(here.len());
            let (path, rest) = here.split_at(end);
            let path = path_of(path, of_prefix).map_err(|why| format!("`{text}` {why}"))?;
            let rest = rest_of(rest).map_err(|why| format!("`{text}` {why}"))?;
            if path.len() + rest.len() > LONGEST {
                return Err(too_long(text));
            }
            if is_folder && !path.ends_with('/') {
                return Err(format!("`{text}` does not end with `/`, but what follows the old prefix is added to it"));
            }
            // Addresses of the site are composed.
            return Ok(Self::Here { path: composed(&path).into_owned(), rest });
        }
        let is_odd = |c: char| c.is_control() || c.is_whitespace() || "\"'<>\\`{};".contains(c);
        let url = Url::parse(text).ok().filter(|url| {
            let is_plain = url.username().is_empty() && url.password().is_none();
            url.scheme() == "https" && url.has_host() && is_plain && !text.contains(is_odd)
        });
        let Some(url) = url else {
            return Err(format!("`{text}` is neither a path on this site nor an https address"));
        };
        if is_folder && !url.path().ends_with('/') {
            return Err(format!("`{text}` does not end with `/`, but what follows the old prefix is added to it"));
        }
        let address = rest_of(url.as_str()).map_err(|why| format!("`{text}` {why}"))?;
        if address.len() > LONGEST {
            return Err(too_long(text));
        }
        Ok(Self::Elsewhere(address))
    }

    /// Returns the path of an address of the site, not percent-encoded.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        match self {
            Self::Here { path, .. } => Some(path),
            Self::Elsewhere(_) => None,
        }
    }

    /// Writes the address for people: below the base, its path not percent-encoded, or absolute.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Here { path, rest } => format!("{path}{rest}"),
            Self::Elsewhere(address) => address.clone(),
        }
    }
}

/// Decodes a path, and makes sure that every server sees the same one.
fn path_of(written: &str, is_open: bool) -> Result<String, &'static str> {
    let lower = written.to_ascii_lowercase();
    if lower.contains("%2f") {
        return Err("has `%2F`, which servers take for `/` or refuse");
    }
    let Some(path) = decode_all(written) else {
        return Err("has a `%` that is not followed by the two digits of a UTF-8 byte; a percent sign itself is `%25`");
    };
    if path.chars().any(char::is_control) {
        return Err("has a control character");
    }
    if path.contains('\\') {
        return Err("has a backslash, which browsers take for `/`");
    }
    let mut parts = path.split('/').skip(1).peekable();
    while let Some(part) = parts.next() {
        let is_last = parts.peek().is_none();
        if part.is_empty() && !is_last {
            return Err("has `//`, which servers take for `/`");
        }
        // Of a prefix, the last part is only begun.
        if part == ".." || part == "." && !(is_last && is_open) {
            return Err("has a part `.` or `..`, which browsers resolve before they ask");
        }
    }
    Ok(path)
}

/// Encodes what browsers encode in a query or a fragment, and what could end or open something in a configuration.
fn rest_of(written: &str) -> Result<String, &'static str> {
    if written.chars().any(char::is_control) {
        return Err("has a control character");
    }
    let mut rest = String::with_capacity(written.len());
    let mut is_fragment = false;
    for byte in written.bytes() {
        // Apache takes a question mark for the end of the address wherever it stands.
        let is_plain = byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?#[]%".contains(&byte);
        let is_plain = is_plain && !(is_fragment && b"?#".contains(&byte));
        is_fragment |= byte == b'#';
        if is_plain {
            rest.push(char::from(byte));
        } else {
            push_encoded(&mut rest, byte);
        }
    }
    Ok(rest)
}

fn too_long(text: &str) -> String {
    format!("`{}…` is too long for the rules of a server", text.chars().take(40).collect::<String>())
}

fn push_encoded(text: &mut String, byte: u8) {
    // Writing to a string never fails.
    let _ = write!(text, "%{byte:02X}");
}

/// Percent-encodes a path (RFC 3986, section 3.3), so that it holds nothing that a configuration or a list of rules
/// could take for its own: letters, digits, `-._~/` and a few signs stay.
#[must_use]
pub fn encode(path: &str) -> String {
    let mut url = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~!$&'()+,;=@/".contains(&byte) {
            url.push(char::from(byte));
        } else {
            push_encoded(&mut url, byte);
        }
    }
    url
}

/// Undoes percent-encoding (RFC 3986, section 2.1); what is not UTF-8 afterwards stays as it was.
#[must_use]
pub fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), Cow::into_owned)
}

/// Undoes percent-encoding; `None` where a percent sign stands alone or the result is not UTF-8.
#[must_use]
pub fn decode_all(text: &str) -> Option<String> {
    let is_hex = |digits: &[u8]| digits.iter().all(u8::is_ascii_hexdigit);
    let is_whole = text.split('%').skip(1).all(|after| after.as_bytes().get(..2).is_some_and(is_hex));
    percent_decode_str(text).decode_utf8().ok().filter(|_| is_whole).map(Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::{BaseUrl, NewAddress, OldAddress, decode, encode};

    fn base() -> BaseUrl {
        BaseUrl::parse("https://ministry.example/portal/").expect("a base URL")
    }

    fn old(text: &str) -> Result<(String, Option<String>, bool), String> {
        OldAddress::parse(text, &base()).map(|old| (old.path, old.query, old.prefix))
    }

    fn new_of(old: &str, text: &str) -> Result<String, String> {
        NewAddress::parse(text, &OldAddress::parse(old, &base())?, &base()).map(|new| new.shown())
    }

    fn new(text: &str) -> Result<String, String> {
        new_of("/old/", text)
    }

    #[test]
    fn an_old_address_is_decoded_once() {
        let plain = |path: &str| Ok((path.to_owned(), None, false));
        assert_eq!(old("/caf%C3%A9/"), plain("/café/"));
        assert_eq!(old("/caf%c3%a9/"), old("/café/"));
        assert_eq!(old("/100%25/%2541"), plain("/100%/%41"));
        assert_eq!(old("/a%3Fb%23c%2A"), plain("/a?b#c*"));
        assert_eq!(old("/a b%20c"), plain("/a b c"));
        assert_eq!(old("/news/*"), Ok(("/news/".into(), None, true)));
        assert_eq!(old("/i.php?id=é&x=%2F"), Ok(("/i.php".into(), Some("id=%C3%A9&x=%2F".into()), false)));
        assert_eq!(old("https://MINISTRY.example:443/portal/a/"), plain("/a/"));
    }

    #[test]
    fn what_no_server_could_be_told_is_refused() {
        for text in [
            "",
            "a",
            "//host/a",
            "https://other.example/a",
            "https://ministry.example/a",
            "/a#b",
            "/a?",
            "/a?b*",
            "/a*b",
            "/*/a",
            "/%",
            "/%zz",
            "/%FF",
            "/%C3",
            "/a%0Ab",
            "/a%00",
            "/a%7f",
            "/a\u{85}",
            "/a%5Cb",
            "/a\\b",
            "/a%2Fb",
            "/a%2fb",
            "/a//b",
            "/a/./b",
            "/a/../b",
            "/a/%2e%2E/b",
            "/a/..",
            "/..*",
            "/a/?x=\n",
            "/a%zz/*",
        ] {
            assert!(old(text).is_err(), "{text:?}");
        }
        assert!(old(&format!("/{}", "a".repeat(1000))).is_err());
        assert!(old(&format!("/{}*", "a".repeat(200))).is_err());
        assert!(old(&format!("/?{}", "é".repeat(200))).is_err());
    }

    #[test]
    fn a_new_address_is_a_path_of_the_site_or_https() {
        assert_eq!(new("/caf%C3%A9/?a=\"b\"#c d"), Ok("/café/?a=%22b%22#c%20d".into()));
        assert_eq!(new("http://ministry.example/portal/en/?x#y"), Ok("/en/?x#y".into()));
        assert_eq!(new("https://ministry.example/other/"), Ok("https://ministry.example/other/".into()));
        assert_eq!(new("https://other.example"), Ok("https://other.example/".into()));
        assert_eq!(new("https://other.example/{a}/?b={c}|$d").ok(), None);
        assert_eq!(new("/en/?a?b#c?d#e"), Ok("/en/?a?b#c%3Fd%23e".into()));
        assert_eq!(new("https://other.example/é?b=|"), Ok("https://other.example/%C3%A9?b=%7C".into()));
        for text in [
            "",
            "x",
            "//x.example/",
            "http://x.example/",
            "javascript:alert(1)",
            "https://u:p@x.example/",
            "https://x.example/\\a",
            "/a/../b",
            "/a%0d%0ab",
            "https://x.example/ a",
        ] {
            assert!(new(text).is_err(), "{text:?}");
        }
        assert!(new_of("/old/*", "https://x.example/?q=").is_err());
        assert!(new_of("/old/*", "/en/#top").is_err());
        assert!(new_of("/old/*", "/en").is_err() && new_of("/old/*", "https://x.example/en").is_err());
        assert_eq!(new_of("/old/*", "https://x.example"), Ok("https://x.example/".into()));
    }

    #[test]
    fn a_path_is_encoded_for_any_reader() {
        assert_eq!(encode("/a b/50%?#{$x}\"\\:*é"), "/a%20b/50%25%3F%23%7B$x%7D%22%5C%3A%2A%C3%A9");
        assert_eq!(decode("/caf%C3%A9%2fb/100%/%zz/%+f"), "/café/b/100%/%zz/%+f");
        assert_eq!(decode("/%FF"), "/%FF");
    }
}
