//! What looks like markup and is not: mended where it can be, told at its place where it can't; words that reach no page.

use super::{faults, html, read, told};
use crate::content::markdown::{Options, parse};
use crate::diag::{Severity, SourcePath};

#[test]
fn emphasis_ends_beside_punctuation_where_words_have_no_space() {
    for (text, expected) in [
        (
            "**注意：**请携带护照。他说**“可以”**了。",
            "<strong>注意：</strong>请携带护照。他说<strong>“可以”</strong>了。",
        ),
        ("**括弧（かっこ）**を", "<strong>括弧（かっこ）</strong>を"),
        ("**한국어(괄호)**는", "<strong>한국어(괄호)</strong>는"),
        ("**«مهم»**جدا و**«هام»**.", "<strong>«مهم»</strong>جدا و<strong>«هام»</strong>."),
        ("**ข้อความ(วงเล็บ)**ต่อไป", "<strong>ข้อความ(วงเล็บ)</strong>ต่อไป"),
        ("~~（旧）~~字", "<del>（旧）</del>字"),
        ("*（斜）*体和***“重”***的", "<em>（斜）</em>体和<em><strong>“重”</strong></em>的"),
        (
            "**请看[链接](#a)**。**`code`**是",
            "<strong>请看<a href=\"#a\">链接</a></strong>。<strong><code>code</code></strong>是",
        ),
        ("`a：**请`与\\*\\*请：\\*\\*", "<code>a：**请</code>与**请：**"),
    ] {
        assert_eq!(html(text), format!("<p>{expected}</p>\n"), "{text}");
    }
}

#[test]
fn a_joint_leaves_no_trace() {
    let text = "[注：**重**要](a.md \"注：**重\") 和 [b]：**请\n\n[b]: c.md \"注：**重\"\n\n```注：**请\n注：**请\n```\n\n## 注：**请 {#a}\n";
    let (body, faults) = read(text);
    assert!(!format!("{body:?}").contains('\u{FDD0}') && !format!("{body:?}").contains("fdd0"), "{body:?}");
    assert!(!format!("{faults:?}").contains("fdd0"), "{faults:?}");
    assert!(!super::super::plain_text(text).contains('\u{FDD0}'));
    assert_eq!(
        body.facts.links.iter().map(|link| &text[link.span.clone()]).next(),
        Some("[注：**重**要](a.md \"注：**重\")")
    );
}

#[test]
fn no_example_of_the_specification_needs_a_joint() {
    let examples: serde_json::Value =
        serde_json::from_str(include_str!("../../../../tests/data/commonmark-0.31.2.json")).unwrap();
    for example in examples.as_array().unwrap() {
        let markdown = example["markdown"].as_str().unwrap();
        assert_eq!(super::super::flanking::joints(markdown), [0; 0], "{markdown}");
    }
}

#[test]
fn marks_that_were_meant_to_emphasise_are_told() {
    for (text, place) in [
        ("a **bold ** b", "**bold **"),
        ("** bold** b", "** bold**"),
        ("a **bold** and **bold ** b", "**bold **"),
        ("a *bold * b", "*bold *"),
        ("a _bold _ b", "_bold _"),
        ("他说_可以_了", "_可以_"),
        ("__注意：__请", "__注意：__"),
        ("a**\"b\"**c", "**\"b\"**"),
        ("a ~~old ~~b", "~~old ~~"),
        ("a **old **b", "**old **"),
        ("The **ministry said.", "**"),
        ("- a **bold ** b", "**bold **"),
        ("| a **b ** |\n| - |", "**b **"),
    ] {
        assert_eq!(faults(text), [format!("literal-markup {place}")], "{text}");
    }
}

#[test]
fn lines_that_look_like_markup_are_told() {
    for (text, place) in [
        ("##Heading", "##Heading"),
        ("a\n###Heading", "###Heading"),
        ("##\u{A0}Heading", "##\u{A0}Heading"),
        ("#\u{A0}Heading", "#\u{A0}Heading"),
        ("＃＃ 标题", "＃＃ 标题"),
        ("####### Seven", "####### Seven"),
        ("\u{FEFF}## Heading", "\u{FEFF}"),
        ("\u{200B}- item", "\u{200B}"),
        ("> ##Heading", "##Heading"),
        ("-Bullet", "-"),
        ("- One\n-Two", "-"),
        ("-\u{A0}Bullet", "-"),
        ("• One\n\nb", "•"),
        ("1.Numbered", "1."),
        ("1)Numbered", "1)"),
        ("1.申请", "1."),
        ("1.\u{A0}Numbered", "1."),
        ("| a | b |\n| 1 | 2 |", "| a | b |"),
        ("| a | b |\n\n| 1 | 2 |\n\n| 3 | 4 |", "| a | b |"),
        ("| a | b | c |\n|---|---|\n| 1 | 2 | 3 |", "| a | b | c |"),
        ("| a | b |\n| — | — |\n| 1 | 2 |", "| a | b |"),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n\n| 3 | 4 |", "| 3 | 4 |"),
        (":: notice info\nx", "::"),
    ] {
        assert_eq!(faults(text), [format!("literal-markup {place}")], "{text:?}");
    }
}

#[test]
fn links_that_stay_text_are_told() {
    for (text, place, severity) in [
        ("![A photo](my photo.png)", "![A photo](my photo.png)", Severity::Error),
        ("see [this](https://x.example/my file.pdf).", "[this](https://x.example/my file.pdf)", Severity::Error),
        ("[*a* b](file (1).pdf \"t\")", "[*a* b](file (1).pdf \"t\")", Severity::Error),
        ("[a](https://x.example/ b", "[a](https://x.example/ b", Severity::Warning),
        ("[a](the other side)", "[a](the other side)", Severity::Warning),
        ("[a] (https://x.example/)", "[a] (https://x.example/)", Severity::Warning),
        ("[表格]（https://x.example/）", "[表格]（https://x.example/）", Severity::Warning),
        ("[a text][label]", "[a text]", Severity::Warning),
        ("[a text][]", "[a text]", Severity::Warning),
    ] {
        let found = read(text).1;
        assert_eq!(told(text, &found), [format!("literal-markup {place}")], "{text}");
        assert_eq!(found[0].severity, severity, "{text}");
    }
}

#[test]
fn ordinary_texts_are_left_alone() {
    for text in [
        "Price* and 2 * 3, 5*3 = 15, a * b * c, 2 ** 3; fees** are net.\n\n\\* net\n\n** gross",
        "snake_case_name, file_a_b.md, __ of __, Signed: ________, on ____ at ___.",
        "Bürger*innen und ~5 or ~10, 3월~4월 및 5월~6월",
        "#diplomacy and #1, C# and F#; +32 2 501 81 11\n+32 2 501",
        "-5 degrees\n\n--\n\n– a dash\n\n— Bonjour\n— Bonsoir",
        "1.5 million, 2.x, 1.º Requisitos\n\n24. Dezember",
        "see [1] and [2][3], [sic] […] [A/RES/70/1]; [NATO] (an alliance) a[0]",
        "a | b and |x| and | x",
        "\\##Heading\n\n\\-Bullet\n\n1\\.Numbered\n\n\\[a](b c)",
        "`**bold **` and `##Heading`\n\n    ##Heading\n\n```\n-Bullet\n| a | b | c |\n```",
        "10:30::45 and a:: b",
        "> [!NOTE]\n> Text",
        "Fees :\n: sixty euros",
    ] {
        assert_eq!(faults(text), [""; 0], "{text}");
    }
}

#[test]
fn words_that_reach_no_page_are_told() {
    for (text, expected) in [
        ("[Update]: cancelled\n\na", "unused-definition [Update]: cancelled"),
        ("a\n\n[b]: https://x.example/", "unused-definition [b]: https://x.example/"),
        ("[b]\n\n[b]: #x\n[b]: #y 'z'", "unused-definition [b]: #y 'z'"),
        ("> [Note]: passport\n\na", "unused-definition [Note]: passport"),
        ("## Fees {2026 edition}", "lost-words {2026 edition}"),
        ("```toml An example\na = 1\n```", "lost-words ```toml An example"),
        ("```\na\n``` b\n\nc", "unclosed-code ```"),
        ("- a\n\n  ~~~\n  b", "unclosed-code ~~~"),
    ] {
        assert_eq!(faults(text), [expected], "{text}");
    }
    for text in
        ["[//]: # (a comment)\n\na", "[a][b] and [B]\n\n[b]: #x", "    [b]: x\n\n> ```\n> [b]: x\n> ```\n", "a {#b}"]
    {
        assert_eq!(faults(text), [""; 0], "{text}");
    }
}

#[test]
fn controls_are_refused_and_nul_is_replaced() {
    for (text, place) in [
        ("a\u{B}b\u{C}c", "control-character \u{B}"),
        ("a\u{1}b", "control-character \u{1}"),
        ("a\u{7F}b", "control-character \u{7F}"),
        ("\u{93}a\u{94}", "control-character \u{93}"),
        ("`a\u{1B}b`", "control-character \u{1B}"),
        ("a &#11; b", "control-character &#11;"),
        ("a \u{FDD0} \u{FFFE}", "control-character \u{FDD0}"),
    ] {
        assert_eq!(faults(text), [place], "{text:?}");
    }
    let (body, found) = parse("a\0b `c\0`", 0, &SourcePath::new("a.md"), &Options::content());
    assert_eq!(super::filled(&body), "<p>a\u{FFFD}b <code>c\u{FFFD}</code></p>\n");
    assert_eq!(found.iter().map(|fault| fault.severity).collect::<Vec<_>>(), [Severity::Warning]);
}
