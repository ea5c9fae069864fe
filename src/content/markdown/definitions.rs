//! Link definitions that no link uses: `[label]: address` is shown nowhere, and neither is a line of a text that only
//! looks like one, as in `[Update]: cancelled`.

use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, RefDefs, Tag};

use crate::diag::{Severity, codes};

use super::flanking::without_joints;
use super::writer::Writer;

/// The labels that links and images use, and the blocks that are not read as Markdown.
#[derive(Debug, Default)]
pub(super) struct Uses {
    labels: HashSet<String>,
    opaque: Vec<Range<usize>>,
    /// Where text begins with a bracket: no definition.
    brackets: HashSet<usize>,
}

/// A definition of a source.
#[derive(Debug)]
pub(super) struct Definition {
    label: String,
    dest: String,
    title: String,
    range: Range<usize>,
}

/// Returns the definitions that the parser knows: of those with the same label, the first.
pub(super) fn all(definitions: &RefDefs<'_>) -> Vec<Definition> {
    let mut all: Vec<Definition> = definitions
        .iter()
        .map(|(label, definition)| Definition {
            label: key(label),
            dest: without_joints(&definition.dest).into_owned(),
            title: definition.title.as_deref().map(without_joints).unwrap_or_default().into_owned(),
            range: definition.span.clone(),
        })
        .collect();
    all.sort_by_key(|definition| definition.range.start);
    all
}

/// Labels match whatever their case and white space.
fn key(label: &str) -> String {
    without_joints(label).split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

impl Uses {
    /// Notes what an event uses.
    pub(super) fn note(&mut self, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(
                Tag::Link { link_type: LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut, id, .. }
                | Tag::Image { link_type: LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut, id, .. },
            ) => {
                self.labels.insert(key(id));
                self.brackets.insert(range.start);
            }
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) => self.opaque.push(range.clone()),
            Event::Start(Tag::Link { .. }) | Event::FootnoteReference(_) | Event::TaskListMarker(_) => {
                self.brackets.insert(range.start);
            }
            Event::Text(text) if text.starts_with('[') => {
                self.brackets.insert(range.start);
            }
            _ => {}
        }
    }

    fn is_opaque(&self, at: usize) -> bool {
        let next = self.opaque.partition_point(|block| block.start <= at);
        next > 0 && self.opaque[next - 1].end > at
    }
}

/// Reports the definitions that nothing uses, and those that an earlier one of the same label puts out of use.
pub(super) fn check(writer: &mut Writer<'_>, definitions: &[Definition], uses: &Uses) {
    if !writer.options.checks {
        return;
    }
    for Definition { label, dest, title, range } in definitions {
        // `[//]: # (…)` is how comments are written.
        let is_comment = dest.is_empty() || dest == "#";
        if !uses.labels.contains(label) && !is_comment {
            let is_address = title.is_empty() && (dest.contains(['/', '#', ':', '@']) || dest.contains('.'));
            report(writer, range, "no link uses this definition, and it is shown nowhere", is_address);
        }
    }
    for range in repeated(&writer.scan.source, definitions, uses) {
        report(writer, &range, "an earlier line defines the same label, and this one is shown nowhere", false);
    }
}

fn report(writer: &mut Writer<'_>, range: &Range<usize>, message: &str, is_address: bool) {
    let place = writer.place_of_block(range);
    let help = "remove it, use its label in a link, or write `\\[` where it is a line of the text";
    writer.faults.add(&codes::UNUSED_DEFINITION, &place, message.to_owned(), help);
    if is_address && let Some(last) = writer.faults.list.last_mut() {
        last.severity = Severity::Warning;
    }
}

/// Finds the lines that are read as definitions and are not the first of their label.
fn repeated(source: &str, definitions: &[Definition], uses: &Uses) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if definitions.is_empty() {
        return found;
    }
    let labels: HashSet<&str> = definitions.iter().map(|definition| definition.label.as_str()).collect();
    let starts: HashSet<usize> = definitions.iter().map(|definition| definition.range.start).collect();
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        let at = start + line.len()
            - line.trim_start_matches(|c: char| c.is_ascii_digit() || " \t>-*+.):".contains(c)).len();
        let end = start + line.trim_end().len();
        start += line.len();
        let Some((label, _)) = source[at..end.max(at)].strip_prefix('[').and_then(|rest| rest.split_once("]:")) else {
            continue;
        };
        let is_first = starts.contains(&at);
        if labels.contains(key(label).as_str()) && !is_first && !uses.brackets.contains(&at) && !uses.is_opaque(at) {
            found.push(at..end);
        }
    }
    found
}
