//! In which languages a page is there: head, sitemap and switcher say the same.

use support::{Output, Site, html};

fn hreflang(built: &Output, path: &str) -> Vec<String> {
    let page = scraper::Html::parse_document(built.text(path));
    let links = html::all(&page, "head link[hreflang]");
    links.iter().filter_map(|link| Some(format!("{} {}", link.attr("hreflang")?, link.attr("href")?))).collect()
}

/// What a sitemap says of the versions of a page; `None` where it does not list the page.
fn mapped(built: &Output, lang: &str, address: &str) -> Option<Vec<String>> {
    let text = built.text(&format!("{lang}/sitemap.xml"));
    let entry = text.split("<url>").find(|entry| entry.contains(&format!("<loc>{address}</loc>")))?;
    let links = entry.split("<xhtml:link ").skip(1);
    let attribute = |link: &str, name: &str| {
        link.split_once(&format!("{name}=\"")).unwrap().1.split('"').next().unwrap().to_owned()
    };
    Some(links.map(|link| format!("{} {}", attribute(link, "hreflang"), attribute(link, "href"))).collect())
}

fn is_noindex(built: &Output, path: &str) -> bool {
    html::first(&scraper::Html::parse_document(built.text(path)), "meta[name=robots]").is_some()
}

/// Switcher entries that say that the page is not there.
fn elsewhere(built: &Output, path: &str) -> Vec<String> {
    let page = scraper::Html::parse_document(built.text(path));
    let links = html::all(&page, "nav.switcher a.elsewhere");
    links.iter().filter_map(|link| link.attr("href").map(str::to_owned)).collect()
}

const BASE: &str = "https://www.example.org";

#[test]
fn an_empty_list_is_no_version_of_a_full_one() {
    // Statements in English alone; the section has a title in both languages, and its list exists in both.
    let site = Site::minimal().without("content/press/treaty.fr.md").without("content/faq/visa.fr.md");
    let built = site.build().sound();
    for (full, empty) in [("en/press/", "fr/presse/"), ("en/faq/", "fr/faq/"), ("en/topics/", "fr/topics/")] {
        let (page, other) = (format!("{full}index.html"), format!("{empty}index.html"));
        assert_eq!(hreflang(&built, &page), [""; 0], "{page}");
        assert_eq!(mapped(&built, "en", &format!("{BASE}/{full}")), Some(vec![]), "{page}");
        assert_eq!(hreflang(&built, &other), [""; 0], "{other}");
        assert_eq!(mapped(&built, "fr", &format!("{BASE}/{empty}")), None, "{other}");
        assert!(is_noindex(&built, &other) && !is_noindex(&built, &page), "{other}");
    }
    // The switcher leads to the empty list, and says that this page is not there.
    assert_eq!(elsewhere(&built, "en/press/index.html"), ["/fr/presse/"]);
    assert_eq!(elsewhere(&built, "fr/presse/index.html"), [""; 0]);
}

#[test]
fn a_list_of_withdrawn_texts_alone_is_not_to_be_found() {
    let withdrawn = "state = \"withdrawn\"\nwithdrawn_on = 2026-11-20\nreason = \"Wrong.\"\nsubtype =";
    let site = Site::minimal().without("content/faq/visa.fr.md").without("content/faq/visa.en.md");
    let text = site.read("content/press/treaty.en.md").replace("subtype =", withdrawn);
    let built = site.file("content/press/treaty.en.md", text).build().sound();
    for lang in ["en", "fr"] {
        assert!(!built.text(&format!("{lang}/sitemap.xml")).contains("/topics/trade/"));
        assert!(is_noindex(&built, &format!("{lang}/topics/trade/index.html")), "{lang}");
    }
}

#[test]
fn a_list_with_words_of_its_own_is_there_to_be_read() {
    let words = "+++\ntitle = \"Presse\"\nslug = \"presse\"\n+++\n\nLes communiqués paraissent en anglais.\n";
    let site = Site::minimal().without("content/press/treaty.fr.md").file("content/press/_section.fr.md", words);
    let built = site.build().sound();
    let both = [format!("en {BASE}/en/press/"), format!("fr {BASE}/fr/presse/"), format!("x-default {BASE}/en/press/")];
    for (lang, folder) in [("en", "en/press"), ("fr", "fr/presse")] {
        assert_eq!(hreflang(&built, &format!("{folder}/index.html")), both);
        assert_eq!(mapped(&built, lang, &format!("{BASE}/{folder}/")).unwrap(), both);
    }
}

#[test]
fn head_and_sitemap_agree_on_every_page_of_the_portal() {
    let built = support::portal().0;
    let mut compared = 0;
    for lang in support::LANGUAGES {
        for (path, _) in built.files.range(format!("{lang}/")..format!("{lang}0")) {
            let Some(folder) = path.strip_suffix("index.html") else { continue };
            let address = format!("{}{folder}", support::BASE);
            if let Some(mapped) = mapped(built, lang, &address) {
                assert_eq!(hreflang(built, path), mapped, "{path}");
                assert!(!is_noindex(built, path), "{path}");
                compared += 1;
            }
        }
    }
    assert!(compared > 200, "only {compared} pages were compared");
}
