//! The bundled portal: it builds without a warning, and what must hold for a site holds for every page of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use super::checks::Built;
use chancery::fs::OutPath;
use support::html;
use support::{BASE, Files, LANGUAGES, NOW, Site, build, portal, portal_build, repository, scratch, text};

/// A check of a whole site, with its name.
type Check = (&'static str, fn(&Built) -> Vec<String>);

const CHECKS: [Check; 6] = [
    ("links", |site| site.broken_links()),
    ("loading", |site| site.loaded_from_elsewhere()),
    ("code", |site| site.inline_code()),
    ("language", |site| site.wrong_language()),
    ("switcher", |site| site.wrong_switchers()),
    ("hreflang", |site| site.one_way_hreflang()),
];

fn assert_passes(check: &str, files: &Files, base: &str) {
    let (_, faults) = CHECKS.iter().find(|(name, _)| *name == check).unwrap();
    let faults = faults(&Built { files, base, languages: &LANGUAGES });
    assert!(faults.is_empty(), "{} faults\n{}\n", faults.len(), faults.join("\n"));
}

#[test]
fn the_portal_builds_without_a_warning() {
    let (built, _) = portal();
    assert_eq!((built.status, built.faults()), (0, vec![]), "{}", built.stderr);
    assert!(built.files.len() > 500, "only {} files", built.files.len());
}

#[test]
fn every_link_leads_to_a_file_and_an_element() {
    assert_passes("links", portal_build(), BASE);
}

#[test]
fn nothing_is_loaded_from_elsewhere() {
    assert_passes("loading", portal_build(), BASE);
}

#[test]
fn no_page_has_a_style_or_script_of_its_own() {
    assert_passes("code", portal_build(), BASE);
}

#[test]
fn language_and_direction_are_said_and_right() {
    assert_passes("language", portal_build(), BASE);
}

#[test]
fn every_page_leads_to_every_language() {
    assert_passes("switcher", portal_build(), BASE);
}

#[test]
fn hreflang_leads_back_and_has_a_default() {
    assert_passes("hreflang", portal_build(), BASE);
}

#[test]
fn planted_defects_are_caught() {
    let planted = |check: &str, path: &str, from: &str, to: &str| {
        // Templates write an apostrophe in a value as a reference.
        let sound = text(portal_build(), path).replace("&#39;", "'");
        assert!(sound.contains(from), "{path} has no `{from}`");
        let mut files = portal_build().clone();
        files.insert(path.to_owned(), sound.replacen(from, to, 1).into_bytes());
        let (_, faults) = CHECKS.iter().find(|(name, _)| *name == check).unwrap();
        let faults = faults(&Built { files: &files, base: BASE, languages: &LANGUAGES });
        assert!(!faults.is_empty(), "{check}: `{from}` → `{to}` in {path} is not caught");
    };
    let about = "en/about/index.html";
    planted("links", about, "</main>", "<a href=/en/nowhere/>x</a></main>");
    planted("links", about, "</main>", "<a href=/en/contact>x</a></main>");
    planted("links", about, "</main>", "<a href=#nowhere>x</a></main>");
    planted("links", about, "</main>", "<img src=nowhere.png alt=x></main>");
    planted("links", "en/404.html", "</main>", "<a href=index.html>x</a></main>");
    planted("loading", about, "</main>", "<img src=https://elsewhere.example/x.png alt=x></main>");
    planted("loading", about, "</head>", "<link rel=preconnect href=//elsewhere.example></head>");
    planted("code", about, "</main>", "<p style=color:red>x</p></main>");
    planted("code", about, "</main>", "<p onclick=x()>x</p></main>");
    planted("code", about, "</main>", "<script>x()</script></main>");
    planted("code", about, "</head>", "<style>p { color: red }</style></head>");
    planted("code", about, "</main>", "<a href=javascript:x()>x</a></main>");
    planted("code", about, "default-src 'none'", "default-src 'self'");
    planted("code", about, "script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'");
    planted("code", "en/search/index.html", "'wasm-unsafe-eval'", "'wasm-unsafe-eval' 'unsafe-eval'");
    planted("language", about, "</main>", "<p lang=ar>س</p></main>");
    planted("language", "ar/about/index.html", "</main>", "<p lang=en>x</p></main>");
    planted("language", "ar/about/index.html", "rtl", "ltr");
    planted("switcher", about, "</header>", "</header><nav class=switcher><a href=/fr/ hreflang=ru>x</a></nav>");
    planted(
        "hreflang",
        about,
        "</head>",
        "<link rel=alternate hreflang=pt href=https://www.mfa.meridia.example/></head>",
    );
    planted("hreflang", about, "canonical", "no-canonical");
    planted("hreflang", "en/sitemap.xml", "/en/about/</loc>", "/en/nowhere/</loc>");
}

#[test]
fn a_style_sheet_that_loads_from_elsewhere_is_caught() {
    let css = portal_build().keys().find(|path| path.ends_with(".css")).unwrap().clone();
    for planted in ["@import \"https://elsewhere.example/x.css\";", "p { background: url(//elsewhere.example/x.png) }"]
    {
        let files = Files::from([(css.clone(), planted.as_bytes().to_vec())]);
        let built = Built { files: &files, base: BASE, languages: &LANGUAGES };
        assert_eq!(built.loaded_from_elsewhere().len(), 1, "{planted}");
    }
}

#[test]
fn the_portal_works_below_a_path() {
    let base = "https://example.org/portal/";
    let built = build(repository(), &scratch!("below"), NOW, &["--base-url", base]).sound();
    // The files of a search index are named after what they hold, addresses of pictures among it; assets too, and the style
    // sheet says where the site is, for paper.
    let name = |path: &String| match path.strip_prefix("assets/").and_then(|rest| rest.split_once('/')) {
        Some((_, name)) => format!("assets/{name}"),
        None => path.clone(),
    };
    let names =
        |files: &Files| files.keys().filter(|path| !path.contains("/pagefind/")).map(name).collect::<BTreeSet<_>>();
    assert_eq!(names(&built.files), names(portal_build()));
    for (check, _) in CHECKS {
        assert_passes(check, &built.files, base);
    }
    for (path, bytes) in &built.files {
        assert!(!String::from_utf8_lossy(bytes).contains("www.mfa.meridia.example/"), "{path} names another base");
    }
}

#[test]
fn a_year_later_exactly_these_warnings_are_given() {
    let built = build(repository(), &scratch!("later"), "2027-11-23T12:00:00Z", &[]);
    assert_eq!(built.status, 0, "{}", built.stderr);
    let warnings: BTreeMap<String, usize> = built.faults().iter().fold(BTreeMap::new(), |mut all, line| {
        let (place, rest) = line.split_once(": ").unwrap();
        let code = rest.split_once('[').and_then(|(_, rest)| rest.split_once(']')).unwrap().0;
        *all.entry(format!("{} {code}", place.split(':').next().unwrap())).or_default() += 1;
        all
    });
    let expected: BTreeMap<String, usize> = A_YEAR_LATER.iter().fold(BTreeMap::new(), |mut all, line| {
        *all.entry((*line).to_owned()).or_default() += 1;
        all
    });
    assert_eq!(warnings, expected);
}

/// File and code of each warning.
const A_YEAR_LATER: &[&str] = &[
    "content/about.en.md overdue-review",
    "content/accessibility.en.md overdue-review",
    "content/contact.en.md overdue-review",
    "content/corrections-policy.en.md overdue-review",
    "content/faq/communicate-with-tact.en.md overdue-review",
    "content/faq/digital-security.en.md overdue-review",
    "content/faq/digital-strategy.en.md overdue-review",
    "content/faq/digital-tools.en.md overdue-review",
    "content/faq/emergency-abroad.en.md overdue-review",
    "content/faq/freedom-of-information.en.md overdue-review",
    "content/faq/legalise-documents.en.md overdue-review",
    "content/faq/measure-results.en.md overdue-review",
    "content/faq/passport-renewal.en.md overdue-review",
    "content/faq/press-accreditation.en.md overdue-review",
    "content/faq/register-abroad.en.md overdue-review",
    "content/faq/social-media-care.en.md overdue-review",
    "content/faq/train-a-team.en.md overdue-review",
    "content/faq/travel-advice.en.md overdue-review",
    "content/faq/treaty-search.en.md overdue-review",
    "content/faq/visa-fees.en.md expired-answer",
    "content/faq/visa-requirements.en.md overdue-review",
    "content/faq/what-is-digital-diplomacy.en.md overdue-review",
    "content/handbook/anticipating-reactions.en.md overdue-review",
    "content/handbook/audience-and-message.en.md overdue-review",
    "content/handbook/choosing-platforms.en.md overdue-review",
    "content/handbook/crisis.en.md overdue-review",
    "content/handbook/engaging-content.en.md overdue-review",
    "content/handbook/ethics-and-transparency.en.md overdue-review",
    "content/handbook/influence-and-partners.en.md overdue-review",
    "content/handbook/measuring/index.en.md overdue-review",
    "content/handbook/narrative.en.md overdue-review",
    "content/handbook/security.en.md overdue-review",
    "content/handbook/tools.en.md overdue-review",
    "content/handbook/training-a-team.en.md overdue-review",
    "content/handbook/working-across-institutions.en.md overdue-review",
    "content/history.en.md overdue-review",
    "content/language-policy.en.md overdue-review",
    "content/legal-notice.en.md overdue-review",
    "content/minister.en.md overdue-review",
    "content/missions.en.md overdue-review",
    "content/open-data.en.md overdue-review",
    "content/privacy.en.md overdue-review",
    "content/registers/gifts/index.en.md overdue-review",
    "content/registers/meetings/index.en.md overdue-review",
    "content/registers/spending/index.en.md overdue-review",
    "content/social-accounts.en.md overdue-review",
    "site.toml expired-notice",
    "site.toml expired-security",
];

#[test]
fn the_manifest_names_every_other_file_with_its_digest() {
    let files = portal_build();
    let others = files.iter().filter(|(path, _)| *path != "digests.txt");
    let digests = others.map(|(path, bytes)| (OutPath::new(path).unwrap(), chancery::output::sha256(bytes)));
    assert_eq!(text(files, "digests.txt"), chancery::output::digest_manifest(digests));
}

#[test]
fn every_page_has_one_title_of_its_own() {
    let mut titles: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for page in html::pages(portal_build(), BASE) {
        assert_eq!(html::all(&page.html, "h1").len(), 1, "{}", page.path);
        assert_eq!(html::all(&page.html, "main").len(), 1, "{}", page.path);
        let noindex = html::first(&page.html, "meta[name=robots]").is_some();
        let title = html::text(html::first(&page.html, "title").unwrap());
        // The chooser bears the name of the institution, as the home page of the source language does.
        if !noindex && page.path != "index.html" {
            titles.entry(title).or_default().push(page.path);
        }
    }
    let shared: Vec<_> = titles.iter().filter(|(_, paths)| paths.len() > 1).collect();
    assert!(shared.is_empty(), "{shared:#?}");
}

/// Text files of the content in a language, by folder and stem.
fn texts(lang: &str) -> BTreeMap<String, String> {
    let content = repository().join("content");
    let mut texts = BTreeMap::new();
    for entry in walkdir::WalkDir::new(&content).sort_by_file_name().into_iter().map(Result::unwrap) {
        let path = entry.path().strip_prefix(&content).unwrap().to_str().unwrap().replace('\\', "/");
        if let Some(stem) = path.strip_suffix(&format!(".{lang}.md")).filter(|stem| !stem.ends_with("_section")) {
            let stem = stem.trim_end_matches("/index").to_owned();
            texts.insert(stem, fs::read_to_string(entry.path()).unwrap());
        }
    }
    texts
}

/// Texts of a folder: of pages, those in content/ itself.
fn in_folder<'a>(texts: &'a BTreeMap<String, String>, folder: &str) -> BTreeMap<&'a str, &'a str> {
    let is_in = |stem: &&String| stem.rsplit_once('/').map_or("", |(folder, _)| folder) == folder;
    texts.iter().filter(|(stem, _)| is_in(stem)).map(|(stem, text)| (stem.as_str(), text.as_str())).collect()
}

fn words(text: &str) -> usize {
    let body = text.splitn(3, "+++\n").nth(2).unwrap();
    let lines = body.lines().filter(|line| !line.starts_with(":::") && !line.starts_with("[^"));
    lines.flat_map(str::split_whitespace).filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

#[test]
fn the_portal_has_what_an_institution_publishes() {
    let english = texts("en");
    let statements = in_folder(&english, "press");
    assert!(statements.len() >= 12, "{} statements", statements.len());
    for subtype in ["press-release", "statement", "joint-statement", "speech", "readout", "correction-notice"] {
        let line = format!("\nsubtype = \"{subtype}\"\n");
        assert!(statements.values().any(|text| text.contains(&line)), "no {subtype}");
    }
    assert!(statements.values().any(|text| text.contains("\nembargo = ")), "nothing under embargo");
    assert!(statements.values().any(|text| text.contains("\ncorrects = ")), "no correction");
    for (folder, least) in [("", 10), ("faq", 16), ("registers", 3), ("handbook", 13)] {
        let there = in_folder(&english, folder);
        assert!(there.len() >= least, "{} texts in `{folder}`", there.len());
    }
    for (folder, range) in [("press", 150..=300), ("faq", 60..=200), ("handbook", 500..=900)] {
        for (stem, text) in in_folder(&english, folder) {
            assert!(range.contains(&words(text)), "`{stem}` has {} words", words(text));
        }
    }
}

#[test]
fn every_language_is_there_as_far_as_it_was_promised() {
    let english = texts("en");
    for lang in LANGUAGES {
        let own = texts(lang);
        let least = if lang == "fr" { 100 } else { 60 };
        for folder in ["", "press", "faq"] {
            let (there, all) = (in_folder(&own, folder).len(), in_folder(&english, folder).len());
            assert!(there * 100 >= all * least, "{lang} has {there} of {all} texts in `{folder}`");
        }
        let chapters = in_folder(&own, "handbook").len();
        let written = matches!(lang, "en" | "fr");
        assert_eq!(chapters, if written { in_folder(&english, "handbook").len() } else { 0 }, "{lang}");
    }
}

#[test]
fn the_smallest_site_passes_the_same_checks() {
    let built = Site::minimal().build().sound();
    for (name, check) in CHECKS {
        let faults = check(&Built { files: &built.files, base: "https://www.example.org/", languages: &["en", "fr"] });
        assert!(faults.is_empty(), "{name}: {faults:#?}");
    }
}
