//! `tag:` URIs (RFC 4151): ids of feeds and entries that stay the same when addresses change.
//!
//! They consist of the tagging authority from site.toml, the stable id of the document and the language, without base
//! URL or slug. So when a site moves, feed readers do not show every entry again.

use std::fmt::Write as _;

/// Returns the id of a document in a language.
pub(super) fn document(authority: &str, id: &str, tag: &str) -> String {
    format!("tag:{authority}:{}/{tag}", encode(id))
}

/// Returns the id of a feed in a language. `scope` is `all`, `section/<folder>` or `topic/<id>`.
pub(super) fn feed(authority: &str, scope: &str, tag: &str) -> String {
    format!("tag:{authority}:feed/{}/{tag}", encode(scope))
}

/// Percent-encodes characters that the specific part must not contain (RFC 4151, section 2.1: `pchar` and `/`). Also
/// encodes `?`, so that no reader treats the rest as a query.
fn encode(id: &str) -> String {
    let mut encoded = String::with_capacity(id.len());
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string never fails.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::{document, feed};

    #[test]
    fn an_id_consists_of_authority_document_and_language() {
        let id = |id: &str| document("ministry.example,2026", id, "fr");
        assert_eq!(id("MFA/2026/041"), "tag:ministry.example,2026:MFA/2026/041/fr");
        assert_eq!(id("A 50% é?#"), "tag:ministry.example,2026:A%2050%25%20%C3%A9%3F%23/fr");
        assert_eq!(
            feed("ministry.example,2026", "topic/climate", "fr"),
            "tag:ministry.example,2026:feed/topic/climate/fr"
        );
    }
}
