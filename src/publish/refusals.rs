//! Lists what a plan must not do. Each refusal names its cause, the place, and the ways to fix it.

use std::collections::BTreeMap;

use super::cause::{self, Cause};
use super::order::Order;
use super::plan::PublishPlan;
use super::renamed;
use crate::diag::{Diagnostic, codes};

/// The maximum number of causes that get a message of their own.
const SHOWN: usize = 20;

impl PublishPlan {
    /// Returns a diagnostic for each forbidden change of the plan.
    #[must_use]
    pub fn refusals(&self, order: &Order) -> Vec<Diagnostic> {
        let sources = order.sources.as_deref();
        let mut faults: Vec<Diagnostic> =
            self.renamed.iter().map(|renamed| renamed::refusal(renamed, sources)).collect();
        // Reading the sources is expensive, so do it only if an address is lost.
        let texts = if self.lost.is_empty() { None } else { sources.and_then(|sources| sources.read()) };
        let mut causes: Vec<(Cause, Vec<&str>)> = Vec::new();
        let mut places = BTreeMap::new();
        let mut by_time = 0;
        for lost in &self.lost {
            let Some(cause) = cause::of(lost, texts) else {
                by_time += usize::from(self.answered.contains(&lost.address));
                continue;
            };
            // With a place or a missing file, equal wording means the same cause.
            let key = (
                cause.place.as_ref().map(|(path, span)| (path.clone(), span.clone().map(|span| span.start))),
                cause.why.clone(),
            );
            let at = *places.entry(key).or_insert_with(|| {
                causes.push((cause, Vec::new()));
                causes.len() - 1
            });
            causes[at].1.push(&lost.address);
        }
        faults.extend(causes.iter().take(SHOWN).map(|(cause, addresses)| cause::refusal(cause, addresses)));
        if causes.len() > SHOWN {
            let more: usize = causes[SHOWN..].iter().map(|(_, addresses)| addresses.len()).sum();
            let message = format!("{more} more addresses that were public would answer nothing");
            let help = "`--dry-run` lists all of them; is it the right folder?";
            faults.push(Diagnostic::new(&codes::VANISHED_ADDRESS, message).help(help));
        }
        let (taken, all) = (self.removed_count.saturating_sub(by_time), self.answered.len());
        let allowed = order.removals_allowed(all);
        if taken > allowed {
            let message = format!("{taken} of {all} addresses would be taken away, and {allowed} may be");
            let help = format!("look at the list with `--dry-run`, then allow it: `--allow-delete {taken}`");
            faults.push(Diagnostic::new(&codes::TOO_MANY_REMOVALS, message).help(help));
        }
        faults
    }
}
