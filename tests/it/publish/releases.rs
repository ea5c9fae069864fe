//! Tests of `chancery publish`: releases, the switch between them, and what is never published.
#![allow(clippy::print_stderr)]

use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::Path;

use crate::lab::failing_disk::FailingDisk;
use chancery::config::Publishing;
use chancery::diag::Diagnostic;
use chancery::fs::disk::{Disk, Lock, SystemDisk};
use chancery::publish::{self, Order};
use support::publishing::{Destination, Run};
use support::{Site, program, read_folder};

const TREATY: &str = "content/press/treaty.en.md";

#[test]
fn a_build_without_errors_is_published_and_the_next_release_shares_unchanged_files() {
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
fn an_unchanged_site_makes_no_release() {
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
    let kept: Vec<bool> = listed.stdout.lines().map(|line| !line.contains("not kept")).collect();
    assert_eq!(kept, [false, false, true, true], "{}", listed.stdout);
    assert!(listed.stdout.lines().last().unwrap().ends_with("public"), "{}", listed.stdout);
}

#[test]
fn the_oldest_release_is_reused_and_leaves_nothing_behind() {
    let site = Site::minimal().append("site.toml", "\n[publish]\nkeep = 3\n");
    let to = Destination::new();
    site.write("content/gone.en.md", "+++\ntitle = \"Gone\"\n+++\n\nSecretword.\n");
    for text in ["One", "Two", "Three"] {
        site.write("content/about.en.md", format!("+++\ntitle = \"About us\"\n+++\n\n{text}.\n"));
        to.publish(&site).fine();
        site.write("content/gone.en.md", "+++\ntitle = \"Gone\"\nstate = \"gone\"\nreason = \"It has ended.\"\n+++\n");
    }
    // Tamper with the oldest release: an extra file, an extra folder, a file with other bytes, a symbolic link.
    let oldest = to.path().join("releases/000001");
    let inode = |path: &Path| fs::metadata(path).unwrap().ino();
    let folder = inode(&oldest.join("en/press"));
    fs::create_dir_all(oldest.join("en/planted")).unwrap();
    fs::write(oldest.join("en/planted/index.html"), "planted").unwrap();
    fs::write(oldest.join("planted.php"), "planted").unwrap();
    let replaced = oldest.join("fr/a-propos/index.html");
    fs::remove_file(&replaced).unwrap();
    fs::write(&replaced, "planted").unwrap();
    fs::remove_file(oldest.join("robots.txt")).unwrap();
    std::os::unix::fs::symlink("/etc/hostname", oldest.join("robots.txt")).unwrap();
    site.write("content/about.en.md", "+++\ntitle = \"About us\"\n+++\n\nFour.\n");
    let built = to.publish(&site).fine().files;
    assert_eq!(to.releases(), [2, 3, 4]);
    assert_eq!(public(&to), built);
    let current = fs::canonicalize(to.path().join("current")).unwrap();
    assert_eq!(inode(&current.join("en/press")), folder, "its folders were taken");
    assert_eq!(inode(&current.join("robots.txt")), inode(&to.path().join("releases/000003/robots.txt")));
    assert!(!current.join("en/planted").exists());
}

#[test]
fn a_published_address_never_stops_working() {
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

/// Makes the order for a publication through the library.
fn order(to: &Destination) -> Order {
    Order::new(&to.path(), &Publishing::default())
}

fn codes(result: Result<publish::Outcome, Vec<Diagnostic>>) -> Vec<&'static str> {
    let mut codes: Vec<_> = result.unwrap_err().iter().map(|fault| fault.code.name).collect();
    codes.dedup();
    codes
}

fn says(run: &Run, code: &str, exit: i32) {
    assert_eq!(run.status, exit, "{}{}", run.stdout, run.stderr);
    assert!(run.stderr.contains(&format!("[{code}]")), "{}", run.stderr);
}

const GONE: &str = "old,new,status\n/en/press/treaty/,,410\n/fr/presse/treaty/,/fr/presse/,301\n";

fn without_treaty(site: Site) -> Site {
    site.without(TREATY).without("content/press/treaty.fr.md").file("redirects.csv", GONE)
}

#[test]
fn removed_or_redirected_pages_may_disappear_and_their_rules_must_stay() {
    let (site, to) = (Site::minimal(), Destination::new());
    to.publish(&site).fine();
    let site = without_treaty(site);
    let planned = to.run(&site, &["--dry-run"]).fine();
    for line in ["redirected  /fr/presse/treaty/ -> /fr/presse/", "gone        /en/press/treaty/"] {
        assert!(planned.stdout.lines().any(|found| found == line), "{line}\n{}", planned.stdout);
    }
    assert_eq!(to.current(), "releases/000001", "a dry run does nothing");
    to.publish(&site).fine();
    says(&to.publish(&site.without("redirects.csv")), "vanished-address", 1);
}

#[test]
fn unusually_many_removals_need_permission() {
    let site = Site::minimal().append("site.toml", "\n[publish]\nmax_delete = 0\n");
    let to = Destination::new();
    to.publish(&site).fine();
    let site = without_treaty(site);
    says(&to.publish(&site), "too-many-removals", 1);
    to.run(&site, &["--allow-delete", "1"]).fine();
}

#[test]
fn a_style_sheet_is_carried_for_seven_days_and_files_of_texts_are_not() {
    let site = Site::minimal()
        .file("overrides/assets/portal.css", "body { margin: 1px }\n")
        .append("site.toml", "\n[publish]\nkeep = 1\n");
    let page = |file: &str| format!("+++\ntitle = \"About us\"\n+++\n\n[paper]({file})\n");
    let site = site.file("content/paper.pdf", "%PDF-1.4 one").file("content/about.en.md", page("paper.pdf"));
    let to = Destination::new();
    let first = to.publish(&site).fine().files;
    let find = |end: &str| first.keys().find(|path| path.ends_with(end)).unwrap().clone();
    let (sheet, paper) = (find("/portal.css"), find("/paper.pdf"));
    let site =
        site.file("overrides/assets/portal.css", "body { margin: 2px }\n").file("content/paper.pdf", "%PDF-1.4 two");
    to.run_at(&site, "2026-11-24T12:00:00Z", &[]).fine();
    assert_eq!(to.file(&sheet), first[&sheet], "carried");
    assert!(!to.has(&paper), "an editor took it away");
    let edited = |text: &str| site.write("content/faq/_section.en.md", format!("+++\ntitle = \"{text}\"\n+++\n"));
    edited("Later");
    to.run_at(&site, "2026-12-01T11:59:00Z", &[]).fine();
    assert!(to.has(&sheet), "not seven days yet");
    edited("Later still");
    to.run_at(&site, "2026-12-01T12:00:00Z", &[]).fine();
    assert!(!to.has(&sheet), "seven days, and no release of the last one");
}

#[test]
fn a_rollback_is_a_release_and_another_one_goes_further_back() {
    let (site, to) = (Site::minimal(), Destination::new());
    for text in ["One", "Two", "Three"] {
        site.write("content/about.en.md", format!("+++\ntitle = \"About us\"\n+++\n\n{text}.\n"));
        to.publish(&site).fine();
    }
    to.run(&site, &["rollback"]).fine();
    assert_eq!(to.current(), "releases/000004");
    assert!(to.text("en/about/index.html").contains("Two."));
    to.run(&site, &["rollback"]).fine();
    assert!(to.text("en/about/index.html").contains("One."));
    says(&to.run(&site, &["rollback", "7"]), "no-such-release", 2);
    to.publish(&site).fine();
    assert!(to.text("en/about/index.html").contains("Three."));
}

#[test]
fn a_rollback_restores_nothing_that_was_withdrawn() {
    let takings: [fn(Site) -> Site; 3] = [
        without_treaty,
        |site| {
            let text = fs::read_to_string(site.path().join(TREATY)).unwrap();
            site.file(
                TREATY,
                text.replace(
                    "date =",
                    "state = \"withdrawn\"\nwithdrawn_on = 2026-11-20\nreason = \"An error.\"\ndate =",
                ),
            )
        },
        |site| {
            // A draft again: hidden, and its addresses answer 410.
            let text = fs::read_to_string(site.path().join(TREATY)).unwrap();
            let site = site.file(TREATY, text.replace("date =", "state = \"draft\"\ndate ="));
            site.file("redirects.csv", GONE)
        },
    ];
    for take in takings {
        let (site, to) = (Site::minimal(), Destination::new());
        to.publish(&site).fine();
        let site = take(site);
        to.publish(&site).fine();
        let before = to.all();
        says(&to.run(&site, &["rollback"]), "withdrawn-since", 1);
        assert_eq!(to.all(), before);
    }
}

#[test]
fn a_destination_that_is_not_ours_is_left_alone() {
    let (site, to) = (Site::minimal(), Destination::new());
    fs::create_dir(to.path()).unwrap();
    fs::write(to.path().join("index.html"), "theirs").unwrap();
    says(&to.publish(&site), "foreign-destination", 2);
    assert_eq!(fs::read_dir(to.path()).unwrap().count(), 1);
    let site = Site::minimal();
    let _ = site.build().sound();
    let within = Order::new(&site.out().join("www"), &Publishing::default());
    assert_eq!(codes(publish::publish(&site.out(), &within)), ["foreign-destination"]);
}

#[test]
fn a_folder_that_no_build_wrote_or_that_was_changed_is_not_published() {
    let (site, to) = (Site::minimal(), Destination::new());
    fs::create_dir(site.out()).unwrap();
    fs::write(site.out().join("index.html"), "theirs").unwrap();
    assert_eq!(codes(publish::publish(&site.out(), &order(&to))), ["unpublishable-output"]);
    assert!(!to.path().exists(), "nothing was made for it");
    fs::remove_file(site.out().join("index.html")).unwrap();
    let _ = site.build().sound();
    fs::write(site.out().join("robots.txt"), "changed").unwrap();
    assert_eq!(codes(publish::publish(&site.out(), &order(&to))), ["unpublishable-output"]);
}

#[test]
fn a_publication_decided_for_another_release_is_refused() {
    use chancery::fs::Why;
    let (site, to) = (Site::minimal(), Destination::new());
    to.publish(&site).fine();
    let seen = publish::public(&to.path()).unwrap();
    let site = site.file("content/about.en.md", "+++\ntitle = \"About us\"\n+++\n\nWho we were.\n");
    to.publish(&site).fine();
    let site = site.file("content/about.en.md", "+++\ntitle = \"About us\"\n+++\n\nAn hour later.\n");
    let _ = site.build().sound();
    let over = |why| Order { why, over: seen.clone(), ..order(&to) };
    for why in [Why::Hour, Why::Search] {
        assert_eq!(codes(publish::publish(&site.out(), &over(why))), ["published-meanwhile"]);
    }
    to.run(&site, &["rollback"]).fine();
    assert_eq!(codes(publish::publish(&site.out(), &over(Why::Push))), ["published-meanwhile"]);
    assert_eq!(to.current(), "releases/000003");
}

#[test]
fn previews_and_folders_in_a_destination_are_not_published() {
    use chancery::engine::{self, CacheChoice, Options};
    let (site, to) = (Site::minimal(), Destination::new());
    to.publish(&site).fine();
    let out = site.path().with_file_name("preview");
    for (drafts, preview) in [(true, true), (false, true), (true, false)] {
        let now = Some(support::NOW.parse().unwrap());
        let options =
            Options { root: site.path(), now, drafts, preview, cache: CacheChoice::Off, ..Options::default() };
        assert!(engine::build(&options, &out, &|_, _| {}).changes.is_some());
        assert_eq!(codes(publish::publish(&out, &order(&to))), ["unpublishable-output"], "{drafts} {preview}");
        assert_eq!(publish::plan(&out, &order(&to)).unwrap_err().code.name, "unpublishable-output");
    }
    let release = to.path().join("releases/000001");
    assert_eq!(codes(publish::publish(&release, &order(&to))), ["foreign-destination"]);
    let other = Destination::new();
    publish::publish(&release, &order(&other)).unwrap();
    assert_eq!(public(&other), public(&to), "a mirror takes the release itself");
}

#[test]
fn nothing_is_built_into_a_destination() {
    let (site, to) = (Site::minimal(), Destination::new());
    to.publish(&site).fine();
    let before = to.all();
    let link = site.path().with_file_name("link");
    std::os::unix::fs::symlink(to.path(), &link).unwrap();
    let www = to.path();
    for folder in [www.join("current"), www.clone(), www.join("new/er"), link.join("releases/000001"), link.join("x")] {
        for option in ["--out", "--cache"] {
            let mut command = support::chancery();
            command.arg("--root").arg(site.path()).args(["--now", support::NOW, "build", "--compress=off", option]);
            let run = command.arg(&folder).output().unwrap();
            let said = String::from_utf8_lossy(&run.stderr).into_owned();
            assert_eq!(run.status.code(), Some(2), "{option} {}: {said}", folder.display());
            assert!(said.contains("lies in the destination") && said.contains("help: "), "{said}");
        }
        let said = to.run(&site, &["--cache", folder.to_str().unwrap()]);
        assert_eq!(said.status, 2, "{}", said.stderr);
    }
    assert_eq!(to.all(), before);
}

#[test]
fn a_running_publication_is_waited_for_or_reported() {
    let (site, to) = (Site::minimal(), Destination::new());
    to.publish(&site).fine();
    let lock = Lock::take(&to.path().join(".chancery/lock")).unwrap().unwrap();
    says(&to.publish(&site), "destination-busy", 3);
    let (finished, path, out) = (std::sync::mpsc::channel(), to.path(), site.out());
    let waiting = std::thread::spawn(move || {
        let order = Order { wait: true, ..Order::new(&path, &Publishing::default()) };
        let result = publish::publish(&out, &order);
        finished.0.send(()).unwrap();
        result.is_ok()
    });
    assert!(finished.1.try_recv().is_err(), "it waits");
    drop(lock);
    assert!(waiting.join().unwrap());
}

#[test]
fn a_publication_killed_at_any_change_of_the_disk_is_completed_by_the_next() {
    let (site, to) = (Site::minimal(), Destination::new());
    to.publish(&site).fine();
    killed_at_any_change(site, &to, 10, &[1, 2]);
    // The oldest release is reused for the new one.
    let (site, to) = (Site::minimal(), Destination::new());
    to.publish(&site).fine();
    let site = site.file("content/older.en.md", "+++\ntitle = \"Older\"\n+++\n\nA page more.\n");
    to.publish(&site).fine();
    killed_at_any_change(site, &to, 2, &[2, 3]);
}

fn killed_at_any_change(site: Site, to: &Destination, keep: usize, releases: &[u64]) {
    let order = |to: &Destination| Order { keep, ..order(to) };
    let old = public(to);
    let site = site.file("content/about.en.md", "+++\ntitle = \"About us\"\n+++\n\nWho we were.\n");
    let _ = site.build().sound();
    let saved = tempfile::tempdir().unwrap();
    copy_destination(&to.path(), &saved.path().join("www"));
    let new = site.build().files;
    let mut failed = 0;
    for at in 0.. {
        fs::remove_dir_all(to.path()).unwrap();
        copy_destination(&saved.path().join("www"), &to.path());
        let result = publish::publish_on(&FailingDisk::after(at), &site.out(), &order(to));
        let there = public(to);
        assert!(there == old || there == new, "after {at} changes: a mixture");
        let is_whole = result.is_ok_and(|outcome| outcome.notes.is_empty());
        failed += usize::from(!is_whole);
        let again = publish::publish(&site.out(), &order(to)).unwrap();
        assert_eq!(public(to), new, "after {at} changes");
        assert!(again.notes.is_empty());
        let left: Vec<_> =
            fs::read_dir(to.path().join(".chancery")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert!(
            left.iter().all(|name| ["addresses", "built.json", "destination", "journal", "lock", "record.jsonl"]
                .iter()
                .any(|known| name == known)),
            "{left:?}"
        );
        assert_eq!(to.releases(), releases);
        if is_whole {
            break;
        }
    }
    assert!(failed > 20, "{failed}");
    assert_eq!(
        codes(publish::publish_on(&FailingDisk::after(0), &site.out(), &order(&Destination::new()))),
        ["publish-failed"]
    );
}

#[test]
fn releases_that_cannot_be_removed_are_a_warning() {
    let (site, to) = (Site::minimal(), Destination::new());
    to.publish(&site).fine();
    let site = site.file("content/about.en.md", "+++\ntitle = \"About us\"\n+++\n\nWho we were.\n");
    let _ = site.build().sound();
    let order = Order { keep: 1, ..order(&to) };
    let outcome = publish::publish_on(&Without(Change::RemoveFolder), &site.out(), &order).unwrap();
    assert_eq!(outcome.notes.iter().map(|note| note.code.name).collect::<Vec<_>>(), ["releases-uncleared"]);
    assert_eq!(to.current(), "releases/000002");
}

#[test]
fn without_hard_links_files_are_copied_and_this_is_reported_once() {
    let (site, to) = (Site::minimal(), Destination::new());
    to.publish(&site).fine();
    let site = site.file("content/about.en.md", "+++\ntitle = \"About us\"\n+++\n\nWho we were.\n");
    let new = site.build().sound().files;
    let outcome = publish::publish_on(&Without(Change::Link), &site.out(), &order(&to)).unwrap();
    assert_eq!(outcome.notes.iter().map(|note| note.code.name).collect::<Vec<_>>(), ["copied-release"]);
    assert_eq!(public(&to), new);
}

#[test]
fn a_full_disk_leaves_the_public_site() {
    let (site, to) = (Site::minimal(), Destination::new());
    to.publish(&site).fine();
    let before = to.all();
    let site = site.file("content/about.en.md", "+++\ntitle = \"About us\"\n+++\n\nWho we were.\n");
    let _ = site.build().sound();
    let result = publish::publish_on(&Without(Change::WriteSealed), &site.out(), &order(&to));
    assert_eq!(codes(result), ["publish-failed"]);
    assert_eq!(to.all(), before);
    assert!(!to.path().join(".chancery/staging").exists(), "nothing is left half done");
}

#[test]
fn lists_for_mirrors_have_a_fixed_form() {
    let (site, to) = (Site::minimal(), Destination::new());
    to.publish(&site).fine();
    let site = without_treaty(site);
    let run = to.run(&site, &["--list"]).fine();
    let lines: Vec<&str> = run.stdout.lines().collect();
    for line in ["upload\ten/press/index.html", "upload\tdigests.txt", "purge\t/en/press/", "purge\t/en/press/treaty/"]
    {
        assert!(lines.contains(&line), "{line}\n{}", run.stdout);
    }
    assert_eq!(
        lines.iter().rposition(|line| line.starts_with("upload")),
        lines.iter().position(|line| *line == "upload\tdigests.txt")
    );
}

#[test]
fn a_prepared_site_is_published_at_its_hour_and_not_before() {
    let embargoed = "+++\ntitle = \"Secret\"\nsummary = \"S.\"\nsubtype = \"statement\"\nreference = \"M/2026/009\"\n\
                     date = 2026-11-23\nembargo = \"2026-11-23T14:00:00Z\"\n+++\n\nSecret.\n";
    let site = Site::minimal().file("content/press/secret.en.md", embargoed);
    let to = Destination::new();
    to.publish(&site).fine();
    let early = to.run_at(&site, "2026-11-23T13:59:59Z", &["--if-due"]).fine();
    assert!(early.stderr.contains("nothing is due before 23 November 2026, 14:00 (Lisbon time)"), "{}", early.stderr);
    to.run_at(&site, "2026-11-23T14:00:00Z", &["--if-due"]).fine();
    assert!(to.has("en/press/secret/index.html"));
    let after = to.run_at(&site, "2026-11-23T14:01:00Z", &["--if-due"]).fine();
    assert!(after.stderr.contains("nothing is due"), "{}", after.stderr);
}

/// A disk that refuses one kind of change.
struct Without(Change);

#[derive(PartialEq)]
enum Change {
    Link,
    RemoveFolder,
    WriteSealed,
}

impl Disk for Without {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        SystemDisk.make_folder(path)
    }
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        SystemDisk.write(path, bytes)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        SystemDisk.rename(from, to)
    }
    fn remove_file(&self, path: &Path) -> io::Result<()> {
        SystemDisk.remove_file(path)
    }
    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        if self.0 == Change::RemoveFolder {
            Err(io::ErrorKind::PermissionDenied.into())
        } else {
            SystemDisk.remove_folder(path)
        }
    }
    fn write_sealed(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        if self.0 == Change::WriteSealed {
            Err(io::ErrorKind::StorageFull.into())
        } else {
            SystemDisk.write_sealed(path, bytes)
        }
    }
    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        SystemDisk.append(path, bytes)
    }
    fn link(&self, file: &Path, name: &Path) -> io::Result<()> {
        if self.0 == Change::Link { Err(io::ErrorKind::CrossesDevices.into()) } else { SystemDisk.link(file, name) }
    }
    fn point(&self, link: &Path, target: &Path) -> io::Result<()> {
        SystemDisk.point(link, target)
    }
    fn make_own_folder(&self, path: &Path) -> io::Result<()> {
        SystemDisk.make_own_folder(path)
    }
    fn settle(&self, folder: &Path) -> io::Result<()> {
        SystemDisk.settle(folder)
    }
}

/// Returns the files of the public release.
fn public(to: &Destination) -> support::Files {
    read_folder(&fs::canonicalize(to.path().join("current")).unwrap())
}

/// Copies a destination with its link.
fn copy_destination(from: &Path, to: &Path) {
    let run = std::process::Command::new("cp").arg("-a").arg(from).arg(to).status().unwrap();
    assert!(run.success());
}

/// Publishes two states of a site to a separate file system of the given size in kilobytes; returns what is public
/// after each. Returns `None`, with a note, if mounting is not permitted.
fn on_a_small_disk(kilobytes: usize, first: &Site, second: &Site) -> Option<(String, String)> {
    let place = tempfile::tempdir().unwrap();
    let script = "mount -t tmpfs -o size=\"$1\"k tmpfs \"$2\" || exit 77\n\
        \"$3\" publish --from \"$4\" --to \"$2/www\" --root \"$6\"; echo \"first $?\" >&2; readlink \"$2/www/current\"\n\
        \"$3\" publish --from \"$5\" --to \"$2/www\" --root \"$6\"; echo \"second $?\" >&2; readlink \"$2/www/current\"\n\
        (cd \"$2/www/current\" && sha256sum --check --quiet digests.txt && echo whole)\n";
    let run = std::process::Command::new("unshare")
        .args(["--map-root-user", "--mount", "sh", "-c", script, "sh", &kilobytes.to_string()])
        .args([place.path(), &program(), &first.out(), &second.out(), &first.path()])
        .output()
        .ok()?;
    let lossy = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (stdout, stderr) = (lossy(&run.stdout), lossy(&run.stderr));
    if run.status.code() == Some(77) || stderr.contains("unshare failed") {
        eprintln!("skipped: nobody may mount a file system here: {stderr}");
        return None;
    }
    Some((stdout, stderr))
}

#[test]
fn a_full_real_disk_leaves_the_public_site() {
    let first = Site::minimal();
    let _ = first.build().sound();
    let second = Site::minimal().file("static/large.bin", vec![7_u8; 3 << 20]);
    let _ = second.build().sound();
    let Some((stdout, stderr)) = on_a_small_disk(2500, &first, &second) else { return };
    assert!(stderr.contains("first 0") && stderr.contains("second 3"), "{stderr}");
    assert!(stderr.contains("error[publish-failed]") && stderr.contains("No space left"), "{stderr}");
    assert_eq!(stdout, "releases/000001\nreleases/000001\nwhole\n");
    // With enough space, both are published, on a file system other than that of the build.
    let Some((stdout, stderr)) = on_a_small_disk(20_000, &first, &second) else { return };
    assert_eq!(stdout, "releases/000001\nreleases/000002\nwhole\n", "{stderr}");
}
