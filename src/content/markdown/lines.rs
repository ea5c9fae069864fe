//! Lines that look like a heading, an item, a row of a table or a directive, and stay text.
//!
//! Each rule is for what is very probably meant as markup; a hashtag, a telephone number or a note's `*` is not.

use crate::diag::codes;

use super::directive::DirectiveSpec;
use super::flanking::{is_escaped, is_unseen};
use super::writer::Writer;

/// What a line looks like, and how it is written.
struct Meant {
    what: &'static str,
    /// How many bytes of the line show it.
    length: usize,
    help: String,
}

/// Reports the line of a text that begins at a place of the source, where it looks like markup.
pub(super) fn check(writer: &mut Writer<'_>, start: usize, is_first: bool) {
    let source: &str = &writer.scan.source;
    if is_escaped(source, start) {
        return;
    }
    let (before, rest) = source.split_at(start);
    let (line, following) = rest.split_once('\n').unwrap_or((rest, ""));
    let line = line.trim_end_matches('\r');
    let row = is_first.then(|| row(line, following)).flatten();
    let told_to = writer.row_told_to.and_then(|told_to| source.get(told_to..start));
    if row.is_some() && told_to.is_some_and(|between| between.trim().is_empty()) {
        writer.row_told_to = Some(start + line.len());
        return;
    }
    let meant = heading(line)
        .or_else(|| item(line, is_first, before))
        .or_else(|| hidden(line))
        .or_else(|| directive(line))
        .or(row);
    let Some(meant) = meant else { return };
    if meant.what == ROW {
        writer.row_told_to = Some((start + line.len() + lines_of_rows(following)).min(source.len()));
    }
    let place = writer.place(&(start..start + meant.length));
    let message = format!("this looks like {}, and stays text", meant.what);
    writer.faults.add(&codes::LITERAL_MARKUP, &place, message, &meant.help);
}

const HEADING: &str = "a heading";
const ITEM: &str = "an item of a list";
const ROW: &str = "a table";

/// White space that is not the one that Markdown asks for.
fn is_odd_space(c: char) -> bool {
    (c.is_whitespace() && !c.is_ascii()) || is_unseen(c)
}

fn begins_with_odd_space(text: &str) -> bool {
    text.starts_with(is_odd_space)
}

const NO_BREAK: &str = "an invisible character stands in the place of the space: delete it, and type a space";

fn heading(line: &str) -> Option<Meant> {
    let text = line.trim_start_matches(['#', '＃']);
    let length = line.len() - text.len();
    let count = line[..length].chars().count();
    let next = text.chars().next()?;
    let meant = |help: String| Some(Meant { what: HEADING, length: line.len(), help });
    if count == 0 {
        None
    } else if count > 6 {
        meant("headings have two to six `#`".into())
    } else if begins_with_odd_space(text) {
        meant(NO_BREAK.into())
    } else if line[..length].contains('＃') || (count > 1 && !next.is_whitespace()) {
        let text: String = text.trim().chars().take(40).collect();
        meant(format!("write `{} {text}`; a `#` that is meant is written `\\#`", "#".repeat(count)))
    } else {
        None
    }
}

fn item(line: &str, is_first: bool, before: &str) -> Option<Meant> {
    let meant = |length: usize, help: String| Some(Meant { what: ITEM, length, help });
    let first = line.chars().next()?;
    let previous = before.trim_end_matches('\n').rsplit('\n').next().unwrap_or_default();
    let previous = previous.trim_start_matches([' ', '\t', '>']);
    let rest = &line[first.len_utf8()..];
    match first {
        '-' | '*' | '+' if begins_with_odd_space(rest) => meant(1, NO_BREAK.into()),
        '-' if rest.starts_with(char::is_alphabetic) && (is_first || previous.starts_with(['-', '*', '+'])) => {
            let text: String = rest.chars().take(40).collect();
            meant(1, format!("write `- {text}`; a dash that is meant is written `\\-`"))
        }
        // The last is what word processors paste for a bullet.
        '•' | '▪' | '●' | '◦' | '‣' | '⁃' | '∙' | '\u{F0B7}' => {
            let text: String = rest.trim().chars().take(40).collect();
            meant(first.len_utf8(), format!("write `- {text}`"))
        }
        '0'..='9' => {
            let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let text = line[digits..].strip_prefix(['.', ')'])?;
            let is_begun = text.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
            let is_listed = is_first || previous.starts_with(|c: char| c.is_ascii_digit());
            if digits > 2 || !is_listed {
                None
            } else if begins_with_odd_space(text) {
                meant(digits + 1, NO_BREAK.into())
            } else if is_begun {
                let shown: String = text.chars().take(40).collect();
                let number = &line[..=digits];
                let escaped = format!("{}\\{}", &line[..digits], &line[digits..=digits]);
                meant(digits + 1, format!("write `{number} {shown}`; a number that is meant is written `{escaped}`"))
            } else {
                None
            }
        }
        _ => None,
    }
}

/// A line that would be markup if no invisible character stood before it.
fn hidden(line: &str) -> Option<Meant> {
    let text = line.trim_start_matches(|c| is_odd_space(c) || c == ' ');
    let length = line.len() - text.len();
    if !line.starts_with(is_odd_space) {
        return None;
    }
    let marks = text.trim_start_matches('#');
    let what = if marks.len() < text.len() && marks.starts_with(' ') {
        HEADING
    } else if text.starts_with(['-', '*', '+']) && text[1..].starts_with(' ') {
        ITEM
    } else if text.starts_with(":::") {
        "a directive"
    } else if text.starts_with("```") {
        "code"
    } else {
        return None;
    };
    Some(Meant { what, length, help: "an invisible character stands at the beginning of the line: delete it".into() })
}

fn directive(line: &str) -> Option<Meant> {
    let text = line.trim_start_matches([':', '：']);
    let length = line.len() - text.len();
    let count = line[..length].chars().count();
    let name = text.split_whitespace().next()?;
    let is_odd = count == 2 || line[..length].contains('：');
    let is_known = DirectiveSpec::find(name).is_some();
    (is_odd && is_known).then(|| Meant { what: "a directive", length, help: format!("write `::: {}`", text.trim()) })
}

/// Tells whether a line can be the dashes below the head of a table, also typographic ones.
fn is_dashes(line: &str) -> bool {
    let line = line.trim();
    line.contains('|') && line.contains(['-', '–', '—', '−']) && line.chars().all(|c| "|-–—−: \t".contains(c))
}

fn is_row(line: &str) -> bool {
    let line = line.trim();
    line.starts_with('|') && line.ends_with('|') && line.matches('|').count() > 2
}

fn row(line: &str, following: &str) -> Option<Meant> {
    let next = following.lines().next().unwrap_or_default();
    let has_dashes = is_dashes(next);
    if !(is_row(line) || (has_dashes && line.contains('|'))) {
        return None;
    }
    let cells = line.trim().trim_matches('|').split('|').count();
    let dashes = format!("|{}", " - |".repeat(cells));
    let help = if has_dashes {
        format!("the line of dashes has as many parts as the head has cells, of hyphens: `{dashes}`")
    } else {
        format!("below the head of a table stands a line of dashes, `{dashes}`, and no line between its rows is empty")
    };
    Some(Meant { what: ROW, length: line.len(), help })
}

/// The bytes of the lines that follow in the same paragraph.
fn lines_of_rows(following: &str) -> usize {
    1 + following.split_inclusive('\n').take_while(|line| !line.trim().is_empty()).map(str::len).sum::<usize>()
}
