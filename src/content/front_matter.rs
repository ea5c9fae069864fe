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
        let end = first.trim_end().len();
        let fault = Diagnostic::new(&codes::MISSING_FRONT_MATTER, "the file does not begin with front matter");
        return Err(Box::new(
            fault
                .at(path, 0..end)
                .help("begin with a line `+++`, the fields, and another line `+++`; `chancery add` writes such a file"),
        ));
    }
    let start = first.len();
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == "+++" {
            return Ok(Parts { front: start..at, body: at + line.len()..text.len() });
        }
        at += line.len();
    }
    let fault = Diagnostic::new(&codes::MISSING_FRONT_MATTER, "the front matter is not closed");
    Err(Box::new(fault.at(path, 0..3).help("add a line `+++` after the last field")))
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
