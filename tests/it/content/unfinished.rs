//! What fields and texts must say before anybody reads them: notices, withdrawals, authentic languages, bodies, markers.

use support::{Output, Site};

const TREATY: &str = "content/press/treaty.en.md";

fn statement(more: &str, body: &str) -> String {
    format!(
        "+++\ntitle = \"Other\"\nsummary = \"Other.\"\nsubtype = \"statement\"\nreference = \"M/2026/009\"\n\
         date = 2026-11-03\n{more}\n+++\n\n{body}\n"
    )
}

fn with(more: &str, body: &str) -> Site {
    Site::minimal().file("content/press/other.en.md", statement(more, body))
}

/// Builds, and returns the lines of errors and warnings.
fn faults(site: &Site) -> Vec<String> {
    let built = site.build();
    assert_eq!(built.status == 0, !built.faults().iter().any(|line| line.contains("error[")), "{}", built.stderr);
    built.faults().into_iter().map(str::to_owned).collect()
}

#[track_caller]
fn one(site: &Site, code: &str, place: &str) {
    let faults = faults(site);
    let found = matches!(&faults[..], [fault] if fault.contains(code) && fault.contains(place));
    assert!(found, "not one `{code}` at `{place}`: {faults:#?}");
}

#[test]
fn a_correction_notice_says_what_it_corrects() {
    let notice = |more: &str| statement(more, "Text.").replace("\"statement\"", "\"correction-notice\"");
    let site = |text: String| Site::minimal().file("content/press/other.en.md", text);
    one(&site(notice("")), "error[missing-field]", "other.en.md:4:11");
    one(&site(notice("embargo = \"2026-12-24T10:00Z\"")), "error[missing-field]", "other.en.md:4:11");
    assert_eq!(faults(&site(notice("state = \"draft\""))), [""; 0]);
    assert_eq!(faults(&site(notice("corrects = \"M/2026/001\""))), [""; 0]);
    assert_eq!(faults(&with("corrects = \"M/2026/001\"", "Text.")), [""; 0]);
}

#[test]
fn a_withdrawn_text_says_why() {
    one(&with("state = \"withdrawn\"\nwithdrawn_on = 2026-11-20", "Text."), "error[missing-field]", "other.en.md:7:9");
    assert_eq!(
        faults(&with("state = \"withdrawn\"\nwithdrawn_on = 2026-11-20\nreason = \"It was wrong.\"", "Text.")),
        [""; 0]
    );
}

/// The treaty, which is there in English and French, with what its source and its translation say of authority.
fn treaty(authority: &str, french: &str) -> Site {
    let site = Site::minimal();
    let text = site.read(TREATY).replace("date =", &format!("authority = {authority}\ndate ="));
    let translation = "content/press/treaty.fr.md";
    let translated = site.read(translation).replace("\n+++\n", &format!("\n{french}\n+++\n"));
    site.file(TREATY, text).file(translation, translated)
}

fn claim(built: &Output) -> Option<&str> {
    let page = built.text("en/press/treaty/index.html");
    Some(page.split_once("<p class=\"authority\">")?.1.split_once("</p>")?.0.trim())
}

#[test]
fn a_language_is_authentic_only_where_there_is_its_text() {
    let both = "{ mode = \"equal\", languages = [\"en\", \"fr\"] }";
    let built = treaty(both, "").build().sound();
    assert_eq!(claim(&built), Some("The texts in English and French are equally authentic."));
    one(&treaty(both, "").without("content/press/treaty.fr.md"), "error[inauthentic-language]", "treaty.en.md:6:50");
    one(&treaty(both, "state = \"draft\""), "error[inauthentic-language]", "treaty.en.md:6:50");
    for (authority, column) in [
        ("{ mode = \"single\", languages = [\"de\"] }", 45),
        ("{ mode = \"equal\", languages = [\"en\", \"fr\", \"zh\"] }", 56),
        ("{ mode = \"equal\", languages = [\"en\", \"fr\", \"en\"] }", 56),
        ("{ mode = \"oral\", languages = [\"de\"] }", 43),
        ("{ mode = \"single\" }", 13),
        ("{ mode = \"single\", languages = [\"en\", \"fr\"] }", 13),
        ("{ mode = \"equal\", languages = [\"en\"] }", 13),
    ] {
        one(&treaty(authority, ""), "error[inauthentic-language]", &format!("treaty.en.md:6:{column}"));
    }
    assert_eq!(faults(&treaty("{ mode = \"oral\" }", "")), [""; 0]);
}

#[test]
fn a_text_that_waits_for_its_hour_is_not_claimed_to_be_authentic_before() {
    let waits = "embargo = \"2026-12-24T10:00Z\"";
    let both = treaty("{ mode = \"equal\", languages = [\"en\", \"fr\"] }", waits);
    let built = both.build().sound();
    assert_eq!(claim(&built), None);
    let built = support::build(&both.path(), &both.out(), "2026-12-24T10:00:00Z", &[]).sound();
    assert_eq!(claim(&built), Some("The texts in English and French are equally authentic."));
    let built = treaty("{ mode = \"single\", languages = [\"fr\"] }", waits).build().sound();
    assert_eq!(claim(&built), None);
}

#[test]
fn a_statement_and_a_page_have_words_unless_they_show_something_else() {
    one(&with("", ""), "error[empty-body]", "other.en.md");
    one(&with("embargo = \"2026-12-24T10:00Z\"", "<!-- -->\n## Background"), "empty-body", "other.en.md");
    assert_eq!(faults(&with("state = \"draft\"", "")), [""; 0]);
    let annex = "attachments = [{ file = \"annex.pdf\", title = \"Annex\" }]";
    assert_eq!(faults(&with(annex, "").file("content/press/annex.pdf", "%PDF")), [""; 0]);
    one(&Site::minimal().file("content/about.fr.md", "+++\ntitle = \"Nous\"\n+++\n"), "empty-body", "about.fr.md");
    let faq = "+++\nquestion = \"When?\"\nshort_answer = \"Now.\"\n+++\n";
    assert_eq!(faults(&Site::minimal().file("content/faq/when.en.md", faq)), [""; 0]);
}

#[test]
fn markers_stop_what_is_public_or_will_be_and_no_draft() {
    one(&with("", "Signed by [NAME]."), "error[placeholder]", "other.en.md:10:11");
    one(&with("embargo = \"2026-12-24T10:00Z\"", "TODO: the figures."), "error[placeholder]", "other.en.md:10:1");
    one(&with("quick_facts = [\"It costs a lot.\", \"FIXME\"]", "Text."), "error[placeholder]", "other.en.md:7:36");
    one(&with("", "The venue is TBC."), "warning[placeholder]", "other.en.md:10:14");
    assert_eq!(faults(&with("state = \"draft\"", "TODO: the figures, [NAME].")), [""; 0]);
    // The translation of a draft is one.
    let draft = with("state = \"draft\"", "Text.");
    let french = "+++\ntitle = \"Autre\"\nsummary = \"Autre.\"\n+++\n\nSigné par [NOM].\n";
    assert_eq!(faults(&draft.file("content/press/other.fr.md", french)), [""; 0]);
    let section = "+++\ntitle = \"Press\"\nsummary = \"Lorem ipsum dolor.\"\n+++\n";
    one(&Site::minimal().file("content/press/_section.en.md", section), "error[placeholder]", "_section.en.md:3:12");
}
