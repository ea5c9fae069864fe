//! The Nu HTML checker, an outside judge, has nothing to say of any page, picture or style sheet of the portal.
//!
//! Pages are handed to it over HTTP, by a server of this machine: then their content security policies, which speak of
//! their own origin, are judged as well.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value as Json;
use support::{Files, portal, portal_build, scratch, tool, write_folder};

/// A server of files in a folder; it ends with its owner.
struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn of(folder: &Path) -> Self {
        let mut server = Command::new(tool("CHANCERY_PYTHON"));
        server.args(["-u", "-m", "http.server", "--bind", "127.0.0.1", "--directory"]).arg(folder).arg("0");
        let mut process = server.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(address, _)| address);
        Self { address: address.unwrap_or_else(|| panic!("no address in `{line}`")).to_owned(), process }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What the checker says of every page, picture and style sheet of a folder: errors, warnings and mere remarks alike.
fn judge(files: &Files, folder: &Path) -> Vec<String> {
    let server = Server::of(folder);
    let ending = |ending: &'static str| files.keys().filter(move |path| path.ends_with(ending));
    let pages: Vec<String> = ending(".html").map(|path| format!("{}{path}", server.address)).collect();
    let local = |ends: &'static str| ending(ends).map(|path| folder.join(path).to_str().unwrap().to_owned()).collect();
    let mut said = check(&[], &pages);
    said.extend(check(&["--svg"], &local(".svg")));
    said.extend(check(&["--css"], &local(".css")));
    let folder = folder.to_str().unwrap();
    said.iter().map(|line| line.replace(&server.address, "").replace(&format!("file:{folder}/"), "")).collect()
}

fn check(options: &[&str], places: &Vec<String>) -> Vec<String> {
    let mut checker = Command::new(tool("CHANCERY_JAVA"));
    // A page of depth needs more stack than a thread has by default; hosts of this machine are refused by default.
    checker.args(["-Xss2m", "-Dnu.validator.servlet.allow-forbidden-hosts=true", "-jar"]);
    checker.arg(tool("CHANCERY_VNU_JAR")).args(["--stdout", "--format", "json", "--exit-zero-always"]);
    let run = checker.args(options).args(places).output().unwrap();
    let said: Json = serde_json::from_slice(&run.stdout).unwrap_or_else(|fault| {
        panic!("{fault}: {}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr))
    });
    let line = |message: &Json| {
        let text = |name: &str| message[name].as_str().unwrap_or_default().trim().to_owned();
        format!("{}:{}: {}: {} [{}]", text("url"), message["lastLine"], text("type"), text("message"), text("extract"))
    };
    said["messages"].as_array().unwrap().iter().map(line).collect()
}

#[test]
fn the_nu_html_checker_finds_no_error_and_no_warning() {
    let (built, folder) = portal();
    let said = judge(&built.files, &folder);
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
    let sound_svg = portal_build()["emblem.svg"].clone();
    let files = Files::from([
        ("sound.html".to_owned(), sound.as_bytes().to_vec()),
        ("sound.svg".to_owned(), sound_svg),
        ("sound.css".to_owned(), b"p { color: red }".to_vec()),
        // An error of markup, in a folder of a folder.
        ("a/b/error.html".to_owned(), planted("</h1>", "</h1><p><div>A block in a paragraph</div></p>")),
        // What it calls a warning.
        ("warning.html".to_owned(), planted("</main>", "<section><p>No heading</p></section></main>")),
        ("twice.html".to_owned(), planted("</main>", "<p id=\"_content\">Twice</p></main>")),
        ("policy.html".to_owned(), planted("</main>", "<p style=\"color: red\">Against the policy</p></main>")),
        ("wrong.svg".to_owned(), b"<svg xmlns=\"http://www.w3.org/2000/svg\"><rectangle/></svg>".to_vec()),
        ("wrong.css".to_owned(), b"p { colour: red }".to_vec()),
    ]);
    let folder = scratch!("planted");
    write_folder(&folder, &files);
    let said = judge(&files, &folder);
    for path in files.keys() {
        let found = said.iter().any(|line| line.starts_with(&format!("{path}:")));
        assert_eq!(found, !path.starts_with("sound"), "{path}: {said:#?}");
    }
}
