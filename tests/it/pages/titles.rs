//! What a text is called, and the mark beside its title: the same wherever titles are listed.

use support::{Output, Site};

const QUESTION: &str = "Do I need a visa?";
const MENU_TITLE: &str = "Visas in short";

/// A site with an FAQ entry that has a title for menus, and is named in each way there is.
fn titled() -> Site {
    let site = Site::minimal().file(
        "content/faq/visa.en.md",
        format!(
            "+++\nquestion = \"{QUESTION}\"\ntitle = \"{MENU_TITLE}\"\nshort_answer = \"Not for short stays.\"\n\
             date = 2026-11-01\ntopics = [\"trade\"]\n+++\n\nNot for stays of up to 90 days.\n"
        ),
    );
    let settings = std::fs::read_to_string(site.path().join("site.toml")).unwrap();
    let settings = settings.replace("kind = \"faq\"", "kind = \"faq\"\nfeeds = true");
    let notice = "\n[[notice]]\nseverity = \"info\"\ntext = { en = \"Rules change.\", fr = \"Changement.\" }\n\
                  link = \"faq/visa\"\nstart = 2026-11-01T00:00:00\nexpires = 2026-12-24T12:00:00\n";
    let settings = format!("{settings}{notice}")
        .replace("[institution]", "[menu]\nmain = [\"faq/visa\", \"press\"]\n\n[institution]");
    site.file("site.toml", settings)
        .file("content/about.en.md", "+++\ntitle = \"About us\"\nrelated = [\"faq/visa\"]\n+++\n\nWho we are.\n")
}

/// The part of a page between two texts.
fn between<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = page.split_once(from).unwrap_or_else(|| panic!("no `{from}` in {page}"));
    rest.split_once(to).unwrap_or_else(|| panic!("no `{to}` after `{from}`")).0
}

#[test]
fn a_question_is_called_by_its_question_everywhere_but_in_menus() {
    let built = titled().build().sound();
    let said = |path: &str| (built.text(path).contains(QUESTION), built.text(path).contains(MENU_TITLE));
    for feed in ["feed.xml", "atom.xml", "feed.json"] {
        for folder in ["en", "en/faq", "en/topics/trade"] {
            let path = format!("{folder}/{feed}");
            assert_eq!(said(&path), (true, false), "{path}");
        }
    }
    for page in ["en/faq/index.html", "en/faq/visa/index.html", "en/about/index.html", "en/a-z/index.html"] {
        let html = built.text(page);
        let menu = between(html, "class=\"menu", "</nav>");
        assert!(menu.contains(MENU_TITLE) && !menu.contains(QUESTION), "{page}: {menu}");
        assert_eq!(html.matches(MENU_TITLE).count(), 1, "{page} calls it by its title outside of the menu: {html}");
        assert!(html.contains(QUESTION), "{page}");
    }
}

const STATEMENT: &str = "Treaty signed";

/// A site in which a statement is corrected, and another one withdrawn.
fn corrected() -> Site {
    let statement = |title: &str, subtype: &str, reference: &str, more: &str| {
        format!(
            "+++\ntitle = \"{title}\"\nsummary = \"A summary.\"\nsubtype = \"{subtype}\"\nreference = \"{reference}\"\n\
             date = 2026-11-10\ntopics = [\"trade\"]\n{more}+++\n\nText.\n"
        )
    };
    let notice = statement("Correction", "correction-notice", "M/2026/002", "corrects = \"M/2026/001\"\n");
    let withdrawn = "state = \"withdrawn\"\nwithdrawn_on = 2026-11-20\nreason = \"Wrong.\"\n";
    let gone = statement("Old news", "press-release", "M/2026/003", withdrawn);
    Site::minimal()
        .file("content/press/correction.en.md", notice)
        .file("content/press/old.en.md", gone)
        .file("content/about.en.md", "+++\ntitle = \"About us\"\nrelated = [\"M/2026/001\"]\n+++\n\nWho we are.\n")
}

/// The card of a text in a list.
fn card<'a>(page: &'a str, title: &str) -> &'a str {
    page.split("<li").find(|part| part.contains(&format!(">{title}</a>"))).unwrap_or_else(|| panic!("{page}"))
}

fn has_mark(built: &Output, path: &str, title: &str, mark: &str) -> bool {
    card(built.text(path), title).contains(&format!(">{mark}</span>"))
}

#[test]
fn a_corrected_statement_bears_its_mark_wherever_its_title_is_listed() {
    let built = corrected().build().sound();
    for path in ["en/index.html", "en/press/index.html", "en/topics/trade/index.html", "en/about/index.html"] {
        assert!(has_mark(&built, path, STATEMENT, "Corrected"), "{path}");
    }
    for path in ["fr/index.html", "fr/presse/index.html", "fr/topics/trade/index.html"] {
        assert!(has_mark(&built, path, "Traité signé", "Rectifié"), "{path}");
    }
    assert!(has_mark(&built, "en/press/index.html", "Old news", "Withdrawn"));
    // What corrects is not corrected.
    assert!(!has_mark(&built, "en/press/index.html", "Correction", "Corrected"));
}

#[test]
fn an_entry_of_a_feed_says_in_its_title_that_it_is_corrected_or_withdrawn() {
    let built = corrected().build().sound();
    for feed in ["feed.xml", "atom.xml", "feed.json"] {
        for folder in ["en", "en/press", "en/topics/trade"] {
            let text = built.text(&format!("{folder}/{feed}"));
            assert!(text.contains("Corrected: Treaty signed"), "{folder}/{feed}");
            assert!(text.contains("Withdrawn: Old news"), "{folder}/{feed}");
        }
        assert!(built.text(&format!("fr/{feed}")).contains("Rectifié\u{a0}: Traité signé"), "{feed}");
    }
}

#[test]
fn results_of_a_search_bear_the_mark() {
    let site = corrected();
    let settings = std::fs::read_to_string(site.path().join("site.toml")).unwrap();
    let built = site.file("site.toml", format!("search = true\n{settings}")).build().sound();
    let found: Vec<String> = built
        .files
        .iter()
        .filter(|(path, _)| path.starts_with("en/pagefind/") && path.ends_with(".pf_fragment"))
        .map(|(_, bytes)| {
            let mut text = String::new();
            std::io::Read::read_to_string(&mut flate2::read::MultiGzDecoder::new(bytes.as_slice()), &mut text).unwrap();
            text
        })
        .collect();
    let of = |title: &str| {
        found
            .iter()
            .find(|text| text.contains(&format!("\"title\":\"{title}\"")))
            .unwrap_or_else(|| panic!("{found:?}"))
    };
    assert!(of(STATEMENT).contains("\"standing\":\"Corrected\""), "{}", of(STATEMENT));
    assert!(!of("Correction").contains("standing"), "{}", of("Correction"));
    assert!(built.text("en/search/index.html").contains("data-standing"));
}
