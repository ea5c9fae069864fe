//! robots.txt: everything may be read, and the sitemaps are there (RFC 9309).
//!
//! Pages that search engines are asked to leave out say so themselves; a rule here would keep them from being read
//! and so from being left out. A preview is the exception: nobody is to read it, nor to follow its links to the sitemap.

use crate::track::World;

/// Writes robots.txt.
#[must_use]
pub fn render(world: &World) -> String {
    if world.is_preview() {
        return "User-agent: *\nDisallow: /\n".to_owned();
    }
    format!("User-agent: *\nAllow: /\n\nSitemap: {}\n", world.absolute("/sitemap.xml"))
}
