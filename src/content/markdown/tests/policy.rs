//! Raw HTML, addresses, images, direction controls.

use super::{faults, filled, html, read};

const NONE: [&str; 0] = [];

#[test]
fn raw_html_is_refused_and_shown() {
    assert_eq!(
        faults("a <b>c</b> <i>d</i>\n\n<div>\ne\n</div>\n"),
        ["raw-html <b>", "raw-html <i>", "raw-html <div>\ne\n</div>"]
    );
    let (body, _) = read("a <b>c</b>\n\n<div>\n");
    assert_eq!(filled(&body), "<p>a &lt;b&gt;c&lt;/b&gt;</p>\n<p>&lt;div&gt;</p>\n");
}

#[test]
fn comments_are_never_published() {
    assert_eq!(html("a <!-- b\nc --> d\n\n<!-- e\n\nf -->\n\n<!-->\n"), "<p>a  d</p>\n");
    assert_eq!(faults("<!-- a --> <b>\n"), ["raw-html <!-- a --> <b>"]);
    assert_eq!(faults("a\n\n<!-- b\n\nc\n"), ["raw-html <!-- b\n\nc"]);
}

#[test]
fn unsafe_addresses_leave_their_text() {
    let markdown = "[a](javascript:b) ![c](data:d) <vbscript:e> [f](&#106;avascript:g) [h](java&Tab;script:i) [j]\n\n[j]: file:k\n";
    let (body, told) = (read(markdown).0, faults(markdown));
    assert_eq!(filled(&body), "<p>a c vbscript:e f h j</p>\n");
    assert_eq!(told.len(), 6);
    assert!(told.iter().all(|fault| fault.starts_with("unsafe-url ")), "{told:?}");
    assert!(body.facts.links.is_empty() && body.facts.images.is_empty());
    assert_eq!(faults("[a](//b) [c](tel:1) [d](#e) [f](../g.md) <https://h> ![i](//j)\n"), NONE);
    assert_eq!(faults("![a](mailto:b)\n"), ["unsafe-url ![a](mailto:b)"]);
}

#[test]
fn an_image_needs_an_alternative_text() {
    assert_eq!(faults("![](a) ![ ](b) ![c](d)\n"), ["image-without-alt ![](a)", "image-without-alt ![ ](b)"]);
    assert_eq!(html("![a *b* [c](d)](e \"f\")\n"), "<p><img src=\"e\" alt=\"a b c\" title=\"f\" /></p>\n");
}

#[test]
fn direction_controls_are_balanced_isolates_or_faults() {
    assert_eq!(faults("a \u{202E}b\n"), ["bidi-control \u{202E}"]);
    assert_eq!(faults("[a](b \"\u{202A}\")\n"), ["bidi-control \u{202A}"]);
    assert_eq!(faults("a \u{2067}b *c\u{2069}* d\n"), NONE);
    assert_eq!(faults("- \u{2066}a\n- b\u{2069}\n"), ["bidi-control \u{2066}", "bidi-control \u{2069}"]);
    assert_eq!(faults("`\u{2068}`\n"), ["bidi-control `\u{2068}`"]);
    assert_eq!(faults("```\n\u{2068}\n```\n"), ["bidi-control \u{2068}"]);
    assert_eq!(faults("a &#x2066; b\n"), ["bidi-control &#x2066;"]);
    assert_eq!(faults("a &#x202e; b\n"), ["bidi-control &#x202e;"]);
    assert_eq!(faults("a\u{200E}\u{200F}\u{61C}b\n"), NONE);
}
