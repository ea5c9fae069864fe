//! When each content file changed, as git tells it.
//!
//! One walk of `git log` over `content/`, newest commit first; renames are followed as they are met. Kept are
//! times and what happened, never subjects or names: these may speak of what is not public yet. git is the only
//! program that a build runs, and it runs without anything that a user, a system or a repository may have set
//! to make it start another program or open a connection.

use std::collections::{BTreeMap, HashMap};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use jiff::Timestamp;

use super::Tree;
use crate::diag::{Diagnostic, SourcePath, codes};

/// The changes of the content files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    state: HistoryState,
    changes: BTreeMap<SourcePath, Vec<Change>>,
}

/// How much of the history is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HistoryState {
    /// All of it.
    Complete,
    /// Only the newest commits were fetched; older changes are not known.
    Shallow,
    /// None: no git, no repository, no commit, or git failed.
    Absent,
}

/// One change of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Change {
    /// When it was committed (the committer's time, which a rebase moves; not the author's).
    pub at: Timestamp,
    /// What happened.
    pub kind: ChangeKind,
}

/// What happened to a file in a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChangeKind {
    /// It came to be.
    Added,
    /// Its text changed.
    Modified,
    /// It got its present name or place, perhaps with other changes.
    Renamed,
}

impl History {
    /// A history of which nothing is known.
    #[must_use]
    pub fn absent() -> Self {
        Self { state: HistoryState::Absent, changes: BTreeMap::new() }
    }

    /// Makes a history of known changes, each list newest first.
    #[must_use]
    pub fn new(state: HistoryState, changes: BTreeMap<SourcePath, Vec<Change>>) -> Self {
        Self { state, changes }
    }

    /// Asks git when the files under `content/` changed. Where that is not or not fully known, the note
    /// `history-absent` says why; a site without history is a site all the same.
    #[must_use]
    pub fn read(files: &Tree) -> (Self, Vec<Diagnostic>) {
        match Repository::find(files.root()).and_then(|repository| repository.history(files)) {
            Ok(history) if history.state == HistoryState::Shallow => {
                let note = Diagnostic::new(&codes::HISTORY_ABSENT, "git has only the newest part of the history")
                    .help("fetch the whole history: `git fetch --unshallow`, or `fetch-depth: 0` in CI");
                (history, vec![note])
            }
            Ok(history) => (history, vec![]),
            Err(reason) => {
                let note = Diagnostic::new(&codes::HISTORY_ABSENT, format!("there is no history: {reason}"))
                    .help("pages show their history once the site is in a git repository");
                (Self::absent(), vec![note])
            }
        }
    }

    /// Returns how much is known.
    #[must_use]
    pub fn state(&self) -> HistoryState {
        self.state
    }

    /// Returns a digest of all that is known.
    #[must_use]
    pub fn digest(&self) -> [u8; 16] {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&[self.state as u8]);
        for (path, changes) in &self.changes {
            hasher.update(path.as_str().as_bytes()).update(&[0]);
            for change in changes {
                hasher.update(&change.at.as_second().to_le_bytes()).update(&[change.kind as u8]);
            }
        }
        let mut digest = [0; 16];
        digest.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        digest
    }

    /// Returns the changes of a file, newest first; none where the file is not committed yet or not known.
    #[must_use]
    pub fn of(&self, path: &SourcePath) -> &[Change] {
        self.changes.get(path).map_or(&[], Vec::as_slice)
    }
}

/// The repository that holds a site.
struct Repository {
    /// The folder that `.git` is in, without any link in its path.
    top: PathBuf,
    /// The site's `content/`, relative to `top`, `/`-separated.
    content: String,
}

impl Repository {
    fn find(root: &Path) -> Result<Self, String> {
        if root.as_os_str().is_empty() {
            return Err("the site is in memory".into());
        }
        let root = std::fs::canonicalize(root).map_err(|error| error.to_string())?;
        let top = root
            .ancestors()
            .find(|folder| folder.join(".git").exists())
            .ok_or_else(|| format!("`{}` is not in a git repository", root.display()))?;
        let inner = root.strip_prefix(top).unwrap_or(Path::new("")).join("content");
        let content = inner.to_str().ok_or("the path of the site is not text")?.replace('\\', "/");
        Ok(Self { top: top.to_owned(), content })
    }

    fn history(&self, files: &Tree) -> Result<History, String> {
        let facts = self.git(&["rev-parse", "--is-shallow-repository", "HEAD"])?;
        let shallow = facts.starts_with(b"true");
        let log = self.git(&[
            "-c",
            "log.showRoot=true",
            "log",
            // No commit before those that follow it, whatever their clocks said.
            "--date-order",
            // A merge counts for what it changed itself: what it brings in has commits of its own.
            "--diff-merges=combined",
            "--format=tformat:%ct %P",
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
            "HEAD",
            "--",
            &self.content,
        ])?;
        let changes = follow(&log, files, &self.content, shallow)
            .ok_or_else(|| "`git log` answered in an unknown form".to_owned())?;
        Ok(History { state: if shallow { HistoryState::Shallow } else { HistoryState::Complete }, changes })
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

/// Follows each present file from its newest change to its first. `None` where the log has another form than
/// expected.
///
/// With `-z`, a commit is `<time> <parents>`, an empty part, and for each file its status and its path, or its
/// two paths where it was renamed; the first status follows a line feed, and each part ends with NUL.
fn follow(log: &[u8], files: &Tree, content: &str, shallow: bool) -> Option<BTreeMap<SourcePath, Vec<Change>>> {
    let site = content.strip_suffix("content")?;
    let mut changes: Vec<(&SourcePath, Vec<Change>)> =
        files.under("content").map(|entry| (&entry.path, Vec::new())).collect();
    // Under which name of the past a present file is now met.
    let mut met: HashMap<Vec<u8>, usize> =
        changes.iter().enumerate().map(|(index, (path, _))| (format!("{site}{path}").into_bytes(), index)).collect();
    let mut at = Timestamp::UNIX_EPOCH;
    let mut is_edge = false;

    let mut parts = log.split(|byte| *byte == 0);
    while let Some(part) = parts.next() {
        let status = part.strip_prefix(b"\n").unwrap_or(part);
        let Some(first) = status.first() else { continue };
        if first.is_ascii_digit() {
            let (seconds, parents) = std::str::from_utf8(status).ok()?.split_once(' ')?;
            at = Timestamp::from_second(seconds.parse().ok()?).ok()?;
            // The oldest commit of a shallow clone seems to add every file.
            is_edge = shallow && parents.is_empty();
            continue;
        }
        let path = parts.next()?;
        let mut record = |index: usize, kind| {
            if !is_edge {
                changes[index].1.push(Change { at, kind });
            }
        };
        match status {
            // Where a file was added or removed, what bore its name before was another file.
            b"A" | b"D" => {
                if let Some(index) = met.remove(path)
                    && status == b"A"
                {
                    record(index, ChangeKind::Added);
                }
            }
            [b'R' | b'C', b'0'..=b'9', ..] => {
                if let Some(index) = met.remove(parts.next()?) {
                    record(index, ChangeKind::Renamed);
                    met.insert(path.to_vec(), index);
                }
            }
            // `M`, `T`, and in a merge one letter for each parent.
            _ => {
                if let Some(index) = met.get(path) {
                    record(*index, ChangeKind::Modified);
                }
            }
        }
    }
    Some(changes.into_iter().filter(|(_, list)| !list.is_empty()).map(|(path, list)| (path.clone(), list)).collect())
}

#[cfg(test)]
#[path = "history_tests.rs"]
mod tests;
