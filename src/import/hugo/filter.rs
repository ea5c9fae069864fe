//! The filters of a mount: `includeFiles`, `excludeFiles` and `files`.

use crate::import::pattern::{Star, expanded, is_match};
use crate::import::value::{Table, Value};

/// The filter for the files of a mount.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    includes: Vec<String>,
    excludes: Vec<String>,
}

impl Filter {
    /// Reads a mount's filter.
    #[must_use]
    pub fn of(mount: &Table) -> Self {
        let texts = |name: &str| mount.get(name).map(Value::texts).unwrap_or_default();
        let mut filter = Self { includes: texts("includeFiles"), excludes: texts("excludeFiles") };
        for pattern in texts("files") {
            match pattern.trim_start().strip_prefix('!') {
                Some(pattern) => filter.excludes.push(pattern.trim().to_owned()),
                None => filter.includes.push(pattern.trim().to_owned()),
            }
        }
        filter
    }

    /// Returns whether a file passes, by its path within the folder. If a folder is excluded, so are its files.
    #[must_use]
    pub fn takes(&self, inner: &str) -> bool {
        let whole = format!("/{}", inner.trim_start_matches('/'));
        let is_any = |patterns: &[String], path: &str| {
            patterns.iter().flat_map(|pattern| expanded(pattern)).any(|pattern| {
                let pattern = pattern.trim_start_matches("./").trim_start_matches('/');
                [format!("/{pattern}"), pattern.to_owned()].iter().any(|pattern| is_match(pattern, path, Star::Part))
            })
        };
        let folders = whole.match_indices('/').map(|(at, _)| &whole[..at]).filter(|folder| !folder.is_empty());
        let is_out = is_any(&self.excludes, &whole) || folders.into_iter().any(|folder| is_any(&self.excludes, folder));
        !is_out && (self.includes.is_empty() || is_any(&self.includes, &whole))
    }
}
