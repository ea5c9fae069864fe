//! What a host of the site has to know: the content security policy and other headers, old addresses, pages for errors.
//!
//! Files for different hosts say the same: `_headers` and `_redirects`, and pieces of configuration for nginx, Apache and
//! Caddy.
//! Where a host understands a rule only in part, the static pages at old addresses do the rest.

mod addresses;
mod apache;
mod caddy;
mod nginx;
mod rules;

use std::fmt::Write as _;

use url::Url;

use crate::config::address::{decode, encode};
use crate::config::{FeedFormat, ForeignHost};
use crate::plan::HostFile;
use crate::site::files::DOWNLOADS;
use crate::site::routes::OwnPage;
use crate::track::World;
use rules::Answer;

pub use addresses::{Addresses, Old};

use super::search;

/// What a page may load: itself, and nothing that could carry out or send anything elsewhere.
const POLICY: [(&str, &str); 11] = [
    ("default-src", "'none'"),
    ("style-src", "'self'"),
    ("img-src", "'self'"),
    ("media-src", "'self'"),
    ("font-src", "'self'"),
    ("script-src", "'self'"),
    ("connect-src", "'self'"),
    ("manifest-src", "'self'"),
    ("form-action", "'self'"),
    ("base-uri", "'none'"),
    ("frame-ancestors", "'none'"),
];

/// What the search page needs beside that: it runs the program that stands beside its index (WebAssembly), and no code
/// made of text (CSP Level 3, section 4.6.1).
const SEARCH: (&str, &str) = ("script-src", "'wasm-unsafe-eval'");

/// Features that no page of the site uses. Full screen is not among them: videos have it.
const DENIED: [&str; 14] = [
    "accelerometer",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
    "xr-spatial-tracking",
];

/// What a file may do that is delivered as a download: nothing.
const DOWNLOADED: [(&str, &str); 3] = [
    ("Content-Security-Policy", "default-src 'none'; sandbox"),
    ("Content-Disposition", "attachment"),
    // No browser runs it as a script or shows it as a page.
    ("Content-Type", "application/octet-stream"),
];

const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Folders whose addresses change with the content: they may be kept for ever.
const KEPT: [&str; 2] = ["/assets/", "/files/"];

/// What the rules are about.
struct Host<'a> {
    /// Scheme, host and port.
    origin: &'a str,
    /// The path under which the site lives.
    prefix: &'a str,
    /// Hosts beside the site.
    hosts: &'a [ForeignHost],
    /// Whether search engines are asked to leave the whole site out.
    preview: bool,
    /// Formats of feeds.
    formats: &'a [FeedFormat],
    /// The folders of search pages and of their indexes, below the base.
    search: Vec<String>,
    /// For how many seconds what keeps its address may be shown without a question.
    max_age: u32,
    /// The tags of the languages, which are their folders.
    languages: Vec<&'a str>,
}

impl Host<'_> {
    /// `Cache-Control` of what keeps its address while its content changes.
    fn for_a_while(&self) -> String {
        format!("public, max-age={}", self.max_age)
    }
}

fn site_of(world: &World) -> Host<'_> {
    let (page, languages) = (OwnPage::Search, world.languages().ids());
    let search = if world.has_own(page) {
        languages
            .flat_map(|lang| [world.own_path(page, lang), format!("/{}", search::folder(world.tag(lang)))])
            .collect()
    } else {
        Vec::new()
    };
    let (origin, prefix) = (world.origin(), world.prefix());
    Host {
        origin,
        prefix,
        preview: world.is_preview(),
        hosts: world.hosts(),
        formats: &world.feeds().formats,
        search,
        max_age: world.html_max_age(),
        languages: world.languages().ids().map(|lang| world.tag(lang)).collect(),
    }
}

/// Writes a file of rules for a host.
#[must_use]
pub fn render(world: &World, file: HostFile) -> String {
    match file {
        HostFile::Headers => header_file(&site_of(world)),
        HostFile::Redirects => redirects(world),
        HostFile::Nginx => nginx::render(world),
        HostFile::Apache => apache::render(world),
        HostFile::Caddy => caddy::render(world),
        HostFile::Addresses => addresses::render(world),
    }
}

/// Returns the content security policy for a meta element, of a page that searches or of any other. It lacks
/// `frame-ancestors`, which holds in headers only (CSP Level 3, section 3.3).
#[must_use]
pub fn csp(hosts: &[ForeignHost], searches: bool) -> String {
    policy(hosts, searches, |directive| directive != "frame-ancestors")
}

/// Returns the content security policy for a header.
#[must_use]
pub fn csp_header(hosts: &[ForeignHost], searches: bool) -> String {
    policy(hosts, searches, |_| true)
}

fn policy(hosts: &[ForeignHost], searches: bool, is_wanted: impl Fn(&str) -> bool) -> String {
    let value = |name: &str, value: &str| match SEARCH {
        (directive, more) if searches && directive == name => format!("{value} {more}"),
        _ => value.to_owned(),
    };
    let directives = POLICY.iter().filter(|(name, _)| is_wanted(name));
    let mut directives: Vec<(&str, String)> = directives.map(|(name, own)| (*name, value(name, own))).collect();
    for foreign in hosts {
        // Of an address only its origin: nothing that is said in site.toml can end a directive.
        let Ok(origin) = Url::parse(&foreign.host).map(|url| url.origin().ascii_serialization()) else { continue };
        match directives.iter_mut().find(|(name, _)| *name == foreign.directive) {
            Some((_, value)) => value.extend([" ", &origin]),
            None => directives.push((&foreign.directive, origin)),
        }
    }
    let directives: Vec<String> = directives.iter().map(|(name, value)| format!("{name} {value}")).collect();
    directives.join("; ")
}

/// The headers of every answer.
///
/// `searches` is for what a search page and its index are answered with.
///
/// What others may load is not restricted, for there is nothing here that is not public, and full-text feeds show the
/// site's pictures elsewhere. HSTS speaks for this host alone: the site knows nothing of others below it.
fn headers(host: &Host<'_>, searches: bool) -> Vec<(&'static str, String)> {
    let denied: Vec<String> = DENIED.iter().map(|feature| format!("{feature}=()")).collect();
    let mut headers = vec![
        ("Content-Security-Policy", csp_header(host.hosts, searches)),
        ("Referrer-Policy", "strict-origin-when-cross-origin".to_owned()),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("Permissions-Policy", denied.join(", ")),
        ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
        ("Cross-Origin-Resource-Policy", "cross-origin".to_owned()),
    ];
    // What comes from other hosts need not say that it may be embedded.
    if host.hosts.is_empty() {
        headers.push(("Cross-Origin-Embedder-Policy", "require-corp".to_owned()));
    }
    if host.origin.starts_with("https:") {
        headers.push(("Strict-Transport-Security", "max-age=31536000".to_owned()));
    }
    if host.preview {
        headers.push(("X-Robots-Tag", "noindex".to_owned()));
    }
    headers
}

/// `_headers`: a pattern, then its headers. A header stands under one pattern only, since hosts join the values of
/// those that match; and of two policies, both hold, as they may for downloads. So where there is a search page, all answers have its policy
/// in their headers. Every page keeps to its own in its meta element, which only the search page's lets run WebAssembly.
fn header_file(host: &Host<'_>) -> String {
    let mut text = String::new();
    let mut block = |pattern: &str, headers: &[(&str, String)]| {
        // Writing to a string never fails.
        let _ = writeln!(text, "{}{pattern}", host.prefix);
        for (name, value) in headers {
            let _ = writeln!(text, "  {name}: {value}");
        }
    };
    block("/*", &headers(host, !host.search.is_empty()));
    for folder in KEPT {
        block(&format!("{folder}*"), &[("Cache-Control", FOR_EVER.to_owned())]);
    }
    block(&format!("{DOWNLOADS}*"), &DOWNLOADED.map(|(name, value)| (name, value.to_owned())));
    for language in &host.languages {
        block(&format!("/{language}/*"), &[("Cache-Control", host.for_a_while())]);
    }
    for format in host.formats {
        let media_type = format!("{}; charset=utf-8", format.media_type());
        block(&format!("/*/{}", format.file_name()), &[("Content-Type", media_type)]);
    }
    text
}

/// `_redirects`: old address, new address, status; the first that matches counts, so those for whole folders come last.
///
/// Addresses with a query are left out: most hosts that read this file can't tell them apart. 410 is understood by some
/// only; others pass over the line.
fn redirects(world: &World) -> String {
    let rules = rules::of(world);
    let mut text = String::new();
    let folders = rules.folders.iter().map(|rule| (rule, "*", ":splat"));
    for (rule, star, splat) in rules.plain.iter().map(|rule| (rule, "", "")).chain(folders) {
        let old = rule.url();
        let line = match &rule.answer {
            // Where upper and lower case are one, it would lead to itself.
            Answer::Moved { to, .. } if to.eq_ignore_ascii_case(&old) => continue,
            Answer::Moved { to, status } => format!("{old}{star} {}{splat} {status}\n", without_names(to)),
            Answer::Gone { .. } => format!("{old}{star} {} 410\n", world.url("/404.html")),
        };
        text.push_str(&line);
    }
    // Where there is a page these hosts don't look at the rules. A year can't be told from the name of a text.
    let base = decode(world.prefix());
    for list in world.lists() {
        let url = encode(&format!("{base}{list}"));
        for part in ["page", "kind", "topics"] {
            let _ = writeln!(text, "{url}{part}/* {url} 302");
        }
    }
    text
}

/// In a new address a colon begins a name that these hosts put a part of the old one in for, but in the host.
fn without_names(to: &str) -> String {
    let path = to.find("://").map_or(0, |at| to[at + 3..].find('/').map_or(to.len(), |end| at + 3 + end));
    format!("{}{}", &to[..path], to[path..].replace(':', "%3A"))
}

#[cfg(test)]
mod tests {
    use super::{Host, csp, csp_header, header_file, without_names};
    use crate::config::{BaseUrl, Settings, resolve};
    use crate::diag::SourcePath;

    fn settings(base: &str, more: &str) -> Settings {
        let toml = format!(
            "base_url = \"https://ministry.example/\"\ntimezone = \"UTC\"\n\
             [institution]\nname = {{ en = \"Ministry\" }}\n\
             [languages]\nsource = \"en\"\norder = [\"en\"]\n\
             [feeds]\nauthority = \"ministry.example,2026\"\n{more}"
        );
        let settings = resolve(&toml, &SourcePath::new("site.toml")).0.expect("settings");
        Settings { base: BaseUrl::parse(base).expect("a base URL"), ..settings }
    }

    fn host(settings: &Settings) -> Host<'_> {
        Host {
            origin: settings.base.origin(),
            prefix: settings.base.prefix(),
            preview: settings.preview,
            hosts: &settings.hosts,
            formats: &settings.feeds.formats,
            search: if settings.search { vec!["/en/search/".into(), "/en/pagefind/".into()] } else { Vec::new() },
            max_age: settings.publish.html_max_age,
            languages: vec!["en"],
        }
    }

    #[test]
    fn a_colon_in_a_new_address_is_no_name() {
        assert_eq!(without_names("https://a.example:8443/b:c"), "https://a.example:8443/b%3Ac");
        assert_eq!(without_names("/a/:id?x=:y"), "/a/%3Aid?x=%3Ay");
        assert_eq!(without_names("https://a.example"), "https://a.example");
    }

    #[test]
    fn pages_load_from_the_site_alone() {
        let settings = settings("https://ministry.example/", "");
        assert_eq!(
            csp(&settings.hosts, false),
            "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; font-src 'self'; \
             script-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'"
        );
        let header = csp_header(&settings.hosts, false);
        assert_eq!(header, format!("{}; frame-ancestors 'none'", csp(&settings.hosts, false)));
    }

    #[test]
    fn a_host_in_site_toml_is_added_by_its_origin() {
        let hosts = "[[csp.hosts]]\ndirective = \"img-src\"\nhost = \"https://maps.example/a;b?c\"\nreason = { en = \"Maps\" }\n\
                     [[csp.hosts]]\ndirective = \"frame-src\"\nhost = \"https://maps.example\"\nreason = { en = \"Maps\" }\n";
        let policy = csp_header(&settings("https://ministry.example/", hosts).hosts, false);
        assert!(policy.contains("img-src 'self' https://maps.example; "), "{policy}");
        assert!(policy.ends_with("; frame-src https://maps.example"), "{policy}");
    }

    #[test]
    fn webassembly_runs_where_there_is_a_search_page_alone() {
        let unsearched = settings("https://ministry.example/", "");
        let searched = Settings { search: true, ..settings("https://ministry.example/", "") };
        let runs = |policy: &str| policy.contains("script-src 'self' 'wasm-unsafe-eval';");
        assert!(runs(&csp(&searched.hosts, true)) && !runs(&csp(&searched.hosts, false)));
        assert!(runs(&header_file(&host(&searched))) && !runs(&header_file(&host(&unsearched))));
        assert_eq!(header_file(&host(&searched)).matches("Content-Security-Policy").count(), 2, "pages, downloads");
    }

    #[test]
    fn headers_stand_under_the_base_path_and_each_under_one_pattern() {
        let text = header_file(&host(&settings("http://ministry.example/portal/", "")));
        let patterns: Vec<&str> = text.lines().filter(|line| !line.starts_with(' ')).collect();
        assert_eq!(
            patterns,
            [
                "/portal/*",
                "/portal/assets/*",
                "/portal/files/*",
                "/portal/files/download/*",
                "/portal/en/*",
                "/portal/*/feed.xml",
                "/portal/*/atom.xml",
                "/portal/*/feed.json"
            ]
        );
        assert_eq!(text.matches("Cache-Control").count(), 3);
        assert!(!text.contains("Strict-Transport-Security"), "http has no HSTS");
        assert!(header_file(&host(&settings("https://ministry.example/", ""))).contains("Strict-Transport-Security"));
    }
}
