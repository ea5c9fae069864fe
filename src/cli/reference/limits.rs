//! `limits.md`: the limits of what is read, shown and reported.

use std::fmt::Write as _;

use crate::limits::{ALL, Limit};

/// Makes the page.
pub(super) fn page() -> String {
    let mut text = String::from(
        "# Limits\n\nFor editors and web teams: how large texts, tables, pictures and reports may be. Each limit is far \
         beyond what an institution publishes. What is larger gives a message with the code named here, and never fills \
         the memory.\n\n| what | at most | code | what is larger |\n| --- | --- | --- | --- |\n",
    );
    for Limit { name, most, unit, code, beyond } in ALL {
        let code = if code.is_empty() { "–".to_owned() } else { format!("[`{code}`](diagnostics.md#{code})") };
        // Writing to a string never fails.
        let _ =
            writeln!(text, "| {} | {} {unit} | {code} | {} |", super::cell(name), grouped(*most), super::cell(beyond));
    }
    text
}

/// Writes a number with commas between thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|group| std::str::from_utf8(group).ok()).collect();
    groups.join(",")
}

#[cfg(test)]
mod tests {
    use super::{ALL, grouped};
    use crate::diag::codes;

    #[test]
    fn each_limit_names_the_code_that_reports_it() {
        for limit in ALL.iter().filter(|limit| !limit.code.is_empty()) {
            assert!(codes::find(limit.code).is_some(), "{limit:?}");
        }
        assert_eq!([999, 1_000, 64_000_000].map(grouped), ["999", "1,000", "64,000,000"]);
    }
}
