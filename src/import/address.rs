//! Parsing and comparing addresses of the old site. Nothing here knows which page an address belongs to.

use crate::config::address::decode;

/// Returns whether a target has a scheme or a host.
#[must_use]
pub fn is_elsewhere(target: &str) -> bool {
    let has_scheme = target.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    });
    target.starts_with("//") || has_scheme
}

/// Splits a target into path, query and fragment; the latter two keep their `?` and `#`.
#[must_use]
pub fn parts(target: &str) -> (&str, &str, &str) {
    let (rest, fragment) = target.find('#').map_or((target, ""), |at| target.split_at(at));
    let (path, query) = rest.find('?').map_or((rest, ""), |at| rest.split_at(at));
    (path, query, fragment)
}

/// Resolves a relative path against the address of the page that holds it, as browsers do; `None` if it leaves the
/// site.
#[must_use]
pub fn joined(page: &str, path: &str) -> Option<String> {
    let base = if path.starts_with('/') { "" } else { page.rsplit_once('/').map_or("", |(folder, _)| folder) };
    let mut parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    let is_folder = path.ends_with('/') || path.ends_with("/.") || path.ends_with("..") || path == ".";
    let joined = format!("/{}", parts.join("/"));
    Some(if is_folder && joined.len() > 1 { format!("{joined}/") } else { joined })
}

/// Normalises an address for look-ups: decoded, in lower case, without `index.html` and the trailing `/`.
#[must_use]
pub fn key(address: &str) -> String {
    let address = decode(address).to_lowercase();
    let address = address.strip_suffix("index.html").or_else(|| address.strip_suffix("index.htm")).unwrap_or(&address);
    let address = address.trim_end_matches('/');
    format!("/{}", address.trim_start_matches('/'))
}

/// Percent-encodes an address where needed, so that it is valid in front matter and in redirects.csv.
#[must_use]
pub fn encoded(address: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(address.len());
    for c in decode(address).chars() {
        if c.is_control() || c.is_whitespace() || "\"'<>\\`{};%?#*^|,".contains(c) {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                // Writing to a string never fails.
                let _ = write!(out, "%{byte:02X}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// Returns the relative path from a folder to a file; both are below the same root.
#[must_use]
pub fn relative(folder: &str, file: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = file.split('/').collect();
    let shared = from.iter().zip(&to[..to.len() - 1]).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - shared);
    up.chain(to[shared..].iter().copied()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::{encoded, joined, key, parts, relative};

    #[test]
    fn a_relative_path_is_joined_as_browsers_do() {
        assert_eq!(joined("/posts/a/", "../b/").as_deref(), Some("/posts/b/"));
        assert_eq!(joined("/posts/a/", "b").as_deref(), Some("/posts/a/b"));
        assert_eq!(joined("/posts/a.html", "b.html").as_deref(), Some("/posts/b.html"));
        assert_eq!(joined("/posts/a/", "/x/").as_deref(), Some("/x/"));
        assert_eq!(joined("/a/", "../../../x"), None);
        assert_eq!(joined("/a/", "..").as_deref(), Some("/"));
    }

    #[test]
    fn addresses_of_one_page_have_one_key() {
        for address in ["/Posts/A/", "/posts/a", "/posts/a/index.html", "/posts/%61/"] {
            assert_eq!(key(address), "/posts/a", "{address}");
        }
        assert_eq!(key("/"), "/");
        assert_eq!(key("/index.html"), "/");
    }

    #[test]
    fn addresses_are_taken_apart_and_written() {
        assert_eq!(parts("/a/?x=1#y"), ("/a/", "?x=1", "#y"));
        assert_eq!(parts("#y?z"), ("", "", "#y?z"));
        assert_eq!(encoded("/politique-de-confidentialité/a b;c%20"), "/politique-de-confidentialité/a%20b%3Bc%20");
        assert_eq!(relative("content/blog", "content/blog/a.en.md"), "a.en.md");
        assert_eq!(relative("content/blog/x", "content/about/_section.en.md"), "../../about/_section.en.md");
        assert_eq!(relative("", "a.md"), "a.md");
    }
}
