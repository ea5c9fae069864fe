//! Diagnostics as text: for a terminal, a line each, JSON, SARIF.
//!
//! Pure functions: the same diagnostics and sources give the same text. Nothing here prints, opens a file, or
//! decides whether colour is wanted. A span may be wrong for the source that is found (the file changed
//! meanwhile, or is not UTF-8 and is shown lossily); it is then moved to the nearest character.

mod bound;
mod human;
mod json;
mod sarif;
mod short;
mod source;

use super::{Diagnostic, SourcePath};
use source::Sources;

/// How diagnostics are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// With the lines of the source, for a terminal.
    #[default]
    Human,
    /// One line each, for editors and `grep`.
    Short,
    /// One JSON object on a line each.
    Json,
    /// SARIF 2.1.0, for code hosts.
    Sarif,
}

/// Finds the text of a source file, in the form that spans refer to; `None` where there is none to show.
pub type Lookup<'a> = &'a dyn Fn(&SourcePath) -> Option<String>;

/// Writes diagnostics in the order given, as many of a file and of all as the limits allow; the others are counted.
/// `colour` matters for [`Format::Human`] only.
#[must_use]
pub fn report(format: Format, diagnostics: &[Diagnostic], sources: Lookup<'_>, colour: bool) -> String {
    let sources = Sources::new(sources);
    let diagnostics = &bound::bounded(diagnostics);
    match format {
        Format::Human => human::write(diagnostics, &sources, colour),
        Format::Short => short::write(diagnostics, &sources),
        Format::Json => json::write(diagnostics, &sources),
        Format::Sarif => sarif::write(diagnostics, &sources),
    }
}
