//! The questions that a target asked.

use super::question::Question;

/// The questions of a target, sorted and without duplicates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace(Box<[Question]>);

impl Trace {
    /// Makes a trace; removes duplicate questions.
    #[must_use]
    pub fn new(mut asked: Vec<Question>) -> Self {
        asked.sort_unstable();
        asked.dedup();
        Self(asked.into_boxed_slice())
    }

    /// Returns the questions.
    #[must_use]
    pub fn questions(&self) -> &[Question] {
        &self.0
    }
}
