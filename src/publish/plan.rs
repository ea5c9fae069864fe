//! Computes what a publication changes for the public before anything is done.

use std::collections::BTreeSet;
use std::path::Path;

use jiff::Timestamp;

use super::carry::{Carried, carried};
use super::cause::Lost;
use super::contents::{Contents, Instead};
use super::destination::{Destination, MEMORY, RELEASES};
use super::ledger::Ledger;
use super::order::Order;
use super::renamed::{self, Renamed};
use crate::diag::{Diagnostic, codes};
use crate::fs::{OutPath, disk};
use crate::output::sha256;

/// The changes that a publication makes.
#[derive(Clone, Debug, Default)]
pub struct PublishPlan {
    /// The number of the new release.
    pub number: u64,
    /// The public release before; `None` if there is none.
    pub before: Option<u64>,
    /// New files.
    pub added: Vec<OutPath>,
    /// Files with different bytes.
    pub changed: Vec<OutPath>,
    /// Removed files.
    pub removed: Vec<OutPath>,
    /// The number of unchanged files.
    pub unchanged: usize,
    /// Addresses that worked and now redirect, with their targets.
    pub redirected: Vec<(String, String)>,
    /// Addresses that worked and now answer 410 Gone.
    pub gone: Vec<String>,
    /// Addresses of texts that are newly withdrawn.
    pub withdrawn: Vec<String>,
    /// Addresses that were public at any time and would stop working.
    pub vanished: Vec<String>,
    /// Assets of earlier releases that this one carries.
    pub carried: Vec<Carried>,
    /// The vanished addresses, with what is known of each.
    pub(super) lost: Vec<Lost>,
    /// Texts that would get a different reference or id.
    pub(super) renamed: Vec<Renamed>,
    /// The addresses that worked before.
    pub(super) answered: BTreeSet<String>,
    /// The number of working addresses that are removed, not counting redirected ones.
    pub(super) removed_count: usize,
    /// Whether the set of carried assets changes.
    is_carried_changed: bool,
    /// Whether the digest manifest changes.
    pub(super) is_changed: bool,
    /// Assets that are no longer carried.
    pub(super) dropped: Vec<OutPath>,
    /// Addresses whose response changes although none of their files does.
    pub(super) changed_answers: Vec<String>,
    /// The path of the site below its host, from its base URL.
    pub(super) prefix: String,
}

impl PublishPlan {
    /// Compares the public release with the site to be published.
    pub(super) fn of(
        destination: &Destination,
        next: &Contents,
        order: &Order,
        at: Timestamp,
    ) -> Result<Self, Diagnostic> {
        // A site that is not built yet has no folder.
        if !next.folder.as_os_str().is_empty() {
            refuse_overlap(&destination.root, &next.folder)?;
        }
        let before = destination.record.as_ref().zip(destination.contents.as_ref());
        let number = destination.current().unwrap_or(0) + 1;
        let mut plan = Self { number, before: destination.current(), ..Self::default() };
        plan.carried = carried(before, next, number, order.keep, at);
        plan.is_changed = before.is_none_or(|(_, old)| sha256(&old.manifest) != sha256(&next.manifest));
        let old = before.map(|(record, _)| record.carried.as_slice()).unwrap_or_default();
        let paths = |all: &[Carried]| all.iter().map(|carried| carried.path.clone()).collect::<BTreeSet<_>>();
        let (carried_before, carried_now) = (paths(old), paths(&plan.carried));
        plan.is_carried_changed = carried_before != carried_now;
        let is_dropped = |path: &&OutPath| !carried_now.contains(*path) && !next.files.contains_key(*path);
        plan.dropped = carried_before.iter().filter(is_dropped).cloned().collect();
        plan.prefix = next.prefix();
        plan.compare_files(before.map(|(_, old)| old), next);
        plan.compare_addresses(before.map(|(_, old)| old), next, &destination.ledger);
        plan.compare_rules(before.map(|(_, old)| old), next);
        Ok(plan)
    }

    fn compare_files(&mut self, old: Option<&Contents>, next: &Contents) {
        for (path, digest) in &next.files {
            match old.and_then(|old| old.files.get(path)) {
                None => self.added.push(path.clone()),
                Some(other) if other != digest => self.changed.push(path.clone()),
                Some(_) => self.unchanged += 1,
            }
        }
        let gone = |path: &&OutPath| !next.files.contains_key(*path);
        self.removed = old.map(|old| old.files.keys().filter(gone).cloned().collect()).unwrap_or_default();
    }

    fn compare_addresses(&mut self, old: Option<&Contents>, next: &Contents, ledger: &Ledger) {
        let (before, now) = (old.map(Contents::answering).unwrap_or_default(), next.answering());
        let occupant = |address: &str| ledger.entries.get(address).and_then(|entry| entry.occupant.as_ref());
        for address in before.difference(&now) {
            match next.without_page(address, occupant(address)) {
                Some(Instead::Moved(to)) => self.redirected.push((address.clone(), to.to_owned())),
                Some(Instead::Gone) => self.gone.push(address.clone()),
                None => {}
            }
        }
        let lost = ledger.entries.iter().filter(|(address, entry)| {
            !now.contains(*address) && next.without_page(address, entry.occupant.as_ref()).is_none()
        });
        self.lost = lost
            .map(|(address, entry)| {
                let before = old.and_then(|old| old.rule(address)).cloned();
                Lost { address: address.clone(), entry: entry.clone(), before }
            })
            .collect();
        self.vanished = self.lost.iter().map(|lost| lost.address.clone()).collect();
        self.removed_count = before.difference(&now).count() - self.redirected.len();
        self.answered = before;
        let withdrawn = old.map(|old| &old.addresses.withdrawn);
        let is_new = |address: &&String| !withdrawn.is_some_and(|withdrawn| withdrawn.contains(address));
        self.withdrawn = next.addresses.withdrawn.iter().filter(is_new).cloned().collect();
        self.renamed = old.map(|old| renamed::find(old, next, ledger)).unwrap_or_default();
    }

    fn compare_rules(&mut self, old: Option<&Contents>, next: &Contents) {
        let Some(old) = old else { return };
        let rules = |contents: &Contents| -> BTreeSet<(String, Option<String>)> {
            let exact = contents.addresses.old.iter().filter(|old| !old.prefix);
            exact.map(|old| (old.from.clone(), old.to.clone())).collect()
        };
        let (before, now) = (rules(old), rules(next));
        let otherwise: BTreeSet<&String> = before.symmetric_difference(&now).map(|(from, _)| from).collect();
        self.changed_answers = otherwise.into_iter().cloned().collect();
    }

    /// Returns whether nothing changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.is_changed && !self.is_carried_changed
    }
}

/// Refuses a destination inside the published folder, and a published folder inside the destination unless it is a
/// release or a prepared site: one would end up containing the other.
fn refuse_overlap(root: &Path, site: &Path) -> Result<(), Diagnostic> {
    let site = disk::resolve(site).unwrap_or_else(|_| site.to_owned());
    let is_own = [root.join(RELEASES), root.join(MEMORY)].iter().any(|own| site.starts_with(own));
    if !is_own && (site.starts_with(root) || root.starts_with(&site)) {
        let (root, site) = (root.display(), site.display());
        let message = format!("the destination `{root}` and the built site `{site}` lie in one another");
        return Err(Diagnostic::new(&codes::FOREIGN_DESTINATION, message).help("choose a folder beside it"));
    }
    Ok(())
}
