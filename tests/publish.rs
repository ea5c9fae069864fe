//! `chancery publish`: releases, the switch between them, and what is never published.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

#[path = "support/failing_disk.rs"]
mod failing_disk;
#[path = "support/publishing.rs"]
mod publishing;
mod support;

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};

use publishing::{Destination, Run};
use support::Site;

const TREATY: &str = "content/press/treaty.en.md";

#[test]
fn a_green_build_becomes_public_and_the_next_shares_what_did_not_change() {
    let (site, to) = (Site::minimal(), Destination::new());
    let first = to.publish(&site).fine();
    assert_eq!(to.current(), "releases/000001");
    assert_eq!(first.files["en/about/index.html"], to.file("en/about/index.html"));
    let site = site.file("content/about.en.md", "+++\ntitle = \"About us\"\n+++\n\nWho we were.\n");
    to.publish(&site).fine();
    assert_eq!(to.current(), "releases/000002");
    assert!(to.text("en/about/index.html").contains("Who we were."));
    let inode =
        |release: &str, path: &str| fs::metadata(to.path().join("releases").join(release).join(path)).unwrap().ino();
    assert_eq!(inode("000001", "robots.txt"), inode("000002", "robots.txt"), "linked");
    assert_ne!(inode("000001", "en/about/index.html"), inode("000002", "en/about/index.html"), "not written to");
    let old = fs::read_to_string(to.path().join("releases/000001/en/about/index.html")).unwrap();
    assert!(old.contains("Who we are."), "a release stays as it is");
}

#[test]
fn nothing_new_is_no_release() {
    let (site, to) = (Site::minimal(), Destination::new());
    to.publish(&site).fine();
    let again = to.publish(&site).fine();
    assert!(again.stderr.contains("nothing has changed: release 1 stays public"), "{}", again.stderr);
    assert_eq!(to.releases(), [1]);
}

#[test]
fn a_build_with_errors_changes_nothing() {
    let (site, to) = (Site::minimal(), Destination::new());
    to.publish(&site).fine();
    let before = to.all();
    let site = site.file("content/about.en.md", "+++\ntitle = \"x\"\nsumary = \"x\"\n+++\n");
    assert_eq!(to.publish(&site).status, 1);
    assert_eq!(to.all(), before);
}

#[test]
fn files_can_be_read_by_all_and_written_by_nobody_and_the_memory_is_private() {
    let (site, to) = (Site::minimal(), Destination::new());
    to.publish(&site).fine();
    let mode = |path: &str| fs::metadata(to.path().join(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("current/index.html"), 0o444);
    assert_eq!(mode("current/en"), 0o755);
    assert_eq!(mode("releases/000001"), 0o755);
    assert_eq!(mode(".chancery"), 0o700);
}

#[test]
fn only_the_last_releases_are_kept() {
    let site = Site::minimal().append("site.toml", "\n[publish]\nkeep = 2\n");
    let to = Destination::new();
    for text in ["One", "Two", "Three", "Four"] {
        site.write("content/about.en.md", format!("+++\ntitle = \"About us\"\n+++\n\n{text}.\n"));
        to.publish(&site).fine();
    }
    assert_eq!(to.releases(), [3, 4]);
    let listed = to.run(&site, &["releases"]);
    assert_eq!(listed.stdout.lines().count(), 2);
    assert!(listed.stdout.lines().last().unwrap().ends_with("public"), "{}", listed.stdout);
}

#[test]
fn an_address_that_was_public_never_vanishes() {
    let (site, to) = (Site::minimal(), Destination::new());
    to.publish(&site).fine();
    let before = to.all();
    let site = site.without(TREATY).without("content/press/treaty.fr.md");
    let run = to.publish(&site);
    assert_eq!(run.status, 1);
    for address in ["/en/press/treaty/", "/fr/presse/treaty/"] {
        assert!(run.stderr.contains(&format!("error[vanished-address]: `{address}` was public")), "{}", run.stderr);
    }
    assert_eq!(to.all(), before, "what was public still is");
}

impl Run {
    /// Panics with what was said unless all went well.
    fn fine(self) -> Self {
        assert!(self.status == 0, "exit code {}\n{}{}", self.status, self.stdout, self.stderr);
        self
    }
}
