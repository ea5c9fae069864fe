//! Combines what keeps documents from the public: their own fields and those of the sections above them.
//!
//! [`Holds`] is the only way in which something outside its own files can hold back a set ([`Life`]).

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::life::{DocumentLife, Life, Line, Start, later};
use super::visibility::Mark;
use crate::content::{Document, Role};

/// The conditions that keep something from the public.
#[derive(Clone, Copy, Debug, Default)]
pub struct Bounds<'a> {
    /// A condition independent of time, with the field that sets it.
    pub held: Option<(Mark, Line<'a>)>,
    /// The start of publication; `None` if it was always public.
    pub from: Option<Start<'a>>,
    /// The end of its embargo.
    pub(super) embargo: Option<Timestamp>,
}

impl Bounds<'_> {
    /// Returns the mark if it is hidden at an instant.
    pub(super) fn hidden(&self, now: Timestamp) -> Option<Mark> {
        if let Some((mark, _)) = self.held {
            return Some(mark);
        }
        let is_embargoed = self.embargo.is_some_and(|embargo| embargo > now);
        let mark = if is_embargoed { Mark::Embargoed } else { Mark::Scheduled };
        self.from.is_some_and(|from| from.at() > now).then_some(mark)
    }

    /// Combines two conditions; the later start wins.
    pub(super) fn narrow(&mut self, other: &Self) {
        self.held = self.held.or(other.held);
        self.from = later(self.from, other.from);
        self.embargo = self.embargo.max(other.embargo);
    }
}

/// The conditions from outside a document's own files: today, those of section texts.
#[derive(Clone, Debug, Default)]
pub struct Holds<'a>(BTreeMap<&'a str, Bounds<'a>>);

impl<'a> Holds<'a> {
    /// Adds the text of a section: its conditions hold back everything in the section. The text at the root of content/
    /// affects only the home page.
    pub(super) fn add(&mut self, life: &Life<'a>) {
        let DocumentLife { document, bounds, is_faulty, .. } = life.source();
        if document.role == Role::Section && !document.folder.is_empty() && !is_faulty {
            self.0.insert(&document.folder, *bounds);
        }
    }

    /// Returns the conditions that the folders above a document set.
    pub(super) fn on(&self, document: &Document) -> Bounds<'a> {
        let mut bounds = Bounds::default();
        let mut folder = Some(document.folder.as_str()).filter(|_| !self.0.is_empty());
        while let Some(name) = folder {
            if let Some(above) = self.0.get(name) {
                bounds.narrow(above);
            }
            folder = name.rsplit_once('/').map(|(above, _)| above);
        }
        bounds
    }
}
