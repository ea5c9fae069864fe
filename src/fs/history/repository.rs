//! The git repository that holds a site: which state it is in, and what `git log` says of it.
//!
//! Where HEAD is is read from the files that git documents (gitrepository-layout), so that an unchanged site starts
//! no program; wherever they are not as expected, git is asked.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::log::{self, Commit, CommitId};
use crate::fs::Tree;
use crate::fs::git::Git;

/// What a history is a pure function of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Identity {
    /// The site's folder, relative to the top of the repository: empty, or ending with `/`.
    site: String,
    /// The commit, in hexadecimal digits.
    head: String,
    /// The digest of the list of commits at which a shallow clone ends.
    shallow: Option<[u8; 32]>,
}

impl Identity {
    pub(super) fn site(&self) -> &str {
        &self.site
    }

    pub(super) fn is_shallow(&self) -> bool {
        self.shallow.is_some()
    }

    /// Returns whether all but HEAD is as it was.
    pub(super) fn may_follow(&self, previous: &Self) -> bool {
        self.site == previous.site && self.shallow == previous.shallow && self.head.len() == previous.head.len()
    }

    pub(super) fn is_head(&self, commit: &CommitId) -> bool {
        CommitId::parse(&self.head).as_ref() == Some(commit)
    }
}

/// The repository that holds a site.
pub(super) struct Repository {
    git: Git,
    /// The site's folder, as in [`Identity`].
    site: String,
    /// The commit that stands in for HEAD, where the files are those of a commit.
    commit: Option<String>,
}

impl Repository {
    pub(super) fn of(files: &Tree) -> Result<Self, String> {
        if let Some(commit) = files.commit() {
            let (git, site) = (commit.git().clone(), commit.site().to_owned());
            return Ok(Self { git, site, commit: Some(commit.id().to_owned()) });
        }
        if files.root().as_os_str().is_empty() {
            return Err("the site is in memory".into());
        }
        let (git, site) = Git::holding(files.root())?;
        Ok(Self { git, site, commit: None })
    }

    /// Looks where HEAD is.
    pub(super) fn identity(&self) -> Result<Identity, String> {
        let layout = Layout::of(self.git.dir());
        let head = match self.commit.clone().or_else(|| layout.as_ref().and_then(Layout::head)) {
            Some(head) => head,
            None => {
                let answer = self.git.run(&["rev-parse", "HEAD"])?;
                let head = String::from_utf8_lossy(&answer).trim().to_owned();
                CommitId::parse(&head).map(|_| head).ok_or("git says of HEAD what is no commit")?
            }
        };
        let shallow = layout.and_then(|layout| fs_read(&layout.common.join("shallow"))).filter(|list| !list.is_empty());
        Ok(Identity { site: self.site.clone(), head, shallow: shallow.map(|list| *blake3::hash(&list).as_bytes()) })
    }

    /// Lists the commits of `head` that are not those of `since`, none before those that followed it, each with what it
    /// did to the files under `content/`. Every commit is listed, on every side of a merge: otherwise the listing of a
    /// commit would depend on later ones. A change that a merge discarded still was a change.
    pub(super) fn commits(&self, since: Option<&Identity>, head: &Identity) -> Result<Vec<Commit>, String> {
        let range = match since {
            Some(since) => format!("{}..{}", since.head, head.head),
            None => head.head.clone(),
        };
        let content = format!("{}content", self.site);
        let log = self.git.run(&[
            "-c",
            "log.showRoot=true",
            "log",
            "--topo-order",
            "--full-history",
            "--sparse",
            // A merge is listed with its own changes only: the merged commits are listed themselves.
            "--diff-merges=combined",
            "--format=tformat:@%H %ct %P",
            "--name-status",
            "-z",
            "-M",
            "-l1000",
            "--no-color",
            "--no-ext-diff",
            "--no-follow",
            "--no-notes",
            "--no-show-signature",
            "--no-textconv",
            "--end-of-options",
            &range,
            "--",
            &content,
        ])?;
        log::parse(&log, head.is_shallow()).ok_or_else(|| "`git log` answered in an unknown form".to_owned())
    }
}

/// Where the files of a repository are.
struct Layout {
    /// The folder of this work tree: HEAD is in it.
    own: PathBuf,
    /// The folder that all work trees share: branches are in it.
    common: PathBuf,
}

impl Layout {
    fn of(git: &Path) -> Option<Self> {
        // A linked work tree or a submodule has a file that says where the folder is.
        let own = if git.is_dir() {
            git.to_owned()
        } else {
            git.parent()?.join(text(git)?.strip_prefix("gitdir: ")?.trim_end())
        };
        let common = match text(&own.join("commondir")) {
            Some(path) => own.join(path.trim_end()),
            None => own.clone(),
        };
        Some(Self { own, common })
    }

    /// The commit at HEAD; `None` where the files don't say it in the usual way.
    fn head(&self) -> Option<String> {
        let head = text(&self.own.join("HEAD"))?;
        let Some(branch) = head.strip_prefix("ref: ") else { return commit(&head) };
        let branch = branch.trim_end();
        // Other refs may belong to one work tree alone.
        let name = branch.strip_prefix("refs/heads/")?;
        if name.split('/').any(|part| matches!(part, "" | "." | "..")) {
            return None;
        }
        if let Some(at) = text(&self.common.join(branch)) {
            return commit(&at);
        }
        let packed = text(&self.common.join("packed-refs"))?;
        packed.lines().find_map(|line| commit(line.strip_suffix(branch)?.strip_suffix(' ')?))
    }
}

fn commit(hex: &str) -> Option<String> {
    let hex = hex.trim_end();
    CommitId::parse(hex).map(|_| hex.to_owned())
}

fn text(path: &Path) -> Option<String> {
    String::from_utf8(fs_read(path)?).ok()
}

#[expect(clippy::disallowed_methods, reason = "the files of git are no files of the site")]
fn fs_read(path: &Path) -> Option<Vec<u8>> {
    fs::read(path).ok()
}
