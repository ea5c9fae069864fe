//! Words of a table that would reach no page.

use support::Site;

fn faults(body: &str) -> Vec<String> {
    let site = Site::minimal().without("content/about.fr.md");
    let built = site.file("content/about.en.md", format!("+++\ntitle = \"About\"\n+++\n\n{body}\n")).build();
    built.faults().into_iter().map(str::to_owned).collect()
}

#[test]
fn a_cell_beyond_the_head_is_an_error_at_the_cell() {
    for (row, place) in [
        ("| 1 | 2 | three |", "about.en.md:7:11"),
        ("1 | 2 | three", "about.en.md:7:9"),
        ("| 1 | 2 |  | three | four |", "about.en.md:7:14"),
        ("| a \\| b | 2 | three", "about.en.md:7:16"),
        ("| `a | b` | three |", "about.en.md:7:13"),
    ] {
        let found = faults(&format!("| A | B |\n| - | - |\n{row}"));
        let is_right =
            matches!(&found[..], [fault] if fault.contains("error[lost-cells]") && fault.contains("`three`"));
        assert!(is_right && found[0].contains(place), "{row}: {found:?}");
    }
}

#[test]
fn rows_without_lost_words_are_left_alone() {
    for row in ["| 1 | 2 |", "| 1 | 2", "| 1 |", "| 1 | 2 | |", "| a \\| b | 2 |", "| | |"] {
        assert_eq!(faults(&format!("| A | B |\n| - | - |\n{row}")), [""; 0], "{row}");
    }
}
