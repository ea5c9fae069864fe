//! Precompressed copies: what was packed once is not packed again, no damage makes a wrong copy, and the copies of a site
//! are always those of its files.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use chancery::output::compress::{CompressionCache, Copies, Level};
use chancery::output::sha256;
use support::{Files, Output, Site, build as build_site};

/// The place of a pack's table, its length and its digest, at its end.
const TRAILER: usize = 8 + 8 + 32;

fn page(number: u32) -> Vec<u8> {
    format!("<p>page {number}</p>\n").repeat(100).into_bytes()
}

fn key(number: u32) -> [u8; 32] {
    *blake3::hash(&page(number)).as_bytes()
}

/// A build of some pages: which of them had to be packed.
fn build(folder: &Path, pages: impl IntoIterator<Item = u32>) -> Vec<u32> {
    let (cache, mut new) = CompressionCache::open(folder);
    let mut packed = Vec::new();
    for number in pages {
        let expected = Copies::of(&page(number), Level::Fast);
        match cache.recall(&key(number), Level::Fast) {
            Some(copies) => assert_eq!(copies, expected),
            None => {
                packed.push(number);
                new.keep(&key(number), Level::Fast, &expected);
            }
        }
    }
    cache.finish(new).unwrap();
    packed
}

fn packs(folder: &Path) -> Vec<(PathBuf, u64)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.path(), entry.metadata().unwrap().len()))
        .collect();
    files.sort();
    files
}

#[test]
fn what_was_packed_once_is_not_packed_again() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("compressed");
    assert_eq!(build(&folder, 0..9), (0..9).collect::<Vec<_>>());
    assert_eq!(build(&folder, 0..9), [0_u32; 0]);
    assert_eq!(build(&folder, 0..10), [9]);
    assert_eq!(build(&folder, 0..10), [0_u32; 0]);
}

#[test]
fn each_level_has_its_own_copies() {
    let folder = tempfile::tempdir().unwrap();
    build(folder.path(), [1]);
    let (cache, _) = CompressionCache::open(folder.path());
    assert_eq!(cache.recall(&key(1), Level::Max), None);
    assert!(cache.recall(&key(1), Level::Fast).is_some());
}

#[test]
fn copies_that_were_left_out_stay_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let (cache, mut new) = CompressionCache::open(folder.path());
    new.keep(&key(1), Level::Fast, &Copies::default());
    cache.finish(new).unwrap();
    for _ in 0..3 {
        let (cache, new) = CompressionCache::open(folder.path());
        assert_eq!(cache.recall(&key(1), Level::Fast), Some(Copies::default()));
        cache.finish(new).unwrap();
    }
}

#[test]
fn what_a_build_does_not_use_is_dropped_but_what_it_retains_is_not() {
    let folder = tempfile::tempdir().unwrap();
    build(folder.path(), 0..20);
    let (cache, new) = CompressionCache::open(folder.path());
    (0..5).for_each(|number| cache.retain(&key(number), Level::Fast));
    let before = packs(folder.path())[0].1;
    cache.finish(new).unwrap();
    assert!(packs(folder.path())[0].1 * 3 < before);
    assert_eq!(build(folder.path(), 0..6), [5]);
    let (cache, new) = CompressionCache::open(folder.path());
    cache.finish(new).unwrap();
    assert_eq!(packs(folder.path()).len(), 0);
}

#[test]
fn a_small_change_writes_a_small_pack_and_packs_stay_few() {
    let folder = tempfile::tempdir().unwrap();
    build(folder.path(), 0..100);
    let (large, _) = packs(folder.path()).remove(0);
    let written = fs::metadata(&large).unwrap().modified().unwrap();
    for last in 101..130 {
        assert_eq!(build(folder.path(), 0..last), [last - 1]);
        assert!(packs(folder.path()).len() <= 6, "{:?}", packs(folder.path()));
    }
    assert_eq!(fs::metadata(&large).unwrap().modified().unwrap(), written);
}

#[test]
fn no_damage_makes_a_wrong_copy_or_a_fault() {
    let folder = tempfile::tempdir().unwrap();
    build(folder.path(), 0..4);
    let (path, length) = packs(folder.path()).remove(0);
    let sound = fs::read(&path).unwrap();
    // Every byte in turn, then every length: `build` compares what is recalled with what is right.
    for index in 0..sound.len() {
        let mut damaged = sound.clone();
        damaged[index] ^= 0x55;
        fs::write(&path, damaged).unwrap();
        let (cache, _) = CompressionCache::open(folder.path());
        let recalled = (0..4).filter_map(|number| Some((number, cache.recall(&key(number), Level::Fast)?)));
        let recalled: Vec<_> = recalled.collect();
        assert!(recalled.len() < 4, "the damage at {index} was not seen");
        for (number, copies) in recalled {
            assert_eq!(copies, Copies::of(&page(number), Level::Fast), "{index}");
        }
    }
    for cut in 0..length {
        fs::write(&path, &sound[..cut as usize]).unwrap();
        assert_eq!(CompressionCache::open(folder.path()).0.recall(&key(0), Level::Fast), None, "{cut}");
    }
}

#[test]
fn a_damaged_entry_is_made_anew_and_then_kept() {
    let folder = tempfile::tempdir().unwrap();
    build(folder.path(), 0..4);
    let (path, _) = packs(folder.path()).remove(0);
    let mut bytes = fs::read(&path).unwrap();
    bytes[0] ^= 1;
    fs::write(&path, bytes).unwrap();
    assert_eq!(build(folder.path(), 0..4).len(), 1);
    assert_eq!(build(folder.path(), 0..4), [0_u32; 0]);
}

#[test]
fn all_entries_of_a_pack_may_be_damaged() {
    let folder = tempfile::tempdir().unwrap();
    build(folder.path(), [0]);
    let (path, _) = packs(folder.path()).remove(0);
    let mut bytes = fs::read(&path).unwrap();
    bytes[0] ^= 1;
    fs::write(&path, bytes).unwrap();
    // The new pack has the name of the damaged one.
    assert_eq!(build(folder.path(), [0]), [0]);
    assert_eq!(build(folder.path(), [0]), [0_u32; 0]);
}

#[test]
fn what_is_not_a_pack_of_these_encoders_is_cleared_away() {
    let folder = tempfile::tempdir().unwrap();
    build(folder.path(), [0]);
    let (path, _) = packs(folder.path()).remove(0);
    let bytes = fs::read(&path).unwrap();
    let at = bytes.windows(6).position(|window| window == b"brotli").unwrap();
    let table = bytes.len() - TRAILER;
    let start = u64::from_le_bytes(bytes[table..table + 8].try_into().unwrap()) as usize;
    let mut other = bytes.clone();
    other[at] = b'B';
    let digest = blake3::hash(&other[start..table]);
    other[table + 16..].copy_from_slice(digest.as_bytes());
    fs::write(&path, other).unwrap();
    fs::write(folder.path().join("unfinished"), "left by a killed build").unwrap();
    assert_eq!(build(folder.path(), [0]), [0]);
    assert_eq!(packs(folder.path()).len(), 1);
}

#[test]
fn a_folder_that_cannot_be_written_is_reported_once_and_harms_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let (cache, mut new) = CompressionCache::open(&file.join("compressed"));
    assert_eq!(cache.recall(&key(0), Level::Fast), None);
    new.keep(&key(0), Level::Fast, &Copies::default());
    new.keep(&key(1), Level::Fast, &Copies::default());
    assert!(cache.finish(new).is_err());
}

/// The paths of the copies in an output.
fn copies(files: &Files) -> BTreeSet<&str> {
    let paths = files.keys().map(String::as_str);
    paths.filter(|path| path.ends_with(".br") || path.ends_with(".gz")).collect()
}

/// The site as it comes out of a first build.
fn clean(site: &Site, level: &str) -> Files {
    let out = tempfile::tempdir().unwrap();
    let level = format!("--compress={level}");
    build_site(&site.path(), &out.path().join("public"), support::NOW, &[&level, "--no-cache"]).sound().files
}

/// Builds the site once more, and asserts that this gives what a first build gives.
fn built(site: &Site, level: &str) -> Output {
    let output = site.build_with(&[&format!("--compress={level}"), "--timings"]).sound();
    let clean = clean(site, level);
    let names = |files: &Files| files.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(names(&output.files), names(&clean));
    let differ: Vec<&String> = clean.keys().filter(|path| output.files[*path] != clean[*path]).collect();
    assert!(differ.is_empty(), "{differ:?}");
    output
}

fn written(site: &Site, path: &str) -> SystemTime {
    fs::metadata(site.out().join(path)).unwrap().modified().unwrap()
}

#[test]
fn every_text_of_a_site_has_copies_that_unpack_to_it_and_that_the_manifest_lists() {
    let site = Site::minimal();
    let output = built(&site, "fast");
    let manifest = output.text("digests.txt");
    let long = |path: &&String| output.files[*path].len() >= 1024 && path.ends_with(".html");
    let pages: Vec<&String> = output.files.keys().filter(long).collect();
    assert!(pages.len() > 20, "{pages:?}");
    for page in pages {
        let mut bytes = Vec::new();
        let copy = &output.files[&format!("{page}.br")];
        brotli::BrotliDecompress(&mut copy.as_slice(), &mut bytes).unwrap();
        assert!(bytes == output.files[page], "{page}");
        assert!(output.files.contains_key(&format!("{page}.gz")), "{page}");
    }
    for copy in copies(&output.files) {
        let digest = sha256(&output.files[copy]).map(|byte| format!("{byte:02x}")).concat();
        assert!(manifest.contains(&format!("{digest}  {copy}\n")), "{copy}");
    }
    let again = built(&site, "fast");
    assert!(again.stderr.contains(": 0 files changed, 0 removed"), "{}", again.stderr);
    assert!(again.stderr.contains("compare with the last build"), "{}", again.stderr);
}

#[test]
fn copies_follow_their_files_and_those_of_others_stay() {
    let site = Site::minimal();
    built(&site, "fast");
    let before = written(&site, "fr/a-propos/index.html.br");
    site.write("content/about.en.md", "+++\ntitle = \"About us\"\n+++\n\nSomebody else.\n");
    let first = fs::read(site.out().join("en/about/index.html.gz")).unwrap();
    let output = built(&site, "fast");
    assert!(output.files["en/about/index.html.gz"] != first);
    assert_eq!(written(&site, "fr/a-propos/index.html.br"), before);
    let site = site.without("content/about.fr.md");
    assert!(!built(&site, "fast").files.contains_key("fr/a-propos/index.html.br"));
}

#[test]
fn another_level_makes_other_copies_and_leaves_the_pages() {
    let site = Site::minimal();
    let fast = built(&site, "fast");
    let before = written(&site, "en/index.html");
    let max = built(&site, "max");
    assert!(max.files["en/index.html.br"].len() < fast.files["en/index.html.br"].len());
    let off = built(&site, "off");
    assert_eq!(copies(&off.files), BTreeSet::new());
    assert!(off.stderr.contains("rendered 0 of"), "{}", off.stderr);
    assert!(!off.stderr.contains("pack copies"), "{}", off.stderr);
    let again = built(&site, "fast");
    assert_eq!(copies(&again.files), copies(&fast.files));
    assert_eq!(written(&site, "en/index.html"), before);
}

#[test]
fn a_copy_that_is_gone_or_touched_is_made_again() {
    let site = Site::minimal();
    built(&site, "fast");
    fs::remove_file(site.out().join("en/index.html.br")).unwrap();
    fs::write(site.out().join("en/about/index.html.gz"), "touched").unwrap();
    let output = built(&site, "fast");
    assert!(output.stderr.contains("rendered 2 of"), "{}", output.stderr);
}

#[test]
fn a_file_of_the_site_is_no_copy_even_where_it_has_the_name_of_one() {
    let long = "A text of some length. ".repeat(100);
    let site = Site::minimal()
        .file("static/notes.txt", &long)
        .file("static/notes.txt.gz", "packed by hand")
        .file("static/other.txt", &long)
        .file("static/other.txt.br/inner.txt", "a folder with the name of a copy");
    let output = built(&site, "fast");
    assert_eq!(output.files["notes.txt.gz"], b"packed by hand");
    assert!(output.files.contains_key("notes.txt.br") && output.files.contains_key("other.txt.gz"));
    // Their names are free again, then taken again.
    let site = site.without("static/notes.txt.gz").without("static/other.txt.br/inner.txt");
    assert!(built(&site, "fast").files["notes.txt.gz"].starts_with(&[0x1f, 0x8b]));
    let site = site.file("static/notes.txt.gz", "packed by hand");
    assert_eq!(built(&site, "fast").files["notes.txt.gz"], b"packed by hand");
}

#[test]
fn a_new_output_takes_its_copies_from_the_cache() {
    let site = Site::minimal();
    let first = site.build_with(&["--compress=fast", "--timings"]).sound();
    let packed = |output: &Output| {
        let line = output.stderr.lines().find(|line| line.contains("pack copies")).unwrap().to_owned();
        line.split_whitespace().rev().nth(1).unwrap().parse::<usize>().unwrap()
    };
    assert!(packed(&first) > 20, "{}", first.stderr);
    fs::remove_dir_all(site.out()).unwrap();
    let second = site.build_with(&["--compress=fast", "--timings"]).sound();
    assert_eq!(packed(&second), 0, "{}", second.stderr);
    assert!(first.files == second.files);
}

#[test]
fn the_command_line_overrides_site_toml() {
    let site = Site::minimal();
    let has_copies = |arguments: &[&str]| {
        let mut command = support::chancery();
        command.arg("--root").arg(site.path()).args(["--now", support::NOW, "build", "--no-cache", "--out"]);
        let run = command.arg(site.out()).args(arguments).output().unwrap();
        let files = support::read_folder(&site.out());
        (run.status.code().unwrap(), !copies(&files).is_empty())
    };
    assert_eq!(has_copies(&[]), (0, true), "the default");
    assert_eq!(has_copies(&["--compress=off"]), (0, false));
    assert_eq!(has_copies(&["--compress"]), (0, true));
    let text = fs::read_to_string(site.path().join("site.toml")).unwrap();
    site.write("site.toml", format!("compress = \"off\"\n{text}"));
    assert_eq!(has_copies(&[]), (0, false));
    assert_eq!(has_copies(&["--compress=max"]), (0, true));
    assert_eq!(has_copies(&["--compress=harder"]), (2, true), "nothing is changed");
}
