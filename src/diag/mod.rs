//! Diagnostics: what is wrong with the content, as data.
//!
//! Every stage returns its finished value *and* the faults it found; no fault aborts a stage. A fault carries
//! a stable [`Code`], a severity, a message, the places it speaks of and a way out. How it is drawn (for a
//! terminal, an editor, a browser overlay) is the business of [`report`]; who prints it is the business of
//! `cli/`. Nothing here opens a file or knows what a page is.

pub mod codes;
pub mod examples;
mod features;
mod nearness;
mod path;
pub mod report;

use std::ops::Range;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use codes::Code;
pub use features::Feature;
pub use nearness::{Name, nearest};
pub use path::SourcePath;

/// A range of bytes in a source file.
pub type Span = Range<usize>;

/// How bad a fault is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// The site can't be published: exit code 1, no byte of the last good site changes.
    Error,
    /// Published, but somebody should look.
    Warning,
    /// For information only.
    Note,
}

impl Severity {
    /// Returns the lower-case name that people read.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A place that a diagnostic speaks of: a file, perhaps a range in it, and what is to be said there.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Label {
    /// The file, relative to the root of the site.
    pub path: SourcePath,
    /// The bytes meant; `None` speaks of the file as a whole.
    pub span: Option<Span>,
    /// Shown beside the caret; may be empty.
    pub text: String,
}

/// One fault, as data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The stable code with its page in the reference; kept by its name.
    #[serde(with = "codes::by_name")]
    pub code: &'static Code,
    /// How bad it is; the code's own severity unless raised or lowered.
    pub severity: Severity,
    /// Lower case, no full stop, offending text in backticks, the fact first.
    pub message: String,
    /// The places: the first is where the fault is, the others what it collides with.
    pub labels: Vec<Label>,
    /// The way out.
    pub help: Option<String>,
    /// The instant at which it will arise; `None` for what is wrong already.
    pub from: Option<Timestamp>,
}

impl Diagnostic {
    /// Makes a diagnostic of a code's own severity without a place.
    #[must_use]
    pub fn new(code: &'static Code, message: impl Into<String>) -> Self {
        Self { code, severity: code.severity, message: message.into(), labels: Vec::new(), help: None, from: None }
    }

    /// Adds a place with a range.
    #[must_use]
    pub fn at(self, path: &SourcePath, span: Span) -> Self {
        self.label(path, Some(span), "")
    }

    /// Adds a file as a place.
    #[must_use]
    pub fn in_file(self, path: &SourcePath) -> Self {
        self.label(path, None, "")
    }

    /// Adds a place with what is to be said there.
    #[must_use]
    pub fn label(mut self, path: &SourcePath, span: Option<Span>, text: impl Into<String>) -> Self {
        self.labels.push(Label { path: path.clone(), span, text: text.into() });
        self
    }

    /// Adds the way out.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    fn order(&self) -> impl Ord + '_ {
        let place = self.labels.first().map(|l| (&l.path, l.span.as_ref().map_or(0, |s| s.start)));
        (place, self.code.name, self.from, &self.message)
    }
}

/// Sorts diagnostics by file, place and code, and drops exact repetitions: the same faults in the same
/// order, whatever the number of threads that found them.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| a.order().cmp(&b.order()));
    diagnostics.dedup();
}

/// Counts the diagnostics of one severity.
#[must_use]
pub fn count(diagnostics: &[Diagnostic], severity: Severity) -> usize {
    diagnostics.iter().filter(|d| d.severity == severity).count()
}
