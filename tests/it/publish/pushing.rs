//! Test helper: a bare repository with the hook, a destination, and a working copy to push from.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use support::{NOW, Site, chancery};

/// A server with a bare repository.
pub struct Server {
    place: tempfile::TempDir,
    /// The working copy of an editor.
    pub site: Site,
}

/// The output and exit code of a push or of the hook.
pub struct Said {
    /// The exit code.
    pub status: i32,
    /// Standard output and standard error.
    pub text: String,
}

impl Said {
    /// Panics with the output unless the exit code is 0.
    #[track_caller]
    pub fn well(self) -> Self {
        assert_eq!(self.status, 0, "{}", self.text);
        self
    }

    /// Panics with the output unless it contains a text.
    #[track_caller]
    pub fn with(self, part: &str) -> Self {
        assert!(self.text.contains(part), "there is no `{part}` in\n{}", self.text);
        self
    }

    /// Panics with the output if it contains a text.
    #[track_caller]
    pub fn without(self, part: &str) -> Self {
        assert!(!self.text.contains(part), "there is `{part}` in\n{}", self.text);
        self
    }
}

pub fn git(folder: &Path) -> Command {
    let mut git = Command::new("git");
    git.current_dir(folder).args(["-c", "user.name=Nobody", "-c", "user.email=nobody@example.org"]);
    git.args(["-c", "commit.gpgsign=false", "-c", "core.autocrlf=false", "-c", "push.default=nothing"]);
    git.env("GIT_COMMITTER_DATE", "2026-11-21T10:00:00Z").env("GIT_AUTHOR_DATE", "2026-11-21T10:00:00Z");
    git
}

#[track_caller]
fn run_git(folder: &Path, arguments: &[&str]) -> Said {
    finished(started(git(folder).args(arguments))).well()
}

pub fn finished(child: Child) -> Said {
    let run = child.wait_with_output().unwrap();
    let lossy = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Said { status: run.status.code().unwrap_or(-1), text: lossy(&run.stdout) + &lossy(&run.stderr) }
}

pub fn started(command: &mut Command) -> Child {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

impl Server {
    /// Makes a server whose hook is installed with a destination only.
    pub fn new(site: Site) -> Self {
        Self::with(site, &[])
    }

    /// Makes a server whose hook is installed with more arguments.
    pub fn with(site: Site, arguments: &[&str]) -> Self {
        let server = Self { place: tempfile::tempdir().unwrap(), site };
        run_git(server.place.path(), &["init", "--quiet", "--bare", "-b", "main", "portal.git"]);
        server.git(&["init", "--quiet", "-b", "main"]);
        let bare = server.bare();
        server.git(&["remote", "add", "origin", bare.to_str().unwrap()]);
        server.install(arguments).well();
        // Make the hook run at the time of the tests.
        let hook = bare.join("hooks/post-receive");
        let script = fs::read_to_string(&hook).unwrap();
        fs::write(&hook, script.replace(" hook receive", &format!(" --now {NOW} hook receive"))).unwrap();
        server
    }

    /// Runs `chancery hook install`.
    pub fn install(&self, arguments: &[&str]) -> Said {
        let mut command = chancery();
        command.args(["hook", "install"]).arg(self.bare()).arg("--to").arg(self.www()).args(arguments);
        finished(started(&mut command))
    }

    /// Returns a path beside the repository.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    pub fn bare(&self) -> PathBuf {
        self.beside("portal.git")
    }

    pub fn www(&self) -> PathBuf {
        self.beside("www")
    }

    /// Runs git in the working copy.
    #[track_caller]
    pub fn git(&self, arguments: &[&str]) -> Said {
        run_git(&self.site.path(), arguments)
    }

    /// Commits all changes; returns the commit.
    pub fn commit(&self) -> String {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--no-verify", "--message", "x"]);
        self.git(&["rev-parse", "HEAD"]).text.trim().to_owned()
    }

    /// Pushes refs.
    pub fn push(&self, refs: &[&str]) -> Said {
        finished(self.start_push(refs))
    }

    /// Starts a push.
    pub fn start_push(&self, refs: &[&str]) -> Child {
        started(git(&self.site.path()).args(["push", "--quiet", "origin"]).args(refs))
    }

    /// Writes a file, commits and pushes.
    pub fn edit(&self, path: &str, text: &str) -> Said {
        self.site.write(path, text);
        self.commit();
        self.push(&["main"])
    }

    /// Runs a command of the hook at a given time.
    pub fn hook(&self, now: &str, arguments: &[&str]) -> Said {
        let mut command = chancery();
        command.args(["--now", now, "hook", arguments[0]]).arg(self.bare()).args(&arguments[1..]);
        finished(started(&mut command))
    }

    /// Sets the time at which the hook runs.
    pub fn at(&self, now: &str) {
        let hook = self.bare().join("hooks/post-receive");
        let script = fs::read_to_string(&hook).unwrap();
        let start = script.find(" --now ").unwrap();
        let end = script.find(" hook receive").unwrap();
        fs::write(&hook, format!("{} --now {now}{}", &script[..start], &script[end..])).unwrap();
    }

    /// Starts the process that git would run after a push to `main`.
    pub fn start_hook(&self, old: &str, new: &str) -> Child {
        use std::io::Write as _;
        let mut command = chancery();
        command.args(["--now", NOW, "hook", "receive", "."]).current_dir(self.bare());
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(format!("{old} {new} refs/heads/main\n").as_bytes()).unwrap();
        child
    }

    /// Returns the public release.
    pub fn current(&self) -> Option<String> {
        Some(fs::read_link(self.www().join("current")).ok()?.to_str().unwrap().to_owned())
    }

    /// Returns a public file, as a web server would find it.
    #[track_caller]
    pub fn public(&self, path: &str) -> String {
        let path = self.www().join("current").join(path);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    pub fn is_public(&self, path: &str) -> bool {
        self.www().join("current").join(path).exists()
    }

    /// Returns the hook's stored state.
    pub fn state(&self) -> serde_json::Value {
        serde_json::from_slice(&fs::read(self.bare().join("chancery/state.json")).unwrap()).unwrap()
    }

    /// Returns the stored state of the public release.
    pub fn standing(&self) -> serde_json::Value {
        serde_json::from_slice(&fs::read(self.www().join(".chancery/built.json")).unwrap()).unwrap()
    }

    /// Waits until a condition holds, for at most some seconds.
    #[track_caller]
    pub fn until(seconds: u64, what: &str, is_so: impl Fn() -> bool) {
        let end = Instant::now() + Duration::from_secs(seconds);
        while !is_so() {
            assert!(Instant::now() < end, "after {seconds} s still not: {what}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}
