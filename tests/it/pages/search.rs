//! The search index: what is in it, what is not, and when it is made again. What a search finds is in
//! `tests/judges/search.rs`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read as _;
use std::time::SystemTime;

use chancery::engine::{self, Options, SearchTime};
use chancery::fs::OutPath;
use chancery::render::search::{self, SearchPage, digest_of_page, index};
use support::{Files, NOW, Output, Site, build};

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

/// Three pages: with topics and a year, with a year, with neither.
fn three() -> Vec<SearchPage> {
    let statement = |url: &str, topics: &[&str], year: i16| SearchPage {
        kind: "statement".to_owned(),
        topics: topics.iter().map(ToString::to_string).collect(),
        year: Some(year),
        ..page(url, "Ministers", "<p>The ministers met.</p>")
    };
    vec![
        statement("/en/press/treaty/", &["peace", "trade"], 2026),
        statement("/en/press/summit/", &[], 2025),
        SearchPage { kind: "faq".to_owned(), ..page("/en/faq/visa/", "Visa", "<p>Not for ninety days.</p>") },
    ]
}

fn digest(lang: &str, pages: &[SearchPage]) -> [u8; 16] {
    search::digest(lang, pages.iter().map(|page| digest_of_page(lang, page)))
}

fn files(lang: &str, pages: &[SearchPage]) -> Vec<(OutPath, Vec<u8>)> {
    index(lang, pages).unwrap_or_else(|fault| panic!("{}", fault.message))
}

#[test]
fn only_what_a_browser_needs_is_written_below_the_prefix_of_the_language() {
    let files = files("en", &three());
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
    let pages = three();
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
        .file(
            "content/press/withdrawn.en.md",
            statement(4, "state = \"withdrawn\"\nwithdrawn_on = 2026-11-20\nreason = \"qzxreason\""),
        )
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
    site.write(
        "content/press/open.en.md",
        statement(1, "state = \"withdrawn\"\nwithdrawn_on = 2026-11-20\nreason = \"An error.\""),
    );
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
    assert_eq!(pages_read(&output), 1, "only what was edited is read: {}", output.stderr);
    assert_eq!(written(&site, "fr"), french);
    assert_ne!(written(&site, "en"), english);
    assert!(!holding(&output.files, "entirely").is_empty());
}

#[test]
fn an_index_made_of_what_is_known_is_that_of_a_first_build() {
    let text = |title: &str, body: &str| format!("+++\ntitle = \"{title}\"\n+++\n\n{body}\n");
    let mut site = searched();
    for number in 0..30 {
        site =
            site.file(&format!("content/n{number:02}.en.md"), text(&format!("Note {number}"), "A café in the Café."));
    }
    built(&site);
    // Each is compared with a clean build.
    site.write("content/n05.en.md", text("Note 5", "Another cafe."));
    assert_eq!(pages_read(&built(&site)), 1);
    site.write("content/n00a.en.md", text("Before all others", "New."));
    assert_eq!(pages_read(&built(&site)), 1);
    fs::remove_file(site.path().join("content/n07.en.md")).unwrap();
    assert_eq!(pages_read(&built(&site)), 0);
    site.write("content/n05.en.md", text("Note 5", "A café in the Café."));
    assert_eq!(pages_read(&built(&site)), 1);
    let cache = site.path().join(".chancery/search-en.cache");
    let mut bytes = fs::read(&cache).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&cache, bytes).unwrap();
    site.write("content/n06.en.md", text("Note 6", "Damage does no harm."));
    assert!(pages_read(&built(&site)) > 30, "what can't be read is indexed again");
    fs::remove_file(&cache).unwrap();
    site.write("content/n06.en.md", text("Note 6", "Nor does loss."));
    assert!(pages_read(&built(&site)) > 30);
}

#[test]
fn an_index_that_lagged_follows_with_every_page_that_changed_meanwhile() {
    let site = searched();
    let build = |search: SearchTime| {
        let now = Some(NOW.parse().unwrap());
        let report =
            engine::build(&Options { root: site.path(), now, search, ..Options::default() }, &site.out(), &|_, _| ());
        assert!(report.changes.is_some(), "{:?}", report.diagnostics);
        assert_eq!(report.search_lags, search == SearchTime::Later);
        support::read_folder(&site.out())
    };
    build(SearchTime::Now);
    let append = |path: &str, word: &str| {
        let text = fs::read_to_string(site.path().join(path)).unwrap();
        site.write(path, format!("{text}\n\n{word} else.\n"));
    };
    append("content/about.en.md", "qzxsomebody");
    assert_eq!(holding(&build(SearchTime::Later), "qzxsomebody"), [""; 0]);
    append("content/about.fr.md", "qzxquelquun");
    assert_eq!(holding(&build(SearchTime::Later), "qzxquelquun"), [""; 0]);
    let files = build(SearchTime::Now);
    assert!(!holding(&files, "qzxsomebody").is_empty() && !holding(&files, "qzxquelquun").is_empty());
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
        .file("content/search.en.md", "+++\ntitle = \"Search\"\nslug = \"pagefind\"\n+++\n\nSearch.\n");
    let output = site.build();
    assert_eq!(output.status, 1, "{}", output.stderr);
    let faults = output.faults().join("\n");
    for source in ["static/fr/pagefind/x.txt", "content/search.en.md"] {
        let line = faults.lines().find(|line| line.starts_with(source));
        assert!(line.is_some_and(|line| line.contains("error[reserved-address]")), "{faults}");
    }
    assert!(Site::minimal().file("static/pagefind/x.txt", "x").build().status == 0);
}
