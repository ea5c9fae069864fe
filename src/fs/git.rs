//! Running git on the repository that holds a site: the only program that a build runs.
//!
//! It runs without anything that a user, a system or a repository may have set to make it start another program or open
//! a connection, and no argument of it is ever read as an option that is meant as a name. What its answers mean is the
//! business of `history` and `commit`.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A repository, named rather than searched for.
#[derive(Clone, Debug)]
pub(super) struct Git {
    /// The folder that git calls `$GIT_DIR`, or the file that says where it is.
    dir: PathBuf,
    /// The folder of the working copy; `None` where there is none.
    work_tree: Option<PathBuf>,
}

impl Git {
    /// Finds the repository that holds a folder: one of the folders above with its `.git`, or a bare repository that
    /// the folder itself is. With it comes the folder's path in the working copy: empty, or with a `/` at its end.
    pub(super) fn holding(folder: &Path) -> Result<(Self, String), String> {
        let folder = fs::canonicalize(folder).map_err(|error| error.to_string())?;
        if is_bare(&folder) {
            return Ok((Self { dir: folder, work_tree: None }, String::new()));
        }
        let top = folder
            .ancestors()
            .find(|above| above.join(".git").exists())
            .ok_or_else(|| format!("`{}` is not in a git repository", folder.display()))?;
        let inner = folder.strip_prefix(top).unwrap_or(Path::new(""));
        let mut inner = inner.to_str().ok_or("the path of the site is not text")?.replace('\\', "/");
        if !inner.is_empty() {
            inner.push('/');
        }
        Ok((Self { dir: top.join(".git"), work_tree: Some(top.to_owned()) }, inner))
    }

    /// Returns the folder that git calls `$GIT_DIR`, or the file that says where it is.
    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    /// Returns whether there is no working copy.
    pub(super) fn is_bare(&self) -> bool {
        self.work_tree.is_none()
    }

    /// Prepares to run git with arguments; it reads nothing.
    #[expect(clippy::disallowed_methods, reason = "this is the place that the lint points to")]
    pub(super) fn command(&self, arguments: &[&str]) -> Command {
        let mut git = Command::new("git");
        // Whatever points git elsewhere or makes it run something comes as GIT_….
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
            git.env_remove(name);
        }
        git.current_dir(self.work_tree.as_deref().unwrap_or(&self.dir))
            .env("LC_ALL", "C")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_ATTR_NOSYSTEM", "1")
            .env("GIT_OPTIONAL_LOCKS", "0")
            // A partial clone would fetch what it lacks.
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_ALLOW_PROTOCOL", "")
            .env("GIT_TERMINAL_PROMPT", "0")
            // What follows from a commit is to follow from it alone.
            .env("GIT_NO_REPLACE_OBJECTS", "1")
            .env("GIT_GRAFT_FILE", "/dev/null")
            .args(["--no-pager", "--literal-pathspecs", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false"])
            // A repository that is named, not searched for, may belong to another user (`safe.directory`).
            .arg(joined("--git-dir=", &self.dir));
        if let Some(work_tree) = &self.work_tree {
            git.arg(joined("--work-tree=", work_tree));
        }
        git.args(arguments).stdin(Stdio::null());
        git
    }

    /// Runs git; returns what it writes.
    pub(super) fn run(&self, arguments: &[&str]) -> Result<Vec<u8>, String> {
        let output = self.command(arguments).output();
        let Output { status, stdout, stderr } = output.map_err(|error| format!("git can't be run: {error}"))?;
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

/// Returns whether a folder is itself what git calls `$GIT_DIR` (gitrepository-layout), and not the `.git` of a working
/// copy.
fn is_bare(folder: &Path) -> bool {
    folder.file_name().is_none_or(|name| name != ".git")
        && folder.join("HEAD").is_file()
        && folder.join("objects").is_dir()
        && folder.join("refs").is_dir()
}

fn joined(option: &str, path: &Path) -> OsString {
    let mut argument = OsString::from(option);
    argument.push(path);
    argument
}
