//! What a publication changes for the public, before anything is done, and what of it must not happen.

use std::collections::BTreeSet;
use std::path::Path;

use jiff::Timestamp;

use super::carry::{Carried, carried};
use super::contents::{Contents, Instead};
use super::destination::{Destination, MEMORY, RELEASES};
use super::order::Order;
use crate::diag::{Diagnostic, codes};
use crate::fs::{OutPath, disk};
use crate::output::sha256;

/// What a publication changes.
#[derive(Clone, Debug, Default)]
pub struct PublishPlan {
    /// The number that the release has, or would have.
    pub number: u64,
    /// The release that is public before; `None` where there is none.
    pub before: Option<u64>,
    /// Files that were not there.
    pub added: Vec<OutPath>,
    /// Files that have other bytes.
    pub changed: Vec<OutPath>,
    /// Files that are no longer there.
    pub removed: Vec<OutPath>,
    /// How many files stay as they are.
    pub unchanged: usize,
    /// Addresses that answered and now lead elsewhere, with where to.
    pub redirected: Vec<(String, String)>,
    /// Addresses that answered and are now gone, and say so.
    pub gone: Vec<String>,
    /// Addresses of texts that are withdrawn, and were not.
    pub withdrawn: Vec<String>,
    /// Addresses that were public at any time and would answer nothing.
    pub vanished: Vec<String>,
    /// Assets of earlier releases that are carried into this one.
    pub carried: Vec<Carried>,
    /// How many addresses answered before.
    addresses: usize,
    /// How many addresses that answered are taken away, those apart that lead elsewhere.
    taken: usize,
    /// Whether the assets carried are not those carried before.
    is_carrying_otherwise: bool,
    /// Whether the digest manifest is another.
    pub(super) is_changed: bool,
    /// Carried assets that are carried no longer.
    pub(super) dropped: Vec<OutPath>,
    /// Addresses that get another answer without a file of theirs having changed.
    pub(super) answered_otherwise: Vec<String>,
    /// The path under which the site lives, as its base URL says.
    pub(super) prefix: String,
}

impl PublishPlan {
    /// Compares what is public with what is to be.
    pub(super) fn of(
        destination: &Destination,
        next: &Contents,
        order: &Order,
        at: Timestamp,
    ) -> Result<Self, Diagnostic> {
        refuse_overlap(&destination.root, &next.folder)?;
        let before = destination.record.as_ref().zip(destination.contents.as_ref());
        let number = destination.current().unwrap_or(0) + 1;
        let mut plan = Self { number, before: destination.current(), ..Self::default() };
        plan.carried = carried(before, next, number, order.keep, at);
        plan.is_changed = before.is_none_or(|(_, old)| sha256(&old.manifest) != sha256(&next.manifest));
        let old = before.map(|(record, _)| record.carried.as_slice()).unwrap_or_default();
        let paths = |all: &[Carried]| all.iter().map(|carried| carried.path.clone()).collect::<BTreeSet<_>>();
        let (carried_before, carried_now) = (paths(old), paths(&plan.carried));
        plan.is_carrying_otherwise = carried_before != carried_now;
        let is_dropped = |path: &&OutPath| !carried_now.contains(*path) && !next.files.contains_key(*path);
        plan.dropped = carried_before.iter().filter(is_dropped).cloned().collect();
        plan.prefix = next.prefix();
        plan.compare_files(before.map(|(_, old)| old), next);
        plan.compare_addresses(before.map(|(_, old)| old), next, destination);
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

    fn compare_addresses(&mut self, old: Option<&Contents>, next: &Contents, destination: &Destination) {
        let (before, now) = (old.map(Contents::answering).unwrap_or_default(), next.answering());
        self.addresses = before.len();
        for address in before.difference(&now) {
            match next.without_page(address) {
                Some(Instead::Moved(to)) => self.redirected.push((address.clone(), to.to_owned())),
                Some(Instead::Gone) => self.gone.push(address.clone()),
                None => {}
            }
        }
        let vanished = destination.ledger.addresses.difference(&now);
        self.vanished = vanished.filter(|address| next.without_page(address).is_none()).cloned().collect();
        self.taken = before.difference(&now).count() - self.redirected.len();
        let old = old.map(|old| &old.addresses);
        let is_new = |address: &&String| !old.is_some_and(|old| old.withdrawn.contains(address));
        self.withdrawn = next.addresses.withdrawn.iter().filter(is_new).cloned().collect();
    }

    fn compare_rules(&mut self, old: Option<&Contents>, next: &Contents) {
        let Some(old) = old else { return };
        let rules = |contents: &Contents| -> BTreeSet<(String, Option<String>)> {
            let exact = contents.addresses.old.iter().filter(|old| !old.prefix);
            exact.map(|old| (old.from.clone(), old.to.clone())).collect()
        };
        let (before, now) = (rules(old), rules(next));
        let otherwise: BTreeSet<&String> = before.symmetric_difference(&now).map(|(from, _)| from).collect();
        self.answered_otherwise = otherwise.into_iter().cloned().collect();
    }

    /// Tells whether nothing changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.is_changed && !self.is_carrying_otherwise
    }

    /// Says what of the plan must not happen.
    #[must_use]
    pub fn refusals(&self, order: &Order) -> Vec<Diagnostic> {
        let mut faults: Vec<Diagnostic> = self.vanished.iter().take(SHOWN).map(|address| vanished(address)).collect();
        if self.vanished.len() > SHOWN {
            let message =
                format!("{} more addresses that were public would answer nothing", self.vanished.len() - SHOWN);
            let help = "`--dry-run` lists all of them; is it the right folder?";
            faults.push(Diagnostic::new(&codes::VANISHED_ADDRESS, message).help(help));
        }
        let allowed = order.removals_allowed(self.addresses);
        if self.taken > allowed {
            let message =
                format!("{} of {} addresses would be taken away, and {allowed} may be", self.taken, self.addresses);
            let help = format!("look at the list with `--dry-run`, then allow it: `--allow-delete {}`", self.taken);
            faults.push(Diagnostic::new(&codes::TOO_MANY_REMOVALS, message).help(help));
        }
        faults
    }
}

/// How many addresses are named one by one in messages.
const SHOWN: usize = 20;

fn vanished(address: &str) -> Diagnostic {
    let message = format!("`{address}` was public and would answer nothing");
    let help = format!(
        "put it among the `aliases` of the text that took its place, set `state = \"gone\"` in its own, or write \
         `{address},,410` into redirects.csv"
    );
    Diagnostic::new(&codes::VANISHED_ADDRESS, message).help(help)
}

/// Refuses a destination in what is published, and what is published in a destination, its own releases and what was
/// prepared for it apart: either would come to hold the other.
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
