//! Previews: a folder for each branch that is not published.
//!
//! They follow from the branches that there are, not from what pushes told: a preview whose branch is gone goes, one that
//! is missing, of another commit or of another hour is built, whoever was killed meanwhile. What is known of each stands in
//! `chancery/previews/NAME/preview.json`, with the folder that it was built into, so that it is found there even where the
//! hook was told another since.

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

/// What is known of a preview.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    /// The branch.
    branch: String,
    /// Where it stands, and what it shows.
    of: Preview,
    /// The folder of the site in the repository.
    site: String,
    /// The commit that it shows; `None` until it was built.
    commit: Option<String>,
    /// A commit that can't be built: it is not tried again by itself.
    failed: Option<String>,
    /// The first instant at which time changes it, or perhaps what is wrong with it.
    due: Option<Timestamp>,
}

impl Hook {
    /// Removes the previews that are not to be there.
    ///
    /// # Errors
    ///
    /// Where a file can't be read or removed.
    pub(super) fn clear_previews(&self, tell: Tell<'_>) -> Result<(), Fault> {
        // Where git can't say which branches there are, nothing is taken for gone.
        let Ok(wanted) = self.wanted() else { return Ok(()) };
        let home = self.home.join(PREVIEWS);
        for (name, kind) in disk::names(&home).map_err(|error| Fault::outside(&home, &error))? {
            if kind != Kind::Folder {
                continue;
            }
            let known = self.known(&name);
            let is_as_it_is_to_be = match (&known, &self.settings.preview) {
                (Some(known), Some(preview)) => known.of == *preview && known.site == self.settings.site,
                // An older version did not say what it was.
                (None, preview) => preview.is_some(),
                (Some(_), None) => false,
            };
            if !is_as_it_is_to_be || !wanted.contains_key(&name) {
                self.forget(&name, known.as_ref(), tell)?;
            } else if let Some(preview) = &self.settings.preview {
                // What a killed build left there lies where previews are served.
                staging_folder(&preview.folder.join(&name)).map_or(Ok(()), |folder| self.remove(&folder))?;
            }
        }
        Ok(())
    }

    /// Tells whether a preview is missing, or is not what it is to be.
    pub(super) fn previews_lag(&self) -> bool {
        let now = Inputs::clock(self.now);
        self.wanted().is_ok_and(|wanted| wanted.iter().any(|(name, (_, tip))| !self.is_current(name, tip, now)))
    }

    /// Builds the previews that are missing, or not what they are to be.
    ///
    /// # Errors
    ///
    /// Where a file of the hook's own can't be read or written.
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
        wanted.keys().filter_map(|name| self.known(name)?.due).min()
    }

    /// The branches that have a preview, with their tips, by the names of their folders.
    fn wanted(&self) -> Result<BTreeMap<String, (String, String)>, String> {
        if self.settings.preview.is_none() {
            return Ok(BTreeMap::new());
        }
        let branches = self.repository.branches()?.into_iter();
        let others = branches.filter(|(branch, _)| *branch != self.settings.branch);
        Ok(others.map(|(branch, tip)| (preview_folder(&branch), (branch, tip))).collect())
    }

    fn is_current(&self, name: &str, tip: &str, now: Timestamp) -> bool {
        let Some((known, preview)) = self.known(name).zip(self.settings.preview.as_ref()) else { return false };
        if known.of != *preview || known.site != self.settings.site || known.due.is_some_and(|due| due <= now) {
            return false;
        }
        let is_there = || matches!(disk::kind(&preview.folder.join(name).join(MANIFEST_PATH)), Ok(Some(_)));
        known.failed.as_deref() == Some(tip) || known.commit.as_deref() == Some(tip) && is_there()
    }

    fn known(&self, name: &str) -> Option<Known> {
        let bytes = disk::read(&self.home.join(PREVIEWS).join(name).join(FILE)).ok()?;
        serde_json::from_slice(&bytes).ok()
    }

    fn remember(&self, name: &str, known: &Known) -> Result<(), Fault> {
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
        let new = Known {
            branch: branch.to_owned(),
            of: preview.clone(),
            site: self.settings.site.clone(),
            commit: None,
            failed: None,
            due: None,
        };
        // It is known as ours before it is there, so that it goes with its branch whenever this is killed. What was built
        // under other settings is not shown until this has ended.
        let before = self.known(&name);
        if before.as_ref().is_some_and(|before| before.of != new.of || before.site != new.site) {
            self.forget(&name, before.as_ref(), &|_| {})?;
        }
        let before = self.known(&name);
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
                self.remember(&name, &Known { commit: Some(commit.to_owned()), due: report.due, ..new })?;
                tell(Event::Previewed(branch, url));
                Ok(Ended::Well)
            }
            Some(ended) => {
                tell(Event::Kept);
                if ended == Ended::Content {
                    let failed = Some(commit.to_owned());
                    self.remember(&name, &Known { commit: shown, failed, due: report.due, ..new })?;
                }
                Ok(ended)
            }
        }
    }

    /// Takes the preview of a branch away that is no more.
    ///
    /// # Errors
    ///
    /// Where it can't be removed.
    pub(super) fn forget_branch(&self, branch: &str, tell: Tell<'_>) -> Result<(), Fault> {
        let name = preview_folder(branch);
        self.forget(&name, self.known(&name).as_ref(), tell)
    }

    fn forget(&self, name: &str, known: Option<&Known>, tell: Tell<'_>) -> Result<(), Fault> {
        let cache = self.home.join(PREVIEWS).join(name);
        // What the hook did not make is not its to remove.
        if !matches!(disk::kind(&cache), Ok(Some(Kind::Folder))) {
            return Ok(());
        }
        let of = known.map(|known| &known.of).or(self.settings.preview.as_ref());
        // What is shown goes first, and then what says where that was.
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
