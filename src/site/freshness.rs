//! Whether a translation is older than its source.

use crate::content::Document;
use crate::diag::{Diagnostic, codes};

/// How a document stands to the source it was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// Compares a translation's stamp with the digest of its source.
pub(super) fn freshness(document: &Document, source: &Document) -> (Freshness, Option<Diagnostic>) {
    if document.path == source.path {
        return (Freshness::Source, None);
    }
    match document.words.translated_from.as_deref() {
        Some(stamp) if stamp == source.digest => (Freshness::Current, None),
        Some(_) => {
            let span = document.record.get("translated_from").map(|value| value.span.clone());
            let fault = Diagnostic::new(
                &codes::STALE_TRANSLATION,
                format!("`{}` changed after this translation was made", source.path.file_name()),
            );
            let fault = fault.label(&document.path, span, "").label(&source.path, None, "the source");
            let help = format!("bring it up to date, then run `chancery stamp {}`", document.path);
            (Freshness::Stale, Some(fault.help(help)))
        }
        None => {
            let fault =
                Diagnostic::new(&codes::UNSTAMPED_TRANSLATION, "the translation does not say what it was made from");
            let help = format!("once it matches its source, run `chancery stamp {}`", document.path);
            (Freshness::Unstamped, Some(fault.in_file(&document.path).help(help)))
        }
    }
}
