//! Content: front matter per kind, Markdown, directives, register data.
//!
//! Everything here is a pure function of one file (of a register: of two) and the settings. Nothing here knows of
//! other documents, of time, or of addresses.

pub mod document;
mod facts;
mod forms;
mod front;
mod front_matter;
pub mod kinds;
pub mod markdown;
pub mod table;
pub mod unfinished;

pub use document::{Document, Role, body, parse, same_text};
pub use facts::PackedFacts;
pub use forms::{SharedForm, Words};
pub use front::{Front, State, Stated, When};
