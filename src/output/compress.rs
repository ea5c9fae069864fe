//! Precompressed copies: `x.html.br` and `x.html.gz` beside `x.html`, for hosts that send what a browser can
//! decompress.
//!
//! Only text gets copies; pictures, web fonts and archives are compressed already. The same bytes always give the same
//! copies, independent of time, file name and number of threads. Making them costs more than rendering a page, so
//! [`CompressionCache`] keeps them between builds. This module does not know which files a site has.

mod cache;

use std::io::Write as _;

use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, GzBuilder};
use serde::{Deserialize, Serialize};

pub use cache::{CompressionCache, NewCopies};

use crate::fs::OutPath;

/// Extensions of files that contain text, or bytes that compress as well as text.
const ENDINGS: &[&str] = &[
    "atom",
    "css",
    "csv",
    "geojson",
    "htm",
    "html",
    "ics",
    "js",
    "json",
    "jsonld",
    "map",
    "md",
    "mjs",
    "otf",
    "rss",
    "svg",
    "ttf",
    "txt",
    "vcf",
    "vtt",
    "wasm",
    "webmanifest",
    "xhtml",
    "xml",
    "xsl",
];

/// The length below which a response fits into one packet anyway, so that a copy has no benefit.
const SMALLEST: usize = 1024;

/// The window sizes of brotli, as powers of two. For every file, the encoder clears memory of the size of the window, which
/// takes longer than compressing a page. Below the smallest size it uses a method that is ten times slower.
const WINDOWS: std::ops::RangeInclusive<i32> = 18..=22;

/// The compression level of copies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    /// No copies.
    Off,
    /// Brotli 5 and gzip 5: fractions of a millisecond for a page.
    Fast,
    /// Brotli 11 and gzip 9: some fifty milliseconds for a page, which is then about a tenth smaller.
    Max,
}

impl Level {
    /// Returns the qualities of brotli and gzip. Gzip 9 takes half as long again as 5, for one byte in a hundred, and nearly
    /// every client that unpacks gzip is sent brotli.
    fn qualities(self) -> Option<(i32, u32)> {
        match self {
            Self::Off => None,
            Self::Fast => Some((5, 5)),
            Self::Max => Some((11, 9)),
        }
    }
}

/// The copies of one file; each is omitted if it would not be smaller than the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copies {
    brotli: Option<Vec<u8>>,
    gzip: Option<Vec<u8>>,
}

impl Copies {
    /// Compresses the bytes of a file, whatever its type and length; see [`has_copies`].
    #[must_use]
    pub fn of(bytes: &[u8], level: Level) -> Self {
        let Some((for_brotli, for_gzip)) = level.qualities() else { return Self::default() };
        let smaller = |copy: &Vec<u8>| copy.len() < bytes.len();
        Self { brotli: brotli(bytes, for_brotli).filter(smaller), gzip: gzip(bytes, for_gzip).filter(smaller) }
    }

    /// Returns the copies with their own paths, for the file at a path.
    #[must_use]
    pub fn beside(self, path: &OutPath) -> Vec<(OutPath, Vec<u8>)> {
        let named = |copy: Option<Vec<u8>>, ending| Some((OutPath::new(&format!("{path}.{ending}"))?, copy?));
        named(self.brotli, "br").into_iter().chain(named(self.gzip, "gz")).collect()
    }
}

/// Returns whether a file of this name and length gets copies.
#[must_use]
pub fn has_copies(path: &OutPath, length: usize) -> bool {
    let ending = path.as_str().rsplit_once('.').map_or("", |(_, ending)| ending);
    length >= SMALLEST && ENDINGS.contains(&ending)
}

/// Returns the level for a file: the highest for assets, which are few, change rarely and come with every page.
#[must_use]
pub fn level_for(path: &OutPath, level: Level) -> Level {
    if level == Level::Fast && path.as_str().starts_with("assets/") { Level::Max } else { level }
}

/// Makes the copies of a file, brotli first: none where the level is off or the file is not one that gets copies.
#[must_use]
pub fn copies(path: &OutPath, bytes: &[u8], level: Level) -> Vec<(OutPath, Vec<u8>)> {
    if level == Level::Off || !has_copies(path, bytes.len()) {
        return Vec::new();
    }
    Copies::of(bytes, level_for(path, level)).beside(path)
}

/// Compresses with brotli (RFC 7932).
fn brotli(mut bytes: &[u8], quality: i32) -> Option<Vec<u8>> {
    let lgwin = window(bytes.len());
    let parameters = BrotliEncoderParams { quality, lgwin, size_hint: bytes.len(), ..Default::default() };
    let mut copy = Vec::new();
    // Writing to memory never fails.
    brotli::BrotliCompress(&mut bytes, &mut copy, &parameters).ok().map(|_| copy)
}

/// Returns the smallest window from which a whole file of this length can be referred to.
fn window(length: usize) -> i32 {
    // RFC 7932, section 9.1: a window is 16 bytes smaller than its power of two.
    let bits = (length + 16).next_power_of_two().ilog2();
    i32::try_from(bits).unwrap_or(*WINDOWS.end()).clamp(*WINDOWS.start(), *WINDOWS.end())
}

/// Compresses with gzip (RFC 1952), without time, name and system.
fn gzip(bytes: &[u8], quality: u32) -> Option<Vec<u8>> {
    const UNKNOWN_SYSTEM: u8 = 255;
    let builder = GzBuilder::new().mtime(0).operating_system(UNKNOWN_SYSTEM);
    let mut writer = builder.write(Vec::new(), Compression::new(quality));
    // Writing to memory never fails.
    writer.write_all(bytes).and_then(|()| writer.finish()).ok()
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, clippy::unwrap_used)]
mod tests {
    use std::io::Read as _;

    use proptest::prelude::*;

    use super::*;

    fn path(path: &str) -> OutPath {
        OutPath::new(path).unwrap()
    }

    fn unpacked(path: &OutPath, copy: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        if path.as_str().ends_with(".br") {
            brotli::Decompressor::new(copy, 4096).read_to_end(&mut bytes).unwrap();
        } else {
            flate2::read::GzDecoder::new(copy).read_to_end(&mut bytes).unwrap();
        }
        bytes
    }

    /// Returns bytes that can't be compressed.
    fn noise(length: usize) -> Vec<u8> {
        let mut bytes = vec![0; length];
        blake3::Hasher::new().finalize_xof().fill(&mut bytes);
        bytes
    }

    #[test]
    fn a_page_has_two_copies_that_unpack_to_it() {
        let page = "<p>Знание — сила. 知識就是力量</p>\n".repeat(200).into_bytes();
        for level in [Level::Fast, Level::Max] {
            let made = copies(&path("en/index.html"), &page, level);
            let names: Vec<&str> = made.iter().map(|(path, _)| path.as_str()).collect();
            assert_eq!(names, ["en/index.html.br", "en/index.html.gz"]);
            for (path, copy) in &made {
                assert!(copy.len() < page.len() / 10, "{path}");
                assert_eq!(unpacked(path, copy), page, "{path}");
            }
            assert_eq!(copies(&path("en/index.html"), &page, level), made);
        }
    }

    #[test]
    fn the_highest_level_packs_closer() {
        let page =
            (0..2000).map(|number| format!("<li>The {number}. item of a list</li>\n")).collect::<Vec<_>>().concat();
        let length = |level| copies(&path("a.html"), page.as_bytes(), level)[0].1.len();
        assert!(length(Level::Max) < length(Level::Fast));
    }

    #[test]
    fn pictures_small_files_and_the_level_off_have_none() {
        let text = "text ".repeat(1000);
        for name in ["a.png", "a.html.br", "a.woff2", "a", "svg", "html/a.zip", "a.pf_index"] {
            assert_eq!(copies(&path(name), text.as_bytes(), Level::Fast), [], "{name}");
        }
        assert_eq!(copies(&path("a.html"), &text.as_bytes()[..SMALLEST - 1], Level::Fast), []);
        assert_eq!(copies(&path("a.html"), text.as_bytes(), Level::Off), []);
        assert_eq!(copies(&path("a.html"), &text.as_bytes()[..SMALLEST], Level::Fast).len(), 2);
    }

    #[test]
    fn a_copy_that_would_not_be_smaller_is_left_out() {
        assert_eq!(copies(&path("a.txt"), &noise(5000), Level::Fast), []);
    }

    #[test]
    fn no_time_name_or_system_is_in_a_copy() {
        // RFC 1952, section 2.3: magic, method, no flags, no time, best compression, unknown system.
        assert_eq!(gzip(&[b'a'; 2000], 9).unwrap()[..10], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255]);
    }

    #[test]
    fn a_window_is_no_larger_than_its_file_needs() {
        let lengths = [0, 1 << 10, (1 << 18) - 16, (1 << 18) - 15, 1 << 20, 1 << 30];
        assert_eq!(lengths.map(window), [18, 18, 18, 19, 21, 22]);
    }

    #[test]
    fn the_bytes_of_copies_stay_what_they_were() {
        // Other bytes here mean another encoder: then `cache::ENCODERS` must say so.
        let page = (0..300).map(|number| format!("<p>paragraph {number}</p>\n")).collect::<Vec<_>>().concat();
        let digests = |level| {
            let made = copies(&path("a.html"), page.as_bytes(), level);
            made.iter().map(|(_, copy)| blake3::hash(copy).to_hex()[..16].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(digests(Level::Fast), ["b087a67f3ca90747", "6878aab200c12947"]);
        assert_eq!(digests(Level::Max), ["20c2384924d84a72", "c1cd2fbcedf71a95"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn whatever_the_bytes_copies_unpack_to_them_and_are_smaller(
            pieces in proptest::collection::vec((".{0,40}", 1_usize..80), 0..20),
        ) {
            let bytes: Vec<u8> = pieces.iter().flat_map(|(text, times)| text.repeat(*times).into_bytes()).collect();
            for (path, copy) in copies(&path("a.txt"), &bytes, Level::Fast) {
                prop_assert!(copy.len() < bytes.len());
                prop_assert_eq!(unpacked(&path, &copy), bytes.clone());
            }
        }
    }
}
