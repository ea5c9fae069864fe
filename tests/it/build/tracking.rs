//! What a page asks while it is rendered: every answer it shows is among the questions it recorded, and a question's
//! digest changes when, and only when, its answer does.

use std::collections::BTreeMap;
use std::sync::Arc;

use chancery::engine::{self, CacheChoice, Options};
use chancery::plan::Plan;
use chancery::track::{Digest, Key, Question, World, digest_of};
use support::Site;

fn world(site: &Site) -> (Arc<World>, Arc<Plan>) {
    let now = Some(support::NOW.parse().unwrap());
    let options = Options { root: site.path(), now, cache: CacheChoice::Off, ..Options::default() };
    engine::prepare(&options).site.unwrap()
}

/// The questions that the page at a path asked, with the digests of the answers.
fn asked(site: &Site, path: &str) -> BTreeMap<String, Digest> {
    let (world, plan) = world(site);
    let rendered = engine::render_one(&world, plan.find(path).unwrap());
    assert!(rendered.bytes.is_some(), "{:?}", rendered.diagnostics);
    let questions = rendered.trace.questions().iter();
    questions.map(|question| (format!("{question:?}"), digest_of(&world, *question))).collect()
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
    let has = |wanted: fn(&Question) -> bool| rendered.trace.questions().iter().any(wanted);
    let words = Key::of("content/_section.en.md");
    assert!(rendered.trace.questions().contains(&Question::Body(words)), "the words of the home page");
    assert!(has(|question| matches!(question, Question::First(..))), "the latest statements");
    assert!(rendered.trace.questions().contains(&Question::Card(Key::of("content/press/treaty.en.md"))));
    assert!(
        has(|question| matches!(question, Question::Text(_, id) if *id == Key::of("skip-to-content"))),
        "within a template"
    );
    assert!(rendered.trace.questions().contains(&Question::Asset(Key::of("portal.css"))));
    assert!(rendered.trace.questions().contains(&Question::Template(Key::of("home.html"))));
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
    let body = format!("{:?}", Question::Body(Key::of("content/press/treaty.en.md")));
    assert_eq!(differences(&before.0, &after.0), [body]);
    assert_eq!(differences(&before.1, &after.1), Vec::<String>::new());
}

#[test]
fn a_change_of_a_title_is_seen_by_the_lists_that_show_it() {
    let site = Site::minimal();
    let before = (asked(&site, "en/index.html"), asked(&site, "en/about/index.html"));
    let text = std::fs::read_to_string(site.path().join("content/press/treaty.en.md")).unwrap();
    let site = site.file("content/press/treaty.en.md", text.replace("Treaty signed", "Treaty concluded"));
    let after = (asked(&site, "en/index.html"), asked(&site, "en/about/index.html"));
    let card = format!("{:?}", Question::Card(Key::of("content/press/treaty.en.md")));
    assert_eq!(differences(&before.0, &after.0), [card]);
    assert_eq!(differences(&before.1, &after.1), Vec::<String>::new(), "a page that does not show it");
}

#[test]
fn a_question_about_what_is_not_there_has_an_answer_that_changes_when_it_comes() {
    let site = Site::minimal();
    let question = Question::Named(Key::of("press/visit"));
    let address = Question::Address(Key::of("/favicon.svg"));
    let (before, _) = world(&site);
    site.write("static/favicon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    let text = std::fs::read_to_string(site.path().join("content/about.en.md")).unwrap();
    site.write(
        "content/contact.en.md",
        text.replace("About us", "Contact").replace("+++\n\n", "id = \"press/visit\"\n+++\n\n"),
    );
    let (after, _) = world(&site);
    for question in [question, address] {
        assert_ne!(digest_of(&before, question), digest_of(&after, question), "{question:?}");
    }
}
