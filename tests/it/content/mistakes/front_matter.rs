//! Front matter as people write it.

use super::{ABOUT, Mistake, TREATY, about, changed, front, judge};

/// One line of front matter, with the column and code of what is said of it.
const LINES: &[(&str, &str)] = &[
    // Apostrophes and quotation marks.
    ("summary = 'The Minister's visit'", "3:24 error[toml-syntax]"),
    ("summary = 'L'ambassade et l'État'", "3:13 error[toml-syntax]"),
    ("summary = \"The \"new\" rules\"", "3:16 error[toml-syntax]"),
    ("summary = “A statement”", "3:11 error[toml-syntax]"),
    ("summary = «Déclaration»", "3:11 error[toml-syntax]"),
    ("summary = « Déclaration »", "3:11 error[toml-syntax]"),
    ("summary = „Erklärung“", "3:11 error[toml-syntax]"),
    ("summary = ‘A statement’", "3:11 error[toml-syntax]"),
    ("summary = 「声明」", "3:11 error[toml-syntax]"),
    ("summary = ＂声明＂", "3:11 error[toml-syntax]"),
    ("summary = \"A statement”", "3:23 error[toml-syntax]"),
    ("summary = “A statement\"", "3:11 error[toml-syntax]"),
    ("summary = `A statement`", "3:11 error[toml-syntax]"),
    ("summary = \"A statement", "3:11 error[toml-syntax]"),
    ("summary = A statement\"", "3:11 error[toml-syntax]"),
    ("summary = A statement", "3:11 error[toml-syntax]"),
    ("summary = Заявление", "3:11 error[toml-syntax]"),
    ("summary = بيان", "3:11 error[toml-syntax]"),
    ("summary = \"\"\"A statement", "3:11 error[toml-syntax]"),
    ("summary = \"C:\\texts\\media\"", "3:14 error[toml-syntax]"),
    ("topics = [“trade”]", "3:11 error[toml-syntax]"),
    // The form of a field.
    ("summary: \"A statement\"", "3:1 error[toml-syntax]"),
    ("summary： \"声明\"", "3:1 error[toml-syntax]"),
    ("topics:\n  - trade\n  - visas", "3:1 error[toml-syntax]"),
    ("summary == \"x\"", "3:10 error[toml-syntax]"),
    ("summary := \"x\"", "3:1 error[toml-syntax]"),
    ("summary =", "3:1 error[toml-syntax]"),
    ("summary", "3:1 error[toml-syntax]"),
    ("= \"x\"", "3:3 error[toml-syntax]"),
    ("summary = \"x\",", "3:14 error[toml-syntax]"),
    ("summary = \"x\";", "3:14 error[toml-syntax]"),
    ("summary = \"x\" // a remark", "3:15 error[toml-syntax]"),
    ("summary = \"x\" \"y\"", "3:13 error[toml-syntax]"),
    ("<!-- a remark -->", "3:1 error[toml-syntax]"),
    ("// a remark", "3:1 error[toml-syntax]"),
    ("## Heading in the wrong place\nText that belongs below", "4:1 error[toml-syntax]"),
    ("topics = [\"trade\"", "3:10 error[toml-syntax]"),
    ("topics = [\"trade\" \"trade\"]", "3:19 error[toml-syntax]"),
    ("topics = [trade]", "3:11 error[toml-syntax]"),
    ("topics = trade", "3:10 error[toml-syntax]"),
    ("image = { src = \"a.svg\", alt = \"A\"", "3:9 error[toml-syntax]"),
    ("image = { src: \"a.svg\", alt: \"A\" }", "3:14 error[toml-syntax]"),
    ("source = True", "3:10 error[toml-syntax]"),
    ("source = yes", "3:10 error[toml-syntax]"),
    ("source = oui", "3:10 error[toml-syntax]"),
    ("order = 1,5", "3:9 error[toml-syntax]"),
    // White space that is none.
    ("summary\u{a0}= \"x\"", "3:8 error[toml-syntax]"),
    ("summary =\u{a0}\"x\"", "3:10 error[toml-syntax]"),
    ("\u{3000}summary = \"x\"", "3:1 error[toml-syntax]"),
    ("summary\u{200b} = \"x\"", "3:8 error[toml-syntax]"),
    ("summary =\u{202f}\"x\"\u{a0}", "3:10 error[toml-syntax]"),
    // Fields twice.
    ("title = \"Again\"", "3:1 error[duplicate-field]"),
    ("[extra]\na = 1\n[extra]\nb = 2", "5:1 error[duplicate-field]"),
    // Dates.
    ("date = 26/11/2026", "3:8 error[bad-date]"),
    ("date = 26.11.2026", "3:8 error[bad-date]"),
    ("date = 26 November 2026", "3:8 error[bad-date]"),
    ("date = 2026-11-31", "3:8 error[bad-date]"),
    ("date = 2026-13-01", "3:8 error[bad-date]"),
    ("date = 2026-11-3", "3:8 error[bad-date]"),
    ("date = 2026年11月3日", "3:8 error[bad-date]"),
    ("date = \"26/11/2026\"", "3:8 error[bad-date]"),
    ("date = \"26 November 2026\"", "3:8 error[bad-date]"),
    ("date = \"3 de noviembre de 2026\"", "3:8 error[bad-date]"),
    ("date = \"3 ноября 2026 г.\"", "3:8 error[bad-date]"),
    ("date = \"3 نوفمبر 2026\"", "3:8 error[bad-date]"),
    ("date = \"2026-02-29\"", "3:8 error[bad-date]"),
    ("date = \"today\"", "3:8 error[bad-date]"),
    ("date = \"\"", "3:8 error[bad-date]"),
    ("date = 20261126", "3:8 error[wrong-type]"),
    ("date = 2026-11-03 14:00 CET", "3:8 error[bad-date]"),
    ("date = \"14:00 CET\"", "3:8 error[bad-date]"),
    ("date = 2026-10-25T01:30:00", "3:8 error[bad-date]"),
    ("embargo = 2026-12-01", "3:11 error[bad-zone]"),
    ("embargo = 2026-12-01T14:00:00", "3:11 error[bad-zone]"),
    ("embargo = \"2026-12-01 14:00 CET\"", "3:11 error[bad-date]"),
    ("embargo = \"2026-12-01T14:00[Europe/Bruxelles]\"", "3:11 error[bad-zone]"),
    ("embargo = \"2026-12-01T14:00+05:00[Europe/Lisbon]\"", "3:11 error[bad-zone]"),
    // Names of fields.
    ("sumary = \"x\"", "3:1 error[unknown-field]"),
    ("Summary = \"x\"", "3:1 error[unknown-field]"),
    ("tags = [\"trade\"]", "3:1 error[unknown-field]"),
    ("description = \"x\"", "3:1 error[unknown-field]"),
    ("date de publication = 2026-11-03", "3:1 error[unknown-field]"),
    ("тема = \"trade\"", "3:1 error[unknown-field]"),
    ("layout = \"page\"", "3:1 error[unknown-field]"),
    ("draft = true", "3:1 error[unknown-field]"),
    ("image = { scr = \"a.svg\", alt = \"A\" }", "3:11 error[unknown-field]"),
    ("image = { src = \"about.en.md\" }", "3:9 error[missing-field]"),
    // Values.
    ("topics = \"trade\"", "3:10 error[wrong-type]"),
    ("topics = [1]", "3:11 error[wrong-type]"),
    ("aliases = \"/en/old/\"", "3:11 error[wrong-type]"),
    ("aliases = [\"en/old/\"]", "3:12 error[bad-value]"),
    ("order = \"first\"", "3:9 error[wrong-type]"),
    ("order = \"1\"", "3:9 error[wrong-type]"),
    ("source = \"true\"", "3:10 error[wrong-type]"),
    ("summary = 2026", "3:11 error[wrong-type]"),
    ("summary = [\"x\"]", "3:11 error[wrong-type]"),
    ("summary = \"\"", "3:11 error[bad-value]"),
    ("summary = \"   \"", "3:11 error[bad-value]"),
    ("state = \"Draft\"", "3:9 error[bad-value]"),
    ("state = \"publishd\"", "3:9 error[bad-value]"),
    ("state = \"live\"", "3:9 error[bad-value]"),
    ("state = \"withdrawn\"\nwithdrawn_on = 2026-11-03", "3:9 error[missing-field]"),
    ("kind = \"Statement\"", "3:8 error[bad-value]"),
    ("slug = \"Über uns\"", "3:8 error[bad-value]"),
    ("slug = \"about_us\"", "3:8 error[bad-value]"),
    ("topics = [\"Trade\"]", "3:11 error[unknown-topic]"),
    ("topics = [\"trad\"]", "3:11 error[unknown-topic]"),
    ("related = [\"M/2026/01\"]", "3:12 error[unknown-document]"),
    ("contacts = [\"press\"]", "3:13 error[unknown-contact]"),
    ("image = \"photo.jpg\"", "3:9 error[wrong-type]"),
    ("image = { src = \"photo.jpg\", alt = \"\" }", "3:36 error[bad-value]"),
    ("image = { src = \"photo.jpg\", alt = \"A photograph\" }", "3:17 error[broken-image]"),
    ("attachments = [\"annex.pdf\"]", "3:16 error[wrong-type]"),
    ("[[attachments]]\nfile = \"annex.pdf\"\ntitle = \"Annex\"", "4:8 error[broken-attachment]"),
    ("[[attachments]\nfile = \"annex.pdf\"\ntitle = \"Annex\"", "3:1 error[toml-syntax]"),
    ("[[attachments]]\ntitle = \"Annex\"", "3:1 error[missing-field]"),
    ("summary = \"a\u{202e}b\"", "3:11 error[bidi-control]"),
];

pub(super) fn all() -> Vec<Mistake> {
    let mut all: Vec<Mistake> = LINES.iter().map(|(line, said)| front(line, said)).collect();
    all.extend(fences());
    all.extend(statements());
    all
}

/// The lines around the front matter, and the file as a whole.
fn fences() -> Vec<Mistake> {
    vec![
        about("", "1:1 error[missing-front-matter]"),
        about("Text alone.\n", "1:1 error[missing-front-matter]"),
        about("---\ntitle: About us\n---\n\nText.\n", "1:1 error[missing-front-matter]"),
        about("\n\n+++\ntitle = \"About us\"\n+++\n\nText.\n", "3:1 error[missing-front-matter]"),
        about("++\ntitle = \"About us\"\n++\n\nText.\n", "1:1 error[missing-front-matter]"),
        about("title = \"About us\"\n+++\n\nText.\n", "1:1 error[missing-front-matter]"),
        about("+++\ntitle = \"About us\"\n\nText.\n", "1:1 error[missing-front-matter]"),
        about("+++\ntitle = \"About us\"\n---\n\nText.\n", "3:1 error[missing-front-matter]"),
        about("+++\ntitle = \"About us\"\n ++\n\nText.\n", "3:2 error[missing-front-matter]"),
        about("+++\n+++\n\nText.\n", "1:1 error[missing-field]"),
        about("+++\nsummary = \"x\"\n+++\n\nText.\n", "1:1 error[missing-field]"),
        about("+++\nTitel = \"About us\"\n+++\n\nText.\n", "2:1 error[unknown-field]"),
        about("+++\nзаголовок = \"О нас\"\n+++\n\nText.\n", "2:1 error[unknown-field]"),
        about("+++\nÜberschrift = \"About us\"\n+++\n\nText.\n", "2:1 error[unknown-field]"),
        about(
            "+++\ntitle = “About us”\nsummary = “Who we are”\nowner = “Press”\n+++\n\nText.\n",
            "2:9 error[toml-syntax]",
        ),
        about(
            "+++\ntitle: About us\nsummary: Who we are\n\ndate: 3 November 2026\n+++\n\nText.\n",
            "2:1 error[toml-syntax]",
        ),
        about("+++\ntitle\u{a0}= \"About us\"\nsummary\u{a0}= \"x\"\n+++\n\nText.\n", "2:6 error[toml-syntax]"),
        about("+++\r\ntitle = 'It's us'\r\n+++\r\n\r\nText.\r\n", "2:12 error[toml-syntax]"),
        about("\u{feff}+++\n\ttitle = It is us\n+++\n\nText.\n", "2:10 error[toml-syntax]"),
    ]
}

/// A statement, which has a translation that must not be counted as well.
fn statements() -> Vec<Mistake> {
    let treaty = |from: &str, to: &str, said: &str| changed(TREATY, from, to, said);
    vec![
        treaty("\"press-release\"", "\"Press Release\"", "4:11 error[bad-value]"),
        treaty("\"press-release\"", "\"interview\"", "4:11 error[bad-value]"),
        treaty("\"press-release\"", "\"correction-notice\"", "4:11 error[missing-field]"),
        treaty("subtype =", "subtype\u{a0}=", "4:8 error[toml-syntax]"),
        treaty("subtype = \"press-release\"\n", "", "1:1 error[missing-field]"),
        treaty("subtype =", "type =", "4:1 error[unknown-field]"),
        treaty("reference = \"M/2026/001\"", "reference = M/2026/001", "5:13 error[toml-syntax]"),
        treaty("reference = \"M/2026/001\"", "reference = 2026001", "5:13 error[wrong-type]"),
        treaty("reference = \"M/2026/001\"", "Referenz = \"M/2026/001\"", "5:1 error[unknown-field]"),
        treaty("reference = \"M/2026/001\"\n", "", "1:1 error[missing-field]"),
        treaty("title = \"Treaty signed\"", "title: \"Treaty signed\"", "2:1 error[toml-syntax]"),
        treaty("date = 2026-11-02", "date = 02.11.2026", "6:8 error[bad-date]"),
        treaty("topics = [\"trade\"]", "topics = \"trade\"", "7:10 error[wrong-type]"),
        treaty(
            "topics = [\"trade\"]",
            "topics = [\"trade\"]\ncorrects = \"M/2026/001\"",
            "8:12 error[contradictory-field]",
        ),
        treaty(
            "topics = [\"trade\"]",
            "authority = { mode = \"equal\", languages = [\"en\"] }",
            "7:13 error[inauthentic-language]",
        ),
        treaty("topics = [\"trade\"]", "speaker = \"The Minister\"", "7:11 error[wrong-type]"),
        treaty("topics = [\"trade\"]", "quotes = { text = \"x\", by = \"y\" }", "7:10 error[wrong-type]"),
        changed("content/press/treaty.fr.md", "title =", "titre =", "2:1 error[unknown-field]"),
        changed(
            "content/press/treaty.fr.md",
            "summary =",
            "reference = \"M/2026/002\"\nsummary =",
            "3:1 error[contradictory-field]",
        ),
        changed("content/faq/visa.en.md", "question =", "Question =", "2:1 error[unknown-field]"),
        changed("content/faq/visa.en.md", "short_answer = \"Not for short stays.\"\n", "", "1:1 error[missing-field]"),
        changed("content/press/_section.fr.md", "title = \"Presse\"", "title = “Presse”", "2:9 error[toml-syntax]"),
        changed("content/press/_section.en.md", "title = \"Press\"", "titel = \"Press\"", "2:1 error[unknown-field]"),
    ]
}

#[test]
fn a_mistake_in_front_matter_gives_one_message() {
    assert_eq!(ABOUT, "content/about.en.md");
    judge(all());
}
