//! Decides what is public, once per translation set and before any other step. When in doubt, hides the document.
//!
//! [`Visible`] can be made only here. A set whose source has errors is hidden entirely; a translation is hidden if its
//! source is, if it has errors, or if it is held back longer. A translation that would be public before its source is
//! an error.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use super::Withdrawal;
use super::life::{DocumentLife, Life, Stage};
use crate::config::LangId;
use crate::content::{Document, State};
use crate::diag::{Diagnostic, codes};

/// The reason why a document is hidden from the public; shown as a mark in previews.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    /// `state = "draft"`.
    Draft,
    /// Its date or the start of its validity is in the future.
    Scheduled,
    /// Its embargo has not ended.
    Embargoed,
    /// A text prepared in advance and held in reserve (`state = "reserve"`).
    Reserve,
}

impl Mark {
    /// Returns the name that templates see.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
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

    /// Returns the parsed file for shared ownership.
    #[must_use]
    pub fn shared(&self) -> &Arc<Document> {
        &self.document
    }

    /// Returns the document with another version of the same file; `None` if more than the body differs, so that its
    /// visibility must be decided again.
    pub(super) fn with_body(&self, document: &Arc<Document>) -> Option<Self> {
        (self.document.head == document.head).then(|| Self { document: Arc::clone(document), mark: self.mark })
    }

    /// Returns the reason why it is hidden from the public, in a preview.
    #[must_use]
    pub fn mark(&self) -> Option<Mark> {
        self.mark
    }
}

/// A set whose source, at least, may be shown.
pub(super) struct VisibleSet {
    /// The documents, the source first.
    pub documents: Vec<Visible>,
    /// The languages with a file, shown or not.
    pub languages: Vec<LangId>,
    /// The withdrawal.
    pub withdrawn: Option<Withdrawal>,
    /// The last day of validity, if that is over.
    pub expired: Option<Date>,
}

/// A document whose address answers 410.
pub(super) struct Removed<'a> {
    /// The document, of which nothing else is published.
    pub document: &'a Arc<Document>,
    /// The document with the shared fields.
    pub source: &'a Arc<Document>,
    /// The reason, with its language.
    pub reason: Option<(&'a str, LangId)>,
    /// Whether the text is held back and may return.
    pub is_held: bool,
}

/// The decision on a set.
#[derive(Default)]
pub(super) struct Decision<'a> {
    /// The part that may be shown.
    pub shown: Option<VisibleSet>,
    /// Documents that answer 410.
    pub removed: Vec<Removed<'a>>,
    /// Hidden documents; needed only to reject links to them and to check their own links before their release.
    pub hidden: Vec<&'a Arc<Document>>,
    /// Documents that are not shown because of errors, which are reported; links to them are not.
    pub faulty: Vec<&'a Arc<Document>>,
}

/// Decides what to show of a set at an instant. With `drafts`, hidden documents are shown and marked, except those with
/// errors.
pub(super) fn decide<'a>(
    life: &Life<'a>,
    now: Timestamp,
    drafts: bool,
    diagnostics: &mut Vec<Diagnostic>,
) -> Decision<'a> {
    let mut decision = Decision::default();
    diagnostics.extend(life.faults.iter().cloned());
    let (first, source) = (life.source(), life.source().document);
    let all = || life.documents.iter().map(|own| own.document);
    if life.stage(first, now) == Stage::Faulty {
        for document in all().filter(|document| document.path != source.path) {
            let fault = Diagnostic::new(&codes::FAULTY_SOURCE, "the source of this translation has errors");
            diagnostics.push(fault.in_file(&document.path).label(&source.path, None, "the source"));
        }
        decision.faulty = all().collect();
        return decision;
    }
    let mut shown = Vec::new();
    for (is_source, own) in life.source_first() {
        let document = own.document;
        if !is_source && !own.is_faulty {
            looser(document, source, now, diagnostics);
        }
        match life.stage(own, now) {
            Stage::Faulty => decision.faulty.push(document),
            Stage::Gone => {
                let reason = own.document.words.reason.as_deref().map(|reason| (reason, document.lang));
                let inherited = source.words.reason.as_deref().map(|reason| (reason, source.lang));
                let reason = reason.or(inherited.filter(|_| first.is_gone));
                decision.removed.push(Removed { document, source, reason, is_held: false });
                decision.hidden.push(document);
            }
            Stage::Public => shown.push((document, None)),
            Stage::Expired => {
                expired(own, diagnostics);
                shown.push((document, None));
            }
            // A removed text will not appear at its hour, so a preview does not show it.
            Stage::Hidden(mark) if drafts && !own.is_gone && !first.is_gone => shown.push((document, Some(mark))),
            Stage::Hidden(_) => {
                if let Some((reason, said_by)) = life.reason(own, now) {
                    held(said_by, diagnostics);
                    let reason = Some((reason, said_by.lang));
                    decision.removed.push(Removed { document, source, reason, is_held: true });
                }
                decision.hidden.push(document);
            }
        }
    }
    if shown.first().is_some_and(|(first, _)| first.path == source.path) {
        let visible = |(document, mark): (&Arc<Document>, _)| Visible { document: Arc::clone(document), mark };
        let is_expired = life.stage(first, now) == Stage::Expired;
        let withdrawn = source.front.withdrawn_on.and_then(|stated| stated.when());
        decision.shown = Some(VisibleSet {
            documents: shown.into_iter().map(visible).collect(),
            languages: all().map(|document| document.lang).collect(),
            withdrawn: first.is_withdrawn(now).then_some(Withdrawal { on: withdrawn }),
            expired: source.front.valid_until.filter(|_| is_expired),
        });
    } else {
        decision.hidden.extend(shown.into_iter().map(|(document, _)| document));
    }
    decision
}

/// The decision on the texts of a section.
#[derive(Default)]
pub(super) struct SectionDecision<'a> {
    /// The visible texts, with marks.
    pub shown: Vec<Visible>,
    /// The hidden texts.
    pub hidden: Vec<&'a Arc<Document>>,
    /// The texts with errors.
    pub faulty: Vec<&'a Arc<Document>>,
    /// Whether the section is hidden with everything in it.
    pub is_hidden: bool,
}

/// Decides which texts of a section to show.
pub(super) fn decide_section<'a>(
    life: &Life<'a>,
    now: Timestamp,
    drafts: bool,
    diagnostics: &mut Vec<Diagnostic>,
) -> SectionDecision<'a> {
    let mut decision = SectionDecision::default();
    diagnostics.extend(life.faults.iter().cloned());
    let is_home = life.source().document.folder.is_empty();
    for (is_source, own) in life.source_first() {
        if !is_source && !is_home && !own.is_faulty {
            looser(own.document, life.source().document, now, diagnostics);
        }
        // The home page's text holds back nothing else.
        let stage = if is_home { own.own_stage(now) } else { life.stage(own, now) };
        let mark = match stage {
            Stage::Faulty => {
                decision.faulty.push(own.document);
                continue;
            }
            Stage::Hidden(mark) => Some(mark),
            Stage::Public | Stage::Expired | Stage::Gone => None,
        };
        if mark.is_some() && !drafts {
            decision.hidden.push(own.document);
            decision.is_hidden |= is_source && !is_home;
        } else {
            decision.shown.push(Visible { document: Arc::clone(own.document), mark });
        }
    }
    decision
}

/// Reports an expired answer, at the field with its end of validity.
fn expired(own: &DocumentLife<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let Some((day, (_, line))) = own.document.front.valid_until.zip(own.until) else { return };
    let message = format!("the answer held until {day}; its page says so, and no list shows it");
    let fault = Diagnostic::new(&codes::EXPIRED_ANSWER, message).label(line.path(), line.span(), "");
    diagnostics.push(fault.help("renew `valid_until`, or say `state = \"retired\"`"));
}

/// Notes that the reason of a held-back text is public.
fn held(document: &Document, diagnostics: &mut Vec<Diagnostic>) {
    let fault = Diagnostic::new(&codes::HELD_BACK, "the text is held back; its address answers 410 with this reason");
    let fault = fault.label(&document.path, document.place("reason"), "");
    diagnostics.push(fault.help("a text that was never public needs none: remove it"));
}

/// Reports a translation that would be public before its source.
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
