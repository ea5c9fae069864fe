//! Tracked reading: records which questions a target asks during rendering, and a digest of each answer.
//!
//! The problem: a page shows far more than its own text. A title appears in lists, menus, feeds and on the pages of its
//! translations; rebuilding by the *kind* of a change ends at "when in doubt, everything". So each render records what
//! it asks. It can ask only through [`World`], whose methods record a [`Question`] each; a target need not be rendered
//! again as long as its questions, asked of the new world, have the same answers.
//!
//! The memory is small: the questions of each target ([`Trace`]) and, once for all targets, the digest of each answer
//! ([`digest_of`]). Questions use stable names, so they survive additions, removals and renames without special cases,
//! and a question about something that does not exist has an answer, too.
//!
//! The reader of a render is a thread-local in `reader`, because Tera's components hide the context. Code below
//! `render` must not start threads while it is set.

mod addresses;
mod answer;
mod changes;
mod describe;
mod digest;
mod documents;
mod filters;
mod lists;
mod media;
mod question;
mod reader;
mod trace;
mod world;

pub use answer::{digest_of, identity};
pub use changes::ChangeFacts;
pub use describe::describe;
pub use digest::{Digest, Key, digest, fingerprint};
pub use documents::{CardFacts, Chapters, LinkFacts, Version};
pub use lists::{CoverageFacts, ListPage, SectionFacts};
pub use question::{Group, Question, QuestionKind};
pub use reader::{lang, reading, reported, shared, world};
pub use trace::Trace;
pub use world::{Names, Parts, World};
