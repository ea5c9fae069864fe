#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use std::cell::Cell;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use super::*;

/// A repository whose commits are made at 1000, 2000, … seconds.
pub(super) struct Repo {
    pub(super) folder: tempfile::TempDir,
    pub(super) seconds: Cell<i64>,
}

impl Repo {
    pub(super) fn new() -> Self {
        let repo = Self { folder: tempfile::tempdir().unwrap(), seconds: Cell::new(0) };
        repo.git(&["init", "--quiet", "--initial-branch=main"]);
        repo
    }

    pub(super) fn git(&self, arguments: &[&str]) -> String {
        git_in(self.folder.path(), self.seconds.get(), arguments)
    }

    /// Whether git does it.
    pub(super) fn tries(&self, arguments: &[&str]) -> bool {
        command(self.folder.path(), self.seconds.get(), arguments).output().unwrap().status.success()
    }

    pub(super) fn write(&self, path: &str, text: &str) -> &Self {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    pub(super) fn commit(&self) {
        self.seconds.set(self.seconds.get() + 1000);
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message=secret subject"]);
    }

    fn merge(&self, arguments: &[&str]) {
        self.seconds.set(self.seconds.get() + 1000);
        self.git(&[&["merge", "--quiet", "--no-ff", "--message=merge"], arguments].concat());
    }

    /// The changes of a file as `A1 M2` …, in thousands of seconds.
    fn of(&self, path: &str) -> String {
        let (history, notes) = read(self.folder.path());
        assert_eq!((history.state(), notes), (HistoryState::Complete, vec![]));
        drawn(&history, path)
    }
}

fn command(folder: &Path, seconds: i64, arguments: &[&str]) -> Command {
    let mut git = Command::new("git");
    git.current_dir(folder)
        .envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1")])
        .envs([("GIT_AUTHOR_NAME", "Nobody"), ("GIT_AUTHOR_EMAIL", "n@example.org")])
        .envs([("GIT_COMMITTER_NAME", "Nobody"), ("GIT_COMMITTER_EMAIL", "n@example.org")])
        .env("GIT_AUTHOR_DATE", "2001-01-01T00:00:00Z")
        .env("GIT_COMMITTER_DATE", format!("@{seconds} +0100"))
        .args(arguments);
    git
}

fn git_in(folder: &Path, seconds: i64, arguments: &[&str]) -> String {
    let output = command(folder, seconds, arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn read(root: &Path) -> (History, Vec<Diagnostic>) {
    let (tree, faults) = Tree::scan(root);
    assert_eq!(faults, vec![]);
    let HistoryRead { history, notes, .. } = History::read(&tree, None);
    (history, notes)
}

fn drawn(history: &History, path: &str) -> String {
    let one =
        |change: &Change| format!("{:?}", change.kind)[..1].to_owned() + &(change.at.as_second() / 1000).to_string();
    history.of(&SourcePath::new(path)).iter().map(one).collect::<Vec<_>>().join(" ")
}

#[test]
fn changes_are_listed_newest_first_at_the_committers_time() {
    let repo = Repo::new();
    repo.write("content/a.md", "one").write("static/x.css", "").commit();
    repo.write("content/b.md", "b").commit();
    repo.write("content/a.md", "two").commit();
    repo.write("content/new.md", "not committed");
    assert_eq!(repo.of("content/a.md"), "M3 A1");
    assert_eq!(repo.of("content/b.md"), "A2");
    assert_eq!(repo.of("content/new.md"), "");
    assert_eq!(repo.of("static/x.css"), "");
}

#[test]
fn renames_are_followed() {
    let repo = Repo::new();
    let text = "a line that is long enough to be known again\n".repeat(9);
    repo.write("content/old name.en.md", &text).commit();
    repo.git(&["mv", "content/old name.en.md", "content/визы.md"]);
    repo.commit();
    repo.write("content/визы.md", &format!("{text}more\n")).commit();
    fs::create_dir(repo.folder.path().join("content/faq")).unwrap();
    repo.git(&["mv", "content/визы.md", "content/faq/visa.md"]);
    repo.write("content/faq/visa.md", &format!("{text}more and more\n")).commit();
    assert_eq!(repo.of("content/faq/visa.md"), "R4 M3 R2 A1");
}

#[test]
fn a_file_may_take_the_name_that_another_gave_up() {
    let repo = Repo::new();
    repo.write("content/a.md", &"alpha\n".repeat(20)).commit();
    repo.write("content/c.md", &"gamma\n".repeat(20)).commit();
    repo.git(&["mv", "content/a.md", "content/b.md"]);
    repo.commit();
    repo.git(&["mv", "content/c.md", "content/a.md"]);
    repo.commit();
    assert_eq!(repo.of("content/b.md"), "R3 A1");
    assert_eq!(repo.of("content/a.md"), "R4 A2");
}

#[test]
fn a_file_does_not_inherit_from_another_that_bore_its_name() {
    let repo = Repo::new();
    repo.write("content/a.md", "the first").write("content/b.md", "b").commit();
    repo.git(&["rm", "--quiet", "content/a.md"]);
    repo.commit();
    repo.write("content/a.md", "quite another text").commit();
    assert_eq!(repo.of("content/a.md"), "A3");
}

#[test]
fn a_merge_does_not_date_again_what_it_brings() {
    let repo = Repo::new();
    repo.write("content/a.md", "a").write("content/b.md", "b").commit();
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    repo.write("content/a.md", "changed on the side").commit();
    repo.git(&["checkout", "--quiet", "main"]);
    repo.write("content/b.md", "changed on main").commit();
    repo.merge(&["side"]);
    assert_eq!(repo.of("content/a.md"), "M2 A1");
    assert_eq!(repo.of("content/b.md"), "M3 A1");
}

#[test]
fn what_a_merge_itself_changes_is_a_change() {
    let repo = Repo::new();
    repo.write("content/a.md", "a").commit();
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    repo.write("content/a.md", "side").write("content/b.md", "b").commit();
    repo.git(&["checkout", "--quiet", "main"]);
    repo.write("content/a.md", "main").commit();
    repo.merge(&["--no-commit", "--strategy=ours", "side"]);
    repo.write("content/a.md", "side and main").commit();
    assert_eq!(repo.of("content/a.md"), "M5 M3 M2 A1");
}

#[test]
fn a_site_may_be_a_folder_of_the_repository() {
    let repo = Repo::new();
    repo.write(":portal [new]/content/a.md", "a").write("content/a.md", "another").commit();
    repo.write("content/a.md", "still another").commit();
    let (history, _) = read(&repo.folder.path().join(":portal [new]"));
    assert_eq!(drawn(&history, "content/a.md"), "A1");
}

#[test]
fn a_linked_work_tree_has_a_history() {
    let repo = Repo::new();
    repo.write("content/a.md", "a").commit();
    let elsewhere = tempfile::tempdir().unwrap();
    let tree = elsewhere.path().join("tree");
    repo.git(&["worktree", "add", "--quiet", tree.to_str().unwrap()]);
    assert_eq!(drawn(&read(&tree).0, "content/a.md"), "A1");
}

#[test]
fn a_shallow_clone_says_so_and_does_not_take_its_edge_for_a_beginning() {
    let repo = Repo::new();
    repo.write("content/a.md", "one").write("content/b.md", "b").commit();
    repo.write("content/a.md", "two").commit();
    repo.write("content/a.md", "three").commit();
    let clone = tempfile::tempdir().unwrap();
    let url = format!("file://{}", repo.folder.path().display());
    git_in(clone.path(), 0, &["clone", "--quiet", "--depth=2", &url, "."]);
    let (history, notes) = read(clone.path());
    assert_eq!(history.state(), HistoryState::Shallow);
    assert_eq!(notes[0].message, "git has only the newest part of the history");
    assert_eq!(drawn(&history, "content/a.md"), "M3");
    assert_eq!(drawn(&history, "content/b.md"), "");
}

#[test]
fn without_a_repository_or_a_commit_the_history_is_absent() {
    let folder = tempfile::tempdir().unwrap();
    let (history, notes) = read(folder.path());
    assert_eq!(history, History::absent());
    let root = folder.path().canonicalize().unwrap();
    assert_eq!(notes[0].message, format!("there is no history: `{}` is not in a git repository", root.display()));
    assert_eq!(notes[0].code.name, "history-absent");

    let repo = Repo::new();
    let (history, notes) = read(repo.folder.path());
    assert_eq!(history.state(), HistoryState::Absent);
    assert_eq!(notes[0].message, "there is no history: the repository has no commit yet");

    fs::remove_file(repo.folder.path().join(".git/HEAD")).unwrap();
    let (_, notes) = read(repo.folder.path());
    assert!(notes[0].message.starts_with("there is no history: git says `fatal: "), "{}", notes[0].message);
    assert_eq!(History::read(&Tree::in_memory([("content/a.md", "")]), None).history, History::absent());
}

#[test]
fn nothing_that_the_repository_sets_is_run_or_changes_the_answer() {
    let repo = Repo::new();
    let text = "a line that is long enough to be known again\n".repeat(9);
    repo.write("content/a.md", &text).commit();
    repo.git(&["mv", "content/a.md", "content/b.md"]);
    repo.commit();
    let trap = repo.folder.path().join("trap");
    let run = format!("touch {}; cat", trap.display());
    // A commit that looks signed, so that there would be a signature to show.
    let signer = repo.folder.path().join("signer");
    let script = "touch {}; echo; echo '[GNUPG:] SIG_CREATED ' >&2; echo '-----BEGIN PGP SIGNATURE-----'";
    fs::write(&signer, format!("#!/bin/sh\n{}\n", script.replace("{}", &trap.display().to_string()))).unwrap();
    fs::set_permissions(&signer, fs::Permissions::from_mode(0o755)).unwrap();
    repo.git(&["config", "gpg.program", signer.to_str().unwrap()]);
    repo.git(&["commit", "--quiet", "--gpg-sign=x", "--amend", "--no-edit"]);
    fs::remove_file(&trap).unwrap();
    for name in ["core.fsmonitor", "core.pager", "pager.log", "diff.external", "diff.x.textconv", "diff.x.command"] {
        repo.git(&["config", name, &run]);
    }
    for (name, value) in [
        ("log.showRoot", "false"),
        ("log.showSignature", "true"),
        ("log.diffMerges", "off"),
        ("log.follow", "true"),
        ("diff.renames", "false"),
        ("diff.relative", "true"),
        ("format.pretty", "oneline"),
        ("color.ui", "always"),
        ("core.quotePath", "true"),
        ("safe.directory", "/nowhere"),
    ] {
        repo.git(&["config", name, value]);
    }
    repo.write(".gitattributes", "*.md diff=x");
    assert_eq!(repo.of("content/b.md"), "R2 A1");
    assert!(!trap.exists());
}
