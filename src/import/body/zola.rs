//! Zola's shortcodes: `{{ name(key=value) }}`, `{% name(key=value) %} … {% end %}`, and their escapes.

use super::calls::{Call, Form, expand};
use super::context::Context;
use super::lined::Lined;
use super::parameters::Parameters;

/// Replaces shortcodes with Markdown.
pub(super) fn translate(text: &Lined, context: &mut Context<'_>) -> Lined {
    expand(text, &find(text.text()), context)
}

/// The maximum length of a shortcode, in bytes.
const LONGEST: usize = 20_000;

fn find(text: &str) -> Vec<Call> {
    let mut calls = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find('{') {
        let start = at + found;
        at = start + 1;
        let rest = &text[at..];
        let (end, has_body) = match rest.as_bytes().first() {
            Some(b'{') => ("}}", false),
            Some(b'%') => ("%}", true),
            _ => continue,
        };
        let window = &rest[1..rest.floor_char_boundary(LONGEST.min(rest.len()))];
        let Some(length) = length(window, end) else { continue };
        let inner = &window[..length];
        let range = start..start + 2 + length + end.len();
        let trimmed = inner.trim();
        let form = match trimmed.strip_prefix("/*").and_then(|rest| rest.strip_suffix("*/")) {
            Some(shown) => Form::Text(format!("{}{shown}{end}", &text[start..start + 2])),
            None if has_body && trimmed == "end" => Form::Close(None),
            None => match call(trimmed) {
                Some((name, parameters)) => Form::Open(name, parameters, has_body),
                // Braces without a call in them are text.
                None => continue,
            },
        };
        at = range.end;
        calls.push(Call { range, form });
    }
    calls
}

fn length(text: &str, end: &str) -> Option<usize> {
    let mut quote: Option<char> = None;
    for (at, c) in text.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            None if text[at..].starts_with(end) => return Some(at),
            None if matches!(c, '"' | '`' | '\'') => quote = Some(c),
            _ => {}
        }
    }
    text.find(end)
}

/// Reads `name(key=value, …)`.
fn call(text: &str) -> Option<(String, Parameters)> {
    let (name, rest) = text.split_once('(')?;
    let name = name.trim_end();
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == ':');
    let arguments = rest.trim_end().strip_suffix(')')?;
    is_name.then(|| (name.to_owned(), Parameters::read(arguments)))
}
