//! The theme `portal` as readers have it: how light pages are, that they run nothing, what the language switcher says, that
//! narrower lists and the index hold what they say, what charts show; tokens that are refused; and the worked example of
//! docs/theme-authors.md.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use chancery::fs::OutPath;
use chancery::output::compress::{Copies, Level};
use scraper::ElementRef;
use support::html::{self, Page};
use support::{BASE, Files, LANGUAGES, Site, portal_build, repository, text};

/// What a statement may weigh with its style sheet: the first flight of a connection, ten segments of 1,460 bytes, less
/// what the response says of itself.
const FLIGHT: usize = 14_000;

fn packed(bytes: &[u8]) -> usize {
    let copies = Copies::of(bytes, Level::Fast).beside(&OutPath::new("a.html").unwrap());
    let (_, copy) = copies.iter().find(|(path, _)| path.as_str().ends_with(".br")).unwrap();
    copy.len()
}

fn pages() -> Vec<Page> {
    html::pages(portal_build(), BASE)
}

/// The style sheets of a page.
fn sheets<'a>(page: &Page, files: &'a Files) -> Vec<&'a [u8]> {
    let links = html::all(&page.html, "link[rel=stylesheet]");
    let file = |link: &ElementRef<'_>| html::served(&page.url.join(link.attr("href").unwrap()).unwrap(), BASE, files);
    links.iter().map(|link| files[file(link).unwrap()].as_slice()).collect()
}

/// Statements that weigh too much with their style sheet, and the heaviest.
fn heavy(files: &Files) -> (Vec<String>, usize) {
    let (mut faults, mut heaviest, mut count) = (Vec::new(), 0, 0);
    for page in html::pages(files, BASE) {
        if html::first(&page.html, ".document-statement").is_none() {
            continue;
        }
        let weight = packed(&files[&page.path]) + sheets(&page, files).iter().map(|sheet| packed(sheet)).sum::<usize>();
        heaviest = heaviest.max(weight);
        count += 1;
        if weight > FLIGHT {
            faults.push(format!("{}: {weight}", page.path));
        }
    }
    assert!(count > 50, "only {count} statements");
    (faults, heaviest)
}

#[test]
fn a_statement_and_its_style_sheet_come_in_the_first_flight() {
    let (faults, heaviest) = heavy(portal_build());
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(heaviest > 5_000, "{heaviest}: statements are not weighed with their style sheet");
    // A style sheet that grows is noticed.
    let mut files = portal_build().clone();
    let sheet = files.keys().find(|path| path.ends_with("/portal.css")).unwrap().clone();
    let more = (0..3000).flat_map(|n| format!(".x{:x}{{margin:{n}px}}", n * 7919).into_bytes());
    files.get_mut(&sheet).unwrap().extend(more);
    assert!(!heavy(&files).0.is_empty());
}

#[test]
fn a_page_asks_for_its_style_sheet_and_its_own_pictures_alone() {
    let mut searching = 0;
    for page in pages() {
        // The page that searches has a style sheet and a script of its own.
        let own = usize::from(html::first(&page.html, "[data-search]").is_some());
        searching += own;
        assert_eq!(sheets(&page, portal_build()).len(), 1 + own, "{}", page.path);
        let scripts = html::all(&page.html, "script[src]");
        assert_eq!(scripts.len(), own, "{}", page.path);
        let code = html::all(&page.html, "script:not([type='application/ld+json'], [src]), iframe, object, embed");
        assert!(code.is_empty(), "{}: {}", page.path, code[0].html());
        let fonts = html::all(&page.html, "link[rel=preload], link[rel=preconnect], link[as=font]");
        assert!(fonts.is_empty(), "{}", page.path);
    }
    assert_eq!(searching, 6, "one in each language");
    let sheet = portal_build().iter().find(|(path, _)| path.ends_with("/portal.css")).unwrap().1;
    let sheet = String::from_utf8_lossy(sheet);
    for asked in ["@import", "@font-face", "url("] {
        assert!(!sheet.contains(asked), "the style sheet has `{asked}`");
    }
    // One direction's rule must not be the other's fault.
    for physical in ["margin-left", "margin-right", "padding-left", "padding-right", "float:left", "float:right"] {
        assert!(!sheet.contains(physical), "the style sheet has `{physical}`");
    }
}

/// What is wrong with the switcher of a page.
fn switcher_faults(page: &Page) -> Vec<String> {
    let mut faults = Vec::new();
    let links = html::all(&page.html, "nav.switcher a");
    let tags: Vec<&str> = links.iter().filter_map(|link| link.attr("hreflang")).collect();
    if tags != LANGUAGES {
        faults.push(format!("its languages are {tags:?}"));
    }
    let endonyms = BTreeMap::from([
        ("en", "English"),
        ("fr", "français"),
        ("ar", "العربية"),
        ("zh", "中文"),
        ("ru", "русский"),
        ("es", "español"),
    ]);
    let own = page.html.root_element().attr("lang").unwrap_or_default();
    let alternates: BTreeSet<&str> =
        html::all(&page.html, "link[hreflang]").iter().filter_map(|link| link.attr("hreflang")).collect();
    let mut missing = 0;
    for link in &links {
        let tag = link.attr("hreflang").unwrap_or_default();
        let said = link.text().next().unwrap_or_default();
        if said.trim() != endonyms[tag] {
            faults.push(format!("`{tag}` is called `{said}`"));
        }
        if link.attr("lang") != Some(tag) {
            faults.push(format!("`{tag}` is in the language {:?}", link.attr("lang")));
        }
        if link.attr("aria-current").is_some() != (tag == own) {
            faults.push(format!("`{tag}` is marked as current or not by mistake"));
        }
        let elsewhere = link.attr("class") == Some("elsewhere");
        missing += usize::from(elsewhere);
        let is_there = tag == own || alternates.contains(tag);
        if elsewhere == is_there {
            faults.push(format!("`{tag}` is {}there, and said not to be so", if is_there { "" } else { "not " }));
        }
    }
    let sentence = html::first(&page.html, "nav.switcher .missing-languages").map(html::text);
    if sentence.is_some() != (missing > 0) {
        faults.push(format!("{missing} languages are missing, and it says {sentence:?}"));
    }
    if !html::all(&page.html, "nav.switcher :is(img, svg, script, select)").is_empty()
        || html::first(&page.html, "nav.switcher")
            .is_some_and(|nav| nav.text().any(|text| text.chars().any(|c| ('\u{1f1e6}'..='\u{1f1ff}').contains(&c))))
    {
        faults.push("it has a flag, a picture or a control".into());
    }
    faults
}

#[test]
fn the_switcher_says_which_languages_a_page_has_and_which_not() {
    let mut lacking = 0;
    // A page that nobody is to find has no versions to be found, so nothing says which there are.
    let is_found = |page: &&Page| html::first(&page.html, "meta[name='robots'][content*='noindex']").is_none();
    for page in pages().iter().filter(|page| page.path != "index.html").filter(is_found) {
        assert_eq!(switcher_faults(page), [""; 0], "{}", page.path);
        lacking += usize::from(html::first(&page.html, ".missing-languages").is_some());
    }
    assert!(lacking > 20, "only {lacking} pages lack a language");
    let path = "en/handbook/crisis/index.html";
    let sound = text(portal_build(), path);
    let planted = |from: &str, to: &str| {
        assert!(sound.contains(from), "{path} has no `{from}`");
        !switcher_faults(&html::page(path, sound.replacen(from, to, 1).as_bytes(), BASE)).is_empty()
    };
    assert!(planted(">français", ">French"));
    assert!(planted("class=\"elsewhere\"", "class=\"there\""));
    assert!(planted("missing-languages", "other"));
    assert!(planted("hreflang=\"fr\" dir", "hreflang=\"es\" dir"));
    let first = html::page(path, sound.as_bytes(), BASE);
    let said = html::text(html::first(&first.html, ".missing-languages").unwrap());
    assert_eq!(said, "This page is not available yet in Arabic, Chinese, Russian, and Spanish.");
}

/// The entries of a list over all its pages.
fn entries(path: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut next = Some(path.to_owned());
    while let Some(path) = next {
        let page = html::page(&path, &portal_build()[&path], BASE);
        found.extend(
            html::all(&page.html, ".cards .card-title a").iter().map(|link| link.attr("href").unwrap().to_owned()),
        );
        let more =
            html::first(&page.html, "a[rel=next]").map(|link| page.url.join(link.attr("href").unwrap()).unwrap());
        next = more.and_then(|url| html::served(&url, BASE, portal_build()).cloned());
    }
    found
}

#[test]
fn narrower_lists_hold_what_they_count_and_together_the_whole() {
    for lang in LANGUAGES {
        let press = html::pages(portal_build(), BASE)
            .into_iter()
            .find(|page| page.path.starts_with(&format!("{lang}/")) && html::first(&page.html, ".filters").is_some());
        let press = press.unwrap();
        let all: BTreeSet<String> = entries(&press.path).into_iter().collect();
        for group in html::all(&press.html, ".filters details") {
            let mut together = Vec::new();
            for option in html::within(group, "li") {
                let link = html::within(option, "a")[0];
                let count: usize = html::text(html::within(option, ".number")[0]).parse().unwrap();
                let url = press.url.join(link.attr("href").unwrap()).unwrap();
                let path = html::served(&url, BASE, portal_build()).unwrap();
                let found = entries(path);
                assert_eq!(found.len(), count, "{path}");
                assert!(count > 0, "{path} is empty");
                let page = html::page(path, &portal_build()[path], BASE);
                let current: Vec<String> =
                    html::all(&page.html, ".filters [aria-current]").into_iter().map(html::text).collect();
                assert_eq!(current, [html::text(link)], "{path}");
                together.extend(found);
            }
            assert_eq!(together.into_iter().collect::<BTreeSet<_>>(), all, "{lang}: {}", html::text(group));
        }
    }
}

#[test]
fn a_list_can_be_narrowed_by_what_the_settings_say() {
    let narrowed = |filters: &str| {
        let site = Site::minimal();
        let settings = fs::read_to_string(site.path().join("site.toml")).unwrap();
        let settings = settings.replace("kind = \"statement\"\n", &format!("kind = \"statement\"\n{filters}"));
        let files = site.file("site.toml", settings).build().sound().files;
        let paths = files.keys().filter_map(|path| path.strip_prefix("en/press/")?.strip_suffix("/index.html"));
        paths.filter(|path| *path != "treaty").map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(narrowed(""), ["2026", "kind/press-release", "topics/trade"]);
    assert_eq!(narrowed("filters = [\"year\"]\n"), ["2026"]);
    assert_eq!(narrowed("filters = []\n"), [""; 0]);
}

#[test]
fn the_index_has_every_title_without_a_date_under_its_letter() {
    for lang in LANGUAGES {
        let path = format!("{lang}/a-z/index.html");
        let page = html::page(&path, &portal_build()[&path], BASE);
        let listed: Vec<String> =
            html::all(&page.html, ".letter a").iter().map(|link| link.attr("href").unwrap().to_owned()).collect();
        let once: BTreeSet<&String> = listed.iter().collect();
        assert_eq!(once.len(), listed.len(), "{lang}: an entry stands twice");
        let documents = pages().into_iter().filter(|page| {
            page.path.starts_with(&format!("{lang}/"))
                && html::first(&page.html, ".document").is_some()
                && html::first(&page.html, ".document-statement, .banner-withdrawn").is_none()
        });
        let missing: Vec<String> =
            documents.map(|page| page.url.path().to_owned()).filter(|path| !once.contains(path)).collect();
        assert_eq!(missing, [""; 0], "{lang}");
        let letters: Vec<String> = html::all(&page.html, ".letter h2").into_iter().map(html::text).collect();
        let own: BTreeSet<&String> = letters.iter().collect();
        assert!(own.len() == letters.len() && letters.len() > 7, "{lang}: {letters:?}");
    }
    let letters = |lang: &str| {
        let path = format!("{lang}/a-z/index.html");
        let page = html::page(&path, &portal_build()[&path], BASE);
        html::all(&page.html, ".letter h2").into_iter().map(html::text).collect::<Vec<_>>()
    };
    let mut sorted = letters("en");
    sorted.sort();
    assert_eq!(letters("en"), sorted);
    // Chinese titles stand under Latin letters, Russian and Arabic ones under their own.
    assert!(letters("zh").iter().all(|letter| letter.is_ascii()), "{:?}", letters("zh"));
    assert!(letters("ru").iter().any(|letter| letter == "П"), "{:?}", letters("ru"));
    assert!(!letters("ar").iter().any(|letter| letter.len() != 2 && letter != "#"), "{:?}", letters("ar"));
}

#[test]
fn a_chart_shows_the_figures_of_its_table() {
    let mut charts = 0;
    for page in pages() {
        for charted in html::all(&page.html, ".charted") {
            charts += 1;
            let drawing = html::within(charted, "figure > [role=img]");
            assert_eq!(drawing.len(), 1, "{}", page.path);
            let ids: Vec<&str> = drawing[0].attr("aria-labelledby").unwrap().split(' ').collect();
            let named = ids.iter().map(|id| html::text(html::first(&page.html, &format!("[id='{id}']")).unwrap()));
            let named: Vec<String> = named.collect();
            assert_eq!(named[0], html::text(html::within(charted, "figcaption")[0]), "{}", page.path);
            let rows = html::within(charted, "tbody tr");
            assert_eq!(html::within(charted, "svg rect").len(), rows.len(), "{}", page.path);
            for value in html::within(charted, ".chart-value") {
                let value = html::text(value);
                assert!(rows.iter().any(|row| html::text(*row).contains(&value)), "{}: {value}", page.path);
            }
        }
    }
    assert_eq!(charts, 6 * 6 + 2, "charts of the bundled portal");
}

#[test]
fn charts_of_columns_that_are_not_there_are_refused() {
    let site = |charts: &str| {
        let front = "title = \"Gifts\"\nfrequency = \"yearly\"\nperiod = { start = 2026-01-01, end = 2026-12-31 }\n";
        let schema = r#"{"fields":[{"name":"id","type":"string"},{"name":"day","type":"date"},{"name":"value","type":"number"},{"name":"what","type":"string"}],"primaryKey":"id"}"#;
        Site::minimal()
            .append("site.toml", "\n[[section]]\nfolder = \"registers\"\nkind = \"register\"\nlanguages = [\"en\"]\n")
            .file("content/registers/_section.en.md", "+++\ntitle = \"Registers\"\n+++\n")
            .file("content/registers/gifts/index.en.md", format!("+++\n{front}charts = [{charts}]\n+++\n\nGifts.\n"))
            .file("content/registers/gifts/schema.json", schema)
            .file(
                "content/registers/gifts/data.csv",
                "id,day,value,what\nG1,2026-01-05,10,vase\nG2,2026-03-05,30,book\n",
            )
            .build()
    };
    let refused = |charts: &str, says: &str| {
        let built = site(charts);
        assert_eq!(built.status, 1, "{charts}");
        assert!(built.stderr.contains(says), "{charts}: {}", built.stderr);
    };
    refused("{ by = \"wat\" }", "a chart names the column `wat`, which schema.json lacks");
    refused("{ by = \"what\", sum = \"day\" }", "a chart sums the column `day`, which holds no numbers");
    refused("{ by = \"what\", per = \"month\" }", "a chart groups the column `what` by time, which holds no dates");
    refused("{ by = \"day\" }", "a chart by the dates of `day` has no `per`");
    let built = site("{ by = \"day\", per = \"month\", sum = \"value\" }").sound();
    let page = html::page("x.html", built.text("en/registers/gifts/index.html").as_bytes(), "https://www.example.org/");
    let rows: Vec<String> = html::all(&page.html, ".charted tbody tr").into_iter().map(html::text).collect();
    // A month in which nothing was given is shown as such.
    assert_eq!(
        rows.iter().map(|row| row.rsplit(' ').next().unwrap().to_owned()).collect::<Vec<_>>(),
        ["202610", "20260", "202630"]
    );
    let heights: Vec<&str> = html::all(&page.html, "svg rect").iter().map(|bar| bar.attr("height").unwrap()).collect();
    assert_eq!(heights, ["33.33%", "0%", "100%"]);
}

/// Builds a site with tokens; the messages of what is wrong.
fn with_tokens(tokens: &str) -> (Vec<String>, Files) {
    let built = Site::minimal().append("site.toml", &format!("\n[theme.tokens]\n{tokens}\n")).build();
    (built.faults().into_iter().map(str::to_owned).collect(), built.files)
}

#[test]
fn a_brand_colour_that_nobody_can_read_is_refused_in_light_and_in_dark() {
    let (faults, files) = with_tokens("head = { light = \"#f2c14e\" }");
    assert!(!faults.is_empty() && faults.iter().all(|fault| fault.contains("low-contrast")), "{faults:?}");
    assert!(faults[0].contains("`head` on `paper`") && faults[0].contains(":1 in light, at least 4.5:1"), "{faults:?}");
    assert!(files.is_empty(), "a site was built");
    let (faults, _) = with_tokens("head = { dark = \"#0b2f4a\" }");
    assert!(faults.iter().all(|fault| fault.contains("low-contrast") && fault.contains("in dark")), "{faults:?}");
    assert!(!faults.is_empty());
    // One value for both schemes can rarely be read in both.
    let (faults, _) = with_tokens("link = \"#0b4f80\"");
    assert!(!faults.is_empty() && faults.iter().all(|fault| fault.contains("in dark")), "{faults:?}");
}

#[test]
fn tokens_of_the_site_reach_the_one_style_sheet() {
    let sheet = |files: &Files| {
        let (path, bytes) = files.iter().find(|(path, _)| path.ends_with("/portal.css")).unwrap();
        (path.clone(), String::from_utf8(bytes.clone()).unwrap())
    };
    let plain = sheet(&Site::minimal().build().sound().files);
    let (faults, files) = with_tokens("accent = { light = \"#a3213f\", dark = \"#f29bb0\" }\nmeasure = \"31.5rem\"");
    assert_eq!(faults, [""; 0]);
    let own = sheet(&files);
    assert_ne!(plain.0, own.0, "another style sheet has another address");
    for said in ["--accent:#a3213f", "--accent:#f29bb0", "--measure:31.5rem"] {
        assert!(own.1.contains(said) && !plain.1.contains(said), "{said}");
    }
    let mut delivered: Vec<&str> =
        files.keys().filter_map(|path| path.rsplit('/').next().filter(|name| name.ends_with(".css"))).collect();
    delivered.sort_unstable();
    assert_eq!(delivered, ["portal.css", "search.css"], "pieces are not delivered");
    let theirs = fs::read_to_string(repository().join("themes/portal/tokens.toml")).unwrap();
    let whole =
        Site::minimal().file("overrides/tokens.toml", theirs.replace("\"#9a6700\"", "\"#7b3f61\"")).build().sound();
    assert!(sheet(&whole.files).1.contains("--accent:#7b3f61"), "a site may say all tokens itself");
    for (wrong, code) in
        [("acent = \"#000\"", "unknown-token"), ("measure = \"red;}\"", "bad-value"), ("accent = 3", "bad-value")]
    {
        let (faults, _) = with_tokens(wrong);
        assert!(faults.len() == 1 && faults[0].contains(code), "{wrong}: {faults:?}");
    }
}

#[test]
fn a_crisis_takes_the_head_of_the_home_page_with_whom_to_turn_to() {
    let notice = |severity: &str| {
        format!(
            "\n[[contact]]\nid = \"help\"\nname = {{ en = \"Help\", fr = \"Aide\" }}\nphone = \"+999 20 555 0102\"\n\n\
             [[notice]]\nseverity = \"{severity}\"\nstart = 2026-11-20T00:00:00\nexpires = 2026-12-20T00:00:00\n\
             contact = \"help\"\nlink = \"about\"\ntext = {{ en = \"Leave the coast.\", fr = \"Quittez la côte.\" }}\n"
        )
    };
    let built = Site::minimal().append("site.toml", &notice("crisis")).build().sound();
    let slot = |path: &str, css: &str| {
        let page = html::page(path, built.text(path).as_bytes(), "https://www.example.org/");
        html::first(&page.html, css).map(html::text)
    };
    let home = slot("en/index.html", ".crisis-slot").unwrap();
    assert!(
        home.contains("Leave the coast.") && home.contains("+999 20 555 0102") && home.contains("About us"),
        "{home}"
    );
    assert!(slot("en/about/index.html", ".notice-crisis").unwrap().contains("+999 20 555 0102"));
    assert_eq!(slot("en/about/index.html", ".crisis-slot"), None);
    let built = Site::minimal().append("site.toml", &notice("info")).build().sound();
    assert!(!built.text("en/index.html").contains("crisis-slot"));
    let wrong =
        Site::minimal().append("site.toml", &notice("crisis").replace("contact = \"help\"", "contact = \"hlep\""));
    let faults = wrong.build().faults().join("\n");
    assert!(faults.contains("unknown-contact"), "{faults}");
}

/// The files of the worked example: blocks of code whose first line names one.
fn example() -> Vec<(String, String)> {
    let guide = fs::read_to_string(repository().join("docs/theme-authors.md")).unwrap();
    let mut files = Vec::new();
    for block in guide.split("\n```").skip(1).step_by(2) {
        let (head, body) = block.split_once('\n').unwrap();
        if let Some((_, path)) = head.split_once(' ') {
            files.push((path.to_owned(), body.to_owned() + "\n"));
        }
    }
    files
}

/// A theme of other templates, as an institution may have its own: that of the benchmark.
#[test]
fn the_templates_of_the_benchmark_stand_on_the_theme() {
    let templates = repository().join("benches/theme/templates");
    let names = fs::read_dir(&templates).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let site = names.fold(Site::minimal(), |site, name| {
        site.file(&format!("overrides/templates/{name}"), fs::read_to_string(templates.join(&name)).unwrap())
    });
    let site = site.file("overrides/assets/style.css", "body { margin: 0 }");
    assert!(site.build().sound().text("en/index.html").contains("class=\"brand\""));
}

#[test]
fn the_worked_example_of_the_guide_builds_and_shows() {
    let files = example();
    assert!(files.len() >= 7, "{:?}", files.iter().map(|(path, _)| path).collect::<Vec<_>>());
    let site = files.iter().fold(Site::minimal(), |site, (path, text)| match path.as_str() {
        "site.toml" => site.append(path, &format!("\n{text}")),
        _ => site.file(path, text),
    });
    let built = site.build().sound();
    for (lang, said) in [("en", "Did this answer help you?"), ("fr", "Cette réponse vous a-t-elle aidé ?")] {
        let path = format!("{lang}/faq/visa/index.html");
        let page = html::page(&path, built.text(&path).as_bytes(), "https://www.example.org/");
        assert_eq!(html::text(html::first(&page.html, ".feedback h2").unwrap()), html::squeeze(said));
        // The rest of the page is still the theme's.
        assert!(html::first(&page.html, ".short-answer").is_some());
    }
    assert!(built.text("en/index.html").contains("Your questions"));
    let sheet = built.files.iter().find(|(path, _)| path.ends_with("/portal.css")).unwrap().1;
    let sheet = String::from_utf8_lossy(sheet);
    for said in ["--accent:#a3213f", "--measure:35rem", ".feedback{"] {
        assert!(sheet.contains(said), "{said}");
    }
}
