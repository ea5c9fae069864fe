//! What goes wrong: no site, front matter that nobody can read, one address twice, languages that nobody declared, links
//! that lead out, folders that are not ours. Nothing is lost, and each is told.

use std::fs;
use std::path::Path;

use chancery::import::Tool;

use super::imported;
use support::{chancery, read_folder};

/// Runs the program: `chancery import TOOL SRC --into DIR`.
fn run(tool: &str, source: &Path, into: &Path) -> (i32, String) {
    let run = chancery()
        .args(["import", tool])
        .arg(source)
        .arg("--into")
        .arg(into)
        .args(["--now", super::NOW])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stderr).into_owned() + &String::from_utf8_lossy(&run.stdout);
    (run.status.code().unwrap(), said)
}

fn write(folder: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

const SITE: [(&str, &str); 2] =
    [("hugo.toml", "baseURL = 'https://www.example.org/'\n"), ("content/a.md", "---\ntitle: A\n---\nWords.\n")];

#[test]
fn a_folder_that_is_no_site_is_refused() {
    let place = tempfile::tempdir().unwrap();
    let (source, into) = (place.path().join("source"), place.path().join("portal"));
    write(&source, &[("readme.txt", "Nothing.\n")]);
    for (tool, looked_for) in [("hugo", "hugo.toml"), ("jekyll", "_config.yml"), ("zola", "config.toml")] {
        let (code, said) = run(tool, &source, &into);
        assert_eq!(code, 2, "{said}");
        assert!(said.contains("is no site of") && said.contains(looked_for), "{said}");
        assert!(!into.exists());
    }
    let (code, said) = run("hugo", &place.path().join("nowhere"), &into);
    assert!(code == 2 && said.contains("there is no folder"), "{said}");
    let (code, said) = run("hugo", &source.join("readme.txt"), &into);
    assert!(code == 2 && said.contains("is a file"), "{said}");
}

#[test]
fn front_matter_that_can_not_be_read_is_kept_as_text_and_the_rest_goes_on() {
    let site = imported(
        Tool::Hugo,
        &[
            SITE[0],
            ("content/bad.md", "---\ntitle: [unclosed\nauthor: Jane\n---\nWords of the body.\n"),
            ("content/worse.md", "+++\ntitle = \n+++\nOther words.\n"),
            ("content/worst.md", "{ \"title\": }\nMore words.\n"),
            ("content/none.md", "Words without a title.\n"),
            ("content/open.md", "---\ntitle: Never closed\nAll of it.\n"),
            SITE[1],
        ],
    );
    let page = site.built.text("en/bad/index.html");
    assert!(page.contains("author: Jane") && page.contains("Words of the body."), "{page}");
    site.says("content/bad.md", "the front matter can't be read");
    assert!(site.report.notes.of("content/bad.md").iter().any(|note| note.line_number.is_some()));
    site.says("content/worse.md", "the front matter can't be read");
    assert!(site.built.text("en/worse/index.html").contains("Other words."));
    assert!(site.built.text("en/worst/index.html").contains("More words."));
    assert!(site.built.text("en/none/index.html").contains("Words without a title."));
    assert!(site.built.text("en/open/index.html").contains("All of it."));
    assert!(site.built.text("en/a/index.html").contains("Words."));
}

#[test]
fn two_files_that_claim_one_address_are_both_there_and_told_of() {
    let site = imported(
        Tool::Hugo,
        &[
            SITE[0],
            ("content/one.md", "---\ntitle: One\nurl: /same/\n---\nFirst words.\n"),
            ("content/two.md", "---\ntitle: Two\nurl: /same/\n---\nSecond words.\n"),
            ("content/Three.md", "---\ntitle: Three\n---\nThird words.\n"),
            ("content/three.html", "---\ntitle: Three again\n---\n<p>Fourth words.</p>\n"),
        ],
    );
    let pages: Vec<String> =
        site.built.files.values().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect();
    for words in ["First words.", "Second words.", "Third words.", "Fourth words."] {
        assert!(pages.iter().any(|page| page.contains("<main") && page.contains(words)), "{words}");
    }
    site.answers("/same/", "/en/same/");
    site.says("content/two.md", "/same/");
    let told = |path: &str| !site.report.notes.of(path).is_empty();
    assert!(told("content/Three.md") || told("content/three.html"));
}

#[test]
fn a_language_that_nobody_declared_is_told_of() {
    let site = imported(
        Tool::Hugo,
        &[SITE[0], SITE[1], ("content/a.de.md", "---\ntitle: Auf Deutsch\n---\nDeutsche Wörter.\n")],
    );
    site.says("content/a.de.md", "`de` is no language that the site declares");
    assert_eq!(site.report.languages, ["en"]);
    assert!(site.built.files.values().any(|bytes| String::from_utf8_lossy(bytes).contains("Deutsche Wörter.")));
}

#[test]
#[cfg(unix)]
fn links_that_lead_out_of_the_tree_are_not_followed() {
    let place = tempfile::tempdir().unwrap();
    let (source, into) = (place.path().join("source"), place.path().join("portal"));
    write(&source, &SITE);
    write(place.path(), &[("outside/secret.md", "---\ntitle: Secret\n---\nSecretword.\n")]);
    std::os::unix::fs::symlink("../../outside/secret.md", source.join("content/linked.md")).unwrap();
    std::os::unix::fs::symlink("../../outside", source.join("content/folder")).unwrap();
    std::os::unix::fs::symlink("a.md", source.join("content/inner.md")).unwrap();
    let (code, said) = run("hugo", &source, &into);
    assert_eq!(code, 0, "{said}");
    let files = read_folder(&into);
    assert!(files.values().all(|bytes| !String::from_utf8_lossy(bytes).contains("Secretword")));
    let report = String::from_utf8_lossy(&files["import-report.txt"]).into_owned();
    assert!(report.contains("content/linked.md") && report.contains("content/folder"), "{report}");
}

#[test]
fn a_folder_that_is_not_ours_is_left_alone() {
    let place = tempfile::tempdir().unwrap();
    let (source, into) = (place.path().join("source"), place.path().join("portal"));
    write(&source, &SITE);
    write(&into, &[("thesis.txt", "Years of work.\n")]);
    let (code, said) = run("hugo", &source, &into);
    assert!(code == 2 && said.contains("is not empty") && said.contains("thesis.txt"), "{code} {said}");
    assert_eq!(read_folder(&into).len(), 1);
    let (code, said) = run("hugo", &source, &source.join("portal"));
    assert!(code == 2 && said.contains("lies in the site"), "{said}");
    let (code, said) = run("hugo", &source, &source);
    assert!(code == 2 && said.contains("lies in the site"), "{said}");
}

#[test]
fn an_import_is_repeatable_and_touches_nothing_that_others_wrote() {
    let place = tempfile::tempdir().unwrap();
    let (source, into) = (place.path().join("source"), place.path().join("portal"));
    write(&source, &SITE);
    write(&source, &[("content/b.md", "---\ntitle: B\n---\nMore.\n")]);
    assert_eq!(run("hugo", &source, &into).0, 0);
    let first = read_folder(&into);
    assert_eq!(run("hugo", &source, &into).0, 0);
    assert_eq!(read_folder(&into), first);
    // What is gone from the source goes; what somebody added stays.
    fs::remove_file(source.join("content/b.md")).unwrap();
    write(&into, &[("content/own.en.md", "+++\ntitle = \"Own\"\n+++\nOurs.\n")]);
    assert_eq!(run("hugo", &source, &into).0, 0);
    let third = read_folder(&into);
    assert!(third.contains_key("content/own.en.md") && !third.contains_key("content/b.en.md"));
    // A new source for a name that somebody took is refused before anything is written.
    write(&source, &[("content/own.md", "---\ntitle: Theirs\n---\nTheirs.\n")]);
    let (code, said) = run("hugo", &source, &into);
    assert!(code != 0 && said.contains("is in the way"), "{said}");
    assert_eq!(read_folder(&into), third);
}

#[test]
fn words_in_another_encoding_and_odd_names_are_not_lost() {
    let place = tempfile::tempdir().unwrap();
    let (source, into) = (place.path().join("source"), place.path().join("portal"));
    write(&source, &SITE);
    fs::write(source.join("content/latin.md"), b"---\ntitle: Caf\xe9\n---\nWords caf\xe9.\n").unwrap();
    write(&source, &[("content/a \"quoted\" näme.md", "---\ntitle: Odd\n---\nOdd words.\n")]);
    write(&source, &[("content/broken\nname.md", "---\ntitle: Broken\n---\nWords.\n")]);
    let (code, said) = run("hugo", &source, &into);
    assert_eq!(code, 0, "{said}");
    let files = read_folder(&into);
    let any = |words: &str| {
        files.iter().any(|(path, bytes)| path.ends_with(".md") && String::from_utf8_lossy(bytes).contains(words))
    };
    assert!(any("Words caf") && any("Odd words."));
    let report = String::from_utf8_lossy(&files["import-report.txt"]).into_owned();
    assert!(report.contains("not read: the name of `content/broken\\nname.md` is not plain text"), "{report}");
}
