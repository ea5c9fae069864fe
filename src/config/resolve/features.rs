//! Settings that need a part which this program may have been built without.

use super::Resolver;
use crate::diag::{Feature, Span};
use crate::spec::Record;

impl Resolver<'_> {
    /// Returns whether a setting that is on can be followed; else leaves a note, the first time.
    pub(super) fn is_possible(&mut self, feature: Feature, span: Option<&Span>) -> bool {
        let Some(note) = feature.absent() else { return true };
        if !self.diagnostics.iter().any(|other| other.message == note.message) {
            self.diagnostics.push(match span {
                Some(span) => note.at(self.path, span.clone()),
                None => note.in_file(self.path),
            });
        }
        false
    }

    /// Reads a setting that is on or off, and needs a part of the program to be on.
    pub(super) fn switch(&mut self, record: &Record, name: &str, feature: Feature) -> bool {
        let span = record.get(name).map(|value| value.span.clone());
        record.boolean(name) == Some(true) && self.is_possible(feature, span.as_ref())
    }
}
