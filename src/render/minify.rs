//! Finished pages through minify-html, with the settings that templates are minified with.

/// Minifies a page.
pub fn html(page: &[u8]) -> Vec<u8> {
    minify_html::minify(page, &crate::theme::minify::cfg())
}
