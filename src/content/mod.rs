//! Content: front matter per kind, Markdown, directives.

pub mod markdown;
