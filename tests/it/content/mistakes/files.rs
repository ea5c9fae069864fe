//! Names, encodings and places of files.

use super::{ABOUT, Mistake, TREATY, judge, site};
use support::Site;

fn text(title: &str) -> String {
    format!("+++\ntitle = \"{title}\"\n+++\n\nText.\n")
}

/// The site with a file under another name.
fn renamed(site: Site, from: &str, to: &str) -> Site {
    let text = site.read(from);
    site.without(from).file(to, text)
}

/// The site with a folder under another name.
fn moved(site: Site, from: &str, to: &str) -> Site {
    std::fs::rename(site.path().join(from), site.path().join(to)).unwrap();
    site
}

fn utf16(text: &str) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

pub(super) fn all() -> Vec<Mistake> {
    vec![
        site("a page without a language", "content/notes.md: error[bad-file-name]", |site| {
            site.file("content/notes.md", text("Notes"))
        }),
        site("a name with capitals and spaces", "content/Über Uns.en.md: error[bad-file-name]", |site| {
            site.file("content/Über Uns.en.md", text("Über uns"))
        }),
        site("a language that the site has not", "content/about.de.md: error[undeclared-language]", |site| {
            site.file("content/about.de.md", text("Über uns"))
        }),
        site("a language by its name", "content/about.english.md: error[bad-language-tag]", |site| {
            renamed(site, ABOUT, "content/about.english.md")
        }),
        site("a language with an underscore", "content/about.en_GB.md: error[bad-language-tag]", |site| {
            renamed(site, ABOUT, "content/about.en_GB.md")
        }),
        site("a source without a language", "content/about.md: error[bad-file-name]", |site| {
            renamed(site, ABOUT, "content/about.md")
        }),
        site("a text saved as .md.txt", "content/about.en.md.txt: error[bad-file-name]", |site| {
            renamed(site, ABOUT, "content/about.en.md.txt")
        }),
        site("a text saved as .markdown", "content/about.en.markdown: error[bad-file-name]", |site| {
            renamed(site, ABOUT, "content/about.en.markdown")
        }),
        site("a text saved as .MD", "content/about.en.MD: error[bad-file-name]", |site| {
            renamed(site, ABOUT, "content/about.en.MD")
        }),
        site("a copy by the file manager", "content/about (1).en.md: error[bad-file-name]", |site| {
            site.file("content/about (1).en.md", text("About us"))
        }),
        site("a source that was renamed", "content/press/treaty.fr.md: error[orphan-translation]", |site| {
            renamed(site, TREATY, "content/press/treaty-signed.en.md")
        }),
        site("a source that was deleted", "content/faq/visa.fr.md: error[orphan-translation]", |site| {
            site.without("content/faq/visa.en.md").file(
                "content/faq/visa.fr.md",
                "+++\nquestion = \"Q\"\nshort_answer = \"A\"\ntranslated_from = \"0123456789abcdef\"\n+++\n\nX.\n",
            )
        }),
        site("a page twice", "content/about/index.en.md: error[duplicate-language]", |site| {
            site.file("content/about/index.en.md", text("About us"))
        }),
        site("Latin 1", "content/about.en.md:2:13: error[invalid-utf8]", |site| {
            site.file(ABOUT, b"+++\ntitle = \"caf\xe9\"\n+++\n\nText.\n")
        }),
        site("UTF-16", "content/about.en.md:1:1: error[invalid-utf8]", |site| {
            site.file(ABOUT, utf16(&text("About us")))
        }),
        site("a folder of the source with a new name", "site.toml:15:1: error[unknown-section]", |site| {
            moved(site, "content/press", "content/news")
        }),
        site("a folder with a capital", "site.toml:15:1: error[unknown-section]", |site| {
            moved(site, "content/press", "content/Press")
        }),
        site("a folder in two words", "site.toml:15:1: error[unknown-section]", |site| {
            moved(site, "content/press", "content/press releases")
        }),
        site("a folder that others link into, with a new name", "site.toml:15:1: error[unknown-section]", |site| {
            let site = moved(site, "content/press", "content/news");
            site.file(ABOUT, "+++\ntitle = \"A\"\n+++\n\n[Treaty](press/treaty.en.md)\n")
        }),
        site("a folder that was deleted", "site.toml:19:1: error[unknown-section]", |site| {
            std::fs::remove_dir_all(site.path().join("content/faq")).unwrap();
            site
        }),
        site("a reference twice", "content/press/treaty.en.md:5:13: error[duplicate-reference]", |site| {
            let text = site.read(TREATY);
            site.file("content/press/other.en.md", text)
        }),
        site("a slug twice", "content/zz.en.md:3:8: error[duplicate-address]", |site| {
            site.file("content/zz.en.md", "+++\ntitle = \"Z\"\nslug = \"about\"\n+++\n\nText.\n")
        }),
        site("a translation that says it differently", "content/about.fr.md:3:1: error[contradictory-field]", |site| {
            site.file(ABOUT, "+++\ntitle = \"A\"\nowner = \"Press\"\n+++\n\nText.\n")
                .file("content/about.fr.md", "+++\ntitle = \"Q\"\nowner = \"Presse\"\n+++\n\nTexte.\n")
        }),
        site("a stamp that is not the source's", "content/about.fr.md:3:19: warning[stale-translation]", |site| {
            site.file(
                "content/about.fr.md",
                "+++\ntitle = \"x\"\ntranslated_from = \"0123456789abcdef\"\n+++\n\nTexte.\n",
            )
        }),
        site("a table where a list of tables is", "content/about.en.md:3:1: error[wrong-type]", |site| {
            site.file("content/annex.pdf", "%PDF").file(
                ABOUT,
                "+++\ntitle = \"A\"\n[attachments]\nfile = \"annex.pdf\"\ntitle = \"Annex\"\n+++\n\nText.\n",
            )
        }),
        site("a picture without its text", "content/about.en.md:5:1: error[image-without-alt]", |site| {
            site.file("content/map.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>")
                .file(ABOUT, "+++\ntitle = \"A\"\n+++\n\n![](map.svg) Text.\n")
        }),
        site("a picture that is none", "content/map.svg: error[unreadable-picture]", |site| {
            site.file(ABOUT, "+++\ntitle = \"A\"\n+++\n\n![A map](map.svg)\n").file("content/map.svg", "<svg>")
        }),
    ]
}

#[test]
fn a_mistake_in_a_file_gives_one_message() {
    judge(all());
}
