//! What templates are given, from the source text of the views and functions themselves: their comments are the only
//! place where a field is explained.

use std::fmt::Write as _;

use super::cell;
use crate::theme;

const VIEWS: [&str; 4] = [
    include_str!("../../render/view/frame.rs"),
    include_str!("../../render/view/document.rs"),
    include_str!("../../render/view/list.rs"),
    include_str!("../../render/view/card.rs"),
];

const FUNCTIONS: &str = include_str!("../../render/functions.rs");

/// Makes the page on templates.
pub(super) fn page() -> String {
    let mut page = "# Templates\n\n\
         A theme is templates (Tera 2), UI strings (Fluent) and assets. Each file is taken from the site's `overrides/`,\n\
         else from `themes/<name>/`, else from the theme in the program. So you change one file and keep the others:\n\
         `chancery theme list` names them, `chancery theme eject PATH` copies one to `overrides/`.\n\n\
         Every template gets `site` and `page`, and one value more, named after what it shows. Text is plain and is\n\
         escaped by the engine; fields whose name ends in `html` are finished markup. A variable that a page does not have\n\
         is an error with the line of the template.\n\n\
         ## Functions and filters\n\n"
        .to_owned();
    for (form, meaning) in functions(FUNCTIONS) {
        // Writing to a string never fails.
        let _ = writeln!(page, "- {form}: {meaning}");
    }
    page += "\n## Values\n";
    for view in VIEWS.into_iter().flat_map(views) {
        let _ = write!(
            page,
            "\n### {}\n\n{}\n\n| field | type | meaning |\n| --- | --- | --- |\n",
            view.name,
            sentences(&view.doc)
        );
        for (name, ty, doc) in view.fields {
            let _ = writeln!(page, "| `{name}` | {} | {} |", cell(&type_words(&ty)), cell(&doc));
        }
    }
    page += "\n## Files of the built-in theme\n\n";
    for (name, _) in theme::embedded() {
        let _ = writeln!(page, "- `{name}`");
    }
    page
}

struct View {
    name: String,
    doc: String,
    fields: Vec<(String, String, String)>,
}

/// Reads the public structs of a source file: their comments, and their fields with types and comments.
fn views(source: &str) -> Vec<View> {
    let mut views: Vec<View> = Vec::new();
    let (mut doc, mut is_inside) = (String::new(), false);
    for line in source.lines().map(str::trim) {
        if let Some(comment) = line.strip_prefix("///") {
            let gap = if doc.is_empty() { "" } else { " " };
            doc = format!("{doc}{gap}{}", comment.trim());
        } else if let Some(name) = line.strip_prefix("pub struct ").and_then(|rest| rest.strip_suffix(" {")) {
            let name = name.trim_end_matches("View").to_owned();
            views.push(View { name, doc: std::mem::take(&mut doc), fields: Vec::new() });
            is_inside = true;
        } else if line == "}" {
            is_inside = false;
        } else if let (true, Some((name, ty)), Some(view)) =
            (is_inside, line.strip_prefix("pub ").and_then(|rest| rest.split_once(": ")), views.last_mut())
        {
            let ty = ty.trim_end_matches(',').to_owned();
            view.fields.push((name.to_owned(), ty, std::mem::take(&mut doc)));
        } else if !line.starts_with("#[") {
            doc.clear();
        }
    }
    views
}

/// Reads the comments of the form `` `call`: meaning `` above functions.
fn functions(source: &str) -> Vec<(String, String)> {
    let comments = source.lines().filter_map(|line| line.strip_prefix("/// "));
    comments
        .filter_map(|comment| {
            let (form, meaning) = comment.split_once("`: ")?;
            form.starts_with('`').then(|| (format!("{form}`"), meaning.to_owned()))
        })
        .collect()
}

/// Says a Rust type in the words of a template author.
fn type_words(ty: &str) -> String {
    let inner = |open: &str| ty.strip_prefix(open).and_then(|rest| rest.strip_suffix('>'));
    if let Some(item) = inner("Option<") {
        return format!("{}, or nothing", type_words(item));
    }
    if let Some(item) = inner("Vec<") {
        return format!("list of {}", type_words(item));
    }
    if let Some(items) = ty.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        return format!("pair of {}", items.split(", ").map(type_words).collect::<Vec<_>>().join(" and "));
    }
    match ty {
        "String" | "&'static str" | "Arc<str>" => "text".into(),
        "bool" => "true or false".into(),
        "usize" | "u64" | "i64" | "u32" | "u8" => "number".into(),
        "Json" | "Value" => "table".into(),
        other => match other.strip_suffix("View") {
            Some(view) => format!("[{view}](#{})", view.to_lowercase()),
            None => format!("`{other}`"),
        },
    }
}

/// Ends a comment with a full stop.
fn sentences(text: &str) -> String {
    if text.ends_with('.') { text.to_owned() } else { format!("{text}.") }
}

#[cfg(test)]
mod tests {
    use super::{FUNCTIONS, VIEWS, functions, type_words, views};

    #[test]
    fn every_public_field_of_a_view_is_found_and_explained() {
        for source in VIEWS {
            let fields = source.lines().filter(|line| line.starts_with("    pub ") && line.ends_with(',')).count();
            let found: Vec<_> = views(source).into_iter().flat_map(|view| view.fields).collect();
            assert_eq!(found.len(), fields);
            for (name, _, doc) in found {
                assert!(!doc.is_empty(), "{name}");
            }
        }
    }

    #[test]
    fn every_registered_function_is_explained() {
        let registered = FUNCTIONS.matches("tera.register_").count();
        assert_eq!(functions(FUNCTIONS).len(), registered);
    }

    #[test]
    fn types_are_said_in_words() {
        assert_eq!(type_words("Option<Vec<CardView>>"), "list of [Card](#card), or nothing");
        assert_eq!(type_words("&'static str"), "text");
    }
}
