//! Pictures as bytes: what a file tells of itself, smaller versions of it without what it should not tell, drawings
//! cleaned of what could run, and text drawn with fonts that the site brings along.
//!
//! Everything here is a pure function from bytes to bytes, the same on every processor: no step takes another way where
//! there is more than the common instructions, and numbers that decide a byte are integers, or floats that no
//! mathematics library had a hand in. Nothing here knows sites, documents or themes.

mod colour;
mod decode;
mod encode;
mod exif;
pub mod fonts;
pub mod probe;
pub mod raster;
mod resample;
pub mod svg;
mod text;

pub use decode::{MAX_PIXELS, Pixels, decode};
pub use encode::{Encoding, encode};
pub use fonts::Fonts;
pub use probe::{Format, Probe, probe};
pub use resample::{fit, fitting_height};
pub use text::{Anchor, Block, Outlined, outline};
