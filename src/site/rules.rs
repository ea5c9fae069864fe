//! Rules for fields that must agree across a document and its languages. They are checked even before the release, so
//! that no error first appears then.
//!
//! The rules depend only on front matter, so they belong to `link`; [`check`](super::check()) checks bodies.

use super::sets::Group;
use crate::config::Settings;
use crate::content::kinds::statement::{Authority, StatementShared};
use crate::content::{Document, Role, SharedForm, State};
use crate::diag::{Diagnostic, Span, codes};

/// Checks a document in all its languages. Drafts may be incomplete.
pub(super) fn check(group: &Group<'_>, settings: &Settings, diagnostics: &mut Vec<Diagnostic>) {
    let source = group.source();
    if source.role == Role::Section || source.faulty || source.front.state.is_held() {
        return;
    }
    if source.front.state == State::Withdrawn && source.words.reason.as_deref().is_none_or(|why| why.trim().is_empty())
    {
        let fault = Diagnostic::new(&codes::MISSING_FIELD, "missing field `reason`: the text is withdrawn");
        let fault = fault.label(&source.path, source.place("state"), "");
        diagnostics.push(fault.help("add `reason = \"…\"`: readers are shown why it was withdrawn"));
    }
    if let SharedForm::Statement(statement) = &source.shared {
        corrects(source, statement, diagnostics);
        if let Some(authority) = &statement.authority {
            authentic(group, authority, settings, diagnostics);
        }
    }
}

/// Checks that a correction notice names what it corrects. Other statements may name one, too: a press release that
/// corrects an earlier one is shown beside it.
fn corrects(source: &Document, statement: &StatementShared, diagnostics: &mut Vec<Diagnostic>) {
    if statement.subtype == "correction-notice" && statement.corrects.is_none() {
        let fault = Diagnostic::new(&codes::MISSING_FIELD, "missing field `corrects` in a correction notice");
        let fault = fault.label(&source.path, source.place("subtype"), "");
        let help =
            "add `corrects = \"…\"`, the reference of the statement: without it, that does not show its correction";
        diagnostics.push(fault.help(help));
    }
}

/// Checks that every language declared authentic has a text that is or will be public. Until its release, such a
/// language is left out of the declaration.
fn authentic(group: &Group<'_>, authority: &Authority, settings: &Settings, diagnostics: &mut Vec<Diagnostic>) {
    let source = group.source();
    let mut fault = |span: Option<Span>, message: String, help: &str| {
        let fault = Diagnostic::new(&codes::INAUTHENTIC_LANGUAGE, message);
        diagnostics.push(fault.label(&source.path, span, "").help(help));
    };
    let mut named = Vec::new();
    for tag in &authority.languages {
        let Some(lang) = settings.languages.find(&tag.value) else {
            let message = format!("`{}` is not a language of this site", tag.value);
            fault(Some(tag.span.clone()), message, "name a language in which this statement exists");
            continue;
        };
        if named.contains(&lang) {
            fault(Some(tag.span.clone()), format!("`{}` is named twice", tag.value), "name it once");
            continue;
        }
        named.push(lang);
        // Spoken words need no text.
        if authority.mode == "oral" {
            continue;
        }
        let text = group.documents.iter().find(|document| document.lang == lang);
        let message = match text {
            None => format!("there is no text in `{}`, which is said to be authentic", tag.value),
            Some(text) if text.front.state.is_held() && !text.faulty => {
                format!("the text in `{}` is not public, and is said to be authentic", tag.value)
            }
            Some(_) => continue,
        };
        fault(Some(tag.span.clone()), message, "publish the text in that language, or take the language out");
    }
    let place = || source.place("authority");
    match (authority.mode.as_str(), authority.languages.len()) {
        ("single", 0) => fault(place(), "the authentic language is not named".into(), "add `languages = [\"en\"]`"),
        ("single", 2..) => {
            fault(
                place(),
                "one language is authentic, and several are named".into(),
                "say `mode = \"equal\"`, or name one",
            );
        }
        ("equal", 0 | 1) => {
            let help = "name each language whose text is authentic, or say `mode = \"single\"`";
            fault(place(), "several languages are equally authentic, and fewer than two are named".into(), help);
        }
        _ => {}
    }
}
