#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use super::*;
use crate::diag::{Diagnostic, SourcePath};
use crate::fs::Tree;
use crate::fs::tree::Entry;

struct Repo(tempfile::TempDir);

impl Repo {
    fn new() -> Self {
        let repo = Self(tempfile::tempdir().unwrap());
        repo.git(&["init", "--quiet"]);
        repo
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn git(&self, arguments: &[&str]) {
        let mut git = Command::new("git");
        git.current_dir(self.path()).args(["-c", "user.name=A", "-c", "user.email=a@example.org"]);
        let run = git.args(["-c", "commit.gpgsign=false"]).args(arguments).output().unwrap();
        assert!(run.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
    }

    fn write(&self, path: impl AsRef<Path>, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn link(&self, target: &str, path: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        symlink(target, path).unwrap();
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--no-verify", "--allow-empty", "--message", "x"]);
    }

    fn find(&self, revision: &str) -> Result<Commit, String> {
        Commit::find(self.path(), revision)
    }

    fn at(&self, revision: &str) -> (Vec<String>, Vec<String>) {
        said(Tree::at_commit(&self.find(revision).unwrap()))
    }
}

/// The files with their texts, and what is wrong.
fn said((tree, faults): (Tree, Vec<Diagnostic>)) -> (Vec<String>, Vec<String>) {
    let text = |entry: &Entry| format!("{} {}", entry.path, String::from_utf8_lossy(&tree.read(&entry.path).unwrap()));
    let mut faults: Vec<String> = faults.iter().map(|d| format!("{}: {}", d.code.name, d.message)).collect();
    faults.sort();
    (tree.entries().iter().map(text).collect(), faults)
}

#[test]
fn the_files_of_a_commit_are_those_of_its_checkout() {
    let repo = Repo::new();
    repo.write("site.toml", "");
    repo.write("README.md", "no file of a site");
    repo.write("content/a \"quoted\" name.en.md", "1");
    repo.write("content/über/uns.md", "2");
    repo.write("content/new\nline.en.md", "3");
    repo.write("content/back\\slash.en.md", "4");
    repo.write(Path::new(std::ffi::OsStr::from_bytes(b"content/caf\xe9.md")), "5");
    repo.write("content/.hidden/x.md", "6");
    repo.write("shared/text.md", "shared");
    repo.link("../shared/text.md", "content/linked.en.md");
    repo.link("../shared", "content/folder");
    repo.link("linked.en.md", "content/twice.en.md");
    repo.link("/etc/hostname", "content/out.en.md");
    repo.link("../../out.md", "content/up.en.md");
    repo.link("nowhere.md", "content/dangling.en.md");
    repo.link("..", "content/loop");
    repo.link("../.git/config", "content/inner.en.md");
    repo.link("a.md", "content/b.md");
    repo.link("b.md", "content/a.md");
    repo.link("shared", "static");
    repo.commit();
    // Two of these say why they can't be read in the words of the operating system.
    let plain = |faults: Vec<String>| -> Vec<String> {
        faults.into_iter().map(|fault| fault.split(": ").take(2).collect::<Vec<_>>().join(": ")).collect()
    };
    let (files, faults) = said(Tree::scan(repo.path()));
    // That there is something in the folder above is known to the disk alone.
    let faults: Vec<String> = plain(faults).into_iter().filter(|fault| !fault.contains("up.en.md")).collect();
    let (committed, found) = repo.at("HEAD");
    assert_eq!(committed, files);
    assert!(files.contains(&"static/text.md shared".to_owned()) && files.len() == 7, "{files:?}");
    let found: Vec<String> = plain(found).into_iter().filter(|fault| !fault.contains("up.en.md")).collect();
    let without_git = |faults: Vec<String>| -> Vec<String> {
        faults.into_iter().filter(|fault| !fault.contains("inner.en.md")).collect()
    };
    assert_eq!(without_git(found), without_git(faults));
    assert!(
        repo.at("HEAD").1.contains(&"outside-tree: the symbolic link `content/up.en.md` leads out of the site".into())
    );
}

#[test]
fn equal_bytes_have_equal_stamps_and_others_have_not() {
    let repo = Repo::new();
    repo.write("content/a.md", "same");
    repo.write("content/b.md", "same");
    repo.write("content/c.md", "other");
    repo.commit();
    let (tree, _) = Tree::at_commit(&repo.find("HEAD").unwrap());
    let stamp = |path: &str| tree.entry(&SourcePath::new(path)).unwrap().stamp;
    assert_eq!(stamp("content/a.md"), stamp("content/b.md"));
    assert_ne!(stamp("content/a.md"), stamp("content/c.md"));
    assert!(stamp("content/a.md").is_older_than(1_000_000_000), "a file of a commit never changes");
    let (disk, _) = Tree::scan(repo.path());
    assert_ne!(disk.entry(&SourcePath::new("content/a.md")).unwrap().stamp, stamp("content/a.md"));
}

#[test]
fn a_commit_is_found_by_what_people_write_for_it() {
    let repo = Repo::new();
    repo.write("content/a.md", "1");
    repo.commit();
    repo.git(&["tag", "--annotate", "v1", "--message", "x"]);
    repo.git(&["branch", "--quiet", "old"]);
    repo.write("content/a.md", "2");
    repo.commit();
    let id = |revision: &str| repo.find(revision).map(|commit| commit.id().to_owned());
    let (old, new) = (id("old").unwrap(), id("HEAD").unwrap());
    assert_ne!(old, new);
    for (revision, expected) in [
        ("v1", &old),
        ("HEAD~1", &old),
        (&old[..10], &old),
        ("old..HEAD", &new),
        ("HEAD..old", &old),
        ("old...HEAD", &new),
        ("old..", &new),
        ("HEAD:content", &new),
    ] {
        assert_eq!(id(revision).as_ref(), Ok(expected), "{revision}");
    }
    for revision in ["nothing", "", "--all", "-h", "HEAD:../x", "HEAD:/etc", "a\nb", "HEAD:content/a.md\0"] {
        assert!(id(revision).is_err(), "{revision:?}");
    }
    let tree = id("HEAD^{tree}");
    assert!(tree.is_err(), "a tree is no commit: {tree:?}");
    assert!(id("nothing").unwrap_err().starts_with("`nothing` names no commit of the repository `"));
}

#[test]
fn a_site_in_a_folder_of_a_bare_repository_is_named_with_the_commit() {
    let repo = Repo::new();
    repo.write("portal/content/a.md", "inner");
    repo.link("../../content/x.md", "portal/content/out.md");
    repo.write("content/x.md", "outer");
    repo.commit();
    let bare = tempfile::tempdir().unwrap();
    let path = bare.path().join("site.git");
    repo.git(&["clone", "--quiet", "--bare", ".", path.to_str().unwrap()]);
    let files = |revision: &str| said(Tree::at_commit(&Commit::find(&path, revision).unwrap()));
    assert_eq!(files("HEAD").0, ["content/x.md outer"]);
    let (inner, faults) = files("HEAD:portal");
    assert_eq!(inner, ["content/a.md inner"]);
    assert_eq!(faults, ["outside-tree: the symbolic link `content/out.md` leads out of the site"]);
    assert_eq!(files("HEAD:nowhere").0, [""; 0]);
    // Without being told, a folder of a working copy is its own place in the commit.
    assert_eq!(said(Tree::at_commit(&Commit::find(&repo.path().join("portal"), "HEAD").unwrap())).0, inner);
}

#[test]
fn a_submodule_is_noted_and_an_object_that_is_gone_is_a_fault() {
    let repo = Repo::new();
    repo.write("content/a.md", "text");
    repo.commit();
    let head = repo.find("HEAD").unwrap();
    repo.git(&["update-index", "--add", "--cacheinfo", &format!("160000,{},content/module", head.id())]);
    repo.git(&["commit", "--quiet", "--message", "x"]);
    let (_, faults) = repo.at("HEAD");
    assert_eq!(faults, ["submodule-skipped: the submodule `content/module` is passed over"]);
    let (tree, _) = Tree::at_commit(&repo.find("HEAD").unwrap());
    let object = String::from_utf8(repo.find("HEAD").unwrap().git().run(&["rev-parse", "HEAD:content/a.md"]).unwrap());
    let object = object.unwrap();
    let (folder, name) = object.trim().split_at(2);
    let file = repo.path().join(".git/objects").join(folder).join(name);
    fs::remove_file(file).unwrap();
    let fault = tree.read(&SourcePath::new("content/a.md")).unwrap_err();
    assert_eq!(fault.code.name, "unreadable-file");
    assert!(
        fault.message.ends_with(&format!("the repository lacks the object {}", object.trim())),
        "{}",
        fault.message
    );
}
