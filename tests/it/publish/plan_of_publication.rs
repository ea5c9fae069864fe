//! Tests of the plan of a publication: what it refuses, the line that it names, and the fixes that it suggests.

use std::fs;

use support::publishing::{Destination, Run};
use support::{NOW, Site, chancery};

const TREATY: &str = "content/press/treaty.en.md";
const TRAITE: &str = "content/press/treaty.fr.md";

/// Assertions on the output of a publication.
trait Judge {
    /// Panics unless exactly these errors were reported.
    fn refused(&self, codes: &[&str]) -> &Self;
    /// Panics unless a text was printed.
    fn says(&self, text: &str) -> &Self;
    /// Panics if a text was printed.
    fn says_not(&self, text: &str) -> &Self;
}

impl Judge for Run {
    fn refused(&self, codes: &[&str]) -> &Self {
        assert_eq!(self.status, 1, "{}{}", self.stdout, self.stderr);
        let named = |line: &str| Some(line.strip_prefix("error[")?.split_once(']')?.0.to_owned());
        let mut found: Vec<String> = self.stderr.lines().filter_map(named).collect();
        found.dedup();
        assert_eq!(found, codes, "{}", self.stderr);
        self
    }

    fn says(&self, text: &str) -> &Self {
        assert!(self.stderr.contains(text), "`{text}` is not said:\n{}", self.stderr);
        self
    }

    fn says_not(&self, text: &str) -> &Self {
        assert!(!self.stderr.contains(text), "`{text}` is said:\n{}", self.stderr);
        self
    }
}

fn published(site: &Site) -> Destination {
    let to = Destination::new();
    to.publish(site).fine();
    to
}

fn edit(site: &Site, path: &str, from: &str, to: &str) {
    let text = fs::read_to_string(site.path().join(path)).unwrap();
    assert!(text.contains(from), "`{path}` has no `{from}`");
    site.write(path, text.replacen(from, to, 1));
}

fn statement(reference: &str, title: &str, more: &str) -> String {
    format!(
        "+++\ntitle = \"{title}\"\nsummary = \"S.\"\nsubtype = \"statement\"\nreference = \"{reference}\"\n\
         date = 2026-11-03\n{more}+++\n\nText.\n"
    )
}

/// Runs `chancery check --against`; returns the exit code and the output.
fn check(site: &Site, to: &Destination) -> (i32, String) {
    let mut command = chancery();
    command.arg("--root").arg(site.path()).args(["--now", NOW, "--color", "never", "check", "--against"]);
    let run = command.arg(to.path()).output().unwrap();
    (run.status.code().unwrap(), String::from_utf8_lossy(&run.stderr).into_owned())
}

#[test]
fn a_reference_that_was_public_is_not_changed() {
    let site = Site::minimal();
    let to = published(&site);
    edit(&site, TREATY, "M/2026/001", "M/2026/009");
    let run = to.publish(&site);
    run.refused(&["changed-reference"]);
    run.says("`/en/press/treaty/` was public as `M/2026/001` and would become `M/2026/009`");
    run.says("content/press/treaty.en.md:5").says("reference = \"M/2026/009\"").says("in release 1");
    assert_eq!(to.current(), "releases/000001");
    // The suggested fix: declare the former reference, so that feeds keep their entry.
    let id = |text: &str| {
        text.split("<id>").find(|part| part.contains("M/2026")).unwrap().split('<').next().unwrap().to_owned()
    };
    let before = id(&to.text("en/press/atom.xml"));
    edit(&site, TREATY, "reference =", "formerly = [\"M/2026/001\"]\nreference =");
    to.publish(&site).fine();
    assert_eq!(id(&to.text("en/press/atom.xml")), before);
    let page = to.text("en/press/treaty/index.html");
    assert!(page.contains("Earlier reference") && page.contains("M/2026/001") && page.contains("M/2026/009"));
    assert!(to.text("fr/presse/treaty/index.html").contains("Référence antérieure"));
}

#[test]
fn a_former_reference_cannot_be_used_by_another_text() {
    let site = Site::minimal()
        .file("content/press/other.en.md", statement("M/2026/002", "Other", "formerly = [\"M/2026/001\"]\n"));
    let built = site.build();
    assert_eq!(built.status, 1);
    assert!(built.stderr.contains("error[duplicate-id]: `M/2026/001` names another text"), "{}", built.stderr);
}

#[test]
fn swapped_references_count_as_changed() {
    let site = Site::minimal().file("content/press/other.en.md", statement("M/2026/002", "Other", ""));
    let to = published(&site);
    edit(&site, TREATY, "M/2026/001", "M/2026/002");
    edit(&site, "content/press/other.en.md", "M/2026/002", "M/2026/001");
    let run = to.publish(&site);
    run.refused(&["changed-reference"]).says("would become `M/2026/001`").says("would become `M/2026/002`");
}

#[test]
fn a_renamed_file_keeps_its_id_if_it_keeps_its_address() {
    let site = Site::minimal();
    let to = published(&site);
    let text = fs::read_to_string(site.path().join("content/faq/visa.en.md")).unwrap();
    let french = fs::read_to_string(site.path().join("content/faq/visa.fr.md")).unwrap();
    let with = |text: &str, line: &str| text.replacen("+++\n", &format!("+++\n{line}\n"), 1);
    let site = site.without("content/faq/visa.en.md").without("content/faq/visa.fr.md");
    let site =
        site.file("content/faq/permit.en.md", with(&text, "slug = \"visa\"")).file("content/faq/permit.fr.md", french);
    let run = to.publish(&site);
    run.refused(&["changed-reference"]).says("was public as `faq/visa` and would become `faq/permit`");
    run.says("say `id = \"faq/visa\"`");
    site.write("content/faq/permit.en.md", with(&text, "slug = \"visa\"\nid = \"faq/visa\""));
    edit(&site, "content/faq/permit.fr.md", "+++\n", "+++\nid = \"faq/visa\"\n");
    to.publish(&site).fine();
}

#[test]
fn a_new_text_may_take_the_place_of_one_that_is_public_elsewhere() {
    let site = Site::minimal();
    let to = published(&site);
    // The old page moves and gets an id of its own; a new one takes its address.
    let old = fs::read_to_string(site.path().join("content/about.en.md")).unwrap();
    let site = site
        .file("content/about-2020.en.md", old.replacen("+++\n", "+++\nid = \"about\"\n", 1))
        .file("content/about.en.md", "+++\ntitle = \"About us\"\nid = \"about-now\"\n+++\n\nNew.\n")
        .file("content/about-2020.fr.md", "+++\ntitle = \"x\"\nid = \"about\"\nslug = \"a-propos\"\n+++\n\nx.\n")
        .without("content/about.fr.md");
    to.publish(&site).fine();
}

#[test]
fn a_text_at_an_address_like_that_of_a_year_is_not_a_list() {
    let site = Site::minimal();
    edit(&site, "site.toml", "kind = \"statement\"\n", "kind = \"statement\"\nfilters = [\"topic\", \"kind\"]\n");
    let site = site.file("content/press/review.en.md", statement("M/2026/002", "Review", "slug = \"2025\"\n"));
    let to = published(&site);
    let text = fs::read_to_string(site.path().join("content/press/review.en.md")).unwrap();
    // After removal with `state = "gone"`, no rollback may bring the text back.
    site.write("content/press/review.en.md", text.replacen("+++\n", "+++\nstate = \"gone\"\nreason = \"No.\"\n", 1));
    to.publish(&site).fine();
    let back = to.run(&site, &["rollback"]);
    back.refused(&["withdrawn-since"]).says("/en/press/2025/");
    // After deletion, its address would stop working. There never was a list for that year.
    let to = Destination::new();
    site.write("content/press/review.en.md", text);
    to.publish(&site).fine();
    let site = site.without("content/press/review.en.md");
    to.publish(&site).refused(&["vanished-address"]).says("`content/press/review.en.md` is no longer there");
}

#[test]
fn the_address_of_an_emptied_list_redirects_to_the_whole_list() {
    let site = Site::minimal()
        .file("content/press/old.en.md", statement("M/2025/001", "Old", "").replace("2026-11-03", "2025-01-02"));
    let to = published(&site);
    assert!(to.has("en/press/2025/index.html"));
    let site = site.without("content/press/old.en.md").file("redirects.csv", "old,new,status\n/en/press/old/,,410\n");
    let run = to.run(&site, &["--dry-run"]).fine();
    assert!(run.stdout.contains("redirected  /en/press/2025/ -> /en/press/"), "{}", run.stdout);
}

#[test]
fn slugs_used_by_parts_of_lists_are_reserved() {
    for slug in ["page", "kind", "topics", "2025"] {
        let text = statement("M/2026/002", "Other", &format!("slug = \"{slug}\"\n"));
        let built = Site::minimal().file("content/press/other.en.md", text).build();
        let message = format!("error[reserved-address]: `{slug}` is kept for the addresses of");
        assert!(built.status == 1 && built.stderr.contains(&message), "{}", built.stderr);
        assert!(built.stderr.contains("content/press/other.en.md:7:"), "{}", built.stderr);
    }
    // A page in the root of content/ has no list around it.
    let site = Site::minimal().file("content/2025.en.md", "+++\ntitle = \"The year\"\n+++\n\nText.\n");
    let _ = site.build().sound();
}

#[test]
fn the_message_names_the_line_that_holds_back_a_public_text() {
    let lines = [
        ("date = 2026-11-02", "date = 2027-01-02", "its `date` is ahead", ":6:"),
        ("date =", "embargo = \"2027-01-01T00:00:00Z\"\ndate =", "its `embargo` is ahead", ":6:"),
        ("date =", "state = \"draft\"\ndate =", "by its `state`", ":6:"),
    ];
    for (from, by, why, line) in lines {
        let site = Site::minimal();
        let to = published(&site);
        edit(&site, TREATY, from, by);
        let run = to.publish(&site);
        run.refused(&["held-back-again"]).says(why).says(&format!("{TREATY}{line}")).says("say `reason = ");
        run.says_not("aliases").says_not("410 into redirects").says_not("topic");
        assert_eq!(to.current(), "releases/000001");
    }
}

#[test]
fn a_text_published_by_mistake_can_be_held_back_with_a_reason_and_returns() {
    let site = Site::minimal();
    let to = published(&site);
    let public = to.text("en/press/treaty/index.html");
    for (held, later) in [
        ("state = \"draft\"", NOW),
        ("embargo = \"2026-12-01T10:00:00Z\"", "2026-12-01T10:00:00Z"),
        ("date = 2026-12-01", "2026-12-01T10:00:00Z"),
    ] {
        let sources = [TREATY, TRAITE].map(|path| (path, fs::read_to_string(site.path().join(path)).unwrap()));
        let front = sources[0].1.replace("date = 2026-11-02\n", "");
        let date = if held.starts_with("date") { "" } else { "date = 2026-11-02\n" };
        let with = |more: &str| front.replacen("topics", &format!("{date}{held}\n{more}topics"), 1);
        site.write(TREATY, with(""));
        to.publish(&site).refused(&["held-back-again"]);
        site.write(TREATY, with("reason = \"Published by mistake.\"\n"));
        to.publish(&site).fine();
        for (path, words) in [("en/press/treaty", "Treaty signed"), ("fr/presse/treaty", "Traité signé")] {
            let page = to.text(&format!("{path}/index.html"));
            assert!(page.contains("Published by mistake.") && !page.contains(words), "{page}");
            let rules = to.text("_redirects");
            assert!(
                rules.lines().any(|rule| rule.starts_with(&format!("/{path}/ ")) && rule.ends_with(" 410")),
                "{rules}"
            );
        }
        assert!(!to.text("en/press/index.html").contains("Treaty signed"));
        // Time brings the text back when the embargo ends; from a draft, it must be brought back by hand.
        if later == NOW {
            site.write(TREATY, &sources[0].1);
        }
        to.run_at(&site, later, &[]).fine();
        assert!(!to.text("_redirects").lines().any(|rule| rule.starts_with("/en/press/treaty/ ")));
        assert!(to.text("en/press/treaty/index.html").contains("Treaty signed"));
        for (path, text) in sources {
            site.write(path, text);
        }
        to.publish(&site).fine();
        assert_eq!(to.text("en/press/treaty/index.html"), public, "{held}");
    }
}

/// A translation's reason could be that of a future withdrawal, which must not be revealed.
#[test]
fn a_translation_can_be_held_back_before_its_source_is_withdrawn() {
    let withdrawn = "state = \"withdrawn\"\nwithdrawn_on = 2026-12-20\nreason = \"Overtaken.\"\ntopics";
    let site = Site::minimal();
    edit(&site, TREATY, "topics", withdrawn);
    let to = published(&site);
    edit(&site, TRAITE, "summary", "state = \"draft\"\nreason = \"Erreur de traduction.\"\nsummary");
    let run = to.publish(&site);
    run.refused(&["held-back-again"]).says("content/press/treaty.fr.md:3:9");
    run.says("write `/fr/presse/treaty/,,410` into redirects.csv");
    let draft = fs::read_to_string(site.path().join(TRAITE)).unwrap();
    fs::remove_file(site.path().join(TRAITE)).unwrap();
    site.write("redirects.csv", "old,new,status\n/fr/presse/treaty/,,410\n");
    to.publish(&site).fine();
    assert!(
        to.text("_redirects").lines().any(|rule| rule.starts_with("/fr/presse/treaty/ ") && rule.ends_with(" 410"))
    );
    // The text returns once the row is removed, at the withdrawal or before.
    site.write(TRAITE, draft.replace("state = \"draft\"\nreason = \"Erreur de traduction.\"\n", ""));
    fs::remove_file(site.path().join("redirects.csv")).unwrap();
    to.publish(&site).fine();
    assert!(to.text("fr/presse/treaty/index.html").contains("Traité signé"));
}

/// When the embargo ends, a changed reference would make the publication fail, so it is refused at the push.
#[test]
fn a_held_back_text_keeps_its_reference_until_it_returns() {
    for held in ["state = \"draft\"", "embargo = \"2026-12-01T10:00:00Z\""] {
        let site = Site::minimal();
        let to = published(&site);
        let held = format!("{held}\nreason = \"Published by mistake.\"\ntopics");
        edit(&site, TREATY, "topics", &held);
        edit(&site, TREATY, "M/2026/001", "M/2026/009");
        let refused = |run: &dyn Fn() -> (i32, String)| {
            let (status, told) = run();
            assert_eq!(status, 1, "{told}");
            assert_eq!(told.matches("error[").count(), 1, "{told}");
            assert!(told.contains("changed-reference") && told.contains("content/press/treaty.en.md:5"), "{told}");
        };
        refused(&|| check(&site, &to));
        to.publish(&site).refused(&["changed-reference"]).says("content/press/treaty.en.md:5");
        // Still refused when nothing has changed since that build.
        to.publish(&site).refused(&["changed-reference"]).says("content/press/treaty.en.md:5");
        assert_eq!(to.current(), "releases/000001");
        edit(&site, TREATY, "M/2026/009", "M/2026/001");
        to.publish(&site).fine();
        let addresses = to.text("_addresses.json");
        assert!(!addresses.contains("M/2026"), "{addresses}");
        // The reference is remembered while the text is held back, also across other releases.
        edit(&site, "content/about.en.md", "About us", "About all of us");
        to.publish(&site).fine();
        edit(&site, TREATY, &held, "topics");
        edit(&site, TREATY, "M/2026/001", "M/2026/009");
        to.publish(&site).refused(&["changed-reference"]).says("in release 1 it was");
        edit(&site, TREATY, "reference =", "formerly = [\"M/2026/001\"]\nreference =");
        to.publish(&site).fine();
    }
}

#[test]
fn each_cause_is_named_with_its_own_fixes() {
    type Edit = fn(Site) -> Site;
    let cases: &[(Edit, &str, &str, &str)] = &[
        (
            |site| {
                edit(&site, TREATY, "title =", "slug = \"pact\"\ntitle =");
                site
            },
            "its slug has changed, and the text is at `/en/press/pact/` now",
            "content/press/treaty.en.md:2:8",
            "add `aliases = [\"/en/press/treaty/\"]` to this file",
        ),
        (
            |site| {
                edit(&site, "content/press/_section.fr.md", "\"presse\"", "\"medias\"");
                site
            },
            "the section has the slug `medias` now",
            "content/press/_section.fr.md:3:8",
            "`/fr/presse/*,/fr/medias/,301`",
        ),
        (
            |site| site.without(TRAITE),
            "`content/press/treaty.fr.md` is no longer there",
            "",
            "`/fr/presse/treaty/,/en/press/treaty/,302`",
        ),
        (|site| site.without("static/form.pdf"), "`static/form.pdf` is no longer there", "", "`/form.pdf,,410`"),
        (
            |site| {
                edit(&site, "content/about.en.md", "aliases = [\"/en/who/\"]\n", "");
                site
            },
            "the alias that led to `/en/about/` is no longer there",
            "content/about.en.md",
            "put it back among `aliases` of this file",
        ),
        (
            |site| site.file("redirects.csv", "old,new,status\n"),
            "the row that led to `/en/about/` is no longer in redirects.csv",
            "redirects.csv",
            "put `/visit/,/en/about/,301` back",
        ),
        (
            |site| {
                edit(
                    &site,
                    "site.toml",
                    "[[section]]\nfolder = \"faq\"",
                    "[[topic]]\nid = \"other\"\nname = { en = \"Other\", fr = \"Autre\" }\n\n[[section]]\nfolder = \"faq\"",
                );
                edit(&site, TREATY, "\"trade\"", "\"other\"");
                edit(&site, "content/faq/visa.en.md", "\"trade\"", "\"other\"");
                site
            },
            "no text in `en` has the topic `trade` any longer",
            "site.toml",
            "`/en/topics/trade/,/en/topics/,302`",
        ),
        (
            |site| {
                edit(
                    &site,
                    "site.toml",
                    "id = \"trade\"",
                    "id = \"commerce\"\nslug = { en = \"commerce\", fr = \"commerce\" }",
                );
                edit(&site, TREATY, "\"trade\"", "\"commerce\"");
                edit(&site, "content/faq/visa.en.md", "\"trade\"", "\"commerce\"");
                site
            },
            "the topic `trade` is no longer declared",
            "site.toml",
            "declare it again",
        ),
        (
            |site| {
                edit(&site, "site.toml", "[feeds]\n", "[feeds]\nformats = [\"rss\", \"atom\"]\n");
                site
            },
            "`feeds.formats` no longer asks for `feed.json`",
            "site.toml",
            "put the format back",
        ),
    ];
    for (change, why, place, way) in cases {
        let site = Site::minimal()
            .file("static/form.pdf", "%PDF")
            .file("redirects.csv", "old,new,status\n/visit/,/en/about/,301\n");
        edit(&site, "content/about.en.md", "title", "aliases = [\"/en/who/\"]\ntitle");
        let to = published(&site);
        let site = change(site);
        let run = to.publish(&site);
        run.refused(&["vanished-address"]).says(why).says(place).says(way);
        assert_eq!(to.current(), "releases/000001");
    }
}

#[test]
fn the_message_names_what_an_old_address_was() {
    // The 410 came from the text's own file, which is now deleted.
    let site = Site::minimal();
    let to = published(&site);
    edit(&site, TREATY, "title =", "state = \"gone\"\nreason = \"Cancelled.\"\ntitle =");
    to.publish(&site).fine();
    let site = site.without(TREATY).without(TRAITE);
    to.publish(&site).refused(&["vanished-address"]).says("`content/press/treaty.en.md` is no longer there");
    // The text moves twice, and the first alias is missing.
    let site = Site::minimal();
    let to = published(&site);
    edit(&site, TREATY, "title =", "slug = \"pact\"\naliases = [\"/en/press/treaty/\"]\ntitle =");
    edit(&site, TRAITE, "title =", "slug = \"treaty\"\ntitle =");
    to.publish(&site).fine();
    edit(&site, TREATY, "pact\"\naliases = [\"/en/press/treaty/\"]", "accord\"\naliases = [\"/en/press/pact/\"]");
    let run = to.publish(&site);
    run.refused(&["vanished-address"])
        .says("`/en/press/treaty/` was public")
        .says("put it back among `aliases` of this file");
    // The folder of a section is renamed.
    let site = Site::minimal();
    let to = published(&site);
    fs::rename(site.path().join("content/press"), site.path().join("content/media")).unwrap();
    edit(&site, "site.toml", "folder = \"press\"", "folder = \"media\"");
    let run = to.publish(&site);
    run.refused(&["vanished-address"]).says("the section is at `/en/media/` now").says("`/en/press/*,/en/media/,301`");
    run.says_not("aliases");
    assert!(run.stderr.matches("error[").count() <= 3, "a cause is told once: {}", run.stderr);
    site.write("redirects.csv", "old,new,status\n/en/press/*,/en/media/,301\n");
    to.publish(&site).fine();
}

#[test]
fn a_removed_language_is_reported_once() {
    let site = Site::minimal();
    let to = published(&site);
    let site = [
        "content/_section",
        "content/about",
        "content/press/_section",
        "content/press/treaty",
        "content/faq/_section",
        "content/faq/visa",
    ]
    .iter()
    .fold(site, |site, stem| site.without(&format!("{stem}.fr.md")));
    edit(&site, "site.toml", "order = [\"en\", \"fr\"]", "order = [\"en\"]");
    edit(&site, "site.toml", "{ en = \"Ministry\", fr = \"Ministère\" }", "{ en = \"Ministry\" }");
    edit(&site, "site.toml", "{ en = \"Trade\", fr = \"Commerce\" }", "{ en = \"Trade\" }");
    let run = to.publish(&site);
    run.says("more addresses were public and would answer nothing: `fr` is no longer among `languages.order`");
    run.says("`/fr/*,/en/,301`").says_not("aliases");
    assert_eq!(run.stderr.matches("error[vanished-address]").count(), 1, "{}", run.stderr);
}

#[test]
fn without_sources_the_message_names_what_the_address_was() {
    let site = Site::minimal();
    let to = published(&site);
    let site = site.without(TREATY).without(TRAITE);
    let _ = site.build();
    let out = site.out();
    let run = to.run(&site, &["--from", out.to_str().unwrap()]);
    run.refused(&["vanished-address"])
        .says("in release 1 it was the text `M/2026/001` in `en`, from `content/press/treaty.en.md`");
}

#[test]
fn an_answer_that_expires_does_not_stop_a_publication() {
    let site = Site::minimal().append("site.toml", "\n[publish]\nmax_delete = 0\n");
    edit(&site, TREATY, "topics = [\"trade\"]\n", "");
    edit(&site, "content/faq/visa.en.md", "topics", "valid_until = 2026-11-30\ntopics");
    let to = published(&site);
    assert!(to.has("en/topics/trade/index.html"));
    let run = to.run_at(&site, "2026-12-02T12:00:00Z", &[]);
    run.fine();
}

#[test]
fn a_check_reports_what_a_publication_would_refuse_and_writes_nothing() {
    let site = Site::minimal();
    let to = Destination::new();
    let (status, said) = check(&site, &to);
    assert_eq!(status, 0, "{said}");
    assert!(!to.path().exists());
    to.publish(&site).fine();
    let before = (to.all(), support::read_folder(&to.path().join(".chancery")));
    assert_eq!(check(&site, &to).0, 0);
    edit(&site, TREATY, "M/2026/001", "M/2026/009");
    let site = site.without("content/about.en.md").without("content/about.fr.md");
    let (status, said) = check(&site, &to);
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("error[changed-reference]") && said.contains("error[vanished-address]"), "{said}");
    assert!(said.contains("reference = \"M/2026/009\""), "with the line: {said}");
    assert_eq!((to.all(), support::read_folder(&to.path().join(".chancery"))), before);
    // `check --against` reports the same errors as the publication.
    let lines = |text: &str| -> Vec<String> {
        text.lines().filter(|line| line.starts_with("error[")).map(str::to_owned).collect()
    };
    assert_eq!(lines(&said), lines(&to.publish(&site).stderr));
    let other = tempfile::tempdir().unwrap();
    fs::write(other.path().join("index.html"), "theirs").unwrap();
    let mut command = chancery();
    command.arg("--root").arg(Site::minimal().path()).args(["--now", NOW, "check", "--against"]).arg(other.path());
    assert_eq!(command.output().unwrap().status.code(), Some(2));
}

#[test]
fn a_destination_of_an_older_program_still_works() {
    let site = Site::minimal()
        .file("content/press/old.en.md", statement("M/2025/001", "Old", "").replace("2026-11-03", "2025-01-02"));
    let to = published(&site);
    // Simulate the first format of the ledger: only addresses, and no occupants in the release.
    let ledger = to.path().join(".chancery/addresses");
    let text = fs::read_to_string(&ledger).unwrap();
    let addresses = text.lines().filter_map(|line| Some(line.split_once("\"at\":\"")?.1.split_once('"')?.0));
    let old = addresses.collect::<Vec<_>>().join("\n") + "\n";
    assert!(old.contains("/en/press/treaty/\n"), "{text}");
    fs::write(&ledger, format!("release 1\n{old}")).unwrap();
    let release = to.path().join("releases/000001");
    let json = release.join("_addresses.json");
    let mut addresses: serde_json::Value = serde_json::from_slice(&fs::read(&json).unwrap()).unwrap();
    addresses.as_object_mut().unwrap().retain(|name, _| name != "occupants" && name != "form");
    let bytes = serde_json::to_vec_pretty(&addresses).unwrap();
    let digest = |bytes: &[u8]| {
        use sha2::Digest as _;
        sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
    };
    let manifest = fs::read_to_string(release.join("digests.txt")).unwrap();
    let manifest = manifest.replace(&digest(&fs::read(&json).unwrap()), &digest(&bytes));
    for (path, bytes) in [(&json, bytes.as_slice()), (&release.join("digests.txt"), manifest.as_bytes())] {
        fs::remove_file(path).unwrap();
        fs::write(path, bytes).unwrap();
    }
    // A list of a year that is emptied in this release redirects, since only the form of its address is known.
    let site = site.without("content/press/old.en.md").file("redirects.csv", "old,new,status\n/en/press/old/,,410\n");
    to.publish(&site).fine();
    let text = fs::read_to_string(&ledger).unwrap();
    assert!(text.starts_with("addresses 2\nrelease 2\n"), "{text}");
    assert!(text.contains("\"source\":\"content/press/treaty.en.md\""), "{text}");
    to.publish(&site.without(TREATY).without(TRAITE)).refused(&["vanished-address"]);
}

#[test]
fn the_ledger_is_private_and_the_output_names_no_file() {
    let site = Site::minimal();
    let to = published(&site);
    assert!(!to.text("_addresses.json").contains(".md"));
    assert!(fs::read_to_string(to.path().join(".chancery/addresses")).unwrap().contains(TREATY));
}
