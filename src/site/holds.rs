//! What keeps documents from the public: their own fields, and what holds back the place that they are in.
//!
//! [`Holds`] is the one way in which something beside its own file can hold a set back ([`Life`]).

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::life::{DocumentLife, Life, Line, Start, later};
use super::visibility::Mark;
use crate::content::{Document, Role};

/// What keeps something from the public.
#[derive(Clone, Copy, Debug, Default)]
pub struct Bounds<'a> {
    /// What keeps it from the public at any time, and which field says so.
    pub held: Option<(Mark, Line<'a>)>,
    /// From when it is public; without one, from ever.
    pub from: Option<Start<'a>>,
    /// When its embargo ends.
    pub(super) embargo: Option<Timestamp>,
}

impl Bounds<'_> {
    /// Returns the mark of what is hidden at an instant.
    pub(super) fn hidden(&self, now: Timestamp) -> Option<Mark> {
        if let Some((mark, _)) = self.held {
            return Some(mark);
        }
        let is_embargoed = self.embargo.is_some_and(|embargo| embargo > now);
        let mark = if is_embargoed { Mark::Embargoed } else { Mark::Scheduled };
        self.from.is_some_and(|from| from.at() > now).then_some(mark)
    }

    /// Lets something wait for the later of two instants.
    pub(super) fn narrow(&mut self, other: &Self) {
        self.held = self.held.or(other.held);
        self.from = later(self.from, other.from);
        self.embargo = self.embargo.max(other.embargo);
    }
}

/// What keeps documents from the public beside their own files: today the words of their sections.
#[derive(Clone, Debug, Default)]
pub struct Holds<'a>(BTreeMap<&'a str, Bounds<'a>>);

impl<'a> Holds<'a> {
    /// Takes in the words of a section: what holds them back holds back everything in the section. The words at the
    /// root of content/ are those of the home page alone.
    pub(super) fn add(&mut self, life: &Life<'a>) {
        let DocumentLife { document, bounds, is_faulty, .. } = life.source();
        if document.role == Role::Section && !document.folder.is_empty() && !is_faulty {
            self.0.insert(&document.folder, *bounds);
        }
    }

    /// Returns what holds back a document because of the folders that it lies in.
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
