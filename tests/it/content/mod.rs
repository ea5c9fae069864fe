//! Sources: how Markdown is read, which documents are hidden, and how mistakes are reported.

mod commonmark;
mod diagnostics;
mod documents;
mod hidden;
mod leaks;
mod mistakes;
mod references;
mod report;
mod tables;
mod unfinished;
