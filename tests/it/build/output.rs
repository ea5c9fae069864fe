//! Sinks: a site is put in place as a whole or not at all, whatever goes wrong.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use crate::lab::failing_disk::FailingDisk;
use chancery::diag::Diagnostic;
use chancery::fs::OutPath;
use chancery::output::manifest::MANIFEST_HEADER;
use chancery::output::{Changes, DirectorySink, MemorySink, Rank, Sink, digest_manifest, sha256};

type Files = BTreeMap<String, Vec<u8>>;

/// A site as a list of files, with its manifest.
fn site(files: &[(&str, &str)]) -> Files {
    let path = |path: &str| OutPath::new(path).unwrap();
    let manifest = digest_manifest(files.iter().map(|(name, text)| (path(name), sha256(text.as_bytes()))));
    let files = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
    files.chain([("digests.txt".to_owned(), manifest.into_bytes())]).collect()
}

fn rank(path: &str) -> Rank {
    match path {
        "digests.txt" => Rank::Manifest,
        path if path.ends_with(".css") => Rank::Asset,
        path if path.ends_with(".xml") => Rank::Feed,
        _ => Rank::Page,
    }
}

fn put(sink: &mut DirectorySink, files: &Files) -> Result<(), Diagnostic> {
    files.iter().try_for_each(|(path, bytes)| sink.put(&OutPath::new(path).unwrap(), rank(path), bytes))
}

/// A folder in which `site/` has sources, and the output is `public/`.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("site/content")).unwrap();
        Self(folder)
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join(name)
    }

    fn open(&self) -> Result<DirectorySink, Diagnostic> {
        DirectorySink::open(&self.path("public"), &self.path("site"))
    }

    fn build(&self, files: &Files) -> Changes {
        let mut sink = self.open().unwrap();
        put(&mut sink, files).unwrap();
        sink.commit().unwrap()
    }

    /// Builds on a disk that fails for good after some changes, as one does whose process is killed.
    fn build_killed(&self, files: &Files, changes: usize) -> Result<Changes, Diagnostic> {
        let disk = FailingDisk::after(changes);
        let mut sink = DirectorySink::open_on(Box::new(disk), &self.path("public"), &self.path("site"), None)?;
        put(&mut sink, files)?;
        sink.commit()
    }

    fn output(&self) -> Files {
        files_in(&self.path("public"))
    }

    /// What stands beside the output.
    fn names(&self) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(self.0.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

fn files_in(folder: &Path) -> Files {
    if !folder.exists() {
        return Files::new();
    }
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| !entry.file_type().is_dir());
    let name = |path: &Path| path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
    files.map(|entry| (name(entry.path()), fs::read(entry.path()).unwrap())).collect()
}

fn old() -> Files {
    site(&[
        ("style-1.css", "old style"),
        ("en/index.html", "old home"),
        ("en/press/1/index.html", "retired"),
        ("en/same/index.html", "same"),
        ("en/feed.xml", "old feed"),
        ("en/thing", "a file that becomes a folder"),
        ("en/other/index.html", "a folder that becomes a file"),
    ])
}

fn new() -> Files {
    site(&[
        ("style-2.css", "new style"),
        ("en/index.html", "new home, which is longer"),
        ("en/press/2/index.html", "added"),
        ("en/same/index.html", "same"),
        ("en/feed.xml", "new feed"),
        ("en/thing/index.html", "a folder now"),
        ("en/other", "a file now"),
    ])
}

#[test]
fn the_output_is_exactly_the_site() {
    let place = Place::new();
    let first = place.build(&old());
    assert_eq!(
        first,
        Changes { written: 8, unchanged: 0, removed: 0, bytes: old().values().map(|b| b.len() as u64).sum() }
    );
    assert_eq!(place.output(), old());
    let second = place.build(&new());
    assert_eq!((second.written, second.unchanged, second.removed), (7, 1, 4));
    assert_eq!(place.output(), new());
    assert_eq!(place.names(), ["public", "site"]);
    assert!(!place.path("public/en/press/1").exists());
    let third = place.build(&new());
    assert_eq!(third, Changes { unchanged: 8, ..Changes::default() });
}

#[test]
fn an_unchanged_file_is_not_touched() {
    let place = Place::new();
    place.build(&old());
    let age = || fs::metadata(place.path("public/en/same/index.html")).unwrap().modified().unwrap();
    let before = age();
    place.build(&new());
    assert_eq!(age(), before);
}

#[test]
fn a_build_that_is_abandoned_or_fails_changes_no_byte() {
    let place = Place::new();
    place.build(&old());
    let mut sink = place.open().unwrap();
    put(&mut sink, &new()).unwrap();
    sink.abandon();
    assert_eq!((place.output(), place.names()), (old(), vec!["public".to_owned(), "site".to_owned()]));

    let mut sink = place.open().unwrap();
    put(&mut sink, &new()).unwrap();
    let twice = sink.put(&OutPath::new("en/index.html").unwrap(), Rank::Page, b"again").unwrap_err();
    assert_eq!(twice.message, "`en/index.html` is written twice");
    sink.put(&OutPath::new("en/same/index.html/x").unwrap(), Rank::Page, b"").unwrap();
    let both = sink.commit().unwrap_err();
    assert_eq!(both.message, "`en/same/index.html` would be both a file and a folder of the output");
    assert_eq!(place.output(), old());

    let mut sink = place.open().unwrap();
    sink.put(&OutPath::new("en/index.html").unwrap(), Rank::Page, b"alone").unwrap();
    assert_eq!(sink.commit().unwrap_err().message, "the site has no `digests.txt`");
    assert_eq!(place.output(), old());
}

#[test]
fn a_kill_at_any_moment_leaves_whole_files_and_the_next_build_completes_it() {
    let (old, new) = (old(), new());
    let mut kills = 0;
    for changes in 0.. {
        let place = Place::new();
        place.build(&old);
        let result = place.build_killed(&new, changes);
        for (path, bytes) in place.output() {
            let is_whole = old.get(&path) == Some(&bytes) || new.get(&path) == Some(&bytes);
            assert!(is_whole, "{path} after {changes} changes: {}", String::from_utf8_lossy(&bytes));
        }
        assert!(place.output().contains_key("digests.txt"));
        let is_cleared = place.names() == ["public", "site"];
        let retired = place.output().contains_key("en/press/1/index.html");
        let is_new = place.output().iter().any(|(path, bytes)| old.get(path) != Some(bytes));
        assert!(!(retired && is_new), "after {changes} changes something is new while something retired is public");
        place.build(&new);
        assert_eq!((place.output(), place.names()), (new.clone(), vec!["public".to_owned(), "site".to_owned()]));
        match result {
            // The last kills hit the clearing up.
            Ok(_) if is_cleared => break,
            Ok(_) => {}
            Err(fault) => {
                kills += 1;
                assert!(fault.message.ends_with("can't be written: the power is off"), "{}", fault.message);
            }
        }
    }
    assert!(kills > 30, "{kills}");
}

#[test]
fn a_kill_of_a_first_build_leaves_nothing_or_all() {
    let new = new();
    let mut seen = [false; 2];
    for changes in 0..60 {
        let place = Place::new();
        // An empty folder may stand there already.
        if changes % 2 == 0 {
            fs::create_dir(place.path("public")).unwrap();
        }
        let _ = place.build_killed(&new, changes);
        let output = place.output();
        assert!(output.is_empty() || output == new, "after {changes} changes: {:?}", output.keys());
        seen[usize::from(output.is_empty())] = true;
        place.build(&new);
        assert_eq!((place.output(), place.names()), (new.clone(), vec!["public".to_owned(), "site".to_owned()]));
    }
    assert_eq!(seen, [true; 2]);
}

#[test]
fn assets_come_before_pages_and_feeds_after_them() {
    // With each further change that a kill allows, one more file is in place.
    let (old, new) = (site(&[("en/index.html", "1")]), site(&[("z.css", "2"), ("en/index.html", "2"), ("a.xml", "2")]));
    let mut order: Vec<String> = Vec::new();
    for changes in 0..40 {
        let place = Place::new();
        place.build(&old);
        let _ = place.build_killed(&new, changes);
        for (path, bytes) in place.output() {
            if old.get(&path) != Some(&bytes) && !order.contains(&path) {
                order.push(path);
            }
        }
    }
    assert_eq!(order, ["z.css", "en/index.html", "a.xml", "digests.txt"]);
}

#[test]
fn a_folder_that_chancery_did_not_write_is_refused() {
    let refused = |place: &Place| {
        let before = place.output();
        let fault = place.open().err().unwrap();
        assert_eq!(place.output(), before);
        assert_eq!(place.names(), ["public", "site"]);
        (fault.code.name, fault.message.replace(&place.0.path().display().to_string(), "…"))
    };
    let place = Place::new();
    fs::create_dir(place.path("public")).unwrap();
    fs::write(place.path("public/thesis.txt"), "the only copy").unwrap();
    let expected =
        ("foreign-output", "the output folder `…/public` holds files that chancery did not write".to_owned());
    assert_eq!(refused(&place), expected);
    // Somebody else's list of digests is no mark of ours.
    fs::write(place.path("public/digests.txt"), "0123  thesis.txt\n").unwrap();
    assert_eq!(refused(&place), expected);
    fs::remove_file(place.path("public/digests.txt")).unwrap();
    fs::write(place.path("site/marker"), format!("{MANIFEST_HEADER}\n")).unwrap();
    symlink(place.path("site/marker"), place.path("public/digests.txt")).unwrap();
    assert_eq!(refused(&place), expected);
}

#[test]
fn an_output_that_holds_or_lies_in_the_sources_is_refused() {
    let place = Place::new();
    let site = place.path("site");
    symlink(site.join("content"), place.path("link")).unwrap();
    for out in [
        "/".into(),
        place.path(""),
        site.clone(),
        site.join("content"),
        site.join("content/new/out"),
        site.join("public/../static"),
        site.join("themes/x/../y"),
        place.path("link/out"),
    ] {
        fs::create_dir_all(site.join("public")).unwrap();
        fs::create_dir_all(site.join("themes/x")).unwrap();
        let fault = DirectorySink::open(&out, &site).err();
        assert_eq!(fault.map(|fault| fault.code.name), Some("foreign-output"), "{}", out.display());
    }
    assert!(DirectorySink::open(&site.join("public"), &site).is_ok());
    assert!(!site.join("content/new").exists());
}

#[test]
fn an_output_that_can_t_be_written_is_named_with_the_reason() {
    let place = Place::new();
    fs::write(place.path("file"), "").unwrap();
    let message = |out: &str| {
        let fault = DirectorySink::open(&place.path(out), &place.path("site")).err().unwrap();
        assert_eq!(fault.code.name, "write-failed");
        fault.message.replace(&place.0.path().display().to_string(), "…")
    };
    assert_eq!(message("file"), "the output folder `…/file` can't be written: it is a file");
    assert_eq!(message("file/public"), "`…/file/public` can't be written: Not a directory (os error 20)");

    let mut sink = place.open().unwrap();
    let long = OutPath::new(&"x".repeat(300)).unwrap();
    let fault = sink.put(&long, Rank::Page, b"").unwrap_err();
    assert_eq!(fault.message, format!("`{long}` can't be written: File name too long (os error 36)"));
}

#[test]
fn two_builds_never_write_at_once() {
    let place = Place::new();
    let sink = place.open().unwrap();
    let fault = place.open().err().unwrap();
    assert_eq!(fault.message, format!("another build is writing to `{}`", place.path("public").display()));
    drop(sink);
    place.build(&old());
    assert_eq!(place.output(), old());
}

#[test]
fn a_link_in_the_output_is_replaced_and_never_followed() {
    let place = Place::new();
    place.build(&old());
    fs::create_dir(place.path("precious")).unwrap();
    fs::write(place.path("precious/index.html"), "same").unwrap();
    let link = |to: &str, from: &str| symlink(place.path(to), place.path("public").join(from)).unwrap();
    // In place of a folder, of a file, and where nothing should be.
    fs::remove_dir_all(place.path("public/en/same")).unwrap();
    link("precious", "en/same");
    fs::remove_file(place.path("public/en/index.html")).unwrap();
    link("precious/index.html", "en/index.html");
    link("precious", "stray");
    place.build(&old());
    assert_eq!(place.output(), old());
    assert!(!place.path("public/en/same").is_symlink() && !place.path("public/en/index.html").is_symlink());
    assert_eq!(files_in(&place.path("precious")), Files::from([("index.html".into(), b"same".to_vec())]));
}

#[test]
fn an_output_folder_that_is_itself_a_link_keeps_being_one() {
    let place = Place::new();
    fs::create_dir(place.path("www")).unwrap();
    symlink(place.path("www"), place.path("public")).unwrap();
    place.build(&old());
    place.build(&new());
    assert!(place.path("public").is_symlink());
    assert_eq!(files_in(&place.path("www")), new());
    assert_eq!(place.names(), ["public", "site", "www"]);
}

#[test]
fn everybody_may_read_the_output_whatever_the_umask() {
    let this_test = std::env::current_exe().unwrap();
    if let Some(folder) = std::env::var_os("OUTPUT_TEST_FOLDER") {
        let mut sink =
            DirectorySink::open(&Path::new(&folder).join("public"), &Path::new(&folder).join("site")).unwrap();
        put(&mut sink, &old()).unwrap();
        sink.commit().unwrap();
        return;
    }
    let place = Place::new();
    let status = Command::new("sh")
        .args(["-c", "umask 077; exec \"$0\" --exact build::output::everybody_may_read_the_output_whatever_the_umask"])
        .arg(this_test)
        .env("OUTPUT_TEST_FOLDER", place.0.path())
        .output()
        .unwrap();
    assert!(status.status.success());
    let mode = |path: &str| fs::metadata(place.path(path)).unwrap().permissions().mode() & 0o7777;
    assert_eq!(["public", "public/en/press/1"].map(mode), [0o755; 2]);
    assert_eq!(mode("public/en/index.html"), 0o644);
}

#[test]
fn the_manifest_is_checked_by_sha256sum() {
    let place = Place::new();
    let files = site(&[("ru/виза/a b.html", "text"), ("#x", "y"), ("en/index.html", "home")]);
    place.build(&files);
    let check = || {
        let arguments = ["--strict", "--check", "digests.txt"];
        let output = Command::new("sha256sum").current_dir(place.path("public")).args(arguments).output().unwrap();
        (output.status.success(), String::from_utf8(output.stdout).unwrap())
    };
    assert_eq!(check(), (true, "#x: OK\nen/index.html: OK\nru/виза/a b.html: OK\n".to_owned()));
    fs::write(place.path("public/en/index.html"), "changed").unwrap();
    assert!(!check().0);
}

#[test]
fn a_memory_sink_keeps_the_files() {
    let mut sink = MemorySink::default();
    sink.put(&OutPath::page("/en/").unwrap(), Rank::Page, b"home").unwrap();
    assert_eq!(sink.get("en/index.html"), Some(&b"home"[..]));
    assert_eq!(sink.get("en/../x"), None);
}
