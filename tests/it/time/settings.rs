//! Tests that site.toml and redirects.csv do not reveal hidden texts through a topic, a menu, a notice or an old
//! address.

use support::{Output, Site};

/// Makes a site whose settings name a text held back until 1 December, 10:00 UTC, and a draft.
fn site() -> Site {
    let waiting = "+++\nquestion = \"Qzx?\"\nshort_answer = \"Qzx.\"\ntopics = [\"qzxtopic\"]\n\
                   embargo = \"2026-12-01T10:00:00Z\"\n+++\n\nQzx.\n";
    Site::minimal()
        .append(
            "site.toml",
            "\n[[topic]]\nid = \"qzxtopic\"\nname = { en = \"Qzx topic\", fr = \"Qzx sujet\" }\n\
             \n[[notice]]\nseverity = \"crisis\"\nstart = \"2026-12-01T10:00:00Z\"\nexpires = 2026-12-03\n\
             text = { en = \"Qzx notice.\", fr = \"Qzx avis.\" }\nlink = \"faq/qzx\"\n",
        )
        .file("content/faq/qzx.en.md", waiting)
        .file("content/qzxdraft.en.md", "+++\ntitle = \"Qzx\"\nstate = \"draft\"\n+++\n\nQzx.\n")
}

/// Returns the files whose path or bytes name the hidden text.
fn naming(output: &Output) -> Vec<&str> {
    let names = |bytes: &[u8]| bytes.windows(3).any(|window| window.eq_ignore_ascii_case(b"qzx"));
    let found = output.files.iter().filter(|(path, bytes)| names(path.as_bytes()) || names(bytes));
    found.map(|(path, _)| path.as_str()).collect()
}

#[test]
fn a_topic_and_a_notice_are_in_no_byte_before_their_hour() {
    let site = site();
    let at = |now: &str| support::build(&site.path(), &site.out(), now, &[]).sound();
    assert_eq!(naming(&at("2026-12-01T09:59:59Z")), [""; 0]);
    let after = at("2026-12-01T10:00:00Z");
    assert!(after.text("en/index.html").contains("Qzx notice."));
    assert!(after.text("en/topics/qzxtopic/index.html").contains("Qzx?"));
}

#[test]
fn a_menu_shows_a_held_back_text_from_its_hour_on() {
    let toml = std::fs::read_to_string(site().path().join("site.toml")).unwrap();
    let menu = format!("{toml}\n[menu]\nmain = [\"faq/qzx\", \"qzxdraft\"]\nfooter = [\"qzxdraft\"]\n");
    let site = site().file("site.toml", menu);
    let at = |now: &str| support::build(&site.path(), &site.out(), now, &[]).sound();
    assert_eq!(naming(&at("2026-12-01T09:59:59Z")), [""; 0]);
    let after = at("2026-12-01T10:00:00Z");
    assert!(after.text("en/about/index.html").contains("/en/faq/qzx/") && !after.stderr.contains("qzxdraft"));
}

#[test]
fn a_redirect_to_a_held_back_text_is_an_error() {
    for to in ["/en/faq/qzx/", "/en/topics/qzxtopic/", "/en/qzxdraft/"] {
        let output = site().file("redirects.csv", format!("old,new,status\n/old,{to},301\n")).build();
        assert_eq!(output.status, 1);
        assert!(output.stderr.contains("redirects.csv:2:1: error[broken-link]"), "{}", output.stderr);
        assert!(output.files.is_empty(), "{:?}", output.files.keys());
    }
}
