//! Edits of source files as data: which bytes of which files change, and nothing else.

use crate::diag::{SourcePath, Span};

/// A file that an act changes, moves or makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The file as it is now; `None` where it is made.
    pub from: Option<SourcePath>,
    /// The file as it will be.
    pub to: SourcePath,
    /// The bytes as they are now.
    pub before: Vec<u8>,
    /// The bytes as they will be.
    pub after: Vec<u8>,
}

/// A text with edits in it. Places are those of the text as it is parsed: with LF line ends and without a byte order
/// mark. The edited text keeps the line ends and the mark that the file has.
#[derive(Clone, Debug)]
pub struct Edited {
    raw: String,
    edits: Vec<(Span, String)>,
}

impl Edited {
    /// Begins with a text as its file has it.
    #[must_use]
    pub fn new(raw: String) -> Self {
        Self { raw, edits: Vec::new() }
    }

    /// Puts other text in the place of some.
    pub fn replace(&mut self, span: Span, text: impl Into<String>) {
        let edit = (span, text.into());
        if !self.edits.contains(&edit) {
            self.edits.push(edit);
        }
    }

    /// Tells whether there is any edit.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        !self.edits.is_empty()
    }

    /// Returns the edited text; `None` where two edits change the same place.
    #[must_use]
    pub fn finish(&self) -> Option<String> {
        let mut edits: Vec<&(Span, String)> = self.edits.iter().collect();
        // Stable: what is inserted at one place keeps its order.
        edits.sort_by_key(|(span, _)| (span.start, span.end));
        let newline = if self.raw.split_inclusive('\n').next().is_some_and(|line| line.ends_with("\r\n")) {
            "\r\n"
        } else {
            "\n"
        };
        let (mut text, mut at) = (String::with_capacity(self.raw.len()), 0);
        for (span, new) in edits {
            let (start, end) = (self.raw_place(span.start), self.raw_place(span.end));
            text.push_str(self.raw.get(at..start)?);
            text.push_str(&new.replace('\n', newline));
            at = end;
        }
        text.push_str(self.raw.get(at..)?);
        Some(text)
    }

    /// Returns the place in the file that a place in the parsed text has.
    fn raw_place(&self, place: usize) -> usize {
        let bytes = self.raw.as_bytes();
        let mut raw = if self.raw.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        for _ in 0..place {
            let is_pair = bytes.get(raw) == Some(&b'\r') && bytes.get(raw + 1) == Some(&b'\n');
            raw += if is_pair { 2 } else { 1 };
        }
        raw.min(bytes.len())
    }
}

#[cfg(test)]
mod tests {
    use super::Edited;

    #[test]
    fn every_other_byte_stays() {
        let mut edited = Edited::new("\u{FEFF}+++\r\ntitle = \"é\"\r\n+++\r\n\r\n[a](b.md)".to_owned());
        // As parsed: `+++\ntitle = "é"\n+++\n\n[a](b.md)`.
        edited.replace(17..17, "id = \"x\"\n");
        edited.replace(26..30, "c.md");
        assert_eq!(
            edited.finish().as_deref(),
            Some("\u{FEFF}+++\r\ntitle = \"é\"\r\nid = \"x\"\r\n+++\r\n\r\n[a](c.md)")
        );
    }

    #[test]
    fn two_edits_of_one_place_are_none() {
        let mut edited = Edited::new("abcdef".to_owned());
        edited.replace(1..4, "x");
        edited.replace(2..3, "y");
        assert_eq!(edited.finish(), None);
    }
}
