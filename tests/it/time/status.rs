//! Tests of `chancery status`: the state of each text in the site's own time, and what is missing in each language.

use serde_json::Value;
use support::{NOW, Site, chancery};

fn statement(reference: &str, more: &str) -> String {
    format!(
        "+++\ntitle = \"Statement {reference}\"\nsummary = \"S.\"\nsubtype = \"statement\"\nreference = \"{reference}\"\n\
         {more}\n+++\n\nText.\n"
    )
}

fn page(title: &str, more: &str) -> String {
    format!("+++\ntitle = \"{title}\"\n{more}\n+++\n\nText.\n")
}

/// Makes a site with a text in each condition.
fn site() -> Site {
    let toml = std::fs::read_to_string(Site::minimal().path().join("site.toml")).unwrap();
    Site::minimal()
        .file("site.toml", toml.replace("required = [\"en\"]", "required = [\"en\", \"fr\"]"))
        .file("content/plan.en.md", page("Plan", "state = \"draft\""))
        .file("content/broken.en.md", page("Broken", "autor = \"x\""))
        .file("content/held.en.md", page("Held", "embargo = \"2027-07-02T09:00:00Z\""))
        .file("content/held.fr.md", page("Retenu", "embargo = \"2027-07-02T10:00:00Z\""))
        .file("content/back.en.md", page("Back", "state = \"draft\"\nreason = \"We are checking.\""))
        .file("content/old.en.md", page("Old", "review_by = 2026-11-20"))
        .file("content/old.fr.md", page("Vieux", "translated_from = \"0123456789abcdef\""))
        .file("content/press/wrong.en.md", statement("M/2", "date = 2026-11-03"))
        .file(
            "content/press/notice.en.md",
            statement("M/3", "date = 2026-11-04\ncorrects = \"M/2\"").replace("\"statement\"", "\"correction-notice\""),
        )
        .file(
            "content/press/withdrawn.en.md",
            statement(
                "M/4",
                "date = 2026-11-03\nstate = \"withdrawn\"\nwithdrawn_on = 2026-11-05\nreason = \"Wrong.\"",
            ),
        )
        .file("content/gone.en.md", page("Gone", "state = \"gone\"\nreason = \"Not needed.\""))
        .file(
            "content/faq/ended.en.md",
            "+++\nquestion = \"Ended?\"\nshort_answer = \"Yes.\"\nvalid_until = 2026-11-22\n+++\n\nYes.\n",
        )
}

fn status(site: &Site, arguments: &[&str]) -> String {
    let mut command = chancery();
    command.arg("--root").arg(site.path()).args(["--now", NOW, "--color", "never", "status"]).args(arguments);
    let run = command.output().unwrap();
    let stdout = String::from_utf8(run.stdout).unwrap();
    assert!(run.status.success(), "{stdout}{}", String::from_utf8_lossy(&run.stderr));
    stdout
}

/// Returns the state of each text and of its languages, by id.
fn records(site: &Site) -> std::collections::BTreeMap<String, Value> {
    let read = |line: &str| {
        let record: Value = serde_json::from_str(line).unwrap();
        (record["id"].as_str().unwrap().to_owned(), record)
    };
    status(site, &["--format", "json"]).lines().map(read).collect()
}

#[test]
fn each_text_has_its_state() {
    let records = records(&site());
    let found: Vec<(&str, &str)> =
        records.iter().map(|(id, record)| (id.as_str(), record["state"].as_str().unwrap())).collect();
    let expected = [
        ("M/2", "corrected"),
        ("M/2026/001", "public"),
        ("M/3", "public"),
        ("M/4", "withdrawn"),
        ("about", "public"),
        ("back", "held-back"),
        ("broken", "faulty"),
        ("faq/ended", "expired"),
        ("faq/visa", "public"),
        ("gone", "gone"),
        ("held", "held"),
        ("old", "public"),
        ("plan", "draft"),
    ];
    assert_eq!(found, expected);
    assert_eq!(records["held"]["at"], "2027-07-02T09:00:00Z");
    assert_eq!(records["M/4"]["at"], "2026-11-05T00:00:00Z");
    assert_eq!(records["faq/ended"]["at"], "2026-11-23T00:00:00Z");
    assert_eq!(records["M/2"]["corrected_by"][0], "M/3");
    assert_eq!(records["old"]["review_by"], "2026-11-20");
}

#[test]
fn each_language_has_its_own_state() {
    let records = records(&site());
    let french = |id: &str| &records[id]["languages"]["fr"];
    assert_eq!(french("old")["state"], "stale");
    assert_eq!(french("about")["state"], "unstamped");
    assert_eq!((&french("plan")["state"], &french("plan")["required"]), (&"missing".into(), &true.into()));
    assert_eq!((&french("held")["state"], &french("held")["at"]), (&"held".into(), &"2027-07-02T10:00:00Z".into()));
    assert_eq!(records["about"]["languages"]["en"]["state"], "source");
}

#[test]
fn the_screen_is_for_people() {
    let site = site();
    insta::assert_snapshot!(status(&site, &[]));
    let english = status(&site, &["--lang", "en"]);
    assert!(
        !english.contains("fr ") && english.contains("  old  Old; review was due on 20 November 2026"),
        "{english}"
    );
    assert!(status(&site, &["--all"]).contains("  about  About us"));
}

#[test]
fn missing_translations_are_listed() {
    let site = Site::minimal();
    let mut command = chancery();
    let run = command.arg("--root").arg(site.path()).args(["status", "--lang", "de"]).output().unwrap();
    assert_eq!(run.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&run.stderr).contains("languages of this site: `en`, `fr`"));
    let empty = tempfile::tempdir().unwrap();
    let run = chancery().arg("--root").arg(empty.path()).arg("status").output().unwrap();
    assert_eq!(run.status.code(), Some(2));
}
