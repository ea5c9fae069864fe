//! Examples about translations and their sources.

use super::{Example, Shows, situation};
use crate::diag::codes;

pub(super) static EXAMPLES: &[Example] = &[
    Example::new(
        &codes::ORPHAN_TRANSLATION,
        Shows::File("content/visits.fr.md"),
        "+++\ntitle = \"Visites\"\ntranslated_from = \"0123456789abcdef\"\n+++\n\nLe calendrier des visites.",
        "+++\ntitle = \"Visites\"\nsource = true\n+++\n\nLe calendrier des visites.",
        "A translation without its source can't be checked against anything, and lacks what only the source says.",
    ),
    situation(
        &codes::FAULTY_SOURCE,
        "content/about.en.md has an error, so content/about.fr.md is not published either",
        "mend the error in content/about.en.md",
        "Dates, references and embargoes are in the source; a translation without them could be public too early.",
    ),
    Example::new(
        &codes::LOOSER_TRANSLATION,
        Shows::File("content/visit.fr.md"),
        "+++\ntitle = \"Visite\"\ndate = 2026-12-01\n+++\n\nLa ministre arrive.",
        "+++\ntitle = \"Visite\"\ndate = 2026-12-24\n+++\n\nLa ministre arrive.",
        "An embargo that holds in one language only is broken.",
    ),
    situation(
        &codes::MISSING_TRANSLATION,
        "site.toml has required = [\"en\", \"fr\"], and content/visit.en.md has no French text",
        "chancery add page \"Visite de la ministre\" --lang fr --of content/visit.en.md",
        "A house that promises its texts in two languages should know which are missing before its readers do.",
    ),
    Example::new(
        &codes::STALE_TRANSLATION,
        Shows::File("content/about.fr.md"),
        "+++\ntitle = \"Qui nous sommes\"\ntranslated_from = \"0123456789abcdef\"\n+++\n\nQui nous sommes.",
        "+++\ntitle = \"Qui nous sommes\"\n+++\n\nQui nous sommes.",
        "Readers of the translation would act on a fee or a date that has changed in the source.",
    ),
    situation(
        &codes::UNSTAMPED_TRANSLATION,
        "content/about.fr.md has no field `translated_from`",
        "chancery stamp content/about.fr.md",
        "Only a stamped translation can tell you later that its source has changed.",
    ),
    Example::new(
        &codes::UNTRANSLATED_ALT,
        Shows::File("content/visit.fr.md"),
        "+++\ntitle = \"Visite\"\n+++\n\nLa ministre arrive.",
        "+++\ntitle = \"Visite\"\nimage = { src = \"hall.svg\", alt = \"Le guichet consulaire\" }\n+++\n\nLa ministre arrive.",
        "A screen reader would read English words with a French voice.",
    ),
];
