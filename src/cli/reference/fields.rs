//! The fields of site.toml and of front matter.

use std::fmt::Write as _;

use crate::config::SITE;
use crate::content::kinds;
use crate::spec;

/// Makes the page on site.toml.
pub(super) fn site_toml() -> String {
    format!(
        "# site.toml\n\n\
         One file at the root of a site holds what is true of the whole of it. A field that is not listed here is an\n\
         error, so that a misspelt one is never ignored. `chancery schema site` prints the same as JSON Schema, for\n\
         editors that complete and check while one types; `chancery new DIR` writes a site.toml in which every field is\n\
         explained.\n\n\
         A table \"from language to …\" has a key for each language of the site: `{{ en = \"Press\", fr = \"Presse\" }}`.\n\n\
         ## Fields\n\n{}",
        sections(&spec::reference(&SITE, false))
    )
}

/// Makes the page on front matter.
pub(super) fn front_matter() -> String {
    let mut page = "# Front matter\n\n\
         A content file begins with its front matter: TOML between two lines `+++`. The name of the file says its\n\
         language: `visa-fees.fr.md`, or `visa-fees/index.fr.md` with pictures and attachments beside it.\n\n\
         What all languages share (a date, a reference, topics) is said once, in the file of the source language; the\n\
         column *said in* tells which fields these are. A translation that says such a field differently is an error.\n\n\
         Which kind a file is of depends on its folder: `[[section]]` in site.toml says what each folder holds.\n\
         `chancery add` writes a file with every field explained, `chancery schema KIND` prints the JSON Schema.\n"
        .to_owned();
    for schema in kinds::ALL {
        // Writing to a string never fails.
        let _ = write!(page, "\n## {}\n\n{}", schema.name, sections(&spec::reference(schema, true)));
    }
    page
}

/// Puts the headings of nested tables one level below those of the page.
fn sections(text: &str) -> String {
    text.replace("\n#### ", "\n### ")
}
