//! The opening line of a directive: tokens, then arguments checked against the directive's table.

use std::ops::Range;

use crate::diag::{codes, nearest};

use super::directive::{Argument, ArgumentSpec, DIRECTIVES, DirectiveSpec, Form, Required, Value};
use super::faults::Faults;
use super::url::{Destination, destination};

/// An opening line as understood.
#[derive(Debug)]
pub(super) struct Opening {
    /// `None` where the name is not known: the content is shown without a frame.
    pub(super) spec: Option<&'static DirectiveSpec>,
    pub(super) arguments: Vec<Argument>,
    /// Whether every required argument is there and every value is right.
    pub(super) sound: bool,
    /// Name and arguments in the text.
    pub(super) range: Range<usize>,
}

#[derive(Debug)]
struct Token<'s> {
    name: Option<&'s str>,
    value: String,
    quoted: bool,
    range: Range<usize>,
}

/// Reads what follows the colons. `start` is its place in the text.
pub(super) fn read(line: &str, start: usize, faults: &mut Faults<'_>) -> Opening {
    let name = &line[..line.find(char::is_whitespace).unwrap_or(line.len())];
    let range = start..start + line.len();
    let Some(spec) = DirectiveSpec::find(name) else {
        let known = || DIRECTIVES.iter().map(|spec| spec.name);
        let help = match nearest(name, known()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("directives are {}", listed(known())),
        };
        let message = format!("unknown directive `{name}`");
        faults.add(&codes::UNKNOWN_DIRECTIVE, &(start..start + name.len()), message, &help);
        return Opening { spec: None, arguments: Vec::new(), sound: false, range };
    };
    let mut reader = Reader { spec, arguments: Vec::new(), sound: true, faults };
    for token in reader.tokens(line, name.len(), start) {
        reader.assign(&token);
    }
    reader.require(&(start..start + name.len()));
    let Reader { arguments, sound, .. } = reader;
    Opening { spec: Some(spec), arguments, sound, range }
}

fn listed<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

struct Reader<'f, 'p> {
    spec: &'static DirectiveSpec,
    arguments: Vec<Argument>,
    sound: bool,
    faults: &'f mut Faults<'p>,
}

impl Reader<'_, '_> {
    fn fault(&mut self, range: &Range<usize>, message: String, help: &str) {
        self.faults.add(&codes::DIRECTIVE_ARGUMENT, range, message, help);
    }

    fn usage(&self) -> String {
        format!("write `{}`", self.spec.usage())
    }

    /// Splits `name=value`, `name="a \"value\""`, `"a value"` and bare words.
    fn tokens<'s>(&mut self, line: &'s str, from: usize, start: usize) -> Vec<Token<'s>> {
        let mut tokens = Vec::new();
        let mut at = from;
        loop {
            at += line[at..].len() - line[at..].trim_start().len();
            if at == line.len() {
                return tokens;
            }
            let rest = &line[at..];
            let word = &rest[..rest.find(|c: char| c.is_whitespace() || c == '=' || c == '"').unwrap_or(rest.len())];
            let named = !word.is_empty() && rest[word.len()..].starts_with('=');
            let name = named.then_some(word);
            let value_at = if named { at + word.len() + 1 } else { at };
            let (value, length) = self.value(&line[value_at..], start + value_at);
            let quoted = line[value_at..].starts_with('"');
            tokens.push(Token { name, value, quoted, range: start + value_at..start + value_at + length });
            at = value_at + length;
        }
    }

    /// Reads one value; returns it with the bytes it takes.
    fn value(&mut self, text: &str, start: usize) -> (String, usize) {
        let Some(quoted) = text.strip_prefix('"') else {
            let typographic = text.starts_with(['“', '”', '„', '«', '‘', '’', '\'']);
            let closing =
                typographic.then(|| text.char_indices().skip(1).find(|(_, c)| "”“»’'".contains(*c))).flatten();
            let length = match closing {
                Some((at, c)) => at + c.len_utf8(),
                None => text.find(char::is_whitespace).unwrap_or(text.len()),
            };
            if typographic {
                self.sound = false;
                let message = format!("`{}` is not in straight quotation marks", &text[..length]);
                self.fault(&(start..start + length), message, "write `\"…\"`");
            }
            return (text[..length].to_owned(), length);
        };
        let mut value = String::new();
        let mut chars = quoted.char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => return (value, at + 2),
                '\\' => match chars.next() {
                    Some((_, escaped @ ('"' | '\\'))) => value.push(escaped),
                    Some((_, other)) => value.extend(['\\', other]),
                    None => value.push('\\'),
                },
                c => value.push(c),
            }
        }
        self.sound = false;
        self.fault(&(start..start + text.len()), "a quotation mark is missing".to_owned(), "end the value with `\"`");
        (value, text.len())
    }

    /// Finds the argument that a token is.
    fn assign(&mut self, token: &Token<'_>) {
        let specs = self.spec.arguments;
        let word = token.name.unwrap_or(&token.value);
        let spec = match token.name {
            Some(name) => specs.iter().find(|spec| spec.name == name && spec.form != Form::Flag),
            None => specs
                .iter()
                .find(|spec| spec.form == Form::Flag && !token.quoted && spec.name == word)
                .or_else(|| self.next_positional(token.quoted)),
        };
        let Some(spec) = spec else {
            let name = self.spec.name;
            let (message, help) = match nearest(word, specs.iter().map(|spec| spec.name)) {
                Some(near) if near == word => {
                    let form = specs.iter().find(|spec| spec.name == near).map(|spec| spec.form);
                    let help = if form == Some(Form::Flag) { format!("write `{near}` alone") } else { self.usage() };
                    (format!("argument `{word}` of `{name}` is not written so"), help)
                }
                Some(near) => (format!("unknown argument `{word}` of `{name}`"), format!("did you mean `{near}`?")),
                None => (format!("unknown argument `{word}` of `{name}`"), self.usage()),
            };
            self.fault(&token.range, message, &help);
            return;
        };
        if self.arguments.iter().any(|argument| argument.name == spec.name) {
            let message = format!("argument `{}` is given twice", spec.name);
            self.fault(&token.range, message, "keep one of them");
            return;
        }
        let value = if spec.form == Form::Flag { String::new() } else { token.value.clone() };
        self.judge(spec, &value, &token.range);
        self.arguments.push(Argument { name: spec.name, value, span: self.faults.span(&token.range) });
    }

    /// Finds the first positional argument not yet given; a quoted value is never one of a list of words.
    fn next_positional(&self, quoted: bool) -> Option<&'static ArgumentSpec> {
        self.spec.arguments.iter().find(|spec| {
            spec.form == Form::Positional
                && (!quoted || spec.value == Value::Text)
                && !self.arguments.iter().any(|argument| argument.name == spec.name)
        })
    }

    fn judge(&mut self, spec: &ArgumentSpec, value: &str, range: &Range<usize>) {
        let name = spec.name;
        let (message, help) = match spec.value {
            Value::None => return,
            _ if value.trim().is_empty() => (format!("argument `{name}` is empty"), spec.doc.to_owned()),
            Value::OneOf(values) if !values.contains(&value) => {
                let help = match nearest(value, values.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("it is one of {}", listed(values.iter().copied())),
                };
                (format!("`{value}` is no `{name}`"), help)
            }
            Value::File
                if !matches!(destination(value), Destination::Site | Destination::Fragment)
                    || value.starts_with('/') =>
            {
                (format!("`{value}` is no file beside the text"), "name it relative to the text: `map.svg`".to_owned())
            }
            Value::Web if destination(value) == Destination::Unsafe => {
                self.sound = false;
                let message = format!("the address `{value}` is not allowed");
                return self.faults.add(&codes::UNSAFE_URL, range, message, "write an address with https");
            }
            Value::Web if destination(value) != Destination::Web => {
                (format!("`{value}` is no address"), "write it in full: `https://…`".to_owned())
            }
            Value::Language if value.parse::<icu_locale::LanguageIdentifier>().is_err() => {
                (format!("`{value}` is no language tag"), "tags look like `fr`, `pt-BR` or `zh-Hant`".to_owned())
            }
            _ => return,
        };
        self.sound = false;
        self.fault(range, message, &help);
    }

    /// Reports the required arguments that are missing.
    fn require(&mut self, name: &Range<usize>) {
        let given = |reader: &Self, name: &str| reader.arguments.iter().any(|argument| argument.name == name);
        for spec in self.spec.arguments {
            let directive = self.spec.name;
            let here = given(self, spec.name);
            let message = match spec.required {
                Required::Always if !here => format!("`{directive}` lacks `{}`", spec.name),
                Required::Unless(flag) if !here && !given(self, flag) => {
                    format!("`{directive}` has neither `{}` nor `{flag}`", spec.name)
                }
                Required::Unless(flag) if here && given(self, flag) => {
                    format!("`{directive}` has both `{}` and `{flag}`", spec.name)
                }
                _ => continue,
            };
            let help = self.usage();
            self.sound = false;
            self.fault(name, message, &help);
        }
    }
}
