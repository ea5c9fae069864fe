//! Lists of files for copies of the site elsewhere (mirrors, CDNs): what to upload, delete and purge after a
//! publication.

use std::collections::BTreeSet;

use super::plan::PublishPlan;
use crate::fs::OutPath;
use crate::output::MANIFEST_PATH;
use crate::plan::HostFile;

impl PublishPlan {
    /// Iterates over new and changed files in an order that never exposes a link before its target: first the files
    /// that pages use, then pages, then the digest manifest.
    pub fn uploads(&self) -> impl Iterator<Item = OutPath> + '_ {
        let all = || self.added.iter().chain(&self.changed);
        let is_asset = |path: &&OutPath| path.as_str().starts_with("assets/") || path.as_str().starts_with("files/");
        let manifest = self.is_changed.then(|| OutPath::new(MANIFEST_PATH)).flatten();
        let pages = all().filter(move |path| !is_asset(path));
        all().filter(is_asset).chain(pages).cloned().chain(manifest)
    }

    /// Iterates over files that have been removed, except for carried assets, which are still served.
    pub fn deletions(&self) -> impl Iterator<Item = &OutPath> {
        let carried: BTreeSet<&OutPath> = self.carried.iter().map(|carried| &carried.path).collect();
        self.removed.iter().filter(move |path| !carried.contains(path)).chain(&self.dropped)
    }

    /// Iterates over the addresses whose cached copies are out of date, percent-encoded and from the root of the host:
    /// those of changed, new and removed files, and those with changed rules. New addresses are included because a
    /// cache may have stored that they did not exist.
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
        let old = self.changed_answers.iter().filter_map(|address| match OutPath::page(address) {
            Some(page) => Some(page.url_path()),
            None => OutPath::new(address.trim_start_matches('/')).map(|path| path.url_path()),
        });
        let all: BTreeSet<String> = files.chain(manifest).chain(old).collect();
        all.into_iter().map(|address| format!("{}{address}", self.prefix))
    }
}
