//! Tests of the dev server as a browser sees it: requests over a socket, and the event stream.
//!
//! No test sleeps: each waits for the event that it expects, and fails if it does not arrive in time.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use chancery::diag::SourcePath;
use chancery::engine;
use chancery::serve::{self, Event, Failure, Options};
use tempfile::TempDir;

/// The maximum time to wait for an event.
const PATIENCE: Duration = Duration::from_secs(30);

const SITE: &str = r#"
base_url = "https://www.ministry.example/"
timezone = "Europe/Lisbon"

[institution.name]
en = "Ministry"
fr = "Ministère"

[languages]
source = "en"
order = ["en", "fr"]
required = ["en"]

[feeds]
authority = "ministry.example,2026"
"#;

/// Returns the source of a page.
fn page(title: &str, body: &str) -> String {
    format!("+++\ntitle = \"{title}\"\n+++\n\n{body}\n")
}

/// A served site in its own folder.
struct Served {
    folder: TempDir,
    port: u16,
    urls: Vec<String>,
    events: mpsc::Receiver<Event>,
}

impl Served {
    fn start() -> Self {
        Self::with(SITE, |options| options)
    }

    fn with(site: &str, change: impl FnOnce(Options) -> Options) -> Self {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "site.toml", site);
        write(folder.path(), "content/_section.en.md", &page("Home", "Welcome."));
        write(folder.path(), "content/_section.fr.md", &page("Accueil", "Bienvenue."));
        write(folder.path(), "content/about.en.md", &page("About us", "The first text."));
        write(folder.path(), "content/plan.en.md", "+++\ntitle = \"The plan\"\nstate = \"draft\"\n+++\n\nNot yet.\n");
        let now = "2026-11-23T12:00:00Z".parse().unwrap();
        let root = folder.path().to_owned();
        let site = engine::Options { root, now: Some(now), ..engine::Options::default() };
        let options = change(Options { site, port: Some(0), ..Options::default() });
        let (sender, events) = mpsc::channel();
        // The thread runs until the test program ends.
        thread::spawn(move || serve::run(options, &|event| drop(sender.send(event))).unwrap());
        let mut served = Self { folder, port: 0, urls: Vec::new(), events };
        served.wait(|event| matches!(event, Event::Listening { .. }));
        let authority = served.urls[0].strip_prefix("http://localhost:").unwrap();
        served.port = authority.split('/').next().unwrap().parse().unwrap();
        served
    }

    /// Waits for an event of the server.
    fn wait(&mut self, wanted: impl Fn(&Event) -> bool) -> Event {
        loop {
            let event = self.events.recv_timeout(PATIENCE).expect("the event comes");
            if let Event::Listening { url } = &event {
                self.urls.push(url.clone());
            }
            if wanted(&event) {
                return event;
            }
        }
    }

    fn write(&self, path: &str, text: &str) {
        write(self.folder.path(), path, text);
    }

    fn get(&self, path: &str) -> Response {
        self.request(&format!("GET {path} HTTP/1.1\r\nHost: localhost:{}\r\n", self.port))
    }

    fn request(&self, head: &str) -> Response {
        let mut stream = BufReader::new(self.connect());
        stream.get_mut().write_all(format!("{head}Connection: close\r\n\r\n").as_bytes()).unwrap();
        let (status, headers) = read_head(&mut stream);
        let mut body = Vec::new();
        stream.read_to_end(&mut body).unwrap();
        Response { status, headers, body: String::from_utf8_lossy(&body).into_owned() }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Requests an address, again after each reload, until the response is as wanted.
    fn until(&self, stream: &mut Stream, path: &str, wanted: impl Fn(&Response) -> bool) -> Response {
        loop {
            let response = self.get(path);
            if wanted(&response) {
                return response;
            }
            stream.expect("reload");
        }
    }

    /// Opens the event stream; also returns the initial state.
    fn listen(&self) -> (Stream, String) {
        let mut stream = BufReader::new(self.connect());
        let head = format!("GET /__chancery/events HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", self.port);
        stream.get_mut().write_all(head.as_bytes()).unwrap();
        let (status, headers) = read_head(&mut stream);
        assert_eq!((status, header(&headers, "content-type")), (200, Some("text/event-stream")));
        let mut stream = Stream(stream);
        stream.expect("generation");
        let diagnostics = stream.expect("diagnostics");
        (stream, diagnostics)
    }
}

/// Writes a file atomically, so that no build sees half of it.
fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    let draft = path.with_file_name(format!(".{}.tmp", path.file_name().unwrap().display()));
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&draft, text).unwrap();
    fs::rename(draft, path).unwrap();
}

struct Response {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl Response {
    fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }
}

fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

fn read_head(stream: &mut impl BufRead) -> (u16, Vec<(String, String)>) {
    let mut line = || {
        let mut line = String::new();
        stream.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    };
    let status = line().split(' ').nth(1).unwrap().parse().unwrap();
    let lines = std::iter::from_fn(|| Some(line()).filter(|line| !line.is_empty()));
    let headers = lines.map(|line| line.split_once(": ").map(|(k, v)| (k.to_lowercase(), v.to_owned())).unwrap());
    (status, headers.collect())
}

/// A stream of server-sent events in chunks; a line is never split between chunks.
struct Stream(BufReader<TcpStream>);

impl Stream {
    /// Reads up to the next event with a name; returns its data.
    fn expect(&mut self, wanted: &str) -> String {
        let (mut name, mut data) = (String::new(), String::new());
        loop {
            let mut line = String::new();
            assert_ne!(self.0.read_line(&mut line).expect("an event comes in time"), 0, "the stream ended");
            if let Some(text) = line.strip_prefix("event: ") {
                text.trim_end().clone_into(&mut name);
            } else if let Some(text) = line.strip_prefix("data: ") {
                text.trim_end().clone_into(&mut data);
                if name == wanted {
                    return data;
                }
            }
        }
    }

    /// Reads up to a state whose diagnostics satisfy `wanted`.
    fn until(&mut self, wanted: impl Fn(&serde_json::Value) -> bool) -> serde_json::Value {
        loop {
            let diagnostics = serde_json::from_str(&self.expect("diagnostics")).unwrap();
            if wanted(&diagnostics) {
                return diagnostics;
            }
        }
    }
}

fn has_code(diagnostics: &serde_json::Value, code: &str) -> bool {
    diagnostics["faults"].as_array().unwrap().iter().any(|fault| fault["code"] == code)
}

#[test]
fn a_page_is_served_with_the_live_script_and_never_stored() {
    let served = Served::start();
    let page = served.get("/en/about/");
    assert_eq!(page.status, 200);
    assert!(page.body.contains("The first text."), "{}", page.body);
    assert!(page.body.contains("<script src=\"/__chancery/live.js\" data-generation=\"1\" defer></script></body>"));
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(page.header("cache-control"), Some("no-store"));
    // The page's own policy allows what the script needs.
    let body = page.body.replace("&#39;", "'");
    assert!(body.contains("script-src 'self'") && body.contains("connect-src 'self'"), "{body}");
    assert!(body.contains("style-src 'self'"));
    assert!(page.body.contains(&format!("http://localhost:{}/en/about/", served.port)), "absolute addresses are ours");
    assert_eq!(served.get("/__chancery/live.js").header("content-type"), Some("text/javascript; charset=utf-8"));
    assert_eq!(served.get("/__chancery/live.css").header("content-type"), Some("text/css; charset=utf-8"));
    assert_eq!(served.get("/en/feed.xml").header("content-type"), Some("application/rss+xml; charset=utf-8"));
    assert!(!served.get("/en/feed.xml").body.contains("__chancery"));
}

#[test]
fn a_request_for_the_head_gets_no_body() {
    let served = Served::start();
    let head = served.request(&format!("HEAD /en/about/ HTTP/1.1\r\nHost: localhost:{}\r\n", served.port));
    assert_eq!((head.status, head.body.as_str()), (200, ""));
}

#[test]
fn an_edit_reaches_the_browser_and_the_page() {
    let served = Served::start();
    assert!(served.get("/en/about/").body.contains("The first text."));
    let (mut stream, _) = served.listen();
    // Edit by writing another file and renaming it, as many editors do.
    served.write("content/about.en.md", &page("About us", "The second text."));
    assert_eq!(stream.expect("reload"), "2");
    let second = served.get("/en/about/");
    assert!(second.body.contains("The second text.") && !second.body.contains("The first text."), "{}", second.body);
    assert!(second.body.contains("data-generation=\"2\""));
    // Edit in place, as others do.
    fs::write(served.folder.path().join("content/about.en.md"), page("About us", "The third text.")).unwrap();
    served.until(&mut stream, "/en/about/", |page| page.body.contains("The third text."));
    // Edit by deleting.
    fs::remove_file(served.folder.path().join("content/about.en.md")).unwrap();
    served.until(&mut stream, "/en/about/", |page| page.status == 404);
}

#[test]
fn many_changed_files_cause_few_builds() {
    let served = Served::start();
    let (mut stream, _) = served.listen();
    for index in 0..300 {
        served.write(&format!("content/page-{index}.en.md"), &page(&format!("Page {index}"), "Text."));
    }
    let last = served.until(&mut stream, "/en/page-299/", |page| page.status == 200);
    // Usually one, more if the machine was busy.
    let generation = last.body.split("data-generation=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    assert!(generation.parse::<u32>().unwrap() < 12, "{generation} builds");
}

#[test]
fn changes_to_templates_strings_and_styles_reach_the_page() {
    let served = Served::start();
    let about = |served: &Served| served.get("/en/about/");
    assert!(about(&served).body.contains("The first text."));
    let (mut stream, _) = served.listen();
    served.write("overrides/templates/page.html", "<p>A template of our own.</p>");
    served.until(&mut stream, "/en/about/", |page| page.body.contains("A template of our own."));
    fs::remove_file(served.folder.path().join("overrides/templates/page.html")).unwrap();
    served.until(&mut stream, "/en/about/", |page| page.body.contains("The first text."));
    served.write("overrides/strings/en.ftl", "skip-to-content = Past the navigation\n");
    served.until(&mut stream, "/en/about/", |page| page.body.contains("Past the navigation"));
    let style = |page: &Response| {
        let end = page.body.find(".css").expect("a style sheet");
        page.body[page.body[..end].rfind('"').unwrap() + 1..end + 4].to_owned()
    };
    let before = style(&about(&served));
    served.write("overrides/assets/portal.css", "body { margin: 1px }\n");
    let page = served.until(&mut stream, "/en/about/", |page| style(page) != before);
    let sheet = style(&page);
    let path = sheet.strip_prefix(&format!("http://localhost:{}", served.port)).unwrap_or(&sheet);
    assert_eq!(served.get(path).status, 200, "{path}");
    served.write("site.toml", &SITE.replace("\"Ministry\"", "\"Chancellery\""));
    served.until(&mut stream, "/en/about/", |page| page.body.contains("Chancellery"));
    // With a language removed, nothing rendered with two languages may remain.
    let one = SITE.replace("order = [\"en\", \"fr\"]", "order = [\"en\"]").replace("fr = \"Ministère\"\n", "");
    fs::remove_file(served.folder.path().join("content/_section.fr.md")).unwrap();
    served.write("site.toml", &one);
    served.until(&mut stream, "/fr/", |page| page.status == 404);
    served.until(&mut stream, "/en/about/", |page| page.status == 200 && !page.body.contains("hreflang=\"fr\""));
}

#[test]
fn a_branch_that_changes_ten_thousand_files_is_followed() {
    let served = Served::start();
    let (mut stream, _) = served.listen();
    let git = |arguments: &[&str]| {
        let user = ["-c", "user.name=A", "-c", "user.email=a@ministry.example", "-c", "commit.gpgsign=false"];
        let run = Command::new("git").current_dir(served.folder.path()).args(user).args(arguments).output().unwrap();
        assert!(run.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
    };
    git(&["init", "-q", "-b", "main"]);
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "A few"]);
    git(&["checkout", "-q", "-b", "many"]);
    for index in 0..10_000 {
        served.write(&format!("content/page-{index:04}.en.md"), &page(&format!("Page {index}"), "Text."));
    }
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "Many"]);
    served.until(&mut stream, "/en/page-9999/", |page| page.status == 200);
    git(&["checkout", "-q", "main"]);
    served.until(&mut stream, "/en/page-9999/", |page| page.status == 404);
    assert_eq!(served.get("/en/page-0000/").status, 404);
    git(&["checkout", "-q", "many"]);
    served.until(&mut stream, "/en/page-9999/", |page| page.status == 200);
    assert!(served.get("/en/about/").body.contains("The first text."));
}

#[test]
fn a_folder_that_is_made_later_is_watched_too() {
    let served = Served::start();
    let (mut stream, _) = served.listen();
    assert_eq!(served.get("/deep/note.txt").status, 404);
    served.write("static/deep/note.txt", "first");
    served.until(&mut stream, "/deep/note.txt", |file| file.body == "first");
    served.write("static/deep/note.txt", "second");
    served.until(&mut stream, "/deep/note.txt", |file| file.body == "second");
}

#[test]
fn an_edit_behind_a_symbolic_link_is_seen() {
    let served = Served::start();
    let (mut stream, _) = served.listen();
    let texts = [
        ("../shared/terms.md", "content/terms.en.md", "shared/terms.md", "/en/terms/"),
        ("../shared/guide", "content/guide", "shared/guide/fees.en.md", "/en/guide/fees/"),
        ("about.en.md", "content/copy.en.md", "content/about.en.md", "/en/copy/"),
    ];
    for (to, link, path, address) in texts {
        served.write(path, &page("Linked", "The first text."));
        std::os::unix::fs::symlink(to, served.folder.path().join(link)).unwrap();
        served.until(&mut stream, address, |page| page.body.contains("The first text."));
        // Some editors replace a file, others write into it.
        served.write(path, &page("Linked", "The second text."));
        served.until(&mut stream, address, |page| page.body.contains("The second text."));
        fs::write(served.folder.path().join(path), page("Linked", "The third text.")).unwrap();
        served.until(&mut stream, address, |page| page.body.contains("The third text."));
    }
}

#[test]
fn files_outside_the_site_do_not_cause_a_build() {
    let mut served = Served::start();
    served.write("public/index.html", "output");
    served.write("content/about.en.md~", "a copy that an editor keeps");
    served.write("content/about.en.md", &page("About us", "The second text."));
    let Event::Changed { paths } = served.wait(|event| matches!(event, Event::Changed { .. })) else { unreachable!() };
    assert_eq!(paths, [SourcePath::new("content/about.en.md")]);
}

#[test]
fn a_page_with_errors_is_reported_and_stays_in_its_last_good_version() {
    let served = Served::start();
    assert!(served.get("/en/about/").body.contains("The first text."));
    let (mut stream, before) = served.listen();
    assert!(!before.contains("unknown-field"));

    served.write("content/about.en.md", "+++\ntitle = \"About us\"\nautor = \"x\"\n+++\n\nThe second text.\n");
    let diagnostics = stream.until(|diagnostics| diagnostics["errors"] == 1);
    let fault = &diagnostics["faults"][0];
    assert_eq!(fault["code"], "unknown-field");
    assert_eq!((&fault["places"][0]["path"], &fault["places"][0]["line"]), (&"content/about.en.md".into(), &3.into()));
    let text = fault["text"].as_str().unwrap();
    assert!(
        text.starts_with("error[unknown-field]") && text.contains("autor = \"x\"") && text.contains("^^^^^"),
        "{text}"
    );
    let last = served.get("/en/about/");
    assert_eq!(last.status, 200);
    assert!(last.body.contains("The first text."), "{}", last.body);

    served.write("content/about.en.md", &page("About us", "The third text."));
    stream.until(|diagnostics| diagnostics["errors"] == 0);
    assert!(served.get("/en/about/").body.contains("The third text."));
}

#[test]
fn faulty_settings_leave_the_last_good_site() {
    let served = Served::start();
    let (mut stream, _) = served.listen();
    served.write("site.toml", "base_url = [");
    stream.until(|diagnostics| diagnostics["errors"] != 0);
    let page = served.get("/en/about/");
    assert_eq!(page.status, 200);
    assert!(page.body.contains("The first text.") && page.body.contains("data-generation=\"1\""));
    served.write("site.toml", SITE);
    assert_eq!(stream.expect("reload"), "2");
}

#[test]
fn a_site_that_never_built_shows_the_errors_until_they_are_fixed() {
    let served = Served::with("base_url = [", |options| options);
    let page = served.get("/en/about/");
    assert_eq!(page.status, 503);
    assert!(page.body.contains("/__chancery/live.js"), "{}", page.body);
    let (mut stream, diagnostics) = served.listen();
    assert_ne!(serde_json::from_str::<serde_json::Value>(&diagnostics).unwrap()["errors"], 0);
    served.write("site.toml", SITE);
    stream.expect("reload");
    assert_eq!(served.get("/en/about/").status, 200);
}

#[test]
fn an_error_on_an_unopened_page_is_found() {
    let mut served = Served::start();
    let (mut stream, _) = served.listen();
    served.write("overrides/templates/page.html", "{{ there_is_no_such_thing }}");
    stream.until(|diagnostics| has_code(diagnostics, "template-render"));
    served.wait(
        |event| matches!(event, Event::Found { diagnostics, .. } if diagnostics[0].code.name == "template-render"),
    );
}

#[test]
fn a_page_whose_template_fails_stays_in_its_last_good_version() {
    let served = Served::start();
    assert!(served.get("/en/about/").body.contains("The first text."));
    let (mut stream, _) = served.listen();
    served.write("overrides/templates/page.html", "{{ there_is_no_such_thing }}");
    stream.until(|diagnostics| has_code(diagnostics, "template-render"));
    let page = served.get("/en/about/");
    assert!(page.status == 200 && page.body.contains("The first text."), "{}", page.body);
}

#[test]
fn search_uses_the_current_site() {
    let served = Served::with(&format!("search = true\n{SITE}"), |options| options);
    assert!(served.get("/en/search/").body.contains("data-search=\"/en/pagefind/\""));
    let (mut stream, _) = served.listen();
    let entry = "/en/pagefind/pagefind-entry.json";
    assert!(served.get(entry).body.contains("\"page_count\":1"), "the draft is not in it");
    served.write("content/more.en.md", &page("More", "Another text."));
    served.until(&mut stream, entry, |entry| entry.body.contains("\"page_count\":2"));
    assert_eq!(served.get("/en/pagefind/pagefind.js").header("content-type"), Some("text/javascript; charset=utf-8"));
    assert_eq!(served.get("/en/pagefind/nothing.js").status, 404);
    let unsearched = Served::start();
    assert_eq!((unsearched.get("/en/search/").status, unsearched.get(entry).status), (404, 404));
}

#[test]
fn other_hosts_and_other_sites_pages_are_refused() {
    let served = Served::start();
    let port = served.port;
    let status = |head: &str| served.request(&format!("GET /en/about/ HTTP/1.1\r\n{head}")).status;
    assert_eq!(status(&format!("Host: 127.0.0.1:{port}\r\n")), 200);
    assert_eq!(status(&format!("Host: evil.example:{port}\r\n")), 421);
    assert_eq!(status("Host: localhost:1\r\n"), 421);
    let events = |head: &str| {
        let mut stream = BufReader::new(served.connect());
        let head = format!("GET /__chancery/events HTTP/1.1\r\nHost: localhost:{port}\r\n{head}\r\n");
        stream.get_mut().write_all(head.as_bytes()).unwrap();
        read_head(&mut stream).0
    };
    assert_eq!(events("Origin: http://evil.example\r\n"), 403);
    assert_eq!(events("Origin: null\r\n"), 403);
    assert_eq!(events(&format!("Origin: http://localhost:{port}\r\n")), 200);
}

#[test]
fn only_read_requests_are_allowed() {
    let served = Served::start();
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        let head = format!("{method} /en/about/ HTTP/1.1\r\nHost: localhost:{}\r\nContent-Length: 0\r\n", served.port);
        let response = served.request(&head);
        assert_eq!((response.status, response.header("allow")), (405, Some("GET, HEAD")), "{method}");
    }
}

#[test]
fn nothing_outside_the_site_is_served() {
    let served = Served::start();
    for path in
        ["/../site.toml", "/%2e%2e/site.toml", "/en/..%2f..%2fsite.toml", "/site.toml", "//etc/passwd", "/.git/config"]
    {
        let response = served.get(path);
        assert_eq!(response.status, 404, "{path}");
        assert!(!response.body.contains("timezone"), "{path}");
    }
}

#[test]
fn not_found_is_shown_in_the_language_of_the_address() {
    let served = Served::start();
    let french = served.get("/fr/rien/");
    assert_eq!(french.status, 404);
    assert!(french.body.contains("lang=\"fr\"") || french.body.contains("lang=fr"), "{}", french.body);
    assert_eq!(served.get("/nothing/").status, 404);
}

#[test]
fn a_page_is_found_without_its_trailing_slash() {
    let served = Served::start();
    let response = served.get("/en/about?x=1");
    assert_eq!((response.status, response.header("location")), (307, Some("/en/about/?x=1")));
}

#[test]
fn a_base_url_with_a_path_works() {
    let served = Served::with(&SITE.replace(".example/\"", ".example/portal/\""), |options| options);
    assert_eq!(served.urls, [format!("http://localhost:{}/portal/", served.port)]);
    let home = served.get("/");
    assert_eq!((home.status, home.header("location")), (307, Some("/portal/")));
    let page = served.get("/portal/en/about/");
    assert_eq!(page.status, 200);
    assert!(page.body.contains(&format!("http://localhost:{}/portal/en/about/", served.port)), "{}", page.body);
    assert_eq!(served.get("/en/about/").status, 404);
    assert_eq!(served.get("/portalen/about/").status, 404);
}

#[test]
fn drafts_are_shown_on_demand_only() {
    assert_eq!(Served::start().get("/en/plan/").status, 404);
    let served = Served::with(SITE, |mut options| {
        options.site.drafts = true;
        options
    });
    let page = served.get("/en/plan/");
    assert!(page.status == 200 && page.body.contains("Not yet."), "{}", page.body);
}

#[test]
fn an_occupied_port_is_skipped_unless_it_was_requested() {
    // Occupied by this test, or already by another program.
    let _taken = TcpListener::bind(("127.0.0.1", 8000));
    let served = Served::with(SITE, |options| Options { port: None, ..options });
    assert!(served.port > 8000);
    assert_eq!(served.get("/en/about/").status, 200);

    let site = engine::Options { root: served.folder.path().to_owned(), ..engine::Options::default() };
    let options = Options { site, port: Some(served.port), ..Options::default() };
    let failure = serve::run(options, &|_| {}).unwrap_err();
    assert!(matches!(failure, Failure::Port(_)) && failure.to_string().contains(&format!("port {}", served.port)));
}

#[test]
fn a_missing_folder_is_a_failure() {
    let folder = tempfile::tempdir().unwrap();
    let site = engine::Options { root: folder.path().join("nowhere"), ..engine::Options::default() };
    let failure = serve::run(Options { site, port: Some(0), ..Options::default() }, &|_| {}).unwrap_err();
    assert!(matches!(failure, Failure::Watch(_)), "{failure}");
}
