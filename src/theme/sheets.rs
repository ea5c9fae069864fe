//! Joins style sheets from pieces: one request for readers, one file per subject for authors.
//!
//! A style sheet in `assets/` lists its pieces as `@import "name.css";` at its very beginning. Each piece is the file
//! from `styles/` in the highest layer that has it, or `tokens.css`, which is generated from the tokens. Pieces are not
//! published separately. Imports with a scheme, a path or a condition are left unchanged.

use super::layers::Layers;
use super::tokens::SHEET;
use crate::diag::{Diagnostic, SourcePath, codes, nearest};

/// Inserts the pieces of a style sheet.
pub fn join(path: &SourcePath, text: &str, tokens: &str, layers: &Layers) -> (String, Vec<Diagnostic>) {
    let (mut joined, mut faults) = (String::with_capacity(text.len()), Vec::new());
    let mut at = 0;
    while let Some((start, name, end)) = next_import(text, at) {
        joined += &text[at..start];
        at = end;
        if name == SHEET {
            joined += tokens;
            continue;
        }
        match layers.top(&format!("styles/{name}")).map(|file| file.text()) {
            Some(Ok(piece)) => joined += piece,
            Some(Err(fault)) => faults.push(fault),
            None => {
                let known = layers.all().filter_map(|(_, name, _)| name.strip_prefix("styles/"));
                let help = match nearest(name, known.chain([SHEET])) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("add it as overrides/styles/{name}"),
                };
                let message = format!("the theme has no piece `styles/{name}`");
                faults.push(Diagnostic::new(&codes::MISSING_ASSET, message).at(path, start..end).help(help));
            }
        }
    }
    (joined + &text[at..], faults)
}

/// Finds the next import of a piece at the head of a sheet: its start, its name, its end.
fn next_import(text: &str, from: usize) -> Option<(usize, &str, usize)> {
    let mut at = from;
    loop {
        let rest = &text[at..];
        let inner = rest.trim_start();
        let start = at + rest.len() - inner.len();
        if let Some(comment) = inner.strip_prefix("/*") {
            at = start + 2 + comment.find("*/")? + 2;
            continue;
        }
        let (name, _) = inner.strip_prefix("@import \"")?.split_once("\";")?;
        let end = start + "@import \"".len() + name.len() + 2;
        if name.contains([':', '/', '"', '\n']) {
            at = end;
            continue;
        }
        return Some((start, name, end));
    }
}

#[cfg(test)]
mod tests {
    use super::next_import;

    #[test]
    fn imports_of_pieces_are_found_at_the_head_alone() {
        let names = |text: &str| -> Vec<String> {
            let (mut names, mut at) = (Vec::new(), 0);
            while let Some((_, name, end)) = next_import(text, at) {
                names.push(name.to_owned());
                at = end;
            }
            names
        };
        assert_eq!(names("/* a */\n@import \"a.css\";\n\n@import \"b.css\"; p {}"), ["a.css", "b.css"]);
        assert_eq!(names("@import \"https://x.example/a.css\"; @import \"b.css\";"), ["b.css"]);
        assert_eq!(names("p {} @import \"a.css\";"), [""; 0]);
        assert_eq!(names("@import url(a.css);"), [""; 0]);
        assert_eq!(names("/* unclosed @import \"a.css\";"), [""; 0]);
    }
}
