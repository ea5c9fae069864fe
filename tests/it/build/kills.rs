//! Builds that are killed: at each change of the disk, at random times, and by an error in the last page.
//!
//! After each, every file of the output is whole, old or new, nothing retired stands beside something new, and the next
//! build makes what a clean one makes.

use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::lab::edits::{Dice, set_field, set_line};
use crate::lab::failing_disk::FailingDisk;
use crate::lab::{Lab, differing, quick_folder};
use chancery::engine;
use support::{Files, NOW, build, chancery, read_folder, repository};

/// Edits that write, replace and remove files of every rank: an asset, pages, lists, feeds, sitemaps, a folder.
fn edit(lab: &Lab) {
    lab.write("overrides/assets/portal.css", "body { margin: 1px }\n");
    lab.remove("content/press/archive/a1.en.md");
    lab.write("content/guide/more.en.md", "+++\ntitle = \"More\"\norder = 7\n+++\n\nMore.\n");
    set_line(lab, "main", "[\"guide\", \"press\"]");
}

/// Panics unless each file there is one of the old or of the new site.
fn assert_whole(there: &Files, old: &Files, new: &Files, when: &str) {
    for (path, bytes) in there {
        let is_whole = old.get(path) == Some(bytes) || new.get(path) == Some(bytes);
        assert!(is_whole, "{when}: {path} is neither old nor new");
    }
    let retired = there.keys().any(|path| !new.contains_key(path));
    let is_new = there.iter().any(|(path, bytes)| old.get(path) != Some(bytes));
    assert!(!(retired && is_new), "{when}: something is new while something retired is public");
}

/// How many changes of the disk a build makes, within a few.
fn changes_of_a_build(lab: &Lab) -> usize {
    let disk = FailingDisk::after(usize::MAX);
    let left = disk.left();
    let report = engine::build_on(Box::new(disk), &lab.options(), &lab.out(), &|_, _| {});
    assert!(report.changes.is_some(), "{:?}", report.diagnostics);
    usize::MAX - left.load(std::sync::atomic::Ordering::SeqCst)
}

#[test]
fn a_build_killed_at_any_change_of_the_disk_is_completed_by_the_next() {
    let lab = Lab::ready();
    let old = lab.output();
    edit(&lab);
    let (new, _) = lab.clean();
    // The state before each kill: the old site with its memory.
    let saved = quick_folder();
    copy(&lab.out(), &saved.path().join("public"));
    let memory = fs::read(lab.site().join(".chancery/build.cache")).unwrap();
    let all = changes_of_a_build(&lab);
    assert!(all > 100, "{all}");
    let mut kills = 0;
    // Spread over all of them, and each of the first and last.
    for at in (0..all).filter(|at| *at < 8 || all - at < 24 || at % (all / 40) == 0) {
        fs::remove_dir_all(lab.out()).unwrap();
        copy(&saved.path().join("public"), &lab.out());
        fs::write(lab.site().join(".chancery/build.cache"), &memory).unwrap();
        let report = engine::build_on(Box::new(FailingDisk::after(at)), &lab.options(), &lab.out(), &|_, _| {});
        let when = format!("after {at} of {all} changes");
        assert_whole(&lab.output(), &old, &new, &when);
        if report.changes.is_none() {
            kills += 1;
            let said: Vec<&str> = report.diagnostics.iter().map(|fault| fault.code.name).collect();
            assert!(said.contains(&"write-failed") && report.outside, "{when}: {said:?}");
        }
        assert!(lab.built().changes.is_some(), "{when}");
        assert_eq!(differing(&lab.output(), &new), [""; 0], "{when}");
        assert_eq!(lab.built().rendered.len(), 0, "{when}");
    }
    assert!(kills > 40, "{kills}");
}

#[test]
fn a_first_build_killed_at_any_change_leaves_nothing_or_all() {
    let lab = Lab::new();
    let (new, _) = lab.clean();
    let all = changes_of_a_build(&lab);
    let mut seen = [false; 2];
    // How often a folder is asked for depends on the order in which pages come, so that `all` is not the same each time.
    for at in (0..all + 16).filter(|at| *at < 6 || at + 12 > all || at % (all / 20) == 0) {
        lab.forget();
        let _ = engine::build_on(Box::new(FailingDisk::after(at)), &lab.options(), &lab.out(), &|_, _| {});
        let there = lab.output();
        assert!(there.is_empty() || there == new, "after {at} of {all} changes: {:?}", there.keys());
        seen[usize::from(there.is_empty())] = true;
        lab.built();
        assert_eq!(differing(&lab.output(), &new), [""; 0], "after {at} of {all} changes");
    }
    assert_eq!(seen, [true; 2]);
}

#[test]
fn an_error_in_the_very_last_page_changes_no_byte_and_no_time() {
    let lab = Lab::ready();
    let last = "old-z/index.html";
    let rows = lab.read("redirects.csv");
    lab.write("redirects.csv", rows + "/old-z/,/en/faq/,301\n");
    lab.built();
    assert_eq!(lab.output().keys().rfind(|path| path.ends_with(".html")).unwrap(), last);
    let before = standing(&lab.out());
    edit(&lab);
    lab.write("overrides/templates/moved.html", "{% if moved.url == \"/en/faq/\" %}{{ unknown }}{% endif %}");
    let report = lab.built();
    assert!(report.has_errors() && report.changes.is_none());
    let errors = report.diagnostics.iter().filter(|fault| fault.severity == chancery::diag::Severity::Error);
    assert_eq!(errors.count(), 1, "in the last page alone: {:?}", report.diagnostics);
    assert!(report.rendered.iter().any(|path| path.as_str() == last) && report.rendered.len() > 20);
    assert_eq!(standing(&lab.out()), before);
    lab.remove("overrides/templates/moved.html");
    lab.built();
    assert_eq!(differing(&lab.output(), &lab.clean().0), [""; 0]);
}

/// Every file and folder with its bytes, its number and the time of its last change.
fn standing(folder: &Path) -> Vec<(String, Option<Vec<u8>>, u64, std::time::SystemTime)> {
    use std::os::unix::fs::MetadataExt;
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap);
    let standing = entries.map(|entry| {
        let metadata = entry.metadata().unwrap();
        let bytes = metadata.is_file().then(|| fs::read(entry.path()).unwrap());
        (entry.path().display().to_string(), bytes, metadata.ino(), metadata.modified().unwrap())
    });
    standing.collect()
}

/// Copies a folder as it is.
fn copy(from: &Path, to: &Path) {
    let status = std::process::Command::new("cp").arg("-a").arg(from).arg(to).status().unwrap();
    assert!(status.success());
}

/// How many builds of the program have to be killed before their end, and how many are begun for it at most.
const KILLS: usize = 50;
const BEGUN: usize = 200;

#[test]
fn a_killed_program_leaves_whole_files_and_the_next_build_is_clean() {
    let place = quick_folder();
    let site = place.path().join("site");
    for name in ["content", "fonts", "static", "site.toml", "redirects.csv"] {
        fs::create_dir_all(&site).unwrap();
        copy(&repository().join(name), &site.join(name));
    }
    let out = place.path().join("public");
    let settings = fs::read_to_string(site.join("site.toml")).unwrap();
    // Two states of the site, far apart: each page differs.
    let state = |which: usize| {
        let name = ["Ministry of Foreign Affairs of the", "Foreign Affairs, Ministry of, of the"][which];
        fs::write(site.join("site.toml"), settings.replace("Ministry of Foreign Affairs of the", name)).unwrap();
        let extra = site.join("content/passing.en.md");
        if which == 1 {
            fs::write(extra, "+++\ntitle = \"Passing\"\n+++\n\nBy.\n").unwrap();
        } else {
            let _ = fs::remove_file(extra);
        }
    };
    let clean = |which: usize| {
        state(which);
        let built = build(&site, &place.path().join("clean"), NOW, &["--no-cache"]);
        assert_eq!(built.status, 0, "{}", built.stderr);
        built.files
    };
    let sites = [clean(0), clean(1)];
    assert!(differing(&sites[0], &sites[1]).len() > 100);
    // Pictures stay on their shelf: they are made before anything is put in place, and would take most of the time.
    let forget = || {
        let _ = fs::remove_dir_all(&out);
        let _ = fs::remove_file(site.join(".chancery/build.cache"));
    };
    state(0);
    assert_eq!(build(&site, &out, NOW, &[]).status, 0);
    forget();
    let started = Instant::now();
    assert_eq!(build(&site, &out, NOW, &[]).status, 0);
    let whole = started.elapsed();
    let (mut dice, mut killed, mut changed) = (Dice(7), 0, 0);
    for number in 0..BEGUN {
        if killed == KILLS {
            break;
        }
        let cold = number % 4 == 0;
        let before = if cold {
            forget();
            Files::new()
        } else {
            read_folder(&out)
        };
        let which = (number + 1) % 2;
        state(which);
        let mut child = start(&site, &out);
        std::thread::sleep(whole.mul_f64(dice.below(1100) as f64 / 1000.0));
        child.kill().unwrap();
        let was_killed = child.wait().unwrap().code().is_none();
        killed += usize::from(was_killed);
        let there = if out.exists() { read_folder(&out) } else { Files::new() };
        assert_whole(&there, &before, &sites[which], &format!("kill {number}"));
        assert!(!cold || there.is_empty() || there == sites[which], "kill {number}: a part of a first build");
        changed += usize::from(was_killed && there != before);
        let next = build(&site, &out, NOW, &[]);
        assert_eq!(next.status, 0, "kill {number}: {}", next.stderr);
        assert_eq!(differing(&next.files, &sites[which]), [""; 0], "kill {number}");
    }
    assert_eq!(killed, KILLS, "too few were killed before their end; {changed} had changed something by then");
    // What stands beside the output has been cleared.
    assert!(!place.path().join(".public.staging").exists());
}

fn start(site: &Path, out: &Path) -> Child {
    let mut command = chancery();
    command.arg("--root").arg(site).args(["--now", NOW, "--quiet", "build", "--compress=off", "--out"]).arg(out);
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

#[test]
fn what_a_killed_build_left_is_not_taken_for_the_last_good_one() {
    // Killed between the output and its memory, and the edit taken back: the memory is older than the output.
    let lab = Lab::ready();
    let memory = fs::read(lab.site().join(".chancery/build.cache")).unwrap();
    set_field(&lab, "content/press/m8.en.md", "title", "\"Passing\"");
    lab.built();
    fs::write(lab.site().join(".chancery/build.cache"), memory).unwrap();
    set_field(&lab, "content/press/m8.en.md", "title", "\"Eighth\"");
    lab.built();
    assert_eq!(differing(&lab.output(), &lab.clean().0), [""; 0]);
    std::thread::sleep(Duration::from_millis(30));
    assert_eq!(lab.built().rendered.len(), 0);
}
