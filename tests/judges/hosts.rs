//! Real web servers with the rules that a site comes with: nginx, Apache and Caddy answer each address alike.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::web_servers::{Answer, Kind, Server};
use support::publishing::Destination;
use support::{Site, html, repository, tool};

/// A site with old addresses of every sort.
fn site() -> Site {
    let site = Site::minimal();
    let settings = fs::read_to_string(site.path().join("site.toml")).unwrap();
    let settings = settings.replacen("timezone", "search = true\ntimezone", 1);
    site.write("site.toml", settings + "\n[publish]\nhtml_max_age = 120\n");
    site.write(
        "content/about.en.md",
        "+++\ntitle = \"About us\"\naliases = [\"/old/about.html\", \"/about-us/\"]\n+++\n\nWho we are.\n",
    );
    site.write(
        "content/leaving.en.md",
        "+++\ntitle = \"Leaving\"\nstate = \"gone\"\nreason = \"This service has ended.\"\n+++\n",
    );
    site.write(
        "redirects.csv",
        "old,new,status\n/index.php?id=5,/en/faq/visa/,302\n/archive/*,https://archive.example.org/,301\n\
         /closed/,,410\n/%C3%BCber%20uns/,/en/about/,301\n/a%22b$c%7Bd/,/en/about/,301\n/fr/vieux/,/fr/a-propos/,302\n",
    );
    site.write("static/form.txt", "A form.\n");
    site
}

fn page_is(answer: &Answer, status: u16, lang: &str, kind: Kind) {
    let text = answer.text();
    assert_eq!(answer.status, status, "{kind:?}: {text}");
    assert!(
        text.contains(&format!("<html lang={lang}")) || text.contains(&format!("<html lang=\"{lang}\"")),
        "{kind:?}: {text}"
    );
    assert_eq!(answer.header("content-type").to_lowercase(), "text/html; charset=utf-8", "{kind:?}");
}

/// Starts each server before a built site and judges it.
fn on_each(site: &Site, judge: impl Fn(Kind, &Server)) {
    let _ = site.build_with(&["--compress=fast"]).sound();
    for kind in Kind::ALL {
        let server = Server::start(kind, &site.out());
        judge(kind, &server);
        let log = server.log().to_lowercase();
        assert!(!log.contains("[emerg]") && !log.contains("[crit]") && !log.contains("panic"), "{kind:?}: {log}");
    }
}

#[test]
fn each_address_is_answered_alike() {
    let site = site();
    on_each(&site, |kind, server| {
        let moved = |address: &str, status: u16, to: &str| {
            let answer = server.get(address);
            let location = answer.header("location").trim_start_matches("http://localhost").to_owned();
            let location = location.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit());
            assert_eq!((answer.status, location), (status, to), "{kind:?} {address}");
        };
        // Pages, their folders, files.
        page_is(&server.get("/en/about/"), 200, "en", kind);
        page_is(&server.get("/fr/a-propos/"), 200, "fr", kind);
        page_is(&server.get("/en/about/?utm_source=x"), 200, "en", kind);
        assert_eq!(server.get("/form.txt").text(), "A form.\n");
        let folder = server.get("/en/about");
        assert!(matches!(folder.status, 301 | 308), "{kind:?} {folder:?}");
        // Old addresses.
        moved("/old/about.html", 301, "/en/about/");
        moved("/about-us/", 301, "/en/about/");
        moved("/index.php?id=5", 302, "/en/faq/visa/");
        assert_eq!(server.get("/index.php?id=6").status, 404, "{kind:?}");
        moved("/archive/2019/x.html", 301, "https://archive.example.org/2019/x.html");
        moved("/%C3%BCber%20uns/", 301, "/en/about/");
        moved("/a%22b$c%7Bd/", 301, "/en/about/");
        moved("/fr/vieux/", 302, "/fr/a-propos/");
        // What is gone says so, by its own words where it has any.
        let gone = server.get("/en/leaving/");
        page_is(&gone, 410, "en", kind);
        assert!(gone.text().contains("This service has ended."), "{kind:?}: {}", gone.text());
        assert_eq!(server.get("/closed/").status, 410, "{kind:?}");
        // A part of a list that holds nothing any more leads to the list; one that is there is shown.
        moved("/en/press/page/7/", 302, "/en/press/");
        moved("/en/press/1999/", 302, "/en/press/");
        page_is(&server.get("/en/press/2026/"), 200, "en", kind);
        // What is not there is said in the language of the address.
        page_is(&server.get("/en/nowhere/"), 404, "en", kind);
        page_is(&server.get("/fr/nulle-part"), 404, "fr", kind);
        assert_eq!(server.get("/nowhere").status, 404, "{kind:?}");
        assert!(server.get("/nowhere").text().contains("<main"), "{kind:?}");
        // The rules themselves are nobody's business.
        for file in
            ["_headers", "_redirects", "nginx.conf", "apache.conf", "caddy.conf", "_addresses.json", "nginx.conf.gz"]
        {
            assert_eq!(server.get(&format!("/{file}")).status, 404, "{kind:?} {file}");
        }
        for odd in ["/../../etc/passwd", "/en/%2e%2e/%2e%2e/etc/passwd", "/en/about/%00", "/%ff/", "/en//about/"] {
            let answer = server.get(odd);
            assert!(!String::from_utf8_lossy(&answer.body).contains("root:"), "{kind:?} {odd}");
            // Caddy 2.6 fails on a zero byte by itself.
            let is_known = kind == Kind::Caddy && odd.contains("%00");
            assert!(answer.status < 500 || is_known, "{kind:?} {odd} {}", answer.status);
        }
    });
}

#[test]
fn before_the_first_release_every_address_answers_503() {
    let (site, to) = (Site::minimal(), Destination::new());
    to.run(&site, &["--init"]).fine();
    for kind in Kind::ALL {
        let server = Server::start(kind, &to.path().join("current"));
        for address in ["/", "/en/press/treaty/", "/nginx.conf"] {
            let answer = server.get(address);
            assert_eq!((answer.status, answer.header("retry-after")), (503, "300"), "{kind:?} {address}");
        }
        let log = server.log().to_lowercase();
        assert!(!log.contains("[emerg]") && !log.contains("panic"), "{kind:?}: {log}");
    }
}

#[test]
fn packed_copies_are_sent_to_whoever_reads_them() {
    let site = site();
    on_each(&site, |kind, server| {
        let plain = server.get("/en/about/");
        assert_eq!(plain.header("content-encoding"), "", "{kind:?}");
        for (asked, sent) in [("br", "br"), ("gzip", "gzip"), ("gzip, deflate, br", "br")] {
            let packed = server.get_packed("/en/about/", asked);
            assert_eq!(packed.header("content-encoding"), sent, "{kind:?}");
            assert!(packed.body.len() < plain.body.len() && packed.text() == plain.text(), "{kind:?}");
            assert!(packed.header("vary").to_lowercase().contains("accept-encoding"), "{kind:?}: {:?}", packed.headers);
            assert_eq!(packed.header("content-type").to_lowercase(), "text/html; charset=utf-8", "{kind:?}");
        }
        assert!(plain.header("vary").to_lowercase().contains("accept-encoding"), "{kind:?}: {:?}", plain.headers);
        let style = sheet(&plain.text());
        let packed = server.get_packed(&style, "br");
        assert!(packed.header("content-type").starts_with("text/css"), "{kind:?} {:?}", packed.headers);
        assert_eq!(packed.header("content-encoding"), "br", "{kind:?}");
        let feed = server.get_packed("/en/feed.xml", "gzip");
        assert!(feed.header("content-type").starts_with("application/rss+xml"), "{kind:?} {:?}", feed.headers);
        assert!(feed.text().contains("<rss"), "{kind:?}");
        // What is gone or not there is packed, too, and still says so.
        let gone = server.get_packed("/en/leaving/", "br");
        assert_eq!(gone.status, 410, "{kind:?}");
        assert!(gone.text().contains("This service has ended."), "{kind:?}");
    });
}

#[test]
fn a_file_of_any_name_is_delivered() {
    const NAMES: [&str; 12] = [
        "Annex #1.pdf",
        "What now?.pdf",
        "50% off.pdf",
        "a%20b.pdf",
        "a+b & c.pdf",
        "\"quoted\".pdf",
        "it's (1).pdf",
        "re\u{301}sume\u{301}.pdf",
        "外交部声明.pdf",
        "9.41\u{202f}AM.pdf",
        "{x};$y.pdf",
        "no ending",
    ];
    let encoded = |name: &str| name.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat();
    let links = NAMES.iter().map(|name| format!("[x]({})\n\n", encoded(name))).collect::<Vec<_>>().concat();
    let site = Site::minimal().file("content/about.en.md", format!("+++\ntitle = \"About us\"\n+++\n\n{links}"));
    for name in NAMES {
        site.write(&format!("content/{name}"), name);
    }
    on_each(&site, |kind, server| {
        let page = fs::read_to_string(site.out().join("en/about/index.html")).unwrap();
        let page = scraper::Html::parse_document(&page);
        let links = html::all(&page, ".prose a");
        assert_eq!(links.len(), NAMES.len());
        for (link, name) in links.iter().zip(NAMES) {
            let base = url::Url::parse("http://localhost/en/about/").unwrap();
            let address = base.join(link.attr("href").unwrap()).unwrap();
            let answer = server.get(address.path());
            assert_eq!((answer.status, answer.body.as_slice()), (200, name.as_bytes()), "{kind:?} {address}");
        }
    });
}

/// The address of the style sheet that a page asks for.
fn sheet(page: &str) -> String {
    let start = page.find("/assets/").unwrap();
    let end = page[start..].find(['"', '>', ' ']).unwrap();
    page[start..start + end].to_owned()
}

#[test]
fn what_may_be_kept_is_said_by_its_address() {
    let site = site();
    on_each(&site, |kind, server| {
        let page = server.get("/en/about/");
        assert_eq!(page.header("cache-control"), "public, max-age=120", "{kind:?}");
        let style = server.get(&sheet(&page.text()));
        assert_eq!(style.status, 200, "{kind:?}");
        assert_eq!(style.header("cache-control"), "public, max-age=31536000, immutable", "{kind:?}");
        // That nothing is there is not to be kept for ever.
        let missing = server.get("/assets/nothing.css");
        assert_eq!(missing.status, 404, "{kind:?}");
        assert!(!missing.header("cache-control").contains("immutable"), "{kind:?} {:?}", missing.headers);
        for path in ["/en/about/", "/en/feed.xml", "/en/search/"] {
            let answer = server.get(path);
            assert!(answer.header("cache-control").contains("max-age=120"), "{kind:?} {path}");
            assert!(!answer.header("etag").is_empty() || !answer.header("last-modified").is_empty(), "{kind:?} {path}");
        }
    });
}

#[test]
fn a_file_that_a_browser_would_run_is_a_download() {
    let site = Site::minimal()
        .file("content/tool.html", "<script>alert(1)</script>".repeat(100))
        .file("content/about.en.md", "+++\ntitle = \"About us\"\n+++\n\n[Tool](tool.html)\n");
    on_each(&site, |kind, server| {
        let page = server.get("/en/about/").text();
        let start = page.find("/files/download/").unwrap_or_else(|| panic!("{page}"));
        let address = page[start..].split(['"', ' ', '>']).next().unwrap();
        let answer = server.get(address);
        assert_eq!(answer.status, 200, "{kind:?} {address}");
        assert_eq!(answer.header("content-disposition"), "attachment", "{kind:?}");
        assert_eq!(answer.header("content-security-policy"), "default-src 'none'; sandbox", "{kind:?}");
        assert!(answer.header("content-type").starts_with("application/octet-stream"), "{kind:?} {:?}", answer.headers);
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{kind:?}");
        assert!(answer.header("cache-control").contains("immutable"), "{kind:?}");
        assert_eq!(server.get("/en/about/").header("content-disposition"), "", "{kind:?}");
    });
}

/// What the MDN HTTP Observatory makes of answers: the score and the grade of each.
fn observatory(answers: &[(&str, &Answer)]) -> Vec<(i64, String, String)> {
    let answers: Vec<serde_json::Value> = answers
        .iter()
        .map(|(address, answer)| {
            let headers: serde_json::Map<String, serde_json::Value> =
                answer.headers.iter().map(|(name, values)| (name.clone(), values.join(", ").into())).collect();
            let url = format!("https://www.example.org{address}");
            // It grades sites, by an answer that shows a page.
            serde_json::json!({ "url": url, "status": 200, "headers": headers, "body": answer.text() })
        })
        .collect();
    let mut judge = Command::new(tool("CHANCERY_NODE"))
        .arg(repository().join("tests/judges/tools/observatory.mjs"))
        .arg(tool("CHANCERY_NODE_MODULES"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let json = serde_json::to_vec(&answers).unwrap();
    judge.stdin.take().unwrap().write_all(&json).unwrap();
    let run = judge.wait_with_output().unwrap();
    assert!(run.status.success());
    let said: Vec<serde_json::Value> = serde_json::from_slice(&run.stdout).unwrap();
    let one = |said: &serde_json::Value| {
        (said["score"].as_i64().unwrap(), said["grade"].as_str().unwrap().to_owned(), said["failed"].to_string())
    };
    said.iter().map(one).collect()
}

#[test]
fn the_headers_earn_the_top_grade() {
    let site = site();
    on_each(&site, |kind, server| {
        let addresses = ["/en/", "/en/about/", "/en/search/", "/en/nowhere/", "/en/leaving/"];
        let answers = addresses.map(|address| server.get(address));
        let pairs: Vec<(&str, &Answer)> = addresses.into_iter().zip(&answers).collect();
        for ((address, answer), (score, grade, failed)) in pairs.iter().zip(observatory(&pairs)) {
            assert_eq!(grade, "A+", "{kind:?} {address}: {score} points, {failed}");
            assert_eq!(failed, "[]", "{kind:?} {address}");
            for name in ["permissions-policy", "cross-origin-opener-policy", "cross-origin-embedder-policy"] {
                assert!(!answer.header(name).is_empty(), "{kind:?} {address} {name}");
            }
        }
        let runs = |address: &str| server.get(address).header("content-security-policy").contains("wasm-unsafe-eval");
        assert!(runs("/en/search/") && !runs("/en/about/"), "{kind:?}");
    });
}

#[test]
fn a_grade_is_lost_with_a_header() {
    let site = site();
    let _ = site.build_with(&["--compress=off"]).sound();
    let server = Server::start(Kind::Nginx, &site.out());
    let names = ["content-security-policy", "strict-transport-security", "x-content-type-options"];
    let less = names.map(|name| {
        let mut answer = server.get("/en/about/");
        answer.headers.remove(name);
        answer
    });
    let pairs: Vec<(&str, &Answer)> = less.iter().map(|answer| ("/en/about/", answer)).collect();
    for (name, (score, grade, failed)) in names.iter().zip(observatory(&pairs)) {
        assert_ne!(failed, "[]", "{name}: {score} {grade}");
    }
}

#[test]
fn a_switch_is_one_instant_for_whoever_reads() {
    // Two sites whose pages and style sheets belong together.
    let sites = ["#1d4ed8", "#b91c1c"].map(|accent| {
        let site = Site::minimal().append(
            "site.toml",
            &format!("\n[theme.tokens]\naccent = {{ light = \"{accent}\", dark = \"#dbeafe\" }}\n"),
        );
        site.file("content/about.en.md", format!("+++\ntitle = \"About us\"\n+++\n\nIn the colour {accent}.\n"))
    });
    let destination = Destination::new();
    for site in &sites {
        let run = destination.publish(site);
        assert_eq!(run.status, 0, "{}", run.stderr);
    }
    let server = Server::start(Kind::Nginx, &destination.path().join("current"));
    let is_over = AtomicBool::new(false);
    let read = std::thread::scope(|scope| {
        let reader = || {
            let mut read = 0_usize;
            while !is_over.load(Ordering::Relaxed) {
                let page = server.tries("/en/about/", "").unwrap();
                assert_eq!(page.status, 200);
                let text = page.text();
                let style = server.tries(&sheet(&text), "").unwrap();
                assert_eq!(style.status, 200, "the style sheet of a page is there");
                let colour = text.split("In the colour ").nth(1).unwrap().split('.').next().unwrap().to_owned();
                assert!(
                    style.text().to_lowercase().contains(&colour),
                    "a page of one release, a style sheet of another"
                );
                read += 1;
            }
            read
        };
        let readers = [scope.spawn(reader), scope.spawn(reader)];
        for turn in 0..100 {
            let run = destination.run(&sites[turn % 2], &["--from", sites[turn % 2].out().to_str().unwrap()]);
            assert_eq!(run.status, 0, "{}", run.stderr);
        }
        is_over.store(true, Ordering::Relaxed);
        readers.map(|reader| reader.join().unwrap()).iter().sum::<usize>()
    });
    assert_eq!(destination.current(), "releases/000102");
    assert!(read > 200, "only {read} pages were read");
}
