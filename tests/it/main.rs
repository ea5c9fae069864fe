//! The tests that need nothing but Rust and git. `tests/README.md` says which module guards what.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod architecture;
mod build;
mod cli;
mod content;
mod dependencies;
mod docs;
mod import;
mod lab;
mod packaging;
mod pages;
mod publish;
mod serve;
mod serve_lan;
mod time;
