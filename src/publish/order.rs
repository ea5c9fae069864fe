//! What a publication is asked to do.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::public::Public;
use super::sources::Sources;
use crate::config::{self, Publishing};
use crate::diag::SourcePath;
use crate::fs::{Tree, Why};

/// What a publication is asked to do.
#[derive(Clone, Debug)]
pub struct Order {
    /// The destination.
    pub to: PathBuf,
    /// How many releases are kept, the new one among them; at least one.
    pub keep: usize,
    /// How many addresses may be taken away without being asked for: `None` for a tenth, and at least twenty.
    pub max_delete: Option<usize>,
    /// How many addresses may be taken away this time.
    pub allow_delete: Option<usize>,
    /// Whether nothing is done.
    pub dry_run: bool,
    /// Whether another publication that is under way is waited for.
    pub wait: bool,
    /// Why.
    pub why: Why,
    /// The commit that the site was built from, where it was one.
    pub commit: Option<String>,
    /// The time that the site was built for; `None` where it is not known.
    pub built_for: Option<Timestamp>,
    /// The first instant after that at which time alone changes the site.
    pub due: Option<Timestamp>,
    /// Whether the search index of the site is that of an earlier build, and is to follow.
    pub search_lags: bool,
    /// What was public when this was decided. What is done for the sake of time, or of a search index, is done for this
    /// very release; and a push is not published over a rollback that came after it.
    pub over: Option<Public>,
    /// Stands in for the clock.
    pub now: Option<Timestamp>,
    /// The sources of the site, so that refusals name the lines that caused them.
    pub sources: Option<Arc<Sources>>,
}

/// How many removals are never too many, unless site.toml says so.
const FEW: usize = 20;

impl Order {
    /// Asks for a publication as site.toml says.
    #[must_use]
    pub fn new(to: &Path, settings: &Publishing) -> Self {
        Self {
            to: to.to_owned(),
            keep: settings.keep,
            max_delete: settings.max_delete,
            allow_delete: None,
            dry_run: false,
            wait: false,
            why: Why::Hand,
            commit: None,
            built_for: None,
            due: None,
            search_lags: false,
            over: None,
            now: None,
            sources: None,
        }
    }

    /// Returns how many addresses of so many may be taken away.
    #[must_use]
    pub fn removals_allowed(&self, addresses: usize) -> usize {
        self.allow_delete.or(self.max_delete).unwrap_or_else(|| FEW.max(addresses / 10))
    }
}

/// Returns what site.toml says of publishing; the usual where there is none, which a build says.
#[must_use]
pub fn settings_of(files: &Tree) -> Publishing {
    let path = SourcePath::new("site.toml");
    let text = files.text(&path).ok();
    text.and_then(|text| config::resolve(&text, &path).0).map(|settings| settings.publish).unwrap_or_default()
}

/// Returns the time zone that site.toml says; UTC where it says none.
#[must_use]
pub fn zone_of(files: &Tree) -> TimeZone {
    let path = SourcePath::new("site.toml");
    let text = files.text(&path).ok();
    text.and_then(|text| config::resolve(&text, &path).0).map_or(TimeZone::UTC, |settings| settings.timezone)
}
