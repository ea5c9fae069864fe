//! Republishes an earlier release as a new one. Refuses if that would bring back anything withdrawn since.

use std::path::Path;

use super::contents::Contents;
use super::destination::{Destination, failed};
use super::journal::Record;
use super::ledger::Ledger;
use super::order::Order;
use super::public::Public;
use super::{Outcome, put};
use crate::diag::{Diagnostic, codes};
use crate::fs::disk::{Disk, SystemDisk};
use crate::fs::{Releases, Why};

/// The releases of a destination, as listed by `publish releases`.
#[derive(Clone, Debug, Default)]
pub struct Listed {
    /// Everything that was ever public, oldest first.
    pub record: Releases,
    /// The journal's records of the releases whose files are kept, oldest first.
    pub kept: Vec<Record>,
    /// The current public state.
    pub public: Option<Public>,
}

/// Lists the releases of a destination.
///
/// # Errors
///
/// `foreign-destination`, `publish-failed`.
pub fn releases(to: &Path) -> Result<Listed, Diagnostic> {
    let destination = Destination::look(to)?;
    let numbers = destination.numbers().map_err(|error| failed(&destination.root, &error))?;
    let kept = numbers.into_iter().filter(|number| Some(*number) <= destination.current());
    let kept = kept.map(|number| destination.record_of(number).unwrap_or_else(|| Record::unknown(number)));
    Ok(Listed { record: destination.whole_record()?, kept: kept.collect(), public: destination.public() })
}

/// Republishes the release that was public `back` steps ago.
///
/// Steps count what was public, not what was done: after a rollback, one more step goes further back.
///
/// # Errors
///
/// `no-such-release`, `withdrawn-since`, and as [`super::publish`].
pub fn rollback(order: &Order, back: usize) -> Result<Outcome, Vec<Diagnostic>> {
    rollback_on(&SystemDisk, order, back)
}

/// Like [`rollback`], on another disk. For tests.
///
/// # Errors
///
/// As [`rollback`].
#[doc(hidden)]
pub fn rollback_on(disk: &dyn Disk, order: &Order, back: usize) -> Result<Outcome, Vec<Diagnostic>> {
    let order = Order { built_for: None, why: Why::Rollback, over: None, ..order.clone() };
    put(disk, &order, &mut |destination| {
        let number = earlier(destination, back).ok_or_else(|| vec![none(&order, back)])?;
        let then = Contents::read(&destination.release(number)).map_err(|fault| vec![fault])?;
        let taken = destination
            .contents
            .as_ref()
            .map(|now| no_longer_public(&then, now, &destination.ledger))
            .unwrap_or_default();
        if taken.is_empty() {
            Ok((then, Some(number)))
        } else {
            Err(taken.iter().map(|address| withdrawn(number, address)).collect())
        }
    })
}

/// Finds the release that was public some steps ago and whose folder still exists.
fn earlier(destination: &Destination, back: usize) -> Option<u64> {
    let numbers = destination.numbers().ok()?;
    // A rollback counts as the release that it restored, and an updated search index as the release with its pages.
    let original_of = |number: u64| {
        let mut at = number;
        while let Some(before) = destination.record_of(at).and_then(|record| counts_as(&record)) {
            at = before;
        }
        at
    };
    let mut at = original_of(destination.current()?);
    let mut found = None;
    for _ in 0..back {
        let number = *numbers.iter().rev().find(|number| **number < at)?;
        at = original_of(number);
        // The restored release may already be deleted; the rollback has the same contents.
        found = Some(number);
    }
    found
}

/// Returns the earlier release that a release counts as.
fn counts_as(record: &Record) -> Option<u64> {
    let before = match record.why() {
        Why::Search => record.number.checked_sub(1),
        _ => record.of,
    };
    before.filter(|before| *before < record.number)
}

/// Lists what a release contains that is no longer public: pages that were withdrawn, removed or redirected by hand,
/// and files beside texts.
fn no_longer_public(then: &Contents, now: &Contents, ledger: &Ledger) -> Vec<String> {
    let (before, answering) = (then.answering(), now.answering());
    let pages = before.iter().filter(|address| !answering.contains(*address)).cloned();
    // A text whose own document lists the old address is public at a new one, and lists contain nothing beyond their
    // texts.
    let is_led_on = |address: &str| {
        let was = then.addresses.occupants.get(address);
        let was = was.or_else(|| ledger.entries.get(address).and_then(|entry| entry.occupant.as_ref()));
        now.is_alias(address) || (now.instead(address).is_none() && now.list_instead(address, was).is_some())
    };
    let pages = pages.filter(|address| !is_led_on(address));
    // A page that the release does not have cannot come back with it.
    let is_new = |address: &&String| before.contains(*address) && !then.addresses.withdrawn.contains(address);
    let withdrawn = now.addresses.withdrawn.iter().filter(is_new).cloned();
    let files = then.addresses.files.iter().filter(|file| !now.addresses.files.contains(file)).cloned();
    let mut taken: Vec<String> = pages.chain(withdrawn).chain(files).collect();
    taken.sort_unstable();
    taken.dedup();
    taken
}

fn withdrawn(number: u64, address: &str) -> Diagnostic {
    let message = format!("release {number} holds `{address}` as it was before it was taken back");
    Diagnostic::new(&codes::WITHDRAWN_SINCE, message).help("undo the faulty change in the sources, and publish")
}

fn none(order: &Order, back: usize) -> Diagnostic {
    let message = format!("`{}` keeps no release from {back} back", order.to.display());
    Diagnostic::new(&codes::NO_SUCH_RELEASE, message).help("`chancery publish releases` lists those that it keeps")
}
