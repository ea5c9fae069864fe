//! What shows that somebody began a text and nobody finished it: markers left for a colleague, templates that nobody
//! filled in, a body without words.
//!
//! These are facts of a text, not faults: a draft may hold them, and whether a text is a draft is said by its source. So
//! they are kept with the document, and `site::check` reports them for what is public or will be.
//!
//! Only text that readers would see counts: not code, not comments, not addresses. A marker that may be meant (a Roman
//! thirty, a venue "TBC", an acronym in brackets) is a [`Kind::Doubtful`]; one that nobody publishes on purpose is a
//! [`Kind::Marker`].

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use serde::{Deserialize, Serialize};

use super::markdown::Options;
use crate::diag::Span;

/// A sign that a text is not finished.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unfinished {
    /// Which.
    pub kind: Kind,
    /// Bytes in the file; of an empty body, those of the body.
    pub span: Span,
    /// The words; empty where there are none.
    pub words: String,
}

/// How sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// Nobody publishes this on purpose.
    Marker,
    /// It may be meant.
    Doubtful,
    /// The body has no words at all.
    NoBody,
}

/// Finds what is unfinished in a file: in its front matter, and in the body.
#[must_use]
pub fn find(text: &str, front: &Range<usize>, body: &Range<usize>) -> Box<[Unfinished]> {
    let mut found = Vec::new();
    let in_front = hits(&text[front.clone()], front.start);
    found.extend(in_front.into_iter().filter(|hit| is_quoted(text, front, hit.span.start)));
    let in_body = hits(&text[body.clone()], body.start);
    if !in_body.is_empty() {
        let prose = prose(&text[body.clone()], body.start);
        let is_read = |at: usize| {
            let next = prose.partition_point(|range| range.start <= at);
            next > 0 && prose[next - 1].end > at
        };
        found.extend(in_body.into_iter().filter(|hit| is_read(hit.span.start)));
    }
    if !has_words(&text[body.clone()]) {
        found.push(Unfinished { kind: Kind::NoBody, span: body.clone(), words: String::new() });
    }
    found.into()
}

/// Tells whether a place of the front matter stands in a text rather than in a comment or a name.
fn is_quoted(text: &str, front: &Range<usize>, at: usize) -> bool {
    let start = text[front.start..at].rfind('\n').map_or(front.start, |end| front.start + end + 1);
    let before = &text[start..at];
    !before.trim_start().starts_with('#') && (before.contains(['"', '\'']) || !text[start..].starts_with('['))
}

/// The parts of a body that are read as text, in order.
fn prose(body: &str, offset: usize) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut in_code = false;
    for (event, range) in Parser::new_ext(body, Options::content().dialect()).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Text(_) if !in_code => parts.push(range.start + offset..range.end + offset),
            _ => {}
        }
    }
    parts
}

/// Tells whether a body says anything: headings, rules, comments and white space alone don't.
fn has_words(body: &str) -> bool {
    let mut in_comment = false;
    for line in body.lines() {
        let mut rest = line;
        while !rest.is_empty() {
            if in_comment {
                let Some((_, after)) = rest.split_once("-->") else { break };
                (in_comment, rest) = (false, after);
                continue;
            }
            let (said, after) = match rest.split_once("<!--") {
                Some((said, after)) => {
                    in_comment = true;
                    (said, after)
                }
                None => (rest, ""),
            };
            let is_said = |c: char| !c.is_whitespace() && !"-*_=\u{feff}\u{200b}".contains(c);
            if !line.trim_start().starts_with('#') && said.chars().any(is_said) {
                return true;
            }
            rest = after;
        }
    }
    false
}

/// Words that are markers wherever they stand by themselves, in capitals.
const WORDS: &[(&str, Kind)] = &[
    ("FIXME", Kind::Marker),
    ("TODO", Kind::Marker),
    ("XXX", Kind::Doubtful),
    ("TBD", Kind::Doubtful),
    ("TBC", Kind::Doubtful),
    ("TBA", Kind::Doubtful),
    ("À FAIRE", Kind::Doubtful),
    ("À COMPLÉTER", Kind::Marker),
    ("A COMPLETER", Kind::Marker),
    ("POR COMPLETAR", Kind::Marker),
    ("PENDIENTE DE COMPLETAR", Kind::Marker),
    ("ДОПИСАТЬ", Kind::Marker),
    ("ДОДЕЛАТЬ", Kind::Marker),
    ("待补充", Kind::Doubtful),
    ("待填写", Kind::Doubtful),
    ("此处填写", Kind::Marker),
];

/// What begins the words between brackets where a form was to be filled in; in small letters.
const FORMS: &[&str] = &[
    "placeholder",
    "insert",
    "to be ",
    "tbc",
    "tbd",
    "tba",
    "todo",
    "fixme",
    "xx",
    "your ",
    "fill in",
    "name of",
    "add ",
    "à compléter",
    "a completer",
    "à insérer",
    "insérer",
    "à préciser",
    "à confirmer",
    "nom du",
    "nom de",
    "votre ",
    "insertar",
    "por completar",
    "por definir",
    "por confirmar",
    "completar",
    "nombre de",
    "su nombre",
    "вставить",
    "дописать",
    "заполнить",
    "указать",
    "уточнить",
    "название",
    "имя ",
    "待定",
    "待补充",
    "待填",
    "待确认",
    "插入",
    "填写",
    "此处",
    "يُستكمل",
    "يستكمل",
    "يُضاف",
    "يضاف",
    "أدخل",
    "أدرج",
    "اسم ال",
    "يحدد لاحق",
    "يُحدد لاحق",
];

/// Single words in capitals that forms put between brackets.
const BLANKS: &[&str] = &[
    "NAME",
    "DATE",
    "TITLE",
    "PLACE",
    "CITY",
    "COUNTRY",
    "FIGURE",
    "NUMBER",
    "AMOUNT",
    "TIME",
    "VENUE",
    "QUOTE",
    "LINK",
    "URL",
    "TEXT",
    "SPEAKER",
    "MINISTER",
    "REFERENCE",
    "ADDRESS",
    "PHONE",
    "EMAIL",
    "NOM",
    "LIEU",
    "TITRE",
    "MONTANT",
    "CHIFFRE",
    "VILLE",
    "PAYS",
    "NOMBRE",
    "FECHA",
    "LUGAR",
    "CIUDAD",
    "IMPORTE",
    "ИМЯ",
    "ДАТА",
    "МЕСТО",
    "СУММА",
];

/// One pass over the bytes, since every text of every language is read.
fn hits(text: &str, offset: usize) -> Vec<Unfinished> {
    let mut found: Vec<Unfinished> = Vec::new();
    for (at, byte) in text.bytes().enumerate() {
        let hit = match byte {
            b'{' => template(text, at),
            b'[' | b'<' => bracket(text, at, byte as char, if byte == b'[' { ']' } else { '>' }),
            b'L' | b'l' => lorem(text, at),
            // Among them the first bytes of `À`, of `Д`, of `待` and `此`; below, those of `【` and `［`.
            b'F' | b'T' | b'X' | b'A' | b'P' | 0xC3 | 0xD0 | 0xE5 | 0xE6 => word(text, at),
            0xE3 => bracket(text, at, '【', '】'),
            0xEF => bracket(text, at, '［', '］'),
            _ => None,
        };
        if let Some((kind, range)) = hit
            // Of a marker in brackets, the brackets.
            && found.last().is_none_or(|last| last.span.end <= range.start + offset)
        {
            let words = text[range.clone()].to_owned();
            found.push(Unfinished { kind, span: range.start + offset..range.end + offset, words });
        }
    }
    found
}

fn template(text: &str, at: usize) -> Option<(Kind, Range<usize>)> {
    let line = text[at..].strip_prefix("{{")?.lines().next()?;
    Some((Kind::Marker, at..at + line.find("}}")? + 4))
}

fn bracket(text: &str, at: usize, open: char, close: char) -> Option<(Kind, Range<usize>)> {
    let line = text[at..].strip_prefix(open)?.lines().next()?;
    let inner = &line[..line.find(close)?];
    Some((blank(inner)?, at..at + open.len_utf8() + inner.len() + close.len_utf8()))
}

/// The second bytes of [`WORDS`]: half of all bytes of a Russian text are the first byte of one, few are followed by these.
const SECOND_BYTES: [bool; 256] = {
    let mut bytes = [false; 256];
    let mut number = 0;
    while number < WORDS.len() {
        bytes[WORDS[number].0.as_bytes()[1] as usize] = true;
        number += 1;
    }
    bytes
};

fn word(text: &str, at: usize) -> Option<(Kind, Range<usize>)> {
    if !text.as_bytes().get(at + 1).is_some_and(|byte| SECOND_BYTES[usize::from(*byte)]) {
        return None;
    }
    let (word, kind) = WORDS.iter().find(|(word, _)| text.as_bytes()[at..].starts_with(word.as_bytes()))?;
    let range = at..at + word.len();
    Some((marker(text, &range, *kind)?, range))
}

fn lorem(text: &str, at: usize) -> Option<(Kind, Range<usize>)> {
    const LOREM: &str = "lorem ipsum";
    let range = at..at + LOREM.len();
    text.get(range.clone()).is_some_and(|found| found.eq_ignore_ascii_case(LOREM)).then_some((Kind::Marker, range))
}

/// Judges what stands between brackets.
fn blank(inner: &str) -> Option<Kind> {
    let inner = inner.trim();
    if inner.len() > 80 || inner.is_empty() {
        return None;
    }
    let small = inner.to_lowercase();
    if BLANKS.contains(&inner) || FORMS.iter().any(|form| small.starts_with(form)) {
        // `[Add photo]` may be a way to write; what stands in capitals is not.
        let is_spelt_out = inner.chars().any(char::is_lowercase) && small.starts_with("add ");
        return Some(if is_spelt_out { Kind::Doubtful } else { Kind::Marker });
    }
    let words: Vec<&str> = inner.split([' ', '_']).filter(|word| !word.is_empty()).collect();
    let is_capital = |word: &&str| word.chars().all(|c| c.is_uppercase() || c == '\'' || c == '’' || c == '-');
    if words.iter().any(|word| BLANKS.contains(word)) && words.iter().all(is_capital) {
        return Some(Kind::Marker);
    }
    // One word in capitals is an acronym more often than not; several are a blank more often than not.
    (words.len() > 1 && words.iter().all(is_capital)).then_some(Kind::Doubtful)
}

/// Judges a word of [`WORDS`] at its place.
fn marker(text: &str, range: &Range<usize>, kind: Kind) -> Option<Kind> {
    let (before, after) = (&text[..range.start], &text[range.end..]);
    let word = &text[range.clone()];
    let is_latin = word.is_ascii() || word.starts_with('À');
    let joins = |c: char| c.is_alphanumeric() || c == '_' || c == '-' || c == '/' || c == '#' || c == '@';
    if is_latin && (before.chars().next_back().is_some_and(joins) || after.chars().next().is_some_and(joins)) {
        return None;
    }
    let is_labelled = after.trim_start_matches(' ').starts_with([':', '：']);
    let is_bracketed = before.ends_with(['(', '（']) && after.starts_with([')', '）']);
    let line_before = before.rsplit('\n').next().unwrap_or_default();
    let stands_alone = line_before.trim_matches([' ', '-', '*', '>', '|', '"', '=', '\'']).is_empty()
        && after.lines().next().unwrap_or_default().trim_matches([' ', '.', '…', '|', '"', '\'', '!', '*']).is_empty();
    if is_labelled || is_bracketed || stands_alone {
        return Some(if kind == Kind::Doubtful && matches!(word, "TBD" | "TBC" | "TBA") { kind } else { Kind::Marker });
    }
    let next = after.trim_start().chars().next();
    let previous = before.split_whitespace().next_back().unwrap_or_default();
    match word {
        // "PARA TODO EL MUNDO": a word among others in capitals.
        "TODO" => {
            let is_capital = |word: &str| word.chars().count() > 1 && word.chars().all(char::is_uppercase);
            let following = after.split_whitespace().next().unwrap_or_default();
            let is_shouted = is_capital(previous) || is_capital(following);
            (!is_shouted).then_some(kind)
        }
        // Thirty: the XXX Congress, Leo XXX, article XXX, le XXX congrès.
        "XXX" => {
            let is_numbered = next.is_some_and(char::is_uppercase)
                || previous.chars().next().is_some_and(char::is_uppercase)
                || ["article", "chapter", "volume", "chapitre", "tome", "capítulo", "artículo", "глава", "статья"]
                    .contains(&previous.to_lowercase().as_str());
            (!is_numbered).then_some(kind)
        }
        _ => Some(kind),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(body: &str) -> Vec<(Kind, String)> {
        let text = format!("+++\ntitle = \"x\"\n+++\n{body}\n");
        let found = find(&text, &(4..16), &(20..text.len()));
        found.iter().map(|hit| (hit.kind, hit.words.clone())).collect()
    }

    #[test]
    fn markers_that_nobody_means_are_found_in_any_language() {
        for body in [
            "TODO: add the figures.",
            "We pay TODO euros.",
            "FIXME",
            "It opens on XXX.\n\nXXX",
            "XXX: check with the desk",
            "Signed by [NAME] today.",
            "Signed by [INSERT NAME HERE].",
            "On [DATE OF SIGNATURE] it ends.",
            "See [insert link].",
            "Dear {{name}},",
            "Lorem ipsum dolor sit amet.",
            "Signé par [à compléter].",
            "Firmado por [NOMBRE].",
            "Подписал [вставить имя].",
            "签署人：【待补充】。",
            "وقّعه [يُضاف الاسم لاحقاً].",
            "Le montant : À COMPLÉTER.",
        ] {
            assert!(of(body).iter().any(|(kind, _)| *kind == Kind::Marker), "{body}: {:?}", of(body));
        }
    }

    #[test]
    fn what_may_be_meant_is_in_doubt() {
        for body in ["Venue: TBC.", "Elle ouvre le XXX mars.", "He said [THE OTHER SIDE] agreed.", "时间：待补充"]
        {
            let found = of(body);
            assert!(!found.is_empty() && found.iter().all(|(kind, _)| *kind != Kind::NoBody), "{body}: {found:?}");
        }
        assert_eq!(of("Venue: TBC."), [(Kind::Doubtful, "TBC".to_owned())]);
    }

    #[test]
    fn innocent_texts_are_left_alone() {
        for body in [
            "The XXX Congress of Leo XXX, article XXX.",
            "He said […] that it [sic] was [1] so [...], see [2-4].",
            "It [the treaty] binds [NATO] and the [EU].",
            "PARA TODO EL MUNDO, todo el día.",
            "Nothing is left to do; à faire ou à laisser, 时间待定。",
            "Write `TODO` or `{{name}}` in the form.\n\n```\nFIXME [NAME]\n```",
            "See [NAME](https://example.org/TODO) and <https://example.org/XXX>.",
            "- [x] done\n- [ ] open\n\nA note[^1].\n\n[^1]: It.",
            "Resolution [A/RES/70/1] and MFA/TODO-1.",
            "XXXI, XXXV, MCMXXX.",
        ] {
            assert_eq!(of(body), [], "{body}");
        }
    }

    #[test]
    fn a_body_of_headings_and_comments_has_no_words() {
        for body in ["", "  \n\n", "## Background", "<!-- later -->", "## A\n\n---\n\n<!-- b\nc -->\n"] {
            assert!(of(body).iter().any(|(kind, _)| *kind == Kind::NoBody), "{body:?}");
        }
        for body in ["A.", "<!-- a --> b", "::: contact id=\"press\"\n:::", "![A](a.jpg)", "。"] {
            assert!(of(body).iter().all(|(kind, _)| *kind != Kind::NoBody), "{body:?}");
        }
    }

    #[test]
    fn comments_of_the_front_matter_are_not_read() {
        let find = |front: &str| {
            let text = format!("+++\n{front}\n+++\nText.\n");
            find(&text, &(4..4 + front.len()), &(9 + front.len()..text.len())).len()
        };
        assert_eq!(find("# TODO: a title\ntitle = \"Opening\"\ntopics = [\"a\"]"), 0);
        assert_eq!(find("title = \"TODO: a title\""), 1);
        assert_eq!(find("summary = '''\nThe [NAME] opens.\n'''"), 1);
    }
}
