//! A tree of HTML and Markdown, nested as browsers would nest it.
//!
//! No input is rejected: an unclosed element ends with its parent, and a stray closing tag is ignored. Markdown is
//! stored as leaves, so that `<div>`, a blank line, Markdown and `</div>` nest as intended.

use super::super::lined::Lined;
use super::tags::{Tag, attribute};

/// The maximum nesting depth; the tags of deeper elements are ignored, their text stays.
const DEEPEST: usize = 80;

#[derive(Clone, Debug)]
pub(super) enum Node {
    Text(String, usize),
    Markdown(Lined),
    Element(Element),
}

/// An element of the tree.
#[derive(Clone, Debug)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    /// The line of its opening tag.
    pub(super) line: usize,
    /// The opening tag as written.
    pub(super) source: String,
    pub(super) children: Vec<Node>,
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        attribute(&self.attributes, name)
    }
}

/// Elements without content.
pub(in super::super) const VOID: &[&str] = &[
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen", "link",
    "meta", "param", "source", "track", "wbr",
];

/// Block elements.
pub(in super::super) const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "col",
    "colgroup",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "optgroup",
    "option",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "ul",
    "xmp",
];

/// Opening tags, the elements that they close implicitly, and the ancestors beyond which they close nothing.
const IMPLIED: &[(&[&str], &[&str], &[&str])] = &[
    (&["li"], &["li"], &["ul", "ol", "menu", "dir"]),
    (&["dt", "dd"], &["dt", "dd"], &["dl"]),
    (&["tr"], &["tr", "td", "th", "caption", "colgroup"], &["table"]),
    (&["td", "th"], &["td", "th"], &["table", "tr"]),
    (&["thead", "tbody", "tfoot"], &["thead", "tbody", "tfoot", "tr", "td", "th", "caption", "colgroup"], &["table"]),
    (&["option", "optgroup"], &["option"], &["select", "datalist"]),
];

/// Elements that limit the scope of an unclosed paragraph.
const SCOPE: &[&str] = &["button", "caption", "li", "object", "table", "td", "th"];

/// A tree under construction.
pub(super) struct Builder {
    /// The root and the elements that are open in it.
    open: Vec<Element>,
}

impl Builder {
    pub(super) fn new() -> Self {
        Self { open: vec![element("", Vec::new(), 1, "")] }
    }

    /// Adds an opening or closing tag.
    pub(super) fn tag(&mut self, tag: &Tag, source: &str, line: usize) {
        let name = tag.name.as_str();
        if tag.is_closing {
            return self.close(name);
        }
        if BLOCKS.contains(&name) {
            self.close_within(&["p"], SCOPE);
        }
        if let Some((_, closes, within)) = IMPLIED.iter().find(|(opens, ..)| opens.contains(&name)) {
            self.close_within(closes, within);
        }
        let element = element(name, tag.attributes.clone(), line, source);
        if VOID.contains(&name) || tag.is_empty && !BLOCKS.contains(&name) {
            self.push(Node::Element(element));
        } else if self.open.len() < DEEPEST {
            self.open.push(element);
        }
    }

    /// Adds an element whose content is not HTML.
    pub(super) fn raw(&mut self, tag: &Tag, content: &str, source: &str, line: usize) {
        let mut element = element(&tag.name, tag.attributes.clone(), line, source);
        element.children.push(Node::Text(content.to_owned(), line));
        self.push(Node::Element(element));
    }

    pub(super) fn text(&mut self, text: &str, line: usize) {
        self.push(Node::Text(text.to_owned(), line));
    }

    pub(super) fn markdown(&mut self, text: Lined) {
        self.push(Node::Markdown(text));
    }

    /// Closes all open elements and returns the nodes.
    pub(super) fn finish(mut self) -> Vec<Node> {
        while self.open.len() > 1 {
            self.pop();
        }
        self.open.pop().map(|root| root.children).unwrap_or_default()
    }

    fn push(&mut self, node: Node) {
        if let Some(parent) = self.open.last_mut() {
            parent.children.push(node);
        }
    }

    fn pop(&mut self) {
        if self.open.len() > 1
            && let Some(element) = self.open.pop()
        {
            self.push(Node::Element(element));
        }
    }

    fn close(&mut self, name: &str) {
        let is_of_table = matches!(name, "table" | "tr" | "td" | "th" | "tbody" | "thead" | "tfoot" | "caption");
        for place in (1..self.open.len()).rev() {
            let open = self.open[place].name.as_str();
            if open == name {
                while self.open.len() > place {
                    self.pop();
                }
                return;
            }
            if !is_of_table && matches!(open, "td" | "th" | "table") {
                return;
            }
        }
    }

    /// Closes the outermost open element of the given names, and everything in it, unless one of `within` contains it.
    fn close_within(&mut self, names: &[&str], within: &[&str]) {
        let mut outermost = None;
        for place in (1..self.open.len()).rev() {
            let open = self.open[place].name.as_str();
            if names.contains(&open) {
                outermost = Some(place);
            } else if within.contains(&open) {
                break;
            }
        }
        while outermost.is_some_and(|place| self.open.len() > place) {
            self.pop();
        }
    }
}

fn element(name: &str, attributes: Vec<(String, String)>, line: usize, source: &str) -> Element {
    Element { name: name.to_owned(), attributes, line, source: source.to_owned(), children: Vec::new() }
}
