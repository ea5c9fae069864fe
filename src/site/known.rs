//! Documents that are not visible, and files. Needed to check links and relations, then dropped.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::link::id_of;
use super::{FileFacts, Parsed};
use crate::config::Kind;
use crate::content::document::key_of;
use crate::content::{Document, Role};
use crate::diag::{Diagnostic, SourcePath, codes};

/// The keys of documents that a site does not show; each list is sorted. A key is a digest of a path, so the site holds
/// no part of a hidden document.
#[derive(Debug, Default)]
pub(super) struct Unseen {
    hidden: Box<[u64]>,
    faulty: Box<[u64]>,
    /// Digests of the addresses that faulty documents would have.
    faulty_addresses: Box<[u64]>,
}

impl Unseen {
    /// Stores the keys of hidden and faulty documents, and the addresses of faulty ones.
    pub fn new(hidden: &[&Arc<Document>], faulty: &[&Arc<Document>], faulty_addresses: &[String]) -> Self {
        let keys = |documents: &[&Arc<Document>]| {
            let mut keys: Vec<u64> = documents.iter().map(|document| document.key).collect();
            keys.sort_unstable();
            keys.into_boxed_slice()
        };
        let mut addresses: Box<[u64]> = faulty_addresses.iter().map(|address| key_of(address)).collect();
        addresses.sort_unstable();
        Self { hidden: keys(hidden), faulty: keys(faulty), faulty_addresses: addresses }
    }

    /// Returns whether an address belongs to a document with errors.
    pub fn is_fault_at(&self, address: &str) -> bool {
        self.faulty_addresses.binary_search(&key_of(address)).is_ok()
    }
}

/// Documents that are not visible, and files; used only during checks.
#[derive(Debug)]
pub(super) struct Known<'a> {
    /// Documents with errors, whose own links and files are checked.
    pub unseen: Vec<&'a Document>,
    pub files: &'a BTreeMap<SourcePath, FileFacts>,
    pub statics: &'a [String],
    pub hidden: BTreeSet<String>,
    pub faulty: BTreeSet<String>,
    /// The ids of faulty documents; `None` if the id of one is itself faulty, so that it could be any.
    faulty_ids: Option<BTreeSet<String>>,
}

impl<'a> Known<'a> {
    pub fn new(parsed: &'a Parsed, unseen: &Unseen) -> Self {
        let of = |keys: &[u64]| -> Vec<&'a Document> {
            let documents = if keys.is_empty() { &[] } else { parsed.documents.as_slice() };
            documents.iter().map(Arc::as_ref).filter(|document| keys.binary_search(&document.key).is_ok()).collect()
        };
        let (hidden, faulty) = (of(&unseen.hidden), of(&unseen.faulty));
        let nameless =
            |document: &Document| document.role == Role::Item(Kind::Statement) && document.reference().is_none();
        // Skip drafts, which may be unfinished. Scheduled texts are checked as of their hour, when other texts may be
        // public, too.
        let unfinished = |document: &&Document| document.front.state.is_held();
        Self {
            unseen: faulty.iter().copied().filter(|document| !unfinished(document)).collect(),
            files: &parsed.files,
            statics: &parsed.statics,
            hidden: hidden.iter().flat_map(|document| names(document)).collect(),
            faulty: faulty.iter().map(|document| bare(&document.path)).chain(parsed.misnamed.iter().cloned()).collect(),
            faulty_ids: (!faulty.iter().any(|document| nameless(document)))
                .then(|| faulty.iter().map(|document| id_of(document)).collect()),
        }
    }

    /// Returns whether an id belongs, or could belong, to a faulty document. Its own errors are reported, so it must
    /// not be reported as missing elsewhere.
    pub fn is_faulty(&self, id: &str) -> bool {
        self.faulty_ids.as_ref().is_none_or(|ids| ids.contains(id))
    }

    /// Makes the error for a link to a hidden document.
    pub fn to_hidden(written: &str) -> Diagnostic {
        Diagnostic::new(&codes::LINK_TO_HIDDEN, format!("`{written}` is not public"))
            .help("remove the link, or hold this document back as well")
    }
}

/// Returns the names by which links and menus refer to a document; a section text also has the name of its folder.
fn names(document: &Document) -> impl Iterator<Item = String> {
    let folder = (document.role == Role::Section).then(|| document.path.folder().to_owned());
    folder.into_iter().chain([bare(&document.path)])
}

/// Returns folder and stem of a content file without its language, as links name it.
#[must_use]
pub fn bare(path: &SourcePath) -> String {
    let stem = path.file_name().split('.').next().unwrap_or("");
    if stem == "index" { path.folder().to_owned() } else { format!("{}/{stem}", path.folder()) }
}
