//! A drawing as pixels.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{ImageHrefResolver, Options, Tree};

/// What draws, and how: another renderer is another name here, and gives pictures other addresses.
pub const RECIPE: &str = "drawings 1: resvg 0.49, png 0.18";

/// Draws an SVG as PNG, as large as it says it is. Nothing outside it is looked at: no font, no file.
///
/// # Errors
///
/// Why it can't be drawn, for people.
pub fn png(svg: &str) -> Result<Vec<u8>, String> {
    let images = ImageHrefResolver {
        resolve_data: ImageHrefResolver::default_data_resolver(),
        resolve_string: Box::new(|_, _| None),
    };
    let options = Options { image_href_resolver: images, ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(|error| error.to_string())?;
    let size = tree.size().to_int_size();
    let mut pixmap = Pixmap::new(size.width(), size.height()).ok_or("it is too large")?;
    resvg::render(&tree, Transform::identity(), &mut pixmap.as_mut());
    let is_opaque = pixmap.pixels().iter().all(|pixel| pixel.alpha() == 255);
    let mut data = Vec::with_capacity(pixmap.pixels().len() * 4);
    for pixel in pixmap.pixels() {
        let colour = pixel.demultiply();
        data.extend_from_slice(&[colour.red(), colour.green(), colour.blue()]);
        data.extend((!is_opaque).then_some(colour.alpha()));
    }
    let colours = if is_opaque { png::ColorType::Rgb } else { png::ColorType::Rgba };
    write((size.width(), size.height()), colours, &data).map_err(|error| error.to_string())
}

/// Drawings are areas of one colour: they pack best as they are.
fn write((width, height): (u32, u32), colours: png::ColorType, data: &[u8]) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(colours);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Balanced);
    encoder.set_filter(png::Filter::NoFilter);
    encoder.write_header()?.write_image_data(data)?;
    Ok(bytes)
}
