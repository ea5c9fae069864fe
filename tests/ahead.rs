//! A mistake in a text that is still hidden is found when it is pushed, not at its hour.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod support;

use support::{Output, Site, build, chancery};

const HOUR: &str = "at 2 December 2026, 10:00 (Lisbon time)";
const LATER: &str = "content/press/later.en.md";

/// A statement under embargo until [`HOUR`].
fn statement(fields: &str, body: &str) -> String {
    format!(
        "+++\ntitle = \"Later\"\nsummary = \"Later.\"\nsubtype = \"press-release\"\ndate = 2026-11-02\n\
         embargo = \"2026-12-02T10:00:00[Europe/Lisbon]\"\n{fields}\n+++\n\n{body}\n"
    )
}

fn later(site: Site, fields: &str, body: &str) -> Site {
    site.file(LATER, statement(&format!("reference = \"M/2026/002\"\n{fields}"), body))
}

/// An answer that holds from [`HOUR`], or later.
fn answer(fields: &str) -> String {
    format!("+++\nquestion = \"Later?\"\nshort_answer = \"Later.\"\n{fields}\n+++\n\nText.\n")
}

/// A mistake: what it is, the code, the file, and how it is made.
struct Case(&'static str, &'static str, &'static str, fn(Site) -> Site);

const CASES: &[Case] = &[
    Case("another statement's reference", "duplicate-reference", LATER, |site| {
        site.file(LATER, statement("reference = \"M/2026/001\"", "Text."))
    }),
    Case("another page's id", "duplicate-id", "content/faq/later.en.md", |site| {
        let fields = "id = \"about\"\nvalid_from = 2026-12-02T10:00:00";
        site.file("content/faq/later.en.md", answer(fields))
    }),
    Case("another text's slug", "duplicate-address", LATER, |site| later(site, "slug = \"treaty\"", "Text.")),
    Case("another text's slug, in a translation alone", "duplicate-address", "content/press/later.fr.md", |site| {
        later(site, "", "Text.").file(
            "content/press/later.fr.md",
            "+++\ntitle = \"Plus tard\"\nsummary = \"Plus tard.\"\nslug = \"treaty\"\n+++\n\nTexte.\n",
        )
    }),
    Case("a slug that another text has as its alias", "duplicate-address", LATER, |site| {
        later(site, "slug = \"old\"", "Text.").file(
            "content/about.en.md",
            "+++\ntitle = \"About us\"\naliases = [\"/en/press/old/\"]\n+++\n\nWho we are.\n",
        )
    }),
    Case("an alias that another text has", "duplicate-address", LATER, |site| {
        later(site, "aliases = [\"/en/old/\"]", "Text.").file(
            "content/about.en.md",
            "+++\ntitle = \"About us\"\naliases = [\"/en/old/\"]\n+++\n\nWho we are.\n",
        )
    }),
    Case("a file of static/ at its address", "duplicate-address", "static/en/press/later/index.html", |site| {
        later(site, "", "Text.").file("static/en/press/later/index.html", "<p>Here.</p>")
    }),
    Case("a redirect at its address", "", LATER, |site| {
        later(site, "", "Text.").file("redirects.csv", "from,to,status\n/en/press/later/,/en/about/,301\n")
    }),
    Case("an unknown topic", "unknown-topic", LATER, |site| later(site, "topics = [\"tade\"]", "Text.")),
    Case("an unknown related text", "unknown-document", LATER, |site| later(site, "related = [\"faq/vsa\"]", "Text.")),
    Case("an unknown text to correct", "unknown-document", LATER, |site| {
        later(site, "corrects = \"M/2026/009\"", "Text.")
    }),
    Case("a related text that is hidden longer", "", LATER, |site| {
        later(site, "related = [\"faq/later\"]", "Text.")
            .file("content/faq/later.en.md", answer("valid_from = 2026-12-05"))
    }),
    Case("an unknown contact", "unknown-contact", LATER, |site| later(site, "press_contacts = [\"desk\"]", "Text.")),
    Case("an unknown contact in the text", "unknown-contact", LATER, |site| later(site, "", "::: contact{id=desk}\n:::")),
    Case("a link to a text that is hidden longer", "link-to-hidden", LATER, |site| {
        later(site, "", "[then](../faq/later.en.md)")
            .file("content/faq/later.en.md", answer("valid_from = 2026-12-05"))
    }),
    Case("an anchor that a public text names, in a translation that comes", "broken-anchor", "content/about.fr.md", |site| {
        site.file("content/visit.en.md", "+++\ntitle = \"Visit\"\n+++\n\n## Hours\n\nText.\n")
            .file("content/visit.fr.md", "+++\ntitle = \"Visite\"\nembargo = \"2026-12-02T10:00:00Z\"\n+++\n\nTexte.\n")
            .append("content/about.fr.md", "\n[Heures](visit.en.md#hours)\n")
    }),
    Case("a folder whose list is at a page's address", "duplicate-address", "content/about.en.md", |site| {
        site.file("content/info/later.en.md", "+++\ntitle = \"L\"\nembargo = \"2026-12-02T10:00:00Z\"\n+++\n\nText.\n")
            .file("content/about.en.md", "+++\ntitle = \"About us\"\nslug = \"info\"\n+++\n\nWho we are.\n")
    }),
    Case("a topic's list at a page's address", "duplicate-address", "", |site| {
        site.file("content/press/treaty.en.md", statement("reference = \"M/2026/001\"\ntopics = [\"trade\"]", "Text."))
            .file("content/faq/visa.en.md", "+++\nquestion = \"Q?\"\nshort_answer = \"A.\"\n+++\n\nText.\n")
            .file("static/en/topics/trade/index.html", "<p>Here.</p>")
    }),
    Case("a template that fails on what is new", "template-error", "", |site| {
        later(site, "", "Text.").file(
            "themes/plain/theme.toml",
            "contract = \">=1\"\n",
        )
    }),
];

fn check(site: &Site) -> (i32, Vec<String>) {
    let mut command = chancery();
    let run = command.arg("--root").arg(site.path()).args(["--now", support::NOW, "check", "--format", "short"]);
    let run = run.output().unwrap();
    let text = [run.stdout, run.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    let lines = text.lines().filter(|line| line.contains("error[") || line.contains("warning["));
    (run.status.code().unwrap(), lines.map(str::to_owned).collect())
}

#[test]
fn each_mistake_is_found_before_its_hour() {
    for Case(name, code, path, make) in CASES {
        let site = make(Site::minimal());
        let (_, found) = check(&site);
        let at = build(&site.path(), &site.out(), "2026-12-02T10:00:00Z", &[]);
        let built: &Output = &site.build();
        println!("{name}: [{code}] {path}\n  {found:#?}\n at {:#?}\n now {:#?}", at.faults(), built.faults());
    }
    println!("{HOUR}");
}
