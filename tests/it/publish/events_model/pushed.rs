//! The program run as processes: a bare repository with its hook, a working copy that pushes, kills by signal.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use chancery::fs::disk::Lock;

use super::content::Content;
use super::instant;
use super::model::{Model, Settings};
use super::world::{self, World};

pub struct Pushed {
    /// Provides the folders of destinations and previews; its repository and disk are not used.
    pub world: World,
}

impl Pushed {
    pub fn new(model: &Model) -> Self {
        let pushed = Self { world: World::new() };
        let place = pushed.world.path("");
        run(git(&place).args(["init", "--quiet", "--bare", "-b", "main", "portal.git"]));
        run(git(&place.join("portal.git")).args(["config", "receive.denyDeleteCurrent", "ignore"]));
        run(git(&place).args(["clone", "--quiet", "portal.git", "copy"]));
        pushed.install(&model.settings);
        pushed
    }

    fn bare(&self) -> PathBuf {
        self.world.path("portal.git")
    }

    fn copy(&self) -> PathBuf {
        self.world.path("copy")
    }

    /// Makes a commit after another, if there is one; returns its name.
    pub fn commit(&self, before: Option<&str>, content: &Content) -> String {
        let copy = self.copy();
        match before {
            Some(before) => run(git(&copy).args(["checkout", "--quiet", "--force", "--detach", before])),
            None => {
                let _ = git(&copy).args(["checkout", "--quiet", "--orphan", "new"]).output();
                let _ = git(&copy).args(["rm", "-r", "--quiet", "--force", "--ignore-unmatch", "."]).output();
                String::new()
            }
        };
        let _ = fs::remove_dir_all(copy.join("content"));
        world::write(&copy, content);
        run(git(&copy).args(["add", "--all"]));
        run(git(&copy).args(["commit", "--quiet", "--allow-empty", "--no-verify", "--message", "x"]));
        let id = run(git(&copy).args(["rev-parse", "HEAD"]));
        run(git(&copy).args(["checkout", "--quiet", "--detach"]));
        let _ = git(&copy).args(["branch", "--quiet", "-D", "new"]).output();
        id
    }

    pub fn install(&self, settings: &Settings) {
        let mut command = support::chancery();
        command.args(["hook", "install"]).arg(self.bare()).arg("--to").arg(self.world.path(settings.to));
        command.args(["--branch", settings.branch]);
        if let Some(showing) = &settings.previews {
            command.arg("--previews").arg(self.world.path(showing.folder));
            command.args(["--previews-url", "https://preview.example.org/"]);
            if showing.is_private {
                command.arg("--previews-private");
            }
        }
        run(&mut command);
        // Make the hook use the model's time.
        let hook = self.bare().join("hooks/post-receive");
        let script = fs::read_to_string(&hook).unwrap();
        let timed = script.replace(" hook receive .", " --now \"$(cat chancery/now)\" hook receive .");
        // Keep the first lines, by which a later installation recognises the hook as its own.
        fs::write(&hook, timed).unwrap();
    }

    /// Pushes branches, optionally killing the hook after some milliseconds; returns whether it was killed.
    pub fn push(&self, model: &Model, all: &[(String, Option<String>)], killed: Option<u64>) -> bool {
        fs::write(self.bare().join("chancery/now"), instant(model.now)).unwrap();
        let Some(after) = killed else {
            // The push succeeds even if the hook rejects the content.
            run(&mut self.pushing(all));
            return false;
        };
        self.push_unheard(all);
        let none = "0".repeat(40);
        let some = "1".repeat(40);
        let lines: String = all
            .iter()
            .map(|(branch, commit)| format!("{some} {} refs/heads/{branch}\n", commit.as_deref().unwrap_or(&none)))
            .collect();
        let mut child = self.start(model, &["hook", "receive"], Stdio::piped());
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), lines.as_bytes()).unwrap();
        ended(child, Some(after))
    }

    /// Pushes branches without running a hook.
    pub fn push_unheard(&self, all: &[(String, Option<String>)]) {
        if all.is_empty() {
            return;
        }
        let hook = self.bare().join("hooks/post-receive");
        fs::rename(&hook, hook.with_extension("off")).unwrap();
        run(&mut self.pushing(all));
        fs::rename(hook.with_extension("off"), &hook).unwrap();
    }

    fn pushing(&self, all: &[(String, Option<String>)]) -> Command {
        let mut push = git(&self.copy());
        push.args(["push", "--quiet", "--force", "origin"]);
        push.args(all.iter().map(|(branch, to)| format!("{}:refs/heads/{branch}", to.as_deref().unwrap_or_default())));
        push
    }

    /// Runs a command of the hook; returns whether it was killed.
    pub fn hook(&self, model: &Model, command: &str, killed: Option<u64>) -> bool {
        ended(self.start(model, &["hook", command], Stdio::null()), killed)
    }

    /// Waits until the background work after a push has ended.
    pub fn follow(&self, model: &Model) {
        loop {
            self.hook(model, "search", None);
            let _lock = Lock::wait(&self.bare().join("chancery/lock")).unwrap();
            // The push has started a background process as well. If both run, one exits while the other waits in the
            // queue.
            if Lock::take(&self.bare().join("chancery/queue")).unwrap().is_some() {
                return;
            }
        }
    }

    pub fn publish(&self, model: &Model, arguments: &[&str], killed: Option<u64>) -> bool {
        let mut command = support::chancery();
        command.args(["--now", &instant(model.now), "--root"]).arg(self.world.path("hand")).arg("publish");
        command.args(arguments).arg("--to").arg(self.world.path(model.settings.to));
        if arguments.is_empty() || arguments.contains(&"--if-due") {
            command.arg("--out").arg(self.world.path("hand-out"));
        }
        ended(command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap(), killed)
    }

    fn start(&self, model: &Model, arguments: &[&str], input: Stdio) -> Child {
        let mut command = support::chancery();
        command.args(["--now", &instant(model.now)]).args(arguments).arg(self.bare());
        command.stdin(input).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
    }

    pub fn collect_garbage(&self) {
        run(git(&self.bare()).args(["reflog", "expire", "--expire=now", "--all"]));
        run(git(&self.bare()).args(["gc", "--quiet", "--prune=now"]));
    }

    pub fn has_commit(&self, id: &str) -> bool {
        git(&self.bare()).args(["cat-file", "-e", id]).output().unwrap().status.success()
    }

    pub fn tag(&self, commit: &str) {
        run(git(&self.copy()).args(["push", "--quiet", "--force", "origin", &format!("{commit}:refs/tags/v1")]));
    }
}

/// Waits for a process to end, or kills it; returns whether it was killed.
fn ended(mut child: Child, killed: Option<u64>) -> bool {
    if let Some(after) = killed {
        std::thread::sleep(Duration::from_millis(after));
        let _ = child.kill();
    }
    let run = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(!said.contains("panicked"), "{said}");
    run.status.code().is_none()
}

fn git(folder: &Path) -> Command {
    let mut git = Command::new("git");
    git.current_dir(folder).args(["-c", "user.name=Nobody", "-c", "user.email=nobody@example.org"]);
    git.args(["-c", "commit.gpgsign=false", "-c", "core.autocrlf=false", "-c", "push.default=nothing"]);
    git.args(["-c", "gc.auto=0", "-c", "advice.detachedHead=false"]);
    git.env("GIT_COMMITTER_DATE", "2026-11-21T10:00:00Z").env("GIT_AUTHOR_DATE", "2026-11-21T10:00:00Z");
    git
}

#[track_caller]
fn run(command: &mut Command) -> String {
    let run = command.stdin(Stdio::null()).output().unwrap();
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{command:?}: {said}");
    String::from_utf8_lossy(&run.stdout).trim().to_owned()
}
