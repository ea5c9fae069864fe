//! Files beside the texts: what browsers don't show, and what no text uses, is said once, at its place.

use support::{Output, Site};

const ABOUT: &str = "content/about.en.md";
const HEIC: &[u8] = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";
const TIFF: &[u8] = b"II*\0\x08\0\0\0\0\0";
const GIF: &[u8] = b"GIF89a\x01\0\x01\0\0\0\0;";

fn about(front: &str, body: &str) -> String {
    format!("+++\ntitle = \"About us\"\n{front}+++\n\n{body}\n")
}

fn faults(built: &Output) -> Vec<String> {
    built.faults().iter().map(|fault| fault.split(']').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_picture_that_browsers_do_not_show_is_an_error_at_its_place() {
    for (name, bytes) in [
        ("harbour.heic", HEIC),
        ("harbour.jpg", HEIC),
        ("scan.tiff", TIFF),
        ("scan.png", b"no picture"),
        ("plan.pdf", b"%PDF-1.7"),
        ("raw.dng", TIFF),
        ("empty.jpg", b""),
    ] {
        for (front, body) in [
            (String::new(), format!("![A harbour]({name})")),
            (String::new(), format!("::: figure src=\"{name}\" alt=\"A harbour\"\n:::")),
            (format!("image = {{ src = \"{name}\", alt = \"A harbour\" }}\n"), "Text.".to_owned()),
        ] {
            let site = Site::minimal().file(ABOUT, about(&front, &body)).file(&format!("content/{name}"), bytes);
            let site = site.file("content/about.fr.md", about("slug = \"a-propos\"\n", &body));
            // The lead picture of the source needs its words in French.
            let site = if front.is_empty() { site } else { site.without("content/about.fr.md") };
            let built = site.build();
            let line = if front.is_empty() { "content/about.en.md:5:" } else { "content/about.en.md:3:" };
            let all = built.faults();
            assert!(
                matches!(&all[..], [one] if one.contains("error[unshown-picture]") && one.contains(line)),
                "{name}: {all:?}"
            );
        }
    }
}

#[test]
fn what_browsers_show_or_readers_download_is_no_fault() {
    let front = "attachments = [{ file = \"harbour.heic\", title = \"The original\" }]\n";
    let site = Site::minimal().file(ABOUT, about(front, "![A dot](dot.gif) [scan](scan.tiff)"));
    let site = site.file("content/dot.gif", GIF).file("content/harbour.heic", HEIC).file("content/scan.tiff", TIFF);
    let _ = site.build().sound();
}

#[test]
fn a_file_that_no_text_uses_is_a_warning() {
    for name in ["notes.txt", "Statement.docx", "harbour.heic", "map.svg", "table.csv", "no ending"] {
        let built = Site::minimal().file(&format!("content/press/{name}"), "x").build();
        let all = built.faults();
        let place = format!("content/press/{name}");
        assert_eq!(built.status, 0, "{name}");
        assert!(
            matches!(&all[..], [one] if one.contains("warning[unused-file]") && one.contains(&place)),
            "{name}: {all:?}"
        );
    }
}

#[test]
fn what_a_hidden_text_or_another_language_uses_is_used() {
    const SVG: &str =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\"><path d=\"M0 0h4v4z\"/></svg>";
    let draft = about("state = \"draft\"\nattachments = [{ file = \"later.pdf\", title = \"Later\" }]\n", "Text.");
    let site = Site::minimal().file("content/later.en.md", draft).file("content/later.pdf", "%PDF");
    let site = site.file(ABOUT, about("", "![A square](map.svg)")).file("content/map.svg", SVG);
    let _ = site.file("content/map.fr.svg", SVG.replace("M0", "M1")).build().sound();
}

#[test]
fn what_systems_and_editors_leave_is_passed_over() {
    let mut site = Site::minimal();
    for name in
        ["Thumbs.db", "desktop.ini", ".DS_Store", "._map.svg", "Icon\r", "~$Statement.docx", "a.md~", ".~lock.a.odt#"]
    {
        site = site.file(&format!("content/press/{name}"), "x").file(&format!("static/{name}"), "x");
    }
    let built = site.build().sound();
    assert!(!built.files.keys().any(|path| path.contains("Thumbs") || path.contains("~$")), "{:?}", built.files.keys());
}

#[test]
fn a_mistake_in_a_text_does_not_make_its_files_unused() {
    let file = ("content/map.pdf", "%PDF");
    for (text, code) in [
        (about("attachments = [{ file = \"Map.pdf\", title = \"Map\" }]\n", "Text."), "error[broken-attachment"),
        (about("attachments = [{ file = \"map.pdf\", title = \"Map }]\n", "Text."), "error[toml-syntax"),
        (about("", "[map](mapp.pdf)"), "error[broken-link"),
    ] {
        let built = Site::minimal().file(ABOUT, text).file(file.0, file.1).build();
        let all = faults(&built);
        assert!(
            all.iter().all(|fault| !fault.contains("unused-file")) && all.iter().any(|fault| fault.contains(code)),
            "{all:?}"
        );
    }
    let built = Site::minimal().file("content/notes.md", about("", "[map](map.pdf)")).file(file.0, file.1).build();
    assert!(matches!(&faults(&built)[..], [one] if one.contains("bad-file-name")), "{:?}", built.faults());
}
