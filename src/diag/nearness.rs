//! Names that are nearly the same: what somebody meant who mistyped one.
//!
//! A site may have thousands of names and thousands of mistyped ones, so most pairs are told apart by their lengths and
//! letters, which is a hundred times quicker than to count the letters that differ.

/// Bytes of the longest name for which another is looked for.
const LONGEST_NAME: usize = 200;

/// A name that others are compared with, in whatever case they are written.
pub struct Name {
    lower: String,
    letters: Letters,
}

/// How many letters a name has, and which: a bit for each, shared by some.
#[derive(Clone, Copy)]
struct Letters {
    count: usize,
    set: u64,
}

impl Letters {
    /// Counts the letters of a name as they are in lower case.
    fn of(name: &str) -> Self {
        let mut letters = Self { count: 0, set: 0 };
        let mut add = |letter: char| {
            letters.count += 1;
            letters.set |= 1 << (u32::from(letter) % 64);
        };
        if name.is_ascii() {
            name.chars().for_each(|letter| add(letter.to_ascii_lowercase()));
        } else {
            name.to_lowercase().chars().for_each(add);
        }
        letters
    }

    /// Returns how many letters differ at least: each change puts at most one letter in or takes one out.
    fn least_distance(self, other: Self) -> usize {
        let missing = |one: u64, other: u64| (one & !other).count_ones() as usize;
        let sets = missing(self.set, other.set).max(missing(other.set, self.set));
        sets.max(self.count.abs_diff(other.count))
    }
}

impl Name {
    /// Prepares a name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self { lower: name.to_lowercase(), letters: Letters::of(name) }
    }

    /// Counts the letters that differ from another name; `None` where they are more than `most`.
    #[must_use]
    pub fn distance(&self, other: &str, most: usize) -> Option<usize> {
        if self.letters.least_distance(Letters::of(other)) > most {
            return None;
        }
        let distance = strsim::damerau_levenshtein(&self.lower, &other.to_lowercase());
        (distance <= most).then_some(distance)
    }
}

/// Names the candidate nearest to what was written, if one is near enough to be what was meant.
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // The comparison takes time with the square of the length, and nobody mistypes one letter of so long a name.
    if written.len() > LONGEST_NAME {
        return None;
    }
    let written = Name::new(written);
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let most = (candidate.chars().count().max(3) / 3).min(3);
            Some((written.distance(candidate, most)?, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn what_is_told_by_letters_is_what_is_counted(one in "[a-cA-Cé中Σ]{0,9}", other in "[a-dA-Cé中Σς]{0,9}", most in 0_usize..6) {
            let counted = strsim::damerau_levenshtein(&one.to_lowercase(), &other.to_lowercase());
            prop_assert_eq!(Name::new(&one).distance(&other, most), (counted <= most).then_some(counted));
            prop_assert!(Letters::of(&one).least_distance(Letters::of(&other)) <= counted);
        }
    }
}
