//! Finished pages through minify-html, with settings that leave the document as the Nu checker and every parser
//! understand it.

use minify_html::{Cfg, minify};

/// Minifies a page.
pub fn html(page: &[u8]) -> Vec<u8> {
    let mut cfg = Cfg::new();
    cfg.keep_closing_tags = true;
    cfg.keep_html_and_head_opening_tags = true;
    cfg.allow_noncompliant_unquoted_attribute_values = false;
    cfg.allow_removing_spaces_between_attributes = false;
    cfg.allow_optimal_entities = false;
    cfg.minify_doctype = false;
    minify(page, &cfg)
}
