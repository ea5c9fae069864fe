//! What is wrong with UI strings that can be read: within a language, and between the languages of a site.

use std::collections::BTreeSet;

use super::Strings;
use super::message::{Message, Variant};
use crate::diag::{Diagnostic, Severity, codes, nearest, sort};

const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// Compares the languages of a site, and each with its plural rules (CLDR, UTS #35, part 3, section 5).
///
/// - `missing-string`: a string that another language has, at the file of the language that lacks it (its highest
///   layer, which is where a site would add it).
/// - `missing-plural`: a selector by plural category that lacks one of the language's categories. The default
///   variant stands for the category it is named after and no other.
/// - `contradictory-field`, as a warning: a string that has other variables than in the first language that has it.
#[must_use]
pub fn check(all: &[&Strings]) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let ids: BTreeSet<&str> = all.iter().flat_map(|strings| strings.ids()).collect();
    for id in ids {
        let Some((model, said)) = all.iter().find_map(|s| Some((*s, s.messages.get(id)?))) else { continue };
        for strings in all {
            match strings.messages.get(id) {
                Some(message) => diagnostics.extend(other_variables(id, strings, message, model, said)),
                None if strings.unreadable.contains(id) => {}
                None => diagnostics.push(missing(id, strings, model, said)),
            }
        }
    }
    for strings in all {
        diagnostics.extend(strings.messages.iter().flat_map(|(key, message)| plurals(key, strings, message)));
    }
    sort(&mut diagnostics);
    diagnostics
}

fn missing(id: &str, strings: &Strings, model: &Strings, said: &Message) -> Diagnostic {
    let language = strings.locale().tag();
    let fault = Diagnostic::new(&codes::MISSING_STRING, format!("`{language}` has no UI string `{id}`"));
    let (fault, place) = match strings.files.last() {
        Some(path) => (fault.in_file(path), format!("`{path}`")),
        None => (fault, format!("the strings of `{language}`")),
    };
    fault
        .label(&said.path, Some(said.span.clone()), format!("`{}` has it", model.locale().tag()))
        .help(format!("add `{id} = …` to {place}, or remove it from every language"))
}

fn other_variables(
    id: &str,
    strings: &Strings,
    message: &Message,
    model: &Strings,
    said: &Message,
) -> Option<Diagnostic> {
    let (here, there) = (strings.placeholders(id), model.placeholders(id));
    if here == there {
        return None;
    }
    let (tag, model_tag) = (strings.locale().tag(), model.locale().tag());
    let names = |names: &BTreeSet<&str>| match names.len() {
        0 => "no variable".to_owned(),
        _ => names.iter().map(|name| format!("`${name}`")).collect::<Vec<_>>().join(", "),
    };
    let message_text = format!("`{id}` has {} in `{tag}` and {} in `{model_tag}`", names(&here), names(&there));
    let mut fault = Diagnostic::new(&codes::CONTRADICTORY_FIELD, message_text)
        .at(&message.path, message.span.clone())
        .label(&said.path, Some(said.span.clone()), format!("as in `{model_tag}`"))
        .help("use the same variables in every language; one that a language does not need may stand in its selector");
    fault.severity = Severity::Warning;
    Some(fault)
}

fn plurals(key: &str, strings: &Strings, message: &Message) -> Vec<Diagnostic> {
    let locale = strings.locale();
    let mut faults = Vec::new();
    for variants in message.selectors().into_iter().filter(|variants| is_plural(variants)) {
        let said = |category: &str| variants.iter().any(|variant| variant.key == category);
        let lacking: Vec<&str> = locale.plural_categories().iter().copied().filter(|c| !said(c)).collect();
        if lacking.is_empty() {
            continue;
        }
        let listed = |categories: &[&str]| categories.iter().map(|c| format!("`{c}`")).collect::<Vec<_>>().join(", ");
        let text =
            format!("`{key}` lacks the plural form{} {}", if lacking.len() == 1 { "" } else { "s" }, listed(&lacking));
        let all = listed(locale.plural_categories());
        faults.push(
            Diagnostic::new(&codes::MISSING_PLURAL, text)
                .at(&message.path, message.span.clone())
                .help(format!("the plural forms of `{}` are {all}; say each, if need be twice the same", locale.tag())),
        );
    }
    faults
}

/// A selector is by number where its keys are plural categories and numbers only, with one category at least.
fn is_plural(variants: &[Variant]) -> bool {
    let is_category = |variant: &Variant| CATEGORIES.contains(&variant.key.as_str());
    let is_number = |variant: &Variant| variant.key.starts_with(|c: char| c == '-' || c.is_ascii_digit());
    variants.iter().any(is_category) && variants.iter().all(|variant| is_category(variant) || is_number(variant))
}

/// Finds references that lead nowhere or in a circle.
pub(super) fn references(strings: &Strings, diagnostics: &mut Vec<Diagnostic>) {
    for (key, message) in &strings.messages {
        for wanted in message.references() {
            if strings.messages.contains_key(wanted) || strings.unreadable.contains(wanted) {
                continue;
            }
            let fault =
                Diagnostic::new(&codes::MISSING_STRING, format!("`{key}` refers to `{wanted}`, which does not exist"));
            let near = nearest(wanted, strings.messages.keys().map(String::as_str));
            let help = near.map_or_else(|| format!("add `{wanted} = …`"), |near| format!("did you mean `{near}`?"));
            diagnostics.push(fault.at(&message.path, message.span.clone()).help(help));
        }
        if reaches_itself(strings, key, message) {
            diagnostics.push(
                Diagnostic::new(&codes::STRING_SYNTAX, format!("`{key}` refers to itself"))
                    .at(&message.path, message.span.clone())
                    .help("write out one of the references in the circle"),
            );
        }
    }
}

fn reaches_itself(strings: &Strings, key: &str, message: &Message) -> bool {
    let mut seen = BTreeSet::new();
    let mut open: Vec<&str> = message.references().collect();
    while let Some(next) = open.pop() {
        if next == key {
            return true;
        }
        if seen.insert(next) {
            open.extend(strings.messages.get(next).into_iter().flat_map(Message::references));
        }
    }
    false
}
