//! Emphasis beside letters of scripts that put no space between words.
//!
//! `CommonMark` (0.31.2, section 6.2) lets a run of `*` beside punctuation open or close emphasis only where white space
//! or punctuation follows on its other side. Chinese, Japanese and Thai have no space there, and an Arabic prefix joins
//! its word: `**注意：**请` and `و**«مهم»**` stay as they are written. The "CJK-friendly amendments" to the specification
//! mend that: a run may open or close beside punctuation where the other side is an East Asian character, and East Asian
//! punctuation is no obstacle. Here the same holds for all letters without upper and lower case.
//!
//! The parser knows nothing of this. So a [`JOINT`], which it takes for a letter, is put between the punctuation and the
//! run, and taken out of what it reads ([`without_joints`]). A joint only ever adds a way to read a run, never takes one
//! away; no example of the specification gets one.

use std::borrow::Cow;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag};

/// A character that no text may hold (a noncharacter, see [`super::characters`]), neither white space nor punctuation.
pub(super) const JOINT: char = '\u{FDD0}';

/// Finds the places in a source, in order, where a joint lets a run of `*` or `~` open or close.
pub(super) fn joints(source: &str) -> Vec<usize> {
    let mut joints = Vec::new();
    if source.is_ascii() {
        return joints;
    }
    let bytes = source.as_bytes();
    let mut at = 0;
    while let Some(found) = memchr::memchr2(b'*', b'~', &bytes[at..]) {
        let mut start = at + found;
        let end = start + bytes[start..].iter().take_while(|byte| **byte == bytes[start]).count();
        at = end;
        start += usize::from(is_escaped(source, start));
        if start == end {
            continue;
        }
        let (before, after) = (&source[..start], &source[end..]);
        let sides = Sides { before: last(before), after: first(after) };
        let seen = Sides { before: before.chars().next_back(), after: after.chars().next() };
        if sides.closes() && !seen.closes_by_the_specification() {
            joints.push(start);
        }
        if sides.opens() && !seen.opens_by_the_specification() {
            joints.push(end);
        }
    }
    joints
}

/// Tells whether a backslash takes the meaning from the character at a place.
pub(super) fn is_escaped(source: &str, at: usize) -> bool {
    let before = &source.as_bytes()[..at];
    before.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

/// The characters around a run; `None` at the beginning and the end of the text.
struct Sides {
    before: Option<char>,
    after: Option<char>,
}

impl Sides {
    fn opens(&self) -> bool {
        is_open_to(self.after, self.before)
    }

    fn closes(&self) -> bool {
        is_open_to(self.before, self.after)
    }

    fn opens_by_the_specification(&self) -> bool {
        is_open_by_the_specification(self.after, self.before)
    }

    fn closes_by_the_specification(&self) -> bool {
        is_open_by_the_specification(self.before, self.after)
    }
}

fn is_open_by_the_specification(near: Option<char>, far: Option<char>) -> bool {
    near.is_some_and(|near| !near.is_whitespace())
        && (!near.is_some_and(is_punctuation) || far.is_none_or(|far| far.is_whitespace() || is_punctuation(far)))
}

/// Tells whether a run may hold on to the character on its near side.
fn is_open_to(near: Option<char>, far: Option<char>) -> bool {
    let Some(near) = near.filter(|near| !near.is_whitespace()) else { return false };
    let is_obstacle = is_punctuation(near) && !is_east_asian(near);
    !is_obstacle || far.is_none_or(|far| far.is_whitespace() || is_punctuation(far) || needs_no_space(far))
}

/// The first character that is seen, on the same line.
pub(super) fn first(after: &str) -> Option<char> {
    after.chars().find(|c| !is_unseen(*c)).filter(|c| *c != '\n')
}

/// The last character that is seen, without the marks on it, on the same line.
pub(super) fn last(before: &str) -> Option<char> {
    before
        .chars()
        .rev()
        .find(|c| !is_unseen(*c) && !unicode_normalization::char::is_combining_mark(*c))
        .filter(|c| *c != '\n')
}

/// Tells whether a character has no shape of its own: joiners, direction marks, variation selectors, zero-width spaces.
pub(super) fn is_unseen(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}' | JOINT)
}

/// Tells whether a character is punctuation or a symbol. Wrong for what is neither and no letter, which does no harm.
pub(super) fn is_punctuation(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation();
    }
    let is_mark = unicode_normalization::char::is_combining_mark(c);
    !(c.is_alphanumeric() || c.is_whitespace() || c.is_control() || is_unseen(c) || is_mark)
}

/// Tells whether words of a letter's script follow each other without space, or may: a letter without case.
pub(super) fn needs_no_space(c: char) -> bool {
    is_east_asian(c) || (c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase())
}

/// Tells whether a character is East Asian ("CJK character" of the amendments; letters are beyond what is asked here).
fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{20A9}' | '\u{2329}'..='\u{232A}' | '\u{2E80}'..='\u{2FFF}' | '\u{3001}'..='\u{A4C6}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FE10}'..='\u{FE19}' | '\u{FE30}'..='\u{FE6B}' | '\u{FF01}'..='\u{FFEE}'
        | '\u{16FE0}'..='\u{16FF6}' | '\u{1AFF0}'..='\u{1B2FB}' | '\u{20000}'..='\u{3FFFD}')
}

/// Takes the joints out of a text.
pub(super) fn without_joints(text: &str) -> Cow<'_, str> {
    if text.contains(JOINT) { Cow::Owned(text.replace(JOINT, "")) } else { Cow::Borrowed(text) }
}

/// Makes an event what the author wrote: without joints, and with U+FFFD for U+0000 (`CommonMark`, 2.3).
pub(super) fn as_written(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Text(text) => Event::Text(clean(text)),
        Event::Code(code) => Event::Code(clean(code)),
        Event::Html(html) => Event::Html(clean(html)),
        Event::InlineHtml(html) => Event::InlineHtml(clean(html)),
        Event::FootnoteReference(name) => Event::FootnoteReference(clean(name)),
        Event::Start(tag) => Event::Start(tag_as_written(tag)),
        event => event,
    }
}

fn tag_as_written(tag: Tag<'_>) -> Tag<'_> {
    match tag {
        Tag::Link { link_type, dest_url, title, id } => {
            Tag::Link { link_type, dest_url: clean(dest_url), title: clean(title), id: clean(id) }
        }
        Tag::Image { link_type, dest_url, title, id } => {
            Tag::Image { link_type, dest_url: clean(dest_url), title: clean(title), id: clean(id) }
        }
        Tag::CodeBlock(CodeBlockKind::Fenced(info)) => Tag::CodeBlock(CodeBlockKind::Fenced(clean(info))),
        Tag::FootnoteDefinition(name) => Tag::FootnoteDefinition(clean(name)),
        Tag::Heading { level, id, classes, attrs } => Tag::Heading { level, id: id.map(clean), classes, attrs },
        tag => tag,
    }
}

fn clean(text: CowStr<'_>) -> CowStr<'_> {
    if text.contains([JOINT, '\0']) {
        return CowStr::from(text.replace(JOINT, "").replace('\0', "\u{FFFD}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::joints;

    #[test]
    fn runs_that_the_specification_reads_get_no_joint() {
        for text in
            ["Aé **bold**: *a* – b", "é a**\"foo\"** b", "Прочти **«это»**слово", "这是 **“重点”** 的", "价格* 和* 好"]
        {
            assert_eq!(joints(text), [0; 0], "{text}");
        }
    }

    #[test]
    fn a_joint_stands_between_punctuation_and_the_run() {
        for (text, joint) in [
            ("**注意：**请", "**注意：|**请"),
            ("说**“可", "说**|“可"),
            ("**한국어(괄호)**는", "**한국어(괄호)|**는"),
            ("**«مهم»**جدا", "**«مهم»|**جدا"),
            ("**ข้อความ(วงเล็บ)**ต่อไป", "**ข้อความ(วงเล็บ)|**ต่อไป"),
            ("و**«مهم»**", "و**|«مهم»**"),
            ("~~（旧）~~字", "~~（旧）|~~字"),
            ("**注意：**2026", "**注意：|**2026"),
            ("**注意:**\u{200B}请", "**注意:|**\u{200B}请"),
        ] {
            let mut shown = text.to_owned();
            for joint in joints(text).into_iter().rev() {
                shown.insert(joint, '|');
            }
            assert_eq!(shown, joint);
        }
    }
}
