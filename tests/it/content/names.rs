//! The law of names, of files: a file with any name that people and systems make, however a text refers to it, is found and
//! published under an address that leads to its very bytes; or it is refused with a message.
//!
//! Names are made at random of what stands in real ones. Each is referred to in every place that can name a file, in the
//! ways in which editors and programs write references; the pages and feeds are then read with an HTML parser and a URL
//! parser, as a browser reads them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::Value;
use support::{Files, Output, Site, html};
use unicode_normalization::UnicodeNormalization;

use crate::lab::edits::Dice;

const BASE: &str = "https://www.example.org/";

/// What names are made of: letters of every script, signs that mean something in addresses, in Markdown, in TOML or in
/// HTML, composed and decomposed, and the spaces that keyboards and programs write.
const PIECES: [&str; 40] = [
    "annex",
    "Note",
    "A",
    "2026-11-23",
    "résumé",
    "re\u{301}sume\u{301}",
    "外交部声明",
    "وزارة",
    "हिन्दी",
    "Договор",
    "Ελλάδα",
    "한국",
    "\u{1112}\u{1161}\u{11ab}",
    "ภาษา",
    "ı",
    "ß",
    "🇪🇺",
    "#",
    "#1",
    "?",
    "%",
    "%20",
    "100%25",
    "&amp;",
    "&",
    "+",
    "'",
    "\"",
    "’",
    "(1)",
    "[x]",
    "{y}",
    ",",
    ";",
    "=",
    "@",
    "$",
    "!",
    "~",
    "*",
];
const GAPS: [&str; 8] = ["", "", " ", " ", "\u{a0}", "\u{202f}", "_", "."];

/// A name as somebody might give it, without its ending.
fn stem(dice: &mut Dice) -> String {
    let mut stem = String::new();
    for _ in 0..=dice.below(4) {
        stem += dice.of(&PIECES);
        stem += dice.of(&GAPS);
    }
    // At the edge of what file systems hold.
    if dice.below(12) == 0 {
        let wanted = [150, 200, 225][dice.below(3)];
        while stem.len() < wanted {
            stem += "long ";
        }
    }
    stem
}

/// Names as Word, Windows, macOS and scanners write them, and others that mean something to a system.
const FOUND: [&str; 24] = [
    "Document (1).pdf",
    "Copy of annex.pdf",
    "annex - Copy.pdf",
    "Screenshot 2026-11-23 at 9.41.00\u{202f}AM.pdf",
    "CON.pdf",
    "aux",
    "nul.pdf",
    "COM1.pdf",
    "trailing. .pdf",
    "dot.",
    "no ending",
    " leading.pdf",
    "trailing.pdf ",
    "a..b.pdf",
    "index.html.pdf",
    "Annex #1.pdf",
    "What now?.pdf",
    "50% off.pdf",
    "a%20b.pdf",
    "a+b.pdf",
    "<b>.pdf",
    "back`tick.pdf",
    "pipe|.pdf",
    "caret^.pdf",
];

/// A file beside the text.
struct File {
    name: String,
    bytes: Vec<u8>,
}

impl File {
    fn is_drawing(&self) -> bool {
        self.name.ends_with(".svg")
    }
}

fn drawing(number: usize) -> String {
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"40\"><path d=\"M{number} 0h4v4z\"/></svg>")
}

/// Files with names that no disk takes for one another, each with bytes of its own.
fn files(dice: &mut Dice, count: usize) -> Vec<File> {
    let mut seen = BTreeSet::new();
    let mut names: Vec<String> = (0..count).map(|n| stem(dice) + [".pdf", ".svg", ".PDF", ".docx"][n % 4]).collect();
    names.extend((0..6).map(|_| dice.of(&FOUND).to_owned()));
    // Composed in one part and decomposed in another; begun like a fragment, a query and an escape.
    names.extend(["é e\u{301}.pdf", "#1 é.svg", "#.svg", "?.svg", "?what.pdf", "%.svg", "%41.svg"].map(str::to_owned));
    names.retain(|name| {
        let is_editors =
            name.starts_with(['.', '~']) || name.ends_with('~') || name.starts_with('#') && name.ends_with('#');
        !is_editors && name.len() <= 240 && seen.insert(chancery::fs::case_folded(name).into_owned())
    });
    let bytes = |n: usize, name: &str| if name.ends_with(".svg") { drawing(n) } else { format!("%PDF {n}") };
    names.into_iter().enumerate().map(|(n, name)| File { bytes: bytes(n, &name).into_bytes(), name }).collect()
}

/// How a reference to a name is written.
const WRITTEN: [fn(&str) -> String; 7] = [
    // As it is, between angle brackets, as Obsidian writes it: Markdown's own signs after a backslash.
    |name| format!("<{}>", if is_plain(name) { escaped(name) } else { encoded(name) }),
    // As VS Code and browsers write it.
    encoded,
    |name| encoded(name).to_lowercase().replace("%2e", "."),
    // As Typora writes it: spaces alone.
    |name| if is_simple(name) { name.replace(' ', "%20") } else { encoded(name) },
    // As another system composes it.
    |name| encoded(&name.nfc().collect::<String>()),
    |name| encoded(&name.nfd().collect::<String>()),
    |name| format!("./{}", encoded(name)),
];

/// Tells whether a name can be written as it is without meaning something else: an absolute address, an escape.
fn is_plain(name: &str) -> bool {
    !name.contains(':') && name.trim() == name
}

fn is_simple(name: &str) -> bool {
    is_plain(name) && name.chars().all(|c| c.is_alphanumeric() || " #.-_,=@".contains(c)) && !name.starts_with('#')
}

fn escaped(name: &str) -> String {
    name.chars().flat_map(|c| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c])).collect()
}

/// Percent-encodes a name as `encodeURIComponent` does.
fn encoded(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.!~*'".contains(&byte);
    let text = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    name.bytes().map(text).collect()
}

fn toml(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A text that names every file in every way, and a site that holds nothing else of note.
fn site(files: &[File]) -> (Site, Vec<usize>) {
    let (mut body, mut definitions, mut order) = (String::from("Text.\n"), String::new(), Vec::new());
    for (n, file) in files.iter().enumerate() {
        for (way, written) in WRITTEN.iter().enumerate() {
            // A lower-case escape of a name with capitals is another name.
            if way == 2 && file.name.nfc().any(char::is_uppercase) {
                continue;
            }
            let reference = written(&file.name);
            let _ = write!(body, "\n[x]({reference})\n");
            let _ = write!(definitions, "\n[d{n}-{way}]: {reference}\n");
            let _ = write!(body, "\n[x][d{n}-{way}]\n");
            order.extend([n, n]);
            if file.is_drawing() {
                let _ = write!(body, "\n![A square]({reference})\n");
            } else if !reference.starts_with('<') {
                let _ = write!(body, "\n[x]({reference}#page=2)\n");
                order.push(n);
            }
        }
        if file.is_drawing() {
            let _ = write!(body, "\n::: figure src=\"{}\" alt=\"A square\"\n:::\n", encoded(&file.name));
        }
    }
    let attachment = |file: &File| {
        let written = if is_plain(&file.name) { file.name.clone() } else { encoded(&file.name) };
        format!("{{ file = {}, title = \"Annex\" }}", toml(&written))
    };
    let attachments: Vec<String> = files.iter().map(attachment).collect();
    let lead = files.iter().find(|file| file.is_drawing());
    let lead = lead.map(|file| format!("image = {{ src = {}, alt = \"A square\" }}\n", toml(&encoded(&file.name))));
    let text = format!(
        "+++\ntitle = \"Names\"\nsummary = \"Names.\"\nsubtype = \"statement\"\nreference = \"M/2026/007\"\n\
         date = 2026-11-20\n{}attachments = [{}]\n+++\n\n{body}{definitions}",
        lead.unwrap_or_default(),
        attachments.join(", ")
    );
    let site = Site::minimal().file("content/press/names.en.md", text);
    for file in files {
        site.write(&format!("content/press/{}", file.name), &file.bytes);
    }
    (site, order)
}

/// The file of the output to which an address leads as a browser and a server read it.
fn led<'a>(address: &str, built: &'a Files) -> Result<&'a [u8], String> {
    let from = url::Url::parse(BASE).unwrap().join("en/press/names/").unwrap();
    let url = from.join(address).map_err(|why| format!("`{address}` is no address: {why}"))?;
    let path = html::served(&url, BASE, built).ok_or_else(|| format!("`{address}` leads nowhere"))?;
    Ok(&built[path])
}

/// Every address of a file that any page or feed has.
fn addresses(built: &Output) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (path, bytes) in built.files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = html::page(path, bytes, BASE).html;
        for (css, attribute) in [("[href]", "href"), ("[src]", "src"), ("meta[property='og:image']", "content")] {
            let all = html::all(&page, css);
            found.extend(all.iter().filter_map(|e| Some((e.attr(attribute)?.to_owned(), path.clone()))));
        }
        for data in html::all(&page, "script[type='application/ld+json']") {
            strings(&serde_json::from_str(&data.text().collect::<String>()).unwrap(), path, &mut found);
        }
    }
    for (path, bytes) in built.files.iter().filter(|(path, _)| path.ends_with("feed.json")) {
        let feed: Value = serde_json::from_slice(bytes).unwrap();
        for item in feed["items"].as_array().into_iter().flatten() {
            let content = scraper::Html::parse_fragment(item["content_html"].as_str().unwrap_or_default());
            for (css, attribute) in [("[href]", "href"), ("[src]", "src")] {
                let all = html::all(&content, css);
                found.extend(all.iter().filter_map(|e| Some((e.attr(attribute)?.to_owned(), path.clone()))));
            }
        }
        strings(&feed, path, &mut found);
    }
    found.retain(|address, _| address.contains("/files/") && !address.contains(['<', '\n']));
    found
}

fn strings(value: &Value, path: &str, found: &mut BTreeMap<String, String>) {
    match value {
        Value::String(text) => drop(found.insert(text.clone(), path.to_owned())),
        Value::Array(all) => all.iter().for_each(|value| strings(value, path, found)),
        Value::Object(all) => all.values().for_each(|value| strings(value, path, found)),
        _ => {}
    }
}

#[test]
fn any_name_is_found_and_published_wherever_it_is_referred_to() {
    for seed in 0..6 {
        let files = files(&mut Dice(seed), 24);
        let (site, order) = site(&files);
        let built = site.build();
        let names = || files.iter().map(|file| format!("{:?}", file.name)).collect::<Vec<_>>().join("\n");
        assert_eq!((built.status, built.faults()), (0, vec![]), "seed {seed}:\n{}", names());
        let page = html::page("en/press/names/index.html", &built.files["en/press/names/index.html"], BASE).html;
        let led =
            |address: &str| led(address, &built.files).unwrap_or_else(|why| panic!("seed {seed}: {why}\n{}", names()));
        let links = html::all(&page, ".prose p > a");
        assert_eq!(links.len(), order.len(), "seed {seed}");
        for (link, n) in links.iter().zip(&order) {
            let file = &files[*n];
            let address = link.attr("href").unwrap_or_else(|| panic!("seed {seed}: {:?} has no address", file.name));
            // Drawings are written anew.
            let bytes = led(address);
            let is_own = if file.is_drawing() { contains(bytes, &format!("M{n} 0")) } else { *bytes == *file.bytes };
            assert!(is_own, "seed {seed}: {address} is not {:?}", file.name);
        }
        let found = addresses(&built);
        assert!(found.len() > files.len(), "seed {seed}: {found:?}");
        for (address, path) in &found {
            assert!(!led(address).is_empty(), "{path}");
            assert!(!address.contains(char::is_whitespace), "{path}: {address}");
        }
    }
}

fn contains(bytes: &[u8], text: &str) -> bool {
    String::from_utf8_lossy(bytes).contains(text)
}

#[test]
fn what_a_name_does_not_mean_is_refused_once() {
    for seed in 0..12 {
        let mut dice = Dice(1000 + seed);
        let name = loop {
            let name = stem(&mut dice) + ".pdf";
            if is_plain(&name) && name.len() <= 240 {
                break name;
            }
        };
        for written in WRITTEN {
            let built = Site::minimal()
                .file("content/about.en.md", format!("+++\ntitle = \"About\"\n+++\n\n[x]({})\n", written(&name)))
                .build();
            let faults = built.faults();
            assert!(
                matches!(&faults[..], [one] if one.contains("error[") && one.contains("about.en.md:5:")),
                "{name:?}: {faults:?}"
            );
        }
    }
}

fn codes(built: &Output) -> Vec<String> {
    let code = |line: &&str| line.split(['[', ']']).nth(1).unwrap_or_default().to_owned();
    let mut codes: Vec<String> = built.faults().iter().map(code).collect();
    codes.sort();
    codes
}

#[test]
fn two_names_that_a_disk_takes_for_one_are_an_error() {
    let page = |slug: &str| format!("+++\ntitle = \"A page\"\nslug = \"{slug}\"\n+++\n\nText.\n");
    let annexes = |one: &str, other: &str| format!("+++\ntitle = \"About\"\n+++\n\n[x](<{one}>) [y](<{other}>)\n");
    for (case, site) in [
        ("static", Site::minimal().file("static/Logo.svg", drawing(1)).file("static/logo.svg", drawing(2))),
        ("static", Site::minimal().file("static/Annexe \u{c9}.pdf", "1").file("static/annexe E\u{301}.pdf", "2")),
        ("static and page", Site::minimal().file("static/en/About/index.html", "x")),
        ("slugs", Site::minimal().file("content/a.en.md", page("strasse")).file("content/b.en.md", page("straße"))),
        (
            "beside",
            Site::minimal()
                .file("content/Map.pdf", "1")
                .file("content/map.pdf", "2")
                .file("content/about.en.md", annexes("Map.pdf", "map.pdf")),
        ),
        (
            "beside, with equal bytes",
            Site::minimal()
                .file("content/\u{e9}.pdf", "1")
                .file("content/e\u{301}.pdf", "1")
                .file("content/about.en.md", annexes("\u{e9}.pdf", "e\u{301}.pdf")),
        ),
    ] {
        let built = site.build();
        assert_eq!((built.status, codes(&built)), (1, vec!["case-collision".to_owned()]), "{case}: {}", built.stderr);
    }
    let composed = page("re\u{301}sume\u{301}");
    let built = Site::minimal().file("content/a.en.md", page("résumé")).file("content/b.en.md", composed).build();
    assert_eq!(codes(&built), ["duplicate-address"], "{}", built.stderr);
}

#[test]
fn of_old_addresses_that_a_disk_takes_for_one_the_rules_know_both() {
    let old = |alias: &str| format!("+++\ntitle = \"A page\"\naliases = [\"{alias}\"]\n+++\n\nText.\n");
    let site = Site::minimal().file("content/a.en.md", old("/Old/")).file("content/b.en.md", old("/old/"));
    let built = site.build();
    assert_eq!((built.status, codes(&built)), (0, vec!["case-collision".to_owned()]), "{}", built.stderr);
    let rules = built.text("_redirects");
    assert!(rules.contains("/Old/ ") && rules.contains("/old/ "), "{rules}");
    assert!(built.files.contains_key("Old/index.html") != built.files.contains_key("old/index.html"));
    let same = "+++\ntitle = \"A page\"\naliases = [\"/Old/\", \"/old/\"]\n+++\n\nText.\n";
    let _ = Site::minimal().file("content/a.en.md", same).build().sound();
}

#[test]
fn a_name_that_no_disk_holds_is_refused_once() {
    let long = "é".repeat(125);
    let named = |name: &str| format!("+++\ntitle = \"About\"\nslug = \"{name}\"\n+++\n\nText.\n");
    let picture = format!("{}.svg", "a".repeat(245));
    for (case, place, site) in [
        ("slug", "content/about.en.md:3:8", Site::minimal().file("content/about.en.md", named(&long))),
        ("section", "content/faq/", Site::minimal().file("content/faq/_section.en.md", named(&long))),
        ("static", "static/", Site::minimal().file(&format!("static/{}.txt", "a".repeat(245)), "x")),
        (
            "picture",
            "content/aaa",
            Site::minimal()
                .file(&format!("content/{picture}"), drawing(1))
                .file("content/about.en.md", format!("+++\ntitle = \"About\"\n+++\n\n![A square]({picture})\n")),
        ),
    ] {
        let built = site.build();
        assert_eq!((built.status, codes(&built)), (1, vec!["long-name".to_owned()]), "{case}: {}", built.stderr);
        assert!(built.faults()[0].contains(place), "{case}: {}", built.stderr);
    }
    let _ = Site::minimal().file("content/about.en.md", named(&"é".repeat(120))).build().sound();
}

#[test]
fn a_decomposed_name_of_a_text_has_the_address_that_people_type() {
    let page = |title: &str| format!("+++\ntitle = \"{title}\"\n+++\n\nText.\n");
    let built = Site::minimal()
        .file("content/re\u{301}sume\u{301}.en.md", page("Summary"))
        .file("content/résumé.fr.md", page("Résumé"))
        .file(
            "content/about.en.md",
            "+++\ntitle = \"About\"\n+++\n\n[x](r%C3%A9sum%C3%A9.en.md) [y](re\u{301}sume\u{301}.en.md)\n",
        )
        .build()
        .sound();
    assert!(built.files.contains_key("en/résumé/index.html") && built.files.contains_key("fr/résumé/index.html"));
    let page = html::page("en/about/index.html", &built.files["en/about/index.html"], BASE).html;
    let links: Vec<_> = html::all(&page, ".prose a").iter().filter_map(|a| a.attr("href")).collect();
    assert_eq!(links, ["/en/r%C3%A9sum%C3%A9/"; 2]);
}
