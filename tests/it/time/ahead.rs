//! Tests that errors which will only appear at a later hour are reported when they are made, and only to editors.

use chancery::diag::{Diagnostic, Severity};
use chancery::engine::{self, CacheChoice, Options, Report};
use chancery::output::MemorySink;
use support::{Files, NOW, Site, chancery, read_folder};

const HOUR: &str = "2026-12-02T10:00:00Z";
const AT: &str = ", at 2 December 2026, 10:00 (Lisbon time)";
const LATER: &str = "content/press/later.en.md";

fn options(site: &Site, now: &str) -> Options {
    Options { root: site.path(), now: Some(now.parse().unwrap()), cache: CacheChoice::Off, ..Options::default() }
}

fn judged(site: &Site, now: &str) -> Report {
    engine::check(&options(site, now), &|_, _| {})
}

fn made(site: &Site, now: &str) -> Files {
    let mut sink = MemorySink::default();
    let report = engine::finish(&engine::prepare(&options(site, now)), &mut sink, &|_, _| {});
    assert!(!report.has_errors(), "{:?}", report.diagnostics);
    sink.files.into_iter().map(|(path, bytes)| (path.as_str().to_owned(), bytes)).collect()
}

fn found(report: &Report, severity: Severity) -> Vec<&Diagnostic> {
    report.diagnostics.iter().filter(|fault| fault.severity == severity).collect()
}

/// Returns a statement under embargo until [`HOUR`].
fn statement(fields: &str, body: &str) -> String {
    format!(
        "+++\ntitle = \"Later\"\nsummary = \"Later.\"\nsubtype = \"press-release\"\ndate = 2026-11-02\n\
         embargo = \"2026-12-02T10:00:00[Europe/Lisbon]\"\n{fields}\n+++\n\n{body}\n"
    )
}

fn later(site: Site, fields: &str, body: &str) -> Site {
    site.file(LATER, statement(&format!("reference = \"M/2026/002\"\n{fields}"), body))
}

fn answer(fields: &str) -> String {
    format!("+++\nquestion = \"Later?\"\nshort_answer = \"Later.\"\n{fields}\n+++\n\nText.\n")
}

fn about(fields: &str) -> String {
    format!("+++\ntitle = \"About us\"\n{fields}\n+++\n\nWho we are.\n")
}

/// Adds an embargoed register with one more record than its schema allows.
fn register(site: Site, csv: &str) -> Site {
    let settings = "\n[[section]]\nfolder = \"registers\"\nkind = \"register\"\n";
    let schema = r#"{"fields":[{"name":"key"},{"name":"worth","type":"number"}],"primaryKey":"key"}"#;
    site.append("site.toml", settings)
        .file("content/registers/_section.en.md", "+++\ntitle = \"Registers\"\n+++\n")
        .file("content/registers/_section.fr.md", "+++\ntitle = \"Registres\"\n+++\n")
        .file(
            "content/registers/gifts/index.en.md",
            "+++\ntitle = \"Gifts\"\nfrequency = \"quarterly\"\nperiod = { start = 2026-07-01, end = 2026-09-30 }\n\
             embargo = \"2026-12-02T10:00:00Z\"\n+++\n\nGifts.\n",
        )
        .file("content/registers/gifts/schema.json", schema)
        .file("content/registers/gifts/data.csv", csv)
}

/// A mistake: its name, the error code, the file that the message names first, and a function that makes it.
struct Case(&'static str, &'static str, &'static str, fn(Site) -> Site);

const CASES: &[Case] = &[
    Case("another statement's reference", "duplicate-reference", "content/press/treaty.en.md", |site| {
        site.file(LATER, statement("reference = \"M/2026/001\"", "Text."))
    }),
    Case("another page's id", "duplicate-id", "content/faq/later.en.md", |site| {
        site.file("content/faq/later.en.md", answer("id = \"about\"\nvalid_from = 2026-12-02T10:00:00"))
    }),
    Case("another text's slug", "duplicate-address", LATER, |site| later(site, "slug = \"treaty\"", "Text.")),
    Case("another text's slug, in a translation alone", "duplicate-address", "content/press/later.fr.md", |site| {
        later(site, "", "Text.").file(
            "content/press/later.fr.md",
            "+++\ntitle = \"Plus tard\"\nsummary = \"Plus tard.\"\nslug = \"treaty\"\n+++\n\nTexte.\n",
        )
    }),
    Case("a slug that another text has as its alias", "duplicate-address", "content/about.en.md", |site| {
        later(site, "slug = \"old\"", "Text.").file("content/about.en.md", about("aliases = [\"/en/press/old/\"]"))
    }),
    Case("an alias that another text has", "duplicate-address", "content/about.en.md", |site| {
        later(site, "aliases = [\"/en/old/\"]", "Text.").file("content/about.en.md", about("aliases = [\"/en/old/\"]"))
    }),
    Case("a file of static/ at its address", "duplicate-address", "static/en/press/later/index.html", |site| {
        later(site, "", "Text.").file("static/en/press/later/index.html", "<p>Here.</p>")
    }),
    Case("a redirect at its address", "redirect-shadowed", "redirects.csv", |site| {
        later(site, "", "Text.").file("redirects.csv", "old,new,status\n/en/press/later/,/en/about/,301\n")
    }),
    Case("an address of the search index", "reserved-address", "content/pagefind.en.md", |site| {
        site.file("content/pagefind.en.md", about("embargo = \"2026-12-02T10:00:00Z\""))
    }),
    Case("an unknown topic", "unknown-topic", LATER, |site| later(site, "topics = [\"tade\"]", "Text.")),
    Case("an unknown related text", "unknown-document", LATER, |site| later(site, "related = [\"faq/vsa\"]", "Text.")),
    Case("an unknown text to correct", "unknown-document", LATER, |site| {
        later(site, "corrects = \"M/2026/009\"", "Text.")
    }),
    Case("a related text that is hidden longer", "link-to-hidden", LATER, |site| {
        later(site, "related = [\"faq/later\"]", "Text.")
            .file("content/faq/later.en.md", answer("valid_from = 2026-12-05"))
    }),
    Case("an unknown contact", "unknown-contact", LATER, |site| later(site, "press_contacts = [\"desk\"]", "Text.")),
    Case("an unknown contact in the text", "unknown-contact", LATER, |site| later(site, "", "::: contact desk\n:::")),
    Case("a broken link", "broken-link", LATER, |site| later(site, "", "[then](nowhere.en.md)")),
    Case("a broken anchor", "broken-anchor", LATER, |site| later(site, "", "[then](treaty.en.md#nowhere)")),
    Case("a missing picture", "broken-image", LATER, |site| later(site, "", "![A ship](ship.png)")),
    Case("a missing attachment", "broken-attachment", LATER, |site| {
        later(site, "attachments = [{ file = \"annex.pdf\", title = \"Annex\" }]", "Text.")
    }),
    Case("a link to a text that is hidden longer", "link-to-hidden", LATER, |site| {
        later(site, "", "[then](../faq/later.en.md)").file("content/faq/later.en.md", answer("valid_from = 2026-12-05"))
    }),
    Case(
        "an anchor that a public text names, in a translation to come",
        "broken-anchor",
        "content/about.fr.md",
        |site| {
            site.file("content/visit.en.md", "+++\ntitle = \"Visit\"\n+++\n\n## Hours\n\nText.\n")
                .file(
                    "content/visit.fr.md",
                    "+++\ntitle = \"Visite\"\nembargo = \"2026-12-02T10:00:00Z\"\n+++\n\nTexte.\n",
                )
                .append("content/about.fr.md", "\n[Heures](visit.en.md#hours)\n")
        },
    ),
    Case("a folder's list at a page's address", "duplicate-address", "content/about.en.md", |site| {
        site.file("content/info/later.en.md", about("embargo = \"2026-12-02T10:00:00Z\""))
            .file("content/about.en.md", about("slug = \"info\""))
    }),
    Case("a topic's list at a file's address", "duplicate-address", "static/en/topics/trade/index.html", |site| {
        site.file("content/press/treaty.en.md", statement("reference = \"M/2026/001\"\ntopics = [\"trade\"]", "Text."))
            .file("content/faq/visa.en.md", answer(""))
            .file("static/en/topics/trade/index.html", "<p>Here.</p>")
    }),
    Case(
        "the second page of a list at a file's address",
        "duplicate-address",
        "static/en/press/page/2/index.html",
        |site| {
            let settings = std::fs::read_to_string(site.path().join("site.toml")).unwrap();
            let settings = settings.replace("kind = \"statement\"", "kind = \"statement\"\npage_size = 1");
            later(site.file("site.toml", settings), "", "Text.")
                .file("static/en/press/page/2/index.html", "<p>Here.</p>")
        },
    ),
    Case("a year's list at a text's address", "duplicate-address", "", |site| {
        let text = statement("reference = \"M/2025/002\"", "Text.").replace("date = 2026-11-02", "date = 2025-11-02");
        site.file(LATER, text).file("static/en/press/2025/index.html", "<p>Here.</p>")
    }),
    Case(
        "the data of a register at a file's address",
        "duplicate-address",
        "static/en/registers/gifts/data.csv",
        |site| register(site, "key,worth\nG1,7\n").file("static/en/registers/gifts/data.csv", "x\n"),
    ),
    Case("a template that fails on a register", "template-render", "overrides/templates/register.html", |site| {
        register(site, "key,worth\nG1,7\n").file(
            "overrides/templates/register.html",
            "{% extends \"base.html\" %}{% block main %}{{ 1 / page.nothing }}{% endblock %}",
        )
    }),
];

#[test]
fn each_future_error_is_found_in_advance() {
    for Case(name, code, path, make) in CASES {
        let site = make(Site::minimal());
        let (now, then) = (judged(&site, NOW), judged(&site, HOUR));
        let errors = found(&now, Severity::Error);
        let told = errors.iter().filter(|error| error.from == Some(HOUR.parse().unwrap()));
        let told: Vec<&&Diagnostic> = told.filter(|error| error.code.name == *code).collect();
        assert_eq!(told.len(), 1, "{name}: {errors:#?}");
        assert!(told[0].message.ends_with(AT), "{name}: {}", told[0].message);
        assert!(told[0].labels.iter().any(|label| label.path.as_str().starts_with(path)), "{name}: {told:?}");
        // The error is the one that a build at that hour reports.
        let is_same = |error: &&Diagnostic| format!("{}{AT}", error.message) == told[0].message && error.from.is_none();
        assert!(found(&then, Severity::Error).iter().any(is_same), "{name}: {:#?}", then.diagnostics);
        assert!(errors.iter().all(|error| error.from.is_some()), "{name} is a mistake now: {errors:#?}");
    }
}

#[test]
fn a_future_error_stops_the_build_and_names_its_hour() {
    let site = later(Site::minimal(), "topics = [\"tade\"]", "Text.");
    let output = site.build();
    let line = "content/press/later.en.md:8:11: error[unknown-topic]: topic `tade` is not declared, at 2 December 2026, 10:00 \
                (Lisbon time) (did you mean `trade`?)";
    assert!(output.status == 1 && output.files.is_empty() && output.stderr.contains(line), "{}", output.stderr);
    let json =
        chancery().arg("--root").arg(site.path()).args(["--now", NOW, "check", "--format", "json"]).output().unwrap();
    assert!(String::from_utf8(json.stdout).unwrap().contains("\"from\":\"2026-12-02T10:00:00Z\""));
    let site = later(site, "topics = [\"trade\"]", "Text.");
    assert!(site.build().sound().stderr.contains("0 errors, 0 warnings"));
}

#[test]
fn a_future_error_is_reported_once_with_its_first_hour() {
    let site = later(Site::minimal(), "topics = [\"tade\"]", "Text.")
        .file("content/faq/later.en.md", answer("valid_from = 2026-12-04\ntopics = [\"tarde\"]"))
        .file("content/faq/last.en.md", answer("valid_from = 2026-12-06"));
    let report = judged(&site, NOW);
    let told: Vec<&str> = found(&report, Severity::Error).iter().map(|error| error.message.as_str()).collect();
    assert_eq!(
        told,
        [
            "topic `tarde` is not declared, at 4 December 2026, 00:00 (Lisbon time)",
            "topic `tade` is not declared, at 2 December 2026, 10:00 (Lisbon time)"
        ]
    );
}

#[test]
fn a_future_warning_is_reported_as_a_warning() {
    let site = later(Site::minimal(), "", "Text.").file(
        "content/press/later.fr.md",
        "+++\ntitle = \"Plus tard\"\nsummary = \"Plus tard.\"\ntranslated_from = \"0123456789abcdef\"\n+++\n\nTexte.\n",
    );
    let report = judged(&site, NOW);
    let warnings = found(&report, Severity::Warning);
    let [stale] = warnings.as_slice() else { panic!("{warnings:#?}") };
    assert_eq!((stale.code.name, stale.message.ends_with(AT)), ("stale-translation", true));
    assert!(!report.has_errors());
}

#[test]
fn changes_due_to_time_are_not_errors() {
    let site = Site::minimal()
        .append(
            "site.toml",
            "\n[[notice]]\nseverity = \"info\"\nstart = 2026-11-20T08:00:00Z\nexpires = 2026-12-20T08:00:00Z\n\
             text = { en = \"Closed\", fr = \"Fermé\" }\n\n[security]\ncontact = [\"mailto:a@example.org\"]\n\
             expires = 2027-03-01T00:00:00Z\n",
        )
        .file("content/faq/until.en.md", answer("valid_until = 2026-12-01\nreview_by = 2026-12-01"))
        .append("content/about.en.md", "\n[Until](faq/until.en.md)\n");
    let report = judged(&site, NOW);
    let told: Vec<&Diagnostic> = report.diagnostics.iter().filter(|fault| fault.severity != Severity::Note).collect();
    assert_eq!(told, [] as [&Diagnostic; 0]);
}

#[test]
fn checks_ahead_leave_nothing_in_the_output_or_the_cache() {
    let text = |site: Site, state: &str| {
        let text = statement("reference = \"M/2026/002\"\ntopics = [\"new\"]", "![A ship](ship.svg)");
        let topic = "\n[[topic]]\nid = \"new\"\nname = { en = \"New\", fr = \"Neuf\" }\n";
        site.append("site.toml", topic)
            .file("content/press/ship.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>")
            .file(LATER, text.replace("title =", &format!("state = \"{state}\"\ntitle =")))
            // A warning, so that there is something to report.
            .file(
                "content/press/later.fr.md",
                "+++\ntitle = \"T\"\nsummary = \"S.\"\ntranslated_from = \"0123456789abcdef\"\n+++\n\nTexte.\n",
            )
    };
    let (ahead, never) = (text(Site::minimal(), "published"), text(Site::minimal(), "draft"));
    assert!(judged(&ahead, NOW).diagnostics.iter().any(|fault| fault.from.is_some()));
    assert!(!judged(&never, NOW).diagnostics.iter().any(|fault| fault.from.is_some()));
    assert!(made(&ahead, NOW) == made(&never, NOW), "what is ahead shows");

    // With a cache: early checks are in no trace, so the build at the hour equals a clean build.
    let build = |now: &str| {
        let options = Options { cache: CacheChoice::Usual, ..options(&ahead, now) };
        engine::build(&options, &ahead.out(), &|_, _| {})
    };
    let first = build(NOW);
    assert_eq!(first.rendered.len(), first.targets);
    let told = |report: &Report| report.diagnostics.iter().filter(|fault| fault.from.is_some()).count();
    assert_eq!(told(&first), 1);
    // The result is kept between builds as long as its inputs do not change.
    let file = ahead.path().join("content/about.en.md");
    std::fs::write(&file, std::fs::read_to_string(&file).unwrap() + "\nMore.\n").unwrap();
    let second = build(NOW);
    assert_eq!((told(&second), second.rendered.len()), (1, 1), "{:?}", second.rendered);
    build(HOUR);
    assert!(read_folder(&ahead.out()) == made_with_search(&ahead, HOUR), "the hour differs from a build from nothing");
}

/// Returns the output of a clean build in its own folder.
fn made_with_search(site: &Site, now: &str) -> Files {
    let out = tempfile::tempdir().unwrap();
    let report = engine::build(&options(site, now), &out.path().join("public"), &|_, _| {});
    assert!(!report.has_errors(), "{:?}", report.diagnostics);
    read_folder(&out.path().join("public"))
}

#[test]
fn a_text_with_errors_at_its_hour_does_not_delay_others() {
    let site = later(Site::minimal(), "topics = [\"tade\"]", "Text.")
        .file("content/faq/later.en.md", answer("valid_from = 2026-12-02T10:00:00"))
        .file("content/faq/also.en.md", answer("valid_from = 2026-12-02T10:00:00\nrelated = [\"M/2026/002\"]"))
        .file("content/faq/last.en.md", answer("valid_from = 2026-12-04\ntopics = [\"tarde\"]"));
    let build = |by_the_clock: bool| {
        let since = by_the_clock.then(|| NOW.parse().unwrap());
        let options = Options { by_the_clock: since, cache: CacheChoice::Usual, ..options(&site, HOUR) };
        engine::build(&options, &site.out(), &|_, _| {})
    };
    let report = build(false);
    assert!(report.has_errors() && report.changes.is_none());
    let report = build(true);
    assert!(!report.has_errors() && report.changes.is_some(), "{:#?}", report.diagnostics);
    let held: Vec<&str> = report.held_back.iter().map(|path| path.as_str()).collect();
    assert_eq!(held, [LATER, "content/faq/also.en.md"]);
    let files = read_folder(&site.out());
    assert!(files.contains_key("en/faq/later/index.html"));
    assert!(!files.keys().any(|path| path.contains("press/later") || path.contains("faq/also")));
    let warnings = found(&report, Severity::Warning);
    assert!(warnings.iter().any(|fault| fault.message == "topic `tade` is not declared; the text is held back"));
    assert!(warnings.iter().any(|fault| fault.message.starts_with("topic `tarde` is not declared, at 4 December")));
    // An editor still gets the error.
    assert!(build(false).has_errors());
}
