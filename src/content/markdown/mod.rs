//! Markdown to pieces of HTML with holes.
