//! RSS 2.0 with the full text in the content module (rssboard.org/rss-specification, RSS Content Module 1.0).

use super::dates::rfc822;
use super::xml::Xml;
use super::{Entry, Feed};

pub(super) fn write(feed: &Feed) -> String {
    let mut xml = Xml::new();
    let namespaces = [
        ("version", "2.0"),
        ("xmlns:atom", "http://www.w3.org/2005/Atom"),
        ("xmlns:content", "http://purl.org/rss/1.0/modules/content/"),
    ];
    xml.open("rss", &namespaces);
    xml.open("channel", &[]);
    xml.text("title", &[], &feed.title);
    xml.text("link", &[], &feed.list_url);
    // The element is required, so fall back to the name of the institution.
    xml.text("description", &[], feed.description.as_ref().unwrap_or(&feed.author));
    xml.text("language", &[], &feed.lang);
    if let Some(rights) = &feed.rights {
        xml.text("copyright", &[], rights);
    }
    if let Some(date) = rfc822(&feed.updated).filter(|_| !feed.entries.is_empty()) {
        xml.text("lastBuildDate", &[], &date);
    }
    xml.empty("atom:link", &[("rel", "self"), ("type", "application/rss+xml"), ("href", &feed.self_url)]);
    for entry in &feed.entries {
        item(&mut xml, entry);
    }
    xml.close("channel");
    xml.close("rss");
    xml.finish()
}

fn item(xml: &mut Xml, entry: &Entry) {
    xml.open("item", &[]);
    xml.text("title", &[], &entry.title);
    xml.text("link", &[], &entry.url);
    xml.text("guid", &[("isPermaLink", "false")], &entry.id);
    if let Some(date) = rfc822(&entry.published) {
        xml.text("pubDate", &[], &date);
    }
    if let Some(summary) = &entry.summary {
        xml.text("description", &[], summary);
    }
    for (_, name) in &entry.topics {
        xml.text("category", &[], name);
    }
    xml.text("content:encoded", &[], &entry.html);
    xml.close("item");
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::write;

    #[test]
    fn a_channel_has_dates_in_english_and_ids_that_are_no_addresses() {
        assert_eq!(
            write(&sample::feed()),
            r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/">
 <channel>
  <title>MAE – Presse</title>
  <link>https://www.ministry.example/fr/presse/</link>
  <description>Ministère des affaires étrangères</description>
  <language>fr</language>
  <copyright>CC BY 4.0 https://creativecommons.org/licenses/by/4.0/</copyright>
  <lastBuildDate>Tue, 3 Nov 2026 08:00:00 +0100</lastBuildDate>
  <atom:link rel="self" type="application/rss+xml" href="https://www.ministry.example/fr/presse/feed.xml"/>
  <item>
   <title>Café &lt;ouvert&gt; &amp; gratuit</title>
   <link>https://www.ministry.example/fr/presse/cafe/</link>
   <guid isPermaLink="false">tag:ministry.example,2026:MFA/2026/041/fr</guid>
   <pubDate>Mon, 2 Nov 2026 09:30:00 +0100</pubDate>
   <description>Le café ouvre.</description>
   <category>Climat</category>
   <content:encoded>&lt;p&gt;Le café ouvre.&lt;/p&gt;</content:encoded>
  </item>
 </channel>
</rss>
"#
        );
    }

    #[test]
    fn an_empty_channel_has_no_date() {
        assert!(!write(&sample::empty()).contains("lastBuildDate"));
    }
}
