//! The report of an import: the result for every file, what was kept and what was lost; for people and for programs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

/// The outcome for a part of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    /// It is there in another form.
    Mapped,
    /// It is kept unchanged, for a person to review.
    Kept,
    /// It is mentioned in the report only.
    Lost,
}

impl Fate {
    /// Returns the word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Mapped => "mapped",
            Self::Kept => "kept",
            Self::Lost => "lost",
        }
    }
}

/// A remark about a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Note {
    /// The line of the source, 1-based; `None` if the remark is about the whole file.
    #[serde(rename = "line")]
    pub line_number: Option<usize>,
    /// The outcome.
    pub fate: Fate,
    /// The construct, and what was done with it.
    #[serde(rename = "what")]
    pub construct: String,
    /// The number of words that are in the report only.
    #[serde(rename = "words", skip_serializing_if = "is_zero")]
    pub words_lost: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over so")]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

/// Notes by file.
#[derive(Clone, Debug, Default)]
pub struct Notes(BTreeMap<String, Vec<Note>>);

impl Notes {
    /// Adds the outcome for a construct in a file.
    pub fn add(&mut self, source: &str, line_number: impl Into<Option<usize>>, fate: Fate, what: impl Into<String>) {
        let line_number = line_number.into().filter(|line| *line > 0);
        let note = Note { line_number, fate, construct: what.into(), words_lost: 0 };
        self.0.entry(source.to_owned()).or_default().push(note);
    }

    /// Adds a loss with its words.
    pub fn lose(&mut self, source: &str, line_number: impl Into<Option<usize>>, what: impl Into<String>, words: &str) {
        let line_number = line_number.into().filter(|line| *line > 0);
        let words_lost = words.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
        let note = Note { line_number, fate: Fate::Lost, construct: what.into(), words_lost };
        self.0.entry(source.to_owned()).or_default().push(note);
    }

    /// Adds all notes of another collection.
    pub fn extend(&mut self, other: Self) {
        for (source, notes) in other.0 {
            self.0.entry(source).or_default().extend(notes);
        }
    }

    /// Returns the notes about a file.
    #[must_use]
    pub fn of(&self, source: &str) -> &[Note] {
        self.0.get(source).map_or(&[], Vec::as_slice)
    }
}

/// Two things that may belong together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Proposal {
    /// The kind of both: `texts` or `terms`.
    pub what: String,
    /// One of them, with its language.
    pub one: String,
    /// The other, with its language.
    pub other: String,
    /// The reason for the proposal, and how to accept it.
    pub because: String,
}

/// The results of importing a whole site.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The tool.
    pub tool: String,
    /// The number of files in the old site.
    pub files_in: usize,
    /// The languages, the source first.
    pub languages: Vec<String>,
    /// The number of text files written, counting every language.
    pub texts: usize,
    /// The number of documents, counting all translations as one.
    pub sets: usize,
    /// The number of documents that exist in more than one language.
    pub joined: usize,
    /// The files made from each source file.
    pub became: BTreeMap<String, Vec<String>>,
    /// The address of each file written, by its path; files held back have none.
    pub addresses: BTreeMap<String, String>,
    /// The notes about files.
    pub notes: Notes,
    /// Pairs that may belong together.
    pub proposals: Vec<Proposal>,
}

#[derive(Serialize)]
struct Became<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<&'a str>,
}

#[derive(Serialize)]
struct FileReport<'a> {
    source: &'a str,
    became: Vec<Became<'a>>,
    notes: &'a [Note],
}

impl Report {
    /// Counts the notes with an outcome.
    #[must_use]
    pub fn count(&self, fate: Fate) -> usize {
        self.notes.0.values().flatten().filter(|note| note.fate == fate).count()
    }

    /// Counts the words that are in the report only.
    #[must_use]
    pub fn words_lost(&self) -> usize {
        self.notes.0.values().flatten().map(|note| note.words_lost).sum()
    }

    /// Returns the figures in a few lines.
    #[must_use]
    pub fn summary(&self) -> String {
        let mut text = String::new();
        // Writing to a string never fails.
        let _ = writeln!(
            text,
            "{} files in, {} texts out in {} ({})",
            self.files_in,
            self.texts,
            if self.languages.len() == 1 {
                "1 language".to_owned()
            } else {
                format!("{} languages", self.languages.len())
            },
            self.languages.join(", ")
        );
        let _ = writeln!(text, "{} documents, {} of them in more than one language", self.sets, self.joined);
        let _ = write!(
            text,
            "{} mapped, {} kept as they were, {} lost with {} words",
            self.count(Fate::Mapped),
            self.count(Fate::Kept),
            self.count(Fate::Lost),
            self.words_lost()
        );
        if !self.proposals.is_empty() {
            let noun = if self.proposals.len() == 1 { "pair" } else { "pairs" };
            let _ = write!(text, "\n{} {noun} proposed", self.proposals.len());
        }
        text
    }

    fn sources(&self) -> Vec<&str> {
        let mut sources: Vec<&str> = self.became.keys().chain(self.notes.0.keys()).map(String::as_str).collect();
        sources.sort_unstable();
        sources.dedup();
        sources
    }

    fn places(&self, source: &str) -> impl Iterator<Item = Became<'_>> {
        let paths = self.became.get(source).into_iter().flatten();
        paths.map(|path| Became { path, address: self.addresses.get(path).map(String::as_str) })
    }

    /// Returns the report for people.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!("Import of a {} site\n\n{}\n", self.tool, self.summary());
        if !self.proposals.is_empty() {
            text.push_str("\nThese may belong together:\n");
            for Proposal { what, one, other, because } in &self.proposals {
                let _ = writeln!(text, "  {what}: {one} and {other}\n    {because}");
            }
        }
        text.push_str("\nFile by file:\n");
        for source in self.sources() {
            let _ = writeln!(text, "\n{source}");
            for Became { path, address } in self.places(source) {
                let address = address.map(|address| format!(" at {address}")).unwrap_or_default();
                let _ = writeln!(text, "  -> {path}{address}");
            }
            for note in self.notes.of(source) {
                let line = note.line_number.map(|line| format!("line {line}: ")).unwrap_or_default();
                let words = if note.words_lost > 0 { format!(" ({} words)", note.words_lost) } else { String::new() };
                let _ = writeln!(text, "  {}: {line}{}{words}", note.fate.word(), note.construct);
            }
        }
        text
    }

    /// Returns the report for programs.
    #[must_use]
    pub fn json(&self) -> String {
        let files: Vec<FileReport<'_>> = self
            .sources()
            .into_iter()
            .map(|source| FileReport { source, became: self.places(source).collect(), notes: self.notes.of(source) })
            .collect();
        let json = serde_json::json!({
            "tool": self.tool,
            "files_in": self.files_in,
            "texts": self.texts,
            "documents": self.sets,
            "in_several_languages": self.joined,
            "languages": self.languages,
            "mapped": self.count(Fate::Mapped),
            "kept": self.count(Fate::Kept),
            "lost": self.count(Fate::Lost),
            "words_lost": self.words_lost(),
            "proposals": self.proposals,
            "files": files,
        });
        let mut text = serde_json::to_string_pretty(&json).unwrap_or_default();
        text.push('\n');
        text
    }
}
