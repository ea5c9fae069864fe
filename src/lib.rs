//! Chancery: a static-site generator for institutions.

pub mod config;
pub mod content;
pub mod diag;
pub mod fs;
pub mod locale;
pub mod output;
pub mod spec;
pub mod theme;
