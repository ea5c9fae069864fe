//! Where each text stands, for those who work on it: what is a draft, what waits for its hour, what is public, withdrawn
//! or corrected, and what each language lacks.
//!
//! It tells of hidden texts, so it is for a terminal or for the browser of the same machine, and never part of a site.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use super::freshness::{Freshness, freshness};
use super::life::{DocumentLife, Life, Stage};
use super::link::id_of;
use super::sets;
use super::visibility::Mark;
use crate::config::{Kind, LangId, Settings};
use crate::content::{Document, Role, SharedForm, State};
use crate::diag::SourcePath;

/// The condition of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Its source has errors.
    Faulty,
    /// A draft, or a line kept ready.
    Draft,
    /// It was public, and its address gives a reason why it is not.
    HeldBack,
    /// It waits for an instant.
    Held(Timestamp),
    /// To be seen, since when, where that is known.
    Public(Option<Timestamp>),
    /// Public, and corrected by the notices of these ids.
    Corrected(Vec<String>),
    /// Public, and withdrawn since an instant.
    Withdrawn(Timestamp),
    /// Its page says that it no longer holds, from this instant on.
    Expired(Option<Timestamp>),
    /// Removed: its address says so.
    Gone,
}

impl Condition {
    /// Returns the name in JSON.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Faulty => "faulty",
            Self::Draft => "draft",
            Self::HeldBack => "held-back",
            Self::Held(_) => "held",
            Self::Public(_) => "public",
            Self::Corrected(_) => "corrected",
            Self::Withdrawn(_) => "withdrawn",
            Self::Expired(_) => "expired",
            Self::Gone => "gone",
        }
    }

    /// Returns the instant that belongs to it: until when it is held, since when it is public, withdrawn or out of date.
    #[must_use]
    pub fn at(&self) -> Option<Timestamp> {
        match self {
            Self::Held(at) | Self::Withdrawn(at) => Some(*at),
            Self::Public(at) | Self::Expired(at) => *at,
            Self::Faulty | Self::Draft | Self::HeldBack | Self::Corrected(_) | Self::Gone => None,
        }
    }
}

/// What there is of a text in a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edition {
    /// The source.
    Source,
    /// A translation of the source as it is now.
    Current,
    /// The source changed since.
    Stale,
    /// It does not say what it was made from.
    Unstamped,
    /// A draft, or held back with a reason.
    Draft,
    /// It waits longer than its source.
    Held(Timestamp),
    /// It has errors.
    Faulty,
    /// Removed.
    Gone,
    /// There is none; whether the site wants one for every text.
    Missing(bool),
}

impl Edition {
    /// Returns the name in JSON and on the terminal.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Current => "current",
            Self::Stale => "stale",
            Self::Unstamped => "unstamped",
            Self::Draft => "draft",
            Self::Held(_) => "held",
            Self::Faulty => "faulty",
            Self::Gone => "gone",
            Self::Missing(_) => "missing",
        }
    }

    /// Tells whether somebody has something to do: translate it, bring it up to date, finish or mend it.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Stale | Self::Draft | Self::Faulty | Self::Missing(true))
    }
}

/// A text in all its languages.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Stable id: of a statement its reference, else `id`, else folder and stem.
    pub id: String,
    /// Kind; `None` for the words of a section.
    pub kind: Option<Kind>,
    /// The file of its source.
    pub path: SourcePath,
    /// What it is called in the language of its source.
    pub title: String,
    /// Where it stands.
    pub condition: Condition,
    /// What there is of it, in the order of the site's languages.
    pub editions: Vec<(LangId, Edition)>,
    /// When it was to be reviewed, where that day is past.
    pub review_overdue: Option<Date>,
}

impl Entry {
    /// Tells whether somebody has something to do for it in one of these languages.
    #[must_use]
    pub fn is_open(&self, languages: &[LangId]) -> bool {
        let is_open = |(lang, edition): &(LangId, Edition)| languages.contains(lang) && edition.is_open();
        self.condition != Condition::Gone && (self.review_overdue.is_some() || self.editions.iter().any(is_open))
    }
}

/// Says where each text stands at an instant, in the order of their ids.
///
/// Words of sections are among them where they are not simply public.
#[must_use]
pub fn overview(documents: &[Arc<Document>], settings: &Settings, now: Timestamp) -> Vec<Entry> {
    // Faults of a set are `link`'s to report.
    let (groups, _) = sets::group(documents, &BTreeSet::new(), settings, &mut Vec::new());
    let lives = Life::of_all(&groups);
    let corrections = corrections(&lives, now);
    let mut entries: Vec<Entry> = lives.iter().map(|life| entry(life, settings, now, &corrections)).collect();
    entries.retain(|entry| entry.kind.is_some() || !matches!(entry.condition, Condition::Public(_)));
    entries.sort_by(|a, b| (&a.id, &a.path).cmp(&(&b.id, &b.path)));
    entries
}

/// The notices that are public and hold, by the id of what they correct.
fn corrections(lives: &[Life<'_>], now: Timestamp) -> BTreeMap<String, Vec<String>> {
    let mut corrections: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for life in lives {
        let first = life.source();
        let SharedForm::Statement(statement) = &first.document.shared else { continue };
        let Some(target) = &statement.corrects else { continue };
        if life.stage(first, now) == Stage::Public && withdrawn(first, now).is_none() {
            corrections.entry(target.value.clone()).or_default().push(id_of(first.document));
        }
    }
    corrections
}

/// Since when a document is withdrawn, where that has taken effect.
fn withdrawn(own: &DocumentLife<'_>, now: Timestamp) -> Option<Timestamp> {
    let front = &own.document.front;
    let on = front.withdrawn_on.and_then(|stated| stated.instant());
    on.filter(|on| front.state == State::Withdrawn && *on <= now)
}

fn entry(life: &Life<'_>, settings: &Settings, now: Timestamp, corrections: &BTreeMap<String, Vec<String>>) -> Entry {
    let first = life.source();
    let document = first.document;
    let id = match document.role {
        Role::Section if document.folder.is_empty() => "_section".to_owned(),
        Role::Section => format!("{}/_section", document.folder),
        Role::Item(_) => id_of(document),
    };
    let condition = condition(life, now, corrections.get(&id));
    let today = now.to_zoned(settings.timezone.clone()).date();
    let is_kept = !matches!(condition, Condition::Gone | Condition::Expired(_));
    Entry {
        kind: match document.role {
            Role::Section => None,
            Role::Item(kind) => Some(kind),
        },
        path: document.path.clone(),
        title: document.own.heading(&document.words).to_owned(),
        condition,
        editions: settings.languages.ids().map(|lang| (lang, edition(life, lang, settings, now))).collect(),
        review_overdue: document.shared.review_by().filter(|day| is_kept && *day <= today),
        id,
    }
}

fn condition(life: &Life<'_>, now: Timestamp, notices: Option<&Vec<String>>) -> Condition {
    let first = life.source();
    match life.stage(first, now) {
        Stage::Faulty => Condition::Faulty,
        Stage::Hidden(_) if life.reason(first, now).is_some() => Condition::HeldBack,
        Stage::Hidden(Mark::Draft | Mark::Reserve) => Condition::Draft,
        Stage::Hidden(_) => life.from(first).map_or(Condition::Draft, |from| Condition::Held(from.at())),
        Stage::Gone => Condition::Gone,
        Stage::Expired => Condition::Expired(life.until(first).map(|(at, _)| at)),
        Stage::Public => match (withdrawn(first, now), notices) {
            (Some(on), _) => Condition::Withdrawn(on),
            (None, Some(notices)) => Condition::Corrected(notices.clone()),
            (None, None) => Condition::Public(life.from(first).map(|from| from.at())),
        },
    }
}

fn edition(life: &Life<'_>, lang: LangId, settings: &Settings, now: Timestamp) -> Edition {
    let first = life.source();
    let Some(own) = life.documents.iter().find(|own| own.document.lang == lang) else {
        return Edition::Missing(settings.languages.required.contains(&lang));
    };
    if own.is_faulty {
        return Edition::Faulty;
    }
    if own.document.key == first.document.key {
        return Edition::Source;
    }
    if own.is_gone && !first.is_gone {
        return Edition::Gone;
    }
    if own.document.front.state.is_held() {
        return Edition::Draft;
    }
    let start = |life: &DocumentLife<'_>| life.bounds.from.map(|from| from.at());
    if let Some(at) = start(own).filter(|at| *at > now && start(first).is_none_or(|first| first < *at)) {
        return Edition::Held(at);
    }
    match freshness(own.document, first.document) {
        Freshness::Source => Edition::Source,
        Freshness::Current => Edition::Current,
        Freshness::Stale => Edition::Stale,
        Freshness::Unstamped => Edition::Unstamped,
    }
}
