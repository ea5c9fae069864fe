//! Refs of the hook's own in a bare repository: they keep commits that were public, whatever becomes of branches.
//!
//! ```text
//! refs/chancery/releases   the release record as a file of a commit, whose parents are the one before it and what became public
//! refs/chancery/next       the commit that is being published
//! ```
//!
//! Nobody fetches or pushes them unless they ask for them by name.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use jiff::Timestamp;

use super::{BareRepository, Repository};
use crate::fs::Commit;
use crate::fs::disk::{Disk as _, SystemDisk};

const RELEASES: &str = "refs/chancery/releases";
const NEXT: &str = "refs/chancery/next";

impl Repository for BareRepository {
    fn tip(&self, branch: &str) -> Option<String> {
        let name = format!("refs/heads/{branch}^{{commit}}");
        let said = self.git.run(&["rev-parse", "--verify", "--quiet", "--end-of-options", &name]).ok()?;
        Some(self::name(&said)).filter(|id| !id.is_empty())
    }

    fn branches(&self) -> Result<Vec<(String, String)>, String> {
        let said = self.git.run(&["for-each-ref", "--format=%(objectname) %(refname)", "refs/heads/"])?;
        let read = |line: &[u8]| {
            let (commit, name) = std::str::from_utf8(line).ok()?.split_once(' ')?;
            Some((name.strip_prefix("refs/heads/")?.to_owned(), commit.to_owned()))
        };
        Ok(said.split(|byte| *byte == b'\n').filter_map(read).collect())
    }

    fn has_commit(&self, id: &str) -> bool {
        let is_name = matches!(id.len(), 40 | 64) && id.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_name && self.git.run(&["cat-file", "-e", &format!("{id}^{{commit}}")]).is_ok()
    }

    fn hold(&self, commit: &str) -> Result<(), String> {
        self.update(NEXT, commit)
    }

    fn mirror(&self, record: &Path, commits: &[&str], at: Timestamp, words: &str) -> Result<(), String> {
        let record = record.to_str().ok_or("the path of the record is not text")?;
        let blob = self.git.run(&["hash-object", "-w", "--no-filters", "--", record])?;
        let entry = format!("100644 blob {}\trecord.jsonl\n", name(&blob));
        let tree = name(&self.given(&["mktree"], entry.as_bytes(), at)?);
        let before = self.git.run(&["rev-parse", "--verify", "--quiet", "--end-of-options", RELEASES]).ok();
        let before = before.map(|id| name(&id));
        let mut arguments = vec!["commit-tree", &tree, "-m", words];
        for parent in before.as_deref().into_iter().chain(commits.iter().copied()) {
            arguments.extend(["-p", parent]);
        }
        let commit = name(&self.given(&arguments, b"", at)?);
        self.update(RELEASES, &commit)
    }

    fn site(&self, commit: &str, folder: &str) -> Result<(PathBuf, Option<Commit>), String> {
        let root = self.folder().to_owned();
        let commit = Commit::find(&root, commit).and_then(|commit| commit.in_folder(folder))?;
        Ok((root, Some(commit)))
    }
}

impl BareRepository {
    fn update(&self, name: &str, commit: &str) -> Result<(), String> {
        let arguments = ["update-ref", name, commit];
        self.git.run(&arguments).map(drop).or_else(|said| {
            // Nobody but this process, which holds the lock of the hook, writes these refs: a lock of git's is that of a
            // process that was killed.
            let lock = self.git.dir().join(format!("{name}.lock"));
            SystemDisk.remove_file(&lock).map_err(|_| said)?;
            self.git.run(&arguments).map(drop)
        })
    }

    /// Runs git with something to read, under a name and at a time that depend on nobody's settings.
    fn given(&self, arguments: &[&str], input: &[u8], at: Timestamp) -> Result<Vec<u8>, String> {
        let mut git = self.git.command(arguments);
        let date = format!("{} +0000", at.as_second());
        for who in ["AUTHOR", "COMMITTER"] {
            git.env(format!("GIT_{who}_NAME"), "chancery").env(format!("GIT_{who}_EMAIL"), "chancery@localhost");
            git.env(format!("GIT_{who}_DATE"), &date);
        }
        git.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let failed = |error: std::io::Error| format!("git can't be run: {error}");
        let mut child = git.spawn().map_err(failed)?;
        if let Some(mut stdin) = child.stdin.take() {
            stdin.write_all(input).map_err(failed)?;
        }
        let Output { status, stdout, stderr } = child.wait_with_output().map_err(failed)?;
        if status.success() {
            return Ok(stdout);
        }
        Err(format!("git says `{}`", String::from_utf8_lossy(&stderr).lines().next().unwrap_or_default()))
    }
}

fn name(said: &[u8]) -> String {
    String::from_utf8_lossy(said).trim().to_owned()
}
