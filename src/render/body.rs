//! Completes the bodies of texts: fills the placeholders left by `parse` with addresses, pictures, UI strings and
//! directives.

use std::cell::Cell;

use tera::Context;

use crate::config::LangId;
use crate::content::Document;
use crate::content::markdown::escape::html as escape;
use crate::content::markdown::{Body, Directive, DirectiveKind, Fill, Image, Link, UiText};
use crate::locale::{Arg, Direction};
use crate::site::DocId;
use crate::site::links::Destination;
use crate::site::reference::{fragment, tidied};
use crate::track::{self, World};

use super::view::PictureView;
use super::{data_table, document, picture, words};

/// A completed body.
pub struct Finished {
    /// The HTML.
    pub html: String,
    /// The parsed body, with its headings.
    pub body: Body,
}

/// Renders the body of a text for its page. `is_taken` returns whether the page uses an id elsewhere.
pub fn page(world: &World, text: &Document, is_taken: &dyn Fn(&str) -> bool) -> Finished {
    finish(world, text, None, is_taken)
}

/// Renders the body of a document for a feed, with absolute URLs only.
pub fn feed_html(world: &World, doc: DocId) -> String {
    let doc = world.doc(doc);
    let html = finish(world, doc.document(), Some(&doc.path), &nothing).html;
    // Footnote links point within the page; in a feed they must point to the page itself.
    html.replace("href=\"#", &format!("href=\"{}#", world.absolute(&doc.path)))
}

/// The `is_taken` of pages without ids outside the text.
pub fn nothing(_: &str) -> bool {
    false
}

fn finish(world: &World, text: &Document, feed_of: Option<&str>, is_taken: &dyn Fn(&str) -> bool) -> Finished {
    let (mut body, length) = world.body(text).unwrap_or_else(|fault| {
        track::reported(*fault);
        (Body::default(), 0)
    });
    body.give_way(is_taken);
    let mut html = String::with_capacity(length * 2);
    body.fill(&Filler { world, text, lang: text.lang, feed_of, open: Cell::default() }, &mut html);
    Finished { html, body }
}

struct Filler<'a> {
    world: &'a World,
    text: &'a Document,
    lang: LangId,
    /// In a feed, the address of the page below the base.
    feed_of: Option<&'a str>,
    open: Cell<OpenLink>,
}

/// The properties of the open link, needed to close it.
#[derive(Clone, Copy, Default)]
struct OpenLink {
    /// The language of its target, if it is different.
    foreign: Option<LangId>,
    /// Whether its text is left-to-right on a right-to-left page.
    is_isolated: bool,
}

/// The URL of a link, ready for output.
struct Href {
    url: String,
    foreign: Option<LangId>,
}

impl Filler<'_> {
    fn url(&self, path: &str) -> String {
        if self.feed_of.is_some() { self.world.absolute(path) } else { self.world.url(path) }
    }

    /// Returns the URL of a file, whose name may contain any character.
    fn file_url(&self, path: &str) -> String {
        if self.feed_of.is_some() { self.world.file_absolute(path) } else { self.world.file_url(path) }
    }

    fn href(&self, link: &Link) -> Option<Href> {
        let plain = |url: String| Href { url, foreign: None };
        let hash = |anchor: Option<String>| anchor.map(|anchor| format!("#{}", fragment(&anchor))).unwrap_or_default();
        // A broken link has been reported by `check`.
        Some(match self.world.destination(self.text, &link.dest)? {
            Destination::External(url) => plain(tidied(&url).into_owned()),
            Destination::Fragment(anchor) => {
                let page = self.feed_of.map(|path| self.world.absolute(path)).unwrap_or_default();
                plain(format!("{page}#{}", fragment(&anchor)))
            }
            Destination::Doc(doc, fragment) => {
                let to = self.world.led_to(doc, self.lang);
                let foreign = (to.lang != self.lang).then_some(to.lang);
                Href { url: self.url(to.path) + &hash(fragment), foreign }
            }
            Destination::Section(section, fragment) => {
                plain(self.url(self.world.led_to_section(section, self.lang)) + &hash(fragment))
            }
            Destination::Address(path, suffix) | Destination::File(path, suffix) => {
                plain(self.file_url(&path) + &tidied(&suffix))
            }
        })
    }

    fn is_from_right_to_left(&self) -> bool {
        self.world.locale(self.lang).direction() == Direction::Rtl
    }

    fn picture(&self, src: &str, alt: &str) -> Option<PictureView> {
        picture::view(self.world, &self.text.path, src, self.lang, alt, self.feed_of.is_some())
    }

    fn template(&self, name: &str, context: &Context, out: &mut String) {
        let mut bytes = Vec::new();
        match self.world.render(name, context, &mut bytes) {
            Ok(()) => out.push_str(&String::from_utf8_lossy(&bytes)),
            Err(fault) => track::reported(fault),
        }
    }
}

impl Fill for Filler<'_> {
    fn link(&self, link: &Link, out: &mut String) {
        out.push_str("<a");
        let href = self.href(link);
        let foreign = href.as_ref().and_then(|href| href.foreign);
        // A telephone number, as opposed to a text like "Call us".
        let is_number = link.dest.to_ascii_lowercase().starts_with("tel:") && !link.text.contains(char::is_alphabetic);
        let is_isolated = is_number && self.is_from_right_to_left();
        self.open.set(OpenLink { foreign, is_isolated });
        if let Some(href) = href {
            out.push_str(" href=\"");
            escape(&href.url, out);
            out.push('"');
            if let Some(foreign) = href.foreign {
                out.push_str(" hreflang=\"");
                escape(self.world.tag(foreign), out);
                out.push('"');
            }
        }
        if !link.title.is_empty() {
            out.push_str(" title=\"");
            escape(&link.title, out);
            out.push('"');
        }
        out.push_str(if is_isolated { "><bdi dir=\"ltr\">" } else { ">" });
    }

    fn link_end(&self, out: &mut String) {
        let OpenLink { foreign, is_isolated } = self.open.take();
        out.push_str(if is_isolated { "</bdi></a>" } else { "</a>" });
        if let Some(foreign) = foreign {
            let name = self.world.language_name(foreign, self.lang);
            out.push_str(" <span class=\"in-language\">");
            escape(&words::t(self.world, self.lang, "page-in-language", &[("language", Arg::Text(name))]), out);
            out.push_str("</span>");
        }
    }

    fn image(&self, image: &Image, out: &mut String) {
        let Some(picture) = self.picture(&image.dest, &image.alt) else { return escape(&image.alt, out) };
        let mut context = Context::new();
        context.insert("picture", &picture);
        context.insert("title", &image.title);
        self.template("directives/image.html", &context, out);
    }

    fn text(&self, text: &UiText, out: &mut String) {
        let args: Vec<(&str, Arg)> = text
            .args
            .iter()
            .map(|(name, value)| (*name, value.parse().map_or_else(|_| Arg::Text(value.clone()), Arg::Number)))
            .collect();
        escape(&words::t(self.world, self.lang, text.id, &args), out);
    }

    fn number(&self, number: &str, out: &mut String) {
        let isolates = self.is_from_right_to_left() && !self.open.get().is_isolated;
        out.push_str(if isolates { "<bdi dir=\"ltr\">" } else { "" });
        escape(number, out);
        out.push_str(if isolates { "</bdi>" } else { "" });
    }

    fn directive(&self, directive: &Directive, inner: &str, out: &mut String) {
        let get = |name: &str| directive.argument(name);
        let mut context = Context::new();
        context.insert("body_html", inner);
        match directive.kind {
            DirectiveKind::Notice => {
                context.insert("severity", get("severity").unwrap_or("info"));
                context.insert("title", &get("title"));
            }
            DirectiveKind::Quote => {
                context.insert("by", get("by").unwrap_or_default());
                context.insert("source", &get("source"));
                context.insert("lang", &get("lang"));
            }
            DirectiveKind::Figure => {
                let alt = get("alt").unwrap_or_default();
                let Some(picture) = get("src").and_then(|src| self.picture(src, alt)) else {
                    return figure_as_text(alt, inner, out);
                };
                context.insert("picture", &picture);
                context.insert("decorative", &directive.flag("decorative"));
            }
            DirectiveKind::Video => {
                let file = |name: &str| {
                    let (path, facts) = self.world.picture_beside(&self.text.path, get(name)?, self.lang)?;
                    Some(self.file_url(&picture::address(&path, facts)))
                };
                let tag = self.world.tag(self.lang);
                context.insert("src", &file("src"));
                context.insert("poster", &file("poster"));
                context.insert("captions", &file("captions"));
                context.insert("captions_lang", get("captions_lang").unwrap_or(tag));
                context.insert("title", get("title").unwrap_or_default());
            }
            DirectiveKind::Contact => {
                let id = get("id").unwrap_or_default();
                let Some(contact) = document::contact(self.world, id, self.lang) else { return };
                context.insert("contact", &contact);
            }
            DirectiveKind::Data => {
                let beside = get("src").and_then(|src| self.world.file_beside(&self.text.path, src));
                let Some((path, _)) = beside else { return };
                match data_table::view(self.world, &path, (directive, &self.text.path), self.lang) {
                    Ok((table, chart)) => {
                        context.insert("table", &table);
                        context.insert("chart", &chart);
                    }
                    Err(faults) => {
                        faults.into_iter().for_each(track::reported);
                        return;
                    }
                }
            }
        }
        self.template(&format!("directives/{}.html", directive.kind.name()), &context, out);
    }
}

/// Writes the texts of a picture that can't be shown; `caption` is HTML.
pub fn figure_as_text(alt: &str, caption: &str, out: &mut String) {
    out.push_str("<figure>");
    if !alt.is_empty() {
        out.push_str("<p>");
        escape(alt, out);
        out.push_str("</p>");
    }
    if !caption.is_empty() {
        out.push_str("<figcaption>");
        out.push_str(caption);
        out.push_str("</figcaption>");
    }
    out.push_str("</figure>\n");
}
