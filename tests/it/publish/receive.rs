//! Tests with real pushes to a real bare repository: what becomes public, what the pusher sees, and what is left after
//! a failure.

use std::fs;
use std::path::Path;
use std::time::Duration;

use super::pushing::{Server, finished, git, started};
use chancery::fs::disk::Lock;
use chancery::receive::preview_folder;
use support::{Site, chancery, read_folder};

const ABOUT: &str = "content/about.en.md";

fn about(words: &str) -> String {
    format!("+++\ntitle = \"About us\"\n+++\n\n{words}\n")
}

fn page(title: &str, fields: &str, words: &str) -> String {
    format!("+++\ntitle = \"{title}\"\n{fields}+++\n\n{words}\n")
}

/// Makes a server with the minimal site, pushed once.
fn ready(arguments: &[&str]) -> Server {
    let server = Server::with(Site::minimal(), arguments);
    server.commit();
    server.push(&["main"]).well().with("release 1 is public");
    server
}

#[test]
fn a_push_is_public_when_it_returns() {
    let server = ready(&[]);
    assert!(server.public("en/about/index.html").contains("Who we are."));
    let before = server.current();
    server.edit(ABOUT, &about("Who we have become.")).well().with("remote: ").with("release 2 is public");
    assert_ne!(server.current(), before);
    assert!(server.public("en/about/index.html").contains("Who we have become."));
    // The repository has no working copy, and unchanged files are the same inodes.
    assert!(!server.bare().join("content").exists());
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let inode =
            |release: &str| fs::metadata(server.www().join(release).join("fr/a-propos/index.html")).unwrap().ino();
        assert_eq!(inode("releases/000001"), inode("releases/000002"));
    }
}

#[test]
fn a_push_with_errors_is_reported_and_changes_nothing() {
    let server = ready(&[]);
    let public = || read_folder(&fs::canonicalize(server.www().join("current")).unwrap());
    let (before, files) = (server.current(), public());
    server
        .edit(ABOUT, "+++\ntitel = \"About\"\n+++\n\nWords.\n")
        .with("error[unknown-field]")
        .with("content/about.en.md:2:1")
        .with("the published site is as it was");
    assert_eq!((server.current(), public()), (before.clone(), files));
    // A broken template must not change the public site.
    server.site.write(ABOUT, about("Mended."));
    server
        .edit("overrides/templates/document.html", "{% extends \"base.html\" %}{% block x %}{{ doc.\n")
        .with("overrides/templates/document.html:")
        .with("error[");
    assert_eq!(server.current(), before);
    // The next push without errors is published.
    fs::remove_file(server.site.path().join("overrides/templates/document.html")).unwrap();
    server.edit("content/more.en.md", &page("More", "", "More.")).well().with("release 2 is public");
    assert!(server.public("en/about/index.html").contains("Mended."));
}

#[test]
fn a_push_that_breaks_an_address_is_refused_with_the_fix() {
    let server = ready(&[]);
    let before = server.current();
    fs::remove_file(server.site.path().join("content/faq/visa.en.md")).unwrap();
    fs::remove_file(server.site.path().join("content/faq/visa.fr.md")).unwrap();
    server.commit();
    server.push(&["main"]).with("error[vanished-address]").with("/en/faq/visa/").with("as it was");
    assert_eq!(server.current(), before);
}

#[test]
fn other_branches_get_previews_without_anything_hidden() {
    let previews = tempfile::tempdir().unwrap();
    let folder = previews.path().join("previews");
    let arguments = ["--previews", folder.to_str().unwrap(), "--previews-url", "https://preview.example.org/p/"];
    let server = ready(&arguments);
    server.git(&["checkout", "--quiet", "-b", "visit/2026"]);
    server.site.write("content/draft.en.md", page("Draft", "state = \"draft\"\n", "Secretword1."));
    server.site.write(
        "content/press/ahead.en.md",
        "+++\ntitle = \"Ahead\"\nsummary = \"Secretword2.\"\nsubtype = \"press-release\"\nreference = \"M/2026/002\"\n\
         date = 2026-12-24\nembargo = \"2026-12-24T10:00[Europe/Lisbon]\"\n+++\n\nSecretword3.\n",
    );
    server.site.write("content/shown.en.md", page("Shown", "", "Words of the preview."));
    server.commit();
    let name = preview_folder("visit/2026");
    let url = format!("https://preview.example.org/p/{name}/");
    server.push(&["visit/2026"]).well().with(&format!("the preview of `visit/2026` stands at {url}"));
    let files = read_folder(&folder.join(&name));
    let page = String::from_utf8_lossy(&files["en/shown/index.html"]).into_owned();
    assert!(page.contains("Words of the preview.") && page.contains(&url) && page.contains("noindex"), "{page}");
    assert!(String::from_utf8_lossy(&files["robots.txt"]).contains("Disallow: /"));
    for (path, bytes) in &files {
        assert!(!String::from_utf8_lossy(bytes).contains("Secretword"), "{path}");
    }
    // Nothing of the preview is public.
    assert!(!server.is_public("en/shown/index.html"));
    // A broken branch leaves its preview unchanged.
    server.site.write("content/shown.en.md", "+++\n");
    server.commit();
    server.push(&["visit/2026"]).with("error[").without("stands at");
    assert_eq!(read_folder(&folder.join(&name)), files);
    // The preview is deleted with its branch.
    server.push(&["--delete", "visit/2026"]).well().with("the preview of `visit/2026` is gone");
    assert!(!folder.join(&name).exists());
    // Deleting the published branch leaves the public site.
    finished(started(git(&server.bare()).args(["symbolic-ref", "HEAD", "refs/heads/other"]))).well();
    let before = server.current();
    server.push(&["--delete", "main"]).well().with("stays as it was");
    assert_eq!(server.current(), before);
}

#[test]
fn a_private_preview_shows_what_is_hidden() {
    let previews = tempfile::tempdir().unwrap();
    let folder = previews.path().join("previews");
    let url = "https://preview.example.org/";
    let server = ready(&["--previews", folder.to_str().unwrap(), "--previews-url", url, "--previews-private"]);
    server.git(&["checkout", "--quiet", "-b", "draft"]);
    server.site.write("content/draft.en.md", page("Draft", "state = \"draft\"\n", "Secretword1."));
    server.commit();
    server.push(&["draft"]).well();
    let shown = fs::read_to_string(folder.join("draft/en/draft/index.html")).unwrap();
    assert!(shown.contains("Secretword1.") && shown.contains("noindex"));
    assert!(!server.is_public("en/draft/index.html"));
}

#[test]
fn several_refs_come_in_one_push_and_tags_are_not_published() {
    let previews = tempfile::tempdir().unwrap();
    let folder = previews.path().join("previews");
    let server = Server::with(
        Site::minimal(),
        &["--previews", folder.to_str().unwrap(), "--previews-url", "https://p.example/"],
    );
    server.commit();
    server.git(&["branch", "one"]);
    server.git(&["branch", "two"]);
    server.git(&["tag", "v1"]);
    let said = server.push(&["one", "two", "v1", "main"]).well().with("`refs/tags/v1` is not published");
    let place = |part: &str| said.text.find(part).unwrap();
    assert!(place("release 1 is public") < place("preview of `one`"), "{}", said.text);
    assert!(folder.join("one/index.html").exists() && folder.join("two/index.html").exists());
}

#[test]
fn no_name_in_a_push_is_ever_executed() {
    let previews = tempfile::tempdir().unwrap();
    let folder = previews.path().join("previews");
    let server = ready(&["--previews", folder.to_str().unwrap(), "--previews-url", "https://preview.example.org/"]);
    let branches =
        ["$(touch${IFS}pwned)", ";touch${IFS}pwned;", "`touch${IFS}pwned`", "a'b\"c", "été/日本", "--help", "a%2e%2e"];
    for branch in branches {
        let name = format!("HEAD:refs/heads/{branch}");
        server.push(&["--", &name]).well().with("stands at");
        assert!(folder.join(preview_folder(branch)).join("index.html").exists(), "{branch}");
    }
    for place in [server.bare(), server.site.path(), folder.clone()] {
        for entry in walkdir::WalkDir::new(place) {
            assert_ne!(entry.unwrap().file_name(), "pwned");
        }
    }
    assert_eq!(fs::read_dir(&folder).unwrap().count(), branches.len());
}

#[test]
#[cfg(unix)]
fn files_may_have_any_name() {
    let server = ready(&[]);
    server.site.write("content/files/a b \"c\" 'd' é 日本.pdf", "%PDF-1.4 words\n");
    server.site.write("notes/new\nline.txt", "No part of the site.\n");
    server.site.write("content/with files.en.md", page("Files", "slug = \"files\"\n", "Words."));
    server.commit();
    let said = server.push(&["main"]);
    // A file that can't be part of the site is reported with its path; nothing else fails.
    if said.text.contains("error[") {
        let said = said.with("content/");
        server.git(&["mv", "content/with files.en.md", "content/with-files.en.md"]);
        server.commit();
        server.push(&["main"]).well().with("release 2 is public");
        assert!(!said.text.contains("panicked"));
    } else {
        said.with("release 2 is public");
    }
    assert!(server.is_public("en/files/index.html"));
    // File names with invalid UTF-8 and with a line feed, in content/.
    server.site.write("content/bad\nname.en.md", page("Bad", "", "Words."));
    server.commit();
    let before = server.current();
    server.push(&["main"]).with("is not plain text").without("panicked");
    assert_eq!(server.current(), before);
}

#[test]
fn the_newest_of_simultaneous_pushes_wins() {
    let server = ready(&[]);
    let lock = Lock::take(&server.bare().join("chancery/lock")).unwrap().unwrap();
    server.site.write(ABOUT, about("The first."));
    server.commit();
    let first = server.start_push(&["main"]);
    // The hook starts after the ref has moved.
    let tip = || finished(started(git(&server.bare()).args(["rev-parse", "main"]))).text;
    let head = || server.git(&["rev-parse", "HEAD"]).text;
    Server::until(20, "the first push has arrived", || tip() == head());
    server.site.write(ABOUT, about("The second."));
    server.commit();
    let second = server.start_push(&["main"]);
    Server::until(20, "the second push has arrived", || tip() == head());
    drop(lock);
    finished(first).well().with("waiting").with("a newer push to `main` has come meanwhile").without("is public");
    finished(second).well().with("release 2 is public");
    assert!(server.public("en/about/index.html").contains("The second."));
}

#[test]
fn a_hook_that_is_killed_at_any_moment_leaves_nothing_half_done() {
    let server = ready(&[]);
    let hook = server.bare().join("hooks/post-receive");
    fs::rename(&hook, hook.with_extension("off")).unwrap();
    let mut old = server.git(&["rev-parse", "HEAD"]).text.trim().to_owned();
    let mut killed = 0;
    for (turn, delay) in [0, 5, 15, 30, 50, 80, 120, 170, 250, 400].into_iter().enumerate() {
        server.site.write(ABOUT, about(&format!("Turn {turn}.")));
        let new = server.commit();
        server.push(&["main"]).well();
        let mut child = server.start_hook(&old, &new);
        std::thread::sleep(Duration::from_millis(delay));
        child.kill().unwrap();
        let said = finished(child);
        killed += usize::from(said.status != 0);
        // The public site is a complete release: its manifest matches the page.
        let page = server.public("en/about/index.html");
        assert!(
            page.contains(&format!("Turn {turn}."))
                || turn == 0
                || page.contains("Turn")
                || page.contains("Who we are.")
        );
        let sums = finished(started(
            std::process::Command::new("sha256sum")
                .args(["--check", "--quiet", "digests.txt"])
                .current_dir(server.www().join("current")),
        ));
        sums.well();
        // The timer does the remaining work.
        server.hook(support::NOW, &["due"]).well();
        assert!(server.public("en/about/index.html").contains(&format!("Turn {turn}.")), "turn {turn}");
        old = new;
    }
    assert!(killed >= 3, "only {killed} hooks were killed before they had ended");
}

#[test]
fn history_may_be_rewritten() {
    let server = ready(&[]);
    server.edit(ABOUT, &about("A mistake.")).well();
    server.site.write(ABOUT, about("As it should be."));
    server.git(&["add", "--all"]);
    server.git(&["commit", "--quiet", "--amend", "--no-verify", "--message", "rewritten"]);
    server.push(&["--force", "main"]).well().with("release 3 is public");
    assert!(server.public("en/about/index.html").contains("As it should be."));
    // A forced push back to the first commit.
    server.push(&["--force", "HEAD~1:main"]).well().with("release 4 is public");
    assert!(server.public("en/about/index.html").contains("Who we are."));
}

#[test]
fn the_timer_publishes_due_changes_even_if_the_newest_push_has_errors() {
    let server = Server::new(Site::minimal());
    server.site.write(
        "content/press/ahead.en.md",
        "+++\ntitle = \"Ahead\"\nsummary = \"Soon.\"\nsubtype = \"press-release\"\nreference = \"M/2026/002\"\n\
         date = 2026-12-24\nembargo = \"2026-12-24T10:00[Europe/Lisbon]\"\n+++\n\nSecretword.\n",
    );
    server.commit();
    server.push(&["main"]).well();
    assert!(!server.is_public("en/press/ahead/index.html"));
    server.edit(ABOUT, "+++\n").with("error[");
    server
        .hook("2026-12-24T09:59:59Z", &["due"])
        .well()
        .with("nothing is due before 2026-12-24T10:00:00Z, that is 24 December 2026, 10:00 (Lisbon time)");
    assert!(!server.is_public("en/press/ahead/index.html"));
    server.hook("2026-12-24T10:00:00Z", &["due"]).well().with("release 2 is public");
    assert!(server.public("en/press/ahead/index.html").contains("Secretword."));
    assert!(server.public("en/about/index.html").contains("Who we are."));
    // A broken commit is not tried again every minute.
    server.hook("2026-12-24T10:01:00Z", &["due"]).well().with("nothing is due");
    // While a push is being built, the timer exits.
    let lock = Lock::take(&server.bare().join("chancery/lock")).unwrap();
    server.hook("2026-12-24T10:02:00Z", &["due"]).well().with("a push is being built");
    drop(lock);
}

#[test]
fn the_search_index_follows_but_not_after_a_withdrawal() {
    let site = Site::minimal();
    let settings = fs::read_to_string(site.path().join("site.toml")).unwrap();
    site.write("site.toml", settings.replacen("timezone", "search = true\ntimezone", 1));
    let server = Server::new(site);
    server.commit();
    server.push(&["main"]).well();
    server
        .edit(ABOUT, &about("Who we have become."))
        .well()
        .with("release 2 is public")
        .with("the search index follows");
    Server::until(60, "the search index has followed", || server.standing()["search_lags"] == false);
    assert_eq!(server.current().unwrap(), "releases/000003");
    // The text disappears from the index together with its page.
    let treaty = fs::read_to_string(server.site.path().join("content/press/treaty.en.md")).unwrap();
    let withdrawn = treaty.replacen(
        "date =",
        "state = \"withdrawn\"\nwithdrawn_on = 2026-11-22\nreason = \"It was signed by one state alone.\"\ndate =",
        1,
    );
    server.edit("content/press/treaty.en.md", &withdrawn).well().with("release 4 is public").without("follows");
    assert_eq!(server.standing()["search_lags"], false);
    let found = |folder: &Path| {
        walkdir::WalkDir::new(folder.join("en/pagefind")).into_iter().filter_map(Result::ok).any(|entry| {
            let bytes = fs::read(entry.path()).unwrap_or_default();
            let mut text = Vec::new();
            let _ = std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(bytes.as_slice()), &mut text);
            String::from_utf8_lossy(&text).contains("Treaty signed")
        })
    };
    assert!(found(&server.www().join("releases/000003")), "the test sees nothing");
    assert!(!found(&server.www().join("current")));
}

#[test]
fn a_push_interrupts_the_search_index() {
    let site = Site::minimal();
    let settings = fs::read_to_string(site.path().join("site.toml")).unwrap();
    site.write("site.toml", settings.replacen("timezone", "search = true\ntimezone", 1));
    let server = Server::new(site);
    server.commit();
    server.push(&["main"]).well();
    for turn in 0..4 {
        server.edit(ABOUT, &about(&format!("Turn {turn}."))).well().with("is public");
        assert!(server.public("en/about/index.html").contains(&format!("Turn {turn}.")));
    }
    Server::until(60, "the search index has followed", || server.standing()["search_lags"] == false);
    // The process that made the index ends a moment later.
    let is_all = || server.hook(support::NOW, &["due"]).well().text.contains("nothing is due");
    Server::until(60, "nothing is due", is_all);
}

#[test]
#[cfg(unix)]
fn a_user_who_may_not_write_is_told_so() {
    use std::os::unix::fs::PermissionsExt;
    let server = ready(&[]);
    server.site.write(ABOUT, about("By somebody else."));
    let old = server.git(&["rev-parse", "HEAD"]).text.trim().to_owned();
    let new = server.commit();
    let hook = server.bare().join("hooks/post-receive");
    fs::rename(&hook, hook.with_extension("off")).unwrap();
    server.push(&["main"]).well();
    let before = (server.current(), server.state());
    let program = server.beside("chancery");
    // Copy with another process: a program that this process has open for writing can't be started.
    finished(started(std::process::Command::new("cp").arg(support::program()).arg(&program))).well();
    let open = |path: &Path| fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    open(&server.beside(""));
    open(&program);
    // Run as another user if possible, else as a user without write permission.
    let is_root = finished(started(std::process::Command::new("id").arg("-u"))).text.trim() == "0";
    let mut command = if is_root {
        let mut command = std::process::Command::new("setpriv");
        command.args(["--reuid", "65534", "--regid", "65534", "--clear-groups"]).arg(&program);
        command
    } else {
        fs::set_permissions(server.bare().join("chancery"), fs::Permissions::from_mode(0o500)).unwrap();
        chancery()
    };
    command.args(["hook", "receive"]).arg(server.bare()).stdin(std::process::Stdio::piped());
    let mut child = command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), format!("{old} {new} refs/heads/main\n").as_bytes())
        .unwrap();
    let said = finished(child);
    assert_eq!(said.status, 3, "{}", said.text);
    let said = said.with("ermission denied").with("the published site is as it was").with("has to own");
    assert!(!said.text.contains("panicked"));
    assert_eq!((server.current(), server.state()), before);
}

#[test]
fn a_hook_is_installed_only_where_it_can_work() {
    let server = Server::new(Site::minimal());
    let hook = server.bare().join("hooks/post-receive");
    // Install again with other settings.
    server.install(&["--branch", "release"]).well().with("pushes to `release`");
    let refused = |arguments: &[&str], part: &str| {
        let said = finished(started(chancery().args(["hook", "install"]).args(arguments)));
        assert_eq!(said.status, 2, "{}", said.text);
        said.with(part).with("help: ");
    };
    let (bare, www) = (server.bare(), server.www());
    let (bare, www) = (bare.to_str().unwrap(), www.to_str().unwrap());
    refused(&[server.site.path().to_str().unwrap(), "--to", www], "is no bare repository");
    refused(&[server.beside("nowhere").to_str().unwrap(), "--to", www], "is no bare repository");
    let foreign = server.beside("foreign");
    fs::create_dir(&foreign).unwrap();
    fs::write(foreign.join("thesis.txt"), "Years of work.").unwrap();
    refused(&[bare, "--to", foreign.to_str().unwrap()], "is no destination of chancery");
    refused(&[bare, "--to", server.bare().join("www").to_str().unwrap()], "lie one in the other");
    fs::write(&hook, "#!/bin/sh\necho mine\n").unwrap();
    refused(&[bare, "--to", www], "has a `post-receive` hook already");
    assert_eq!(fs::read_to_string(&hook).unwrap(), "#!/bin/sh\necho mine\n");
    finished(started(git(&server.bare()).args(["config", "core.hooksPath", "/srv/hooks"]))).well();
    refused(&[bare, "--to", www], "core.hooksPath");
    // Without settings, the hook says what to do.
    fs::remove_file(server.bare().join("chancery/hook.json")).unwrap();
    let said = server.hook(support::NOW, &["due"]);
    assert_eq!(said.status, 2);
    said.with("no hook was put in place").with("hook install");
}

#[test]
fn commits_from_before_the_hook_are_published_on_demand() {
    let server = Server::new(Site::minimal());
    let hook = server.bare().join("hooks/post-receive");
    fs::rename(&hook, hook.with_extension("off")).unwrap();
    server.commit();
    server.push(&["main"]).well();
    server.install(&[]).well().with("hook publish");
    server.hook(support::NOW, &["publish"]).well().with("release 1 is public");
    // If the plan needs permission for more removals, a person can give it.
    let mut all = String::new();
    for number in 0..40 {
        server.site.write(&format!("content/old/p{number}.en.md"), page(&format!("P{number}"), "", "Words."));
        all.extend(["/en/old/p", &number.to_string(), "/,,410\n"]);
    }
    server.commit();
    server.push(&["main"]);
    server.hook(support::NOW, &["publish"]).well();
    fs::remove_dir_all(server.site.path().join("content/old")).unwrap();
    server.site.write(
        "redirects.csv",
        format!(
            "old,new,status\n{all}/en/old/,/en/about/,301\n/en/old/page/2/,/en/about/,301\n/fr/old/,/fr/a-propos/,301\n"
        ),
    );
    server.commit();
    server.push(&["main"]).with("error[too-many-removals]");
    assert!(server.is_public("en/old/p1/index.html"));
    server.hook(support::NOW, &["publish", "--allow-delete", "100"]).well().with("is public");
    assert!(server.public("_redirects").contains("/en/old/p1/"));
}

#[test]
fn a_site_may_be_a_folder_of_the_repository() {
    let site = Site::empty();
    for (path, bytes) in read_folder(&Site::minimal().path()) {
        site.write(&format!("portal/{path}"), bytes);
    }
    site.write("README.md", "Not the site.\n");
    let server = Server::with(site, &["--site", "portal"]);
    server.commit();
    server.push(&["main"]).well().with("release 1 is public");
    server.edit("portal/content/about.en.md", "+++\n").with("paths are below `portal`").with("content/about.en.md");
}

#[test]
fn a_push_of_very_many_files_is_published() {
    let count = if std::env::var_os("CHANCERY_FULL").is_some() { 10_000 } else { 1_000 };
    let server = ready(&[]);
    for number in 0..count {
        server.site.write(&format!("content/many/p{number}.en.md"), page(&format!("Page {number}"), "", "Words."));
    }
    server.commit();
    server.push(&["main"]).well().with("release 2 is public");
    assert!(server.is_public(&format!("en/many/p{}/index.html", count - 1)));
}
