//! The search index, asked as a reader's browser asks it: Node runs the pagefind.js and the WebAssembly of the site.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use chancery::fs::OutPath;
use chancery::render::search::{SearchPage, index};
use serde_json::{Value as Json, json};
use support::{Files, Site, repository, scratch, tool, write_folder};

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
    search_in(&scratch!(name), site, lang, Detail::Pages, searches)
}

/// What is told of a page that was found.
#[derive(Clone, Copy, Debug)]
pub enum Detail {
    /// What the list of results says of it.
    Pages,
    /// Its address.
    Addresses,
}

/// Puts a site into a folder and searches it with the theme's search.js, published at an address with a path.
pub fn search_in(
    folder: &Path,
    mut site: Files,
    lang: &str,
    detail: Detail,
    searches: &[(impl AsRef<str>, Json)],
) -> Vec<Json> {
    // For Node, to which a file is no module unless something says so.
    site.insert("package.json".to_owned(), br#"{"type": "module"}"#.to_vec());
    write_folder(folder, &site);
    let mut node = Command::new(tool("CHANCERY_NODE"));
    node.arg(repository().join("tests/judges/tools/search.mjs"));
    node.arg(repository().join("themes/portal/assets/search.js")).arg(folder).args(["/portal/", lang]);
    node.arg(match detail {
        Detail::Pages => "pages",
        Detail::Addresses => "addresses",
    });
    let mut process = node.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let searches: Vec<Json> = searches.iter().map(|(term, filters)| json!([term.as_ref(), filters])).collect();
    process.stdin.take().unwrap().write_all(Json::from(searches).to_string().as_bytes()).unwrap();
    let run = process.wait_with_output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    assert_eq!(String::from_utf8_lossy(&run.stderr), "");
    serde_json::from_slice(&run.stdout).unwrap()
}

/// The addresses that a search found, sorted.
pub fn urls(found: &Json) -> Vec<&str> {
    let mut urls: Vec<&str> =
        found["pages"].as_array().unwrap().iter().map(|page| page["url"].as_str().unwrap()).collect();
    urls.sort_unstable();
    urls
}

/// A site whose languages have search indexes.
fn searched() -> Site {
    let site = Site::minimal();
    let settings = fs::read_to_string(site.path().join("site.toml")).unwrap();
    site.file("site.toml", format!("search = true\n{settings}"))
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
fn arabic_words_are_found_behind_the_words_that_are_joined_to_them() {
    let pages = [
        page("/ar/press/a/", "بيان", "<p>حضر الوزير والسفير، وتحدث و<a href=\"/ar/\">القنصل</a> إلى المواطنين.</p>"),
        page("/ar/press/b/", "خبر", "<p>عقد اجتماع لسفراء وبحضور مسؤولين بالوزارة.</p>"),
    ];
    let words = ["السفير", "سفير", "والسفير", "القنصل", "حضور", "سفراء", "الوزارة", "وللوزارة"];
    let found = search("arabic joined", "ar", &pages, &words.map(|word| (word, json!({}))));
    let [a, b] = ["/portal/ar/press/a/", "/portal/ar/press/b/"];
    for ((found, word), url) in found.iter().zip(words).zip([a, a, a, a, b, b, b, b]) {
        assert!(urls(found).contains(&url), "{word}: {:?}", urls(found));
    }
    assert!(found.iter().all(|found| !found["pages"][0]["title"].as_str().unwrap().contains('`')));
}

#[test]
fn elided_articles_and_either_apostrophe_lead_to_the_noun() {
    let pages = [
        page("/fr/a/", "Adresses", "<p>Écrivez à «l’ambassade» ou à l'annexe.</p>"),
        page("/fr/b/", "Heures", "<p>Les consulats et une école.</p>"),
    ];
    let words = ["ambassade", "l'ambassade", "L’AMBASSADE", "annexe", "l’annexe", "l’école", "d'ecole"];
    let found = search("elided", "fr", &pages, &words.map(|word| (word, json!({}))));
    let [a, b] = ["/portal/fr/a/", "/portal/fr/b/"];
    assert_eq!(found.iter().map(urls).collect::<Vec<_>>(), [a, a, a, a, a, b, b].map(|url| vec![url]));
}

#[test]
fn without_words_all_of_the_chosen_kind_topic_and_year_are_found() {
    let found =
        search("chosen", "en", &english(), &[("", json!({ "kind": "statement" })), ("", json!({ "year": "2025" }))]);
    assert_eq!(urls(&found[0]), ["/portal/en/press/summit/", "/portal/en/press/treaty/"]);
    assert_eq!(urls(&found[1]), ["/portal/en/press/summit/"]);
}

#[test]
fn a_language_without_a_stemmer_is_searched_by_whole_words() {
    let pages = [page("/bg/press/", "Изявление", "<p>Министърът подписа договор.</p>")];
    assert_eq!(urls(&search("bulgarian", "bg", &pages, &[("договор", json!({}))])[0]), ["/portal/bg/press/"]);
}

#[test]
fn the_pages_of_a_site_are_found_in_their_languages() {
    let files = searched().build().sound().files;
    let english = search_in(
        &scratch!("site"),
        files.clone(),
        "en",
        Detail::Pages,
        &[("signed", json!({ "kind": "statement", "topic": "trade", "year": "2026" })), ("short", json!({}))],
    );
    assert_eq!(urls(&english[0]), ["/portal/en/press/treaty/"]);
    assert_eq!(english[0]["pages"][0]["title"], "Treaty signed");
    assert_eq!(urls(&english[1]), ["/portal/en/faq/visa/"], "the short answer");
    let french =
        search_in(&scratch!("site"), files, "fr", Detail::Pages, &[("aujourd’hui", json!({})), ("about", json!({}))]);
    assert_eq!((urls(&french[0]), urls(&french[1])), (vec!["/portal/fr/presse/treaty/"], vec![]));
}
