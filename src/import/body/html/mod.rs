//! Converts raw HTML to Markdown, both in HTML pages and in texts that mix HTML with Markdown.
//!
//! Our allow-list permits neither links nor pictures in HTML and cleans each block separately, so HTML left as it is
//! would lose them. Everything that Markdown can express is written as Markdown; elements that only wrap others (`div`,
//! `section`) are removed; inline elements on the allow-list stay; the rest is listed in the report.

mod blocks;
mod emphasis;
mod inline;
mod table;
pub(super) mod tags;

pub(super) mod tree;

pub(super) use self::blocks::fenced;
pub(super) use self::emphasis::{closes, opens};
pub(super) use self::inline::{KEPT, code_span, destination, escaped, kept_tag, title, unescaped};

use pulldown_cmark::{Event, Parser, Tag as Block, TagEnd};
use std::ops::Range;

use self::tags::{Token, attribute, tokens};
use self::tree::Builder;
use super::context::Context;
use super::lined::Lined;
use super::{Dialect, kramdown, markdown};

/// The maximum depth of Markdown inside HTML inside Markdown.
const DEEPEST: usize = 20;

/// Translates an HTML page.
pub(super) fn page(text: &Lined, context: &mut Context<'_>) -> Lined {
    let mut builder = Builder::new();
    feed(text, 0..text.text().len(), &mut builder, context, DEEPEST);
    let written = blocks::write(&builder.finish(), context);
    ended(context.put_back(&written))
}

/// Translates Markdown that contains HTML.
pub(super) fn mixed(text: &Lined, context: &mut Context<'_>) -> Lined {
    let segments = segments(text.text(), context);
    if segments.iter().all(|(_, is_html)| !is_html) {
        let written = markdown::leaf(text, context);
        return context.put_back(&written);
    }
    let mut builder = Builder::new();
    feed_mixed(text, &segments, &mut builder, context, 0);
    let written = blocks::write(&builder.finish(), context);
    ended(context.put_back(&written))
}

/// Translates the HTML of one block inside a container; the result has no blank lines before or after it.
pub(super) fn fragment(text: &Lined, context: &mut Context<'_>) -> Lined {
    let mut builder = Builder::new();
    feed(text, 0..text.text().len(), &mut builder, context, DEEPEST);
    blocks::write(&builder.finish(), context)
}

fn ended(mut text: Lined) -> Lined {
    if !text.text().is_empty() && !text.text().ends_with('\n') {
        let line = text.line(text.text().len());
        text.push("\n", line);
    }
    text
}

/// Splits a text into Markdown and blocks of HTML, by the rules of its dialect.
fn segments(text: &str, context: &Context<'_>) -> Vec<(Range<usize>, bool)> {
    if !text.contains('<') {
        return vec![(0..text.len(), false)];
    }
    let blocks = if context.dialect == Dialect::Jekyll { kramdown::html_blocks(text) } else { html_blocks(text) };
    let mut segments = Vec::new();
    let mut done = 0;
    for block in blocks {
        if done < block.start {
            segments.push((done..block.start, false));
        }
        done = block.end;
        segments.push((block, true));
    }
    if done < text.len() {
        segments.push((done..text.len(), false));
    }
    segments
}

/// Finds the blocks of HTML at the margin (CommonMark 0.31.2, 4.6), except those that contain only comments.
fn html_blocks(text: &str) -> Vec<Range<usize>> {
    let mut blocks = Vec::new();
    let mut depth = 0_usize;
    for (event, range) in Parser::new_ext(text, markdown::dialect()).into_offset_iter() {
        match event {
            Event::Start(Block::HtmlBlock) if depth == 0 => {
                // The indentation of its first line is part of the block.
                let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
                let is_comment = tokens(&text[range.clone()]).iter().all(|token| match token {
                    Token::Comment(_) => true,
                    Token::Text(part) => text[range.clone()][part.clone()].trim().is_empty(),
                    _ => false,
                });
                if !is_comment {
                    blocks.push(start..range.end);
                }
                depth += 1;
            }
            Event::Start(_) => depth += 1,
            Event::End(TagEnd::HtmlBlock | _) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    blocks
}

fn feed_mixed(
    text: &Lined,
    segments: &[(Range<usize>, bool)],
    builder: &mut Builder,
    context: &mut Context<'_>,
    depth: usize,
) {
    for (range, is_html) in segments {
        if *is_html {
            feed(text, range.clone(), builder, context, depth);
        } else {
            let part = text.part(range.clone());
            let part = if depth > 0 { markdown::dedented(&part) } else { part };
            if !part.is_blank() {
                builder.markdown(markdown::leaf(&part, context));
            }
        }
    }
}

/// Feeds a range of HTML to the builder. In Jekyll, an element may declare its content to be Markdown.
fn feed(text: &Lined, range: Range<usize>, builder: &mut Builder, context: &mut Context<'_>, depth: usize) {
    let html = &text.text()[range.clone()];
    let tokens = tokens(html);
    let mut skip_to = 0;
    for (number, token) in tokens.iter().enumerate() {
        let at = match token {
            Token::Text(part) | Token::Comment(part) | Token::Raw(_, _, part) => part.start,
            Token::Tag(tag) => tag.range.start,
        };
        if at < skip_to {
            continue;
        }
        let line = text.line(range.start + at);
        match token {
            Token::Text(part) => builder.text(&html[part.clone()], line),
            Token::Comment(part) => {
                let comment = &html[part.clone()];
                context.lost(line, comment, "");
            }
            Token::Raw(tag, content, whole) => {
                builder.raw(tag, &html[content.clone()], &html[whole.start..content.start], line);
            }
            Token::Tag(tag) => {
                builder.tag(tag, &html[tag.range.clone()], line);
                let holds_markdown = context.dialect == Dialect::Jekyll && !tag.is_closing && depth < DEEPEST;
                if holds_markdown && attribute(&tag.attributes, "markdown").is_some_and(|value| value != "0") {
                    let end = close_of(&tokens[number..], &tag.name).unwrap_or(html.len());
                    let content = range.start + tag.range.end..range.start + end;
                    let part = markdown::without_first_tab(&text.part(content));
                    let segments = segments(part.text(), context);
                    feed_mixed(&part, &segments, builder, context, depth + 1);
                    skip_to = end;
                }
            }
        }
    }
}

/// Finds the start of the closing tag of the element that the first token opens.
fn close_of(tokens: &[Token], name: &str) -> Option<usize> {
    let mut open = 0_usize;
    for token in tokens {
        let Token::Tag(tag) = token else { continue };
        if tag.name != name || tag.is_empty {
            continue;
        }
        if !tag.is_closing {
            open += 1;
        } else if open <= 1 {
            return Some(tag.range.start);
        } else {
            open -= 1;
        }
    }
    None
}
