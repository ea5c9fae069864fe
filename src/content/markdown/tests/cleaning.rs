//! Raw HTML in a section that allows some.

use super::{filled, told};
use crate::content::markdown::{Options, parse};
use crate::diag::{Severity, SourcePath};

const NONE: [&str; 0] = [];

/// The HTML of a text whose HTML is cleaned, and its faults, all of them warnings.
fn cleaned(markdown: &str) -> (String, Vec<String>) {
    let (body, faults) = parse(markdown, 0, &SourcePath::new("a.md"), &Options::content_with_html());
    assert!(faults.iter().all(|fault| fault.severity == Severity::Warning), "{faults:?}");
    (filled(&body), told(markdown, &faults))
}

#[test]
fn cleaning_keeps_listed_elements_and_balances_them() {
    let (found, told) = cleaned("a <kbd class=\"x\" lang=\"fr\">b</kbd><br>c *d <sub>e* f</sub> </p>\n");
    assert_eq!(found, "<p>a <kbd lang=\"fr\">b</kbd><br>c <em>d <sub>e</sub></em> f </p>\n");
    assert_eq!(told, ["raw-html </sub>", "raw-html </p>"]);
    let (found, told) = cleaned("<ruby>漢<rt>kan</rt></ruby> <a href=\"x\">y</a>\n");
    assert_eq!(found, "<p><ruby>漢<rt>kan</rt></ruby> y</p>\n");
    assert_eq!(told, ["raw-html <a href=\"x\">", "raw-html </a>"]);
}

#[test]
fn cleaning_a_block_says_what_it_takes_away() {
    let (found, told) = cleaned("<table><tr><td colspan=2 onclick=x>a<script>b</script></table>\n");
    let table = "<table><tbody><tr><td colspan=\"2\">a</td></tr></tbody></table>";
    assert_eq!(found, format!("<section class=\"raw-html\">\n{table}\n</section>\n"));
    assert_eq!(told.len(), 1);
    assert_eq!(
        cleaned("<details>\n<summary>a</summary>\n\nb\n\n</details>\n").1,
        ["raw-html <details>\n<summary>a</summary>", "raw-html </details>"]
    );
    assert_eq!(cleaned("<ul><li>a<li>b</ul>\n").1, NONE);
}

#[test]
fn a_block_nested_too_deep_is_refused() {
    let (_, faults) = parse(&"<div>\n".repeat(100), 0, &SourcePath::new("a.md"), &Options::content_with_html());
    assert_eq!(faults.iter().filter(|fault| fault.severity == Severity::Error).count(), 1);
}
