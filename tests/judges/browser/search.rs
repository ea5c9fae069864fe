//! The search page, used as readers use it: words typed, results narrowed down, a link to results followed.

use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::{Case, judge, portal, run};
use support::{scratch, text, write_folder};

/// What a search of several steps showed.
#[derive(Debug, Deserialize)]
struct Search {
    after: Vec<Shown>,
    violations: Vec<String>,
    shifts: Vec<Json>,
    errors: Vec<String>,
    asked: Vec<String>,
}

/// The search page after a step.
#[derive(Debug, Deserialize)]
struct Shown {
    address: String,
    title: String,
    query: String,
    status: String,
    results: Vec<Found>,
    has_more: bool,
    focus: String,
    years: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Found {
    title: String,
    url: String,
    label: String,
    date: String,
    excerpt: String,
    marks: Vec<String>,
}

impl Shown {
    fn urls(&self) -> Vec<&str> {
        self.results.iter().map(|found| found.url.as_str()).collect()
    }
}

/// Searches the portal, and asserts that nothing is complained of on the way.
fn search(page: &str, steps: &Json) -> Search {
    let found = search_in(&portal().1, page, steps);
    assert_eq!((&found.violations, &found.errors), (&vec![], &vec![]), "{page}");
    assert!(found.asked.iter().all(|address| address.starts_with('/')), "{:?}", found.asked);
    found
}

fn search_in(folder: &std::path::Path, page: &str, steps: &Json) -> Search {
    let input = json!([{ "page": page, "steps": steps }]).to_string();
    let printed = run("search.mjs", &[folder.to_str().unwrap()], &input);
    serde_json::from_slice::<Vec<Search>>(&printed).unwrap().remove(0)
}

#[test]
fn words_are_found_in_their_forms_in_every_language() {
    for (page, words, url, status) in [
        ("en/search/", "visas", "/en/faq/visa-requirements/", "results for “visas”"),
        (
            "fr/recherche/",
            "visas",
            "/fr/questions/conditions-de-visa/",
            "résultats pour «\u{a0}\u{2068}visas\u{2069}\u{a0}»",
        ),
        ("ar/search/", "التأشيرات", "/ar/faq/visa-requirements/", "نتائج عن «\u{2068}التأشيرات\u{2069}»"),
        ("zh/search/", "签证", "/zh/faq/visa-requirements/", "与“签证”相关的结果共"),
        ("ru/search/", "визу", "/ru/faq/visa-requirements/", "по запросу «визу»"),
        ("es/buscar/", "visados", "/es/preguntas/requisitos-de-visado/", "resultados para «visados»"),
    ] {
        let found = &search(page, &json!([["type", words]])).after[0];
        assert!(found.urls().contains(&url), "{words}: {:?}", found.urls());
        let plain = |text: &str| text.replace(['\u{2068}', '\u{2069}'], "");
        assert!(plain(&found.status).contains(&plain(status)), "{words}: {}", found.status);
        let first = found.results.iter().find(|found| found.url == url).unwrap();
        assert!(!first.title.is_empty() && !first.label.is_empty() && !first.marks.is_empty(), "{first:?}");
    }
}

#[test]
fn arabic_and_chinese_are_searched_as_they_are_written() {
    let arabic = search("ar/search/", &json!([["type", "المناخ"], ["type", "مناخ"], ["type", "قصيدة"]]));
    let [with_article, without, nothing] = arabic.after.as_slice() else { panic!("{arabic:?}") };
    assert!(with_article.urls().iter().any(|url| url.starts_with("/ar/press/")), "{with_article:?}");
    assert_eq!(with_article.urls(), without.urls());
    assert_eq!((nothing.urls(), nothing.status.contains("لم يُعثر على شيء")), (vec![], true), "{nothing:?}");
    // Words that nothing parts from their neighbours.
    let chinese = search("zh/search/", &json!([["type", "海洋监测"], ["type", "外交部长"], ["type", "诗歌"]]));
    let [ocean, minister, nothing] = chinese.after.as_slice() else { panic!("{chinese:?}") };
    assert_eq!(ocean.urls(), ["/zh/press/ocean-monitoring-joint-statement/"]);
    assert_eq!(ocean.results[0].date, "2026年6月8日");
    assert!(minister.urls().contains(&"/zh/minister/"), "{minister:?}");
    assert_eq!((nothing.urls(), nothing.status.contains("没有找到")), (vec![], true), "{nothing:?}");
}

#[test]
fn a_search_is_narrowed_down_and_its_address_leads_back_to_it() {
    let steps =
        json!([["type", "visas"], ["choose", "kind", "faq"], ["choose", "topic", "consular"], ["back"], ["back"]]);
    let found = search("en/search/", &steps);
    let [all, questions, consular, back, first] = found.after.as_slice() else { panic!("{found:?}") };
    assert_eq!(all.address, "/en/search/?q=visas");
    assert_eq!(all.title, "visas – Search – Foreign Ministry of Meridia");
    assert!(all.urls().iter().any(|url| url.contains("/press/")) && all.years.contains(&"2026".to_owned()), "{all:?}");
    assert_eq!(questions.address, "/en/search/?q=visas&kind=faq");
    assert!(questions.results.iter().all(|found| found.label == "Question and answer"), "{questions:?}");
    assert_eq!(consular.address, "/en/search/?q=visas&kind=faq&topic=consular");
    assert!(!consular.results.is_empty() && consular.results.len() <= questions.results.len());
    assert_eq!((&back.address, back.urls()), (&questions.address, questions.urls()));
    assert_eq!((&first.address, first.urls()), (&all.address, all.urls()));

    let linked = search("en/search/?q=visas&kind=statement&year=2026", &json!([["look"]]));
    assert_eq!(linked.shifts, [] as [Json; 0]);
    let linked = &linked.after[0];
    assert_eq!(linked.query, "visas");
    assert!(
        !linked.results.is_empty() && linked.results.iter().all(|found| found.date.ends_with("2026")),
        "{linked:?}"
    );
    assert!(linked.urls().iter().all(|url| url.starts_with("/en/press/")), "{linked:?}");
}

#[test]
fn filters_alone_list_what_they_choose() {
    let found = search("en/search/", &json!([["choose", "kind", "faq"], ["choose", "topic", "consular"], ["back"]]));
    let [questions, consular, back] = found.after.as_slice() else { panic!("{found:?}") };
    assert_eq!((questions.address.as_str(), questions.results.len()), ("/en/search/?kind=faq", 10));
    assert!(questions.results.iter().all(|found| found.label == "Question and answer"), "{questions:?}");
    assert!(questions.status.ends_with(" pages"), "{questions:?}");
    assert!(!consular.results.is_empty(), "{consular:?}");
    assert_eq!(back.urls(), questions.urls());
    let linked = search("ar/search/?kind=register", &json!([["look"]]));
    assert!(linked.shifts.is_empty() && !linked.after[0].results.is_empty(), "{linked:?}");
}

#[test]
fn a_statement_is_found_by_its_reference() {
    let found = &search("en/search/?q=MFA%2F2026%2F171", &json!([["look"]])).after[0];
    assert_eq!(
        (found.urls(), found.status.as_str()),
        (vec!["/en/press/storm-calvane/"], "1 result for “MFA/2026/171”")
    );
}

#[test]
fn more_results_come_when_asked_for_and_are_gone_to() {
    let found = search("en/search/", &json!([["type", "minister"], ["more"]]));
    let [ten, more] = found.after.as_slice() else { panic!("{found:?}") };
    assert_eq!((ten.results.len(), ten.has_more, ten.focus.as_str()), (10, true, "q"));
    assert_eq!((more.results.len(), &more.focus), (20, &more.results[10].url));
    assert_eq!(more.urls()[..10], ten.urls());
}

#[test]
fn an_excerpt_is_text_whatever_it_says() {
    let found = search("en/search/", &json!([["type", "“<b>&"], ["type", "   "]]));
    let [odd, blank] = found.after.as_slice() else { panic!("{found:?}") };
    assert!(odd.results.iter().all(|found| !found.excerpt.contains("&lt;")), "{odd:?}");
    assert_eq!((blank.status.as_str(), blank.results.len(), blank.address.as_str()), ("", 0, "/en/search/"));
}

#[test]
fn withdrawn_and_reserve_texts_are_not_found() {
    let site = portal().0;
    let shown = |path: &str, words: &str| text(site, path).contains(words);
    assert!(
        shown("en/press/visit-survey-ship-halcyon/index.html", "Halcyon"),
        "the withdrawn text is still to be read"
    );
    let found = search("en/search/", &json!([["type", "Halcyon"], ["type", "airport closure"]]));
    for (step, words) in found.after.iter().zip(["visit-survey-ship-halcyon", "reserve"]) {
        assert!(!step.results.is_empty(), "{step:?}");
        assert!(step.urls().iter().all(|url| !url.contains(words)), "{step:?}");
    }
}

#[test]
fn without_its_index_the_page_says_so() {
    let mut site = portal().0.clone();
    site.retain(|path, _| !path.contains("en/pagefind/") && !path.ends_with(".br") && !path.ends_with(".gz"));
    let folder = scratch!("no index");
    write_folder(&folder, &site);
    let found = search_in(&folder, "en/search/", &json!([["type", "visa"]]));
    let [failed] = found.after.as_slice() else { panic!("{found:?}") };
    assert!(failed.status.starts_with("The search cannot be reached"), "{failed:?}");
    assert!(failed.results.is_empty() && !found.errors.is_empty(), "{found:?}");
}

#[test]
fn the_script_is_small_and_on_the_search_page_alone() {
    let site = portal().0;
    let packed = site.keys().find(|path| path.ends_with("/search.js.br")).unwrap();
    assert!(site[packed].len() < 4096, "{} bytes", site[packed].len());
    let pages = site.iter().filter(|(path, _)| path.ends_with(".html"));
    let with_script = |html: &[u8]| String::from_utf8_lossy(html).contains("/search.js\"");
    let with_script: Vec<&String> = pages.filter(|(_, html)| with_script(html)).map(|(path, _)| path).collect();
    let expected = ["ar/search", "en/search", "es/buscar", "fr/recherche", "ru/search", "zh/search"];
    assert_eq!(with_script, expected.map(|folder| format!("{folder}/index.html")).iter().collect::<Vec<_>>());
}

#[test]
fn webassembly_runs_on_the_search_page_and_nowhere_else() {
    let compile = "WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])).catch(() => {});";
    let mut site = portal().0.clone();
    site.retain(|path, _| !path.ends_with(".br") && !path.ends_with(".gz"));
    site.insert("planted.js".to_owned(), compile.into());
    let pages = ["en/search/index.html", "en/press/index.html"];
    for page in pages {
        let html = text(portal().0, page).replacen("</head>", "<script src=\"/planted.js\"></script></head>", 1);
        site.insert(page.to_owned(), html.into_bytes());
    }
    let folder = scratch!("webassembly");
    write_folder(&folder, &site);
    let found = judge(&folder, &pages.map(Case::plain));
    let found: Vec<(&str, &str)> = found.iter().map(|found| (found.case.page.as_str(), found.rule.as_str())).collect();
    assert_eq!(found, [("en/press/", "violation")]);
}
