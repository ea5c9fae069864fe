//! Every feed of the portal keeps to its specification and says what its pages say.
//!
//! RSS 2.0 with the content module, Atom (RFC 4287), JSON Feed 1.1; ids by RFC 4151, dates by RFC 822 and RFC 3339.

use std::collections::{BTreeMap, BTreeSet};

use scraper::Html;
use serde_json::Value as Json;
use support::feed::{Feed, Item, is_tag_uri, must, portal_feeds, read};
use support::html::{self, Page};
use support::{BASE, Files, LANGUAGES, NOW, Site, portal_build, text};

/// The entries that a feed holds at most.
const ITEMS: usize = 20;

/// What is wrong with a feed: by its format, and against the pages it leads to.
fn faults(path: &str, text: &str, files: &Files) -> Vec<String> {
    let Feed { mut faults, title, language, self_url, home, items } = read(path, text);
    let found = &mut faults;
    let lang = path.split('/').next().unwrap();
    must(language == lang, found, || format!("its language is `{language}`"));
    must(self_url == html::address(path, BASE).as_str(), found, || format!("it says to be at `{self_url}`"));
    must(!title.is_empty(), found, || "no title".into());
    let list = path.rsplit_once('/').unwrap().0;
    must(home == html::address(&format!("{list}/index.html"), BASE).as_str(), found, || {
        format!("its list is `{home}`")
    });
    must(items.len() <= ITEMS, found, || format!("{} entries", items.len()));
    let newest_first = items.is_sorted_by(|a, b| a.published >= b.published);
    must(newest_first, found, || "its entries are not newest first".into());
    let ids: BTreeSet<&str> = items.iter().map(|item| item.id.as_str()).collect();
    must(ids.len() == items.len(), found, || "two entries have the same id".into());
    for item in &items {
        item_faults(item, lang, files, found);
    }
    faults.into_iter().map(|fault| format!("{path}: {fault}")).collect()
}

fn item_faults(item: &Item, lang: &str, files: &Files, faults: &mut Vec<String>) {
    let Item { id, url, title, published, content, .. } = item;
    must(is_tag_uri(id) && id.ends_with(&format!("/{lang}")), faults, || format!("`{id}` is no id"));
    must(*published <= Some(NOW.parse().unwrap()), faults, || format!("`{id}` is of the future"));
    let address = url::Url::parse(url).ok();
    let Some(page) = address.and_then(|address| html::served(&address, BASE, files)) else {
        faults.push(format!("`{url}` is no page"));
        return;
    };
    let page = html::page(page, &files[page], BASE);
    // A mark may stand before the title: "Corrected: …".
    let is_marked = html::first(&page.html, ".banner-withdrawn, .banner-corrected").is_some();
    let title_there = html::squeeze(title);
    let is_same = heading(&page) == title_there || (is_marked && title_there.ends_with(&heading(&page)));
    must(is_same, faults, || format!("`{url}` has another title than `{title}`"));
    let root = page.html.root_element();
    must(root.attr("lang") == Some(lang), faults, || format!("`{url}` is in another language"));
    let meta = html::first(&page.html, "meta[property='article:published_time']").and_then(|meta| meta.attr("content"));
    if let Some(day) = meta.and_then(|meta| meta.get(..10)) {
        let zone = jiff::tz::TimeZone::get("Europe/Lisbon").unwrap();
        let in_feed = published.map(|at| at.to_zoned(zone).date().to_string());
        must(in_feed.as_deref() == Some(day), faults, || format!("`{url}` was published on {day}"));
    }
    content_faults(content, &page, faults);
}

fn heading(page: &Page) -> String {
    html::first(&page.html, "main h1").map(html::text).unwrap_or_default()
}

/// The content of an entry ends with the body of its page, all addresses absolute; what stands before it (that the text
/// was corrected or withdrawn, the short answer) is on the page as well.
fn content_faults(content: &str, page: &Page, faults: &mut Vec<String>) {
    let fragment = Html::parse_fragment(content);
    for element in html::all(&fragment, "[href], [src], [poster]") {
        for name in ["href", "src", "poster"] {
            let relative = element.attr(name).is_some_and(|value| url::Url::parse(value).is_err());
            must(!relative, faults, || format!("the content of `{}` has a relative address", page.url));
        }
    }
    let Some(body) = html::first(&page.html, "main article .prose") else {
        faults.push(format!("`{}` has no body", page.url));
        return;
    };
    let body = html::normal(body, &page.url);
    let Some(root) = html::first(&fragment, "html > div") else {
        faults.push(format!("the content of `{}` does not say its language", page.url));
        return;
    };
    let same = |name: &str| root.attr(name) == page.html.root_element().attr(name);
    must(same("lang") && same("dir"), faults, || format!("the content of `{}` says another language", page.url));
    let content = html::normal(root, &page.url);
    let withdrawn = html::first(&page.html, ".banner-withdrawn").is_some();
    let before = match content.strip_suffix(&body) {
        Some(before) => before.to_owned(),
        None if withdrawn => content,
        None => {
            let other = content.lines().zip(body.lines()).find(|(a, b)| a != b);
            faults.push(format!("the content of `{}` is not its body: {other:?}", page.url));
            return;
        }
    };
    let visible = html::first(&page.html, "main").map(html::text).unwrap_or_default();
    for words in before.lines().filter(|line| !line.starts_with('<')) {
        let words = words.replace("&lt;", "<").replace("&amp;", "&");
        must(visible.contains(&words), faults, || format!("`{words}` is not on `{}`", page.url));
    }
}

#[test]
fn every_feed_keeps_to_its_specification_and_to_its_pages() {
    let feeds = portal_feeds();
    assert!(feeds.len() >= LANGUAGES.len() * 3 * 3, "only {} feeds", feeds.len());
    let faults: Vec<String> = feeds.iter().flat_map(|(path, text)| faults(path, text, portal_build())).collect();
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
    let items: usize = feeds.iter().map(|(path, text)| read(path, text).items.len()).sum();
    assert!(items > 200, "only {items} entries");
}

#[test]
fn the_three_formats_of_a_list_say_the_same() {
    let mut lists: BTreeMap<&str, Vec<Vec<Item>>> = BTreeMap::new();
    for (path, text) in portal_feeds() {
        // RSS knows no date of change.
        let items = read(path, text).items.into_iter().map(|item| Item { updated: None, ..item });
        lists.entry(path.rsplit_once('/').unwrap().0).or_default().push(items.collect());
    }
    for (list, formats) in lists {
        assert_eq!(formats.len(), 3, "{list}");
        assert!(formats[0] == formats[1] && formats[1] == formats[2], "the feeds of `{list}` differ");
    }
}

#[test]
fn an_id_names_one_page_in_every_feed() {
    let mut pages: BTreeMap<String, String> = BTreeMap::new();
    for (path, text) in portal_feeds() {
        for item in read(path, text).items {
            let first = pages.entry(item.id.clone()).or_insert_with(|| item.url.clone());
            assert_eq!(*first, item.url, "`{}` in {path}", item.id);
        }
    }
    let urls: BTreeSet<&String> = pages.values().collect();
    assert_eq!(urls.len(), pages.len(), "two ids lead to one page");
}

#[test]
fn every_list_announces_its_feeds() {
    for (path, _) in portal_feeds() {
        let list = format!("{}/index.html", path.rsplit_once('/').unwrap().0);
        let page = html::page(&list, &portal_build()[&list], BASE);
        let links = html::all(&page.html, "link[rel~=alternate][type]");
        let own =
            links.iter().filter(|link| page.url.join(link.attr("href").unwrap()).unwrap() == html::address(path, BASE));
        let kinds: Vec<_> = own.map(|link| (link.attr("type").unwrap(), link.attr("title").is_some())).collect();
        let kind = match path.rsplit('/').next().unwrap() {
            "feed.xml" => "application/rss+xml",
            "atom.xml" => "application/atom+xml",
            _ => "application/feed+json",
        };
        assert_eq!(kinds, [(kind, true)], "{path}");
    }
}

#[test]
fn planted_defects_are_caught() {
    let caught = |path: &str, from: &str, to: &str| {
        let text = text(portal_build(), path);
        assert!(text.contains(from), "{path} has no `{from}` to replace");
        !faults(path, &text.replacen(from, to, 1), portal_build()).is_empty()
    };
    for (path, from, to) in [
        ("en/press/feed.xml", "version=\"2.0\"", "version=\"0.91\""),
        ("en/press/feed.xml", "<language>en", "<language>fr"),
        ("en/press/feed.xml", "isPermaLink=\"false\"", "isPermaLink=\"true\""),
        ("en/press/feed.xml", "<pubDate>", "<pubDate>on "),
        ("en/press/feed.xml", "</item>", ""),
        (
            "en/press/feed.xml",
            "href=\"https://www.mfa.meridia.example/en/press/feed.xml",
            "href=\"https://elsewhere.example/",
        ),
        ("en/press/feed.xml", "href=&quot;https://", "href=&quot;"),
        ("en/press/feed.xml", "&lt;/p&gt;", ".&lt;/p&gt;"),
        ("en/press/atom.xml", "<id>tag:", "<id>urn:"),
        ("en/press/atom.xml", "xml:lang=\"en\"", "xml:lang=\"en-x\""),
        ("en/press/atom.xml", "<updated>20", "<updated>19"),
        ("en/press/atom.xml", "<published>20", "<published>30"),
        ("en/press/atom.xml", "<title>Storm", "<title>The storm"),
        ("en/press/atom.xml", " type=\"html\"", ""),
        ("en/press/feed.json", "version/1.1", "version/1"),
        ("en/press/feed.json", "\"date_published\": \"2026-", "\"date_published\": \"26-"),
        ("en/press/feed.json", "\"id\": \"tag:", "\"id\": \""),
        (
            "en/press/feed.json",
            "\"url\": \"https://www.mfa.meridia.example/en/press/",
            "\"url\": \"https://www.mfa.meridia.example/en/",
        ),
    ] {
        assert!(caught(path, from, to), "`{from}` → `{to}` in {path} is not caught");
    }
    let text = text(portal_build(), "en/press/feed.json");
    let mut twice: Json = serde_json::from_str(text).unwrap();
    let first = twice["items"][0].clone();
    twice["items"].as_array_mut().unwrap().insert(0, first);
    assert!(!faults("en/press/feed.json", &twice.to_string(), portal_build()).is_empty(), "an id twice is not caught");
}

/// A small site whose `[feeds]` says more, built.
fn with_feed_settings(more: &str) -> support::Output {
    let site = Site::minimal();
    let settings = std::fs::read_to_string(site.path().join("site.toml")).unwrap();
    let authority = "authority = \"example.org,2026\"\n";
    assert!(settings.contains(authority));
    site.file("site.toml", settings.replace(authority, &format!("{authority}{more}\n"))).build()
}

/// The places that name feeds: the feeds themselves, what pages offer, what hosts are told.
fn named(output: &support::Output, name: &str) -> BTreeSet<String> {
    let feeds = output.files.keys().filter(|path| path.ends_with(&format!("/{name}"))).cloned();
    let readers = ["en/index.html", "en/feeds/index.html", "en/press/index.html", "_headers", "nginx.conf"];
    // As nginx.conf has it: a pattern within quotation marks.
    let pattern = name.replace('.', "\\\\.");
    let mentions = readers.into_iter().filter(|path| {
        let text = output.text(path);
        text.contains(name) || text.contains(&pattern)
    });
    feeds.chain(mentions.map(str::to_owned)).collect()
}

#[test]
fn only_the_formats_that_the_site_names_are_written_and_offered() {
    let one = with_feed_settings("formats = [\"json\"]").sound();
    assert_eq!(named(&one, "feed.xml"), BTreeSet::new());
    assert_eq!(named(&one, "atom.xml"), BTreeSet::new());
    assert!(named(&one, "feed.json").len() > 5, "{:?}", named(&one, "feed.json"));
    let all = with_feed_settings("").sound();
    for name in ["feed.xml", "atom.xml", "feed.json"] {
        assert_eq!(named(&all, name).len(), named(&one, "feed.json").len(), "{name}");
    }
    // Their order is the site's own, and naming one twice does not write it twice.
    let two = with_feed_settings("formats = [\"atom\", \"rss\", \"atom\"]").sound();
    let head = two.text("en/press/index.html");
    assert!(head.find("/en/press/feed.xml") < head.find("/en/press/atom.xml"), "{head}");
}

#[test]
fn a_site_names_at_least_one_format() {
    let none = with_feed_settings("formats = []");
    assert!(none.stderr.contains("`feeds.formats` names no format"), "{}", none.stderr);
    let unknown = with_feed_settings("formats = [\"rdf\"]");
    assert_eq!(unknown.faults().len(), 1, "one mistake gives one message: {}", unknown.stderr);
    assert!(unknown.stderr.contains("can't be `rdf`"), "{}", unknown.stderr);
}

#[test]
fn topics_have_feeds_unless_the_site_says_otherwise() {
    let without = with_feed_settings("topics = false").sound();
    let topic_feeds = |output: &support::Output| {
        output.files.keys().filter(|path| path.contains("/topics/") && path.contains("feed.")).count()
    };
    assert_eq!(topic_feeds(&without), 0);
    for path in ["en/topics/trade/index.html", "en/feeds/index.html"] {
        assert!(!without.text(path).contains("/topics/trade/feed.xml"), "{path} offers what is not there");
    }
    assert!(without.files.contains_key("en/press/feed.xml"), "sections keep theirs");
    let with = with_feed_settings("").sound();
    assert!(topic_feeds(&with) > 0);
    for path in ["en/topics/trade/index.html", "en/feeds/index.html"] {
        assert!(with.text(path).contains("/topics/trade/feed.xml"), "{path} does not offer it");
    }
}
