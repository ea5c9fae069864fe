//! The git history of a site over many builds: asked for what is new alone, and never taken for unchanged when it is not.

use std::fs;
use std::process::Command;

use support::{NOW, Output, Site, build};

fn git(site: &Site, arguments: &[&str]) {
    let mut git = Command::new("git");
    git.current_dir(site.path()).args(["-c", "user.name=Nobody", "-c", "user.email=nobody@example.org"]);
    let run = git.args(arguments).env("GIT_COMMITTER_DATE", "2026-11-21T10:00:00Z").output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}

fn commit(site: &Site) {
    git(site, &["add", "--all"]);
    git(site, &["commit", "--quiet", "--no-verify", "--message", "x"]);
}

/// Builds once more, and asserts that this gives what a first build gives; returns also how many commits git told of.
fn built(site: &Site) -> (Output, usize) {
    let output = site.build_with(&["--timings"]).sound();
    let out = tempfile::tempdir().unwrap();
    let clean = build(&site.path(), &out.path().join("public"), NOW, &["--no-cache"]).sound();
    let differ: Vec<&String> = clean.files.keys().filter(|path| output.files[*path] != clean.files[*path]).collect();
    assert!(differ.is_empty(), "{differ:?}");
    let line = output.stderr.lines().find(|line| line.starts_with("ask git")).unwrap();
    let commits = line.split_whitespace().rev().nth(1).unwrap().parse().unwrap();
    (output, commits)
}

fn is_unchanged(output: &Output) -> bool {
    output.stderr.contains("compare with the last build")
}

#[test]
fn only_commits_since_the_last_build_are_asked_for() {
    let site = Site::minimal().file(".gitignore", ".chancery/\n").committed("2026-11-20T10:00:00Z", "nobody", "x");
    assert_eq!(built(&site).1, 1);
    let (again, commits) = built(&site);
    assert!(is_unchanged(&again) && commits == 0, "{}", again.stderr);
    site.write("content/about.en.md", "+++\ntitle = \"About us\"\n+++\n\nSomebody else.\n");
    commit(&site);
    let (changed, commits) = built(&site);
    assert!(!is_unchanged(&changed) && commits == 1, "{}", changed.stderr);
    // What another base URL makes of it is another output, but the history is the same.
    let other = site.build_with(&["--timings", "--base-url", "https://example.net/"]).sound();
    assert!(
        other.stderr.lines().any(|line| line.starts_with("ask git") && line.ends_with(" 0 commits")),
        "{}",
        other.stderr
    );
}

#[test]
fn a_commit_that_changes_no_file_is_seen() {
    let site = Site::minimal().file(".gitignore", ".chancery/\n").committed("2026-11-20T10:00:00Z", "nobody", "x");
    site.write("content/about.en.md", "+++\ntitle = \"About us\"\n+++\n\nSomebody else.\n");
    let before = built(&site).0.files;
    commit(&site);
    let (after, _) = built(&site);
    assert!(!is_unchanged(&after));
    assert!(after.files != before, "the list of changes shows it");
    // And back: HEAD is another, the files are the same.
    git(&site, &["reset", "--quiet", "--soft", "HEAD~1"]);
    assert!(built(&site).0.files == before);
}

#[test]
fn a_repository_that_goes_away_and_comes_back_is_seen() {
    let site = Site::minimal().file(".gitignore", ".chancery/\n").committed("2026-11-20T10:00:00Z", "nobody", "x");
    let before = built(&site).0.files;
    fs::rename(site.path().join(".git"), site.path().join("away")).unwrap();
    let without = built(&site).0.files;
    assert!(without["en/about/index.html"] != before["en/about/index.html"]);
    fs::rename(site.path().join("away"), site.path().join(".git")).unwrap();
    assert!(built(&site).0.files == before);
}
