//! The file that `chancery add` writes.

use jiff::civil::{Date, date};
use serde_json::json;

use super::super::refusal::Refusal;
use crate::config::Kind;
use crate::content::kinds::{self, PLACEHOLDER as TO_WRITE};
use crate::spec::{self, quoted};

/// A text that is no translation.
#[derive(Debug)]
pub(super) struct NewText<'a> {
    pub kind: Kind,
    pub title: &'a str,
    pub date: Date,
    pub reference: Option<String>,
    /// Whether it is a source in another language than the site's source language.
    pub own_source: bool,
}

/// Writes a source file.
pub(super) fn source(new: &NewText<'_>) -> String {
    let mut filled = words(new.kind, new.title);
    filled.push(("date", new.date.to_string()));
    filled.extend(new.reference.as_deref().map(|reference| ("reference", quoted(reference))));
    if new.kind == Kind::Statement {
        filled.push(("subtype", quoted("press-release")));
    }
    if new.kind == Kind::Register {
        let (start, end) = quarter(new.date);
        filled.push(("period", format!("{{ start = {start}, end = {end} }}")));
        filled.push(("frequency", quoted("quarterly")));
    }
    if new.own_source {
        filled.push(("source", "true".to_owned()));
    }
    file(&spec::explained(kinds::schema(new.kind), &filled, true))
}

/// Writes a translation: what each language says for itself.
pub(super) fn translation(kind: Kind, title: &str, slug: &str) -> String {
    let mut filled = words(kind, title);
    // Addresses in other scripts are possible, but inheriting the source's is what most sites do.
    if slug.is_ascii() {
        filled.push(("slug", quoted(slug)));
    }
    file(&spec::explained(kinds::schema(kind), &filled, false))
}

/// The quarter of a year that a day lies in.
fn quarter(day: Date) -> (Date, Date) {
    let first = (day.month() - 1) / 3 * 3 + 1;
    (date(day.year(), first, 1), date(day.year(), first + 2, 1).last_of_month())
}

/// Writes data.csv and schema.json (Table Schema) of a new register; the records are for people to enter.
///
/// # Errors
///
/// A refusal where a column has no name, or two have the same.
pub(super) fn records(columns: &[String]) -> Result<(String, String), Refusal> {
    let names: Vec<&str> = columns.iter().map(|name| name.trim()).collect();
    let is_name =
        |name: &&str| !name.is_empty() && name.chars().all(|char| char.is_alphanumeric() || "_-".contains(char));
    let twice = |name: &&str| names.iter().filter(|other| *other == name).count() > 1;
    if let Some(name) = names.iter().find(|name| !is_name(name) || twice(name)) {
        return Err(Refusal::usage(format!("`{name}` can't be the name of a column"))
            .help("give each column a name of its own, of letters, digits, `_` and `-`: `--columns id,date,amount`"));
    }
    let field = |name: &&str| match *name {
        "date" => json!({ "name": name, "type": "date" }),
        _ => json!({ "name": name, "type": "string" }),
    };
    let fields: Vec<serde_json::Value> = names.iter().map(field).collect();
    let mut schema = json!({ "fields": fields });
    if names.contains(&"id") {
        schema["primaryKey"] = "id".into();
    }
    Ok((names.join(",") + "\n", format!("{schema:#}\n")))
}

/// The required fields that each language has, and the state that keeps an unfinished text back.
fn words(kind: Kind, title: &str) -> Vec<(&'static str, String)> {
    let mut filled = vec![("state", quoted("draft"))];
    match kind {
        Kind::Faq => filled.extend([("question", quoted(title)), ("short_answer", quoted(TO_WRITE))]),
        Kind::Statement => filled.extend([("title", quoted(title)), ("summary", quoted(TO_WRITE))]),
        Kind::Page | Kind::Register => filled.push(("title", quoted(title))),
    }
    filled
}

fn file(front_matter: &str) -> String {
    format!("+++\n{}\n+++\n\n{TO_WRITE}\n", front_matter.trim_end())
}

#[cfg(test)]
mod tests {
    use super::{NewText, source, translation};
    use crate::config::Kind;
    use crate::content::kinds;
    use crate::diag::SourcePath;
    use crate::spec::{self, Need, Scope};

    #[test]
    fn a_new_text_passes_the_checks_of_its_kind() {
        for kind in [Kind::Statement, Kind::Faq, Kind::Page, Kind::Register] {
            let title = "A \"quoted\" title\\";
            let new = NewText {
                kind,
                title,
                date: jiff::civil::date(2026, 11, 23),
                reference: (kind == Kind::Statement).then(|| "MFA/2026/042".to_owned()),
                own_source: false,
            };
            for (text, is_source) in [(source(&new), true), (translation(kind, title, "a-title"), false)] {
                let front = text.split("+++\n").nth(1).expect("front matter");
                let schema = kinds::schema(kind);
                let (record, faults) = spec::read(front, 0, &SourcePath::new("a.md"), schema);
                assert_eq!(faults, [], "{text}");
                let name = if kind == Kind::Faq { "question" } else { "title" };
                assert_eq!(record.text(name), Some(title));
                assert_eq!(record.text("state"), Some("draft"));
                for field in schema.fields() {
                    let belongs = is_source || field.scope != Scope::Shared;
                    let heads = [format!("# {}: ", field.name), format!("# {} (required): ", field.name)];
                    assert_eq!(heads.iter().any(|head| text.contains(head)), belongs, "{}", field.name);
                    if field.need == Need::Required && belongs {
                        assert!(record.get(field.name).is_some(), "{} is required", field.name);
                    }
                }
            }
        }
    }
}
