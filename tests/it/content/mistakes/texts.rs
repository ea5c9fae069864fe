//! The words below the front matter.

use super::{Mistake, body, judge};

const TEXTS: &[(&str, &str)] = &[
    ("[x](abuot.en.md)", "5:1 error[broken-link]"),
    ("[x](press/treaty.md#nothing)", "5:1 error[broken-anchor]"),
    ("[x](/en/nowhere/)", "5:1 error[broken-link]"),
    ("[x](www.example.org)", "5:1 error[broken-link]"),
    ("[x](press@example.org)", "5:1 error[broken-link]"),
    ("[x](example.org/page)", "5:1 error[broken-link]"),
    ("[x](javascript:alert)", "5:1 error[unsafe-url]"),
    ("[x](C:\\texts\\a.pdf)", "5:1 error[unsafe-url]"),
    ("[x](../../../secret.md)", "5:1 error[outside-tree]"),
    ("## Who\n\n[x](#whom)", "7:1 error[broken-anchor]"),
    ("![A map](map.svg)", "5:1 error[broken-image]"),
    ("![A map](https://example.org/map.svg)", "5:1 error[broken-image]"),
    ("#### Deep\n\nText.", "5:1 error[heading-order]"),
    ("# A second title\n\nText.", "5:1 error[heading-order]"),
    ("Text.[^1]", "5:6 error[undefined-footnote]"),
    ("::: notic info\nx\n:::", "5:5 error[unknown-directive]"),
    ("::: notice loud\nx\n:::", "5:12 error[directive-argument]"),
    ("::: notice info\nx", "5:1 error[unclosed-directive]"),
    ("::: contact press\n:::", "5:13 error[unknown-contact]"),
    ("<div class=\"x\">y</div>", "5:1 error[raw-html]"),
    ("| A | B |\n| - | - |\n| 1 | 2 | 3 |", "7:11 error[lost-cells]"),
    ("Signed by [NAME].", "5:11 error[placeholder]"),
    ("a\u{202e}b", "5:2 error[bidi-control]"),
];

pub(super) fn all() -> Vec<Mistake> {
    TEXTS.iter().map(|(text, said)| body(text, said)).collect()
}

#[test]
fn a_mistake_in_a_text_gives_one_message() {
    judge(all());
}
