//! Smaller pictures.
//!
//! Pixels are weighed by their light, not by the values that stand for it, so that fine patterns keep their brightness;
//! and by their opacity, so that what is transparent lends no colour to its neighbours. The filter is Catmull and Rom's
//! cubic, first along rows, then along columns, in integers: the result is the same wherever it is computed, and no
//! copy of the whole picture is made. That is why this is not left to a crate: those at hand weigh values, choose their
//! instructions by the processor, or want the picture as floats.

use std::collections::VecDeque;

use super::colour::{LIGHT, Values};
use super::pixels::{Pixels, fitting_height};

/// The number of fraction bits of a weight: two sums of weighted light still fit into 31 bits.
const PLACES: u32 = 13;

/// The source pixels that make one pixel: the first of them, and the weight of each.
struct Tap {
    first: usize,
    weights: Vec<i32>,
}

/// Makes a picture that is `width` pixels wide, or as wide as it is where that is less; the height follows.
#[must_use]
pub fn fit(pixels: &Pixels, width: u32) -> Pixels {
    if width == 0 || width >= pixels.width {
        return pixels.clone();
    }
    let height = fitting_height((pixels.width, pixels.height), width);
    let (columns, rows) = (taps(pixels.width, width), taps(pixels.height, height));
    let values = Values::new();
    let channels = pixels.channels();
    let row_length = pixels.width as usize * channels;
    let mut data = Vec::with_capacity(width as usize * height as usize * channels);
    // The rows that are already narrowed and still needed; `next` is the first row after them.
    let (mut narrow, mut next): (VecDeque<Vec<i32>>, usize) = (VecDeque::new(), 0);
    let mut light = vec![0; row_length];
    let mut sums = vec![0; width as usize * channels];
    for Tap { first, weights } in &rows {
        let end = first + weights.len();
        while next < end {
            to_light(&pixels.data[next * row_length..(next + 1) * row_length], channels, &mut light);
            narrow.push_back(narrowed(&light, channels, &columns));
            next += 1;
        }
        while narrow.len() > weights.len() {
            narrow.pop_front();
        }
        sums.fill(1 << (PLACES - 1));
        for (row, weight) in narrow.iter().zip(weights) {
            for (sum, light) in sums.iter_mut().zip(row) {
                *sum += light * weight;
            }
        }
        from_light(&sums, channels, &values, &mut data);
    }
    Pixels { width, height, has_alpha: pixels.has_alpha, data }
}

/// Turns values into light; colour is multiplied by its opacity.
fn to_light(row: &[u8], channels: usize, light: &mut [i32]) {
    if channels == 3 {
        for (light, value) in light.iter_mut().zip(row) {
            *light = i32::from(LIGHT[usize::from(*value)]);
        }
        return;
    }
    for (light, pixel) in light.as_chunks_mut::<4>().0.iter_mut().zip(row.as_chunks::<4>().0) {
        let alpha = i32::from(pixel[3]);
        for (light, value) in light.iter_mut().zip(pixel) {
            *light = i32::from(LIGHT[usize::from(*value)]) * alpha / 255;
        }
        light[3] = alpha * 257;
    }
}

fn narrowed(light: &[i32], channels: usize, columns: &[Tap]) -> Vec<i32> {
    let mut row = vec![0; columns.len() * channels];
    for (pixel, Tap { first, weights }) in row.chunks_exact_mut(channels).zip(columns) {
        let sources = light[first * channels..].chunks_exact(channels);
        let mut sums = [1 << (PLACES - 1); 4];
        for (source, weight) in sources.zip(weights) {
            for (sum, light) in sums.iter_mut().zip(source) {
                *sum += light * weight;
            }
        }
        for (light, sum) in pixel.iter_mut().zip(sums) {
            *light = sum >> PLACES;
        }
    }
    row
}

/// Turns weighed sums of light back into values.
fn from_light(sums: &[i32], channels: usize, values: &Values, data: &mut Vec<u8>) {
    if channels == 3 {
        data.extend(sums.iter().map(|sum| values.of(sum >> PLACES)));
        return;
    }
    for sums in sums.as_chunks::<4>().0 {
        let alpha = (sums[3] >> PLACES).clamp(0, 65_535);
        let colour = |sum: i32| {
            let light = i64::from(sum >> PLACES) * 65_535 / i64::from(alpha.max(1));
            values.of(light.clamp(0, 65_535) as i32)
        };
        let alpha_value = ((alpha + 128) / 257) as u8;
        let pixel = [colour(sums[0]), colour(sums[1]), colour(sums[2]), alpha_value];
        // What can't be seen has no colour, so that it packs well.
        data.extend(if alpha_value == 0 { [0; 4] } else { pixel });
    }
}

/// Finds the source pixels and weights for each of `to` pixels in a line of `from`, which are more.
fn taps(from: u32, to: u32) -> Vec<Tap> {
    let scale = f64::from(from) / f64::from(to);
    let last = f64::from(from - 1);
    let tap = |place: u32| {
        let centre = (f64::from(place) + 0.5) * scale - 0.5;
        let first = (centre - 2.0 * scale).ceil().clamp(0.0, last);
        let end = (centre + 2.0 * scale).floor().clamp(first, last);
        let places = first as u32..=end as u32;
        let shares: Vec<f64> = places.map(|source| cubic((f64::from(source) - centre) / scale)).collect();
        let total: f64 = shares.iter().sum();
        let one = f64::from(1 << PLACES);
        let mut weights: Vec<i32> = shares.iter().map(|share| (share / total * one).round() as i32).collect();
        // Rounding must not change the brightness: the middle weight takes up the difference.
        let middle = weights.len() / 2;
        weights[middle] += (1 << PLACES) - weights.iter().sum::<i32>();
        Tap { first: first as usize, weights }
    };
    (0..to).map(tap).collect()
}

/// Catmull and Rom's cubic.
fn cubic(x: f64) -> f64 {
    let x = x.abs();
    if x < 1.0 {
        (1.5 * x - 2.5) * x * x + 1.0
    } else if x < 2.0 {
        ((2.5 - 0.5 * x) * x - 4.0) * x + 2.0
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::{fit, fitting_height};
    use crate::media::Pixels;

    fn filled(width: u32, height: u32, pixel: impl Fn(u32, u32) -> [u8; 4], has_alpha: bool) -> Pixels {
        let channels = if has_alpha { 4 } else { 3 };
        let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        let data = places.flat_map(|(x, y)| pixel(x, y).into_iter().take(channels)).collect();
        Pixels { width, height, has_alpha, data }
    }

    #[test]
    fn one_colour_stays_what_it_is() {
        for value in [0, 1, 9, 77, 128, 200, 255] {
            let small = fit(&filled(101, 67, |_, _| [value; 4], false), 40);
            assert_eq!((small.width, small.height), (40, 27));
            assert!(small.data.iter().all(|other| other.abs_diff(value) <= u8::from(value < 8)), "{value}");
        }
    }

    #[test]
    fn a_fine_pattern_keeps_its_brightness() {
        // Half of the light of white is 188 in sRGB, not 128.
        let chess = filled(400, 400, |x, y| [if (x + y) % 2 == 0 { 255 } else { 0 }; 4], false);
        let small = fit(&chess, 50);
        let inner = small.data[(25 * 50 + 25) * 3];
        assert!(inner.abs_diff(188) <= 1, "{inner}");
    }

    #[test]
    fn what_is_transparent_lends_no_colour() {
        let half = filled(64, 64, |x, _| if x < 32 { [255, 0, 0, 255] } else { [0, 255, 0, 0] }, true);
        let small = fit(&half, 16);
        assert!(small.data.chunks(4).all(|pixel| pixel[1] == 0), "no green");
        assert!(small.data.chunks(4).any(|pixel| (1..255).contains(&pixel[3])), "a soft edge");
    }

    #[test]
    fn nothing_is_made_larger_and_nothing_vanishes() {
        let picture = filled(10, 5, |x, y| [x as u8, y as u8, 0, 255], false);
        assert_eq!(fit(&picture, 20), picture);
        assert_eq!(fit(&filled(900, 2, |_, _| [9; 4], false), 10).height, 1);
        assert_eq!(fitting_height((4000, 2250), 1440), 810);
    }
}
