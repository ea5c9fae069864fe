//! Tracked reading: what a target asked while it was rendered, and the digest of each answer.
//!
//! A template gets its own view; everything else it asks for by function, and each call passes through a
//! [`Reader`], which records the question and the digest of exactly the answer it handed out. A target whose
//! [`Trace`] gives the same digests when its questions are asked again need not be rendered again.
//!
//! The reader is set per render as a thread-local guard in `reader.rs`, because Tera's components hide the
//! context. Nothing below `render` may start threads of its own while it is set.

mod reader;
mod trace;
mod world;

pub use reader::{Reader, ask, lang, reading, reported, world};
pub use trace::{Digest, Question, Trace, digest};
pub use world::World;
