//! Examples about the fields of a text.

use super::{Example, Shows, fields, path};
use crate::diag::codes;

pub(super) static EXAMPLES: &[Example] = &[
    fields(
        &codes::TOML_SYNTAX,
        "summary = \"What the ministry does",
        "summary = \"What the ministry does\"",
        "Where a value does not end, nobody can tell which of the next lines belong to it.",
    ),
    Example::new(
        &codes::MISSING_FRONT_MATTER,
        Shows::File("content/about.en.md"),
        "Who we are.",
        "+++\ntitle = \"About us\"\n+++\n\nWho we are.",
        "Without its fields a text has no title, and it is not known when it may be public.",
    ),
    fields(
        &codes::UNKNOWN_FIELD,
        "sumary = \"What we do.\"",
        "summary = \"What we do.\"",
        "A misspelt `embargo` that is ignored in silence publishes the text too early.",
    ),
    fields(
        &codes::DUPLICATE_FIELD,
        "owner = \"Press\"\nowner = \"Protocol\"",
        "owner = \"Protocol\"",
        "Of two values one would be dropped, and perhaps the one that was meant.",
    ),
    Example::new(
        &codes::MISSING_FIELD,
        Shows::File("content/about.en.md"),
        "+++\nsummary = \"What we do.\"\n+++\n\nWho we are.",
        "+++\ntitle = \"About us\"\nsummary = \"What we do.\"\n+++\n\nWho we are.",
        "A page without a title can't be found in lists, in search engines or by a screen reader.",
    ),
    fields(
        &codes::WRONG_TYPE,
        "order = \"first\"",
        "order = 1",
        "A word can't be sorted as a number, so the text would stand in the wrong place.",
    ),
    fields(
        &codes::BAD_VALUE,
        "state = \"publishd\"",
        "state = \"published\"",
        "A state that is not known says neither that a text may be public nor that it may not.",
    ),
    Example::new(
        &codes::CONTRADICTORY_FIELD,
        Shows::File("content/press/treaty.fr.md"),
        "+++\ntitle = \"Traité signé\"\nsummary = \"Deux États signent.\"\nreference = \"M/2026/009\"\n+++\n\nSigné.",
        "+++\ntitle = \"Traité signé\"\nsummary = \"Deux États signent.\"\n+++\n\nSigné.",
        "Readers of two languages would cite the same statement under two references.",
    ),
    fields(
        &codes::BAD_DATE,
        "review_by = \"31 November 2026\"",
        "review_by = 2026-12-01",
        "03/04/2026 is a day in March to some and in April to others; this form means one day to everybody.",
    ),
    fields(
        &codes::BAD_ZONE,
        "embargo = 2026-12-01T14:00:00",
        "embargo = \"2026-12-01T14:00[Europe/Brussels]\"",
        "An embargo is agreed with people in other time zones; an hour without its zone ends too early for some.",
    ),
    path(
        &codes::BAD_LANGUAGE_TAG,
        "content/history.f_r.md",
        "content/history.fr.md",
        "Browsers and screen readers read a page aloud in the language that its tag names.",
    ),
    path(
        &codes::UNDECLARED_LANGUAGE,
        "content/history.de.md",
        "content/history.fr.md",
        "The site has no menu, no words and no home page in a language that it does not declare.",
    ),
    fields(
        &codes::WRONG_KIND,
        "kind = \"statement\"",
        "kind = \"page\"",
        "A statement has a reference and stands in feeds. One in a folder of pages would have neither.",
    ),
    fields(
        &codes::UNKNOWN_TOPIC,
        "topics = [\"trad\"]",
        "topics = [\"trade\"]",
        "The text would be missing on the page of its topic, and in the feed of those who follow it.",
    ),
    fields(
        &codes::UNKNOWN_CONTACT,
        "contacts = [\"pres\"]",
        "contacts = [\"press\"]",
        "A journalist at the end of a page would look for the press office's number in vain.",
    ),
    fields(
        &codes::UNKNOWN_DOCUMENT,
        "related = [\"M/2026/002\"]",
        "related = [\"M/2026/001\"]",
        "Readers would be sent to a text that is not there.",
    ),
    fields(
        &codes::BIDI_CONTROL,
        "summary = \"The fee is \u{202e}06\u{202c} euros.\"",
        "summary = \"The fee is 60 euros.\"",
        "An invisible character can show a number backwards: readers would see another amount than the one written.",
    ),
];
