//! The front matter of a file: TOML between two lines `+++`.

use crate::diag::{Diagnostic, SourcePath, Span, codes};

/// Where front matter and body of a file begin and end, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// The TOML, without the lines `+++`.
    pub front: Span,
    /// What follows.
    pub body: Span,
}

/// Finds the front matter of a text whose line ends are LF.
///
/// # Errors
///
/// A diagnostic where the text does not begin with `+++` or the second `+++` is missing.
pub fn split(text: &str, path: &SourcePath) -> Result<Parts, Box<Diagnostic>> {
    let first = text.split_inclusive('\n').next().unwrap_or("");
    if first.trim_end() != "+++" {
        return Err(Box::new(unopened(text, path)));
    }
    let start = first.len();
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == "+++" {
            return Ok(Parts { front: start..at, body: at + line.len()..text.len() });
        }
        at += line.len();
    }
    Err(Box::new(unclosed(text, path)))
}

/// Says why a text does not begin with front matter, at its first line that is not empty.
fn unopened(text: &str, path: &SourcePath) -> Diagnostic {
    let start = text.len() - text.trim_start().len();
    let line = text[start..].lines().next().unwrap_or("").trim_end();
    let (message, help) = match line {
        "---" => (
            "the front matter is between lines `---`, as YAML is",
            "write `+++` for both lines, and each field as `title = \"…\"`",
        ),
        "+++" => ("something stands before the front matter", "make `+++` the first line, without spaces before it"),
        line if is_fence(line) => ("the front matter begins with three plus signs", "make the first line `+++`"),
        line if line.contains(" = ") || line.starts_with("title") => {
            ("the front matter does not begin with `+++`", "add a line `+++` before the first field")
        }
        _ => (
            "the file does not begin with front matter",
            "begin with a line `+++`, the fields, and another line `+++`; `chancery add` writes such a file",
        ),
    };
    Diagnostic::new(&codes::MISSING_FRONT_MATTER, message).at(path, start..start + line.len()).help(help)
}

/// Says that the second `+++` is missing, at what stands in its place if anything does.
fn unclosed(text: &str, path: &SourcePath) -> Diagnostic {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        if at > 0 && (trimmed == "---" || trimmed == "+++" || is_fence(trimmed)) {
            let fault = Diagnostic::new(&codes::MISSING_FRONT_MATTER, "the front matter is not closed by this line");
            let start = at + line.len() - line.trim_start().len();
            return fault.at(path, start..start + trimmed.len()).help("make it `+++`, without spaces before it");
        }
        at += line.len();
    }
    let fault = Diagnostic::new(&codes::MISSING_FRONT_MATTER, "the front matter is not closed");
    fault.at(path, 0..3).help("add a line `+++` after the last field")
}

/// Tells whether a line was meant as `+++`.
fn is_fence(line: &str) -> bool {
    let plain: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    plain.chars().count() >= 2 && plain.chars().all(|c| matches!(c, '+' | '＋' | '\u{fe62}' | '\u{feff}' | '\u{200b}'))
}

#[cfg(test)]
mod tests {
    use super::split;
    use crate::diag::SourcePath;

    #[test]
    fn front_matter_is_cut_at_the_second_line_of_plusses() {
        let text = "+++\ntitle = \"+++\"\n+++\nBody\n+++\n";
        let parts = split(text, &SourcePath::new("a.en.md")).expect("front matter");
        assert_eq!(&text[parts.front], "title = \"+++\"\n");
        assert_eq!(&text[parts.body], "Body\n+++\n");
    }

    #[test]
    fn missing_or_open_front_matter_is_a_fault() {
        let path = SourcePath::new("a.en.md");
        for text in ["", "Body", "+++\ntitle = 1\n", "---\na: 1\n---\n"] {
            assert_eq!(split(text, &path).map_err(|fault| fault.code.name), Err("missing-front-matter"), "{text:?}");
        }
    }
}
