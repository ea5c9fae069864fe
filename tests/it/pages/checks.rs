//! What must hold for every page of a finished site. Each check says what is wrong, a line each, so that a planted
//! defect shows that it can fail.

use std::collections::{BTreeMap, BTreeSet};

use scraper::ElementRef;
use url::Url;

use support::html::{self, Page, all, first, pages};
use support::{Files, text, xml};

/// A site, where it is published, and in which languages, in the order of its switcher.
pub struct Built<'a> {
    /// Its files.
    pub files: &'a Files,
    /// Its base address.
    pub base: &'a str,
    /// Its languages.
    pub languages: &'a [&'a str],
}

impl Built<'_> {
    fn pages(&self) -> Vec<Page> {
        pages(self.files, self.base)
    }

    fn is_chooser(page: &Page) -> bool {
        matches!(page.path.as_str(), "index.html" | "404.html")
    }

    /// The page at an address, if there is one.
    fn served(&self, url: &Url) -> Option<&String> {
        html::served(url, self.base, self.files)
    }

    /// The language that a page is in, by its address.
    fn language<'a>(&self, path: &'a str) -> Option<&'a str> {
        path.split('/').next().filter(|first| self.languages.contains(first))
    }

    /// Every address within the site leads to a file, and to an element that is there.
    pub fn broken_links(&self) -> Vec<String> {
        let pages = self.pages();
        let ids = |page: &Page| {
            all(&page.html, "[id]").iter().map(|element| element.attr("id").unwrap().to_owned()).collect()
        };
        let ids: BTreeMap<&str, BTreeSet<String>> = pages.iter().map(|page| (page.path.as_str(), ids(page))).collect();
        let mut faults = Vec::new();
        for page in &pages {
            for (element, name, value) in addresses(page) {
                // A page "not found" is shown at any address, so nothing on it may be relative.
                let relative =
                    page.path.ends_with("404.html") && !value.starts_with(['/', '#']) && Url::parse(&value).is_err();
                let Ok(url) = page.url.join(&value) else {
                    faults.push(format!("{}: `{value}` is no address", page.path));
                    continue;
                };
                if relative {
                    faults.push(format!("{}: `{value}` is relative", page.path));
                }
                if url.origin() != page.url.origin() {
                    continue;
                }
                let Some(target) = self.served(&url) else {
                    faults.push(format!("{}: <{} {name}={value}> leads nowhere", page.path, element.value().name()));
                    continue;
                };
                let fragment = url.fragment().map(html::decoded).filter(|fragment| !fragment.is_empty());
                if let Some(fragment) = fragment
                    && !ids.get(target.as_str()).is_some_and(|ids| ids.contains(&fragment))
                {
                    faults.push(format!("{}: `{value}` names no element", page.path));
                }
            }
        }
        faults
    }

    /// Nothing is loaded from elsewhere, by pages or by style sheets.
    pub fn loaded_from_elsewhere(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut check = |place: &str, base: &Url, value: &str| {
            let elsewhere = base.join(value).is_ok_and(|url| url.origin() != base.origin());
            if elsewhere {
                faults.push(format!("{place}: `{value}` is loaded from elsewhere"));
            }
        };
        for page in self.pages() {
            for (element, _, value) in addresses(&page) {
                let loads = match element.value().name() {
                    // What leads on loads nothing.
                    "a" | "area" | "blockquote" | "q" | "meta" => false,
                    "link" => {
                        !matches!(element.attr("rel"), Some("canonical" | "alternate" | "prev" | "next" | "license"))
                    }
                    _ => true,
                };
                if loads {
                    check(&page.path, &page.url, &value);
                }
            }
        }
        for (path, bytes) in self.files.iter().filter(|(path, _)| path.ends_with(".css") || path.ends_with(".svg")) {
            let css = String::from_utf8_lossy(bytes).into_owned();
            for start in ["url(", "@import", "href=", "src="] {
                for (at, _) in css.match_indices(start) {
                    let value = css[at + start.len()..].trim_start_matches([' ', '"', '\'']);
                    let value = value.split(['"', '\'', ')', ';', '>']).next().unwrap_or_default();
                    if !value.starts_with("data:") {
                        check(path, &html::address(path, self.base), value);
                    }
                }
            }
        }
        faults
    }

    /// No page has a style or script of its own, and its policy would refuse one.
    pub fn inline_code(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for page in self.pages() {
            let mut fault = |what: String| faults.push(format!("{}: {what}", page.path));
            for element in all(&page.html, "*") {
                let tag = element.value();
                for (name, value) in tag.attrs() {
                    if name == "style" || name.starts_with("on") || value.trim_start().starts_with("javascript:") {
                        fault(format!("<{} {name}={value}>", tag.name()));
                    }
                }
                let data = tag.name() == "script" && tag.attr("type") == Some("application/ld+json");
                let remote =
                    tag.name() == "script" && tag.attr("src").is_some() && element.inner_html().trim().is_empty();
                if tag.name() == "style" || (tag.name() == "script" && !data && !remote) {
                    fault(format!("<{}> with code", tag.name()));
                }
            }
            let policy =
                first(&page.html, "meta[http-equiv='Content-Security-Policy' i]").and_then(|meta| meta.attr("content"));
            // The page that searches runs WebAssembly, and no code made of text.
            let searches = first(&page.html, "form[data-search]").is_some();
            let allowed = if searches { "'wasm-unsafe-eval'" } else { "" };
            let strict = policy.is_some_and(|policy| {
                policy.contains("default-src 'none'") && !policy.replacen(allowed, "", 1).contains("unsafe")
            });
            if !strict {
                fault(format!("its policy is {policy:?}"));
            }
        }
        faults
    }

    /// Every page says its language and direction, and whatever is in another language as well.
    pub fn wrong_language(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for page in self.pages() {
            let root = page.html.root_element();
            let lang = root.attr("lang");
            if lang.is_none()
                || lang != self.language(&page.path).or(lang.filter(|_| self.language(&page.path).is_none()))
            {
                faults.push(format!("{}: its language is {lang:?}", page.path));
            }
            for element in all(&page.html, "[lang]") {
                let lang = element.attr("lang").unwrap();
                let mut above = std::iter::once(element).chain(element.ancestors().filter_map(ElementRef::wrap));
                let dir = above.find_map(|element| element.attr("dir")).unwrap_or("ltr");
                if dir != direction(lang) {
                    faults.push(format!("{}: <{} lang={lang}> runs {dir}", page.path, element.value().name()));
                }
            }
        }
        faults
    }

    /// Every page leads to every language, and where it leads is in that language.
    pub fn wrong_switchers(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for page in self.pages() {
            let place = if Self::is_chooser(&page) { "main" } else { "nav.switcher" };
            let links = all(&page.html, &format!("{place} a[hreflang]"));
            let tags: Vec<&str> = links.iter().map(|link| link.attr("hreflang").unwrap()).collect();
            if tags != self.languages {
                faults.push(format!("{}: its languages are {tags:?}", page.path));
            }
            for link in &links {
                let (lang, href) = (link.attr("hreflang").unwrap(), link.attr("href").unwrap_or_default());
                let target = page.url.join(href).ok().and_then(|url| self.served(&url));
                if target.and_then(|target| self.language(target)) != Some(lang) {
                    faults.push(format!("{}: `{href}` is not in `{lang}`", page.path));
                }
            }
            let current: Vec<_> = links.iter().filter(|link| link.attr("aria-current").is_some()).collect();
            let own = current.iter().map(|link| link.attr("hreflang")).collect::<Vec<_>>();
            let expected = if Self::is_chooser(&page) { vec![] } else { vec![page.html.root_element().attr("lang")] };
            if own != expected {
                faults.push(format!("{}: the current language is {own:?}", page.path));
            }
        }
        faults
    }

    /// hreflang leads to the languages of the page, back from each of them, and to a default; the sitemap agrees.
    pub fn one_way_hreflang(&self) -> Vec<String> {
        let pages = self.pages();
        let versions = |page: &Page| -> BTreeSet<(String, String)> {
            let links = all(&page.html, "link[rel=alternate][hreflang]");
            let pair = |link: &ElementRef| {
                (link.attr("hreflang").unwrap().to_owned(), link.attr("href").unwrap_or_default().to_owned())
            };
            links.iter().map(pair).collect()
        };
        let all_versions: BTreeMap<&str, _> = pages.iter().map(|page| (page.path.as_str(), versions(page))).collect();
        let mut faults = Vec::new();
        for page in &pages {
            let mut fault = |what: String| faults.push(format!("{}: {what}", page.path));
            let own = &all_versions[page.path.as_str()];
            let canonical = first(&page.html, "link[rel=canonical]").and_then(|link| link.attr("href"));
            // An old address leads on, and says which address counts now.
            let counts = match first(&page.html, "meta[http-equiv=refresh]") {
                Some(_) => canonical
                    .and_then(|url| Url::parse(url).ok())
                    .and_then(|url| self.served(&url))
                    .is_some_and(|path| *path != page.path),
                None => canonical == Some(page.url.as_str()),
            };
            if !counts {
                fault(format!("its canonical address is {canonical:?}"));
            }
            if own.is_empty() {
                continue;
            }
            let leads = |lang: &str, url: &str| own.contains(&(lang.to_owned(), url.to_owned()));
            let itself = self.language(&page.path).is_none_or(|lang| leads(lang, page.url.as_str()));
            if !itself || !own.iter().any(|(lang, _)| lang == "x-default") || own.len() < 3 {
                fault(format!("its languages are {own:?}"));
            }
            for (lang, url) in own {
                let target = Url::parse(url).ok().and_then(|url| self.served(&url));
                match target {
                    None => fault(format!("`{url}` leads nowhere")),
                    Some(target) if lang == "x-default" && self.language(target).is_none() => {}
                    Some(target) if all_versions[target.as_str()] != *own => {
                        fault(format!("`{url}` does not lead back"));
                    }
                    Some(target) if lang != "x-default" && self.language(target) != Some(lang.as_str()) => {
                        fault(format!("`{url}` is not in `{lang}`"));
                    }
                    Some(_) => {}
                }
            }
        }
        faults.extend(self.sitemap_faults(&all_versions));
        faults
    }

    fn sitemap_faults(&self, pages: &BTreeMap<&str, BTreeSet<(String, String)>>) -> Vec<String> {
        let mut faults = Vec::new();
        for lang in self.languages {
            let path = format!("{lang}/sitemap.xml");
            let sitemap = xml::parse(text(self.files, &path)).unwrap();
            for entry in sitemap.all("url") {
                let loc = entry.text_of("loc").unwrap_or_default();
                let Some(page) = Url::parse(loc).ok().and_then(|url| self.served(&url)) else {
                    faults.push(format!("{path}: `{loc}` leads nowhere"));
                    continue;
                };
                let links = entry.all_in("http://www.w3.org/1999/xhtml", "link");
                let value = |link: &xml::Element, name: &str| link.attribute(name).unwrap_or_default().to_owned();
                let links: BTreeSet<_> = links.map(|link| (value(link, "hreflang"), value(link, "href"))).collect();
                // A withdrawn version is left out of sitemaps, so that a page may have more than they say.
                if !links.is_subset(&pages[page.as_str()]) || self.language(page) != Some(*lang) {
                    faults.push(format!("{path}: `{loc}` has {links:?}"));
                }
            }
        }
        faults
    }
}

/// Every attribute of a page that holds an address.
fn addresses(page: &Page) -> Vec<(ElementRef<'_>, &'static str, String)> {
    let mut found = Vec::new();
    for name in ["href", "src", "poster", "data", "action", "formaction", "cite"] {
        for element in all(&page.html, &format!("[{name}]")) {
            found.push((element, name, element.attr(name).unwrap().to_owned()));
        }
    }
    for element in all(&page.html, "[srcset]") {
        let candidates = element.attr("srcset").unwrap().split(',');
        let urls = candidates.filter_map(|candidate| candidate.split_whitespace().next());
        found.extend(urls.map(|url| (element, "srcset", url.to_owned())));
    }
    for element in all(&page.html, "meta[http-equiv=refresh]") {
        let url = element.attr("content").and_then(|content| content.split_once("url="));
        found.extend(url.map(|(_, url)| (element, "content", url.to_owned())));
    }
    found
}

fn direction(lang: &str) -> &'static str {
    if matches!(lang.split('-').next(), Some("ar" | "fa" | "he" | "ur")) { "rtl" } else { "ltr" }
}
