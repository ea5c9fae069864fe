//! How a run ends: the exit codes, said once for the program, its help and the reference.

use std::process::ExitCode;

/// How a run has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Exit {
    /// Nothing is wrong, or warnings only.
    Fine,
    /// The content has errors.
    Content,
    /// The command was wrong.
    Usage,
    /// Something beyond the site refused.
    Outside,
}

impl Exit {
    /// Every way to end.
    pub const ALL: [Self; 4] = [Self::Fine, Self::Content, Self::Usage, Self::Outside];

    /// Returns the exit code of the program.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Content => 1,
            Self::Usage => 2,
            Self::Outside => 3,
        }
    }

    /// Says what it means, for help and reference.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Fine => "all is well (there may be warnings)",
            Self::Content => "the content has errors; the last good site is as it was",
            Self::Usage => "the command is wrong, or there is no site here",
            Self::Outside => "the outside world failed: the disk, a permission, the network port",
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
