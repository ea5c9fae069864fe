//! What a site does with its content, seen from outside: release, correction, withdrawal, languages, lists.

use support::{Output, Site};

fn at(site: &Site, now: &str) -> Output {
    support::build(&site.path(), &site.out(), now, &[])
}

fn statement(reference: &str, date: &str, more: &str) -> String {
    format!(
        "+++\ntitle = \"Statement {reference}\"\nsummary = \"Summary of {reference}.\"\nsubtype = \"statement\"\n\
         reference = \"{reference}\"\ndate = {date}\n{more}\n+++\n\nText.\n"
    )
}

fn translation(title: &str, more: &str) -> String {
    format!("+++\ntitle = \"{title}\"\nsummary = \"{title}.\"\n{more}\n+++\n\nTexte.\n")
}

#[test]
fn an_embargo_ends_at_its_instant_in_every_language_at_once() {
    let site = Site::minimal()
        .file(
            "content/press/fund.en.md",
            statement("M/2026/009", "2026-11-20", "embargo = \"2026-11-24T14:00[Europe/Brussels]\""),
        )
        .file("content/press/fund.fr.md", translation("Fonds", ""));
    let before = at(&site, "2026-11-24T12:59:59Z").sound();
    assert!(!before.files.keys().any(|path| path.contains("fund")));
    let after = at(&site, "2026-11-24T13:00:00Z").sound();
    assert!(after.files.contains_key("en/press/fund/index.html"));
    assert!(after.files.contains_key("fr/presse/fund/index.html"));
    let again = at(&site, "2026-11-24T12:59:59Z").sound();
    assert_eq!(again.files, before.files, "what is hidden again is removed again");
}

#[test]
fn a_translation_may_be_held_back_longer_than_its_source() {
    let site = Site::minimal()
        .file("content/about.fr.md", "+++\ntitle = \"Qui\"\nslug = \"a-propos\"\ndate = 2026-12-01\n+++\n\nQui.\n");
    let output = site.build().sound();
    assert!(output.files.contains_key("en/about/index.html"));
    assert!(!output.files.contains_key("fr/a-propos/index.html"));
}

#[test]
fn a_correction_shows_on_its_target_in_every_language() {
    let site = Site::minimal()
        .file("content/press/notice.en.md", statement("M/2026/002", "2026-11-10", "corrects = \"M/2026/001\""));
    let output = site.build().sound();
    for path in ["en/press/treaty/index.html", "fr/presse/treaty/index.html"] {
        assert!(output.text(path).contains("M/2026/002"), "{path}");
    }
    assert!(output.text("en/press/notice/index.html").contains("M/2026/001"));
    assert!(output.text("en/atom.xml").contains("2026-11-10"), "readers of the feed learn of the correction");
}

#[test]
fn a_withdrawn_text_stays_and_says_why_and_one_that_is_gone_answers_410() {
    let site = Site::minimal()
        .file(
            "content/press/old.en.md",
            statement(
                "M/2026/003",
                "2026-11-01",
                "state = \"withdrawn\"\nwithdrawn_on = 2026-11-05\nreason = \"It was wrong.\"",
            ),
        )
        .file("content/left.en.md", "+++\ntitle = \"Left\"\nstate = \"gone\"\nreason = \"It ended.\"\n+++\n\nSECRET\n");
    let output = site.build().sound();
    let page = output.text("en/press/old/index.html");
    assert!(page.contains("It was wrong.") && page.contains("Text."));
    assert!(!output.text("en/sitemap.xml").contains("/press/old/"), "search engines are not sent to it");
    let gone = output.text("en/left/index.html");
    assert!(gone.contains("It ended.") && !gone.contains("SECRET"));
    assert!(output.text("_redirects").lines().any(|line| line.contains("/en/left/") && line.contains("410")));
}

#[test]
fn a_missing_translation_leads_to_the_section_and_says_so() {
    let site = Site::minimal().file("content/press/only.en.md", statement("M/2026/004", "2026-11-04", ""));
    let output = site.build().sound();
    let page = output.text("en/press/only/index.html");
    let switcher = &page[page.find("switcher").unwrap()..page.find("</nav>").unwrap()];
    assert!(switcher.contains("/fr/presse/") && !switcher.contains("/fr/presse/only/"), "{switcher}");
    assert!(switcher.contains("not available"), "{switcher}");
    assert!(!page.contains("hreflang=\"x-default\"") && !page.contains("hreflang=x-default"), "it has no alternate");
}

#[test]
fn a_link_leads_to_the_language_of_the_page_or_says_that_it_can_t() {
    let site = Site::minimal()
        .file("content/only.en.md", "+++\ntitle = \"Only\"\n+++\n\nText.\n")
        .append("content/about.fr.md", "\n[Presse](press/treaty.en.md) et [Only](only.en.md)\n");
    let output = site.build().sound();
    let page = output.text("fr/a-propos/index.html");
    assert!(page.contains("/fr/presse/treaty/"), "the French page is there");
    assert!(page.contains("/en/only/") && page.contains("anglais"), "the other one is in English, and says so");
}

#[test]
fn lists_have_pages_and_an_empty_state_and_page_one_stands_once() {
    let mut site = Site::minimal().append("site.toml", "\n[[section]]\nfolder = \"notes\"\nkind = \"page\"\n");
    site = site
        .file("content/notes/_section.en.md", "+++\ntitle = \"Notes\"\n+++\n")
        .file("content/notes/_section.fr.md", "+++\ntitle = \"Notes\"\n+++\n");
    for number in 10..35 {
        let text = statement(&format!("M/2025/0{number}"), "2025-01-01", "");
        site = site.file(&format!("content/press/s{number}.en.md"), text);
    }
    let output = site.build().sound();
    assert!(output.files.contains_key("en/press/page/2/index.html"));
    assert!(!output.files.contains_key("en/press/page/1/index.html"));
    assert!(!output.files.contains_key("en/press/page/3/index.html"));
    assert!(!output.files.contains_key("fr/presse/page/2/index.html"));
    let second = output.text("en/press/page/2/index.html");
    assert!(second.contains("/fr/presse/"), "the switcher leads to page 1 of the other language");
    assert!(output.text("fr/notes/index.html").contains("Notes"), "an empty section has its page");
}

#[test]
fn attachments_lie_where_nobody_can_guess_and_only_while_their_text_is_public() {
    let text = |state: &str| {
        format!(
            "+++\ntitle = \"Annexed\"\nstate = \"{state}\"\n[[attachments]]\nfile = \"annex.csv\"\ntitle = \"Annex\"\n+++\n\nText.\n"
        )
    };
    let site = Site::minimal()
        .file("content/annexed/annex.csv", "a,b\n1,2\n")
        .file("content/annexed/index.en.md", text("published"));
    let public = site.build().sound();
    let path = public.files.keys().find(|path| path.ends_with("annex.csv")).unwrap();
    assert!(path.starts_with("files/") && path.len() > "files/annex.csv".len() + 16, "{path}");
    let hidden = site.file("content/annexed/index.en.md", text("draft")).build().sound();
    assert!(!hidden.files.keys().any(|path| path.ends_with("annex.csv")));
}

#[test]
fn scheduled_texts_are_checked_before_their_hour_and_drafts_may_be_unfinished() {
    let page = |more: &str| format!("+++\ntitle = \"Later\"\n{more}\n+++\n\n[x](nowhere.en.md)\n");
    let site = Site::minimal().file("content/later.en.md", page("date = 2026-12-24"));
    let output = site.build();
    assert!(output.status == 1 && output.stderr.contains("broken-link"), "{}", output.stderr);
    let site = site.file("content/later.en.md", page("state = \"draft\""));
    assert_eq!(site.build().status, 0);
}

#[test]
fn the_output_is_exactly_the_site_and_its_digests_hold() {
    let site = Site::minimal().file("content/extra.en.md", "+++\ntitle = \"Extra\"\n+++\n\nText.\n");
    assert!(site.build().sound().files.contains_key("en/extra/index.html"));
    let site = site.without("content/extra.en.md");
    let output = site.build().sound();
    assert!(!output.files.contains_key("en/extra/index.html"));
    let check = std::process::Command::new("sha256sum")
        .args(["--check", "--strict", "--quiet", "digests.txt"])
        .current_dir(site.out())
        .output()
        .unwrap();
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stderr));
    assert_eq!(
        output.text("digests.txt").lines().filter(|line| !line.starts_with('#')).count(),
        output.files.len() - 1
    );
}

#[test]
fn overrides_replace_single_templates_strings_and_assets() {
    let site = Site::minimal()
        .file(
            "overrides/templates/404.html",
            "{% extends \"base.html\" %}{% block main %}<h1>{{ page.title }}</h1><p>OWN TEMPLATE</p>{% endblock %}",
        )
        .file("overrides/strings/en.ftl", "not-found-title = OWN STRING\n")
        .file("overrides/assets/portal.css", "body { color: #111 }");
    let output = site.build().sound();
    assert!(output.text("en/404.html").contains("OWN STRING"));
    let sheet = output.files.keys().find(|path| path.ends_with("portal.css")).unwrap();
    assert!(output.text(sheet).contains("#111"));
}

#[test]
fn history_shows_days_of_changes_and_never_who_or_what_for() {
    let site = Site::minimal().committed("2026-11-20T10:00:00Z", "Ada Secretive", "SUBJECT OF THE COMMIT");
    let output = site.build().sound();
    let changes = output.text("en/transparency/changes/index.html");
    assert!(changes.contains("2026-11-20") && changes.contains("Treaty signed"));
    for (path, bytes) in &output.files {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("Secretive") && !text.contains("SUBJECT OF THE COMMIT"), "{path}");
    }
}

#[test]
fn directives_become_what_they_say_without_a_third_party() {
    let body = "::: video src=\"talk.mp4\" poster=\"talk.svg\" captions=\"talk.en.vtt\" captions_lang=en title=\"The talk\"\nWhat was said.\n:::\n\n\
                ::: figure src=\"talk.svg\" alt=\"A hall\"\nThe *hall*.\n:::\n\n\
                ::: data src=\"figures.csv\" caption=\"Figures\"\n:::\n\n\
                ::: notice warning \"Mind\"\nThe gap.\n:::\n\n\
                ::: quote by=\"Somebody\"\nWords.\n:::\n";
    let site = Site::minimal()
        .file("content/talk/index.en.md", format!("+++\ntitle = \"Talk\"\n+++\n\n{body}"))
        .file("content/talk/talk.mp4", [0, 0, 0, 24])
        .file("content/talk/talk.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"640\" height=\"360\"/>")
        .file("content/talk/talk.en.vtt", "WEBVTT\n")
        .file("content/talk/figures.csv", "Year,Amount\n2025,1200.5\n2026,900\n");
    let output = site.build().sound();
    let page = output.text("en/talk/index.html");
    for part in [
        "<video",
        "<track",
        "What was said.",
        "talk.mp4",
        "The <em>hall</em>",
        "1,200.5",
        "2026",
        "Mind",
        "<blockquote",
    ] {
        assert!(page.contains(part), "`{part}` is not in:\n{page}");
    }
    assert!(page.contains("640") && page.contains("360"), "pictures have their size");
    for ending in ["talk.mp4", "talk.svg", "talk.en.vtt", "figures.csv"] {
        assert!(output.files.keys().any(|path| path.starts_with("files/") && path.ends_with(ending)), "{ending}");
    }
}

#[test]
fn hosts_beside_the_site_are_in_its_policy_and_on_its_privacy_page() {
    let host = "\n[[csp.hosts]]\ndirective = \"img-src\"\nhost = \"https://maps.example\"\nreason = { en = \"Maps of missions\", fr = \"Plans\" }\n";
    let site = Site::minimal().append("site.toml", host);
    let output = site.build();
    assert!(output.status == 1 && output.stderr.contains("unknown-document"), "{}", output.stderr);
    let output = site.file("content/privacy.en.md", "+++\ntitle = \"Privacy\"\n+++\n\nNo cookies.\n").build().sound();
    let page = output.text("en/privacy/index.html");
    assert!(page.contains("Maps of missions") && page.contains("https://maps.example"));
    assert!(output.text("en/about/index.html").contains("https://maps.example"), "the policy of every page");
    assert!(!output.text("en/about/index.html").contains("Maps of missions"));
}

#[test]
fn a_chapter_lists_those_around_it_where_there_are_many() {
    let page = |number: usize| format!("+++\ntitle = \"Chapter {number}\"\norder = {number}\n+++\n\nText.\n");
    let section = "\n[[section]]\nfolder = \"guide\"\nkind = \"page\"\n";
    let site = Site::minimal();
    let settings = std::fs::read_to_string(site.path().join("site.toml")).unwrap();
    let mut site = site
        .file("site.toml", settings + section)
        .file("content/guide/_section.en.md", "+++\ntitle = \"Guide\"\n+++\n")
        .file("content/guide/_section.fr.md", "+++\ntitle = \"Guide\"\n+++\n");
    for number in 1..=60 {
        site = site.file(&format!("content/guide/c{number}.en.md"), page(number));
    }
    let listed = |text: &str| text.matches(">Chapter ").count();
    let chapters = |output: &Output, number: usize| {
        let text = output.text(&format!("en/guide/c{number}/index.html"));
        let start = text.find("class=\"chapters\"").or(text.find("class=chapters")).unwrap();
        let end = start + text[start..].find("</nav>").unwrap();
        text[start..end].to_owned()
    };
    let output = site.build().sound();
    let all = chapters(&output, 30);
    assert!(all.contains("<ol") && !all.contains("All chapters"), "{all}");
    assert_eq!(listed(&all), 60 + 2, "all, with the previous and the next");
    for number in 61..=200 {
        site = site.file(&format!("content/guide/c{number}.en.md"), page(number));
    }
    let output = site.build().sound();
    for (number, neighbours) in [(1, vec![2]), (2, vec![1, 3]), (100, vec![99, 101]), (200, vec![199])] {
        let part = chapters(&output, number);
        assert_eq!(listed(&part), 60 + neighbours.len(), "{number}");
        for neighbour in neighbours {
            assert!(part.contains(&format!("/guide/c{neighbour}/")), "{number} leads to {neighbour}");
        }
        assert!(part.contains(">All chapters</a>") && part.contains("/en/guide/"), "{part}");
    }
}
