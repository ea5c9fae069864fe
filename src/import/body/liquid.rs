//! Jekyll's Liquid. Tags and outputs whose value does not depend on the page are replaced; the rest stays visible as
//! code.
//!
//! Conditions and loops depend on the theme and can't be run without it, so their tags stay, and so does everything
//! between them.

use std::ops::Range;

use super::context::Context;
use super::html::{code_span, fenced};
use super::lined::Lined;
use super::markdown::{code_ranges, is_within};
use super::parameters::Parameters;
use super::shortcodes::{self, Becomes};

/// The maximum nesting depth of includes.
const DEEPEST: usize = 8;
/// The maximum length of a tag, in bytes.
const LONGEST: usize = 20_000;

/// Replaces Liquid with Markdown.
pub(super) fn translate(text: &Lined, context: &mut Context<'_>) -> Lined {
    run(text, &Parameters::default(), 0, context)
}

fn run(text: &Lined, include: &Parameters, depth: usize, context: &mut Context<'_>) -> Lined {
    if !text.text().contains("{%") && !text.text().contains("{{") {
        return text.clone();
    }
    let mut liquid = Liquid { text, include, depth, code: code_ranges(text.text()), context };
    let mut out = Lined::default();
    let (mut done, mut at) = (0, 0);
    while let Some(found) = text.text()[at..].find('{') {
        let start = at + found;
        at = start + 1;
        let Some((inner, is_tag)) = markup(text.text(), start) else { continue };
        out.push_part(text, done..start);
        done = liquid.markup(start, inner, is_tag, &mut out);
        at = done;
    }
    out.push_part(text, done..text.text().len());
    out
}

/// Reads the tag or output that begins at a brace: returns the range of its content.
fn markup(text: &str, start: usize) -> Option<(Range<usize>, bool)> {
    let rest = &text[start + 1..];
    let (end, is_tag) = match rest.as_bytes().first()? {
        b'%' => ("%}", true),
        b'{' => ("}}", false),
        _ => return None,
    };
    let window = &rest[1..rest.floor_char_boundary(LONGEST.min(rest.len()))];
    let length = window.find(end)?;
    Some((start + 2..start + 2 + length, is_tag))
}

struct Liquid<'t, 'c, 'a> {
    text: &'t Lined,
    include: &'t Parameters,
    depth: usize,
    code: Vec<Range<usize>>,
    context: &'c mut Context<'a>,
}

impl Liquid<'_, '_, '_> {
    /// Translates one tag or output; returns the offset at which the text continues.
    fn markup(&mut self, start: usize, inner: Range<usize>, is_tag: bool, out: &mut Lined) -> usize {
        let text = self.text.text();
        let end = inner.end + 2;
        let line = self.text.line(start);
        let words = text[inner].trim_matches('-').trim();
        let source = &text[start..end];
        let (name, rest) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
        if is_tag && matches!(name, "raw" | "comment" | "highlight") {
            if let Some((body, after)) = self.body(end, name) {
                self.block(name, rest, body, line, out);
                return after;
            }
            return self.keep(start..end, out);
        }
        let becomes = if is_tag { self.tag(name, rest, line) } else { self.output(words).map(Becomes::Plain) };
        let in_code = is_within(&self.code, start);
        let is_plain = in_code || self.is_in_address(start);
        match becomes {
            Some(Becomes::Plain(found)) => {
                let found = if in_code { self.context.marks.removed(&found) } else { found };
                out.push(&found, line);
            }
            Some(Becomes::Inline(markdown)) if !is_plain => out.push(&self.context.aside(markdown, false), line),
            Some(Becomes::Block(markdown)) if !is_plain => out.push(&self.context.aside(markdown, true), line),
            _ => return self.keep(start..end, out),
        }
        self.context.mapped(line, source);
        end
    }

    /// Returns whether an offset is in an attribute or in a link's address.
    fn is_in_address(&self, at: usize) -> bool {
        let before = &self.text.text()[..at];
        let before = &before[before.floor_char_boundary(before.len().saturating_sub(400))..];
        let in_link = before.rfind("](").is_some_and(|open| !before[open..].contains([')', ' ', '\n']));
        let in_tag = before.rfind('<').is_some_and(|open| {
            let tag = &before[open + 1..];
            tag.starts_with(|c: char| c.is_ascii_alphabetic()) && !tag.contains('>')
        });
        in_link || in_tag
    }

    fn keep(&mut self, range: Range<usize>, out: &mut Lined) -> usize {
        let source = &self.text.text()[range.clone()];
        let line = self.text.line(range.start);
        if is_within(&self.code, range.start) || self.is_in_address(range.start) {
            out.push_part(self.text, range.clone());
        } else {
            let word = self.context.aside(code_span(source), false);
            out.push(&word, line);
        }
        self.context.kept(line, source);
        range.end
    }

    /// Finds the body of a tag: its range, and the offset at which the text continues.
    fn body(&self, from: usize, name: &str) -> Option<(Range<usize>, usize)> {
        let text = self.text.text();
        let wanted = format!("end{name}");
        let mut at = from;
        while let Some(found) = text[at..].find("{%") {
            let start = at + found;
            at = start + 2;
            if let Some((inner, true)) = markup(text, start)
                && text[inner.clone()].trim_matches('-').trim() == wanted
            {
                return Some((from..start, inner.end + 2));
            }
        }
        None
    }

    fn block(&mut self, name: &str, rest: &str, body: Range<usize>, line: usize, out: &mut Lined) {
        match name {
            "raw" => {
                out.push_part(self.text, body);
                self.context.mapped(line, "{% raw %}");
            }
            "comment" => self.context.lost(line, "{% comment %}", ""),
            _ => {
                let language = rest.split_whitespace().next().unwrap_or_default();
                let code = self.text.text()[body].trim_matches(['\n', '\r']);
                let word = self.context.aside(fenced(code, language), true);
                out.push(&word, line);
                self.context.mapped(line, "{% highlight %}");
            }
        }
    }

    fn tag(&mut self, name: &str, rest: &str, line: usize) -> Option<Becomes> {
        match name {
            "link" | "post_url" => {
                let target = rest.trim().trim_matches(['"', '\'']);
                if target.contains('{') {
                    return None;
                }
                let around = self.context.around;
                let found = around.reference(target).or_else(|| around.reference(&undated(target)?))?;
                Some(Becomes::Plain(self.context.settled(&found)))
            }
            "include" | "include_relative" => self.include(rest, line),
            "gist" => {
                let id = rest.split_whitespace().next()?;
                let address = format!("https://gist.github.com/{id}");
                Some(Becomes::Inline(format!("[{address}]({address})")))
            }
            "youtube" | "vimeo" => shortcodes::single(name, &Parameters::read(rest), self.context),
            _ => None,
        }
    }

    /// Translates an include of plain text; an include that needs more than its parameters stays.
    fn include(&mut self, rest: &str, line: usize) -> Option<Becomes> {
        let (name, rest) = rest.trim().split_once(char::is_whitespace).unwrap_or((rest.trim(), ""));
        if self.depth >= DEEPEST || name.contains('{') {
            return None;
        }
        let mut parameters = Parameters::read(rest);
        for value in parameters.values_mut() {
            // The value names a variable, as in `id=page.film`.
            if let Some(found) = self.context.around.variable(value) {
                *value = found;
            }
        }
        let stem = name.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or(name);
        let noted = self.context.noted();
        if let Some(text) = self.context.around.include(name) {
            let lined = Lined::made(&text, line);
            let written = run(&lined, &parameters, self.depth + 1, self.context);
            let is_plain = !self.context.kept_since(noted) && !written.text().contains('<');
            self.context.forget(noted);
            if is_plain {
                let text = written.text().trim_end().to_owned();
                return Some(if text.contains('\n') { Becomes::Block(text) } else { Becomes::Inline(text) });
            }
        }
        // Includes with widespread names do the same as the shortcodes of those names.
        shortcodes::single(stem, &parameters, self.context).filter(|becomes| !matches!(becomes, Becomes::Plain(_)))
    }

    /// Evaluates an output: a text or a variable, with filters that need no theme.
    fn output(&self, words: &str) -> Option<String> {
        let mut parts = split(words, '|');
        let mut value = self.value(parts.next()?.trim());
        for filter in parts {
            let (name, argument) = filter.trim().split_once(':').unwrap_or((filter.trim(), ""));
            let argument = argument.trim();
            value = match (name.trim(), value) {
                ("default", None) => Some(self.value(argument)?),
                (
                    "default" | "relative_url" | "absolute_url" | "xml_escape" | "escape" | "escape_once"
                    | "markdownify" | "smartify" | "strip_newlines" | "uri_escape",
                    value,
                ) => value,
                ("strip", value) => value.map(|value| value.trim().to_owned()),
                ("downcase", value) => value.map(|value| value.to_lowercase()),
                ("upcase", value) => value.map(|value| value.to_uppercase()),
                ("append", Some(value)) => Some(format!("{value}{}", self.value(argument)?)),
                ("prepend", Some(value)) => Some(format!("{}{value}", self.value(argument)?)),
                ("capitalize", Some(value)) => {
                    let mut chars = value.chars();
                    let first = chars.next().map(|c| c.to_uppercase().to_string());
                    Some(first.map_or(String::new(), |first| first + chars.as_str()))
                }
                _ => return None,
            };
        }
        value
    }

    fn value(&self, word: &str) -> Option<String> {
        let quoted = ['"', '\''].iter().find_map(|quote| word.strip_prefix(*quote)?.strip_suffix(*quote));
        if let Some(text) = quoted {
            return Some(text.to_owned());
        }
        if let Some(name) = word.strip_prefix("include.") {
            return self.include.named(name).map(str::to_owned);
        }
        if let Some(found) = self.context.around.variable(word) {
            return Some(found);
        }
        // Addresses below the base begin with a slash here.
        matches!(word, "site.baseurl" | "site.url").then(String::new)
    }
}

/// Splits a text, ignoring separators inside quotation marks.
fn split(text: &str, by: char) -> impl Iterator<Item = &str> {
    let mut parts = Vec::new();
    let (mut start, mut quote) = (0, None);
    for (at, c) in text.char_indices() {
        match quote {
            Some(open) if open == c => quote = None,
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c == by => {
                parts.push(&text[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts.into_iter()
}

/// Removes the date from the name of a post as `post_url` takes it: `2020-05-04-name`, `folder/2020-05-04-name`.
fn undated(target: &str) -> Option<String> {
    let (folder, name) = target.rsplit_once('/').map_or(("", target), |(folder, name)| (folder, name));
    let (day, rest) = (name.get(..10)?, name.get(11..)?);
    day.parse::<jiff::civil::Date>().ok()?;
    Some(if folder.is_empty() { rest.to_owned() } else { format!("{folder}/{rest}") })
}
