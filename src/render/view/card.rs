//! What share cards show.

use serde::Serialize;

/// A share card: `card`, in `card.svg`.
#[derive(Clone, Debug, Serialize)]
pub struct ShareCardView {
    /// Full name of the institution.
    pub name: String,
    /// Whether the fonts can write the name; where they can't, nothing is to be written.
    pub is_written: bool,
    /// The emblem of the site as an address that can stand in `<image href>`, where it is an SVG.
    pub emblem: Option<String>,
    /// BCP 47 tag of the card's language.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Title of the statement; nothing on the card of the institution, and where no font can write it.
    pub title: Option<String>,
    /// What sort of statement it is, in words.
    pub kind: Option<String>,
    /// Reference.
    pub reference: Option<String>,
    /// Day of publication, in words.
    pub date: Option<String>,
    /// That it is withdrawn, in words, where it is.
    pub withdrawn: Option<String>,
    /// That it is corrected, in words, where it is and not withdrawn.
    pub corrected: Option<String>,
}
