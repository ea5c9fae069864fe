//! Every diagnostic code, provoked by the smallest mistake that an editor or a web team could make.
//!
//! Each case changes a sound site and names the one code that must come of it, and where. Codes whose example in
//! `chancery explain` says it all have their case there (`examples.rs`); here are the others, and further forms.
//! `every_code_is_exercised` fails when a code has neither.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::symlink;

use chancery::diag::examples::{self, Shows};
use support::{Output, Site};

/// A mistake: the code expected, the file that the message names, and how to make it.
struct Case(&'static str, &'static str, fn(Site) -> Site);

const ABOUT: &str = "content/about.en.md";
const TREATY: &str = "content/press/treaty.en.md";

/// A page with further front matter and body.
fn page(front: &str, body: &str) -> String {
    format!("+++\ntitle = \"About us\"\n{front}\n+++\n\n{body}\n")
}

fn body(site: Site, body: &str) -> Site {
    site.file(ABOUT, page("", body))
}

fn front(site: Site, front: &str) -> Site {
    site.file(ABOUT, page(front, "Text."))
}

fn settings(site: Site, more: &str) -> Site {
    site.append("site.toml", more)
}

fn statement(reference: &str, more: &str) -> String {
    format!(
        "+++\ntitle = \"Other\"\nsummary = \"Other.\"\nsubtype = \"statement\"\nreference = \"{reference}\"\n\
         date = 2026-11-03\n{more}\n+++\n\nText.\n"
    )
}

fn register(site: Site, schema: &str, csv: &str) -> Site {
    settings(site, "\n[[section]]\nfolder = \"registers\"\nkind = \"register\"\n")
        .file("content/registers/_section.en.md", "+++\ntitle = \"Registers\"\n+++\n")
        .file("content/registers/_section.fr.md", "+++\ntitle = \"Registres\"\n+++\n")
        .file(
            "content/registers/gifts/index.en.md",
            "+++\ntitle = \"Gifts\"\nperiod = { start = 2026-07-01, end = 2026-09-30 }\nfrequency = \"quarterly\"\n+++\n",
        )
        .file("content/registers/gifts/schema.json", schema)
        .file("content/registers/gifts/data.csv", csv)
}

const SCHEMA: &str = r#"{"fields":[{"name":"id"},{"name":"value","type":"number"}],"primaryKey":"id"}"#;

const CASES: &[Case] = &[
    Case("unreadable-file", "site.toml", |site| site.without("site.toml")),
    Case("invalid-utf8", ABOUT, |site| site.file(ABOUT, b"+++\ntitle = \"caf\xe9\"\n+++\n")),
    Case("stray-mark", ABOUT, |site| body(site, "One.\n\n\u{feff}## Two\n\nT\u{feff}hree.")),
    Case("stray-mark", ABOUT, |site| front(site, "summ\u{feff}ary = \"x\"")),
    Case("stray-mark", "site.toml", |site| settings(site, "\u{feff}\n")),
    Case("stray-mark", "content/registers/gifts/data.csv", |site| register(site, SCHEMA, "id,value\n\u{feff}1,2\n")),
    Case("stray-mark", "content/registers/gifts/schema.json", |site| {
        register(site, &SCHEMA.replace("{\"name\"", "\u{feff}{\"name\""), "id,value\n1,2\n")
    }),
    Case("stray-mark", "redirects.csv", |site| site.file("redirects.csv", "from,to,status\n\u{feff}/a,/en/,301\n")),
    Case("stray-mark", "overrides/strings/en.ftl", |site| {
        site.file("overrides/strings/en.ftl", "a = b\n\u{feff}c = d\n")
    }),
    Case("stray-mark", "overrides/templates/macros.html", |site| {
        site.file("overrides/templates/macros.html", "a\u{feff}b\n")
    }),
    Case("outside-tree", ABOUT, |site| body(site, "[x](../../../secret.md)")),
    Case("outside-tree", "content/leak.en.md", |site| {
        symlink("/etc/hostname", site.path().join("content/leak.en.md")).unwrap();
        site
    }),
    Case("symlink-loop", "content/loop", |site| {
        symlink("..", site.path().join("content/loop")).unwrap();
        site
    }),
    Case("bad-file-name", "content/notes.md", |site| site.file("content/notes.md", page("", ""))),
    Case("bad-file-name", "content/Über Uns.en.md", |site| site.file("content/Über Uns.en.md", page("", ""))),
    Case("missing-front-matter", ABOUT, |site| site.file(ABOUT, "Only text.\n")),
    Case("missing-front-matter", ABOUT, |site| site.file(ABOUT, "+++\ntitle = \"x\"\n")),
    Case("unknown-field", ABOUT, |site| front(site, "sumary = \"x\"")),
    Case("unknown-field", "site.toml", |site| {
        settings(site, "\n[[section]]\nfolder = \"\"\nkind = \"page\"\nfeed = true\n")
    }),
    Case("missing-field", ABOUT, |site| site.file(ABOUT, "+++\nsummary = \"x\"\n+++\n")),
    Case("missing-field", TREATY, |site| site.file(TREATY, "+++\ntitle = \"T\"\nsummary = \"S\"\n+++\n")),
    Case("missing-field", "content/faq/visa.en.md", |site| {
        site.file("content/faq/visa.en.md", "+++\nquestion = \"Do I need a visa?\"\n+++\n")
    }),
    Case("missing-field", "site.toml", |site| {
        settings(site, "\n[[notice]]\nseverity = \"info\"\nstart = 2026-11-01\ntext = { en = \"x\", fr = \"x\" }\n")
    }),
    Case("bad-value", ABOUT, |site| front(site, "state = \"publishd\"")),
    Case("bad-value", ABOUT, |site| front(site, "slug = \"Über Uns\"")),
    Case("bad-date", ABOUT, |site| front(site, "date = \"2026-02-30\"")),
    Case("bad-date", ABOUT, |site| front(site, "date = 2026-10-25T01:30:00")),
    Case("bad-zone", ABOUT, |site| front(site, "embargo = 2026-12-01T14:00:00")),
    Case("bad-zone", ABOUT, |site| front(site, "embargo = \"2026-12-01T14:00[Europe/Atlantis]\"")),
    Case("placeholder", ABOUT, |site| body(site, "To be written.")),
    Case("placeholder", ABOUT, |site| body(site, "Signed by [NAME].")),
    Case("literal-markup", ABOUT, |site| body(site, "##Heading")),
    Case("literal-markup", ABOUT, |site| body(site, "![A photo](my photo.png)")),
    Case("unknown-contact", ABOUT, |site| front(site, "contacts = [\"press\"]")),
    Case("unknown-contact", ABOUT, |site| body(site, "::: contact press\n:::")),
    Case("unknown-document", ABOUT, |site| front(site, "related = [\"M/2026/002\"]")),
    Case("unknown-document", "site.toml", |site| settings(site, "\n[menu]\nmain = [\"abuot\"]\n")),
    Case("bidi-control", ABOUT, |site| front(site, "summary = \"a\u{202e}b\"")),
    Case("bidi-control", ABOUT, |site| body(site, "a\u{202e}b")),
    Case("duplicate-address", "content/zz.en.md", |site| site.file("content/zz.en.md", page("slug = \"about\"", ""))),
    Case("duplicate-address", "static/en", |site| site.file("static/en", "a file where a folder is")),
    Case("faulty-source", "content/about.fr.md", |site| front(site, "sumary = \"x\"")),
    Case("missing-translation", "content/only.fr.md", |site| {
        site.file("content/only.fr.md", "+++\ntitle = \"x\"\n+++\n")
    }),
    Case("unstamped-translation", "content/about.fr.md", |site| site),
    Case("broken-link", ABOUT, |site| body(site, "[x](abuot.en.md)")),
    Case("broken-link", ABOUT, |site| body(site, "[x](/en/nowhere/)")),
    Case("broken-image", ABOUT, |site| body(site, "![A map](map.svg)")),
    Case("broken-image", ABOUT, |site| body(site, "![A map](https://elsewhere.example/map.svg)")),
    Case("link-to-hidden", ABOUT, |site| {
        body(site, "[x](later.en.md)").file("content/later.en.md", page("state = \"draft\"", ""))
    }),
    Case("link-to-hidden", ABOUT, |site| {
        front(site, "related = [\"later\"]").file("content/later.en.md", page("date = 2027-01-01", ""))
    }),
    Case("unreadable-picture", "content/map.svg", |site| {
        body(site, "![A map](map.svg)").file("content/map.svg", "<svg>")
    }),
    Case("unreadable-picture", "content/map.png", |site| {
        body(site, "![A map](map.png)").file("content/map.png", b"\x89PNG\r\n\x1a\n and no more")
    }),
    Case("unshown-picture", ABOUT, |site| {
        body(site, "![A harbour](harbour.jpg)").file("content/harbour.jpg", b"\0\0\0\x18ftypheic")
    }),
    Case("located-picture", ABOUT, |site| {
        let place = b"\xff\xd8\xff\xe0 exif:GPSLatitude";
        body(site, "[Photograph](place.jpg)").file("content/place.jpg", place)
    }),
    Case("unsafe-svg", "content/map.svg", |site| {
        body(site, "![A map](map.svg)").file("content/map.svg", "<svg><script>x()</script></svg>")
    }),
    Case("card-without-font", TREATY, |site| {
        let text = fs::read_to_string(site.path().join(TREATY)).unwrap();
        settings(site, "\n[cards]\nenabled = true\n").file(TREATY, text.replace("Treaty signed", "조약"))
    }),
    Case("unreadable-font", "fonts/a.ttf", |site| {
        settings(site, "\n[cards]\nenabled = true\nfonts = [\"fonts\"]\n").file("fonts/a.ttf", "no font")
    }),
    Case("too-large", ABOUT, |site| body(site, &"word ".repeat(800_001))),
    Case("too-deep", ABOUT, |site| body(site, &"1. ".repeat(60))),
    Case("more-faults", ABOUT, |site| {
        let fields: String = (0..120).map(|n| format!("field_{n} = 1\n")).collect();
        front(site, &fields)
    }),
    Case("long-register", "content/registers/gifts/data.csv", |site| {
        let rows: String = (0..1_001).map(|n| format!("a{n},1\n")).collect();
        register(site, SCHEMA, &format!("id,value\n{rows}"))
    }),
    Case("register-incomplete", "content/registers/gifts", |site| {
        register(site, SCHEMA, "id,value\na,1\n").without("content/registers/gifts/data.csv")
    }),
    Case("template-render", "overrides/templates/page.html", |site| {
        site.file("overrides/templates/page.html", "x\n{{ nothing }}")
    }),
    Case("missing-asset", "overrides/assets/portal.css", |site| {
        site.file("overrides/assets/portal.css", "@import \"tokens.css\";\n@import \"gruond.css\";\n")
    }),
    Case("theme-contract", "themes/own/theme.toml", |site| {
        settings(site, "\n[theme]\nname = \"own\"\n").file("themes/own/theme.toml", "[contract]\nmin = 7\nmax = 9\n")
    }),
    Case("missing-asset", "", |site| site.file("overrides/templates/page.html", "{{ asset(path=\"none.css\") }}")),
    Case("foreign-output", "", |site| {
        fs::create_dir_all(site.out()).unwrap();
        fs::write(site.out().join("thesis.txt"), "mine").unwrap();
        site
    }),
    Case("write-failed", "", |site| {
        fs::write(site.out(), "a file where the folder is to be").unwrap();
        site
    }),
    Case("cache-discarded", "", |site| site.file(".chancery/build.cache", "what no build wrote")),
    Case("cache-unwritable", "", |site| site.file(".chancery", "a file where the folder is to be")),
    Case("history-absent", "", |site| site),
];

/// Codes of what no content brings about, with the file of tests that provokes them otherwise.
const ELSEWHERE: &[(&str, &str)] = &[
    ("search-failed", include_str!("../pages/search.rs")),
    ("submodule-skipped", include_str!("../build/at.rs")),
    ("feature-absent", include_str!("../../../src/diag/features.rs")),
    ("foreign-destination", PUBLISH),
    ("unpublishable-output", PUBLISH),
    ("vanished-address", PUBLISH),
    ("changed-reference", include_str!("../publish/plan_of_publication.rs")),
    ("held-back-again", include_str!("../publish/plan_of_publication.rs")),
    ("rename-refused", include_str!("../publish/rename.rs")),
    ("too-many-removals", PUBLISH),
    ("withdrawn-since", PUBLISH),
    ("no-such-release", PUBLISH),
    ("destination-busy", PUBLISH),
    ("published-meanwhile", PUBLISH),
    ("publish-failed", PUBLISH),
    ("releases-uncleared", PUBLISH),
    ("copied-release", PUBLISH),
];

const PUBLISH: &str = include_str!("../publish/releases.rs");

fn run(case: &Case) -> Output {
    // As JSON, so that notes are there in full; the folder of the output is a file in one case.
    let site = case.2(Site::minimal());
    let mut command = support::chancery();
    command.arg("--root").arg(site.path()).args(["--now", support::NOW, "build", "--out"]).arg(site.out());
    let run = command.args(["--format", "json"]).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Output {
        status: run.status.code().unwrap_or(-1),
        stdout: text(&run.stdout),
        stderr: text(&run.stderr),
        files: support::Files::new(),
    }
}

#[test]
fn each_mistake_is_named_by_its_code_at_its_place() {
    let mut wrong = Vec::new();
    for case in CASES {
        let Case(code, path, _) = case;
        let output = run(case);
        let found = output.stdout.lines().chain(output.stderr.lines()).any(|line| {
            let Ok(fault) = serde_json::from_str::<serde_json::Value>(line) else { return false };
            let places: Vec<&str> =
                fault["places"].as_array().into_iter().flatten().filter_map(|p| p["path"].as_str()).collect();
            fault["code"] == *code && (path.is_empty() || places.iter().any(|place| place.contains(path)))
        });
        if !found {
            wrong.push(format!("{code} at `{path}`: exit code {}\n{}{}", output.status, output.stdout, output.stderr));
        }
    }
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_code_is_exercised() {
    let elsewhere = ELSEWHERE.iter().filter(|(code, tests)| tests.contains(&format!("\"{code}\"")));
    let examples = examples::all().filter(|example| example.shows != Shows::Situation);
    let examples = examples.map(|example| example.code.name);
    let cases = CASES.iter().map(|case| case.0);
    let exercised: BTreeSet<&str> = cases.chain(examples).chain(elsewhere.map(|(code, _)| *code)).collect();
    let missing: Vec<&str> =
        chancery::diag::codes::ALL.iter().map(|code| code.name).filter(|name| !exercised.contains(name)).collect();
    assert!(missing.is_empty(), "codes without a case: {missing:?}");
}

#[test]
fn a_run_reports_all_its_faults_and_changes_no_byte() {
    let site = Site::minimal();
    let before = site.build().sound().files;
    let site = front(site, "sumary = \"x\"")
        .file("content/contact.en.md", page("", "[x](nowhere.en.md) and <b>y</b>"))
        .file("content/press/other.en.md", statement("M/2026/001", ""));
    let output = site.build();
    assert_eq!(output.status, 1);
    for code in ["unknown-field", "broken-link", "raw-html", "duplicate-reference", "faulty-source"] {
        assert!(output.stderr.contains(code), "{code} is not in:\n{}", output.stderr);
    }
    assert_eq!(output.files, before, "the last good site was touched");
}

#[test]
fn a_fault_of_the_theme_hides_none_of_the_texts() {
    let site = settings(Site::minimal(), "\n[theme.tokens]\nacent = \"#000\"\n");
    let output = site.file("content/contact.en.md", page("", "[x](nowhere.en.md)")).build();
    for code in ["unknown-token", "broken-link"] {
        assert!(output.stderr.contains(code), "{code} is not in:\n{}", output.stderr);
    }
}

#[test]
fn one_mistake_is_one_message() {
    let settings = |site: Site| {
        let text = std::fs::read_to_string(site.path().join("site.toml")).unwrap();
        site.file("site.toml", text.replace("required = [\"en\"]", "required = [\"en\", \"fr\"]"))
    };
    let french = "+++\nquestoin = \"Q\"\nshort_answer = \"A\"\n+++\n";
    let output = settings(Site::minimal()).file("content/faq/visa.fr.md", french).build();
    assert_eq!(output.faults().len(), 1, "neither missing nor untranslated, but misspelt:\n{}", output.stderr);
}

#[test]
fn a_byte_order_mark_and_carriage_returns_change_nothing() {
    let plain = Site::minimal().file(ABOUT, page("", "One\n\ntwo")).build().sound();
    let text = format!("\u{feff}{}", page("", "One\n\ntwo")).replace('\n', "\r\n");
    let windows = Site::minimal().file(ABOUT, text).build().sound();
    assert_eq!(plain.text("en/about/index.html"), windows.text("en/about/index.html"));
}

#[test]
fn messages_show_both_places_and_the_way_out() {
    let site = front(Site::minimal(), "owner = \"Press\"")
        .file("content/about.fr.md", "+++\ntitle = \"x\"\nowner = \"Presse\"\n+++\n");
    let mut command = support::chancery();
    command.arg("--root").arg(site.path()).args(["--now", support::NOW, "check", "--color", "never"]);
    let text = String::from_utf8(command.output().unwrap().stderr).unwrap();
    let message: String = text.split("\n\n").find(|part| part.contains("contradictory")).unwrap_or(&text).to_owned();
    insta::assert_snapshot!(message, @r#"
    error[contradictory-field]: `owner` is a field that all languages share, and this file says it differently
     --> content/about.fr.md:3:1
      |
    3 | owner = "Presse"
      | ^^^^^^^^^^^^^^^^ said here
      |
     ::: content/about.en.md:3:1
      |
    3 | owner = "Press"
      | --------------- said here for all languages
      |
      = help: remove it from the translation
    "#);
}
