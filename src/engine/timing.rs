//! How long the stages of a build took and how much they did, for people who ask; never for anything in the output.

use crate::fs::Stopwatch;

/// A stage of a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Listing the files; counts files.
    Scan,
    /// Asking git; counts the commits that were not known.
    History,
    /// Comparing all of them and the output with the last build; counts targets.
    Compare,
    /// Reading the cache; counts texts.
    Restore,
    /// Parsing, linking, planning; counts files below content/.
    Prepare,
    /// Looking where links lead; counts files below content/.
    Check,
    /// Finding what the hours ahead will bring; counts the changes that are due.
    Ahead,
    /// Asking again what the targets of the last build asked; counts questions.
    Ask,
    /// Rendering and staging; counts targets.
    Render,
    /// Packing copies, in all threads that render together; counts files that were packed, not those recalled.
    Pack,
    /// Making search indexes; counts the pages that were read for it.
    Search,
    /// Putting files in place; counts files written.
    Commit,
    /// Writing the cache; counts targets.
    Remember,
}

impl Stage {
    /// Returns the name that people read, and what is counted.
    #[must_use]
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Scan => ("list files", "files"),
            Self::History => ("ask git", "commits"),
            Self::Compare => ("compare with the last build", "targets"),
            Self::Restore => ("read the cache", "texts"),
            Self::Prepare => ("parse, link, plan", "texts"),
            Self::Check => ("check links", "texts"),
            Self::Ahead => ("look ahead", "changes due"),
            Self::Ask => ("ask what changed", "questions"),
            Self::Render => ("render", "targets"),
            Self::Pack => ("  of it, pack copies", "files"),
            Self::Search => ("make search indexes", "pages"),
            Self::Commit => ("put in place", "files"),
            Self::Remember => ("write the cache", "targets"),
        }
    }
}

/// The stages of a build in their order: seconds, and how much was done.
#[derive(Clone, Debug, Default)]
pub struct Timings {
    watch: Option<(Stopwatch, f64)>,
    /// Stage, seconds, count.
    pub stages: Vec<(Stage, f64, usize)>,
}

impl Timings {
    /// Begins with the first stage.
    #[must_use]
    pub fn start() -> Self {
        Self { watch: Some((Stopwatch::start(), 0.0)), stages: Vec::new() }
    }

    /// Notes what was done within the stage that has just ended, in seconds of all its threads.
    pub fn within(&mut self, stage: Stage, seconds: f64, count: usize) {
        self.stages.push((stage, seconds, count));
    }

    /// Ends a stage and begins the next.
    pub fn end(&mut self, stage: Stage, count: usize) {
        if let Some((watch, before)) = &mut self.watch {
            let now = watch.seconds();
            self.stages.push((stage, now - *before, count));
            *before = now;
        }
    }
}
