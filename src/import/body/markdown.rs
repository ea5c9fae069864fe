//! HTML inside Markdown: each tag becomes Markdown, stays or is removed; the text around it is not changed.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag as Markdown};

use super::context::Context;
use super::html::tags::{Tag, Token, comment_end, tag_at, tokens};
use super::html::tree::{BLOCKS, VOID};
use super::html::{self, KEPT, closes, code_span, destination, escaped, kept_tag, opens, title};
use super::lined::{Edits, Lined};
use super::{Dialect, kramdown};

/// Returns the Markdown options that our content is parsed with.
pub(super) fn dialect() -> Options {
    crate::content::markdown::Options::content().dialect()
}

/// Finds code spans and code blocks.
pub(super) fn code_ranges(text: &str) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (event, range) in Parser::new_ext(text, dialect()).into_offset_iter() {
        if matches!(event, Event::Code(_) | Event::Start(Markdown::CodeBlock(_))) {
            ranges.push(range);
        }
    }
    ranges.sort_by_key(|range| range.start);
    ranges
}

/// Returns whether an offset is in one of the ranges, which are sorted.
pub(super) fn is_within(ranges: &[Range<usize>], at: usize) -> bool {
    let before = ranges.partition_point(|range| range.start <= at);
    ranges[..before].last().is_some_and(|range| at < range.end)
}

/// Translates a part of a text that contains only blocks of Markdown.
pub(super) fn leaf(text: &Lined, context: &mut Context<'_>) -> Lined {
    let is_jekyll = context.dialect == Dialect::Jekyll;
    let mut text = if is_jekyll { kramdown::attributes(text, context) } else { text.clone() };
    if !text.text().contains('<') {
        return text;
    }
    if is_jekyll {
        text = with_inline_tags_marked(&text, context.marks.inline);
    }
    let mut tags = Tags { text: &text, context, edits: Edits::default(), open: Vec::new(), plain: String::new() };
    let mut block: Option<(usize, String)> = None;
    for (event, range) in Parser::new_ext(text.text(), dialect()).into_offset_iter() {
        match event {
            Event::Start(Markdown::HtmlBlock) => block = Some((range.start, String::new())),
            Event::Html(part) => match &mut block {
                Some((_, html)) => html.push_str(&part),
                None => tags.open.clear(),
            },
            Event::End(pulldown_cmark::TagEnd::HtmlBlock) => {
                if let Some((start, source)) = block.take() {
                    tags.block(start..range.end, &source);
                }
            }
            Event::InlineHtml(_) => tags.inline(&range),
            Event::Text(part) => match &mut block {
                Some((_, html)) => html.push_str(&part),
                None => tags.plain.push_str(&part),
            },
            Event::SoftBreak => tags.plain.push(' '),
            Event::Start(Markdown::Link { .. }) => tags.complicate(true),
            Event::Start(Markdown::Emphasis | Markdown::Strong | Markdown::Strikethrough | Markdown::Image { .. })
            | Event::Code(_)
            | Event::HardBreak
            | Event::FootnoteReference(_) => tags.complicate(false),
            Event::Start(_) => tags.flush(),
            Event::End(end) if !is_inline_end(end) => tags.flush(),
            _ => {}
        }
    }
    tags.flush();
    let edits = tags.edits;
    let out = edits.apply(&text);
    if !is_jekyll {
        return out;
    }
    without(&out, context.marks.inline)
}

fn is_inline_end(end: pulldown_cmark::TagEnd) -> bool {
    use pulldown_cmark::TagEnd as E;
    matches!(end, E::Emphasis | E::Strong | E::Strikethrough | E::Link | E::Image | E::Superscript | E::Subscript)
}

/// Marks lines that begin with a tag that is not a block to kramdown but would be one to CommonMark (kind 7).
fn with_inline_tags_marked(text: &Lined, mark: char) -> Lined {
    let mut edits = Edits::default();
    let mut at = 0;
    for line in text.text().split_inclusive('\n') {
        let begin = line.trim_start_matches([' ', '>']);
        let start = at + line.len() - begin.len();
        if begin.starts_with('<')
            && let Some(tag) = tag_at(text.text(), start)
            && !BLOCKS.contains(&tag.name.as_str())
        {
            edits.insert(start, mark);
        }
        at += line.len();
    }
    edits.apply(text)
}

fn without(text: &Lined, mark: char) -> Lined {
    let mut edits = Edits::default();
    for (at, found) in text.text().match_indices(mark) {
        edits.replace(at..at + found.len(), "");
    }
    edits.apply(text)
}

/// Removes the indentation that all lines but the first share.
pub(super) fn dedented(text: &Lined) -> Lined {
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let lines = || text.text().split_inclusive('\n');
    let common = lines().skip(1).filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
    let mut edits = Edits::default();
    let mut at = 0;
    for (number, line) in lines().enumerate() {
        let taken = if number == 0 { indent(line) } else { indent(line).min(common) };
        if taken > 0 {
            edits.replace(at..at + taken, "");
        }
        at += line.len();
    }
    edits.apply(text)
}

/// Removes one leading tab from every line if the first line of text has one: inside an element it is indentation, not
/// a code block.
pub(super) fn without_first_tab(text: &Lined) -> Lined {
    let first = text.text().lines().find(|line| !line.trim().is_empty());
    if !first.is_some_and(|line| line.starts_with('\t')) {
        return text.clone();
    }
    let mut edits = Edits::default();
    let mut at = 0;
    for line in text.text().split_inclusive('\n') {
        if line.starts_with('\t') {
            edits.replace(at..at + 1, "");
        }
        at += line.len();
    }
    edits.apply(text)
}

/// An opening tag in the text of one block.
struct Open {
    tag: Tag,
    /// The amount of plain text before it.
    plain: usize,
    /// Whether it contains anything but text.
    is_complicated: bool,
    /// Whether it contains a link.
    holds_link: bool,
}

struct Tags<'t, 'c, 'a> {
    text: &'t Lined,
    context: &'c mut Context<'a>,
    edits: Edits,
    open: Vec<Open>,
    plain: String,
}

impl Tags<'_, '_, '_> {
    fn complicate(&mut self, is_link: bool) {
        for open in &mut self.open {
            open.is_complicated = true;
            open.holds_link |= is_link;
        }
    }

    /// Ends a block: tags that are still open have no closing tag, and are removed.
    fn flush(&mut self) {
        for open in std::mem::take(&mut self.open) {
            self.remove(&open.tag);
        }
        self.plain.clear();
    }

    fn source(&self, range: &Range<usize>) -> &str {
        self.text.text().get(range.clone()).unwrap_or_default()
    }

    fn line(&self, tag: &Tag) -> usize {
        self.text.line(tag.range.start)
    }

    fn lose(&mut self, tag: &Tag) {
        let source = self.source(&tag.range).to_owned();
        self.context.lost(self.text.line(tag.range.start), &source, "");
    }

    fn remove(&mut self, tag: &Tag) {
        self.lose(tag);
        self.drop_tag(tag);
    }

    /// Removes a tag; where browsers would display a gap, a space stays.
    fn drop_tag(&mut self, tag: &Tag) {
        let is_apart = BLOCKS.contains(&tag.name.as_str()) || matches!(tag.name.as_str(), "button" | "select");
        self.edits.replace(tag.range.clone(), if is_apart { " " } else { "" });
    }

    fn inline(&mut self, range: &Range<usize>) {
        let Some(tag) = tag_at(self.text.text(), range.start).filter(|tag| tag.range.end <= range.end) else {
            // Comments are never published.
            return;
        };
        if tag.is_closing {
            return self.close(&tag);
        }
        if !VOID.contains(&tag.name.as_str()) {
            let plain = self.plain.len();
            for open in &mut self.open {
                open.is_complicated = true;
                open.holds_link |= tag.name == "a";
            }
            self.open.push(Open { tag, plain, is_complicated: false, holds_link: false });
            return;
        }
        self.complicate(false);
        match tag.name.as_str() {
            "br" | "wbr" => {
                if !tag.attributes.is_empty() {
                    self.edits.replace(tag.range.clone(), format!("<{}>", tag.name));
                }
            }
            "img" => match tag.attribute("src").map(str::trim).filter(|src| !src.is_empty()) {
                Some(src) => {
                    let alt = tag.attribute("alt").or(tag.attribute("title")).unwrap_or_default();
                    let alt = alt.split_whitespace().collect::<Vec<_>>().join(" ");
                    let title = tag.attribute("title").map(title).unwrap_or_default();
                    let image = format!("![{}]({}{title})", escaped(&alt), destination(src));
                    self.edits.replace(tag.range.clone(), image);
                }
                None => self.remove(&tag),
            },
            "input" if tag.attribute("type").is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox")) => {
                let box_ = if tag.attribute("checked").is_some() { "[x]" } else { "[ ]" };
                self.edits.replace(tag.range.clone(), box_);
                let source = self.source(&tag.range).to_owned();
                self.context.mapped(self.line(&tag), &source);
            }
            "embed" if tag.attribute("src").is_some() => self.embed(&tag, "src"),
            _ => self.remove(&tag),
        }
    }

    fn embed(&mut self, tag: &Tag, key: &str) {
        let Some(address) = tag.attribute(key).map(str::trim).filter(|address| !address.is_empty()) else {
            return self.remove(tag);
        };
        let label = tag.attribute("title").filter(|title| !title.trim().is_empty()).unwrap_or(address);
        self.edits.replace(tag.range.clone(), format!("[{}]({})", escaped(label), destination(address)));
        let source = self.source(&tag.range).to_owned();
        self.context.mapped(self.line(tag), &source);
    }

    fn close(&mut self, close: &Tag) {
        let Some(place) = self.open.iter().rposition(|open| open.tag.name == close.name) else {
            return self.remove(close);
        };
        for unclosed in self.open.split_off(place + 1) {
            self.remove(&unclosed.tag);
        }
        let Some(open) = self.open.pop() else { return };
        self.pair(&open, close);
    }

    fn pair(&mut self, open: &Open, close: &Tag) {
        let tag = &open.tag;
        let content = tag.range.end..close.range.start;
        match tag.name.as_str() {
            "a" => {
                let href = tag.attribute("href").map(str::trim).filter(|href| !href.is_empty());
                let Some(href) = href.filter(|_| !open.holds_link && !self.source(&content).trim().is_empty()) else {
                    self.remove(tag);
                    return self.drop_tag(close);
                };
                if self.text.text()[..tag.range.start].ends_with('!') {
                    self.edits.insert(tag.range.start - 1, "\\");
                }
                let title = tag.attribute("title").map(title).unwrap_or_default();
                let end = format!("]({}{title})", destination(href));
                self.edits.replace(tag.range.clone(), "[");
                self.edits.replace(close.range.clone(), end);
            }
            "em" | "i" => self.emphasis(tag, close, "*", "i"),
            "strong" | "b" => self.emphasis(tag, close, "**", "b"),
            "del" | "s" | "strike" => self.emphasis(tag, close, "~~", ""),
            "code" | "tt" | "samp" if !open.is_complicated => {
                let text = code_span(self.plain.get(open.plain..).unwrap_or_default());
                self.edits.replace(tag.range.start..close.range.end, text);
            }
            "script" | "style" => {
                self.lose(tag);
                self.edits.replace(tag.range.start..close.range.end, "");
            }
            "iframe" | "video" | "audio" => {
                self.embed(tag, "src");
                self.drop_tag(close);
            }
            "object" => {
                self.embed(tag, "data");
                self.drop_tag(close);
            }
            name if name == "span" || KEPT.iter().any(|(kept, _)| *kept == name) => {
                let kept = kept_tag(name, &tag.attributes);
                if kept == "<span>" {
                    self.remove(tag);
                    self.drop_tag(close);
                } else if kept != self.source(&tag.range) {
                    self.lose(tag);
                    self.edits.replace(tag.range.clone(), kept);
                }
            }
            _ => {
                self.remove(tag);
                self.drop_tag(close);
            }
        }
    }

    /// Writes an element with delimiters if they would be recognised, otherwise as an allowed element.
    fn emphasis(&mut self, open: &Tag, close: &Tag, delimiter: &str, element: &str) {
        let text = self.text.text();
        let content = &text[open.range.end..close.range.start];
        let before = text[..open.range.start].chars().next_back().unwrap_or(' ');
        let after = text[close.range.end..].chars().next().unwrap_or(' ');
        let (first, last) = (content.chars().next().unwrap_or(' '), content.chars().next_back().unwrap_or(' '));
        let is_read = opens(before, first) && closes(last, after) && !content.contains(['*', '_', '~', '\n']);
        let (start, end) = match (is_read, element) {
            (true, _) => (delimiter.to_owned(), delimiter.to_owned()),
            (false, "") => (String::new(), String::new()),
            (false, element) => (format!("<{element}>"), format!("</{element}>")),
        };
        if !open.attributes.is_empty() || start.is_empty() {
            self.lose(open);
        }
        self.edits.replace(open.range.clone(), start);
        self.edits.replace(close.range.clone(), end);
    }

    /// Translates a block of HTML inside a list or a quotation.
    fn block(&mut self, range: Range<usize>, source: &str) {
        let is_comment = tokens(source).iter().all(|token| match token {
            Token::Comment(_) => true,
            Token::Text(part) => source[part.clone()].trim().is_empty(),
            _ => false,
        });
        if is_comment && comment_end(source.trim_start(), 0).is_some() {
            return;
        }
        let text = self.text.text();
        let line_start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
        let lead = &text[line_start..range.start];
        let rest: String = lead.chars().map(|c| if c == '>' || c == '\t' { c } else { ' ' }).collect();
        let html = Lined::source(source, self.text.line(range.start));
        let written = html::fragment(&html, self.context).prefixed("", &rest);
        let mut written = written.text().to_owned();
        if self.source(&range).ends_with('\n') {
            // Without a line break, a following paragraph would continue it.
            written.push('\n');
            written.push_str(rest.trim_end());
            written.push('\n');
        }
        self.edits.replace(range, written);
    }
}
