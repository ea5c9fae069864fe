//! The cache of precompressed copies: what was packed once is not packed again, and no damage makes a wrong copy.
#![allow(clippy::cast_possible_truncation, clippy::disallowed_methods, clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use chancery::output::compress::{CompressionCache, Copies, Level};

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
