//! The tokens of the built-in theme, from its own file, and what is measured about them.

use std::fmt::Write as _;

use super::cell;
use crate::diag::SourcePath;
use crate::spec::{self, Record};
use crate::theme;

/// Makes the page on tokens.
pub(super) fn page() -> String {
    let mut page = "# Tokens\n\n\
         The colours and sizes of the theme `portal`. site.toml sets those that an institution wants otherwise, each with\n\
         one value for both schemes or with one for each; the rest stays as it is:\n\n\
         ```toml\n\
         [theme.tokens]\n\
         measure = \"36rem\"\n\
         accent = { light = \"#a1224e\", dark = \"#f2a5bd\" }\n\
         ```\n\n\
         Style sheets name them as custom properties: `var(--accent)`. A theme of your own says its tokens in\n\
         `themes/<name>/tokens.toml`; `chancery theme eject tokens.toml` gives the built-in one to begin with.\n"
        .to_owned();
    let text = theme::eject(theme::TOKENS).map(String::from_utf8_lossy).unwrap_or_default();
    let (record, _) = spec::read(&text, 0, &SourcePath::new(theme::TOKENS), &theme::TOKENS_SCHEMA);
    page += "\n## Colours\n\n| token | light | dark | what it is for |\n| --- | --- | --- | --- |\n";
    for (name, value) in entries(&record, "colours") {
        let text = |key: &str| value.text(key).unwrap_or_default();
        // Writing to a string never fails.
        let _ = writeln!(page, "| `{name}` | `{}` | `{}` | {} |", text("light"), text("dark"), cell(text("doc")));
    }
    page += "\n## Sizes\n\n| token | value | what it is for |\n| --- | --- | --- |\n";
    for (name, value) in entries(&record, "sizes") {
        let text = |key: &str| value.text(key).unwrap_or_default();
        let _ = writeln!(page, "| `{name}` | `{}` | {} |", text("value"), cell(text("doc")));
    }
    page += "\n## Contrast\n\n\
         Measured at every build, in light and in dark (WCAG 2.2, 1.4.3 and 1.4.11). A pair that falls short is the error\n\
         [`low-contrast`](diagnostics.md), with the nearest colour that passes.\n\n\
         | in front | on | at least |\n| --- | --- | --- |\n";
    for rule in record.tables("contrast") {
        let names = |field: &str| {
            let names = rule.texts(field).into_iter().map(|name| format!("`{name}`"));
            names.collect::<Vec<_>>().join(", ")
        };
        let ratio = if rule.text("as") == Some("text") { "4.5:1" } else { "3:1" };
        let _ = writeln!(page, "| {} | {} | {ratio} |", names("of"), names("on"));
    }
    let fields = spec::reference(&theme::TOKENS_SCHEMA, false).replace("\n#### ", "\n### ");
    page + "\n## Fields of tokens.toml\n\n" + &fields
}

fn entries<'a>(record: &'a Record, group: &str) -> impl Iterator<Item = (&'a str, &'a Record)> {
    let fields = record.table(group).map(|table| table.fields.as_slice()).unwrap_or_default();
    fields.iter().filter_map(|(name, _, value)| Some((name.as_ref(), value.table()?)))
}
