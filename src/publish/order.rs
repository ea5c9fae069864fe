//! The parameters of a publication.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::public::Public;
use super::sources::Sources;
use crate::config::{self, Publishing};
use crate::diag::SourcePath;
use crate::fs::{Tree, Why};

/// The parameters of a publication.
#[derive(Clone, Debug)]
pub struct Order {
    /// The destination folder.
    pub to: PathBuf,
    /// The number of releases to keep, including the new one; at least one.
    pub keep: usize,
    /// How many addresses may be removed without `allow_delete`; `None` means a tenth of all, but at least twenty.
    pub max_delete: Option<usize>,
    /// How many addresses may be removed by this publication.
    pub allow_delete: Option<usize>,
    /// Whether to change nothing.
    pub dry_run: bool,
    /// Whether to wait for another publication that is running.
    pub wait: bool,
    /// Why the site is published.
    pub why: Why,
    /// The commit that the site was built from, if it was built from one.
    pub commit: Option<String>,
    /// The time that the site was built for, if known.
    pub built_for: Option<Timestamp>,
    /// The first instant after that at which the passing of time changes the site.
    pub due: Option<Timestamp>,
    /// Whether the search index is that of an earlier build and a later publication will update it.
    pub search_lags: bool,
    /// The public release when this publication was decided. A publication because of time or a search index applies
    /// only to exactly that release; a push is not published over a rollback that came after it.
    pub over: Option<Public>,
    /// The current time, if not that of the system clock.
    pub now: Option<Timestamp>,
    /// The sources of the site, so that refusals can name the lines that caused them.
    pub sources: Option<Arc<Sources>>,
}

/// The number of removals that is always allowed, unless site.toml sets another.
const FEW: usize = 20;

impl Order {
    /// Makes the parameters of a publication from the settings in site.toml.
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

    /// Returns how many out of `addresses` may be removed.
    #[must_use]
    pub fn removals_allowed(&self, addresses: usize) -> usize {
        self.allow_delete.or(self.max_delete).unwrap_or_else(|| FEW.max(addresses / 10))
    }
}

/// Returns the `publish` settings of site.toml, or the defaults if it cannot be read. The build reports such errors.
#[must_use]
pub fn settings_of(files: &Tree) -> Publishing {
    let path = SourcePath::new("site.toml");
    let text = files.text(&path).ok();
    text.and_then(|text| config::resolve(&text, &path).0).map(|settings| settings.publish).unwrap_or_default()
}

/// Returns the time zone set in site.toml; UTC if none is set.
#[must_use]
pub fn zone_of(files: &Tree) -> TimeZone {
    let path = SourcePath::new("site.toml");
    let text = files.text(&path).ok();
    text.and_then(|text| config::resolve(&text, &path).0).map_or(TimeZone::UTC, |settings| settings.timezone)
}
