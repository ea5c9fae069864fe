//! Reading pages as a browser would.

use scraper::{ElementRef, Html, Node, Selector};
use url::Url;

use crate::Files;

/// A page of the output.
pub struct Page {
    /// Its path in the output.
    pub path: String,
    /// Its address, below a base.
    pub url: Url,
    /// Its tree.
    pub html: Html,
}

/// Every HTML file, below a base address.
pub fn pages(files: &Files, base: &str) -> Vec<Page> {
    let html = files.iter().filter(|(path, _)| path.rsplit('.').next() == Some("html"));
    html.map(|(path, bytes)| page(path, bytes, base)).collect()
}

/// An HTML file.
pub fn page(path: &str, bytes: &[u8], base: &str) -> Page {
    let text = std::str::from_utf8(bytes).unwrap_or_else(|_| panic!("`{path}` is not UTF-8"));
    Page { path: path.to_owned(), url: address(path, base), html: Html::parse_document(text) }
}

/// The address of an output file.
pub fn address(path: &str, base: &str) -> Url {
    let path = path.strip_suffix("index.html").filter(|rest| rest.is_empty() || rest.ends_with('/')).unwrap_or(path);
    Url::parse(base).unwrap().join(path).unwrap()
}

/// The output file that a host serves at an address below a base, if there is one.
pub fn served<'a>(url: &Url, base: &str, files: &'a Files) -> Option<&'a String> {
    let base = Url::parse(base).unwrap();
    if url.origin() != base.origin() {
        return None;
    }
    let path = decoded(url.path()).strip_prefix(&decoded(base.path()))?.to_owned();
    let path = if path.is_empty() || path.ends_with('/') { path + "index.html" } else { path };
    files.get_key_value(&path).map(|(path, _)| path)
}

/// Undoes percent-encoding.
pub fn decoded(text: &str) -> String {
    let pair = format!("x={}", text.replace('+', "%2B").replace('&', "%26"));
    url::form_urlencoded::parse(pair.as_bytes()).next().map(|(_, value)| value.into_owned()).unwrap_or_default()
}

/// Everything that a CSS selector finds.
pub fn all<'a>(html: &'a Html, css: &str) -> Vec<ElementRef<'a>> {
    html.select(&selector(css)).collect()
}

/// The first element that a CSS selector finds.
pub fn first<'a>(html: &'a Html, css: &str) -> Option<ElementRef<'a>> {
    html.select(&selector(css)).next()
}

/// Everything that a CSS selector finds within an element.
pub fn within<'a>(element: ElementRef<'a>, css: &str) -> Vec<ElementRef<'a>> {
    element.select(&selector(css)).collect()
}

fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap_or_else(|fault| panic!("`{css}`: {fault}"))
}

/// The text of an element as people see it: white space is one space, direction controls are left out.
pub fn text(element: ElementRef<'_>) -> String {
    squeeze(&element.text().collect::<String>())
}

/// Makes each white space one space and leaves direction controls out.
pub fn squeeze(text: &str) -> String {
    let visible: String =
        text.chars().filter(|c| !matches!(c, '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')).collect();
    visible.split([' ', '\n', '\t', '\r']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The content of an element in a form in which two of equal meaning are equal: attributes are sorted, addresses are
/// absolute, white space is one space or none beside a tag.
pub fn normal(element: ElementRef<'_>, base: &Url) -> String {
    let mut out = String::new();
    write(element, base, &mut out);
    out
}

fn write(element: ElementRef<'_>, base: &Url, out: &mut String) {
    for child in element.children() {
        match child.value() {
            Node::Text(text) => {
                let words = squeeze(text);
                if !words.is_empty() {
                    out.push_str(&words.replace('&', "&amp;").replace('<', "&lt;"));
                    out.push('\n');
                }
            }
            Node::Element(tag) => {
                let mut attributes: Vec<String> = tag
                    .attrs()
                    .map(|(name, value)| match name {
                        "href" | "src" | "poster" => format!(" {name}={}", absolute(value, base)),
                        "class" => format!(" class={}", squeeze(value)),
                        _ => format!(" {name}={value}"),
                    })
                    .collect();
                attributes.sort();
                out.extend(["<", tag.name(), &attributes.concat(), ">\n"]);
                write(ElementRef::wrap(child).unwrap(), base, out);
                out.extend(["</", tag.name(), ">\n"]);
            }
            _ => {}
        }
    }
}

fn absolute(value: &str, base: &Url) -> String {
    base.join(value).map_or_else(|_| value.to_owned(), String::from)
}
