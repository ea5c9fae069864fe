//! Renders every embedded template with all the data a page can have, and with the minimum.

use std::sync::LazyLock;

use scraper::{ElementRef, Html, Selector};
use serde_json::Value as Json;
use tera::Context;

use super::samples::{FOREIGN_MARK, HOSTILE, samples};
use super::theme;
use crate::theme::{Theme, embedded};

static PORTAL: LazyLock<Theme> = LazyLock::new(|| theme(&[], "portal"));

fn render(template: &str, context: &Json) -> String {
    let context = Context::from_serialize(context).expect("a context");
    let mut out = Vec::new();
    let fault = PORTAL.render(template, &context, &mut out).err();
    assert_eq!(fault, None, "{template}");
    String::from_utf8(out).expect("UTF-8")
}

fn all(page: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).expect("a selector");
    page.select(&selector).map(|element| element.html()).collect()
}

#[test]
fn every_template_has_samples() {
    let known: Vec<&str> = samples().iter().map(|(template, _)| *template).collect();
    let shared = ["base.html", "card.svg", "document.html", "list.html"];
    for (name, _) in embedded() {
        let Some(template) = name.strip_prefix("templates/") else { continue };
        let part = template.starts_with("parts/") || template.starts_with("components/");
        assert!(part || shared.contains(&template) || known.contains(&template), "{template}");
    }
}

#[test]
fn every_page_is_sound_in_structure() {
    for (template, context) in samples() {
        let html = render(template, &context);
        if template.starts_with("directives/") {
            continue;
        }
        let page = Html::parse_document(&html);
        assert_eq!(all(&page, "h1").len(), 1, "{template}");
        assert_eq!(all(&page, "main").len(), 1, "{template}");
        let mut last = 1;
        for element in page.select(&Selector::parse("h1, h2, h3, h4, h5, h6").expect("a selector")) {
            let level: i32 = element.value().name()[1..].parse().expect("a level");
            assert!(level <= last + 1, "{template}: a heading skips to level {level}");
            last = level;
        }
        let mut ids: Vec<&str> =
            page.select(&Selector::parse("[id]").expect("a selector")).filter_map(|e| e.value().id()).collect();
        ids.sort_unstable();
        let count = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), count, "{template}: an id stands twice");
    }
}

#[test]
fn no_page_has_inline_script_or_style() {
    for (template, context) in samples() {
        let page = Html::parse_document(&render(template, &context));
        let found = all(&page, "style, [style], script:not([type='application/ld+json'], [src]), [onclick], [onload]");
        assert_eq!(found, Vec::<String>::new(), "{template}");
    }
}

#[test]
fn text_is_escaped_and_only_finished_markup_is_not() {
    for (template, context) in samples() {
        let html = render(template, &context);
        assert!(!html.contains(HOSTILE), "{template}: text went through unescaped");
        if context.to_string().contains("body_html\":\"<p>") {
            assert!(html.contains("<p>Body</p>"), "{template}: finished markup was escaped");
        }
    }
}

#[test]
fn texts_in_another_language_say_so() {
    let mut seen = 0;
    for (template, context) in samples() {
        let page = Html::parse_document(&render(template, &context));
        for node in page.tree.nodes() {
            if !node.value().as_text().is_some_and(|text| text.contains(FOREIGN_MARK)) {
                continue;
            }
            let lang = node.ancestors().filter_map(ElementRef::wrap).find_map(|element| element.value().attr("lang"));
            assert_eq!(lang, Some("ar"), "{template}: {:?}", node.value());
            seen += 1;
        }
    }
    assert!(seen > 10, "{seen}");
}
