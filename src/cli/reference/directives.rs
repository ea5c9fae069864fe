//! The directives of Markdown.

use std::fmt::Write as _;

use crate::content::markdown::{BodySpec, DIRECTIVES, DirectiveSpec, Required, Value};

/// Makes the page on directives.
pub(super) fn page() -> String {
    let mut page = "# Directives\n\n\
         Where Markdown has no words for something, a directive has: a line of three or more colons with a name and\n\
         arguments, the content, and a line of as many colons. Both lines begin at the margin. A directive that holds\n\
         another has more colons than that one. An unknown directive or argument is an error.\n"
        .to_owned();
    for directive in DIRECTIVES {
        // Writing to a string never fails.
        let _ = write!(
            page,
            "\n## {}\n\n{}\n\n```text\n{}\n```\n\n{}\nBetween the lines: {}\n\nFor example:\n\n```markdown\n{}\n```\n",
            directive.name,
            directive.summary,
            directive.usage(),
            arguments(directive),
            content(directive),
            directive.example
        );
    }
    page
}

fn arguments(directive: &DirectiveSpec) -> String {
    let mut table = "| argument | holds | required | meaning |\n| --- | --- | --- | --- |\n".to_owned();
    for argument in directive.arguments {
        let required = match argument.required {
            Required::Always => "yes".to_owned(),
            Required::Unless(flag) => format!("unless `{flag}` is set"),
            Required::Never => "no".to_owned(),
        };
        let holds = match argument.value {
            Value::Text => "a text".to_owned(),
            Value::OneOf(words) => words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", "),
            Value::File => "a file, relative to this one".to_owned(),
            Value::Web => "an https address".to_owned(),
            Value::Language => "a language tag".to_owned(),
            Value::Contact => "the id of a contact in site.toml".to_owned(),
            Value::None => "nothing: its name alone".to_owned(),
        };
        let _ = writeln!(table, "| `{}` | {holds} | {required} | {} |", argument.name, super::cell(argument.doc));
    }
    table
}

fn content(directive: &DirectiveSpec) -> String {
    match directive.body {
        BodySpec::None => "nothing.".to_owned(),
        BodySpec::Optional => format!("Markdown, or nothing. {}", directive.content),
        BodySpec::Required => format!("Markdown. {}", directive.content),
    }
}
