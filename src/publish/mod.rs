//! `publish`: makes a built site public, atomically.
//!
//! ```text
//! DEST/current            the link that the web server's root goes through; replaced by one rename
//! DEST/releases/000042/   a release: the files of the site; unchanged ones are hard links to the previous release
//! DEST/waiting/           the target of `current` before the first release: rules by which web servers answer 503
//! DEST/.chancery/         the journal, all addresses that were ever public, the lock, the staging folder; never served
//! ```
//!
//! [`plan`] computes what a publication would do and refuses what must not happen: an address that stops working, or
//! more removals than usual. [`publish`] does it; [`rollback`] publishes an earlier release again. Whatever fails,
//! `current` points to the old release or to the new one, and the next publication clears what is left.
//!
//! This module builds nothing and knows nothing of texts: what may be public was decided before. A site is a folder
//! with its `digests.txt`; the responses of its old addresses are in its `_addresses.json`.

mod carry;
mod cause;
mod contents;
mod destination;
mod due;
mod finder;
mod journal;
mod ledger;
mod lists;
mod order;
mod plan;
mod prepared;
mod public;
mod refusals;
mod release;
mod renamed;
mod rollback;
mod sources;
mod waiting;

use std::path::Path;
use std::sync::Arc;

pub use carry::Carried;
pub use destination::destination_of;
pub use due::{Hour, hour};
pub use journal::Record;
pub use order::{Order, settings_of, zone_of};
pub use plan::PublishPlan;
pub use prepared::Prepared;
pub use public::{Public, public, record_file};
pub use rollback::{Listed, releases, rollback, rollback_on};
pub use sources::Sources;
pub use waiting::init;

use crate::diag::{Diagnostic, codes};
use crate::engine;
use crate::fs::disk::{self, Disk, SystemDisk};
use crate::fs::{Inputs, Why};
use contents::Contents;
use destination::{Destination, failed};
use release::Staged;

/// The result of a publication.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The changes for the public.
    pub plan: PublishPlan,
    /// The number of the public release; `None` after a dry run on an empty destination.
    pub release: Option<u64>,
    /// Whether a new release was made: `false` if nothing changed, and in a dry run.
    pub is_new: bool,
    /// The rollback that had pinned the public site, if this publication removed the pin.
    pub unpinned: Option<u64>,
    /// Whether the public site is pinned.
    pub is_pinned: bool,
    /// Notes and warnings of a publication that succeeded.
    pub notes: Vec<Diagnostic>,
}

/// Computes what publishing a built site would do. Changes nothing.
///
/// # Errors
///
/// `unpublishable-output`, `foreign-destination`, `publish-failed`. What the plan itself forbids is in
/// [`PublishPlan::refusals`].
pub fn plan(site: &Path, order: &Order) -> Result<PublishPlan, Diagnostic> {
    let next = Contents::read(site)?.with_sources(order);
    let destination = Destination::look(&order.to)?;
    refuse_private(&destination, &next, order)?;
    PublishPlan::of(&destination, &next, order, Inputs::clock(order.now))
}

/// Computes what publishing a site that is not built yet would refuse. Changes nothing.
///
/// # Errors
///
/// `foreign-destination`, `publish-failed`.
pub fn check(prepared: &engine::Prepared, order: &Order) -> Result<Vec<Diagnostic>, Diagnostic> {
    let destination = Destination::look(&order.to)?;
    let Some(next) = Contents::planned(prepared) else { return Ok(Vec::new()) };
    let order = Order { sources: prepared.texts().map(|texts| Arc::new(Sources::of_texts(texts))), ..order.clone() };
    let next = next.with_sources(&order);
    Ok(PublishPlan::of(&destination, &next, &order, Inputs::clock(order.now))?.refusals(&order))
}

/// Publishes a built site.
///
/// # Errors
///
/// As [`plan`], and everything that the plan forbids; `destination-busy` if another publication is running and `wait`
/// is not set. After an error, the public site is unchanged.
pub fn publish(site: &Path, order: &Order) -> Result<Outcome, Vec<Diagnostic>> {
    publish_on(&SystemDisk, site, order)
}

/// Like [`publish`], on another disk. Tests use it to make any change fail.
///
/// # Errors
///
/// As [`publish`].
#[doc(hidden)]
pub fn publish_on(disk: &dyn Disk, site: &Path, order: &Order) -> Result<Outcome, Vec<Diagnostic>> {
    let read = || Contents::read(site).map(|next| next.with_sources(order)).map_err(|fault| vec![fault]);
    // Read the site first without the lock, so that nothing is created for a folder that is not a site; then again with
    // it, since another process may have built in between.
    read()?;
    put(disk, order, &mut |destination| {
        let next = read()?;
        refuse_private(destination, &next, order).map_err(|fault| vec![fault])?;
        Ok((next, None))
    })
}

/// Refuses a folder that must not be public: a preview, a site prepared for a later hour, or a folder inside the
/// destination.
fn refuse_private(destination: &Destination, next: &Contents, order: &Order) -> Result<(), Diagnostic> {
    prepared::refuse_early(destination, next, order)?;
    let folder = next.folder.display();
    let site = disk::resolve(&next.folder).unwrap_or_else(|_| next.folder.clone());
    if site.starts_with(&destination.root) {
        let message = format!("`{folder}` lies in the destination itself");
        return Err(Diagnostic::new(&codes::FOREIGN_DESTINATION, message)
            .help("`chancery publish rollback` makes an earlier release public again"));
    }
    let addresses = &next.addresses;
    let what = match (addresses.hidden, addresses.preview) {
        (true, _) => "it shows drafts and what is under embargo",
        (false, true) => "it is a preview",
        (false, false) => return Ok(()),
    };
    let message = format!("`{folder}` can't be published: {what}");
    Err(Diagnostic::new(&codes::UNPUBLISHABLE_OUTPUT, message).help("build the site for the public: `chancery build`"))
}

/// Chooses the site to publish, once the destination is locked. For a rollback, also returns the release it restores.
type Choice<'a> = &'a mut dyn FnMut(&Destination) -> Result<(Contents, Option<u64>), Vec<Diagnostic>>;

/// Publishes the chosen site, unless the plan forbids it or nothing has changed.
fn put(disk: &dyn Disk, order: &Order, choose: Choice<'_>) -> Result<Outcome, Vec<Diagnostic>> {
    let one = |fault| vec![fault];
    let destination =
        if order.dry_run { Destination::look(&order.to) } else { Destination::open(disk, &order.to, order.wait) };
    let mut destination = destination.map_err(one)?;
    let (next, of) = choose(&destination)?;
    let at = Inputs::clock(order.now);
    let mut plan = PublishPlan::of(&destination, &next, order, at).map_err(one)?;
    if let (Why::Hour | Why::Search, Some(now)) = (order.why, &destination.contents) {
        // An address that a rollback has already removed cannot be lost a second time.
        let answering = now.answering();
        let was = |address: &str| destination.ledger.entries.get(address).and_then(|entry| entry.occupant.as_ref());
        plan.lost.retain(|lost| {
            let address = &lost.address;
            answering.contains(address) || now.without_page(address, was(address)).is_some()
        });
        plan.vanished = plan.lost.iter().map(|lost| lost.address.clone()).collect();
    }
    // A rollback removes everything published since on purpose, so nothing is refused.
    let refusals = if of.is_none() { plan.refusals(order) } else { Vec::new() };
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let before = destination.public();
    if let Some(fault) = overtaken(order, before.as_ref()) {
        return Err(vec![fault]);
    }
    let pinned = before.as_ref().and_then(|before| before.pinned);
    let mut outcome = Outcome {
        plan,
        release: destination.current(),
        is_new: false,
        unpinned: None,
        is_pinned: pinned.is_some(),
        notes: Vec::new(),
    };
    if order.dry_run {
        return Ok(outcome);
    }
    if of.is_none() && outcome.plan.is_empty() {
        let release = destination.current().unwrap_or_default();
        let public = Public::next(before.as_ref(), order, release, at);
        let written = destination.note_built(disk, &public, &next.digest());
        written.map_err(|error| one(failed(&destination.root, &error)))?;
        outcome.unpinned = pinned.filter(|_| public.pinned.is_none());
        outcome.is_pinned = public.pinned.is_some();
        return Ok(outcome);
    }
    // A rollback may restore the oldest release itself, so that one must not be reused.
    let spare = if of.is_none() { destination.spare(order.keep) } else { Ok(None) };
    let spare = spare.map_err(|error| one(failed(&destination.root, &error)))?;
    let staged = Staged::make(disk, &destination, &next, &outcome.plan, spare, &mut outcome.notes).map_err(one)?;
    let number = outcome.plan.number;
    let public = match of {
        Some(of) => {
            let then = destination.record_of(of).unwrap_or_else(|| Record::unknown(of));
            Public::again(before.as_ref(), &then, number, at)
        }
        None => Public::next(before.as_ref(), order, number, at),
    };
    let record = Record::new(&outcome.plan, &next, at, of, &public);
    staged.switch(disk, &mut destination, &record, &public, &next).map_err(one)?;
    outcome.notes.extend(destination.prune(disk, order.keep));
    outcome.unpinned = pinned.filter(|_| public.pinned.is_none());
    Ok(Outcome { release: destination.current(), is_new: true, is_pinned: public.pinned.is_some(), ..outcome })
}

/// Refuses a publication whose decision is out of date because somebody has published or rolled back since.
fn overtaken(order: &Order, before: Option<&Public>) -> Option<Diagnostic> {
    let (over, before) = (order.over.as_ref()?, before?);
    let is_as_it_was = match order.why {
        Why::Hour | Why::Search => over.is_same(before),
        _ => over.pinned == before.pinned,
    };
    (!is_as_it_was).then(|| {
        let message = format!("release {} has become public meanwhile: {}", before.release, before.why.words());
        let help = "what was under way is not published over it; publish again where it is meant to be public";
        Diagnostic::new(&codes::PUBLISHED_MEANWHILE, message).help(help)
    })
}
