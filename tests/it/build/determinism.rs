//! The same content gives the same bytes, wherever, whenever, by whomever and by however many threads it is built.
//!
//! Everything runs on copies of the bundled portal without its git history, which is an input like any other.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use support::{Files, NOW, Output, Site, build_by, chancery, program, repository};

/// What a site is made of.
const SOURCES: [&str; 7] = ["content", "fonts", "overrides", "redirects.csv", "site.toml", "static", "themes"];

/// The sources of the portal, sorted.
fn sources() -> Vec<PathBuf> {
    let entries = SOURCES.iter().filter(|name| repository().join(name).exists()).flat_map(|name| {
        let entries =
            walkdir::WalkDir::new(repository().join(name)).sort_by_file_name().into_iter().map(Result::unwrap);
        entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path)
    });
    let files: Vec<PathBuf> = entries.map(|path| path.strip_prefix(repository()).unwrap().to_owned()).collect();
    assert!(files.len() > 100, "only {} sources were found", files.len());
    files
}

/// Copies the portal, file by file in an order of its own, so that folders list them in another.
fn copy(to: &Path, order: impl Fn(usize) -> usize) {
    let mut files: Vec<(usize, PathBuf)> = sources().into_iter().enumerate().collect();
    files.sort_by_key(|(index, _)| order(*index));
    for (_, file) in files {
        let target = to.join(&file);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, fs::read(repository().join(file)).unwrap()).unwrap();
    }
}

/// Builds a copy of the portal.
fn build(command: &mut Command, place: &Path) -> Files {
    let built = build_by(command, &place.join("site"), &place.join("public"), NOW, &["--compress=fast"]);
    let Output { status, stdout, stderr, files } = built;
    assert!(status == 0 && files.len() > 100, "{} files, exit code {status}\n{stdout}{stderr}", files.len());
    files
}

/// Builds a copy in a place of its own, in the order of names, on two threads.
fn usual(place: &Path) -> Files {
    copy(&place.join("site"), |index| index);
    build(chancery().env("RAYON_NUM_THREADS", "2").env("TZ", "UTC").env("LC_ALL", "C.UTF-8"), place)
}

fn assert_same(one: &Files, other: &Files) {
    let names = |files: &Files| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(one), names(other), "other files");
    let differ: Vec<&String> = one.keys().filter(|path| one[*path] != other[*path]).collect();
    assert!(differ.is_empty(), "files that differ: {differ:?}");
}

#[test]
fn another_folder_order_of_files_and_environment_gives_the_same_bytes() {
    let first = tempfile::tempdir().unwrap();
    let usual = usual(first.path());
    let second = tempfile::Builder::new().prefix("un autre dossier ").tempdir().unwrap();
    let place = second.path().join("a/b");
    // 7919 is a prime beyond the number of files: an order with no likeness to that of the names.
    copy(&place.join("site"), |index| (index * 7919 + 13) % 10_007);
    let mut shell = Command::new("sh");
    shell.args(["-c", "umask 077; exec \"$0\" \"$@\""]).arg(program());
    shell.env("TZ", "Pacific/Kiritimati").env("LANG", "tr_TR.UTF-8").env("LC_ALL", "ar_EG.UTF-8").env("LANGUAGE", "ar");
    shell.env("SOURCE_DATE_EPOCH", "1").env("HOME", "/nonexistent").env("COLUMNS", "40").current_dir(&place);
    assert_same(&usual, &build(&mut shell, &place));
}

#[test]
fn one_two_and_eight_threads_give_the_same_bytes() {
    let place = tempfile::tempdir().unwrap();
    let usual = usual(place.path());
    for threads in ["1", "8"] {
        fs::remove_dir_all(place.path().join("public")).unwrap();
        assert_same(&usual, &build(chancery().env("RAYON_NUM_THREADS", threads), place.path()));
    }
}

#[test]
fn a_build_over_another_site_gives_the_same_bytes_as_a_clean_one() {
    let place = tempfile::tempdir().unwrap();
    let usual = usual(place.path());
    let site = place.path().join("site");
    let (about, kept) = (site.join("content/about.en.md"), fs::read(repository().join("content/about.en.md")).unwrap());
    fs::write(&about, [kept.as_slice(), b"\nOne more line.\n"].concat()).unwrap();
    fs::write(site.join("content/passing.en.md"), "+++\ntitle = \"Passing\"\n+++\n\nIt passes.\n").unwrap();
    let other = build(&mut chancery(), place.path());
    assert!(other.contains_key("en/passing/index.html"));
    fs::write(&about, kept).unwrap();
    fs::remove_file(site.join("content/passing.en.md")).unwrap();
    assert_same(&usual, &build(&mut chancery(), place.path()));
}

#[test]
fn how_an_editor_saves_its_files_changes_no_byte() {
    let site = || {
        Site::minimal()
            .file("redirects.csv", "old,new,status\n/old/,/en/,301\n")
            .file("overrides/strings/en.ftl", "topics = Subjects\n# A comment.\nhome = Start\n")
            .file("overrides/styles/foot.css", ".foot {\n  color: var(--text);\n}\n")
    };
    let plain = site().build().sound().files;
    let marked = site();
    for entry in walkdir::WalkDir::new(marked.path()).into_iter().map(Result::unwrap) {
        let is_text = entry
            .path()
            .extension()
            .is_some_and(|ext| ["md", "toml", "csv", "ftl", "css"].iter().any(|own| ext == *own));
        if is_text && entry.file_type().is_file() {
            let text = fs::read_to_string(entry.path()).unwrap();
            fs::write(entry.path(), format!("\u{feff}{}", text.replace('\n', "\r\n"))).unwrap();
        }
    }
    assert_same(&plain, &marked.build().sound().files);
}

#[test]
fn the_time_of_a_build_is_in_no_byte() {
    let place = tempfile::tempdir().unwrap();
    let usual = usual(place.path());
    fs::remove_dir_all(place.path().join("public")).unwrap();
    // A second later nothing is released and nothing expires.
    let site = place.path().join("site");
    let later =
        build_by(&mut chancery(), &site, &place.path().join("public"), "2026-11-23T12:00:01Z", &["--compress=fast"]);
    assert_same(&usual, &later.files);
}
