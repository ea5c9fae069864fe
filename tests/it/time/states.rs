//! The table of states: the outcome for a text in each state with each date field, before and after its date.
//!
//! An FAQ entry in English has a French translation. One of the two sets a state, one of the two sets a date; each cell
//! gives the outcome for both languages, before and after that date. An outcome is what readers get at the address of
//! the text or, if the text has errors, the error code. The table is given here in full.

use chancery::diag::Severity;
use chancery::engine::{self, Options};
use support::Site;

/// The states: name and front matter.
const STATES: [(&str, &str); 7] = [
    ("-", ""),
    ("public", "state = \"public\"\n"),
    ("draft", "state = \"draft\"\n"),
    ("reserve", "state = \"reserve\"\n"),
    ("withdrawn", "state = \"withdrawn\"\nreason = \"R.\"\n"),
    ("retired", "state = \"retired\"\n"),
    ("gone", "state = \"gone\"\n"),
];

/// The date fields: name and front matter with a date.
const FIELDS: [(&str, &str); 8] = [
    ("date", "date = 2026-12-01"),
    ("updated", "updated = 2026-12-01"),
    ("embargo", "embargo = \"2026-12-01T00:00:00Z\""),
    ("valid_from", "valid_from = 2026-12-01"),
    ("valid_until", "valid_until = 2026-11-30"),
    ("withdrawn_on", "withdrawn_on = 2026-12-01"),
    ("review_by", "review_by = 2026-12-01"),
    ("note", "change_notes = [{ date = 2026-12-01, note = \"N.\" }]"),
];

const BEFORE: &str = "2026-11-30T23:59:59Z";
const AFTER: &str = "2026-12-01T00:00:01Z";

/// Returns the outcome for a text in a language at an instant.
fn outcome(prepared: &engine::Prepared, lang: &str, faults: &[(&str, Severity, String)]) -> String {
    let path = &format!("content/faq/a.{lang}.md");
    let of_text = |severity| faults.iter().filter(move |(_, found, file)| *found == severity && file == path);
    if let Some((code, ..)) = of_text(Severity::Error).next() {
        return format!("!{code}");
    }
    let (_, site) = prepared.linked.as_ref().unwrap();
    let address = format!("/{lang}/{}/a/", if lang == "en" { "faq" } else { "questions" });
    if let Some(gone) = site.gone.iter().find(|gone| gone.path == address) {
        return if gone.is_held { "held".into() } else { "gone".into() };
    }
    let Some(doc) = site.docs.iter().find(|doc| doc.path == address) else { return "hidden".into() };
    let set = site.set(doc.set);
    let is_listed =
        site.sections.iter().any(|section| section.docs.0.iter().flatten().any(|id| site.doc(*id).path == address));
    let mut words = vec![match (set.expired.is_some(), is_listed) {
        (true, false) => "expired",
        (false, true) => "public",
        _ => "?",
    }];
    words.extend(set.withdrawn.map(|_| "withdrawn"));
    words.extend(doc.updated.map(|_| "updated"));
    words.extend((!doc.change_notes().is_empty()).then_some("noted"));
    words.extend(of_text(Severity::Warning).filter(|(code, ..)| *code == "overdue-review").map(|_| "overdue"));
    words.join("+")
}

/// Returns the outcome for both languages at an instant; a single word if they are the same.
fn both(site: &Site, now: &str) -> String {
    let options = Options { root: site.path(), now: Some(now.parse().unwrap()), ..Options::default() };
    let prepared = engine::prepare(&options);
    let mut faults = prepared.diagnostics.clone();
    faults.extend(prepared.check());
    let faults: Vec<(&str, Severity, String)> = faults
        .iter()
        .filter_map(|fault| Some((fault.code.name, fault.severity, fault.labels.first()?.path.as_str().to_owned())))
        .collect();
    let [english, french] = ["en", "fr"].map(|lang| outcome(&prepared, lang, &faults));
    if english == french { english } else { format!("{english}/{french}") }
}

/// Returns a cell: the outcome before and after.
fn cell(state: (&str, &str), state_in: &str, field: (&str, &str), field_in: &str) -> String {
    let front = |lang: &str| {
        let mut front = String::new();
        if state_in == lang {
            front += state.1;
            // A withdrawal needs a date in the source.
            if state.0 == "withdrawn" && lang == "en" && !(field.0 == "withdrawn_on" && field_in == "en") {
                front += "withdrawn_on = 2026-11-01\n";
            }
        }
        if field_in == lang {
            front += field.1;
        }
        format!("+++\nquestion = \"Q?\"\nshort_answer = \"A.\"\n{front}\n+++\n\nText.\n")
    };
    let site = Site::minimal()
        .file("content/faq/_section.fr.md", "+++\ntitle = \"Questions\"\nslug = \"questions\"\n+++\n")
        .file("content/faq/a.en.md", front("en"))
        .file("content/faq/a.fr.md", front("fr"));
    let (before, after) = (both(&site, BEFORE), both(&site, AFTER));
    if before == after { before } else { format!("{before} > {after}") }
}

/// Returns the table, one line for each state and field.
fn table(state_in: &str, field_in: &str) -> String {
    let mut lines = String::new();
    for state in STATES {
        for field in FIELDS {
            lines += &format!("{} {}: {}\n", state.0, field.0, cell(state, state_in, field, field_in));
        }
    }
    lines
}

#[test]
fn the_source_sets_state_and_date() {
    assert_eq!(table("en", "en"), SOURCE);
}

#[test]
fn the_translation_sets_state_and_date() {
    assert_eq!(table("fr", "fr"), TRANSLATION);
}

#[test]
fn the_source_sets_the_state_and_the_translation_the_date() {
    assert_eq!(table("en", "fr"), STATE_IN_SOURCE);
}

#[test]
fn the_translation_sets_the_state_and_the_source_the_date() {
    assert_eq!(table("fr", "en"), DATE_IN_SOURCE);
}

const SOURCE: &str = "\
- date: hidden > public
- updated: public > public+updated
- embargo: hidden > public
- valid_from: hidden > public
- valid_until: public > expired
- withdrawn_on: !contradictory-field/hidden
- review_by: public > public+overdue/public
- note: public > public+noted/public
public date: hidden > public
public updated: public > public+updated
public embargo: hidden > public
public valid_from: hidden > public
public valid_until: public > expired
public withdrawn_on: !contradictory-field/hidden
public review_by: public > public+overdue/public
public note: public > public+noted/public
draft date: hidden
draft updated: hidden
draft embargo: hidden
draft valid_from: hidden
draft valid_until: hidden
draft withdrawn_on: hidden
draft review_by: hidden
draft note: hidden
reserve date: hidden
reserve updated: hidden
reserve embargo: hidden
reserve valid_from: hidden
reserve valid_until: hidden
reserve withdrawn_on: hidden
reserve review_by: hidden
reserve note: hidden
withdrawn date: hidden > public+withdrawn
withdrawn updated: public+withdrawn > public+withdrawn+updated
withdrawn embargo: hidden > public+withdrawn
withdrawn valid_from: hidden > public+withdrawn
withdrawn valid_until: public+withdrawn > expired+withdrawn
withdrawn withdrawn_on: public > public+withdrawn
withdrawn review_by: public+withdrawn > public+withdrawn+overdue/public+withdrawn
withdrawn note: public+withdrawn > public+withdrawn+noted/public+withdrawn
retired date: hidden > gone
retired updated: gone
retired embargo: hidden > gone
retired valid_from: hidden > gone
retired valid_until: gone
retired withdrawn_on: gone
retired review_by: gone
retired note: gone
gone date: hidden > gone
gone updated: gone
gone embargo: hidden > gone
gone valid_from: hidden > gone
gone valid_until: gone
gone withdrawn_on: gone
gone review_by: gone
gone note: gone
";

const TRANSLATION: &str = "\
- date: public/hidden > public
- updated: public > public/public+updated
- embargo: public/hidden > public
- valid_from: public/!contradictory-field
- valid_until: public/!contradictory-field
- withdrawn_on: public/!contradictory-field
- review_by: public/!contradictory-field
- note: public > public/public+noted
public date: public/hidden > public
public updated: public > public/public+updated
public embargo: public/hidden > public
public valid_from: public/!contradictory-field
public valid_until: public/!contradictory-field
public withdrawn_on: public/!contradictory-field
public review_by: public/!contradictory-field
public note: public > public/public+noted
draft date: public/hidden
draft updated: public/hidden
draft embargo: public/hidden
draft valid_from: public/!contradictory-field
draft valid_until: public/!contradictory-field
draft withdrawn_on: public/!contradictory-field
draft review_by: public/!contradictory-field
draft note: public/hidden
reserve date: public/hidden
reserve updated: public/hidden
reserve embargo: public/hidden
reserve valid_from: public/!contradictory-field
reserve valid_until: public/!contradictory-field
reserve withdrawn_on: public/!contradictory-field
reserve review_by: public/!contradictory-field
reserve note: public/hidden
withdrawn date: public/!contradictory-field
withdrawn updated: public/!contradictory-field
withdrawn embargo: public/!contradictory-field
withdrawn valid_from: public/!contradictory-field
withdrawn valid_until: public/!contradictory-field
withdrawn withdrawn_on: public/!contradictory-field
withdrawn review_by: public/!contradictory-field
withdrawn note: public/!contradictory-field
retired date: public/hidden > public/gone
retired updated: public/gone
retired embargo: public/hidden > public/gone
retired valid_from: public/!contradictory-field
retired valid_until: public/!contradictory-field
retired withdrawn_on: public/!contradictory-field
retired review_by: public/!contradictory-field
retired note: public/gone
gone date: public/hidden > public/gone
gone updated: public/gone
gone embargo: public/hidden > public/gone
gone valid_from: public/!contradictory-field
gone valid_until: public/!contradictory-field
gone withdrawn_on: public/!contradictory-field
gone review_by: public/!contradictory-field
gone note: public/gone
";

const STATE_IN_SOURCE: &str = "\
- date: public/hidden > public
- updated: public > public/public+updated
- embargo: public/hidden > public
- valid_from: public/!contradictory-field
- valid_until: public/!contradictory-field
- withdrawn_on: public/!contradictory-field
- review_by: public/!contradictory-field
- note: public > public/public+noted
public date: public/hidden > public
public updated: public > public/public+updated
public embargo: public/hidden > public
public valid_from: public/!contradictory-field
public valid_until: public/!contradictory-field
public withdrawn_on: public/!contradictory-field
public review_by: public/!contradictory-field
public note: public > public/public+noted
draft date: hidden
draft updated: hidden
draft embargo: hidden
draft valid_from: hidden/!contradictory-field
draft valid_until: hidden/!contradictory-field
draft withdrawn_on: hidden/!contradictory-field
draft review_by: hidden/!contradictory-field
draft note: hidden
reserve date: hidden
reserve updated: hidden
reserve embargo: hidden
reserve valid_from: hidden/!contradictory-field
reserve valid_until: hidden/!contradictory-field
reserve withdrawn_on: hidden/!contradictory-field
reserve review_by: hidden/!contradictory-field
reserve note: hidden
withdrawn date: public+withdrawn/hidden > public+withdrawn
withdrawn updated: public+withdrawn > public+withdrawn/public+withdrawn+updated
withdrawn embargo: public+withdrawn/hidden > public+withdrawn
withdrawn valid_from: public+withdrawn/!contradictory-field
withdrawn valid_until: public+withdrawn/!contradictory-field
withdrawn withdrawn_on: public+withdrawn/!contradictory-field
withdrawn review_by: public+withdrawn/!contradictory-field
withdrawn note: public+withdrawn > public+withdrawn/public+withdrawn+noted
retired date: gone/hidden > gone
retired updated: gone
retired embargo: gone/hidden > gone
retired valid_from: gone/!contradictory-field
retired valid_until: gone/!contradictory-field
retired withdrawn_on: gone/!contradictory-field
retired review_by: gone/!contradictory-field
retired note: gone
gone date: gone/hidden > gone
gone updated: gone
gone embargo: gone/hidden > gone
gone valid_from: gone/!contradictory-field
gone valid_until: gone/!contradictory-field
gone withdrawn_on: gone/!contradictory-field
gone review_by: gone/!contradictory-field
gone note: gone
";

const DATE_IN_SOURCE: &str = "\
- date: hidden > public
- updated: public > public+updated
- embargo: hidden > public
- valid_from: hidden > public
- valid_until: public > expired
- withdrawn_on: !contradictory-field/hidden
- review_by: public > public+overdue/public
- note: public > public+noted/public
public date: hidden > public
public updated: public > public+updated
public embargo: hidden > public
public valid_from: hidden > public
public valid_until: public > expired
public withdrawn_on: !contradictory-field/hidden
public review_by: public > public+overdue/public
public note: public > public+noted/public
draft date: hidden > public/hidden
draft updated: public/hidden > public+updated/hidden
draft embargo: hidden > public/hidden
draft valid_from: hidden > public/hidden
draft valid_until: public/hidden > expired/hidden
draft withdrawn_on: !contradictory-field/hidden
draft review_by: public/hidden > public+overdue/hidden
draft note: public/hidden > public+noted/hidden
reserve date: hidden > public/hidden
reserve updated: public/hidden > public+updated/hidden
reserve embargo: hidden > public/hidden
reserve valid_from: hidden > public/hidden
reserve valid_until: public/hidden > expired/hidden
reserve withdrawn_on: !contradictory-field/hidden
reserve review_by: public/hidden > public+overdue/hidden
reserve note: public/hidden > public+noted/hidden
withdrawn date: hidden/!contradictory-field > public/!contradictory-field
withdrawn updated: public/!contradictory-field > public+updated/!contradictory-field
withdrawn embargo: hidden/!contradictory-field > public/!contradictory-field
withdrawn valid_from: hidden/!contradictory-field > public/!contradictory-field
withdrawn valid_until: public/!contradictory-field > expired/!contradictory-field
withdrawn withdrawn_on: !contradictory-field
withdrawn review_by: public/!contradictory-field > public+overdue/!contradictory-field
withdrawn note: public/!contradictory-field > public+noted/!contradictory-field
retired date: hidden > public/gone
retired updated: public/gone > public+updated/gone
retired embargo: hidden > public/gone
retired valid_from: hidden > public/gone
retired valid_until: public/gone > expired/gone
retired withdrawn_on: !contradictory-field/hidden
retired review_by: public/gone > public+overdue/gone
retired note: public/gone > public+noted/gone
gone date: hidden > public/gone
gone updated: public/gone > public+updated/gone
gone embargo: hidden > public/gone
gone valid_from: hidden > public/gone
gone valid_until: public/gone > expired/gone
gone withdrawn_on: !contradictory-field/hidden
gone review_by: public/gone > public+overdue/gone
gone note: public/gone > public+noted/gone
";
