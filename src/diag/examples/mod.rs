//! An example for each code: a mistake, the same without it, and why the rule exists.
//!
//! `chancery explain` and the reference show them. A test writes each mistake into a site and asks for its code, then the
//! mended form and asks for silence (`tests/it/content/examples.rs`), so an example can't fall behind the program.

mod content;
mod fields;
mod files;
mod languages;
mod links;
mod output;
mod publishing;
mod registers;
mod settings;
mod text;

use std::fmt::Write as _;

use super::Code;

/// An example of a code.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// The code.
    pub code: &'static Code,
    /// What of a site the example shows.
    pub shows: Shows,
    /// The mistake; several lines where it takes them.
    pub before: &'static str,
    /// The same without it.
    pub after: &'static str,
    /// Why the rule exists: what readers or the office would lose without it.
    pub why: &'static str,
}

/// What of a site an example shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// Fields of a page, below its title.
    Fields,
    /// The text of a page, below its fields.
    Text,
    /// Lines of site.toml.
    Settings,
    /// A whole file, by its path in the site.
    File(&'static str),
    /// The path of a file.
    Path,
    /// What no source shows: something that happens, and what is done about it.
    Situation,
}

impl Shows {
    /// The words above the mistake.
    fn before(self) -> String {
        match self {
            Self::Fields => "Before, in the fields of a page".to_owned(),
            Self::Text => "Before, in the text of a page".to_owned(),
            Self::Settings => "Before, in site.toml".to_owned(),
            Self::File(path) => format!("Before, in {path}"),
            Self::Path => "Before, the name of a file".to_owned(),
            Self::Situation => "For instance".to_owned(),
        }
    }

    /// The words above what it is without the mistake.
    fn after(self) -> &'static str {
        if self == Self::Situation { "What to do" } else { "After" }
    }
}

impl Example {
    const fn new(
        code: &'static Code,
        shows: Shows,
        before: &'static str,
        after: &'static str,
        why: &'static str,
    ) -> Self {
        Self { code, shows, before, after, why }
    }
}

const fn fields(code: &'static Code, before: &'static str, after: &'static str, why: &'static str) -> Example {
    Example::new(code, Shows::Fields, before, after, why)
}

const fn text(code: &'static Code, before: &'static str, after: &'static str, why: &'static str) -> Example {
    Example::new(code, Shows::Text, before, after, why)
}

const fn settings(code: &'static Code, before: &'static str, after: &'static str, why: &'static str) -> Example {
    Example::new(code, Shows::Settings, before, after, why)
}

const fn path(code: &'static Code, before: &'static str, after: &'static str, why: &'static str) -> Example {
    Example::new(code, Shows::Path, before, after, why)
}

const fn situation(code: &'static Code, before: &'static str, after: &'static str, why: &'static str) -> Example {
    Example::new(code, Shows::Situation, before, after, why)
}

/// Runs over all examples.
pub fn all() -> impl Iterator<Item = &'static Example> {
    let groups: [&'static [Example]; 10] = [
        files::EXAMPLES,
        fields::EXAMPLES,
        content::EXAMPLES,
        text::EXAMPLES,
        languages::EXAMPLES,
        links::EXAMPLES,
        registers::EXAMPLES,
        settings::EXAMPLES,
        output::EXAMPLES,
        publishing::EXAMPLES,
    ];
    groups.into_iter().flatten()
}

/// Finds the example of a code.
#[must_use]
pub fn of(code: &Code) -> Option<&'static Example> {
    all().find(|example| example.code == code)
}

/// Writes what a code means, an example before and after, and why the rule exists.
#[must_use]
pub fn explanation(code: &Code, block: impl Fn(&str) -> String) -> String {
    let mut text = format!("{}\n", code.explanation);
    if let Some(example) = of(code) {
        // Writing to a string never fails.
        let _ = write!(
            text,
            "\n{}:\n\n{}\n{}:\n\n{}\nWhy: {}\n",
            example.shows.before(),
            block(example.before),
            example.shows.after(),
            block(example.after),
            example.why
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{all, of};
    use crate::diag::codes;

    #[test]
    fn every_code_has_one_example_and_a_reason() {
        let without: Vec<&str> = codes::ALL.iter().filter(|code| of(code).is_none()).map(|code| code.name).collect();
        assert!(without.is_empty(), "codes without an example: {without:?}");
        assert_eq!(all().count(), codes::ALL.len(), "a code has two examples");
        for example in all() {
            assert!(example.why.ends_with('.') && example.before != example.after, "{}", example.code.name);
        }
    }
}
