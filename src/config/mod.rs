//! site.toml and redirects.csv: as written, then resolved to [`Settings`].

pub mod address;
mod base_url;
mod feed_format;
mod language;
mod publishing;
mod redirects;
mod resolve;
mod settings;
mod site_toml;

pub use address::{NewAddress, OldAddress};
pub use base_url::BaseUrl;
pub use feed_format::{FEED_FORMATS, FeedFormat};
pub use language::LanguageTag;
pub use publishing::Publishing;
pub use redirects::{Redirect, Status, read as read_redirects};
pub use resolve::resolve;
pub use settings::*;
pub use site_toml::{KINDS, SITE};
