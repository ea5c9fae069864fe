//! The statements of a TOML text that may be wrong: where each begins and ends, and its parts.

use crate::diag::Span;

/// A statement: a field with its value, or the header of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Statement<'a> {
    /// Where it begins in the text.
    pub start: usize,
    /// Its lines, without the last line end.
    pub text: &'a str,
}

impl<'a> Statement<'a> {
    /// Finds the statement that holds a byte; of white space between two, the one before.
    #[cfg(test)]
    fn at(text: &'a str, at: usize) -> Self {
        Self::find(text, at, |_| false)
    }

    /// Finds the statement in which a parser that stumbles at a byte found no way on: the one that holds the byte, or
    /// one before it that is not closed.
    pub fn stumbled_in(text: &'a str, at: usize) -> Self {
        Self::find(text, at, Self::is_open)
    }

    /// Finds the statement that holds a byte, or the first before it that is the last.
    fn find(text: &'a str, at: usize, is_last: impl Fn(&Self) -> bool) -> Self {
        let mut found = Self { start: 0, text: "" };
        let mut start = 0;
        while start < text.len() && (start <= at || found.text.is_empty()) && !is_last(&found) {
            let end = start + end_of(&text[start..]);
            let statement = &text[start..end];
            if !statement.trim().is_empty() && !statement.trim_start().starts_with('#') {
                found = Self { start, text: statement.trim_end_matches('\n') };
            }
            start = end;
        }
        found
    }

    /// Returns its bytes in the text.
    pub fn span(&self) -> Span {
        self.start..self.start + self.text.len()
    }

    /// Returns whether it is the header of a table.
    pub fn is_header(&self) -> bool {
        self.text.trim_start().starts_with('[')
    }

    /// Returns whether it has a bracket that it does not close.
    fn is_open(&self) -> bool {
        let mut lexer = Lexer::default();
        self.text.char_indices().for_each(|(at, c)| lexer.step(&self.text[at..], c));
        !self.is_header() && lexer.brackets > 0
    }

    /// Returns the place of the first `=` that is no part of a string.
    pub fn equals(&self) -> Option<usize> {
        outside_strings(self.text).find(|(_, c)| *c == '=').map(|(at, _)| at)
    }

    /// Returns what stands before `=`, or the whole.
    pub fn key(&self) -> &'a str {
        self.text[..self.equals().unwrap_or(self.text.len())].trim()
    }

    /// Returns the value with its place in the statement, without comment.
    pub fn value(&self) -> (usize, &'a str) {
        let Some(after) = self.equals().map(|at| at + 1) else { return (self.text.len(), "") };
        let rest = &self.text[after..];
        let comment = outside_strings(rest).find(|(at, c)| *c == '#' && rest[..*at].ends_with([' ', '\t']));
        let rest = &rest[..comment.map_or(rest.len(), |(at, _)| at)];
        let value = rest.trim_start();
        (after + rest.len() - value.len(), value.trim_end())
    }

    /// Returns where the next header begins; the end of the text where there is none.
    pub fn next_header(&self, text: &str) -> usize {
        let mut at = self.span().end;
        for line in text[at..].split_inclusive('\n') {
            if line.trim_start().starts_with('[') && at > self.span().end {
                return at;
            }
            at += line.len();
        }
        text.len()
    }
}

/// Runs over the characters that are no part of a string; the quotation marks themselves are.
pub(super) fn outside_strings(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let mut lexer = Lexer::default();
    text.char_indices().filter(move |(at, c)| {
        let was_outside = lexer.string.is_none() && lexer.skip == 0 && !lexer.is_comment;
        lexer.step(&text[*at..], *c);
        was_outside && lexer.string.is_none()
    })
}

/// Where a scan stands: within which string, and in how many brackets.
#[derive(Default)]
struct Lexer {
    /// The mark that ends the string, `"`, `'` or three of them.
    string: Option<&'static str>,
    /// Bytes of the text that belong to a mark already seen.
    skip: usize,
    is_escaped: bool,
    is_comment: bool,
    brackets: usize,
    braces: usize,
}

impl Lexer {
    fn step(&mut self, rest: &str, c: char) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        if self.is_comment {
            self.is_comment = c != '\n';
            return;
        }
        if let Some(mark) = self.string {
            let is_escape = mark.starts_with('"') && c == '\\' && !self.is_escaped;
            if !self.is_escaped && rest.starts_with(mark) {
                (self.string, self.skip) = (None, mark.len() - 1);
            } else if c == '\n' && mark.len() == 1 {
                // No string of one mark goes past its line.
                self.string = None;
            }
            self.is_escaped = is_escape;
            return;
        }
        match c {
            '"' | '\'' => {
                let marks = if c == '"' { ["\"\"\"", "\""] } else { ["'''", "'"] };
                let mark = if rest.starts_with(marks[0]) { marks[0] } else { marks[1] };
                (self.string, self.skip) = (Some(mark), mark.len() - 1);
            }
            '#' => self.is_comment = true,
            '[' => self.brackets += 1,
            ']' => self.brackets = self.brackets.saturating_sub(1),
            '{' => self.braces += 1,
            '}' => self.braces = self.braces.saturating_sub(1),
            _ => {}
        }
    }
}

/// Finds the end of the statement with which a text begins.
///
/// Brackets that are not closed end before the next field or header, so that one of them does not take in the rest of
/// the file; braces that are not closed, with their line.
fn end_of(text: &str) -> usize {
    let first_line = text.find('\n').map_or(text.len(), |at| at + 1);
    if text[..first_line].trim_start().starts_with('[') {
        return first_line;
    }
    let mut lexer = Lexer::default();
    for (at, c) in text.char_indices() {
        lexer.step(&text[at..], c);
        if c != '\n' || lexer.string.is_some() {
            continue;
        }
        if lexer.braces == 0 && (lexer.brackets == 0 || begins_statement(&text[at + 1..])) {
            return at + 1;
        }
    }
    if lexer.braces > 0 { first_line } else { text.len() }
}

/// Returns whether a text begins with a field or a header.
fn begins_statement(text: &str) -> bool {
    let line = text.lines().next().unwrap_or("").trim();
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let after_name = line.trim_start_matches(is_name);
    let is_field = after_name.len() < line.len() && after_name.trim_start().starts_with('=');
    let header = line.trim_start_matches('[').trim_end_matches(']');
    is_field || line.len() > header.len() && !header.is_empty() && header.chars().all(is_name) && line.ends_with(']')
}

#[cfg(test)]
mod tests {
    use super::Statement;

    fn statements(text: &str) -> Vec<&str> {
        let mut all: Vec<&str> = Vec::new();
        for at in 0..text.len() {
            let found = Statement::at(text, at).text;
            if all.last() != Some(&found) {
                all.push(found);
            }
        }
        all
    }

    #[test]
    fn a_statement_ends_with_its_value() {
        let text = "a = 1\nb = \"\"\"\nx = 1\n\"\"\"\nc = [\n  1,\n]\n[d]\ne = { f = 1 }\n";
        let expected = ["a = 1", "b = \"\"\"\nx = 1\n\"\"\"", "c = [\n  1,\n]", "[d]", "e = { f = 1 }"];
        assert_eq!(statements(text), expected);
    }

    #[test]
    fn what_is_not_closed_takes_in_no_other_field() {
        assert_eq!(statements("a = [1,\nb = 2\n"), ["a = [1,", "b = 2"]);
        assert_eq!(statements("a = { b = 1\nc = 2\n"), ["a = { b = 1", "c = 2"]);
        assert_eq!(statements("a = \"x\nb = 2\n"), ["a = \"x", "b = 2"]);
        assert_eq!(statements("a = 'it's [\nb = 2\n"), ["a = 'it's [", "b = 2"]);
    }

    #[test]
    fn a_value_is_found_beside_its_comment() {
        let value = |text| Statement::at(text, 0).value().1;
        assert_eq!(value("a = \"# x\" # y"), "\"# x\"");
        assert_eq!(value("\"a = b\" = 1"), "1");
        assert_eq!(value("a"), "");
    }
}
