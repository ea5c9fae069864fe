//! One build after another: what is made again, what is kept, and what a kill leaves.

mod at;
mod cache;
mod compression;
mod determinism;
mod history;
mod kills;
mod laws;
mod minify;
mod output;
mod questions;
mod tracking;
