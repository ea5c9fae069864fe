//! Splits HTML into tags, texts and comments, each with its position.
//!
//! Follows the tokenisation of the HTML Standard (13.2.5), except for character references: Markdown decodes them as
//! HTML does, so they stay as they are.

use std::ops::Range;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Tag {
    /// In lower case.
    pub(in super::super) name: String,
    pub(in super::super) is_closing: bool,
    /// Whether it is written `<br/>`.
    pub(in super::super) is_empty: bool,
    /// Attributes with their values; names in lower case.
    pub(in super::super) attributes: Vec<(String, String)>,
    pub(in super::super) range: Range<usize>,
}

impl Tag {
    pub(in super::super) fn attribute(&self, name: &str) -> Option<&str> {
        attribute(&self.attributes, name)
    }
}

/// Finds an attribute's value.
pub(in super::super) fn attribute<'a>(attributes: &'a [(String, String)], name: &str) -> Option<&'a str> {
    attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// A token of HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) enum Token {
    Text(Range<usize>),
    Tag(Tag),
    /// A comment, declaration or processing instruction.
    Comment(Range<usize>),
    /// An element whose content is not HTML, with the range of the content; the last range includes the closing tag.
    Raw(Tag, Range<usize>, Range<usize>),
}

/// Elements whose content is not HTML.
const RAW: &[&str] = &["iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"];

/// Reads the tag that begins at a `<`; `None` if there is none.
pub(in super::super) fn tag_at(text: &str, at: usize) -> Option<Tag> {
    let bytes = text.as_bytes();
    if bytes.get(at) != Some(&b'<') {
        return None;
    }
    let is_closing = bytes.get(at + 1) == Some(&b'/');
    let start = at + 1 + usize::from(is_closing);
    if !bytes.get(start)?.is_ascii_alphabetic() {
        return None;
    }
    let end_of = |from: usize, stop: fn(u8) -> bool| bytes[from..].iter().position(|b| stop(*b)).map(|n| from + n);
    let mut here = end_of(start, |b| b.is_ascii_whitespace() || b == b'/' || b == b'>')?;
    let name = text[start..here].to_ascii_lowercase();
    let mut attributes: Vec<(String, String)> = Vec::new();
    let mut is_empty = false;
    loop {
        here = end_of(here, |b| !b.is_ascii_whitespace())?;
        match bytes[here] {
            b'>' => break,
            b'/' => {
                is_empty = bytes.get(here + 1) == Some(&b'>');
                here += 1;
                continue;
            }
            _ => {}
        }
        // An attribute's name may begin with `=`.
        let name_end = end_of(here + 1, |b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>' | b'='))?;
        let attribute = text.get(here..name_end)?.to_ascii_lowercase();
        let mut value = String::new();
        let after = end_of(name_end, |b| !b.is_ascii_whitespace())?;
        here = name_end;
        if bytes[after] == b'=' {
            let begin = end_of(after + 1, |b| !b.is_ascii_whitespace())?;
            let quote = bytes[begin];
            if quote == b'"' || quote == b'\'' {
                let close = bytes[begin + 1..].iter().position(|b| *b == quote)? + begin + 1;
                text.get(begin + 1..close)?.clone_into(&mut value);
                here = close + 1;
            } else {
                let close = end_of(begin, |b| b.is_ascii_whitespace() || b == b'>')?;
                text.get(begin..close)?.clone_into(&mut value);
                here = close;
            }
        }
        if !attributes.iter().any(|(known, _)| *known == attribute) {
            attributes.push((attribute, value));
        }
    }
    Some(Tag { name, is_closing, is_empty, attributes, range: at..here + 1 })
}

/// Returns the end of the comment, declaration or processing instruction that begins at a `<`.
pub(in super::super) fn comment_end(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    if let Some(inner) = rest.strip_prefix("<!--") {
        // `<!-->` and `<!--->` are comments too (13.2.5.43).
        if inner.starts_with('>') || inner.starts_with("->") {
            return Some(at + 4 + inner.find('>')? + 1);
        }
        return Some(inner.find("-->").map_or(text.len(), |end| at + 4 + end + 3));
    }
    let is_other = rest.starts_with("<!") || rest.starts_with("<?") || rest.starts_with("</");
    is_other.then(|| rest.find('>').map_or(text.len(), |end| at + end + 1))
}

/// Splits HTML into tokens.
pub(in super::super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let (mut start, mut at) = (0, 0);
    // An unclosed quotation mark would otherwise be searched for again at every later tag.
    let mut broken = 0;
    while let Some(found) = text[at..].find('<') {
        let here = at + found;
        let Some((token, end)) = token_at(text, here, &mut broken) else {
            at = here + 1;
            continue;
        };
        if start < here {
            tokens.push(Token::Text(start..here));
        }
        tokens.push(token);
        (start, at) = (end, end);
    }
    if start < text.len() {
        tokens.push(Token::Text(start..text.len()));
    }
    tokens
}

/// The number of broken tags after which no further tag is read: a text with so many is not HTML.
const BROKEN: usize = 200;

fn token_at(text: &str, here: usize, broken: &mut usize) -> Option<(Token, usize)> {
    let second = text.as_bytes().get(here + 1)?;
    if second.is_ascii_alphabetic() || *second == b'/' {
        if *broken > BROKEN {
            return None;
        }
        let Some(tag) = tag_at(text, here) else {
            *broken += 1;
            return None;
        };
        let end = tag.range.end;
        if tag.is_closing || tag.is_empty || !RAW.contains(&tag.name.as_str()) {
            return Some((Token::Tag(tag), end));
        }
        let close = find_close(text, end, &tag.name);
        let content = end..close.as_ref().map_or(text.len(), |close| close.start);
        let end = close.map_or(text.len(), |close| close.end);
        return Some((Token::Raw(tag, content, here..end), end));
    }
    if *second == b'!' || *second == b'?' {
        let end = comment_end(text, here)?;
        return Some((Token::Comment(here..end), end));
    }
    None
}

/// Finds the closing tag of an element whose content is not HTML.
fn find_close(text: &str, from: usize, name: &str) -> Option<Range<usize>> {
    let mut at = from;
    while let Some(found) = text[at..].find("</") {
        let here = at + found;
        let rest = &text.as_bytes()[here + 2..];
        if rest.len() >= name.len() && rest[..name.len()].eq_ignore_ascii_case(name.as_bytes()) {
            let end = text[here..].find('>').map_or(text.len(), |end| here + end + 1);
            return Some(here..end);
        }
        at = here + 2;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Token, tag_at, tokens};

    #[test]
    fn tags_are_read_as_browsers_read_them() {
        let tag = tag_at(r#"<A HREF='x y' title=z hidden data-x="a>b"/>"#, 0).unwrap();
        assert_eq!((tag.name.as_str(), tag.is_empty, tag.range.end), ("a", true, 43));
        let expected = [("href", "x y"), ("title", "z"), ("hidden", ""), ("data-x", "a>b")];
        let expected: Vec<_> = expected.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        assert_eq!(tag.attributes, expected);
        assert_eq!(tag_at("< a>", 0), None);
        assert_eq!(tag_at("<a href=\"x>", 0), None);
        assert_eq!(tag_at("<é>", 0), None);
    }

    #[test]
    fn scripts_and_comments_hold_no_tags() {
        let text = "a<!-- <b> --><script>if (a<b) {}</script>c<b>";
        let kinds: Vec<_> = tokens(text)
            .into_iter()
            .map(|token| match token {
                Token::Text(range) => format!("text {}", &text[range]),
                Token::Tag(tag) => format!("tag {}", tag.name),
                Token::Comment(range) => format!("comment {}", &text[range]),
                Token::Raw(tag, content, _) => format!("{} {}", tag.name, &text[content]),
            })
            .collect();
        assert_eq!(kinds, ["text a", "comment <!-- <b> -->", "script if (a<b) {}", "text c", "tag b"]);
    }
}
