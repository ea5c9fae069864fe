//! What copies of the site elsewhere have to do after a publication: upload, delete, purge.

use std::collections::BTreeSet;

use super::plan::PublishPlan;
use crate::fs::OutPath;
use crate::output::MANIFEST_PATH;
use crate::plan::HostFile;

impl PublishPlan {
    /// Runs over the files that are new or have other bytes, in an order in which nobody is led to what is not there yet:
    /// what pages are made with, then pages, then the digest manifest.
    pub fn uploads(&self) -> impl Iterator<Item = OutPath> + '_ {
        let all = || self.added.iter().chain(&self.changed);
        let is_asset = |path: &&OutPath| path.as_str().starts_with("assets/") || path.as_str().starts_with("files/");
        let manifest = self.is_changed.then(|| OutPath::new(MANIFEST_PATH)).flatten();
        let pages = all().filter(move |path| !is_asset(path));
        all().filter(is_asset).chain(pages).cloned().chain(manifest)
    }

    /// Runs over the files that are no longer there; assets that are carried still are.
    pub fn deletions(&self) -> impl Iterator<Item = &OutPath> {
        let carried: BTreeSet<&OutPath> = self.carried.iter().map(|carried| &carried.path).collect();
        self.removed.iter().filter(move |path| !carried.contains(path)).chain(&self.dropped)
    }

    /// Runs over the addresses of which copies are out of date, from the root of the host and percent-encoded: those of
    /// files that have changed, come or gone, and those with other rules. New ones are among them, since that there was
    /// nothing may have been kept, too.
    pub fn purges(&self) -> impl Iterator<Item = String> + '_ {
        let copied: BTreeSet<&str> =
            self.added.iter().chain(&self.changed).chain(&self.removed).map(OutPath::as_str).collect();
        let is_copy = move |path: &OutPath| {
            let owner = path.as_str().strip_suffix(".br").or_else(|| path.as_str().strip_suffix(".gz"));
            owner.is_some_and(|owner| copied.contains(owner))
        };
        let is_for_hosts = |path: &OutPath| HostFile::ALL.iter().any(|file| file.file_name() == path.as_str());
        let files = self.added.iter().chain(&self.changed).chain(self.deletions());
        let files = files.filter(move |path| !is_copy(path) && !is_for_hosts(path)).map(OutPath::url_path);
        let manifest = self.is_changed.then(|| format!("/{MANIFEST_PATH}"));
        let old = self.answered_otherwise.iter().filter_map(|address| match OutPath::page(address) {
            Some(page) => Some(page.url_path()),
            None => OutPath::new(address.trim_start_matches('/')).map(|path| path.url_path()),
        });
        let all: BTreeSet<String> = files.chain(manifest).chain(old).collect();
        all.into_iter().map(|address| format!("{}{address}", self.prefix))
    }
}
