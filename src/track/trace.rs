//! What a target asked, and what became of it.

use super::question::Question;

/// What a target asked, each question once, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace(Box<[Question]>);

impl Trace {
    /// Makes a trace; equal questions count once.
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
