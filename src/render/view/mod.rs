//! Serialised views, the only data that templates see.
//!
//! Each template gets `site`, `page` (the frame of every page) and one more value named after its content: `doc`,
//! `list`, `home`, `topics`, `index`, `coverage`, `changes`, `feeds`, `transparency`, `chooser`, `search`, `not_found`
//! or `moved`; share cards get `card` instead. For everything else, templates call functions. Text is plain text that
//! the template escapes; fields whose name ends in `html` are finished markup.

mod card;
mod document;
mod frame;
mod list;

pub use card::*;
pub use document::*;
pub use frame::*;
pub use list::*;
