//! The parts of a bare repository that a hook needs, and the hook file itself.

mod keeping;

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use jiff::Timestamp;

use super::Commit;
use super::disk::{self, Disk as _, Kind, SystemDisk};
use super::git::Git;

/// What a hook asks of a repository that people push to.
pub trait Repository {
    /// Returns the commit at the tip of a branch, in hexadecimal digits; `None` where there is no such branch.
    fn tip(&self, branch: &str) -> Option<String>;

    /// Lists the branches whose names are text, with the commits at their tips.
    ///
    /// # Errors
    ///
    /// Says why that can't be known.
    fn branches(&self) -> Result<Vec<(String, String)>, String>;

    /// Returns whether there is a commit of this name, in hexadecimal digits.
    fn has_commit(&self, id: &str) -> bool;

    /// Keeps a commit that is about to be public, in place of the last one that was.
    ///
    /// # Errors
    ///
    /// Says what failed.
    fn hold(&self, commit: &str) -> Result<(), String>;

    /// Mirrors the release record, and keeps the commits that it names for good.
    ///
    /// # Errors
    ///
    /// Says what failed.
    fn mirror(&self, record: &Path, commits: &[&str], at: Timestamp, words: &str) -> Result<(), String>;

    /// Finds the files of a commit: those in a folder of it. They are the commit's, or stand below the path.
    ///
    /// # Errors
    ///
    /// Says that there is no such commit.
    fn site(&self, commit: &str, folder: &str) -> Result<(PathBuf, Option<Commit>), String>;
}

/// A bare repository, to which people push.
#[derive(Clone, Debug)]
pub struct BareRepository {
    git: Git,
}

impl BareRepository {
    /// Opens the bare repository in a folder.
    ///
    /// # Errors
    ///
    /// Says that there is none.
    pub fn open(folder: &Path) -> Result<Self, String> {
        let bare = Git::holding(folder).ok().map(|(git, _)| git).filter(Git::is_bare);
        bare.map(|git| Self { git }).ok_or_else(|| format!("`{}` is no bare repository", folder.display()))
    }

    /// Returns its folder, without any link in its path.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.git.dir()
    }

    /// Returns whether a branch may have a name.
    #[must_use]
    pub fn is_branch_name(&self, name: &str) -> bool {
        self.git.run(&["check-ref-format", &format!("refs/heads/{name}")]).is_ok()
    }

    /// Returns the branch that a clone would check out.
    #[must_use]
    pub fn head(&self) -> Option<String> {
        let said = self.git.run(&["symbolic-ref", "--quiet", "HEAD"]).ok()?;
        String::from_utf8_lossy(&said).trim().strip_prefix("refs/heads/").map(str::to_owned)
    }

    /// Returns the folder that git takes hooks from in place of the usual one, where one is set for this repository.
    #[must_use]
    pub fn other_hooks(&self) -> Option<String> {
        let said = self.git.run(&["config", "--local", "--get", "core.hooksPath"]).ok()?;
        Some(String::from_utf8_lossy(&said).trim_end().to_owned())
    }

    /// Reads the hook that runs after a push; `None` where there is none.
    ///
    /// # Errors
    ///
    /// The operating system's.
    pub fn hook(&self) -> io::Result<Option<Vec<u8>>> {
        match disk::kind(&self.hook_file())? {
            None => Ok(None),
            Some(Kind::File(_)) => disk::read(&self.hook_file()).map(Some),
            Some(_) => Ok(Some(Vec::new())),
        }
    }

    /// Puts the hook that runs after a push in place, by one rename.
    ///
    /// # Errors
    ///
    /// The operating system's.
    pub fn write_hook(&self, script: &str) -> io::Result<()> {
        let file = self.hook_file();
        let staged = file.with_file_name(format!("post-receive.{}.new", std::process::id()));
        disk::make_folders(&SystemDisk, &self.git.dir().join("hooks"))?;
        let written = SystemDisk
            .write(&staged, script.as_bytes())
            .and_then(|()| let_run(&staged))
            .and_then(|()| SystemDisk.rename(&staged, &file));
        if written.is_err() {
            let _ = SystemDisk.remove_file(&staged);
        }
        written
    }

    fn hook_file(&self) -> PathBuf {
        self.git.dir().join("hooks").join("post-receive")
    }
}

/// Returns the program that is running.
///
/// # Errors
///
/// The operating system's.
pub fn program() -> io::Result<PathBuf> {
    std::env::current_exe()
}

/// Starts this program again as a detached process: it has no input and no output, and continues after the session that
/// started it ends.
///
/// # Errors
///
/// The operating system's.
pub fn start_detached(arguments: &[&OsStr]) -> io::Result<()> {
    #[expect(clippy::disallowed_methods, reason = "the program is this one")]
    let mut command = Command::new(program()?);
    // The variables that git sets for a hook must not affect the detached process.
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
        command.env_remove(name);
    }
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        command.process_group(0);
    }
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().map(drop)
}

/// Ends this process as soon as a condition holds; checks it several times a second.
pub fn leave_when(is_so: impl Fn() -> bool + Send + 'static) {
    std::thread::spawn(move || {
        while !is_so() {
            std::thread::sleep(LOOK);
        }
        #[expect(clippy::exit, reason = "a build can end at any moment, and nobody waits for this one")]
        std::process::exit(0);
    });
}

/// The time between two checks.
const LOOK: Duration = Duration::from_millis(50);

#[cfg(unix)]
fn let_run(file: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn let_run(_file: &Path) -> io::Result<()> {
    Ok(())
}
