//! Sites that were built ahead of their publication time and are kept where only this user can read them.
//!
//! ```text
//! DEST/.chancery/prepared/20261123T140000Z/site/        the site as it will be
//! DEST/.chancery/prepared/20261123T140000Z/hour.json    the hour, and digests of the sources and of the site
//! DEST/.chancery/prepared/cache/                        the build cache of these builds
//! ```
//!
//! A prepared site is published at its hour or later, never before, and only while the sources are unchanged; otherwise
//! the site is built again. It is identified by its bytes: under the publication lock, its digest must match the one
//! noted when it was built. The folder contains embargoed texts; it is in the private folder of the destination, which
//! is never served.

use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::contents::Contents;
use super::destination::{self, Destination, MEMORY, failed};
use super::order::Order;
use super::plan::PublishPlan;
use super::{Outcome, put};
use crate::config;
use crate::diag::{Diagnostic, SourcePath, codes};
use crate::engine;
use crate::fs::disk::{self, Disk as _, Kind, SystemDisk};
use crate::fs::{Inputs, Tree};
use crate::site::due::due;

const FOLDER: &str = "prepared";
const CACHE: &str = "cache";
const SITE: &str = "site";
const HOUR: &str = "hour.json";

/// A site that was built ahead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prepared {
    /// The time from which it may be public.
    pub at: Timestamp,
    /// A digest of the sources, the history, the options and the program that it was built with.
    sources: String,
    /// SHA-256 of its digest manifest.
    digest: String,
    /// The last instant up to its hour at which time changed the site. From then on, the site looks like this.
    from: Timestamp,
}

impl Prepared {
    /// Returns the folder to build the site of an hour into.
    #[must_use]
    pub fn site(to: &Path, at: Timestamp) -> PathBuf {
        hour(to, at).join(SITE)
    }

    /// Returns the cache folder of these builds.
    #[must_use]
    pub fn cache(to: &Path) -> PathBuf {
        all(to).join(CACHE)
    }

    /// Creates the private folder of an hour and removes what was prepared for that hour before.
    ///
    /// # Errors
    ///
    /// As [`super::publish`].
    pub fn begin(order: &Order, at: Timestamp) -> Result<(), Diagnostic> {
        let destination = Destination::open(&SystemDisk, &order.to, order.wait)?;
        let to = &destination.root;
        let made = make(&all(to)).and_then(|()| clear_old(to)).and_then(|()| make(&hour(to, at)));
        let begun = made.and_then(|()| remove(&hour(to, at).join(HOUR)));
        begun.map_err(|error| failed(&hour(to, at), &error))
    }

    /// Records the sources and the digest of the site built for an hour.
    ///
    /// # Errors
    ///
    /// `publish-failed`, `unpublishable-output`.
    pub fn finish(order: &Order, at: Timestamp, inputs: &Inputs, options: &str) -> Result<(), Diagnostic> {
        let to = &order.to;
        let digest = Contents::read(&Self::site(to, at))?.digest();
        let from = last_change_until(inputs, at);
        let prepared = Self { at, sources: sources(inputs, options), digest, from };
        let path = hour(to, at).join(HOUR);
        let text = serde_json::to_string(&prepared).map_err(io::Error::other);
        let written = text.and_then(|text| destination::replace(&SystemDisk, &path, (text + "\n").as_bytes()));
        written.map_err(|error| failed(&path, &error))
    }

    /// Lists the prepared sites of a destination, earliest first.
    #[must_use]
    pub fn list(to: &Path) -> Vec<Self> {
        let folders = disk::names(&all(to)).unwrap_or_default();
        let read = |name: &str| {
            let bytes = disk::read(&all(to).join(name).join(HOUR)).ok()?;
            serde_json::from_slice::<Self>(&bytes).ok().filter(|prepared| folder_of(prepared.at) == name)
        };
        let mut prepared: Vec<Self> = folders.iter().filter_map(|(name, _)| read(name)).collect();
        prepared.sort_by_key(|prepared| prepared.at);
        prepared
    }

    /// Returns whether the site was built from these sources.
    #[must_use]
    pub fn is_of(&self, inputs: &Inputs, options: &str) -> bool {
        self.sources == sources(inputs, options)
    }

    /// Computes what publishing the site of an hour will do.
    ///
    /// # Errors
    ///
    /// As [`super::plan`].
    pub fn plan(at: Timestamp, order: &Order) -> Result<PublishPlan, Diagnostic> {
        let next = Contents::read(&Self::site(&order.to, at))?;
        PublishPlan::of(&Destination::look(&order.to)?, &next, order, Inputs::clock(order.now))
    }

    /// Publishes the site if it is unchanged and its hour has come.
    ///
    /// # Errors
    ///
    /// As [`super::publish`]; `unpublishable-output` if the folder holds a different site.
    pub fn publish(&self, order: &Order) -> Result<Outcome, Vec<Diagnostic>> {
        put(&SystemDisk, order, &mut |destination| {
            let site = Self::site(&destination.root, self.at);
            let contents = Contents::read(&site).map_err(|fault| vec![fault])?;
            if contents.digest() == self.digest && self.at <= Inputs::clock(order.now) {
                return Ok((contents, None));
            }
            let message = format!("`{}` is not the site that was prepared for {}", site.display(), self.at);
            Err(vec![Diagnostic::new(&codes::UNPUBLISHABLE_OUTPUT, message).help("it is built again")])
        })
    }

    /// Removes the sites of hours that have passed.
    ///
    /// # Errors
    ///
    /// `publish-failed`.
    pub fn forget(to: &Path, until: Timestamp) -> Result<(), Diagnostic> {
        for prepared in Self::list(to).into_iter().filter(|prepared| prepared.at <= until) {
            let folder = hour(to, prepared.at);
            // Remove the description first, so that a site that is only partly deleted is never used.
            let removed = remove(&folder.join(HOUR)).and_then(|()| disk::remove_tree(&SystemDisk, &folder));
            removed.map_err(|error| failed(&folder, &error))?;
        }
        Ok(())
    }
}

/// Refuses to publish a site, or a copy of it under any name, that was prepared for a later hour.
pub(super) fn refuse_early(destination: &Destination, next: &Contents, order: &Order) -> Result<(), Diagnostic> {
    let now = Inputs::clock(order.now);
    let folder = disk::resolve(&next.folder).unwrap_or_else(|_| next.folder.clone());
    let is_within = folder.ancestors().any(|above| {
        let is_ours = |above: &Path| above.ends_with(Path::new(MEMORY).join(FOLDER));
        above.parent().is_some_and(is_ours)
    });
    let digest = next.digest();
    // A site built now may have the same bytes, for instance if a notice that was to start at that hour has been
    // brought forward. Only for a folder of unknown build time does the digest decide.
    let is_of_now = order.built_for.is_some_and(|built_for| built_for <= now);
    let mut ahead = Prepared::list(&destination.root).into_iter();
    // If the site does not change before the hour, the prepared site has the same bytes as the current one, and may be
    // public.
    let ahead = ahead.find(|prepared| !is_of_now && prepared.from > now && prepared.digest == digest);
    let why = match (ahead, is_within) {
        (Some(prepared), _) => format!("it was prepared for {}", prepared.at),
        (None, true) => "it was prepared for an hour".to_owned(),
        (None, false) => return Ok(()),
    };
    let message = format!("`{}` can't be published: {why}", next.folder.display());
    Err(Diagnostic::new(&codes::UNPUBLISHABLE_OUTPUT, message).help(
        "`chancery publish --if-due` publishes it at its hour; `chancery publish` publishes the site as it is now",
    ))
}

fn all(to: &Path) -> PathBuf {
    to.join(MEMORY).join(FOLDER)
}

fn hour(to: &Path, at: Timestamp) -> PathBuf {
    all(to).join(folder_of(at))
}

/// Returns the folder name of an hour.
fn folder_of(at: Timestamp) -> String {
    at.to_string().replace(['-', ':'], "")
}

fn make(folder: &Path) -> io::Result<()> {
    match SystemDisk.make_own_folder(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made,
    }
}

/// Removes what an older version prepared in a single folder for all hours.
fn clear_old(to: &Path) -> io::Result<()> {
    remove(&all(to).join(HOUR))?;
    match disk::kind(&all(to).join(SITE))? {
        Some(Kind::Folder) => disk::remove_tree(&SystemDisk, &all(to).join(SITE)),
        _ => Ok(()),
    }
}

fn remove(file: &Path) -> io::Result<()> {
    match SystemDisk.remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Returns the last instant up to an hour at which time changed the site, or the earliest possible one if it never did.
/// It does not depend on the current time, since the clock may be set back.
fn last_change_until(inputs: &Inputs, hour: Timestamp) -> Timestamp {
    let path = SourcePath::new("site.toml");
    let settings = inputs.files.text(&path).ok().and_then(|text| config::resolve(&text, &path).0);
    // Without valid settings, no site was built.
    let Some(settings) = settings else { return hour };
    let (documents, _) = engine::parse(&settings, &inputs.files);
    let all = due(&documents, &settings, Timestamp::MIN).into_iter();
    let instants = all.filter(|due| due.what.is_public() && due.at <= hour).map(|due| due.at);
    instants.max().unwrap_or(Timestamp::MIN)
}

/// Returns a digest of the sources (by file metadata), the git history, the options and the program.
fn sources(inputs: &Inputs, options: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    let files: &Tree = &inputs.files;
    for entry in files.entries() {
        let stamp = &entry.stamp;
        hasher.update(
            format!("{} {} {} {} {}\n", entry.path, entry.len, stamp.mtime, stamp.ctime, stamp.inode).as_bytes(),
        );
    }
    hasher.update(&inputs.history.digest());
    hasher.update(options.as_bytes()).update(env!("CHANCERY_BUILD").as_bytes());
    hasher.finalize().to_hex().to_string()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn each_hour_has_a_folder_of_its_own() {
        let at = |text: &str| folder_of(text.parse().unwrap());
        assert_eq!(at("2026-11-23T14:00:00Z"), "20261123T140000Z");
        assert_ne!(at("2026-11-23T14:00:00.5Z"), at("2026-11-23T14:00:00Z"));
    }
}
