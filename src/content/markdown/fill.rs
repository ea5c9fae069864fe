//! Filling holes: the seam between a parsed text and a page.

use std::fmt::Write;

use super::body::{Directive, Image, Link, UiText};
use super::escape;

/// What a page knows and a text does not. Each method appends HTML; escaping is its duty.
pub trait Fill {
    /// Opens a link.
    fn link(&self, link: &Link, out: &mut String);
    /// Closes the link opened last.
    fn link_end(&self, out: &mut String);
    /// Writes an image; it stands among text.
    fn image(&self, image: &Image, out: &mut String);
    /// Writes a string of the user interface.
    fn text(&self, text: &UiText, out: &mut String);
    /// Writes a number of several parts.
    fn number(&self, number: &str, out: &mut String) {
        escape::html(number, out);
    }
    /// Writes a directive around its content; it stands among blocks.
    fn directive(&self, directive: &Directive, inner: &str, out: &mut String);
}

/// Fills holes as CommonMark's own HTML has them: addresses as written, strings as their ids. For tests and for
/// looking at a text without a site.
#[derive(Clone, Copy, Debug, Default)]
pub struct Identity;

impl Fill for Identity {
    fn link(&self, link: &Link, out: &mut String) {
        out.push_str("<a href=\"");
        escape::href(&link.dest, out);
        title(&link.title, out);
        out.push_str("\">");
    }

    fn link_end(&self, out: &mut String) {
        out.push_str("</a>");
    }

    fn image(&self, image: &Image, out: &mut String) {
        out.push_str("<img src=\"");
        escape::href(&image.dest, out);
        out.push_str("\" alt=\"");
        escape::html(&image.alt, out);
        title(&image.title, out);
        out.push_str("\" />");
    }

    fn text(&self, text: &UiText, out: &mut String) {
        out.push_str(text.id);
        for (_, value) in &text.args {
            out.push(' ');
            escape::html(value, out);
        }
    }

    fn directive(&self, directive: &Directive, inner: &str, out: &mut String) {
        // Writing to a string can't fail.
        let _ = writeln!(out, "<div class=\"{}\">\n{inner}</div>", directive.kind.name());
    }
}

fn title(title: &str, out: &mut String) {
    if !title.is_empty() {
        out.push_str("\" title=\"");
        escape::html(title, out);
    }
}
