//! `cascade`: fields that a folder gives to all that is in it.

use crate::import::value::{Data, Table, Value};

/// Fields given to what lies in a folder.
#[derive(Clone, Debug)]
pub struct Cascade {
    /// The folder within the content; empty for all.
    folder: String,
    language: Option<usize>,
    fields: Table,
    path: Option<String>,
    kind: Option<String>,
    languages: Vec<String>,
}

/// Reads what `cascade` says: a table, or a list of tables.
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

/// What a text is, as targets ask.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// Its folder; of a section its own.
    pub folder: &'a str,
    /// Its name; empty of a section.
    pub stem: &'a str,
    /// Its language by place and name.
    pub language: (usize, &'a str),
    /// `page`, `section` or `home`.
    pub kind: &'a str,
}

/// Gives a text the fields that it does not say itself; the nearest folder comes first.
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
        && cascade.kind.as_deref().is_none_or(|kind| glob(kind, subject.kind))
        && (cascade.languages.is_empty() || cascade.languages.iter().any(|language| glob(language, subject.language.1)))
        && cascade.path.as_deref().is_none_or(|pattern| {
            let pattern = format!("/{}", pattern.trim_start_matches('/').trim_end_matches(".md"));
            glob(&pattern, path)
        })
}

/// Compares with a pattern: `*` is all but `/`, `**` all, `?` one character, `{a,b}` either.
fn glob(pattern: &str, text: &str) -> bool {
    if let (Some(open), Some(close)) = (pattern.find('{'), pattern.find('}'))
        && open < close
    {
        let alternatives = pattern[open + 1..close].split(',');
        return alternatives
            .into_iter()
            .any(|one| glob(&format!("{}{one}{}", &pattern[..open], &pattern[close + 1..]), text));
    }
    let chars = |text: &str| text.to_lowercase().chars().take(500).collect::<Vec<_>>();
    matches(&chars(pattern), &chars(text))
}

fn matches(pattern: &[char], text: &[char]) -> bool {
    match pattern {
        [] => text.is_empty(),
        ['*', '*', rest @ ..] => (0..=text.len()).any(|at| matches(rest, &text[at..])),
        ['*', rest @ ..] => {
            let end = text.iter().position(|c| *c == '/').unwrap_or(text.len());
            (0..=end).any(|at| matches(rest, &text[at..]))
        }
        ['?', rest @ ..] => text.first().is_some_and(|c| *c != '/') && matches(rest, &text[1..]),
        [first, rest @ ..] => text.first() == Some(first) && matches(rest, &text[1..]),
    }
}

#[cfg(test)]
mod tests {
    use super::glob;

    #[test]
    fn patterns_are_those_of_hugo() {
        assert!(glob("/posts/**", "/posts/a/b"));
        assert!(glob("{/posts/**,/posts}", "/posts"));
        assert!(glob("/posts/*", "/posts/a"));
        assert!(!glob("/posts/*", "/posts/a/b"));
        assert!(glob("pa?e", "page"));
    }
}
