//! Where a site is published: an origin and, perhaps, a path.

use url::Url;

/// The address under which the site is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    origin: String,
    path: String,
}

impl BaseUrl {
    /// Reads an absolute http or https address; `None` where it is not one, or has a query or fragment.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let plain = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() || !plain {
            return None;
        }
        Some(Self { origin: url.origin().ascii_serialization(), path: url.path().trim_end_matches('/').to_owned() })
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
}
