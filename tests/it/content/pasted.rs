//! What comes with merged, pasted and right-to-left texts: one message for a file with two versions, numbers in their
//! order, one set of ids on a page.

use std::collections::BTreeSet;

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
    let site = Site::minimal();
    let toml = site.read("site.toml").replace("\"fr\"", "\"ar\"").replace("fr = ", "ar = ");
    let mut site = site.file("site.toml", toml);
    for path in ["_section", "press/_section", "press/treaty", "faq/_section", "faq/visa"] {
        let (french, arabic) = (format!("content/{path}.fr.md"), format!("content/{path}.ar.md"));
        let text = site.read(&french);
        site = site.without(&french).file(&arabic, text);
    }
    site = site.without("content/about.fr.md");
    site.file("content/about.ar.md", text).build().sound().text("ar/about/index.html").to_owned()
}

#[test]
fn ids_of_a_page_are_one_set() {
    let register = "+++\ntitle = \"Gifts\"\nperiod = { start = 2026-07-01, end = 2026-09-30 }\nfrequency = \"quarterly\"\n+++\n\n\
                    ## 2026\n\n## _content\n\n## _chart-1\n\n[Row](#2026)\n";
    let site = Site::minimal()
        .append("site.toml", "\n[[section]]\nfolder = \"registers\"\nkind = \"register\"\n")
        .file("content/registers/_section.en.md", "+++\ntitle = \"Registers\"\n+++\n")
        .file("content/registers/_section.fr.md", "+++\ntitle = \"Registres\"\n+++\n")
        .file("content/registers/gifts/index.en.md", register)
        .file(
            "content/registers/gifts/schema.json",
            r#"{"fields":[{"name":"id"},{"name":"value","type":"number"}],"primaryKey":"id"}"#,
        )
        .file("content/registers/gifts/data.csv", "id,value\n2026,1\n2026-2,2\n");
    let built = site.build().sound();
    let page = built.text("en/registers/gifts/index.html");
    let document = Html::parse_document(page);
    let ids: Vec<&str> = document.select(&Selector::parse("[id]").unwrap()).filter_map(|e| e.attr("id")).collect();
    assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{ids:?}");
    assert!(page.contains("<tr id=\"2026\">") && page.contains("<h2 id=\"2026-3\">"), "{ids:?}");
}
