//! Whether time alone has changed the site since it was published last.

use std::path::Path;

use jiff::Timestamp;

use super::destination::Destination;
use super::prepared::Prepared;
use crate::config::Settings;
use crate::diag::Diagnostic;
use crate::engine;
use crate::fs::Tree;
use crate::site::due::due;

/// Whether the site has to be published for the sake of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hour {
    /// An instant has passed at which it became another.
    Due(Timestamp),
    /// It is not known for which time the public site was built, or there is none.
    Unknown,
    /// A rollback, which became this release, pins what is public: time changes nothing.
    Pinned(u64),
    /// Nothing has happened; the next instant at which something will, if there is one.
    NotYet(Option<Timestamp>),
}

/// Tells whether an instant of `chancery due` has passed since the time that the public site was built for, or the one
/// that a site was prepared for.
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
