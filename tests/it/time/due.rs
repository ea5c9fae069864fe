//! Tests of `chancery due`: between two of its instants the site stays the same, and at each public one it changes.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value as Json;
use support::{Files, Site, build, chancery};

/// Makes a site with everything that depends on time. Its time zone is Lisbon, which is UTC in winter.
fn site() -> Site {
    let statement = |reference: &str, fields: &str| {
        format!(
            "+++\ntitle = \"T\"\nsummary = \"S.\"\nsubtype = \"press-release\"\nreference = \"{reference}\"\n{fields}\n+++\n\nText.\n"
        )
    };
    let words = |fields: &str| format!("+++\ntitle = \"T\"\nsummary = \"S.\"\n{fields}\n+++\n\nTexte.\n");
    let answer = |fields: &str| format!("+++\nquestion = \"Q?\"\nshort_answer = \"A.\"\n{fields}\n+++\n\nText.\n");
    let notice = "\n[[notice]]\nseverity = \"info\"\nstart = 2026-12-01T08:00:00Z\nexpires = 2026-12-20T08:00:00Z\n\
                  text = { en = \"Closed\", fr = \"Fermé\" }\n\n[security]\ncontact = [\"mailto:a@example.org\"]\n\
                  expires = 2027-03-01T00:00:00Z\n";
    Site::minimal()
        .append("site.toml", notice)
        .file("content/press/a.en.md", statement("M/1", "date = 2026-12-02\nembargo = \"2026-12-03T10:00:00+01:00\""))
        .file("content/press/a.fr.md", words("embargo = \"2026-12-05T10:00:00Z\""))
        .file("content/press/b.en.md", statement("M/2", "date = 2026-12-06T09:30:00"))
        .file("content/press/b.fr.md", words(""))
        .file("content/press/c.en.md", statement("M/3", "date = 2026-12-07\nstate = \"draft\""))
        .file("content/faq/d.en.md", answer("valid_from = 2026-12-08\nvalid_until = 2026-12-10"))
        .file("content/faq/e.en.md", answer("valid_until = 2026-11-30\nreview_by = 2026-11-28"))
        .file("content/faq/f.en.md", answer("valid_from = 2026-12-12\nvalid_until = 2026-12-11"))
        // Cancelled before its hour: from then on, its address answers 410.
        .file("content/press/g.en.md", statement("M/4", "state = \"gone\"\nembargo = \"2026-12-13T10:00:00Z\""))
        // Later announcements: an update, a note, a withdrawal. One dated before the release appears with the release.
        .file("content/press/h.en.md", statement("M/5", "date = 2026-12-14\nupdated = 2026-12-15"))
        .file(
            "content/press/h.fr.md",
            words("updated = 2026-12-10\nchange_notes = [{ date = 2026-12-16, note = \"N.\" }]"),
        )
        .file(
            "content/press/i.en.md",
            statement("M/6", "state = \"withdrawn\"\nwithdrawn_on = 2026-12-17\nreason = \"R.\"\ndate = 2026-11-01"),
        )
        // Held back again until its hour, with a reason.
        .file("content/press/j.en.md", statement("M/7", "date = 2026-12-18\nreason = \"R.\""))
        // The text of a section holds back everything in the section.
        .file("content/quiet/_section.en.md", "+++\ntitle = \"Quiet\"\ndate = 2026-12-21\n+++\n")
        .file("content/quiet/_section.fr.md", "+++\ntitle = \"Calme\"\nembargo = \"2026-12-22T10:00:00Z\"\n+++\n")
        .file("content/quiet/leaf.en.md", "+++\ntitle = \"In it\"\n+++\n\nText.\n")
        .file("content/_section.fr.md", "+++\ntitle = \"Accueil\"\ndate = 2026-12-23\n+++\n\nBienvenue.\n")
}

/// Returns the lines of `chancery due` after an instant.
fn due(site: &Site, arguments: &[&str]) -> Vec<String> {
    let mut command = chancery();
    let run =
        command.arg("--root").arg(site.path()).args(["--now", "2026-11-23T12:00:00Z", "due"]).args(arguments).output();
    let run = run.unwrap();
    assert_eq!((run.status.code(), String::from_utf8_lossy(&run.stderr).as_ref()), (Some(0), ""));
    String::from_utf8(run.stdout).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn due_changes_are_listed_in_order() {
    let site = site();
    assert_eq!(
        due(&site, &[]),
        [
            "2026-11-28T00:00:00Z  28 November 2026, 00:00 (Lisbon time)  review is due  content/faq/e.en.md  (diagnostic only)",
            "2026-12-01T00:00:00Z  1 December 2026, 00:00 (Lisbon time)  answer holds no longer  content/faq/e.en.md",
            "2026-12-01T08:00:00Z  1 December 2026, 08:00 (Lisbon time)  notice starts  site.toml",
            "2026-12-03T09:00:00Z  3 December 2026, 09:00 (Lisbon time)  embargo ends  content/press/a.en.md",
            "2026-12-05T10:00:00Z  5 December 2026, 10:00 (Lisbon time)  embargo ends  content/press/a.fr.md",
            "2026-12-06T09:30:00Z  6 December 2026, 09:30 (Lisbon time)  date is reached  content/press/b.en.md",
            "2026-12-08T00:00:00Z  8 December 2026, 00:00 (Lisbon time)  answer begins to hold  content/faq/d.en.md",
            "2026-12-11T00:00:00Z  11 December 2026, 00:00 (Lisbon time)  answer holds no longer  content/faq/d.en.md",
            "2026-12-13T10:00:00Z  13 December 2026, 10:00 (Lisbon time)  embargo ends  content/press/g.en.md",
            "2026-12-14T00:00:00Z  14 December 2026, 00:00 (Lisbon time)  date is reached  content/press/h.en.md",
            "2026-12-15T00:00:00Z  15 December 2026, 00:00 (Lisbon time)  update is dated  content/press/h.en.md",
            "2026-12-16T00:00:00Z  16 December 2026, 00:00 (Lisbon time)  change note is dated  content/press/h.fr.md",
            "2026-12-17T00:00:00Z  17 December 2026, 00:00 (Lisbon time)  withdrawal takes effect  content/press/i.en.md",
            "2026-12-18T00:00:00Z  18 December 2026, 00:00 (Lisbon time)  date is reached  content/press/j.en.md",
            "2026-12-20T08:00:00Z  20 December 2026, 08:00 (Lisbon time)  notice ends  site.toml",
            "2026-12-21T00:00:00Z  21 December 2026, 00:00 (Lisbon time)  date is reached  content/quiet/_section.en.md",
            "2026-12-22T10:00:00Z  22 December 2026, 10:00 (Lisbon time)  embargo ends  content/quiet/_section.fr.md",
            "2026-12-23T00:00:00Z  23 December 2026, 00:00 (Lisbon time)  date is reached  content/_section.fr.md",
            "2027-03-01T00:00:00Z  1 March 2027, 00:00 (Lisbon time)  security.txt expires  site.toml  (diagnostic only)",
        ]
    );
    assert_eq!(due(&site, &["--next"]), ["2026-12-01T00:00:00Z"]);
    assert_eq!(due(&Site::minimal(), &["--next"]), [""; 0]);
}

#[test]
fn the_site_changes_at_each_public_instant_and_at_no_other() {
    let site = site();
    let listed: Vec<Json> =
        due(&site, &["--format", "json"]).iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(listed.len(), 19);
    let before: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
    let (mut last, mut last_at) = (built(&site, before), before);
    for due in listed {
        let at: Timestamp = due["at"].as_str().unwrap().parse().unwrap();
        // A review is due when its day begins.
        let [short, then] = [SignedDuration::from_secs(-1), SignedDuration::from_secs(1)].map(|by| at + by);
        assert!(built(&site, short) == last, "{last_at} and {short} differ");
        let exact = built(&site, at);
        let now = built(&site, then);
        assert!(exact == now, "{at} and {then} differ");
        assert_eq!(now != last, due["public"] == Json::Bool(true), "{due}");
        (last, last_at) = (now, then);
    }
    let later = "2030-01-01T00:00:00Z".parse().unwrap();
    assert!(built(&site, later) == last, "something is due after the last instant");
}

fn built(site: &Site, now: Timestamp) -> Files {
    let out = site.out();
    if out.exists() {
        std::fs::remove_dir_all(&out).unwrap();
    }
    let built = build(&site.path(), &out, &now.to_string(), &["--quiet"]);
    assert!(built.status == 0, "{}{}", built.stdout, built.stderr);
    built.files
}
