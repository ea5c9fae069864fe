//! Reads the output from its bytes alone.

use std::collections::{BTreeMap, BTreeSet};

use support::Files;

const BASE: &str = "https://www.example.org";

/// A page of the output.
#[derive(Debug, Default)]
pub struct Page {
    pub canonical: Option<String>,
    /// The address of each version by language, including `x-default`.
    pub versions: BTreeMap<String, String>,
    pub is_indexed: bool,
    /// The addresses of the documents in a list.
    pub cards: Vec<String>,
    /// The languages whose switcher entry leads to this same page, with its address.
    pub switcher: BTreeMap<String, String>,
    /// The targets of all links.
    pub links: BTreeSet<String>,
}

/// An entry of a feed.
#[derive(Debug)]
pub struct Entry {
    pub id: String,
    pub address: String,
    pub updated: String,
}

/// Returns an address below the base.
fn below(address: &str) -> String {
    address.strip_prefix(BASE).unwrap_or(address).to_owned()
}

/// Returns the tags with a name, each up to its `>`.
fn tags<'a>(text: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let start = format!("<{name} ");
    text.split(&start as &str).skip(1).map(|rest| rest.split('>').next().unwrap()).collect::<Vec<_>>().into_iter()
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let rest = &tag[tag.find(&format!("{name}=\""))? + name.len() + 2..];
    Some(rest.split('"').next().unwrap().replace("&amp;", "&"))
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let rest = &text[text.find(start)? + start.len()..];
    Some(&rest[..rest.find(end)?])
}

pub fn page(bytes: &[u8]) -> Page {
    let text = std::str::from_utf8(bytes).unwrap();
    let mut page = Page { is_indexed: true, ..Page::default() };
    for tag in tags(text, "link") {
        let href = || below(&attribute(tag, "href").unwrap());
        match attribute(tag, "rel").as_deref() {
            Some("canonical") => page.canonical = Some(href()),
            Some("alternate") => {
                if let Some(lang) = attribute(tag, "hreflang") {
                    page.versions.insert(lang, href());
                }
            }
            _ => {}
        }
    }
    page.is_indexed = !tags(text, "meta").any(|tag| {
        attribute(tag, "name").as_deref() == Some("robots") && attribute(tag, "content").unwrap().contains("noindex")
    });
    let switcher = between(text, "<nav class=\"switcher ", "</nav>").unwrap_or_default();
    for tag in tags(switcher, "a").filter(|tag| !tag.contains("elsewhere")) {
        page.switcher.insert(attribute(tag, "hreflang").unwrap(), attribute(tag, "href").unwrap());
    }
    page.cards = text.split("class=\"card-title\">").skip(1).filter_map(|rest| attribute(rest, "href")).collect();
    page.links = tags(text, "a").filter_map(|tag| attribute(tag, "href")).map(|href| below(&href)).collect();
    page
}

/// Returns the pages of the output by address.
pub fn pages(files: &Files) -> BTreeMap<String, Page> {
    let html = files.iter().filter(|(path, _)| path.ends_with(".html") && !path.starts_with("static"));
    html.map(|(path, bytes)| (address(path), page(bytes))).collect()
}

pub fn address(path: &str) -> String {
    format!("/{}", path.strip_suffix("index.html").unwrap_or(path))
}

/// Returns the entries of an Atom feed.
pub fn entries(text: &str) -> Vec<Entry> {
    let entry = |text: &str| Entry {
        id: between(text, "<id>", "</id>").unwrap().to_owned(),
        address: tags(text, "link").find_map(|tag| attribute(tag, "href")).map(|href| below(&href)).unwrap(),
        updated: between(text, "<updated>", "</updated>").unwrap().to_owned(),
    };
    text.split("<entry>").skip(1).map(|rest| entry(rest.split("</entry>").next().unwrap())).collect()
}

/// Returns the addresses of a sitemap, each with its versions.
pub fn sitemap(text: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let url = |text: &str| {
        let loc = below(between(text, "<loc>", "</loc>").unwrap());
        let versions = tags(text, "xhtml:link");
        let version = |tag| (attribute(tag, "hreflang").unwrap(), below(&attribute(tag, "href").unwrap()));
        (loc, versions.map(version).collect())
    };
    text.split("<url>").skip(1).map(|rest| url(rest.split("</url>").next().unwrap())).collect()
}

/// Returns the rules for addresses without files: old address, whether it is a prefix, new address.
pub fn rules(files: &Files) -> Vec<(String, bool, Option<String>)> {
    let json: serde_json::Value = serde_json::from_slice(&files["_addresses.json"]).unwrap();
    let old = json["old"].as_array().unwrap().iter();
    old.map(|rule| {
        let text = |name: &str| rule[name].as_str().map(str::to_owned);
        (text("from").unwrap(), rule["prefix"] == true, text("to"))
    })
    .collect()
}

/// Returns whether a file contains a word.
pub fn holds(bytes: &[u8], word: &str) -> bool {
    memchr::memmem::find(bytes, word.as_bytes()).is_some()
}

/// Returns the file at an address.
pub fn file_at<'a>(files: &'a Files, address: &str) -> Option<&'a Vec<u8>> {
    let path = address.split(['#', '?']).next().unwrap().trim_start_matches('/');
    files
        .get(path)
        .filter(|_| !path.is_empty() && !path.ends_with('/'))
        .or_else(|| files.get(&format!("{path}index.html")))
}

/// Returns whether an address responds: with a file, a redirect or 410.
pub fn answers(files: &Files, address: &str) -> bool {
    file_at(files, address).is_some()
        || rules(files).iter().any(|(from, is_prefix, _)| from == address || *is_prefix && address.starts_with(from))
        || lists(files).iter().any(|list| address.strip_prefix(list.as_str()).is_some_and(is_later_page))
}

/// Returns the addresses of lists; server rules redirect from their later pages to them.
pub fn lists(files: &Files) -> Vec<String> {
    let json: serde_json::Value = serde_json::from_slice(&files["_addresses.json"]).unwrap();
    json["lists"].as_array().unwrap().iter().map(|list| list.as_str().unwrap().to_owned()).collect()
}

fn is_later_page(rest: &str) -> bool {
    let number = rest.strip_prefix("page/").and_then(|rest| rest.strip_suffix('/'));
    number.is_some_and(|number| number.parse::<u32>().is_ok())
}
