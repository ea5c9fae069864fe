//! The features of kramdown beyond CommonMark: its own rules for blocks of HTML, attribute lists, extensions and
//! abbreviations.
//!
//! Follows its documented syntax (kramdown 2, "Syntax") with Jekyll's default settings.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag as Markdown, TagEnd};

use super::context::Context;
use super::html::tags::{comment_end, tag_at};
use super::html::title;
use super::html::tree::{BLOCKS, VOID};
use super::lined::{Edits, Lined};
use super::markdown::{code_ranges, dialect, is_within};

/// Finds blocks of HTML: each runs from a line that begins with a block element's tag to the end of that element.
pub(super) fn html_blocks(text: &str) -> Vec<Range<usize>> {
    let mut blocks = Vec::new();
    let mut fence: Option<(char, usize)> = None;
    let mut never_closed: Vec<String> = Vec::new();
    let (mut at, mut skip_to) = (0, 0);
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if start < skip_to {
            continue;
        }
        let begin = line.trim_start_matches(' ');
        let indent = line.len() - begin.len();
        if let Some((mark, length)) = fence {
            let rest = begin.trim_start_matches(mark);
            if begin.len() - rest.len() >= length && rest.trim().is_empty() {
                fence = None;
            }
            continue;
        }
        for mark in ['`', '~'] {
            let rest = begin.trim_start_matches(mark);
            if indent <= 3 && begin.len() - rest.len() >= 3 && !(mark == '`' && rest.contains('`')) {
                fence = Some((mark, begin.len() - rest.len()));
            }
        }
        if indent > 3 || fence.is_some() || !begin.starts_with('<') {
            continue;
        }
        let Some(tag) = tag_at(text, start + indent).filter(|tag| BLOCKS.contains(&tag.name.as_str())) else {
            continue;
        };
        let mut end = tag.range.end;
        if !tag.is_closing && !tag.is_empty && !VOID.contains(&tag.name.as_str()) && !never_closed.contains(&tag.name) {
            match element_end(text, tag.range.end, &tag.name) {
                Some(found) => end = found,
                None => never_closed.push(tag.name),
            }
        }
        blocks.push(start..end);
        skip_to = end;
    }
    blocks
}

/// Finds the end of an element whose opening tag ends at `from`.
fn element_end(text: &str, from: usize, name: &str) -> Option<usize> {
    let mut open = 1_usize;
    let mut at = from;
    while let Some(found) = text[at..].find('<') {
        let here = at + found;
        at = here + 1;
        if text[here..].starts_with("<!--") {
            at = comment_end(text, here)?;
        } else if let Some(tag) = tag_at(text, here) {
            at = tag.range.end;
            if tag.name == name && !tag.is_empty {
                open = if tag.is_closing { open - 1 } else { open + 1 };
            }
            if open == 0 {
                return Some(at);
            }
        }
    }
    None
}

/// Removes attribute lists, extensions and table-of-contents markers, and writes abbreviations as HTML.
pub(super) fn attributes(text: &Lined, context: &mut Context<'_>) -> Lined {
    let source = text.text();
    if !source.contains("{:") && !source.contains("*[") && !source.contains("\n^") {
        return text.clone();
    }
    let code = code_ranges(source);
    let in_code = |at: usize| is_within(&code, at);
    let mut edits = Edits::default();
    let mut abbreviations: Vec<(String, String)> = Vec::new();
    let mut at = 0;
    let mut previous: Option<Range<usize>> = None;
    for line in source.split_inclusive('\n') {
        let range = at..at + line.len();
        at = range.end;
        let trimmed = line.trim();
        if in_code(range.start + (line.len() - line.trim_start().len())) {
            previous = None;
            continue;
        }
        if let Some((word, meaning)) = abbreviation(trimmed) {
            context.mapped(text.line(range.start), trimmed);
            abbreviations.push((word.to_owned(), meaning.to_owned()));
            edits.replace(range.clone(), "");
        } else if trimmed == "^" {
            edits.replace(range.clone(), "\n");
        } else if trimmed.starts_with("{:") && trimmed.ends_with('}') && !trimmed[..trimmed.len() - 1].contains('}') {
            let number = text.line(range.start);
            if trimmed.contains(":toc") || trimmed.contains(": toc") {
                // The list before the marker is only a placeholder for the table of contents.
                if let Some(list) = previous.clone() {
                    edits.replace(list.clone(), "");
                    context.lost(number, &format!("{} {trimmed}", source[list].trim()), "");
                }
            } else {
                context.lost(number, trimmed, "");
            }
            edits.replace(range.clone(), if line.ends_with('\n') { "\n" } else { "" });
        } else {
            in_line(line, range.start, text, &in_code, &mut edits, context);
        }
        previous = Some(range);
    }
    extensions(text, &in_code, &mut edits, context);
    let out = edits.apply(text);
    if abbreviations.is_empty() { out } else { with_abbreviations(&out, &abbreviations) }
}

fn abbreviation(line: &str) -> Option<(&str, &str)> {
    let (word, meaning) = line.strip_prefix("*[")?.split_once("]:")?;
    (!word.is_empty() && !word.contains(['[', ']'])).then_some((word, meaning.trim()))
}

/// Removes attribute lists after a span or a heading; a heading's id is kept in our syntax.
fn in_line(
    line: &str,
    start: usize,
    text: &Lined,
    in_code: &dyn Fn(usize) -> bool,
    edits: &mut Edits,
    context: &mut Context<'_>,
) {
    let mut at = 0;
    while let Some(found) = line[at..].find("{:") {
        let here = at + found;
        at = here + 2;
        let Some(end) = line[here..].find('}').map(|end| here + end + 1) else { return };
        let list = &line[here..end];
        // `{::name …}` is an extension.
        if list.starts_with("{::") || list.starts_with("{:/") || in_code(start + here) || list.contains('\n') {
            continue;
        }
        at = end;
        let words = list[2..list.len() - 1].trim();
        let is_heading = line.trim_start_matches(' ').starts_with('#') && line[end..].trim().is_empty();
        let id = words.split_whitespace().find_map(|word| word.strip_prefix('#')).filter(|_| is_heading);
        context.lost(text.line(start + here), list, "");
        match id {
            Some(id) => edits.replace(start + here..start + end, format!("{{#{id}}}")),
            None => {
                let spaces = if is_heading { line[..here].len() - line[..here].trim_end().len() } else { 0 };
                edits.replace(start + here - spaces..start + end, "");
            }
        }
    }
}

/// Removes extensions: comments with their content, all others without it.
fn extensions(text: &Lined, in_code: &dyn Fn(usize) -> bool, edits: &mut Edits, context: &mut Context<'_>) {
    let source = text.text();
    let mut at = 0;
    while let Some(found) = source[at..].find("{:") {
        let here = at + found;
        at = here + 2;
        let rest = &source[here + 2..];
        if in_code(here) || !(rest.starts_with(':') || rest.starts_with('/')) {
            continue;
        }
        let Some(end) = rest.find('}').map(|end| here + 2 + end + 1) else { return };
        let tag = &source[here..end];
        context.lost(text.line(here), tag, "");
        let is_comment = tag.starts_with("{::comment") && !tag.ends_with("/}");
        let close = ["{:/comment}", "{:/}"]
            .iter()
            .filter_map(|close| Some(source[end..].find(close)? + end + close.len()))
            .min();
        let end = close.filter(|_| is_comment).unwrap_or(end);
        edits.replace(here..end, "");
        at = end;
    }
}

/// Marks abbreviations where they occur as whole words in text.
fn with_abbreviations(text: &Lined, abbreviations: &[(String, String)]) -> Lined {
    let mut edits = Edits::default();
    let mut in_code = false;
    for (event, range) in Parser::new_ext(text.text(), dialect()).into_offset_iter() {
        match event {
            Event::Start(Markdown::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Text(part) if !in_code && text.text().get(range.clone()) == Some(&*part) => {
                for (word, meaning) in abbreviations {
                    for (at, found) in part.match_indices(word.as_str()) {
                        let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
                        if edge(part[..at].chars().next_back()) && edge(part[at + found.len()..].chars().next()) {
                            let meaning = meaning.replace('"', "&quot;").replace('<', "&lt;");
                            let title = if title(&meaning).is_empty() {
                                String::new()
                            } else {
                                format!(" title=\"{meaning}\"")
                            };
                            let place = range.start + at..range.start + at + found.len();
                            edits.replace(place, format!("<abbr{title}>{found}</abbr>"));
                        }
                    }
                }
            }
            _ => {}
        }
    }
    edits.apply(text)
}
