//! What the dialect does, by feature. What it must never do is in `tests/it/content/commonmark.rs`.

#[cfg(feature = "html")]
mod cleaning;
mod dialect;
mod directives;
mod literal;
mod policy;

use super::{Body, Identity, Options, parse};
use crate::diag::{Diagnostic, SourcePath, codes};

fn read(markdown: &str) -> (Body, Vec<Diagnostic>) {
    let (body, mut faults) = parse(markdown, 0, &SourcePath::new("content/a.en.md"), &Options::content());
    // That a program can't colour code is no fault of the text.
    faults.retain(|fault| fault.code.name != codes::FEATURE_ABSENT.name);
    (body, faults)
}

/// The HTML of a text without faults.
fn html(markdown: &str) -> String {
    let (body, faults) = read(markdown);
    assert_eq!(faults, [], "in {markdown:?}");
    filled(&body)
}

fn filled(body: &Body) -> String {
    let mut out = String::new();
    body.fill(&Identity, &mut out);
    out
}

/// Each fault as its code and the text it points at.
fn faults(markdown: &str) -> Vec<String> {
    told(markdown, &read(markdown).1)
}

fn told(markdown: &str, faults: &[Diagnostic]) -> Vec<String> {
    let place = |fault: &Diagnostic| fault.labels[0].span.clone().map(|span| markdown[span].to_owned());
    faults.iter().map(|fault| format!("{} {}", fault.code.name, place(fault).unwrap_or_default())).collect()
}
