//! What comes with merged, pasted and right-to-left texts: one message for a file with two versions, numbers in their
//! order, one set of ids on a page.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use scraper::{Html, Selector};
use support::Site;

const ABOUT: &str = "content/about.en.md";

fn site(file: &str) -> Site {
    Site::minimal().without("content/about.fr.md").file(ABOUT, file)
}

fn faults(site: &Site) -> Vec<String> {
    site.build().faults().into_iter().map(str::to_owned).collect()
}

#[test]
fn two_versions_are_one_fault_wherever_they_stand() {
    let marks = |one: &str, two: &str| format!("<<<<<<< HEAD\n{one}\n=======\n{two}\n>>>>>>> fees\n");
    for (file, place) in [
        (format!("+++\n{}+++\n\nText.\n", marks("title = \"A\"", "title = \"B\"")), "about.en.md:2:1"),
        (format!("+++\ntitle = \"A\"\n+++\n\n{}", marks("One.[^1]", "#### Two")), "about.en.md:5:1"),
        (
            format!("+++\ntitle = \"A\"\n+++\n\nA\n\n{}\nB {{{{x}}}}\n", marks("\nOne.\n", "\nTwo.\n")),
            "about.en.md:7:1",
        ),
        (format!("+++\ntitle = \"A\"\n+++\n\n```\n{}```\n", marks("One.", "Two.")), "about.en.md:6:1"),
        (marks("+++\ntitle = \"A\"\n+++\n", "+++\ntitle = \"B\"\n+++\n"), "about.en.md:1:1"),
        ("+++\ntitle = \"A\"\n+++\n\nOne.\n\n>>>>>>> 89abcde (Fees)\n".to_owned(), "about.en.md:7:1"),
    ] {
        let found = faults(&site(&file));
        let is_right = matches!(&found[..], [fault] if fault.contains("error[unmerged-file]") && fault.contains(place));
        assert!(is_right, "{file}\n{found:#?}");
    }
}

#[test]
fn two_versions_are_one_fault_in_every_source_text() {
    let marks = |one: &str, two: &str| format!("<<<<<<< HEAD\n{one}\n||||||| 1234567\n=======\n{two}\n>>>>>>> fees\n");
    let table = "\n::: data src=\"fees.csv\" caption=\"Fees\"\n:::\n";
    let site = || gifts().append(ABOUT, table).file("content/fees.csv", "what,fee\nvisa,80\n");
    assert_eq!(faults(&site()), [""; 0]);
    for (path, whole, one, two) in [
        ("site.toml", false, "[menu]\nmain = [\"about\"]", "[menu]\nmain = [\"press\"]"),
        ("redirects.csv", true, "old,new,status\n/a/,/en/,301", "old,new,status\n/b/,/en/,301"),
        ("content/fees.csv", false, "passport,60", "passport,70"),
        ("content/registers/gifts/data.csv", false, "2,5", "2,6"),
        ("content/registers/gifts/schema.json", true, "{", "{}"),
        ("overrides/strings/fr.ftl", true, "home = Accueil", "home = Début"),
        ("overrides/tokens.toml", true, "a = 1", "a = 2"),
        ("overrides/templates/page.html", true, "{% extends \"document.html\" %}", "x"),
        ("overrides/assets/portal.css", true, "p{}", "q{}"),
        ("themes/portal/theme.toml", true, "[contract]\nmin = 1\nmax = 1", "[contract]\nmin = 1\nmax = 2"),
    ] {
        let site = site();
        let before = if whole { String::new() } else { site.read(path) };
        let line = before.lines().count() + 1;
        let mut marks = vec![marks(one, two)];
        // A mark that was left over, where it can mean nothing else.
        if [".toml", ".csv", ".json", ".ftl"].iter().any(|ending| path.ends_with(ending)) {
            marks.extend(
                ["=======", ">>>>>>> fees", "||||||| 1234567", "<<<<<<< HEAD"].map(|mark| format!("{mark}\n{one}\n")),
            );
        }
        for marks in marks {
            site.write(path, before.clone() + &marks);
            let found = faults(&site);
            let place = format!("{path}:{line}:1: error[unmerged-file]");
            assert!(matches!(&found[..], [fault] if fault.starts_with(&place)), "{marks}\n{found:#?}");
        }
    }
}

/// The site with a register of gifts.
fn gifts() -> Site {
    Site::minimal()
        .append("site.toml", "\n[[section]]\nfolder = \"registers\"\nkind = \"register\"\n")
        .file("content/registers/_section.en.md", "+++\ntitle = \"Registers\"\n+++\n")
        .file("content/registers/_section.fr.md", "+++\ntitle = \"Registres\"\n+++\n")
        .file(
            "content/registers/gifts/index.en.md",
            "+++\ntitle = \"Gifts\"\nperiod = { start = 2026-07-01, end = 2026-09-30 }\nfrequency = \"quarterly\"\n+++\n\nText.\n",
        )
        .file(
            "content/registers/gifts/schema.json",
            r#"{"fields":[{"name":"id","title":"Number"},{"name":"value","type":"number"}],"primaryKey":"id"}"#,
        )
        .file("content/registers/gifts/data.csv", "id,value\n1,4\n")
}

#[test]
fn numbers_of_several_parts_keep_their_order_in_titles_and_summaries() {
    let number = "+999 20 555 0101";
    let named = format!("اتصل على {number}");
    let text = format!(
        "+++\ntitle = \"{named}\"\nsummary = \"{named} الآن\"\nsubtype = \"statement\"\nreference = \"M/2026/005\"\n\
         date = 2026-11-20\nnotes_to_editors = [\"{named}\"]\nquick_facts = [\"{named}\"]\n+++\n\n## {named}\n\nنص\n\n## ثان\n\nنص\n\n## ثالث\n\nنص\n"
    );
    let text = text.replace("+++\ntitle", "+++\nsource = true\ntitle");
    let site = in_arabic(Site::minimal().file("content/press/call.fr.md", text));
    let settings = site.read("site.toml").replace("required = [\"en\"]", "required = [\"ar\"]");
    let built = site.file("site.toml", settings).build().sound();
    let marked = format!("<bdi dir=\"ltr\">{number}</bdi>");
    let page = built.text("ar/presse/call/index.html");
    // Heading, summary, quick fact, note, heading of the text and its entry among the contents.
    assert!(page.matches(&marked).count() >= 6, "{page}");
    for path in ["ar/index.html", "ar/presse/index.html"] {
        assert!(built.text(path).contains(&marked), "{path}");
    }
    let plain = format!("\u{2066}{number}\u{2069}");
    assert!(page.contains(&format!("<title>اتصل على {plain}")), "{page}");
    for feed in ["feed.xml", "atom.xml", "feed.json"] {
        let Some(text) = built.files.get(&format!("ar/{feed}")) else { continue };
        assert!(String::from_utf8_lossy(text).contains(&plain), "{feed}");
    }
    assert!(
        built.files.keys().any(|path| path.starts_with("ar/") && path.ends_with(".xml")),
        "{:?}",
        built.files.keys()
    );
    // Nowhere does a number stand bare.
    let document = Html::parse_document(page);
    for element in document.select(&Selector::parse("h1, h2, p, li, a, dd").unwrap()) {
        let own = element.children().filter_map(|child| child.value().as_text().map(|text| text.to_string()));
        assert!(!own.collect::<String>().contains(number), "{}", element.html());
    }
}

#[test]
fn words_of_the_source_on_a_page_in_another_language_say_their_language() {
    let arabic = "+++\ntitle = \"هدايا\"\n+++\n\nنص\n";
    let site = in_arabic(
        gifts()
            .file("content/registers/gifts/index.fr.md", arabic)
            .file("content/map.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><path d=\"M0 0h4v4z\"/></svg>")
            .file(ABOUT, "+++\ntitle = \"About\"\nimage = { src = \"map.svg\", alt = \"A map\", caption = \"The coast\" }\n+++\n\nText.\n"),
    );
    let built = site.build();
    let page = built.text("ar/registers/gifts/index.html");
    assert!(page.contains("<th scope=\"col\" lang=\"en\" dir=\"ltr\">Number</th>"), "{page}");
    let page = built.text("ar/a-propos/index.html");
    assert!(page.contains("lang=\"en\" dir=\"ltr\" alt=\"A map\""), "{page}");
    assert!(page.contains("<figcaption lang=\"en\" dir=\"ltr\">The coast"), "{page}");
}

#[test]
fn numbers_of_several_parts_keep_their_order_from_right_to_left() {
    let text = "+++\ntitle = \"x\"\n+++\n\nCall +999 20 555 0101, [+999 20 555](tel:+99920555), [555](tel:555) or \
                [us](tel:+99920555).\n\n| 12 500 | 2024-2026 |\n| - | - |\n| (+999) 20 | 12.5 |\n";
    let english = site(text).build().sound().text("en/about/index.html").to_owned();
    assert!(!english.contains("<bdi dir=\"ltr\">+999"), "{english}");
    let arabic = arabic_page(text);
    for part in [
        "Call <bdi dir=\"ltr\">+999 20 555 0101</bdi>,",
        "><bdi dir=\"ltr\">+999 20 555</bdi></a>",
        "><bdi dir=\"ltr\">555</bdi></a>",
        ">us</a>",
        "><bdi dir=\"ltr\">12 500</bdi></th>",
        ">2024-2026</th>",
        "><bdi dir=\"ltr\">(+999) 20</bdi></td>",
        ">12.5</td>",
    ] {
        assert!(arabic.contains(part), "{part}\nis not in\n{arabic}");
    }
}

/// The page of a text in Arabic.
fn arabic_page(text: &str) -> String {
    let site = in_arabic(Site::minimal().without("content/about.fr.md")).file("content/about.ar.md", text);
    site.build().sound().text("ar/about/index.html").to_owned()
}

/// A site whose texts in French are in Arabic.
fn in_arabic(site: Site) -> Site {
    fn rename(folder: &Path) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                rename(&path);
            } else if let Some(stem) = path.to_str().unwrap().strip_suffix(".fr.md") {
                fs::rename(&path, format!("{stem}.ar.md")).unwrap();
            }
        }
    }
    rename(&site.path().join("content"));
    let toml = site.read("site.toml").replace("\"fr\"", "\"ar\"").replace("fr = ", "ar = ");
    site.file("site.toml", toml)
}

#[test]
fn ids_of_a_page_are_one_set() {
    let register = "+++\ntitle = \"Gifts\"\nperiod = { start = 2026-07-01, end = 2026-09-30 }\nfrequency = \"quarterly\"\n+++\n\n\
                    ## 2026\n\n## _content\n\n## _chart-1\n\n[Row](#2026)\n";
    let site = gifts()
        .file("content/registers/gifts/index.en.md", register)
        .file("content/registers/gifts/data.csv", "id,value\n2026,1\n2026-2,2\n");
    let built = site.build().sound();
    let page = built.text("en/registers/gifts/index.html");
    let document = Html::parse_document(page);
    let ids: Vec<&str> = document.select(&Selector::parse("[id]").unwrap()).filter_map(|e| e.attr("id")).collect();
    assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{ids:?}");
    assert!(page.contains("<tr id=\"2026\">") && page.contains("<h2 id=\"2026-3\">"), "{ids:?}");
}
