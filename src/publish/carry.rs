//! Assets of the theme that earlier releases had: a page that was fetched before the switch finds its style sheet and
//! its fonts after it.
//!
//! Only assets of the theme are carried. What belongs to texts (pictures, downloads, share cards, pieces of the search
//! index) is not: an editor who takes it away takes it from the public with the same switch.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::contents::Contents;
use super::journal::Record;
use crate::fs::OutPath;

/// For how long an asset is carried at least.
const DAYS: i64 = 7;

/// A file of earlier releases that still answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    /// Where it stands.
    pub path: OutPath,
    /// The last release that it was a part of.
    pub last: u64,
    /// When that release was replaced.
    pub until: Timestamp,
}

/// Tells which assets a release carries: those of the last `keep` releases, and those of the last seven days.
pub(super) fn carried(
    before: Option<(&Record, &Contents)>,
    next: &Contents,
    number: u64,
    keep: usize,
    at: Timestamp,
) -> Vec<Carried> {
    let Some((record, contents)) = before else { return Vec::new() };
    let own = contents.files.keys().filter(|path| path.as_str().starts_with("assets/"));
    let own = own.map(|path| Carried { path: path.clone(), last: record.number, until: at });
    // Where both name a file, that of the release itself is the later.
    let all: BTreeMap<OutPath, Carried> =
        record.carried.iter().cloned().chain(own).map(|carried| (carried.path.clone(), carried)).collect();
    let is_kept = |carried: &Carried| {
        let is_recent = number.saturating_sub(carried.last) < keep as u64;
        let is_young = at.duration_since(carried.until) < SignedDuration::from_hours(DAYS * 24);
        !next.files.contains_key(&carried.path) && (is_recent || is_young)
    };
    all.into_values().filter(is_kept).collect()
}
