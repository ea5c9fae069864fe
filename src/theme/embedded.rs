//! The theme embedded in the program: the lowest layer of every site, and the source for `chancery new` and
//! `chancery theme eject`. This module knows nothing of templates or of sites.

use include_dir::{Dir, include_dir};

use crate::diag::SourcePath;

/// The name of the embedded theme.
pub const BUILTIN: &str = "portal";

/// The prefix of embedded files in reports, since the site has no such files.
const PREFIX: &str = "builtin:themes/portal/";

static PORTAL: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/portal");

/// Iterates over the embedded files, sorted by their path within the theme (`templates/page.html`).
pub fn embedded() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    let mut files = Vec::new();
    collect(&PORTAL, &mut files);
    files.sort_unstable_by_key(|(name, _)| *name);
    files.into_iter()
}

/// Returns an embedded file by its path within the theme.
#[must_use]
pub fn eject(path: &str) -> Option<&'static [u8]> {
    PORTAL.get_file(path).map(include_dir::File::contents)
}

/// Returns the path of an embedded file for diagnostics.
pub(super) fn source_path(name: &str) -> SourcePath {
    SourcePath::new(&format!("{PREFIX}{name}"))
}

fn collect(folder: &'static Dir<'static>, files: &mut Vec<(&'static str, &'static [u8])>) {
    for file in folder.files() {
        let path = file.path();
        // Hidden files that editors and file managers left behind at build time are not part of the theme.
        let hidden = path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
        if let (false, Some(name)) = (hidden, path.to_str()) {
            files.push((name, file.contents()));
        }
    }
    for folder in folder.dirs() {
        collect(folder, files);
    }
}
