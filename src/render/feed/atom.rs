//! The Atom Syndication Format (RFC 4287).

use super::dates::rfc3339;
use super::xml::Xml;
use super::{Entry, Feed};

pub(super) fn write(feed: &Feed) -> String {
    let mut xml = Xml::new();
    xml.open("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", &feed.lang)]);
    xml.text("id", &[], &feed.id);
    xml.text("title", &[], &feed.title);
    if let Some(description) = &feed.description {
        xml.text("subtitle", &[], description);
    }
    xml.text("updated", &[], &rfc3339(&feed.updated));
    xml.open("author", &[]);
    xml.text("name", &[], &feed.author);
    xml.text("uri", &[], &feed.author_url);
    xml.close("author");
    xml.empty("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &feed.self_url)]);
    page(&mut xml, feed, &feed.list_url);
    if let Some(rights) = &feed.rights {
        xml.text("rights", &[], rights);
    }
    for item in &feed.entries {
        entry(&mut xml, feed, item);
    }
    xml.close("feed");
    xml.finish()
}

fn entry(xml: &mut Xml, feed: &Feed, entry: &Entry) {
    xml.open("entry", &[]);
    xml.text("id", &[], &entry.id);
    xml.text("title", &[], &entry.title);
    xml.text("updated", &[], &rfc3339(&entry.updated));
    xml.text("published", &[], &rfc3339(&entry.published));
    page(xml, feed, &entry.url);
    for (id, name) in &entry.topics {
        xml.empty("category", &[("term", id), ("label", name)]);
    }
    if let Some(summary) = &entry.summary {
        xml.text("summary", &[("type", "text")], summary);
    }
    xml.text("content", &[("type", "html")], &entry.html);
    xml.close("entry");
}

/// Links the page with the same content, in the language of the feed.
fn page(xml: &mut Xml, feed: &Feed, url: &str) {
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("hreflang", &feed.lang), ("href", url)]);
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::write;

    #[test]
    fn a_feed_has_a_language_and_dates_with_the_offset_of_the_site() {
        assert_eq!(
            write(&sample::feed()),
            r#"<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">
 <id>tag:ministry.example,2026:feed/section/press/fr</id>
 <title>MAE – Presse</title>
 <updated>2026-11-03T08:00:00+01:00</updated>
 <author>
  <name>Ministère des affaires étrangères</name>
  <uri>https://www.ministry.example/fr/</uri>
 </author>
 <link rel="self" type="application/atom+xml" href="https://www.ministry.example/fr/presse/feed.xml"/>
 <link rel="alternate" type="text/html" hreflang="fr" href="https://www.ministry.example/fr/presse/"/>
 <rights>CC BY 4.0 https://creativecommons.org/licenses/by/4.0/</rights>
 <entry>
  <id>tag:ministry.example,2026:MFA/2026/041/fr</id>
  <title>Café &lt;ouvert&gt; &amp; gratuit</title>
  <updated>2026-11-03T08:00:00+01:00</updated>
  <published>2026-11-02T09:30:00+01:00</published>
  <link rel="alternate" type="text/html" hreflang="fr" href="https://www.ministry.example/fr/presse/cafe/"/>
  <category term="climate" label="Climat"/>
  <summary type="text">Le café ouvre.</summary>
  <content type="html">&lt;p&gt;Le café ouvre.&lt;/p&gt;</content>
 </entry>
</feed>
"#
        );
    }

    #[test]
    fn an_empty_feed_still_has_a_date_of_change() {
        assert!(write(&sample::empty()).contains("<updated>1970-01-01T01:00:00+01:00</updated>"));
    }
}
