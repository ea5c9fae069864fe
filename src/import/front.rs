//! Splits a foreign file into front matter and body: YAML between `---` lines, TOML between `+++` lines, or a JSON
//! object at the beginning. Front matter that does not parse is kept as text, so that nothing of the file is lost.

use super::value::{self, Data, Table, Unreadable};

/// A file split into its parts.
#[derive(Clone, Debug, Default)]
pub struct Front {
    /// The fields; empty if there is no front matter or it can't be read.
    pub fields: Table,
    /// Whether the file has front matter, readable or not.
    pub is_there: bool,
    /// The text after the front matter.
    pub body: String,
    /// The line on which the body begins, 1-based.
    pub first_line: usize,
    /// The error in the front matter, and its source text.
    pub fault: Option<(Unreadable, String)>,
}

/// Splits a text whose line ends are LF.
#[must_use]
pub fn split(text: &str) -> Front {
    let text = text.trim_start_matches('\u{FEFF}');
    let whole = || Front { body: text.to_owned(), first_line: 1, ..Front::default() };
    let first = text.split_inclusive('\n').next().unwrap_or("");
    let (front, body) = match first.trim_end() {
        marker @ ("---" | "+++") => {
            let Some((front, body)) = fenced(text, first.len(), marker) else { return whole() };
            (front, body)
        }
        line if line.starts_with('{') && !line.starts_with("{{") && !line.starts_with("{%") => {
            let Some(end) = object_end(text) else { return whole() };
            (&text[..end], text[end..].strip_prefix('\n').unwrap_or(&text[end..]))
        }
        _ => return whole(),
    };
    let first_line = 1 + text[..text.len() - body.len()].matches('\n').count();
    let read = match first.trim_end() {
        "---" => value::yaml(front, 2),
        "+++" => value::toml(front, 2),
        _ => value::json(front, 1),
    };
    let mut split = Front { is_there: true, body: body.to_owned(), first_line, ..Front::default() };
    match read {
        Ok(value) => match value.data {
            Data::Table(fields) => split.fields = fields,
            Data::Null => {}
            _ => {
                let why = "the front matter is no table of fields".to_owned();
                split.fault = Some((Unreadable { line_number: 1, why }, front.to_owned()));
            }
        },
        Err(fault) => split.fault = Some((fault, front.to_owned())),
    }
    split
}

/// Splits at the second marker line.
fn fenced<'a>(text: &'a str, start: usize, marker: &str) -> Option<(&'a str, &'a str)> {
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        // YAML may also end with `...`.
        if line.trim_end() == marker {
            return Some((&text[start..at], &text[at + line.len()..]));
        }
        at += line.len();
    }
    None
}

/// Finds the end of the JSON object at the beginning of a text.
fn object_end(text: &str) -> Option<usize> {
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<serde_json::Value>();
    match stream.next()? {
        Ok(serde_json::Value::Object(_)) => Some(stream.byte_offset()),
        _ => None,
    }
}

/// Returns whether unreadable front matter may say that its text must not be published.
#[must_use]
pub fn may_hold(source: &str) -> bool {
    const HOLDING: [&str; 6] = ["draft", "publish", "expir", "render", "headless", "date"];
    let source = source.to_lowercase();
    HOLDING.iter().any(|word| source.contains(word))
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn front_matter_comes_in_three_forms() {
        for text in [
            "---\ntitle: A\n---\nBody\n",
            "+++\ntitle = \"A\"\n+++\nBody\n",
            "{\n\"title\": \"A\"}\nBody\n",
            "\u{FEFF}--- \r\ntitle: A\n---\nBody\n",
        ] {
            let front = split(text);
            assert_eq!(front.fields.text("title").as_deref(), Some("A"), "{text:?}");
            assert_eq!(front.body, "Body\n", "{text:?}");
        }
        assert_eq!(split("---\na: 1\n---\nBody").first_line, 4);
        assert_eq!(split("---\n---\nBody").first_line, 3);
    }

    #[test]
    fn what_is_no_front_matter_is_body() {
        for text in ["Body", "---\nopen", "{{< figure >}}\n", "{% if x %}", "----\na\n----\n", ""] {
            let front = split(text);
            assert!(!front.is_there, "{text:?}");
            assert_eq!(front.body, text);
        }
    }

    #[test]
    fn what_does_not_parse_is_kept_with_its_line() {
        let front = split("---\ntitle: \"A\nb: [\n---\nBody\n");
        let (fault, source) = front.fault.expect("a fault");
        assert!(fault.line_number >= 2);
        assert_eq!(source, "title: \"A\nb: [\n");
        assert_eq!(front.body, "Body\n");
        assert!(split("---\njust text\n---\nBody\n").fault.is_some());
    }
}
