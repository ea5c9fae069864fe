//! Recovers from TOML syntax errors: finds the mistake in each unreadable statement and the intended text.
//!
//! A parser reports where its grammar ends; an editor wants to know what to type. So a text with syntax errors is
//! judged statement by statement ([`mistake`](super::mistake)). In a copy of the text, each faulty statement is
//! replaced by the intended one or by spaces, with the same number of bytes, and the copy is parsed again. So each
//! mistake is reported once, all positions stay valid, and the fields around it are checked as usual.

use std::collections::BTreeSet;

use toml::de::DeTable;

use super::mistake::{Kind, Mistake, judge};
use super::statement::Statement;
use crate::diag::{Diagnostic, SourcePath, Span, codes};

/// The maximum number of mistakes reported per text, because the text is parsed again for each.
const MOST: usize = 50;

/// A readable text, and the mistakes in the original.
#[derive(Default)]
pub(super) struct Mended {
    /// The text with every faulty statement replaced; its length is unchanged.
    pub text: String,
    /// Fields that are present but can't be read.
    pub fields: Vec<String>,
    /// Names that are not fields, with their positions.
    pub strangers: Vec<(String, Span)>,
    /// Whether more than single fields can't be read, so that a field absent from the text may still be present.
    pub is_torn: bool,
    mistakes: Vec<Mistake>,
}

impl Mended {
    /// Mends a text; one without mistakes stays as it is.
    pub fn of(toml: &str) -> Self {
        let mut mended = Self { text: toml.to_owned(), ..Self::default() };
        let mut judged = BTreeSet::new();
        while let Some((at, error)) = first_error(&mended.text) {
            if judged.len() == MOST {
                mended.is_torn = true;
                mended.text = " ".repeat(toml.len());
                break;
            }
            mended.replace(at, &error, &mut judged);
        }
        mended
    }

    /// Judges and replaces the statement that holds a byte.
    fn replace(&mut self, at: usize, error: &str, judged: &mut BTreeSet<usize>) {
        let text = std::mem::take(&mut self.text);
        let statement = Statement::stumbled_in(&text, at);
        let is_first = judged.insert(statement.start);
        let (mut span, mut replacement) = (statement.span(), None);
        if is_first {
            let mistake = judge(&statement, &text, error, at);
            match mistake.kind {
                Kind::Stranger => self.strangers.push((statement.key().to_owned(), mistake.span.clone())),
                Kind::Torn => {
                    self.is_torn = true;
                    span.end = if statement.is_header() { statement.next_header(&text) } else { text.len() };
                }
                _ => {}
            }
            span.end = span.end.max(mistake.reach);
            self.fields.extend(mistake.fields.iter().cloned());
            replacement.clone_from(&mistake.meant);
            if mistake.kind != Kind::Stranger {
                self.tell(mistake);
            }
        }
        let span = if span.is_empty() { 0..text.len() } else { span };
        let blank = || text[span.clone()].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
        let replacement: String = replacement.filter(|meant| meant.len() == span.len()).unwrap_or_else(blank);
        self.text = format!("{}{replacement}{}", &text[..span.start], &text[span.end..]);
    }

    /// Records a mistake; a habit of the editor's program counts once, however many lines show it.
    fn tell(&mut self, mistake: Mistake) {
        let same = |other: &&mut Mistake| mistake.kind.is_habit() && other.kind == mistake.kind;
        match self.mistakes.iter_mut().find(same) {
            Some(first) => first.others.push(mistake.span),
            None => self.mistakes.push(mistake),
        }
    }

    /// Returns the mistakes, each at its place in the file.
    pub fn diagnostics<'a>(&'a self, offset: usize, path: &'a SourcePath) -> impl Iterator<Item = Diagnostic> + 'a {
        let place = move |span: &Span| span.start + offset..span.end + offset;
        self.mistakes.iter().map(move |mistake| {
            let fault = Diagnostic::new(mistake.code, mistake.message.clone()).at(path, place(&mistake.span));
            let fault = mistake.others.iter().fold(fault, |fault, other| {
                let text = if mistake.code == &codes::DUPLICATE_FIELD { "first here" } else { "and here" };
                fault.label(path, Some(place(other)), text)
            });
            fault.help(mistake.help.clone())
        })
    }
}

/// Returns the first syntax error: its position and the parser's message.
fn first_error(text: &str) -> Option<(usize, String)> {
    let (_, errors) = DeTable::parse_recoverable(text);
    let errors = errors.iter().map(|error| (error.span().map_or(0, |span| span.start), error.message().to_owned()));
    errors.min_by_key(|(at, _)| *at)
}

#[cfg(test)]
mod tests {
    use super::Mended;
    use crate::diag::SourcePath;

    /// Code and column of each mistake.
    fn told(toml: &str) -> Vec<(&'static str, usize)> {
        let mended = Mended::of(toml);
        assert_eq!(mended.text.len(), toml.len(), "{toml}");
        let path = SourcePath::new("a.en.md");
        let told = mended.diagnostics(0, &path);
        told.map(|fault| (fault.code.name, fault.labels[0].span.as_ref().map_or(0, |span| span.start))).collect()
    }

    #[test]
    fn each_mistake_is_told_once_at_its_place() {
        for (toml, code, at) in [
            ("title = 'The Minister's visit'\n", "toml-syntax", 21),
            ("title = \"The \"new\" rules\"\n", "toml-syntax", 13),
            ("title = “A statement”\n", "toml-syntax", 8),
            ("title = \"A statement”\n", "toml-syntax", 20),
            ("title = «A statement»\n", "toml-syntax", 8),
            ("title = A statement\n", "toml-syntax", 8),
            ("title = \"A statement\n", "toml-syntax", 8),
            ("title = A statement\"\n", "toml-syntax", 8),
            ("title =\n", "toml-syntax", 0),
            ("title\n", "toml-syntax", 0),
            ("title == \"x\"\n", "toml-syntax", 7),
            ("title = \"x\",\n", "toml-syntax", 11),
            ("title = \"x\";\n", "toml-syntax", 11),
            ("title = \"x\" // why\n", "toml-syntax", 12),
            ("title: \"x\"\n", "toml-syntax", 0),
            ("title：“x”\ndate: 2026-11-26\ntopics:\n  - a\n  - b\n", "toml-syntax", 0),
            ("title = \"C:\\new\\x\"\n", "toml-syntax", 11),
            ("title\u{a0}= \"x\"\n", "toml-syntax", 5),
            ("title =\u{a0}\"x\"\n\u{a0}date = 1\n", "toml-syntax", 7),
            ("date = 26/11/2026\n", "bad-date", 7),
            ("date = 2026-11-31\n", "bad-date", 7),
            ("date = 26 November 2026\n", "bad-date", 7),
            ("date = 14:00 CET\n", "bad-date", 7),
            ("source = True\n", "toml-syntax", 9),
            ("source = oui\n", "toml-syntax", 9),
            ("topics = [\"a\"\nsummary = \"x\"\n", "toml-syntax", 9),
            ("topics = [\"a\" \"b\"]\n", "toml-syntax", 14),
            ("topics = consular, visas\n", "toml-syntax", 9),
            ("topics = [consular]\n", "toml-syntax", 10),
            ("topics = [“a”, “b”]\n", "toml-syntax", 10),
            ("title = \"\"\"open\nx = 1\n", "toml-syntax", 8),
            ("a = 1\na = 2\n", "duplicate-field", 6),
            ("[a]\nb = 1\n[a]\nc = 1\n", "duplicate-field", 10),
            ("[[a]\nb = 1\n", "toml-syntax", 0),
            ("order = 1,5\n", "toml-syntax", 8),
        ] {
            assert_eq!(told(toml), [(code, at)], "{toml}");
        }
    }

    #[test]
    fn what_was_meant_is_read_on() {
        let read = |toml: &str| Mended::of(toml).text.trim_end().to_owned();
        assert_eq!(read("title = 'The Minister's visit'\n"), "title = \"The Minister's visit\"");
        assert_eq!(read("title\u{a0}= \"x\"\n"), "title  = \"x\"");
        assert!(
            read("topics = [“a”, “b”]\n")
                .parse::<toml::Table>()
                .is_ok_and(|table| table["topics"][1].as_str() == Some("b"))
        );
    }

    #[test]
    fn what_can_be_read_is_not_touched() {
        for toml in ["", "# “x”\n", "title = \"“It's”\"\n", "title = '“It”'\n\n[a]\nb = [\n 1, # it's\n]\n"]
        {
            assert_eq!(told(toml), [], "{toml}");
            assert_eq!(Mended::of(toml).text, toml);
        }
    }

    #[test]
    fn any_number_of_mistakes_is_bounded() {
        let toml = "title = “x” “y\n".repeat(5_000);
        assert!(told(&toml).len() <= 51);
        let toml = (0..2_000).fold(String::new(), |toml, nth| toml + &format!("a{nth} = it's\n"));
        assert!(told(&toml).len() <= 51);
    }
}
