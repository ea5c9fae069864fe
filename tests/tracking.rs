//! What a page asks while it is rendered: every answer it shows is among the questions it recorded, and a question's
//! digest changes when, and only when, its answer does.

#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod support;

use std::collections::BTreeMap;
use std::sync::Arc;

use chancery::engine::{self, Options};
use chancery::track::{Digest, Question, World};
use support::Site;

fn world(site: &Site) -> (Arc<World>, chancery::plan::Plan) {
    let options = Options { root: site.path(), now: Some(support::NOW.parse().unwrap()), ..Options::default() };
    engine::prepare(&options).site.unwrap()
}

/// The questions that the page at a path asked, with the digests of the answers.
fn asked(site: &Site, path: &str) -> BTreeMap<String, Digest> {
    let (world, plan) = world(site);
    let rendered = engine::render_one(&world, plan.find(path).unwrap());
    assert!(rendered.bytes.is_some(), "{:?}", rendered.diagnostics);
    rendered.trace.iter().map(|(question, digest)| (format!("{question:?}"), *digest)).collect()
}

/// The questions whose answers differ, or that only one of two pages asked.
fn differences(before: &BTreeMap<String, Digest>, after: &BTreeMap<String, Digest>) -> Vec<String> {
    let names = before.keys().chain(after.keys());
    let mut different: Vec<String> = names.filter(|name| before.get(*name) != after.get(*name)).cloned().collect();
    different.sort();
    different.dedup();
    different
}

#[test]
fn a_page_records_what_it_asked() {
    let (world, plan) = world(&Site::minimal());
    let rendered = engine::render_one(&world, plan.find("en/index.html").unwrap());
    let has = |wanted: fn(&Question) -> bool| rendered.trace.iter().any(|(question, _)| wanted(question));
    assert!(has(|question| matches!(question, Question::Frame(_))));
    assert!(has(|question| matches!(question, Question::View(_))));
    assert!(has(|question| matches!(question, Question::Body(path) if path.as_str() == "content/_section.en.md")));
    assert!(has(|question| matches!(question, Question::Card(..))), "the latest statement");
    assert!(
        has(|question| matches!(question, Question::Text(_, id, _) if id == "skip-to-content")),
        "within a component"
    );
    assert!(has(|question| matches!(question, Question::Asset(name) if name == "portal.css")));
}

#[test]
fn the_same_questions_get_the_same_answers() {
    let site = Site::minimal();
    let (first, second) = (asked(&site, "en/press/index.html"), asked(&site, "en/press/index.html"));
    assert_eq!(differences(&first, &second), Vec::<String>::new());
}

#[test]
fn a_change_of_a_body_is_seen_by_its_page_and_not_by_its_list() {
    let site = Site::minimal();
    let before = (asked(&site, "en/press/treaty/index.html"), asked(&site, "en/press/index.html"));
    let site = site.append("content/press/treaty.en.md", "\nOne more paragraph.\n");
    let after = (asked(&site, "en/press/treaty/index.html"), asked(&site, "en/press/index.html"));
    let changed = differences(&before.0, &after.0);
    assert!(changed.iter().any(|question| question.contains("treaty.en.md")), "{changed:?}");
    assert_eq!(differences(&before.1, &after.1), Vec::<String>::new());
}

#[test]
fn a_change_of_a_title_is_seen_by_the_lists_that_show_it() {
    let site = Site::minimal();
    let before = (asked(&site, "en/index.html"), asked(&site, "en/about/index.html"));
    let text = std::fs::read_to_string(site.path().join("content/press/treaty.en.md")).unwrap();
    let site = site.file("content/press/treaty.en.md", text.replace("Treaty signed", "Treaty concluded"));
    let after = (asked(&site, "en/index.html"), asked(&site, "en/about/index.html"));
    assert!(differences(&before.0, &after.0).iter().any(|question| question.starts_with("Card")));
    assert_eq!(differences(&before.1, &after.1), Vec::<String>::new(), "a page that does not show it");
}
