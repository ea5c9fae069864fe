//! When time alone will change the site: what a scheduler has to know to build it at the right moments.
//!
//! Follows `visibility`, which decides what is shown at an instant, and the notices of site.toml. The instants come
//! from front matter and settings alone; what the history or the theme may bring is not the work of time.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;

use super::life::{Cause, DocumentLife, Holds, Life};
use super::sets;
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
pub fn due(documents: &[Arc<Document>], settings: &Settings, now: Timestamp) -> Vec<Due> {
    // Faults of a set are `link`'s to report.
    let (groups, _) = sets::group(documents, settings, &mut Vec::new());
    let mut all = BTreeSet::new();
    // Sections have no time.
    for group in groups.iter().filter(|group| group.source().role != Role::Section) {
        of_set(&Life::of(group, &Holds::default()), settings, &mut all);
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

fn of_set(life: &Life<'_>, settings: &Settings, all: &mut BTreeSet<Due>) {
    let first = life.source();
    if !is_shown_once(first) {
        return;
    }
    for (is_source, own) in life.source_first().filter(|(_, own)| is_shown_once(own)) {
        let (from, until) = (life.from(own), life.until(own));
        // A translation that its source's own end hides, or that comes after it, is never seen.
        if until.is_some_and(|(until, _)| from.is_some_and(|from| until <= from.at)) {
            continue;
        }
        let mut add = |at, what| all.insert(Due { at, what, path: own.document.path.clone() });
        if let Some(from) = from.filter(|from| is_source || first.from.is_none_or(|first| first.at != from.at)) {
            add(from.at, from.cause.into());
        }
        let until = until.map(|(until, _)| until);
        if let Some(at) = until.filter(|until| is_source || first.until.is_none_or(|(first, _)| first != *until)) {
            add(at, DueKind::ValidUntil);
        }
        let review = first.document.shared.review_by().filter(|_| is_source);
        if let Some(at) = review.and_then(|day| day.to_zoned(settings.timezone.clone()).ok())
            && until.is_none_or(|until| at.timestamp() < until)
        {
            add(at.timestamp(), DueKind::ReviewDue);
        }
    }
}

/// Tells whether a document is shown at any time.
fn is_shown_once(own: &DocumentLife<'_>) -> bool {
    !own.is_faulty && !own.is_gone && own.held.is_none()
}

impl From<Cause> for DueKind {
    fn from(cause: Cause) -> Self {
        match cause {
            Cause::Embargo => Self::EmbargoEnds,
            Cause::Date => Self::DateReached,
            Cause::ValidFrom => Self::ValidFrom,
        }
    }
}
