//! Markdown, kramdown and raw HTML.

use super::super::Fate;
use super::{html, hugo, jekyll, told};

#[test]
fn html_that_markdown_has_words_for_is_markdown() {
    assert_eq!(
        html(
            "<div>\n\n    <h2 id=\"x\">A <em>b</em></h2>\n\n    <p>One <a href=\"/about/\">two</a><br>three &amp; <strong>four:</strong> five</p>\n</div>"
        ),
        "## A *b* {#x}\n\nOne [two](../about.en.md)\\\nthree &amp; **four:** five\n"
    );
    assert_eq!(
        html("<ul><li>a<li>b <ul><li>c</li></ul></ul><ol start=3><li><p>d</p><p>e</p></ol>"),
        "- a\n- b\n  - c\n\n3) d\n\n   e\n"
    );
    assert_eq!(
        html("<blockquote><p>a</p></blockquote><hr/><pre><code class=\"language-sh\">a &lt; b\n  c</code></pre>"),
        "> a\n\n---\n\n```sh\na < b\n  c\n```\n"
    );
    assert_eq!(
        html("<table><tr><th>a<th>b<tr><td colspan=2>c | d<tr><td><p>e</p><p>f</p><td>g</table>"),
        "| a | b |\n| --- | --- |\n| c \\| d |  |\n| e<br>f | g |\n"
    );
    assert_eq!(html("<dl><dt>a<dd>b<dd>c</dl>"), "a\n: b\n\n: c\n");
    assert_eq!(html("<details><summary>More</summary><p>a</p></details>"), "**More**\n\na\n");
    assert_eq!(html("<p>1. not a list</p><p># no heading *</p>"), "1\\. not a list\n\n\\# no heading \\*\n");
}

#[test]
fn what_shows_something_from_elsewhere_becomes_a_link() {
    let body = hugo("<iframe src=\"https://e.org/film\" title=\"Film\"></iframe>\n");
    assert_eq!(body.text, "[Film](https://e.org/film)\n");
    assert_eq!(told(&body, &Fate::Mapped), ["1: <iframe src=\"https://e.org/film\" title=\"Film\">"]);
    let script = hugo("a\n\n<script>x()</script>\n");
    assert_eq!((script.text.trim(), told(&script, &Fate::Lost(String::new())).len()), ("a", 1));
}

#[test]
fn tags_among_markdown_become_markdown() {
    let body =
        hugo("See <a href=\"/about/\" target=\"_blank\">us *now*</a>, <strong>b</strong>old and <code>a_b</code>.\n");
    assert_eq!(body.text, "See [us *now*](../about.en.md), **b**old and `a_b`.\n");
    let body = hugo("H<sub>2</sub>O <u>x</u> <kbd>y</kbd>\n");
    assert_eq!((body.text.as_str(), body.needs_html), ("H<sub>2</sub>O x <kbd>y</kbd>\n", true));
    assert_eq!(told(&body, &Fate::Lost(String::new())), ["1: <u>"]);
}

#[test]
fn markdown_between_tags_keeps_its_place() {
    assert_eq!(hugo("<blockquote>\n\n*a*\n\n- b\n\n</blockquote>\n\nc\n").text, "> *a*\n>\n> - b\n\nc\n");
    assert_eq!(hugo("- a\n\n  <p>b <em>c</em></p>\n- d\n").text, "- a\n\n  b *c*\n\n- d\n");
}

#[test]
fn kramdown_reads_markdown_in_html_where_it_is_told_to() {
    let text = "<aside markdown=\"1\" class=\"pquote\">\n  <img src=\"https://e.org/a.png\" alt=\"avatar\">\n  Words *of* wisdom.\n  \
                <p markdown=\"1\" class=\"pquote-credit\">\n— @a, [\"B\"](https://e.org)\n  </p>\n</aside>\n\nAfter.\n";
    assert_eq!(
        jekyll(text).text,
        "> [avatar](https://e.org/a.png)\n> Words *of* wisdom.\n>\n> — @a, [\"B\"](https://e.org)\n\nAfter.\n"
    );
    assert_eq!(jekyll("<div>\n\n*a*\n\n</div>\n").text, "\\*a\\*\n");
}

#[test]
fn boxes_to_tick_are_tasks() {
    assert_eq!(
        jekyll("<div>\n <input type=\"checkbox\" id=\"c\">\n <label for=\"c\">\n Do it\n </label>\n</div>\n").text,
        "- [ ] Do it\n"
    );
}

#[test]
fn kramdowns_attributes_and_extensions_go_and_are_listed() {
    let body = jekyll(
        "* TOC\n{:toc}\n\n## A {: #b .c}\n\nText [x](https://e.org){: target=\"_blank\"}\n{: .lead}\n\n{::comment}no{:/comment}\n\nThe HTML.\n\n*[HTML]: Hyper\n",
    );
    assert_eq!(
        body.text.split_whitespace().collect::<Vec<_>>().join(" "),
        "## A {#b} Text [x](https://e.org) The <abbr title=\"Hyper\">HTML</abbr>."
    );
    assert_eq!(told(&body, &Fate::Lost(String::new())).len(), 5);
    assert_eq!(jekyll("`{: .x}`\n").text, "`{: .x}`\n");
}

#[test]
fn headings_begin_at_the_second_level_and_skip_none() {
    assert_eq!(hugo("# A\n\n### B\n\nC\n===\n\nD\n---\n").text, "## A\n\n### B\n\n## C\n\n### D\n");
    assert_eq!(hugo("## A {not one}\n").text, "## A &#123;not one}\n");
}

#[test]
fn links_follow_their_texts() {
    let text = "[a](/about/ \"T\") [b] <https://e.org> [c](/nowhere/) ![d](map.png) ![e](gone.png) [f](ftp://e.org)\n\n[b]: /about/\n";
    assert_eq!(
        hugo(text).text,
        "[a](../about.en.md \"T\") [b] <https://e.org> c ![d](map.png) e f (`ftp://e.org`)\n\n[b]: ../about.en.md\n"
    );
}

#[test]
fn pictures_without_words_are_decorative_or_named() {
    assert_eq!(hugo("![](map.png)\n").text, "::: figure src=\"map.png\" decorative\n\n:::\n");
    assert_eq!(hugo("a ![](map.png)\n").text, "a ![map](map.png)\n");
    assert_eq!(hugo("[![](map.png)](/about/)\n").text, "[![map](map.png)](../about.en.md)\n");
}

#[test]
fn fragments_lead_to_the_headings_of_ours() {
    assert_eq!(hugo("## A - b\n\n[x](#a---b) [y](#gone)\n").text, "## A - b\n\n[x](#a-b) y\n");
    let (text, notes) = super::super::settle_fragments("[x](a.md#old) [y](a.md#gone)\n", 7, &|path| {
        (path == "a.md").then(|| vec![("old".to_owned(), "new".to_owned())])
    });
    assert_eq!((text.as_str(), notes[0].line_number), ("[x](a.md#new) [y](a.md)\n", 7));
}

#[test]
fn what_our_parser_would_refuse_is_escaped() {
    assert_eq!(hugo("::: warning\nx\n:::\n").text, "\\::: warning\nx\n\\:::\n");
    assert_eq!(hugo("a[^1]\n\n[^2]: b\n").text, "a\\[^1]\n\n\\[^2]: b\n");
    assert_eq!(hugo("a\u{202e}b\n").text, "ab\n");
    assert_eq!(hugo("- ::: x\n").text, "- \\::: x\n");
}
