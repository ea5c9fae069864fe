//! The name of an output file: relative to the output folder, `/`-separated on every platform.

use std::fmt;
use std::fmt::Write as _;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A file of the built site. It never leaves the output folder: no part is empty, `.` or `..`, and no part
/// holds a backslash or a control character (so that it can stand in the digest manifest as it is).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OutPath(Arc<str>);

impl std::borrow::Borrow<str> for OutPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for OutPath {
    type Error = &'static str;
    fn try_from(path: String) -> Result<Self, Self::Error> {
        Self::new(&path).ok_or("it is no path of an output")
    }
}

impl From<OutPath> for String {
    fn from(path: OutPath) -> Self {
        path.0.as_ref().to_owned()
    }
}

impl OutPath {
    /// Makes a path of text such as `en/feed.xml`; `None` where it is not one.
    #[must_use]
    pub fn new(path: &str) -> Option<Self> {
        let clean = |part: &str| {
            !matches!(part, "" | "." | "..") && !part.chars().any(|char| char == '\\' || char.is_control())
        };
        path.split('/').all(clean).then(|| Self(path.into()))
    }

    /// Makes the path of the page at an address (not percent-encoded): `/en/press/` is `en/press/index.html`.
    /// `None` where the address does not begin and end with `/`, or has an impossible part.
    #[must_use]
    pub fn page(address: &str) -> Option<Self> {
        let folder = address.strip_prefix('/')?;
        if folder.is_empty() || folder.ends_with('/') { Self::new(&format!("{folder}index.html")) } else { None }
    }

    /// Returns the path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the folders that hold the file, innermost first.
    pub fn folders(&self) -> impl Iterator<Item = &str> {
        std::iter::successors(Some(self.as_str()), |path| path.rsplit_once('/').map(|(folder, _)| folder)).skip(1)
    }

    /// Returns the address of the file from the site's root, not percent-encoded: `en/press/index.html` is at
    /// `/en/press/`.
    #[must_use]
    pub fn address(&self) -> String {
        format!("/{}", self.without_index())
    }

    fn without_index(&self) -> &str {
        match self.0.strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
            _ => &self.0,
        }
    }

    /// Returns the address of the file from the site's root, percent-encoded (RFC 3986, section 3.3).
    #[must_use]
    pub fn url_path(&self) -> String {
        let path = self.without_index();
        let mut url = String::with_capacity(path.len() + 1);
        url.push('/');
        for byte in path.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/".contains(&byte) {
                url.push(char::from(byte));
            } else {
                // Writing to a string never fails.
                let _ = write!(url, "%{byte:02X}");
            }
        }
        url
    }
}

impl fmt::Display for OutPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, clippy::unwrap_used)]
mod tests {
    use super::OutPath;

    #[test]
    fn a_page_is_the_index_of_its_folder() {
        let page = |address| OutPath::page(address).map(|path| path.to_string());
        assert_eq!(page("/"), Some("index.html".into()));
        assert_eq!(page("/en/press/"), Some("en/press/index.html".into()));
        assert_eq!(page("/en/press"), None);
        assert_eq!(page("en/press/"), None);
    }

    #[test]
    fn a_path_never_leaves_the_output() {
        for path in ["", "/etc/passwd", "../a", "a/../../b", "a//b", "a/", "a/./b", "a\\..\\b", "a\nb"] {
            assert_eq!(OutPath::new(path), None, "{path}");
        }
        assert_eq!(OutPath::page("/../"), None);
        assert_eq!(OutPath::page("//"), None);
        assert!(OutPath::new(".well-known/security.txt").is_some());
    }

    #[test]
    fn an_address_is_percent_encoded() {
        let url = |path| OutPath::new(path).unwrap().url_path();
        assert_eq!(url("index.html"), "/");
        assert_eq!(url("en/press/index.html"), "/en/press/");
        assert_eq!(url("en/oldindex.html"), "/en/oldindex.html");
        assert_eq!(url("ru/виза/index.html"), "/ru/%D0%B2%D0%B8%D0%B7%D0%B0/");
        assert_eq!(url("a b/50%?#.pdf"), "/a%20b/50%25%3F%23.pdf");
    }

    #[test]
    fn the_folders_of_a_file_go_outwards() {
        let path = OutPath::new("en/press/index.html").unwrap();
        assert_eq!(path.folders().collect::<Vec<_>>(), ["en/press", "en"]);
        assert_eq!(OutPath::new("robots.txt").unwrap().folders().count(), 0);
    }
}
