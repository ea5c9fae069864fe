//! Blocks: headings, lists, tables, alerts, code.

use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, HeadingLevel, Tag, TagEnd};
use unicode_normalization::UnicodeNormalization;

use crate::diag::{Feature, codes};

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
            Tag::Heading { level, id, .. } => {
                self.check_level(level, range);
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
            TagEnd::Table => self.out.push("</tbody>\n</table>\n</div>\n"),
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
        self.table = Table { alignments, count, ..Table::default() };
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
