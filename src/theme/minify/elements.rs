//! What HTML and the style sheets of browsers say of elements: which of them begin a line of their own, which keep
//! their white space, which hold text without markup.

/// Elements that browsers lay out as a block, a list item, or a part of a table (HTML Standard, 15.3): white space
/// beside their tags, inside or outside, is never seen.
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

/// Elements that are not seen where they belong, in the head.
const METADATA: &[&str] = &["base", "link", "meta", "noscript", "script", "style", "template", "title"];

/// Elements in which every space counts, and which still hold elements; SVG and `MathML` have rules of their own.
const EXACT: &[&str] = &["pre", "listing", "svg", "math"];

/// Elements whose content is text up to their end tag (HTML Standard, 13.1.2).
const TEXT: &[&str] = &["script", "style", "title", "textarea", "iframe", "noembed", "noframes", "xmp"];

/// Tells whether a tag ends the line; `head` is whether it stands in the head of a page.
pub fn is_block(name: &str, head: bool) -> bool {
    // `<h{{ level }}>`: whatever the level, no element that begins with an h stands in a line.
    name == "h" || listed(BLOCKS, name) || (head && listed(METADATA, name))
}

/// Tells whether the white space of an element's content counts.
pub fn is_exact(name: &str) -> bool {
    listed(EXACT, name)
}

/// Tells whether an element's content is text.
pub fn is_text(name: &str) -> bool {
    listed(TEXT, name)
}

fn listed(names: &[&str], name: &str) -> bool {
    names.iter().any(|listed| listed.eq_ignore_ascii_case(name))
}
