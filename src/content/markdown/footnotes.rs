//! Footnotes: taken out of the stream of events where they are defined, written in the order of their numbers at
//! the end of the text, each with a way back to every reference.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::diag::codes;

use super::output::Output;
use super::writer::Writer;

/// The notes referred to so far, in the order of their numbers.
#[derive(Debug, Default)]
pub(super) struct Notes {
    order: Vec<Note>,
    index: HashMap<String, usize>,
}

#[derive(Debug)]
struct Note {
    key: String,
    references: usize,
}

/// Definitions as events.
#[derive(Debug, Default)]
pub(super) struct Definitions<'s> {
    list: Vec<Definition<'s>>,
    index: HashMap<String, usize>,
    open: Vec<Definition<'s>>,
}

#[derive(Debug)]
struct Definition<'s> {
    name: String,
    range: Range<usize>,
    events: Vec<(Event<'s>, Range<usize>)>,
}

/// Labels match whatever their case.
fn key(name: &str) -> String {
    name.to_lowercase()
}

impl<'s> Definitions<'s> {
    /// Keeps the events of definitions, and hands back all others.
    pub(super) fn collect(
        &mut self,
        event: Event<'s>,
        range: Range<usize>,
        writer: &mut Writer<'_>,
    ) -> Option<(Event<'s>, Range<usize>)> {
        match (event, self.open.last_mut()) {
            (Event::Start(Tag::FootnoteDefinition(name)), _) => {
                self.open.push(Definition { name: name.into_string(), range, events: Vec::new() });
                None
            }
            (Event::End(TagEnd::FootnoteDefinition), _) => {
                if let Some(definition) = self.open.pop() {
                    self.define(definition, writer);
                }
                None
            }
            (event, Some(outer)) => {
                outer.events.push((event, range));
                None
            }
            (event, None) => Some((event, range)),
        }
    }

    fn define(&mut self, definition: Definition<'s>, writer: &mut Writer<'_>) {
        let key = key(&definition.name);
        if self.index.contains_key(&key) {
            fault(writer, &definition, "is defined twice", "keep one of the definitions, or give it another name");
        } else {
            self.index.insert(key, self.list.len());
            self.list.push(definition);
        }
    }
}

fn fault(writer: &mut Writer<'_>, definition: &Definition<'_>, what: &str, help: &str) {
    if writer.options.checks {
        let end = definition.range.start + definition.name.len() + 4;
        let place = writer.place(&(definition.range.start..end.min(definition.range.end)));
        let message = format!("footnote `[^{}]` {what}", definition.name);
        writer.faults.add(&codes::UNDEFINED_FOOTNOTE, &place, message, help);
        let whole = writer.place_of_block(&definition.range);
        writer.faults.label(&whole, "shown nowhere");
    }
}

/// The id of the k-th reference to note n.
fn reference_id(n: usize, k: usize) -> String {
    if k == 1 { format!("fnref-{n}") } else { format!("fnref-{n}-{k}") }
}

impl Writer<'_> {
    pub(super) fn footnote_reference(&mut self, name: &str) {
        let key = key(name);
        let next = self.notes.order.len();
        let number = *self.notes.index.entry(key.clone()).or_insert(next);
        if number == next {
            self.notes.order.push(Note { key, references: 0 });
        }
        let note = &mut self.notes.order[number];
        note.references += 1;
        let (n, id) = (number + 1, reference_id(number + 1, note.references));
        self.out.format(format_args!("<sup><a href=\"#fn-{n}\" id=\"{id}\" role=\"doc-noteref\" aria-label=\""));
        self.ui_text("footnote-ref", vec![("n", n.to_string())], true);
        self.out.format(format_args!("\">{n}</a></sup>"));
        self.facts.anchors.push(id);
    }
}

/// Writes the section of notes, if there are any, and reports definitions that nothing refers to.
pub(super) fn write(mut definitions: Definitions<'_>, writer: &mut Writer<'_>) {
    let mut bodies = Vec::new();
    // A note may refer to further ones.
    while let Some(note) = writer.notes.order.get(bodies.len()) {
        let place = definitions.index.get(&note.key).copied();
        let events = place.and_then(|place| definitions.list.get_mut(place));
        let events = events.map(|definition| std::mem::take(&mut definition.events)).unwrap_or_default();
        bodies.push(body(events, writer));
    }
    for definition in &definitions.list {
        if !writer.notes.index.contains_key(&key(&definition.name)) {
            let help = format!("refer to it with `[^{}]`, or remove it", definition.name);
            fault(writer, definition, "is never referred to", &help);
        }
    }
    if bodies.is_empty() {
        return;
    }
    writer.out.block("<section class=\"footnotes\" role=\"doc-endnotes\" aria-labelledby=\"fn-title\">\n");
    writer.out.push("<h2 id=\"fn-title\">");
    writer.ui_text("footnotes", Vec::new(), false);
    writer.out.push("</h2>\n<ol>\n");
    for (number, (body, paragraph)) in bodies.into_iter().enumerate() {
        let n = number + 1;
        writer.out.format(format_args!("<li id=\"fn-{n}\">\n"));
        writer.facts.anchors.push(format!("fn-{n}"));
        writer.out.append(body);
        writer.out.push(if paragraph { "" } else { "<p>" });
        for k in 1..=writer.notes.order[number].references {
            back(writer, n, k);
        }
        writer.out.push("</p>\n</li>\n");
    }
    writer.out.push("</ol>\n</section>\n");
}

/// Writes a note's events to an output of their own; says whether a paragraph is left open for the ways back.
fn body(mut events: Vec<(Event<'_>, Range<usize>)>, writer: &mut Writer<'_>) -> (Output, bool) {
    let around = writer.out.begin();
    let paragraph = events.pop_if(|(event, _)| matches!(event, Event::End(TagEnd::Paragraph))).is_some();
    // A note's blocks are not the text's.
    writer.depth += 1;
    for (event, range) in events {
        writer.event(event, range);
    }
    writer.end_leaf();
    writer.depth -= if paragraph { 2 } else { 1 };
    (std::mem::replace(&mut writer.out, around), paragraph)
}

fn back(writer: &mut Writer<'_>, n: usize, k: usize) {
    let id = reference_id(n, k);
    writer.out.format(format_args!(" <a href=\"#{id}\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\""));
    writer.ui_text("footnote-back", vec![("n", n.to_string()), ("k", k.to_string())], true);
    // The variation selector keeps the arrow from being drawn as an emoji.
    writer.out.push("\">↩\u{FE0E}");
    if k > 1 {
        writer.out.format(format_args!("<sup>{k}</sup>"));
    }
    writer.out.push("</a>");
}
