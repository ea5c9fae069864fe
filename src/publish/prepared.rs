//! Sites that were built ahead of their hours, where nobody but this user can look.
//!
//! ```text
//! DEST/.chancery/prepared/20261123T140000Z/site/        the site as it will be
//! DEST/.chancery/prepared/20261123T140000Z/hour.json    the hour, what the sources were, and the digest of the site
//! DEST/.chancery/prepared/cache/                        what these builds have learnt
//! ```
//!
//! A site is published at its hour or after it, never before, and only while the sources are what they were; else it is
//! built anew. It is known by its bytes: what is published has to have the digest that was noted when it was built, which
//! is looked at when nobody else may publish. The folder holds texts under embargo: it is in the destination's memory,
//! which is never served.

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

/// What is known of a site that was built ahead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prepared {
    /// When it may become public.
    pub at: Timestamp,
    /// A digest of the sources, the history and the options that it was built from, and of the program.
    sources: String,
    /// SHA-256 of its digest manifest.
    digest: String,
    /// The last instant up to the hour at which time changed the site: from then on, it is this one.
    from: Timestamp,
}

impl Prepared {
    /// Returns the folder to build the site of an hour into.
    #[must_use]
    pub fn site(to: &Path, at: Timestamp) -> PathBuf {
        hour(to, at).join(SITE)
    }

    /// Returns the folder of what those builds learn.
    #[must_use]
    pub fn cache(to: &Path) -> PathBuf {
        all(to).join(CACHE)
    }

    /// Makes the private folder of an hour, and forgets what was prepared for it before.
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

    /// Remembers of which sources, and with which digest, the site of an hour was built.
    ///
    /// # Errors
    ///
    /// `publish-failed`, `unpublishable-output`.
    pub fn finish(order: &Order, at: Timestamp, inputs: &Inputs, options: &str) -> Result<(), Diagnostic> {
        let to = &order.to;
        let digest = Contents::read(&Self::site(to, at))?.digest();
        let from = since(inputs, at);
        let prepared = Self { at, sources: sources(inputs, options), digest, from };
        let path = hour(to, at).join(HOUR);
        let text = serde_json::to_string(&prepared).map_err(io::Error::other);
        let written = text.and_then(|text| destination::replace(&SystemDisk, &path, (text + "\n").as_bytes()));
        written.map_err(|error| failed(&path, &error))
    }

    /// Lists what is prepared at a destination, the earliest first.
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

    /// Tells whether the sources are those that the site was built from.
    #[must_use]
    pub fn is_of(&self, inputs: &Inputs, options: &str) -> bool {
        self.sources == sources(inputs, options)
    }

    /// Says what publishing the site of an hour will do.
    ///
    /// # Errors
    ///
    /// As [`super::plan`].
    pub fn plan(at: Timestamp, order: &Order) -> Result<PublishPlan, Diagnostic> {
        let next = Contents::read(&Self::site(&order.to, at))?;
        PublishPlan::of(&Destination::look(&order.to)?, &next, order, Inputs::clock(order.now))
    }

    /// Publishes the site, if it is the one that was prepared and its hour has come.
    ///
    /// # Errors
    ///
    /// As [`super::publish`]; `unpublishable-output` where it is another site.
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

    /// Removes what was prepared for hours that have passed.
    ///
    /// # Errors
    ///
    /// `publish-failed`.
    pub fn forget(to: &Path, until: Timestamp) -> Result<(), Diagnostic> {
        for prepared in Self::list(to).into_iter().filter(|prepared| prepared.at <= until) {
            let folder = hour(to, prepared.at);
            // First it is no longer known, then it is no longer there.
            let removed = remove(&folder.join(HOUR)).and_then(|()| disk::remove_tree(&SystemDisk, &folder));
            removed.map_err(|error| failed(&folder, &error))?;
        }
        Ok(())
    }
}

/// Refuses a folder that was prepared for an hour ahead, under whatever name it comes, or a copy of it.
pub(super) fn refuse_early(destination: &Destination, next: &Contents, order: &Order) -> Result<(), Diagnostic> {
    let now = Inputs::clock(order.now);
    let folder = disk::resolve(&next.folder).unwrap_or_else(|_| next.folder.clone());
    let is_within = folder.ancestors().any(|above| {
        let is_ours = |above: &Path| above.ends_with(Path::new(MEMORY).join(FOLDER));
        above.parent().is_some_and(is_ours)
    });
    let digest = next.digest();
    // Other sources may give the same bytes now: a notice that was to start at the hour is brought forward. Only of a folder
    // is it not known for which time it was built.
    let is_of_now = order.built_for.is_some_and(|built_for| built_for <= now);
    let mut ahead = Prepared::list(&destination.root).into_iter();
    // A site that nothing happens to until the hour has the same bytes, and is public rightly.
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

/// Names the folder of an hour.
fn folder_of(at: Timestamp) -> String {
    at.to_string().replace(['-', ':'], "")
}

fn make(folder: &Path) -> io::Result<()> {
    match SystemDisk.make_own_folder(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made,
    }
}

/// Removes what an older version prepared, in one folder for all hours.
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

/// Returns the last instant up to an hour at which time changed the site; the first of all where it never did. It does not
/// depend on when somebody asks: the clock may go back.
fn since(inputs: &Inputs, hour: Timestamp) -> Timestamp {
    let path = SourcePath::new("site.toml");
    let settings = inputs.files.text(&path).ok().and_then(|text| config::resolve(&text, &path).0);
    // A site without settings was never built.
    let Some(settings) = settings else { return hour };
    let (documents, _) = engine::parse(&settings, &inputs.files);
    let all = due(&documents, &settings, Timestamp::MIN).into_iter();
    let instants = all.filter(|due| due.what.is_public() && due.at <= hour).map(|due| due.at);
    instants.max().unwrap_or(Timestamp::MIN)
}

/// A digest of sources by what the file system says of them, of what git says, of options, and of the program.
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
