//! The versions of a picture: their widths, formats and addresses.
//!
//! A page never shows the original picture: it offers versions in a modern format in several widths, and one in a
//! common format for older browsers. The name of a version is derived from its inputs, so its address is known before
//! it is made, and nobody can guess it before the picture is public.

use super::FileFacts;
use crate::diag::{Feature, SourcePath};
use crate::media::{Encoding, Format, fitting_height, is_too_large};

/// The widths of versions in the modern format, in pixels: for a phone; for a high-resolution phone or a column of
/// text; for a column on a high-resolution screen.
const WIDTHS: [u32; 3] = [480, 960, WIDEST];
/// The maximum width of all versions.
pub const WIDEST: u32 = 1440;
/// The maximum width of the version in a common format, as cards and search engines require.
const FALLBACK: u32 = 1200;
/// A version must be narrower than the next by at least this ratio.
const CLOSE: (u32, u32) = (4, 5);

/// A PNG with fewer bytes than its pixels divided by this is drawn, not photographed: screens, charts, lettering.
const DRAWN: u64 = 2;
/// A PNG with fewer bytes than its pixels divided by this is a drawing of few colours.
const DRAWING: u64 = 16;

/// A version of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Form {
    /// The width in pixels; 0 means the unknown width of the picture.
    pub width: u32,
    /// The encoding.
    pub encoding: Encoding,
}

/// Returns whether pages can show a picture. A program built without `pictures` makes no versions, and never shows an
/// original instead.
#[must_use]
pub fn is_possible(facts: &FileFacts) -> bool {
    facts.format.is_none() || Feature::Pictures.is_present()
}

/// Lists the versions of a picture in the modern format, narrowest first.
#[must_use]
pub fn modern(facts: &FileFacts) -> Vec<Form> {
    let Some((width, height)) = facts.size else { return Vec::new() };
    let pixels = u64::from(width) * u64::from(height);
    // A picture that is too large to decode is reported for the common version. A PNG that compresses this well is a
    // drawing of few colours; a version in another format would not be smaller.
    if is_too_large((width, height)) || facts.format == Some(Format::Png) && facts.len * DRAWING < pixels {
        return Vec::new();
    }
    let widest = width.min(WIDEST);
    let narrower = WIDTHS.into_iter().filter(|narrow| narrow * CLOSE.1 <= widest * CLOSE.0);
    narrower.chain([widest]).map(|width| Form { width, encoding: Encoding::Avif }).collect()
}

/// Returns the version in a common format: PNG for drawings, JPEG for everything else, which would be large as PNG.
#[must_use]
pub fn fallback(facts: &FileFacts) -> Form {
    let pixels = facts.size.map_or(0, |(width, height)| u64::from(width) * u64::from(height));
    let is_drawn = facts.format == Some(Format::Png) && facts.len * DRAWN < pixels;
    let encoding = if is_drawn { Encoding::Png } else { Encoding::Jpeg };
    Form { width: facts.size.map_or(0, |(width, _)| width.min(FALLBACK)), encoding }
}

/// Returns the width and height of a version in pixels.
#[must_use]
pub fn size(form: Form, facts: &FileFacts) -> Option<(u32, u32)> {
    let size = facts.size?;
    Some((form.width, fitting_height(size, form.width)))
}

/// Returns the address of a version below the base.
#[must_use]
pub fn address(path: &SourcePath, facts: &FileFacts, form: Form) -> String {
    let digest = blake3::hash(format!("{} {}", Encoding::RECIPE, facts.sha256).as_bytes()).to_hex();
    let name = path.file_name();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    format!("/files/{}/{stem}-{}.{}", &digest[..16], form.width, form.encoding.extension())
}

/// Returns the path of a file's version for one language: `map.fr.svg` beside `map.svg`.
#[must_use]
pub fn localised(path: &SourcePath, tag: &str) -> SourcePath {
    let name = path.as_str();
    match name.rsplit_once('.').filter(|(_, extension)| !extension.contains('/')) {
        Some((stem, extension)) => SourcePath::new(&format!("{stem}.{tag}.{extension}")),
        None => SourcePath::new(&format!("{name}.{tag}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(width: u32, height: u32, format: Format) -> FileFacts {
        let sha256 = "ab".repeat(32);
        let (size, format) = (Some((width, height)), Some(format));
        FileFacts { len: 1_000_000, sha256, size, format, is_located: false, is_picture: true }
    }

    fn widths(width: u32) -> Vec<u32> {
        modern(&facts(width, 10, Format::Jpeg)).into_iter().map(|form| form.width).collect()
    }

    #[test]
    fn no_version_is_wider_than_the_picture_or_hardly_narrower_than_another() {
        assert_eq!(widths(4000), [480, 960, 1440]);
        assert_eq!(widths(1440), [480, 960, 1440]);
        assert_eq!(widths(1100), [480, 1100]);
        assert_eq!(widths(1300), [480, 960, 1300]);
        assert_eq!(widths(500), [500]);
        assert_eq!(widths(40), [40]);
        assert_eq!(modern(&facts(60_000, 60_000, Format::Png)), []);
        assert_eq!(modern(&facts(1, 64_000_000, Format::Jpeg)), []);
        let drawing = FileFacts { len: 9_000, ..facts(960, 600, Format::Png) };
        assert_eq!((modern(&drawing), fallback(&drawing)), (vec![], Form { width: 960, encoding: Encoding::Png }));
        let screen = FileFacts { len: 200_000, ..facts(960, 600, Format::Png) };
        assert_eq!((modern(&screen).len(), fallback(&screen).encoding), (2, Encoding::Png));
        let photograph = FileFacts { len: 900_000, ..facts(960, 600, Format::Png) };
        assert_eq!(fallback(&photograph).encoding, Encoding::Jpeg);
        assert_eq!(fallback(&facts(960, 600, Format::WebP)).encoding, Encoding::Jpeg);
    }

    #[test]
    fn versions_have_different_addresses_that_change_with_the_picture() {
        let path = SourcePath::new("content/press/x/harbour.jpeg");
        let facts = facts(2000, 1000, Format::Jpeg);
        let of = |form| address(&path, &facts, form);
        let fallback = fallback(&facts);
        assert!(of(fallback).ends_with("/harbour-1200.jpg"), "{}", of(fallback));
        assert_eq!(size(fallback, &facts), Some((1200, 600)));
        assert!(of(modern(&facts)[0]).ends_with("/harbour-480.avif"));
        let other = FileFacts { sha256: "cd".repeat(32), ..facts.clone() };
        assert_ne!(of(fallback), address(&path, &other, fallback));
    }

    #[test]
    fn a_file_for_one_language_has_its_tag_before_the_ending() {
        let named = |path: &str| localised(&SourcePath::new(path), "fr").to_string();
        assert_eq!(named("content/a.b/map.svg"), "content/a.b/map.fr.svg");
        assert_eq!(named("content/a.b/map"), "content/a.b/map.fr");
    }
}
