//! Tests of themes in memory, with stubs for the functions that templates call.

mod layering;
mod pages;
mod samples;
mod stubs;

use std::collections::BTreeMap;

use super::{Theme, ThemeFiles};
use crate::config::{Minify, ThemeSettings};
use crate::diag::{Diagnostic, SourcePath, codes};

/// A site's files, in memory.
/// The address of the theme's site.
const ORIGIN: &str = "https://www.example.org";

#[derive(Default)]
struct Files(BTreeMap<SourcePath, Vec<u8>>);

impl Files {
    fn of(files: &[(&str, &str)]) -> Self {
        Self(files.iter().map(|(path, text)| (SourcePath::new(path), text.as_bytes().to_vec())).collect())
    }
}

impl ThemeFiles for Files {
    fn list(&self, folder: &str) -> Vec<SourcePath> {
        self.0.keys().filter(|path| path.as_str().starts_with(folder)).cloned().collect()
    }

    fn read(&self, path: &SourcePath) -> Result<Vec<u8>, Diagnostic> {
        self.0.get(path).cloned().ok_or_else(|| Diagnostic::new(&codes::UNREADABLE_FILE, path.to_string()))
    }
}

fn load(files: &[(&str, &str)], name: &str) -> (Option<Theme>, Vec<Diagnostic>) {
    Theme::load(&Files::of(files), &named(name), ORIGIN, Minify::Templates, &stubs::register)
}

fn named(name: &str) -> ThemeSettings {
    ThemeSettings { name: name.to_owned(), ..ThemeSettings::default() }
}

fn theme(files: &[(&str, &str)], name: &str) -> Theme {
    let (theme, diagnostics) = load(files, name);
    assert_eq!(diagnostics, []);
    theme.expect("a theme without faults")
}
