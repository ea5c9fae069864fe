//! Reading the structured data of pages.

use serde_json::Value as Json;

use crate::html::{self, Page};

/// The graphs of a page.
pub fn graphs(page: &Page) -> Vec<Json> {
    let scripts = html::all(&page.html, "script[type='application/ld+json']");
    scripts.iter().map(|script| serde_json::from_str(&script.text().collect::<String>()).unwrap()).collect()
}

/// Every node with a type, wherever it stands.
pub fn nodes(value: &Json) -> Vec<&Json> {
    let inner: Vec<&Json> = match value {
        Json::Array(items) => items.iter().collect(),
        Json::Object(fields) => fields.values().collect(),
        _ => Vec::new(),
    };
    let own = value.get("@type").is_some().then_some(value);
    own.into_iter().chain(inner.into_iter().flat_map(nodes)).collect()
}
