//! Theme assets of earlier releases that a release keeps serving, so that a page fetched before the switch still finds
//! its style sheet and fonts afterwards.
//!
//! Only theme assets are carried. Files that belong to texts (pictures, downloads, share cards, pieces of the search
//! index) are not: when an editor removes one, it disappears from the public site with the same switch.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::contents::Contents;
use super::journal::Record;
use crate::fs::OutPath;

/// The minimum time for which an asset is carried.
const DAYS: i64 = 7;

/// A file of an earlier release that is still served.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    /// The path of the file.
    pub path: OutPath,
    /// The last release that contained it as a file of its own.
    pub last: u64,
    /// The time at which that release was replaced.
    pub until: Timestamp,
}

/// Selects the assets to carry: those of the last `keep` releases and those of the last seven days.
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
    // If both name a file, the entry of the release itself is the more recent and wins.
    let all: BTreeMap<OutPath, Carried> =
        record.carried.iter().cloned().chain(own).map(|carried| (carried.path.clone(), carried)).collect();
    let is_kept = |carried: &Carried| {
        let is_recent = number.saturating_sub(carried.last) < keep as u64;
        let is_young = at.duration_since(carried.until) < SignedDuration::from_hours(DAYS * 24);
        !next.files.contains_key(&carried.path) && (is_recent || is_young)
    };
    all.into_values().filter(is_kept).collect()
}
