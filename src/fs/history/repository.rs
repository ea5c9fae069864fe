//! The git repository that holds a site: which state it is in, and what `git log` says of it.
//!
//! Where HEAD is is read from the files that git documents (gitrepository-layout), so that an unchanged site starts
//! no program; wherever they are not as expected, git is asked.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde::{Deserialize, Serialize};

use super::log::{self, Commit, CommitId};

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

    /// Tells whether all but HEAD is as it was.
    pub(super) fn may_follow(&self, previous: &Self) -> bool {
        self.site == previous.site && self.shallow == previous.shallow && self.head.len() == previous.head.len()
    }

    pub(super) fn is_head(&self, commit: &CommitId) -> bool {
        CommitId::parse(&self.head).as_ref() == Some(commit)
    }
}

/// The repository that holds a site.
pub(super) struct Repository {
    /// The folder that `.git` is in, without any link in its path.
    top: PathBuf,
    /// The site's folder, as in [`Identity`].
    site: String,
}

impl Repository {
    pub(super) fn find(root: &Path) -> Result<Self, String> {
        if root.as_os_str().is_empty() {
            return Err("the site is in memory".into());
        }
        let root = fs::canonicalize(root).map_err(|error| error.to_string())?;
        let top = root
            .ancestors()
            .find(|folder| folder.join(".git").exists())
            .ok_or_else(|| format!("`{}` is not in a git repository", root.display()))?;
        let inner = root.strip_prefix(top).unwrap_or(Path::new(""));
        let mut site = inner.to_str().ok_or("the path of the site is not text")?.replace('\\', "/");
        if !site.is_empty() {
            site.push('/');
        }
        Ok(Self { top: top.to_owned(), site })
    }

    /// Looks where HEAD is.
    pub(super) fn identity(&self) -> Result<Identity, String> {
        let layout = Layout::of(&self.top);
        let head = match layout.as_ref().and_then(Layout::head) {
            Some(head) => head,
            None => {
                let answer = self.git(&["rev-parse", "HEAD"])?;
                let head = String::from_utf8_lossy(&answer).trim().to_owned();
                CommitId::parse(&head).map(|_| head).ok_or("git says of HEAD what is no commit")?
            }
        };
        let shallow = layout.and_then(|layout| fs_read(&layout.common.join("shallow"))).filter(|list| !list.is_empty());
        Ok(Identity { site: self.site.clone(), head, shallow: shallow.map(|list| *blake3::hash(&list).as_bytes()) })
    }

    /// Lists the commits of `head` that are not those of `since`, none before those that followed it, each with what
    /// it did to the files under `content/`.
    ///
    /// Every commit is told, and every side of a merge: otherwise what is told of a commit would depend on those
    /// that followed it. A change that a merge threw away is a change that was made.
    pub(super) fn commits(&self, since: Option<&Identity>, head: &Identity) -> Result<Vec<Commit>, String> {
        let range = match since {
            Some(since) => format!("{}..{}", since.head, head.head),
            None => head.head.clone(),
        };
        let content = format!("{}content", self.site);
        let log = self.git(&[
            "-c",
            "log.showRoot=true",
            "log",
            "--topo-order",
            "--full-history",
            "--sparse",
            // A merge counts for what it changed itself: what it brings in has commits of its own.
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

    #[expect(clippy::disallowed_methods, reason = "this is the place that the lint points to")]
    fn git(&self, arguments: &[&str]) -> Result<Vec<u8>, String> {
        let mut git = Command::new("git");
        // Whatever points git elsewhere or makes it run something comes as GIT_….
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
            git.env_remove(name);
        }
        git.current_dir(&self.top)
            .env("LC_ALL", "C")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_ATTR_NOSYSTEM", "1")
            .env("GIT_OPTIONAL_LOCKS", "0")
            // A partial clone would fetch what it lacks.
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_ALLOW_PROTOCOL", "")
            .env("GIT_TERMINAL_PROMPT", "0")
            // What follows from HEAD is to follow from it alone.
            .env("GIT_NO_REPLACE_OBJECTS", "1")
            .env("GIT_GRAFT_FILE", "/dev/null")
            .args(["--no-pager", "--literal-pathspecs", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false"])
            // A repository that is named, not searched for, may belong to another user (`safe.directory`).
            .args([joined("--git-dir=", &self.top.join(".git")), joined("--work-tree=", &self.top)])
            .args(arguments)
            .stdin(Stdio::null());
        let Output { status, stdout, stderr } = git.output().map_err(|error| format!("git can't be run: {error}"))?;
        if status.success() {
            return Ok(stdout);
        }
        let message = String::from_utf8_lossy(&stderr);
        Err(match message.lines().next() {
            Some(line) if line.contains("ambiguous argument 'HEAD'") => "the repository has no commit yet".into(),
            Some(line) => format!("git says `{line}`"),
            None => format!("git failed ({status})"),
        })
    }
}

fn joined(option: &str, path: &Path) -> OsString {
    let mut argument = OsString::from(option);
    argument.push(path);
    argument
}

/// Where the files of a repository are.
struct Layout {
    /// The folder of this work tree: HEAD is in it.
    own: PathBuf,
    /// The folder that all work trees share: branches are in it.
    common: PathBuf,
}

impl Layout {
    fn of(top: &Path) -> Option<Self> {
        let git = top.join(".git");
        // A linked work tree or a submodule has a file that says where the folder is.
        let own = if git.is_dir() { git } else { top.join(text(&git)?.strip_prefix("gitdir: ")?.trim_end()) };
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
