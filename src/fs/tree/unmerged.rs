//! Two versions of a file that git could not merge, and that somebody committed with git's marks in it.

use std::ops::Range;

use crate::diag::{Diagnostic, SourcePath, codes};

/// A place with two versions.
#[derive(Debug, PartialEq, Eq)]
struct Conflict {
    /// The line that begins the first version.
    mark: Range<usize>,
    ours: Range<usize>,
    theirs: Range<usize>,
}

/// Finds what was not merged in the text of a file, as one fault that shows both versions; lines end with LF.
#[must_use]
pub(super) fn find(text: &str, path: &SourcePath) -> Option<Diagnostic> {
    let is_data = is_data(path);
    let is_marked = |mark: &str| text.contains(mark);
    if !is_marked("<<<<<<<") && !is_marked(">>>>>>>") && !(is_data && (is_marked("=======") || is_marked("|||||||"))) {
        return None;
    }
    let (conflicts, strays) = read(text, is_data);
    let help = "choose one, or write one text from both, and delete the lines of `<<<<<<<`, `=======` and `>>>>>>>`";
    let Some(first) = conflicts.first() else {
        let stray = strays.into_iter().next()?;
        let fault = Diagnostic::new(&codes::UNMERGED_FILE, "a line is left of two versions that were merged");
        return Some(fault.at(path, stray).help("delete the line, and see whether both versions are still there"));
    };
    let places = conflicts.len();
    let message = match places {
        1 => "two versions of this file were not merged".to_owned(),
        _ => format!("two versions of this file were not merged, in {places} places"),
    };
    let fault = Diagnostic::new(&codes::UNMERGED_FILE, message)
        .at(path, first.mark.clone())
        .label(path, Some(shown(text, &first.ours)), "one version")
        .label(path, Some(shown(text, &first.theirs)), "the other version");
    Some(fault.help(help))
}

/// Tells whether a file holds settings or records, in which no line of such signs means anything else.
fn is_data(path: &SourcePath) -> bool {
    matches!(path.extension().as_str(), "toml" | "csv" | "json" | "ftl")
}

/// The lines of a version that have words; an empty version is shown as the place where it would be.
fn shown(text: &str, version: &Range<usize>) -> Range<usize> {
    let lines = &text[version.clone()];
    let start = version.start + lines.len() - lines.trim_start().len();
    let end = version.start + lines.trim_end().len();
    if start < end { start..end } else { version.start..version.start }
}

/// Reads the conflicts of a text, and the marks that belong to none.
fn read(text: &str, is_data: bool) -> (Vec<Conflict>, Vec<Range<usize>>) {
    let (mut conflicts, mut strays) = (Vec::new(), Vec::new());
    let mut open: Option<Range<usize>> = None;
    // The end of the first version, and the beginning of the second.
    let mut divided: Option<(usize, usize)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let next = at + line.len();
        let line = line.trim_end();
        let place = at..at + line.len();
        if is_mark(line, '<') {
            strays.extend(open.replace(place));
            divided = None;
        } else if let Some(begun) = &open {
            if is_mark(line, '|') && divided.is_none() {
                divided = Some((at, next));
            } else if line == "=======" {
                let ours = divided.map_or(at, |(ours, _)| ours);
                divided = Some((ours, next));
            } else if let Some((ours, theirs)) = divided
                && is_mark(line, '>')
            {
                let end = begun.end;
                conflicts.push(Conflict { mark: begun.clone(), ours: end..ours, theirs: theirs..at });
                (open, divided) = (None, None);
            }
        } else if is_stray(line, is_data) {
            strays.push(place);
        }
        at = next;
    }
    strays.extend(open);
    (conflicts, strays)
}

/// Tells whether a line outside any conflict was left of one. In a text, a line of `=` underlines a heading, and `>` quotes.
fn is_stray(line: &str, is_data: bool) -> bool {
    if is_data {
        return line == "=======" || is_mark(line, '>') || is_mark(line, '|');
    }
    is_mark(line, '>') && names_a_branch(line)
}

/// Tells whether a line is seven of a character, alone or with a name after a space.
fn is_mark(line: &str, mark: char) -> bool {
    let rest = line.trim_start_matches(mark);
    line.len() - rest.len() == 7 && (rest.is_empty() || (rest.starts_with(' ') && !rest.trim().is_empty()))
}

/// Tells whether a mark names a branch or a commit, and is not a quotation in the seventh degree.
fn names_a_branch(line: &str) -> bool {
    let name = line.trim_start_matches('>').trim();
    let first = name.split_whitespace().next().unwrap_or_default();
    let is_commit = first.len() >= 7 && first.chars().all(|c| c.is_ascii_hexdigit());
    is_commit || (!name.is_empty() && first == name && !name.ends_with(['.', '!', '?']))
}

#[cfg(test)]
mod tests {
    use super::find;
    use crate::diag::SourcePath;

    /// The text at each place of the fault.
    fn places(text: &str) -> Vec<&str> {
        places_in("a.md", text)
    }

    fn places_in<'a>(name: &str, text: &'a str) -> Vec<&'a str> {
        let fault = find(text, &SourcePath::new(name));
        let labels = fault.map(|fault| fault.labels).unwrap_or_default();
        labels.into_iter().filter_map(|label| text.get(label.span?)).collect()
    }

    #[test]
    fn both_versions_are_shown() {
        let text = "a\n<<<<<<< HEAD\none\n=======\n\ntwo\nthree\n\n>>>>>>> fees\nb\n";
        assert_eq!(places(text), ["<<<<<<< HEAD", "one", "two\nthree"]);
        let text = "<<<<<<< HEAD\none\n||||||| 1234567\nold\n=======\ntwo\n>>>>>>> 89abcde (Fees)\n";
        assert_eq!(places(text), ["<<<<<<< HEAD", "one", "two"]);
        let text = "<<<<<<<\n\n=======\ntwo\n>>>>>>>\n<<<<<<< HEAD\n3\n=======\n4\n>>>>>>> x\n";
        assert_eq!(places(text), ["<<<<<<<", "", "two"]);
    }

    #[test]
    fn a_line_that_was_left_is_a_fault_of_its_own() {
        assert_eq!(places("a\n<<<<<<< HEAD\nb\n"), ["<<<<<<< HEAD"]);
        assert_eq!(places("a\n=======\nb\n>>>>>>> feature/fees\n"), [">>>>>>> feature/fees"]);
        assert_eq!(places("a\n>>>>>>> 89abcde (Change the fees)\n"), [">>>>>>> 89abcde (Change the fees)"]);
    }

    #[test]
    fn settings_and_records_have_no_other_use_for_such_lines() {
        for name in ["site.toml", "redirects.csv", "schema.json", "fr.ftl"] {
            for mark in ["<<<<<<< HEAD", "=======", ">>>>>>>", "||||||| 1234567"] {
                assert_eq!(places_in(name, &format!("a\n{mark}\nb\n")), [mark], "{name}");
            }
            assert_eq!(places_in(name, "a ======= b\n==========\n\"=======\"\n"), [""; 0], "{name}");
        }
    }

    #[test]
    fn other_lines_of_such_characters_are_left_alone() {
        for text in [
            "Title\n=======\n\ntext\n",
            ">>>>>>> a quotation in the seventh degree.\n",
            ">>>>>>>\n",
            "    <<<<<<< HEAD\n",
            "`<<<<<<< HEAD`\n",
            "<<<<<<<< eight\n",
            "<<<<<<<HEAD\n",
        ] {
            assert_eq!(places(text), [""; 0], "{text}");
        }
    }
}
