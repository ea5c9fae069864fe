//! Blocks: headings, lists, tables, alerts, code.

use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, HeadingLevel, Tag, TagEnd};
use unicode_normalization::UnicodeNormalization;

use crate::diag::{Feature, Severity, codes};

use super::body::Heading;
use super::output::Mark;
use super::writer::Writer;
use super::{code, escape, headings, html};

/// A heading whose text is not yet known.
#[derive(Debug)]
pub(super) struct OpenHeading {
    /// Inside the opening tag.
    tag: Mark,
    id: Option<String>,
}

/// The table being written. Tables do not nest.
#[derive(Debug, Default)]
pub(super) struct Table {
    alignments: Vec<Alignment>,
    cell: usize,
    in_head: bool,
    pub(super) is_open: bool,
    /// How many tables the text has so far.
    count: usize,
}

/// A code block being read.
#[derive(Debug, Default)]
pub(super) struct CodeBlock {
    language: Option<String>,
    pub(super) source: String,
}

impl Writer<'_> {
    pub(super) fn start_block(&mut self, tag: Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Paragraph => self.out.block("<p>"),
            Tag::Heading { level, id, classes, attrs } => {
                self.check_level(level, range);
                let is_said = !classes.is_empty() || !attrs.is_empty();
                self.check_braces(range, is_said, attrs.iter().any(|(_, value)| value.is_none()));
                self.out.block(&format!("<{level}"));
                let id = id.map(|id| id.nfc().collect());
                self.heading = Some(OpenHeading { tag: self.out.mark(), id });
            }
            Tag::BlockQuote(None) => self.out.block("<blockquote>\n"),
            Tag::BlockQuote(Some(kind)) => {
                let name = alert(kind);
                self.out.block(&format!("<div class=\"alert {name}\" role=\"note\">\n<p class=\"alert-title\">"));
                self.ui_text(name, Vec::new(), false);
                self.out.push("</p>\n");
            }
            Tag::CodeBlock(kind) => {
                if let CodeBlockKind::Fenced(info) = &kind {
                    self.check_fence(info, range);
                }
                let language = match kind {
                    CodeBlockKind::Fenced(info) => info.split(' ').next().map(str::to_owned),
                    CodeBlockKind::Indented => None,
                };
                let language = language.filter(|language| !language.is_empty());
                self.code = Some(CodeBlock { language, source: String::new() });
            }
            Tag::HtmlBlock => self.html_block = Some((String::new(), range.clone())),
            Tag::List(None) => self.out.block("<ul>\n"),
            Tag::List(Some(1)) => self.out.block("<ol>\n"),
            Tag::List(Some(start)) => self.out.block(&format!("<ol start=\"{start}\">\n")),
            Tag::Item => self.out.block("<li>"),
            Tag::DefinitionList => self.out.block("<dl>\n"),
            Tag::DefinitionListTitle => self.out.block("<dt>"),
            Tag::DefinitionListDefinition => self.out.block("<dd>"),
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::TableHead => {
                (self.table.in_head, self.table.cell) = (true, 0);
                self.out.push("<thead>\n<tr>");
            }
            Tag::TableRow => {
                self.check_cells(range);
                self.table.cell = 0;
                self.out.push("<tr>");
            }
            Tag::TableCell => self.start_cell(),
            // Footnotes are taken out before (`footnotes`), the rest stands among text or is not in the dialect.
            _ => {}
        }
    }

    pub(super) fn end_block(&mut self, tag: TagEnd) {
        if let (TagEnd::Heading(level), Some(heading)) = (tag, self.heading.take()) {
            html::close_tags(self, 0);
            self.end_heading(level, heading);
        }
        self.end_leaf();
        match tag {
            TagEnd::Paragraph => self.out.push("</p>\n"),
            TagEnd::BlockQuote(kind) => {
                self.out.block(if kind.is_some() { "</div>\n" } else { "</blockquote>\n" });
            }
            TagEnd::CodeBlock => {
                let block = self.code.take().unwrap_or_default();
                self.write_code(&block);
            }
            TagEnd::HtmlBlock => {
                if let Some((source, range)) = self.html_block.take() {
                    html::block(self, &source, &range);
                }
            }
            TagEnd::List(ordered) => self.out.push(if ordered { "</ol>\n" } else { "</ul>\n" }),
            TagEnd::Item => self.out.push("</li>\n"),
            TagEnd::DefinitionList => self.out.push("</dl>\n"),
            TagEnd::DefinitionListTitle => self.out.push("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.out.push("</dd>\n"),
            TagEnd::Table => {
                self.table.is_open = false;
                self.out.push("</tbody>\n</table>\n</div>\n");
            }
            TagEnd::TableHead => {
                self.table.in_head = false;
                self.out.push("</tr>\n</thead>\n<tbody>\n");
            }
            TagEnd::TableRow => self.out.push("</tr>\n"),
            TagEnd::TableCell => {
                self.table.cell += 1;
                self.out.push(if self.table.in_head { "</th>" } else { "</td>" });
            }
            _ => {}
        }
    }

    fn check_level(&mut self, level: HeadingLevel, range: &Range<usize>) {
        if !self.options.checks {
            return;
        }
        let level = level as u8;
        let fault = if level == 1 {
            Some((
                "a first-level heading in the text".to_owned(),
                "begin with `##`: the title is the first level".into(),
            ))
        } else if level > self.level + 1 {
            let next = "#".repeat(usize::from(self.level) + 1);
            Some((format!("a heading of level {level} follows level {}", self.level), format!("write `{next}`")))
        } else {
            None
        };
        if let Some((message, help)) = fault {
            let place = self.place_of_block(range);
            self.faults.add(&codes::HEADING_ORDER, &place, message, &help);
        }
        self.level = level;
    }

    /// Reports words between braces at the end of a heading: but for an id they are shown nowhere.
    fn check_braces(&mut self, range: &Range<usize>, is_said: bool, has_words: bool) {
        if !self.options.checks || !is_said {
            return;
        }
        let heading = self.scan.source.get(range.clone()).unwrap_or_default();
        let start = range.start + heading.rfind('{').unwrap_or_default();
        let place = self.place_of_block(&(start..range.end));
        let message = "what stands between braces at the end of a heading is shown nowhere".to_owned();
        let help = "braces hold an id there, as in `{#fees}`; braces that are meant are written `\\{`";
        self.faults.add(&codes::LOST_WORDS, &place, message, help);
        if !has_words && let Some(last) = self.faults.list.last_mut() {
            last.severity = Severity::Warning;
        }
    }

    /// Reports a fence that is not closed, and words after the language on the line that opens it.
    fn check_fence(&mut self, info: &str, range: &Range<usize>) {
        if !self.options.checks {
            return;
        }
        let block = self.scan.source.get(range.clone()).unwrap_or_default().trim_end();
        let (first, rest) = block.split_once('\n').unwrap_or((block, ""));
        let fence = first.chars().next().unwrap_or('`');
        let length = first.len() - first.trim_start_matches(fence).len();
        let last = rest.rsplit('\n').next().unwrap_or_default().trim_start_matches([' ', '\t', '>']).trim_end();
        let place = self.place(&(range.start..range.start + first.trim_end().len()));
        // The end of a list item or quotation ends its code, too.
        let is_to_the_end = self.scan.source.get(range.end..).is_none_or(|rest| rest.trim().is_empty());
        if is_to_the_end && (last.len() < length || last.chars().any(|c| c != fence)) {
            let message = "this code is not closed: all that follows is shown as code".to_owned();
            let help = format!("end it with a line of {length} `{fence}`, with nothing after them");
            self.faults.add(&codes::UNCLOSED_CODE, &place, message, &help);
        }
        if let Some((_, words)) = info.trim().split_once(char::is_whitespace) {
            let message = format!("`{}` on the line that begins the code is shown nowhere", words.trim());
            let help = "only the language stands there; the text of the code begins on the next line";
            self.faults.add(&codes::LOST_WORDS, &place, message, help);
            if let Some(last) = self.faults.list.last_mut() {
                last.severity = Severity::Warning;
            }
        }
    }

    fn end_heading(&mut self, level: HeadingLevel, heading: OpenHeading) {
        let text = self.leaf.text.trim().to_owned();
        let mut id = String::new();
        let mut tag = String::from(">");
        if self.options.heading_ids {
            id = self.anchors.unique(&heading.id.unwrap_or_else(|| headings::slug(&text)));
            tag = String::from(" id=\"");
            escape::html(&id, &mut tag);
            tag.push_str("\">");
            self.facts.anchors.push(id.clone());
        }
        self.out.insert(heading.tag, &tag);
        self.headings.push(Heading { level: level as u8, id, text });
        self.out.format(format_args!("</{level}>\n"));
    }

    fn start_table(&mut self, alignments: Vec<Alignment>) {
        let count = self.table.count + 1;
        self.table = Table { alignments, count, is_open: true, ..Table::default() };
        self.out.block("<div class=\"table-scroll\" role=\"region\" aria-label=\"");
        self.ui_text("table-label", vec![("n", count.to_string())], true);
        self.out.push("\" tabindex=\"0\">\n<table>\n");
    }

    /// Reports the cells of a row that stand beyond the head of the table: the parser drops them, and their words with them.
    fn check_cells(&mut self, range: &Range<usize>) {
        if !self.options.checks {
            return;
        }
        let columns = self.table.alignments.len();
        let Some(row) = self.scan.source.get(range.clone()) else { return };
        let lost = cells(row).into_iter().skip(columns).find(|cell| !row[cell.clone()].trim().is_empty());
        let Some(lost) = lost else { return };
        let end = row.trim_end().trim_end_matches('|').trim_end().len();
        let place = self.place(&(range.start + lost.start..range.start + end.max(lost.end.min(end))));
        let words = row[lost].trim().to_owned();
        let message =
            format!("the cell `{words}` stands beyond the {columns} columns of the table, and is shown nowhere");
        let help = "add a column to the head and to the line of dashes; a bar that is meant is written `\\|`";
        self.faults.add(&codes::LOST_CELLS, &place, message, help);
    }

    fn start_cell(&mut self) {
        let class = match self.table.alignments.get(self.table.cell) {
            Some(Alignment::Left) => " class=\"align-left\"",
            Some(Alignment::Center) => " class=\"align-center\"",
            Some(Alignment::Right) => " class=\"align-right\"",
            Some(Alignment::None) | None => "",
        };
        self.out.push(if self.table.in_head { "<th scope=\"col\"" } else { "<td" });
        self.out.push(class);
        self.out.push(">");
    }

    fn write_code(&mut self, block: &CodeBlock) {
        let language = block.language.as_deref().filter(|_| self.options.extensions);
        self.faults.list.extend(language.and_then(|_| Feature::Highlight.absent()));
        if self.out.is_off() {
            return self.out.push("<pre>");
        }
        // What scrolls must be reachable by keyboard.
        let mut tag = String::from(if self.options.extensions { "<pre tabindex=\"0\"><code" } else { "<pre><code" });
        if let Some(language) = &block.language {
            tag.push_str(" class=\"language-");
            escape::html(language, &mut tag);
            tag.push('"');
        }
        tag.push('>');
        match language.and_then(|language| code::highlight(language, &block.source)) {
            Some(html) => tag.push_str(&html),
            None => escape::html(&block.source, &mut tag),
        }
        tag.push_str("</code></pre>\n");
        self.out.block(&tag);
    }

    pub(super) fn task(&mut self, done: bool) {
        // The label names the box for those who hear the page; those who see it see its state.
        self.out.push("<label class=\"task\"><input type=\"checkbox\" disabled");
        self.out.push(if done { " checked" } else { "" });
        self.out.push("><span class=\"visually-hidden\">");
        self.ui_text(if done { "task-done" } else { "task-open" }, Vec::new(), false);
        self.out.push("</span></label> ");
    }
}

/// The name of an alert: its class and its title's string alike.
fn alert(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "alert-note",
        BlockQuoteKind::Tip => "alert-tip",
        BlockQuoteKind::Important => "alert-important",
        BlockQuoteKind::Warning => "alert-warning",
        BlockQuoteKind::Caution => "alert-caution",
    }
}

/// Splits a row of a table into its cells, without the spaces around them (GFM, section 4.10).
fn cells(row: &str) -> Vec<Range<usize>> {
    let (start, end) = (row.len() - row.trim_start().len(), row.trim_end().len());
    let start = start + usize::from(row[start..end].starts_with('|'));
    let mut cells = Vec::new();
    let (mut from, mut is_escaped) = (start, false);
    for (at, byte) in row.bytes().enumerate().take(end).skip(start) {
        if byte == b'|' && !is_escaped {
            cells.push(from..at);
            from = at + 1;
        }
        is_escaped = byte == b'\\' && !is_escaped;
    }
    if from < end {
        cells.push(from..end);
    }
    let trimmed = |cell: Range<usize>| {
        let text = &row[cell.clone()];
        let start = cell.start + text.len() - text.trim_start().len();
        start..(start + text.trim().len())
    };
    cells.into_iter().map(trimmed).collect()
}
