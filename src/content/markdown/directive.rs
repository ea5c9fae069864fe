//! The directives: one table from which parsing, help texts and the reference derive.
//!
//! A directive opens with a line of three or more colons, its name and its arguments, at the margin (up to three
//! spaces), and closes with a line of as many colons. One that holds others has more colons than they.

use crate::diag::Span;

/// Which directive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum DirectiveKind {
    /// A box that stands out.
    Notice,
    /// Words of a person, with their source.
    Quote,
    /// A picture with its caption.
    Figure,
    /// A film with captions and transcript.
    Video,
    /// A contact of site.toml.
    Contact,
    /// A table made of a CSV file.
    Data,
}

impl DirectiveKind {
    /// Returns the name as written in a text.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.spec().name
    }

    /// Returns the directive's row of [`DIRECTIVES`].
    #[must_use]
    pub fn spec(self) -> &'static DirectiveSpec {
        // The table is in the order of the variants, which a test holds.
        &DIRECTIVES[self as usize]
    }
}

/// An argument as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// The name in [`DirectiveSpec::arguments`].
    pub name: &'static str,
    /// The value; empty for a flag.
    pub value: String,
    /// The value in the file, quotes included.
    pub span: Span,
}

/// What a directive takes.
#[derive(Debug)]
pub struct DirectiveSpec {
    /// Which.
    pub kind: DirectiveKind,
    /// The name as written.
    pub name: &'static str,
    /// One line for help and reference.
    pub summary: &'static str,
    /// The arguments; positional ones in their order.
    pub arguments: &'static [ArgumentSpec],
    /// What may stand between the lines.
    pub body: BodySpec,
    /// What that content is.
    pub content: &'static str,
    /// A whole directive as it is written.
    pub example: &'static str,
}

/// One argument of a directive.
#[derive(Debug)]
pub struct ArgumentSpec {
    /// The name.
    pub name: &'static str,
    /// How it is written.
    pub form: Form,
    /// What it may be.
    pub value: Value,
    /// Whether it must be there.
    pub required: Required,
    /// One line for help and reference.
    pub doc: &'static str,
}

/// How an argument is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Its place says which it is; `name=value` is understood too.
    Positional,
    /// `name=value` or `name="a value"`.
    Named,
    /// Its name alone.
    Flag,
}

/// What an argument may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// Any text but an empty one.
    Text,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A file beside the text, as a relative path.
    File,
    /// An `https:` or `http:` address.
    Web,
    /// A BCP 47 tag.
    Language,
    /// The id of a contact.
    Contact,
    /// Nothing: a flag.
    None,
}

/// Whether an argument must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Required {
    /// Always.
    Always,
    /// Unless this flag is set, which excludes it.
    Unless(&'static str),
    /// Never.
    Never,
}

/// What may stand between a directive's lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodySpec {
    /// Nothing.
    None,
    /// Markdown or nothing.
    Optional,
    /// Markdown.
    Required,
}

const fn named(name: &'static str, value: Value, required: Required, doc: &'static str) -> ArgumentSpec {
    ArgumentSpec { name, form: Form::Named, value, required, doc }
}

const fn positional(name: &'static str, value: Value, required: Required, doc: &'static str) -> ArgumentSpec {
    ArgumentSpec { name, form: Form::Positional, value, required, doc }
}

/// Every directive, in the order of [`DirectiveKind`].
pub static DIRECTIVES: &[DirectiveSpec] = &[
    DirectiveSpec {
        kind: DirectiveKind::Notice,
        name: "notice",
        summary: "A box that stands out from the text.",
        arguments: &[
            positional(
                "severity",
                Value::OneOf(&["info", "success", "warning", "danger"]),
                Required::Always,
                "How urgent it is.",
            ),
            positional("title", Value::Text, Required::Never, "A title, in quotes."),
        ],
        body: BodySpec::Required,
        content: "What is to be known.",
        example: "::: notice warning \"Offices closed\"\nThe consular offices are closed on Monday.\n:::",
    },
    DirectiveSpec {
        kind: DirectiveKind::Quote,
        name: "quote",
        summary: "The words of a person, with name and source.",
        arguments: &[
            named("by", Value::Text, Required::Always, "Whose words they are, with office."),
            named("source", Value::Web, Required::Never, "Where the words can be read in full."),
            named("lang", Value::Language, Required::Never, "Their language, where it is not the text's."),
        ],
        body: BodySpec::Required,
        content: "The words, without quotation marks.",
        example: "::: quote by=\"Elena Vasconcel, Minister of Foreign Affairs\"\nWe keep our word.\n:::",
    },
    DirectiveSpec {
        kind: DirectiveKind::Figure,
        name: "figure",
        summary: "A picture with its caption.",
        arguments: &[
            named("src", Value::File, Required::Always, "The picture, a file beside the text."),
            named("alt", Value::Text, Required::Unless("decorative"), "What the picture tells."),
            ArgumentSpec {
                name: "decorative",
                form: Form::Flag,
                value: Value::None,
                required: Required::Never,
                doc: "The picture tells nothing; instead of `alt`.",
            },
        ],
        body: BodySpec::Optional,
        content: "The caption.",
        example: "::: figure src=\"map.svg\" alt=\"The four consular districts\"\nConsular districts in 2026.\n:::",
    },
    DirectiveSpec {
        kind: DirectiveKind::Video,
        name: "video",
        summary: "A film with captions and a transcript.",
        arguments: &[
            named("src", Value::File, Required::Always, "The film, a file beside the text."),
            named("title", Value::Text, Required::Always, "What the film is."),
            named("captions", Value::File, Required::Always, "Its captions, a WebVTT file."),
            named("captions_lang", Value::Language, Required::Always, "The language of the captions."),
            named("poster", Value::File, Required::Never, "A still shown before it plays."),
        ],
        body: BodySpec::Required,
        content: "The transcript.",
        example: "::: video src=\"visit.mp4\" title=\"State visit\" captions=\"visit.en.vtt\" captions_lang=en\nThe Minister: Good morning.\n:::",
    },
    DirectiveSpec {
        kind: DirectiveKind::Contact,
        name: "contact",
        summary: "A contact that site.toml holds.",
        arguments: &[positional("id", Value::Contact, Required::Always, "The contact's id.")],
        body: BodySpec::None,
        content: "Nothing.",
        example: "::: contact press\n:::",
    },
    DirectiveSpec {
        kind: DirectiveKind::Data,
        name: "data",
        summary: "A table made of a CSV file.",
        arguments: &[
            named("src", Value::File, Required::Always, "The CSV file beside the text."),
            named("caption", Value::Text, Required::Always, "What the table shows."),
            named(
                "chart",
                Value::Text,
                Required::Never,
                "The title of a column of numbers to be drawn as bars, beside the table; the first column names the bars.",
            ),
            named(
                "titles",
                Value::Text,
                Required::Never,
                "The titles of all columns, separated by `|`, where the first row of the file has names for programs.",
            ),
        ],
        body: BodySpec::None,
        content: "Nothing.",
        example: "::: data src=\"figures.csv\" caption=\"Visas issued, by month\"\n:::",
    },
];

impl DirectiveSpec {
    /// Finds a directive by its name.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        DIRECTIVES.iter().find(|spec| spec.name == name)
    }

    /// Writes the opening line's form: `::: quote by="…" [source="…"] [lang=…]`.
    #[must_use]
    pub fn usage(&self) -> String {
        let mut usage = format!("::: {}", self.name);
        for argument in self.arguments {
            let value = match argument.value {
                Value::Text if argument.form == Form::Positional => format!("\"{}\"", argument.name),
                Value::OneOf(values) => values.join("|"),
                Value::Contact | Value::None => argument.name.to_owned(),
                Value::Language => format!("{}=…", argument.name),
                Value::Text | Value::File | Value::Web => format!("{}=\"…\"", argument.name),
            };
            match argument.required {
                Required::Always => usage.extend([" ", &value]),
                Required::Unless(flag) => usage.extend([" ", &value, "|", flag]),
                // Named beside the argument it stands for.
                Required::Never if argument.form == Form::Flag => {}
                Required::Never => usage.extend([" [", &value, "]"]),
            }
        }
        usage
    }
}

#[cfg(test)]
mod tests {
    use super::{BodySpec, DIRECTIVES, DirectiveSpec};
    use crate::content::markdown::{Hole, Options, Piece, parse};
    use crate::diag::SourcePath;

    #[test]
    fn the_table_is_in_the_order_of_the_kinds() {
        for spec in DIRECTIVES {
            assert_eq!(spec.kind.name(), spec.name);
        }
    }

    #[test]
    fn every_example_of_the_reference_is_sound() {
        for spec in DIRECTIVES {
            let (body, faults) = parse(spec.example, 0, &SourcePath::new("a.md"), &Options::content());
            assert_eq!(faults, [], "{}", spec.name);
            let [Piece::Hole(Hole::Directive(directive))] = body.pieces.as_slice() else { panic!("{body:?}") };
            assert_eq!(directive.kind, spec.kind);
            assert_eq!(directive.body.pieces.is_empty(), spec.body == BodySpec::None);
        }
    }

    #[test]
    fn usage_shows_what_may_be_left_out() {
        let usage = |name| DirectiveSpec::find(name).map(DirectiveSpec::usage);
        assert_eq!(usage("notice").as_deref(), Some("::: notice info|success|warning|danger [\"title\"]"));
        assert_eq!(usage("quote").as_deref(), Some("::: quote by=\"…\" [source=\"…\"] [lang=…]"));
        assert_eq!(usage("figure").as_deref(), Some("::: figure src=\"…\" alt=\"…\"|decorative"));
    }
}
