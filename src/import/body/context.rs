//! The state that all passes over one text share: its surroundings, the notes made about it, and the marker characters.

use super::lined::Lined;
use super::{Dialect, Fate, Note, Surroundings};

/// Characters that do not occur in the text and that one pass leaves for a later one. None remains at the end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Marks {
    /// Precedes the colons of one of our own directives.
    pub(super) directive: char,
    /// Precedes an address that already belongs to the new portal.
    pub(super) settled: char,
    /// Begins a line whose tag is not a block.
    pub(super) inline: char,
    /// Surrounds the number of a piece of Markdown that is kept aside.
    pub(super) aside: char,
}

impl Marks {
    fn new(text: &str) -> Self {
        // Noncharacters (Unicode, 23.7) are reserved for a program's internal use and never interchanged.
        let mut free = ('\u{FDD0}'..='\u{FDEF}').chain('\u{F0000}'..='\u{FFFFD}').filter(|c| !text.contains(*c));
        let mut next = || free.next().unwrap_or('\u{10FFFF}');
        Self { directive: next(), settled: next(), inline: next(), aside: next() }
    }

    pub(super) fn all(self) -> [char; 4] {
        [self.directive, self.settled, self.inline, self.aside]
    }

    /// Removes all markers from a text.
    pub(super) fn removed(self, text: &str) -> String {
        text.replace(self.all(), "")
    }
}

/// The state of translating one text.
pub(super) struct Context<'a> {
    pub(super) dialect: Dialect,
    pub(super) around: &'a dyn Surroundings,
    pub(super) marks: Marks,
    notes: Vec<Note>,
    /// Markdown that replaces constructs, and whether it is a block. Later passes see a placeholder that reads as a
    /// word.
    aside: Vec<(String, bool)>,
}

impl<'a> Context<'a> {
    pub(super) fn new(text: &str, dialect: Dialect, around: &'a dyn Surroundings) -> Self {
        Self { dialect, around, marks: Marks::new(text), notes: Vec::new(), aside: Vec::new() }
    }

    pub(super) fn mapped(&mut self, line_number: usize, construct: &str) {
        self.note(line_number, construct, Fate::Mapped);
    }

    /// Returns whether there is already a note about a line.
    pub(super) fn is_told(&self, line_number: usize) -> bool {
        self.notes.iter().any(|note| note.line_number == line_number)
    }

    pub(super) fn kept(&mut self, line_number: usize, construct: &str) {
        self.note(line_number, construct, Fate::Kept);
    }

    /// Notes a loss; `words` are the words that appear nowhere else.
    pub(super) fn lost(&mut self, line_number: usize, construct: &str, words: &str) {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        self.note(line_number, construct, Fate::Lost(self.marks.removed(&words)));
    }

    fn note(&mut self, line_number: usize, construct: &str, fate: Fate) {
        let construct = self.marks.removed(&shown(construct));
        self.notes.push(Note { line_number, construct, fate });
    }

    /// Returns the number of notes, for a later [`Self::forget`].
    pub(super) fn noted(&self) -> usize {
        self.notes.len()
    }

    /// Returns whether any construct was kept since there were `count` notes.
    pub(super) fn kept_since(&self, count: usize) -> bool {
        self.notes[count..].iter().any(|note| note.fate == Fate::Kept)
    }

    /// Drops all notes after the first `count`.
    pub(super) fn forget(&mut self, count: usize) {
        self.notes.truncate(count);
    }

    /// Sets Markdown aside until HTML has been translated; returns the placeholder for it.
    pub(super) fn aside(&mut self, markdown: String, is_block: bool) -> String {
        self.aside.push((markdown, is_block));
        let mark = self.marks.aside;
        format!("{mark}{}{mark}", self.aside.len() - 1)
    }

    /// Puts back the Markdown that was set aside: inline in its place, a block as a paragraph of its own.
    pub(super) fn put_back(&self, text: &Lined) -> Lined {
        let mut text = text.clone();
        // Markdown that is set aside may contain placeholders of earlier pieces.
        for _ in 0..=self.aside.len() {
            if !text.text().contains(self.marks.aside) {
                break;
            }
            text = self.put_back_once(&text);
        }
        text
    }

    fn put_back_once(&self, text: &Lined) -> Lined {
        let mark = self.marks.aside;
        let mut out = Lined::default();
        let mut at = 0;
        for line in text.text().split_inclusive('\n') {
            let source = text.line(at);
            at += line.len();
            let indent = &line[..line.len() - line.trim_start_matches(['>', ' ', '\t']).len()];
            let mut parts = line.split(mark);
            out.push(parts.next().unwrap_or_default(), source);
            while let Some(number) = parts.next() {
                let Some((markdown, is_block)) = number.parse().ok().and_then(|n: usize| self.aside.get(n)) else {
                    out.push(number, source);
                    continue;
                };
                let rest = parts.next().unwrap_or_default();
                if *is_block {
                    let blank = format!("{}\n", indent.trim_end());
                    let is_alone = out.text().rsplit('\n').next().unwrap_or_default() == indent;
                    let lead = if is_alone { String::new() } else { format!("\n{blank}{indent}") };
                    out.push(&lead, source);
                    out.push_all(&Lined::made(markdown, source).prefixed("", indent));
                    if rest.trim().is_empty() {
                        out.push(rest, source);
                    } else {
                        out.push(&format!("\n{blank}{indent}{}", rest.trim_start()), source);
                    }
                } else {
                    out.push(markdown, source);
                    out.push(rest, source);
                }
            }
        }
        out
    }

    /// Marks an address as belonging to the new portal.
    pub(super) fn settled(&self, address: &str) -> String {
        format!("{}{address}", self.marks.settled)
    }

    pub(super) fn into_notes(mut self) -> Vec<Note> {
        self.notes.sort_by_key(|note| note.line_number);
        self.notes
    }
}

/// Returns the beginning of a construct on one line.
fn shown(construct: &str) -> String {
    let line = construct.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(100) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
