//! Parses a template's source as the template engine does: the positions and kinds of its tags.
//!
//! The engine does not expose its lexer or the names that a template reaches, so the information that minifying and
//! digests need is parsed here, by the same rules (Tera 2.4, `parsing/lexer.rs`). Everything between two tags is
//! plain text to this file.

use std::ops::Range;

/// One tag of the template language: `{{ … }}`, `{% … %}`, `{# … #}`, or a whole `{% raw %}` block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag<'a> {
    /// Its range in the source, including delimiters.
    pub range: Range<usize>,
    /// Its kind.
    pub kind: Kind<'a>,
    /// Whether it trims the white space before it and after it.
    pub trims: [bool; 2],
}

/// The kind of a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind<'a> {
    /// A comment, which prints nothing.
    Comment,
    /// Prints a value.
    Print,
    /// A raw block: its content is printed unchanged.
    Raw,
    /// Sets a variable; prints nothing.
    Set,
    /// Begins a group that a closing tag ends.
    Begin(Group<'a>),
    /// `else` or `elif`.
    Else {
        /// Whether it is the `else` arm, which is written if none before it was.
        last: bool,
    },
    /// Ends a group.
    End,
    /// `{% extends "…" %}`.
    Extends(&'a str),
    /// `{% include "…" %}`.
    Include(&'a str),
    /// `{{<name … />}}`.
    Call(&'a str),
    /// `break` and `continue`.
    Jump,
}

/// The kind of a group of tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group<'a> {
    /// Content under a condition.
    If,
    /// Content repeated for each item.
    For,
    /// Content that a child template may replace.
    Block(&'a str),
    /// The definition of a component, written where it is called.
    Component(&'a str),
    /// Content passed to a component.
    Call(&'a str),
    /// Content that is stored in a variable or passed through a filter.
    Capture,
}

/// Finds the tags of a template, in order. If the engine would refuse the source, some may be missing.
pub fn tags(source: &str) -> Vec<Tag<'_>> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(tag) = next(source, at) {
        at = tag.range.end;
        tags.push(tag);
    }
    tags
}

/// Returns the names of the components called in a tag, anywhere in its expressions.
pub fn called<'a>(tag: &Tag<'_>, source: &'a str) -> Vec<&'a str> {
    if matches!(tag.kind, Kind::Comment | Kind::Raw) {
        return Vec::new();
    }
    let mut names = Vec::new();
    let mut rest = tag.range.start + 2;
    while let Some(found) = code(source, rest, tag.range.end, b"<") {
        rest = found + 1;
        names.extend(dotted(&source[rest..tag.range.end]));
    }
    names
}

fn next(source: &str, from: usize) -> Option<Tag<'_>> {
    let bytes = source.as_bytes();
    let opens = |pair: &[u8]| matches!(pair, b"{{" | b"{%" | b"{#");
    let start = from + bytes.get(from..)?.windows(2).position(opens)?;
    let trims_before = bytes.get(start + 2) == Some(&b'-');
    let inside = start + 2 + usize::from(trims_before);
    let closes: &[u8] = match bytes[start + 1] {
        b'{' => b"}}",
        b'%' => b"%}",
        _ => b"#}",
    };
    let close = if closes == b"#}" { find(bytes, inside, closes) } else { code(source, inside, bytes.len(), closes) }?;
    let trims_after = close > inside && bytes[close - 1] == b'-';
    let content = &source[inside..close - usize::from(trims_after)];
    let mut tag = Tag { range: start..close + 2, kind: Kind::Comment, trims: [trims_before, trims_after] };
    match closes {
        b"}}" => tag.kind = printed(content),
        b"%}" if content.trim_ascii() == "raw" => {
            let (end, trims) = end_of_raw(source, close + 2)?;
            (tag.kind, tag.range.end, tag.trims[1]) = (Kind::Raw, end, trims);
        }
        b"%}" => tag.kind = statement(content),
        _ => {}
    }
    Some(tag)
}

fn printed(content: &str) -> Kind<'_> {
    match content.trim_ascii().strip_prefix('<').and_then(dotted) {
        // With a filter or an operator after it, the component's text is not printed directly.
        Some(name) if content.trim_ascii().ends_with("/>") => Kind::Call(name),
        _ => Kind::Print,
    }
}

fn statement(content: &str) -> Kind<'_> {
    let content = content.trim_ascii();
    if let Some(call) = content.strip_prefix('<') {
        return match dotted(call) {
            Some(name) if content.ends_with("/>") => Kind::Call(name),
            Some(name) => Kind::Begin(Group::Call(name)),
            None => Kind::End,
        };
    }
    let word_end = content.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(content.len());
    let rest = content[word_end..].trim_ascii();
    match &content[..word_end] {
        "if" => Kind::Begin(Group::If),
        "for" => Kind::Begin(Group::For),
        "block" => Kind::Begin(Group::Block(dotted(rest).unwrap_or_default())),
        "component" => Kind::Begin(Group::Component(dotted(rest).unwrap_or_default())),
        "filter" => Kind::Begin(Group::Capture),
        "set" | "set_global" => {
            let name = dotted(rest).map_or(0, str::len);
            if rest[name..].trim_ascii_start().starts_with('=') { Kind::Set } else { Kind::Begin(Group::Capture) }
        }
        "else" => Kind::Else { last: true },
        "elif" => Kind::Else { last: false },
        "extends" => Kind::Extends(quoted(rest)),
        "include" => Kind::Include(quoted(rest)),
        "break" | "continue" => Kind::Jump,
        word if word.starts_with("end") => Kind::End,
        _ => Kind::Print,
    }
}

/// Returns the name at the start of a text: words joined by dots.
fn dotted(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '.').unwrap_or(text.len());
    (end > 0 && text.as_bytes()[0].is_ascii_alphabetic()).then(|| &text[..end])
}

fn quoted(text: &str) -> &str {
    text.trim_matches(['"', '\'', '`'])
}

/// Finds a mark in the code of a tag, outside its strings.
fn code(source: &str, from: usize, to: usize, mark: &[u8]) -> Option<usize> {
    let bytes = source.as_bytes();
    let mut at = from;
    while at < to {
        match bytes[at] {
            _ if bytes[at..to].starts_with(mark) => return Some(at),
            quote @ (b'"' | b'\'' | b'`') => {
                at += 1;
                while at < to && bytes[at] != quote {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}

fn find(bytes: &[u8], from: usize, mark: &[u8]) -> Option<usize> {
    bytes.get(from..)?.windows(mark.len()).position(|window| window == mark).map(|at| from + at)
}

/// Finds the end of a raw block, and whether it trims the white space after it.
fn end_of_raw(source: &str, from: usize) -> Option<(usize, bool)> {
    let mut at = from;
    loop {
        at = find(source.as_bytes(), at, b"{%")? + 2;
        let close = find(source.as_bytes(), at, b"%}")?;
        let inside = source[at..close].trim_start_matches('-');
        let content = inside.trim_end_matches('-');
        if content.trim_ascii() == "endraw" {
            return Some((close + 2, content.len() < inside.len()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(source: &str) -> Vec<Kind<'_>> {
        tags(source).into_iter().map(|tag| tag.kind).collect()
    }

    #[test]
    fn every_tag_is_known_by_its_word() {
        let source =
            "{# c #}{{ x }}{%- set a = 1 -%}{% set b %}{% endset %}{% extends 'p.html' %}{% include \"q.html\" %}";
        let capture = Kind::Begin(Group::Capture);
        let reached = [Kind::Extends("p.html"), Kind::Include("q.html")];
        let expected = [[Kind::Comment, Kind::Print].as_slice(), &[Kind::Set, capture, Kind::End], &reached].concat();
        assert_eq!(kinds(source), expected);
        assert_eq!(
            kinds("{% if a %}{% elif b %}{% else %}{% endif %}{% for x in y %}{% break %}{% endfor %}"),
            [
                Kind::Begin(Group::If),
                Kind::Else { last: false },
                Kind::Else { last: true },
                Kind::End,
                Kind::Begin(Group::For),
                Kind::Jump,
                Kind::End
            ]
        );
        assert_eq!(
            kinds("{% block a %}{% component ui.b(c: map) %}{{<d />}}{% <e f={1}> %}{% </e> %}{{ <g/> | safe }}"),
            [
                Kind::Begin(Group::Block("a")),
                Kind::Begin(Group::Component("ui.b")),
                Kind::Call("d"),
                Kind::Begin(Group::Call("e")),
                Kind::End,
                Kind::Print
            ]
        );
    }

    #[test]
    fn a_tag_ends_where_the_engine_ends_it() {
        let source = r#"a{{ "}} \" %}" }}b{%- if x == '%}' -%}c{# don't "x #}d{% raw %}{{ {% if %}{%- endraw -%}e"#;
        let found: Vec<(&str, [bool; 2])> =
            tags(source).into_iter().map(|tag| (&source[tag.range], tag.trims)).collect();
        assert_eq!(
            found,
            [
                (r#"{{ "}} \" %}" }}"#, [false, false]),
                ("{%- if x == '%}' -%}", [true, true]),
                (r#"{# don't "x #}"#, [false, false]),
                ("{% raw %}{{ {% if %}{%- endraw -%}", [false, true]),
            ]
        );
        assert_eq!(tags("{{ never ends"), []);
    }

    #[test]
    fn components_are_found_inside_expressions() {
        let source = "{% <fact name={<day date={x} />} text=\"<no\"> %}";
        assert_eq!(called(&tags(source)[0], source), ["fact", "day"]);
    }
}
