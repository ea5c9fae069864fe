//! The model of the event test: after each event, and wherever it was killed, the program must match it.

pub mod content;
pub mod disk;
pub mod edits;
pub mod happen;
pub mod judge;
pub mod model;
pub mod pushed;
pub mod repository;
pub mod run;
pub mod world;

/// The timer's report of the next due hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// None, since something is due now.
    Nothing,
    /// The next hour; `None` if there will be none.
    Next(Option<i64>),
}

/// A pseudo-random number generator, deterministic for a seed.
#[derive(Clone)]
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % end as u64).unwrap()
    }

    pub fn one(&mut self, all: &[&'static str]) -> &'static str {
        all[self.below(all.len())]
    }

    pub fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// Returns an hour as an instant.
pub fn instant(hour: i64) -> String {
    let start: jiff::Timestamp = "2026-11-23T00:00:00Z".parse().unwrap();
    (start + jiff::SignedDuration::from_hours(hour)).to_string()
}

/// Returns an instant as an hour.
pub fn hour(instant: jiff::Timestamp) -> i64 {
    let start: jiff::Timestamp = "2026-11-23T00:00:00Z".parse().unwrap();
    instant.duration_since(start).as_hours()
}
