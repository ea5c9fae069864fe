//! Checks that texts are finished. Drafts need not be; all others must be, even before their release.
//!
//! Unfinished parts of a file are found during parsing ([`unfinished`]); this module decides which of them to report.

use std::sync::Arc;

use crate::config::{Kind, Settings};
use crate::content::unfinished::{self, Unfinished};
use crate::content::{Document, Role, SharedForm};
use crate::diag::{Diagnostic, Severity, codes};

/// The texts of a site, to check one by one.
#[derive(Debug)]
pub(super) struct Finished<'a> {
    documents: &'a [Arc<Document>],
    settings: &'a Settings,
}

impl<'a> Finished<'a> {
    pub fn new(documents: &'a [Arc<Document>], settings: &'a Settings) -> Self {
        Self { documents, settings }
    }

    /// Reports unfinished parts of a text, unless it is a draft or the translation of one.
    pub fn check(&self, document: &Document, diagnostics: &mut Vec<Diagnostic>) {
        // If the front matter was not found, nothing is known of the body.
        let is_unread = document.faulty && document.body == (0..0);
        if is_unread || document.unfinished.is_empty() || document.front.state.is_held() {
            return;
        }
        let source = self.source(document);
        if source.is_some_and(|source| source.front.state.is_held()) {
            return;
        }
        for found in &document.unfinished {
            let needs_body = || needs_body(document) && source.is_none_or(needs_body);
            if found.kind != unfinished::Kind::NoBody || needs_body() {
                diagnostics.push(fault(document, found));
            }
        }
    }

    /// Finds the source of a translation. Slow, so only called if there is something to report.
    fn source(&self, document: &Document) -> Option<&'a Document> {
        let is_source = |other: &&Document| {
            (other.lang == self.settings.languages.source || other.front.source)
                && (other.role, &other.folder, other.name()) == (document.role, &document.folder, document.name())
        };
        self.documents.iter().map(Arc::as_ref).find(is_source)
    }
}

fn fault(document: &Document, found: &Unfinished) -> Diagnostic {
    let Unfinished { kind, span, words } = found;
    match kind {
        unfinished::Kind::NoBody => {
            let fault = Diagnostic::new(&codes::EMPTY_BODY, "the text has no words below its front matter");
            fault.in_file(&document.path).help("write the text, or say `state = \"draft\"`")
        }
        unfinished::Kind::Marker => {
            let fault = Diagnostic::new(&codes::PLACEHOLDER, format!("the placeholder `{words}` is still here"));
            let help = "write what belongs here, or say `state = \"draft\"`; a marker that is meant is written as code";
            fault.at(&document.path, span.clone()).help(help)
        }
        unfinished::Kind::Doubtful => {
            let message = format!("`{words}` may be a placeholder that is still here");
            let fault = Diagnostic::new(&codes::PLACEHOLDER, message).at(&document.path, span.clone());
            Diagnostic { severity: Severity::Warning, ..fault }.help("write what belongs here, unless it is meant")
        }
    }
}

/// Returns whether a document is unfinished without a body. Statements and pages are, unless they show something else;
/// an FAQ entry has its short answer, a register its records, a section its list.
fn needs_body(document: &Document) -> bool {
    if !document.words.attachments.is_empty() || document.words.picture.is_some() {
        return false;
    }
    match (document.role, &document.shared) {
        (Role::Item(Kind::Statement), _) => true,
        (Role::Item(Kind::Page), SharedForm::Page(page)) => page.contacts.is_empty(),
        _ => false,
    }
}
