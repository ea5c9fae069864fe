//! What a host of the site has to know: the content security policy and other headers, old addresses, pages for errors.
//!
//! Three files say the same to different hosts: `_headers` and `_redirects`, and a piece of configuration for nginx.
//! Where a host understands a rule only in part, the static pages at old addresses do the rest.

mod nginx;
mod rules;

use std::fmt::Write as _;

use url::Url;

use crate::config::{FeedFormat, ForeignHost};
use crate::plan::HostFile;
use crate::track::World;
use rules::Answer;

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
    /// Formats of feeds.
    formats: &'a [FeedFormat],
}

fn site_of(world: &World) -> Host<'_> {
    Host { origin: world.origin(), prefix: world.prefix(), hosts: world.hosts(), formats: &world.feeds().formats }
}

/// Writes a file of rules for a host.
#[must_use]
pub fn render(world: &World, file: HostFile) -> String {
    match file {
        HostFile::Headers => header_file(&site_of(world)),
        HostFile::Redirects => redirects(world),
        HostFile::Nginx => nginx::render(world),
    }
}

/// Returns the content security policy for a meta element. It lacks `frame-ancestors`, which holds in headers only
/// (CSP Level 3, section 3.3).
#[must_use]
pub fn csp(hosts: &[ForeignHost]) -> String {
    policy(hosts, |directive| directive != "frame-ancestors")
}

/// Returns the content security policy for a header.
#[must_use]
pub fn csp_header(hosts: &[ForeignHost]) -> String {
    policy(hosts, |_| true)
}

fn policy(hosts: &[ForeignHost], is_wanted: impl Fn(&str) -> bool) -> String {
    let mut directives: Vec<(&str, String)> =
        POLICY.iter().filter(|(name, _)| is_wanted(name)).map(|(name, value)| (*name, (*value).to_owned())).collect();
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
/// What others may load is not restricted, for there is nothing here that is not public, and full-text feeds show the
/// site's pictures elsewhere. HSTS speaks for this host alone: the site knows nothing of others below it.
fn headers(host: &Host<'_>) -> Vec<(&'static str, String)> {
    let denied: Vec<String> = DENIED.iter().map(|feature| format!("{feature}=()")).collect();
    let mut headers = vec![
        ("Content-Security-Policy", csp_header(host.hosts)),
        ("Referrer-Policy", "strict-origin-when-cross-origin".to_owned()),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("Permissions-Policy", denied.join(", ")),
        ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
        ("Cross-Origin-Resource-Policy", "cross-origin".to_owned()),
    ];
    if host.origin.starts_with("https:") {
        headers.push(("Strict-Transport-Security", "max-age=31536000".to_owned()));
    }
    headers
}

/// `_headers`: a pattern, then its headers. A header stands under one pattern only, since hosts join the values of
/// those that match.
fn header_file(host: &Host<'_>) -> String {
    let mut text = String::new();
    let mut block = |pattern: &str, headers: &[(&str, String)]| {
        // Writing to a string never fails.
        let _ = writeln!(text, "{}{pattern}", host.prefix);
        for (name, value) in headers {
            let _ = writeln!(text, "  {name}: {value}");
        }
    };
    block("/*", &headers(host));
    for folder in KEPT {
        block(&format!("{folder}*"), &[("Cache-Control", FOR_EVER.to_owned())]);
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
    let (folders, pages): (Vec<_>, Vec<_>) =
        rules::of(world).into_iter().filter(|rule| rule.query.is_none()).partition(|rule| rule.prefix);
    let mut text = String::new();
    for rule in pages.iter().chain(&folders) {
        let (star, splat) = if rule.prefix { ("*", ":splat") } else { ("", "") };
        let line = match &rule.answer {
            Answer::Moved { to, status } => format!("{}{star} {to}{splat} {status}\n", rule.old_url),
            Answer::Gone { .. } => format!("{}{star} {} 410\n", rule.old_url, world.url("/404.html")),
        };
        text.push_str(&line);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Host, csp, csp_header, header_file};
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
            hosts: &settings.hosts,
            formats: &settings.feeds.formats,
        }
    }

    #[test]
    fn pages_load_from_the_site_alone() {
        let settings = settings("https://ministry.example/", "");
        assert_eq!(
            csp(&settings.hosts),
            "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; font-src 'self'; \
             script-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'"
        );
        assert_eq!(csp_header(&settings.hosts), format!("{}; frame-ancestors 'none'", csp(&settings.hosts)));
    }

    #[test]
    fn a_host_in_site_toml_is_added_by_its_origin() {
        let hosts = "[[csp.hosts]]\ndirective = \"img-src\"\nhost = \"https://maps.example/a;b?c\"\nreason = { en = \"Maps\" }\n\
                     [[csp.hosts]]\ndirective = \"frame-src\"\nhost = \"https://maps.example\"\nreason = { en = \"Maps\" }\n";
        let policy = csp_header(&settings("https://ministry.example/", hosts).hosts);
        assert!(policy.contains("img-src 'self' https://maps.example; "), "{policy}");
        assert!(policy.ends_with("; frame-src https://maps.example"), "{policy}");
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
                "/portal/*/feed.xml",
                "/portal/*/atom.xml",
                "/portal/*/feed.json"
            ]
        );
        assert_eq!(text.matches("Cache-Control").count(), 2);
        assert!(!text.contains("Strict-Transport-Security"), "http has no HSTS");
        assert!(header_file(&host(&settings("https://ministry.example/", ""))).contains("Strict-Transport-Security"));
    }
}
