//! The codes of messages.

use std::fmt::Write as _;

use crate::diag::{codes, examples};

/// Makes the page on diagnostics.
pub(super) fn page() -> String {
    let mut page = "# Diagnostics\n\n\
         Every fault of a run is reported in that run. A message says what is wrong, where, and how to mend it:\n\
         `error[broken-link]: …`. The word in brackets is the code. A code is stable: it never gets another meaning, so\n\
         you can search for it, and filter by it in the forms `json` and `sarif`. `chancery explain CODE` says on the\n\
         command line what stands here.\n\n\
         - An **error** keeps the site from being published. The last good site stays as it is.\n\
         - A **warning** does not; somebody should look.\n\
         - A **note** is for information. The human form counts notes; `--notes` lists them.\n\n\
         | code | severity | what is wrong |\n| --- | --- | --- |\n"
        .to_owned();
    for code in codes::ALL {
        // Writing to a string never fails.
        let _ =
            writeln!(page, "| [`{0}`](#{0}) | {1} | {2} |", code.name, code.severity.name(), super::cell(code.summary));
    }
    for code in codes::ALL {
        let _ = write!(
            page,
            "\n## {}\n\n*{}:* {}.\n\n{}",
            code.name,
            capital(code.severity.name()),
            code.summary,
            examples::explanation(code, fenced)
        );
    }
    page
}

/// An example as a block of code.
fn fenced(example: &str) -> String {
    format!("```text\n{example}\n```\n")
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}
