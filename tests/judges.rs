//! The Nu HTML checker, an outside judge, has nothing to say of any page, picture or style sheet of the portal.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod support;

use std::path::Path;
use std::process::Command;

use serde_json::Value as Json;
use support::{Files, portal, portal_build, scratch, tool, write_folder};

/// What the checker says of every file in a folder: errors, warnings and mere remarks alike.
fn judge(folder: &Path) -> Vec<String> {
    let mut checker = Command::new(tool("CHANCERY_JAVA"));
    // A page of depth needs more stack than a thread has by default.
    checker.args(["-Xss2m", "-jar"]).arg(tool("CHANCERY_VNU_JAR"));
    checker.args(["--stdout", "--format", "json", "--exit-zero-always", "--also-check-svg"]).arg(folder);
    let run = checker.output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let said: Json = serde_json::from_slice(&run.stdout).unwrap_or_else(|fault| {
        panic!("{fault}: {}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr))
    });
    let messages = said["messages"].as_array().unwrap().iter();
    let line = |message: &Json| {
        let url = message["url"].as_str().unwrap_or_default();
        let path = url.rsplit_once(folder.to_str().unwrap()).map_or(url, |(_, path)| path.trim_start_matches('/'));
        let text = |name: &str| message[name].as_str().unwrap_or_default().trim().to_owned();
        format!("{path}:{}: {}: {} [{}]", message["lastLine"], text("type"), text("message"), text("extract"))
    };
    messages.map(line).collect()
}

#[test]
fn the_nu_html_checker_finds_no_error_and_no_warning() {
    let (_, folder) = portal();
    let said = judge(&folder);
    assert!(said.is_empty(), "{} messages\n{}\n", said.len(), said.join("\n"));
}

#[test]
fn the_nu_html_checker_finds_planted_defects() {
    let page = "en/press/index.html";
    let sound = support::text(portal_build(), page);
    let planted = |from: &str, to: &str| {
        assert!(sound.contains(from), "{page} has no `{from}`");
        sound.replacen(from, to, 1).into_bytes()
    };
    let files = Files::from([
        ("sound.html".to_owned(), sound.as_bytes().to_vec()),
        // An error of markup, in a folder of a folder.
        ("a/b/error.html".to_owned(), planted("</h1>", "</h1><p><div>A block in a paragraph</div></p>")),
        // What it calls a warning.
        ("warning.html".to_owned(), planted("</main>", "<section><p>No heading</p></section></main>")),
        ("twice.html".to_owned(), planted("</main>", "<p id=\"_content\">Twice</p></main>")),
        ("picture.svg".to_owned(), b"<svg xmlns=\"http://www.w3.org/2000/svg\"><rect fill=\"#12\"/></svg>".to_vec()),
    ]);
    let folder = scratch("planted");
    write_folder(&folder, &files);
    let said = judge(&folder);
    for path in files.keys() {
        let found = said.iter().any(|line| line.starts_with(&format!("{path}:")));
        assert_eq!(found, path != "sound.html", "{path}: {said:#?}");
    }
}
