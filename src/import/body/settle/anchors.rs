//! Heading anchors: those of the old site and ours.

use std::collections::HashMap;

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use super::super::context::Context;
use super::super::lined::{Edits, Lined};
use super::super::markdown::dialect;
use super::super::{Anchors, Fate, Note};
use crate::config::address::decode;
use crate::content::markdown::{self, Options};
use crate::diag::SourcePath;

/// Lists the headings' anchors: the old ones by GitHub's rule (Goldmark, Jekyll) or as set in the text, and ours.
pub(super) fn of(text: &str) -> Vec<(String, String)> {
    let path = SourcePath::new("");
    let (body, _) = markdown::parse(text, 0, &path, &Options::content_with_html());
    let mut taken: HashMap<String, usize> = HashMap::new();
    let mut anchors = Vec::new();
    for heading in body.headings {
        let wanted = github(&heading.text);
        let count = taken.entry(wanted.clone()).or_insert(0);
        let old = if *count == 0 { wanted.clone() } else { format!("{wanted}-{count}") };
        *count += 1;
        anchors.push((old, heading.id));
    }
    // Footnotes and other link targets keep their names.
    let own: Vec<(String, String)> = body.facts.anchors.into_iter().map(|anchor| (anchor.clone(), anchor)).collect();
    anchors.extend(own);
    anchors
}

/// Returns GitHub's anchor for a heading: lower case, hyphens for white space, no punctuation.
fn github(text: &str) -> String {
    let mut anchor = String::with_capacity(text.len());
    for c in text.trim().to_lowercase().chars() {
        if c == ' ' || c == '-' {
            anchor.push('-');
        } else if c.is_alphanumeric() || c == '_' || unicode_normalization::char::is_combining_mark(c) {
            anchor.push(c);
        }
    }
    anchor
}

/// Finds the new anchor for an old fragment.
fn find<'a>(fragment: &str, anchors: &'a [(String, String)]) -> Option<&'a str> {
    let plain = decode(fragment);
    let exact = anchors.iter().find(|(_, new)| *new == plain).or_else(|| anchors.iter().find(|(old, _)| *old == plain));
    let loose = |anchor: &str| anchor.to_lowercase().replace(['-', '_'], "");
    exact
        .or_else(|| anchors.iter().find(|(old, _)| !plain.is_empty() && loose(old) == loose(&plain)))
        .map(|(_, new)| new.as_str())
}

/// Updates links within the text to existing anchors.
pub(super) fn within(text: &Lined, anchors: &[(String, String)], context: &mut Context<'_>) -> Lined {
    let mut edits = Edits::default();
    let answer = |path: &str| path.is_empty().then(|| anchors.to_vec());
    for (line, dest) in lead(text, &answer, &mut edits) {
        context.kept(line, &format!("link to `{dest}`, which has no such anchor"));
    }
    edits.apply(text)
}

/// See [`super::super::settle_fragments`].
pub(in super::super) fn fragments(
    text: &str,
    first_line: usize,
    anchors: &dyn Fn(&str) -> Option<Anchors>,
) -> (String, Vec<Note>) {
    let text = Lined::source(text, first_line);
    let mut edits = Edits::default();
    let answer = |path: &str| if path.is_empty() { None } else { anchors(path) };
    let dead = lead(&text, &answer, &mut edits);
    let notes = dead.into_iter().map(|(line_number, dest)| {
        let construct = format!("link to `{dest}`, which has no such anchor");
        Note { line_number, construct, fate: Fate::Kept }
    });
    (edits.apply(&text).text().to_owned(), notes.collect())
}

/// Updates fragments to the anchors of the text that a path names; returns those without an anchor.
fn lead(text: &Lined, anchors: &dyn Fn(&str) -> Option<Anchors>, edits: &mut Edits) -> Vec<(usize, String)> {
    let source = text.text();
    let mut dead = Vec::new();
    if !source.contains('#') {
        return dead;
    }
    let mut open: Vec<super::Open> = Vec::new();
    for (event, range) in Parser::new_ext(source, dialect()).into_offset_iter() {
        if let Some(outer) = open.last_mut()
            && !matches!(event, Event::End(TagEnd::Link))
        {
            outer.content_end = outer.content_end.max(range.end);
        }
        match event {
            Event::Start(Tag::Link { link_type, dest_url, title, .. }) => {
                open.push(super::Open::new(range, link_type, &dest_url, &title, false));
            }
            Event::End(TagEnd::Link) => {
                let Some(link) = open.pop().filter(|link| link.kind != LinkType::Email) else { continue };
                let Some((path, fragment)) = link.dest.split_once('#') else { continue };
                if path.contains("://") || fragment.is_empty() {
                    continue;
                }
                let Some(known) = anchors(path) else { continue };
                let new = match find(fragment, &known) {
                    Some(found) if found == decode(fragment) => continue,
                    Some(found) => format!("{path}#{found}"),
                    None => {
                        dead.push((text.line(link.range.start), link.dest.clone()));
                        path.to_owned()
                    }
                };
                super::addresses::readdress(&link, source, &new, edits);
            }
            _ => {}
        }
    }
    dead
}
