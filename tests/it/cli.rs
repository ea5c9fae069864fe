//! The program as a black box: arguments in; exit code, standard output, standard error and files out.

use std::fs;
use std::path::Path;
use std::process::Output;

use support::{NOW, chancery};
use tempfile::TempDir;

/// A folder to run the program in.
struct Folder(TempDir);

impl Folder {
    fn empty() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A new site, as `chancery new` makes it.
    fn site() -> Self {
        let folder = Self::empty();
        folder.run(&["new", "."]).expect(0);
        folder
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn write(&self, name: &str, text: &str) -> &Self {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    fn replace(&self, name: &str, old: &str, new: &str) -> &Self {
        let text = self.read(name);
        assert!(text.contains(old), "{name} has no `{old}`:\n{text}");
        self.write(name, &text.replacen(old, new, 1))
    }

    /// Every file of the folder, sorted.
    fn files(&self) -> Vec<String> {
        let files = walkdir::WalkDir::new(self.path()).sort_by_file_name().into_iter().map(Result::unwrap);
        let files = files.filter(|entry| entry.file_type().is_file());
        files.map(|entry| entry.path().strip_prefix(self.path()).unwrap().to_str().unwrap().to_owned()).collect()
    }

    fn run(&self, arguments: &[&str]) -> Run {
        self.run_in(".", arguments)
    }

    fn run_in(&self, folder: &str, arguments: &[&str]) -> Run {
        let mut command = chancery();
        command.current_dir(self.path().join(folder)).args(arguments);
        if !arguments.contains(&"--now") {
            command.args(["--now", NOW]);
        }
        let output = command.output().unwrap();
        Run { arguments: arguments.iter().map(ToString::to_string).collect(), output }
    }
}

/// What a run has left.
struct Run {
    arguments: Vec<String>,
    output: Output,
}

impl Run {
    fn out(&self) -> String {
        String::from_utf8(self.output.stdout.clone()).unwrap()
    }

    fn err(&self) -> String {
        String::from_utf8(self.output.stderr.clone()).unwrap()
    }

    #[track_caller]
    fn expect(self, code: i32) -> Self {
        let (out, err) = (self.out(), self.err());
        assert_eq!(self.output.status.code(), Some(code), "{:?}\n{out}\n{err}", self.arguments);
        assert!(!err.contains("panicked"), "{err}");
        self
    }

    #[track_caller]
    fn says(self, text: &str) -> Self {
        assert!(self.err().contains(text), "no `{text}` in\n{}", self.err());
        self
    }
}

/// A summary line with the seconds taken out.
fn timeless(text: &str) -> String {
    let mut words: Vec<&str> = text.trim().split(' ').collect();
    for index in 1..words.len() {
        if words[index].starts_with('s') && words[index].trim_end_matches(';') == "s" {
            words[index - 1] = "…";
        }
    }
    words.join(" ")
}

#[test]
fn a_new_site_builds_at_once_without_a_warning() {
    let folder = Folder::empty();
    folder.run(&["new", "portal"]).expect(0).says("files to portal");
    let run = folder.run_in("portal", &["build"]).expect(0).says("; 0 errors, 0 warnings");
    assert_eq!(run.out(), "");
    assert!(!run.err().contains("unstamped"), "translations of a new site are stamped:\n{}", run.err());
    let home = folder.read("portal/public/fr/index.html");
    assert!(home.contains("Affaires étrangères"), "{home}");
    let site = folder.read("portal/site.toml");
    assert!(site.contains("expires = 2027-10-23T00:00:00Z") && !site.contains("@TODAY@"), "{site}");
    assert!(folder.read("portal/.gitignore").contains("/public"));
    assert!(!folder.path().join("portal/themes").exists(), "the theme stays in the program");
}

#[test]
fn a_second_build_changes_nothing_and_says_so() {
    let folder = Folder::site();
    folder.run(&["build"]).expect(0);
    let run = folder.run(&["build"]).expect(0);
    let last = run.err().lines().last().unwrap().to_owned();
    assert!(last.contains(": 0 files changed, 0 removed, in ") && last.starts_with("built "), "{last}");
    assert!(timeless(&last).ends_with("in … s; 0 errors, 0 warnings"), "{last}");
}

#[test]
fn a_new_site_is_made_in_an_empty_folder_only() {
    let folder = Folder::empty();
    folder.write("letter.txt", "Dear Sir");
    folder.run(&["new", "."]).expect(2).says("is not empty: it holds `letter.txt`");
    assert_eq!(folder.files(), ["letter.txt"]);
    let folder = Folder::empty();
    folder.write(".git/HEAD", "ref: refs/heads/main\n").run(&["new", "."]).expect(0);
}

#[test]
fn the_exit_code_says_what_went_wrong() {
    let site = Folder::site();
    site.run(&["check"]).expect(0).says("checked ");
    site.run(&["chek"]).expect(2).says("'check'");
    site.run(&["build", "--base-url", "nowhere"]).expect(2).says("absolute address");
    site.run(&["check", "--now", "yesterday"]).expect(2).says("2026-11-23T12:00:00Z");
    site.run(&["--help"]).expect(0);
    Folder::empty().run(&["check"]).expect(2).says("there is no site.toml here");
    site.write("elsewhere/letter.txt", "Dear Sir");
    site.run(&["build", "--out", "elsewhere"]).expect(3).says("foreign-output");
    site.replace("content/about.en.md", "owner", "ownr");
    site.run(&["check"]).expect(1).says("did you mean `owner`?");
}

#[test]
fn a_build_with_an_error_leaves_the_last_good_site() {
    let site = Folder::site();
    site.run(&["build"]).expect(0);
    let before = site.read("public/digests.txt");
    site.replace("content/about.en.md", "What we do", "What we have done");
    site.replace("content/press/_section.en.md", "title", "titel");
    site.run(&["build"]).expect(1).says("nothing was built: ");
    assert_eq!(site.read("public/digests.txt"), before);
    assert!(site.read("public/en/about/index.html").contains("What we do"));
}

#[test]
fn the_site_is_found_from_any_folder_in_it() {
    let site = Folder::site();
    site.run_in("content/press", &["build"]).expect(0);
    assert!(site.path().join("public/en/index.html").exists());
    let elsewhere = Folder::empty();
    elsewhere.run(&["check", "--root", site.path().to_str().unwrap()]).expect(0);
}

#[test]
fn a_statement_gets_the_next_reference_and_every_field_explained() {
    let site = Folder::site();
    let path = "content/press/minister-opens-the-hall.en.md";
    let run = site.run(&["add", "statement", "Minister opens the hall"]).expect(0).says("it is a draft");
    assert_eq!(run.out().trim(), path);
    let text = site.read(path);
    for line in [
        "title = \"Minister opens the hall\"",
        "reference = \"MFA/2026/002\"",
        "date = 2026-11-23",
        "state = \"draft\"",
    ] {
        assert!(text.lines().any(|other| other == line), "no `{line}` in\n{text}");
    }
    assert!(text.contains("# corrects: ") && text.contains("# dateline = "), "{text}");
    // The draft bears its number although nobody sees it.
    site.run(&["add", "statement", "A second one"]).expect(0);
    assert!(site.read("content/press/a-second-one.en.md").contains("reference = \"MFA/2026/003\""));
    site.run(&["add", "statement", "Next year", "--now", "2027-01-02T00:00:00Z"]).expect(0);
    assert!(site.read("content/press/next-year.en.md").contains("reference = \"MFA/2027/001\""));
    site.run(&["build"]).expect(0).says("; 0 errors, 0 warnings");
    assert!(!site.read("public/digests.txt").contains("minister-opens-the-hall"), "a draft is in the site");
}

#[test]
fn a_translation_holds_only_what_it_says_for_itself() {
    let site = Folder::site();
    site.run(&["add", "statement", "Hall opens"]).expect(0);
    let of = "content/press/hall-opens.en.md";
    let run = site.run(&["add", "statement", "Ouverture à Genève", "--lang", "fr", "--of", of]).expect(0);
    assert_eq!(run.out().trim(), "content/press/hall-opens.fr.md");
    let text = site.read("content/press/hall-opens.fr.md");
    assert!(text.contains("slug = \"ouverture-a-geneve\"") && text.contains("state = \"draft\""), "{text}");
    assert!(!text.contains("reference") && !text.contains("# topics"), "{text}");
    site.run(&["build"]).expect(0).says("; 0 errors, 0 warnings");
    // The reference and the id name it too, and a file is never overwritten.
    for of in ["MFA/2026/002", "press/hall-opens", "press/hall-opens.en.md"] {
        site.run(&["add", "statement", "Encore", "--lang", "fr", "--of", of]).expect(2).says("exists already");
    }
    assert_eq!(site.read("content/press/hall-opens.fr.md"), text);
    site.run(&["add", "statement", "Encore", "--lang", "fr", "--of", "MFA/2020/001"]).expect(2).says("there is no");
}

#[test]
fn a_text_may_be_first_written_in_another_language() {
    let site = Folder::site();
    site.run(&["add", "faq", "Où voter ?", "--lang", "fr"]).expect(0).says("first written in this language");
    let text = site.read("content/faq/ou-voter.fr.md");
    assert!(text.contains("source = true") && text.contains("question = \"Où voter ?\""), "{text}");
    site.run(&["check"]).expect(0);
}

#[test]
fn a_register_comes_with_its_records_and_what_they_mean() {
    let site = Folder::site();
    site.run(&["add", "register", "Gifts"]).expect(2).says("exists already");
    let path = "content/registers/gifts-received/index.en.md";
    let run = site.run(&["add", "register", "Gifts received", "--columns", "id, date,value"]).expect(0);
    assert_eq!(run.says("it is a draft").out().trim(), path);
    assert_eq!(site.read("content/registers/gifts-received/data.csv"), "id,date,value\n");
    assert!(site.read(path).contains("period = { start = 2026-10-01, end = 2026-12-31 }"));
    site.run(&["check"]).expect(0).says("0 errors, 0 warnings");
    // Filled in, it is a register like any other.
    site.replace("content/registers/gifts-received/data.csv", "value\n", "value\nG-1,2026-10-02,Vase\n");
    site.replace(path, "state = \"draft\"\n", "").replace(path, "To be written.", "All gifts.");
    site.run(&["build"]).expect(0).says("0 errors");
    assert!(site.read("public/en/registers/gifts-received/index.html").contains("Vase"));
    let translation = site.run(&["add", "register", "Cadeaux", "--lang", "fr", "--of", "registers/gifts-received"]);
    assert_eq!(translation.expect(0).out().trim(), "content/registers/gifts-received/index.fr.md");
    for columns in ["id,id", "id,", "a b", "=1"] {
        site.run(&["add", "register", "Other", "--columns", columns]).expect(2).says("the name of a column");
    }
    assert!(!site.path().join("content/registers/other").exists());
}

#[test]
fn a_notice_is_added_and_every_other_byte_stays() {
    let site = Folder::site();
    let before = site.read("site.toml").replace('\n', "\r\n");
    site.write("site.toml", &before);
    let add = |arguments: &[&str]| {
        let words = ["add", "notice", "Closed on \"Monday\"."];
        site.run(&[words.as_slice(), arguments].concat())
    };
    add(&[]).expect(2).says("--until");
    add(&["--until", "2026-12-02T18:00", "--say", "de=Zu."]).expect(2).says("no language `de`");
    add(&["--until", "2026-12-02T18:00", "--say", "Fermé."]).expect(2).says("in which language");
    add(&["--until", "2026-12-02"]).expect(2).says("`--say fr=");
    let french = |until: &str| add(&["--until", until, "--say", "fr=Fermé lundi."]);
    french("2026-11-01").expect(2).says("expires before it starts");
    french("soon").expect(2).says("nothing was written");
    assert_eq!(site.read("site.toml"), before);
    let until = ["--until", "2026-12-02T18:00", "--say", "fr=Fermé lundi.", "--severity", "info"];
    add(&until).expect(0).says("from 23 November 2026, 12:00 until 2 December 2026, 18:00 (");
    let after = site.read("site.toml");
    let added = after.strip_prefix(&before).unwrap();
    assert!(
        added.contains("text = { \"en\" = \"Closed on \\\"Monday\\\".\", \"fr\" = \"Fermé lundi.\" }\r\n"),
        "{added}"
    );
    assert!(!added.replace("\r\n", "").contains('\n'));
    site.run(&["build"]).expect(0);
    assert!(site.read("public/fr/index.html").contains("Fermé lundi."));
    // A second one, with all that it may say.
    let until = ["--from", "2026-12-24", "--until", "2026-12-27T08:00+01:00", "--say", "fr=Fermé."];
    add(&[until.as_slice(), &["--link", "about", "--severity", "crisis"]].concat()).expect(0);
    site.run(&["check"]).expect(0);
}

#[test]
fn what_can_t_be_added_is_refused_with_a_way_out() {
    let site = Folder::site();
    site.run(&["add", "page", "About", "--lang", "xx"]).expect(2).says("languages of this site: `en`, `fr`");
    site.run(&["add", "statement", "A", "--section", "pres"]).expect(2).says("did you mean `press`?");
    site.run(&["add", "statement", "A", "--section", "faq"]).expect(2).says("holds texts of kind `faq`");
    site.run(&["add", "page", "!"]).expect(2).says("--slug NAME");
    site.run(&["add", "page", "About"]).expect(2).says("exists already");
    site.write("content/history/index.en.md", "+++\ntitle = \"History\"\n+++\n");
    site.run(&["add", "page", "History"]).expect(2).says("`content/history/index.en.md` exists already");
    site.run(&["add", "page", "Contact us", "--slug", "contact"]).expect(0);
    assert!(site.path().join("content/contact.en.md").exists());
}

#[test]
fn a_stamped_translation_is_stale_once_its_source_changes() {
    let site = Folder::site();
    site.replace("content/about.en.md", "What we do", "What we have done");
    site.run(&["check"]).expect(0).says("warning[stale-translation]").says("1 warning");
    // From within the folder, and by its name from the root.
    site.run_in("content", &["stamp", "about.fr.md"]).expect(0).says("stamped content/about.fr.md");
    site.run(&["check"]).expect(0).says("0 warnings");
    site.replace("content/about.en.md", "What we have done", "What we do");
    site.run(&["stamp", "content/about.fr.md", "content/press/new-portal.fr.md"]).expect(0);
    site.run(&["check"]).expect(0).says("0 warnings");
    site.run(&["stamp", "content/about.en.md"]).expect(1).says("not a translation");
    site.run(&["stamp", "content/nothing.fr.md"]).expect(2).says("there is no file");
    assert!(!site.files().iter().any(|file| file.ends_with(".new")), "{:?}", site.files());
}

#[test]
fn a_file_of_the_theme_is_taken_out_once() {
    let site = Folder::site();
    let listed = site.run(&["theme", "list"]).expect(0).out();
    assert!(listed.lines().any(|line| line == "templates/page.html"), "{listed}");
    site.run(&["theme", "eject", "templates/page.html"]).expect(0).says("overrides/templates/page.html");
    assert!(!site.read("overrides/templates/page.html").is_empty());
    let listed = site.run(&["theme", "list"]).expect(0).out();
    assert!(listed.lines().any(|line| line == "templates/page.html  (overridden)"), "{listed}");
    site.run(&["theme", "eject", "templates/page.html"]).expect(2).says("exists already");
    site.run(&["theme", "eject", "templates/pag.html"]).expect(2).says("did you mean `templates/page.html`?");
    site.run(&["build"]).expect(0).says("0 errors");
}

#[test]
fn every_schema_is_json_that_names_its_fields() {
    let folder = Folder::empty();
    for (kind, field) in [
        ("site", "base_url"),
        ("page", "title"),
        ("statement", "reference"),
        ("faq", "short_answer"),
        ("register", "period"),
        ("section", "slug"),
    ] {
        let out = folder.run(&["schema", kind]).expect(0).out();
        let schema: serde_json::Value = serde_json::from_str(&out).unwrap();
        assert!(schema["properties"][field]["description"].is_string(), "{kind}.{field}");
    }
    folder.run(&["schema", "person"]).expect(2).says("statement");
}

#[test]
fn faults_as_json_are_a_line_each_on_standard_output() {
    let site = Folder::site();
    site.replace("content/about.en.md", "owner", "ownr");
    site.replace("content/faq/_section.en.md", "summary", "sumary");
    let run = site.run(&["check", "--format", "json"]).expect(1);
    let codes: Vec<String> = run
        .out()
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["code"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(codes.iter().filter(|code| *code == "unknown-field").count(), 2, "{codes:?}");
    assert!(!run.err().contains("error["), "{}", run.err());
}

#[test]
fn sarif_is_one_document_even_where_nothing_is_wrong() {
    let out = Folder::site().run(&["check", "--format", "sarif", "--quiet"]).expect(0);
    let sarif: serde_json::Value = serde_json::from_str(&out.out()).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    assert_eq!(out.err(), "");
}

#[test]
fn notes_are_counted_unless_they_are_wanted() {
    let site = Folder::site();
    site.replace("content/about.fr.md", "translated_from", "# translated_from");
    site.run(&["check"]).expect(0).says("note[unstamped-translation]").says("(once; `--notes` shows it)");
    site.run(&["check", "--notes"]).expect(0).says("content/about.fr.md");
    let quiet = site.run(&["check", "--quiet"]).expect(0);
    assert_eq!(quiet.err(), "");
}

#[test]
fn a_code_is_explained_and_a_misspelt_one_is_suggested() {
    let folder = Folder::empty();
    let out = folder.run(&["explain", "broken-link"]).expect(0).out();
    assert!(out.starts_with("error[broken-link]: "), "{out}");
    assert_eq!(folder.run(&["explain", "error[broken-link]"]).expect(0).out(), out);
    folder.run(&["explain", "brokn-link"]).expect(2).says("did you mean `broken-link`?");
    assert!(folder.run(&["explain"]).expect(0).out().lines().count() > 50);
}

#[test]
fn completions_name_the_commands() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let out = Folder::empty().run(&["completions", shell]).expect(0).out();
        assert!(out.contains("stamp"), "{shell}");
    }
}

#[test]
fn colour_is_for_terminals_unless_asked_for() {
    let site = Folder::site();
    site.replace("content/about.en.md", "owner", "ownr");
    assert!(!site.run(&["check"]).expect(1).err().contains('\u{1b}'));
    assert!(site.run(&["check", "--color", "always"]).expect(1).err().contains('\u{1b}'));
}
