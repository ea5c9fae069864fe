//! For code hosts, which show faults beside the lines of a change: SARIF 2.1.0 (OASIS), one run.
//!
//! Columns count Unicode code points, which the run says. Paths are relative to the root of the site, which
//! hosts take for `%SRCROOT%`.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::super::{Code, Diagnostic, Label, Severity, codes};
use super::source::Sources;

pub(super) fn write(diagnostics: &[Diagnostic], sources: &Sources<'_>) -> String {
    let is_used = |code: &Code| diagnostics.iter().any(|diagnostic| diagnostic.code == code);
    let used: Vec<&Code> = codes::ALL.iter().copied().filter(|code| is_used(code)).collect();
    let results: Vec<Value> = diagnostics.iter().map(|diagnostic| result(diagnostic, &used, sources)).collect();
    let rules: Vec<Value> = used.into_iter().map(rule).collect();
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "chancery", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn rule(code: &Code) -> Value {
    json!({
        "id": code.name,
        "shortDescription": { "text": code.summary },
        "help": { "text": code.explanation },
        "defaultConfiguration": { "level": level(code.severity) },
    })
}

/// SARIF 2.1.0, section 3.27.10: the levels bear the names that we use.
fn level(severity: Severity) -> &'static str {
    severity.name()
}

fn result(diagnostic: &Diagnostic, rules: &[&Code], sources: &Sources<'_>) -> Value {
    let mut message = diagnostic.message.clone();
    if let Some(help) = &diagnostic.help {
        message.push_str("\nhelp: ");
        message.push_str(help);
    }
    let mut result = json!({
        "ruleId": diagnostic.code.name,
        "ruleIndex": rules.iter().position(|code| *code == diagnostic.code),
        "level": level(diagnostic.severity),
        "message": { "text": plain(&message) },
    });
    if let Some((first, others)) = diagnostic.labels.split_first() {
        result["locations"] = json!([location(first, sources)]);
        if !others.is_empty() {
            let related = others.iter().enumerate().map(|(index, label)| {
                let mut related = location(label, sources);
                related["id"] = json!(index);
                related
            });
            result["relatedLocations"] = related.collect();
        }
    }
    result
}

fn location(label: &Label, sources: &Sources<'_>) -> Value {
    let mut physical = Map::new();
    physical.insert("artifactLocation".into(), json!({ "uri": uri(label.path.as_str()), "uriBaseId": "%SRCROOT%" }));
    if let Some(region) = sources.region(label) {
        let region = json!({
            "startLine": region.line,
            "startColumn": region.column,
            "endLine": region.end_line,
            "endColumn": region.end_column,
        });
        physical.insert("region".into(), region);
    }
    let mut location = json!({ "physicalLocation": physical });
    if !label.text.is_empty() {
        location["message"] = json!({ "text": plain(&label.text) });
    }
    location
}

/// Takes care that nothing in a message is taken for a placeholder (SARIF 2.1.0, section 3.11.5) or an embedded
/// link (section 3.11.6).
fn plain(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}").replace("](", r"\](")
}

/// A relative reference (RFC 3986, section 4.2).
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            // Writing to a string never fails.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}
