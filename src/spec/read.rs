//! TOML against a schema: every fault at once, each at its place.

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::mend::Mended;
use super::moment::{Moment, MomentError};
use super::value::{Data, Record, Stranger, Value};
use super::written_date::{Advice, advice};
use super::{Field, Need, Schema, Type, meant};
use crate::diag::{Diagnostic, SourcePath, Span, codes, nearest};
use crate::fs::composed;

/// Reads TOML that begins at byte `offset` of a file, and checks it against a schema.
///
/// Faulty fields are left out of the record, which names them, so that what is sound can still be used and nobody calls
/// them missing. Required fields are checked by the caller who knows which file this is; tables inside are checked
/// here.
#[must_use]
pub fn read(toml: &str, offset: usize, path: &SourcePath, schema: &Schema) -> (Record, Vec<Diagnostic>) {
    let mended = Mended::of(toml);
    let (table, _) = DeTable::parse_recoverable(&mended.text);
    let diagnostics = mended.diagnostics(offset, path).collect();
    let mut reader = Reader { path, offset, text: &mended.text, unread: &mended, diagnostics };
    let fields: Vec<&Field> = schema.fields().collect();
    let span = offset..offset + toml.len();
    let mut record = reader.table(table.get_ref(), &span, &fields, schema.name, false);
    for (name, span) in &mended.strangers {
        let span = reader.place(span);
        reader.stranger(name, Stranger { span, is_table: false }, &fields, schema.name, &mut record);
    }
    record.refused.extend(mended.fields.iter().cloned());
    record.is_torn = mended.is_torn;
    (record, reader.diagnostics)
}

struct Reader<'a> {
    path: &'a SourcePath,
    offset: usize,
    /// The text, with what can't be read replaced.
    text: &'a str,
    unread: &'a Mended,
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
        let mut record = Record { span: span.clone(), ..Record::default() };
        let mut strangers = Vec::new();
        for (key, value) in sorted(table) {
            let key_span = self.place(&key.span());
            let name: &str = key.get_ref();
            let Some(field) = fields.iter().find(|field| field.name == name) else {
                strangers.push((name, Stranger { span: key_span, is_table: is_table(value.get_ref()) }));
                continue;
            };
            let told = self.diagnostics.len();
            if let Some(value) = self.value(value, &field.ty, field.name) {
                record.fields.push((Cow::Borrowed(field.name), key_span, value));
            }
            if self.diagnostics.len() > told {
                record.refused.push(field.name.to_owned());
            }
        }
        for (name, stranger) in strangers {
            self.stranger(name, stranger, fields, owner, &mut record);
        }
        if nested && !self.unread.is_torn {
            let is_unread = |field: &Field| self.unread.fields.iter().any(|name| name == field.name);
            let required = fields.iter().filter(|field| field.need == Need::Required);
            let missing: Vec<&Field> =
                required.copied().filter(|field| record.lacks(field.name) && !is_unread(field)).collect();
            if name_stranger(&mut record, &missing, &mut self.diagnostics) {
                return record;
            }
            for field in missing {
                let fault =
                    Diagnostic::new(&codes::MISSING_FIELD, format!("missing field `{}` in `{owner}`", field.name))
                        .help(format!("add `{} = {}`: {}", field.name, field.example, field.doc));
                self.fault(fault, span);
            }
        }
        record
    }

    /// Reports a field that is not known; the one that was meant is not missing.
    fn stranger(&mut self, name: &str, stranger: Stranger, fields: &[&Field], owner: &str, record: &mut Record) {
        let fault = Diagnostic::new(&codes::UNKNOWN_FIELD, format!("unknown field `{name}` in {owner}"));
        let known = || fields.iter().map(|field| field.name);
        let lacking: Vec<&str> = known().filter(|known| record.lacks(known)).collect();
        let span = stranger.span.clone();
        let fault = if let Some(near) = meant::field(name, lacking.into_iter()) {
            record.refused.push(near.to_owned());
            fault.help(format!("did you mean `{near}`?"))
        } else {
            record.strangers.push(stranger);
            fault.help(match meant::field(name, known()) {
                Some(given) => format!("`{given}` is given already: remove one of the two"),
                None => {
                    let known: Vec<String> = known().map(|name| format!("`{name}`")).collect();
                    format!("known here: {}", known.join(", "))
                }
            })
        };
        self.fault(fault, &span);
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
                    self.fault(no_tag(text), &span);
                    return None;
                }
                Some(Data::Text(text.to_string()))
            }
            (Type::Choice(words), DeValue::String(text)) => {
                if words.contains(&text.as_ref()) {
                    Some(Data::Text(text.to_string()))
                } else {
                    let fault = Diagnostic::new(&codes::BAD_VALUE, format!("`{name}` can't be `{text}`"));
                    let near = meant::word(text, words);
                    let help = match near {
                        Some(near) => format!("did you mean `{near}`? expected {}", ty.words()),
                        None => format!("expected {}", ty.words()),
                    };
                    self.fault(fault.help(help), &span);
                    near.map(|near| Data::Text(near.to_owned()))
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
            _ => return self.of_other_type(value, ty, name),
        };
        data.map(|data| Value { span, data })
    }

    /// Reports a value of another type; where it is plain what was meant, reads that.
    fn of_other_type(&mut self, value: &Spanned<DeValue<'_>>, ty: &Type, name: &str) -> Option<Value> {
        let span = self.place(&value.span());
        let written = self.text.get(value.span()).unwrap_or_default();
        let found = article(type_name(value.get_ref()));
        let fault = Diagnostic::new(&codes::WRONG_TYPE, format!("`{name}` is {found}, expected {}", ty.words()));
        let meant = meant::value(value.get_ref(), written, ty, name, &span);
        let fault = match &meant {
            Some(meant) => fault.help(format!("write {}", meant.written)),
            None => fault,
        };
        self.fault(fault, &span);
        match (ty, value.get_ref()) {
            (Type::List(item @ Type::Table(_)), DeValue::Table(_)) => {
                let only = self.value(value, item, name)?;
                Some(Value { span, data: Data::List(vec![only]) })
            }
            _ => meant?.data.map(|data| data.at(&span)),
        }
    }

    fn map(&mut self, table: &DeTable<'_>, item: &Type, name: &str, span: &Span, languages: bool) -> Data {
        let mut record = Record { span: span.clone(), ..Record::default() };
        for (key, value) in sorted(table) {
            let key_span = self.place(&key.span());
            let key: &str = key.get_ref();
            if languages && !is_language_tag(key) {
                self.fault(no_tag(key), &key_span);
                record.refused.push(key.to_owned());
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
        // One form of Unicode, so that an id or the name of a file is found however it was typed.
        Some(Data::Text(composed(text.trim()).into_owned()))
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
            return Some(Data::Text(composed(text).into_owned()));
        }
        let fault = Diagnostic::new(&codes::BAD_VALUE, format!("`{name}` can't be `{text}`"));
        let expected = format!("expected {}", ty.words());
        self.fault(fault.help(meant::text(text, ty).map_or(expected, |meant| format!("write `\"{meant}\"`"))), span);
        None
    }

    fn moment(&mut self, text: &str, ty: &Type, name: &str, span: &Span) -> Option<Data> {
        let fault = match Moment::parse(text) {
            Ok(moment) if moment.instant.is_none() && matches!(ty, Type::Instant) => {
                Diagnostic::new(&codes::BAD_ZONE, format!("`{name}` has no zone: `{text}`"))
                    .help(date_help(name, &advice(text, true)))
            }
            Ok(moment) => return Some(Data::Moment(moment)),
            Err(error) => moment_fault(&error, name, text, matches!(ty, Type::Instant)),
        };
        self.fault(fault, span);
        None
    }
}

/// Takes the only unknown field of a table for the only one that is missing: one name too many and one too few are one
/// mistake. Tells whether it was so.
pub fn name_stranger(record: &mut Record, missing: &[&Field], diagnostics: &mut [Diagnostic]) -> bool {
    let ([stranger], [field]) = (record.strangers.as_slice(), missing) else { return false };
    let is_about = |fault: &&mut Diagnostic| {
        fault.code == &codes::UNKNOWN_FIELD
            && fault.labels.first().is_some_and(|label| label.span.as_ref() == Some(&stranger.span))
    };
    let Some(fault) = diagnostics.iter_mut().find(is_about) else { return false };
    fault.help = Some(format!("did you mean `{}`? it is missing", field.name));
    record.refused.push(field.name.to_owned());
    record.strangers.clear();
    true
}

fn is_table(value: &DeValue<'_>) -> bool {
    match value {
        DeValue::Table(_) => true,
        DeValue::Array(items) => items.iter().any(|item| matches!(item.get_ref(), DeValue::Table(_))),
        _ => false,
    }
}

/// Makes the diagnostic of a moment that can't be understood.
fn moment_fault(error: &MomentError, name: &str, text: &str, needs_zone: bool) -> Diagnostic {
    match error {
        MomentError::Date => {
            let advice = advice(text, needs_zone);
            let why = advice.why.as_ref().map_or_else(String::new, |why| format!(": {why}"));
            let message = format!("`{name}` is not a date in the form that is read: `{text}`{why}");
            Diagnostic::new(&codes::BAD_DATE, message).help(date_help(name, &advice))
        }
        MomentError::Zone { why, zone } => {
            let fault = Diagnostic::new(&codes::BAD_ZONE, format!("the zone of `{name}` is wrong: {why}"));
            let zones: Vec<String> = jiff::tz::db().available().map(|zone| zone.as_str().to_owned()).collect();
            match nearest(zone, zones.iter().map(String::as_str)) {
                Some(near) => fault.help(format!("did you mean `{near}`?")),
                None => fault.help("zones look like `Europe/Lisbon`, or are left out"),
            }
        }
        MomentError::Ambiguous => Diagnostic::new(
            &codes::BAD_DATE,
            format!("`{name}` names a time that a change of clocks skips or repeats: `{text}`"),
        )
        .help("say which is meant by the offset, as in `2026-10-25T01:30+01:00`"),
    }
}

/// Says how a date is written.
pub(super) fn date_help(name: &str, advice: &Advice) -> String {
    match advice.instead.as_slice() {
        [] => format!("year, month, day: `{name} = 2026-11-26`; with a time `\"2026-11-26T14:00[Europe/Brussels]\"`"),
        [one] => format!("write `{name} = {}`", date_literal(one)),
        [first, second, ..] => {
            format!("write year, month, day: `{}` or `{}`", date_literal(first), date_literal(second))
        }
    }
}

/// A date or time in TOML: with the name of a zone it is a text.
fn date_literal(date: &str) -> String {
    if date.contains('[') { format!("\"{date}\"") } else { date.to_owned() }
}

fn no_tag(text: &str) -> Diagnostic {
    let fault = Diagnostic::new(&codes::BAD_LANGUAGE_TAG, format!("`{text}` is not a BCP 47 language tag"));
    match meant::language(text) {
        Some(tag) => fault.help(format!("write `{tag}`")),
        None => fault.help("tags look like `fr`, `pt-BR` or `zh-Hant`"),
    }
}

/// A table's entries in the order of the file.
fn sorted<'t, 'i>(table: &'t DeTable<'i>) -> Vec<(&'t Spanned<Cow<'i, str>>, &'t Spanned<DeValue<'i>>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

fn free(table: &DeTable<'_>, offset: usize, span: &Span) -> Data {
    let mut record = Record { span: span.clone(), ..Record::default() };
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

/// What a value is, in the words of an editor.
fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) => "number",
        DeValue::Boolean(_) => "yes or no",
        DeValue::Datetime(_) => "date",
        DeValue::Array(_) => "list",
        DeValue::Table(_) => "table",
    }
}

/// Returns whether a text can be a part of an address.
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

pub(super) fn is_language_tag(text: &str) -> bool {
    text.parse::<icu_locale::Locale>().is_ok_and(|locale| !locale.id.language.is_unknown())
}
