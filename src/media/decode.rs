//! From a file to pixels: upright, in sRGB, without anything else that the file held.

use std::io::{Cursor, Read};

use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;

use super::colour;
use super::exif::Exif;
use super::pixels::{Pixels, is_too_large};
use super::probe::{self, Format};
use crate::limits;

/// What a decoder found, as it stands in the file.
struct Raw {
    pixels: Pixels,
    profile: Option<Vec<u8>>,
    exif: Option<Vec<u8>>,
}

/// Reads a picture.
///
/// # Errors
///
/// Why it can't be read, for people: it is damaged, or beyond one of the [`limits`].
pub fn decode(bytes: &[u8]) -> Result<Pixels, String> {
    let raw = match Format::of(bytes) {
        Some(Format::Jpeg) => jpeg(bytes),
        Some(Format::Png) => png(bytes),
        Some(Format::WebP) => webp(bytes),
        None => Err("it is neither JPEG nor PNG nor WebP".to_owned()),
    };
    let Raw { mut pixels, profile, exif } = raw?;
    if let Some(profile) = profile {
        if profile.len() > limits::PROFILE_BYTES {
            return Err(too_large_profile());
        }
        colour::to_srgb(&mut pixels, &profile);
    }
    let orientation = exif.map_or(1, |exif| Exif::read(&exif).orientation);
    Ok(upright(pixels, orientation))
}

fn too_large_profile() -> String {
    format!("its colour profile has more than {} bytes", limits::PROFILE_BYTES)
}

/// Makes sure that the packed colour profile of a PNG is small enough, without keeping what it holds. One that is damaged
/// is passed over later.
fn check_packed_profile(bytes: &[u8]) -> Result<(), String> {
    let Some(data) = probe::png_profile(bytes) else { return Ok(()) };
    let packed = data.iter().position(|byte| *byte == 0).and_then(|end| data.get(end + 2..)).unwrap_or_default();
    let mut unpacked = flate2::read::ZlibDecoder::new(packed).take(limits::PROFILE_BYTES as u64 + 1);
    match std::io::copy(&mut unpacked, &mut std::io::sink()) {
        Ok(len) if len > limits::PROFILE_BYTES as u64 => Err(too_large_profile()),
        _ => Ok(()),
    }
}

fn check_size(width: usize, height: usize) -> Result<(u32, u32), String> {
    let (wide, high) = (u32::try_from(width), u32::try_from(height));
    match (wide, high) {
        (Ok(0), _) | (_, Ok(0)) => Err("it has no pixels".to_owned()),
        (Ok(wide), Ok(high)) if !is_too_large((wide, high)) => Ok((wide, high)),
        _ => Err(format!(
            "it has {width} × {height} pixels, more than {} million in all or {} on a side",
            limits::PICTURE_PIXELS / 1_000_000,
            limits::PICTURE_SIDE
        )),
    }
}

fn jpeg(bytes: &[u8]) -> Result<Raw, String> {
    const SIDE: usize = 65_535;
    let failed = |error: zune_jpeg::errors::DecodeErrors| error.to_string();
    let options =
        DecoderOptions::default().set_max_width(SIDE).set_max_height(SIDE).jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(failed)?;
    let info = decoder.info().ok_or("it has no size")?;
    let (width, height) = check_size(info.width.into(), info.height.into())?;
    let data = decoder.decode().map_err(failed)?;
    let (profile, exif) = (decoder.icc_profile(), decoder.exif().cloned());
    Ok(Raw { pixels: whole(Pixels { width, height, has_alpha: false, data })?, profile, exif })
}

fn png(bytes: &[u8]) -> Result<Raw, String> {
    let failed = |error: png::DecodingError| error.to_string();
    check_packed_profile(bytes)?;
    // For chunks and the row under way; the pixels are counted below.
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), png::Limits { bytes: 64 << 20 });
    decoder.set_ignore_text_chunk(true);
    decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::STRIP_16);
    let mut reader = decoder.read_info().map_err(failed)?;
    let info = reader.info();
    let (width, height) = check_size(info.width as usize, info.height as usize)?;
    let profile = info.icc_profile.as_ref().map(|profile| profile.to_vec());
    let exif = info.exif_metadata.as_ref().map(|exif| exif.to_vec());
    let mut data = vec![0; reader.output_buffer_size().ok_or("it is too large")?];
    let frame = reader.next_frame(&mut data).map_err(failed)?;
    data.truncate(frame.buffer_size());
    let (data, has_alpha) = match frame.color_type {
        png::ColorType::Rgb => (data, false),
        png::ColorType::Rgba => (data, true),
        png::ColorType::Grayscale => (data.iter().flat_map(|grey| [*grey; 3]).collect(), false),
        png::ColorType::GrayscaleAlpha => {
            let pixels = data.as_chunks::<2>().0;
            (pixels.iter().flat_map(|[grey, alpha]| [*grey, *grey, *grey, *alpha]).collect(), true)
        }
        png::ColorType::Indexed => return Err("its palette can't be read".to_owned()),
    };
    Ok(Raw { pixels: whole(Pixels { width, height, has_alpha, data })?, profile, exif })
}

fn webp(bytes: &[u8]) -> Result<Raw, String> {
    let failed = |error: image_webp::DecodingError| error.to_string();
    let mut decoder = image_webp::WebPDecoder::new(Cursor::new(bytes)).map_err(failed)?;
    let (width, height) = decoder.dimensions();
    let (width, height) = check_size(width as usize, height as usize)?;
    let has_alpha = decoder.has_alpha();
    let profile = decoder.icc_profile().map_err(failed)?;
    let exif = decoder.exif_metadata().map_err(failed)?;
    let mut data = vec![0; decoder.output_buffer_size().ok_or("it is too large")?];
    decoder.read_image(&mut data).map_err(failed)?;
    Ok(Raw { pixels: whole(Pixels { width, height, has_alpha, data })?, profile, exif })
}

/// Makes sure that there are as many bytes as pixels ask for.
fn whole(pixels: Pixels) -> Result<Pixels, String> {
    let wanted = pixels.width as usize * pixels.height as usize * pixels.channels();
    if pixels.data.len() == wanted { Ok(pixels) } else { Err("it is cut off".to_owned()) }
}

/// Turns a picture the right way up; orientations are numbered as in EXIF.
fn upright(pixels: Pixels, orientation: u8) -> Pixels {
    if orientation < 2 {
        return pixels;
    }
    let (width, height) = (pixels.width as usize, pixels.height as usize);
    let (wide, high) = if orientation > 4 { (height, width) } else { (width, height) };
    let channels = pixels.channels();
    let mut data = Vec::with_capacity(pixels.data.len());
    for y in 0..high {
        for x in 0..wide {
            let (from_x, from_y) = match orientation {
                2 => (width - 1 - x, y),
                3 => (width - 1 - x, height - 1 - y),
                4 => (x, height - 1 - y),
                5 => (y, x),
                6 => (y, height - 1 - x),
                7 => (width - 1 - y, height - 1 - x),
                _ => (width - 1 - y, x),
            };
            let at = (from_y * width + from_x) * channels;
            data.extend_from_slice(&pixels.data[at..at + channels]);
        }
    }
    Pixels { width: wide as u32, height: high as u32, data, ..pixels }
}

#[cfg(test)]
mod tests {
    use super::{Pixels, limits, upright};

    /// Two rows of three: 1 2 3 / 4 5 6.
    fn numbered() -> Pixels {
        let data = (1..=6).flat_map(|n| [n; 3]).collect();
        Pixels { width: 3, height: 2, has_alpha: false, data }
    }

    fn rows(pixels: &Pixels) -> Vec<Vec<u8>> {
        let numbers: Vec<u8> = pixels.data.iter().step_by(3).copied().collect();
        numbers.chunks(pixels.width as usize).map(<[u8]>::to_vec).collect()
    }

    #[test]
    fn a_picture_that_is_too_long_on_one_side_is_not_read() {
        let refused = |width, height| super::check_size(width, height).is_err();
        assert!(refused(1, 64_000_000) && refused(64_000_000, 1) && refused(10_000, 10_000) && refused(0, 5));
        assert!(!refused(32_768, 1_900) && !refused(8_000, 8_000));
    }

    #[test]
    fn a_colour_profile_that_unpacks_to_more_than_is_sensible_is_an_error() {
        let png = |profile: usize| {
            let mut bytes = Vec::new();
            let mut info = png::Info::with_size(1, 1);
            info.icc_profile = Some(vec![0; profile].into());
            info.color_type = png::ColorType::Rgb;
            let encoder = png::Encoder::with_info(&mut bytes, info).expect("a PNG");
            encoder.write_header().and_then(|mut writer| writer.write_image_data(&[1, 2, 3])).expect("a PNG");
            bytes
        };
        let bomb = png(limits::PROFILE_BYTES + 1);
        assert!(bomb.len() < 100_000);
        let why = super::decode(&bomb).expect_err("too large");
        assert!(why.contains("colour profile"), "{why}");
        assert!(super::decode(&png(1_000)).is_ok(), "a profile that can't be understood is passed over");
    }

    #[test]
    fn pictures_are_turned_as_exif_says() {
        let turned = |orientation| rows(&upright(numbered(), orientation));
        assert_eq!(turned(1), [[1, 2, 3], [4, 5, 6]]);
        assert_eq!(turned(2), [[3, 2, 1], [6, 5, 4]]);
        assert_eq!(turned(3), [[6, 5, 4], [3, 2, 1]]);
        assert_eq!(turned(4), [[4, 5, 6], [1, 2, 3]]);
        assert_eq!(turned(5), [[1, 4], [2, 5], [3, 6]]);
        assert_eq!(turned(6), [[4, 1], [5, 2], [6, 3]], "the camera was held upright");
        assert_eq!(turned(7), [[6, 3], [5, 2], [4, 1]]);
        assert_eq!(turned(8), [[3, 6], [2, 5], [1, 4]]);
    }
}
