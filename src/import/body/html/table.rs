//! Converts HTML tables to Markdown tables.
//!
//! A cell of a Markdown table is one line, so blocks in it are separated by `<br>`. A cell that spans several columns
//! or rows is followed by empty cells for the others.

use super::super::context::Context;
use super::super::lined::Lined;
use super::blocks::{Around, blocks, is_inline};
use super::inline::{self, Place};
use super::tree::{Element, Node};

/// The maximum number of columns: a cell may claim to span thousands.
const WIDEST: usize = 100;

/// Writes a table, preceded by its caption.
pub(super) fn write(table: &Element, around: &Around, context: &mut Context<'_>) -> Vec<Lined> {
    let mut out = Vec::new();
    let mut rows: Vec<(usize, Vec<String>)> = Vec::new();
    let mut spans = Spans::default();
    let mut stack: Vec<&Node> = table.children.iter().rev().collect();
    let mut has_head = false;
    while let Some(node) = stack.pop() {
        match node {
            Node::Element(element) if element.name == "caption" => {
                out.extend(blocks(&element.children, around, context));
            }
            Node::Element(element) if matches!(element.name.as_str(), "thead" | "tbody" | "tfoot") => {
                stack.extend(element.children.iter().rev());
            }
            Node::Element(element) if element.name == "tr" => {
                let row = spans.row(element, around, context);
                if rows.is_empty() {
                    has_head =
                        element.children.iter().any(|cell| matches!(cell, Node::Element(cell) if cell.name == "th"));
                }
                if row.iter().any(|cell| !cell.is_empty()) {
                    rows.push((element.line, row));
                }
            }
            Node::Element(element) if element.name == "colgroup" => {}
            // A cell outside a row, or any other misplaced content.
            other => out.extend(blocks(std::slice::from_ref(other), around, context)),
        }
    }
    let width = rows.iter().map(|(_, row)| row.len()).max().unwrap_or(0);
    if rows.is_empty() {
        return out;
    }
    if !has_head {
        context.mapped(table.line, "a table without header cells: its first row is the header");
    }
    let mut written = Lined::default();
    for (number, (line, mut row)) in rows.into_iter().enumerate() {
        row.resize(width, String::new());
        written.push(if number == 0 { "" } else { "\n" }, line);
        written.push(&format!("| {} |", row.join(" | ")), line);
        if number == 0 {
            written.push(&format!("\n|{}", " --- |".repeat(width)), line);
        }
    }
    out.push(written);
    out
}

/// For each column, the number of rows that a cell from above still occupies.
#[derive(Default)]
struct Spans(Vec<usize>);

impl Spans {
    fn row(&mut self, row: &Element, around: &Around, context: &mut Context<'_>) -> Vec<String> {
        let mut cells = Vec::new();
        for node in &row.children {
            let Node::Element(element) = node else {
                if let Node::Text(text, _) = node
                    && !text.trim().is_empty()
                {
                    cells.push(cell(std::slice::from_ref(node), around, context));
                }
                continue;
            };
            self.pass(&mut cells);
            let span = |name| element.attribute(name).and_then(|n| n.trim().parse::<usize>().ok()).unwrap_or(1);
            let (columns, rows) = (span("colspan").clamp(1, WIDEST), span("rowspan").clamp(1, 10_000));
            if columns > 1 || rows > 1 {
                context.lost(element.line, &element.source, "");
            }
            let is_cell = element.name == "td" || element.name == "th";
            let content = if is_cell { element.children.as_slice() } else { std::slice::from_ref(node) };
            let text = cell(content, around, context);
            for column in 0..columns.min(WIDEST.saturating_sub(cells.len()).max(1)) {
                if self.0.len() <= cells.len() {
                    self.0.resize(cells.len() + 1, 0);
                }
                self.0[cells.len()] = rows - 1;
                cells.push(if column == 0 { text.clone() } else { String::new() });
            }
        }
        self.pass(&mut cells);
        cells
    }

    /// Adds empty cells for the columns occupied from above.
    fn pass(&mut self, cells: &mut Vec<String>) {
        while self.0.get(cells.len()).is_some_and(|rows| *rows > 0) {
            self.0[cells.len()] -= 1;
            cells.push(String::new());
        }
    }
}

/// Writes the content of a cell on one line.
fn cell(children: &[Node], around: &Around, context: &mut Context<'_>) -> String {
    let mut parts = Vec::new();
    collect(children, around, &mut parts, context);
    parts.retain(|part| !part.is_empty());
    parts.join("<br>")
}

fn collect(nodes: &[Node], around: &Around, parts: &mut Vec<String>, context: &mut Context<'_>) {
    let mut run: Vec<&Node> = Vec::new();
    for node in nodes {
        if is_inline(node) {
            run.push(node);
            continue;
        }
        parts.push(inline::write(&std::mem::take(&mut run), around.link.as_deref(), Place::Cell, context));
        match node {
            Node::Text(..) => {}
            Node::Markdown(text) => {
                parts.extend(text.text().lines().map(|line| line.trim().replace('|', "\\|")));
            }
            Node::Element(element) if element.name == "li" => {
                let first = parts.len();
                collect(&element.children, around, parts, context);
                if let Some(part) = parts[first..].iter_mut().find(|part| !part.is_empty()) {
                    part.insert_str(0, "• ");
                }
            }
            Node::Element(element) => {
                let link = if element.name == "a" { element.attribute("href") } else { None };
                let linked =
                    Around { link: link.map(str::to_owned).or_else(|| around.link.clone()), ..Around::default() };
                collect(&element.children, &linked, parts, context);
            }
        }
    }
    parts.push(inline::write(&run, around.link.as_deref(), Place::Cell, context));
}
