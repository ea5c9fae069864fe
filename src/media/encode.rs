//! From pixels to a file that holds the picture and nothing else.

use ravif::Img;
use rgb::{RGB8, RGBA8};

use super::encoding::Encoding;
use super::pixels::Pixels;

/// Writes a picture.
///
/// # Errors
///
/// What the encoder says, for people.
pub fn encode(pixels: &Pixels, encoding: Encoding) -> Result<Vec<u8>, String> {
    match encoding {
        Encoding::Avif => avif(pixels),
        Encoding::Jpeg => jpeg(pixels),
        Encoding::Png => png(pixels),
    }
}

fn avif(pixels: &Pixels) -> Result<Vec<u8>, String> {
    // A single thread: the number of threads would change the number of tiles, and so the bytes.
    let encoder = ravif::Encoder::new()
        .with_quality(68.0)
        .with_alpha_quality(80.0)
        .with_speed(10)
        .with_bit_depth(ravif::BitDepth::Eight)
        .with_num_threads(Some(1));
    let (width, height) = (pixels.width as usize, pixels.height as usize);
    let made = if pixels.has_alpha {
        let colours = pixels.data.as_chunks::<4>().0;
        let colours: Vec<RGBA8> = colours.iter().map(|[r, g, b, a]| RGBA8::new(*r, *g, *b, *a)).collect();
        encoder.encode_rgba(Img::new(&colours, width, height))
    } else {
        let colours = pixels.data.as_chunks::<3>().0;
        let colours: Vec<RGB8> = colours.iter().map(|[r, g, b]| RGB8::new(*r, *g, *b)).collect();
        encoder.encode_rgb(Img::new(&colours, width, height))
    };
    made.map(|image| image.avif_file).map_err(|error| error.to_string())
}

fn jpeg(pixels: &Pixels) -> Result<Vec<u8>, String> {
    let side = |pixels: u32| u16::try_from(pixels).map_err(|_| "JPEG has at most 65,535 pixels a side".to_owned());
    let (width, height) = (side(pixels.width)?, side(pixels.height)?);
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 80);
    encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::F_2_2);
    encoder.set_progressive(true);
    encoder.set_optimized_huffman_tables(true);
    let opaque = opaque(pixels);
    encoder.encode(&opaque, width, height, jpeg_encoder::ColorType::Rgb).map_err(|error| error.to_string())?;
    Ok(bytes)
}

/// The colours on white.
fn opaque(pixels: &Pixels) -> std::borrow::Cow<'_, [u8]> {
    if !pixels.has_alpha {
        return pixels.data.as_slice().into();
    }
    let on_white = |[r, g, b, alpha]: &[u8; 4]| {
        let alpha = u16::from(*alpha);
        [*r, *g, *b].map(|value| ((u16::from(value) * alpha + 255 * (255 - alpha) + 127) / 255) as u8)
    };
    pixels.data.as_chunks::<4>().0.iter().flat_map(on_white).collect::<Vec<u8>>().into()
}

fn png(pixels: &Pixels) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixels.width, pixels.height);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    let indexed = if pixels.has_alpha { None } else { indexed(pixels.data.as_chunks().0) };
    let data = match &indexed {
        Some((palette, places)) => {
            encoder.set_color(png::ColorType::Indexed);
            encoder.set_palette(palette);
            encoder.set_filter(png::Filter::NoFilter);
            places
        }
        None => {
            encoder.set_color(if pixels.has_alpha { png::ColorType::Rgba } else { png::ColorType::Rgb });
            &pixels.data
        }
    };
    let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(data));
    written.map_err(|error| error.to_string())?;
    Ok(bytes)
}

/// The colours of a drawing and the place of each pixel's among them; `None` where there are more than 256.
fn indexed(pixels: &[[u8; 3]]) -> Option<(Vec<u8>, Vec<u8>)> {
    let mut colours: Vec<[u8; 3]> = Vec::new();
    let mut last = None;
    for colour in pixels.iter().filter(|colour| last.replace(**colour) != Some(**colour)) {
        if let Err(place) = colours.binary_search(colour) {
            if colours.len() == 256 {
                return None;
            }
            colours.insert(place, *colour);
        }
    }
    let place = |colour: &[u8; 3]| colours.binary_search(colour).map(|place| place as u8).ok();
    let places = pixels.iter().map(place).collect::<Option<_>>()?;
    Some((colours.concat(), places))
}
