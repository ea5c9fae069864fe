//! The three layers of a theme, file by file: the site's overrides, the named theme, and the embedded theme. A layer
//! holds bytes by their path within the theme; their meaning is decided elsewhere.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::embedded::{embedded, source_path};
use crate::diag::{Diagnostic, SourcePath, codes};

/// Access to the files of the site that a theme may need.
pub trait ThemeFiles {
    /// Lists the files below a folder (`overrides/`), at any depth.
    fn list(&self, folder: &str) -> Vec<SourcePath>;

    /// Reads a file.
    ///
    /// # Errors
    /// The diagnostic for a file that can't be read.
    fn read(&self, path: &SourcePath) -> Result<Vec<u8>, Diagnostic>;
}

/// The folders that can be overridden.
const FOLDERS: [&str; 5] = ["assets/", "fonts/", "strings/", "styles/", "templates/"];

/// The files outside these folders that a layer may contain.
const FILES: [&str; 2] = ["theme.toml", super::tokens::FILE];

/// A file of a layer.
#[derive(Debug)]
pub struct File {
    /// Its path in diagnostics.
    pub path: SourcePath,
    /// Its content.
    pub bytes: Cow<'static, [u8]>,
}

impl File {
    /// Returns the file as text.
    ///
    /// # Errors
    /// The diagnostic for a file that is not UTF-8, at the first invalid byte.
    pub fn text(&self) -> Result<&str, Diagnostic> {
        std::str::from_utf8(&self.bytes).map_err(|error| {
            let at = error.valid_up_to();
            Diagnostic::new(&codes::INVALID_UTF8, format!("`{}` is not UTF-8", self.path))
                .at(&self.path, at..at + 1)
                .help("save the file as UTF-8")
        })
    }
}

/// Returns whether a theme's file is parsed as text here rather than published unchanged.
fn is_text(path: &str) -> bool {
    let is_in = |folder: &&str| path.contains(&format!("/{folder}"));
    path.ends_with(".toml") || ["strings/", "styles/", "templates/"].iter().any(is_in)
}

/// One layer: files by their path within the theme.
type Layer = BTreeMap<String, File>;

/// The layers, highest first.
#[derive(Debug)]
pub struct Layers([Layer; 3]);

impl Layers {
    /// The prefixes of template names in the template engine, one per layer, highest first.
    pub const PREFIXES: [&'static str; 3] = ["overrides/", "theme/", "builtin/"];

    /// Reads all layers of the theme `name`; returns diagnostics for files that can't be read.
    pub fn read(files: &dyn ThemeFiles, name: &str) -> (Self, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let mut layer = |folder: &str| -> Layer {
            let mut layer = Layer::new();
            for path in files.list(folder) {
                let Some(name) = path.as_str().strip_prefix(folder) else { continue };
                let name = name.to_owned();
                if !FILES.contains(&name.as_str()) && !FOLDERS.iter().any(|folder| name.starts_with(folder)) {
                    continue;
                }
                match files.read(&path) {
                    Ok(bytes) => drop(layer.insert(name, File { path, bytes: Cow::Owned(bytes) })),
                    Err(fault) => diagnostics.push(fault),
                }
            }
            layer
        };
        let overrides = layer("overrides/");
        let theme = layer(&format!("themes/{name}/"));
        let builtin = embedded()
            .map(|(name, bytes)| (name.to_owned(), File { path: source_path(name), bytes: Cow::Borrowed(bytes) }))
            .collect();
        (Self([overrides, theme, builtin]), diagnostics)
    }

    /// Finds a file in the highest layer that has it.
    pub fn top(&self, name: &str) -> Option<&File> {
        self.0.iter().find_map(|layer| layer.get(name))
    }

    /// Finds a file in the layer of the named theme.
    pub fn own(&self, name: &str) -> Option<&File> {
        self.0[1].get(name)
    }

    /// Returns whether the named theme has any files of its own.
    pub fn has_own(&self) -> bool {
        !self.0[1].is_empty()
    }

    /// Iterates over all files of all layers, highest layer first: prefix, path within the theme, file.
    pub fn all(&self) -> impl Iterator<Item = (&'static str, &str, &File)> {
        Self::PREFIXES
            .into_iter()
            .zip(&self.0)
            .flat_map(|(prefix, layer)| layer.iter().map(move |(name, file)| (prefix, name.as_str(), file)))
    }

    /// Returns every version of a file, lowest layer first.
    pub fn stack(&self, name: &str) -> impl Iterator<Item = &File> {
        self.0.iter().rev().filter_map(move |layer| layer.get(name))
    }

    /// Finds the file that a diagnostic refers to.
    pub fn by_path(&self, path: &SourcePath) -> Option<&File> {
        self.0.iter().flat_map(BTreeMap::values).find(|file| file.path == *path)
    }
}

impl ThemeFiles for crate::fs::Tree {
    fn list(&self, folder: &str) -> Vec<SourcePath> {
        self.under(folder.trim_end_matches('/')).map(|entry| entry.path.clone()).collect()
    }

    fn read(&self, path: &SourcePath) -> Result<Vec<u8>, Diagnostic> {
        if is_text(path.as_str()) {
            return self.text(path).map(String::into_bytes);
        }
        // A style sheet or script is delivered as it is, whatever its encoding, but not in two versions.
        if matches!(path.extension().as_str(), "css" | "js" | "svg")
            && let Err(fault) = self.text(path)
            && *fault.code == codes::UNMERGED_FILE
        {
            return Err(fault);
        }
        Self::read(self, path)
    }
}
