//! Contexts for every template: a full one and a bare one, in the shapes of `render::view`.

use serde_json::{Value as Json, json};

/// Occurs in texts of the full samples, and must never be printed unescaped.
pub const HOSTILE: &str = "<b onclick=x>";
/// Occurs in texts that are in another language than their page.
pub const FOREIGN_MARK: &str = "عربي";

/// Returns pairs of template and context.
pub fn samples() -> Vec<(&'static str, Json)> {
    let mut samples = Vec::new();
    for full in [true, false] {
        for (template, name, value) in pages(full) {
            let mut context = json!({ "site": site(full), "page": frame(full) });
            if let (Some(map), false) = (context.as_object_mut(), name.is_empty()) {
                map.insert(name.to_owned(), value);
            }
            samples.push((template, context));
        }
        samples.extend(directives(full));
    }
    samples
}

fn text(what: &str) -> String {
    format!("{what} {HOSTILE} & “more”")
}

/// Returns the value in the full sample, null in the bare one.
fn some(full: bool, value: impl Into<Json>) -> Json {
    if full { value.into() } else { Json::Null }
}

/// Returns the list in the full sample, an empty one in the bare one.
fn many(full: bool, items: &[Json]) -> Json {
    if full { items.into() } else { json!([]) }
}

fn foreign() -> Json {
    json!({ "lang": "ar", "dir": "rtl", "name": "Arabic" })
}

fn link(title: &str, url: &str) -> Json {
    json!({ "title": text(title), "url": url, "current": false, "foreign": null })
}

fn foreign_link(url: &str) -> Json {
    json!({ "title": format!("{FOREIGN_MARK} {HOSTILE}"), "url": url, "current": false, "foreign": foreign() })
}

fn current(title: &str, url: &str) -> Json {
    json!({ "title": title, "url": url, "current": true, "foreign": null })
}

fn day() -> Json {
    json!({ "iso": "2026-11-02", "text": "2 November 2026", "day": "2 November 2026" })
}

fn site(full: bool) -> Json {
    json!({
        "name": "Ministry of Foreign Affairs of the Republic of Meridia",
        "short_name": "MFA",
        "address": some(full, "1 Harbour Square\nPort Meridian"),
        "home": "/en/",
        "icon": null, "hosts": [{ "host": "https://maps.example", "reason": "Maps" }], "chooser": "/",
        "licence": some(full, link("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")),
        "parameters": if full { json!({ "emblem": "/emblem.svg" }) } else { Json::Null },
    })
}

fn frame(full: bool) -> Json {
    let switch = |lang: &str, dir: &str, endonym: &str, available: bool| {
        json!({
            "lang": lang, "dir": dir, "endonym": endonym, "name": endonym, "url": format!("/{lang}/"),
            "current": lang == "en", "available": available, "leads_to": some(!available, FOREIGN_MARK),
        })
    };
    let feed =
        json!({ "title": text("All"), "url": "/en/feed.xml", "media_type": "application/rss+xml", "format": "rss" });
    let notice = |severity: &str, link: Json| json!({ "severity": severity, "text": text("The office is closed."), "link": link, "contact": some(severity == "crisis", contact(true)) });
    json!({
        "lang": "en", "dir": "ltr", "script": "Latn", "endonym": "English",
        "title": text("Title"),
        "head_title": text("Title – MFA"),
        "description": some(full, text("Description")),
        "url": "/en/press/one/",
        "canonical": "https://www.mfa.meridia.example/en/press/one/",
        "noindex": full,
        "alternates": many(full, &[
            json!({ "hreflang": "en", "url": "https://www.mfa.meridia.example/en/press/one/" }),
            json!({ "hreflang": "x-default", "url": "https://www.mfa.meridia.example/" }),
        ]),
        "switcher": many(full, &[
            switch("en", "ltr", "English", true), switch("fr", "ltr", "français", true), switch("ar", "rtl", FOREIGN_MARK, false),
        ]),
        "missing_languages": some(full, "Arabic"),
        "breadcrumbs": many(full, &[link("Home", "/en/"), link("Press", "/en/press/")]),
        "feeds": many(full, &[feed]),
        "menu": many(full, &[current("Press", "/en/press/"), link("Questions", "/en/faq/"), current("This", "/en/press/one/")]),
        "search": some(full, "/en/search/"),
        "footer": many(full, &[link("Privacy", "/en/privacy/"), foreign_link("/ar/x/")]),
        "notices": many(full, &[
            notice("info", Json::Null), notice("warning", link("More", "/en/x/")), notice("crisis", foreign_link("/ar/x/")),
        ]),
        "open_graph": {
            "kind": "article", "locale": "en_GB", "alternate_locales": many(full, &[json!("fr_FR")]),
            "image": if full { json!({ "url": "https://www.mfa.meridia.example/card.png", "width": 1200, "height": 630, "alt": text("Card"), "is_card": true }) } else { Json::Null },
            "published": some(full, "2026-11-02"), "modified": some(full, "2026-11-03"),
        },
        "json_ld_html": if full { "{\"@context\":\"https://schema.org\"}" } else { "" },
        "csp": "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'",
        "mark": some(full, "embargoed"),
    })
}

fn card(kind: &str, full: bool) -> Json {
    let statement = kind == "statement" && full;
    json!({
        "title": text("A document"), "url": "/en/press/two/", "summary": some(full, text("Summary")), "kind": kind,
        "subtype": some(statement, "press-release"), "reference": some(statement, "MFA/2026/041"),
        "published": some(full, day()), "withdrawn": full, "foreign": null, "mark": some(full, "draft"), "anchor": format!("two-{kind}-{full}"),
    })
}

fn foreign_card() -> Json {
    json!({
        "title": FOREIGN_MARK, "url": "/ar/faq/x/", "summary": FOREIGN_MARK, "kind": "faq", "subtype": null,
        "reference": null, "published": null, "withdrawn": false, "foreign": foreign(), "mark": null, "anchor": "x",
    })
}

fn file(foreign_too: bool) -> Json {
    json!({
        "title": if foreign_too { FOREIGN_MARK.to_owned() } else { text("Figures") }, "url": "/en/press/one/figures.csv",
        "format": "CSV", "size": "12 KB", "foreign": some(foreign_too, foreign()), "sha256": "9f86d081884c7d65".repeat(4),
    })
}

fn contact(full: bool) -> Json {
    json!({
        "id": "press", "name": text("Press office"), "email": some(full, "press@mfa.meridia.example"),
        "phone": some(full, "+999 20 555 0101"), "phone_url": some(full, "tel:+999205550101"), "hours": some(full, text("9–17")),
    })
}

fn picture(full: bool) -> Json {
    json!({
        "url": "/en/map.jpg", "width": some(full, 640), "height": some(full, 360), "alt": text("A map"),
        "sources": many(full, &[json!({ "media_type": "image/avif", "srcset": "/en/a.avif 480w, /en/b.avif 640w" })]),
        "caption": some(full, text("The coast")), "credit": some(full, text("Survey")),
        "foreign": some(full, foreign()),
    })
}

fn table(full: bool) -> Json {
    let row = |id: &str| {
        json!({ "anchor": some(full, format!("row-{id}")), "key": some(full, id), "cells": [
            { "text": text(id), "iso": null, "numeric": false, "header": full, "foreign": null },
            { "text": "2 November 2026", "iso": "2026-11-02", "numeric": false, "header": false, "foreign": null },
            { "text": "1,200", "iso": null, "numeric": true, "header": false, "foreign": null },
        ] })
    };
    json!({
        "caption": text("Gifts"),
        "columns": [
            { "title": text("Number"), "numeric": false, "foreign": null }, { "title": "Date", "numeric": false, "foreign": foreign() },
            { "title": "Value", "numeric": true, "foreign": null },
        ],
        "rows": [row("1"), row("2")],
        "totals": if full { json!([null, null, "2,400"]) } else { json!([]) },
    })
}

fn chart(form: &str, tabled: bool) -> Json {
    let bar = |label: &str, labelled: bool| {
        json!({
            "label": text(label), "value": "1,200", "start": "0%", "length": "50%", "place": "7%", "middle": "25%", "near": "7%",
            "far": "43%",
            "width": "36%", "labelled": labelled,
        })
    };
    json!({
        "id": format!("chart-{form}"), "form": form, "title": text("Gifts"), "description": text("Two bars."),
        "bars": [bar("July", true), bar("August", false)], "zero": some(tabled, "10%"),
        "table": some(tabled, table(false)),
    })
}

fn correction(link: &Json) -> Json {
    let foreign = !link["foreign"].is_null();
    let summary = if foreign { FOREIGN_MARK.to_owned() } else { text("A figure was wrong.") };
    json!({ "reference": "MFA/2026/041/Corr.1", "link": link, "summary": summary, "date": day() })
}

fn document(kind: &str, full: bool) -> Json {
    let change = |kind: &str, note: Json| json!({ "date": day(), "kind": kind, "note": note });
    let statement = json!({
        "reference": "MFA/2026/041", "subtype": "joint-statement", "dateline": some(full, text("Port Meridian")),
        "issuers": many(full, &[json!(text("Ministry")), json!(text("Kingdom"))]),
        "speaker": some(full, json!({ "text": text("Elena Vasconcel"), "by": text("Minister") })),
        "attribution": some(full, text("To the Spokesperson")), "delivery": some(full, "as-prepared"),
        "authority": some(full, "equal"), "authentic_languages": "English and French",
        "authentic": some(full, foreign_link("/ar/press/one/")),
        "quotes": many(full, &[json!({ "text": text("We agree."), "by": text("Minister") })]),
        "quick_facts": many(full, &[json!(text("Three"))]), "notes_to_editors": many(full, &[json!(text("A note"))]),
        "corrects": some(full, correction(&foreign_link("/ar/press/zero/"))),
        "cite_url": "https://www.mfa.meridia.example/en/press/one/", "share_url": "mailto:?subject=One&body=One",
    });
    let faq = json!({
        "short_answer": text("Yes."), "asked": many(full, &[json!(text("Is it?"))]),
        "sources": many(full, &[link("UN", "https://www.un.org/"), foreign_link("https://www.un.org/ar/")]),
        "valid_from": some(full, day()), "valid_until": some(full, day()),
    });
    let register = json!({
        "period": [day(), day()], "frequency": "quarterly", "nil_return": !full, "count": 2, "has_formulas": full, "legal_basis": some(full, text("Act 1")),
        "licence": some(full, text("CC0")), "table": table(full),
        "charts": many(full, &[chart("bars", true), chart("columns", true)]), "csv": file(false), "json": file(true),
    });
    json!({
        "kind": kind, "id": "one", "title": text("Title"), "summary": some(full, text("Summary")),
        "body_html": if full { "<p>Body</p><h2 id=\"first\">First</h2><p>More</p>" } else { "" },
        "contents": many(full, &[
            json!({ "level": 2, "id": "first", "text": text("First") }), json!({ "level": 3, "id": "first", "text": "Deep" }),
        ]),
        "published": some(full, day()), "updated": some(full, day()), "review_by": some(full, day()),
        "formerly": many(full, &[json!(text("MFA/2026/014"))]),
        "topics": many(full, &[link("Peace", "/en/topics/peace/"), foreign_link("/ar/topics/x/")]),
        "picture": some(full, picture(true)), "attachments": many(full, &[file(false), file(true)]),
        "related": many(full, &[card("faq", true), foreign_card()]),
        "contacts": many(full, &[contact(true), contact(false)]),
        "corrections": many(full, &[correction(&link("Corr.", "/en/press/c/")), correction(&foreign_link("/ar/press/c/"))]),
        "withdrawn": some(full, json!({ "date": day(), "reason": text("Superseded") })),
        "expired": some(full, day()),
        "stale": some(full, foreign_link("/ar/press/one/")),
        "changes": many(full, &[
            change("corrected", json!(text("A figure"))), change("changed", Json::Null), change("withdrawn", Json::Null), change("added", Json::Null),
        ]),
        "history_known": full, "previous": some(full, link("Before", "/en/a/")), "next": some(full, foreign_link("/ar/b/")),
        "chapters": many(full, &[link("Before", "/en/a/"), current("Title", "/en/press/one/"), foreign_link("/ar/b/")]),
        "all_chapters": some(full, json!("/en/guide/")),
        "owner": some(full, text("Consular Directorate")),
        "statement": some(kind == "statement", statement), "faq": some(kind == "faq", faq),
        "register": some(kind == "register", register),
    })
}

fn list(scope: &str, full: bool) -> Json {
    let mut groups = 0;
    let mut group = |heading: Json| {
        groups += 1;
        let mut items = [card("statement", true), card("page", false), foreign_card()];
        for item in &mut items {
            item["anchor"] = json!(format!("{}-{groups}", item["anchor"].as_str().unwrap_or_default()));
        }
        json!({ "heading": heading, "items": items })
    };
    let feed = |format: &str| json!({ "title": "x", "url": format!("/en/{format}"), "media_type": "application/rss+xml", "format": format });
    json!({
        "scope": scope, "kind": some(scope == "section", "statement"),
        "title": if full { FOREIGN_MARK } else { "Press" }, "summary": some(full, FOREIGN_MARK),
        "body_html": some(full, "<p>Body</p>"),
        "filters": many(full && scope == "section", &[
            json!({ "name": "topic", "options": [{ "link": link("Peace", "/en/press/topics/peace/"), "count": 2 }] }),
            json!({ "name": "year", "options": [{ "link": current("2026", "/en/press/2026/"), "count": 1200 }] }),
        ]),
        "filter": some(full, text("2026")), "all": some(full, "/en/press/"),
        "groups": many(full, &[group(link("Peace", "/en/topics/peace/")), group(foreign_link("/ar/t/"))]),
        "sections": many(full, &[link("Archive", "/en/press/archive/")]),
        "count": if full { 45 } else { 0 }, "elsewhere": if full { 3 } else { 0 }, "page": if full { 2 } else { 1 },
        "pages": if full { 3 } else { 1 }, "previous": some(full, "/en/press/"), "next": some(full, "/en/press/page/3/"),
        "feeds": many(full, &[feed("rss"), feed("atom"), feed("json")]), "foreign": some(full, foreign()),
    })
}

fn pages(full: bool) -> Vec<(&'static str, &'static str, Json)> {
    let section = |link: Json, kind: &str| json!({ "link": link, "summary": some(full, text("Summary")), "kind": kind, "count": 4 });
    let sections = [section(link("Press", "/en/press/"), "statement"), section(link("FAQ", "/en/faq/"), "faq")];
    let topics = [
        json!({ "link": link("Peace", "/en/topics/peace/"), "count": 2 }),
        json!({ "link": foreign_link("/ar/t/"), "count": 1 }),
    ];
    let row = |missing: &[Json]| json!({ "lang": "fr", "name": "French", "done": 10, "stale": 2, "missing": many(full, missing) });
    let coverage = json!({ "sections": many(full, &[json!({
        "link": link("Press", "/en/press/"), "total": 12, "languages": [row(&[card("page", false), foreign_card()]), row(&[])],
    })]) });
    let entry = |note: Json, card: Json| json!({ "date": day(), "kind": "added", "card": card, "note": note });
    let changes = json!({
        "history_known": full,
        "entries": many(full, &[entry(json!(text("New")), card("statement", true)), entry(Json::Null, foreign_card())]),
    });
    let feed = json!({ "title": "x", "url": "/en/feed.json", "media_type": "application/feed+json", "format": "json" });
    let home = json!({
        "title": text("Welcome"), "summary": some(full, text("Summary")), "body_html": some(full, "<p>Body</p>"),
        "lead": some(full, card("statement", true)), "latest": many(full, &[card("statement", true), card("statement", false)]),
        "asked": many(full, &[card("faq", true)]),
        "registers": many(full, &[card("register", true), foreign_card()]), "sections": many(full, &sections), "topics": many(full, &topics),
    });
    let language = |lang: &str, dir: &str, endonym: &str| json!({ "lang": lang, "dir": dir, "endonym": endonym, "url": format!("/{lang}/"), "institution": text("MFA"), "prompt": endonym });
    let chooser = json!({ "languages": [language("en", "ltr", "English"), language("ar", "rtl", FOREIGN_MARK)] });
    let moved = if full {
        json!({ "url": "/en/new/", "gone": false, "held": false, "reason": null, "reason_foreign": null })
    } else {
        json!({ "url": null, "gone": true, "held": true, "reason": text("Obsolete"), "reason_foreign": foreign() })
    };
    vec![
        ("page.html", "doc", document("page", full)),
        ("statement.html", "doc", document("statement", full)),
        ("faq.html", "doc", document("faq", full)),
        ("register.html", "doc", document("register", full)),
        ("section.html", "list", list("section", full)),
        ("topic.html", "list", list("topic", full)),
        ("home.html", "home", home),
        ("topics.html", "topics", many(full, &topics)),
        ("coverage.html", "coverage", coverage),
        ("changes.html", "changes", changes),
        (
            "feeds.html",
            "feeds",
            json!({ "groups": many(full, &[json!({ "link": link("All", "/en/"), "feeds": [feed] })]) }),
        ),
        (
            "transparency.html",
            "transparency",
            json!({ "pages": many(full, &sections), "registers": many(full, &[card("register", true)]) }),
        ),
        ("search.html", "search", search(full)),
        (
            "index.html",
            "index",
            json!({
                "letters": many(full, &[
                    json!({ "letter": "#", "entries": [link("2026", "/en/x/")] }),
                    json!({ "letter": "É", "entries": [link("École", "/en/e/"), foreign_link("/ar/e/")] }),
                ]),
                "dated": many(full, &[link("Press", "/en/press/")]),
            }),
        ),
        (
            "404.html",
            "not_found",
            json!({ "sections": many(full, &sections), "indexes": [link("A to Z", "/en/a-z/"), link("Topics", "/en/topics/")] }),
        ),
        ("chooser.html", "chooser", chooser.clone()),
        ("404-chooser.html", "chooser", chooser),
        ("moved.html", "moved", moved),
    ]
}

fn search(full: bool) -> Json {
    let choice = |value: &str| json!({ "value": value, "title": text(value) });
    json!({
        "index": "/en/pagefind/", "kinds": many(full, &[choice("faq"), choice("page")]),
        "topics": many(full, &[choice("peace")]), "digits": "0123456789",
        "counts": [{ "category": "other", "text": text("{n} results for {query}"), "all": text("{n} results") }],
        "instead": many(full, &[link("All topics", "/en/topics/"), foreign_link("/ar/press/")]),
    })
}

fn directives(full: bool) -> Vec<(&'static str, Json)> {
    let body = "<p>Body</p>";
    vec![
        (
            "directives/notice.html",
            json!({ "severity": "danger", "title": some(full, text("Mind")), "body_html": body }),
        ),
        (
            "directives/quote.html",
            json!({
                "body_html": body, "by": some(full, text("Minister")), "source": some(full, "https://www.un.org/"),
                "lang": some(full, "fr"),
            }),
        ),
        (
            "directives/figure.html",
            json!({ "picture": picture(full), "body_html": if full { body } else { "" }, "decorative": !full }),
        ),
        (
            "directives/video.html",
            json!({
                "src": "/en/film.mp4", "poster": some(full, "/en/film.jpg"), "captions": some(full, "/en/film.vtt"),
                "captions_lang": some(full, "en"), "title": some(full, text("Film")), "body_html": if full { body } else { "" },
            }),
        ),
        (
            "directives/image.html",
            json!({ "picture": picture(full), "title": if full { text("Map") } else { String::new() } }),
        ),
        ("directives/contact.html", json!({ "contact": contact(full) })),
        ("directives/data.html", json!({ "table": table(full), "chart": some(full, chart("bars", false)) })),
    ]
}
