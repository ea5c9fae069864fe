//! Mistakes at the command line: each has one answer, before anything is written.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use support::{NOW, Site, chancery};

/// Runs a command in a folder: its exit code, and what it says to people.
fn run(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let output = chancery().current_dir(folder).args(arguments).args(["--now", NOW]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "", "{arguments:?}");
    (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// Everything in a folder: of files with their bytes, links as links.
fn all_of(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).min_depth(1).into_iter().map(Result::unwrap);
    let bytes = |entry: &walkdir::DirEntry| {
        if entry.file_type().is_file() { fs::read(entry.path()).unwrap() } else { Vec::new() }
    };
    entries.map(|entry| (entry.path().to_owned(), bytes(&entry))).collect()
}

#[test]
fn every_command_says_the_same_where_there_is_no_site() {
    let folder = tempfile::tempdir().unwrap();
    let (_, expected) = run(folder.path(), &["check"]);
    assert!(expected.contains("there is no site.toml here") && expected.contains("`chancery new "), "{expected}");
    let commands: [&[&str]; 14] = [
        &["build"],
        &["check", "--against", "www"],
        &["serve", "--port", "1"],
        &["due"],
        &["status", "--all"],
        &["add", "statement", "Minister opens the hall"],
        &["add", "notice", "Closed."],
        &["rename", "content/a.en.md", "b"],
        &["stamp", "content/a.fr.md"],
        &["theme", "eject", "templates/page.html"],
        &["publish"],
        &["publish", "--to", "www"],
        &["publish", "--to", "www", "--if-due"],
        &["build", "--changed-since", "HEAD"],
    ];
    for command in commands {
        assert_eq!(run(folder.path(), command), (2, expected.clone()), "{command:?}");
    }
    assert!(all_of(folder.path()).is_empty(), "something was written");
}

#[test]
fn nothing_is_written_among_the_sources_or_around_them() {
    let site = Site::minimal().file("static/a.txt", "a").file("elsewhere/en/x.txt", "x").file("texts/a.txt", "a");
    let root = site.path();
    fs::create_dir_all(root.join("elsewhere/empty")).unwrap();
    symlink(root.join("content"), root.join("by-link")).unwrap();
    symlink("../texts", root.join("static/linked")).unwrap();
    fs::create_dir_all(root.join("overrides")).unwrap();
    let before = all_of(&root);
    let inside = root.join("content").display().to_string();
    let mut folders =
        vec!["/".to_owned(), ".".to_owned(), "..".to_owned(), inside, root.join("../site").display().to_string()];
    let names = [
        "content",
        "content/new",
        "content/new/newer",
        "./content/../content/new",
        "by-link",
        "by-link/new",
        "static",
        "overrides",
        "themes/new",
        "fonts",
        ".git/new",
        "site.toml",
        "nowhere/../content/new",
        "elsewhere/../static",
    ];
    folders.extend(names.map(str::to_owned));
    for folder in &folders {
        for command in [
            ["build", "--out", folder].as_slice(),
            &["build", "--cache", folder],
            &["publish", "--to", "../www", "--out", folder],
            &["publish", "--to", folder],
            &["publish", "--to", folder, "--prepare-at", "2026-12-02T10:00:00Z"],
            &["publish", "rollback", "--to", folder],
        ] {
            let (status, said) = run(&root, command);
            assert_eq!((status, said.matches("error").count()), (2, 1), "{command:?}\n{said}");
        }
    }
    assert!(all_of(&root) == before, "something was written");
    assert!(!root.join("nowhere").exists() && !root.join("../www").exists());
    for command in [["publish", "--to", "public"], ["publish", "--to", "public/www"]] {
        let (status, said) = run(&root, &command);
        assert_eq!(status, 2, "{said}");
        assert!(said.contains("lie one in the other"), "{said}");
    }
    assert!(all_of(&root) == before, "something was written");
    assert_eq!(run(&root, &["build", "--out", "elsewhere/empty", "--quiet"]).0, 0);
}

#[test]
fn other_commands_write_nothing_among_the_sources_either() {
    let site = Site::minimal();
    let root = site.path();
    let other = tempfile::tempdir().unwrap();
    assert!(
        std::process::Command::new("git")
            .args(["init", "--quiet", "--bare"])
            .arg(other.path())
            .status()
            .unwrap()
            .success()
    );
    let repository = other.path().to_str().unwrap();
    let before = all_of(&root);
    for command in [
        ["new", "content/portal"].as_slice(),
        &["hook", "install", repository, "--to", "content/www"],
        &["hook", "install", repository, "--to", "/"],
        &[
            "hook",
            "install",
            repository,
            "--to",
            "../www",
            "--previews",
            "static/p",
            "--previews-url",
            "https://p.example/",
        ],
    ] {
        let (status, said) = run(&root, command);
        assert_eq!((status, said.matches("error").count()), (2, 1), "{command:?}\n{said}");
    }
    assert!(all_of(&root) == before, "something was written");
    assert!(!other.path().join("hooks/post-receive").exists());
}

#[test]
fn a_misspelt_command_flag_or_value_has_the_one_that_was_meant() {
    let folder = tempfile::tempdir().unwrap();
    let cases: [(&[&str], Option<&str>); 15] = [
        (&["build", "--ouput", "x"], Some("--out")),
        (&["build", "--ot", "x"], Some("--out")),
        (&["build", "--out-dir", "x"], Some("--out")),
        (&["check", "--fromat", "json"], Some("--format")),
        (&["publish", "--alow-delete", "1"], Some("--allow-delete")),
        (&["hook", "install", "r", "--too", "x"], Some("--to")),
        (&["hook", "instal"], Some("install")),
        (&["publish", "rolback"], Some("rollback")),
        (&["biuld"], Some("build")),
        (&["add", "statment", "T"], Some("statement")),
        (&["check", "--format", "jsn"], Some("json")),
        (&["theme", "ejct"], Some("eject")),
        // What another command takes is no way out here.
        (&["due", "--ouput"], None),
        (&["foo"], None),
        (&["check", "--wherever"], None),
    ];
    for (arguments, meant) in cases {
        let (status, said) = run(folder.path(), arguments);
        assert_eq!(status, 2, "{said}");
        match meant {
            Some(meant) => assert!(said.contains("similar") && said.contains(&format!("'{meant}'")), "{said}"),
            None => assert!(!said.contains("similar"), "{arguments:?}\n{said}"),
        }
    }
}
