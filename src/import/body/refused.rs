//! Escapes everything that our parser would refuse, so that no translated text has an error of its own.
//!
//! Runs the parser itself, repeatedly, until it reports no errors.

use super::context::Context;
use super::lined::{Edits, Lined};
use crate::content::markdown::{self, HtmlPolicy, Options};
use crate::diag::{Diagnostic, Severity, SourcePath, codes};

/// The maximum number of parser runs; after each, everything it reported is escaped.
const ROUNDS: usize = 40;

/// Escapes what the parser refuses; returns the text and whether its section must allow HTML.
pub(super) fn escape(text: &Lined, context: &mut Context<'_>) -> (String, bool) {
    let mut text = text.clone();
    for _ in 0..ROUNDS {
        let (faults, _) = faults(text.text());
        let errors: Vec<&Diagnostic> = faults.iter().filter(|fault| fault.severity == Severity::Error).collect();
        if errors.is_empty() {
            break;
        }
        let mut edits = Edits::default();
        for fault in errors {
            // A construct that was kept as written may look like literal markup, and then already has a note.
            let line = line_of(fault, &text);
            if *fault.code != codes::LITERAL_MARKUP || !context.is_told(line) {
                context.kept(line, &format!("{} ({})", fault.message, fault.code.name));
            }
            mend(fault, text.text(), &mut edits);
        }
        if edits.is_empty() {
            break;
        }
        text = edits.apply(&text);
    }
    let (faults, needs_html) = faults(text.text());
    // Literal markup stays visible in the text, so it is not a loss.
    let is_loss = |fault: &&Diagnostic| fault.severity != Severity::Error && *fault.code != codes::LITERAL_MARKUP;
    for fault in faults.iter().filter(is_loss) {
        context.lost(line_of(fault, &text), &fault.message, "");
    }
    (text.text().to_owned(), needs_html)
}

/// Runs the parser; also returns whether the text contains HTML that only some sections allow.
fn faults(text: &str) -> (Vec<Diagnostic>, bool) {
    let path = SourcePath::new("");
    let strict = Options { html: HtmlPolicy::Refuse, ..Options::content() };
    let (_, faults) = markdown::facts(text, 0, &path, &strict);
    if faults.iter().all(|fault| *fault.code != codes::RAW_HTML) {
        return (faults, false);
    }
    (markdown::facts(text, 0, &path, &Options::content_with_html()).1, true)
}

fn place(fault: &Diagnostic) -> Option<std::ops::Range<usize>> {
    fault.labels.first().and_then(|label| label.span.clone())
}

fn line_of(fault: &Diagnostic, text: &Lined) -> usize {
    place(fault).map_or(1, |span| text.line(span.start))
}

fn mend(fault: &Diagnostic, text: &str, edits: &mut Edits) {
    let Some(span) = place(fault) else { return };
    let at = span.start.min(text.len());
    if *fault.code == codes::BIDI_CONTROL || *fault.code == codes::CONTROL_CHARACTER {
        let control = &text[span.clone()];
        // A control that is written as a character reference is made visible.
        return if control.starts_with('&') { edits.replace(at..at + 1, "&amp;") } else { edits.replace(span, "") };
    }
    let is_directive = [&codes::UNKNOWN_DIRECTIVE, &codes::DIRECTIVE_ARGUMENT, &codes::UNCLOSED_DIRECTIVE]
        .iter()
        .any(|code| *fault.code == **code);
    if is_directive {
        let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
        let line = &text[start..text[start..].find('\n').map_or(text.len(), |end| start + end)];
        if let Some(colons) = line.find(":::") {
            edits.insert(start + colons, "\\");
        }
        return;
    }
    if *fault.code == codes::HEADING_ORDER && !text[at..].starts_with('#') {
        // A heading with an underline: the underline is escaped.
        let heading = text[span].trim_end();
        let underline = heading.rfind('\n').map_or(0, |end| end + 1);
        let begin = heading[underline..].find(['=', '-']).unwrap_or(0);
        return edits.insert(at + underline + begin, "\\");
    }
    if *fault.code == codes::LOST_WORDS {
        // Braces after a heading become text; attributes after a code block's language have no meaning here and are
        // removed.
        return if text[at..].starts_with('{') { edits.insert(at, "\\") } else { edits.replace(span, "") };
    }
    // A link, an image, a footnote, a heading or a tag: its first character is escaped.
    let first = text[at..].find(['[', '!', '<', '#', '&']).map_or(at, |found| at + found);
    if text[first..].starts_with("![") {
        edits.insert(first + 1, "\\");
    } else if first < text.len() {
        edits.insert(first, "\\");
    }
}
