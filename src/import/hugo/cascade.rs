//! `cascade`: fields that a folder passes on to everything in it.

use crate::import::pattern::{Star, expanded, glob, is_match};
use crate::import::value::{Data, Table, Value};

/// The fields that one folder passes on.
#[derive(Clone, Debug)]
pub struct Cascade {
    /// The folder within the content; empty for the root.
    folder: String,
    language: Option<usize>,
    fields: Table,
    path: Option<String>,
    kind: Option<String>,
    languages: Vec<String>,
}

/// Reads the value of `cascade`: a table, or a list of tables.
#[must_use]
pub fn read(value: &Value, folder: &str, language: Option<usize>) -> Vec<Cascade> {
    let tables: Vec<&Table> = match &value.data {
        Data::List(items) => items.iter().filter_map(Value::table).collect(),
        _ => value.table().into_iter().collect(),
    };
    let one = |table: &&Table| {
        let mut fields = (*table).clone();
        let target = fields.take("_target").or_else(|| fields.take("target"));
        let target = target.as_ref().and_then(Value::table).cloned().unwrap_or_default();
        if let Some(params) = fields.take("params").and_then(|value| value.table().cloned()) {
            fields.merge(params);
        }
        Cascade {
            folder: folder.to_owned(),
            language,
            fields,
            path: target.text("path"),
            kind: target.text("kind"),
            languages: target.get("lang").map(Value::texts).unwrap_or_default(),
        }
    };
    tables.iter().map(one).collect()
}

/// The properties of a text that a cascade's target can match.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The text's folder; for a section, its own.
    pub folder: &'a str,
    /// The text's file name; empty for a section.
    pub stem: &'a str,
    /// The text's language, by index and key.
    pub language: (usize, &'a str),
    /// `page`, `section` or `home`.
    pub kind: &'a str,
}

/// Fills in the fields that a text does not set itself; the nearest folder wins.
pub fn apply(cascades: &[Cascade], subject: Subject<'_>, fields: &mut Table) {
    let mut fitting: Vec<&Cascade> = cascades.iter().filter(|cascade| fits(cascade, subject)).collect();
    fitting.sort_by_key(|cascade| std::cmp::Reverse(cascade.folder.len()));
    for (key, value) in fitting.into_iter().flat_map(|cascade| &cascade.fields.0) {
        if fields.get(key).is_none() {
            fields.0.push((key.clone(), value.clone()));
        }
    }
}

fn fits(cascade: &Cascade, subject: Subject<'_>) -> bool {
    let inside = |folder: &str| {
        folder.is_empty()
            || subject.folder == folder
            || subject.folder.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    };
    let path = format!("/{}/{}", subject.folder, subject.stem).replace("//", "/");
    let path = if path.len() > 1 { path.trim_end_matches('/') } else { &path };
    inside(&cascade.folder)
        && cascade.language.is_none_or(|language| language == subject.language.0)
        && cascade.kind.as_deref().is_none_or(|kind| glob(kind, subject.kind, Star::Part))
        && (cascade.languages.is_empty()
            || cascade.languages.iter().any(|language| glob(language, subject.language.1, Star::Part)))
        && cascade.path.as_deref().is_none_or(|pattern| {
            // An alternative in braces may contain the leading slash of the pattern.
            expanded(pattern).iter().any(|pattern| {
                let pattern = format!("/{}", pattern.trim_start_matches('/').trim_end_matches(".md"));
                is_match(&pattern, path, Star::Part)
            })
        })
}

#[cfg(test)]
mod tests {
    use super::{Subject, apply, read};
    use crate::import::value::{Table, Value, by_extension};

    #[test]
    fn a_path_may_begin_with_alternatives() {
        let yaml = "build: {render: never}\ntarget: {path: '{,/**}/_includes{,/**}'}\n";
        let cascade: Value = by_extension("yaml", yaml).and_then(Result::ok).expect("YAML");
        let cascades = read(&cascade, "", None);
        let is_given = |folder: &str, stem: &str| {
            let mut fields = Table::default();
            let subject = Subject { folder, stem, language: (0, "en"), kind: "page" };
            apply(&cascades, subject, &mut fields);
            fields.get("build").is_some()
        };
        assert!(
            is_given("_includes", "note") && is_given("guide/_includes", "note") && is_given("a/b/_includes/c", "d")
        );
        assert!(!is_given("includes", "note") && !is_given("", "note"));
    }
}
