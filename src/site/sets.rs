//! Translation sets: groups the language versions of each document and finds their source.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::known::bare;
use crate::config::Settings;
use crate::content::document::{missing_fields, schema_of};
use crate::content::{Document, Role};
use crate::diag::{Diagnostic, codes, nearest};
use crate::spec::{Field, Need, Schema, Scope};

/// The files of one document, including its source.
pub(super) struct Group<'a> {
    /// The documents, one per language.
    pub documents: Vec<&'a Arc<Document>>,
    /// The index of the one with the shared fields.
    pub source: usize,
}

impl Group<'_> {
    /// Returns the document with the shared fields.
    pub fn source(&self) -> &Document {
        self.documents[self.source]
    }
}

/// Groups documents by folder and by `id` or stem. Documents without a source are reported and returned separately.
pub(super) fn group<'a>(
    documents: &'a [Arc<Document>],
    misnamed: &BTreeSet<String>,
    settings: &Settings,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Group<'a>>, Vec<&'a Arc<Document>>) {
    // Documents sorted by path are already nearly in this order, which makes the stable sort fast.
    let mut sorted: Vec<&Arc<Document>> = documents.iter().collect();
    sorted.sort_by(|a, b| group_key(a).cmp(&group_key(b)));
    let mut names: Option<Vec<(&str, &str)>> = None;
    let mut contracts = BTreeMap::new();
    let (mut groups, mut unsourced) = (Vec::with_capacity(documents.len() / 2), Vec::new());
    for same in sorted.chunk_by(|a, b| group_key(a) == group_key(b)) {
        let documents = one_per_language(same, diagnostics);
        let (role, folder, name) = group_key(same[0]);
        // The source may be the file with the invalid name.
        let is_sourced = documents.iter().any(|document| document.lang == settings.languages.source);
        if !is_sourced && documents.iter().any(|document| misnamed.contains(&bare(&document.path))) {
            unsourced.extend(documents);
            continue;
        }
        let Some(source) = find_source(&documents, role, settings, diagnostics) else {
            let names = names.get_or_insert_with(|| sourced(&sorted, settings));
            let siblings = names.iter().filter(|(other, _)| *other == folder);
            orphans(&documents, name, siblings.map(|(_, name)| *name), settings, diagnostics);
            unsourced.extend(documents);
            continue;
        };
        let group = Group { documents, source };
        check_shared(&group, contracts.entry(role).or_insert_with(|| Contract::of(role)), diagnostics);
        groups.push(group);
    }
    (groups, unsourced)
}

/// Returns the key that the files of one document have in common.
fn group_key(document: &Document) -> (Role, &str, &str) {
    (document.role, &document.folder, document.name())
}

/// Returns folders and names of documents that exist in the source language.
fn sourced<'a>(sorted: &[&'a Arc<Document>], settings: &Settings) -> Vec<(&'a str, &'a str)> {
    let groups = sorted.chunk_by(|a, b| group_key(a) == group_key(b));
    let sourced = groups.filter(|same| same.iter().any(|document| document.lang == settings.languages.source));
    sourced.map(|same| (same[0].folder.as_str(), same[0].name())).collect()
}

/// The fields of a role that all languages share, and those of them that are required, as bits
/// ([`fields`](crate::content::Front::fields)).
struct Contract {
    schema: &'static Schema,
    shared: u64,
    required: u64,
}

impl Contract {
    fn of(role: Role) -> Self {
        let schema = schema_of(role);
        let bits = |which: &dyn Fn(&Field) -> bool| {
            let fields = schema.fields().enumerate().filter(|(_, field)| which(field));
            fields.fold(0, |bits, (place, _)| bits | 1_u64.checked_shl(place as u32).unwrap_or(0))
        };
        let shared = bits(&|field| field.scope == Scope::Shared);
        let required = bits(&|field| field.scope == Scope::Shared && field.need == Need::Required);
        Self { schema, shared, required }
    }
}

fn one_per_language<'a>(documents: &[&'a Arc<Document>], diagnostics: &mut Vec<Diagnostic>) -> Vec<&'a Arc<Document>> {
    let mut kept: Vec<&Arc<Document>> = Vec::with_capacity(documents.len());
    for document in documents {
        match kept.iter().find(|other| other.lang == document.lang) {
            None => kept.push(*document),
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
    let claims: Vec<usize> = (0..documents.len()).filter(|index| documents[*index].front.source).collect();
    if let [first, second, ..] = claims[..] {
        let place = |index: usize| documents[index].place("source");
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
    // Section texts share no fields, so any of them can exist alone.
    let [only] = documents else { return (role == Role::Section).then_some(0) };
    // A document without the shared fields is a translation whose source is missing.
    let required = Contract::of(role).required;
    let has_shared = only.front.fields() & required == required || only.faulty;
    let alone = only.words.translated_from.is_none() && has_shared;
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

/// Checks the shared fields: the source must have all required ones, and a translation must not set different values.
fn check_shared(group: &Group<'_>, contract: &Contract, diagnostics: &mut Vec<Diagnostic>) {
    let source = group.source();
    let schema = contract.schema;
    let known = source.front.fields() | source.front.refused();
    if !source.front.is_empty() && known & contract.required != contract.required {
        let has = |name: &str| {
            let place = schema.fields().position(|field| field.name == name).unwrap_or(0);
            known.checked_shr(place as u32).is_some_and(|bits| bits & 1 == 1)
        };
        diagnostics.extend(missing_fields(has, schema, Scope::Shared, &source.path));
    }
    for document in group.documents.iter().filter(|document| document.key != source.key) {
        for (field, here, there) in document.front.differing(&source.front, contract.shared) {
            let Some(field) = schema.fields().nth(field) else { continue };
            let fault = Diagnostic::new(
                &codes::CONTRADICTORY_FIELD,
                format!("`{}` is a field that all languages share, and this file says it differently", field.name),
            )
            .label(&document.path, Some(here), "said here");
            let fault = match there {
                Some(there) => fault.label(&source.path, Some(there), "said here for all languages"),
                None => fault.label(&source.path, None, "the source does not say it"),
            };
            diagnostics.push(fault.help("remove it from the translation"));
        }
    }
}
