//! Parses the HTML between a template's tags in one pass: the branches of a condition are read one after the other.
//!
//! That is only correct if each tag, each attribute value and each element that preserves white space begins and ends
//! on the same side of a condition, a loop, a block or a component. A template for which this does not hold can't be
//! parsed here, and is left as its author wrote it.

use std::ops::Range;

use super::elements;
use crate::theme::source::{Group, Kind, Tag, called};

/// A piece of a template. All pieces together are the complete source.
#[derive(Debug)]
pub struct Lexeme<'a> {
    /// Its range in the source.
    pub range: Range<usize>,
    /// Its kind.
    pub what: What<'a>,
    /// Whether it must stay unchanged: inside `pre`, or in text that is stored in a variable or passed through a
    /// filter.
    pub exact: bool,
    /// Whether it is in the head of a page.
    pub head: bool,
}

/// The kind of a piece.
#[derive(Debug, PartialEq, Eq)]
pub enum What<'a> {
    /// White space between words or tags.
    Space,
    /// Text without white space.
    Words,
    /// A start tag with its name; the name is cut off where a template tag begins in it.
    Start(&'a str),
    /// An end tag.
    End(&'a str),
    /// A comment.
    Comment,
    /// A piece that stays unchanged: a doctype, the content of a script.
    Fixed,
    /// A template tag, by its index in the list of tags.
    Tag(usize),
}

/// A reference to a part of this or another template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reached<'a> {
    /// A component, by its name.
    Component(&'a str),
    /// A template, by the name it is included with.
    Part(&'a str),
    /// A block, by its name.
    Block(&'a str),
}

/// A parsed template.
#[derive(Debug, Default)]
pub struct Read<'a> {
    /// Its pieces.
    pub lexemes: Vec<Lexeme<'a>>,
    /// References in places where all white space counts: in `pre`, in an attribute value.
    pub exact: Vec<Reached<'a>>,
    /// References in the head of a page.
    pub head: Vec<Reached<'a>>,
    /// References elsewhere.
    pub body: Vec<Reached<'a>>,
}

/// Parses the HTML of a template; `None` if it can't be parsed in one pass.
///
/// `head` means that the template is used in the head of a page; `keeps` tells which components and blocks are used
/// where all white space counts.
pub fn read<'a>(
    source: &'a str,
    tags: &'a [Tag<'a>],
    head: bool,
    keeps: &dyn Fn(Reached<'_>) -> bool,
) -> Option<Read<'a>> {
    let (open, read) = (Vec::new(), Read::default());
    let mut reader = Reader { source, tags, keeps, at: 0, tag: 0, open, kept: 0, head, read };
    while reader.at < source.len() {
        reader.lexeme()?;
    }
    (reader.open.is_empty() && reader.kept == 0).then_some(reader.read)
}

struct Reader<'a, 'k> {
    source: &'a str,
    tags: &'a [Tag<'a>],
    keeps: &'k dyn Fn(Reached<'_>) -> bool,
    at: usize,
    /// The index of the next template tag.
    tag: usize,
    /// The open groups, each with the value of `kept` at its beginning.
    open: Vec<(Group<'a>, usize)>,
    /// The number of open elements and groups that preserve white space.
    kept: usize,
    head: bool,
    read: Read<'a>,
}

impl<'a> Reader<'a, '_> {
    fn lexeme(&mut self) -> Option<()> {
        let start = self.at;
        if let Some(index) = self.tag_here() {
            self.template_tag(0, self.kept > 0)?;
            self.push(start, What::Tag(index));
            return Some(());
        }
        let rest = &self.source[start..];
        let bytes = rest.as_bytes();
        match bytes[0] {
            b'<' if rest.starts_with("<!--") => {
                self.until("-->")?;
                self.push(start, What::Comment);
            }
            b'<' if matches!(bytes.get(1), Some(b'!' | b'?')) => {
                self.until(">")?;
                self.push(start, What::Fixed);
            }
            b'<' if self.begins_tag(start + 1) => self.start_tag()?,
            b'<' if bytes.get(1) == Some(&b'/') && self.begins_tag(start + 2) => self.end_tag()?,
            byte if byte.is_ascii_whitespace() => {
                self.advance(|byte| byte.is_ascii_whitespace());
                self.push(start, What::Space);
            }
            _ => {
                self.at += 1;
                self.advance(|byte| byte != b'<' && !byte.is_ascii_whitespace());
                self.push(start, What::Words);
            }
        }
        Some(())
    }

    fn push(&mut self, start: usize, what: What<'a>) {
        self.read.lexemes.push(Lexeme { range: start..self.at, what, exact: self.kept > 0, head: self.head });
    }

    /// Advances while bytes satisfy `fits`, at most to the next template tag.
    fn advance(&mut self, fits: impl Fn(u8) -> bool) {
        let end = self.tags.get(self.tag).map_or(self.source.len(), |tag| tag.range.start);
        let bytes = &self.source.as_bytes()[..end];
        while bytes.get(self.at).is_some_and(|byte| fits(*byte)) {
            self.at += 1;
        }
    }

    fn tag_here(&self) -> Option<usize> {
        self.tags.get(self.tag).filter(|tag| tag.range.start == self.at).map(|_| self.tag)
    }

    /// Returns whether a tag's name begins here: with a letter or a template tag.
    fn begins_tag(&self, at: usize) -> bool {
        self.source.as_bytes().get(at).is_some_and(u8::is_ascii_alphabetic)
            || self.tags.get(self.tag).is_some_and(|tag| tag.range.start == at)
    }

    /// Consumes a template tag; no group below `floor` may end here.
    fn template_tag(&mut self, floor: usize, exact: bool) -> Option<()> {
        let tag = &self.tags[self.tag];
        self.tag += 1;
        self.at = tag.range.end;
        self.note(tag, exact);
        match tag.kind {
            Kind::Begin(group) => {
                self.open.push((group, self.kept));
                self.kept += self.keeps(group);
            }
            Kind::Else { .. } | Kind::End => {
                let (group, kept) = *self.open.get(floor..)?.last()?;
                if self.kept != kept + self.keeps(group) {
                    return None;
                }
                if tag.kind == Kind::End {
                    self.open.pop();
                    self.kept = kept;
                }
            }
            _ => {}
        }
        Some(())
    }

    /// Returns 1 if all white space in a group counts, otherwise 0.
    fn keeps(&self, group: Group<'_>) -> usize {
        usize::from(match group {
            Group::Capture => true,
            Group::Component(name) => (self.keeps)(Reached::Component(name)),
            Group::Block(name) => (self.keeps)(Reached::Block(name)),
            Group::If | Group::For | Group::Call(_) => false,
        })
    }

    /// Records the references in a template tag, and the kind of place they are in.
    fn note(&mut self, tag: &Tag<'a>, exact: bool) {
        let named = match tag.kind {
            Kind::Include(name) => Some(Reached::Part(super::plain(name))),
            Kind::Begin(Group::Block(name)) => Some(Reached::Block(name)),
            _ => None,
        };
        let components = called(tag, self.source);
        // A component call inside an expression, such as `{{ <x /> | upper }}`, becomes a value.
        let alone = matches!(tag.kind, Kind::Call(_) | Kind::Begin(Group::Call(_)));
        for (place, name) in components.into_iter().enumerate() {
            let exact = exact || !alone || place > 0;
            self.place(exact).push(Reached::Component(name));
        }
        if let Some(named) = named {
            self.place(exact).push(named);
        }
    }

    fn place(&mut self, exact: bool) -> &mut Vec<Reached<'a>> {
        match (exact, self.head) {
            (true, _) => &mut self.read.exact,
            (false, true) => &mut self.read.head,
            (false, false) => &mut self.read.body,
        }
    }

    /// Advances past the next occurrence of `mark`, consuming template tags on the way.
    fn until(&mut self, mark: &str) -> Option<()> {
        let floor = self.open.len();
        while !self.source[self.at..].starts_with(mark) {
            self.step(floor)?;
        }
        self.at += mark.len();
        (self.open.len() == floor).then_some(())
    }

    /// Consumes one template tag or one character.
    fn step(&mut self, floor: usize) -> Option<()> {
        if self.tag_here().is_some() {
            return self.template_tag(floor, true);
        }
        self.at += self.source[self.at..].chars().next()?.len_utf8();
        Some(())
    }

    fn start_tag(&mut self) -> Option<()> {
        let start = self.at;
        self.at += 1;
        let name = self.name();
        let end = self.inside_tag()?;
        let unknown = name.is_empty() && self.source[start..self.at].contains("pre");
        if unknown || name.eq_ignore_ascii_case("plaintext") {
            return None;
        }
        self.push(start, What::Start(name));
        if elements::is_exact(name) && !end.self_closing {
            self.kept += 1;
        }
        if elements::is_text(name) {
            let start = self.at;
            let floor = self.open.len();
            while !self.closes(name) {
                self.step(floor)?;
            }
            if self.open.len() != floor {
                return None;
            }
            if self.at > start {
                self.push(start, What::Fixed);
            }
        }
        self.head |= name.eq_ignore_ascii_case("head");
        Some(())
    }

    fn end_tag(&mut self) -> Option<()> {
        let start = self.at;
        self.at += 2;
        let name = self.name();
        self.inside_tag()?;
        if elements::is_exact(name) {
            let floor = self.open.last().map_or(0, |(_, kept)| *kept);
            self.kept = self.kept.checked_sub(1).filter(|kept| *kept >= floor)?;
        }
        if name.eq_ignore_ascii_case("head") {
            self.head = false;
        }
        self.push(start, What::End(name));
        Some(())
    }

    /// Reads an element's name. If a template tag continues it, only the `h` of a heading is recognised.
    fn name(&mut self) -> &'a str {
        let start = self.at;
        self.advance(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'>'));
        let name = &self.source[start..self.at];
        let Some(tag) = self.tag_here().map(|index| &self.tags[index]) else { return name };
        // Here the template tag begins an attribute: `<p{% if x %} class="y"{% endif %}>`
        let attributes = self.source.as_bytes().get(tag.range.end).is_some_and(u8::is_ascii_whitespace);
        if name == "h" || (tag.kind == Kind::Begin(Group::If) && attributes) { name } else { "" }
    }

    /// Returns whether the end tag of an element is here.
    fn closes(&self, name: &str) -> bool {
        let Some(rest) = self.source[self.at..].strip_prefix("</") else { return false };
        rest.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
            && !rest.as_bytes().get(name.len()).is_some_and(u8::is_ascii_alphanumeric)
    }

    /// Consumes the attributes of a tag and its `>`.
    fn inside_tag(&mut self) -> Option<TagEnd> {
        let floor = self.open.len();
        let mut self_closing = false;
        loop {
            let byte = *self.source.as_bytes().get(self.at)?;
            if self.tag_here().is_some() {
                self.template_tag(floor, true)?;
                continue;
            }
            match byte {
                b'>' => {
                    self.at += 1;
                    return (self.open.len() == floor).then_some(TagEnd { self_closing });
                }
                b'=' => {
                    self.at += 1;
                    self.advance(|byte| byte.is_ascii_whitespace());
                    self.value()?;
                }
                _ => {
                    self_closing = byte == b'/';
                    self.step(floor)?;
                }
            }
        }
    }

    /// Consumes an attribute value.
    fn value(&mut self) -> Option<()> {
        let floor = self.open.len();
        let quote = self.source.as_bytes().get(self.at).filter(|byte| matches!(byte, b'"' | b'\'')).copied();
        self.at += usize::from(quote.is_some());
        loop {
            let byte = *self.source.as_bytes().get(self.at)?;
            let here = self.tag_here().is_some();
            let ends = match quote {
                Some(quote) => byte == quote,
                None => byte == b'>' || byte.is_ascii_whitespace(),
            };
            if ends && !here {
                self.at += usize::from(quote.is_some());
                return (self.open.len() == floor).then_some(());
            }
            self.step(floor)?;
        }
    }
}

struct TagEnd {
    self_closing: bool,
}
