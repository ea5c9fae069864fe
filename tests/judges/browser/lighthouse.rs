//! Lighthouse gives full marks for accessibility, best practices and what search engines want. How fast a page is on a
//! busy machine is shown, not judged: `visits` judges what makes it so.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::defects::{Defect, ENGLISH};
use super::{address, portal, run, say, sorts, with};

/// What Lighthouse says of a page.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Scores {
    accessibility: u32,
    best_practices: u32,
    performance: u32,
    seo: u32,
    failed: Vec<String>,
    error: String,
}

fn scores(folder: &Path, pages: &[String]) -> BTreeMap<String, Scores> {
    let mut arguments = vec![folder.to_str().unwrap()];
    arguments.extend(pages.iter().map(String::as_str));
    serde_json::from_slice(&run("lighthouse.mjs", &arguments, "")).unwrap()
}

#[test]
fn lighthouse_gives_full_marks() {
    let sorts = sorts();
    let pages = ["Home", "statement", "faq", "register"].map(|name| address(&sorts[name]["en"]));
    for (page, scores) in scores(&portal().1, &pages) {
        say(&format!("Lighthouse, {page}: performance {}", scores.performance));
        assert_eq!(
            (scores.accessibility, scores.best_practices, scores.seo, scores.error.as_str()),
            (100, 100, 100, ""),
            "{page}: {:#?}",
            scores.failed
        );
    }
}

#[test]
fn lighthouse_marks_planted_defects() {
    let poor = Defect {
        name: "poor",
        replace: Some(("<meta name=\"description\"", "<meta name=\"words\"")),
        html: "<img src=\"/emblem.svg\">",
        script: "console.error('Something is wrong');",
        ..ENGLISH
    };
    let (folder, address) = with(&poor);
    let scores = &scores(&folder, std::slice::from_ref(&address))[&address];
    assert!(scores.accessibility < 100 && scores.best_practices < 100 && scores.seo < 100, "{scores:#?}");
    let failed = scores.failed.join("\n");
    for audit in ["accessibility/image-alt", "best-practices/errors-in-console", "seo/meta-description"] {
        assert!(failed.contains(audit), "{audit}: {failed}");
    }
}
