//! Turns the parser's events into pieces: the state all parts of the writer share, and the dispatch.
//!
//! What a block becomes is in [`super::blocks`], what stands among text in [`super::inline`], raw HTML in
//! [`super::html`], notes in [`super::footnotes`].

use std::ops::Range;

use pulldown_cmark::{Event, TagEnd};

use crate::diag::{Diagnostic, codes};

use super::bidi::{self, Isolates};
use super::blocks::{CodeBlock, OpenHeading, Table};
use super::body::{Body, ContactFact, Directive, Facts, FileFact, Heading, Hole, LinkFact, UiText};
use super::directive::{BodySpec, DirectiveKind, Value};
use super::faults::Faults;
use super::footnotes::Notes;
use super::headings::Anchors;
use super::inline::{OpenImage, OpenLink};
use super::output::Output;
use super::scan::Scan;
use super::{HtmlPolicy, Options, brackets, characters, emphasis, flanking, html, lines};

/// What is known of the innermost block, forgotten where a block begins or ends.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each was met or not, whatever the others")]
pub(super) struct Leaf {
    /// Its text without markup.
    pub(super) text: String,
    pub(super) isolates: Isolates,
    /// Cleaned HTML elements open among the text, `None` for each Markdown element around or between them.
    pub(super) tags: Vec<Option<&'static str>>,
    /// Whether an HTML element was refused: its closing tag is no second fault.
    pub(super) refused: bool,
    /// Marks of emphasis that stay text.
    pub(super) runs: Vec<emphasis::Run>,
    /// Opening brackets that stay text, where no closing one was met yet.
    pub(super) brackets: Vec<usize>,
    /// Whether an address without end was reported.
    pub(super) is_unclosed: bool,
    /// Whether something of the line was read.
    is_mid_line: bool,
    /// Whether a line was read.
    is_begun: bool,
}

/// A directive being read: the number of its opening line, and the output around it.
#[derive(Debug)]
struct Frame {
    line: usize,
    around: Output,
}

/// The state of writing one text.
pub(super) struct Writer<'a> {
    pub(super) options: Options,
    text: &'a str,
    pub(super) scan: &'a Scan<'a>,
    pub(super) faults: Faults<'a>,
    pub(super) out: Output,
    frames: Vec<Frame>,
    /// How many directive lines were met where they were expected.
    lines_met: usize,
    /// How many elements are open.
    pub(super) depth: usize,
    pub(super) leaf: Leaf,
    pub(super) anchors: Anchors,
    pub(super) headings: Vec<Heading>,
    pub(super) facts: Facts,
    pub(super) notes: Notes,
    pub(super) heading: Option<OpenHeading>,
    pub(super) level: u8,
    pub(super) table: Table,
    pub(super) code: Option<CodeBlock>,
    pub(super) html_block: Option<(String, Range<usize>)>,
    pub(super) links: Vec<Option<OpenLink>>,
    pub(super) image: Option<OpenImage>,
    /// Up to where rows that look like a table were reported.
    pub(super) row_told_to: Option<usize>,
    /// Whether the text can hold isolates at all.
    bidi: bool,
}

impl<'a> Writer<'a> {
    pub(super) fn new(
        options: Options,
        text: &'a str,
        scan: &'a Scan<'a>,
        mut faults: Faults<'a>,
        out: Output,
    ) -> Self {
        let bidi = options.checks && bidi::check_source(text, &mut faults);
        if options.checks {
            characters::check_source(text, &mut faults);
        }
        Self {
            options,
            text,
            scan,
            faults,
            out,
            frames: Vec::new(),
            lines_met: 0,
            depth: 0,
            leaf: Leaf::default(),
            anchors: Anchors::default(),
            headings: Vec::new(),
            facts: Facts::default(),
            notes: Notes::default(),
            heading: None,
            level: 1,
            table: Table::default(),
            code: None,
            html_block: None,
            links: Vec::new(),
            image: None,
            row_told_to: None,
            bidi,
        }
    }

    /// Writes one event; `range` is its place in the scanned source.
    pub(super) fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match &event {
            Event::Start(_) => {
                self.depth += 1;
            }
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            Event::Rule if self.depth == 0 => {
                if let Some(line) = self.scan.line_at(range.start) {
                    return self.directive_line(line);
                }
            }
            _ => {}
        }
        if self.image.is_some() {
            return self.alt(event, &range);
        }
        if let Event::SoftBreak | Event::HardBreak = event {
            self.leaf.is_mid_line = false;
        }
        match event {
            Event::Start(tag) if is_inline(tag.to_end()) => {
                self.begin_line(None);
                self.start_inline(tag, &range);
            }
            Event::Start(tag) => {
                self.end_leaf();
                self.start_block(tag, &range);
            }
            Event::End(tag) if is_inline(tag) => self.end_inline(tag),
            Event::End(tag) => self.end_block(tag),
            Event::Text(text) => self.text(&text, &range),
            Event::Code(code) => {
                self.begin_line(None);
                self.read_isolates(&code, &range);
                self.leaf_text(&code);
                self.out.push("<code>");
                self.escaped(&code);
                self.out.push("</code>");
            }
            Event::Html(source) => match &mut self.html_block {
                Some((block, _)) => block.push_str(&source),
                None => html::block(self, &source, &range),
            },
            Event::InlineHtml(source) => html::inline(self, &source, &range),
            Event::SoftBreak => {
                self.leaf_text(" ");
                self.out.push("\n");
            }
            Event::HardBreak => {
                self.leaf_text(" ");
                self.out.push(if self.options.extensions { "<br>\n" } else { "<br />\n" });
            }
            Event::Rule => {
                self.end_leaf();
                self.out.block(if self.options.extensions { "<hr>\n" } else { "<hr />\n" });
            }
            Event::FootnoteReference(name) => self.footnote_reference(&name),
            Event::TaskListMarker(done) => self.task(done),
            // The dialect has no mathematics.
            Event::InlineMath(source) | Event::DisplayMath(source) => self.escaped(&source),
        }
    }

    pub(super) fn escaped(&mut self, text: &str) {
        self.out.append_with(|out| super::escape::html(text, out));
    }

    pub(super) fn ui_text(&mut self, id: &'static str, args: Vec<(&'static str, String)>, attribute: bool) {
        self.out.hole(Hole::Text(UiText { id, args, attribute }));
    }

    /// Moves a range of the scanned source to the text.
    pub(super) fn place(&self, range: &Range<usize>) -> Range<usize> {
        self.scan.map.range(range)
    }

    /// Moves the range of a block to the text, without the line ends after it.
    pub(super) fn place_of_block(&self, range: &Range<usize>) -> Range<usize> {
        let place = self.place(range);
        let source = self.text.get(place.clone()).unwrap_or_default();
        place.start..place.start + source.trim_end().len()
    }

    pub(super) fn read_isolates(&mut self, text: &str, range: &Range<usize>) {
        if self.bidi {
            let place = self.scan.map.range(range);
            let raw = self.text.get(place.clone()) == Some(text);
            self.leaf.isolates.read(text, &place, raw, &mut self.faults);
        }
    }

    /// Returns a stretch of the source that an event's text was read from, where the text stands there letter by letter.
    pub(super) fn raw(&self, text: &str, range: &Range<usize>) -> Option<&'a str> {
        self.scan.source.get(range.clone()).filter(|source| flanking::without_joints(source) == text)
    }

    /// Notes what stays text of what may be meant as markup.
    pub(super) fn read_literal(&mut self, text: &str, range: &Range<usize>) {
        if !self.options.checks {
            return;
        }
        if self.raw(text, range).is_none() {
            let place = self.place(range);
            characters::check_written(text, &place, &mut self.faults);
            return self.begin_line(None);
        }
        self.begin_line(Some(range.start));
        emphasis::note(&mut self.leaf.runs, &self.scan.source, range);
        brackets::check(self, range);
    }

    /// Notes that something stands on the line: text that begins at a place of the source, or something else.
    fn begin_line(&mut self, text_at: Option<usize>) {
        let is_first = !std::mem::replace(&mut self.leaf.is_begun, true);
        let is_begun = std::mem::replace(&mut self.leaf.is_mid_line, true);
        if let Some(start) = text_at
            && self.options.checks
            && !is_begun
            && self.heading.is_none()
            && !self.table.is_open
        {
            lines::check(self, start, is_first);
        }
    }

    /// Ends what the innermost block holds: wherever a block begins or ends.
    pub(super) fn end_leaf(&mut self) {
        html::close_tags(self, 0);
        self.leaf.isolates.end(&mut self.faults);
        let runs = std::mem::take(&mut self.leaf.runs);
        if !runs.is_empty() {
            emphasis::judge(self, &runs);
        }
        self.leaf.brackets.clear();
        (self.leaf.is_unclosed, self.leaf.is_begun, self.leaf.is_mid_line) = (false, false, false);
        self.leaf.refused = false;
        self.leaf.text.clear();
    }

    /// Keeps text without markup, where somebody will ask for it: of headings, and of the links of a page.
    pub(super) fn leaf_text(&mut self, text: &str) {
        if self.heading.is_some() || !self.out.is_off() {
            self.leaf.text.push_str(text);
        }
    }

    fn directive_line(&mut self, number: usize) {
        self.lines_met += 1;
        self.end_leaf();
        let line = &self.scan.lines[number];
        for _ in 0..line.closes {
            self.close_directive();
        }
        if line.opens.is_some() {
            let around = self.out.begin();
            self.frames.push(Frame { line: number, around });
        }
    }

    /// Closes the directives still open at the end of the text.
    pub(super) fn close_directives(&mut self) {
        self.end_leaf();
        while !self.frames.is_empty() {
            self.close_directive();
        }
        // The scanner sees to it that no block swallows a line; should one ever do so, it is not lost in silence.
        if self.lines_met < self.scan.lines.len() {
            let range = self.scan.lines[self.lines_met].range.clone();
            let message = "this directive stands inside another block".to_owned();
            self.faults.add(&codes::UNCLOSED_DIRECTIVE, &range, message, "put blank lines around it");
        }
    }

    /// Closes the innermost directive.
    fn close_directive(&mut self) {
        let Some(Frame { line, around }) = self.frames.pop() else { return };
        let inner = std::mem::replace(&mut self.out, around);
        let Some(opening) = &self.scan.lines[line].opens else { return };
        let Some(spec) = opening.spec else { return self.out.append(inner) };
        self.directive_facts(spec.kind, &opening.arguments);
        let mut sound = opening.sound;
        let empty = inner.is_empty();
        let fault = match spec.body {
            BodySpec::Required if empty => Some((format!("`{}` has no content", spec.name), spec.content)),
            BodySpec::None if !empty => Some((format!("`{}` takes no content", spec.name), "close it at once")),
            _ => None,
        };
        if let Some((message, help)) = fault {
            sound = false;
            self.faults.add(&codes::DIRECTIVE_ARGUMENT, &opening.range, message, help);
        }
        if sound && self.out.is_off() {
            self.out.push("<directive>");
        } else if sound {
            let span = self.faults.span(&opening.range);
            let body = Body { pieces: inner.finish(), ..Body::default() };
            let arguments = opening.arguments.clone();
            self.out.hole(Hole::Directive(Box::new(Directive { kind: spec.kind, arguments, span, body })));
        } else {
            self.out.append(inner);
        }
    }

    fn directive_facts(&mut self, kind: DirectiveKind, arguments: &[super::Argument]) {
        for argument in arguments {
            let Some(spec) = kind.spec().arguments.iter().find(|spec| spec.name == argument.name) else { continue };
            let (value, span) = (argument.value.clone(), argument.span.clone());
            match spec.value {
                Value::File => {
                    self.facts.files.push(FileFact { path: value, directive: kind, span });
                }
                Value::Web => self.facts.links.push(LinkFact { dest: value, span }),
                Value::Contact => self.facts.contacts.push(ContactFact { id: value, span }),
                Value::Text | Value::OneOf(_) | Value::Language | Value::None => {}
            }
        }
    }

    pub(super) fn finish(mut self) -> (Body, Vec<Diagnostic>) {
        self.end_leaf();
        let body = Body { pieces: self.out.finish(), headings: self.headings, facts: self.facts };
        (body, self.faults.list)
    }

    /// Says whether raw HTML passes as it is.
    pub(super) fn verbatim(&self) -> bool {
        self.options.html == HtmlPolicy::Verbatim
    }
}

fn is_inline(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

/// Names the element of a Markdown element among text.
pub(super) fn inline_element(tag: TagEnd) -> &'static str {
    match tag {
        TagEnd::Emphasis => "em",
        TagEnd::Strong => "strong",
        TagEnd::Strikethrough => "del",
        TagEnd::Superscript => "sup",
        TagEnd::Subscript => "sub",
        _ => "span",
    }
}
