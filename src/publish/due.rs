//! Checks whether the passing of time alone has changed the site since it was last published.

use std::path::Path;

use jiff::Timestamp;

use super::destination::Destination;
use super::prepared::Prepared;
use crate::config::Settings;
use crate::diag::Diagnostic;
use crate::engine;
use crate::fs::Tree;
use crate::site::due::due;

/// Whether the site must be published again because time has passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hour {
    /// Yes: the site changed at this instant.
    Due(Timestamp),
    /// Nothing is public, or the time that the public site was built for is unknown.
    Unknown,
    /// No: the rollback that made this release pins the public site, so time changes nothing.
    Pinned(u64),
    /// Not yet; with the next instant at which the site changes, if there is one.
    NotYet(Option<Timestamp>),
}

/// Checks whether an instant that `chancery due` lists, or the hour of a prepared site, has passed since the time that
/// the public site was built for.
///
/// # Errors
///
/// `foreign-destination`, `publish-failed`.
pub fn hour(to: &Path, files: &Tree, settings: &Settings, now: Timestamp) -> Result<Hour, Diagnostic> {
    let destination = Destination::look(to)?;
    let Some(public) = destination.public() else { return Ok(Hour::Unknown) };
    if let Some(release) = public.pinned {
        return Ok(Hour::Pinned(release));
    }
    let Some(since) = public.built_for else { return Ok(Hour::Unknown) };
    let (documents, _) = engine::parse(settings, files);
    let instants = due(&documents, settings, since).into_iter().filter(|due| due.what.is_public()).map(|due| due.at);
    let prepared = Prepared::list(to).into_iter().map(|prepared| prepared.at).filter(|at| *at > since);
    Ok(match instants.chain(prepared).min() {
        Some(at) if at <= now => Hour::Due(at),
        next => Hour::NotYet(next),
    })
}
