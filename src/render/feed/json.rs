//! JSON Feed 1.1 (jsonfeed.org/version/1.1).

use serde_json::{Value, json};

use super::dates::rfc3339;
use super::{Entry, Feed};

pub(super) fn write(feed: &Feed) -> String {
    let mut value = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.list_url,
        "feed_url": feed.self_url,
        "description": feed.description,
        "language": feed.lang,
        "authors": [{ "name": feed.author, "url": feed.author_url }],
        "items": feed.entries.iter().map(|entry| item(feed, entry)).collect::<Vec<_>>(),
    });
    drop_absent(&mut value);
    format!("{value:#}\n")
}

fn item(feed: &Feed, entry: &Entry) -> Value {
    let mut value = json!({
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.html,
        "date_published": rfc3339(&entry.published),
        "date_modified": rfc3339(&entry.updated),
        "tags": entry.topics.iter().map(|(_, name)| name).collect::<Vec<_>>(),
        "language": feed.lang,
    });
    drop_absent(&mut value);
    value
}

/// Removes fields without a value, since JSON Feed has no null.
fn drop_absent(value: &mut Value) {
    if let Value::Object(fields) = value {
        fields.retain(|_, field| !field.is_null());
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::write;

    #[test]
    fn fields_without_a_value_are_left_out() {
        assert_eq!(
            write(&sample::feed()),
            r#"{
  "version": "https://jsonfeed.org/version/1.1",
  "title": "MAE – Presse",
  "home_page_url": "https://www.ministry.example/fr/presse/",
  "feed_url": "https://www.ministry.example/fr/presse/feed.xml",
  "language": "fr",
  "authors": [
    {
      "name": "Ministère des affaires étrangères",
      "url": "https://www.ministry.example/fr/"
    }
  ],
  "items": [
    {
      "id": "tag:ministry.example,2026:MFA/2026/041/fr",
      "url": "https://www.ministry.example/fr/presse/cafe/",
      "title": "Café <ouvert> & gratuit",
      "summary": "Le café ouvre.",
      "content_html": "<p>Le café ouvre.</p>",
      "date_published": "2026-11-02T09:30:00+01:00",
      "date_modified": "2026-11-03T08:00:00+01:00",
      "tags": [
        "Climat"
      ],
      "language": "fr"
    }
  ]
}
"#
        );
    }
}
