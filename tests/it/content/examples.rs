//! The examples that `chancery explain` shows are true: each mistake raises its code at its file, and the mended form raises
//! no error and that code no longer.

use std::process::Command;

use chancery::diag::codes;
use chancery::diag::examples::{self, Example, Shows};
use support::Site;

const ABOUT: &str = "content/about.en.md";
const DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><path d=\"M0 0h9v9z\"/></svg>";

/// What the site holds beside an example: the files that the mended form speaks of.
fn beside(code: &str) -> Site {
    let site = Site::minimal();
    let page = "+++\ntitle = \"A visit\"\n+++\n\nThe Minister arrives.\n";
    match code {
        "broken-image" | "image-without-alt" => site.file("content/hall.svg", DRAWING),
        "broken-attachment" => site.file("content/annex.pdf", "%PDF-1.4\n"),
        "server-program" => site.file("content/form.php", "<?php\n").file("content/form.zip", "PK"),
        "link-to-hidden" => {
            site.file("content/agreement.en.md", page.replace("+++\n\n", "embargo = 2027-01-01T10:00:00Z\n+++\n\n"))
        }
        "looser-translation" => site.file("content/visit.en.md", page.replace("+++\n\n", "date = 2026-12-24\n+++\n\n")),
        "untranslated-alt" => {
            let image = "image = { src = \"hall.svg\", alt = \"The consular hall\" }\n+++\n\n";
            site.file("content/visit.en.md", page.replace("+++\n\n", image)).file("content/hall.svg", DRAWING)
        }
        "unknown-contact" => {
            let contact = "\n[[contact]]\nid = \"press\"\nname = { en = \"Press\", fr = \"Presse\" }\nemail = \"press@example.org\"\n";
            site.append("site.toml", contact)
        }
        "unknown-section" => site
            .file("content/speeches/_section.en.md", "+++\ntitle = \"Speeches\"\n+++\n")
            .file("content/speeches/_section.fr.md", "+++\ntitle = \"Discours\"\n+++\n"),
        "csv-syntax" | "csv-column" | "csv-value" | "csv-formula" | "schema-syntax" => register(site),
        _ => site,
    }
}

fn register(site: Site) -> Site {
    let fields = "title = \"Gifts\"\nperiod = { start = 2026-07-01, end = 2026-09-30 }\nfrequency = \"quarterly\"\n";
    let schema = r#"{"fields":[{"name":"id"},{"name":"value","type":"number"}],"primaryKey":"id"}"#;
    site.append("site.toml", "\n[[section]]\nfolder = \"registers\"\nkind = \"register\"\n")
        .file("content/registers/_section.en.md", "+++\ntitle = \"Registers\"\n+++\n")
        .file("content/registers/_section.fr.md", "+++\ntitle = \"Registres\"\n+++\n")
        .file("content/registers/gifts/index.en.md", format!("+++\n{fields}+++\n\nAll gifts.\n"))
        .file("content/registers/gifts/schema.json", schema)
        .file("content/registers/gifts/data.csv", "id,value\nG-1,120\n")
}

/// Writes one form of an example into a site; the file in which the fault is to be.
fn written(site: Site, example: &Example, form: &str) -> (Site, String) {
    let page = |fields: &str, text: &str| format!("+++\ntitle = \"About us\"\n{fields}\n+++\n\n{text}\n");
    let (site, place) = match example.shows {
        Shows::Fields => (site.file(ABOUT, page(form, "Who we are.")), ABOUT),
        Shows::Text => (site.file(ABOUT, page("", form)), ABOUT),
        Shows::Settings => (site.append("site.toml", &format!("\n{form}\n")), "site.toml"),
        Shows::File(path) => (site.file(path, format!("{form}\n")), path),
        Shows::Path => (site.file(form, page("", "Who we are.")), form),
        Shows::Situation => unreachable!("a situation can't be written"),
    };
    (site, place.to_owned())
}

/// What the program says of a site: severity, code and the paths of each fault.
fn said(site: &Site) -> Vec<(String, String, Vec<String>)> {
    let mut command: Command = support::chancery();
    command.arg("--root").arg(site.path()).args(["--now", support::NOW, "check", "--format", "json"]);
    let run = command.output().unwrap();
    let lines = String::from_utf8(run.stdout).unwrap();
    let fault = |line: &str| {
        let fault: serde_json::Value = serde_json::from_str(line).unwrap();
        let places = fault["places"].as_array().into_iter().flatten();
        let places = places.filter_map(|place| place["path"].as_str().map(str::to_owned)).collect();
        let word = |name: &str| fault[name].as_str().unwrap().to_owned();
        (word("severity"), word("code"), places)
    };
    lines.lines().map(fault).collect()
}

/// Tells what is wrong with an example; nothing where it is true.
fn untrue(example: &Example) -> Option<String> {
    let name = example.code.name;
    let (site, place) = written(beside(name), example, example.before);
    let before = said(&site);
    if !before.iter().any(|(_, code, places)| code == name && places.iter().any(|path| place.contains(path.as_str()))) {
        return Some(format!("{name}: the mistake does not raise it in {place}: {before:?}"));
    }
    let (site, _) = written(beside(name), example, example.after);
    let after = said(&site);
    let wrong: Vec<_> = after.iter().filter(|(severity, code, _)| severity == "error" || code == name).collect();
    (!wrong.is_empty()).then(|| format!("{name}: the mended form raises {wrong:?}"))
}

#[test]
fn every_mistake_raises_its_code_and_its_mended_form_does_not() {
    let tried: Vec<&Example> = examples::all().filter(|example| example.shows != Shows::Situation).collect();
    assert!(tried.len() > 60, "only {} examples are tried", tried.len());
    let untrue: Vec<String> = tried.into_iter().filter_map(untrue).collect();
    assert!(untrue.is_empty(), "{} examples are not true:\n{}", untrue.len(), untrue.join("\n"));
}

#[test]
fn an_example_that_is_not_true_is_found() {
    let true_one = examples::of(&codes::UNKNOWN_FIELD).unwrap();
    assert_eq!(untrue(true_one), None);
    for wrong in [Example { before: true_one.after, ..*true_one }, Example { after: true_one.before, ..*true_one }] {
        assert!(untrue(&wrong).is_some());
    }
}
