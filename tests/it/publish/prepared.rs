//! Tests of prepared sites: private until their hour, then published, and identified by their bytes.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use support::publishing::Destination;
use support::{NOW, Site};

#[test]
fn a_prepared_site_is_private_until_its_hour() {
    let embargoed = "+++\ntitle = \"Secret\"\nsummary = \"S.\"\nsubtype = \"statement\"\nreference = \"M/2026/009\"\n\
                     date = 2026-11-23\nembargo = \"2026-11-23T14:00:00Z\"\n+++\n\nSecret.\n";
    let site = Site::minimal().file("content/press/secret.en.md", embargoed);
    let to = Destination::new();
    to.publish(&site).fine();
    let prepare = |site: &Site| {
        let mut command = support::chancery();
        command.arg("--root").arg(site.path()).args(["--now", support::NOW, "publish", "--compress=off", "--to"]);
        let run = command.arg(to.path()).args(["--prepare-at", "2026-11-23T14:00:00Z"]).output().unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    };
    prepare(&site);
    assert!(!to.has("en/press/secret/index.html"));
    let mode = fs::metadata(to.path().join(".chancery/prepared")).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o700);
    to.run_at(&site, "2026-11-23T13:59:59Z", &["--if-due"]).fine();
    assert!(!to.has("en/press/secret/index.html"));
    let at = to.run_at(&site, "2026-11-23T14:00:30Z", &["--if-due"]).fine();
    assert!(to.has("en/press/secret/index.html"));
    assert!(!at.stderr.contains("built"), "what was prepared: {}", at.stderr);
}

#[test]
fn a_site_prepared_from_other_sources_is_built_again() {
    let embargoed = "+++\ntitle = \"Secret\"\nsummary = \"S.\"\nsubtype = \"statement\"\nreference = \"M/2026/009\"\n\
                     date = 2026-11-23\nembargo = \"2026-11-23T14:00:00Z\"\n+++\n\nSecret.\n";
    let site = Site::minimal().file("content/press/secret.en.md", embargoed);
    let to = Destination::new();
    to.publish(&site).fine();
    let mut command = support::chancery();
    command.arg("--root").arg(site.path()).args(["--now", support::NOW, "publish", "--compress=off", "--to"]);
    assert!(command.arg(to.path()).args(["--prepare-at", "2026-11-23T14:00:00Z"]).output().unwrap().status.success());
    let site = site.file("content/press/secret.en.md", embargoed.replace("Secret.\n", "Corrected.\n"));
    let run = to.run_at(&site, "2026-11-23T14:00:30Z", &["--if-due"]).fine();
    assert!(run.stderr.contains("the sources have changed"), "{}", run.stderr);
    assert!(to.text("en/press/secret/index.html").contains("Corrected."));
}

fn prepare(site: &Site, to: &Destination, hour: &str, compress: &str) {
    prepare_at(NOW, site, to, hour, compress);
}

fn prepare_at(now: &str, site: &Site, to: &Destination, hour: &str, compress: &str) {
    let mut command = support::chancery();
    command.arg("--root").arg(site.path()).args(["--now", now, "publish", "--to"]).arg(to.path());
    let run = command.args([compress, "--prepare-at", hour]).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}

/// Makes a site with one text under embargo until each of two days.
fn two_days() -> Site {
    let text = |number: u32, day: u32| {
        format!(
            "+++\ntitle = \"Secret\"\nsummary = \"S.\"\nsubtype = \"statement\"\nreference = \"M/2026/00{number}\"\n\
             date = 2026-11-23\nembargo = \"2026-11-{day}T14:00:00Z\"\n+++\n\nSecret {number}.\n"
        )
    };
    Site::minimal().file("content/press/one.en.md", text(8, 24)).file("content/press/two.en.md", text(9, 25))
}

const ONE: &str = "2026-11-24T14:00:00Z";
const TWO: &str = "2026-11-25T14:00:00Z";

#[test]
fn sites_prepared_for_several_hours_are_separate() {
    let (site, to) = (two_days(), Destination::new());
    to.publish(&site).fine();
    prepare(&site, &to, ONE, "--compress=off");
    prepare(&site, &to, TWO, "--compress=off");
    let folder = |hour: &str| to.path().join(".chancery/prepared").join(hour);
    // Changing a prepared site by mistake must not affect the public one.
    let copy = site.path().with_file_name("early");
    let run = std::process::Command::new("cp").arg("-a").arg(folder("20261125T140000Z/site")).arg(&copy).status();
    assert!(run.unwrap().success());
    let said = to.run_at(&site, ONE, &["--if-due"]).fine();
    assert!(!said.stderr.contains("built"), "{}", said.stderr);
    assert!(to.has("en/press/one/index.html") && !to.has("en/press/two/index.html"));
    assert!(!folder("20261124T140000Z").exists() && folder("20261125T140000Z").exists());
    // The folder can't be published itself, under another name, or as a copy.
    let link = site.path().with_file_name("link");
    std::os::unix::fs::symlink(folder("20261125T140000Z/site"), &link).unwrap();
    let other = Destination::new();
    other.publish(&site).fine();
    for (from, to) in [(folder("20261125T140000Z/site"), &to), (link.clone(), &to), (copy, &to), (link, &other)] {
        let said = to.run_at(&site, ONE, &["--from", from.to_str().unwrap()]);
        assert_eq!(said.status, 2, "{}: {}", from.display(), said.stderr);
        assert!(said.stderr.contains("it was prepared for"), "{}", said.stderr);
        assert!(!to.has("en/press/two/index.html"));
    }
}

#[test]
fn a_site_that_is_the_same_until_the_hour_may_be_published_before_it() {
    let (site, to) = (Site::minimal(), Destination::new());
    to.publish(&site).fine();
    let site = site.file("content/about.en.md", "+++\ntitle = \"About us\"\n+++\n\nWho we were.\n");
    prepare(&site, &to, ONE, "--compress=off");
    to.publish(&site).fine();
    assert!(to.text("en/about/index.html").contains("Who we were."));
}

/// A time after [`NOW`].
const LATER: &str = "2026-11-23T18:00:00Z";

#[test]
fn after_the_clock_is_set_back_the_public_site_is_not_refused_as_a_prepared_one() {
    let (site, to) = (Site::minimal(), Destination::new());
    to.publish(&site).fine();
    let site = site.file("content/about.en.md", "+++\ntitle = \"About us\"\n+++\n\nWho we were.\n");
    prepare_at(LATER, &site, &to, ONE, "--compress=off");
    // Also if the site was built first and published from its folder.
    to.publish(&site).fine();
    assert!(to.text("en/about/index.html").contains("Who we were."));
    let out = site.out();
    to.run(&site, &["--from", out.to_str().unwrap()]).fine();
}

#[test]
fn a_change_brought_forward_may_equal_the_prepared_site() {
    let (site, to) = (Site::minimal(), Destination::new());
    to.publish(&site).fine();
    let notice = |start: &str| {
        format!(
            "\n[[notice]]\nseverity = \"info\"\nstart = {start}\nexpires = 2026-12-24T08:00:00Z\n\
             text = {{ en = \"Closed.\", fr = \"Fermé.\" }}\n"
        )
    };
    let settings = site.read("site.toml");
    let site = site.file("site.toml", format!("{settings}{}", notice(ONE)));
    prepare(&site, &to, ONE, "--compress=off");
    let early = to.path().join(".chancery/prepared/20261124T140000Z/site");
    let copy = site.path().with_file_name("copy");
    assert!(std::process::Command::new("cp").arg("-a").arg(early).arg(&copy).status().unwrap().success());
    let said = to.run(&site, &["--from", copy.to_str().unwrap()]);
    assert!(said.status == 2 && said.stderr.contains("it was prepared for"), "{}", said.stderr);
    let site = site.file("site.toml", format!("{settings}{}", notice("2026-11-20T10:00:00Z")));
    to.publish(&site).fine();
    assert!(to.text("en/index.html").contains("Closed."));
}

#[test]
fn a_prepared_site_is_identified_by_its_bytes() {
    let (site, to) = (two_days(), Destination::new());
    to.publish(&site).fine();
    prepare(&site, &to, ONE, "--compress=off");
    prepare(&site, &to, TWO, "--compress=off");
    // Simulate a build into the folder of the other hour.
    let folder = |hour: &str| to.path().join(".chancery/prepared").join(hour);
    fs::remove_dir_all(folder("20261124T140000Z/site")).unwrap();
    fs::rename(folder("20261125T140000Z/site"), folder("20261124T140000Z/site")).unwrap();
    let said = to.run_at(&site, ONE, &["--if-due"]).fine();
    assert!(said.stderr.contains("is another site by now") && said.stderr.contains("built"), "{}", said.stderr);
    assert!(to.has("en/press/one/index.html") && !to.has("en/press/two/index.html"));
}

#[test]
fn compressed_copies_of_a_prepared_site_are_private_too() {
    let (site, to) = (two_days(), Destination::new());
    to.publish(&site).fine();
    prepare(&site, &to, ONE, "--compress=fast");
    let folder = to.path().join(".chancery/prepared/cache/compressed");
    let packs = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let packs: Vec<_> = packs.filter(|entry| entry.path().extension().is_some_and(|ending| ending == "pack")).collect();
    assert!(!packs.is_empty());
    assert!(packs.iter().all(|pack| pack.metadata().unwrap().permissions().mode() & 0o777 == 0o600));
}
