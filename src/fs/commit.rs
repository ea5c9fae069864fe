//! The files of a commit, straight from the repository: no working copy, no index, no filter of a checkout.
//!
//! A [`Commit`] is found by what people write for it. Its files are listed by one `git ls-tree` and read, when somebody
//! asks, from `git cat-file --batch`, which stays open as long as the files are held. The names that git has for their
//! bytes are their stamps, so that a build finds out what changed without reading any.

mod listing;
mod reader;

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use super::git::Git;
use super::tree::names::Named;
use reader::Readers;

/// A commit of the repository that holds a site.
#[derive(Clone, Debug)]
pub struct Commit {
    git: Git,
    /// The folder of the site in the commit: empty, or with a `/` at its end.
    site: String,
    /// In hexadecimal digits.
    id: String,
}

impl Commit {
    /// Finds a commit of the repository that holds the folder `root`, or that `root` is: by a name of it, by a tag or
    /// branch, or by a range, whose end is meant. `REVISION:FOLDER` says in which folder of the commit the site is,
    /// where `root` does not.
    ///
    /// # Errors
    ///
    /// Says why there is none.
    pub fn find(root: &Path, revision: &str) -> Result<Self, String> {
        let (git, inner) = Git::holding(root)?;
        let (revision, site) = match revision.split_once(':') {
            Some((name, folder)) if !name.is_empty() && !name.contains('{') => (name, folder_of(folder)?),
            _ => (revision, inner),
        };
        let end = revision.rsplit_once("..").map_or(revision, |(_, end)| end);
        let end = if end.is_empty() && revision.len() > 1 { "HEAD" } else { end };
        let unknown = || format!("`{revision}` names no commit of the repository `{}`", git.dir().display());
        if end.is_empty() || end.contains(['\n', '\0']) {
            return Err(unknown());
        }
        let answer = git.run(&["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{end}^{{commit}}")]);
        // Without `--quiet` git would report a missing commit, with it it prints nothing; any other error is worth
        // showing.
        let answer = answer.map_err(|error| if error.contains('`') { error } else { unknown() })?;
        let id = String::from_utf8_lossy(&answer).trim().to_owned();
        if !matches!(id.len(), 40 | 64) || !id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(unknown());
        }
        Ok(Self { git, site, id })
    }

    /// The same commit with the site in a folder of it.
    ///
    /// # Errors
    ///
    /// Says that it can be no folder.
    pub fn in_folder(self, folder: &str) -> Result<Self, String> {
        Ok(Self { site: folder_of(folder)?, ..self })
    }

    /// Returns its name, in hexadecimal digits.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns the first digits of its name, as people write it.
    #[must_use]
    pub fn short_id(&self) -> &str {
        self.id.get(..10).unwrap_or(&self.id)
    }

    /// Returns the folder of the site in the commit: empty, or with a `/` at its end.
    #[must_use]
    pub fn site(&self) -> &str {
        &self.site
    }

    /// Finds who wrote each of some commits, and its subject, in the repository that holds a folder; those that are not
    /// there are left out. For people who publish, never for pages.
    #[must_use]
    pub fn described(root: &Path, ids: &[&str]) -> BTreeMap<String, (String, String)> {
        let is_id = |id: &&&str| matches!(id.len(), 40 | 64) && id.bytes().all(|byte| byte.is_ascii_hexdigit());
        let ids: Vec<&str> = ids.iter().filter(is_id).copied().collect();
        let Some((git, _)) = Git::holding(root).ok().filter(|_| !ids.is_empty()) else { return BTreeMap::new() };
        let format = ["log", "--no-walk=unsorted", "--ignore-missing", "--format=%H%x00%an%x00%s"];
        let arguments: Vec<&str> = format.into_iter().chain(ids).chain(["--"]).collect();
        let listed = git.run(&arguments).unwrap_or_default();
        let plain = |text: &str| text.chars().filter(|c| !c.is_control()).collect::<String>();
        let text = String::from_utf8_lossy(&listed).into_owned();
        let commit = |line: &str| {
            let mut parts = line.splitn(3, '\0');
            Some((parts.next()?.to_owned(), (plain(parts.next()?), plain(parts.next()?))))
        };
        text.lines().filter_map(commit).collect()
    }

    pub(super) fn git(&self) -> &Git {
        &self.git
    }

    /// Lists the files of the site: those that are there, with the way to read them, and what is wrong.
    pub(super) fn files(&self) -> (Named<()>, CommittedFiles) {
        let readers = Readers::new(self.git.clone());
        let Named { files, decomposed, diagnostics } = listing::list(self, &readers);
        let (files, objects) = files.into_iter().map(|(entry, object)| ((entry, ()), object)).unzip();
        (Named { files, decomposed, diagnostics }, CommittedFiles { commit: self.clone(), objects, readers })
    }
}

/// The files of a commit, to be read.
#[derive(Debug)]
pub(super) struct CommittedFiles {
    commit: Commit,
    /// What git calls the bytes of each file, in the order in which the files were listed.
    objects: Vec<String>,
    readers: Readers,
}

impl CommittedFiles {
    pub(super) fn commit(&self) -> &Commit {
        &self.commit
    }

    /// Reads the file at a place of the list.
    pub(super) fn read(&self, place: usize) -> io::Result<Vec<u8>> {
        self.readers.read(self.objects.get(place).ok_or(io::ErrorKind::NotFound)?)
    }
}

/// A folder within a commit, as git writes it.
fn folder_of(folder: &str) -> Result<String, String> {
    let parts: Vec<&str> = folder.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    if folder.starts_with('/') || parts.contains(&"..") || folder.contains(['\n', '\0']) {
        return Err(format!("`{folder}` is no folder of a commit"));
    }
    Ok(parts.iter().flat_map(|part| [part, "/"]).collect())
}

#[cfg(test)]
#[path = "commit_tests.rs"]
mod tests;
