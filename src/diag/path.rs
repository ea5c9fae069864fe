//! The name of a source file: relative to the root of the site, `/`-separated on every platform.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A file of the site's tree, relative to its root, with `/` between the parts and no `.` or `..` in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourcePath(Arc<str>);

impl SourcePath {
    /// Makes a path of text that is already relative and `/`-separated.
    #[must_use]
    pub fn new(path: &str) -> Self {
        Self(path.into())
    }

    /// Returns the path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the last part.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// Returns the folder, empty at the root.
    #[must_use]
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Returns the part after the last dot of the file name, in lower case; empty where there is none.
    #[must_use]
    pub fn extension(&self) -> String {
        self.file_name().rsplit_once('.').map_or(String::new(), |(_, extension)| extension.to_lowercase())
    }

    /// Resolves a relative reference against this file's folder; `None` where it would leave the tree, is
    /// absolute, or names no file.
    #[must_use]
    pub fn resolve(&self, reference: &str) -> Option<Self> {
        if reference.starts_with('/') || reference.contains('\\') || reference.contains('\0') {
            return None;
        }
        let mut parts: Vec<&str> = self.folder().split('/').filter(|part| !part.is_empty()).collect();
        for part in reference.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        (!parts.is_empty()).then(|| Self(parts.join("/").into()))
    }
}

impl Serialize for SourcePath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for SourcePath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <&str>::deserialize(deserializer).map(Self::new)
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::SourcePath;

    #[test]
    fn a_reference_never_leaves_the_tree() {
        let page = SourcePath::new("content/faq/visa.en.md");
        let resolve = |reference| page.resolve(reference).map(|path| path.as_str().to_owned());
        assert_eq!(resolve("fees.en.md"), Some("content/faq/fees.en.md".into()));
        assert_eq!(resolve("../about.en.md"), Some("content/about.en.md".into()));
        assert_eq!(resolve("./a/../b.md"), Some("content/faq/b.md".into()));
        assert_eq!(resolve("../../../etc/passwd"), None);
        assert_eq!(resolve("/etc/passwd"), None);
        assert_eq!(resolve("..\\secret"), None);
    }
}
