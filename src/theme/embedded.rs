//! The theme that the binary carries: the last layer of every site, and what `chancery new` and
//! `chancery theme eject` copy. It knows nothing of templates or of sites.

use include_dir::{Dir, include_dir};

use crate::diag::SourcePath;

/// The name of the theme in the binary.
pub const BUILTIN: &str = "portal";

/// What stands before the path of an embedded file in a report: the site has no such file.
const PREFIX: &str = "builtin:themes/portal/";

static PORTAL: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/portal");

/// Runs over the embedded files, sorted by their path within the theme (`templates/page.html`).
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

/// Names an embedded file in diagnostics.
pub(super) fn source_path(name: &str) -> SourcePath {
    SourcePath::new(&format!("{PREFIX}{name}"))
}

fn collect(folder: &'static Dir<'static>, files: &mut Vec<(&'static str, &'static [u8])>) {
    for file in folder.files() {
        let path = file.path();
        // What editors and file managers leave behind at build time is no part of the theme.
        let hidden = path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
        if let (false, Some(name)) = (hidden, path.to_str()) {
            files.push((name, file.contents()));
        }
    }
    for folder in folder.dirs() {
        collect(folder, files);
    }
}
