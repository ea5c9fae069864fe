//! What people and programs read, as it stands: a statement, its list and "not found" in two languages, a feed, a
//! sitemap. A change here is a change for readers; look at it before you accept it (`INSTA_UPDATE=always`).

use support::{Output, Site};

/// A small site, its pages as the templates write them.
fn built() -> Output {
    let site = Site::minimal().file(
        "content/press/notice.en.md",
        "+++\ntitle = \"Correction\"\nsummary = \"The number of states was wrong.\"\nsubtype = \"correction-notice\"\n\
         reference = \"M/2026/002\"\ndate = 2026-11-05T09:30:00\ncorrects = \"M/2026/001\"\n+++\n\n\
         It said *two*; it is **three**.[^1]\n\n[^1]: The third acceded later.\n",
    );
    let settings = std::fs::read_to_string(site.path().join("site.toml")).unwrap();
    site.file("site.toml", format!("minify = \"off\"\n{settings}")).build().sound()
}

/// The main part of a page, without the head, whose addresses bear digests of the theme.
fn main_of(output: &Output, path: &str) -> String {
    let page = output.text(path);
    let main = &page[page.find("<main").unwrap()..page.find("</main>").unwrap()];
    main.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn pages_read_as_they_did() {
    let output = built();
    insta::assert_snapshot!("statement-en", main_of(&output, "en/press/treaty/index.html"));
    insta::assert_snapshot!("notice-en", main_of(&output, "en/press/notice/index.html"));
    insta::assert_snapshot!("press-fr", main_of(&output, "fr/presse/index.html"));
    insta::assert_snapshot!("faq-fr", main_of(&output, "fr/faq/visa/index.html"));
    insta::assert_snapshot!("not-found-fr", main_of(&output, "fr/404.html"));
}

#[test]
fn feeds_and_sitemaps_read_as_they_did() {
    let output = built();
    insta::assert_snapshot!("feed-rss", output.text("en/press/feed.xml"));
    insta::assert_snapshot!("feed-atom", output.text("en/press/atom.xml"));
    insta::assert_snapshot!("feed-json", output.text("en/press/feed.json"));
    insta::assert_snapshot!("sitemap-fr", output.text("fr/sitemap.xml"));
}
