//! Previews: one folder for each branch that is not published.
//!
//! Previews are derived from the branches that exist, not from pushes, so a killed process leaves nothing wrong: the
//! preview of a deleted branch is removed, and one that is missing or out of date (by commit or by time) is built. The
//! state of each is in `chancery/previews/NAME/preview.json`, with the folder it was built into, so that it can be
//! removed even after the settings have changed.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Ended, Event, Fault, Hook, Preview, Tell, failure, preview_folder};
use crate::engine::{CacheChoice, Options};
use crate::fs::Inputs;
use crate::fs::disk::{self, Kind};
use crate::output::{MANIFEST_PATH, staging_folder};

const PREVIEWS: &str = "previews";
const FILE: &str = "preview.json";

/// The stored state of a preview.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct PreviewState {
    /// The branch.
    branch: String,
    /// The settings it was built with: its folder, its address, and whether it shows drafts.
    of: Preview,
    /// The folder of the site in the repository.
    site: String,
    /// The commit that it shows; `None` until the first build.
    commit: Option<String>,
    /// A commit that has errors; it is not built again automatically.
    failed: Option<String>,
    /// The first instant at which time changes the preview, or possibly its errors.
    due: Option<Timestamp>,
}

impl Hook {
    /// Removes previews that should no longer exist.
    ///
    /// # Errors
    ///
    /// If a file can't be read or removed.
    pub(super) fn clear_previews(&self, tell: Tell<'_>) -> Result<(), Fault> {
        // If git can't list the branches, none is considered deleted.
        let Ok(wanted) = self.wanted() else { return Ok(()) };
        let home = self.home.join(PREVIEWS);
        for (name, kind) in disk::names(&home).map_err(|error| Fault::outside(&home, &error))? {
            if kind != Kind::Folder {
                continue;
            }
            let known = self.state_of(&name);
            let is_as_it_is_to_be = match (&known, &self.settings.preview) {
                (Some(known), Some(preview)) => known.of == *preview && known.site == self.settings.site,
                // Previews of an older version have no stored state.
                (None, preview) => preview.is_some(),
                (Some(_), None) => false,
            };
            if !is_as_it_is_to_be || !wanted.contains_key(&name) {
                self.forget(&name, known.as_ref(), tell)?;
            } else if let Some(preview) = &self.settings.preview {
                // Files left by a killed build are in the folder from which previews are served.
                staging_folder(&preview.folder.join(&name)).map_or(Ok(()), |folder| self.remove(&folder))?;
            }
        }
        Ok(())
    }

    /// Returns whether a preview is missing or out of date.
    pub(super) fn previews_lag(&self) -> bool {
        let now = Inputs::clock(self.now);
        self.wanted().is_ok_and(|wanted| wanted.iter().any(|(name, (_, tip))| !self.is_current(name, tip, now)))
    }

    /// Builds the previews that are missing or out of date.
    ///
    /// # Errors
    ///
    /// If a file of the hook can't be read or written.
    pub(super) fn complete_previews(&self, tell: Tell<'_>) -> Result<Ended, Fault> {
        let now = Inputs::clock(self.now);
        let mut ended = Ended::Well;
        for (name, (branch, tip)) in self.wanted().unwrap_or_default() {
            if !self.is_current(&name, &tip, now) {
                ended = ended.max(self.preview(&branch, &tip, tell)?);
            }
        }
        Ok(ended)
    }

    /// Returns the first instant at which time changes a preview.
    pub(super) fn previews_due(&self) -> Option<Timestamp> {
        let wanted = self.wanted().unwrap_or_default();
        wanted.keys().filter_map(|name| self.state_of(name)?.due).min()
    }

    /// Returns the branches that have a preview, with their tips, by folder name.
    fn wanted(&self) -> Result<BTreeMap<String, (String, String)>, String> {
        if self.settings.preview.is_none() {
            return Ok(BTreeMap::new());
        }
        let branches = self.repository.branches()?.into_iter();
        let others = branches.filter(|(branch, _)| *branch != self.settings.branch);
        Ok(others.map(|(branch, tip)| (preview_folder(&branch), (branch, tip))).collect())
    }

    fn is_current(&self, name: &str, tip: &str, now: Timestamp) -> bool {
        let Some((known, preview)) = self.state_of(name).zip(self.settings.preview.as_ref()) else { return false };
        if known.of != *preview || known.site != self.settings.site || known.due.is_some_and(|due| due <= now) {
            return false;
        }
        let is_there = || matches!(disk::kind(&preview.folder.join(name).join(MANIFEST_PATH)), Ok(Some(_)));
        known.failed.as_deref() == Some(tip) || known.commit.as_deref() == Some(tip) && is_there()
    }

    fn state_of(&self, name: &str) -> Option<PreviewState> {
        let bytes = disk::read(&self.home.join(PREVIEWS).join(name).join(FILE)).ok()?;
        serde_json::from_slice(&bytes).ok()
    }

    fn remember(&self, name: &str, known: &PreviewState) -> Result<(), Fault> {
        let folder = self.home.join(PREVIEWS).join(name);
        let json = serde_json::to_string_pretty(known).unwrap_or_default() + "\n";
        let made = disk::make_folders(&*self.disk, &folder);
        made.and_then(|()| disk::replace_small(&*self.disk, &folder.join(FILE), json.as_bytes()))
            .map_err(|error| Fault::outside(&folder.join(FILE), &error))
    }

    /// Builds the preview of a branch.
    ///
    /// # Errors
    ///
    /// As [`Self::complete_previews`].
    pub(super) fn preview(&self, branch: &str, commit: &str, tell: Tell<'_>) -> Result<Ended, Fault> {
        let Some(preview) = &self.settings.preview else { return Ok(Ended::Well) };
        let name = preview_folder(branch);
        let new = PreviewState {
            branch: branch.to_owned(),
            of: preview.clone(),
            site: self.settings.site.clone(),
            commit: None,
            failed: None,
            due: None,
        };
        // Record the preview before building it, so that it is deleted with its branch even if this process is killed.
        // A preview built with other settings is removed first, so it is not shown during the build.
        let before = self.state_of(&name);
        if before.as_ref().is_some_and(|before| before.of != new.of || before.site != new.site) {
            self.forget(&name, before.as_ref(), &|_| {})?;
        }
        let before = self.state_of(&name);
        if before.is_none() {
            self.remember(&name, &new)?;
        }
        let shown = before.and_then(|before| before.commit);
        let url = preview.address(&name);
        let options = Options {
            base_url: Some(url.clone()),
            drafts: preview.is_private,
            preview: true,
            cache: CacheChoice::Folder(self.home.join(PREVIEWS).join(&name)),
            ..self.options(commit)?
        };
        let report = self.build(&options, &preview.folder.join(&name), tell);
        match failure(&report) {
            None => {
                self.remember(&name, &PreviewState { commit: Some(commit.to_owned()), due: report.due, ..new })?;
                tell(Event::Previewed(branch, url));
                Ok(Ended::Well)
            }
            Some(ended) => {
                tell(Event::Kept);
                if ended == Ended::Content {
                    let failed = Some(commit.to_owned());
                    self.remember(&name, &PreviewState { commit: shown, failed, due: report.due, ..new })?;
                }
                Ok(ended)
            }
        }
    }

    /// Removes the preview of a deleted branch.
    ///
    /// # Errors
    ///
    /// If it can't be removed.
    pub(super) fn forget_branch(&self, branch: &str, tell: Tell<'_>) -> Result<(), Fault> {
        let name = preview_folder(branch);
        self.forget(&name, self.state_of(&name).as_ref(), tell)
    }

    fn forget(&self, name: &str, known: Option<&PreviewState>, tell: Tell<'_>) -> Result<(), Fault> {
        let cache = self.home.join(PREVIEWS).join(name);
        // The hook removes only folders that it created itself.
        if !matches!(disk::kind(&cache), Ok(Some(Kind::Folder))) {
            return Ok(());
        }
        let of = known.map(|known| &known.of).or(self.settings.preview.as_ref());
        // Remove the served files first, then the state that says where they are.
        let shown = of.map(|of| of.folder.join(name));
        let staged = shown.as_deref().and_then(staging_folder);
        for folder in shown.iter().chain(&staged).chain([&cache]) {
            self.remove(folder)?;
        }
        let branch = known.map_or(name, |known| &known.branch);
        tell(Event::PreviewGone(branch));
        Ok(())
    }

    fn remove(&self, folder: &Path) -> Result<(), Fault> {
        if let Ok(Some(Kind::Folder)) = disk::kind(folder)
            && let Err(error) = disk::remove_tree(&*self.disk, folder)
            && !matches!(disk::kind(folder), Ok(None))
        {
            return Err(Fault::outside(folder, &error));
        }
        Ok(())
    }
}
