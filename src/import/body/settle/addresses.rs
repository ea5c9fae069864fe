//! Rewrites links, pictures and reference definitions in place.

use std::ops::Range;

use pulldown_cmark::LinkType;

use super::super::context::Context;
use super::super::directives;
use super::super::html::{destination, escaped};
use super::super::lined::{Edits, Lined};
use super::{Open, led, note_dead};
use crate::content::markdown::url::{self, Destination};

/// Rewrites a link to its new address, or keeps only its text if there is none.
pub(super) fn link(open: &Open, text: &Lined, edits: &mut Edits, context: &mut Context<'_>) {
    let line = text.line(open.range.start);
    match open.kind {
        LinkType::Email => {}
        LinkType::Autolink => {
            let dest = open.dest.as_str();
            match led(dest, context) {
                Some(new) if new == dest => {}
                Some(new) => edits.replace(open.range.clone(), format!("[{}]({})", escaped(dest), destination(&new))),
                None => {
                    edits.replace(open.range.clone(), escaped(dest));
                    note_dead(line, dest, context);
                }
            }
        }
        LinkType::Inline => {
            let Some(place) = inline_destination(text.text(), open) else { return };
            match led(&open.dest, context) {
                Some(new) if new == open.dest => {}
                Some(new) => edits.replace(place, destination(&new)),
                None => {
                    unlink(open, edits);
                    note_dead(line, &open.dest, context);
                }
            }
        }
        // Reference links: the definition is rewritten elsewhere; if it is dead, the link becomes plain text.
        _ => {
            if led(&open.dest, context).is_none() {
                unlink(open, edits);
                note_dead(line, &open.dest, context);
            }
        }
    }
}

/// Removes a link's brackets and address but keeps its text. An address worth keeping stays as code.
fn unlink(open: &Open, edits: &mut Edits) {
    let start = open.range.start;
    edits.replace(start..start + if open.is_image { 2 } else { 1 }, "");
    let shows = url::destination(&open.dest) == Destination::Unsafe
        && !open.dest.to_ascii_lowercase().starts_with("javascript");
    let address = if shows { format!(" ({})", super::super::html::code_span(&open.dest)) } else { String::new() };
    edits.replace(open.content_end..open.range.end, address);
}

/// Gives a link another address; with an empty address only its text remains.
pub(super) fn readdress(open: &Open, source: &str, address: &str, edits: &mut Edits) {
    let place = inline_destination(source, open).filter(|_| open.kind == LinkType::Inline);
    match place {
        _ if address.is_empty() => unlink(open, edits),
        Some(place) => edits.replace(place, destination(address)),
        None if open.kind == LinkType::Autolink => {}
        None => {
            // A reference link: its definition may be shared, so the link gets an address of its own.
            edits.replace(open.content_end..open.range.end, format!("]({})", destination(address)));
        }
    }
}

/// Writes a picture that is a file beside the text; for others, writes their alternative text or a link.
pub(super) fn image(
    open: &Open,
    text: &Lined,
    is_linked: bool,
    is_alone: bool,
    edits: &mut Edits,
    context: &mut Context<'_>,
) {
    let line = text.line(open.range.start);
    let dest = open.dest.as_str();
    let file = match dest.strip_prefix(context.marks.settled) {
        Some(settled) => Some(settled.to_owned()),
        None => context.around.picture(dest),
    };
    let alt = if open.plain.trim().is_empty() { open.title.as_str() } else { open.plain.as_str() };
    let alt = alt.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some(file) = file else {
        let is_elsewhere = url::destination(dest) == Destination::Web;
        let address = context.marks.removed(dest);
        let what = if is_elsewhere { "picture from elsewhere" } else { "picture that is not there" };
        context.kept(line, &format!("{what}: `{address}`"));
        let label = if alt.is_empty() { address.clone() } else { alt };
        let new = if is_elsewhere && !is_linked {
            format!("[{}]({})", escaped(&label), destination(&address))
        } else {
            escaped(&label)
        };
        return edits.replace(open.range.clone(), new);
    };
    if !alt.is_empty() && !open.plain.trim().is_empty() {
        if file != dest {
            match (open.kind, inline_destination(text.text(), open)) {
                (LinkType::Inline, Some(place)) => edits.replace(place, destination(&file)),
                _ => edits.replace(open.range.clone(), format!("![{}]({})", escaped(&alt), destination(&file))),
            }
        }
        return;
    }
    if alt.is_empty() && is_alone && !is_linked {
        let (before, after) = directives::figure(&file, "", context.marks);
        context.mapped(line, &format!("picture without alternative text, now decorative: `{file}`"));
        return edits.replace(open.range.clone(), format!("{before}\n\n{after}"));
    }
    let name = file.rsplit('/').next().unwrap_or_default();
    let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem).replace(['-', '_'], " ");
    let words = if alt.is_empty() { name } else { alt };
    context.mapped(line, &format!("picture without alternative text, now `{words}`: `{file}`"));
    edits.replace(open.range.clone(), format!("![{}]({})", escaped(&words), destination(&file)));
}

/// Rewrites the address of a reference definition.
pub(super) fn definition(span: &Range<usize>, text: &Lined, edits: &mut Edits, context: &mut Context<'_>) {
    let source = &text.text()[span.clone()];
    let Some(label) = source.find("]:") else { return };
    let place = destination_at(source, label + 2);
    let Some((place, written)) = place else { return };
    let Some(new) = led(&written, context).filter(|new| *new != written) else { return };
    edits.replace(span.start + place.start..span.start + place.end, destination(&new));
}

/// Finds the address of an inline link in its source.
fn inline_destination(text: &str, open: &Open) -> Option<Range<usize>> {
    let rest = &text[open.content_end..open.range.end];
    let begin = open.content_end + rest.find("](")? + 2;
    let (place, written) = destination_at(&text[..open.range.end], begin)?;
    let read = |address: &str| super::super::html::unescaped(address).replace('\\', "");
    // If the address can't be located with certainty, nothing is changed.
    (read(&written) == open.dest.replace('\\', "")).then_some(place)
}

/// Reads a link destination (CommonMark 0.31.2, 6.3) after white space.
fn destination_at(text: &str, from: usize) -> Option<(Range<usize>, String)> {
    let start = from + text[from..].len() - text[from..].trim_start_matches([' ', '\n', '\t', '\r', '>']).len();
    if text[start..].starts_with('<') {
        let end = text[start..].find('>')?;
        return Some((start..start + end + 1, text[start + 1..start + end].to_owned()));
    }
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, c) in text[start..].char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '(' => depth += 1,
            ')' if depth == 0 => return Some((start..start + at, text[start..start + at].to_owned())),
            ')' => depth -= 1,
            c if c.is_ascii_whitespace() => return Some((start..start + at, text[start..start + at].to_owned())),
            _ => {}
        }
    }
    Some((start..text.len(), text[start..].to_owned()))
}
