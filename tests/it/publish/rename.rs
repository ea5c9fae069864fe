//! Tests of `chancery rename`: renames the files of all languages, addresses, ids and links, keeps every other byte,
//! and does all or nothing.

use std::collections::BTreeSet;
use std::fs;

use crate::lab::failing_disk::FailingDisk;
use chancery::fs::disk::{FileChange, change_all, take_back};
use support::publishing::Destination;
use support::{NOW, Site, chancery, read_folder};

struct Run {
    status: i32,
    stdout: String,
    stderr: String,
}

fn rename(site: &Site, arguments: &[&str]) -> Run {
    let mut command = chancery();
    command.arg("--root").arg(site.path()).args(["--now", NOW, "--color", "never", "rename"]).args(arguments);
    command.current_dir(site.path());
    let run = command.output().unwrap();
    let lossy = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Run { status: run.status.code().unwrap(), stdout: lossy(&run.stdout), stderr: lossy(&run.stderr) }
}

impl Run {
    fn fine(self) -> Self {
        assert!(self.status == 0, "exit code {}\n{}{}", self.status, self.stdout, self.stderr);
        self
    }

    fn refused(self, why: &str) {
        let code = "rename-refused";
        assert_eq!(self.status, 1, "{}{}", self.stdout, self.stderr);
        assert!(self.stderr.contains(&format!("error[{code}]")) && self.stderr.contains(why), "{}", self.stderr);
    }
}

fn read(site: &Site, path: &str) -> String {
    String::from_utf8(fs::read(site.path().join(path)).unwrap()).unwrap()
}

fn sources(site: &Site) -> support::Files {
    read_folder(&site.path()).into_iter().filter(|(path, _)| !path.starts_with(".chancery/")).collect()
}

/// Asserts that the plan of a publication refuses nothing.
fn nothing_is_refused(site: &Site, to: &Destination) {
    let mut command = chancery();
    command.arg("--root").arg(site.path()).args(["--now", NOW, "--color", "never", "check", "--against"]);
    let run = command.arg(to.path()).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}

#[test]
fn a_text_is_renamed_in_all_languages_and_keeps_its_address_and_its_id() {
    let site = Site::minimal().file(
        "content/about.en.md",
        "+++\ntitle = \"About us\"\nrelated = [\"faq/visa\"]\n+++\n\nSee [the answer](faq/visa.en.md#a \"faq/visa.en.md\"), [again][v], \
         [at its address](/en/faq/visa/).\n\n[v]: <faq/visa.en.md>\n",
    );
    let site = site.file("content/faq/visa.en.md", read(&Site::minimal(), "content/faq/visa.en.md") + "\n## A\n");
    let to = Destination::new();
    let published = to.publish(&site);
    assert_eq!(published.status, 0, "{}", published.stderr);
    rename(&site, &["content/faq/visa.fr.md", "permit"]).fine();
    assert!(
        !site.path().join("content/faq/visa.en.md").exists() && !site.path().join("content/faq/visa.fr.md").exists()
    );
    let text = read(&site, "content/faq/permit.en.md");
    assert!(
        text.starts_with(
            "+++\nquestion = \"Do I need a visa?\"\nid = \"faq/visa\"\naliases = [\"/en/faq/visa/\"]\nshort_answer ="
        ),
        "{text}"
    );
    assert!(read(&site, "content/faq/permit.fr.md").contains("id = \"faq/visa\"\naliases = [\"/fr/faq/visa/\"]\n"));
    let about = read(&site, "content/about.en.md");
    assert!(about.ends_with(
        "See [the answer](faq/permit.en.md#a \"faq/visa.en.md\"), [again][v], [at its address](/en/faq/permit/).\n\n[v]: <faq/permit.en.md>\n"
    ), "{about}");
    let _ = site.build().sound();
    nothing_is_refused(&site, &to);
    assert!(!site.path().join(".chancery/act").exists());
    // Rename back: the alias and the address are swapped.
    rename(&site, &["content/faq/permit.en.md", "visa"]).fine();
    assert!(read(&site, "content/faq/visa.en.md").contains("aliases = [\"/en/faq/permit/\"]\n"));
    let _ = site.build().sound();
    nothing_is_refused(&site, &to);
}

#[test]
fn a_rename_changes_no_other_byte() {
    let text = "\u{FEFF}+++\r\n# who we are\r\n  title   = \"About us\"   # short\r\nid = \"about\"\r\naliases = [\r\n    \"/en/a/\", # old\r\n    \"/en/b/\"\r\n]\r\n+++\r\n\r\nWho  we are.  \r\n[x]( faq/visa.en.md )";
    let site = Site::minimal().file("content/about.en.md", text).without("content/about.fr.md");
    rename(&site, &["content/about.en.md", "who"]).fine();
    assert_eq!(
        read(&site, "content/who.en.md"),
        text.replace("    \"/en/b/\"\r\n", "    \"/en/b/\", \"/en/about/\"\r\n")
    );
    rename(&site, &["content/faq/visa.en.md", "permit"]).fine();
    assert!(read(&site, "content/who.en.md").ends_with("\r\n[x]( faq/permit.en.md )"));
    let _ = site.build().sound();
}

#[test]
fn an_address_that_does_not_depend_on_the_file_name_stays() {
    let site = Site::minimal();
    let treaty = read(&site, "content/press/treaty.en.md");
    let with_slug = treaty.replacen("title", "slug = \"treaty\"\ntitle", 1);
    let site = site.file("content/press/treaty.en.md", &with_slug);
    rename(&site, &["content/press/treaty.en.md", "2026-treaty"]).fine();
    assert_eq!(read(&site, "content/press/2026-treaty.en.md"), with_slug, "a statement has its reference");
    let _ = site.build().sound();
}

#[test]
fn a_bundle_moves_with_its_files_and_translations_stay_up_to_date() {
    let page = "+++\ntitle = \"Map\"\nattachments = [{ file = \"annex.pdf\", title = \"Annex\" }]\n+++\n\n[plan](annex.pdf), [us](../about.en.md)\n";
    let site = Site::minimal()
        .file("content/guide/_section.en.md", "+++\ntitle = \"Guide\"\n+++\n")
        .file("content/guide/_section.fr.md", "+++\ntitle = \"Guide\"\n+++\n")
        .file("content/map/index.en.md", page)
        .file("content/map/annex.pdf", "%PDF")
        .file(
            "content/about.en.md",
            "+++\ntitle = \"About us\"\n+++\n\n[map](map/index.en.md), [plan](map/annex.pdf), [m](./map/index.md)\n",
        )
        .file("redirects.csv", "old,new,status\r\n/m/,/en/map/,301\r\n");
    let mut stamp = chancery();
    stamp.arg("--root").arg(site.path()).args(["--now", NOW, "stamp", "content/about.fr.md"]);
    assert!(stamp.current_dir(site.path()).output().unwrap().status.success());
    rename(&site, &["content/map", "guide/plan"]).fine();
    assert!(!site.path().join("content/map").exists());
    assert!(read(&site, "content/guide/plan/index.en.md").contains("[plan](annex.pdf), [us](../../about.en.md)"));
    assert!(site.path().join("content/guide/plan/annex.pdf").exists());
    assert!(
        read(&site, "content/about.en.md")
            .ends_with("[map](guide/plan/index.en.md), [plan](guide/plan/annex.pdf), [m](./guide/plan/index.md)\n")
    );
    assert_eq!(read(&site, "redirects.csv"), "old,new,status\r\n/m/,/en/guide/plan/,301\r\n");
    let built = site.build().sound();
    assert!(!built.stderr.contains("stale"), "{}", built.stderr);
}

#[test]
fn the_records_of_a_renamed_register_are_redirected_by_rows() {
    let site = Site::minimal()
        .append("site.toml", "\n[[section]]\nfolder = \"registers\"\nkind = \"register\"\n")
        .file("content/registers/_section.en.md", "+++\ntitle = \"Registers\"\n+++\n")
        .file("content/registers/_section.fr.md", "+++\ntitle = \"Registres\"\n+++\n")
        .file("redirects.csv", "old,new,status\n/data,/en/registers/gifts/data.csv,301\n/feed,/en/press/feed.xml,301");
    let gifts = support::repository().join("content/registers/gifts");
    let text = fs::read_to_string(gifts.join("index.en.md")).unwrap();
    for name in ["data.csv", "schema.json"] {
        site.write(&format!("content/registers/gifts/{name}"), fs::read(gifts.join(name)).unwrap());
    }
    site.write(
        "content/registers/gifts/index.en.md",
        text.lines()
            .filter(|line| !line.starts_with("topics") && !line.starts_with("related"))
            .collect::<Vec<_>>()
            .join("\n")
            + "\n",
    );
    let to = Destination::new();
    let run = to.publish(&site);
    assert_eq!(run.status, 0, "{}", run.stderr);
    rename(&site, &["content/registers/gifts", "presents"]).fine();
    assert_eq!(
        read(&site, "redirects.csv"),
        "old,new,status\n/data,/en/registers/presents/data.csv,301\n/feed,/en/press/feed.xml,301\n\
         /en/registers/gifts/data.csv,/en/registers/presents/data.csv,301\n\
         /en/registers/gifts/data.json,/en/registers/presents/data.json,301\n"
    );
    nothing_is_refused(&site, &to);
}

#[test]
fn a_dry_run_shows_a_diff_and_writes_nothing() {
    let site = Site::minimal();
    let before = sources(&site);
    let run = rename(&site, &["content/faq/visa.en.md", "permit", "--dry-run"]).fine();
    assert_eq!(sources(&site), before);
    for line in [
        "rename from content/faq/visa.en.md",
        "rename to content/faq/permit.en.md",
        "--- a/content/faq/visa.en.md",
        "+id = \"faq/visa\"",
        "+aliases = [\"/en/faq/visa/\"]",
    ] {
        assert!(run.stdout.lines().any(|found| found == line), "{line}\n{}", run.stdout);
    }
}

#[test]
fn an_unusable_name_is_refused_and_nothing_is_written() {
    let site = Site::minimal()
        .file("content/other.en.md", "+++\ntitle = \"Other\"\naliases = [\"/en/taken/\"]\n+++\n\n[x](abo\\ut.en.md)\n")
        .file("redirects.csv", "old,new,status\n/en/row/,/en/other/,301\n");
    let site = site.file("content/other.en.md", "+++\ntitle = \"Other\"\naliases = [\"/en/taken/\"]\n+++\n\nText.\n");
    let before = sources(&site);
    let about = "content/about.en.md";
    rename(&site, &[about, "other"]).refused("`other` is the name of another text");
    rename(&site, &[about, "taken"]).refused("the address `/en/taken/` is taken");
    rename(&site, &[about, "row"]).refused("the address `/en/row/` is taken");
    rename(&site, &[about, "press/about"]).refused("holds texts of the kind statement");
    rename(&site, &[about, "About.md"]).refused("can't be the name of a text");
    rename(&site, &[about, "nowhere/about"]).refused("there is no section `nowhere`");
    rename(&site, &["content/_section.en.md", "x"]).refused("the words of a section");
    rename(&site, &["site.toml", "x"]).refused("is not a text");
    assert_eq!(sources(&site), before);
    let site = site.file("content/other.en.md", "+++\ntitle = \"Other\"\n+++\n\n[x](about\\.en.md)\n");
    rename(&site, &[about, "us"]).refused("is written in another form");
}

#[test]
fn file_changes_are_atomic_at_any_failure_and_any_kill() {
    let change = |from: Option<&str>, to: &str, bytes: &str| FileChange {
        from: from.map(str::to_owned),
        to: to.into(),
        bytes: bytes.into(),
    };
    // Two files that are swapped, one moved into a folder, one edited, one created.
    let changes = [
        change(Some("a"), "b", "from a"),
        change(Some("b"), "a", "from b"),
        change(Some("c/d"), "e/f/d", "d"),
        change(Some("g"), "g", "edited"),
        change(None, "h", "made"),
    ];
    let begin = || {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("c")).unwrap();
        for (path, text) in [("a", "a"), ("b", "b"), ("c/d", "d"), ("g", "g")] {
            fs::write(folder.path().join(path), text).unwrap();
        }
        folder
    };
    let visible = |folder: &tempfile::TempDir| -> support::Files {
        read_folder(folder.path()).into_iter().filter(|(path, _)| !path.starts_with(".chancery")).collect()
    };
    let (old, mut outcomes) = (visible(&begin()), BTreeSet::new());
    for at in 0.. {
        let folder = begin();
        let memory = folder.path().join(".chancery/act");
        let result = change_all(&FailingDisk::after(at), folder.path(), &memory, &changes);
        // If the disk stays broken, the next run restores the files.
        take_back(&chancery::fs::disk::SystemDisk, folder.path(), &memory).unwrap();
        let now = visible(&folder);
        let is_new = now.get("g").is_some_and(|bytes| bytes == b"edited");
        outcomes.insert(is_new);
        if is_new {
            assert_eq!(
                (now["a"].as_slice(), now["b"].as_slice(), now.len()),
                (&b"from b"[..], &b"from a"[..], 5),
                "after {at}"
            );
        } else {
            assert_eq!(now, old, "after {at} changes");
        }
        assert!(!memory.exists(), "after {at} changes");
        if result.is_ok() {
            assert!(is_new);
            break;
        }
    }
    assert_eq!(outcomes.len(), 2);
    let folder = begin();
    fs::write(folder.path().join("h"), "theirs").unwrap();
    let result =
        change_all(&chancery::fs::disk::SystemDisk, folder.path(), &folder.path().join(".chancery/act"), &changes);
    assert_eq!(result.unwrap_err().kind(), std::io::ErrorKind::AlreadyExists);
    assert_eq!(fs::read(folder.path().join("h")).unwrap(), b"theirs");
}

/// A pseudo-random number generator (xorshift, Marsaglia 2003).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }
}

/// Random renames on random sites never break a published address, and leave no errors.
#[test]
fn after_any_rename_every_published_address_still_works() {
    for seed in 1..=12_u64 {
        let mut random = Random(seed * 0x9E37_79B9_7F4A_7C15);
        let mut site = Site::minimal();
        for folder in ["guide", "guide/deep"] {
            for lang in ["en", "fr"] {
                site = site
                    .file(&format!("content/{folder}/_section.{lang}.md"), format!("+++\ntitle = \"{folder}\"\n+++\n"));
            }
        }
        let folders = ["", "guide/", "guide/deep/"];
        let mut texts: Vec<(String, String, bool)> = Vec::new();
        for n in 0..6 {
            let (folder, bundle) = (folders[random.below(3)].to_owned(), random.below(3) == 0);
            texts.push((folder, format!("t{n}"), bundle));
        }
        let file = |(folder, stem, bundle): &(String, String, bool), lang: &str| {
            if *bundle {
                format!("content/{folder}{stem}/index.{lang}.md")
            } else {
                format!("content/{folder}{stem}.{lang}.md")
            }
        };
        for n in 0..texts.len() {
            let (from, to) = (file(&texts[n], "en"), texts[random.below(texts.len())].clone());
            let up = "../".repeat(from.matches('/').count() - 1);
            let target = file(&to, ["en", "fr", "de"][random.below(2)]);
            let slug = ["", "slug = \"s"][random.below(2)];
            let slug = if slug.is_empty() { String::new() } else { format!("{slug}{n}\"\n") };
            let end = ["\n", "\r\n"][random.below(2)];
            let body = format!(
                "[a]({up}{}) [b][r] [c](/en/about/)\n\n[r]: {up}{}\n",
                &target["content/".len()..],
                &target["content/".len()..]
            );
            let text = format!("+++\n{slug}title = \"T{n}\"\n+++\n\n{body}").replace('\n', end);
            site = site.file(&from, text);
            if random.below(2) == 0 {
                site = site.file(&file(&texts[n], "fr"), format!("+++\ntitle = \"F{n}\"\n+++\n\nTexte.\n"));
            }
        }
        let to = Destination::new();
        let run = to.publish(&site);
        assert_eq!(run.status, 0, "seed {seed}: {}", run.stderr);
        for step in 0..3 {
            let n = random.below(texts.len());
            let old = file(&texts[n], "en");
            let folder = folders[random.below(3)];
            let new = format!("{}{folder}n{n}x{step}", if folder.is_empty() { "content/" } else { "" });
            rename(&site, &[&old, &new]).fine();
            texts[n].0 = folder.to_owned();
            texts[n].1 = format!("n{n}x{step}");
            assert!(site.path().join(file(&texts[n], "en")).exists(), "seed {seed}");
        }
        let built = site.build();
        assert!(built.status == 0 && built.faults().is_empty(), "seed {seed}: {}{}", built.stdout, built.stderr);
        nothing_is_refused(&site, &to);
    }
}
