//! The view of a share card.

use serde::Serialize;

/// A share card: `card`, in `card.svg`.
#[derive(Clone, Debug, Serialize)]
pub struct ShareCardView {
    /// The full name of the institution.
    pub name: String,
    /// Whether the fonts can show the name; if not, write no text at all.
    pub is_written: bool,
    /// The site's emblem as an address for `<image href>`, if it is an SVG.
    pub emblem: Option<String>,
    /// The BCP 47 tag of the card's language.
    pub lang: String,
    /// The direction: `ltr` or `rtl`.
    pub dir: &'static str,
    /// The width in pixels.
    pub width: u32,
    /// The height in pixels.
    pub height: u32,
    /// The title of the statement; absent on the card of the institution, and if no font can show it.
    pub title: Option<String>,
    /// The kind of statement, in words.
    pub kind: Option<String>,
    /// The reference.
    pub reference: Option<String>,
    /// The day of publication, in words.
    pub date: Option<String>,
    /// The word for “withdrawn”, if it is withdrawn.
    pub withdrawn: Option<String>,
    /// The word for “corrected”, if it is corrected and not withdrawn.
    pub corrected: Option<String>,
}
