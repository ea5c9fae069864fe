//! The formats in which pictures are written.

/// How a picture is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Encoding {
    /// AVIF, with losses that are hard to see.
    Avif,
    /// JPEG, likewise; what is transparent becomes white.
    Jpeg,
    /// PNG, without loss.
    Png,
}

impl Encoding {
    /// What made the files, and how: another encoder or quality is another name here, and gives pictures other
    /// addresses.
    pub const RECIPE: &'static str =
        "pictures 1: ravif 0.13 quality 68 speed 10, jpeg-encoder 0.7 quality 80, png 0.18";

    /// Returns the ending of file names.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Avif => "avif",
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }

    /// Returns the media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Avif => "image/avif",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }
}
