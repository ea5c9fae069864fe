//! Colours: from a file's own to sRGB, and between sRGB and light.

use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use super::pixels::Pixels;

/// How much light each of the 256 values of sRGB (IEC 61966-2-1) stands for, in 65535ths. Written out, because the power
/// function of one machine may differ from another's in the last bit.
#[rustfmt::skip]
pub(super) const LIGHT: [u16; 256] = [
    0, 20, 40, 60, 80, 99, 119, 139, 159, 179, 199, 219, 241, 264, 288, 313,
    340, 367, 396, 427, 458, 491, 526, 562, 599, 637, 677, 718, 761, 805, 851, 898,
    947, 997, 1048, 1101, 1156, 1212, 1270, 1330, 1391, 1453, 1517, 1583, 1651, 1720, 1790, 1863,
    1937, 2013, 2090, 2170, 2250, 2333, 2418, 2504, 2592, 2681, 2773, 2866, 2961, 3058, 3157, 3258,
    3360, 3464, 3570, 3678, 3788, 3900, 4014, 4129, 4247, 4366, 4488, 4611, 4736, 4864, 4993, 5124,
    5257, 5392, 5530, 5669, 5810, 5953, 6099, 6246, 6395, 6547, 6700, 6856, 7014, 7174, 7335, 7500,
    7666, 7834, 8004, 8177, 8352, 8528, 8708, 8889, 9072, 9258, 9445, 9635, 9828, 10022, 10219, 10417,
    10619, 10822, 11028, 11235, 11446, 11658, 11873, 12090, 12309, 12530, 12754, 12980, 13209, 13440, 13673, 13909,
    14146, 14387, 14629, 14874, 15122, 15371, 15623, 15878, 16135, 16394, 16656, 16920, 17187, 17456, 17727, 18001,
    18277, 18556, 18837, 19121, 19407, 19696, 19987, 20281, 20577, 20876, 21177, 21481, 21787, 22096, 22407, 22721,
    23038, 23357, 23678, 24002, 24329, 24658, 24990, 25325, 25662, 26001, 26344, 26688, 27036, 27386, 27739, 28094,
    28452, 28813, 29176, 29542, 29911, 30282, 30656, 31033, 31412, 31794, 32179, 32567, 32957, 33350, 33745, 34143,
    34544, 34948, 35355, 35764, 36176, 36591, 37008, 37429, 37852, 38278, 38706, 39138, 39572, 40009, 40449, 40891,
    41337, 41785, 42236, 42690, 43147, 43606, 44069, 44534, 45002, 45473, 45947, 46423, 46903, 47385, 47871, 48359,
    48850, 49344, 49841, 50341, 50844, 51349, 51858, 52369, 52884, 53401, 53921, 54445, 54971, 55500, 56032, 56567,
    57105, 57646, 58190, 58737, 59287, 59840, 60396, 60955, 61517, 62082, 62650, 63221, 63795, 64372, 64952, 65535,
];

/// Finds the value of sRGB that is nearest to an amount of light.
#[derive(Debug)]
pub(super) struct Values(Box<[u8]>);

impl Values {
    /// Light is looked up in steps of sixteen: finer than the steps between values, the darkest apart.
    const STEP: i32 = 16;

    pub fn new() -> Self {
        let mut value = 0;
        let nearest = |step: i32| {
            let light = step * Self::STEP + Self::STEP / 2;
            while value < 255 && i32::from(LIGHT[value]) + i32::from(LIGHT[value + 1]) <= 2 * light {
                value += 1;
            }
            value as u8
        };
        Self((0..=65_535 / Self::STEP).map(nearest).collect())
    }

    /// Light beyond black and white is black and white.
    pub fn of(&self, light: i32) -> u8 {
        self.0[(light.clamp(0, 65_535) / Self::STEP) as usize]
    }
}

/// Converts a picture from the colours that a profile (ICC.1) describes. A profile that can't be understood, or is not
/// for three channels of colour, is passed over: the picture is then taken for sRGB, as browsers do.
pub(super) fn to_srgb(pixels: &mut Pixels, profile: &[u8]) {
    // Most files name sRGB itself, in one of a dozen wordings of the same curves.
    let is_srgb = |name: &[u8]| memchr::memmem::find(profile, name).is_some();
    if is_srgb(b"sRGB") || is_srgb(b"s\0R\0G\0B") {
        return;
    }
    let Ok(from) = ColorProfile::new_from_slice(profile) else { return };
    if from.color_space != DataColorSpace::Rgb {
        return;
    }
    let layout = if pixels.has_alpha { Layout::Rgba } else { Layout::Rgb };
    let to = ColorProfile::new_srgb();
    let Ok(transform) = from.create_transform_8bit(layout, &to, layout, TransformOptions::default()) else { return };
    let mut converted = vec![0; pixels.data.len()];
    if transform.transform(&pixels.data, &mut converted).is_ok() {
        pixels.data = converted;
    }
}

#[cfg(test)]
mod tests {
    use super::{LIGHT, Values};

    #[test]
    fn every_value_finds_its_way_back_from_light() {
        let values = Values::new();
        // The darkest values lie closer together than the steps of the table.
        let back: Vec<i32> = LIGHT.iter().map(|light| i32::from(values.of(i32::from(*light)))).collect();
        assert!((0..256).all(|value| (back[value as usize] - value).abs() <= 1), "{back:?}");
        assert!((8..256).all(|value| back[value as usize] == value), "{back:?}");
        assert_eq!((values.of(-9), values.of(99_999)), (0, 255));
    }
}
