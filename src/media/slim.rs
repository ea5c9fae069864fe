//! The same functions in a program that was built without `pictures`. Nothing calls them there: such a program plans
//! neither versions of pictures nor share cards.

use super::{Block, Encoding, Outlined, Pixels};

const ABSENT: &str = "this program was built without `pictures`";

/// Reads no picture.
///
/// # Errors
///
/// Always.
pub fn decode(_: &[u8]) -> Result<Pixels, String> {
    Err(ABSENT.to_owned())
}

/// Writes no picture.
///
/// # Errors
///
/// Always.
pub fn encode(_: &Pixels, _: Encoding) -> Result<Vec<u8>, String> {
    Err(ABSENT.to_owned())
}

/// Leaves a picture as it is.
#[must_use]
pub fn fit(pixels: &Pixels, _: u32) -> Pixels {
    pixels.clone()
}

/// Draws no text.
#[must_use]
pub fn outline(_: &Fonts, _: &Block<'_>) -> Outlined {
    Outlined { path: String::new(), size: 0.0, lines: 0, width: 0.0, height: 0.0 }
}

/// No fonts.
#[derive(Debug, Default)]
pub struct Fonts;

impl Fonts {
    /// Reads no font.
    #[must_use]
    pub fn new(_: Vec<Vec<u8>>) -> (Self, Vec<usize>) {
        (Self, Vec::new())
    }

    /// Returns the same digest always.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        [0; 32]
    }

    /// Lists no character.
    #[must_use]
    pub fn missing(&self, _: &str) -> Vec<char> {
        Vec::new()
    }
}

/// No drawings as pixels.
pub mod raster {
    /// The renderer: none.
    pub const RECIPE: &str = "none";

    /// Draws nothing.
    ///
    /// # Errors
    ///
    /// Always.
    pub fn png(_: &str) -> Result<Vec<u8>, String> {
        Err(super::ABSENT.to_owned())
    }
}
