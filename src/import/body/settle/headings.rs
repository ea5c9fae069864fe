//! Heading levels: the title is level one, so the text begins at level two and must not skip a level.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

use super::super::lined::{Edits, Lined};
use super::super::markdown::dialect;

/// Corrects the levels of headings, and escapes braces that are not attributes.
pub(super) fn order(text: &Lined) -> Lined {
    let source = text.text();
    let mut edits = Edits::default();
    // The levels, as written, of the headings above this one in the hierarchy.
    let mut above: Vec<u8> = Vec::new();
    let mut heading: Option<(Range<usize>, u8, u8)> = None;
    for (event, range) in Parser::new_ext(source, dialect()).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                let level = level as u8;
                while above.last().is_some_and(|outer| *outer >= level) {
                    above.pop();
                }
                above.push(level);
                heading = Some((range, level, (above.len() as u8 + 1).min(HeadingLevel::H6 as u8)));
            }
            Event::End(TagEnd::Heading(_)) => {
                if let Some((range, level, wanted)) = heading.take() {
                    if level != wanted {
                        relevel(source, &range, wanted, &mut edits);
                    }
                    if level == wanted || source[range.start..].starts_with('#') {
                        braces(source, &range, &mut edits);
                    }
                }
            }
            _ => {}
        }
    }
    edits.apply(text)
}

fn relevel(source: &str, range: &Range<usize>, wanted: u8, edits: &mut Edits) {
    let written = &source[range.clone()];
    let hashes = "#".repeat(usize::from(wanted));
    let marks = written.len() - written.trim_start_matches('#').len();
    if marks > 0 {
        return edits.replace(range.start..range.start + marks, hashes);
    }
    // Underlines exist for two levels only, so an underlined heading is rewritten on one line.
    let text = written.trim_end();
    let underline = text.rfind('\n').unwrap_or(text.len());
    let words: Vec<&str> = text[..underline].lines().map(|line| line.trim_matches([' ', '>', '\t'])).collect();
    let mut words = words.join(" ");
    if let Some(open) = brace(&words) {
        words.replace_range(open..=open, "&#123;");
    }
    edits.replace(range.start..range.start + text.len(), format!("{hashes} {words}"));
}

/// Escapes braces at the end of a heading that are not attributes in any tool: our parser would read them as such.
fn braces(source: &str, range: &Range<usize>, edits: &mut Edits) {
    let written = source[range.clone()].lines().next().unwrap_or_default();
    if let Some(open) = brace(written) {
        edits.replace(range.start + open..range.start + open + 1, "&#123;");
    }
}

fn brace(line: &str) -> Option<usize> {
    let text = line.trim_end().trim_end_matches('#').trim_end();
    let open = text.rfind('{').filter(|_| text.ends_with('}'))?;
    let inner = &text[open + 1..text.len() - 1];
    let is_attribute = |word: &str| {
        word.len() > 1 && word.starts_with(['#', '.']) || word.split_once('=').is_some_and(|(name, _)| !name.is_empty())
    };
    (inner.trim().is_empty() || !inner.split_whitespace().all(is_attribute)).then_some(open)
}
