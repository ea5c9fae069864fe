//! What a push and the list of releases say of what was changed, and what a web server finds before the first release.

use std::fs;

use super::pushing::{Server, git};
use support::publishing::Destination;
use support::{Site, read_folder};

const ABOUT: &str = "content/about.en.md";
const CONTACT: &str = "content/contact.en.md";

fn page(title: &str, fields: &str, words: &str) -> String {
    format!("+++\ntitle = \"{title}\"\n{fields}+++\n\n{words}\n")
}

#[test]
fn a_push_names_the_pages_that_it_changed_and_the_warnings_that_are_new() {
    let site = Site::minimal().file(CONTACT, page("Contact", "review_by = 2026-01-01\n", "Call us."));
    let server = Server::new(site);
    server.commit();
    server.push(&["main"]).well().with("warning[overdue-review]").with("1 new warning").without("as before");
    // A page is changed; the warning is no news.
    let said = server.edit(ABOUT, &page("About us", "", "Who we have become.")).well();
    let said = said.with("changed  https://www.example.org/en/about/").without("overdue-review");
    let said = said.with("0 errors, 0 new warnings, 1 as before").without("example.org/en/contact/");
    said.without("new      https://");
    // One is new, with a warning of its own.
    let said = server.edit("content/hall.en.md", &page("The hall", "review_by = 2026-02-01\n", "Open."));
    let said = said.well().with("new      https://www.example.org/en/hall/").with("1 new warning, 1 as before");
    said.with("content/hall.en.md").without("content/contact.en.md");
    // One that is refused tells what is wrong, and of nothing built, changed or removed.
    let said = server.edit("content/hall.en.md", &page("The hall", "", "[x](nowhere.en.md)"));
    let said = said.with("error[broken-link]").with("1 error, 0 new warnings").with("published site is as it was");
    said.without("https://www.example.org/").without("built ").without("removed");
}

#[test]
fn more_than_a_screen_of_pages_is_counted() {
    let server = Server::new(Site::minimal());
    server.commit();
    server.push(&["main"]).well();
    for number in 0..30 {
        server.site.write(&format!("content/page-{number:02}.en.md"), page(&format!("Page {number}"), "", "Text."));
    }
    server.commit();
    let said = server.push(&["main"]).well().with("new      https://www.example.org/en/page-00/");
    let listed = said.text.matches("https://www.example.org/").count();
    assert!((15..25).contains(&listed), "{listed} addresses in\n{}", said.text);
    assert!(said.text.contains(" more"), "{}", said.text);
}

#[test]
fn the_list_of_releases_names_author_and_subject_of_each_commit() {
    let server = Server::new(Site::minimal());
    let commit = |author: &str, subject: &str| {
        let commit = ["commit", "--quiet", "--no-verify", "--author", author, "--message", subject];
        assert!(git(&server.site.path()).args(["add", "--all"]).status().unwrap().success());
        assert!(git(&server.site.path()).args(commit).status().unwrap().success());
        server.push(&["main"]).well();
    };
    commit("Ana Pires <ana@example.org>", "Open the portal\n\nWith all that it takes.");
    server.site.write(ABOUT, page("About us", "", "Who we have become."));
    commit("\u{627}\u{62d}\u{645}\u{62f} <ahmad@example.org>", "Correct \"the fee\": 60 $(euros)");
    let mut command = support::chancery();
    command.arg("--root").arg(server.site.path()).args(["publish", "releases", "--to"]).arg(server.www());
    let run = command.output().unwrap();
    let listed = String::from_utf8(run.stdout).unwrap();
    let lines: Vec<&str> = listed.lines().collect();
    assert_eq!(lines.len(), 2, "{listed}");
    assert!(lines[0].starts_with("000001") && lines[0].ends_with("Ana Pires: Open the portal"), "{listed}");
    assert!(lines[1].ends_with("\u{627}\u{62d}\u{645}\u{62f}: Correct \"the fee\": 60 $(euros)"), "{listed}");
    assert!(lines[1].contains("2026-11-23 12:00:00"), "to the second, in the time of the site: {listed}");
    assert!(String::from_utf8_lossy(&run.stderr).contains("times are Lisbon time"));
}

#[test]
fn a_web_server_finds_rules_before_the_first_release() {
    let server = Server::new(Site::minimal());
    assert_eq!(server.current().unwrap(), "waiting");
    for file in ["nginx.conf", "apache.conf", "caddy.conf"] {
        assert!(server.public(file).contains("503"), "{file}");
    }
    assert!(!server.is_public("index.html"));
    server.install(&[]).well().with("503 until the first release");
    server.commit();
    server.push(&["main"]).well().with("release 1 is public").with("reload yours");
    assert_eq!(server.current().unwrap(), "releases/000001");
    assert!(!server.public("nginx.conf").contains("503"));
    // Once there is a release, nothing of this is left, and nothing brings it back.
    server.edit(ABOUT, &page("About us", "", "Who we have become.")).well();
    assert!(!server.www().join("waiting").exists());
    server.install(&[]).well().without("503");
    assert_eq!(server.current().unwrap(), "releases/000002");
}

#[test]
fn a_destination_is_prepared_by_a_command_of_its_own() {
    let site = Site::minimal();
    let to = Destination::new();
    let said = to.run(&site, &["--init"]).fine();
    assert!(said.stderr.contains("503 until the first release"), "{}", said.stderr);
    assert_eq!(to.current(), "waiting");
    let before = read_folder(&to.path().join("waiting"));
    to.run(&site, &["--init"]).fine();
    assert!(read_folder(&to.path().join("waiting")) == before);
    assert!(!site.path().join("public").exists(), "something was built");
    assert_eq!(to.run(&site, &["releases"]).fine().stdout, "");
    assert!(to.publish(&site).fine().stderr.contains("release 1 is public"));
    assert_eq!(to.current(), "releases/000001");
    assert!(!to.run(&site, &["--init"]).fine().stderr.contains("503"));
    assert_eq!(to.current(), "releases/000001");
    let foreign = Destination::new();
    fs::create_dir_all(foreign.path()).unwrap();
    fs::write(foreign.path().join("thesis.txt"), "mine").unwrap();
    assert_eq!(foreign.run(&site, &["--init"]).status, 2);
    assert!(!foreign.path().join("waiting").exists());
}
