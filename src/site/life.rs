//! The life of a document: from when it is public, until when, and which line of which file says so.
//!
//! A [`Life`] is made of front matter alone, once per translation set; it does not know what time it is. It has two
//! readers: `visibility` asks what is shown at an instant, `due` lists the instants at which that changes. Everything
//! else (lists, feeds, publication) reads the decision that `visibility` made from it.

use std::sync::Arc;

use jiff::Timestamp;

use super::sets::Group;
use super::visibility::Mark;
use crate::content::{Document, State, Stated};
use crate::diag::{Diagnostic, SourcePath, Span, codes};

/// A field of a file that decides something.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    document: &'a Document,
    /// The name of the field.
    pub field: &'static str,
}

impl<'a> Line<'a> {
    /// Returns the file.
    #[must_use]
    pub fn path(self) -> &'a SourcePath {
        &self.document.path
    }

    /// Returns the place of the field's value in the file.
    #[must_use]
    pub fn span(self) -> Option<Span> {
        self.document.place(self.field)
    }
}

/// Why a document waits for its instant. Where several fields name the same one, the last of these counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// `embargo`.
    Embargo,
    /// `date`.
    Date,
    /// `valid_from`.
    ValidFrom,
}

/// When a document becomes public.
#[derive(Clone, Copy, Debug)]
pub struct Start<'a> {
    /// The instant.
    pub at: Timestamp,
    /// What ends then.
    pub cause: Cause,
    /// The field that says so.
    pub line: Line<'a>,
}

impl Start<'_> {
    /// Orders starts by their instants, then by their causes.
    fn key(&self) -> (Timestamp, Cause) {
        (self.at, self.cause)
    }
}

/// What keeps a document from the public beside its own file: nothing yet.
#[derive(Clone, Debug, Default)]
pub struct Holds {}

/// What its own file says of a document's life.
#[derive(Clone, Debug)]
pub struct DocumentLife<'a> {
    /// The file.
    pub document: &'a Arc<Document>,
    /// Whether the file has errors; then nothing else here counts.
    pub is_faulty: bool,
    /// What keeps it from the public at any time, and which field says so.
    pub held: Option<(Mark, Line<'a>)>,
    /// From when it is public; without one, from ever.
    pub from: Option<Start<'a>>,
    /// When its embargo ends.
    pub embargo: Option<Timestamp>,
    /// From when it no longer holds.
    pub until: Option<(Timestamp, Line<'a>)>,
    /// Whether it has been removed.
    pub is_gone: bool,
}

/// What a document is to the public at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Its file has errors.
    Faulty,
    /// Not to be seen, and why.
    Hidden(Mark),
    /// To be seen.
    Public,
    /// To be seen no longer: its validity is over.
    Expired,
    /// Removed: its address says so.
    Gone,
}

impl<'a> DocumentLife<'a> {
    fn of(document: &'a Arc<Document>, faults: &mut Vec<Diagnostic>) -> Self {
        let front = &document.front;
        let line = |field| Line { document, field };
        let mut life = Self {
            document,
            is_faulty: document.faulty,
            held: match front.state {
                State::Draft => Some((Mark::Draft, line("state"))),
                State::Reserve => Some((Mark::Reserve, line("state"))),
                State::Unsaid | State::Published | State::Withdrawn | State::Gone => None,
            },
            from: None,
            embargo: None,
            until: None,
            is_gone: front.state == State::Gone,
        };
        if life.is_faulty {
            return life;
        }
        let starts = [
            ("embargo", front.embargo, Cause::Embargo),
            ("date", front.date, Cause::Date),
            ("valid_from", front.valid_from, Cause::ValidFrom),
        ];
        for (field, stated, cause) in starts {
            let Some(at) = instant(stated, line(field), &mut life.is_faulty, faults) else { continue };
            if cause == Cause::Embargo {
                life.embargo = Some(at);
            }
            let start = Start { at, cause, line: line(field) };
            life.from = later(life.from, Some(start));
        }
        if front.valid_until.is_some() {
            // A last day after which no calendar has another is over.
            life.until = Some((front.ends.unwrap_or(Timestamp::MIN), line("valid_until")));
        }
        life
    }

    /// Returns what the file alone says for an instant.
    fn stage(&self, now: Timestamp) -> Stage {
        if self.is_faulty {
            return Stage::Faulty;
        }
        if self.is_gone {
            return Stage::Gone;
        }
        if let Some((mark, _)) = self.held {
            return Stage::Hidden(mark);
        }
        if self.from.is_some_and(|from| from.at > now) {
            let is_embargoed = self.embargo.is_some_and(|embargo| embargo > now);
            return Stage::Hidden(if is_embargoed { Mark::Embargoed } else { Mark::Scheduled });
        }
        if self.until.is_some_and(|(until, _)| until <= now) { Stage::Expired } else { Stage::Public }
    }
}

/// The life of a translation set.
#[derive(Debug)]
pub struct Life<'a> {
    /// Its documents, in the order of the set.
    pub documents: Vec<DocumentLife<'a>>,
    source: usize,
    /// What is wrong with the fields of its documents.
    pub faults: Vec<Diagnostic>,
}

impl<'a> Life<'a> {
    /// Reads the life of a set from its files, and from what else holds it back.
    pub(super) fn of(group: &Group<'a>, _holds: &Holds) -> Self {
        let mut faults = Vec::new();
        let documents = group.documents.iter().map(|document| DocumentLife::of(document, &mut faults)).collect();
        Self { documents, source: group.source, faults }
    }

    /// Returns the life of the document that holds the shared fields.
    #[must_use]
    pub fn source(&self) -> &DocumentLife<'a> {
        &self.documents[self.source]
    }

    /// Runs over the documents, the source first; `true` comes with the source.
    pub fn source_first(&self) -> impl Iterator<Item = (bool, &DocumentLife<'a>)> {
        let others = self.documents.iter().enumerate().filter(|(index, _)| *index != self.source);
        std::iter::once((true, self.source())).chain(others.map(|(_, life)| (false, life)))
    }

    /// Returns what a document of the set is at an instant: never more than its source.
    #[must_use]
    pub fn stage(&self, own: &DocumentLife<'a>, now: Timestamp) -> Stage {
        let (first, own) = (self.source().stage(now), own.stage(now));
        match (first, own) {
            (_, Stage::Faulty) | (Stage::Public, _) => own,
            (Stage::Hidden(_) | Stage::Expired, Stage::Gone) => Stage::Gone,
            (Stage::Faulty | Stage::Hidden(_) | Stage::Gone | Stage::Expired, _) => first,
        }
    }

    /// Returns from when a document of the set is public, as far as its source lets it.
    #[must_use]
    pub fn from(&self, own: &DocumentLife<'a>) -> Option<Start<'a>> {
        let first = self.source().from;
        if own.from.map(|from| from.at) > first.map(|from| from.at) { own.from } else { first }
    }

    /// Returns from when a document of the set no longer holds.
    #[must_use]
    pub fn until(&self, own: &DocumentLife<'a>) -> Option<(Timestamp, Line<'a>)> {
        match (self.source().until, own.until) {
            (Some(first), Some(own)) => Some(if own.0 < first.0 { own } else { first }),
            (first, own) => first.or(own),
        }
    }
}

/// Reads a moment; one that a change of clocks skips or repeats is an error.
fn instant(
    stated: Option<Stated>,
    line: Line<'_>,
    is_faulty: &mut bool,
    faults: &mut Vec<Diagnostic>,
) -> Option<Timestamp> {
    let at = stated?.instant();
    if at.is_none() {
        let message = format!("`{}` names a time that a change of clocks skips or repeats", line.field);
        let fault = Diagnostic::new(&codes::BAD_DATE, message).label(line.path(), line.span(), "");
        faults.push(fault.help("add an offset, as in 2026-10-25T02:30:00+02:00"));
        *is_faulty = true;
    }
    at
}

fn later<'a>(one: Option<Start<'a>>, other: Option<Start<'a>>) -> Option<Start<'a>> {
    match (one, other) {
        (Some(one), Some(other)) => Some(if other.key() > one.key() { other } else { one }),
        (one, other) => one.or(other),
    }
}
