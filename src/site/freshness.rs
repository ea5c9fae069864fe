//! Whether a translation is older than its source.
//!
//! The answer depends on the body of the source, so it is given when somebody asks ([`Site::freshness`]) and `link`
//! knows nothing of it: an edit of a body leaves the structure of the site as it is.

use super::{DocId, Site};
use crate::content::Document;
use crate::diag::{Diagnostic, codes};

/// How a document stands to the source it was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Freshness {
    /// It is the source.
    Source,
    /// Made from the source as it is now.
    Current,
    /// The source changed since.
    Stale,
    /// It does not say what it was made from.
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

/// Reports a translation that is older than its source, or does not say what it was made from.
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
