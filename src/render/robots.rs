//! robots.txt: everything may be read, and the sitemaps are there (RFC 9309).
//!
//! Pages that search engines are asked to leave out say so themselves; a rule here would keep them from being read
//! and so from being left out.

use crate::track::World;

/// Writes robots.txt.
#[must_use]
pub fn render(world: &World) -> String {
    format!("User-agent: *\nAllow: /\n\nSitemap: {}\n", world.absolute("/sitemap.xml"))
}
