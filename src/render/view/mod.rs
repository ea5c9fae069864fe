//! What templates see: serialised views, and nothing else.
//!
//! Each template gets `site`, `page` (the frame every page has) and one more value named after what it shows:
//! `doc`, `list`, `home`, `topics`, `index`, `coverage`, `changes`, `feeds`, `transparency`, `chooser`, `search`,
//! `not_found` or `moved`; share cards get `card` instead. Everything else a template asks for by function. Text is plain
//! text that the template escapes; fields
//! whose name ends in `html` are finished markup.

mod card;
mod document;
mod frame;
mod list;

pub use card::*;
pub use document::*;
pub use frame::*;
pub use list::*;
