//! The journal of a destination: one record per release, each in its own file.

use std::fmt::Write as _;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::carry::Carried;
use super::contents::Contents;
use super::plan::PublishPlan;
use super::public::Public;
use crate::fs::Why;

/// The record of a release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The number of the release.
    pub number: u64,
    /// When it was put in place.
    pub at: Timestamp,
    /// The time that it was built for, if known.
    pub built_for: Option<Timestamp>,
    /// SHA-256 of its digest manifest.
    pub digest: String,
    /// The number of its files, without carried ones.
    pub files: usize,
    /// For a rollback, the release that was restored.
    pub of: Option<u64>,
    /// Assets of earlier releases that it carries.
    pub carried: Vec<Carried>,
    /// Addresses that worked until then and no longer do: gone, redirected or withdrawn.
    pub withdrawn: Vec<String>,
    /// Why it was put in place; `None` in records of older versions.
    #[serde(default)]
    pub why: Option<Why>,
    /// The commit that it was built from, if it was built from one.
    #[serde(default)]
    pub commit: Option<String>,
    /// The commit that had been pushed last when it was put in place.
    #[serde(default)]
    pub pushed: Option<String>,
    /// The rollback that pinned the commit.
    #[serde(default)]
    pub pinned: Option<u64>,
    /// The first instant after `built_for` at which the passing of time changes the site.
    #[serde(default)]
    pub due: Option<Timestamp>,
    /// Whether its search index is older than its pages.
    #[serde(default)]
    pub search_lags: bool,
}

impl Record {
    /// Makes the record of a release that is about to be put in place.
    pub(super) fn new(plan: &PublishPlan, next: &Contents, at: Timestamp, of: Option<u64>, public: &Public) -> Self {
        let redirected = plan.redirected.iter().map(|(from, _)| from);
        let withdrawn = plan.gone.iter().chain(redirected).chain(&plan.withdrawn).cloned().collect();
        Self {
            number: plan.number,
            at,
            built_for: public.built_for,
            digest: next.digest(),
            files: next.files.len() + 1,
            of,
            carried: plan.carried.clone(),
            withdrawn,
            why: Some(public.why),
            commit: public.commit.clone(),
            pushed: public.pushed.clone(),
            pinned: public.pinned,
            due: public.due,
            search_lags: public.search_lags,
        }
    }

    /// Updates the record after another build that produced the same files.
    pub(super) fn built_again(self, public: &Public) -> Self {
        Self {
            built_for: public.built_for,
            why: Some(public.why),
            commit: public.commit.clone(),
            pushed: public.pushed.clone(),
            pinned: public.pinned,
            due: public.due,
            search_lags: public.search_lags,
            ..self
        }
    }

    /// Returns why the release was put in place, as far as known.
    #[must_use]
    pub fn why(&self) -> Why {
        self.why.unwrap_or(if self.of.is_some() { Why::Rollback } else { Why::Unknown })
    }

    /// Returns whether an older version wrote this record.
    pub(super) fn is_old(&self) -> bool {
        self.why.is_none()
    }

    /// Makes a placeholder for a record that is missing.
    pub(super) fn unknown(number: u64) -> Self {
        Self {
            number,
            at: Timestamp::UNIX_EPOCH,
            built_for: None,
            digest: String::new(),
            files: 0,
            of: None,
            carried: Vec::new(),
            withdrawn: Vec::new(),
            why: None,
            commit: None,
            pushed: None,
            pinned: None,
            due: None,
            search_lags: false,
        }
    }
}

/// Formats bytes as hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
        // Writing to a string never fails.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
