//! Tracked reading: what a target asked while it was rendered, and the digest of each answer.
//!
//! The problem: a page shows far more than its own text. A title stands in lists, menus, feeds and on the pages of its
//! translations; whoever rebuilds by the *kind* of a change ends at "when in doubt, everything". So a render notes what
//! it asks. All it can ask passes through [`World`], and each method there notes a [`Question`]; a target need not be
//! rendered again while its questions, asked of the new world, have the answers they had.
//!
//! A memo is small: the questions of a target ([`Trace`]) and, once for all targets, the digest of each answer
//! ([`digest_of`]). Questions name things by what never changes about them, so they survive additions, removals and
//! renames with no special case, and a question about what is not there has an answer too.
//!
//! The reader is set per render as a thread-local guard in `reader`, because Tera's components hide the context.
//! Nothing below `render` may start threads of its own while it is set.

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
