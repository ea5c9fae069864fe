//! A sample feed for the tests of the formats.

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use super::{Entry, Feed};

pub(super) fn feed() -> Feed {
    let updated = at("2026-11-03T07:00:00Z");
    let entry = Entry {
        id: "tag:ministry.example,2026:MFA/2026/041/fr".into(),
        url: "https://www.ministry.example/fr/presse/cafe/".into(),
        title: "Café <ouvert> & gratuit".into(),
        summary: Some("Le café ouvre.".into()),
        html: "<p>Le café ouvre.</p>".into(),
        published: at("2026-11-02T08:30:00Z"),
        updated: updated.clone(),
        topics: vec![("climate".into(), "Climat".into())],
    };
    Feed { updated, entries: vec![entry], ..empty() }
}

pub(super) fn empty() -> Feed {
    Feed {
        id: "tag:ministry.example,2026:feed/section/press/fr".into(),
        title: "MAE – Presse".into(),
        description: None,
        lang: "fr".into(),
        list_url: "https://www.ministry.example/fr/presse/".into(),
        self_url: "https://www.ministry.example/fr/presse/feed.xml".into(),
        author: "Ministère des affaires étrangères".into(),
        author_url: "https://www.ministry.example/fr/".into(),
        rights: Some("CC BY 4.0 https://creativecommons.org/licenses/by/4.0/".into()),
        updated: at("1970-01-01T00:00:00Z"),
        entries: Vec::new(),
    }
}

fn at(instant: &str) -> Zoned {
    let instant: Timestamp = instant.parse().expect("an instant");
    instant.to_zoned(TimeZone::get("Europe/Brussels").expect("a zone"))
}
