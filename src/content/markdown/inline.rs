//! What stands among text: emphasis, links, images, references to notes, and text itself.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use crate::diag::codes;

use super::body::{Hole, Image, ImageFact, Link, LinkFact};
use super::url::{Destination, destination};
use super::writer::{Writer, inline_element};
use super::{HtmlPolicy, html, numbers};

/// A link whose text is not yet known.
#[derive(Debug)]
pub(super) struct OpenLink {
    hole: usize,
    text_from: usize,
}

/// An image whose alternative text is being read.
#[derive(Debug)]
pub(super) struct OpenImage {
    dest: String,
    title: String,
    range: Range<usize>,
    alt: String,
    /// Elements open in the alternative text.
    depth: usize,
}

impl Writer<'_> {
    pub(super) fn start_inline(&mut self, tag: Tag<'_>, range: &Range<usize>) {
        self.leaf.tags.push(None);
        match tag {
            Tag::Link { link_type, dest_url, title, .. } => {
                let mut dest = dest_url.into_string();
                if link_type == LinkType::Email {
                    dest.insert_str(0, "mailto:");
                }
                self.start_link(dest, title.into_string(), range);
            }
            Tag::Image { dest_url, title, .. } => {
                let (dest, title) = (dest_url.into_string(), title.into_string());
                self.image = Some(OpenImage { dest, title, range: range.clone(), alt: String::new(), depth: 0 });
            }
            tag => {
                let element = inline_element(tag.to_end());
                self.out.format(format_args!("<{element}>"));
            }
        }
    }

    pub(super) fn end_inline(&mut self, tag: TagEnd) {
        let inner = self.leaf.tags.iter().rposition(Option::is_none).unwrap_or(0);
        html::close_tags(self, inner);
        match tag {
            TagEnd::Link => self.end_link(),
            TagEnd::Image => {}
            tag => self.out.format(format_args!("</{}>", inline_element(tag))),
        }
    }

    fn start_link(&mut self, dest: String, title: String, range: &Range<usize>) {
        let place = self.place(range);
        if self.options.check_urls && destination(&dest) == Destination::Unsafe {
            self.unsafe_url(&dest, &place, "use https, http, mailto, tel or a relative path");
            self.links.push(None);
            return;
        }
        let span = self.faults.span(&place);
        if self.out.is_off() {
            self.facts.links.push(LinkFact { dest, span });
            self.out.push("<a>");
            self.links.push(None);
            return;
        }
        self.facts.links.push(LinkFact { dest: dest.clone(), span: span.clone() });
        let hole = self.out.hole(Hole::Link(Link { dest, title, text: String::new(), span }));
        self.links.push(Some(OpenLink { hole, text_from: self.leaf.text.len() }));
    }

    fn end_link(&mut self) {
        let Some(Some(OpenLink { hole, text_from })) = self.links.pop() else { return };
        let text = self.leaf.text.get(text_from..).unwrap_or_default().trim();
        if let Some(Hole::Link(link)) = self.out.hole_at(hole) {
            text.clone_into(&mut link.text);
        }
        self.out.hole(Hole::LinkEnd);
    }

    fn unsafe_url(&mut self, dest: &str, place: &Range<usize>, help: &str) {
        let shown: String = dest.chars().take(60).map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect();
        self.faults.add(&codes::UNSAFE_URL, place, format!("the address `{shown}` is not allowed"), help);
    }

    /// Takes an event inside an image: its text becomes the alternative text.
    pub(super) fn alt(&mut self, event: Event<'_>, range: &Range<usize>) {
        if let Event::Text(text) | Event::Code(text) = &event {
            self.read_isolates(text, range);
        }
        let Some(image) = &mut self.image else { return };
        match event {
            Event::Start(_) => image.depth += 1,
            Event::End(_) if image.depth > 0 => image.depth -= 1,
            Event::End(_) => {
                self.end_inline(TagEnd::Image);
                self.end_image();
            }
            Event::Text(text) | Event::Code(text) => image.alt.push_str(&text),
            Event::InlineHtml(source) if self.options.html == HtmlPolicy::Verbatim => image.alt.push_str(&source),
            Event::InlineHtml(source) => html::refuse_in_alt(self, &source, range),
            Event::SoftBreak | Event::HardBreak => image.alt.push(' '),
            _ => {}
        }
    }

    fn end_image(&mut self) {
        let Some(OpenImage { dest, title, range, alt, .. }) = self.image.take() else { return };
        let place = self.place(&range);
        // A name may begin with `#`.
        let is_sound = |dest| matches!(dest, Destination::Site | Destination::Fragment | Destination::Web);
        let unsafe_dest = self.options.check_urls && !is_sound(destination(&dest));
        if unsafe_dest {
            self.unsafe_url(&dest, &place, "use a file of the site, https or http");
        }
        if self.options.checks && alt.trim().is_empty() {
            let message = "an image without alternative text".to_owned();
            let help = "say what it tells: `![text](file)`; one that tells nothing is `::: figure src=… decorative`";
            self.faults.add(&codes::IMAGE_WITHOUT_ALT, &place, message, help);
        }
        if unsafe_dest {
            self.escaped(&alt);
            return;
        }
        let span = self.faults.span(&place);
        self.facts.images.push(ImageFact { dest: dest.clone(), alt: alt.clone(), span: span.clone() });
        self.out.hole(Hole::Image(Image { dest, alt, title, span }));
    }

    pub(super) fn text(&mut self, text: &str, range: &Range<usize>) {
        self.read_isolates(text, range);
        if let Some(code) = &mut self.code {
            return code.source.push_str(text);
        }
        if let Some((block, _)) = &mut self.html_block {
            return block.push_str(text);
        }
        self.read_literal(text, range);
        if self.options.checks && self.options.extensions && text.contains('[') {
            self.check_footnotes(text, range);
        }
        if self.options.directives && text.starts_with("::") {
            self.check_colons(text, range);
        }
        self.leaf_text(text);
        if self.options.extensions { self.numbers(text) } else { self.escaped(text) }
    }

    /// Writes text, in which numbers that lines from right to left would turn around are holes.
    fn numbers(&mut self, text: &str) {
        let mut from = 0;
        for number in numbers::find(text) {
            self.escaped(&text[from..number.start]);
            from = number.end;
            self.out.hole(Hole::Number(text[number].to_owned()));
        }
        self.escaped(&text[from..]);
    }

    /// Reports `[^name]` that stayed text: the parser takes it for a reference only where a definition exists.
    fn check_footnotes(&mut self, text: &str, range: &Range<usize>) {
        let Some(source) = self.raw(text, range) else { return };
        for (at, _) in source.match_indices('[') {
            let start = range.start + at;
            let (before, rest) = self.scan.source.split_at(start);
            let escapes = before.len() - before.trim_end_matches('\\').len();
            let Some(label) = rest.strip_prefix("[^") else { continue };
            let Some(end) = label.find(['[', ']', '\n']).filter(|end| label[*end..].starts_with(']')) else { continue };
            let label = &label[..end];
            if escapes % 2 == 0 && !label.trim().is_empty() && label.len() < 200 {
                let place = self.place(&(start..start + end + 3));
                let message = format!("footnote `[^{label}]` is not defined");
                let help = format!("add a line `[^{label}]: text`");
                self.faults.add(&codes::UNDEFINED_FOOTNOTE, &place, message, &help);
            }
        }
    }

    /// Reports what looks like a directive but stands in another block.
    fn check_colons(&mut self, text: &str, range: &Range<usize>) {
        let source = &self.scan.source[..range.start];
        let from = source.floor_char_boundary(source.len().saturating_sub(80));
        let line = source[from..].rsplit('\n').next().unwrap_or_default();
        let prefix = line.trim_end_matches(':');
        let colons = line.len() - prefix.len() + text.len() - text.trim_start_matches(':').len();
        let rest = text.trim_start_matches(':').trim_start();
        let container = prefix.chars().all(|c| c.is_ascii_digit() || " \t>-*+.):".contains(c));
        if container && colons >= 3 && (rest.is_empty() || rest.starts_with(char::is_alphabetic)) {
            let place = self.place(range);
            let message = "this directive stands inside another block".to_owned();
            self.faults.add(&codes::UNCLOSED_DIRECTIVE, &place, message, "directives stand at the margin");
        }
    }
}
