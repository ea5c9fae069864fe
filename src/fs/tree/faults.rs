//! What can be wrong with a file before it is read: said in the same words of a file on a disk and of one in a commit.

use crate::diag::{Diagnostic, SourcePath, codes};

/// Returns whether the name of a file is text that every system can write.
pub(in crate::fs) fn is_plain(name: Option<&str>) -> bool {
    name.is_some_and(|name| !name.chars().any(|char| char.is_control() || char == '\\'))
}

/// A name that is not plain text.
///
/// It is shown with its control characters written out: a terminal would obey them.
pub(in crate::fs) fn not_plain(path: &SourcePath) -> Diagnostic {
    let written = |char: char| if char.is_control() { char.escape_default().to_string() } else { char.to_string() };
    let path = &SourcePath::new(&path.as_str().chars().map(written).collect::<String>());
    let message = format!("the name of `{path}` is not plain text");
    let help = "rename it: UTF-8, without backslashes and control characters";
    Diagnostic::new(&codes::BAD_FILE_NAME, message).in_file(path).help(help)
}

/// A link to something that is not the site's.
pub(in crate::fs) fn leads_out(path: &SourcePath) -> Diagnostic {
    let message = format!("the symbolic link `{path}` leads out of the site");
    let help = "copy the file into the tree in place of the link";
    Diagnostic::new(&codes::OUTSIDE_TREE, message).in_file(path).help(help)
}

/// A link to one of the folders that it is in.
pub(in crate::fs) fn looped(path: &SourcePath) -> Diagnostic {
    let message = format!("the symbolic link `{path}` leads back to a folder that holds it");
    Diagnostic::new(&codes::SYMLINK_LOOP, message).in_file(path).help("remove the link")
}

/// A second file of one name.
pub(in crate::fs) fn one_name(path: &SourcePath) -> Diagnostic {
    let message = format!("two files have the name `{path}`, one of them with accents as characters of their own");
    let help = "keep one of them: macOS and web servers take the two for one file";
    Diagnostic::new(&codes::CASE_COLLISION, message).in_file(path).help(help)
}

/// A file that can't be read.
pub(in crate::fs) fn unreadable(path: &SourcePath, why: &str) -> Diagnostic {
    Diagnostic::new(&codes::UNREADABLE_FILE, format!("`{path}` can't be read: {why}")).in_file(path)
}

/// A submodule.
pub(in crate::fs) fn submodule(path: &SourcePath) -> Diagnostic {
    let message = format!("the submodule `{path}` is passed over");
    let help = "its files are in another repository: copy those that the site needs into this one";
    Diagnostic::new(&codes::SUBMODULE_SKIPPED, message).in_file(path).help(help)
}
