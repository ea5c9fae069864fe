//! Why a command was not carried out, where the reason is not in the content.

use std::fmt;
use std::io;
use std::path::Path;

use super::exit::Exit;

/// Why a command was not carried out: lower case, no full stop, the fact first, as in diagnostics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// How the run ends.
    pub exit: Exit,
    /// What is wrong.
    pub message: String,
    /// The way out.
    pub help: Option<String>,
}

impl Refusal {
    /// The command itself is wrong.
    #[must_use]
    pub fn usage(message: impl Into<String>) -> Self {
        Self { exit: Exit::Usage, message: message.into(), help: None }
    }

    /// The operating system refused something about a file.
    #[must_use]
    pub fn outside(path: &Path, error: &io::Error) -> Self {
        Self { exit: Exit::Outside, message: format!("`{}`: {error}", path.display()), help: None }
    }

    /// Adds the way out.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.message)?;
        self.help.as_ref().map_or(Ok(()), |help| write!(f, "\nhelp: {help}"))
    }
}
