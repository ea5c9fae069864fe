//! Laws that hold for every text.

use proptest::prelude::*;

use super::super::{Dialect, translate, translate_html};
use super::Site;
use crate::content::markdown::{self, Options};
use crate::diag::{Severity, SourcePath};

const DIALECTS: [Dialect; 3] = [Dialect::Hugo, Dialect::Jekyll, Dialect::Zola];

/// Generates texts from random pieces of the tools' syntax and HTML.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "word ",
        "é漢",
        "\n",
        "\n\n",
        "  ",
        "    ",
        "# ",
        "#### ",
        "- ",
        "1. ",
        "> ",
        "```\n",
        "~~~",
        "`",
        "*",
        "**",
        "_",
        "[",
        "]",
        "](x)",
        "![",
        "](map.png)",
        "[^1]",
        "[^1]: ",
        "<div>",
        "</div>",
        "<p>",
        "</p>",
        "<a href=\"/about/\">",
        "</a>",
        "<img src=x>",
        "<br>",
        "<ul>",
        "<li>",
        "</ul>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<em>",
        "</em>",
        "<b",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "<details>",
        "<summary>",
        "<aside markdown=\"1\">",
        "</aside>",
        "<pre>",
        "<input type=checkbox>",
        "{{< note >}}",
        "{{< /note >}}",
        "{{% x %}}",
        "{{</* y */>}}",
        "{{< figure src=map.png >}}",
        "{{< highlight c >}}",
        "{{< /highlight >}}",
        "{% raw %}",
        "{% endraw %}",
        "{% if x %}",
        "{{ site.title }}",
        "{% include hours.md %}",
        "{% quote(author=\"x\") %}",
        "{% end %}",
        "{{ youtube(id=1) }}",
        "{: .x}",
        "{:toc}",
        "{::comment}",
        "*[ab]: cd\n",
        "::: ",
        ":::\n",
        "::: notice info\n",
        "+++",
        "---\n",
        "===\n",
        "|",
        "| --- |\n",
        "&amp;",
        "&#8294;",
        "\u{2067}",
        "\u{FDD0}",
        "\\",
        "\t",
        ": ",
        "{#id}",
        "{x}",
        "[b]: <y>\n",
        "<https://e.org>",
        "\r\n",
        "\"",
        "'",
        "<svg>",
        "<a>",
        "</",
        "<",
        ">",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_comes_in_what_comes_out_has_no_error(text in pieces()) {
        for dialect in DIALECTS {
            for body in [translate(&text, 1, dialect, &Site), translate_html(&text, 1, dialect, &Site)] {
                let options = if body.needs_html { Options::content_with_html() } else { Options::content() };
                let (_, faults) = markdown::facts(&body.text, 0, &SourcePath::new("a.md"), &options);
                let errors: Vec<_> = faults.iter().filter(|fault| fault.severity == Severity::Error).collect();
                prop_assert!(errors.is_empty(), "{:?}\n{:?}\n{:?}", dialect, body.text, errors);
            }
        }
    }

    #[test]
    fn any_characters_at_all_are_survived(text in "\\PC{0,200}") {
        for dialect in DIALECTS {
            let _ = translate(&text, 1, dialect, &Site);
            let _ = translate_html(&text, 1, dialect, &Site);
        }
    }

    #[test]
    fn plain_markdown_is_not_touched(
        blocks in prop::collection::vec(prop::sample::select(vec![
            "## One\n", "Some *words* and `code`.\n", "- a\n- b\n", "> said\n", "```rust\nlet x = \"<b>\";\n```\n", "| a | b |\n|---|---|\n| c | d |\n",
            "[link](https://example.org \"t\") and <https://example.org>\n", "1. one\n2. two\n", "---\n", "![map](map.png)\n", "Line  \nbreak\\\nhere & there.\n",
        ]), 0..12)
    ) {
        let text = blocks.join("\n");
        for dialect in DIALECTS {
            prop_assert_eq!(&translate(&text, 1, dialect, &Site).text, &text);
        }
    }
}
