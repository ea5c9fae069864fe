//! What an import makes of a foreign site, rule by rule: small sites of each tool, as people write them, and the portal
//! that comes of them. Every one of them builds.

mod bad_input;
mod hugo;
mod jekyll;
mod judge;
mod words;
mod zola;

use std::collections::BTreeMap;

use chancery::fs::Tree;
use chancery::import::{self, Content, Report, Tool};
use support::{NOW, Output, Site};

/// A foreign site, imported and built.
struct Imported {
    /// The files of the portal; a copy as `copy of …`.
    files: BTreeMap<String, String>,
    report: Report,
    built: Output,
}

/// Imports a site and builds what comes of it: without an error, without a warning.
fn imported(tool: Tool, files: &[(&str, &str)]) -> Imported {
    let tree = Tree::in_memory(files.iter().map(|(path, text)| (*path, *text)));
    let made = import::import(&tree, &[], tool, NOW.parse().unwrap()).unwrap();
    let site = Site::empty();
    let mut known = BTreeMap::new();
    for (path, content) in made.files {
        match content {
            Content::Text(text) => {
                site.write(&path, &text);
                known.insert(path, text);
            }
            Content::Copy(source) => {
                site.write(&path, files.iter().find(|(path, _)| **path == source).unwrap().1);
                known.insert(path, format!("copy of {source}"));
            }
        }
    }
    Imported { files: known, report: made.report, built: site.build().sound() }
}

impl Imported {
    /// A file of the portal.
    fn file(&self, path: &str) -> &str {
        let there = || self.files.keys().map(String::as_str).collect::<Vec<_>>().join("\n");
        self.files.get(path).unwrap_or_else(|| panic!("there is no {path} among\n{}", there()))
    }

    /// The texts of the portal, without what stands for folders that had no words.
    fn texts(&self) -> Vec<&str> {
        let texts = self.files.keys().filter(|path| path.starts_with("content/") && path.ends_with(".md"));
        texts.map(String::as_str).filter(|path| !path.contains("_section.")).collect()
    }

    /// Checks that a file of the portal has lines, each in full.
    #[track_caller]
    fn has(&self, path: &str, lines: &[&str]) {
        let file = self.file(path);
        for line in lines {
            assert!(file.lines().any(|own| own.trim() == *line), "{path} has no line\n{line}\nbut\n{file}");
        }
    }

    /// Checks that the report says something of a file.
    #[track_caller]
    fn says(&self, source: &str, words: &str) {
        let notes = self.report.notes.of(source);
        assert!(notes.iter().any(|note| note.construct.contains(words)), "of {source} the report says {notes:#?}");
    }

    /// Checks that what was found at an old address is still found: a page that is there, or a redirect to one.
    #[track_caller]
    fn answers(&self, old: &str, new: &str) {
        let page = |address: &str| {
            let path = address.trim_start_matches('/');
            if path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
        };
        assert!(self.built.files.contains_key(&page(new)), "{new} is not there");
        if old != new {
            let redirects = self.built.text("_redirects");
            let leads = redirects.lines().any(|line| {
                let parts: Vec<&str> = line.split_whitespace().collect();
                parts.first() == Some(&old) && parts.get(1) == Some(&new)
            });
            assert!(leads, "{old} does not lead to {new}:\n{redirects}");
        }
    }
}
