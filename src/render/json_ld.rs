//! Structured data: the content of a page as JSON-LD with the schema.org vocabulary.
//!
//! It contains nothing that the page does not show. The institution and the site are separate nodes with an `@id`, so
//! that all pages refer to the same ones. Only types and properties of schema.org are used.

mod document;
mod node;

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::list;
use super::words::t as words;
use crate::config::{Kind, LangId};
use crate::plan::{What, page_path};
use crate::site::routes::OwnPage;
use crate::site::{SectionId, Words};
use crate::track::World;
use node::Node;

/// Makes the graph of a page; null for targets that are not indexed pages: chooser, “not found”, files.
///
/// `breadcrumbs` are the titles and URLs of the pages in the breadcrumb, starting with home.
#[must_use]
pub fn graph(world: &World, what: &What, lang: LangId, breadcrumbs: &[(String, String)]) -> Value {
    let main = match what {
        What::Home(lang) => return with_context(vec![organization(world, *lang), web_site(world, *lang)]),
        What::Document(doc) => document::node(world, *doc),
        What::Section(section, lang, page) => section_page(world, *section, *lang, *page),
        What::Filtered(section, filter, lang, page) => {
            let title = list::filtered_title(world, *section, *filter, *lang);
            let path = world.filter_path(*section, *filter, *lang);
            page_node(world, "CollectionPage", &page_path(path, *page), &title, *lang)
        }
        What::Topic(topic, lang, page) => {
            let (name, path) = world.topic(*topic, *lang);
            page_node(world, "CollectionPage", &page_path(path, *page), name, *lang)
        }
        What::Own(page, lang) => {
            let kind = match page {
                OwnPage::Transparency | OwnPage::Search => "WebPage",
                _ => "CollectionPage",
            };
            page_node(world, kind, &world.own_path(*page, *lang), &words(world, *lang, page.title(), &[]), *lang)
        }
        _ => return Value::Null,
    };
    let mut nodes = vec![main, short_organization(world, lang), web_site(world, lang)];
    nodes.extend(breadcrumb_list(breadcrumbs));
    with_context(nodes)
}

/// Writes a graph as text for a script element. Escapes everything that could end or disturb the element (HTML, section
/// 4.12.1.3), and U+2028 and U+2029. Returns an empty text for null.
#[must_use]
pub fn script_text(graph: &Value) -> String {
    if graph.is_null() {
        return String::new();
    }
    let mut text = String::new();
    // These characters appear in JSON only inside strings.
    for c in graph.to_string().chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                // Writing to a string never fails.
                let _ = write!(text, "\\u{:04X}", u32::from(c));
            }
            c => text.push(c),
        }
    }
    text
}

fn with_context(nodes: Vec<Node>) -> Value {
    let nodes: Vec<Value> = nodes.into_iter().map(Value::from).collect();
    json!({ "@context": "https://schema.org", "@graph": nodes })
}

/// Returns a reference to the institution.
fn organization_ref(world: &World) -> Value {
    json!({ "@id": world.absolute("/#organization") })
}

/// Returns a reference to the site in a language.
fn web_site_ref(world: &World, lang: LangId) -> Value {
    json!({ "@id": world.absolute(&format!("/{}/#website", world.tag(lang))) })
}

/// Makes the node of the institution with its names only. A state's institution has a country; an international
/// organisation has none.
fn short_organization(world: &World, lang: LangId) -> Node {
    let institution = world.institution();
    let kind = if institution.country.is_some() { "GovernmentOrganization" } else { "Organization" };
    let short = &institution.short_name[lang];
    Node::new(kind)
        .with("@id", world.absolute("/#organization"))
        .with("name", institution.name[lang].as_str())
        .maybe("alternateName", (*short != institution.name[lang]).then_some(short.as_str()))
        .with("url", world.absolute(&format!("/{}/", world.tag(lang))))
}

/// Makes the node of the institution with all its properties.
fn organization(world: &World, lang: LangId) -> Node {
    let institution = world.institution();
    let address = institution.address[lang].as_deref().map(|address| match &institution.country {
        Some(country) => {
            Node::new("PostalAddress").with("streetAddress", address).with("addressCountry", country.as_str()).into()
        }
        None => Value::from(address),
    });
    let logo = world.has_address("/emblem.svg");
    let contacts = world.shown_contacts().map(|contact| {
        let name = contact.name[lang].as_str();
        Node::new("ContactPoint")
            .with("contactType", name)
            .maybe("email", contact.email.as_deref())
            .maybe("telephone", contact.phone.as_deref())
    });
    short_organization(world, lang)
        .maybe("logo", logo.then(|| world.absolute("/emblem.svg")))
        .maybe("address", address)
        .list("contactPoint", contacts)
        .list("sameAs", institution.same_as.iter().map(String::as_str))
}

fn web_site(world: &World, lang: LangId) -> Node {
    Node::new("WebSite")
        .with("@id", world.absolute(&format!("/{}/#website", world.tag(lang))))
        .with("name", world.institution().name[lang].as_str())
        .with("url", world.absolute(&format!("/{}/", world.tag(lang))))
        .with("inLanguage", world.tag(lang))
        .with("publisher", organization_ref(world))
}

/// Makes the node of a page, from its address below the base.
fn page_node(world: &World, kind: &str, path: &str, name: &str, lang: LangId) -> Node {
    let url = world.absolute(path);
    Node::new(kind)
        .with("@id", format!("{url}#page"))
        .with("url", url)
        .with("name", name)
        .with("inLanguage", world.tag(lang))
        .with("isPartOf", web_site_ref(world, lang))
}

/// Makes the node of a page of a section's list; for FAQ entries, with the questions and short answers that the list
/// shows.
fn section_page(world: &World, id: SectionId, lang: LangId, page: usize) -> Node {
    let section = world.section(id, lang);
    let docs = world.section_page(id, lang, page).docs;
    let is_faq = section.kind == Kind::Faq && !docs.is_empty();
    let kind = if is_faq { "FAQPage" } else { "CollectionPage" };
    let summary = world.section_words(id, lang).and_then(|section| section.words.summary.as_deref());
    let questions = docs.iter().filter(|_| is_faq).filter_map(|doc| match &world.doc(*doc).words {
        Words::Faq(faq) => Some(document::question(world, *doc, faq, faq.short_answer.clone())),
        _ => None,
    });
    page_node(world, kind, &page_path(section.path, page), section.title, lang)
        .maybe("description", summary)
        .list("mainEntity", questions)
}

fn breadcrumb_list(breadcrumbs: &[(String, String)]) -> Option<Node> {
    let items = breadcrumbs.iter().enumerate().map(|(index, (title, url))| {
        Node::new("ListItem").with("position", index + 1).with("name", title.as_str()).with("item", url.as_str())
    });
    (!breadcrumbs.is_empty()).then(|| Node::new("BreadcrumbList").list("itemListElement", items))
}

#[cfg(test)]
mod tests {
    use super::{breadcrumb_list, script_text};
    use serde_json::{Value, json};

    #[test]
    fn nothing_in_a_graph_can_end_the_script_element() {
        let text = script_text(&json!({ "name": "</script><!-- & \u{2028}\u{2029} é" }));
        assert_eq!(text, r#"{"name":"\u003C/script\u003E\u003C!-- \u0026 \u2028\u2029 é"}"#);
        assert_eq!(serde_json::from_str::<Value>(&text).expect("JSON")["name"], "</script><!-- & \u{2028}\u{2029} é");
        assert_eq!(script_text(&Value::Null), "");
    }

    #[test]
    fn breadcrumb_positions_start_at_one_and_an_empty_breadcrumb_is_omitted() {
        let crumbs = [
            ("Home".to_owned(), "https://a.example/en/".to_owned()),
            ("Press".to_owned(), "https://a.example/en/press/".to_owned()),
        ];
        let list = Value::from(breadcrumb_list(&crumbs).expect("a list"));
        assert_eq!(
            list,
            json!({ "@type": "BreadcrumbList", "itemListElement": [
                { "@type": "ListItem", "position": 1, "name": "Home", "item": "https://a.example/en/" },
                { "@type": "ListItem", "position": 2, "name": "Press", "item": "https://a.example/en/press/" },
            ]})
        );
        assert!(breadcrumb_list(&[]).is_none());
    }
}
