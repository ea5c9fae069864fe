//! What our parser would refuse is escaped: so no translated text has an error of its own.
//!
//! The parser itself is asked, again and again, until it has nothing to say.

use super::context::Context;
use super::lined::{Edits, Lined};
use crate::content::markdown::{self, HtmlPolicy, Options};
use crate::diag::{Diagnostic, Severity, SourcePath, codes};

/// How often the parser is asked: each round escapes all that it names.
const ROUNDS: usize = 40;

/// Escapes what is refused; returns the text and whether it needs a section that allows HTML.
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
            // What was kept as it stood may look like a link that isn't one.
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
    // Marks that stay text are visible where they stand.
    let is_loss = |fault: &&Diagnostic| fault.severity != Severity::Error && *fault.code != codes::LITERAL_MARKUP;
    for fault in faults.iter().filter(is_loss) {
        context.lost(line_of(fault, &text), &fault.message, "");
    }
    (text.text().to_owned(), needs_html)
}

/// Asks the parser; says whether the text holds HTML that only some sections allow.
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
        // One that is written as a character reference becomes visible.
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
        // Underlined: the line below it loses its meaning.
        let heading = text[span].trim_end();
        let underline = heading.rfind('\n').map_or(0, |end| end + 1);
        let begin = heading[underline..].find(['=', '-']).unwrap_or(0);
        return edits.insert(at + underline + begin, "\\");
    }
    if *fault.code == codes::LOST_WORDS {
        // Braces after a heading stay text; what the old site kept of a code block's language is not ours.
        return if text[at..].starts_with('{') { edits.insert(at, "\\") } else { edits.replace(span, "") };
    }
    // A link, an image, a note, a heading, a tag: its first character loses its meaning.
    let first = text[at..].find(['[', '!', '<', '#', '&']).map_or(at, |found| at + found);
    if text[first..].starts_with("![") {
        edits.insert(first + 1, "\\");
    } else if first < text.len() {
        edits.insert(first, "\\");
    }
}
