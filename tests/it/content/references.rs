//! References to files and addresses: found, published and shown under one reading, with names that need encoding.

use support::{Output, Site, html};

fn about(body: &str) -> Site {
    Site::minimal().file("content/about.en.md", format!("+++\ntitle = \"About us\"\n+++\n\n{body}\n"))
}

/// The addresses in an attribute of the text's elements.
fn addresses(built: &Output, css: &str, attribute: &str) -> Vec<String> {
    let page = scraper::Html::parse_document(built.text("en/about/index.html"));
    html::all(&page, css).iter().filter_map(|element| element.attr(attribute).map(str::to_owned)).collect()
}

/// Whether an address, decoded as a server does, is a file of the output.
fn answers(built: &Output, address: &str) -> bool {
    let path = address.trim_start_matches("https://www.example.org").split(['#', '?']).next().unwrap();
    built.files.contains_key(html::decoded(path).trim_start_matches('/'))
}

#[test]
fn a_file_is_published_however_its_name_is_written() {
    for (name, reference, suffix) in [
        ("note a.pdf", "note%20a.pdf", ""),
        ("note a.pdf", "<note a.pdf>", ""),
        ("note a.pdf", "note%20a.pdf#page=3", "#page=3"),
        ("Annex #1.pdf", "<Annex #1.pdf>", ""),
        ("Annex #1.pdf", "Annex%20%231.pdf", ""),
        ("What now?.pdf", "<What now?.pdf>", ""),
        ("100%.pdf", "100%25.pdf", ""),
        ("100%25.pdf", "100%25.pdf", ""),
        ("re\u{301}sume\u{301}.pdf", "r%C3%A9sum%C3%A9.pdf", ""),
    ] {
        let built = about(&format!("See [the annex]({reference}).")).file(&format!("content/{name}"), "%PDF").build();
        let built = built.sound();
        let found = addresses(&built, ".prose a", "href");
        assert_eq!(found.len(), 1, "{name} as {reference}: {found:?}");
        assert!(answers(&built, &found[0]) && found[0].ends_with(suffix), "{name} as {reference}: {found:?}");
        assert!(found[0].starts_with("/files/"), "{found:?}");
    }
}

#[test]
fn attachments_and_pictures_may_have_any_name() {
    const SVG: &str =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\"><path d=\"M0 0h4v4z\"/></svg>";
    let front = "attachments = [{ file = \"Annex #1.pdf\", title = \"Annex\" }]\n\
                 image = { src = \"What now?.svg\", alt = \"A square\" }";
    let site = Site::minimal()
        .file("content/about.en.md", format!("+++\ntitle = \"About us\"\n{front}\n+++\n\n![Map](map%20%231.svg)\n"))
        .file("content/about.fr.md", format!("+++\ntitle = \"Nous\"\n{front}\n+++\n\nNous.\n"))
        .file("content/Annex #1.pdf", "%PDF")
        .file("content/What now?.svg", SVG)
        .file("content/map #1.svg", SVG.replace("M0", "M1"));
    let built = site.build().sound();
    let mut all = addresses(&built, "main img", "src");
    assert_eq!(all.len(), 2, "{all:?}");
    all.extend(addresses(&built, "a[href*='/files/']", "href"));
    all.extend(addresses(&built, "meta[property='og:image']", "content"));
    assert!(all.len() >= 4 && all.iter().all(|address| answers(&built, address)), "{all:?}");
}

#[test]
fn an_address_of_the_site_is_decoded_once() {
    for (name, reference, href) in [
        ("st a.txt", "/st%20a.txt", "/st%20a.txt"),
        ("st a.txt", "/st%20a.txt#x", "/st%20a.txt#x"),
        ("Annex #1.txt", "/Annex%20%231.txt", "/Annex%20%231.txt"),
        ("st.txt", "/st.txt?v=2", "/st.txt?v=2"),
    ] {
        let built = about(&format!("[x]({reference})")).file(&format!("static/{name}"), "x").build().sound();
        assert_eq!(addresses(&built, ".prose a", "href"), [href], "{reference}");
    }
}

#[test]
fn what_is_not_there_is_said() {
    for (body, code) in [
        ("[x](note%20a.pdf)", "broken-link"),
        ("[x](/st%20b.txt)", "broken-link"),
        ("![x](none%20a.svg)", "broken-image"),
        ("[x](%2e%2e/%2e%2e/%2e%2e/secret.pdf)", "outside-tree"),
    ] {
        let built = about(body).build();
        assert!(matches!(&built.faults()[..], [fault] if fault.contains(code)), "{body}: {}", built.stderr);
    }
}

#[test]
fn versions_of_a_picture_may_have_any_name() {
    let name = "What now? #1, 2%20.png";
    let front = format!("image = {{ src = \"{name}\", alt = \"A square\" }}");
    let site = Site::minimal()
        .file("content/about.en.md", format!("+++\ntitle = \"About us\"\n{front}\n+++\n\n![A square](<{name}>)\n"))
        .file("content/about.fr.md", format!("+++\ntitle = \"Nous\"\n{front}\n+++\n\nNous.\n"))
        .file(&format!("content/{name}"), crate::lab::full_site::png(700, 20));
    let built = site.build().sound();
    let mut all = addresses(&built, "main img", "src");
    for set in addresses(&built, "main source", "srcset") {
        all.extend(set.split(", ").map(|version| version.split(' ').next().unwrap_or_default().to_owned()));
    }
    all.extend(addresses(&built, "meta[property='og:image']", "content"));
    assert!(all.len() >= 5 && all.iter().all(|address| answers(&built, address)), "{all:?}");
}
