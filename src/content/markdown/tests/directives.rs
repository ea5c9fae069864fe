//! Where directives begin and end, and what their arguments may be.

use super::{faults, filled, html, read};
use crate::content::markdown::{Directive, Hole, Piece};

const NONE: [&str; 0] = [];

fn directive(markdown: &str) -> Directive {
    let (body, faults) = read(markdown);
    assert_eq!(faults, [], "in {markdown:?}");
    let found = body.pieces.into_iter().find_map(|piece| match piece {
        Piece::Hole(Hole::Directive(directive)) => Some(*directive),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("no directive in {markdown:?}"))
}

#[test]
fn arguments_are_read_by_place_name_and_flag() {
    let notice = directive("::: notice warning \"Closed \\\"today\\\"\"\na\n:::\n");
    assert_eq!(notice.argument("severity"), Some("warning"));
    assert_eq!(notice.argument("title"), Some("Closed \"today\""));
    let figure = directive(":::figure   src=a.svg decorative  \n:::");
    assert_eq!(figure.argument("src"), Some("a.svg"));
    assert!(figure.flag("decorative"));
    assert_eq!(figure.argument("alt"), None);
}

#[test]
fn the_content_is_markdown_and_the_rest_goes_on() {
    let expected = "<p>a</p>\n<div class=\"notice\">\n<ul>\n<li>b</li>\n</ul>\n</div>\n<p>c</p>\n";
    assert_eq!(html("a\n::: notice info\n- b\n:::\nc\n"), expected);
    assert_eq!(html("a\r\n  ::: notice info\r\n  - b\r\n  :::\r\nc\r\n"), expected);
}

#[test]
fn more_colons_hold_fewer() {
    let expected = "<div class=\"notice\">\n<p>a</p>\n<div class=\"quote\">\n<p>b</p>\n</div>\n<p>c</p>\n</div>\n";
    assert_eq!(html(":::: notice info\na\n::: quote by=x\nb\n:::\nc\n::::\n"), expected);
}

#[test]
fn a_directive_ends_every_block_before_it() {
    let notice = "<div class=\"notice\">\n<p>x</p>\n</div>\n";
    for before in
        ["- a\n", "> a\n", "a\n: b\n", "|a|\n|-|\n|b|\n", "1. a\n\n   b\n", "    a\n", "[^a]: b\n", "- - a\n", "## a\n"]
    {
        let (body, _) = read(&format!("{before}::: notice info\nx\n:::\n  c\n"));
        assert!(filled(&body).contains(&format!("{notice}<p>c</p>")), "{before:?}: {}", filled(&body));
    }
}

#[test]
fn colons_in_code_and_comments_are_no_directives() {
    for markdown in [
        "```\n::: notice info\n```\n",
        "~~~ x\n```\n::: x\n~~~\n",
        "````\n```\n:::\n````\n",
        "- ```\n  ::: x\n  ```\n",
        "1. a\n\n   ```\n   ::: x\n   ```\n",
        "    ::: x\n",
        "<!--\n::: x\n-->\n",
        "<!-- a -->\n\n`:::` and ::: x\n",
    ] {
        assert_eq!(faults(markdown), NONE, "{markdown:?}");
        assert!(!read(markdown).0.pieces.iter().any(|piece| matches!(piece, Piece::Hole(Hole::Directive(_)))));
    }
    assert_eq!(directive("```\n:::\n```\n\n- ```\n  a\n\n::: contact x\n:::\n").argument("id"), Some("x"));
}

#[test]
fn an_unclosed_directive_is_one_fault_at_its_line() {
    assert_eq!(faults("::: notice info\na\n"), ["unclosed-directive ::: notice info"]);
    assert_eq!(faults("::: notice info\na\n::: notice info\nb\n:::\n\n:::\n"), ["unclosed-directive ::: notice info"]);
    assert_eq!(faults(":::: notice info\n::: notice info\na\n::::\n"), ["unclosed-directive ::: notice info"]);
    assert_eq!(faults("a\n\n:::\n"), ["unclosed-directive :::"]);
    assert_eq!(faults("::: notice info\na\n::::\n:::\n"), ["unclosed-directive ::::"]);
    assert_eq!(faults("- a\n\n      b\n\n  > ::: contact x\n"), ["unclosed-directive ::: contact x"]);
}

#[test]
fn an_unknown_directive_is_named_with_the_nearest() {
    let (body, faults) = read("::: notise info\na\n:::\n");
    assert_eq!(filled(&body), "<p>a</p>\n");
    assert_eq!(faults[0].message, "unknown directive `notise`");
    assert_eq!(faults[0].help.as_deref(), Some("did you mean `notice`?"));
}

#[test]
fn faulty_arguments_are_each_pointed_at() {
    for (line, expected) in [
        ("notice", "directive-argument notice"),
        ("notice \"A\"", "directive-argument notice"),
        ("notice warnin", "directive-argument warnin"),
        ("notice info \"A\" b", "directive-argument b"),
        ("notice info titel=\"A\"", "directive-argument \"A\""),
        ("notice info \"A", "directive-argument \"A"),
        ("notice info “A b”", "directive-argument “A b”"),
        ("quote by=\"\"", "directive-argument \"\""),
        ("quote by=a by=b", "directive-argument b"),
        ("quote by=a source=x.md", "directive-argument x.md"),
        ("quote by=a source=\"javascript:x\"", "unsafe-url \"javascript:x\""),
        ("quote by=a lang=\"not a tag\"", "directive-argument \"not a tag\""),
        ("figure src=a.svg", "directive-argument figure"),
        ("figure src=a.svg alt=b decorative", "directive-argument figure"),
        ("figure src=a.svg alt=b decorative=yes", "directive-argument yes"),
        ("figure src=https://a/b.svg alt=c", "directive-argument https://a/b.svg"),
        ("contact press", "directive-argument contact press"),
    ] {
        assert_eq!(faults(&format!("::: {line}\nx\n:::\n")), [expected], "{line}");
    }
    assert_eq!(faults("::: notice info\n\n:::\n"), ["directive-argument notice info"]);
}

#[test]
fn a_faulty_directive_is_its_content_alone() {
    let (body, _) = read("::: figure src=a.svg\nb\n:::\n");
    assert_eq!(filled(&body), "<p>b</p>\n");
    assert_eq!(body.facts.files[0].path, "a.svg");
}

#[test]
fn definitions_and_notes_reach_into_directives_and_out() {
    let found = html("[a]\n\n::: notice info\n[b][a] c[^n]\n\n[d]: e\n[^m]: f\n:::\n\n[d] g[^m]\n\n[a]: h\n[^n]: i\n");
    for part in
        ["<p><a href=\"h\">a</a></p>", "<a href=\"h\">b</a> c<sup>", "<a href=\"e\">d</a> g<sup>", "<p>i <a", "<p>f <a"]
    {
        assert!(found.contains(part), "{part}\nis not in\n{found}");
    }
}

#[test]
fn anchors_are_unique_across_directives() {
    let found = html("## a\n\n::: notice info\n## a\n:::\n\n## a\n");
    for id in ["id=\"a\"", "id=\"a-2\"", "id=\"a-3\""] {
        assert!(found.contains(id), "{found}");
    }
}

#[test]
fn spans_count_from_the_start_of_the_file() {
    let markdown = "é\n\n:::: notice info\n::: quote by=a lang=fr c\n[x](javascript:y)\n:::\n::::\n![](z)\n";
    let found = faults(markdown);
    assert_eq!(found, ["directive-argument c", "unsafe-url [x](javascript:y)", "image-without-alt ![](z)"]);
}
