//! Converts blocks of HTML to Markdown.

use super::super::context::Context;
use super::super::directives;
use super::super::lined::Lined;
use super::inline::{self, Place};
use super::table;
use super::tree::{BLOCKS, Element, Node};

/// Elements that only wrap their content.
const FRAMES: &[&str] = &[
    "address",
    "article",
    "aside",
    "body",
    "center",
    "dialog",
    "div",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "hgroup",
    "html",
    "legend",
    "main",
    "nav",
    "option",
    "p",
    "search",
    "section",
    "summary",
];

/// Attributes that only matter to a style sheet or a script.
const STYLING: &[&str] = &["class", "style", "align", "width", "height", "border", "role", "markdown", "id"];

/// The surroundings of a block.
#[derive(Clone, Debug, Default)]
pub(super) struct Around {
    /// The address of the link that contains it.
    pub(super) link: Option<String>,
    /// Whether it is at the margin, where directives are allowed.
    pub(super) at_margin: bool,
}

/// Writes nodes as blocks, separated by blank lines.
pub(super) fn write(nodes: &[Node], context: &mut Context<'_>) -> Lined {
    let around = Around { link: None, at_margin: true };
    join(&blocks(nodes, &around, context), "\n\n")
}

fn join(blocks: &[Lined], between: &str) -> Lined {
    let mut out = Lined::default();
    for block in blocks {
        if !out.text().is_empty() {
            let line = out.line(out.text().len());
            out.push(between, line);
        }
        out.push_all(block);
    }
    out
}

/// Returns whether a node is inline content.
pub(super) fn is_inline(node: &Node) -> bool {
    match node {
        Node::Text(..) => true,
        Node::Markdown(_) => false,
        Node::Element(element) => {
            !BLOCKS.contains(&element.name.as_str())
                && element.name != "details"
                && element.children.iter().all(is_inline)
        }
    }
}

/// Writes nodes as a list of blocks.
pub(super) fn blocks(nodes: &[Node], around: &Around, context: &mut Context<'_>) -> Vec<Lined> {
    let mut out: Vec<Lined> = Vec::new();
    let mut run: Vec<&Node> = Vec::new();
    for node in nodes {
        if is_inline(node) {
            run.push(node);
            continue;
        }
        out.extend(paragraph(&std::mem::take(&mut run), around, context));
        match node {
            Node::Text(..) => {}
            Node::Markdown(text) => out.push(text.trimmed()),
            Node::Element(element) => {
                let written = block(element, around, context);
                // Two adjacent lists would merge into one.
                let follows_list = out.last().is_some_and(|block| starts_list(block.text()));
                match written {
                    Written::List(items, tight) => out.push(list(&items, tight, follows_list)),
                    Written::Blocks(blocks) => out.extend(blocks),
                }
            }
        }
    }
    out.extend(paragraph(&run, around, context));
    out.retain(|block| !block.is_blank());
    out
}

fn starts_list(text: &str) -> bool {
    text.starts_with("- ") || text.starts_with(|c: char| c.is_ascii_digit())
}

enum Written {
    Blocks(Vec<Lined>),
    /// Items with their markers, and whether the list is tight (without blank lines between items).
    List(Vec<(String, Lined)>, bool),
}

fn paragraph(run: &[&Node], around: &Around, context: &mut Context<'_>) -> Option<Lined> {
    let line = run.iter().find_map(|node| line_of(node))?;
    let text = inline::write(run, around.link.as_deref(), Place::Paragraph, context);
    (!text.is_empty()).then(|| Lined::made(&text, line))
}

/// Returns the line of the first text that is not blank.
fn line_of(node: &Node) -> Option<usize> {
    match node {
        Node::Text(text, line) => {
            let blank = text.len() - text.trim_start().len();
            (!text.trim().is_empty()).then(|| line + text[..blank].matches('\n').count())
        }
        Node::Markdown(_) => None,
        Node::Element(element) => Some(element.line),
    }
}

fn block(element: &Element, around: &Around, context: &mut Context<'_>) -> Written {
    let name = element.name.as_str();
    let children = &element.children;
    let inside = Around { at_margin: false, ..around.clone() };
    list_attributes(element, context);
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => heading(element, around, context),
        "ul" | "ol" | "menu" | "dir" => items(element, &inside, context),
        "li" => Written::List(vec![("- ".to_owned(), join(&blocks(children, &inside, context), "\n\n"))], true),
        "dl" => Written::Blocks(definitions(children, &inside, context)),
        "dt" | "dd" => Written::Blocks(definitions(&[Node::Element(element.clone())], &inside, context)),
        "blockquote" => Written::Blocks(quote(children, &inside, context)),
        "aside" if element.attribute("class").is_some_and(|class| class.contains("quote")) => {
            Written::Blocks(quote(children, &inside, context))
        }
        "pre" => Written::Blocks(vec![code(element)]),
        "hr" => Written::Blocks(vec![Lined::made("---", element.line)]),
        "table" => Written::Blocks(table::write(element, around, context)),
        "figure" => Written::Blocks(figure(element, around, context)),
        "details" => details(element, around, context),
        "a" => {
            let link = element.attribute("href").map(str::to_owned).or_else(|| around.link.clone());
            let linked = Around { link: link.clone(), ..around.clone() };
            let mut out = blocks(children, &linked, context);
            if children.iter().any(|child| matches!(child, Node::Markdown(_)))
                && let Some(link) = link
            {
                out.push(Lined::made(
                    &format!("[{}]({})", inline::escaped(&link), inline::destination(&link)),
                    element.line,
                ));
            }
            Written::Blocks(out)
        }
        "head" => {
            context.lost(element.line, &element.source, "");
            Written::Blocks(Vec::new())
        }
        "em" | "i" | "strong" | "b" | "u" | "ins" | "span" | "font" | "label" | "small" => {
            context.lost(element.line, &format!("{} around blocks", element.source), "");
            Written::Blocks(blocks(children, around, context))
        }
        _ => {
            if !FRAMES.contains(&name) && !BLOCKS.contains(&name) {
                context.lost(element.line, &element.source, "");
            }
            Written::Blocks(blocks(children, around, context))
        }
    }
}

/// Notes the attributes that have no counterpart.
pub(super) fn list_attributes(element: &Element, context: &mut Context<'_>) {
    let taken: &[&str] = match element.name.as_str() {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => &["id"],
        "ol" => &["start"],
        "a" => &["href", "title"],
        _ => &[],
    };
    let named = |(name, _): &&(String, String)| !taken.contains(&name.as_str());
    let gone: Vec<&str> = element.attributes.iter().filter(named).map(|(name, _)| name.as_str()).collect();
    let handler = |name: &&str| name.starts_with("on");
    if gone.iter().any(|name| !STYLING.contains(name)) || gone.iter().any(handler) || gone.contains(&"id") {
        context.lost(element.line, &format!("`<{}>`: {}", element.name, gone.join(", ")), "");
    }
}

fn heading(element: &Element, around: &Around, context: &mut Context<'_>) -> Written {
    let level = element.name[1..].parse().unwrap_or(2);
    if element.children.iter().any(|child| !is_inline(child)) {
        // A heading that contains blocks is treated as a wrapper with at most one heading in it.
        return Written::Blocks(blocks(&element.children, around, context));
    }
    let children: Vec<&Node> = element.children.iter().collect();
    let text = inline::write(&children, around.link.as_deref(), Place::Heading, context);
    if text.is_empty() {
        return Written::Blocks(Vec::new());
    }
    let id = element.attribute("id").filter(|id| !id.is_empty() && !id.contains([' ', '}', '{', '"']));
    let id = id.map_or(String::new(), |id| format!(" {{#{id}}}"));
    Written::Blocks(vec![Lined::made(&format!("{} {text}{id}", "#".repeat(level)), element.line)])
}

fn items(element: &Element, around: &Around, context: &mut Context<'_>) -> Written {
    let mut number: usize = element.attribute("start").and_then(|start| start.parse().ok()).unwrap_or(1);
    number = number.min(999_999_999 - element.children.len());
    let mut items = Vec::new();
    let mut tight = true;
    for child in &element.children {
        let content = match child {
            Node::Element(item) if item.name == "li" => {
                list_attributes(item, context);
                item.children.as_slice()
            }
            Node::Text(text, _) if text.trim().is_empty() => continue,
            other => std::slice::from_ref(other),
        };
        let mut written = blocks(content, around, context);
        if written.is_empty() {
            continue;
        }
        if let Some(first) = written.first_mut()
            && (first.text().starts_with("- [ ] ") || first.text().starts_with("- [x] "))
        {
            *first = first.part(2..first.text().len());
        }
        let is_tight = written.len() == 1 || written.len() == 2 && starts_list(written[1].text());
        tight &= is_tight && !content.iter().any(|node| matches!(node, Node::Markdown(_)));
        let marker = if element.name == "ol" { format!("{number}. ") } else { "- ".to_owned() };
        number += 1;
        items.push((marker, join(&written, if is_tight { "\n" } else { "\n\n" })));
    }
    Written::List(items, tight)
}

fn list(items: &[(String, Lined)], tight: bool, follows_list: bool) -> Lined {
    let mut written = Vec::new();
    for (marker, content) in items {
        let marker = match follows_list {
            true if marker == "- " => "* ".to_owned(),
            true => marker.replace('.', ")"),
            false => marker.clone(),
        };
        written.push(content.prefixed(&marker, &" ".repeat(marker.len())));
    }
    join(&written, if tight { "\n" } else { "\n\n" })
}

fn quote(children: &[Node], around: &Around, context: &mut Context<'_>) -> Vec<Lined> {
    let inner = join(&blocks(children, around, context), "\n\n");
    if inner.is_blank() { Vec::new() } else { vec![inner.prefixed("> ", "> ")] }
}

fn definitions(children: &[Node], around: &Around, context: &mut Context<'_>) -> Vec<Lined> {
    let mut out: Vec<Lined> = Vec::new();
    let mut has_term = false;
    for child in children {
        let Node::Element(element) = child else {
            out.extend(blocks(std::slice::from_ref(child), around, context));
            continue;
        };
        if element.name != "dt" && element.name != "dd" {
            // A `div` may group the terms of a definition list.
            out.extend(definitions(&element.children, around, context));
            continue;
        }
        let written = blocks(&element.children, around, context);
        if written.is_empty() {
            continue;
        }
        if element.name == "dt" {
            has_term = written.len() == 1 && !written[0].text().contains('\n');
            out.extend(written);
        } else if has_term && let Some(term) = out.last_mut() {
            let definition = join(&written, "\n\n").prefixed(": ", "  ");
            let line = element.line;
            term.push(if term.text().contains("\n: ") { "\n\n" } else { "\n" }, line);
            term.push_all(&definition);
        } else {
            out.extend(written);
        }
    }
    out
}

/// Returns the text of code with character references decoded.
fn code(element: &Element) -> Lined {
    let text = inline::text_of(&element.children, "\n");
    let inner = element.children.iter().find_map(|child| match child {
        Node::Element(code) if code.name == "code" => code.attribute("class"),
        _ => None,
    });
    let classes = inner.or(element.attribute("class")).unwrap_or_default();
    let language = classes.split_whitespace().find_map(|class| class.strip_prefix("language-")).unwrap_or_default();
    Lined::made(&fenced(text.trim_matches('\n'), language), element.line)
}

/// Writes code as a fenced block.
pub(in super::super) fn fenced(code: &str, language: &str) -> String {
    let longest = code.lines().map(str::trim_start).map(|l| l.len() - l.trim_start_matches('`').len()).max();
    let fence = "`".repeat(longest.unwrap_or(0).max(2) + 1);
    let language: String = language.chars().filter(|c| c.is_alphanumeric() || "+-#._".contains(*c)).collect();
    format!("{fence}{language}\n{code}\n{fence}")
}

/// Writes a picture with a caption; at the margin it becomes a directive.
fn figure(element: &Element, around: &Around, context: &mut Context<'_>) -> Vec<Lined> {
    let is_caption = |node: &&Node| matches!(node, Node::Element(element) if element.name == "figcaption");
    let rest: Vec<&Node> = element.children.iter().filter(|node| !is_caption(node)).collect();
    let images: Vec<&Element> = rest.iter().filter_map(|node| only_image(node)).collect();
    let is_blank = |node: &&&Node| matches!(node, Node::Text(text, _) if text.trim().is_empty());
    if let [image] = images.as_slice()
        && around.at_margin
        && around.link.is_none()
        && rest.iter().filter(|node| !is_blank(node)).count() == 1
        && let Some(file) = image.attribute("src").and_then(|src| context.around.picture(src.trim()))
    {
        let caption: Vec<Lined> = element
            .children
            .iter()
            .filter(is_caption)
            .flat_map(|node| match node {
                Node::Element(caption) => blocks(&caption.children, &Around::default(), context),
                _ => Vec::new(),
            })
            .collect();
        let alt = image.attribute("alt").unwrap_or_default();
        let (open, close) = directives::figure(&file, alt, context.marks);
        context.mapped(element.line, &element.source);
        let mut out = vec![Lined::made(&open, element.line)];
        out.extend(caption);
        out.push(Lined::made(&close, element.line));
        return vec![join(&out, "\n\n")];
    }
    blocks(&element.children, around, context)
}

/// Returns a node's image if the node contains nothing else and the image is not in a link.
fn only_image(node: &Node) -> Option<&Element> {
    let Node::Element(element) = node else { return None };
    if element.name == "img" {
        return Some(element);
    }
    let visible = |node: &&Node| !matches!(node, Node::Text(text, _) if text.trim().is_empty());
    let mut children = element.children.iter().filter(visible);
    let only = children.next().filter(|_| matches!(element.name.as_str(), "div" | "p" | "picture" | "span"))?;
    if children.next().is_some() { None } else { only_image(only) }
}

/// Writes `details` unfolded: the summary in bold, then the content.
fn details(element: &Element, around: &Around, context: &mut Context<'_>) -> Written {
    context.mapped(element.line, &element.source);
    let mut out = Vec::new();
    for child in &element.children {
        match child {
            Node::Element(summary) if summary.name == "summary" && summary.children.iter().all(is_inline) => {
                let children: Vec<&Node> = summary.children.iter().collect();
                let text = inline::write_strong(&children, context);
                out.extend((!text.is_empty()).then(|| Lined::made(&text, summary.line)));
            }
            other => out.extend(blocks(std::slice::from_ref(other), around, context)),
        }
    }
    Written::Blocks(out)
}
