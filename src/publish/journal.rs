//! The journal of a destination: a record of each release, in a file of its own.

use std::fmt::Write as _;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::carry::Carried;
use super::contents::Contents;
use super::plan::PublishPlan;

/// What is recorded of a release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Its number.
    pub number: u64,
    /// When it was put in place.
    pub at: Timestamp,
    /// The time that it was built for, where that is known.
    pub built_for: Option<Timestamp>,
    /// SHA-256 of its digest manifest.
    pub digest: String,
    /// How many files it has, the carried ones left out.
    pub files: usize,
    /// Of a rollback, the release that was put back.
    pub of: Option<u64>,
    /// Assets of earlier releases that it carries.
    pub carried: Vec<Carried>,
    /// Addresses that answered until then, and no longer do: gone, redirected or withdrawn.
    pub withdrawn: Vec<String>,
}

impl Record {
    /// Describes a release that is about to be put in place.
    pub(super) fn new(
        plan: &PublishPlan,
        next: &Contents,
        at: Timestamp,
        built_for: Option<Timestamp>,
        of: Option<u64>,
    ) -> Self {
        let redirected = plan.redirected.iter().map(|(from, _)| from);
        let withdrawn = plan.gone.iter().chain(redirected).chain(&plan.withdrawn).cloned().collect();
        Self {
            number: plan.number,
            at,
            built_for,
            digest: next.digest(),
            files: next.files.len() + 1,
            of,
            carried: plan.carried.clone(),
            withdrawn,
        }
    }

    /// Stands in for a record that is lost.
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
        }
    }
}

/// What is remembered of the last build that was published, or found to be public already.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Built {
    /// The time that it was for, where that is known.
    pub built_for: Option<Timestamp>,
}

/// Writes bytes in hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
        // Writing to a string never fails.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
