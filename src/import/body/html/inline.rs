//! Converts inline HTML to Markdown.

use pulldown_cmark::{Event, Parser};

use super::super::context::Context;
use super::blocks::list_attributes;
use super::emphasis::{Kind, Piece, join};
use super::tree::{Element, Node};

/// The place of a line of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Place {
    Paragraph,
    Heading,
    Cell,
}

/// Inline elements on our allow-list, with their allowed attributes besides `lang` and `dir`.
pub(in super::super) const KEPT: &[(&str, &[&str])] = &[
    ("abbr", &["title"]),
    ("bdi", &[]),
    ("bdo", &[]),
    ("cite", &[]),
    ("dfn", &["title"]),
    ("kbd", &[]),
    ("mark", &[]),
    ("q", &[]),
    ("rp", &[]),
    ("rt", &[]),
    ("ruby", &[]),
    ("small", &[]),
    ("sub", &[]),
    ("sup", &[]),
    ("time", &["datetime"]),
];

/// Elements that embed external content, with the attribute that holds its address.
const EMBEDDED: &[(&str, &str)] =
    &[("audio", "src"), ("embed", "src"), ("frame", "src"), ("iframe", "src"), ("object", "data"), ("video", "src")];

/// Writes nodes as one line of Markdown; `link` is the address of the link that contains them.
pub(super) fn write(nodes: &[&Node], link: Option<&str>, place: Place, context: &mut Context<'_>) -> String {
    let mut pieces = Vec::new();
    let mut writer = Writer { pieces: &mut pieces, is_linked: link.is_some(), place, context };
    if link.is_some() {
        writer.pieces.push(Piece::LinkOpen);
    }
    for node in nodes {
        writer.node(node);
    }
    if let Some(link) = link {
        pieces.push(Piece::LinkClose(format!("]({})", destination(link))));
    }
    finish(pieces, place)
}

/// Writes nodes as one line in bold.
pub(super) fn write_strong(nodes: &[&Node], context: &mut Context<'_>) -> String {
    let mut pieces = vec![Piece::Open(Kind::Strong)];
    let mut writer = Writer { pieces: &mut pieces, is_linked: false, place: Place::Heading, context };
    for node in nodes {
        writer.node(node);
    }
    pieces.push(Piece::Close(Kind::Strong));
    finish(pieces, Place::Paragraph)
}

fn finish(pieces: Vec<Piece>, place: Place) -> String {
    let is_task =
        matches!(pieces.iter().find(|p| !matches!(p, Piece::Text(t) if t.trim().is_empty())), Some(Piece::Task(_)));
    let line = join(
        pieces,
        match place {
            Place::Paragraph => "\\\n",
            Place::Heading => " ",
            Place::Cell => "<br>",
        },
    );
    let line =
        line.trim_end_matches("\\\n").trim_end_matches("<br>").trim_start_matches("\\\n").trim_start_matches("<br>");
    match place {
        Place::Paragraph if !is_task => line.split('\n').map(at_start).collect::<Vec<_>>().join("\n"),
        Place::Cell if is_task => line.strip_prefix("- ").unwrap_or(line).to_owned(),
        _ => line.to_owned(),
    }
}

/// Escapes characters at the beginning of a line that would start a block.
fn at_start(line: &str) -> String {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if (1..=9).contains(&digits) && line[digits..].starts_with(['.', ')']) {
        return format!("{}\\{}", &line[..digits], &line[digits..]);
    }
    let marks = line.starts_with(['#', '+', '-', '=', ':', '>']);
    if marks { format!("\\{line}") } else { line.to_owned() }
}

struct Writer<'w, 'c, 'a> {
    pieces: &'w mut Vec<Piece>,
    is_linked: bool,
    place: Place,
    context: &'c mut Context<'a>,
}

impl Writer<'_, '_, '_> {
    fn push(&mut self, text: impl Into<String>) {
        self.pieces.push(Piece::Text(text.into()));
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Text(text, _) => {
                let text = self.escaped(&folded(text));
                self.push(text);
            }
            // A line never contains a block of Markdown.
            Node::Markdown(text) => self.push(text.text().trim()),
            Node::Element(element) => self.element(element),
        }
    }

    fn escaped(&self, text: &str) -> String {
        let text = escaped(text);
        match self.place {
            Place::Cell => text.replace('|', "\\|"),
            Place::Heading => text.replace('{', "&#123;"),
            Place::Paragraph => text,
        }
    }

    fn children(&mut self, element: &Element) {
        for child in &element.children {
            self.node(child);
        }
    }

    fn within(&mut self, kind: Kind, element: &Element) {
        self.pieces.push(Piece::Open(kind));
        self.children(element);
        self.pieces.push(Piece::Close(kind));
    }

    fn element(&mut self, element: &Element) {
        let name = element.name.as_str();
        match name {
            "em" | "i" => self.within(Kind::Emphasis, element),
            "strong" | "b" => self.within(Kind::Strong, element),
            "del" | "s" | "strike" => self.within(Kind::Deleted, element),
            "code" | "tt" | "samp" => {
                let text = code_span(&text_of(&element.children, " "));
                self.push(if self.place == Place::Cell { text.replace('|', "\\|") } else { text });
            }
            "br" => self.pieces.push(Piece::Break),
            "wbr" => self.push("<wbr>"),
            "a" => self.link(element),
            "img" => self.image(element),
            "input" => self.input(element),
            "textarea" | "xmp" | "noframes" | "noembed" | "title" => {
                self.context.lost(element.line, &element.source, "");
                self.children(element);
            }
            "script" | "style" | "link" | "meta" | "base" | "source" | "track" | "param" | "area" => {
                self.context.lost(element.line, &element.source, "");
            }
            _ if EMBEDDED.iter().any(|(embedded, _)| *embedded == name) => self.embedded(element),
            _ if KEPT.iter().any(|(kept, _)| *kept == name) => {
                self.push(kept_tag(name, &element.attributes));
                self.children(element);
                self.push(format!("</{name}>"));
            }
            "span" => {
                let tag = kept_tag("span", &element.attributes);
                let speaks = tag != "<span>";
                if speaks {
                    self.push(tag);
                } else {
                    list_attributes(element, self.context);
                }
                self.children(element);
                if speaks {
                    self.push("</span>");
                }
            }
            _ => {
                self.context.lost(element.line, &element.source, "");
                // Browsers display options and the like separately.
                let apart = matches!(name, "button" | "select" | "text" | "tspan");
                self.push(if apart { " " } else { "" });
                self.children(element);
                self.push(if apart { " " } else { "" });
            }
        }
    }

    fn link(&mut self, element: &Element) {
        let href = element.attribute("href").map(str::trim).filter(|href| !href.is_empty());
        list_attributes(element, self.context);
        let Some(href) = href.filter(|_| !self.is_linked) else {
            return self.children(element);
        };
        let before = self.pieces.len();
        self.pieces.push(Piece::LinkOpen);
        self.is_linked = true;
        self.children(element);
        self.is_linked = false;
        let is_empty = |piece: &Piece| match piece {
            Piece::Text(text) => text.trim().is_empty(),
            Piece::Open(_) | Piece::Close(_) | Piece::LinkOpen | Piece::Break => true,
            _ => false,
        };
        if self.pieces[before..].iter().all(is_empty) {
            self.pieces.truncate(before + 1);
            let label = element.attribute("aria-label").or(element.attribute("title"));
            let Some(label) = label.filter(|label| !label.trim().is_empty()) else {
                self.pieces.truncate(before);
                return self.context.lost(element.line, &format!("{} without text", element.source), "");
            };
            let label = self.escaped(&folded(label));
            self.push(label);
        }
        let title = element.attribute("title").map(title).unwrap_or_default();
        self.pieces.push(Piece::LinkClose(format!("]({}{title})", destination(href))));
    }

    fn image(&mut self, element: &Element) {
        let alt = element.attribute("alt").or(element.attribute("title")).unwrap_or_default();
        match element.attribute("src").or(element.attribute("data-src")).map(str::trim).filter(|src| !src.is_empty()) {
            Some(src) => {
                let alt = self.escaped(&folded(alt));
                let title = element.attribute("title").map(title).unwrap_or_default();
                self.push(format!("![{}]({}{title})", alt.trim(), destination(src)));
            }
            None => {
                self.context.lost(element.line, &element.source, "");
                let alt = self.escaped(&folded(alt));
                self.push(alt);
            }
        }
    }

    fn input(&mut self, element: &Element) {
        let kind = element.attribute("type").unwrap_or("text").to_ascii_lowercase();
        if kind == "checkbox" && self.place != Place::Heading {
            self.context.mapped(element.line, &element.source);
            return self.pieces.push(Piece::Task(element.attribute("checked").is_some()));
        }
        let shows = matches!(kind.as_str(), "submit" | "button" | "reset");
        let value = element.attribute("value").filter(|_| shows).unwrap_or_default();
        self.context.lost(element.line, &element.source, "");
        let value = self.escaped(&folded(value));
        self.push(format!(" {value} "));
    }

    /// Replaces embedded external content with a link to it.
    fn embedded(&mut self, element: &Element) {
        let key = EMBEDDED.iter().find(|(name, _)| *name == element.name).map_or("src", |(_, key)| key);
        let source = |element: &Element| element.attribute(key).or(element.attribute("data-src")).map(str::to_owned);
        let inner = element.children.iter().find_map(|child| match child {
            Node::Element(child) if child.name == "source" => child.attribute("src").map(str::to_owned),
            _ => None,
        });
        let Some(address) = source(element).or(inner).filter(|address| !address.trim().is_empty()) else {
            self.context.lost(element.line, &element.source, "");
            return self.children(element);
        };
        let address = address.trim();
        let label = element.attribute("title").map(folded).filter(|title| !title.trim().is_empty());
        let label = label.unwrap_or_else(|| address.to_owned());
        let label = self.escaped(&label);
        if self.is_linked {
            self.push(label);
        } else {
            self.push(format!("[{}]({})", label.trim(), destination(address)));
        }
        self.context.mapped(element.line, &element.source);
        // The fallback for browsers that can't display the element.
        let fallback = text_of(&element.children, " ");
        if !fallback.trim().is_empty() {
            self.context.lost(element.line, &format!("{}: the text for old browsers", element.source), &fallback);
        }
    }
}

/// Writes the tag of an allowed element with its allowed attributes.
pub(in super::super) fn kept_tag(name: &str, attributes: &[(String, String)]) -> String {
    let own = KEPT.iter().find(|(kept, _)| *kept == name).map_or(&[][..], |(_, own)| own);
    let mut tag = format!("<{name}");
    for (attribute, value) in attributes {
        if own.contains(&attribute.as_str()) || attribute == "lang" || attribute == "dir" {
            let value = value.split_whitespace().collect::<Vec<_>>().join(" ").replace('"', "&quot;");
            tag.extend([" ", attribute, "=\"", &value.replace('<', "&lt;"), "\""]);
        }
    }
    tag.push('>');
    tag
}

/// Collapses white space as browsers do; the spaces of other scripts stay.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_ascii_whitespace() {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}

/// Escapes text for Markdown; character references stay.
pub(in super::super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let in_word = before.is_alphanumeric() && chars.peek().is_some_and(|next| next.is_alphanumeric());
        if matches!(c, '\\' | '`' | '*' | '[' | ']' | '<' | '~') || c == '_' && !in_word {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out
}

/// Writes an address as a link's destination.
pub(in super::super) fn destination(address: &str) -> String {
    let address: String = address.trim().chars().filter(|c| !matches!(c, '\n' | '\r' | '\t')).collect();
    let address = address.replace('\\', "\\\\").replace('<', "%3C").replace('>', "%3E");
    let wants_brackets =
        address.is_empty() || address.contains([' ', '(', ')']) || address.chars().any(char::is_control);
    if wants_brackets { format!("<{address}>") } else { address }
}

/// Writes a link's title.
pub(in super::super) fn title(title: &str) -> String {
    let title = folded(title).replace('\\', "\\\\").replace('"', "\\\"");
    if title.trim().is_empty() { String::new() } else { format!(" \"{}\"", title.trim()) }
}

/// Writes a code span.
pub(in super::super) fn code_span(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return text;
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Returns the text of nodes without markup, with character references decoded; a line break becomes `line_break`.
pub(super) fn text_of(nodes: &[Node], line_break: &str) -> String {
    nodes.iter().fold(String::new(), |mut text, node| {
        match node {
            Node::Text(part, _) => text.push_str(&unescaped(part)),
            Node::Markdown(part) => text.push_str(part.text()),
            Node::Element(element) if element.name == "br" => text.push_str(line_break),
            Node::Element(element) => text.push_str(&text_of(&element.children, line_break)),
        }
        text
    })
}

/// Decodes character references.
pub(in super::super) fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(40).position(|b| b == b';');
        let name = end
            .map(|end| &rest[1..end])
            .filter(|n| !n.is_empty() && n.chars().all(|c| c.is_ascii_alphanumeric() || c == '#'));
        let Some(name) = name else {
            out.push('&');
            rest = &rest[1..];
            continue;
        };
        let reference = &rest[..name.len() + 2];
        let read: String = Parser::new(reference)
            .filter_map(|event| if let Event::Text(text) = event { Some(text.into_string()) } else { None })
            .collect();
        out.push_str(if read.is_empty() { reference } else { &read });
        rest = &rest[name.len() + 2..];
    }
    out.push_str(rest);
    out
}
