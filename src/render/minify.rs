//! Minifies finished pages with minify-html.

use minify_html::Cfg;

/// Minifies a page.
#[must_use]
pub fn html(page: &[u8]) -> Vec<u8> {
    minify_html::minify(page, &cfg())
}

/// Settings that do not change how the Nu checker or any parser reads the document.
fn cfg() -> Cfg {
    let mut cfg = Cfg::new();
    cfg.keep_closing_tags = true;
    cfg.keep_html_and_head_opening_tags = true;
    cfg.allow_noncompliant_unquoted_attribute_values = false;
    cfg.allow_removing_spaces_between_attributes = false;
    cfg.allow_optimal_entities = false;
    cfg.minify_doctype = false;
    cfg
}
