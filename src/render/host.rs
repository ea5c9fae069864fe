//! Rules for web hosts: the content security policy and other headers, old addresses, error pages.
//!
//! The files for different hosts have the same content: `_headers` and `_redirects`, and configuration snippets for
//! nginx, Apache and Caddy. Where a host supports a rule only in part, the static pages at old addresses do the rest.

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

/// The default policy of a page: it loads only the site's own files, and nothing that could run foreign code or send
/// data elsewhere.
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

/// The additional permission of the search page: it runs the WebAssembly program beside its index, but no code made
/// from text (CSP Level 3, section 4.6.1).
const SEARCH: (&str, &str) = ("script-src", "'wasm-unsafe-eval'");

/// Browser features that no page uses. Full screen is not denied, because videos need it.
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

/// Headers of files that are delivered as downloads: they may do nothing.
const DOWNLOADED: [(&str, &str); 3] = [
    ("Content-Security-Policy", "default-src 'none'; sandbox"),
    ("Content-Disposition", "attachment"),
    // With this type, no browser runs the file as a script or shows it as a page.
    ("Content-Type", "application/octet-stream"),
];

const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Folders whose addresses change with their content, so that caches may keep the files forever.
const KEPT: [&str; 2] = ["/assets/", "/files/"];

/// The parameters of the rules.
struct Host<'a> {
    /// The scheme, host and port.
    origin: &'a str,
    /// The path of the site below its host.
    prefix: &'a str,
    /// Other hosts that the site uses.
    hosts: &'a [ForeignHost],
    /// Whether search engines are asked not to index the site.
    preview: bool,
    /// The formats of feeds.
    formats: &'a [FeedFormat],
    /// The folders of search pages and of their indexes, below the base.
    search: Vec<String>,
    /// The time in seconds for which a page may be shown without checking for a new version.
    max_age: u32,
    /// The tags of the languages, which are also their folders.
    languages: Vec<&'a str>,
}

impl Host<'_> {
    /// Returns the `Cache-Control` of files whose content changes at the same address.
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

/// Writes the rules for a host.
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

/// Returns the content security policy for a meta element. It omits `frame-ancestors`, which is valid only in headers
/// (CSP Level 3, section 3.3).
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
        // Use only the origin of the URL, so that no text from site.toml can end a directive.
        let Ok(origin) = Url::parse(&foreign.host).map(|url| url.origin().ascii_serialization()) else { continue };
        match directives.iter_mut().find(|(name, _)| *name == foreign.directive) {
            Some((_, value)) => value.extend([" ", &origin]),
            None => directives.push((&foreign.directive, origin)),
        }
    }
    let directives: Vec<String> = directives.iter().map(|(name, value)| format!("{name} {value}")).collect();
    directives.join("; ")
}

/// Returns the headers of every response. `searches` is for the search page and its index.
///
/// Cross-origin loading is not restricted, since everything here is public, and full-text feeds show the site's
/// pictures elsewhere. HSTS covers only this host, since the site knows nothing of subdomains.
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
    // Resources of other hosts may not allow embedding, so this header is only set if the site uses none.
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

/// Writes `_headers`: a pattern, then its headers. Each header has only one pattern, since hosts join the values of all
/// matching patterns. Of two policies, both apply, which is right for downloads. So if there is a search page, the
/// header of every response has its policy, and the meta element of each page restricts it further; only that of the
/// search page allows WebAssembly.
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

/// Writes `_redirects`: old address, new address, status. The first match wins, so rules for whole folders come last.
///
/// Addresses with a query are omitted, since most hosts that read this file can't match them. Only some hosts support
/// 410; others ignore the line.
fn redirects(world: &World) -> String {
    let rules = rules::of(world);
    let mut text = String::new();
    let folders = rules.folders.iter().map(|rule| (rule, "*", ":splat"));
    for (rule, star, splat) in rules.plain.iter().map(|rule| (rule, "", "")).chain(folders) {
        let old = rule.url();
        let line = match &rule.answer {
            // On a case-insensitive host it would redirect to itself.
            Answer::Moved { to, .. } if to.eq_ignore_ascii_case(&old) => continue,
            Answer::Moved { to, status } => format!("{old}{star} {}{splat} {status}\n", without_names(to)),
            Answer::Gone { .. } => format!("{old}{star} {} 410\n", world.url("/404.html")),
        };
        text.push_str(&line);
    }
    // These hosts skip the rules if a page exists. There is no rule for years, since they look like names of texts.
    let base = decode(world.prefix());
    for list in world.lists() {
        let url = encode(&format!("{base}{list}"));
        for part in ["page", "kind", "topics"] {
            let _ = writeln!(text, "{url}{part}/* {url} 302");
        }
    }
    text
}

/// Escapes colons in the path of a new address, where these hosts replace a name after a colon by a part of the old
/// address.
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
    fn a_colon_in_a_new_address_is_escaped() {
        assert_eq!(without_names("https://a.example:8443/b:c"), "https://a.example:8443/b%3Ac");
        assert_eq!(without_names("/a/:id?x=:y"), "/a/%3Aid?x=%3Ay");
        assert_eq!(without_names("https://a.example"), "https://a.example");
    }

    #[test]
    fn pages_load_only_from_the_site() {
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
    fn webassembly_is_allowed_only_with_a_search_page() {
        let unsearched = settings("https://ministry.example/", "");
        let searched = Settings { search: true, ..settings("https://ministry.example/", "") };
        let runs = |policy: &str| policy.contains("script-src 'self' 'wasm-unsafe-eval';");
        assert!(runs(&csp(&searched.hosts, true)) && !runs(&csp(&searched.hosts, false)));
        assert!(runs(&header_file(&host(&searched))) && !runs(&header_file(&host(&unsearched))));
        assert_eq!(header_file(&host(&searched)).matches("Content-Security-Policy").count(), 2, "pages, downloads");
    }

    #[test]
    fn headers_are_below_the_base_path_and_each_has_one_pattern() {
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
