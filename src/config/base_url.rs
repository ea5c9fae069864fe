//! Where a site is published: an origin and, perhaps, a path; and which absolute addresses are therefore its own.

use url::Url;

use super::address::decode;

/// The address under which the site is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    origin: String,
    path: String,
    url: Url,
}

impl BaseUrl {
    /// Reads an absolute http or https address; `None` where it is not one, has a query or fragment, or a path that can't
    /// be told to every web server.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let plain = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() || !plain {
            return None;
        }
        let path = url.path().trim_end_matches('/').to_owned();
        let is_part = |part: &str| {
            let is_plain = |c: char| c.is_alphanumeric() || "-._~+@".contains(c);
            !part.is_empty() && decode(part).chars().all(is_plain)
        };
        if !path.split('/').skip(1).all(is_part) || path.len() > LONGEST_PATH {
            return None;
        }
        Some(Self { origin: url.origin().ascii_serialization(), path, url })
    }

    /// Returns what an absolute address means below the base, with its query and fragment, where it is one of the site;
    /// `None` where it is not absolute, or leads elsewhere.
    ///
    /// The host is compared as browsers do, whatever its case; http and https are one site where both have their usual
    /// ports, since nobody publishes two different ones there.
    #[must_use]
    pub fn own(&self, address: &str) -> Option<String> {
        let address = address.trim();
        let begins = |start: &str| address.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start));
        if !(begins("http:") || begins("https:") || begins("//") || begins("\\\\")) {
            return None;
        }
        let url = self.url.join(address).ok()?;
        let host = |url: &Url| url.host_str().map(|host| host.trim_end_matches('.').to_owned());
        let is_same_port = url.port() == self.url.port() && (url.port().is_none() || url.scheme() == self.url.scheme());
        let is_same_host = host(&url) == host(&self.url) && url.username().is_empty() && url.password().is_none();
        if !is_same_host || !is_same_port {
            return None;
        }
        let mut parts = url.path().split('/').skip(1);
        for part in self.path.split('/').skip(1) {
            parts.next().filter(|other| decode(other) == decode(part))?;
        }
        let path = parts.collect::<Vec<_>>().join("/");
        let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
        let fragment = url.fragment().map(|fragment| format!("#{fragment}")).unwrap_or_default();
        Some(format!("/{path}{query}{fragment}"))
    }

    /// Returns the path of an address of the site, as links within a page use it: `/en/` becomes `/portal/en/` where
    /// the site lives under `/portal/`.
    #[must_use]
    pub fn path(&self, site_path: &str) -> String {
        format!("{}{site_path}", self.path)
    }

    /// Returns the absolute address of an address of the site.
    #[must_use]
    pub fn absolute(&self, site_path: &str) -> String {
        format!("{}{}{site_path}", self.origin, self.path)
    }

    /// Returns the path under which the site lives: empty, or with a leading and without a trailing `/`.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.path
    }

    /// Returns scheme, host and port.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

/// The longest path of a base, percent-encoded, in bytes.
const LONGEST_PATH: usize = crate::limits::BASE_PATH_BYTES;

#[cfg(test)]
mod tests {
    use super::BaseUrl;

    #[test]
    fn a_path_in_the_base_url_is_part_of_every_link() {
        let base = BaseUrl::parse("https://www.example.org/portal/").expect("a base URL");
        assert_eq!(base.path("/en/"), "/portal/en/");
        assert_eq!(base.absolute("/en/"), "https://www.example.org/portal/en/");
        assert_eq!(BaseUrl::parse("https://example.org").expect("a base URL").absolute("/"), "https://example.org/");
        assert_eq!(BaseUrl::parse("example.org"), None);
        assert_eq!(BaseUrl::parse("https://example.org/?a"), None);
    }

    #[test]
    fn a_path_that_a_server_could_misread_is_no_base() {
        for path in ["/a%22b/", "/a%0ab/", "/a%7Bb/", "/a$b/", "/a%20b/", "/a%5Cb/", "//a/", "/a;b/", "/a*b/"] {
            assert_eq!(BaseUrl::parse(&format!("https://example.org{path}")), None, "{path}");
        }
        assert!(BaseUrl::parse("https://example.org/minist%C3%A8re/ipê/a-b_c.d~/").is_some());
    }

    #[test]
    fn the_site_knows_its_own_absolute_addresses() {
        let own = |base: &str, address: &str| BaseUrl::parse(base).expect("a base URL").own(address);
        let plain = "https://ministry.example/";
        for (address, path) in [
            ("https://ministry.example", "/"),
            ("https://ministry.example/en/a/?b#c", "/en/a/?b#c"),
            ("HTTPS://Ministry.EXAMPLE:443/en/", "/en/"),
            ("http://ministry.example/en/", "/en/"),
            ("http://ministry.example:80/en/", "/en/"),
            ("//ministry.example/en/", "/en/"),
            ("https://ministry.example./en/", "/en/"),
            ("https://ministry.example/a/../en/%C3%A9/", "/en/%C3%A9/"),
        ] {
            assert_eq!(own(plain, address).as_deref(), Some(path), "{address}");
        }
        for address in [
            "/en/",
            "en/",
            "mailto:a@ministry.example",
            "https://www.ministry.example/",
            "https://ministry.example:8443/",
            "http://ministry.example:443/",
            "https://ministry.example.evil.example/",
            "https://a@ministry.example/",
            "ftp://ministry.example/",
        ] {
            assert_eq!(own(plain, address), None, "{address}");
        }
        let below = "http://localhost:8080/portal/%C3%A9/";
        assert_eq!(own(below, "http://localhost:8080/portal/é/en/").as_deref(), Some("/en/"));
        assert_eq!(own(below, "http://localhost:8080/portal/%c3%a9").as_deref(), Some("/"));
        for address in [
            "http://localhost:8080/portal/",
            "http://localhost:8080/portal/éa/",
            "https://localhost:8080/portal/é/",
            "http://localhost/portal/é/",
        ] {
            assert_eq!(own(below, address), None, "{address}");
        }
    }
}
