//! What may name what: imports run one way, and the world outside is reached through one door.
//!
//! The checker reads the sources as tokens. It knows paths, not types: a thing that reaches a module under another
//! name by a re-export is not seen. For each rule a planted text shows that the rule can be broken.

use std::fs;
use std::path::Path;

/// The modules, each of which may name those that follow it, never those before it.
const ORDER: [&str; 22] = [
    "cli", "serve", "receive", "publish", "import", "act", "engine", "output", "render", "track", "plan", "site",
    "theme", "content", "locale", "config", "spec", "media", "csv_file", "fs", "diag", "limits",
];

/// Who alone may name a path that begins like this, and why: modules, or single files of them.
const RESERVED: &[(&[&str], &[&str], &str)] = &[
    (&["rayon"], &["engine"], "parallel work is arranged in one place"),
    (&["std", "fs"], &["fs"], "files are the door's"),
    (&["tokio", "fs"], &["fs"], "files are the door's"),
    (&["walkdir"], &["fs"], "files are the door's"),
    (&["std", "env"], &["fs", "cli"], "no output may depend on the environment"),
    (&["std", "process"], &["fs", "cli"], "a build runs no program but git"),
    (&["std", "net"], &["serve", "cli"], "a build opens no connection"),
    (&["tokio", "net"], &["serve", "cli"], "a build opens no connection"),
    // Pagefind's interface is asynchronous.
    (&["tokio"], &["serve", "cli", "render/search/maker"], "a build waits for nothing"),
    (&["pagefind"], &["render/search/maker"], "what makes the index is one file's business"),
    (&["axum"], &["serve"], "a build opens no connection"),
    (&["std", "io", "stdout"], &["cli"], "only the command line prints"),
    (&["std", "io", "stderr"], &["cli"], "only the command line prints"),
    (&["anstream"], &["cli"], "only the command line prints"),
    (&["indicatif"], &["cli"], "only the command line prints"),
    (&["clap"], &["cli"], "only the command line is a command line"),
];

/// Macros that print.
const PRINTING: [&str; 5] = ["print", "println", "eprint", "eprintln", "dbg"];

/// Types whose `now` reads the clock.
const CLOCKS: [&str; 4] = ["SystemTime", "Instant", "Timestamp", "Zoned"];

#[test]
fn imports_run_one_way_and_the_world_has_one_door() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut faults = Vec::new();
    let mut files = 0;
    for entry in walkdir::WalkDir::new(root.join("src")).sort_by_file_name() {
        let entry = entry.unwrap();
        if entry.path().extension().is_some_and(|extension| extension == "rs") {
            let path = entry.path().strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            faults.extend(check(&path, &fs::read_to_string(entry.path()).unwrap()));
            files += 1;
        }
    }
    assert!(files > 50, "only {files} files were found");
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn lib_rs_lists_the_modules_in_their_order() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let listed: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert_eq!(listed, ORDER);
}

/// Each further program links the whole of Chancery once more, and compiles again what tests share.
#[test]
fn there_are_two_test_programs() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut programs = Vec::new();
    for entry in fs::read_dir(tests).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "rs") || path.join("main.rs").exists() {
            programs.push(path.file_name().unwrap().to_str().unwrap().to_owned());
        }
    }
    programs.sort();
    assert_eq!(programs, ["it", "judges"], "a test is a module of one of them: see tests/README.md");
}

#[test]
fn an_import_that_runs_up_is_caught() {
    assert_eq!(check("src/fs/tree.rs", "use crate::diag::Diagnostic;"), [""; 0]);
    assert_eq!(
        check("src/fs/tree.rs", "\nuse crate::site::Site;"),
        ["src/fs/tree.rs:2: `fs` names `crate::site::Site`, but `site` stands above it"]
    );
    assert_eq!(check("src/fs/tree.rs", "use crate::{diag, site::{self, Site}};").len(), 2);
    assert_eq!(check("src/diag/mod.rs", "fn f() -> crate::fs::Tree { todo!() }").len(), 1);
    assert_eq!(check("src/plan.rs", "use super::render;").len(), 1);
    assert_eq!(check("src/spec/read.rs", "use super::super::config;").len(), 1);
    assert_eq!(check("src/spec/read.rs", "use super::value;"), [""; 0]);
    assert_eq!(check("src/spec/mod.rs", "mod tests { use super::*; use super::super::engine; }").len(), 1);
    assert_eq!(check("src/spec/mod.rs", "mod tests { } use super::engine;").len(), 1);
    assert_eq!(check("src/main.rs", "fn main() { chancery::engine::build(); }").len(), 1);
    assert_eq!(check("src/main.rs", "fn main() { chancery::cli::run(); }"), [""; 0]);
    assert_eq!(
        check("src/plan.rs", "use crate::helpers::x;"),
        ["src/plan.rs:1: `plan` names `crate::helpers::x`, but there is no module `helpers`"]
    );
}

#[test]
fn a_render_that_asks_without_a_note_is_caught() {
    assert_eq!(
        check("src/render/page.rs", "\nfn f(world: &World) { world.untracked().settings; }"),
        ["src/render/page.rs:2: `untracked` is not for `render`: what a render asks must be noted"]
    );
    assert_eq!(check("src/render/page.rs", "let ask = World::untracked;").len(), 1);
    assert_eq!(check("src/engine/mod.rs", "fn f(world: &World) { world.untracked(); }"), [""; 0]);
}

#[test]
fn what_is_no_code_is_not_judged() {
    let text = r##"
        // use crate::engine::build;
        /* crate::engine /* nested */ rayon */
        /// See [`crate::engine`].
        pub(crate) fn f<'a>(x: &'a str) -> char { "crate::engine"; r#"use "rayon";"#; b"std::fs"; 'c' }
        fn g() -> impl Sized + use<> { '\'' }
    "##;
    assert_eq!(check("src/diag/mod.rs", text), [""; 0]);
}

#[test]
fn parallel_work_outside_the_engine_is_caught() {
    assert_eq!(check("src/engine.rs", "use rayon::prelude::*;"), [""; 0]);
    assert_eq!(
        check("src/render/mod.rs", "use rayon::prelude::*;"),
        ["src/render/mod.rs:1: `rayon::prelude` is for `engine` alone: parallel work is arranged in one place"]
    );
    assert_eq!(check("src/render/mod.rs", "fn f() { rayon::join(a, b); }").len(), 1);
}

#[test]
fn waiting_outside_the_server_and_the_search_index_is_caught() {
    let runtime = "use tokio::runtime::Builder;";
    assert_eq!(check("src/render/search/maker.rs", runtime), [""; 0]);
    assert_eq!(check("src/render/feed.rs", runtime).len(), 1);
    assert_eq!(check("src/render/feed/maker.rs", runtime).len(), 1);
    assert_eq!(check("src/render/search/maker.rs", "use tokio::net::TcpStream; use tokio::fs::File;").len(), 2);
    assert_eq!(check("src/render/mod.rs", "use pagefind::api::PagefindIndex;").len(), 1);
}

#[test]
fn a_second_door_to_the_world_is_caught() {
    for text in [
        "use std::fs;",
        "use std::{collections::BTreeMap, fs::File};",
        "fn f() { ::std::fs::read(p); }",
        "use std::env;",
        "fn f() { std::process::exit(1) }",
        "use std::net::TcpStream;",
        "use tokio::net::TcpStream;",
        "use std::time::Instant; fn f() { Instant::now(); }",
        "fn f() { jiff::Timestamp::now(); }",
        "fn f() { std::time::SystemTime::now(); }",
    ] {
        assert_eq!(check("src/content/mod.rs", text).len(), 1, "{text}");
    }
    assert_eq!(check("src/fs/disk.rs", "use std::fs; fn f() { std::time::SystemTime::now(); }"), [""; 0]);
}

#[test]
fn printing_outside_the_command_line_is_caught() {
    for text in ["fn f() { println!(); }", "fn f() { dbg!(x) }", "use std::io::stdout;", "use std::io::{self, stderr};"]
    {
        assert_eq!(check("src/serve/mod.rs", text).len(), 1, "{text}");
        assert_eq!(check("src/cli/mod.rs", text), [""; 0], "{text}");
    }
    assert_eq!(check("src/serve/mod.rs", "fn f() { io::stdout().lock(); }").len(), 1);
    assert_eq!(check("src/serve/mod.rs", "fn f(print: bool) -> bool { print != true }"), [""; 0]);
}

/// Finds what a source file breaks, a line each.
fn check(file: &str, text: &str) -> Vec<String> {
    let module: Vec<String> = {
        let inner = file.strip_prefix("src/").unwrap().strip_suffix(".rs").unwrap();
        let parts: Vec<&str> = inner.split('/').filter(|part| !matches!(*part, "mod" | "lib" | "main")).collect();
        parts.into_iter().map(str::to_owned).collect()
    };
    let own = module.first().map_or("", String::as_str);
    let own_file = module.join("/");
    let mut faults = Vec::new();
    if own == "render" {
        let asked = tokens(text).into_iter().filter(|(token, _)| token == "untracked");
        faults.extend(asked.map(|(_, line)| {
            format!("{file}:{line}: `untracked` is not for `render`: what a render asks must be noted")
        }));
    }
    for Named { path, line, macro_call } in names(text, &module) {
        let written = path.join("::");
        let parts: Vec<&str> = path.iter().map(String::as_str).collect();
        match parts.as_slice() {
            ["crate" | "chancery", target, ..] => {
                let place = |name: &str| ORDER.iter().position(|module| *module == name);
                let fault = match (place(own), place(target)) {
                    // lib.rs says what there is; main.rs hands over to the command line.
                    (None, Some(_)) if file == "src/lib.rs" || *target == "cli" => continue,
                    (None, Some(_)) => format!("`{own}` names `{written}`, but may name `cli` alone"),
                    (_, None) => format!("`{own}` names `{written}`, but there is no module `{target}`"),
                    (Some(own_place), Some(target_place)) if target_place < own_place => {
                        format!("`{own}` names `{written}`, but `{target}` stands above it")
                    }
                    _ => continue,
                };
                faults.push(format!("{file}:{line}: {fault}"));
            }
            // How long nothing has changed is measured; what time it is stays unknown.
            [.., "Instant", "now"] if own == "serve" => {}
            [.., clock, "now"] if CLOCKS.contains(clock) && own != "fs" => {
                faults.push(format!("{file}:{line}: `{written}` is for `fs` alone: the build time is an input"));
            }
            [name] if macro_call && PRINTING.contains(name) && own != "cli" => {
                faults.push(format!("{file}:{line}: `{written}!` is for `cli` alone: only the command line prints"));
            }
            _ => {
                // `io::stdout()` after `use std::io` is the same thing.
                let parts = if parts[0] == "io" { [&["std"], parts.as_slice()].concat() } else { parts };
                let rule = RESERVED.iter().find(|(prefix, ..)| parts.starts_with(prefix));
                if let Some((_, who, why)) =
                    rule.filter(|(_, who, _)| !who.contains(&own) && !who.contains(&own_file.as_str()))
                {
                    if own.is_empty() && file == "src/main.rs" && parts.starts_with(&["std", "process"]) {
                        continue;
                    }
                    let who = who.join("` and `");
                    faults.push(format!("{file}:{line}: `{written}` is for `{who}` alone: {why}"));
                }
            }
        }
    }
    faults
}

/// A path that a source names, from the root of a crate where that can be told.
struct Named {
    path: Vec<String>,
    line: usize,
    macro_call: bool,
}

/// Every path in a source text; `module` is where it stands.
fn names(text: &str, module: &[String]) -> Vec<Named> {
    let tokens = tokens(text);
    let word = |index: usize| tokens.get(index).map_or("", |(token, _)| token.as_str());
    let mut named = Vec::new();
    let (mut inline, mut depth) = (Vec::<(String, usize)>::new(), 0);
    let mut index = 0;
    while index < tokens.len() {
        let line = tokens[index].1;
        let place = || module.iter().chain(inline.iter().map(|(name, _)| name)).cloned().collect::<Vec<_>>();
        match word(index) {
            "{" => depth += 1,
            "}" => {
                inline.pop_if(|(_, opened)| *opened == depth);
                depth -= 1;
            }
            "mod" if word(index + 2) == "{" => {
                depth += 1;
                inline.push((word(index + 1).to_owned(), depth));
                index += 2;
            }
            "use" if word(index + 1) != "<" => {
                let mut paths = Vec::new();
                index = use_tree(&tokens, index + 1, &[], &mut paths);
                let place = place();
                named.extend(paths.into_iter().map(|path| Named {
                    path: rooted(path, &place),
                    line,
                    macro_call: false,
                }));
            }
            token if is_word(token) && !matches!(word(index.wrapping_sub(1)), ".") => {
                let mut path = vec![token.to_owned()];
                while word(index + 1) == "::" && is_word(word(index + 2)) {
                    path.push(word(index + 2).to_owned());
                    index += 2;
                }
                let macro_call = word(index + 1) == "!" && matches!(word(index + 2), "(" | "[" | "{");
                named.push(Named { path: rooted(path, &place()), line, macro_call });
            }
            _ => {}
        }
        index += 1;
    }
    named
}

/// Reads a tree of imports from a token on, and returns the index of what ends it.
fn use_tree(tokens: &[(String, usize)], mut index: usize, prefix: &[String], paths: &mut Vec<Vec<String>>) -> usize {
    let mut path = prefix.to_vec();
    while let Some((token, _)) = tokens.get(index) {
        match token.as_str() {
            "{" => {
                index += 1;
                while tokens.get(index).is_some_and(|(token, _)| token != "}") {
                    index = use_tree(tokens, index, &path, paths);
                    if tokens.get(index).is_some_and(|(token, _)| token == ",") {
                        index += 1;
                    }
                }
                return index + 1;
            }
            "," | "}" | ";" => break,
            "as" => index += 1,
            "::" | "*" => {}
            "self" if !path.is_empty() => {}
            word => path.push(word.to_owned()),
        }
        index += 1;
    }
    paths.push(path);
    index
}

/// Writes a path from the root of the crate where it begins at the place it stands.
fn rooted(path: Vec<String>, place: &[String]) -> Vec<String> {
    let ups = path.iter().take_while(|part| *part == "super").count();
    let here = path.first().is_some_and(|part| part == "self");
    if ups == 0 && !here {
        return path;
    }
    let kept = place.len().saturating_sub(ups);
    let rest = path[ups + usize::from(here)..].iter().cloned();
    ["crate".to_owned()].into_iter().chain(place[..kept].iter().cloned()).chain(rest).collect()
}

fn is_word(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Takes a source apart: words, `::`, and single other characters, each with its line; comments and literals left out.
fn tokens(text: &str) -> Vec<(String, usize)> {
    let chars: Vec<char> = text.chars().collect();
    let at = |index: usize| chars.get(index).copied().unwrap_or('\0');
    let (mut tokens, mut index, mut line) = (Vec::new(), 0, 1);
    while index < chars.len() {
        let start = index;
        let c = chars[index];
        if c == '/' && at(index + 1) == '/' {
            while index < chars.len() && at(index) != '\n' {
                index += 1;
            }
        } else if c == '/' && at(index + 1) == '*' {
            let mut open = 0;
            loop {
                match (at(index), at(index + 1)) {
                    ('/', '*') => (open, index) = (open + 1, index + 2),
                    ('*', '/') => (open, index) = (open - 1, index + 2),
                    _ => index += 1,
                }
                if open == 0 || index >= chars.len() {
                    break;
                }
            }
        } else if let Some(end) = raw_string(&chars, index) {
            index = end;
        } else if c == '"' {
            index = quoted(&chars, index, '"');
        } else if c == '\'' {
            // A lifetime is a quote before a word that no quote follows.
            let lifetime = at(index + 1) != '\\' && at(index + 2) != '\'';
            index = if lifetime { index + 1 } else { quoted(&chars, index, '\'') };
        } else if c.is_alphanumeric() || c == '_' {
            while at(index).is_alphanumeric() || at(index) == '_' {
                index += 1;
            }
            // `b"…"` and `c'…'` are literals, whose letter says nothing.
            if !matches!(at(index), '"') || index - start > 1 {
                tokens.push((chars[start..index].iter().collect(), line));
            }
        } else {
            let double = c == ':' && at(index + 1) == ':';
            index += if double { 2 } else { 1 };
            if !c.is_whitespace() {
                tokens.push((chars[start..index].iter().collect(), line));
            }
        }
        line += chars[start..index.min(chars.len())].iter().filter(|c| **c == '\n').count();
    }
    tokens
}

/// The end of a raw string that begins here.
fn raw_string(chars: &[char], start: usize) -> Option<usize> {
    let mut index = start;
    if start > 0 && (chars[start - 1].is_alphanumeric() || chars[start - 1] == '_') {
        return None;
    }
    if matches!(chars[index], 'b' | 'c') {
        index += 1;
    }
    if chars.get(index) != Some(&'r') {
        return None;
    }
    let hashes = chars[index + 1..].iter().take_while(|c| **c == '#').count();
    index += 1 + hashes;
    if chars.get(index) != Some(&'"') {
        return None;
    }
    let closes =
        |at: usize| chars[at] == '"' && chars[at + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes;
    let end = (index + 1..chars.len()).find(|at| closes(*at))?;
    Some(end + 1 + hashes)
}

/// The end of a literal between quotes.
fn quoted(chars: &[char], start: usize, quote: char) -> usize {
    let mut index = start + 1;
    while index < chars.len() && chars[index] != quote {
        index += if chars[index] == '\\' { 2 } else { 1 };
    }
    index + 1
}
