#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;

use super::*;

fn site(files: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in files {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, file).unwrap();
    }
    folder
}

fn listed(root: &Path) -> (Vec<String>, Vec<String>) {
    let (tree, diagnostics) = Tree::scan(root);
    let faults = diagnostics.iter().map(|d| format!("{}: {}", d.code.name, d.message)).collect();
    (tree.entries().iter().map(|entry| entry.path.to_string()).collect(), faults)
}

#[test]
fn a_site_is_its_known_files_and_folders_sorted() {
    let site = site(&[
        "static/style.css",
        "site.toml",
        "content/b.en.md",
        "content/a/index.en.md",
        "content-old/x.md",
        "README.md",
        "public/index.html",
        "themes/t/theme.toml",
        "redirects.csv",
        "overrides/page.html",
    ]);
    let expected = [
        "content/a/index.en.md",
        "content/b.en.md",
        "overrides/page.html",
        "redirects.csv",
        "site.toml",
        "static/style.css",
        "themes/t/theme.toml",
    ];
    assert_eq!(listed(site.path()), (expected.map(String::from).to_vec(), vec![]));
}

#[test]
fn hidden_files_and_what_editors_leave_behind_are_passed_over() {
    let site = site(&[
        "content/.git/config",
        "content/.DS_Store",
        "content/a.en.md~",
        "content/.a.en.md.swp",
        "content/a.en.md.swp",
        "content/#a.en.md#",
        "content/a.en.md",
        "static/.htpasswd",
        "static/.well-known/gpc.json",
    ]);
    symlink("nobody@nowhere", site.path().join("content/.#a.en.md")).unwrap();
    let expected = ["content/a.en.md", "static/.well-known/gpc.json"].map(String::from).to_vec();
    assert_eq!(listed(site.path()), (expected, vec![]));
}

#[test]
fn links_within_the_site_are_followed_and_others_reported() {
    let outside = site(&["secret.txt"]);
    let site = site(&["content/a/index.en.md", "static/x.css", ".env", "themes/t/theme.toml"]);
    let link = |to: &str, from: &str| symlink(to, site.path().join(from)).unwrap();
    link("../static/x.css", "content/x.css");
    link("a", "content/b");
    link("../.env", "static/env.txt");
    link("gone", "static/dangling");
    link("..", "content/a/up");
    link("../..", "content/a/root");
    symlink(outside.path(), site.path().join("static/out")).unwrap();
    symlink(outside.path().join("secret.txt"), site.path().join("static/out.txt")).unwrap();
    let (files, faults) = listed(site.path());
    let expected = ["content/a/index.en.md", "content/b/index.en.md", "content/x.css", "static/x.css"];
    assert_eq!(files, [&expected[..], &["themes/t/theme.toml"]].concat());
    insta::assert_snapshot!(faults.join("\n"), @r"
    symlink-loop: the symbolic link `content/a/root` leads back to a folder that holds it
    symlink-loop: the symbolic link `content/a/up` leads back to a folder that holds it
    symlink-loop: the symbolic link `content/b/root` leads back to a folder that holds it
    symlink-loop: the symbolic link `content/b/up` leads back to a folder that holds it
    unreadable-file: `static/dangling` can't be read: No such file or directory (os error 2)
    outside-tree: the symbolic link `static/env.txt` leads out of the site
    outside-tree: the symbolic link `static/out` leads out of the site
    outside-tree: the symbolic link `static/out.txt` leads out of the site
    ");
}

#[test]
fn a_site_whose_folder_is_itself_a_link_is_listed() {
    let real = site(&["content/a.en.md"]);
    let elsewhere = tempfile::tempdir().unwrap();
    let root = elsewhere.path().join("site");
    symlink(real.path(), &root).unwrap();
    symlink("a.en.md", real.path().join("content/b.en.md")).unwrap();
    assert_eq!(listed(&root), (vec!["content/a.en.md".into(), "content/b.en.md".into()], vec![]));
}

#[test]
fn a_name_that_is_not_text_is_reported() {
    let site = site(&["content/a.en.md"]);
    for name in [&b"caf\xE9.en.md"[..], b"a\nb.en.md"] {
        fs::write(site.path().join("content").join(std::ffi::OsStr::from_bytes(name)), "").unwrap();
    }
    let (files, faults) = listed(site.path());
    assert_eq!(files, ["content/a.en.md"]);
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert_eq!(faults[1], "bad-file-name: the name of `content/caf\u{FFFD}.en.md` is not plain text");
}

#[test]
fn a_site_that_is_not_there_is_a_fault() {
    let (tree, diagnostics) = Tree::scan(Path::new("/nowhere/at/all"));
    assert!(tree.entries().is_empty());
    let message = "the site's folder `/nowhere/at/all` can't be read: No such file or directory (os error 2)";
    assert_eq!(diagnostics[0].message, message);
}

#[test]
fn a_socket_is_not_read() {
    let site = site(&["content/a.en.md"]);
    let _socket = std::os::unix::net::UnixListener::bind(site.path().join("static.sock")).unwrap();
    fs::rename(site.path().join("static.sock"), site.path().join("content/b")).unwrap();
    let (files, faults) = listed(site.path());
    assert_eq!(files, ["content/a.en.md"]);
    assert_eq!(faults, ["unreadable-file: `content/b` can't be read: it is neither a file nor a folder"]);
}

#[test]
fn what_was_not_listed_is_not_read() {
    let site = site(&["content/a.en.md", "README.md"]);
    let (tree, _) = Tree::scan(site.path());
    assert_eq!(tree.read(&SourcePath::new("content/a.en.md")).unwrap(), b"content/a.en.md");
    for path in ["README.md", "/etc/passwd", "content/../README.md", "../x"] {
        assert_eq!(tree.read(&SourcePath::new(path)).unwrap_err().code.name, "unreadable-file", "{path}");
    }
    fs::remove_file(site.path().join("content/a.en.md")).unwrap();
    let gone = tree.read(&SourcePath::new("content/a.en.md")).unwrap_err();
    assert_eq!(gone.message, "`content/a.en.md` can't be read: No such file or directory (os error 2)");
}

#[test]
fn a_folder_is_not_mistaken_for_one_with_a_longer_name() {
    let tree = Tree::in_memory([("content/faq/a", ""), ("content/faq-old/b", ""), ("content/faq.md", "")]);
    let under = |folder| tree.under(folder).map(|entry| entry.path.as_str()).collect::<Vec<_>>();
    assert_eq!(under("content/faq"), ["content/faq/a"]);
    assert_eq!(under("content/faq/"), ["content/faq/a"]);
    assert_eq!(under("content").len(), 3);
    assert!(under("static").is_empty());
}

#[test]
fn a_changed_file_has_another_stamp() {
    let stamp = |text: &str| Tree::in_memory([("site.toml", text)]).entries()[0].stamp;
    assert_eq!(stamp("a"), stamp("a"));
    assert_ne!(stamp("a"), stamp("b"));
    let site = site(&["site.toml"]);
    let before = Tree::scan(site.path()).0;
    // Another file of the same length and age takes its place, as editors do.
    fs::write(site.path().join("new"), "SITE.TOML").unwrap();
    fs::rename(site.path().join("new"), site.path().join("site.toml")).unwrap();
    let after = Tree::scan(site.path()).0;
    assert_eq!(before.entries()[0].len, after.entries()[0].len);
    assert_ne!(before.entries()[0].stamp, after.entries()[0].stamp);
}

#[test]
fn text_has_no_byte_order_mark_and_ends_its_lines_with_lf() {
    let tree = Tree::in_memory([("a", "\u{FEFF}one\r\ntwo\rthree\n\r\n")]);
    assert_eq!(tree.text(&SourcePath::new("a")).unwrap(), "one\ntwo\nthree\n\n");
}

#[test]
fn a_byte_order_mark_in_the_middle_is_told_at_its_place() {
    let path = SourcePath::new("content/a.en.md");
    let tree = Tree::in_memory([(path.as_str(), "\u{FEFF}one\r\n\u{FEFF}## two\r\nthr\u{FEFF}ee")]);
    let fault = tree.text(&path).unwrap_err();
    assert_eq!((fault.code.name, &fault.labels[0].span), ("stray-mark", &Some(4..7)));
}

#[test]
fn a_text_that_is_imported_is_read_without_byte_order_marks() {
    let site = site(&["content"]);
    fs::create_dir_all(site.path().join("pages")).unwrap();
    fs::write(site.path().join("pages/a.md"), "\u{FEFF}one\n\u{FEFF}## two\n").unwrap();
    let tree = Tree::scan_foreign(site.path()).0;
    assert_eq!(tree.text(&SourcePath::new("pages/a.md")).unwrap(), "one\n## two\n");
}

#[test]
fn the_first_byte_that_is_not_utf_8_is_named() {
    let path = SourcePath::new("content/a.fr.md");
    let tree = Tree::in_memory([(path.as_str(), &b"\xEF\xBB\xBFun\r\ncaf\xE9\r\n"[..])]);
    let fault = tree.text(&path).unwrap_err();
    assert_eq!(fault.message, "line 2 is not UTF-8: found the byte `0xE9`");
    assert_eq!(fault.labels[0].span, Some(6..7));
    assert_eq!(tree.lossy(&path).unwrap(), "un\ncaf\u{FFFD}\n");
    let windows = Tree::in_memory([("a", &b"\xFF\xFEa\0"[..])]);
    assert_eq!(windows.text(&SourcePath::new("a")).unwrap_err().help.unwrap(), "it is UTF-16: save it again as UTF-8");
}
