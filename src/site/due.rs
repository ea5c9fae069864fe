//! Lists the instants at which the passing of time will change the site, so that a scheduler can build it then.
//!
//! Must agree with `visibility`, which decides what is shown at an instant, and with the notices of site.toml. Only
//! front matter and settings count; changes in the git history or the theme do not happen by themselves.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;

use super::life::{Cause, DocumentLife, Life, Telling};
use super::sets;
use crate::config::Settings;
use crate::content::{Document, Role};
use crate::diag::SourcePath;

/// A change that happens by itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Due {
    /// The instant.
    pub at: Timestamp,
    /// The kind of change.
    pub what: DueKind,
    /// The file that sets the time.
    pub path: SourcePath,
}

/// The kind of a change that happens by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DueKind {
    /// An embargo ends and the text is published.
    EmbargoEnds,
    /// A future date is reached and the text is published.
    DateReached,
    /// An answer becomes valid and is published.
    ValidFrom,
    /// An answer expires: its page says so, and it leaves all lists.
    ValidUntil,
    /// `updated` is reached, and a substantial change is announced.
    Updated,
    /// A change note appears.
    Note,
    /// A withdrawal takes effect.
    Withdrawal,
    /// A notice appears on every page.
    NoticeStarts,
    /// A notice disappears from every page.
    NoticeEnds,
    /// The review date of a text is reached.
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
            Self::Updated => "updated",
            Self::Note => "change-note",
            Self::Withdrawal => "withdrawal",
            Self::NoticeStarts => "notice-starts",
            Self::NoticeEnds => "notice-ends",
            Self::ReviewDue => "review-due",
            Self::SecurityExpires => "security-expires",
        }
    }

    /// Returns a description of the change.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::EmbargoEnds => "embargo ends",
            Self::DateReached => "date is reached",
            Self::ValidFrom => "answer begins to hold",
            Self::ValidUntil => "answer holds no longer",
            Self::Updated => "update is dated",
            Self::Note => "change note is dated",
            Self::Withdrawal => "withdrawal takes effect",
            Self::NoticeStarts => "notice starts",
            Self::NoticeEnds => "notice ends",
            Self::ReviewDue => "review is due",
            Self::SecurityExpires => "security.txt expires",
        }
    }

    /// Returns whether the public site changes; otherwise there is only a new diagnostic.
    #[must_use]
    pub fn is_public(self) -> bool {
        !matches!(self, Self::ReviewDue | Self::SecurityExpires)
    }
}

/// Lists all changes after `now`, soonest first.
///
/// Between two consecutive public instants the site is the same. A text that several fields hold back has one instant,
/// that of the last field; a translation has its own if it is held back longer than its source. Drafts and faulty texts
/// have none. A removed text has the instant from which its address answers 410.
#[must_use]
pub fn due(documents: &[Arc<Document>], settings: &Settings, now: Timestamp) -> Vec<Due> {
    // Errors of a set are reported by `link`.
    let (groups, _) = sets::group(documents, &BTreeSet::new(), settings, &mut Vec::new());
    let mut all = BTreeSet::new();
    for life in Life::of_all(&groups) {
        of_set(&life, settings, &mut all);
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
    // The home page's text may become public in each language at a different time.
    let is_home = first.document.role == Role::Section && first.document.folder.is_empty();
    if !is_home && !is_public_once(first) {
        return;
    }
    let is_inherited = |is_source: bool, own: Option<Timestamp>, first: Option<Timestamp>| !is_source && own == first;
    for (is_source, own) in life.source_first().filter(|(_, own)| is_public_once(own)) {
        // A document that is released only after it expires is never shown.
        if life.is_never_shown(own) || life.is_never_shown(first) && !is_home {
            continue;
        }
        let from = if is_home { own.bounds.from } else { life.from(own) };
        let until = life.until(own);
        let mut add = |at, what, path: &SourcePath| all.insert(Due { at, what, path: path.clone() });
        let first_from = first.bounds.from.map(|from| from.at());
        if let Some(from) = from.filter(|from| is_home || !is_inherited(is_source, Some(from.at()), first_from)) {
            add(from.at(), from.cause.into(), from.line.path());
        }
        if own.is_gone || first.is_gone {
            continue;
        }
        let first_until = first.until.map(|(until, _)| until);
        if let Some((at, line)) = until.filter(|(at, _)| !is_inherited(is_source, Some(*at), first_until)) {
            add(at, DueKind::ValidUntil, line.path());
        }
        for (at, telling) in &own.tellings {
            if from.is_none_or(|from| from.at() < *at) {
                add(*at, (*telling).into(), &own.document.path);
            }
        }
        let review = first.document.shared.review_by().filter(|_| is_source);
        if let Some(at) = review.and_then(|day| day.to_zoned(settings.timezone.clone()).ok())
            && until.is_none_or(|(until, _)| at.timestamp() < until)
        {
            add(at.timestamp(), DueKind::ReviewDue, &own.document.path);
        }
    }
}

/// Returns whether time alone makes a document public, or makes its address answer 410.
fn is_public_once(own: &DocumentLife<'_>) -> bool {
    !own.is_faulty && own.bounds.held.is_none()
}

impl From<Telling> for DueKind {
    fn from(telling: Telling) -> Self {
        match telling {
            Telling::Updated => Self::Updated,
            Telling::Note => Self::Note,
            Telling::Withdrawal => Self::Withdrawal,
        }
    }
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
