//! Tables, footnotes, headings, task lists, alerts, definition lists, code; the facts of a text.

use super::{faults, html, read};
use crate::content::markdown::{Hole, Options, Piece, parse};
use crate::diag::SourcePath;

#[test]
fn a_table_scrolls_in_a_labelled_region_and_aligns_by_class() {
    let expected = "<div class=\"table-scroll\" role=\"region\" aria-label=\"table-label 1\" tabindex=\"0\">\n<table>\n\
                    <thead>\n<tr><th scope=\"col\" class=\"align-left\">a</th><th scope=\"col\">b</th></tr>\n</thead>\n\
                    <tbody>\n<tr><td class=\"align-left\">1</td><td>2</td></tr>\n</tbody>\n</table>\n</div>\n";
    assert_eq!(html("| a | b |\n|:--|---|\n| 1 | 2 |\n"), expected);
}

#[test]
fn notes_are_numbered_by_reference_and_lead_back_to_each() {
    let found = html("A[^x] b[^y] c[^x]\n\n[^y]: Two[^z]\n[^x]: One\n[^z]: Three\n\n    - d\n");
    for part in [
        "<sup><a href=\"#fn-1\" id=\"fnref-1\" role=\"doc-noteref\" aria-label=\"footnote-ref 1\">1</a></sup> b",
        "<a href=\"#fn-1\" id=\"fnref-1-2\"",
        "<section class=\"footnotes\" role=\"doc-endnotes\" aria-labelledby=\"fn-title\">\n<h2 id=\"fn-title\">footnotes</h2>",
        "<li id=\"fn-1\">\n<p>One <a href=\"#fnref-1\" class=\"footnote-back\" role=\"doc-backlink\" \
         aria-label=\"footnote-back 1 1\">↩\u{FE0E}</a> <a href=\"#fnref-1-2\"",
        "<li id=\"fn-2\">\n<p>Two<sup><a href=\"#fn-3\"",
        "<li>d</li>\n</ul>\n<p> <a href=\"#fnref-3\"",
    ] {
        assert!(found.contains(part), "{part}\nis not in\n{found}");
    }
}

#[test]
fn notes_without_definition_or_reference_are_faults() {
    assert_eq!(faults("A[^x] and \\[^y] and `[^z]`\n"), ["undefined-footnote [^x]"]);
    assert_eq!(faults("A[^x]\n\n[^x]: one\n[^y]: two\n"), ["undefined-footnote [^y]:"]);
    assert_eq!(faults("A[^x]\n\n[^x]: one\n[^X]: two\n"), ["undefined-footnote [^X]:"]);
}

#[test]
fn headings_get_unique_anchors_and_may_name_their_own() {
    let found = html("## Fees\n\n## Fees\n\n## *Wie* `hoch`? {#how}\n\n## fn-1\n");
    let expected = "<h2 id=\"fees\">Fees</h2>\n<h2 id=\"fees-2\">Fees</h2>\n<h2 id=\"how\"><em>Wie</em> <code>hoch</code>?</h2>\n\
                    <h2 id=\"h-fn-1\">fn-1</h2>\n";
    assert_eq!(found, expected);
    let headings = read("## [a](b) ![c](d)").0.headings;
    assert_eq!((headings[0].level, headings[0].id.as_str(), headings[0].text.as_str()), (2, "a", "a"));
}

#[test]
fn headings_begin_at_the_second_level_and_skip_none() {
    assert_eq!(faults("# a\n\n## b\n\n#### c\n\n## d\n"), ["heading-order # a", "heading-order #### c"]);
    assert_eq!(faults("::: notice info\n## a\n:::\n\n### b\n"), [] as [&str; 0]);
}

#[test]
fn a_task_is_a_box_with_a_name() {
    let expected = "<ul>\n<li><label class=\"task\"><input type=\"checkbox\" disabled checked>\
                    <span class=\"visually-hidden\">task-done</span></label> a</li>\n</ul>\n";
    assert_eq!(html("- [x] a\n"), expected);
}

#[test]
fn an_alert_has_a_visible_title() {
    let expected =
        "<div class=\"alert alert-tip\" role=\"note\">\n<p class=\"alert-title\">alert-tip</p>\n<p>a</p>\n</div>\n";
    assert_eq!(html("> [!TIP]\n> a\n"), expected);
}

#[test]
fn strikethrough_and_definitions() {
    assert_eq!(html("~~a~~\n\nb\n: c\n"), "<p><del>a</del></p>\n<dl>\n<dt>b</dt>\n<dd>c</dd>\n</dl>\n");
}

#[cfg(feature = "highlight")]
#[test]
fn code_is_coloured_where_the_language_is_known() {
    assert_eq!(
        html("```nosuch\n<a>\n```\n"),
        "<pre tabindex=\"0\"><code class=\"language-nosuch\">&lt;a&gt;\n</code></pre>\n"
    );
    assert!(html("```json\n1\n```\n").contains("<span class=\"hl-constant"));
}

#[test]
fn a_link_is_a_hole_that_knows_its_text_and_place() {
    let (body, _) = parse("a [b *c*](d.md \"e\")", 100, &SourcePath::new("a.md"), &Options::content());
    let Some(Piece::Hole(Hole::Link(link))) = body.pieces.get(1) else { panic!("{body:?}") };
    assert_eq!((link.dest.as_str(), link.title.as_str(), link.text.as_str()), ("d.md", "e", "b c"));
    assert_eq!(link.span, 102..119);
    assert_eq!(body.facts.links[0].span, 102..119);
}

#[test]
fn facts_are_of_the_whole_text() {
    let markdown =
        "## A b\n\n![c](d.png) <e@f.g>\n\n::: quote by=x source=\"https://h\"\n[i](j)\n\n::: \n\n::: contact k\n:::\n";
    let facts = read(markdown).0.facts;
    assert_eq!(facts.anchors, ["a-b"]);
    assert_eq!(facts.images.iter().map(|i| (i.dest.as_str(), i.alt.as_str())).collect::<Vec<_>>(), [("d.png", "c")]);
    let links: Vec<_> = facts.links.iter().map(|link| link.dest.as_str()).collect();
    assert_eq!(links, ["mailto:e@f.g", "j", "https://h"]);
    assert_eq!(facts.contacts.iter().map(|c| &markdown[c.span.clone()]).collect::<Vec<_>>(), ["k"]);
}
