//! A Fluent file as read: messages by key, with their place, and the faults.
//!
//! Fluent's tree borrows from the source and has no spans, but every name in it is a slice of the source, so the
//! place is where the slice lies.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{CallArguments, Entry, Expression, Identifier, InlineExpression, PatternElement, VariantKey};
use fluent_syntax::unicode::unescape_unicode_to_string;

use crate::diag::{Diagnostic, SourcePath, Span, codes};

/// What one file holds.
#[derive(Debug, Default)]
pub(super) struct File {
    pub messages: BTreeMap<String, Message>,
    pub unreadable: BTreeSet<String>,
}

/// A message, term or attribute.
#[derive(Debug)]
pub(super) struct Message {
    pub value: Pattern,
    pub path: SourcePath,
    /// The id.
    pub span: Span,
}

pub(super) type Pattern = Vec<Part>;

#[derive(Debug)]
pub(super) enum Part {
    Value(Value),
    Select { on: Value, variants: Vec<Variant>, default: usize },
}

#[derive(Debug)]
pub(super) enum Value {
    Words(String),
    /// A number literal, as written.
    Number(String),
    Variable(String),
    /// Another message or term, by key; a term sees the arguments and nothing else.
    Reference {
        key: String,
        arguments: Vec<(String, Value)>,
    },
}

#[derive(Debug)]
pub(super) struct Variant {
    pub key: String,
    pub value: Pattern,
}

impl Message {
    /// The variables used, in the selectors as well.
    pub(super) fn variables(&self) -> Vec<&str> {
        self.values()
            .into_iter()
            .filter_map(|v| if let Value::Variable(name) = v { Some(name.as_str()) } else { None })
            .collect()
    }

    /// The keys of the messages and terms referred to.
    pub(super) fn references(&self) -> impl Iterator<Item = &str> {
        self.values()
            .into_iter()
            .filter_map(|v| if let Value::Reference { key, .. } = v { Some(key.as_str()) } else { None })
    }

    /// Every selector's keys, nested ones included, with the index of the default.
    pub(super) fn selectors(&self) -> Vec<&[Variant]> {
        let mut found = Vec::new();
        visit(&self.value, &mut |part| {
            if let Part::Select { variants, .. } = part {
                found.push(variants.as_slice());
            }
        });
        found
    }

    fn values(&self) -> Vec<&Value> {
        let mut found = Vec::new();
        visit(&self.value, &mut |part| match part {
            Part::Value(value) | Part::Select { on: value, .. } => found.push(value),
        });
        found
    }
}

fn visit<'a>(pattern: &'a [Part], see: &mut impl FnMut(&'a Part)) {
    for part in pattern {
        see(part);
        if let Part::Select { variants, .. } = part {
            for variant in variants {
                visit(&variant.value, see);
            }
        }
    }
}

/// Reads a file; what can't be read is a diagnostic, and the rest is there.
pub(super) fn parse(path: &SourcePath, source: &str, diagnostics: &mut Vec<Diagnostic>) -> File {
    let (resource, errors) = match fluent_syntax::parser::parse(source) {
        Ok(resource) => (resource, Vec::new()),
        Err((resource, errors)) => (resource, errors),
    };
    for error in errors {
        diagnostics.push(
            Diagnostic::new(&codes::STRING_SYNTAX, message_of(&error.kind.to_string()))
                .at(path, within(source, error.pos))
                .help("a message is `id = text`, its further lines are indented, and a variable is `{ $name }`"),
        );
    }
    let mut reader = Reader { path, source, diagnostics, file: File::default() };
    for entry in &resource.body {
        match entry {
            Entry::Message(message) => {
                if let Some(value) = &message.value {
                    reader.add(message.id.name.to_owned(), &message.id, &value.elements);
                }
                for attribute in &message.attributes {
                    let key = format!("{}.{}", message.id.name, attribute.id.name);
                    reader.add(key, &attribute.id, &attribute.value.elements);
                }
            }
            Entry::Term(term) => {
                reader.add(format!("-{}", term.id.name), &term.id, &term.value.elements);
                for attribute in &term.attributes {
                    let key = format!("-{}.{}", term.id.name, attribute.id.name);
                    reader.add(key, &attribute.id, &attribute.value.elements);
                }
            }
            Entry::Junk { content } => {
                let id = content.split('=').next().unwrap_or_default().trim();
                reader.file.unreadable.insert(id.to_owned());
            }
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
        }
    }
    reader.file
}

/// Fluent's messages in our manner: lower case, and the offending text in backticks.
fn message_of(error: &str) -> String {
    let mut characters = error.chars();
    let first = characters.next().map(|c| c.to_ascii_lowercase());
    first.into_iter().chain(characters).map(|c| if c == '"' { '`' } else { c }).collect()
}

/// Brings a range into the source and onto the boundaries of characters.
fn within(source: &str, range: Span) -> Span {
    let start = source.floor_char_boundary(range.start.min(source.len()));
    start..source.ceil_char_boundary(range.end.min(source.len()).max(start))
}

struct Reader<'a> {
    path: &'a SourcePath,
    source: &'a str,
    diagnostics: &'a mut Vec<Diagnostic>,
    file: File,
}

impl<'a> Reader<'a> {
    fn add(&mut self, key: String, id: &Identifier<&'a str>, elements: &[PatternElement<&'a str>]) {
        let span = self.span(id.name);
        let value = self.pattern(elements);
        if let Some(first) = self.file.messages.get(&key) {
            let fault = Diagnostic::new(&codes::STRING_SYNTAX, format!("`{key}` is said twice in this file"));
            self.diagnostics.push(
                fault
                    .at(self.path, span)
                    .label(self.path, Some(first.span.clone()), "first said here")
                    .help("remove one of them"),
            );
            return;
        }
        self.file.messages.insert(key, Message { value, path: self.path.clone(), span });
    }

    fn span(&self, slice: &str) -> Span {
        let start = (slice.as_ptr() as usize).saturating_sub(self.source.as_ptr() as usize);
        within(self.source, start..start + slice.len())
    }

    fn pattern(&mut self, elements: &[PatternElement<&'a str>]) -> Pattern {
        let mut parts = Vec::new();
        for element in elements {
            match element {
                PatternElement::TextElement { value } => parts.push(Part::Value(Value::Words((*value).to_owned()))),
                PatternElement::Placeable { expression } => self.placeable(expression, &mut parts),
            }
        }
        parts
    }

    fn placeable(&mut self, expression: &Expression<&'a str>, parts: &mut Pattern) {
        match expression {
            Expression::Inline(InlineExpression::Placeable { expression }) => self.placeable(expression, parts),
            Expression::Inline(inline) => parts.extend(self.value(inline).map(Part::Value)),
            Expression::Select { selector, variants } => {
                let default = variants.iter().position(|variant| variant.default).unwrap_or_default();
                let variants = variants.iter().map(|variant| {
                    let (VariantKey::Identifier { name: key } | VariantKey::NumberLiteral { value: key }) = variant.key;
                    Variant { key: key.to_owned(), value: self.pattern(&variant.value.elements) }
                });
                let variants = variants.collect();
                parts.extend(self.value(selector).map(|on| Part::Select { on, variants, default }));
            }
        }
    }

    fn value(&mut self, expression: &InlineExpression<&'a str>) -> Option<Value> {
        Some(match expression {
            InlineExpression::StringLiteral { value } => Value::Words(unescape_unicode_to_string(value).into_owned()),
            InlineExpression::NumberLiteral { value } => Value::Number((*value).to_owned()),
            InlineExpression::VariableReference { id } => Value::Variable(id.name.to_owned()),
            InlineExpression::MessageReference { id, attribute } => {
                Value::Reference { key: key(id.name, attribute.as_ref()), arguments: Vec::new() }
            }
            InlineExpression::TermReference { id, attribute, arguments } => Value::Reference {
                key: format!("-{}", key(id.name, attribute.as_ref())),
                arguments: arguments.as_ref().map(|arguments| self.arguments(arguments)).unwrap_or_default(),
            },
            InlineExpression::FunctionReference { id, arguments } => return self.function(id, arguments),
            // The grammar has none where a single value is wanted (Fluent 1.0, `InlineExpression`).
            InlineExpression::Placeable { .. } => return None,
        })
    }

    fn arguments(&mut self, arguments: &CallArguments<&'a str>) -> Vec<(String, Value)> {
        arguments.named.iter().filter_map(|a| Some((a.name.name.to_owned(), self.value(&a.value)?))).collect()
    }

    /// `NUMBER` of one value is the value: every number is written by the locale anyway.
    fn function(&mut self, id: &Identifier<&'a str>, arguments: &CallArguments<&'a str>) -> Option<Value> {
        if let ("NUMBER", [value], []) = (id.name, arguments.positional.as_slice(), arguments.named.as_slice()) {
            return self.value(value);
        }
        let span = self.span(id.name);
        self.diagnostics.push(
            Diagnostic::new(&codes::STRING_SYNTAX, format!("the function `{}` is not known in this form", id.name))
                .at(self.path, span)
                .help("write the variable alone, `{ $name }`: numbers are written as the language does"),
        );
        None
    }
}

fn key(id: &str, attribute: Option<&Identifier<&str>>) -> String {
    attribute.map_or_else(|| id.to_owned(), |attribute| format!("{id}.{}", attribute.name))
}
