//! Folders that a command writes to: never the sources of a site, a folder that holds them, or what is public already.

use std::io;
use std::path::{Path, PathBuf};

use super::refusal::Refusal;
use crate::engine::CacheChoice;
use crate::fs::disk;
use crate::publish;

/// What of a site's folder is written by people, or by git.
const SOURCES: [&str; 8] = ["content", "fonts", "overrides", "static", "themes", "site.toml", "redirects.csv", ".git"];

/// Refuses a folder to write to that would harm sources: the root of the disk, a site or a folder above it, or a place among
/// the sources of the site in `root` or of any site around the folder. The folder need not exist; links are followed.
///
/// # Errors
///
/// A refusal that says which folders can be named; `what` is what the folder was to be, as in `the output`.
pub(super) fn refuse_sources(root: &Path, folder: &Path, what: &str) -> Result<(), Refusal> {
    let refused = |why: &str| {
        let message = format!("`{}` can't be {what}: {why}", folder.display());
        Err(Refusal::usage(message).help("name an empty folder, or one that does not exist yet"))
    };
    let place = match disk::resolve(folder) {
        Ok(place) => place,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return refused(&error.to_string()),
        Err(error) => return Err(Refusal::outside(folder, &error)),
    };
    if place.parent().is_none() {
        return refused("it is the root of the disk");
    }
    for site in sites(root, &place) {
        if site.starts_with(&place) {
            return refused("it holds the site itself");
        }
        let sources = SOURCES.iter().filter_map(|name| disk::resolve(&site.join(name)).ok());
        for source in sources {
            if place.starts_with(&source) {
                return refused("it lies among the sources of the site");
            }
            if source.starts_with(&place) {
                return refused("it holds sources of the site");
            }
        }
    }
    Ok(())
}

/// The site that a command works on, where there is one, and those in whose folders a place lies.
fn sites(root: &Path, place: &Path) -> Vec<PathBuf> {
    let own = disk::resolve(root).ok();
    let around = place.ancestors().map(Path::to_owned);
    let is_site = |folder: &PathBuf| matches!(disk::kind(&folder.join("site.toml")), Ok(Some(_)));
    own.into_iter().chain(around).filter(is_site).collect()
}

/// Refuses two folders to write to of which one lies in the other: each is cleared by its own rules.
///
/// # Errors
///
/// A refusal that names both.
pub(super) fn refuse_nested(one: &Path, other: &Path) -> Result<(), Refusal> {
    let (Ok(first), Ok(second)) = (disk::resolve(one), disk::resolve(other)) else { return Ok(()) };
    if first.starts_with(&second) || second.starts_with(&first) {
        let message = format!("`{}` and `{}` lie one in the other", one.display(), other.display());
        return Err(Refusal::usage(message).help("the output and the destination each need a folder of their own"));
    }
    Ok(())
}

/// Names the folder of a cache; `None` where there is to be none.
pub(super) fn cache_folder(root: &Path, cache: &CacheChoice) -> Option<PathBuf> {
    match cache {
        CacheChoice::Usual => Some(root.join(".chancery")),
        CacheChoice::Folder(folder) => Some(folder.clone()),
        CacheChoice::Off => None,
    }
}

/// Refuses to build into a destination of `chancery publish`, or to keep a cache there: what is public changes by
/// publications alone.
///
/// # Errors
///
/// A refusal that says what to do.
pub(super) fn refuse_in_destination(out: &Path, cache: Option<&Path>) -> Result<(), Refusal> {
    let folders = [("output", Some(out)), ("cache", cache)];
    for (what, folder) in folders {
        let Some((folder, to)) = folder.and_then(|folder| Some((folder, publish::destination_of(folder)?))) else {
            continue;
        };
        let message = format!("the {what} `{}` lies in the destination `{}`", folder.display(), to.display());
        return Err(Refusal::usage(message).help(format!(
            "build into a folder beside it, then `chancery publish --from FOLDER --to {}`; or let `chancery publish` do \
             both",
            to.display()
        )));
    }
    Ok(())
}

/// Refuses folders that a build can't write to: the output and the cache.
///
/// # Errors
///
/// As [`refuse_sources`] and [`refuse_in_destination`].
pub(super) fn refuse_for_build(root: &Path, out: &Path, cache: &CacheChoice) -> Result<(), Refusal> {
    refuse_sources(root, out, "the output")?;
    let cache = cache_folder(root, cache);
    if let Some(cache) = &cache {
        refuse_sources(root, cache, "the cache")?;
    }
    refuse_in_destination(out, cache.as_deref())
}

/// Names the folder that is built into: the one given, else `public` at the root of the site.
#[must_use]
pub(super) fn output(root: &Path, given: Option<&Path>) -> PathBuf {
    given.map_or_else(|| root.join("public"), Path::to_owned)
}
