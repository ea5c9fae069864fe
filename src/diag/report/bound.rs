//! As many diagnostics as somebody can read: some of each file, errors first, and a count of the others.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::super::{Diagnostic, Severity, SourcePath, codes};
use crate::limits::{FILE_FAULTS, MESSAGE_CHARS, RUN_FAULTS};

/// How many places of one diagnostic are shown.
const PLACES: usize = 20;

/// Returns the diagnostics to show, in the order given, with a note after the last of a file that has more.
pub(super) fn bounded(diagnostics: &[Diagnostic]) -> Cow<'_, [Diagnostic]> {
    let is_short = |fault: &Diagnostic| {
        let labels = fault.labels.iter().map(|label| &label.text);
        let mut texts = labels.chain(&fault.help).chain([&fault.message]);
        fault.labels.len() <= PLACES && texts.all(|text| text.len() <= MESSAGE_CHARS)
    };
    if diagnostics.len() <= FILE_FAULTS && diagnostics.iter().all(is_short) {
        return Cow::Borrowed(diagnostics);
    }
    let shown = selected(diagnostics);
    let mut left_out: BTreeMap<Option<&SourcePath>, usize> = BTreeMap::new();
    for (place, fault) in diagnostics.iter().enumerate() {
        *left_out.entry(file(fault)).or_default() += usize::from(!shown.contains(&place));
    }
    let mut bounded = Vec::with_capacity(shown.len());
    let mut places = shown.iter().peekable();
    while let Some(place) = places.next() {
        let fault = &diagnostics[*place];
        bounded.push(shortened(fault));
        let is_last = places.peek().is_none_or(|next| file(&diagnostics[**next]) != file(fault));
        if is_last && let Some(count) = left_out.remove(&file(fault)).filter(|count| *count > 0) {
            bounded.push(more(file(fault), format!("and {count} more in this file")));
        }
    }
    let others: usize = left_out.values().sum();
    if others > 0 {
        bounded.push(more(None, format!("and {others} more in {} other files", left_out.len())));
    }
    Cow::Owned(bounded)
}

fn file(fault: &Diagnostic) -> Option<&SourcePath> {
    fault.labels.first().map(|label| &label.path)
}

/// Selects places in the list: errors before warnings before notes.
fn selected(diagnostics: &[Diagnostic]) -> BTreeSet<usize> {
    let mut selected = BTreeSet::new();
    let mut counts: BTreeMap<Option<&SourcePath>, usize> = BTreeMap::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        for (place, fault) in diagnostics.iter().enumerate().filter(|(_, fault)| fault.severity == severity) {
            let count = counts.entry(file(fault)).or_default();
            if *count < FILE_FAULTS && selected.len() < RUN_FAULTS {
                *count += 1;
                selected.insert(place);
            }
        }
    }
    selected
}

fn more(path: Option<&SourcePath>, message: String) -> Diagnostic {
    let note = Diagnostic::new(&codes::MORE_FAULTS, message);
    match path {
        Some(path) => note.in_file(path),
        None => note,
    }
}

fn shortened(fault: &Diagnostic) -> Diagnostic {
    let mut fault = fault.clone();
    fault.labels.truncate(PLACES);
    let labels = fault.labels.iter_mut().map(|label| &mut label.text);
    for text in labels.chain(&mut fault.help).chain([&mut fault.message]) {
        if let Some((end, _)) = text.char_indices().nth(MESSAGE_CHARS) {
            text.truncate(end);
            text.push('…');
        }
    }
    fault
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::super::{Format, report};
    use crate::diag::{Diagnostic, SourcePath, codes};

    fn faults(file: &str, count: usize) -> impl Iterator<Item = Diagnostic> + use<> {
        let path = SourcePath::new(file);
        (0..count).map(move |at| Diagnostic::new(&codes::UNKNOWN_FIELD, format!("field {at}")).at(&path, at..at + 1))
    }

    #[test]
    fn however_many_faults_there_are_a_bounded_text_is_written_from_few_looks_at_the_source() {
        let line = "a".repeat(100_000);
        let many: Vec<Diagnostic> = faults("a.md", 20_000).collect();
        for format in [Format::Human, Format::Short, Format::Json, Format::Sarif] {
            let looks = Cell::new(0);
            let find = |_: &SourcePath| {
                looks.set(looks.get() + 1);
                Some(line.clone())
            };
            let text = report(format, &many, &find, false);
            assert!(text.contains("19900 more"), "{format:?}");
            assert!(text.len() < 150_000, "{format:?}: {} bytes", text.len());
            assert_eq!(looks.get(), 1, "{format:?}");
        }
    }

    #[test]
    fn a_long_line_is_cut_around_the_place_that_is_marked() {
        let line = format!("first\n{}é?{}\nlast", "a".repeat(50_000), "b".repeat(50_000));
        let place = line.find('?').expect("a sign");
        let path = SourcePath::new("a.md");
        let fault = Diagnostic::new(&codes::UNKNOWN_FIELD, "odd").at(&path, place..place + 1);
        for end in [place + 1, place + 40_000] {
            let fault = Diagnostic::new(&codes::UNKNOWN_FIELD, "odd").at(&path, place..end);
            let text = report(Format::Human, &[fault], &|_| Some(line.clone()), false);
            assert!(text.contains("a.md:2:50002") && text.contains("aé?b"), "{text}");
            assert!(text.lines().all(|line| line.chars().count() < 500), "{text}");
        }
        let last = fault.label(&path, Some(line.len()..line.len()), "and here");
        assert!(report(Format::Human, &[last], &|_| Some(line.clone()), false).contains("a.md:2:50002"));
    }

    #[test]
    fn errors_are_shown_before_warnings_and_every_file_is_counted() {
        let warning = Diagnostic::new(&codes::EXPIRED_NOTICE, "old").in_file(&SourcePath::new("a.md"));
        let mut many: Vec<Diagnostic> = std::iter::repeat_n(warning, 300).collect();
        many.extend(faults("a.md", 3));
        many.extend((0..30).flat_map(|file| faults(&format!("b{file}.md"), 50)));
        let text = report(Format::Short, &many, &|_| None, false);
        assert_eq!(text.matches("a.md: error").count(), 3, "{text}");
        assert!(text.lines().count() < 1_050);
        let left_out: usize = text
            .lines()
            .filter_map(|line| line.split_once("more-faults]: and ")?.1.split(' ').next()?.parse::<usize>().ok())
            .sum();
        assert_eq!(left_out + text.lines().filter(|line| !line.contains("more-faults")).count(), many.len());
    }

    #[test]
    fn a_message_that_quotes_a_whole_file_is_cut() {
        let fault = Diagnostic::new(&codes::CSV_VALUE, "é".repeat(100_000)).help("é".repeat(100_000));
        let text = report(Format::Short, &[fault], &|_| None, false);
        assert!(text.len() < 5_000 && text.contains('…'));
    }
}
