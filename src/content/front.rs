//! What the front matter of any kind says about the document itself: identity, state, moments, relations; and which
//! fields stand where. Made once, when the file is parsed: dates are already moments in the zone of the site.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::kinds::common::Placed;
use crate::diag::Span;
use crate::spec::{Moment, Record, Schema, Scope};

/// What the author says of a document's publication.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// Nothing is said.
    #[default]
    Unsaid,
    /// `published`, of an FAQ entry `public`.
    Published,
    /// `draft`.
    Draft,
    /// `reserve`: a line kept ready.
    Reserve,
    /// `withdrawn`: the text stays and says so.
    Withdrawn,
    /// `gone`, of an FAQ entry also `retired`: the address answers 410.
    Gone,
}

impl State {
    fn of(record: &Record) -> Self {
        match record.text("state") {
            None => Self::Unsaid,
            Some("draft") => Self::Draft,
            Some("reserve") => Self::Reserve,
            Some("withdrawn") => Self::Withdrawn,
            Some("gone" | "retired") => Self::Gone,
            Some(_) => Self::Published,
        }
    }

    /// Tells whether a document says that it is not, or no longer, to be shown.
    #[must_use]
    pub fn is_held(self) -> bool {
        matches!(self, Self::Draft | Self::Reserve | Self::Gone)
    }
}

/// A moment with its day in the zone of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct When {
    /// The instant.
    pub instant: Timestamp,
    /// The day on which it falls in the zone of the site.
    pub day: Date,
    /// Whether a time was written.
    pub has_time: bool,
}

/// A date field as written and as it is meant in the zone of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated {
    /// Date and time as written; midnight where only a date is.
    pub civil: DateTime,
    /// Whether a time was written.
    pub has_time: bool,
    /// The instant and its day in the zone of the site; `None` where a change of clocks skips or repeats the time.
    meant: Option<(Timestamp, Date)>,
}

impl Stated {
    pub(super) fn of(moment: Moment, zone: &TimeZone) -> Self {
        let instant = moment.resolve(zone).ok();
        let meant = instant.map(|instant| (instant, instant.to_zoned(zone.clone()).date()));
        Self { civil: moment.civil, has_time: moment.has_time, meant }
    }

    /// Returns the moment in the zone of the site; `None` where a change of clocks skips or repeats it.
    #[must_use]
    pub fn when(&self) -> Option<When> {
        self.meant.map(|(instant, day)| When { instant, day, has_time: self.has_time })
    }

    /// Returns the instant.
    #[must_use]
    pub fn instant(&self) -> Option<Timestamp> {
        self.meant.map(|(instant, _)| instant)
    }
}

/// That a field stands in the file, where, and a digest of what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Said {
    /// Its place in the table of fields.
    field: u8,
    key: u32,
    value: u32,
    end: u32,
    /// Of fields that all languages share; 0 of others.
    digest: u64,
}

/// What the front matter says, whatever the kind, apart from words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Front {
    /// The stable id, where given.
    pub id: Option<String>,
    /// References or ids that it had before, when it was public already.
    pub formerly: Vec<Placed<String>>,
    /// Whether it says that it is the source of its translations.
    pub source: bool,
    /// What is said of publication.
    pub state: State,
    /// Publication.
    pub date: Option<Stated>,
    /// Last change in substance.
    pub updated: Option<Stated>,
    /// Embargo.
    pub embargo: Option<Stated>,
    /// From when an answer holds.
    pub valid_from: Option<Stated>,
    /// The last day on which an answer holds.
    pub valid_until: Option<Date>,
    /// When that day is over; `None` for the last day of the calendar, which is never over.
    pub ends: Option<Timestamp>,
    /// Withdrawal.
    pub withdrawn_on: Option<Stated>,
    /// Ids of topics.
    pub topics: Vec<Placed<String>>,
    /// References or ids of documents that belong with it.
    pub related: Vec<Placed<String>>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Fields in the order of the file.
    said: Box<[Said]>,
    /// Fields that are there and can't be read, each as the bit of its place in the table.
    refused: u64,
}

impl Front {
    /// Takes the fields out of checked front matter.
    #[must_use]
    pub fn of(record: &Record, schema: &Schema, zone: &TimeZone) -> Self {
        let stated = |name: &str| record.moment(name).map(|(moment, _)| Stated::of(moment, zone));
        let placed = |name: &str| record.list(name).iter().filter_map(Placed::text).collect();
        let valid_until = record.moment("valid_until").map(|(moment, _)| moment.civil.date());
        let end = |day: Date| Some(day.tomorrow().ok()?.to_zoned(zone.clone()).ok()?.timestamp());
        let said = |(name, key, value): &(std::borrow::Cow<'static, str>, Span, crate::spec::Value)| {
            let (place, field) = schema.fields().enumerate().find(|(_, field)| *name == field.name)?;
            let [key, start, end] = [key.start, value.span.start, value.span.end].map(|at| at as u32);
            let digest = if field.scope == Scope::Shared { value.digest() } else { 0 };
            Some(Said { field: u8::try_from(place).ok()?, key, value: start, end, digest })
        };
        let places = schema.fields().enumerate().filter(|(_, field)| record.is_refused(field.name));
        let refused = places.fold(0, |bits, (place, _)| bits | 1_u64.checked_shl(place as u32).unwrap_or(0));
        Self {
            id: record.string("id"),
            formerly: placed("formerly"),
            source: record.boolean("source") == Some(true),
            state: State::of(record),
            date: stated("date"),
            updated: stated("updated"),
            embargo: stated("embargo"),
            valid_from: stated("valid_from"),
            valid_until,
            ends: valid_until.and_then(end),
            withdrawn_on: stated("withdrawn_on"),
            topics: placed("topics"),
            related: placed("related"),
            owner: record.string("owner"),
            said: record.fields.iter().filter_map(said).collect(),
            refused,
        }
    }

    /// Tells whether any field stands in the file.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.said.is_empty()
    }

    fn said(&self, schema: &Schema, name: &str) -> Option<&Said> {
        let field = schema.fields().position(|field| field.name == name)?;
        self.said.iter().find(|said| usize::from(said.field) == field)
    }

    /// Tells whether a field stands in the file.
    #[must_use]
    pub fn has(&self, schema: &Schema, name: &str) -> bool {
        self.said(schema, name).is_some()
    }

    /// Returns the place of a field's value.
    #[must_use]
    pub fn place(&self, schema: &Schema, name: &str) -> Option<Span> {
        self.said(schema, name).map(|said| said.value as usize..said.end as usize)
    }

    /// Returns which fields stand in the file, each as the bit of its place in the table.
    #[must_use]
    pub fn fields(&self) -> u64 {
        self.said.iter().fold(0, |bits, said| bits | 1_u64.checked_shl(u32::from(said.field)).unwrap_or(0))
    }

    /// Returns which fields are there but can't be read, or have been said to be missing, as [`Self::fields`].
    #[must_use]
    pub fn refused(&self) -> u64 {
        self.refused
    }

    /// Returns those fields among `shared` (see [`Front::fields`]) that this file says differently from the source, or
    /// that the source does not say: the place in the table, the place here, the place there.
    pub fn differing(&self, source: &Self, shared: u64) -> impl Iterator<Item = (usize, Span, Option<Span>)> {
        let place = |said: &Said| said.key as usize..said.end.max(said.key) as usize;
        let shared = move |said: &&Said| shared.checked_shr(u32::from(said.field)).is_some_and(|bits| bits & 1 == 1);
        self.said.iter().filter(shared).filter_map(move |said| {
            let there = source.said.iter().find(|there| there.field == said.field);
            // What can't be read there is not different here.
            if source.refused.checked_shr(u32::from(said.field)).is_some_and(|bits| bits & 1 == 1) {
                return None;
            }
            let same = there.is_some_and(|there| there.digest == said.digest);
            (!same).then(|| (usize::from(said.field), place(said), there.map(place)))
        })
    }
}
