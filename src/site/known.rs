//! What there is beside visible documents: for links and relations that lead to it, and then forgotten.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::link::id_of;
use super::{FileFacts, Parsed};
use crate::config::Kind;
use crate::content::{Document, Role};
use crate::diag::{Diagnostic, Severity, SourcePath, codes};

/// The keys of documents that a site does not show, each list sorted. A key is a digest of a path: no site can hold a
/// hidden document.
#[derive(Debug, Default)]
pub(super) struct Unseen {
    hidden: Box<[u64]>,
    expired: Box<[u64]>,
    faulty: Box<[u64]>,
}

impl Unseen {
    pub fn new(hidden: &[&Arc<Document>], expired: &[&Arc<Document>], faulty: &[&Arc<Document>]) -> Self {
        let keys = |documents: &[&Arc<Document>]| {
            let mut keys: Vec<u64> = documents.iter().map(|document| document.key).collect();
            keys.sort_unstable();
            keys.into_boxed_slice()
        };
        Self { hidden: keys(hidden), expired: keys(expired), faulty: keys(faulty) }
    }
}

/// What there is beside visible documents; used for checks only and then forgotten.
#[derive(Debug)]
pub(super) struct Known<'a> {
    /// Documents that are not shown, but whose own links and files are checked.
    pub unseen: Vec<&'a Document>,
    pub files: &'a BTreeMap<SourcePath, FileFacts>,
    pub statics: &'a [String],
    pub hidden: BTreeSet<String>,
    expired: BTreeSet<String>,
    pub faulty: BTreeSet<String>,
    /// Ids of faulty documents; `None` where one of them has errors in its very id, which then may be any.
    faulty_ids: Option<BTreeSet<String>>,
}

impl<'a> Known<'a> {
    pub fn new(parsed: &'a Parsed, unseen: &Unseen) -> Self {
        let of = |keys: &[u64]| -> Vec<&'a Document> {
            let documents = if keys.is_empty() { &[] } else { parsed.documents.as_slice() };
            documents.iter().map(Arc::as_ref).filter(|document| keys.binary_search(&document.key).is_ok()).collect()
        };
        let (hidden, expired, faulty) = (of(&unseen.hidden), of(&unseen.expired), of(&unseen.faulty));
        let nameless =
            |document: &Document| document.role == Role::Item(Kind::Statement) && document.reference().is_none();
        // A draft may be unfinished; what is scheduled must be right before its hour.
        let unfinished = |document: &&Document| document.front.state.is_held();
        Self {
            unseen: faulty.iter().chain(&hidden).copied().filter(|document| !unfinished(document)).collect(),
            files: &parsed.files,
            statics: &parsed.statics,
            hidden: hidden.iter().map(|document| bare(&document.path)).collect(),
            expired: expired.iter().map(|document| bare(&document.path)).collect(),
            faulty: faulty.iter().map(|document| bare(&document.path)).collect(),
            faulty_ids: (!faulty.iter().any(|document| nameless(document)))
                .then(|| faulty.iter().map(|document| id_of(document)).collect()),
        }
    }

    /// Tells whether an id is or may be that of a faulty document: its own errors are reported, not that it is
    /// missing elsewhere.
    pub fn is_faulty(&self, id: &str) -> bool {
        self.faulty_ids.as_ref().is_none_or(|ids| ids.contains(id))
    }

    /// A link to what is hidden is an error; to an answer whose validity is over, a warning: the link is then shown as plain
    /// text, and a site does not stop building because time has passed.
    pub fn to_hidden(&self, written: &str, name: &str) -> Diagnostic {
        if self.expired.contains(name) {
            let fault =
                Diagnostic::new(&codes::LINK_TO_HIDDEN, format!("`{written}` is an answer that holds no longer"));
            let fault = Diagnostic { severity: Severity::Warning, ..fault };
            return fault.help("renew the answer, or remove the link: until then it is shown as plain text");
        }
        Diagnostic::new(&codes::LINK_TO_HIDDEN, format!("`{written}` is not public"))
            .help("remove the link, or hold this document back as well")
    }
}

/// Folder and stem of a content file, whatever its language: what a link means.
pub(super) fn bare(path: &SourcePath) -> String {
    let stem = path.file_name().split('.').next().unwrap_or("");
    if stem == "index" { path.folder().to_owned() } else { format!("{}/{stem}", path.folder()) }
}
