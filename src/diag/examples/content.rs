//! Examples about texts that are not ready, or clash with others.

use super::{Example, Shows, fields, path, situation, text};
use crate::diag::codes;

pub(super) static EXAMPLES: &[Example] = &[
    text(
        &codes::PLACEHOLDER,
        "Signed by [NAME] on behalf of the Minister.",
        "Signed by Elena Vasconcel on behalf of the Minister.",
        "An unfinished sentence on an official page is quoted by others before it can be mended.",
    ),
    text(
        &codes::EMPTY_BODY,
        "## Background",
        "## Background\n\nThe two states have been neighbours since 1921.",
        "Readers who follow a link expect an answer, not a title above an empty page.",
    ),
    Example::new(
        &codes::INAUTHENTIC_LANGUAGE,
        Shows::File("content/press/treaty.en.md"),
        "+++\ntitle = \"Treaty signed\"\nsummary = \"Two states sign.\"\nsubtype = \"press-release\"\nreference = \"M/2026/001\"\n\
         date = 2026-11-02\nauthority = { mode = \"single\", languages = [\"de\"] }\n+++\n\nSigned today.",
        "+++\ntitle = \"Treaty signed\"\nsummary = \"Two states sign.\"\nsubtype = \"press-release\"\nreference = \"M/2026/001\"\n\
         date = 2026-11-02\nauthority = { mode = \"single\", languages = [\"en\"] }\n+++\n\nSigned today.",
        "Lawyers rely on the text that counts. One that nobody can read settles nothing.",
    ),
    Example::new(
        &codes::DUPLICATE_REFERENCE,
        Shows::File("content/press/visit.en.md"),
        "+++\ntitle = \"A visit\"\nsummary = \"A visit.\"\nsubtype = \"press-release\"\nreference = \"M/2026/001\"\n\
         date = 2026-11-03\n+++\n\nThe Minister arrives today.",
        "+++\ntitle = \"A visit\"\nsummary = \"A visit.\"\nsubtype = \"press-release\"\nreference = \"M/2026/002\"\n\
         date = 2026-11-03\n+++\n\nThe Minister arrives today.",
        "Who cites a reference must mean one text, today and in ten years.",
    ),
    Example::new(
        &codes::DUPLICATE_ID,
        Shows::File("content/faq/lost.en.md"),
        "+++\nquestion = \"Lost passport?\"\nshort_answer = \"Call us.\"\nid = \"about\"\n+++\n\nCall us.",
        "+++\nquestion = \"Lost passport?\"\nshort_answer = \"Call us.\"\nid = \"lost-passport\"\n+++\n\nCall us.",
        "Feed readers would take two texts for one, and show only one of them.",
    ),
    Example::new(
        &codes::DUPLICATE_ADDRESS,
        Shows::File("content/ministry.en.md"),
        "+++\ntitle = \"The ministry\"\nslug = \"about\"\n+++\n\nWhat we do.",
        "+++\ntitle = \"The ministry\"\nslug = \"ministry\"\n+++\n\nWhat we do.",
        "One of the two pages would replace the other, and nobody could read it.",
    ),
    Example::new(
        &codes::CASE_COLLISION,
        Shows::File("redirects.csv"),
        "old,new,status\n/Visa/,/en/about/,301\n/visa/,/en/,301",
        "old,new,status\n/visa/,/en/,301",
        "Some web servers and most computers don't tell upper case from lower case, so readers would get the wrong one.",
    ),
    path(
        &codes::DUPLICATE_LANGUAGE,
        "content/about/index.en.md",
        "content/history/index.en.md",
        "Nobody could say which of two English files is the text.",
    ),
    Example::new(
        &codes::WRITE_FAILED,
        Shows::Situation,
        "the disk is full, or the folder `public` belongs to another user",
        "make room, or name a folder that you may write to: `chancery build --out DIR`",
        "Half a site is worse than the last good one, which stays as it was.",
    ),
    fields(
        &codes::OVERDUE_REVIEW,
        "review_by = 2026-06-01",
        "review_by = 2027-06-01",
        "Fees, opening hours and names change quietly; a page that nobody looks at misleads readers.",
    ),
    Example::new(
        &codes::EXPIRED_ANSWER,
        Shows::File("content/faq/fee.en.md"),
        "+++\nquestion = \"What is the fee?\"\nshort_answer = \"60 euros.\"\nvalid_until = 2026-06-30\n+++\n\nThe fee is 60 euros.",
        "+++\nquestion = \"What is the fee?\"\nshort_answer = \"60 euros.\"\nvalid_until = 2027-06-30\n+++\n\nThe fee is 60 euros.",
        "An answer that no longer holds costs somebody a journey to the consulate.",
    ),
    fields(
        &codes::HELD_BACK,
        "state = \"draft\"\nreason = \"We are checking a figure.\"",
        "review_by = 2027-06-01",
        "Whoever has the address learns that the text comes back, and why it is away, instead of finding nothing.",
    ),
    situation(
        &codes::HISTORY_ABSENT,
        "a CI service has fetched only the newest commit (`fetch-depth: 1`)",
        "fetch-depth: 0",
        "Pages tell readers what was changed and when. Without the history they can't.",
    ),
];
