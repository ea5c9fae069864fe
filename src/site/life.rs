//! The life of a document: from when and until when it is public, and the field of the file that says so.
//!
//! A [`Life`] is computed once per translation set from front matter alone; it does not know the current time. It has
//! two users: `visibility` decides what is shown at an instant, `due` lists the instants at which that changes.
//! Everything else (lists, feeds, publication) uses the decision of `visibility`.

use std::sync::Arc;

use jiff::Timestamp;

use super::holds::{Bounds, Holds};
use super::sets::Group;
use super::visibility::Mark;
use crate::content::document::schema_of;
use crate::content::{Document, State, Stated, When};
use crate::diag::{Diagnostic, Severity, SourcePath, Span, codes};
use crate::spec::{Field, Need, Scope};

/// A field in a file.
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

    /// Returns the position of the field's value in the file.
    #[must_use]
    pub fn span(self) -> Option<Span> {
        self.document.place(self.field)
    }
}

/// The field that delays a document. If several set the same instant, the one listed last counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// `embargo`.
    Embargo,
    /// `date`.
    Date,
    /// `valid_from`.
    ValidFrom,
}

/// The start of a document's publication.
#[derive(Clone, Copy, Debug)]
pub struct Start<'a> {
    /// The instant, with its day.
    pub when: When,
    /// The field that ends its wait.
    pub cause: Cause,
    /// The field's position in its file.
    pub line: Line<'a>,
}

impl Start<'_> {
    /// Returns the instant.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        self.when.instant
    }
}

/// An announcement about a document from an instant on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Telling {
    /// A substantial change: `updated`.
    Updated,
    /// A change note.
    Note,
    /// A withdrawal: `withdrawn_on`.
    Withdrawal,
}

/// The life of one document, from its own file and the sections above it.
#[derive(Clone, Debug)]
pub struct DocumentLife<'a> {
    /// The file.
    pub document: &'a Arc<Document>,
    /// Whether the file has errors; then nothing else here counts.
    pub is_faulty: bool,
    /// The conditions that keep it from the public.
    pub bounds: Bounds<'a>,
    /// The instant at which it expires.
    pub until: Option<(Timestamp, Line<'a>)>,
    /// Whether it has been removed.
    pub is_gone: bool,
    /// The announcements about it.
    pub tellings: Vec<(Timestamp, Telling)>,
}

/// The state of a document for the public at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Its file has errors.
    Faulty,
    /// Not shown, with the reason.
    Hidden(Mark),
    /// Shown.
    Public,
    /// Shown only at its own address, which says that it has expired.
    Expired,
    /// Removed: its address answers 410.
    Gone,
}

impl<'a> DocumentLife<'a> {
    fn of(document: &'a Arc<Document>, holds: &Holds<'a>, faults: &mut Vec<Diagnostic>) -> Self {
        let front = &document.front;
        let line = |field| Line { document, field };
        let mut life = Self {
            document,
            is_faulty: document.faulty,
            bounds: Bounds::default(),
            until: None,
            is_gone: front.state == State::Gone,
            tellings: Vec::new(),
        };
        if life.is_faulty {
            return life;
        }
        life.bounds.held = match front.state {
            State::Draft => Some((Mark::Draft, line("state"))),
            State::Reserve => Some((Mark::Reserve, line("state"))),
            State::Unsaid | State::Published | State::Withdrawn | State::Gone => None,
        };
        let starts = [
            ("embargo", front.embargo, Cause::Embargo),
            ("date", front.date, Cause::Date),
            ("valid_from", front.valid_from, Cause::ValidFrom),
        ];
        for (field, stated, cause) in starts {
            let Some(when) = life.when(stated, line(field), faults) else { continue };
            if cause == Cause::Embargo {
                life.bounds.embargo = Some(when.instant);
            }
            life.bounds.from = later(life.bounds.from, Some(Start { when, cause, line: line(field) }));
        }
        life.bounds.narrow(&holds.on(document));
        life.until = front.ends.map(|end| (end, line("valid_until")));
        for note in &document.words.change_notes {
            let when = life.when(Some(note.date), line("change_notes"), faults);
            life.tellings.extend(when.map(|when| (when.instant, Telling::Note)));
        }
        for (field, stated, telling) in
            [("updated", front.updated, Telling::Updated), ("withdrawn_on", front.withdrawn_on, Telling::Withdrawal)]
        {
            let when = life.when(stated, line(field), faults);
            life.tellings.extend(when.map(|when| (when.instant, telling)));
        }
        life
    }

    /// Converts a stated time to an instant; reports one that is skipped or repeated when clocks change.
    fn when(&mut self, stated: Option<Stated>, line: Line<'_>, faults: &mut Vec<Diagnostic>) -> Option<When> {
        let when = stated?.when();
        if when.is_none() {
            let message = format!("`{}` names a time that a change of clocks skips or repeats", line.field);
            let fault = Diagnostic::new(&codes::BAD_DATE, message).label(line.path(), line.span(), "");
            faults.push(fault.help("add an offset, as in 2026-10-25T02:30:00+02:00"));
            self.is_faulty = true;
        }
        when
    }

    /// Returns the state at an instant, from the document's own file and sections. A scheduled change of any kind waits
    /// for its instant.
    pub(super) fn own_stage(&self, now: Timestamp) -> Stage {
        if self.is_faulty {
            return Stage::Faulty;
        }
        if let Some(mark) = self.bounds.hidden(now) {
            return Stage::Hidden(mark);
        }
        if self.is_gone {
            return Stage::Gone;
        }
        if self.until.is_some_and(|(until, _)| until <= now) { Stage::Expired } else { Stage::Public }
    }

    /// Returns whether its withdrawal has taken effect.
    pub(super) fn is_withdrawn(&self, now: Timestamp) -> bool {
        let is_ahead = |(at, telling): &(Timestamp, Telling)| *telling == Telling::Withdrawal && *at > now;
        self.document.front.state == State::Withdrawn && !self.tellings.iter().any(is_ahead)
    }

    /// Returns the public reason why a hidden document is held back, if its file has one. The reason of a withdrawal or
    /// removal belongs to that later state, so it stays hidden. A file without `state` has that of its source, `first`.
    fn reason(&self, first: State) -> Option<&'a str> {
        let own = self.document.front.state;
        let state = if own == State::Unsaid { first } else { own };
        let is_of_hold = !matches!(state, State::Withdrawn | State::Gone);
        self.document.words.reason.as_deref().filter(|_| is_of_hold && !self.is_faulty)
    }
}

/// Returns whether a source file has no value for a required shared field; `sets` has reported it.
fn is_incomplete(source: &Document) -> bool {
    let said = source.front.fields();
    let is_required = |field: &Field| field.scope == Scope::Shared && field.need == Need::Required;
    let mut places = schema_of(source.role).fields().enumerate().filter(|(_, field)| is_required(field));
    !source.front.is_empty() && places.any(|(place, _)| said.checked_shr(place as u32).is_none_or(|bits| bits & 1 == 0))
}

/// The life of a translation set.
#[derive(Debug)]
pub struct Life<'a> {
    /// The documents, in the order of the set.
    pub documents: Vec<DocumentLife<'a>>,
    source: usize,
    /// Errors in the fields of its documents that do not depend on the time.
    pub faults: Vec<Diagnostic>,
}

impl<'a> Life<'a> {
    /// Computes the life of a set from its files and the sections above it.
    pub(super) fn of(group: &Group<'a>, holds: &Holds<'a>) -> Self {
        let mut faults = Vec::new();
        let of = |document: &&'a Arc<Document>| DocumentLife::of(document, holds, &mut faults);
        let mut documents: Vec<DocumentLife> = group.documents.iter().map(of).collect();
        // Otherwise the default of the missing field would be reported as wrong, too.
        documents[group.source].is_faulty |= is_incomplete(documents[group.source].document);
        let mut life = Self { documents, source: group.source, faults };
        life.check_states();
        life.check_spans();
        life
    }

    /// Computes the lives of all sets. `groups` has sections before their contents.
    pub(super) fn of_all(groups: &[Group<'a>]) -> Vec<Self> {
        let mut holds = Holds::default();
        let of = |group: &Group<'a>| {
            let life = Self::of(group, &holds);
            holds.add(&life);
            life
        };
        groups.iter().map(of).collect()
    }

    /// Returns the life of the document with the shared fields.
    #[must_use]
    pub fn source(&self) -> &DocumentLife<'a> {
        &self.documents[self.source]
    }

    /// Iterates over the documents, the source first; the flag marks the source.
    pub fn source_first(&self) -> impl Iterator<Item = (bool, &DocumentLife<'a>)> {
        let others = self.documents.iter().enumerate().filter(|(index, _)| *index != self.source);
        std::iter::once((true, self.source())).chain(others.map(|(_, life)| (false, life)))
    }

    /// Returns the state of a document of the set at an instant. A translation is never more public than its source.
    #[must_use]
    pub fn stage(&self, own: &DocumentLife<'a>, now: Timestamp) -> Stage {
        if self.is_never_shown(own) && !own.is_faulty && !self.source().is_faulty {
            return Stage::Hidden(Mark::Scheduled);
        }
        match (self.source().own_stage(now), own.own_stage(now)) {
            (_, Stage::Faulty) => Stage::Faulty,
            (Stage::Public, own) | (Stage::Expired | Stage::Gone, own @ Stage::Hidden(_)) => own,
            (Stage::Expired, Stage::Gone) => Stage::Gone,
            (first, _) => first,
        }
    }

    /// Returns the reason that the address of a hidden document shows: its own, or that of its source if the source is
    /// what holds it back.
    ///
    /// A translation reveals no more than its source: if the source gives no reason, neither does a translation. The
    /// reason in a translation of a text to be withdrawn could be that of the withdrawal, so it waits until then.
    #[must_use]
    pub fn reason(&self, own: &DocumentLife<'a>, now: Timestamp) -> Option<(&'a str, &'a Document)> {
        let first = self.source();
        let state = first.document.front.state;
        let given = |life: &DocumentLife<'a>| Some((life.reason(state)?, &**life.document));
        if !matches!(self.stage(first, now), Stage::Hidden(_)) {
            let is_to_come = state == State::Withdrawn && !first.is_withdrawn(now);
            return given(own).filter(|_| !is_to_come);
        }
        let inherited = given(first)?;
        given(own).or_else(|| Some(inherited).filter(|_| !self.is_held_longer(own)))
    }

    /// Returns whether a translation is held back longer than its source.
    fn is_held_longer(&self, own: &DocumentLife<'a>) -> bool {
        let first = self.source();
        let is_later = own.bounds.from.map(|from| from.at()) > first.bounds.from.map(|from| from.at());
        let is_draft = matches!(own.document.front.state, State::Draft | State::Reserve);
        own.document.path != first.document.path && (is_draft || is_later)
    }

    /// Returns the start of a document's publication, not before that of its source.
    #[must_use]
    pub fn from(&self, own: &DocumentLife<'a>) -> Option<Start<'a>> {
        let first = self.source().bounds.from;
        let own = own.bounds.from;
        if own.map(|from| from.at()) > first.map(|from| from.at()) { own } else { first }
    }

    /// Returns the instant at which a document of the set expires.
    #[must_use]
    pub fn until(&self, own: &DocumentLife<'a>) -> Option<(Timestamp, Line<'a>)> {
        match (self.source().until, own.until) {
            (Some(first), Some(own)) => Some(if own.0 < first.0 { own } else { first }),
            (first, own) => first.or(own),
        }
    }

    /// Returns whether a document would be released only after it expires.
    #[must_use]
    pub fn is_never_shown(&self, own: &DocumentLife<'a>) -> bool {
        let start = self.from(own).map(|from| from.at());
        self.until(own).is_some_and(|(until, _)| start.is_some_and(|start| until <= start))
    }

    /// Checks that a withdrawal has a date, and that translations are withdrawn with their source.
    fn check_states(&mut self) {
        let (source, mut faults) = (self.source(), Vec::new());
        let (first, front) = (source.document, &source.document.front);
        let date = |document: &Document| document.place("withdrawn_on");
        match front.state {
            State::Withdrawn if front.withdrawn_on.is_none() => {
                let fault =
                    Diagnostic::new(&codes::MISSING_FIELD, "the text is withdrawn, and nothing says since when");
                let fault = fault.label(&first.path, first.place("state"), "");
                faults
                    .push((self.source, fault.help("add `withdrawn_on`: readers of feeds are told of it by its date")));
            }
            State::Unsaid | State::Published if front.withdrawn_on.is_some() => {
                let fault =
                    Diagnostic::new(&codes::CONTRADICTORY_FIELD, "the text is not withdrawn, and says since when");
                let fault = fault.label(&first.path, date(first), "");
                let help = "add `state = \"withdrawn\"`: the text then stays as it is until that day";
                faults.push((self.source, fault.help(help)));
            }
            _ => {}
        }
        for (index, own) in self.documents.iter().enumerate().filter(|(index, _)| *index != self.source) {
            let (document, state) = (own.document, own.document.front.state);
            let message = match (front.state, state) {
                (State::Withdrawn, State::Published) => "the source is withdrawn, and this translation is not",
                (State::Unsaid | State::Published, State::Withdrawn) => "a translation can't be withdrawn alone",
                _ => continue,
            };
            let fault = Diagnostic::new(&codes::CONTRADICTORY_FIELD, message);
            let fault = fault.label(&document.path, document.place("state"), "");
            let fault = fault.label(&first.path, first.place("state"), "the source");
            let help = "remove it: the translation then follows its source; `state = \"draft\"` with a `reason` holds \
                        it back alone";
            faults.push((index, fault.help(help)));
        }
        for (index, fault) in faults {
            // The errors of such a file have already been reported.
            if !self.documents[index].document.faulty && !self.source().document.faulty {
                self.documents[index].is_faulty = true;
                self.faults.push(fault);
            }
        }
    }

    /// Reports answers that would be released only after they expire, and so never shown: always a mistake.
    fn check_spans(&mut self) {
        let mut faults = Vec::new();
        for (is_source, own) in self.source_first() {
            let is_hidden_anyway = own.is_faulty || own.bounds.held.is_some() || own.is_gone;
            if is_hidden_anyway || !self.is_never_shown(own) || (!is_source && self.is_never_shown(self.source())) {
                continue;
            }
            let (Some(from), Some((_, end))) = (self.from(own), self.until(own)) else { continue };
            let message = "the answer is never shown: it no longer holds when it is released";
            let fault = Diagnostic::new(&codes::EXPIRED_ANSWER, message);
            let fault = fault.label(from.line.path(), from.line.span(), "released here");
            let fault = fault.label(end.path(), end.span(), "it holds until here");
            faults.push(Diagnostic { severity: Severity::Warning, ..fault }.help("move one of the two dates"));
        }
        self.faults.extend(faults);
    }
}

/// Returns the later of two starts.
pub(super) fn later<'a>(one: Option<Start<'a>>, other: Option<Start<'a>>) -> Option<Start<'a>> {
    match (one, other) {
        (Some(one), Some(other)) => Some(if (other.at(), other.cause) > (one.at(), one.cause) { other } else { one }),
        (one, other) => one.or(other),
    }
}
