//! What is kept between builds can be damaged, foreign, gone or impossible to write: the site is right all the same, and
//! what happened is said once. And the ways to ask about it: `--no-cache`, `--cache`, `--verify`, `--explain`,
//! `--timings`.
#![allow(clippy::print_stderr)]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::lab::edits::{Dice, set_field, set_line};
use crate::lab::{Lab, differing, quick_folder};
use chancery::engine::{self, CacheChoice, Options, Report};
use support::{Files, NOW, Output, Site, build, chancery, read_folder};

/// The codes of what a build says about its memory and its output.
fn said(report: &Report) -> Vec<&str> {
    let ours = ["cache-discarded", "cache-unwritable", "write-failed", "foreign-output"];
    report.diagnostics.iter().map(|fault| fault.code.name).filter(|name| ours.contains(name)).collect()
}

fn cache(lab: &Lab) -> PathBuf {
    lab.site().join(".chancery/build.cache")
}

/// Builds with a memory that somebody has changed; it must not matter, and be said once.
fn judged(lab: &Lab, clean: &Files, what: &str) {
    let report = lab.built();
    assert!(report.changes.is_some(), "{what}: {:?}", report.diagnostics);
    assert_eq!(said(&report), ["cache-discarded"], "{what}");
    assert_eq!(differing(&lab.output(), clean), [""; 0], "{what}");
    let report = lab.built();
    assert_eq!((said(&report), report.rendered.len()), (vec![], 0), "{what}: said twice, or nothing was remembered");
}

#[test]
fn a_damaged_cache_is_not_used() {
    let lab = Lab::ready();
    let memory = fs::read(cache(&lab)).unwrap();
    // Something has changed, so that all parts of the memory are read.
    lab.append("content/press/m1.fr.md", "\nEncore.\n");
    let (clean, _) = lab.clean();
    let mut dice = Dice(3);
    let header: Vec<usize> = (0..HEADER).step_by(13).collect();
    let flips = header.into_iter().chain((0..24).map(|_| dice.below(memory.len())));
    for place in flips.collect::<Vec<_>>() {
        let mut damaged = memory.clone();
        damaged[place] ^= 1 << (place % 8);
        fs::write(cache(&lab), damaged).unwrap();
        judged(&lab, &clean, &format!("byte {place} of {}", memory.len()));
    }
}

#[test]
fn a_cache_that_is_cut_off_is_not_used() {
    let lab = Lab::ready();
    let memory = fs::read(cache(&lab)).unwrap();
    lab.append("content/press/m1.fr.md", "\nEncore.\n");
    let (clean, _) = lab.clean();
    let lengths = [1, 15, 16, 31, 32, 55, HEADER - 1, HEADER, HEADER + 1].into_iter();
    let lengths = lengths.chain((1..12).map(|part| memory.len() * part / 12)).chain([memory.len() - 1]);
    for length in lengths {
        fs::write(cache(&lab), &memory[..length]).unwrap();
        judged(&lab, &clean, &format!("{length} of {} bytes", memory.len()));
    }
}

#[test]
fn a_foreign_cache_is_not_used() {
    let lab = Lab::ready();
    let memory = fs::read(cache(&lab)).unwrap();
    let (clean, _) = lab.clean();
    let with = |place: usize, bytes: &[u8]| {
        let mut other = memory.clone();
        other[place..place + bytes.len()].copy_from_slice(bytes);
        other
    };
    for (what, bytes) in [
        ("nothing", Vec::new()),
        ("another format", with(15, b"\0")),
        ("another program", with(16, &[7; 16])),
        ("something else", b"SQLite format 3\0".repeat(100)),
    ] {
        fs::write(cache(&lab), bytes).unwrap();
        judged(&lab, &clean, what);
    }
}

#[test]
fn a_folder_in_the_place_of_the_cache_is_said_and_left_alone() {
    let lab = Lab::ready();
    fs::remove_file(cache(&lab)).unwrap();
    fs::create_dir(cache(&lab)).unwrap();
    fs::write(cache(&lab).join("mine"), "x").unwrap();
    let report = lab.built();
    assert!(report.changes.is_some());
    assert_eq!(said(&report), ["cache-discarded", "cache-unwritable"]);
    assert_eq!(differing(&lab.output(), &lab.clean().0), [""; 0]);
    assert!(cache(&lab).join("mine").exists());
}

/// How long the part of a cache is that says what follows: a name, the program, five lengths and digests.
const HEADER: usize = 152;

/// Replaces a text by one of the same length in the first part of a cache, and its digest in the header.
fn forge(memory: &mut [u8], from: &[u8], to: &[u8]) -> usize {
    assert_eq!(from.len(), to.len());
    let length = u64::from_le_bytes(memory[32..40].try_into().unwrap()) as usize;
    let part = &mut memory[HEADER..HEADER + length];
    let places: Vec<usize> =
        part.windows(from.len()).enumerate().filter(|(_, found)| *found == from).map(|(place, _)| place).collect();
    for place in &places {
        part[*place..place + to.len()].copy_from_slice(to);
    }
    let digest = chancery::track::digest(part);
    memory[40..56].copy_from_slice(&digest);
    places.len()
}

#[test]
fn a_cache_that_names_what_lies_outside_the_output_is_refused() {
    let lab = Lab::ready();
    let mut memory = fs::read(cache(&lab)).unwrap();
    assert_eq!(forge(&mut memory, b"en/about/index.html", b"en/about/index.html"), 1);
    fs::write(cache(&lab), &memory).unwrap();
    assert_eq!(lab.built().rendered.len(), 0, "the digest of a forged part is right");
    for outside in [b"../about/index.html", b"/e//about/index.htm", b"en/../../../x.html\0"] {
        let mut forged = memory.clone();
        forge(&mut forged, b"en/about/index.html", outside);
        fs::write(cache(&lab), forged).unwrap();
        judged(&lab, &lab.clean().0, &String::from_utf8_lossy(outside));
    }
}

#[test]
fn a_cache_that_lies_about_an_output_is_found_out_by_reading_it() {
    let lab = Lab::ready();
    let page = lab.out().join("en/about/index.html");
    let (bytes, time) = (fs::read(&page).unwrap(), fs::metadata(&page).unwrap().modified().unwrap());
    let mut other = bytes.clone();
    let place = other.len() / 2;
    other[place] ^= 1;
    // As something does that restores times: the same file, of the same size and time, with other bytes.
    let file = fs::OpenOptions::new().write(true).open(&page).unwrap();
    (&file).write_all(&other).unwrap();
    file.set_modified(time).unwrap();
    drop(file);
    lab.built();
    assert_eq!(fs::read(&page).unwrap(), other, "nothing told of it");
    let report = engine::build(&Options { verify: true, ..lab.options() }, &lab.out(), &|_, _| {});
    assert_eq!(report.rendered.len(), 1);
    assert_eq!(fs::read(&page).unwrap(), bytes);
    // A file of another size or time is found without being asked for.
    fs::write(&page, "shorter").unwrap();
    assert_eq!(lab.built().rendered.len(), 1);
    assert_eq!(fs::read(&page).unwrap(), bytes);
    fs::remove_file(&page).unwrap();
    fs::write(lab.out().join("en/stray.html"), "x").unwrap();
    lab.built();
    assert_eq!(differing(&lab.output(), &lab.clean().0), [""; 0]);
}

/// Writes into files whose pages are mapped and written to already: no time of the file tells of it.
const SILENT_WRITE: &str = "import mmap, sys\n\
    f = open(sys.argv[1], 'r+b')\n\
    m = mmap.mmap(f.fileno(), 0)\n\
    m[len(m) - 2] = m[len(m) - 2]\n\
    sys.stdout.write('.'); sys.stdout.flush()\n\
    sys.stdin.readline()\n\
    m[len(m) - 2] = ord('X')\n";

#[test]
fn a_source_changed_with_its_size_and_times_kept_is_found_with_verify() {
    use std::io::Read as _;
    use std::os::unix::fs::MetadataExt;
    let lab = Lab::new();
    if !lab.site().starts_with("/dev/shm") {
        eprintln!("skipped: without a file system in memory, each write is known by its time");
        return;
    }
    let path = lab.site().join("content/guide/third.en.md");
    let python = Command::new("python3")
        .args(["-c", SILENT_WRITE])
        .arg(&path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut python) = python else {
        eprintln!("skipped: there is no python3 to write without a trace");
        return;
    };
    python.stdout.take().unwrap().read_exact(&mut [0]).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(50));
    lab.built();
    let stood = |metadata: fs::Metadata| {
        (metadata.len(), metadata.modified().unwrap(), metadata.ctime(), metadata.ctime_nsec())
    };
    let before = (stood(fs::metadata(&path).unwrap()), fs::read(&path).unwrap());
    python.stdin.take().unwrap().write_all(b"\n").unwrap();
    assert!(python.wait().unwrap().success());
    if stood(fs::metadata(&path).unwrap()) != before.0 {
        eprintln!("skipped: this system notes the time of such a write");
        return;
    }
    assert_ne!(fs::read(&path).unwrap(), before.1);
    assert_eq!(lab.built().rendered.len(), 0, "nothing tells of it");
    let report = engine::build(&Options { verify: true, ..lab.options() }, &lab.out(), &|_, _| {});
    assert!(report.rendered.iter().any(|path| path.as_str() == "en/guide/third/index.html"));
    assert_eq!(differing(&lab.output(), &lab.clean().0), [""; 0]);
}

#[test]
fn a_cache_from_another_output_helps_with_texts_and_is_right() {
    let lab = Lab::ready();
    let other = lab.site().parent().unwrap().join("other");
    let report = engine::build(&lab.options(), &other, &|_, _| {});
    assert_eq!((said(&report), report.rendered.len()), (vec![], report.targets));
    assert_eq!(differing(&read_folder(&other), &lab.output()), [""; 0]);
    // Back in the first one: its files are not taken for those of the other.
    fs::write(lab.out().join("en/index.html"), "changed meanwhile").unwrap();
    lab.built();
    assert_eq!(differing(&lab.output(), &read_folder(&other)), [""; 0]);
}

#[test]
fn two_builds_of_one_site_at_a_time_both_come_out_right() {
    let lab = Lab::ready();
    let clean = lab.clean().0;
    let outs: Vec<PathBuf> = (0..3).map(|number| lab.site().parent().unwrap().join(format!("out-{number}"))).collect();
    for round in 0..4 {
        if round > 0 {
            set_field(&lab, "content/press/m8.en.md", "title", &format!("\"Round {round}\""));
        }
        let expected = if round == 0 { clean.clone() } else { lab.clean().0 };
        std::thread::scope(|scope| {
            for out in &outs {
                let run = || engine::build(&lab.options(), out, &|_, _| {});
                scope.spawn(move || assert!(run().changes.is_some()));
            }
        });
        for out in &outs {
            assert_eq!(differing(&read_folder(out), &expected), [""; 0], "round {round}");
        }
    }
    assert_eq!(said(&lab.built()), [""; 0], "the memory is whole");
}

#[test]
fn a_cache_that_can_t_be_written_is_a_warning_and_the_site_is_there() {
    let lab = Lab::new();
    // The root of the machine may write anywhere, so a file is in the way, and /proc takes no folder.
    fs::write(lab.site().join("in-the-way"), "").unwrap();
    for folder in [lab.site().join("in-the-way/cache"), PathBuf::from("/proc/none/cache")] {
        let options = Options { cache: CacheChoice::Folder(folder.clone()), ..lab.options() };
        let report = engine::build(&options, &lab.out(), &|_, _| {});
        assert!(report.changes.is_some());
        assert!(said(&report).contains(&"cache-unwritable"), "{}: {:?}", folder.display(), said(&report));
        assert_eq!(differing(&lab.output(), &lab.clean().0), [""; 0]);
    }
}

/// A file system of its own, of a size of its own, as long as it is held.
struct Mount(tempfile::TempDir);

impl Mount {
    /// Mounts one; `None` where this user may not.
    fn of(options: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(folder.path()).stderr(Stdio::null());
        let mounted = mount.status().is_ok_and(|status| status.success());
        if !mounted {
            eprintln!("skipped: this user may not mount a file system");
        }
        mounted.then_some(Self(folder))
    }

    fn again(&self, options: &str) {
        let status = Command::new("mount").args(["-o", &format!("remount,{options}")]).arg(self.0.path()).status();
        assert!(status.unwrap().success());
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).status();
    }
}

#[test]
fn a_full_disk_leaves_the_old_site_and_says_so() {
    let Some(disk) = Mount::of("size=32m") else { return };
    let lab = Lab::new();
    let out = disk.path().join("public");
    assert!(engine::build(&lab.options(), &out, &|_, _| {}).changes.is_some());
    let before = read_folder(&out);
    // Everything changes, and all but nothing is left.
    set_line(&lab, "name = { en = \"Ministry", "of All\", fr = \"Ministère\", ar = \"الوزارة\" }");
    let filler = fs::File::create(disk.path().join("filler")).unwrap();
    let mut left = [0u8; 4096];
    left.fill(1);
    while (&filler).write_all(&left).is_ok() {}
    filler.set_len(filler.metadata().unwrap().len().saturating_sub(65_536)).unwrap();
    drop(filler);
    let run = build(&lab.site(), &out, NOW, &[]);
    assert_eq!(run.status, 3, "{}", run.stderr);
    assert!(
        run.stderr.contains("error[write-failed]") && run.stderr.contains("No space left on device"),
        "{}",
        run.stderr
    );
    assert_eq!(differing(&read_folder(&out), &before), [""; 0], "the old site");
    fs::remove_file(disk.path().join("filler")).unwrap();
    let report = engine::build(&lab.options(), &out, &|_, _| {});
    assert!(report.changes.is_some());
    assert_eq!(differing(&read_folder(&out), &lab.clean().0), [""; 0]);
}

#[test]
fn a_full_disk_below_the_cache_is_a_warning() {
    let Some(disk) = Mount::of("size=64k") else { return };
    let lab = Lab::new();
    let folder = disk.path().join("cache");
    let run = build(&lab.site(), &lab.out(), NOW, &["--cache", folder.to_str().unwrap()]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(run.stderr.contains("warning[cache-unwritable]"), "{}", run.stderr);
    assert_eq!(differing(&run.files, &lab.clean().0), [""; 0]);
    let names = |folder: &Path| -> Vec<String> {
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    };
    // Pictures are small, and each is whole or not there.
    let left: Vec<String> = names(&folder).into_iter().filter(|name| name != "pictures").collect();
    assert_eq!(left, [".gitignore"], "no half of a cache is left");
    let halves: Vec<String> =
        names(&folder.join("pictures")).into_iter().filter(|name| name.ends_with(".new")).collect();
    assert_eq!(halves, [""; 0]);
}

#[test]
fn a_disk_that_is_for_reading_only_is_named() {
    let Some(disk) = Mount::of("size=32m") else { return };
    let lab = Lab::new();
    let (out, folder) = (disk.path().join("public"), disk.path().join("cache"));
    let arguments = ["--cache", folder.to_str().unwrap()];
    assert_eq!(build(&lab.site(), &out, NOW, &arguments).status, 0);
    let before = read_folder(&out);
    lab.append("content/about.en.md", "\nMore.\n");
    disk.again("ro");
    let run = build(&lab.site(), &out, NOW, &arguments);
    assert_eq!(run.status, 3, "{}", run.stderr);
    assert!(
        run.stderr.contains("error[write-failed]") && run.stderr.contains("Read-only file system"),
        "{}",
        run.stderr
    );
    assert_eq!(differing(&read_folder(&out), &before), [""; 0]);
    // The memory is read from there, and can't be written; the output is elsewhere.
    let run = build(&lab.site(), &lab.out(), NOW, &arguments);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(run.stderr.contains("warning[cache-unwritable]"), "{}", run.stderr);
    assert_eq!(differing(&run.files, &lab.clean().0), [""; 0]);
    disk.again("rw");
    assert_eq!(differing(&build(&lab.site(), &out, NOW, &arguments).files, &lab.clean().0), [""; 0]);
}

#[test]
fn a_file_where_the_output_is_to_be_is_named() {
    let site = Site::minimal();
    fs::write(site.out(), "mine").unwrap();
    let run = chancery()
        .arg("--root")
        .arg(site.path())
        .args(["--now", NOW, "build", "--out"])
        .arg(site.out())
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(3), "{stderr}");
    assert!(stderr.contains("error[write-failed]"), "{stderr}");
    assert_eq!(fs::read(site.out()).unwrap(), b"mine");
    fs::remove_file(site.out()).unwrap();
    let _ = site.build().sound();
}

// The command line.

/// Builds with arguments, the summary left in.
fn run(site: &Site, arguments: &[&str]) -> Output {
    let built = site.build_with(arguments);
    assert_eq!(built.status, 0, "{}", built.stderr);
    built
}

#[test]
fn without_a_cache_none_is_read_or_written() {
    let site = Site::minimal();
    run(&site, &["--no-cache"]);
    assert!(!site.path().join(".chancery").exists());
    run(&site, &[]);
    assert!(site.path().join(".chancery/build.cache").exists());
    assert_eq!(fs::read_to_string(site.path().join(".chancery/.gitignore")).unwrap(), "*\n");
    fs::write(site.path().join(".chancery/build.cache"), "damaged").unwrap();
    let again = run(&site, &["--no-cache"]);
    assert!(!again.stderr.contains("cache"), "{}", again.stderr);
    assert_eq!(fs::read(site.path().join(".chancery/build.cache")).unwrap(), b"damaged");
}

#[test]
fn a_cache_may_stand_in_a_folder_of_its_own() {
    let (site, place) = (Site::minimal(), quick_folder());
    let folder = place.path().join("deep/er");
    let cache = ["--cache", folder.to_str().unwrap()];
    run(&site, &cache);
    assert!(folder.join("build.cache").exists() && !site.path().join(".chancery").exists());
    let [table, rest] = [0, 1].map(|_| run(&site, &[&cache[..], &["--timings"]].concat()).stderr);
    assert!(rest.contains("rendered 0 of "), "{table}{rest}");
    let usage = support::build(&site.path(), &site.out(), NOW, &["--no-cache", "--cache", "x"]);
    assert_eq!(usage.status, 2, "{}", usage.stderr);
}

#[test]
fn a_file_of_the_output_is_explained() {
    let site = Site::minimal();
    let explained = |path: &str| run(&site, &["--explain", path]).stderr;
    let first = explained("en/about/index.html");
    assert!(
        first.contains("`en/about/index.html` was rendered: nothing is known of it from a build before"),
        "{first}"
    );
    let kept = explained("/en/about/");
    assert!(kept.contains("`/en/about/` was not rendered: "), "{kept}");
    site.write("content/about.en.md", "+++\ntitle = \"All about us\"\n+++\n\nWho we are.\n");
    let changed = explained("en/about/index.html");
    let lines: Vec<&str> = changed.lines().filter(|line| line.starts_with("  - ")).collect();
    assert!(changed.contains("`en/about/index.html` was rendered, because this has changed:"), "{changed}");
    assert!(lines.contains(&"  - front matter and address of `content/about.en.md`"), "{changed}");
    let unmoved = explained("en/faq/visa/index.html");
    assert!(unmoved.contains("was not rendered: "), "{unmoved}");
    fs::write(site.out().join("en/about/index.html"), "touched").unwrap();
    let touched = explained("en/about/index.html");
    assert!(touched.contains("its file in the output was not the one that the last build put there"), "{touched}");
    let unknown = explained("en/nowhere/");
    assert!(unknown.contains("`en/nowhere/` is no file of the output"), "{unknown}");
}

#[test]
fn the_stages_are_timed() {
    let site = Site::minimal();
    let said = run(&site, &["--timings"]).stderr;
    for stage in [
        "list files",
        "read the cache",
        "parse, link, plan",
        "check links",
        "render",
        "put in place",
        "write the cache",
    ] {
        assert!(said.lines().any(|line| line.starts_with(stage) && line.contains(" ms  ")), "{stage}: {said}");
    }
    let (rendered, targets) = said.split_once("rendered ").unwrap().1.split_once(" of ").unwrap();
    let targets = targets.split(' ').next().unwrap();
    assert!(rendered == targets && targets.parse::<usize>().unwrap() > 50, "{said}");
    let again = run(&site, &["--timings"]).stderr;
    assert!(
        again.contains("compare with the last build") && again.contains(&format!("rendered 0 of {targets} targets")),
        "{again}"
    );
}
