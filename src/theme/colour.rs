//! Colours as written in style sheets, and the contrast between two of them (WCAG 2.2).
//!
//! For a pair with too little contrast, the nearest sufficient colour is found by changing only the lightness, in
//! OKLCH, where equal steps look equal and the hue stays the same.

/// A colour in sRGB, eight bits per channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour([u8; 3]);

/// The number of lightness steps tried between black and white.
const STEPS: i32 = 1000;

impl Colour {
    /// Parses `#rgb` or `#rrggbb`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        let number = u32::from_str_radix(digits, 16).ok()?;
        match digits.len() {
            3 => Some(Self([8, 4, 0].map(|shift| ((number >> shift & 0xf) * 0x11) as u8))),
            6 => Some(Self([16, 8, 0].map(|shift| (number >> shift & 0xff) as u8))),
            _ => None,
        }
    }

    /// Returns the colour as `#rrggbb`.
    pub fn hex(self) -> String {
        let [red, green, blue] = self.0;
        format!("#{red:02x}{green:02x}{blue:02x}")
    }

    /// Returns the contrast with another colour, from 1 to 21 (WCAG 2.2, "contrast ratio").
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Finds the colour of the same hue, nearest in lightness, that has all the required contrasts.
    pub fn nearest_with(self, wanted: &[(Self, f64)]) -> Option<Self> {
        let [lightness, chroma, hue] = self.oklch();
        let here = (lightness * f64::from(STEPS)).round() as i32;
        let does = |colour: &Self| wanted.iter().all(|(other, ratio)| colour.contrast(*other) >= *ratio);
        (0..=STEPS)
            .flat_map(|distance| [here - distance, here + distance])
            .filter(|step| (0..=STEPS).contains(step))
            .map(|step| Self::of_oklch(f64::from(step) / f64::from(STEPS), chroma, hue))
            .find(does)
    }

    /// Returns the relative luminance (WCAG 2.2).
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.linear();
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn linear(self) -> [f64; 3] {
        self.0.map(|byte| {
            let value = f64::from(byte) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        })
    }

    /// Returns lightness, chroma and hue in radians (CSS Color 4, section 9.4).
    fn oklch(self) -> [f64; 3] {
        let roots = product(&LMS_OF_LINEAR, self.linear()).map(f64::cbrt);
        let [lightness, a, b] = product(&LAB_OF_LMS, roots);
        [lightness, a.hypot(b), b.atan2(a)]
    }

    /// Returns the colour of a lightness and hue, with as much of the chroma as fits into sRGB.
    fn of_oklch(lightness: f64, chroma: f64, hue: f64) -> Self {
        let mut chroma = chroma;
        loop {
            let lab = [lightness, chroma * hue.cos(), chroma * hue.sin()];
            let cubes = product(&LMS_OF_LAB, lab).map(|root| root * root * root);
            let linear = product(&LINEAR_OF_LMS, cubes);
            if chroma < 0.002 || linear.iter().all(|value| (-0.0005..=1.0005).contains(value)) {
                return Self(linear.map(|value| {
                    let value = value.clamp(0.0, 1.0);
                    let value =
                        if value <= 0.003_130_8 { value * 12.92 } else { 1.055 * value.powf(1.0 / 2.4) - 0.055 };
                    (value * 255.0).round() as u8
                }));
            }
            chroma *= 0.98;
        }
    }
}

type Matrix = [[f64; 3]; 3];

const LMS_OF_LINEAR: Matrix = [
    [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
    [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
    [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
];
const LAB_OF_LMS: Matrix = [
    [0.210_454_255_3, 0.793_617_785_0, -0.004_072_046_8],
    [1.977_998_495_1, -2.428_592_205_0, 0.450_593_709_9],
    [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766_0],
];
const LMS_OF_LAB: Matrix = [
    [1.0, 0.396_337_777_4, 0.215_803_757_3],
    [1.0, -0.105_561_345_8, -0.063_854_172_8],
    [1.0, -0.089_484_177_5, -1.291_485_548_0],
];
const LINEAR_OF_LMS: Matrix = [
    [4.076_741_662_1, -3.307_711_591_3, 0.230_969_929_2],
    [-1.268_438_004_6, 2.609_757_401_1, -0.341_319_396_5],
    [-0.004_196_086_3, -0.703_418_614_7, 1.707_614_701_0],
];

fn product(matrix: &Matrix, [x, y, z]: [f64; 3]) -> [f64; 3] {
    matrix.map(|[a, b, c]| a * x + b * y + c * z)
}

#[cfg(test)]
mod tests {
    use super::Colour;

    fn colour(text: &str) -> Colour {
        Colour::parse(text).expect("a colour")
    }

    #[test]
    fn colours_are_read_as_css_writes_them() {
        assert_eq!(colour("#1aF").hex(), "#11aaff");
        assert_eq!(colour("#083a58").hex(), "#083a58");
        for text in ["083a58", "#083a5", "#08xa58", "red", "#", "rgb(0 0 0)", "#083a58ff", "#+12"] {
            assert_eq!(Colour::parse(text), None, "{text}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        let ratio = |a: &str, b: &str| format!("{:.2}", colour(a).contrast(colour(b)));
        assert_eq!([ratio("#000", "#fff"), ratio("#fff", "#000"), ratio("#fff", "#fff")], ["21.00", "21.00", "1.00"]);
        // The two neighbouring greys on white above and below the limit for text.
        assert_eq!([ratio("#767676", "#fff"), ratio("#777", "#fff")], ["4.54", "4.48"]);
    }

    #[test]
    fn the_nearest_colour_that_does_keeps_its_hue() {
        let grounds = [(colour("#fff"), 4.5), (colour("#eff4f7"), 4.5)];
        let near = colour("#f2c14e").nearest_with(&grounds).expect("a darker gold");
        assert!(grounds.iter().all(|(ground, ratio)| near.contrast(*ground) >= *ratio), "{}", near.hex());
        assert!(near.contrast(grounds[1].0) < 4.7, "{} is darker than need be", near.hex());
        assert!((near.oklch()[2] - colour("#f2c14e").oklch()[2]).abs() < 0.1, "{} has another hue", near.hex());
        let light = colour("#083a58").nearest_with(&[(colour("#0d171e"), 3.0)]).expect("a lighter blue");
        assert!(light.contrast(colour("#0d171e")) >= 3.0);
        assert_eq!(colour("#333").nearest_with(&[(colour("#fff"), 4.5)]), Some(colour("#333")));
        assert_eq!(colour("#333").nearest_with(&[(colour("#777"), 7.0)]), None);
    }
}
