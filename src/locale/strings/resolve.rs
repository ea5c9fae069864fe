//! A message put into words, with the values of its variables.

use super::message::{Message, Part, Value, Variant};
use super::{Arg, MissingString, Piece, Strings};
use crate::locale::Locale;

/// References deeper than this are taken for a circle, which [`super::check::references`] has reported by then.
const MAX_DEPTH: u8 = 16;

pub(super) fn resolve(strings: &Strings, id: &str, args: &[(&str, Arg)]) -> Result<Vec<Piece>, MissingString> {
    let mut pieces = Vec::new();
    Scope { strings, id, args, in_term: false, depth: 0 }.follow(id, &mut pieces)?;
    Ok(pieces)
}

#[derive(Clone, Copy)]
struct Scope<'a> {
    strings: &'a Strings,
    /// The string that was asked for.
    id: &'a str,
    args: &'a [(&'a str, Arg)],
    in_term: bool,
    depth: u8,
}

impl Scope<'_> {
    fn follow(self, key: &str, pieces: &mut Vec<Piece>) -> Result<(), MissingString> {
        if self.depth > MAX_DEPTH {
            return Err(MissingString::Circular { id: self.id.to_owned() });
        }
        let message = self.message(key)?;
        Scope { depth: self.depth + 1, ..self }.pattern(&message.value, pieces)
    }

    fn message(&self, key: &str) -> Result<&Message, MissingString> {
        self.strings.messages.get(key).ok_or_else(|| MissingString::Id {
            id: key.to_owned(),
            language: self.strings.locale().tag().to_string(),
            nearest: None,
        })
    }

    fn pattern(self, parts: &[Part], pieces: &mut Vec<Piece>) -> Result<(), MissingString> {
        for part in parts {
            match part {
                Part::Value(value) => self.value(value, pieces)?,
                Part::Select { on, variants, default } => {
                    let chosen = self.choose(on, variants)?.or_else(|| variants.get(*default));
                    if let Some(variant) = chosen {
                        self.pattern(&variant.value, pieces)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn value(self, value: &Value, pieces: &mut Vec<Piece>) -> Result<(), MissingString> {
        let locale = self.strings.locale();
        match value {
            Value::Words(words) => push_words(pieces, words),
            Value::Number(written) => push_words(pieces, &locale.decimal(written)),
            Value::Variable(name) => {
                let name = name.clone();
                pieces.push(match self.argument(&name)? {
                    Arg::Text(text) => Piece::Text { name, text: text.clone() },
                    Arg::Number(number) => Piece::Number { name, text: locale.number(*number) },
                    Arg::Decimal(written) => Piece::Number { name, text: locale.decimal(written) },
                });
            }
            Value::Reference { key, arguments } if key.starts_with('-') => {
                let arguments = arguments.iter().map(|(name, value)| Ok((name.as_str(), self.given(value)?)));
                let arguments: Vec<(&str, Arg)> = arguments.collect::<Result<_, MissingString>>()?;
                Scope { args: &arguments, in_term: true, ..self }.follow(key, pieces)?;
            }
            Value::Reference { key, .. } => self.follow(key, pieces)?,
        }
        Ok(())
    }

    fn argument(&self, name: &str) -> Result<&Arg, MissingString> {
        let found = self.args.iter().find(|(given, _)| *given == name).map(|(_, arg)| arg);
        found.ok_or_else(|| MissingString::Argument { id: self.id.to_owned(), name: name.to_owned() })
    }

    /// The value of a selector or of a term's argument.
    fn given(self, value: &Value) -> Result<Arg, MissingString> {
        Ok(match value {
            Value::Words(words) => Arg::Text(words.clone()),
            Value::Number(written) => Arg::Decimal(written.clone()),
            Value::Variable(name) => self.argument(name)?.clone(),
            Value::Reference { .. } => {
                let mut pieces = Vec::new();
                self.value(value, &mut pieces)?;
                Arg::Text(
                    pieces
                        .into_iter()
                        .map(|piece| match piece {
                            Piece::Words(text) | Piece::Text { text, .. } | Piece::Number { text, .. } => text,
                        })
                        .collect(),
                )
            }
        })
    }

    /// Finds the first variant that fits; `None` asks for the default. A term may leave its variables unsaid.
    fn choose<'v>(self, on: &Value, variants: &'v [Variant]) -> Result<Option<&'v Variant>, MissingString> {
        let given = match self.given(on) {
            Err(MissingString::Argument { .. }) if self.in_term => return Ok(None),
            given => given?,
        };
        Ok(variants.iter().find(|variant| fits(self.strings.locale(), &variant.key, &given)))
    }
}

fn fits(locale: &Locale, key: &str, given: &Arg) -> bool {
    match given {
        Arg::Text(text) => key == text,
        Arg::Number(number) => key.parse() == Ok(*number) || key == locale.plural(*number),
        Arg::Decimal(written) => key == written || key == locale.plural_decimal(written),
    }
}

fn push_words(pieces: &mut Vec<Piece>, words: &str) {
    if let Some(Piece::Words(last)) = pieces.last_mut() {
        last.push_str(words);
    } else {
        pieces.push(Piece::Words(words.to_owned()));
    }
}
