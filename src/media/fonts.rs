//! Fonts that the site and its theme bring along: which of them has a character, and what a text looks like in them.
//!
//! No font of the machine is ever looked at, so a text is drawn in the same way everywhere, or not at all.

use harfrust::ShaperData;
use skrifa::{FontRef, MetadataProvider};

/// Where a font counts as bold.
const BOLD: f32 = 600.0;

/// A set of fonts; each speaks for the characters that those before it lack.
#[derive(Default)]
pub struct Fonts {
    faces: Vec<Face>,
    /// Places in `faces`: those to be preferred for text of a common weight, and for bold text.
    orders: [Vec<usize>; 2],
    digest: [u8; 32],
}

/// A font.
pub(super) struct Face {
    bytes: Vec<u8>,
    pub shaper: ShaperData,
    /// Units of the square of a letter.
    pub units: f32,
    is_bold: bool,
}

impl Face {
    fn read(bytes: Vec<u8>) -> Option<Self> {
        let shaper = ShaperData::new(&harfrust::FontRef::from_index(&bytes, 0).ok()?);
        let font = FontRef::from_index(&bytes, 0).ok()?;
        let size = skrifa::prelude::Size::unscaled();
        let units = f32::from(font.metrics(size, skrifa::prelude::LocationRef::default()).units_per_em);
        let is_bold = font.attributes().weight.value() >= BOLD;
        (units > 0.0).then_some(())?;
        Some(Self { bytes, shaper, units, is_bold })
    }

    /// Returns the font for drawing.
    pub fn font(&self) -> Option<FontRef<'_>> {
        FontRef::from_index(&self.bytes, 0).ok()
    }

    /// Returns the font for shaping.
    pub fn shaped(&self) -> Option<harfrust::FontRef<'_>> {
        harfrust::FontRef::from_index(&self.bytes, 0).ok()
    }

    fn has(&self, letter: char) -> bool {
        self.font().is_some_and(|font| font.charmap().map(letter).is_some())
    }
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fonts").field("faces", &self.faces.len()).finish_non_exhaustive()
    }
}

impl Fonts {
    /// Reads fonts (TrueType or OpenType, one to a file), in the order in which they are to be asked; returns the
    /// places of those that are none, too.
    #[must_use]
    pub fn new(files: Vec<Vec<u8>>) -> (Self, Vec<usize>) {
        let mut hasher = blake3::Hasher::new();
        let (mut faces, mut broken) = (Vec::new(), Vec::new());
        for (place, bytes) in files.into_iter().enumerate() {
            hasher.update(blake3::hash(&bytes).as_bytes());
            match Face::read(bytes) {
                Some(face) => faces.push(face),
                None => broken.push(place),
            }
        }
        let order = |bold: bool| {
            let mut order: Vec<usize> = (0..faces.len()).collect();
            order.sort_by_key(|place| faces[*place].is_bold != bold);
            order
        };
        let orders = [order(false), order(true)];
        (Self { faces, orders, digest: *hasher.finalize().as_bytes() }, broken)
    }

    /// Returns a digest of all fonts.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        self.digest
    }

    /// Lists the characters of a text that no font has, each once.
    #[must_use]
    pub fn missing(&self, text: &str) -> Vec<char> {
        let mut missing: Vec<char> = text
            .chars()
            .filter(|letter| is_seen(*letter) && !self.faces.iter().any(|face| face.has(*letter)))
            .collect();
        missing.sort_unstable();
        missing.dedup();
        missing
    }

    pub(super) fn face(&self, place: usize) -> &Face {
        &self.faces[place]
    }

    /// Chooses the font for a character: that of the letter before it goes on through spaces, marks and digits.
    pub(super) fn choose(&self, letter: char, bold: bool, before: Option<usize>) -> Option<usize> {
        if let Some(before) = before
            && !letter.is_alphabetic()
            && (!is_seen(letter) || self.faces[before].has(letter))
        {
            return Some(before);
        }
        let order = &self.orders[usize::from(bold)];
        order.iter().copied().find(|place| self.faces[*place].has(letter)).or(before).or(order.first().copied())
    }

    /// Chooses the font in which a text begins: that of its first letter, so that what stands before it fits to it.
    pub(super) fn first(&self, text: &str, bold: bool) -> Option<usize> {
        text.chars().find(|letter| letter.is_alphabetic()).and_then(|letter| self.choose(letter, bold, None))
    }
}

/// Returns whether a character is to be seen: spaces, controls and marks of direction are not.
fn is_seen(letter: char) -> bool {
    !(letter.is_whitespace()
        || letter.is_control()
        || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'))
}
