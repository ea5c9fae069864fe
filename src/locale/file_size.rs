//! The size of a file as people read it: a figure and the string that has its unit.

use super::Arg;

/// A file size in the unit that suits it, in powers of 1000 (IEC 80000-13).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileSize {
    /// Below 1 kB: exact.
    Bytes(u64),
    /// Below 1 MB: as written, with one fraction digit below 10.
    Kilobytes(String),
    /// From 1 MB on: as written, with one fraction digit below 10.
    Megabytes(String),
}

impl FileSize {
    /// Chooses the unit, and rounds to what a reader wants to know.
    #[must_use]
    pub fn of(bytes: u64) -> Self {
        const KILO: u64 = 1_000;
        const MEGA: u64 = 1_000_000;
        match bytes {
            0..KILO => Self::Bytes(bytes),
            // What would round to 1000 kB is 1 MB.
            KILO..999_500 => Self::Kilobytes(rounded(bytes, KILO)),
            _ => Self::Megabytes(rounded(bytes, MEGA)),
        }
    }

    /// Returns the id of the UI string with the unit; its variable is `$n`.
    #[must_use]
    pub fn string_id(&self) -> &'static str {
        match self {
            Self::Bytes(_) => "file-size-bytes",
            Self::Kilobytes(_) => "file-size-kb",
            Self::Megabytes(_) => "file-size-mb",
        }
    }

    /// Returns the value of the string's `$n`.
    #[must_use]
    pub fn figure(&self) -> Arg {
        match self {
            Self::Bytes(bytes) => Arg::Decimal(bytes.to_string()),
            Self::Kilobytes(figure) | Self::Megabytes(figure) => Arg::Decimal(figure.clone()),
        }
    }
}

fn rounded(bytes: u64, unit: u64) -> String {
    let tenths = (u128::from(bytes) * 10 + u128::from(unit / 2)) / u128::from(unit);
    match (tenths / 10, tenths % 10) {
        (whole @ 0..10, tenth @ 1..) => format!("{whole}.{tenth}"),
        (whole @ 0..10, _) => whole.to_string(),
        _ => ((u128::from(bytes) + u128::from(unit / 2)) / u128::from(unit)).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::FileSize;

    #[test]
    fn a_size_has_the_unit_and_precision_that_people_read() {
        let size = |bytes| match FileSize::of(bytes) {
            FileSize::Bytes(bytes) => format!("{bytes} B"),
            FileSize::Kilobytes(figure) => format!("{figure} kB"),
            FileSize::Megabytes(figure) => format!("{figure} MB"),
        };
        let sizes = [0, 999, 1_000, 1_449, 9_960, 10_400, 999_499, 999_500, 1_440_000, 25_300_000, 3_000_000_000];
        assert_eq!(
            sizes.map(size),
            ["0 B", "999 B", "1 kB", "1.4 kB", "10 kB", "10 kB", "999 kB", "1 MB", "1.4 MB", "25 MB", "3000 MB"]
        );
    }
}
