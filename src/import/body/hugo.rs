//! Hugo's shortcodes: `{{< name … >}}` and `{{% name … %}}`, with bodies, escapes and comments.

use super::calls::{Call, Form, expand};
use super::context::Context;
use super::lined::Lined;
use super::parameters::Parameters;

/// Replaces shortcodes with Markdown.
pub(super) fn translate(text: &Lined, context: &mut Context<'_>) -> Lined {
    expand(text, &find(text.text()), context)
}

fn find(text: &str) -> Vec<Call> {
    let mut calls = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find("{{") {
        let start = at + found;
        at = start + 2;
        let rest = &text[at..];
        let end = match rest.as_bytes().first() {
            Some(b'<') => ">}}",
            Some(b'%') => "%}}",
            _ => continue,
        };
        // The length is limited: otherwise a missing end would be searched for again at each opening.
        let Some(length) = length(&rest[1..rest.floor_char_boundary(LONGEST.min(rest.len()))], end) else { continue };
        let inner = &rest[1..=length];
        let range = start..start + 3 + length + end.len();
        at = range.end;
        let trimmed = inner.trim();
        // `{{</* name */>}}` shows `{{< name >}}`.
        let form = match trimmed.strip_prefix("/*").and_then(|rest| rest.strip_suffix("*/")) {
            Some(shown) => Form::Text(format!("{{{{{}{shown}{end}", &rest[..1])),
            None => form(trimmed),
        };
        calls.push(Call { range, form });
    }
    calls
}

/// The maximum length of a shortcode, in bytes.
const LONGEST: usize = 20_000;

/// Finds the end of a shortcode outside quotation marks.
fn length(text: &str, end: &str) -> Option<usize> {
    let mut quote: Option<char> = None;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match quote {
            Some('"') if escaped => escaped = false,
            Some('"') if c == '\\' => escaped = true,
            Some(open) if c == open => quote = None,
            None if text[at..].starts_with(end) => return Some(at),
            None if c == '"' || c == '`' => quote = Some(c),
            _ => {}
        }
    }
    // The quotation mark has no partner, so it opens nothing.
    text.find(end)
}

fn form(inner: &str) -> Form {
    if let Some(name) = inner.strip_prefix('/') {
        return Form::Close(Some(name.trim().to_owned()));
    }
    let (inner, has_body) = match inner.strip_suffix('/') {
        Some(inner) => (inner.trim_end(), false),
        None => (inner, true),
    };
    let name = &inner[..inner.find(char::is_whitespace).unwrap_or(inner.len())];
    if name.is_empty() {
        return Form::Other;
    }
    let parameters = Parameters::read(&inner[name.len()..]);
    // `extended/name` and `name.html` are files of a theme, identified by their last part.
    Form::Open(name.to_owned(), parameters, has_body)
}
