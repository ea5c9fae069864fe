//! What is public: decided once per translation set, before anything else looks, and failing closed.
//!
//! [`Visible`] can be made here alone. A set whose source has errors is hidden whole; a translation is hidden when
//! its source is, when it has errors, or when it holds itself back longer. A translation that would be public before
//! its source is an error.

use std::sync::Arc;

use jiff::Timestamp;

use super::Withdrawal;
use super::life::{DocumentLife, Life, Stage};
use crate::config::LangId;
use crate::content::{Document, State};
use crate::diag::{Diagnostic, codes};

/// Why a document would be hidden, were it not for a preview.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    /// `state = "draft"`.
    Draft,
    /// Its date or the start of its validity is ahead.
    Scheduled,
    /// Its embargo is ahead.
    Embargoed,
    /// A line kept ready.
    Reserve,
    /// Its validity is over.
    Expired,
}

impl Mark {
    /// Returns the name that templates see.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft | Self::Expired => "draft",
            Self::Scheduled => "scheduled",
            Self::Embargoed => "embargoed",
            Self::Reserve => "reserve",
        }
    }
}

/// A document that may be shown: public now, or marked in a preview.
#[derive(Clone, Debug)]
pub struct Visible {
    document: Arc<Document>,
    mark: Option<Mark>,
}

impl Visible {
    /// Returns the parsed file.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Returns the parsed file to be kept.
    #[must_use]
    pub fn shared(&self) -> &Arc<Document> {
        &self.document
    }

    /// Takes another version of the same file; `None` where it differs in more than its body, so that it has to be
    /// decided again whether it may be shown.
    pub(super) fn with_body(&self, document: &Arc<Document>) -> Option<Self> {
        (self.document.head == document.head).then(|| Self { document: Arc::clone(document), mark: self.mark })
    }

    /// Returns why it would be hidden, in a preview.
    #[must_use]
    pub fn mark(&self) -> Option<Mark> {
        self.mark
    }
}

/// A set of which at least the source may be shown.
pub(super) struct VisibleSet {
    /// The source first, then the others.
    pub documents: Vec<Visible>,
    /// Languages in which there is a file, shown or not.
    pub languages: Vec<LangId>,
    /// When it was or will be released.
    pub release: Option<Timestamp>,
    /// Withdrawal.
    pub withdrawn: Option<Withdrawal>,
}

/// What becomes of a set.
#[derive(Default)]
pub(super) struct Decision<'a> {
    /// The part that may be shown.
    pub shown: Option<VisibleSet>,
    /// Language, file and reason of documents that answer 410.
    pub gone: Vec<&'a Arc<Document>>,
    /// What is hidden: only so that a link to it can be refused, and its own links checked before its release.
    pub hidden: Vec<&'a Arc<Document>>,
    /// Of what is hidden, answers whose validity is over: a link to one is no error, since time alone brought it about.
    pub expired: Vec<&'a Arc<Document>>,
    /// Documents that are not shown because of errors, which are reported; links to them are not.
    pub faulty: Vec<&'a Arc<Document>>,
}

/// Decides what of a set may be shown at an instant; with `drafts`, hidden documents are shown and marked, except
/// those with errors.
pub(super) fn decide<'a>(
    life: &Life<'a>,
    now: Timestamp,
    drafts: bool,
    diagnostics: &mut Vec<Diagnostic>,
) -> Decision<'a> {
    let mut decision = Decision::default();
    diagnostics.extend(life.faults.iter().cloned());
    let (first, source) = (life.source(), &**life.source().document);
    let all = || life.documents.iter().map(|own| own.document);
    match life.stage(first, now) {
        Stage::Faulty => {
            for document in all().filter(|document| document.path != source.path) {
                let fault = Diagnostic::new(&codes::FAULTY_SOURCE, "the source of this translation has errors");
                diagnostics.push(fault.in_file(&document.path).label(&source.path, None, "the source"));
            }
            decision.faulty = all().collect();
            return decision;
        }
        Stage::Gone => {
            decision.gone = all().filter(|document| !document.faulty).collect();
            decision.hidden = all().collect();
            return decision;
        }
        Stage::Hidden(_) | Stage::Public | Stage::Expired => {}
    }
    let withdrawn = (source.front.state == State::Withdrawn)
        .then(|| Withdrawal { on: source.front.withdrawn_on.and_then(|stated| stated.when()) });
    let mut shown = Vec::new();
    for (is_source, own) in life.source_first() {
        let document = own.document;
        if !is_source && !own.document.faulty {
            looser(document, source, now, diagnostics);
        }
        let mark = match life.stage(own, now) {
            Stage::Faulty => {
                decision.faulty.push(document);
                continue;
            }
            Stage::Gone => {
                decision.hidden.push(document);
                continue;
            }
            Stage::Public => None,
            Stage::Hidden(mark) => Some(mark),
            Stage::Expired => {
                expired(own, diagnostics);
                if !drafts {
                    decision.expired.push(document);
                }
                Some(Mark::Expired)
            }
        };
        if mark.is_some() && !drafts {
            decision.hidden.push(document);
        } else {
            shown.push((document, mark));
        }
    }
    if shown.first().is_some_and(|(first, _)| first.path == source.path) {
        let visible = |(document, mark): (&Arc<Document>, _)| Visible { document: Arc::clone(document), mark };
        let documents = shown.into_iter().map(visible).collect();
        let languages = all().map(|document| document.lang).collect();
        let release = first.from.map(|from| from.at);
        decision.shown = Some(VisibleSet { documents, languages, release, withdrawn });
    } else {
        decision.hidden.extend(shown.into_iter().map(|(document, _)| document));
    }
    decision
}

/// The words of a section may be shown where they have no errors.
pub(super) fn section_words(document: &Arc<Document>) -> Option<Arc<Document>> {
    (!document.faulty).then(|| Arc::clone(document))
}

/// Reports an answer whose validity is over, at the field that says so.
fn expired(own: &DocumentLife<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let Some((day, (_, line))) = own.document.front.valid_until.zip(own.until) else { return };
    let message = format!("the answer held until {day}; it is no longer shown");
    let fault = Diagnostic::new(&codes::EXPIRED_ANSWER, message).label(line.path(), line.span(), "");
    diagnostics.push(fault.help("renew `valid_until`, or say `state = \"retired\"`"));
}

/// A translation may be held back longer than its source, never less.
fn looser(document: &Document, source: &Document, now: Timestamp, diagnostics: &mut Vec<Diagnostic>) {
    let mut fault = |name: &str| {
        diagnostics.push(
            Diagnostic::new(
                &codes::LOOSER_TRANSLATION,
                format!("`{name}` would publish this translation before its source"),
            )
            .label(&document.path, document.place(name), "")
            .label(&source.path, source.place(name), "the source")
            .help("remove it: the translation then follows its source"),
        );
    };
    let (own, first) = (&document.front, &source.front);
    for (name, own, first) in [("embargo", own.embargo, first.embargo), ("date", own.date, first.date)] {
        if let (Some(own), Some(first)) =
            (own.and_then(|stated| stated.instant()), first.and_then(|stated| stated.instant()))
            && own < first
            && first > now
        {
            fault(name);
        }
    }
    if own.state != State::Unsaid && first.state.is_held() && !own.state.is_held() {
        fault("state");
    }
}
