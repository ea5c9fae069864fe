//! Sites built straight from a repository: what comes of a commit is what comes of a clean checkout of it, and a build
//! after it reads what has changed alone.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::lab::{Lab, differing};
use support::{NOW, Output, Site, build, chancery};

fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut git = Command::new("git");
    git.current_dir(folder).args(["-c", "user.name=Nobody", "-c", "user.email=nobody@example.org"]);
    let run = git.args(["-c", "commit.gpgsign=false"]).args(arguments);
    let run = run.env("GIT_COMMITTER_DATE", "2026-11-21T10:00:00Z").output().unwrap();
    assert!(run.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap()
}

fn commit(folder: &Path) -> String {
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--no-verify", "--message", "x"]);
    git(folder, &["rev-parse", "HEAD"]).trim().to_owned()
}

/// A bare copy of a repository, in a folder of its own.
fn bare_copy(of: &Path, beside: &Path) -> PathBuf {
    let bare = beside.join("site.git");
    git(beside, &["clone", "--quiet", "--bare", of.to_str().unwrap(), bare.to_str().unwrap()]);
    bare
}

fn at(root: &Path, out: &Path, revision: &str, more: &[&str]) -> Output {
    build(root, out, NOW, &[&["--at", revision, "--timings"], more].concat())
}

/// How many targets a build says that it has rendered.
fn rendered(output: &Output) -> usize {
    let line = output.stderr.lines().find(|line| line.starts_with("rendered ")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[test]
fn a_commit_builds_as_its_clean_checkout_does_byte_for_byte() {
    let lab = Lab::new();
    lab.commit("2026-11-20T10:00:00Z");
    lab.append("content/guide/first.en.md", "\nMore.\n");
    lab.commit("2026-11-21T10:00:00Z");
    // What is not committed is none of the commit's.
    lab.write("content/press/m1.en.md", "+++\nbroken");
    let place = tempfile::tempdir().unwrap();
    let bare = bare_copy(&lab.site(), place.path());
    let checkout = place.path().join("checkout");
    git(place.path(), &["clone", "--quiet", bare.to_str().unwrap(), checkout.to_str().unwrap()]);
    let expected = build(&checkout, &place.path().join("clean"), NOW, &["--no-cache"]);
    assert!(expected.status == 0 && expected.files.len() > 50, "{}", expected.stderr);
    for root in [&bare, &lab.site(), &checkout] {
        let out = place.path().join("out");
        let built = at(root, &out, "HEAD", &["--no-cache"]);
        assert_eq!(built.status, 0, "{}", built.stderr);
        assert_eq!(differing(&built.files, &expected.files), [""; 0], "{}", root.display());
    }
}

#[test]
fn the_history_of_a_page_ends_with_the_commit() {
    let site = Site::minimal().file(".gitignore", ".chancery/\n").committed("2026-11-20T10:00:00Z", "nobody", "x");
    git(&site.path(), &["tag", "v1"]);
    site.write("content/about.en.md", "+++\ntitle = \"About us\"\n+++\n\nSomebody else.\n");
    commit(&site.path());
    let old = at(&site.path(), &site.out(), "v1", &[]).sound();
    assert!(old.text("en/about/index.html").contains("Who we are."));
    let checkout = site.path().with_file_name("old");
    git(&site.path(), &["worktree", "add", "--quiet", checkout.to_str().unwrap(), "v1"]);
    let expected = build(&checkout, &site.path().with_file_name("clean"), NOW, &["--no-cache"]).sound();
    assert_eq!(differing(&old.files, &expected.files), [""; 0]);
    // A range stands for its end.
    let new = at(&site.path(), &site.out(), "v1..HEAD", &[]).sound();
    assert!(new.text("en/about/index.html").contains("Somebody else."));
}

#[test]
fn a_later_commit_reads_and_renders_what_it_changed_alone() {
    let site = Site::minimal().committed("2026-11-20T10:00:00Z", "nobody", "x");
    let place = tempfile::tempdir().unwrap();
    let bare = bare_copy(&site.path(), place.path());
    let out = place.path().join("public");
    let first = at(&bare, &out, "HEAD", &[]).sound();
    let again = at(&bare, &out, "HEAD", &[]).sound();
    assert!(again.stderr.contains("compare with the last build"), "{}", again.stderr);
    site.write("content/about.en.md", "+++\ntitle = \"About us\"\n+++\n\nSomebody else.\n");
    commit(&site.path());
    git(&site.path(), &["push", "--quiet", bare.to_str().unwrap(), "HEAD:refs/heads/main"]);
    // A text that did not change can't even be read: nobody asks for it.
    let object = git(&bare, &["rev-parse", "HEAD:content/press/treaty.en.md"]);
    let (folder, name) = object.trim().split_at(2);
    let loose = bare.join("objects").join(folder).join(name);
    fs::remove_file(&loose).unwrap();
    let changed = at(&bare, &out, "HEAD", &[]).sound();
    assert!(rendered(&changed) > 0 && rendered(&changed) < rendered(&first) / 2, "{}", changed.stderr);
    assert!(changed.text("en/about/index.html").contains("Somebody else."));
    // Without the cache it is missed.
    let fresh = at(&bare, &place.path().join("fresh"), "HEAD", &["--no-cache"]);
    assert_eq!(fresh.status, 1);
    assert!(fresh.stderr.contains("the repository lacks the object"), "{}", fresh.stderr);
}

#[test]
fn names_that_are_hard_to_write_are_taken_as_on_a_disk() {
    let site = Site::minimal()
        .file("static/two words.txt", "1")
        .file("static/\"quoted\" $(touch here).txt", "2")
        .file("static/Überblick.txt", "3")
        .file("static/new\nline.txt", "4")
        .committed("2026-11-20T10:00:00Z", "nobody", "x");
    let disk = site.build_with(&["--no-cache"]);
    let committed = at(&site.path(), &site.out(), "HEAD", &["--no-cache"]);
    assert_eq!(disk.faults(), committed.faults());
    assert_eq!(
        disk.faults(),
        [
            "static/new\\nline.txt: error[bad-file-name]: the name of `static/new\\nline.txt` is not plain text (rename it: UTF-8, without backslashes and control characters)"
        ]
    );
    fs::remove_file(site.path().join("static/new\nline.txt")).unwrap();
    commit(&site.path());
    let built = at(&site.path(), &site.out(), "HEAD", &["--no-cache"]).sound();
    let expected = site.build_with(&["--no-cache"]).sound();
    assert_eq!(differing(&built.files, &expected.files), [""; 0]);
    assert!(built.files.contains_key("two words.txt"));
}

#[test]
fn what_names_no_commit_is_refused() {
    let site = Site::minimal();
    let refused = |root: &Path, revision: &str| {
        let run = chancery().arg("--root").arg(root).args(["build", &format!("--at={revision}")]).output().unwrap();
        assert_eq!(run.status.code(), Some(2));
        String::from_utf8(run.stderr).unwrap()
    };
    assert!(refused(&site.path(), "HEAD").contains("is not in a git repository"));
    let site = site.committed("2026-11-20T10:00:00Z", "nobody", "x");
    let said = refused(&site.path(), "nothing");
    assert!(said.starts_with("error: `nothing` names no commit of the repository `"), "{said}");
    assert!(said.contains("\nhelp: name a commit, a branch, a tag, or a range"), "{said}");
    assert!(refused(&site.path(), "--output=x").contains("names no commit"));
    assert!(!site.out().exists());
}

#[test]
fn a_submodule_is_noted_and_its_files_are_no_part_of_the_site() {
    let code = "submodule-skipped";
    let site = Site::minimal().committed("2026-11-20T10:00:00Z", "nobody", "x");
    let head = git(&site.path(), &["rev-parse", "HEAD"]);
    git(&site.path(), &["update-index", "--add", "--cacheinfo", &format!("160000,{},content/inner", head.trim())]);
    git(&site.path(), &["commit", "--quiet", "--message", "x"]);
    let built = at(&site.path(), &site.out(), "HEAD", &["--no-cache"]).sound();
    let note = format!("content/inner: note[{code}]: the submodule `content/inner` is passed over");
    assert!(built.stderr.contains(&note), "{}", built.stderr);
}

#[test]
fn the_addresses_that_a_commit_changes_are_listed_and_nothing_is_written() {
    let site = Site::minimal().committed("2026-11-20T10:00:00Z", "nobody", "x");
    git(&site.path(), &["tag", "v1"]);
    site.write("content/about.en.md", "+++\ntitle = \"About us\"\n+++\n\nSomebody else.\n");
    site.write("static/new name.txt", "a file");
    fs::remove_file(site.path().join("content/faq/visa.fr.md")).unwrap();
    let list = |more: &[&str]| {
        let mut run = chancery();
        run.arg("--root").arg(site.path()).args(["--now", NOW, "--quiet", "build", "--changed-since", "v1"]);
        let run = run.args(more).output().unwrap();
        assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
        String::from_utf8(run.stdout).unwrap()
    };
    let listed = list(&["--base-url", "https://www.example.org/portal/"]);
    let lines: Vec<&str> = listed.lines().collect();
    for line in ["changed  /portal/en/about/", "removed  /portal/fr/faq/visa/", "added    /portal/new%20name.txt"] {
        assert!(lines.contains(&line), "{line} is not in\n{listed}");
    }
    assert!(!listed.contains("/press/treaty/") && !listed.contains("/assets/"), "{listed}");
    // Not committed: against HEAD, a commit changes nothing.
    assert_eq!(list(&["--at", "HEAD"]), "");
    commit(&site.path());
    // As JSON, faults stand before what changes.
    let json = list(&["--at", "HEAD", "--format", "json"]);
    let told: Vec<serde_json::Value> = json.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told: Vec<&serde_json::Value> = told.iter().filter(|line| line.get("change").is_some()).collect();
    assert!(told[0]["url"].as_str().unwrap().starts_with("https://www.example.org/"), "{json}");
    // It agrees with what builds of both make.
    let made = |revision: &str| at(&site.path(), &site.out(), revision, &["--no-cache"]).sound().files;
    let (old, new) = (made("v1"), made("HEAD"));
    let files: Vec<String> = differing(&old, &new);
    let told: Vec<String> = told.iter().map(|line| line["file"].as_str().unwrap().to_owned()).collect();
    let expected: Vec<String> = files
        .into_iter()
        .filter(|path| {
            !["_headers", "_redirects", "nginx.conf", "apache.conf", "caddy.conf", "digests.txt", "_addresses.json"]
                .contains(&path.as_str())
        })
        .collect();
    assert_eq!(told, expected);
    assert!(!site.path().join(".chancery").exists());
}

#[test]
fn there_is_nothing_to_compare_with_where_the_commit_has_errors() {
    let site = Site::minimal().file("content/about.en.md", "broken").committed("2026-11-20T10:00:00Z", "nobody", "x");
    site.write("content/about.en.md", "+++\ntitle = \"About us\"\n+++\n\nUs.\n");
    let mut run = chancery();
    run.arg("--root").arg(site.path()).args(["--now", NOW, "build", "--changed-since", "HEAD"]);
    let run = run.output().unwrap();
    assert_eq!(run.status.code(), Some(1));
    let said = String::from_utf8(run.stderr).unwrap();
    assert!(
        said.contains("error: the commit `HEAD` has errors") && said.contains("help: name the last commit"),
        "{said}"
    );
}
