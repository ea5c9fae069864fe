//! Contacts in the structured data of the home page: those that readers see, and no others.

use support::Site;

const CONTACTS: &str = "\n[[contact]]\nid = \"press\"\nname = { en = \"Press office\", fr = \"Presse\" }\nemail = \"press@example.org\"\n\
                        \n[[contact]]\nid = \"talks\"\nname = { en = \"Talks qzxdesk\", fr = \"Talks qzxdesk\" }\nphone = \"+999 20 555 0177\"\n";

fn about(front: &str, body: &str) -> Site {
    let site = Site::minimal().append("site.toml", CONTACTS);
    site.file("content/about.en.md", "+++\ntitle = \"About us\"\ncontacts = [\"press\"]\n+++\n\nWho we are.\n")
        .file("content/talks.en.md", format!("+++\ntitle = \"Talks\"\n{front}\n+++\n\n{body}\n"))
}

#[test]
fn a_contact_that_hidden_texts_alone_name_is_in_no_byte() {
    for (front, body) in [
        ("embargo = \"2027-01-01T10:00Z\"\ncontacts = [\"talks\"]", "Text."),
        ("state = \"draft\"", "::: contact talks\n:::"),
    ] {
        let site = about(front, body);
        let built = site.build().sound();
        assert!(built.text("en/index.html").contains("press@example.org"));
        for (path, bytes) in &built.files {
            let text = String::from_utf8_lossy(bytes);
            assert!(!text.contains("qzxdesk") && !text.contains("555 0177"), "{path}");
        }
    }
}

#[test]
fn a_contact_that_a_text_shows_is_named() {
    for (front, body) in [("contacts = [\"talks\"]", "Text."), ("", "::: contact talks\n:::")] {
        let built = about(front, body).build().sound();
        let home = built.text("en/index.html");
        assert!(home.contains("qzxdesk") && home.contains("press@example.org"), "{home}");
    }
}
