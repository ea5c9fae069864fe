//! Acts: what somebody means to do to a site becomes edits of its source files.
//!
//! An act is a pure function of the site as it is linked; it opens no file and writes none. What it returns is whole:
//! the caller writes all of it or nothing ([`crate::fs::disk::change_all`]). Every byte that the act does not mean stays
//! as it is: line ends, comments, the order of fields.

mod edits;
mod proof;
mod references;
mod rename;

pub use edits::Change;
pub use rename::rename;
