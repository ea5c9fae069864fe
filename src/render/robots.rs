//! robots.txt: allows everything and names the sitemaps (RFC 9309).
//!
//! Pages that search engines should not index say so themselves; a rule here would keep engines from reading that. A
//! preview is the exception: no engine should read it or follow its links to the sitemap.

use crate::track::World;

/// Writes robots.txt.
#[must_use]
pub fn render(world: &World) -> String {
    if world.is_preview() {
        return "User-agent: *\nDisallow: /\n".to_owned();
    }
    format!("User-agent: *\nAllow: /\n\nSitemap: {}\n", world.absolute("/sitemap.xml"))
}
