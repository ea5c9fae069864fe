//! The last pass over Markdown: makes links, pictures, headings and directive-like lines follow our rules.
//!
//! Only the bytes that break a rule are changed.

mod addresses;
mod anchors;
mod headings;

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use super::context::Context;
use super::directives;
use super::lined::{Edits, Lined};
use super::markdown::{code_ranges, dialect, is_within};
use crate::content::markdown::url::{self, Destination};

pub(super) use anchors::fragments;

/// Settles a text; returns it with the old and new anchors of its headings.
pub(super) fn settle(text: &Lined, context: &mut Context<'_>) -> (Lined, Vec<(String, String)>) {
    let text = directive_lines(text, context);
    let text = headings::order(&text);
    let text = links(&text, context);
    let anchors = anchors::of(text.text());
    let text = anchors::within(&text, &anchors, context);
    let mut edits = Edits::default();
    for (at, mark) in text.text().match_indices(context.marks.all()) {
        edits.replace(at..at + mark.len(), "");
    }
    (edits.apply(&text), anchors)
}

/// Removes the markers from our directives, and escapes colons that are not ours. One of our directives that is not at
/// the margin would not be recognised, so only its title remains, in bold, or its picture.
fn directive_lines(text: &Lined, context: &mut Context<'_>) -> Lined {
    let source = text.text();
    if !source.contains(":::") {
        return text.clone();
    }
    let code = code_ranges(source);
    let mark = context.marks.directive;
    let mut edits = Edits::default();
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let begin = line.trim_start_matches([' ', '>', '\t']);
        let indent = line.len() - begin.len();
        if let Some(rest) = begin.strip_prefix(mark) {
            if indent > 0 {
                let title = directives::first_quoted(rest).unwrap_or_default();
                let words = if rest.contains(" figure ") {
                    let alt =
                        rest.split_once(" alt=").and_then(|(_, alt)| directives::first_quoted(alt)).unwrap_or_default();
                    format!("![{}]({})", super::html::escaped(&alt), context.settled(&super::html::destination(&title)))
                } else if title.is_empty() {
                    String::new()
                } else {
                    format!("**{}**", super::html::escaped(title.trim()))
                };
                let end = start + line.trim_end().len();
                edits.replace(start + indent..end, words);
            }
            continue;
        }
        let colons = begin.len() - begin.trim_start_matches(':').len();
        let rest = begin[colons..].trim_start();
        let looks_like_one = colons >= 3 && (rest.is_empty() || rest.starts_with(char::is_alphabetic));
        if looks_like_one && !is_within(&code, start + indent) {
            edits.insert(start + indent, "\\");
        }
    }
    edits.apply(text)
}

/// A link or image whose end has not been read yet.
struct Open {
    /// Its whole range; the end of its content so far follows.
    range: Range<usize>,
    content_end: usize,
    kind: LinkType,
    dest: String,
    title: String,
    is_image: bool,
    /// Its content as plain text.
    plain: String,
}

/// Rewrites links and pictures to their new targets.
fn links(text: &Lined, context: &mut Context<'_>) -> Lined {
    let source = text.text();
    let mut edits = Edits::default();
    let mut open: Vec<Open> = Vec::new();
    let mut paragraph: Option<Range<usize>> = None;
    let mut depth = 0_usize;
    let parser = Parser::new_ext(source, dialect());
    let definitions: Vec<Range<usize>> =
        parser.reference_definitions().iter().map(|(_, def)| def.span.clone()).collect();
    for (event, range) in parser.into_offset_iter() {
        if let Some(outer) = open.last_mut()
            && !matches!(event, Event::End(TagEnd::Link | TagEnd::Image))
        {
            outer.content_end = outer.content_end.max(range.end);
        }
        match event {
            Event::Start(Tag::Link { link_type, dest_url, title, .. }) => {
                open.push(Open::new(range, link_type, &dest_url, &title, false));
            }
            Event::Start(Tag::Image { link_type, dest_url, title, .. }) => {
                open.push(Open::new(range, link_type, &dest_url, &title, true));
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                let Some(done) = open.pop() else { continue };
                let is_linked = open.iter().any(|outer| !outer.is_image);
                if let Some(outer) = open.last_mut() {
                    outer.plain.push_str(&done.plain);
                }
                let alone = paragraph
                    .clone()
                    .filter(|place| depth == 1 && source[place.clone()].trim() == &source[done.range.clone()]);
                if done.is_image {
                    addresses::image(&done, text, is_linked, alone.is_some(), &mut edits, context);
                } else {
                    addresses::link(&done, text, &mut edits, context);
                }
            }
            Event::Start(tag) => {
                if depth == 0 {
                    paragraph = matches!(tag, Tag::Paragraph).then(|| range.clone());
                }
                if matches!(tag, Tag::Paragraph | Tag::Emphasis | Tag::Strong | Tag::Strikethrough)
                    || !tag_is_inline(&tag)
                {
                    depth += 1;
                }
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Text(part) | Event::Code(part) => {
                if let Some(outer) = open.last_mut() {
                    outer.plain.push_str(&part);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some(outer) = open.last_mut() {
                    outer.plain.push(' ');
                }
            }
            _ => {}
        }
    }
    for span in definitions {
        addresses::definition(&span, text, &mut edits, context);
    }
    edits.apply(text)
}

fn tag_is_inline(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Superscript | Tag::Subscript)
}

impl Open {
    fn new(range: Range<usize>, kind: LinkType, dest: &str, title: &str, is_image: bool) -> Self {
        let content_end = range.start + if is_image { 2 } else { 1 };
        let (dest, title) = (dest.to_owned(), title.to_owned());
        Self { range, content_end, kind, dest, title, is_image, plain: String::new() }
    }
}

/// Returns the new address for an address of the old site, or `None` if it is dead.
fn led(dest: &str, context: &Context<'_>) -> Option<String> {
    if let Some(settled) = dest.strip_prefix(context.marks.settled) {
        return Some(settled.to_owned());
    }
    if dest.is_empty() {
        return None;
    }
    if let Some(path) = dest.strip_prefix("@/") {
        let (path, fragment) = path.split_once('#').map_or((path, None), |(path, end)| (path, Some(end)));
        let found = context.around.reference(path)?;
        return Some(fragment.map_or(found.clone(), |fragment| format!("{found}#{fragment}")));
    }
    match url::destination(dest) {
        Destination::Fragment | Destination::Contact => Some(dest.to_owned()),
        Destination::Unsafe => None,
        Destination::Site | Destination::Web => {
            context.around.link(dest).filter(|new| url::destination(new) != Destination::Unsafe)
        }
    }
}

/// Notes a dead link.
fn note_dead(line: usize, dest: &str, context: &mut Context<'_>) {
    context.kept(line, &format!("link to `{dest}`, which leads nowhere"));
}
