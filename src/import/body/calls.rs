//! Shortcodes of Hugo and Zola after they have been found: pairs opening and closing calls, and replaces them.

use std::ops::Range;

use super::context::Context;
use super::html::{code_span, escaped};
use super::lined::Lined;
use super::markdown::{code_ranges, is_within};
use super::parameters::Parameters;
use super::shortcodes::{self, Becomes};

/// The maximum nesting depth of shortcodes.
const DEEPEST: usize = 30;

/// A shortcode and its position.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) range: Range<usize>,
    pub(super) form: Form,
}

/// The content of a shortcode's braces.
#[derive(Clone, Debug)]
pub(super) enum Form {
    /// A name with parameters, and whether a body may follow.
    Open(String, Parameters, bool),
    /// The end of a body; in Zola it has no name.
    Close(Option<String>),
    /// Text that only looks like a shortcode.
    Text(String),
    /// Something that only the old tool can run.
    Other,
}

/// Replaces shortcodes with Markdown.
pub(super) fn expand(text: &Lined, calls: &[Call], context: &mut Context<'_>) -> Lined {
    if calls.is_empty() {
        return text.clone();
    }
    let code = code_ranges(text.text());
    let mut expander = Expander { text, calls, closes: pairs(calls), code, context };
    let mut out = Lined::default();
    expander.run(0..calls.len(), 0..text.text().len(), 0, &mut out);
    out
}

/// Finds, for each call that opens a body, the call that closes it.
fn pairs(calls: &[Call]) -> Vec<Option<usize>> {
    let mut closes = vec![None; calls.len()];
    let mut open: Vec<usize> = Vec::new();
    for (at, call) in calls.iter().enumerate() {
        match &call.form {
            Form::Open(_, _, true) => open.push(at),
            Form::Close(name) => {
                let is_it = |place: &usize| match (&calls[*place].form, name) {
                    (Form::Open(opened, ..), Some(name)) => opened == name,
                    _ => true,
                };
                if let Some(place) = open.iter().rposition(is_it) {
                    closes[open[place]] = Some(at);
                    open.truncate(place);
                }
            }
            _ => {}
        }
    }
    closes
}

struct Expander<'t, 'c, 'a> {
    text: &'t Lined,
    calls: &'t [Call],
    closes: Vec<Option<usize>>,
    code: Vec<Range<usize>>,
    context: &'c mut Context<'a>,
}

impl Expander<'_, '_, '_> {
    /// Expands the calls in a range of the text.
    fn run(&mut self, calls: Range<usize>, range: Range<usize>, depth: usize, out: &mut Lined) {
        let mut done = range.start;
        let mut at = calls.start;
        while at < calls.end {
            let call = &self.calls[at];
            out.push_part(self.text, done..call.range.start);
            let close = self.closes[at].filter(|_| depth < DEEPEST);
            match close {
                Some(close) => {
                    done = self.pair(at, close, depth, out);
                    at = close + 1;
                }
                None => {
                    done = self.single(at, out);
                    at += 1;
                }
            }
        }
        out.push_part(self.text, done..range.end);
    }

    fn source(&self, at: usize) -> &str {
        &self.text.text()[self.calls[at].range.clone()]
    }

    /// Returns whether a call is inside an HTML attribute or a link's address, where only plain text is allowed.
    fn is_in_address(&self, at: usize) -> bool {
        let before = &self.text.text()[..self.calls[at].range.start];
        let from = before.floor_char_boundary(before.len().saturating_sub(400));
        let before = &before[from..];
        let in_link = before.rfind("](").is_some_and(|open| !before[open..].contains([')', ' ', '\n']));
        let in_tag = before.rfind('<').is_some_and(|open| {
            let tag = &before[open + 1..];
            tag.starts_with(|c: char| c.is_ascii_alphabetic()) && !tag.contains('>')
        });
        in_link || in_tag
    }

    fn single(&mut self, at: usize, out: &mut Lined) -> usize {
        let call = self.calls[at].clone();
        let source = self.source(at).to_owned();
        let line = self.text.line(call.range.start);
        let in_code = is_within(&self.code, call.range.start);
        let is_plain = in_code || self.is_in_address(at);
        let becomes = match &call.form {
            Form::Text(text) if is_plain => Some(Becomes::Plain(text.clone())),
            Form::Text(text) => Some(Becomes::Inline(escaped(text))),
            Form::Open(name, parameters, _) => shortcodes::single(name, parameters, self.context),
            Form::Close(_) | Form::Other => None,
        };
        match becomes {
            Some(Becomes::Plain(text)) => {
                // In code, an address is plain text.
                let text = if in_code { self.context.marks.removed(&text) } else { text };
                out.push(&text, line);
            }
            Some(Becomes::Inline(markdown)) if !is_plain => out.push(&self.context.aside(markdown, false), line),
            Some(Becomes::Block(markdown)) if !is_plain => out.push(&self.context.aside(markdown, true), line),
            _ => return self.keep(at, is_plain, out),
        }
        if !matches!(call.form, Form::Text(_)) {
            self.context.mapped(line, &source);
        }
        call.range.end
    }

    /// Keeps a call visible by writing it as code.
    fn keep(&mut self, at: usize, is_plain: bool, out: &mut Lined) -> usize {
        let call = &self.calls[at];
        let line = self.text.line(call.range.start);
        let source = self.source(at).to_owned();
        if is_plain {
            out.push_part(self.text, call.range.clone());
        } else {
            out.push(&self.context.aside(code_span(&source), false), line);
        }
        self.context.kept(line, &source);
        self.calls[at].range.end
    }

    fn pair(&mut self, at: usize, close: usize, depth: usize, out: &mut Lined) -> usize {
        let (open, end) = (self.calls[at].clone(), self.calls[close].range.clone());
        let Form::Open(name, parameters, _) = &open.form else { return self.single(at, out) };
        let line = self.text.line(open.range.start);
        let body = open.range.end..end.start;
        let source = self.source(at).to_owned();
        if is_within(&self.code, open.range.start) || self.is_in_address(at) {
            self.context.kept(line, &source);
            out.push_part(self.text, open.range.start..end.end);
            return end.end;
        }
        if let Some(markdown) =
            shortcodes::around_raw(name, parameters, &self.text.text()[body.clone()], line, self.context)
        {
            let word = self.context.aside(markdown, true);
            out.push(&word, line);
            self.context.mapped(line, &source);
            return end.end;
        }
        let mut inner = Lined::default();
        self.run(at + 1..close, body, depth + 1, &mut inner);
        let end_line = self.text.line(end.start);
        let shown = self.context.put_back(&inner);
        if let Some((before, after)) = shortcodes::around(name, parameters, shown.text(), self.context) {
            self.context.mapped(line, &source);
            let before = self.context.aside(before, true);
            out.push(&format!("\n\n{before}\n\n"), line);
            out.push_all(&inner.trimmed());
            let after = self.context.aside(after, true);
            out.push(&format!("\n\n{after}\n\n"), end_line);
        } else {
            self.keep(at, false, out);
            out.push_all(&inner);
            self.keep(close, false, out);
        }
        end.end
    }
}
