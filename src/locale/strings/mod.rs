//! The words of the interface in one language, from Fluent files laid over each other.
//!
//! Fluent's own bundle is not used: it selects plurals by CLDR 37, in which French, Italian, Portuguese and
//! Spanish had no `many`, keeps its rules behind a lock, and knows neither our numbers nor when a text needs
//! isolation. So the files are read by Fluent's parser ([`message`]) and put into words here ([`resolve`]).
//!
//! What of Fluent is understood: messages, attributes (`id.attribute`), terms with arguments, references,
//! selectors on texts and numbers, `NUMBER($n)` without options. Everything else is a fault, never silence.

mod check;
mod digest;
mod message;
mod resolve;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, OnceLock};

pub use check::check;

use super::{FileSize, Locale, bidi};
use crate::diag::{Diagnostic, SourcePath};
use message::Message;

/// The UI strings of one language.
#[derive(Debug)]
pub struct Strings {
    locale: Arc<Locale>,
    files: Vec<SourcePath>,
    /// The messages by `id`, `id.attribute`, `-term` and `-term.attribute`.
    messages: BTreeMap<String, Message>,
    /// Ids of unreadable strings, which must not be reported as missing too.
    unreadable: BTreeSet<String>,
    /// The digests of the messages, computed when first needed.
    digests: OnceLock<BTreeMap<String, [u8; 16]>>,
}

/// The value of a variable in a string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    /// A text, put in as it is.
    Text(String),
    /// A whole number; the locale writes it.
    Number(i64),
    /// A decimal number as written, `.` before the fraction; the locale writes it with the same digits.
    Decimal(String),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

/// A part of a formatted string, for callers that add their own markup around inserted values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// The language's own words.
    Words(String),
    /// An inserted text, not isolated.
    Text {
        /// The variable, without `$`.
        name: String,
        /// Its value.
        text: String,
    },
    /// An inserted number, as the locale writes it.
    Number {
        /// The variable, without `$`.
        name: String,
        /// Its value, in the language's digits and separators.
        text: String,
    },
}

/// The treatment of inserted texts that could disturb the order of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Isolation {
    /// Not at all: the caller wraps them.
    Plain,
    /// By U+2068 and U+2069, where a text needs it: one whose first strong direction is not the locale's, one
    /// that mixes directions and, from right to left, one without a letter. Numbers never need it.
    Isolate,
}

/// The reason why a string can't be formatted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MissingString {
    /// The language has no string of this id.
    Id {
        /// The id asked for.
        id: String,
        /// The language asked.
        language: String,
        /// An id that was perhaps meant.
        nearest: Option<String>,
    },
    /// The caller gave no value for a variable of the string.
    Argument {
        /// The string.
        id: String,
        /// The variable, without `$`.
        name: String,
    },
    /// The string refers to itself.
    Circular {
        /// The string.
        id: String,
    },
}

impl fmt::Display for MissingString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id { id, language, .. } => write!(f, "`{language}` has no UI string `{id}`"),
            Self::Argument { id, name } => write!(f, "the UI string `{id}` needs a value for `${name}`"),
            Self::Circular { id } => write!(f, "the UI string `{id}` refers to itself"),
        }
    }
}

impl std::error::Error for MissingString {}

impl Strings {
    /// Reads the Fluent files of one language, lowest layer first: a message of a later layer replaces the one
    /// below it, and leaves the others.
    ///
    /// Returns what could be read, and `string-syntax` for what could not, for a message said twice in one file
    /// and for one that refers to itself; `missing-string` for a reference that leads nowhere.
    #[must_use]
    pub fn parse(locale: &Arc<Locale>, layers: &[(SourcePath, String)]) -> (Self, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let mut strings = Self {
            locale: Arc::clone(locale),
            files: layers.iter().map(|(path, _)| path.clone()).collect(),
            messages: BTreeMap::new(),
            unreadable: BTreeSet::new(),
            digests: OnceLock::new(),
        };
        for (path, source) in layers {
            let file = message::parse(path, source, &mut diagnostics);
            strings.messages.extend(file.messages);
            strings.unreadable.extend(file.unreadable);
        }
        check::references(&strings, &mut diagnostics);
        (strings, diagnostics)
    }

    /// Returns the language's locale.
    #[must_use]
    pub fn locale(&self) -> &Arc<Locale> {
        &self.locale
    }

    /// Lists the ids in order: messages and their attributes (`id.attribute`), not terms.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.messages.keys().map(String::as_str).filter(|id| !id.starts_with('-'))
    }

    /// Returns whether there is a string of this id.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        !id.starts_with('-') && self.messages.contains_key(id)
    }

    /// Returns the digest of a string's definition: half of BLAKE3 over it, all that it refers to, and the locale
    /// with its numbering system. Equal digests give equal texts for equal variables.
    #[must_use]
    pub fn digest(&self, id: &str) -> Option<[u8; 16]> {
        self.digests.get_or_init(|| digest::of_all(self)).get(id).copied()
    }

    /// Lists the variables of a string, without `$`, those of the strings it refers to included; none where
    /// there is no such string.
    #[must_use]
    pub fn placeholders<'a>(&'a self, id: &str) -> BTreeSet<&'a str> {
        let mut found = BTreeSet::new();
        let mut seen = BTreeSet::new();
        // The name as it is known here, so that the answer does not borrow from the question.
        let mut open: Vec<&str> = self.messages.get_key_value(id).map(|(id, _)| id.as_str()).into_iter().collect();
        while let Some(id) = open.pop() {
            let Some(message) = self.messages.get(id).filter(|_| seen.insert(id)) else { continue };
            found.extend(message.variables());
            // A term sees only the arguments that the reference gives it.
            open.extend(message.references().filter(|id| !id.starts_with('-')));
        }
        found
    }

    /// Puts a string into words, with texts isolated where they need it ([`Isolation::Isolate`]).
    ///
    /// # Errors
    ///
    /// Where there is no such string, or no value for one of its variables.
    pub fn text(&self, id: &str, args: &[(&str, Arg)]) -> Result<String, MissingString> {
        self.text_as(id, args, Isolation::Isolate)
    }

    /// Puts a string into words with the isolation asked for.
    ///
    /// # Errors
    ///
    /// Where there is no such string, or no value for one of its variables.
    pub fn text_as(&self, id: &str, args: &[(&str, Arg)], isolation: Isolation) -> Result<String, MissingString> {
        let pieces = self.pieces(id, args)?;
        // A text that is the whole string has nothing around it to disturb.
        let isolates = isolation == Isolation::Isolate && pieces.len() > 1;
        let mut line = String::new();
        for piece in &pieces {
            match piece {
                Piece::Text { text, .. } if isolates => bidi::push_isolated(&mut line, text, self.locale.direction()),
                Piece::Words(text) | Piece::Text { text, .. } | Piece::Number { text, .. } => line.push_str(text),
            }
        }
        Ok(line)
    }

    /// Puts a string into words and inserted values, in order.
    ///
    /// # Errors
    ///
    /// Where there is no such string, or no value for one of its variables.
    pub fn pieces(&self, id: &str, args: &[(&str, Arg)]) -> Result<Vec<Piece>, MissingString> {
        if !self.has(id) {
            let nearest = crate::diag::nearest(id, self.ids()).map(ToOwned::to_owned);
            return Err(MissingString::Id { id: id.to_owned(), language: self.locale.tag().to_string(), nearest });
        }
        resolve::resolve(self, id, args)
    }

    /// Writes the size of a file with its unit, by the strings `file-size-bytes`, `file-size-kb` and `file-size-mb`.
    ///
    /// # Errors
    ///
    /// Where there is no such string.
    pub fn file_size(&self, bytes: u64) -> Result<String, MissingString> {
        let size = FileSize::of(bytes);
        self.text(size.string_id(), &[("n", size.figure())])
    }
}

#[cfg(test)]
mod tests;
