//! TOML against a schema: every fault at once, each at its place.

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::moment::{Moment, MomentError};
use super::value::{Data, Record, Value};
use super::{Field, Need, Schema, Type};
use crate::diag::{Diagnostic, SourcePath, Span, codes, nearest};

/// Reads TOML that begins at byte `offset` of a file, and checks it against a schema.
///
/// Faulty fields are left out of the record, so that what is sound can still be used. Required fields are checked
/// by the caller who knows which file this is (see [`Record`] and [`missing`](super::Need)); tables inside are
/// checked here.
#[must_use]
pub fn read(toml: &str, offset: usize, path: &SourcePath, schema: &Schema) -> (Record, Vec<Diagnostic>) {
    let (table, errors) = DeTable::parse_recoverable(toml);
    let mut reader = Reader { path, offset, diagnostics: Vec::new() };
    for error in errors {
        let span = error.span().unwrap_or(0..toml.len());
        let message = error.message().lines().next().unwrap_or("the TOML can't be read").to_owned();
        reader.diagnostics.push(Diagnostic::new(&codes::TOML_SYNTAX, message).at(path, reader.place(&span)));
    }
    let fields: Vec<&Field> = schema.fields().collect();
    let span = offset..offset + toml.len();
    let record = reader.table(table.get_ref(), &span, &fields, schema.name, false);
    (record, reader.diagnostics)
}

struct Reader<'a> {
    path: &'a SourcePath,
    offset: usize,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn place(&self, span: &Span) -> Span {
        span.start + self.offset..span.end + self.offset
    }

    fn fault(&mut self, diagnostic: Diagnostic, span: &Span) {
        self.diagnostics.push(diagnostic.at(self.path, span.clone()));
    }

    fn table(&mut self, table: &DeTable<'_>, span: &Span, fields: &[&Field], owner: &str, nested: bool) -> Record {
        let mut record = Record { span: span.clone(), fields: Vec::new() };
        for (key, value) in sorted(table) {
            let key_span = self.place(&key.span());
            let name: &str = key.get_ref();
            let Some(field) = fields.iter().find(|field| field.name == name) else {
                let mut fault = Diagnostic::new(&codes::UNKNOWN_FIELD, format!("unknown field `{name}` in {owner}"));
                let near = nearest(name, fields.iter().map(|field| field.name));
                fault = match near {
                    Some(near) => fault.help(format!("did you mean `{near}`?")),
                    None => fault.help(format!(
                        "known here: {}",
                        fields.iter().map(|field| format!("`{}`", field.name)).collect::<Vec<_>>().join(", ")
                    )),
                };
                self.fault(fault, &key_span);
                continue;
            };
            if let Some(value) = self.value(value, &field.ty, field.name) {
                record.fields.push((Cow::Borrowed(field.name), key_span, value));
            }
        }
        if nested {
            for field in fields.iter().filter(|field| field.need == Need::Required) {
                if !table.iter().any(|(key, _)| key.get_ref() == field.name) {
                    let fault =
                        Diagnostic::new(&codes::MISSING_FIELD, format!("missing field `{}` in `{owner}`", field.name))
                            .help(format!("add `{} = {}`: {}", field.name, field.example, field.doc));
                    self.fault(fault, span);
                }
            }
        }
        record
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>, ty: &Type, name: &str) -> Option<Value> {
        let span = self.place(&value.span());
        let data = match (ty, value.get_ref()) {
            (Type::Text | Type::Path, DeValue::String(text)) => self.text(text, name, &span),
            (Type::Line(max), DeValue::String(text)) => self.line(text, *max, name, &span),
            (Type::Slug, DeValue::String(text)) => self.checked(text, name, &span, ty, is_slug),
            (Type::Url, DeValue::String(text)) => self.checked(text, name, &span, ty, is_https),
            (Type::Language, DeValue::String(text)) => {
                if !is_language_tag(text) {
                    let fault =
                        Diagnostic::new(&codes::BAD_LANGUAGE_TAG, format!("`{text}` is not a BCP 47 language tag"));
                    self.fault(fault.help("tags look like `fr`, `pt-BR` or `zh-Hant`"), &span);
                    return None;
                }
                Some(Data::Text(text.to_string()))
            }
            (Type::Choice(words), DeValue::String(text)) => {
                if words.contains(&text.as_ref()) {
                    Some(Data::Text(text.to_string()))
                } else {
                    let fault = Diagnostic::new(&codes::BAD_VALUE, format!("`{name}` can't be `{text}`"));
                    let help = match nearest(text, words.iter().copied()) {
                        Some(near) => format!("did you mean `{near}`? expected {}", ty.words()),
                        None => format!("expected {}", ty.words()),
                    };
                    self.fault(fault.help(help), &span);
                    return None;
                }
            }
            (Type::Integer, DeValue::Integer(number)) => {
                i64::from_str_radix(number.as_str(), number.radix()).ok().map(Data::Integer)
            }
            (Type::Boolean, DeValue::Boolean(yes)) => Some(Data::Boolean(*yes)),
            (Type::Moment | Type::Instant, DeValue::Datetime(written)) => {
                self.moment(&written.to_string(), ty, name, &span)
            }
            (Type::Moment | Type::Instant, DeValue::String(text)) => self.moment(text, ty, name, &span),
            (Type::List(item), DeValue::Array(items)) => {
                let items = items.iter().filter_map(|value| self.value(value, item, name)).collect();
                Some(Data::List(items))
            }
            (Type::Table(fields), DeValue::Table(table)) => {
                let fields: Vec<&Field> = fields.iter().collect();
                Some(Data::Table(self.table(table, &span, &fields, name, true)))
            }
            (Type::PerLanguage(item), DeValue::Table(table)) => Some(self.map(table, item, name, &span, true)),
            (Type::Map(item), DeValue::Table(table)) => Some(self.map(table, item, name, &span, false)),
            (Type::Free, DeValue::Table(table)) => Some(free(table, self.offset, &span)),
            _ => None,
        };
        if data.is_none() && !self.diagnostics.iter().any(|d| d.labels.iter().any(|l| l.span.as_ref() == Some(&span))) {
            let fault = Diagnostic::new(
                &codes::WRONG_TYPE,
                format!("`{name}` is {}, expected {}", article(value.get_ref().type_str()), ty.words()),
            );
            self.fault(fault, &span);
        }
        data.map(|data| Value { span, data })
    }

    fn map(&mut self, table: &DeTable<'_>, item: &Type, name: &str, span: &Span, languages: bool) -> Data {
        let mut record = Record { span: span.clone(), fields: Vec::new() };
        for (key, value) in sorted(table) {
            let key_span = self.place(&key.span());
            let key: &str = key.get_ref();
            if languages && !is_language_tag(key) {
                let fault = Diagnostic::new(&codes::BAD_LANGUAGE_TAG, format!("`{key}` is not a BCP 47 language tag"));
                self.fault(fault.help(format!("`{name}` has one entry per language")), &key_span);
            } else if let Some(value) = self.value(value, item, name) {
                record.fields.push((Cow::Owned(key.to_owned()), key_span, value));
            }
        }
        Data::Table(record)
    }

    fn text(&mut self, text: &str, name: &str, span: &Span) -> Option<Data> {
        if text.trim().is_empty() {
            self.fault(Diagnostic::new(&codes::BAD_VALUE, format!("`{name}` is empty")), span);
            return None;
        }
        if let Some(control) = text.chars().find(|c| matches!(c, '\u{202a}'..='\u{202e}')) {
            let code = u32::from(control);
            let fault = Diagnostic::new(&codes::BIDI_CONTROL, format!("`{name}` holds the control U+{code:04X}"));
            self.fault(fault, span);
            return None;
        }
        if let Some(control) = text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
            let code = u32::from(control);
            self.fault(Diagnostic::new(&codes::BAD_VALUE, format!("`{name}` holds the control U+{code:04X}")), span);
            return None;
        }
        Some(Data::Text(text.trim().to_owned()))
    }

    fn line(&mut self, text: &str, max: usize, name: &str, span: &Span) -> Option<Data> {
        let length = text.chars().count();
        if length > max {
            let fault = Diagnostic::new(
                &codes::BAD_VALUE,
                format!("`{name}` has {length} characters, at most {max} are allowed"),
            );
            self.fault(fault, span);
            return None;
        }
        self.text(text, name, span)
    }

    fn checked(&mut self, text: &str, name: &str, span: &Span, ty: &Type, ok: fn(&str) -> bool) -> Option<Data> {
        if ok(text) {
            return Some(Data::Text(text.to_owned()));
        }
        let fault = Diagnostic::new(&codes::BAD_VALUE, format!("`{name}` can't be `{text}`"));
        self.fault(fault.help(format!("expected {}", ty.words())), span);
        None
    }

    fn moment(&mut self, text: &str, ty: &Type, name: &str, span: &Span) -> Option<Data> {
        let fault = match Moment::parse(text) {
            Ok(moment) if moment.instant.is_none() && matches!(ty, Type::Instant) => {
                Diagnostic::new(&codes::BAD_ZONE, format!("`{name}` has no zone: `{text}`"))
                    .help(format!("expected {}", ty.words()))
            }
            Ok(moment) => return Some(Data::Moment(moment)),
            Err(error) => moment_fault(&error, name, text).help(format!("expected {}", ty.words())),
        };
        self.fault(fault, span);
        None
    }
}

/// Makes the diagnostic of a moment that can't be understood.
pub(super) fn moment_fault(error: &MomentError, name: &str, text: &str) -> Diagnostic {
    match error {
        MomentError::Date(why) => Diagnostic::new(&codes::BAD_DATE, format!("`{name}` is no date: `{text}` ({why})")),
        MomentError::Zone(why) => Diagnostic::new(&codes::BAD_ZONE, format!("the zone of `{name}` is wrong: {why}")),
        MomentError::Ambiguous => Diagnostic::new(
            &codes::BAD_DATE,
            format!("`{name}` names a time that a change of clocks skips or repeats: `{text}`"),
        ),
    }
}

/// A table's entries in the order of the file.
fn sorted<'t, 'i>(table: &'t DeTable<'i>) -> Vec<(&'t Spanned<Cow<'i, str>>, &'t Spanned<DeValue<'i>>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

fn free(table: &DeTable<'_>, offset: usize, span: &Span) -> Data {
    let mut record = Record { span: span.clone(), fields: Vec::new() };
    for (key, value) in sorted(table) {
        let place = key.span().start + offset..key.span().end + offset;
        record.fields.push((Cow::Owned(key.get_ref().to_string()), place, free_value(value, offset)));
    }
    Data::Table(record)
}

fn free_value(value: &Spanned<DeValue<'_>>, offset: usize) -> Value {
    let span = value.span().start + offset..value.span().end + offset;
    let data = match value.get_ref() {
        DeValue::String(text) => Data::Text(text.to_string()),
        DeValue::Integer(number) => {
            Data::Integer(i64::from_str_radix(number.as_str(), number.radix()).unwrap_or(i64::MAX))
        }
        DeValue::Boolean(yes) => Data::Boolean(*yes),
        DeValue::Table(table) => free(table, offset, &span),
        DeValue::Float(number) => Data::Text(number.as_str().to_owned()),
        DeValue::Datetime(moment) => Data::Text(moment.to_string()),
        DeValue::Array(items) => Data::List(items.iter().map(|item| free_value(item, offset)).collect()),
    };
    Value { span, data }
}

fn article(type_name: &str) -> String {
    match type_name.chars().next() {
        Some('a' | 'e' | 'i' | 'o' | 'u') => format!("an {type_name}"),
        _ => format!("a {type_name}"),
    }
}

/// Tells whether a text can be a part of an address.
#[must_use]
pub fn is_slug(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with('-')
        && !text.ends_with('-')
        && text.chars().all(|c| (c.is_alphanumeric() && !c.is_uppercase()) || c == '-' || is_mark(c))
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

fn is_https(text: &str) -> bool {
    url::Url::parse(text).is_ok_and(|url| url.scheme() == "https" && url.has_host())
}

fn is_language_tag(text: &str) -> bool {
    text.parse::<icu_locale::Locale>().is_ok_and(|locale| !locale.id.language.is_unknown())
}
