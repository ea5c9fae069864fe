//! Determines whether a translation is older than its source.
//!
//! The answer depends on the body of the source, so it is computed on request ([`Site::freshness`]) and not by `link`:
//! an edit of a body does not change the structure of the site.

use super::{DocId, Site};
use crate::content::Document;
use crate::diag::{Diagnostic, codes};

/// The state of a document relative to its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Freshness {
    /// The document is the source.
    Source,
    /// It was translated from the current source.
    Current,
    /// The source has changed since.
    Stale,
    /// It has no stamp of the source that it was translated from.
    Unstamped,
}

impl Site {
    /// Compares a translation's stamp with the digest of its source.
    #[must_use]
    pub fn freshness(&self, id: DocId) -> Freshness {
        freshness(self.doc(id).document(), self.doc(self.set_of(id).source).document())
    }
}

pub(super) fn freshness(document: &Document, source: &Document) -> Freshness {
    match document.words.translated_from.as_deref() {
        _ if document.key == source.key => Freshness::Source,
        Some(stamp) if stamp == source.digest => Freshness::Current,
        Some(_) => Freshness::Stale,
        None => Freshness::Unstamped,
    }
}

/// Reports a translation that is older than its source or has no stamp.
pub(super) fn check(document: &Document, source: &Document) -> Option<Diagnostic> {
    match freshness(document, source) {
        Freshness::Source | Freshness::Current => None,
        Freshness::Stale => {
            let span = document.place("translated_from");
            let fault = Diagnostic::new(
                &codes::STALE_TRANSLATION,
                format!("`{}` changed after this translation was made", source.path.file_name()),
            );
            let fault = fault.label(&document.path, span, "").label(&source.path, None, "the source");
            Some(fault.help(format!("bring it up to date, then run `chancery stamp {}`", document.path)))
        }
        Freshness::Unstamped => {
            let fault =
                Diagnostic::new(&codes::UNSTAMPED_TRANSLATION, "the translation does not say what it was made from");
            let help = format!("once it matches its source, run `chancery stamp {}`", document.path);
            Some(fault.in_file(&document.path).help(help))
        }
    }
}
