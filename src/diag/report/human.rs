//! For people at a terminal: the message, the lines of the source with the places marked, and the way out.

use std::collections::BTreeMap;
use std::rc::Rc;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str};

use super::super::{Diagnostic, Label, Severity, SourcePath};
use super::source::{Source, Sources};

/// Columns of a source line to show; longer lines are cut around what is marked.
const WIDTH: usize = 120;

pub(super) fn write(diagnostics: &[Diagnostic], sources: &Sources<'_>, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() }.term_width(WIDTH);
    let mut text = String::new();
    for diagnostic in diagnostics {
        text.push_str(&one(diagnostic, sources, &renderer));
        text.push_str("\n\n");
    }
    text
}

fn one(diagnostic: &Diagnostic, sources: &Sources<'_>, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    // The snippets borrow the sources, so these are found first.
    let files = by_file(&diagnostic.labels, sources);
    let mut group = Group::with_title(level.primary_title(&diagnostic.message).id(diagnostic.code.name));
    for (index, file) in files.iter().enumerate() {
        group = match (file.excerpt(index == 0), file.snippet(index == 0)) {
            (Some((origin, snippet)), _) => group.element(origin).element(snippet),
            (None, Some(snippet)) => group.element(snippet),
            (None, None) => group.element(Origin::path(file.path.as_str())),
        };
        for text in file.labels.iter().filter(|label| !file.marks(label)).map(|label| &label.text) {
            if !text.is_empty() {
                group = group.element(Level::NOTE.message(normalize_untrusted_str(text)));
            }
        }
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(normalize_untrusted_str(help)));
    }
    renderer.render(&[group])
}

/// The places of a diagnostic in one file.
struct File<'a> {
    path: &'a SourcePath,
    source: Option<Rc<Source>>,
    labels: Vec<&'a Label>,
}

/// Gathers places by file, in the order in which the files are first named.
fn by_file<'a>(labels: &'a [Label], sources: &Sources<'_>) -> Vec<File<'a>> {
    let mut files: Vec<File<'a>> = Vec::new();
    let mut known: BTreeMap<&SourcePath, usize> = BTreeMap::new();
    for label in labels {
        let index = *known.entry(&label.path).or_insert_with(|| {
            // Without a span there is nothing to show, and the file may not be text at all.
            let is_shown = labels.iter().any(|other| other.path == label.path && other.span.is_some());
            let source = if is_shown { sources.get(&label.path) } else { None };
            files.push(File { path: &label.path, source, labels: Vec::new() });
            files.len() - 1
        });
        files[index].labels.push(label);
    }
    files
}

impl File<'_> {
    /// Tells whether the place is marked in the source lines.
    fn marks(&self, label: &Label) -> bool {
        self.source.is_some() && label.span.is_some()
    }

    /// Draws a part of the line of the first place, where it or the lines to the others are too long.
    fn excerpt(&self, is_first: bool) -> Option<(Origin<'_>, Snippet<'_, annotate_snippets::Annotation<'_>>)> {
        let source = self.source.as_ref()?;
        let (span, label) = self.labels.iter().find_map(|label| Some((source.snap(label.span.as_ref()?), *label)))?;
        let ends = self.labels.iter().filter_map(|label| Some(source.snap(label.span.as_ref()?)));
        let lines = ends.flat_map(|span| [source.line_number(span.start), source.line_number(span.end)]);
        let shown = source.lines(lines.clone().min()?, lines.max()?);
        let cut = source.excerpt(&shown, &span)?;
        let region = source.region(&span);
        let text = format!("…{}…", &source.text()[cut.clone()]);
        let place = |at: usize| at.clamp(cut.start, cut.end) - cut.start + '…'.len_utf8();
        let (start, end) = (place(span.start), place(span.end));
        let kind = if is_first { AnnotationKind::Primary } else { AnnotationKind::Context };
        let said = (!label.text.is_empty()).then_some(label.text.as_str());
        let snippet = Snippet::source(text).line_start(region.line).annotation(kind.span(start..end).label(said));
        Some((Origin::path(self.path.as_str()).line(region.line).char_column(region.column), snippet))
    }

    /// Draws the lines from the first place to the last; `None` where there are none. The first place of the
    /// first file is what the message speaks of.
    fn snippet(&self, is_first: bool) -> Option<Snippet<'_, annotate_snippets::Annotation<'_>>> {
        let source = self.source.as_ref()?;
        let places: Vec<_> =
            self.labels.iter().filter_map(|label| Some((source.snap(label.span.as_ref()?), *label))).collect();
        let first = places.iter().map(|(span, _)| source.line_number(span.start)).min()?;
        let last = places.iter().map(|(span, _)| source.line_number(span.end)).max()?;
        let shown = source.lines(first, last);
        let annotations = places.into_iter().enumerate().map(|(index, (span, label))| {
            let kind = if is_first && index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            let text = (!label.text.is_empty()).then_some(label.text.as_str());
            kind.span(span.start - shown.start..span.end - shown.start).label(text)
        });
        let snippet = Snippet::source(&source.text()[shown.clone()]).line_start(first).path(self.path.as_str());
        Some(snippet.annotations(annotations))
    }
}
