//! Sources: how Markdown is read, which documents are hidden, and how mistakes are reported.

mod beside;
mod commonmark;
mod diagnostics;
mod documents;
mod examples;
mod hidden;
mod leaks;
mod mistakes;
mod named;
mod names;
mod pasted;
mod references;
mod report;
mod tables;
mod unfinished;
mod words;
