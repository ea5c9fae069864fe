//! site.toml: as written, then resolved.

mod language;

pub use language::LanguageTag;
