//! Marks of emphasis that stay text: `**bold **`, `他说_可以_了`, `**open`.
//!
//! A mark by itself may be meant: a footnote to a price, a product, a gap in a form, a name of a file. Two that would
//! hold words between them are not, nor is one that begins a word and has no end.

use std::ops::Range;

use crate::diag::codes;

use super::flanking::{first, is_escaped, is_punctuation, last, needs_no_space};
use super::writer::Writer;

/// A run of one character that stays text.
#[derive(Clone, Debug)]
pub(super) struct Run {
    mark: u8,
    range: Range<usize>,
}

/// A run with what stands around it.
struct Judged {
    run: Run,
    before: Option<char>,
    after: Option<char>,
}

impl Judged {
    fn new(source: &str, run: &Run) -> Self {
        let (before, after) = (&source[..run.range.start], &source[run.range.end..]);
        Self { before: last(before), after: first(after), run: run.clone() }
    }

    fn is_double(&self) -> bool {
        self.run.range.len() > 1
    }

    fn is_beside_letter(&self) -> bool {
        [self.before, self.after].into_iter().flatten().any(char::is_alphabetic)
    }

    fn begins(&self) -> bool {
        let is_followed = self.after.is_some_and(|after| !after.is_whitespace());
        let is_apart = self.before.is_none_or(|c| c.is_whitespace() || is_punctuation(c) || needs_no_space(c));
        match self.run.mark {
            b'_' => is_followed && is_apart,
            // At the beginning of a line a space may follow, since it is no item of a list.
            _ => is_followed || (self.is_double() && self.before.is_none() && self.after.is_some()),
        }
    }

    fn ends(&self) -> bool {
        let is_preceded = self.before.is_some_and(|before| !before.is_whitespace());
        let is_apart = self.after.is_none_or(|c| c.is_whitespace() || is_punctuation(c) || needs_no_space(c));
        match self.run.mark {
            b'_' => self.before.is_some() && is_apart,
            _ => is_preceded || is_apart || self.is_double(),
        }
    }
}

/// Notes the marks in a stretch of the source that stays text.
pub(super) fn note(runs: &mut Vec<Run>, source: &str, range: &Range<usize>) {
    let bytes = source.as_bytes();
    for at in range.clone() {
        let mark = bytes[at];
        if !matches!(mark, b'*' | b'_' | b'~') {
            continue;
        }
        match runs.last_mut() {
            Some(run) if run.range.end == at && run.mark == mark => run.range.end = at + 1,
            _ if is_escaped(source, at) => {}
            _ => runs.push(Run { mark, range: at..at + 1 }),
        }
    }
}

/// Reports the marks of a block of text that were meant to emphasise.
pub(super) fn judge(writer: &mut Writer<'_>, runs: &[Run]) {
    let source: &str = &writer.scan.source;
    let mut begun: Option<Judged> = None;
    for run in runs.iter().filter(|run| run.range.len() <= 3 && (run.mark != b'~' || run.range.len() == 2)) {
        let run = Judged::new(source, run);
        let is_pair = begun.as_ref().is_some_and(|begun| {
            let is_beside_letter = begun.is_beside_letter() || run.is_beside_letter();
            (begun.run.mark, begun.is_double()) == (run.run.mark, run.is_double()) && is_beside_letter && run.ends()
        });
        if is_pair && let Some(begun) = begun.take() {
            report_pair(writer, source, &begun.run, &run.run);
        } else if run.begins() {
            report_open(writer, source, begun.take());
            begun = Some(run);
        }
    }
    report_open(writer, source, begun);
}

fn report_pair(writer: &mut Writer<'_>, source: &str, begun: &Run, ended: &Run) {
    let mark = &source[begun.range.clone()];
    let inner = &source[begun.range.end..ended.range.start];
    let place = writer.place(&(begun.range.start..ended.range.end));
    let message = format!("`{mark}` stays text here, and emphasises nothing");
    let is_spaced = inner.starts_with(char::is_whitespace) || inner.ends_with(char::is_whitespace);
    let help = if is_spaced {
        let trimmed: String = inner.trim().chars().filter(|c| *c != super::flanking::JOINT).take(40).collect();
        format!(
            "no space inside the marks: `{mark}{trimmed}{mark}`; marks that are meant are written `\\{}`",
            &mark[..1]
        )
    } else if begun.mark == b'_' {
        format!("inside a word only `*` emphasises; marks that are meant are written `\\{}`", &mark[..1])
    } else {
        let mark = &mark[..1];
        format!(
            "beside a letter, put punctuation outside the marks, or a space beside them; `\\{mark}` is a mark that is meant"
        )
    };
    writer.faults.add(&codes::LITERAL_MARKUP, &place, message, &help);
}

/// Reports a double mark that begins and never ends. At the beginning of a block it may be a note's.
fn report_open(writer: &mut Writer<'_>, source: &str, begun: Option<Judged>) {
    let Some(begun) = begun else { return };
    let begins_word = begun.before.is_some() && begun.after.is_some_and(char::is_alphabetic);
    if begun.is_double() && begun.run.mark != b'_' && begins_word {
        let mark = &source[begun.run.range.clone()];
        let place = writer.place(&begun.run.range);
        let message = format!("`{mark}` begins emphasis that does not end in this paragraph");
        let help = format!("add `{mark}` where it ends; marks that are meant are written `\\{}`", &mark[..1]);
        writer.faults.add(&codes::LITERAL_MARKUP, &place, message, &help);
    }
}
