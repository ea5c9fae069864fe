//! Tests of the life of a text as seen from outside: held back, released, changed, withdrawn, expired, removed; and
//! where it appears.

use support::{Output, Site};

fn at(site: &Site, now: &str) -> Output {
    support::build(&site.path(), &site.out(), now, &[])
}

fn statement(reference: &str, more: &str) -> String {
    format!(
        "+++\ntitle = \"Statement {reference}\"\nsummary = \"Summary of {reference}.\"\nsubtype = \"statement\"\n\
         reference = \"{reference}\"\n{more}\n+++\n\nText of {reference}.\n"
    )
}

fn notice(reference: &str, corrects: &str, more: &str) -> String {
    statement(reference, &format!("corrects = \"{corrects}\"\n{more}"))
        .replace("\"statement\"", "\"correction-notice\"")
}

fn answer(more: &str) -> String {
    format!("+++\nquestion = \"Qzx?\"\nshort_answer = \"Short qzx.\"\n{more}\n+++\n\nLong qzx.\n")
}

fn page(title: &str, more: &str) -> String {
    format!("+++\ntitle = \"{title}\"\n{more}\n+++\n\nText of {title}.\n")
}

/// Returns the names of the files that contain a text.
fn holding<'a>(output: &'a Output, text: &str) -> Vec<&'a str> {
    let holds = |bytes: &[u8]| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    output.files.iter().filter(|(_, bytes)| holds(bytes)).map(|(path, _)| path.as_str()).collect()
}

/// Returns the date of the last change in the Atom entry with a title.
fn entry_updated(output: &Output, feed: &str, title: &str) -> Option<String> {
    let entry = output.text(feed).split("<entry>").skip(1).find(|entry| entry.contains(&format!("{title}<")))?;
    let start = entry.find("<updated>")? + "<updated>".len();
    Some(entry[start..start + 10].to_owned())
}

/// Returns whether the server rules answer an address with 410.
fn is_gone(output: &Output, address: &str) -> bool {
    output.text("_redirects").lines().any(|line| line.starts_with(&format!("{address} ")) && line.contains(" 410"))
}

#[test]
fn a_removal_waits_for_its_hour_and_reveals_nothing_before() {
    for field in ["embargo = \"2026-12-01T10:00:00Z\"", "date = 2026-12-01T10:00:00"] {
        let more = format!("state = \"gone\"\nreason = \"Cancelled qzx.\"\nslug = \"qzx\"\n{field}");
        let site = Site::minimal().file("content/press/qzx.en.md", statement("M/2026/qzx", &more));
        let before = at(&site, "2026-12-01T09:59:59Z").sound();
        assert_eq!(holding(&before, "qzx"), [""; 0], "{field}");
        assert!(!before.files.keys().any(|path| path.contains("qzx")));
        let after = at(&site, "2026-12-01T10:00:00Z").sound();
        assert!(after.text("en/press/qzx/index.html").contains("Cancelled qzx."));
        assert!(is_gone(&after, "/en/press/qzx/"));
    }
    let retired = "state = \"retired\"\nvalid_from = 2026-12-01\nreason = \"Never mind qzx.\"";
    let site = Site::minimal().file("content/faq/qzx.en.md", answer(retired));
    assert_eq!(holding(&at(&site, "2026-11-30T23:59:59Z").sound(), "qzx"), [""; 0]);
    assert!(is_gone(&at(&site, "2026-12-01T00:00:00Z").sound(), "/en/faq/qzx/"));
}

#[test]
fn an_expired_answer_keeps_its_page_and_is_in_no_list() {
    let settings = std::fs::read_to_string(Site::minimal().path().join("site.toml")).unwrap();
    let site = Site::minimal()
        .file("site.toml", settings.replace("kind = \"faq\"", "kind = \"faq\"\nfeeds = true"))
        .append("site.toml", "\n[[topic]]\nid = \"visas\"\nname = { en = \"Visas\", fr = \"Visas\" }\n")
        .file("redirects.csv", "old,new,status\n/old-visas,/en/topics/visas/,301\n/old-answer,/en/faq/old/,301\n")
        .file("content/faq/old.en.md", answer("date = 2026-11-01\nvalid_until = 2026-11-22\ntopics = [\"visas\"]"))
        .file("content/faq/old.fr.md", answer("aliases = [\"/fr/vieux/\"]"))
        .file(
            "content/about.en.md",
            "+++\ntitle = \"About us\"\nrelated = [\"faq/old\"]\n+++\n\n[Answer](faq/old.en.md)\n",
        );
    let before = at(&site, "2026-11-22T23:59:59Z").sound();
    assert!(before.text("en/faq/index.html").contains("Qzx?") && before.text("en/atom.xml").contains("Qzx?"));
    assert!(before.text("en/topics/index.html").contains("/en/topics/visas/"));

    let after = at(&site, "2026-11-23T00:00:00Z");
    assert!(after.status == 0 && !after.stderr.contains("link"), "{}", after.stderr);
    let page = after.text("en/faq/old/index.html");
    assert!(page.contains("Long qzx.") && page.contains("no longer holds") && page.contains("datetime=\"2026-11-22\""));
    assert!(
        page.contains("noindex")
            && !page.contains("rel=\"alternate\" hreflang")
            && !page.contains("hreflang=\"x-default\"")
    );
    let french = after.text("fr/faq/old/index.html");
    assert!(french.contains("plus valable") && french.contains("22 novembre 2026"), "{french}");
    assert!(page.contains("/fr/faq/old/"), "the switcher still leads from one language to the other");
    // Only its own page shows it; a link to it still works, and a card in another text disappears.
    let pages = ["en/faq/old/index.html", "fr/faq/old/index.html"];
    assert_eq!(holding(&after, "qzx"), pages);
    assert!(after.text("en/about/index.html").contains("/en/faq/old/"));
    assert!(!after.text("en/sitemap.xml").contains("/faq/old/"));
    // Addresses of lists whose documents have expired work, but are not indexed or linked.
    assert!(after.text("en/topics/visas/index.html").contains("noindex"));
    assert!(after.files.contains_key("fr/topics/visas/index.html"));
    for list in ["en/topics/index.html", "en/sitemap.xml", "en/index.html"] {
        assert!(!after.text(list).contains("/topics/visas/"), "{list}");
    }
    let vanished: Vec<&String> = before.files.keys().filter(|path| !after.files.contains_key(*path)).collect();
    assert_eq!(vanished, [""; 0]);
}

#[test]
fn filtered_lists_whose_entries_have_expired_stay() {
    let site = Site::minimal()
        .file("content/faq/old.en.md", answer("date = 2025-11-01\nvalid_until = 2026-11-22"))
        .append("site.toml", "");
    let toml = std::fs::read_to_string(site.path().join("site.toml")).unwrap();
    let site =
        site.file("site.toml", toml.replace("kind = \"faq\"", "kind = \"faq\"\nfilters = [\"year\", \"topic\"]"));
    let before = at(&site, "2026-11-22T12:00:00Z").sound();
    assert!(before.files.contains_key("en/faq/2025/index.html"));
    let after = at(&site, "2026-11-24T12:00:00Z");
    assert_eq!(after.status, 0, "{}", after.stderr);
    assert!(after.text("en/faq/2025/index.html").contains("noindex"));
    assert!(!after.text("en/faq/index.html").contains("/en/faq/2025/"), "no choice leads to an empty list");
}

#[test]
fn future_announcements_appear_on_their_day() {
    let more = "date = 2026-11-01\nupdated = 2026-12-03\nstate = \"withdrawn\"\nwithdrawn_on = 2026-12-05\n\
                reason = \"Wrong qzx.\"\nchange_notes = [{ date = 2026-12-01, note = \"First qzx.\" }, \
                { date = 2026-12-02, note = \"Second qzx.\", minor = true }]";
    let site = Site::minimal().file("content/press/a.en.md", statement("M/2", more));
    let days = ["2026-11-30", "2026-12-01", "2026-12-02", "2026-12-03", "2026-12-05"];
    let built = days.map(|day| at(&site, &format!("{day}T00:00:00Z")).sound());
    let found = built.each_ref().map(|output| {
        let page = output.text("en/press/a/index.html");
        let is_there = |text: &str| page.contains(text);
        let updated = entry_updated(output, "en/atom.xml", "Statement M/2").unwrap();
        (is_there("First qzx."), is_there("Second qzx."), is_there("2026-12-03"), is_there("Wrong qzx."), updated)
    });
    let expected = [
        (false, false, false, false, "2026-11-01"),
        (true, false, false, false, "2026-12-01"),
        // A minor note does not change the date.
        (true, true, false, false, "2026-12-01"),
        (true, true, true, false, "2026-12-03"),
        (true, true, true, true, "2026-12-05"),
    ];
    assert_eq!(found, expected.map(|(a, b, c, d, updated)| (a, b, c, d, updated.to_owned())));
    assert_eq!(holding(&built[0], "qzx"), [""; 0]);
    assert!(!built[0].text("en/transparency/changes/index.html").contains("2026-12"));
    assert!(built[1].text("en/sitemap.xml").contains("<lastmod>2026-12-01</lastmod>"));
    assert!(built[2].text("en/press/a/index.html").contains("\"dateModified\":\"2026-12-01\""));
    assert!(built[3].text("en/press/a/index.html").contains("Text of M/2."));
}

#[test]
fn a_text_with_an_old_date_that_is_released_late_is_listed_first() {
    let mut site = Site::minimal();
    for number in 10..35 {
        site = site
            .file(&format!("content/press/s{number}.en.md"), statement(&format!("M/{number}"), "date = 2026-11-10"));
    }
    let late = "date = 2026-01-05\nembargo = \"2026-11-20T10:00:00Z\"";
    let site = site.file("content/press/late.en.md", statement("M/late", late)).file(
        "content/press/late.fr.md",
        "+++\ntitle = \"Tard\"\nsummary = \"Tard.\"\nembargo = \"2026-11-21T10:00:00Z\"\n+++\n\nT.\n",
    );
    let output = site.build().sound();
    assert!(output.text("en/press/index.html").contains("Statement M/late"));
    assert_eq!(entry_updated(&output, "en/press/atom.xml", "Statement M/late").unwrap(), "2026-11-20");
    assert_eq!(entry_updated(&output, "fr/presse/atom.xml", "Tard").unwrap(), "2026-11-21");
}

#[test]
fn a_withdrawal_needs_a_date_and_applies_to_translations() {
    let says = |site: Site, code: &str, line: &str| {
        let output = site.build();
        let found = output
            .stderr
            .lines()
            .chain(output.stdout.lines())
            .any(|found| found.contains(code) && found.contains(line));
        assert!(output.status == 1 && found, "{code} {line}\n{}{}", output.stdout, output.stderr);
    };
    let about = "content/about.en.md";
    says(
        Site::minimal().file(about, page("About", "state = \"withdrawn\"\nreason = \"R.\"")),
        "missing-field",
        "about.en.md:3",
    );
    says(
        Site::minimal().file(about, page("About", "withdrawn_on = 2026-12-01")),
        "contradictory-field",
        "about.en.md:3",
    );
    says(
        Site::minimal().file("content/about.fr.md", page("Nous", "state = \"withdrawn\"")),
        "contradictory-field",
        "about.fr.md:3",
    );
    let skipped = "change_notes = [{ date = 2026-03-29T01:30:00, note = \"N.\" }]";
    says(Site::minimal().file(about, page("About", skipped)), "bad-date", "about.en.md:3");
}

#[test]
fn a_held_back_text_shows_only_its_reason() {
    let held = ["state = \"draft\"", "date = 2026-12-01", "embargo = \"2026-12-01T00:00:00Z\""];
    for field in held {
        let more = format!("{field}\nreason = \"We are checking.\"\naliases = [\"/en/former/\"]\nslug = \"one\"");
        let site = Site::minimal()
            .file("content/press/a.en.md", statement("M/qzx", &more).replace("Statement", "qzx"))
            .file("content/press/a.fr.md", "+++\ntitle = \"qzx\"\nsummary = \"qzx\"\nslug = \"un\"\n+++\n\nqzx\n");
        let output = site.build().sound();
        let page = output.text("en/press/one/index.html");
        assert!(page.contains("We are checking.") && page.contains("may return"), "{page}");
        assert!(!page.contains("will not return"));
        let french = output.text("fr/presse/un/index.html");
        assert!(french.contains("<p lang=\"en\" dir=\"ltr\">We are checking.</p>"), "{french}");
        assert!(is_gone(&output, "/en/press/one/") && is_gone(&output, "/fr/presse/un/"));
        assert!(
            output
                .text("_redirects")
                .lines()
                .any(|line| line.starts_with("/en/former/") && line.contains("/en/press/one/"))
        );
        assert_eq!(holding(&output, "qzx"), [""; 0], "{field}");
        // Without a reason, its address does not answer 410.
        let silent =
            site.file("content/press/a.en.md", statement("M/qzx", &more.replace("reason = \"We are checking.\"", "")));
        let output = silent.build().sound();
        assert!(!output.files.keys().any(|path| path.contains("/one/") || path.contains("/un/")));
        assert!(!output.text("_redirects").contains("former"));
    }
    let back = Site::minimal()
        .file("content/press/a.en.md", statement("M/2", "date = 2026-12-01\nreason = \"Checking qzx.\""));
    assert!(is_gone(&back.build().sound(), "/en/press/a/"));
    let output = at(&back, "2026-12-01T00:00:00Z").sound();
    assert!(output.text("en/press/a/index.html").contains("Text of M/2.") && !is_gone(&output, "/en/press/a/"));
    assert_eq!(holding(&output, "qzx"), [""; 0]);
}

#[test]
fn a_translation_is_held_back_or_removed_alone() {
    let french = |more: &str| {
        Site::minimal().file("content/about.fr.md", page("qzx", &format!("slug = \"nous\"\n{more}"))).build().sound()
    };
    let held = french("state = \"draft\"\nreason = \"Traduction revue.\"");
    assert!(held.text("fr/nous/index.html").contains("Traduction revue.") && is_gone(&held, "/fr/nous/"));
    assert_eq!(holding(&held, "qzx"), [""; 0]);
    let gone = french("state = \"gone\"\nreason = \"Supprimée.\"");
    assert!(gone.text("fr/nous/index.html").contains("Supprimée.") && is_gone(&gone, "/fr/nous/"));
    assert_eq!(holding(&gone, "qzx"), [""; 0]);
    // A removed translation answers as its source does while that is held back.
    let source = page("qzx", "date = 2026-12-01\nreason = \"Under review.\"");
    let french = page("qzx", "slug = \"nous\"\nstate = \"gone\"");
    let held = Site::minimal().file("content/about.en.md", source).file("content/about.fr.md", french).build().sound();
    assert!(held.text("fr/nous/index.html").contains("Under review.") && is_gone(&held, "/fr/nous/"));
}

#[test]
fn a_draft_translation_of_a_removed_text_is_not_revealed() {
    let site = Site::minimal()
        .file("content/about.en.md", page("About", "state = \"gone\"\nreason = \"Moved.\""))
        .file("content/about.fr.md", page("qzx", "slug = \"qzx\"\nstate = \"draft\""));
    let output = site.build().sound();
    assert!(is_gone(&output, "/en/about/"));
    assert!(holding(&output, "qzx").is_empty() && !output.files.keys().any(|path| path.contains("qzx")));
}

#[test]
fn a_reason_is_public_only_together_with_what_it_explains() {
    let own = |more: &str| format!("slug = \"qzslug\"\nreason = \"qzreason\"\n{more}");
    let withdrawn = "state = \"withdrawn\"\nreason = \"R.\"\n";
    // The fields of the source, those of its translation beside a reason, and whether that reason is public before and
    // after 1 December.
    let cases = [
        (format!("{withdrawn}withdrawn_on = 2026-12-01"), "state = \"draft\"", (false, true)),
        (format!("{withdrawn}withdrawn_on = 2026-12-01"), "embargo = \"2027-01-01T00:00:00Z\"", (false, false)),
        (format!("{withdrawn}withdrawn_on = 2026-11-02\ndate = 2026-12-01"), "state = \"draft\"", (false, true)),
        (format!("{withdrawn}withdrawn_on = 2026-11-02"), "state = \"draft\"", (true, true)),
        ("state = \"gone\"\ndate = 2026-12-01\nreason = \"R.\"".into(), "state = \"draft\"", (false, true)),
        ("state = \"gone\"\ndate = 2026-12-01".into(), "", (false, true)),
        ("state = \"gone\"\nreason = \"R.\"".into(), "state = \"draft\"", (true, true)),
        ("date = 2026-12-01".into(), "state = \"draft\"", (false, true)),
        ("date = 2026-12-01\nreason = \"R.\"".into(), "state = \"draft\"", (true, true)),
        ("date = 2026-12-01\nreason = \"R.\"".into(), "", (true, false)),
        ("state = \"draft\"".into(), "", (false, false)),
        ("state = \"draft\"".into(), "state = \"draft\"", (false, false)),
        ("state = \"draft\"\nreason = \"R.\"".into(), "state = \"draft\"", (true, true)),
        (String::new(), "state = \"draft\"", (true, true)),
        (String::new(), "date = 2026-12-01", (true, false)),
        (String::new(), "state = \"gone\"\ndate = 2026-12-01", (false, true)),
    ];
    for (source, translation, expected) in cases {
        let site = Site::minimal()
            .file("content/about.en.md", page("About", &source))
            .file("content/about.fr.md", page("qztitle", &own(translation)));
        let told = |now: &str| {
            let output = at(&site, now).sound();
            let is_told = !holding(&output, "qzreason").is_empty();
            let is_named = is_told || output.files.contains_key("fr/qzslug/index.html");
            assert!(is_named || holding(&output, "qz").is_empty(), "{source}, {translation}: told by its name");
            is_told
        };
        let found = (told("2026-11-30T23:59:59Z"), told("2026-12-01T00:00:00Z"));
        assert_eq!(found, expected, "the source says {source}, its translation {translation}");
    }
}

#[test]
fn the_reason_of_a_text_in_a_held_back_section_is_shown_in_every_language() {
    let reason = "reason = \"Under review.\"";
    let site = Site::minimal()
        .append("site.toml", "\n[[section]]\nfolder = \"guide\"\nkind = \"page\"\n")
        .file("content/guide/_section.en.md", page("Guide", "embargo = \"2026-12-01T00:00:00Z\""))
        .file("content/guide/_section.fr.md", page("Guide", ""))
        .file("content/guide/a.en.md", page("qzx", reason))
        .file("content/guide/a.fr.md", page("qzx", ""));
    let output = site.build().sound();
    assert!(is_gone(&output, "/en/guide/a/") && is_gone(&output, "/fr/guide/a/"));
    assert!(output.text("fr/guide/a/index.html").contains("Under review."));
    assert_eq!(holding(&output, "qzx"), [""; 0]);
}

#[test]
fn a_removed_text_answers_at_its_old_address() {
    let gone = "state = \"gone\"\nreason = \"Closed.\"\n";
    // Each site with the addresses that were public and those that are gone.
    type Make = fn(&str) -> Site;
    let sites: [(Make, &[&str]); 4] = [
        (
            |state| {
                let source = page("Source", &format!("source = true\nslug = \"origine\"\n{state}"));
                Site::minimal().file("content/x.fr.md", source).file("content/x.en.md", page("Translation", ""))
            },
            &["/en/origine/", "/fr/origine/"],
        ),
        (
            |state| {
                let source = page("Source", &format!("id = \"joined\"\nslug = \"joined-here\"\n{state}"));
                let french = page("Deux", "id = \"joined\"");
                Site::minimal().file("content/one.en.md", source).file("content/deux.fr.md", french)
            },
            &["/en/joined-here/", "/fr/joined-here/"],
        ),
        (|state| Site::minimal().file("content/alone/x.en.md", page("Alone", state)), &["/en/alone/x/"]),
        (
            |state| {
                let source = page("Old", &format!("aliases = [\"/en/older/\", \"/oldest.html\"]\n{state}"));
                Site::minimal().file("content/old.en.md", source)
            },
            &["/en/old/"],
        ),
    ];
    for (site, addresses) in sites {
        let (before, after) = (site("").build(), site(gone).build());
        assert_eq!((before.status, after.status), (0, 0), "{}{}", before.stderr, after.stderr);
        let vanished: Vec<&String> = before.files.keys().filter(|path| !after.files.contains_key(*path)).collect();
        assert!(!vanished.iter().any(|path| path.ends_with(".html")), "{vanished:?}");
        let new: Vec<&String> = after.files.keys().filter(|path| !before.files.contains_key(*path)).collect();
        assert!(!new.iter().any(|path| path.ends_with(".html")), "{new:?}");
        assert!(addresses.iter().all(|address| is_gone(&after, address)), "{}", after.text("_redirects"));
    }
}

#[test]
fn the_text_of_a_section_can_be_held_back() {
    let site = |more: &str| {
        Site::minimal()
            .append("site.toml", "\n[[section]]\nfolder = \"qzx\"\nkind = \"page\"\n")
            .file("content/qzx/_section.en.md", page("Qzx section", &format!("summary = \"Qzx.\"\n{more}")))
            .file("content/qzx/_section.fr.md", page("Qzx rubrique", ""))
            .file("content/qzx/a.en.md", page("Qzx page", ""))
            .file("content/qzx/below/_section.en.md", page("Qzx lower", ""))
            .file("content/qzx/below/_section.fr.md", page("Qzx inférieur", ""))
            .file("content/qzx/below/b.en.md", page("Qzx below", ""))
            .file("content/qzx/c.en.md", page("Qzx gone", "state = \"gone\"\nreason = \"Qzx.\""))
    };
    let nothing = |output: &Output| {
        let lower = |bytes: &[u8]| String::from_utf8_lossy(bytes).to_lowercase();
        let told = output.files.iter().filter(|(path, bytes)| path.contains("qzx") || lower(bytes).contains("qzx"));
        told.map(|(path, _)| path.clone()).collect::<Vec<_>>()
    };
    assert_eq!(nothing(&site("state = \"draft\"").build().sound()), [""; 0]);
    for field in ["date = 2026-12-01", "embargo = \"2026-12-01T00:00:00Z\""] {
        let site = site(field);
        assert_eq!(nothing(&at(&site, "2026-11-30T23:59:59Z").sound()), [""; 0]);
        let after = at(&site, "2026-12-01T00:00:00Z").sound();
        assert!(after.text("en/qzx/index.html").contains("Qzx section"));
        assert!(
            after.files.contains_key("en/qzx/a/index.html") && after.files.contains_key("en/qzx/below/b/index.html")
        );
        assert!(is_gone(&after, "/en/qzx/c/"));
    }
}

#[test]
fn one_language_of_a_section_text_can_be_held_back_alone_and_keeps_its_address() {
    let site = Site::minimal().file(
        "content/press/_section.fr.md",
        "+++\ntitle = \"Qzx\"\nsummary = \"Qzx.\"\nslug = \"presse\"\ndate = 2026-12-01\n+++\n\nQzx.\n",
    );
    let before = at(&site, "2026-11-30T23:59:59Z");
    assert_eq!(before.status, 0, "{}", before.stderr);
    assert_eq!(holding(&before, "Qzx"), [""; 0]);
    assert!(
        before.text("fr/presse/index.html").contains("Press")
            && before.files.contains_key("fr/presse/treaty/index.html")
    );
    let after = at(&site, "2026-12-01T00:00:00Z").sound();
    assert!(after.text("fr/presse/index.html").contains("Qzx"));
    assert!(before.files.keys().filter(|path| path.ends_with(".html")).all(|path| after.files.contains_key(path)));
    let home = Site::minimal().file("content/_section.en.md", page("Qzx", "embargo = \"2026-12-01T00:00:00Z\""));
    let before = at(&home, "2026-11-30T23:59:59Z").sound();
    assert!(holding(&before, "Qzx").is_empty() && before.files.contains_key("en/about/index.html"));
}

#[test]
fn a_withdrawn_notice_corrects_nothing() {
    let more = "date = 2026-11-10\nstate = \"withdrawn\"\nreason = \"It was right.\"\nwithdrawn_on = 2026-11-15";
    let site = Site::minimal().file("content/press/n.en.md", notice("M/2026/001/Corr.1", "M/2026/001", more));
    let before = at(&site, "2026-11-14T12:00:00Z").sound();
    assert!(before.text("en/press/treaty/index.html").contains("M/2026/001/Corr.1"));
    let after = site.build().sound();
    for path in ["en/press/treaty/index.html", "fr/presse/treaty/index.html"] {
        assert!(!after.text(path).contains("Corr.1") && !after.text(path).contains("CorrectionComment"), "{path}");
    }
    assert_eq!(entry_updated(&after, "en/atom.xml", "Treaty signed").unwrap(), "2026-11-02");
    assert!(!after.text("en/press/n/index.html").contains("This notice corrects"));
}

#[test]
fn notices_do_not_correct_one_another_in_a_circle() {
    let three = [("a", "M/a", "M/b"), ("b", "M/b", "M/c"), ("c", "M/c", "M/a")];
    let site = three.iter().fold(Site::minimal(), |site, (stem, reference, corrects)| {
        site.file(&format!("content/press/{stem}.en.md"), notice(reference, corrects, "date = 2026-11-10"))
    });
    // A notice that corrects one of the circle is not part of it.
    let site = site.file("content/press/d.en.md", notice("M/d", "M/a", "date = 2026-11-10"));
    let mut command = support::chancery();
    let run = command.arg("--root").arg(site.path()).args(["--now", support::NOW, "check", "--format", "json"]);
    let output = run.output().unwrap();
    let told = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    let faults: Vec<serde_json::Value> = told
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .filter(|fault: &serde_json::Value| fault["code"] == "contradictory-field")
        .collect();
    assert_eq!(faults.len(), 1, "{told}");
    let places = faults[0]["places"].as_array().unwrap();
    let paths: Vec<&str> = places.iter().filter_map(|place| place["path"].as_str()).collect();
    assert_eq!(paths, ["content/press/a.en.md", "content/press/b.en.md", "content/press/c.en.md"]);
}

#[test]
fn an_answer_released_after_it_expires_is_never_shown_and_is_reported() {
    let site =
        Site::minimal().file("content/faq/qzx.en.md", answer("valid_from = 2026-12-12\nvalid_until = 2026-12-11"));
    for now in ["2026-11-23T12:00:00Z", "2026-12-11T12:00:00Z", "2026-12-13T00:00:00Z"] {
        let output = at(&site, now);
        assert!(output.status == 0 && output.stderr.contains("never shown"), "{}", output.stderr);
        assert_eq!(holding(&output, "qzx"), [""; 0], "{now}");
    }
    let for_ever = Site::minimal().file("content/faq/ever.en.md", answer("valid_until = 9999-12-31"));
    assert!(for_ever.build().sound().text("en/faq/index.html").contains("Qzx?"));
}
