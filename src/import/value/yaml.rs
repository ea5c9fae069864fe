//! Reads YAML as a [`Value`] from the parser's events: resolves anchors and merge keys (`<<`), and records each value's
//! line. Only what YAML 1.2's core schema defines is a number, a boolean or null; dates stay text.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use super::{Data, Table, Unreadable, Value};

/// The maximum nesting depth of lists and tables, so that no file exhausts the stack.
const DEEPEST: usize = 64;
/// The maximum number of values that aliases may produce in one file, so that none exhausts the memory.
const MOST: usize = 200_000;

/// Reads the first YAML document of a text whose first line is `first_line` of its file.
///
/// # Errors
///
/// If the text is not valid YAML.
pub fn yaml(text: &str, first_line: usize) -> Result<Value, Unreadable> {
    let mut events = Vec::new();
    for event in Parser::new_from_str(text) {
        match event {
            Ok((Event::DocumentEnd, _)) => break,
            Ok(event) => events.push(event),
            Err(error) => {
                let line_number = first_line + error.marker().line().saturating_sub(1);
                return Err(Unreadable { line_number, why: error.info().to_owned() });
            }
        }
    }
    let events = events.into_iter().filter(|(event, _)| {
        !matches!(event, Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) | Event::Nothing)
    });
    let mut reader =
        Reader { events: events.collect::<Vec<_>>().into_iter(), anchors: HashMap::new(), first_line, made: 0 };
    match reader.events.next() {
        Some((event, span)) => reader.value(event, span, 0),
        None => Ok(Value { line_number: first_line, data: Data::Null }),
    }
}

struct Reader<'a> {
    events: std::vec::IntoIter<(Event<'a>, Span)>,
    anchors: HashMap<usize, Value>,
    first_line: usize,
    made: usize,
}

impl<'a> Reader<'a> {
    fn value(&mut self, event: Event<'a>, span: Span, depth: usize) -> Result<Value, Unreadable> {
        let line_number = self.first_line + span.start.line().saturating_sub(1);
        let refuse = |why: &str| Unreadable { line_number, why: why.to_owned() };
        self.made += 1;
        if depth > DEEPEST || self.made > MOST {
            return Err(refuse("lists and tables nest too deep, or aliases make too much of them"));
        }
        let (data, anchor) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                let is_text = tag.is_some_and(|tag| tag.suffix == "str");
                let data =
                    if style == ScalarStyle::Plain && !is_text { plain(&text) } else { Data::Text(text.into_owned()) };
                (data, anchor)
            }
            Event::Alias(anchor) => {
                let value = self.anchors.get(&anchor).cloned().ok_or_else(|| refuse("an alias without its anchor"))?;
                self.made += size(&value);
                (value.data, 0)
            }
            Event::SequenceStart(anchor, _) => {
                let mut items = Vec::new();
                loop {
                    match self.events.next() {
                        None => return Err(refuse("a list does not end")),
                        Some((Event::SequenceEnd, _)) => break,
                        Some((event, span)) => items.push(self.value(event, span, depth + 1)?),
                    }
                }
                (Data::List(items), anchor)
            }
            Event::MappingStart(anchor, _) => (Data::Table(self.table(line_number, depth)?), anchor),
            _ => return Err(refuse("the YAML makes no sense here")),
        };
        let value = Value { line_number, data };
        if anchor != 0 {
            self.anchors.insert(anchor, value.clone());
        }
        Ok(value)
    }

    fn table(&mut self, line_number: usize, depth: usize) -> Result<Table, Unreadable> {
        let refuse = |why: &str| Unreadable { line_number, why: why.to_owned() };
        let mut table = Table::default();
        let mut merged: Vec<Table> = Vec::new();
        loop {
            let (event, span) = match self.events.next() {
                None => return Err(refuse("a table does not end")),
                Some((Event::MappingEnd, _)) => break,
                Some(event) => event,
            };
            let is_merge = matches!(&event, Event::Scalar(text, ScalarStyle::Plain, ..) if text == "<<");
            let key = self.value(event, span, depth + 1)?;
            let Some((event, span)) = self.events.next() else { return Err(refuse("a key has no value")) };
            let value = self.value(event, span, depth + 1)?;
            match (is_merge, value.data) {
                (true, Data::Table(other)) => merged.push(other),
                (true, Data::List(items)) => merged.extend(items.into_iter().filter_map(|item| item.table().cloned())),
                (_, data) => {
                    let value = Value { line_number: value.line_number, data };
                    // If a key occurs twice, the last value counts, as in the tools.
                    let name = key.text().unwrap_or_default();
                    match table.0.iter_mut().find(|(known, _)| *known == name) {
                        Some((_, old)) => *old = value,
                        None => table.0.push((name, value)),
                    }
                }
            }
        }
        for (key, value) in merged.into_iter().flat_map(|other| other.0) {
            if !table.0.iter().any(|(known, _)| *known == key) {
                table.0.push((key, value));
            }
        }
        Ok(table)
    }
}

fn size(value: &Value) -> usize {
    match &value.data {
        Data::List(items) => 1 + items.iter().map(size).sum::<usize>(),
        Data::Table(table) => 1 + table.0.iter().map(|(_, value)| size(value)).sum::<usize>(),
        _ => 1,
    }
}

/// Reads an unquoted scalar by the core schema.
fn plain(text: &str) -> Data {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Data::Null,
        "true" | "True" | "TRUE" => return Data::Boolean(true),
        "false" | "False" | "FALSE" => return Data::Boolean(false),
        _ => {}
    }
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_whole = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    // A text with a leading zero, such as `007`, is more often a name than a number.
    if is_whole && (digits == "0" || !digits.starts_with('0')) {
        return text.parse().map_or_else(|_| Data::Number(text.to_owned()), Data::Integer);
    }
    let is_number = !is_whole
        && digits.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && digits.bytes().any(|byte| byte.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || b".eE+-".contains(&byte))
        && digits.parse::<f64>().is_ok();
    if is_number { Data::Number(text.to_owned()) } else { Data::Text(text.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::{Data, yaml};

    fn text(source: &str, path: &str) -> Option<String> {
        yaml(source, 1).ok()?.table()?.at(path)?.text()
    }

    #[test]
    fn scalars_are_what_the_core_schema_calls_them() {
        let source = "a: yes\nb: 'true'\nc: true\nd: 12\ne: 1.5\nf: ~\ng: 2018-01-02\nh: 007\ni: \"x: y\"\n";
        let table = yaml(source, 1).expect("YAML");
        let table = table.table().expect("a table");
        assert_eq!(table.get("a").map(|v| &v.data), Some(&Data::Text("yes".into())));
        assert_eq!(table.get("b").map(|v| &v.data), Some(&Data::Text("true".into())));
        assert_eq!(table.get("c").map(|v| &v.data), Some(&Data::Boolean(true)));
        assert_eq!(table.get("d").map(|v| &v.data), Some(&Data::Integer(12)));
        assert_eq!(table.get("e").map(|v| &v.data), Some(&Data::Number("1.5".into())));
        assert_eq!(table.get("f").map(|v| &v.data), Some(&Data::Null));
        assert_eq!(table.get("g").map(|v| &v.data), Some(&Data::Text("2018-01-02".into())));
        assert_eq!(table.get("h").map(|v| &v.data), Some(&Data::Text("007".into())));
        assert_eq!(table.get("i").map(|v| v.line_number), Some(9));
    }

    #[test]
    fn folded_texts_anchors_and_merge_keys_are_followed() {
        let source = "base: &b\n  x: 1\n  y: 2\nown:\n  <<: *b\n  y: 3\nlong: >-\n  one\n  two\n";
        assert_eq!(text(source, "own.x").as_deref(), Some("1"));
        assert_eq!(text(source, "own.y").as_deref(), Some("3"));
        assert_eq!(text(source, "long").as_deref(), Some("one two"));
    }

    #[test]
    fn what_can_not_be_read_names_its_line() {
        let fault = yaml("a: 1\nb: [1, 2\nc: 3\n", 10).expect_err("no YAML");
        assert!(fault.line_number >= 11, "{fault:?}");
        let bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e]\n";
        assert!(yaml(bomb, 1).is_err());
        assert!(yaml(&"[".repeat(5000), 1).is_err());
    }
}
