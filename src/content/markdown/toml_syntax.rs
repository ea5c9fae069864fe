//! A grammar for TOML, which syntect's default set lacks and the documentation of a site is full of.
//!
//! It is built here and not read from a `.sublime-syntax` file because reading those needs syntect's YAML
//! loader, and with it a crate that is no longer kept up (RUSTSEC-2024-0320).

use std::collections::HashMap;

use syntect::parsing::syntax_definition::{Context, MatchOperation, MatchPattern, Pattern};
use syntect::parsing::{Scope, SyntaxDefinition, SyntaxSet, SyntaxSetBuilder};

/// The first pattern that matches leftmost wins. Strings over several lines are coloured line by line.
const PATTERNS: &[(&str, &str)] = &[
    (r"#.*\n?", "comment.line.toml"),
    (r"^\s*\[\[?[^\]\n]*\]\]?(?=\s*(#.*)?$)", "entity.name.section.toml"),
    (
        r#"(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')(?:\s*\.\s*[A-Za-z0-9_"'-]+)*(?=\s*=)"#,
        "variable.other.key.toml",
    ),
    (r#"""".*?(?:"""|$)|'''.*?(?:'''|$)"#, "string.quoted.toml"),
    (r#""(?:[^"\\\n]|\\.)*"|'[^'\n]*'"#, "string.quoted.toml"),
    (r"\b(?:true|false|inf|nan)\b", "constant.language.toml"),
    (r"\b\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[Zz]|[+-]\d\d:\d\d)?)?", "constant.numeric.toml"),
    (r"[+-]?\b(?:0[xob][0-9A-Fa-f_]+|\d[\d_]*(?:\.[\d_]+)?(?:[eE][+-]?\d+)?)\b", "constant.numeric.toml"),
];

/// Builds a set that knows TOML alone.
pub(super) fn set() -> SyntaxSet {
    let scope = |name: &str| Scope::new(name).ok();
    let mut main = Context::new(true);
    main.meta_content_scope = scope("source.toml").into_iter().collect();
    main.patterns = PATTERNS
        .iter()
        .map(|(regex, name)| {
            let scopes = scope(name).into_iter().collect();
            let regex = (*regex).to_owned();
            Pattern::Match(MatchPattern::new(false, regex, scopes, None, MatchOperation::None, None))
        })
        .collect();
    // syntect begins in `__start`, which its YAML loader makes of `main`.
    let start = main.clone();
    let contexts = HashMap::from([("main".to_owned(), main), ("__start".to_owned(), start)]);
    let mut builder = SyntaxSetBuilder::new();
    if let Some(scope) = scope("source.toml") {
        builder.add(SyntaxDefinition {
            name: "TOML".to_owned(),
            file_extensions: vec!["toml".to_owned()],
            scope,
            first_line_match: None,
            hidden: false,
            variables: HashMap::new(),
            contexts,
        });
    }
    builder.build()
}
