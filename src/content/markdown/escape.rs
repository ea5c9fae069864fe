//! Escaping for HTML text, attribute values and addresses.

use std::fmt::Write;

/// Appends text escaped for element content and for double-quoted attribute values alike.
pub fn html(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = special(rest.as_bytes()) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// Finds the first of the four: each is one byte in UTF-8 and part of no other character.
#[expect(clippy::needless_bitwise_bool, reason = "without branches, many bytes are judged in one instruction")]
fn special(bytes: &[u8]) -> Option<usize> {
    // Most of a text has none, and many bytes are judged at a stroke where none ends the search.
    const STROKE: usize = 32;
    let is_special = |byte: u8| (byte == b'&') | (byte == b'<') | (byte == b'>') | (byte == b'"');
    let plain = |stroke: &&[u8; STROKE]| !stroke.iter().fold(false, |any, byte| any | is_special(*byte));
    let (strokes, _) = bytes.as_chunks::<STROKE>();
    let start = strokes.iter().take_while(plain).count() * STROKE;
    bytes[start..].iter().position(|byte| is_special(*byte)).map(|at| start + at)
}

/// Appends an address for an `href` or `src`: bytes that may not stand in a URL are percent-encoded, what
/// already is percent-encoded stays, and `&` and `'` are escaped as HTML.
pub fn href(address: &str, out: &mut String) {
    for byte in address.bytes() {
        match byte {
            b'&' => out.push_str("&amp;"),
            b'\'' => out.push_str("&#x27;"),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => out.push(char::from(byte)),
            _ if b"!#$%()*+,-./:;=?@_~".contains(&byte) => out.push(char::from(byte)),
            // Writing to a string can't fail.
            _ => drop(write!(out, "%{byte:02X}")),
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_quote_or_bracket_survives_in_an_attribute() {
        let mut out = String::new();
        super::html("a\"b<c>&'", &mut out);
        assert_eq!(out, "a&quot;b&lt;c&gt;&amp;'");
    }

    #[test]
    fn a_long_text_is_escaped_at_every_place() {
        for at in 0..100 {
            let (before, after) = ("é".repeat(at / 2) + &"a".repeat(at % 2), "z".repeat(100 - at));
            let mut out = String::new();
            super::html(&format!("{before}<{after}"), &mut out);
            assert_eq!(out, format!("{before}&lt;{after}"));
        }
    }

    #[test]
    fn addresses_keep_their_escapes_and_gain_missing_ones() {
        let mut out = String::new();
        super::href("/a%20b c\"é?x=1&y=[2]", &mut out);
        assert_eq!(out, "/a%20b%20c%22%C3%A9?x=1&amp;y=%5B2%5D");
    }
}
