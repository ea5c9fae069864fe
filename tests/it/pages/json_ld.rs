//! Structured data says nothing that its page does not say.

use std::collections::BTreeSet;

use scraper::Html;
use serde_json::Value as Json;
use support::html::{self, Page};
use support::json_ld::{graphs, nodes};
use support::{BASE, LANGUAGES, portal_build, text};

/// Kinds of node that are the subject of a page.
const MAIN: [&str; 5] = ["NewsArticle", "FAQPage", "Dataset", "WebPage", "CollectionPage"];

/// What a page's data says otherwise than the page.
fn disagreements(page: &Page) -> Vec<String> {
    let mut faults = Vec::new();
    let visible = html::first(&page.html, "body").map(html::text).unwrap_or_default();
    let head = ["title", "meta[name=description]"].map(|css| html::first(&page.html, css));
    let head = head
        .into_iter()
        .flatten()
        .map(|element| element.attr("content").map_or_else(|| html::text(element), html::squeeze));
    let said: Vec<String> = [visible].into_iter().chain(head).map(|text| loosely(&text)).collect();
    let days: BTreeSet<&str> =
        html::all(&page.html, "time[datetime]").iter().filter_map(|time| time.attr("datetime")?.get(..10)).collect();
    for graph in graphs(page) {
        for node in nodes(&graph) {
            for name in ["headline", "name", "description", "text", "dateline", "identifier", "creativeWorkStatus"] {
                let values = node[name].as_array().map_or(std::slice::from_ref(&node[name]), Vec::as_slice);
                for value in values.iter().filter_map(Json::as_str) {
                    // An answer is HTML, of which people see the texts.
                    let fragment = Html::parse_fragment(value);
                    let unseen = |piece: &&str| !said.iter().any(|text| text.contains(&loosely(piece)));
                    if let Some(piece) = fragment.root_element().text().find(unseen) {
                        faults.push(format!("`{name}` of {} is not on the page: {piece:.200}", node["@type"]));
                    }
                }
            }
            for name in ["datePublished", "dateModified"] {
                let day = node[name].as_str().and_then(|date| date.get(..10));
                if day.is_some_and(|day| !days.contains(day)) {
                    faults.push(format!("`{name}` is {day:?}, the page has {days:?}"));
                }
            }
        }
        faults.extend(main_faults(page, &graph));
        faults.extend(breadcrumb_faults(page, &graph));
    }
    faults.into_iter().map(|fault| format!("{}: {fault}", page.path)).collect()
}

/// Words without the space and marks between them, which markup may or may not have.
fn loosely(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The node of the page itself has its address, language and heading.
fn main_faults(page: &Page, graph: &Json) -> Vec<String> {
    let mut faults = Vec::new();
    let graph: &[Json] = graph["@graph"].as_array().map_or(&[], Vec::as_slice);
    let main: Vec<&Json> = graph.iter().filter(|node| MAIN.iter().any(|kind| node["@type"] == *kind)).collect();
    let is_home = page.path.matches('/').count() == 1;
    if main.len() != usize::from(!is_home) {
        faults.push(format!("{} nodes are the page's own", main.len()));
    }
    for node in main {
        let heading = html::first(&page.html, "h1").map(html::text).unwrap_or_default();
        let name = node.get("headline").or(node.get("name")).and_then(Json::as_str).map(html::squeeze);
        if name.as_deref() != Some(heading.as_str()) {
            faults.push(format!("its name is {name:?}, its heading `{heading}`"));
        }
        if node["url"] != page.url.as_str() || node["inLanguage"].as_str() != page.html.root_element().attr("lang") {
            faults.push(format!("it says to be {} in {}", node["url"], node["inLanguage"]));
        }
    }
    faults
}

/// Breadcrumbs are those that people see, in their order.
fn breadcrumb_faults(page: &Page, graph: &Json) -> Vec<String> {
    let links = html::all(&page.html, "nav.breadcrumbs li a");
    let shown: Vec<(String, String)> = links
        .iter()
        .map(|link| (html::text(*link), page.url.join(link.attr("href").unwrap()).unwrap().into()))
        .collect();
    let lists: Vec<&Json> = nodes(graph).into_iter().filter(|node| node["@type"] == "BreadcrumbList").collect();
    let items = lists.first().and_then(|list| list["itemListElement"].as_array()).map_or(&[][..], Vec::as_slice);
    let said: Vec<(String, String)> = items
        .iter()
        .map(|item| (html::squeeze(item["name"].as_str().unwrap()), item["item"].as_str().unwrap().to_owned()))
        .collect();
    let numbered = items.iter().enumerate().all(|(index, item)| item["position"] == index + 1);
    let right = lists.len() <= 1 && said == shown && numbered;
    (!right).then(|| format!("breadcrumbs are {said:?}, shown are {shown:?}")).into_iter().collect()
}

#[test]
fn data_and_page_agree() {
    let faults: Vec<String> = html::pages(portal_build(), BASE).iter().flat_map(disagreements).collect();
    assert!(faults.is_empty(), "{} faults\n{}\n", faults.len(), faults.join("\n"));
}

#[test]
fn every_page_that_can_be_found_has_data() {
    for page in html::pages(portal_build(), BASE) {
        let findable = LANGUAGES.iter().any(|lang| page.path.starts_with(&format!("{lang}/")))
            && html::first(&page.html, "meta[name=robots]").is_none();
        assert!(!findable || graphs(&page).len() == 1, "{} has {} graphs", page.path, graphs(&page).len());
    }
}

/// The page of a statement with a dateline, and its data.
fn a_statement() -> (&'static str, &'static str) {
    let mut pages = portal_build().keys().filter(|path| path.starts_with("en/press/") && path.ends_with("/index.html"));
    let path = pages.find(|path| text(portal_build(), path).contains("\"dateline\"")).unwrap();
    (path, text(portal_build(), path))
}

#[test]
fn data_that_says_otherwise_than_its_page_is_caught() {
    let (path, sound) = a_statement();
    assert_eq!(disagreements(&html::page(path, sound.as_bytes(), BASE)), [""; 0]);
    for (from, to) in [
        ("\"headline\":\"", "\"headline\":\"Not "),
        ("\"description\":\"", "\"description\":\"Perhaps "),
        ("\"dateline\":\"", "\"dateline\":\"Elsewhere "),
        ("\"datePublished\":\"20", "\"datePublished\":\"19"),
        ("\"position\":1", "\"position\":2"),
        ("\"@type\":\"ListItem\",\"position\":1,\"name\":\"", "\"@type\":\"ListItem\",\"position\":1,\"name\":\"The "),
        ("\"inLanguage\":\"en\"", "\"inLanguage\":\"fr\""),
        ("\"url\":\"https://www.mfa.meridia.example/en/press/", "\"url\":\"https://www.mfa.meridia.example/en/"),
        ("<h1>", "<h1>Another "),
    ] {
        assert!(sound.contains(from), "{path} has no `{from}`");
        let planted = sound.replacen(from, to, 1);
        let faults = disagreements(&html::page(path, planted.as_bytes(), BASE));
        assert!(!faults.is_empty(), "`{from}` → `{to}` is not caught");
    }
}
