//! A picture as pixels, and its size.

use crate::limits::{PICTURE_PIXELS, PICTURE_SIDE};

/// Returns whether a picture of this size is not read: a small file can claim to hold a picture that fills the memory.
#[must_use]
pub fn is_too_large((width, height): (u32, u32)) -> bool {
    u64::from(width) * u64::from(height) > PICTURE_PIXELS || width.max(height) > PICTURE_SIDE
}

/// A picture as pixels, row by row, in sRGB with eight bits a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Whether a pixel has a fourth channel: how opaque it is.
    pub has_alpha: bool,
    /// The channels.
    pub data: Vec<u8>,
}

impl Pixels {
    /// Channels of a pixel.
    #[must_use]
    pub fn channels(&self) -> usize {
        if self.has_alpha { 4 } else { 3 }
    }
}

/// The height of a picture of another width, at least one.
#[must_use]
pub fn fitting_height((width, height): (u32, u32), fitted: u32) -> u32 {
    let (width, height, fitted) = (u64::from(width.max(1)), u64::from(height), u64::from(fitted));
    u32::try_from((height * fitted + width / 2) / width).unwrap_or(u32::MAX).max(1)
}
