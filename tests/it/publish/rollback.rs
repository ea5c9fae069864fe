//! Tests of rollbacks: a rollback pins the public site, the list of releases shows it, and remaining work, due hours
//! and previews depend on the actual state, not on earlier pushes.

use std::fs;

use super::pushing::{Said, Server, finished, git, started};
use support::publishing::Destination;
use support::{Site, read_folder};

const ABOUT: &str = "content/about.en.md";
const NOON: &str = "2026-11-24T12:00:00Z";

fn about(words: &str) -> String {
    format!("+++\ntitle = \"About us\"\n+++\n\n{words}\n")
}

fn ahead(reference: u32, embargo: &str, words: &str) -> String {
    format!(
        "+++\ntitle = \"Ahead {reference}\"\nsummary = \"Soon.\"\nsubtype = \"press-release\"\n\
         reference = \"M/2026/{reference:03}\"\ndate = 2026-11-20\nembargo = \"{embargo}\"\n+++\n\n{words}\n"
    )
}

fn server(arguments: &[&str]) -> Server {
    let server = Server::with(Site::minimal(), arguments);
    server.site.write("content/press/first.en.md", ahead(11, "2026-11-24T10:00:00Z", "Firstword."));
    server.commit();
    server.push(&["main"]).well().with("release 1 is public");
    server
}

/// Makes two commits, each with its own embargoed text, and a rollback from the second to the first.
fn rolled_back() -> Server {
    let server = server(&[]);
    server.site.write("content/press/second.en.md", ahead(12, "2026-11-24T11:00:00Z", "Secondword."));
    server.edit(ABOUT, &about("A mistake.")).well().with("release 2 is public");
    rollback(&server, &[]).well().with("release 3 is pinned");
    assert!(server.public("en/about/index.html").contains("Who we are."));
    server
}

fn rollback(server: &Server, arguments: &[&str]) -> Said {
    publish(server, &[&["rollback"], arguments].concat())
}

fn publish(server: &Server, arguments: &[&str]) -> Said {
    let mut command = support::chancery();
    command.args(["--now", support::NOW, "--root"]).arg(server.site.path()).arg("publish").args(arguments);
    finished(started(command.arg("--to").arg(server.www())))
}

fn git_says(server: &Server, arguments: &[&str]) -> String {
    finished(started(git(&server.bare()).args(arguments))).well().text
}

#[test]
fn after_a_rollback_time_changes_apply_to_the_restored_commit() {
    let server = rolled_back();
    server
        .hook(support::NOW, &["due"])
        .well()
        .with("release 3 is pinned")
        .with("nothing is due before 2026-11-24T10:00");
    server.hook("2026-11-24T10:00:00Z", &["due"]).well().with("release 4 is public");
    assert!(server.public("en/press/first/index.html").contains("Firstword."));
    // The hour of the rolled-back commit arrives.
    server.hook(NOON, &["due"]).well().with("release 4 is pinned");
    assert!(!server.is_public("en/press/second/index.html"));
    assert!(server.public("en/about/index.html").contains("Who we are."));
    // A push ends the rollback, and reports that.
    server.at(NOON);
    server.edit(ABOUT, &about("Mended.")).well().with("the rollback of release 3 has ended");
    assert!(server.public("en/about/index.html").contains("Mended."));
}

#[test]
fn a_due_change_is_published_although_a_rollback_removed_a_page() {
    let server = server(&[]);
    server.edit("content/more.en.md", "+++\ntitle = \"More\"\n+++\n\nA page too many.\n").well();
    rollback(&server, &[]).well();
    server.hook("2026-11-24T10:00:00Z", &["due"]).well().with("release 4 is public");
    assert!(server.is_public("en/press/first/index.html") && !server.is_public("en/more/index.html"));
    // The pusher sees the result.
    server.at(NOON);
    server.git(&["rm", "--quiet", "content/more.en.md"]);
    server.commit();
    server.push(&["main"]).with("error[vanished-address]");
    server.edit("redirects.csv", "old,new,status\n/en/more/,,410\n").well().with("the rollback of release 3 has ended");
}

#[test]
fn a_page_that_a_release_never_had_does_not_stop_a_rollback_to_it() {
    let (site, to) = (Site::minimal(), Destination::new());
    to.publish(&site).fine();
    let withdrawn = ahead(11, "2026-11-20T10:00:00Z", "Firstword.")
        .replace("date =", "state = \"withdrawn\"\nwithdrawn_on = 2026-11-21\nreason = \"An error.\"\ndate =");
    let site = site.file("content/press/first.en.md", withdrawn);
    to.publish(&site).fine();
    to.run(&site, &["rollback"]).fine();
    assert!(!to.has("en/press/first/index.html"));
}

#[test]
fn a_refused_push_leaves_the_pin_and_the_same_site_ends_it() {
    let server = rolled_back();
    let before = server.current();
    server.edit(ABOUT, "+++\n").with("error[").with("the published site is as it was");
    server.hook(support::NOW, &["due"]).well().with("release 3 is pinned");
    assert_eq!(server.current(), before);
    server.git(&["revert", "--no-edit", "HEAD", "HEAD~1"]);
    server.push(&["main"]).well().with("release 3 stays public").with("the rollback of release 3 has ended");
    server.hook(support::NOW, &["due"]).well().without("pinned");
}

#[test]
fn a_push_before_a_rollback_does_not_end_it_and_a_push_after_it_does() {
    let server = server(&[]);
    server.edit(ABOUT, &about("A mistake.")).well();
    let hook = server.bare().join("hooks/post-receive");
    let off = hook.with_extension("off");
    fs::rename(&hook, &off).unwrap();
    // The hook of this push never runs.
    server.edit(ABOUT, &about("Another mistake.")).well();
    rollback(&server, &[]).well();
    server.hook(support::NOW, &["due"]).well().with("is pinned");
    assert!(server.public("en/about/index.html").contains("Who we are."));
    // The hook of this push is killed while it builds.
    let old = server.git(&["rev-parse", "HEAD"]).text.trim().to_owned();
    server.site.write(ABOUT, about("Mended."));
    let new = server.commit();
    server.push(&["main"]).well();
    fs::rename(&off, &hook).unwrap();
    let mut child = server.start_hook(&old, &new);
    let state = server.bare().join("chancery/state.json");
    Server::until(20, "the push is heard", || fs::read_to_string(&state).unwrap().contains(&new));
    child.kill().unwrap();
    child.wait().unwrap();
    server.hook(support::NOW, &["due"]).well();
    assert!(server.public("en/about/index.html").contains("Mended."));
}

#[test]
fn an_unfinished_search_index_does_not_undo_a_rollback() {
    let site = Site::minimal();
    let settings = fs::read_to_string(site.path().join("site.toml")).unwrap();
    site.write("site.toml", settings.replacen("timezone", "search = true\ntimezone", 1));
    let server = Server::new(site);
    server.commit();
    server.push(&["main"]).well();
    server.edit(ABOUT, &about("A mistake.")).well().with("the search index follows");
    rollback(&server, &[]).well().with("is pinned");
    Server::until(60, "the index process has ended", || {
        chancery::fs::disk::Lock::take(&server.bare().join("chancery/lock")).unwrap().is_some()
    });
    server.hook(support::NOW, &["due"]).well();
    assert!(server.public("en/about/index.html").contains("Who we are."));
    // The release with the search index does not count as a step of its own.
    server.edit(ABOUT, &about("Second mistake.")).well();
    Server::until(60, "the search index has followed", || server.standing()["search_lags"] == false);
    rollback(&server, &[]).well();
    assert!(server.public("en/about/index.html").contains("Who we are."));
}

#[test]
fn a_rolled_back_time_change_is_not_repeated() {
    let server = server(&[]);
    server.hook(NOON, &["due"]).well().with("release 2 is public");
    rollback(&server, &[]).well();
    assert!(!server.is_public("en/press/first/index.html"));
    server.hook("2026-11-25T12:00:00Z", &["due"]).well().with("nothing is due");
    assert!(!server.is_public("en/press/first/index.html"));
}

#[test]
fn without_a_hook_a_rollback_holds_until_somebody_publishes() {
    let (site, to) = (Site::minimal(), Destination::new());
    to.publish(&site).fine();
    let site = site
        .file(ABOUT, about("A mistake."))
        .file("content/press/first.en.md", ahead(11, "2026-11-24T10:00:00Z", "Firstword."));
    to.publish(&site).fine();
    to.run(&site, &["rollback"]).fine();
    let said = to.run_at(&site, NOON, &["--if-due"]).fine();
    assert!(said.stderr.contains("release 3 is pinned by a rollback"), "{}", said.stderr);
    assert_eq!(to.current(), "releases/000003");
    let said = to.publish(&site).fine();
    assert!(said.stderr.contains("the rollback of release 3 has ended"), "{}", said.stderr);
    to.run_at(&site, NOON, &["--if-due"]).fine();
    assert!(to.has("en/press/first/index.html"));
}

#[test]
fn the_record_lists_all_public_releases_and_outlives_their_files() {
    let server = rolled_back();
    let commits = [server.git(&["rev-parse", "HEAD~1"]).text, server.git(&["rev-parse", "HEAD"]).text];
    let listed = publish(&server, &["releases", "--format", "json"]).well().text;
    let lines: Vec<serde_json::Value> = listed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let all: Vec<_> = lines
        .iter()
        .map(|line| {
            (line["release"].as_u64().unwrap(), line["commit"].as_str().unwrap(), line["why"].as_str().unwrap())
        })
        .collect();
    let [first, second] = [commits[0].trim(), commits[1].trim()];
    assert_eq!(all, [(1, first, "push"), (2, second, "push"), (3, first, "rollback")]);
    assert_eq!((&lines[2]["pinned"], &lines[2]["of"], &lines[2]["public"]), (&true.into(), &1.into(), &true.into()));
    let said = publish(&server, &["releases"]).well();
    let last = said.text.lines().find(|line| line.starts_with("000003")).unwrap().to_owned();
    assert!(last.contains(&first[..10]) && last.contains("rollback, release 1 again  pinned  public"), "{last}");
    // Pruned releases stay in the list.
    server.site.write(
        "site.toml",
        fs::read_to_string(server.site.path().join("site.toml")).unwrap() + "\n[publish]\nkeep = 1\n",
    );
    server.edit(ABOUT, &about("Mended.")).well();
    let listed = publish(&server, &["releases", "--format", "json"]).well().text;
    let kept: Vec<bool> =
        listed.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["kept"] == true).collect();
    assert_eq!(kept, [false, false, false, true]);
}

#[test]
fn a_torn_or_missing_line_is_completed_by_the_next_publication() {
    let (site, to) = (Site::minimal(), Destination::new());
    to.publish(&site).fine();
    let record = to.path().join(".chancery/record.jsonl");
    let whole = fs::read(&record).unwrap();
    let lines = |bytes: &[u8]| bytes.iter().filter(|byte| **byte == b'\n').count();
    assert_eq!(lines(&whole), 1);
    for damaged in [&whole[..whole.len() / 2], b""] {
        fs::write(&record, damaged).unwrap();
        let said = to.run(&site, &["releases", "--format", "json"]).fine();
        assert_eq!(said.stdout.lines().count(), 1, "{}", said.stdout);
        to.publish(&site).fine();
        assert_eq!(fs::read(&record).unwrap(), whole);
    }
    // Simulate an older version, which wrote no list of releases or other state.
    let site = site.file(ABOUT, about("Who we were."));
    to.publish(&site).fine();
    fs::remove_file(&record).unwrap();
    fs::write(to.path().join(".chancery/built.json"), "{\"built_for\":\"2026-11-23T12:00:00Z\"}\n").unwrap();
    for number in 1..=2 {
        let journal = to.path().join(format!(".chancery/journal/{number:06}.json"));
        let mut old: serde_json::Value = serde_json::from_slice(&fs::read(&journal).unwrap()).unwrap();
        for field in ["why", "commit", "pushed", "pinned", "due", "search_lags"] {
            old.as_object_mut().unwrap().remove(field).unwrap();
        }
        fs::write(&journal, old.to_string()).unwrap();
    }
    to.run_at(&site, NOON, &["--if-due"]).fine();
    to.publish(&site).fine();
    let text = fs::read_to_string(&record).unwrap();
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(text.contains("\"why\":\"unknown\""), "{text}");
}

#[test]
fn public_commits_are_protected_from_git_gc() {
    let server = server(&[]);
    let first = server.git(&["rev-parse", "HEAD"]).text.trim().to_owned();
    server.site.write(ABOUT, "+++\n");
    server.git(&["add", "--all"]);
    server.git(&["commit", "--quiet", "--amend", "--no-verify", "--message", "broken"]);
    server.push(&["--force", "main"]).with("error[");
    git_says(&server, &["reflog", "expire", "--expire=now", "--all"]);
    git_says(&server, &["gc", "--quiet", "--prune=now"]);
    server.hook("2026-11-24T10:00:00Z", &["due"]).well().with("release 2 is public");
    assert!(server.public("en/press/first/index.html").contains("Firstword."));
    // The list of releases is also in the repository.
    let mirrored = git_says(&server, &["cat-file", "blob", "refs/chancery/releases:record.jsonl"]);
    assert_eq!(mirrored, fs::read_to_string(server.www().join(".chancery/record.jsonl")).unwrap());
    assert!(mirrored.contains(&first));
    // A clone does not include it.
    let clone = server.beside("clone.git");
    git_says(&server, &["clone", "--quiet", "--bare", ".", clone.to_str().unwrap()]);
    let refs = finished(started(git(&clone).args(["for-each-ref"]))).well().text;
    assert!(!refs.contains("chancery"), "{refs}");
}

#[test]
fn a_missing_public_commit_is_reported() {
    let server = server(&[]);
    server.site.write(ABOUT, "+++\n");
    server.git(&["add", "--all"]);
    server.git(&["commit", "--quiet", "--amend", "--no-verify", "--message", "broken"]);
    server.push(&["--force", "main"]).with("error[");
    for name in ["releases", "next"] {
        git_says(&server, &["update-ref", "-d", &format!("refs/chancery/{name}")]);
    }
    git_says(&server, &["reflog", "expire", "--expire=now", "--all"]);
    git_says(&server, &["gc", "--quiet", "--prune=now"]);
    let said = server.hook(NOON, &["due"]);
    assert_eq!(said.status, 3);
    said.with("is no longer in the repository").with("hook publish");
}

#[test]
fn a_rollback_works_if_only_a_later_copy_of_the_release_is_kept() {
    let (site, to) = (Site::minimal().append("site.toml", "\n[publish]\nkeep = 3\n"), Destination::new());
    for words in ["One.", "Two."] {
        site.write(ABOUT, about(words));
        to.publish(&site).fine();
    }
    to.run(&site, &["rollback"]).fine();
    site.write(ABOUT, about("Three."));
    to.publish(&site).fine();
    assert_eq!(to.releases(), [2, 3, 4], "the original of release 3 is gone");
    to.run(&site, &["rollback"]).fine();
    assert!(to.text("en/about/index.html").contains("One."));
}

#[test]
fn after_a_failure_of_the_system_a_change_stays_due() {
    let server = server(&[]);
    let journal = server.www().join(".chancery/journal");
    let away = server.beside("journal");
    fs::rename(&journal, &away).unwrap();
    fs::write(&journal, "in the way").unwrap();
    for _ in 0..2 {
        let said = server.hook("2026-11-24T10:00:00Z", &["due"]);
        assert_eq!(said.status, 3, "{}", said.text);
        said.with("error[publish-failed]");
    }
    fs::remove_file(&journal).unwrap();
    fs::rename(&away, &journal).unwrap();
    server.hook("2026-11-24T10:01:00Z", &["due"]).well().with("release 2 is public");
}

#[test]
fn a_due_change_with_errors_stays_due_and_is_reported_in_one_line() {
    let server = server(&[]);
    // Simulate an older version of the program that accepted this commit.
    let sound = server.git(&["rev-parse", "HEAD"]).text.trim().to_owned();
    server.edit(ABOUT, "+++\ntitel = \"About\"\n+++\n\nWords.\n").with("error[");
    let bad = server.git(&["rev-parse", "HEAD"]).text.trim().to_owned();
    let built = server.www().join(".chancery/built.json");
    let text = fs::read_to_string(&built).unwrap();
    fs::write(&built, text.replace(&sound, &bad)).unwrap();
    let said = server.hook("2026-11-24T10:00:00Z", &["due"]);
    assert_eq!(said.status, 1, "{}", said.text);
    said.with("error[unknown-field]");
    let said = server.hook("2026-11-24T10:01:00Z", &["due"]);
    assert_eq!(said.status, 1, "{}", said.text);
    said.with("what is due since 2026-11-24T10:00:00Z, that is 24 November 2026, 10:00 (Lisbon time), still can't be published").without("error[");
    // A push that fixes the error is published with its hour.
    server.at("2026-11-24T10:02:00Z");
    server.edit(ABOUT, &about("Mended.")).well().with("release 2 is public");
    assert!(server.public("en/press/first/index.html").contains("Firstword."));
}

#[test]
fn a_commit_refused_while_the_clock_was_behind_is_tried_again() {
    let server = server(&[]);
    server.hook(NOON, &["due"]).well();
    // At the hook's time, the day before, this would hide a public text.
    server.edit(ABOUT, &about("Mended.")).with("error[held-back-again]");
    server.hook(support::NOW, &["due"]).well().with("nothing is due");
    server.hook(NOON, &["due"]).well().with("is public");
    assert!(server.public("en/about/index.html").contains("Mended."));
    assert!(server.is_public("en/press/first/index.html"));
}

#[test]
fn a_manual_publication_is_not_replaced_by_the_timer() {
    let server = server(&[]);
    server.site.write(ABOUT, about("By hand."));
    publish(&server, &[]).well().with("release 2 is public");
    server.hook(NOON, &["due"]).well().with("release 2 was published by hand");
    assert!(server.public("en/about/index.html").contains("By hand."));
    server.commit();
    server.push(&["main"]).well();
    server.hook(NOON, &["due"]).well().with("is public");
    assert!(server.is_public("en/press/first/index.html"));
}

#[test]
fn previews_match_the_existing_branches() {
    let previews = tempfile::tempdir().unwrap();
    let folder = previews.path().join("previews");
    let url = "https://preview.example.org/";
    let arguments = ["--previews", folder.to_str().unwrap(), "--previews-url", url, "--previews-private"];
    let server = server(&arguments);
    let shown = || -> Vec<String> {
        let names = fs::read_dir(&folder).map(|all| all.map(|entry| entry.unwrap().file_name().into_string().unwrap()));
        let mut names: Vec<String> = names.map(Iterator::collect).unwrap_or_default();
        names.sort();
        names
    };
    server.push(&["main:one", "main:two"]).well();
    assert_eq!(shown(), ["one", "two"]);
    // The hooks of these pushes are killed, one of them during a build.
    let hook = server.bare().join("hooks/post-receive");
    fs::rename(&hook, hook.with_extension("off")).unwrap();
    server.push(&["--delete", "one"]).well();
    server.push(&["main:three"]).well();
    fs::create_dir_all(folder.join(".one.staging/files")).unwrap();
    fs::write(folder.join(".one.staging/files/draft.html"), "Draft.").unwrap();
    server.hook(support::NOW, &["due"]).well().with("the preview of `one` is gone").with("`three` stands at");
    assert_eq!(shown(), ["three", "two"]);
    // Previews that time has changed are built again.
    assert!(read_folder(&folder.join("two"))["en/press/first/index.html"].len() > 100);
    let public_preview = ["--previews", folder.to_str().unwrap(), "--previews-url", url];
    server.install(&public_preview).well();
    assert_eq!(shown(), Vec::<String>::new(), "they showed what is under embargo");
    server.hook(support::NOW, &["due"]).well().with("`two` stands at");
    assert_eq!(shown(), ["three", "two"]);
    assert!(!folder.join("two/en/press/first/index.html").exists());
    server.hook(NOON, &["due"]).well().with("`two` stands at");
    assert!(folder.join("two/en/press/first/index.html").exists());
    // Another folder, another branch, and no previews.
    let other = previews.path().join("other");
    server.install(&["--previews", other.to_str().unwrap(), "--previews-url", url, "--branch", "three"]).well();
    assert_eq!(shown(), Vec::<String>::new());
    server.hook(NOON, &["due"]).well();
    let mut names: Vec<_> = fs::read_dir(&other).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["main", "two"]);
    server.install(&[]).well();
    assert_eq!(fs::read_dir(&other).unwrap().count(), 0);
}
