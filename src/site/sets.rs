//! Translation sets: which files are one document in several languages, and which of them is the source.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::Settings;
use crate::content::document::{missing, schema_of};
use crate::content::{Document, Role};
use crate::diag::{Diagnostic, codes, nearest};
use crate::spec::Scope;

/// The files of one document, the source among them.
pub(super) struct Group<'a> {
    /// One document per language.
    pub documents: Vec<&'a Arc<Document>>,
    /// Which of them holds the shared fields.
    pub source: usize,
}

impl Group<'_> {
    /// The document that holds the shared fields.
    pub fn source(&self) -> &Document {
        self.documents[self.source]
    }
}

/// Groups documents by folder and `id` or stem; those without a source are left out with an error,
/// and returned beside.
pub(super) fn group<'a>(
    documents: &'a [Arc<Document>],
    settings: &Settings,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Group<'a>>, Vec<&'a Arc<Document>>) {
    let mut by_name: BTreeMap<(Role, String, String), Vec<&Arc<Document>>> = BTreeMap::new();
    for document in documents {
        let name = document.record.string("id").unwrap_or_else(|| document.stem.clone());
        by_name.entry((document.role, document.folder.clone(), name)).or_default().push(document);
    }
    let names: Vec<(String, String, bool)> = by_name
        .iter()
        .map(|((_, folder, name), documents)| {
            let has_source = documents.iter().any(|document| document.lang == settings.languages.source);
            (folder.clone(), name.clone(), has_source)
        })
        .collect();
    let (mut groups, mut unsourced) = (Vec::new(), Vec::new());
    for ((role, folder, name), documents) in by_name {
        let documents = one_per_language(documents, diagnostics);
        let Some(source) = find_source(&documents, role, settings, diagnostics) else {
            let siblings = names.iter().filter(|(other, _, has_source)| *other == folder && *has_source);
            orphans(&documents, &name, siblings.map(|(_, name, _)| name.as_str()), settings, diagnostics);
            unsourced.extend(documents);
            continue;
        };
        let group = Group { documents, source };
        check_shared(&group, diagnostics);
        groups.push(group);
    }
    (groups, unsourced)
}

fn one_per_language<'a>(
    documents: Vec<&'a Arc<Document>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<&'a Arc<Document>> {
    let mut kept: Vec<&Arc<Document>> = Vec::new();
    for document in documents {
        match kept.iter().find(|other| other.lang == document.lang) {
            None => kept.push(document),
            Some(other) => diagnostics.push(
                Diagnostic::new(&codes::DUPLICATE_LANGUAGE, "the document has two files in this language")
                    .in_file(&document.path)
                    .label(&other.path, None, "the other one")
                    .help("keep one of them"),
            ),
        }
    }
    kept
}

fn find_source(
    documents: &[&Arc<Document>],
    role: Role,
    settings: &Settings,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<usize> {
    let claims: Vec<usize> =
        (0..documents.len()).filter(|index| documents[*index].record.boolean("source") == Some(true)).collect();
    if let [first, second, ..] = claims[..] {
        let place = |index: usize| documents[index].record.get("source").map(|value| value.span.clone());
        diagnostics.push(
            Diagnostic::new(&codes::CONTRADICTORY_FIELD, "two files say that they are the source")
                .label(&documents[second].path, place(second), "")
                .label(&documents[first].path, place(first), "the other one"),
        );
    }
    if let Some(first) = claims.first() {
        return Some(*first);
    }
    let in_source_language = documents.iter().position(|document| document.lang == settings.languages.source);
    if in_source_language.is_some() {
        return in_source_language;
    }
    // The words of a section share nothing, so any of them can stand alone.
    let alone = documents.len() == 1 && documents[0].words.translated_from.is_none();
    (alone || role == Role::Section).then_some(0)
}

fn orphans<'a>(
    documents: &[&Arc<Document>],
    name: &str,
    siblings: impl Iterator<Item = &'a str>,
    settings: &Settings,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let source = settings.languages.tag(settings.languages.source);
    let near = nearest(name, siblings);
    for document in documents {
        let tag = settings.languages.tag(document.lang);
        let help = match near {
            Some(near) => format!(
                "there is `{near}.{source}.md`: rename this file to `{near}.{tag}.md`, or give both the same `id`"
            ),
            None => format!("restore `{name}.{source}.md`, or say `source = true` in the file that is the source now"),
        };
        diagnostics.push(
            Diagnostic::new(
                &codes::ORPHAN_TRANSLATION,
                format!("`{name}` has no text in the source language `{source}`"),
            )
            .in_file(&document.path)
            .help(help),
        );
    }
}

/// Shared fields stand in the source: required ones must, and a translation may not say them differently.
fn check_shared(group: &Group<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let source = group.source();
    let schema = schema_of(source.role);
    if !source.record.fields.is_empty() {
        let known: Vec<Diagnostic> =
            diagnostics.iter().filter(|d| d.labels.iter().any(|label| label.path == source.path)).cloned().collect();
        diagnostics.extend(missing(&source.record, schema, Scope::Shared, &source.path, &known));
    }
    for document in group.documents.iter().filter(|document| document.path != source.path) {
        for field in schema.fields().filter(|field| field.scope == Scope::Shared) {
            let Some((_, span, value)) = document.record.fields.iter().find(|(name, ..)| name == field.name) else {
                continue;
            };
            let said = source.record.fields.iter().find(|(name, ..)| name == field.name);
            if said.is_some_and(|(.., other)| other.says_the_same(value)) {
                continue;
            }
            let fault = Diagnostic::new(
                &codes::CONTRADICTORY_FIELD,
                format!("`{}` is a field that all languages share, and this file says it differently", field.name),
            )
            .label(&document.path, Some(span.start..value.span.end.max(span.end)), "said here");
            let fault = match said {
                Some((_, span, value)) => fault.label(
                    &source.path,
                    Some(span.start..value.span.end.max(span.end)),
                    "said here for all languages",
                ),
                None => fault.label(&source.path, None, "the source does not say it"),
            };
            diagnostics.push(fault.help("remove it from the translation"));
        }
    }
}
