//! Chancery turns a folder of multilingual Markdown into the public portal of an institution.
//!
//! ```text
//! Files ─parse∥→ Document* ─link→ Site ─plan→ Plan(Target*) ─render∥→ Rendered* ─commit→ directory | memory
//! ```
//!
//! Each stage is a function of finished values and returns a new type. The modules below stand in the order in which
//! they may import: each knows those that follow, never those before it (`tests/it/architecture.rs` holds that).

pub mod cli;
#[cfg(feature = "serve")]
pub mod serve;
pub mod receive;
pub mod publish;
#[cfg(feature = "import")]
pub mod import;
pub mod act;
pub mod engine;
pub mod output;
pub mod render;
pub mod track;
pub mod plan;
pub mod site;
pub mod theme;
pub mod content;
pub mod locale;
pub mod config;
pub mod spec;
pub mod media;
pub mod csv_file;
pub mod fs;
pub mod diag;
pub mod limits;
