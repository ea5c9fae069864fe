//! Structured data uses the words of schema.org as schema.org means them.

use std::collections::BTreeMap;
use std::fs;

use support::json_ld::{graphs, nodes};
use support::{BASE, html, portal_build, tool};

use crate::vocabulary::Vocabulary;

fn vocabulary() -> Vocabulary {
    let vocabulary = Vocabulary::read(&fs::read_to_string(tool("CHANCERY_SCHEMA_ORG")).unwrap());
    assert!(vocabulary.len() > 700, "only {} types were read", vocabulary.len());
    vocabulary
}

#[test]
fn every_type_and_property_is_schema_orgs() {
    let vocabulary = vocabulary();
    let (mut faults, mut kinds) = (Vec::new(), BTreeMap::<String, usize>::new());
    for page in html::pages(portal_build(), BASE) {
        for graph in graphs(&page) {
            faults.extend(vocabulary.faults(&graph).into_iter().map(|fault| format!("{}: {fault}", page.path)));
            for node in nodes(&graph) {
                *kinds.entry(node["@type"].as_str().unwrap().to_owned()).or_default() += 1;
            }
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}\n", faults.len(), faults.join("\n"));
    for kind in [
        "GovernmentOrganization",
        "NewsArticle",
        "FAQPage",
        "Question",
        "Answer",
        "BreadcrumbList",
        "WebSite",
        "Dataset",
    ] {
        assert!(kinds.contains_key(kind), "no page has `{kind}`: {kinds:?}");
    }
}

#[test]
fn words_that_are_not_schema_orgs_are_caught() {
    let vocabulary = vocabulary();
    let faults = |text: &str| vocabulary.faults(&serde_json::from_str(text).unwrap());
    assert_eq!(
        faults(r#"{"@type": "NewsArticle", "headline": "x", "author": {"@id": "x"}, "dateline": "x"}"#),
        [""; 0]
    );
    assert_eq!(faults(r#"{"@type": "NewsArtikel"}"#), ["there is no type \"NewsArtikel\""]);
    assert_eq!(faults(r#"{"@type": "Organization", "dateline": "x"}"#), ["`Organization` has no property `dateline`"]);
    assert_eq!(faults(r#"{"@type": "WebSite", "publisher": {"@type": "Organization", "nom": "x"}}"#).len(), 1);
    assert_eq!(faults(r#"{"@type": "WebSite", "publisher": {"@type": "Question"}}"#).len(), 1);
    assert_eq!(faults(r#"{"@type": "Question", "acceptedAnswer": "x"}"#).len(), 1);
    assert_eq!(faults(r#"{"@type": "ListItem", "position": true}"#).len(), 1);
    assert_eq!(faults(r#"{"name": "x"}"#), ["`name` of no type"]);
}
