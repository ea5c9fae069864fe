//! Facts about HTML elements, from the standard and from browsers' style sheets: which of them are blocks, which
//! preserve white space, and which contain text without markup.

/// Elements that browsers lay out as a block, a list item, or a part of a table (HTML Standard, 15.3): white space
/// next to their tags, inside or outside, is never visible.
const BLOCKS: &[&str] = &[
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
    "tr",
    "ul",
];

/// Elements that are invisible inside `head`, where they belong.
const METADATA: &[&str] = &["base", "link", "meta", "noscript", "script", "style", "template", "title"];

/// Elements in which all white space counts but which contain elements; SVG and `MathML` have rules of their own.
const EXACT: &[&str] = &["pre", "listing", "svg", "math"];

/// Elements whose content is text up to their end tag (HTML Standard, 13.1.2).
const TEXT: &[&str] = &["script", "style", "title", "textarea", "iframe", "noembed", "noframes", "xmp"];

/// Returns whether white space next to an element's tags is invisible; `head` means that it is in the head of a page.
pub fn is_block(name: &str, head: bool) -> bool {
    // `<h{{ level }}>` with any level: no inline element begins with an h.
    name == "h" || listed(BLOCKS, name) || (head && listed(METADATA, name))
}

/// Returns whether the white space in an element's content counts.
pub fn is_exact(name: &str) -> bool {
    listed(EXACT, name)
}

/// Returns whether an element's content is text without markup.
pub fn is_text(name: &str) -> bool {
    listed(TEXT, name)
}

fn listed(names: &[&str], name: &str) -> bool {
    names.iter().any(|listed| listed.eq_ignore_ascii_case(name))
}
