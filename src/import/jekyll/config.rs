//! `_config.yml`: the documented settings of Jekyll that decide which files are published, and where.

use super::super::NoSite;
use super::super::pattern::{Star, glob};
use super::super::report::{Fate, Notes};
use super::super::value::{Data, Table, Value, by_extension};
use crate::diag::SourcePath;
use crate::fs::Tree;

/// The file names of a configuration.
const NAMES: [&str; 3] = ["_config.yml", "_config.yaml", "_config.toml"];

/// Paths that Jekyll excludes by default.
const EXCLUDED: [&str; 9] = [
    ".sass-cache",
    ".jekyll-cache",
    "gemfiles",
    "Gemfile",
    "Gemfile.lock",
    "node_modules",
    "vendor/bundle",
    "vendor/cache",
    "vendor/gems",
];

/// The configuration as read.
pub struct Config {
    /// Its file.
    pub file: Option<String>,
    /// All settings.
    pub root: Table,
    /// The collections besides `_posts`.
    pub collections: Vec<Collection>,
}

/// A collection: `_label/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collection {
    /// Its name.
    pub label: String,
    /// Its folder.
    pub folder: String,
    /// Whether its texts have pages.
    pub output: bool,
    /// The permalink pattern of its texts, if it sets one.
    pub permalink: Option<String>,
}

impl Config {
    /// Reads the configuration of a folder.
    ///
    /// # Errors
    ///
    /// If there is no configuration and no other sign of a Jekyll site.
    pub fn read(tree: &Tree, notes: &mut Notes) -> Result<Self, NoSite> {
        let found = NAMES.iter().find_map(|name| Some((*name, tree.lossy(&SourcePath::new(name))?)));
        if found.is_none() && tree.under("_posts").next().is_none() {
            let what = "it has neither a configuration nor posts of Jekyll: looked for _config.yml and `_posts/`";
            return Err(NoSite(what.to_owned()));
        }
        let mut root = Table::default();
        if let Some((name, source)) = &found {
            let extension = name.rsplit('.').next().unwrap_or_default();
            match by_extension(extension, source) {
                Some(Ok(Value { data: Data::Table(table), .. })) => root = table,
                Some(Err(fault)) => {
                    notes.add(name, fault.line_number, Fate::Lost, format!("it can't be read: {}", fault.why));
                }
                _ => {}
            }
            notes.add(name, None, Fate::Mapped, "read as configuration: languages, collections, defaults, addresses");
        }
        let collections = collections(&root);
        Ok(Self { file: found.map(|(name, _)| name.to_owned()), root, collections })
    }

    /// Returns whether a path is excluded: by the configuration, or by Jekyll's defaults.
    #[must_use]
    pub fn is_excluded(&self, path: &str) -> bool {
        let said = |key: &str| self.root.get(key).map(Value::texts).unwrap_or_default();
        let is_in = |pattern: &str| {
            let pattern = pattern.trim_start_matches('/').trim_end_matches('/');
            // As in `File.fnmatch?`, a star also matches slashes.
            glob(pattern, path, Star::Whole)
                || path.match_indices('/').any(|(at, _)| glob(pattern, &path[..at], Star::Whole))
        };
        let is_included = said("include").iter().any(|pattern| is_in(pattern));
        let is_out = said("exclude").iter().any(|pattern| is_in(pattern)) || EXCLUDED.iter().any(|own| is_in(own));
        is_out && !is_included
    }

    /// Returns the values of `defaults` that apply to a text, the most specific first.
    #[must_use]
    pub fn defaults(&self, path: &str, kind: &str) -> Vec<&Table> {
        let Some(defaults) = self.root.get("defaults") else { return Vec::new() };
        let mut found: Vec<(usize, bool, usize, &Table)> = Vec::new();
        for (index, one) in defaults.items().iter().enumerate() {
            let Some(table) = one.table() else { continue };
            let scope = table.table("scope");
            let of = scope.and_then(|scope| scope.text("path")).unwrap_or_default();
            let ty = scope.and_then(|scope| scope.text("type"));
            let of = of.trim_matches('/');
            let is_here = of.is_empty()
                || path == of
                || path.strip_prefix(of).is_some_and(|rest| rest.starts_with('/'))
                || (of.contains('*') && glob(of, path, Star::Part));
            // Jekyll 2 used other names for these types.
            let is_kind = ty.as_deref().is_none_or(|ty| ty.trim_end_matches('s') == kind.trim_end_matches('s'));
            if let Some(values) = table.table("values").filter(|_| is_here && is_kind) {
                found.push((of.len(), ty.is_some(), index, values));
            }
        }
        found.sort_by_key(|one| std::cmp::Reverse((one.0, one.1, one.2)));
        found.into_iter().map(|(.., values)| values).collect()
    }
}

fn collections(root: &Table) -> Vec<Collection> {
    let above = root.text("collections_dir").map(|dir| dir.trim_matches('/').to_owned()).unwrap_or_default();
    let folder = |label: &str| if above.is_empty() { format!("_{label}") } else { format!("{above}/_{label}") };
    let mut all = vec![Collection {
        label: "posts".to_owned(),
        folder: folder("posts"),
        output: true,
        permalink: root.at("collections.posts.permalink").and_then(Value::text),
    }];
    let Some(said) = root.get("collections") else { return all };
    let named = said.texts().into_iter().map(|label| (label, None));
    let described = said.table().map(|table| table.0.as_slice()).unwrap_or_default();
    let described = described.iter().map(|(label, value)| (label.clone(), value.table()));
    for (label, table) in named.chain(described).filter(|(label, _)| label != "posts") {
        let output = table.and_then(|table| table.get("output")?.boolean()).unwrap_or(false);
        let permalink = table.and_then(|table| table.text("permalink"));
        all.push(Collection { folder: folder(&label), label, output, permalink });
    }
    all
}
