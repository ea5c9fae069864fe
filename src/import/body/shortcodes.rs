//! Translations of common shortcodes, the same for every tool.
//!
//! Covers the shortcodes that come with Hugo and those in Zola's documentation, and the notices of widespread themes.
//! Embedded external content becomes a link to it.

use super::context::Context;
use super::directives;
use super::html::{destination, escaped, fenced};
use super::parameters::Parameters;

/// The replacement for a shortcode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Becomes {
    /// Plain text, which is also allowed in code and in addresses.
    Plain(String),
    /// Inline Markdown.
    Inline(String),
    /// A block of Markdown.
    Block(String),
}

/// Shortcodes for external videos, posts and the like: the name, and the parts of the address around the id.
const ELSEWHERE: &[(&str, &str)] = &[
    ("gist", "https://gist.github.com/"),
    ("instagram", "https://www.instagram.com/p/"),
    ("instagram_simple", "https://www.instagram.com/p/"),
    ("vimeo", "https://vimeo.com/"),
    ("vimeo_simple", "https://vimeo.com/"),
    ("youtube", "https://www.youtube.com/watch?v="),
];

/// Notices: the name of the shortcode or the kind in its parameters, and our severity.
const SEVERITIES: &[(&str, &str)] = &[
    ("caution", "warning"),
    ("danger", "danger"),
    ("error", "danger"),
    ("important", "warning"),
    ("info", "info"),
    ("note", "info"),
    ("primary", "info"),
    ("success", "success"),
    ("tip", "success"),
    ("warning", "warning"),
];

/// Shortcodes for notices whose kind is a parameter.
const NOTICES: &[&str] = &["admonition", "alert", "callout", "hint", "notice"];

/// Translates a shortcode without a body; `None` if it is unknown or refers to something missing.
pub(super) fn single(name: &str, parameters: &Parameters, context: &mut Context<'_>) -> Option<Becomes> {
    if let Some((_, address)) = ELSEWHERE.iter().find(|(known, _)| *known == name) {
        let id = match name {
            "gist" => format!("{}/{}", parameters.at(0)?, parameters.at(1)?),
            _ => parameters.any_or(&["id", "src"], 0)?.to_owned(),
        };
        let address = if id.contains("://") { id } else { format!("{address}{id}") };
        let title = parameters.named("title").unwrap_or(&address);
        return Some(Becomes::Inline(format!("[{}]({})", escaped(title), destination(&address))));
    }
    match name {
        "ref" | "relref" => {
            let target = parameters.any_or(&["path"], 0)?;
            let (path, fragment) = target.split_once('#').map_or((target, None), |(path, end)| (path, Some(end)));
            let fragment = fragment.map_or(String::new(), |fragment| format!("#{fragment}"));
            let found = if path.is_empty() { String::new() } else { context.around.reference(path)? };
            let address = format!("{found}{fragment}");
            Some(Becomes::Plain(if path.is_empty() { address } else { context.settled(&address) }))
        }
        "param" => Some(Becomes::Plain(context.around.variable(parameters.any_or(&["name"], 0)?)?)),
        "figure" | "img" | "image" => figure(parameters, context),
        "tweet" | "twitter" | "twitter_simple" | "x" | "x_simple" => {
            let id = parameters.any_or(&["id"], 1).or_else(|| parameters.at(0))?;
            let user = parameters.named("user").unwrap_or("i/web");
            let address = format!("https://twitter.com/{user}/status/{id}");
            Some(Becomes::Inline(format!("[{}]({})", escaped(&address), destination(&address))))
        }
        "include" | "readfile" | "readFile" | "read-file" => {
            let file = parameters.any_or(&["file", "path", "name"], 0)?;
            let text = context.around.include(file)?;
            let text = text.trim_end_matches('\n');
            if parameters.named("code") == Some("true") {
                return Some(Becomes::Block(fenced(text, parameters.named("lang").unwrap_or_default())));
            }
            // An included file may contain shortcodes of its own; only plain text is inserted.
            let is_plain = !text.contains("{{") && !text.contains("{%");
            is_plain.then(|| {
                if text.contains('\n') { Becomes::Block(text.to_owned()) } else { Becomes::Inline(text.to_owned()) }
            })
        }
        "button" => {
            let href = parameters.any(&["href", "link", "url"])?;
            let label = parameters.any(&["text", "label", "title"]).unwrap_or(href);
            Some(Becomes::Inline(format!("[{}]({})", escaped(label), destination(href))))
        }
        _ => {
            let severity = severity(name, parameters)?;
            let text = parameters.any(&["text", "content", "body"])?;
            let title = parameters.named("title").unwrap_or_default();
            let (before, after) = directives::notice(severity, title, text, context.marks);
            Some(Becomes::Block(format!("{before}\n\n{text}\n\n{after}")))
        }
    }
}

fn severity(name: &str, parameters: &Parameters) -> Option<&'static str> {
    let of = |kind: &str| {
        let kind = kind.to_ascii_lowercase();
        SEVERITIES.iter().find(|(known, _)| *known == kind).map(|(_, severity)| *severity)
    };
    if NOTICES.contains(&name) {
        let kind = parameters.any(&["type", "kind", "level", "severity", "color"]).or_else(|| parameters.at(0));
        return Some(kind.and_then(of).unwrap_or("info"));
    }
    of(name)
}

/// Translates a figure: a directive if its picture is a file, otherwise the picture followed by its caption.
fn figure(parameters: &Parameters, context: &mut Context<'_>) -> Option<Becomes> {
    let source = parameters.any_or(&["src"], 0)?;
    let caption = parameters.any(&["caption"]).unwrap_or_default();
    let alt = parameters.named("alt").unwrap_or(caption);
    let mut words: Vec<String> = Vec::new();
    words.extend(parameters.named("title").map(|title| format!("**{}**", escaped(title.trim()))));
    if !caption.is_empty() {
        words.push(caption.to_owned());
    }
    words.extend(parameters.named("attr").map(|attr| match parameters.named("attrlink") {
        Some(link) => format!("[{}]({})", escaped(attr), destination(link)),
        None => attr.to_owned(),
    }));
    let link = parameters.named("link");
    if link.is_none()
        && let Some(file) = context.around.picture(source)
    {
        let (before, after) = directives::figure(&file, alt, context.marks);
        let blocks = std::iter::once(before).chain(words).chain([after]);
        return Some(Becomes::Block(blocks.collect::<Vec<_>>().join("\n\n")));
    }
    let image = format!("![{}]({})", escaped(alt), destination(source));
    let image = link.map_or(image.clone(), |link| format!("[{image}]({})", destination(link)));
    let blocks = std::iter::once(image).chain(words);
    Some(Becomes::Block(blocks.collect::<Vec<_>>().join("\n\n")))
}

/// Translates a shortcode whose body is not Markdown.
pub(super) fn around_raw(
    name: &str,
    parameters: &Parameters,
    body: &str,
    line: usize,
    context: &mut Context<'_>,
) -> Option<String> {
    match name {
        "highlight" | "code" => {
            let language = parameters.any_or(&["lang", "language"], 0).unwrap_or_default();
            Some(fenced(body.trim_matches(['\n', '\r']), language))
        }
        "comment" => {
            context.lost(line, "{{< comment >}}", "");
            Some(String::new())
        }
        _ => None,
    }
}

/// Translates a shortcode around Markdown; returns the text before and after its body. `inner` is the translated body.
pub(super) fn around(
    name: &str,
    parameters: &Parameters,
    inner: &str,
    context: &mut Context<'_>,
) -> Option<(String, String)> {
    let marks = context.marks;
    match name {
        "details" | "expand" => {
            let summary = parameters.any_or(&["summary", "title"], 0).unwrap_or("Details");
            Some((format!("**{}**", escaped(summary)), String::new()))
        }
        "rawhtml" | "raw" | "center" | "html" => Some((String::new(), String::new())),
        "quote" | "blockquote" => {
            let by = parameters.any_or(&["author", "by", "name"], 0)?;
            if inner.trim().is_empty() {
                return None;
            }
            Some(directives::quote(by, inner, marks))
        }
        _ => {
            let severity = severity(name, parameters)?;
            let named = NOTICES.contains(&name);
            let title = parameters.named("title").or_else(|| parameters.at(usize::from(named))).unwrap_or_default();
            if inner.trim().is_empty() {
                return None;
            }
            Some(directives::notice(severity, title, inner, marks))
        }
    }
}
