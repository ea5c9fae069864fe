//! The one door to the world: files, time, git history, and writing.
//!
//! Everything a build takes in comes through [`Inputs`]; everything it leaves behind is written by [`disk`].
//! No other module names `std::fs`, reads a clock or an environment variable, or starts a program. Nothing here
//! knows what a document, a language or a page is.

mod case_folding;
mod commit;
mod composed;
pub mod disk;
mod git;
mod history;
pub mod hooks;
mod inputs;
mod out_path;
mod releases;
mod shelf;
mod tree;

pub use case_folding::case_folded;
pub use commit::Commit;
pub use composed::composed;
pub use history::{CachedHistory, Change, ChangeKind, History, HistoryRead, HistoryState, Walk};
pub use inputs::{Inputs, Opened, Stopwatch};
pub use out_path::OutPath;
pub use releases::{Released, Releases, Why};
pub use shelf::Shelf;
pub use tree::{Entry, Linked, Stamp, Tree, is_skipped};
