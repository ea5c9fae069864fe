//! Pictures as bytes: what a file tells of itself, smaller versions of it without what it should not tell, drawings
//! cleaned of what could run, and text drawn with fonts that the site brings along.
//!
//! Everything here is a pure function from bytes to bytes, the same on every processor: no step takes another way where
//! there is more than the common instructions, and numbers that decide a byte are integers, or floats that no
//! mathematics library had a hand in. Nothing here knows sites, documents or themes.
//!
//! Without the feature `pictures`, no picture is read, made smaller or drawn: `slim` stands in for the modules that do
//! it.

#[cfg(feature = "pictures")]
mod colour;
#[cfg(feature = "pictures")]
mod decode;
#[cfg(feature = "pictures")]
mod encode;
mod encoding;
mod exif;
#[cfg(feature = "pictures")]
pub mod fonts;
#[cfg(feature = "pictures")]
mod outline;
mod pixels;
pub mod probe;
#[cfg(feature = "pictures")]
pub mod raster;
#[cfg(feature = "pictures")]
mod resample;
#[cfg(not(feature = "pictures"))]
mod slim;
pub mod svg;
mod text;

#[cfg(feature = "pictures")]
pub use self::{decode::decode, encode::encode, fonts::Fonts, outline::outline, resample::fit};
pub use encoding::Encoding;
pub use pixels::{Pixels, fitting_height, is_too_large};
pub use probe::{Format, Probe, probe};
#[cfg(not(feature = "pictures"))]
pub use slim::{Fonts, decode, encode, fit, outline, raster};
pub use text::{Anchor, Block, Outlined};
