//! What the first bytes of a picture tell, without decoding it.

use serde::{Deserialize, Serialize};

use super::exif::Exif;

/// A format of pictures made of pixels that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Format {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// WebP.
    WebP,
}

impl Format {
    /// Tells a format by the signature at the beginning of a file, whatever the file's name says.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::WebP),
            _ => None,
        }
    }
}

/// What a picture tells of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Probe {
    /// What it is.
    pub format: Format,
    /// Width and height as it is shown, the right way up; `None` where its beginning can't be read.
    pub size: Option<(u32, u32)>,
    /// Whether it says where it was taken.
    pub is_located: bool,
}

/// Looks at the beginning of a picture; `None` where it is in none of the formats that can be read.
#[must_use]
pub fn probe(bytes: &[u8]) -> Option<Probe> {
    let format = Format::of(bytes)?;
    let size = size(bytes);
    let exif = exif(bytes, format);
    let is_turned = exif.is_some_and(|exif| exif.orientation > 4);
    Some(Probe {
        format,
        size: size.map(|(width, height)| if is_turned { (height, width) } else { (width, height) }),
        is_located: exif.is_some_and(|exif| exif.is_located) || names_place(bytes),
    })
}

/// Returns whether bytes are a picture that browsers show although it is not read here: GIF, AVIF, BMP or an icon.
#[must_use]
pub fn is_shown_unread(bytes: &[u8]) -> bool {
    match bytes {
        [b'G', b'I', b'F', b'8', ..] | [b'B', b'M', ..] | [0, 0, 1, 0, ..] => true,
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => brand.starts_with(b"avif") || brand.starts_with(b"avis"),
        _ => false,
    }
}

/// Reads width and height of a picture in any usual format, as they are stored.
#[must_use]
pub fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let size = imagesize::blob_size(bytes).ok()?;
    Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))
}

fn exif(bytes: &[u8], format: Format) -> Option<Exif> {
    let data = match format {
        // As the decoder does: of several, the last counts.
        Format::Jpeg => {
            let marked = chunks(bytes, 2, jpeg_segment).filter(|(name, _)| name[1] == APP1);
            marked.filter_map(|(_, data)| data.strip_prefix(b"Exif\0\0")).last().map(<[u8]>::to_vec)
        }
        Format::Png => chunks(bytes, 8, png_chunk).find(|(name, _)| name == b"eXIf").map(|(_, data)| data.to_vec()),
        Format::WebP => chunks(bytes, 12, webp_chunk).find(|(name, _)| name == b"EXIF").map(|(_, data)| data.to_vec()),
    };
    data.map(|data| Exif::read(&data))
}

/// Returns whether a picture in a format that is not read here says where it was taken: by EXIF anywhere in it, or by
/// XMP.
#[must_use]
pub fn is_located(bytes: &[u8]) -> bool {
    let marks = memchr::memmem::find_iter(bytes, b"Exif\0\0");
    marks.map(|at| Exif::read(&bytes[at..])).any(|exif| exif.is_located) || names_place(bytes)
}

/// XMP can say where a picture was taken, too; it is text, anywhere in the file.
fn names_place(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, b"GPSLatitude").is_some()
}

type Chunk<'a> = ([u8; 4], &'a [u8]);

fn chunks<'a>(
    bytes: &'a [u8],
    start: usize,
    read: fn(&'a [u8]) -> Option<(Chunk<'a>, usize)>,
) -> impl Iterator<Item = Chunk<'a>> {
    let mut at = start;
    std::iter::from_fn(move || {
        let (chunk, len) = read(bytes.get(at..)?)?;
        at = at.checked_add(len)?;
        Some(chunk)
    })
}

/// Returns the chunk of a PNG that holds its colour profile: a name, a byte, the packed profile.
#[cfg(feature = "pictures")]
pub(super) fn png_profile(bytes: &[u8]) -> Option<&[u8]> {
    chunks(bytes, 8, png_chunk).find(|(name, _)| name == b"iCCP").map(|(_, data)| data)
}

/// The marker of the segments of a JPEG that hold EXIF, and that of the pixels, where the segments end.
const APP1: u8 = 0xe1;
const SCAN: u8 = 0xda;

fn jpeg_segment(bytes: &[u8]) -> Option<(Chunk<'_>, usize)> {
    // A marker may have any number of 0xff before it.
    let fill = bytes.iter().position(|byte| *byte != 0xff).filter(|fill| *fill > 0)? - 1;
    let [_, marker, high, low] = *bytes.get(fill..)?.first_chunk()?;
    let len = usize::from(u16::from_be_bytes([high, low]));
    let data = bytes.get(fill + 4..(fill + 2).checked_add(len)?)?;
    (marker != SCAN).then_some((([0xff, marker, 0, 0], data), fill + 2 + len))
}

fn png_chunk(bytes: &[u8]) -> Option<(Chunk<'_>, usize)> {
    let len = u32::from_be_bytes(*bytes.first_chunk()?) as usize;
    let name = *bytes.get(4..)?.first_chunk()?;
    Some(((name, bytes.get(8..len.checked_add(8)?)?), len.checked_add(12)?))
}

fn webp_chunk(bytes: &[u8]) -> Option<(Chunk<'_>, usize)> {
    let name = *bytes.first_chunk()?;
    let len = u32::from_le_bytes(*bytes.get(4..)?.first_chunk()?) as usize;
    Some(((name, bytes.get(8..len.checked_add(8)?)?), len.checked_add(8 + len % 2)?))
}

#[cfg(test)]
mod tests {
    use super::probe;

    /// A JPEG of one segment after another, without pixels.
    fn jpeg(segments: &[(u8, &[u8])]) -> Vec<u8> {
        let mut bytes = vec![0xff, 0xd8];
        for (marker, data) in segments {
            bytes.extend_from_slice(&[0xff, 0xff, *marker]);
            bytes.extend_from_slice(&(data.len() as u16 + 2).to_be_bytes());
            bytes.extend_from_slice(data);
        }
        bytes
    }

    #[test]
    fn a_jpeg_says_where_it_was_taken_in_a_segment_before_its_pixels() {
        let located = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\0";
        let is_located = |bytes: &[u8]| probe(bytes).is_some_and(|probe| probe.is_located);
        let with = jpeg(&[(0xe0, b"JFIF\0"), (0xe1, b"http://ns.adobe.com/"), (0xe1, located)]);
        assert!(is_located(&with));
        assert!(!is_located(&jpeg(&[(0xe0, b"JFIF\0"), (0xda, b""), (0xe1, located)])));
        for end in 0..with.len() {
            // Cut off anywhere: no panic, and no place where the segment is not whole.
            assert!(!is_located(&with[..end]));
        }
    }
}
