//! The search index, asked as a reader's browser asks it: Node runs the pagefind.js and the WebAssembly that stand in
//! the site.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use chancery::fs::OutPath;
use chancery::render::search::{SearchPage, digest, index};
use serde_json::{Value as Json, json};
use support::{Files, NOW, Output, Site, build, repository, scratch, tool, write_folder};

fn page(url: &str, title: &str, html: &str) -> SearchPage {
    SearchPage {
        url: url.to_owned(),
        title: title.to_owned(),
        html: html.to_owned(),
        kind: "page".to_owned(),
        topics: vec![],
        year: None,
        label: "Page".to_owned(),
        date: None,
        standing: None,
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
    let site = files(lang, pages).into_iter().map(|(path, bytes)| (path.to_string(), bytes)).collect();
    search_in(&scratch(name), site, lang, searches)
}

/// Puts a site into a folder and searches it, published at an address with a path.
fn search_in(folder: &Path, mut site: Files, lang: &str, searches: &[(&str, Json)]) -> Vec<Json> {
    // For Node, to which a file is no module unless something says so.
    site.insert("package.json".to_owned(), br#"{"type": "module"}"#.to_vec());
    write_folder(folder, &site);
    let mut node = Command::new(tool("CHANCERY_NODE"));
    node.arg(repository().join("tests/judges/search.mjs")).arg(folder).args(["/portal/", lang]);
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
        changed(|page| page.label.push('x')),
        changed(|page| page.date = Some("2 November 2026".to_owned())),
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

/// A site whose languages have search indexes.
fn searched() -> Site {
    let site = Site::minimal();
    let settings = fs::read_to_string(site.path().join("site.toml")).unwrap();
    site.file("site.toml", format!("search = true\n{settings}"))
}

/// The files of the search indexes.
fn indexes(files: &Files) -> BTreeMap<&str, &[u8]> {
    let all = files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
    all.filter(|(path, _)| path.contains("/pagefind/")).collect()
}

/// Builds the site once more, and asserts that this gives what a first build gives.
fn built(site: &Site) -> Output {
    let output = site.build_with(&["--timings"]).sound();
    let out = tempfile::tempdir().unwrap();
    let clean = build(&site.path(), &out.path().join("public"), NOW, &["--no-cache"]).sound().files;
    let names = |files: &Files| files.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(names(&output.files), names(&clean));
    let differ: Vec<&String> = clean.keys().filter(|path| output.files[*path] != clean[*path]).collect();
    assert!(differ.is_empty(), "{differ:?}");
    output
}

/// How many pages were read to make indexes.
fn pages_read(output: &Output) -> usize {
    let line = output.stderr.lines().find(|line| line.contains("make search indexes")).unwrap();
    line.split_whitespace().rev().nth(1).unwrap().parse().unwrap()
}

/// When each file of the index of a language was written.
fn written(site: &Site, lang: &str) -> BTreeMap<String, SystemTime> {
    let folder = site.out().join(lang).join("pagefind");
    let files = support::read_folder(&folder).into_keys();
    files.map(|name| (name.clone(), fs::metadata(folder.join(name)).unwrap().modified().unwrap())).collect()
}

/// The bytes of a file, unpacked where they are packed.
fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let mut inner = Vec::new();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        flate2::read::MultiGzDecoder::new(bytes).read_to_end(&mut inner).unwrap();
    }
    [bytes, &inner].concat()
}

/// The files of indexes that hold a text in their names or bytes.
fn holding<'a>(files: &'a Files, text: &str) -> Vec<&'a str> {
    let holds = |bytes: &[u8]| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    let found = indexes(files).into_iter().filter(|(path, bytes)| path.contains(text) || holds(&unpacked(bytes)));
    found.map(|(path, _)| path).collect()
}

#[test]
fn the_pages_of_a_site_are_found_in_their_languages() {
    let files = built(&searched()).files;
    let english = search_in(
        &scratch("site"),
        files.clone(),
        "en",
        &[("signed", json!({ "kind": "statement", "topic": "trade", "year": "2026" })), ("short", json!({}))],
    );
    assert_eq!(urls(&english[0]), ["/portal/en/press/treaty/"]);
    assert_eq!(english[0]["pages"][0]["title"], "Treaty signed");
    assert_eq!(urls(&english[1]), ["/portal/en/faq/visa/"], "the short answer");
    let french = search_in(&scratch("site"), files, "fr", &[("aujourd’hui", json!({})), ("about", json!({}))]);
    assert_eq!((urls(&french[0]), urls(&french[1])), (vec!["/portal/fr/presse/treaty/"], vec![]));
}

#[test]
fn nothing_that_is_hidden_or_withdrawn_is_in_any_byte_of_an_index() {
    let statement = |number: u8, more: &str| {
        format!(
            "+++\ntitle = \"qzxtitle{number}\"\nsummary = \"qzxsummary{number}\"\nsubtype = \"press-release\"\n\
             reference = \"M/2026/10{number}\"\ndate = 2026-11-0{number}\n{more}\n+++\n\nqzxbody{number}\n\n## qzxheading{number}\n"
        )
    };
    let reserve =
        "+++\nquestion = \"qzxquestion\"\nshort_answer = \"qzxshort\"\nstate = \"reserve\"\n+++\n\nqzxreserve\n";
    let site = searched()
        .file("content/press/open.en.md", statement(1, ""))
        .file("content/press/embargoed.en.md", statement(2, "embargo = 2026-12-01T09:00:00Z"))
        .file("content/press/draft.en.md", statement(3, "state = \"draft\""))
        .file("content/press/withdrawn.en.md", statement(4, "state = \"withdrawn\"\nreason = \"qzxreason\""))
        .file("content/faq/reserve.en.md", reserve);
    let files = built(&site).files;
    assert!(files.contains_key("en/press/withdrawn/index.html"), "it is still to be read");
    for word in ["title", "summary", "body", "heading"] {
        assert!(!holding(&files, &format!("qzx{word}1")).is_empty(), "a public {word} is not found by this test");
        for hidden in [2, 3, 4] {
            assert_eq!(holding(&files, &format!("qzx{word}{hidden}")), [""; 0]);
        }
    }
    for text in ["embargoed", "withdrawn", "qzxreason", "qzxquestion", "qzxshort", "qzxreserve"] {
        assert_eq!(holding(&files, text), [""; 0]);
    }
    // What becomes hidden leaves the index.
    site.write("content/press/open.en.md", statement(1, "state = \"withdrawn\"\nreason = \"An error.\""));
    assert_eq!(holding(&built(&site).files, "qzxbody1"), [""; 0]);
    // What is released enters it.
    let released = build(&site.path(), &site.out(), "2026-12-01T09:00:00Z", &[]).sound();
    assert!(!holding(&released.files, "qzxbody2").is_empty());
}

#[test]
fn an_edit_in_one_language_leaves_the_index_of_the_other() {
    let site = searched();
    built(&site);
    let (english, french) = (written(&site, "en"), written(&site, "fr"));
    assert!(english.len() > 5 && french.len() > 5, "{english:?}");
    site.write("content/about.en.md", "+++\ntitle = \"About us\"\n+++\n\nSomebody else entirely.\n");
    let output = built(&site);
    assert_eq!(pages_read(&output), 3, "{}", output.stderr);
    assert_eq!(written(&site, "fr"), french);
    assert_ne!(written(&site, "en"), english);
    assert!(!holding(&output.files, "entirely").is_empty());
}

#[test]
fn a_change_that_no_index_shows_makes_none() {
    let site = searched();
    built(&site);
    let english = written(&site, "en");
    let text = fs::read_to_string(site.path().join("content/press/treaty.en.md")).unwrap();
    // Front matter that is no part of what is found.
    site.write("content/press/treaty.en.md", text.replace("topics =", "updated = 2026-11-03\ntopics ="));
    let output = built(&site);
    assert!(pages_read(&output) > 0, "{}", output.stderr);
    assert_eq!(written(&site, "en"), english);
    site.write("content/_section.en.md", "+++\ntitle = \"Ministry\"\n+++\n\nWelcome to all.\n");
    assert_eq!(pages_read(&built(&site)), 0);
    assert_eq!(written(&site, "en"), english);
}

#[test]
fn an_index_that_was_touched_is_made_again_and_one_that_is_not_wanted_goes() {
    let site = searched();
    built(&site);
    fs::remove_file(site.out().join("fr/pagefind/pagefind.js")).unwrap();
    assert_eq!(pages_read(&built(&site)), 3);
    let compressed = site.build_with(&["--compress=fast"]).sound();
    assert!(compressed.files.contains_key("fr/pagefind/pagefind.js.br"));
    assert!(compressed.text("digests.txt").contains("  fr/pagefind/pagefind.js.br\n"));
    assert_eq!(pages_read(&built(&site)), 0, "without copies, all else stays");
    let settings = fs::read_to_string(site.path().join("site.toml")).unwrap();
    site.write("site.toml", settings.replace("search = true", "search = false"));
    let without = site.build().sound();
    assert_eq!(indexes(&without.files), BTreeMap::new());
    site.write("site.toml", settings);
    assert!(!indexes(&built(&site).files).is_empty());
}

#[test]
fn the_folder_of_an_index_is_nobody_elses() {
    let site = Site::minimal()
        .file("static/fr/pagefind/x.txt", "x")
        .file("content/search.en.md", "+++\ntitle = \"Search\"\nslug = \"pagefind\"\n+++\n");
    let output = site.build();
    assert_eq!(output.status, 1, "{}", output.stderr);
    let faults = output.faults().join("\n");
    for source in ["static/fr/pagefind/x.txt", "content/search.en.md"] {
        let line = faults.lines().find(|line| line.starts_with(source));
        assert!(line.is_some_and(|line| line.contains("error[reserved-address]")), "{faults}");
    }
    assert!(Site::minimal().file("static/pagefind/x.txt", "x").build().status == 0);
}
