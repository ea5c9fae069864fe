//! When time alone will change the site: what a scheduler has to know to build it at the right moments.
//!
//! Follows `visibility`, which decides what is shown at an instant, and the notices of site.toml. The instants come
//! from front matter and settings alone; what the history or the theme may bring is not the work of time.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::sets::{self, Group};
use crate::config::Settings;
use crate::content::{Document, Role};
use crate::diag::SourcePath;

/// Something that happens by itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Due {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: DueKind,
    /// The file that says so.
    pub path: SourcePath,
}

/// What happens by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DueKind {
    /// An embargo ends: the text goes out.
    EmbargoEnds,
    /// A date ahead is reached: the text goes out.
    DateReached,
    /// An answer begins to hold: it goes out.
    ValidFrom,
    /// An answer holds no longer: it is no longer shown.
    ValidUntil,
    /// A notice begins to stand on every page.
    NoticeStarts,
    /// A notice no longer stands on any page.
    NoticeEnds,
    /// A text is to be reviewed.
    ReviewDue,
    /// security.txt expires.
    SecurityExpires,
}

impl DueKind {
    /// Returns the name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::EmbargoEnds => "embargo-ends",
            Self::DateReached => "date-reached",
            Self::ValidFrom => "valid-from",
            Self::ValidUntil => "valid-until",
            Self::NoticeStarts => "notice-starts",
            Self::NoticeEnds => "notice-ends",
            Self::ReviewDue => "review-due",
            Self::SecurityExpires => "security-expires",
        }
    }

    /// Says what happens.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::EmbargoEnds => "embargo ends",
            Self::DateReached => "date is reached",
            Self::ValidFrom => "answer begins to hold",
            Self::ValidUntil => "answer holds no longer",
            Self::NoticeStarts => "notice starts",
            Self::NoticeEnds => "notice ends",
            Self::ReviewDue => "review is due",
            Self::SecurityExpires => "security.txt expires",
        }
    }

    /// Tells whether the public site changes; otherwise there is only a new diagnostic.
    #[must_use]
    pub fn is_public(self) -> bool {
        !matches!(self, Self::ReviewDue | Self::SecurityExpires)
    }
}

/// Finds everything that happens after `now`, soonest first.
///
/// Between two neighbouring public instants the site is the same. A text that several fields hold back has one
/// instant, that of the last of them; a translation has its own where it is held back longer than its source. What
/// is a draft or faulty has none.
#[must_use]
pub fn due(documents: &[Document], settings: &Settings, now: Timestamp) -> Vec<Due> {
    // Sections have no time; faults of a set are `link`'s to report.
    let documents = documents.iter().filter(|document| document.role != Role::Section).cloned().collect();
    let (groups, _) = sets::group(documents, settings, &mut Vec::new());
    let mut all = BTreeSet::new();
    for group in groups {
        of_set(&group, settings, &mut all);
    }
    let site = SourcePath::new("site.toml");
    let mut add = |at, what| all.insert(Due { at, what, path: site.clone() });
    for notice in settings.notices.iter().filter(|notice| notice.start < notice.expires) {
        add(notice.start, DueKind::NoticeStarts);
        add(notice.expires, DueKind::NoticeEnds);
    }
    if let Some(security) = &settings.security {
        add(security.expires, DueKind::SecurityExpires);
    }
    all.into_iter().filter(|due| due.at > now).collect()
}

fn of_set(group: &Group, settings: &Settings, all: &mut BTreeSet<Due>) {
    let source = group.source();
    let Some(first) = Life::of(source, settings) else { return };
    for document in &group.documents {
        let Some(own) = Life::of(document, settings) else { continue };
        let (life, is_source) = (first.within(own), document.path == source.path);
        // A translation that its source's own end hides, or that comes after it, is never seen.
        if life.until.is_some_and(|until| life.from.is_some_and(|(from, _)| until <= from)) {
            continue;
        }
        let mut add = |at, what| all.insert(Due { at, what, path: document.path.clone() });
        if let Some((at, what)) = life.from.filter(|from| is_source || first.from != Some(*from)) {
            add(at, what);
        }
        if let Some(at) = life.until.filter(|until| is_source || first.until != Some(*until)) {
            add(at, DueKind::ValidUntil);
        }
        let review = source.record.moment("review_by").filter(|_| is_source);
        if let Some(at) = review.and_then(|(moment, _)| moment.civil.date().to_zoned(settings.timezone.clone()).ok())
            && life.until.is_none_or(|until| at.timestamp() < until)
        {
            add(at.timestamp(), DueKind::ReviewDue);
        }
    }
}

/// From when and until when a document is shown, as far as time decides it.
#[derive(Clone, Copy)]
struct Life {
    from: Option<(Timestamp, DueKind)>,
    until: Option<Timestamp>,
}

impl Life {
    /// Reads a document's times; `None` for one that is not shown at any time.
    fn of(document: &Document, settings: &Settings) -> Option<Self> {
        let record = &document.record;
        if document.faulty || matches!(record.text("state"), Some("draft" | "reserve" | "gone" | "retired")) {
            return None;
        }
        let mut from = None;
        for (name, what) in
            [("valid_from", DueKind::ValidFrom), ("date", DueKind::DateReached), ("embargo", DueKind::EmbargoEnds)]
        {
            let Some((moment, _)) = record.moment(name) else { continue };
            from = from.max(Some((moment.resolve(&settings.timezone).ok()?, what)));
        }
        // The last day counts whole.
        let until = record.moment("valid_until").map(|(moment, _)| {
            let day = moment.civil.date().tomorrow().ok()?;
            Some(day.to_zoned(settings.timezone.clone()).ok()?.timestamp())
        });
        // A last day that no calendar knows is over.
        let until = match until {
            Some(until) => Some(until?),
            None => None,
        };
        Some(Self { from, until })
    }

    /// Narrows a source's life to that of a translation.
    fn within(self, other: Self) -> Self {
        let until = match (self.until, other.until) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        let from = if other.from.map(|from| from.0) > self.from.map(|from| from.0) { other.from } else { self.from };
        Self { from, until }
    }
}
