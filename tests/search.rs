//! The search index, asked as a reader's browser asks it: Node runs the pagefind.js and the WebAssembly that stand in
//! the site.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod support;

use std::process::Command;

use chancery::fs::OutPath;
use chancery::render::search::{SearchPage, digest, index};
use serde_json::{Value as Json, json};
use support::{Files, repository, scratch, tool, write_folder};

fn page(url: &str, title: &str, html: &str) -> SearchPage {
    SearchPage {
        url: url.to_owned(),
        title: title.to_owned(),
        html: html.to_owned(),
        kind: "page".to_owned(),
        topics: vec![],
        year: None,
    }
}

fn english() -> Vec<SearchPage> {
    vec![
        SearchPage {
            kind: "statement".to_owned(),
            topics: vec!["peace".to_owned(), "trade".to_owned()],
            year: Some(2026),
            ..page(
                "/en/press/treaty/",
                "Treaty of Calvane & Meridia signed",
                "<p>Two ministers were signing an agreement on fisheries.</p>",
            )
        },
        SearchPage {
            kind: "statement".to_owned(),
            year: Some(2025),
            ..page("/en/press/summit/", "Summit", "<p>The ministers met.</p>")
        },
        SearchPage {
            kind: "faq".to_owned(),
            ..page(
                "/en/faq/visa/",
                "Do I need a visa?",
                "<h2 id=\"short\">Short stays</h2><p>Not for ninety days.</p><h2 id=\"work\">Employment</h2>\
                 <p>Apply for a permit at the consulate.</p>",
            )
        },
    ]
}

fn files(lang: &str, pages: &[SearchPage]) -> Vec<(OutPath, Vec<u8>)> {
    index(lang, pages).unwrap_or_else(|fault| panic!("{}", fault.message))
}

/// Puts the index of some pages into a folder and searches it, published at an address with a path.
fn search(name: &str, lang: &str, pages: &[SearchPage], searches: &[(&str, Json)]) -> Vec<Json> {
    let folder = scratch(name);
    let mut site: Files = files(lang, pages).into_iter().map(|(path, bytes)| (path.to_string(), bytes)).collect();
    // For Node, to which a file is no module unless something says so.
    site.insert("package.json".to_owned(), br#"{"type": "module"}"#.to_vec());
    write_folder(&folder, &site);
    let mut node = Command::new(tool("CHANCERY_NODE"));
    node.arg(repository().join("tests/judges/search.mjs")).arg(&folder).args(["/portal/", lang]);
    node.args(searches.iter().map(|(term, filters)| json!([term, filters]).to_string()));
    let run = node.output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    assert_eq!(String::from_utf8_lossy(&run.stderr), "");
    serde_json::from_slice(&run.stdout).unwrap()
}

/// The addresses that a search found, sorted.
fn urls(found: &Json) -> Vec<&str> {
    let mut urls: Vec<&str> =
        found["pages"].as_array().unwrap().iter().map(|page| page["url"].as_str().unwrap()).collect();
    urls.sort_unstable();
    urls
}

#[test]
fn english_words_are_found_in_their_forms_and_lead_to_the_page() {
    let found = search(
        "english",
        "en",
        &english(),
        &[
            ("sign", json!({})),
            ("minister", json!({})),
            ("permit", json!({})),
            ("calvane", json!({})),
            ("zebra", json!({})),
        ],
    );
    assert_eq!(urls(&found[0]), ["/portal/en/press/treaty/"]);
    assert_eq!(found[0]["pages"][0]["title"], "Treaty of Calvane & Meridia signed");
    assert_eq!(urls(&found[1]), ["/portal/en/press/summit/", "/portal/en/press/treaty/"]);
    assert_eq!(found[2]["pages"][0]["parts"], json!(["/portal/en/faq/visa/#work"]));
    assert_eq!(urls(&found[3]), ["/portal/en/press/treaty/"]);
    assert_eq!(urls(&found[4]), [""; 0]);
}

#[test]
fn a_search_is_narrowed_down_by_kind_topic_and_year() {
    let found = search(
        "filters",
        "en",
        &english(),
        &[
            ("ministers", json!({ "year": "2025" })),
            ("ministers", json!({ "topic": "trade" })),
            ("ministers", json!({ "kind": "faq" })),
            ("ministers", json!({ "kind": "statement", "topic": "peace" })),
        ],
    );
    assert_eq!(urls(&found[0]), ["/portal/en/press/summit/"]);
    assert_eq!(urls(&found[1]), ["/portal/en/press/treaty/"]);
    assert_eq!(urls(&found[2]), [""; 0]);
    assert_eq!(urls(&found[3]), ["/portal/en/press/treaty/"]);
}

#[test]
fn what_narrows_a_search_down_is_no_part_of_the_text() {
    let found = search("attributes", "en", &english(), &[("statement", json!({})), ("trade", json!({}))]);
    assert_eq!((urls(&found[0]), urls(&found[1])), (vec![], vec![]));
}

#[test]
fn chinese_words_are_found_within_a_sentence() {
    let pages = [
        page("/zh/press/climate/", "气候融资", "<p>外交部长今日出席了关于气候变化的国际会议。</p>"),
        page("/zh/press/culture/", "文化交流", "<p>两国签署了文化交流协定。</p>"),
    ];
    let found = search("chinese", "zh", &pages, &[("部长", json!({})), ("协定", json!({})), ("融资", json!({}))]);
    assert_eq!(urls(&found[0]), ["/portal/zh/press/climate/"]);
    assert_eq!(urls(&found[1]), ["/portal/zh/press/culture/"]);
    assert_eq!(urls(&found[2]), ["/portal/zh/press/climate/"]);
}

#[test]
fn arabic_words_are_found_with_and_without_the_article() {
    let pages = [
        page("/ar/press/climate/", "مؤتمر المناخ", "<p>تحدث الوزير عن تمويل المناخ.</p>"),
        page("/ar/faq/visa/", "التأشيرة", "<p>لا حاجة إلى تأشيرة للإقامة القصيرة.</p>"),
    ];
    let found = search("arabic", "ar", &pages, &[("المناخ", json!({})), ("مناخ", json!({})), ("تأشيرة", json!({}))]);
    assert_eq!(urls(&found[0]), ["/portal/ar/press/climate/"]);
    assert_eq!(urls(&found[1]), ["/portal/ar/press/climate/"]);
    assert_eq!(urls(&found[2]), ["/portal/ar/faq/visa/"]);
}

#[test]
fn a_language_without_a_stemmer_is_searched_by_whole_words() {
    let pages = [page("/bg/press/", "Изявление", "<p>Министърът подписа договор.</p>")];
    assert_eq!(urls(&search("bulgarian", "bg", &pages, &[("договор", json!({}))])[0]), ["/portal/bg/press/"]);
}

#[test]
fn only_what_a_browser_needs_is_written_below_the_prefix_of_the_language() {
    let files = files("en", &english());
    let (mut names, mut pieces) = (vec![], vec![]);
    for (path, _) in &files {
        let name = path.as_str().strip_prefix("en/pagefind/").unwrap();
        match name.rsplit_once('.').unwrap().1 {
            "pf_meta" | "pf_index" | "pf_fragment" | "pf_filter" => pieces.push(name),
            _ => names.push(name),
        }
    }
    assert_eq!(names, ["pagefind-entry.json", "pagefind-worker.js", "pagefind.js", "wasm.en.pagefind"]);
    // One description, one piece of words, three pages, three filters.
    assert_eq!(pieces.len(), 8, "{pieces:?}");
    assert_eq!(index("en", &[]).unwrap(), []);
}

#[test]
fn the_same_pages_give_the_same_files_in_any_order() {
    let mut pages: Vec<SearchPage> = (0..60)
        .map(|number| SearchPage {
            topics: vec![format!("topic-{}", number % 7), format!("topic-{}", number % 5)],
            year: Some(2000 + number % 9),
            ..page(
                &format!("/fr/page-{number}/"),
                &format!("Page {number}"),
                &format!("<p>Le texte numéro {number} parle du mot{} et d’autres.</p>", number % 13),
            )
        })
        .collect();
    let (sound, same) = (files("fr", &pages), digest("fr", &pages));
    pages.reverse();
    pages.rotate_left(17);
    assert!(files("fr", &pages) == sound);
    assert_eq!(digest("fr", &pages), same);
}

#[test]
fn the_digest_knows_every_part_of_every_page() {
    let pages = english();
    let sound = digest("en", &pages);
    let changed = |change: fn(&mut SearchPage)| {
        let mut pages = pages.clone();
        change(&mut pages[1]);
        digest("en", &pages)
    };
    let digests = [
        changed(|page| page.url.push('x')),
        changed(|page| page.title.push('x')),
        changed(|page| page.html.push('x')),
        changed(|page| page.kind.push('x')),
        changed(|page| page.topics.push("x".to_owned())),
        changed(|page| page.year = None),
        digest("fr", &pages),
        digest("en", &pages[1..]),
    ];
    for (number, digest) in digests.iter().enumerate() {
        assert_ne!(*digest, sound, "{number}");
    }
}

#[test]
fn a_page_outside_the_folder_of_its_language_is_refused() {
    for url in ["/fr/press/", "/english/", "en/press/"] {
        let fault = index("en", &[page(url, "x", "x")]).unwrap_err();
        assert_eq!(fault.code.name, "search-failed");
        assert_eq!(fault.message, format!("the search index of `en` can't be made: `{url}` is not in `/en/`"));
    }
}
