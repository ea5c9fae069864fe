//! The mistakes that editors make in TOML: one function for each kind, from the most telling sign to the least.

use super::statement::{Statement, outside_strings};
use super::written_date::{advice, looks_like_date};
use crate::diag::{Code, Span, codes};

/// The kind of a mistake, as far as it matters for reading on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// One field can't be read.
    Field,
    /// Fields are written as in YAML.
    Yaml,
    /// Typographic quotation marks are used instead of straight ones.
    Quotes,
    /// Other white space is used instead of spaces.
    Spaces,
    /// A name that can't be the name of a field.
    Stranger,
    /// The text after it can't be interpreted.
    Torn,
}

impl Kind {
    /// Returns whether the editor's program makes the mistake on every line.
    pub fn is_habit(self) -> bool {
        matches!(self, Self::Yaml | Self::Quotes | Self::Spaces)
    }
}

/// A mistake: places are bytes of the text.
#[derive(Clone, Debug)]
pub(super) struct Mistake {
    pub kind: Kind,
    pub code: &'static Code,
    pub message: String,
    pub help: String,
    pub span: Span,
    /// Further places of the same mistake.
    pub others: Vec<Span>,
    /// The intended statement, with the same number of bytes.
    pub meant: Option<String>,
    /// The fields that it names.
    pub fields: Vec<String>,
    /// The end of the mistake, if it is after the statement.
    pub reach: usize,
}

/// Finds the mistake in a statement that the parser can't read at byte `at`.
pub(super) fn judge(statement: &Statement<'_>, text: &str, error: &str, at: usize) -> Mistake {
    let judges: [fn(&Case<'_>) -> Option<Mistake>; 16] = [
        duplicate,
        header,
        spaces,
        yaml,
        quotes,
        name,
        no_value,
        doubled,
        date,
        unclosed_block,
        inner_quote,
        unclosed_quote,
        list,
        escape,
        trailing,
        bare,
    ];
    let (value_at, value) = statement.value();
    let case = Case { statement, text, error, at, value_at: statement.start + value_at, value };
    judges.iter().find_map(|judge| judge(&case)).unwrap_or_else(|| {
        let help = "a field is written `name = value`, on one line; texts stand between `\"…\"`";
        case.mistake("this can't be read as a field".into(), help.into(), case.at..case.at)
    })
}

/// A statement with what is known of it.
struct Case<'a> {
    statement: &'a Statement<'a>,
    text: &'a str,
    error: &'a str,
    at: usize,
    value_at: usize,
    value: &'a str,
}

impl Case<'_> {
    fn mistake(&self, message: String, help: String, span: Span) -> Mistake {
        let key = self.statement.key();
        let fields = if self.statement.is_header() { Vec::new() } else { vec![bare_name(key)] };
        let kind = Kind::Field;
        let code = &codes::TOML_SYNTAX;
        Mistake { kind, code, message, help, span, others: Vec::new(), meant: None, fields, reach: 0 }
    }

    fn key_span(&self) -> Span {
        let start = self.statement.start + self.statement.text.len() - self.statement.text.trim_start().len();
        start..start + self.statement.key().len()
    }

    fn value_span(&self) -> Span {
        self.value_at..self.value_at + self.value.lines().next().unwrap_or("").len()
    }

    /// The statement with its value replaced, where that has as many bytes.
    fn with_value(&self, value: &str) -> Option<String> {
        let at = self.value_at - self.statement.start;
        let text = self.statement.text;
        (value.len() == self.value.len()).then(|| format!("{}{value}{}", &text[..at], &text[at + value.len()..]))
    }
}

fn bare_name(key: &str) -> String {
    key.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'')).to_owned()
}

/// A text as TOML writes it, with the kind of quotation marks that it needs.
fn quoted(text: &str) -> String {
    if text.contains('"') && !text.contains('\'') {
        format!("'{text}'")
    } else {
        format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

fn is_quote(c: char) -> bool {
    matches!(
        c,
        '“' | '”'
            | '„'
            | '‟'
            | '‘'
            | '’'
            | '‚'
            | '‛'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '「'
            | '」'
            | '『'
            | '』'
            | '＂'
            | '＇'
            | '″'
            | '`'
            | '´'
    )
}

fn is_odd_space(c: char) -> bool {
    matches!(
        c,
        '\u{a0}' | '\u{1680}' | '\u{2000}'
            ..='\u{200f}'
                | '\u{202f}'
                | '\u{205f}'
                | '\u{2060}'
                | '\u{3000}'
                | '\u{feff}'
                | '\u{2028}'
                | '\u{2029}'
                | '\u{ad}'
    )
}

fn duplicate(case: &Case<'_>) -> Option<Mistake> {
    if !case.error.contains("duplicate key") {
        return None;
    }
    let (key, before) = (case.statement.key(), &case.text[..case.statement.start]);
    let name = bare_name(key.trim_matches(['[', ']']));
    let mut first = None;
    let mut start = 0;
    for line in before.split_inclusive('\n') {
        if line.trim_start().starts_with(key) {
            let indent = line.len() - line.trim_start().len();
            first = Some(start + indent..start + indent + key.len());
        }
        start += line.len();
    }
    let mut mistake = case.mistake(
        format!("`{name}` is given twice"),
        "keep one of the two, or write both values as one".into(),
        case.key_span(),
    );
    if case.statement.is_header() {
        mistake.help = "join the fields of both under one of the headers".into();
        mistake.reach = case.statement.next_header(case.text);
    }
    mistake.code = &codes::DUPLICATE_FIELD;
    mistake.others.extend(first);
    Some(mistake)
}

fn header(case: &Case<'_>) -> Option<Mistake> {
    if !case.statement.is_header() {
        return None;
    }
    let line = case.statement.text.trim();
    let name = line.trim_matches(|c: char| matches!(c, '[' | ']') || c.is_whitespace());
    let help = if line.starts_with("[[") || line.ends_with("]]") {
        format!("write `[[{name}]]`")
    } else {
        format!("write `[{name}]`")
    };
    let mut mistake = case.mistake("the header of a table can't be read".into(), help, case.key_span());
    mistake.kind = Kind::Torn;
    Some(mistake)
}

fn spaces(case: &Case<'_>) -> Option<Mistake> {
    let odd: Vec<(usize, char)> = outside_strings(case.statement.text).filter(|(_, c)| is_odd_space(*c)).collect();
    let (at, c) = *odd.first()?;
    let name = match c {
        '\u{a0}' | '\u{202f}' => "a no-break space",
        '\u{3000}' => "a full-width space",
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => "an invisible character",
        _ => "a typographic space",
    };
    let start = case.statement.start + at;
    let message = format!("here is {name} (U+{:04X})", u32::from(c));
    let mut mistake =
        case.mistake(message, "delete it, and type an ordinary space".into(), start..start + c.len_utf8());
    mistake.kind = Kind::Spaces;
    mistake.fields.clear();
    let mut meant = case.statement.text.to_owned();
    for (at, c) in odd.into_iter().rev() {
        meant.replace_range(at..at + c.len_utf8(), &" ".repeat(c.len_utf8()));
    }
    mistake.meant = Some(meant);
    Some(mistake)
}

/// `title: "…"`, with the lists of YAML that belong to it.
fn yaml(case: &Case<'_>) -> Option<Mistake> {
    let line = case.statement.text.lines().next().unwrap_or("");
    let trimmed = line.trim_start();
    let is_item = trimmed.starts_with("- ");
    let colon = trimmed.find([':', '：', '＝']);
    let name = colon.map_or("", |at| trimmed[..at].trim());
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' '));
    let equals = case.statement.equals().unwrap_or(usize::MAX);
    let colon_at = colon.map_or(usize::MAX, |at| at + line.len() - trimmed.len());
    if !(is_item || is_name && colon_at < equals) {
        return None;
    }
    // Items and folded lines belong to the field above them.
    let mut reach = case.statement.start + line.len();
    let mut items = Vec::new();
    for next in case.text[(reach + 1).min(case.text.len())..].lines() {
        let is_indented = next.starts_with([' ', '\t']) && !next.trim().is_empty();
        if !is_indented && !next.starts_with("- ") {
            break;
        }
        items.push(quoted(next.trim().trim_start_matches("- ").trim_matches(['"', '\''])));
        reach += 1 + next.len();
    }
    let value = colon.map_or("", |at| trimmed[at..].trim_start_matches([':', '：', '＝', '=']).trim());
    let value = match value {
        "" if !items.is_empty() => format!("[{}]", items.join(", ")),
        "" => "\"…\"".to_owned(),
        "true" | "false" => value.to_owned(),
        _ if value.starts_with('[') => value.to_owned(),
        _ if looks_like_date(value) => advice(value, false).instead.first().cloned().unwrap_or_else(|| value.into()),
        _ => quoted(value.trim_matches(|c: char| is_quote(c) || matches!(c, '"' | '\''))),
    };
    let name = if is_item { "topics" } else { name };
    let start = case.key_span().start;
    let help = format!("write `{name} = {value}`");
    let mut mistake = case.mistake(
        "fields are written with `=`, not with `:`".into(),
        help,
        start..case.statement.start + line.len(),
    );
    mistake.kind = Kind::Yaml;
    mistake.fields = vec![name.to_owned()];
    mistake.reach = reach;
    Some(mistake)
}

fn quotes(case: &Case<'_>) -> Option<Mistake> {
    let after = case.value_at - case.statement.start;
    let outside: Vec<(usize, char)> =
        outside_strings(case.statement.text).filter(|(at, c)| *at >= after && is_quote(*c)).collect();
    // `"A statement”`: the straight mark is never met again.
    let open = case.value.starts_with('"') && case.value.matches('"').count() == 1;
    let closing = case.value.char_indices().next_back().filter(|(_, c)| open && is_quote(*c));
    let closing = closing.map(|(at, c)| (at + after, c));
    let begins = |at: usize| {
        case.statement.text[after..at].trim_end_matches(char::is_whitespace).ends_with([',', '[', '=', '{'])
            || at == after
    };
    let (at, c) = outside.first().copied().filter(|(at, _)| begins(*at)).or(closing)?;
    let start = case.statement.start + at;
    let plain = case.value.trim_matches(|c: char| is_quote(c) || matches!(c, '"' | '\'') || c.is_whitespace());
    let help = if case.value.starts_with('[') {
        format!("type straight quotation marks: `{} = [\"…\", \"…\"]`", case.statement.key())
    } else {
        format!("type straight ones: `{} = {}`", case.statement.key(), quoted(plain))
    };
    let mut mistake = case.mistake(format!("`{c}` is a typographic quotation mark"), help, start..start + c.len_utf8());
    mistake.kind = Kind::Quotes;
    let mut meant = case.statement.text.to_owned();
    for (nth, (at, c)) in outside
        .iter()
        .copied()
        .chain(closing.filter(|_| outside.is_empty()))
        .enumerate()
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
    {
        let pad = " ".repeat(c.len_utf8() - 1);
        let is_closing = nth % 2 == 1 || closing.is_some();
        meant.replace_range(at..at + c.len_utf8(), &if is_closing { format!("\"{pad}") } else { format!("{pad}\"") });
    }
    mistake.meant = Some(meant);
    Some(mistake)
}

fn name(case: &Case<'_>) -> Option<Mistake> {
    case.statement.equals()?;
    let key = case.statement.key();
    let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '"' | '\'');
    if key.is_empty() {
        let message = "a value without the name of a field".to_owned();
        return Some(case.mistake(message, "a field is written `name = value`".into(), case.value_span()));
    }
    if key.chars().all(is_bare) {
        return None;
    }
    let mut mistake = case.mistake(String::new(), String::new(), case.key_span());
    mistake.kind = Kind::Stranger;
    mistake.fields.clear();
    Some(mistake)
}

fn no_value(case: &Case<'_>) -> Option<Mistake> {
    let key = case.statement.key();
    if case.statement.equals().is_none() {
        let line = case.statement.text.lines().next().unwrap_or("").trim();
        let help = match line {
            "---" | "..." | "+ + +" | "++" | "++++" => "the front matter ends with a line `+++`".to_owned(),
            _ => format!("a field is written `name = value`, as in `title = {}`", quoted(line)),
        };
        let mut mistake = case.mistake("this line is not a field".into(), help, case.key_span());
        mistake.span.end = mistake.span.start + line.len();
        return Some(mistake);
    }
    case.value.is_empty().then(|| {
        case.mistake(format!("`{key}` has no value"), "write a value, or remove the line".into(), case.key_span())
    })
}

fn doubled(case: &Case<'_>) -> Option<Mistake> {
    let at = case.statement.start + case.statement.equals()?;
    let after = case.text[at + 1..].chars().next()?;
    let colon = case.text[..at].ends_with(':');
    if !matches!(after, '=' | '>' | ':') && !colon {
        return None;
    }
    let span = if colon { at - 1..at + 1 } else { at + 1..at + 2 };
    Some(case.mistake(
        "fields are written with one `=`".into(),
        format!("write `{} = …`", case.statement.key().trim_end_matches(':')),
        span,
    ))
}

fn date(case: &Case<'_>) -> Option<Mistake> {
    let is_bare = case.value.starts_with(|c: char| c.is_alphanumeric());
    if !is_bare || !looks_like_date(case.value) {
        return None;
    }
    let key = case.statement.key();
    let mut mistake = date_mistake(case, key);
    mistake.code = &codes::BAD_DATE;
    Some(mistake)
}

fn date_mistake(case: &Case<'_>, key: &str) -> Mistake {
    let advice = advice(case.value, key == "embargo" || key == "expires");
    let message = match &advice.why {
        Some(why) => format!("`{}` is not a date: {why}", case.value),
        None => format!("`{}` is not a date in the form that is read", case.value),
    };
    case.mistake(message, super::read::date_help(key, &advice), case.value_span())
}

fn unclosed_block(case: &Case<'_>) -> Option<Mistake> {
    let mark = ["\"\"\"", "'''"].into_iter().find(|mark| case.value.starts_with(mark))?;
    if case.value.matches(mark).count() > 1 {
        return None;
    }
    let mut mistake = case.mistake(
        format!("the text is not closed by `{mark}`"),
        format!("end the text with `{mark}`"),
        case.value_span(),
    );
    mistake.kind = Kind::Torn;
    Some(mistake)
}

/// `'The Minister's visit'`, `"The "new" rules"`.
fn inner_quote(case: &Case<'_>) -> Option<Mistake> {
    let mark = case.value.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let value = case.value;
    if value.contains('\n') || value.len() < 3 || !value.ends_with(mark) {
        // `'The Minister's visit`: two marks, neither of which is the last letter.
        let second = value[1..].find(mark).map(|at| at + 1).filter(|_| mark == '\'')?;
        let next = value[second + 1..].chars().next()?;
        return next.is_alphabetic().then(|| apostrophe(case, second));
    }
    let inner: Vec<usize> =
        value.match_indices(mark).map(|(at, _)| at).filter(|at| *at > 0 && at + 1 < value.len()).collect();
    let inner: Vec<usize> = inner.into_iter().filter(|at| mark == '\'' || !value[..*at].ends_with('\\')).collect();
    let first = *inner.first()?;
    if mark == '\'' {
        return Some(apostrophe(case, first));
    }
    let text = &value[1..value.len() - 1];
    let start = case.value_at + first;
    let help = if text.contains('\'') {
        "write `\\\"` for a quotation mark within the text".to_owned()
    } else {
        format!("put the text between `'…'`: `{} = '{text}'`", case.statement.key())
    };
    let mut mistake = case.mistake("the text ends at this quotation mark".into(), help, start..start + 1);
    let mut meant = value.to_owned();
    for at in inner {
        meant.replace_range(at..=at, "'");
    }
    mistake.meant = case.with_value(&meant);
    Some(mistake)
}

fn apostrophe(case: &Case<'_>, at: usize) -> Mistake {
    let text = case.value.strip_prefix('\'').unwrap_or(case.value);
    let text = text.strip_suffix('\'').unwrap_or(text);
    let start = case.value_at + at;
    let help = format!("put the text between `\"…\"`: `{} = {}`", case.statement.key(), quoted(text));
    let mut mistake = case.mistake("the text ends at this apostrophe".into(), help, start..start + 1);
    if !text.contains(['"', '\\']) && text.len() + 2 == case.value.len() {
        mistake.meant = case.with_value(&format!("\"{text}\""));
    }
    mistake
}

fn unclosed_quote(case: &Case<'_>) -> Option<Mistake> {
    let key = case.statement.key();
    let first = case.value.chars().next()?;
    let last = case.value.chars().next_back()?;
    let marks = |mark: char| case.value.matches(mark).count();
    let plain = case.value.trim_matches(['"', '\'']);
    if matches!(first, '"' | '\'') && marks(first) == 1 {
        let help = format!("close it: `{key} = {first}{plain}{first}`");
        return Some(case.mistake("the quotation mark is not closed".into(), help, case.value_span()));
    }
    let opened = matches!(last, '"' | '\'') && marks(last) == 1 && first.is_alphanumeric();
    opened.then(|| {
        let help = format!("open it: `{key} = {last}{plain}{last}`");
        case.mistake("the text has no quotation mark before it".into(), help, case.value_span())
    })
}

fn list(case: &Case<'_>) -> Option<Mistake> {
    let key = case.statement.key();
    let closing = match case.value.chars().next()? {
        '[' => ']',
        '{' => '}',
        _ => return None,
    };
    if !case.value.ends_with(closing) {
        let what = if closing == ']' { "the list" } else { "the table" };
        let help = format!("add `{closing}` after its last item");
        return Some(case.mistake(format!("{what} is not closed"), help, case.value_span()));
    }
    // A word without quotation marks, or two items without a comma.
    let place = case.at.clamp(case.value_at, case.value_at + case.value.len());
    let rest = &case.text[place..case.value_at + case.value.len()];
    let word: String = rest.chars().take_while(|c| !matches!(c, ',' | ']' | '}')).collect();
    let word = word.trim_end();
    if rest.starts_with(['"', '\'', '{', '[']) {
        let help = format!("`{key} = [\"…\", \"…\"]`");
        return Some(case.mistake("a comma is missing before this item".into(), help, place..place + 1));
    }
    if closing == ']' && word.starts_with(char::is_alphanumeric) {
        let help = format!("write {} in its place", quoted(word));
        return Some(case.mistake("texts stand between quotation marks".into(), help, place..place + word.len()));
    }
    let form = if closing == ']' { "[\"…\", \"…\"]" } else { "{ name = \"…\", name = \"…\" }" };
    let what = if closing == ']' { "list" } else { "table" };
    Some(case.mistake(format!("the {what} can't be read here"), format!("write `{key} = {form}`"), place..place))
}

fn escape(case: &Case<'_>) -> Option<Mistake> {
    if !case.value.starts_with('"') || !case.value.contains('\\') {
        return None;
    }
    // What follows a text that is whole is another mistake.
    let end = case.value.rfind('"').filter(|end| *end > 0)?;
    let at = case.value.find('\\').filter(|_| case.at <= case.value_at + end)?;
    let start = case.value_at + at;
    let help = format!(
        "write `\\\\`, or put the text between `'…'`: `{} = '{}'`",
        case.statement.key(),
        case.value.trim_matches('"')
    );
    let mut mistake = case.mistake("`\\` has a meaning of its own in this text".into(), help, start..start + 1);
    mistake.meant = case.with_value(&case.value.replace('\\', "/"));
    Some(mistake)
}

fn trailing(case: &Case<'_>) -> Option<Mistake> {
    let mark = case.value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let end = case.value[1..].find(mark)? + 2;
    let rest = case.value[end..].trim_start();
    let first = rest.chars().next()?;
    let start = case.value_at + case.value.len() - rest.len();
    let help = match first {
        ',' | ';' if rest.len() == 1 => format!("remove `{first}`"),
        ',' => format!("write several values as a list: `{} = [{}]`", case.statement.key(), case.value),
        '/' => "a remark begins with `#`".to_owned(),
        _ => "remove it, or make it a part of the text".to_owned(),
    };
    let mut mistake = case.mistake("nothing may follow the text on its line".into(), help, start..start + rest.len());
    let mut meant = case.value.to_owned();
    meant.replace_range(end.., &" ".repeat(case.value.len() - end));
    mistake.meant = case.with_value(&meant);
    Some(mistake)
}

/// A value without quotation marks.
fn bare(case: &Case<'_>) -> Option<Mistake> {
    let key = case.statement.key();
    let value = case.value;
    if value.is_empty() || value.contains('\n') {
        return None;
    }
    let mistake = |message: String, help: String| Some(case.mistake(message, help, case.value_span()));
    if let Some(yes) = truth(value) {
        return mistake(format!("`{value}` is neither `true` nor `false`"), format!("write `{key} = {yes}`"));
    }
    if value.chars().all(|c| c.is_numeric() || matches!(c, '.' | ',' | ' ' | '-' | '+' | '\'')) {
        let digits: String =
            value.chars().filter_map(|c| c.to_digit(10).and_then(|digit| char::from_digit(digit, 10))).collect();
        return mistake(
            format!("`{value}` can't be read as a number"),
            format!("write digits alone, as in `{digits}`, or a text between `\"…\"`"),
        );
    }
    mistake("texts stand between quotation marks".into(), format!("write `{key} = {}`", quoted(value)))
}

/// What words for yes and no mean, in the languages of our editors.
pub(super) fn truth(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "on" | "oui" | "vrai" | "sí" | "si" | "verdadero" | "да" | "نعم" | "是" | "ja" | "1" => {
            Some(true)
        }
        "false" | "no" | "off" | "non" | "faux" | "falso" | "нет" | "لا" | "否" | "nein" | "0" => Some(false),
        _ => None,
    }
}
