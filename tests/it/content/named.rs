//! The law of names, of texts: an id, a reference, a slug or a topic that is made of letters of any script, composed or
//! decomposed, is found wherever it is named, in either form; pages, feeds and sitemaps call it by one.

use std::fmt::Write as _;

use scraper::{Html, Selector};
use support::{Output, Site, html};
use unicode_normalization::UnicodeNormalization;

use crate::lab::edits::Dice;

const BASE: &str = "https://www.example.org/";

/// Letters that have two forms, and letters that have one.
const LETTERS: [&str; 14] = ["é", "ü", "ñ", "ç", "한", "が", "й", "ά", "ạ", "क़", "外", "وزارة", "a", "summary"];

/// A name of small letters, a part of it composed and a part of it decomposed.
fn name(dice: &mut Dice, number: usize) -> String {
    let mut name = format!("n{number}");
    for _ in 0..=dice.below(4) {
        let letter = dice.of(&LETTERS);
        name += &in_some_form(dice, letter);
    }
    name
}

/// A text as one system or another writes it, character by character.
fn in_some_form(dice: &mut Dice, text: &str) -> String {
    let composed: String = text.nfc().collect();
    let form = |c: char, is_composed: bool| {
        if is_composed { c.to_string() } else { c.to_string().nfd().collect() }
    };
    composed.chars().map(|c| form(c, dice.below(2) == 0)).collect()
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// The names of one site.
struct Names {
    /// Of a page, by its file.
    file: String,
    /// Of a page, by its `id`.
    id: String,
    slug: String,
    reference: String,
    notice: String,
    section: String,
    topic: String,
    old: String,
}

impl Names {
    fn new(dice: &mut Dice) -> Self {
        let mut next = 0;
        let mut name = || {
            next += 1;
            name(dice, next)
        };
        Self {
            file: name(),
            id: name() + " #1?",
            slug: name(),
            reference: name() + "/1",
            notice: name() + "/2",
            section: name(),
            topic: name(),
            old: name(),
        }
    }
}

fn site(names: &Names, dice: &mut Dice) -> Site {
    let Names { file, id, slug, reference, notice, section, topic, old } = names;
    let mut say = |name: &String| in_some_form(dice, name);
    let settings = format!(
        "\n[menu]\nmain = [\"{}\", \"{}\", \"{}\"]\nfooter = [\"{}\"]\n\n[[notice]]\nseverity = \"info\"\nstart = 2026-11-01\n\
         expires = 2027-11-01\ntext = {{ en = \"Look\", fr = \"Voyez\" }}\nlink = \"{}\"\n\n[[section]]\nfolder = \"{}\"\n\
         kind = \"page\"\n\n[[topic]]\nid = \"{}\"\nname = {{ en = \"T\", fr = \"T\" }}\n",
        say(file),
        say(id),
        say(section),
        say(reference),
        say(id),
        say(section),
        say(topic)
    );
    let page = |title: &str, more: &str| format!("+++\ntitle = \"{title}\"\n{more}+++\n\nText.\n");
    let statement = |title: &str, reference: &str, more: &str| {
        let fields = "summary = \"S\"\ndate = 2026-11-10\n";
        page(title, &format!("{fields}reference = \"{reference}\"\n{more}"))
    };
    let topics = say(topic);
    let related = format!("related = [\"{}\", \"{}\", \"{}\"]\n", say(file), say(id), say(reference));
    let mut text = page("All", &format!("{related}aliases = [\"/{}/\"]\n", say(old)));
    for reference in [say(file) + ".en.md", encoded(&say(file)) + ".en.md", format!("/en/{}/", say(slug))] {
        let _ = write!(text, "\n[x]({reference})\n");
    }
    for reference in [format!("/en/{}/", encoded(&say(slug))), format!("{}/_section.en.md", say(section))] {
        let _ = write!(text, "\n[x]({reference})\n");
    }
    let corrects = format!("subtype = \"correction-notice\"\ncorrects = \"{}\"\n", say(reference));
    Site::minimal()
        .append("site.toml", &settings)
        .file(&format!("content/{}.en.md", say(file)), page("By file", ""))
        .file("content/by-id.en.md", page("By id", &format!("id = \"{}\"\nslug = \"{}\"\n", say(id), say(slug))))
        .file(&format!("content/{}/_section.en.md", say(section)), page("Section", ""))
        .file(&format!("content/{}/_section.fr.md", say(section)), page("Section", ""))
        .file(&format!("content/{}/inner.en.md", say(section)), page("Inner", &format!("topics = [\"{topics}\"]\n")))
        .file("content/press/a.en.md", statement("Statement", &say(reference), "subtype = \"statement\"\n"))
        .file("content/press/b.en.md", statement("Notice", &say(notice), &corrects))
        .file("content/all.en.md", text)
        .file(
            "redirects.csv",
            format!("old,new,status\n/r1/,/en/{}/,301\n/r2/,/en/{}/,302\n/r3/*,,410\n", say(slug), encoded(&say(file))),
        )
}

/// The addresses of pages that a document of XML names.
fn addresses(xml: &str) -> Vec<&str> {
    let from = |(at, _): (usize, &str)| &xml[at..];
    let ends = ['<', '"', '&', ' '];
    xml.match_indices(BASE).map(from).map(|text| text.split(ends).next().unwrap_or_default()).collect()
}

/// Every address that feeds and sitemaps name leads to a file, and is composed.
fn check_machine_files(built: &Output, seed: u64) {
    let mut count = 0;
    for (path, bytes) in built.files.iter().filter(|(path, _)| path.ends_with(".xml")) {
        for address in addresses(std::str::from_utf8(bytes).unwrap()) {
            let url = url::Url::parse(address).unwrap();
            assert!(html::served(&url, BASE, &built.files).is_some(), "seed {seed}: {path}: {address}");
            count += 1;
        }
    }
    assert!(count > 20, "seed {seed}: {count} addresses");
    for path in built.files.keys() {
        assert!(path.nfc().eq(path.chars()), "seed {seed}: {path} is not composed");
    }
}

#[test]
fn any_id_is_found_wherever_it_is_named() {
    for seed in 0..16 {
        let mut dice = Dice(seed);
        let names = Names::new(&mut dice);
        let built = site(&names, &mut dice).build();
        assert_eq!((built.status, built.faults()), (0, vec![]), "seed {seed}: {}", built.stderr);
        let page = Html::parse_document(built.text("en/all/index.html"));
        let links = |css: &str| -> Vec<String> {
            let selector = Selector::parse(css).unwrap();
            page.select(&selector).filter_map(|a| a.attr("href")).map(str::to_owned).collect()
        };
        let prose = links(".prose a");
        assert_eq!(prose.len(), 5, "seed {seed}: {prose:?}");
        assert_eq!((&prose[0], &prose[2]), (&prose[1], &prose[3]), "seed {seed}");
        // Everything that leads anywhere leads to a page.
        let from = url::Url::parse(BASE).unwrap().join("en/all/").unwrap();
        for address in links("a[href]").iter().filter(|address| !address.starts_with('#')) {
            let url = from.join(address).unwrap();
            assert!(html::served(&url, BASE, &built.files).is_some(), "seed {seed}: {address}");
        }
        let text = built.text("en/all/index.html");
        for title in ["By file", "By id", "Section", "Statement"] {
            assert!(text.matches(&format!(">{title}</a>")).count() >= 1, "seed {seed}: {title}");
        }
        let notice: String = names.notice.nfc().collect();
        assert!(built.text("en/press/a/index.html").contains(&notice), "seed {seed}: the correction is not shown");
        check_machine_files(&built, seed);
        let composed: String = names.old.nfc().collect();
        assert!(built.files.contains_key(&format!("{composed}/index.html")), "seed {seed}: the old address");
    }
}

#[test]
fn two_files_of_one_name_are_one_error() {
    let page = "+++\ntitle = \"A\"\n+++\n\nText.\n";
    for (case, one, other) in [
        ("texts", "content/\u{e9}t\u{e9}.en.md", "content/e\u{301}te\u{301}.en.md"),
        ("a text and one that is mixed", "content/\u{e9}te\u{301}.en.md", "content/e\u{301}t\u{e9}.en.md"),
        ("static", "static/\u{e9}.txt", "static/e\u{301}.txt"),
        ("strings", "overrides/assets/\u{e9}.svg", "overrides/assets/e\u{301}.svg"),
    ] {
        let built = Site::minimal().file(one, page).file(other, page).build();
        let faults = built.faults();
        assert!(matches!(&faults[..], [fault] if fault.contains("error[case-collision]")), "{case}: {faults:?}");
    }
    // Folders are one, and what is in them belongs together.
    let built = Site::minimal().file("static/\u{e9}/a.txt", "1").file("static/e\u{301}/b.txt", "2").build().sound();
    assert!(built.files.contains_key("\u{e9}/a.txt") && built.files.contains_key("\u{e9}/b.txt"));
}
