//! Markdown against the CommonMark specification, against hostile input, and against itself.

// A test may stop where its own data is not what it should be.

use std::time::{Duration, Instant};

use chancery::content::markdown::{
    Body, Directive, Facts, Fill, Identity, Image, Link, Options, UiText, escape, parse,
};
use chancery::diag::{Diagnostic, SourcePath};
use proptest::prelude::*;
use scraper::{ElementRef, Html, Node};
use serde_json::Value;

const SPEC: &str = include_str!("../../data/commonmark-0.31.2.json");

fn examples() -> Vec<(u64, String, String)> {
    let Value::Array(examples) = serde_json::from_str(SPEC).unwrap() else { panic!("not a list") };
    let text = |example: &Value, name: &str| example[name].as_str().unwrap().to_owned();
    examples.iter().map(|e| (e["example"].as_u64().unwrap(), text(e, "markdown"), text(e, "html"))).collect()
}

fn read(markdown: &str, options: Options) -> (Body, Vec<Diagnostic>) {
    parse(markdown, 0, &SourcePath::new("content/test.en.md"), &options)
}

fn facts_alone(markdown: &str, options: Options) -> (Facts, Vec<Diagnostic>) {
    chancery::content::markdown::facts(markdown, 0, &SourcePath::new("content/test.en.md"), &options)
}

fn facts_of_all(markdown: &str, options: Options) -> (Facts, Vec<Diagnostic>) {
    let (body, faults) = read(markdown, options);
    (body.facts, faults)
}

#[test]
fn the_facts_of_every_example_need_no_html() {
    for (number, markdown, _) in examples() {
        for options in [Options::content(), Options::content_with_html(), Options::bare()] {
            assert_eq!(facts_alone(&markdown, options), facts_of_all(&markdown, options), "example {number}");
        }
    }
}

fn html(markdown: &str, options: Options, fill: &dyn Fill) -> String {
    let mut out = String::new();
    read(markdown, options).0.fill(fill, &mut out);
    out
}

#[test]
fn every_example_of_the_specification_passes() {
    let examples = examples();
    assert_eq!(examples.len(), 652);
    let mut failed = Vec::new();
    for (number, markdown, expected) in examples {
        let found = html(&markdown, Options::bare(), &Identity);
        if found != expected {
            failed.push(format!("{number}: {markdown:?}\nexpected {expected:?}\nfound    {found:?}"));
        }
    }
    assert!(failed.is_empty(), "{} examples failed\n{}", failed.len(), failed.join("\n"));
}

/// Fills holes in the way a page does: every hole leaves something that the allow-list knows.
struct Page;

impl Fill for Page {
    fn link(&self, link: &Link, out: &mut String) {
        Identity.link(link, out);
    }

    fn link_end(&self, out: &mut String) {
        Identity.link_end(out);
    }

    fn image(&self, image: &Image, out: &mut String) {
        Identity.image(image, out);
    }

    fn text(&self, text: &UiText, out: &mut String) {
        out.push_str(if text.attribute { "label &lt;" } else { "words" });
    }

    fn directive(&self, directive: &Directive, inner: &str, out: &mut String) {
        out.push_str("<aside class=\"");
        escape::html(directive.kind.name(), out);
        out.push_str("\">");
        out.push_str(inner);
        out.push_str("</aside>");
    }
}

/// Every element that default mode may write, with its attributes.
const ALLOWED: &[(&str, &[&str])] = &[
    ("a", &["href", "title", "id", "role", "aria-label", "class"]),
    ("aside", &["class"]),
    ("blockquote", &[]),
    ("br", &[]),
    ("code", &["class"]),
    ("dd", &[]),
    ("del", &[]),
    ("div", &["class", "role", "aria-label", "tabindex"]),
    ("dl", &[]),
    ("dt", &[]),
    ("em", &[]),
    ("h1", &["id"]),
    ("h2", &["id"]),
    ("h3", &["id"]),
    ("h4", &["id"]),
    ("h5", &["id"]),
    ("h6", &["id"]),
    ("hr", &[]),
    ("img", &["src", "alt", "title"]),
    ("input", &["type", "disabled", "checked"]),
    ("label", &["class"]),
    ("li", &["id"]),
    ("ol", &["start"]),
    ("p", &["class"]),
    ("pre", &["tabindex"]),
    ("section", &["class", "role", "aria-labelledby"]),
    ("span", &["class"]),
    ("strong", &[]),
    ("sup", &[]),
    ("table", &[]),
    ("tbody", &[]),
    ("td", &["class"]),
    ("th", &["class", "scope"]),
    ("thead", &[]),
    ("tr", &[]),
    ("ul", &[]),
];

/// What cleaned HTML adds to it.
const CLEANED: &[(&str, &[&str])] = &[
    ("abbr", &["title"]),
    ("b", &[]),
    ("bdi", &[]),
    ("bdo", &[]),
    ("caption", &[]),
    ("cite", &[]),
    ("details", &[]),
    ("dfn", &["title"]),
    ("i", &[]),
    ("kbd", &[]),
    ("mark", &[]),
    ("ol", &["start"]),
    ("q", &[]),
    ("rp", &[]),
    ("rt", &[]),
    ("ruby", &[]),
    ("small", &[]),
    ("sub", &[]),
    ("summary", &[]),
    ("td", &["colspan", "rowspan"]),
    ("tfoot", &[]),
    ("th", &["colspan", "rowspan"]),
    ("time", &["datetime"]),
    ("wbr", &[]),
];

/// Says what in a text's HTML is not allowed, or leaves the frame that a page puts around it.
fn breach(markdown: &str, options: Options) -> Option<String> {
    let inner = html(markdown, options, &Page);
    let cleaned: &[_] = if options == Options::content() { &[] } else { CLEANED };
    // What follows the text in the page must still be a child of what holds the text.
    let document = Html::parse_fragment(&format!("<article>{inner}<footer></footer></article>"));
    let names = |element: ElementRef<'_>| {
        element.child_elements().map(|child| child.value().name().to_owned()).collect::<Vec<_>>()
    };
    let article = document.root_element().child_elements().next();
    let last = article.and_then(|article| names(article).pop());
    if names(document.root_element()) != ["article"] || last.as_deref() != Some("footer") {
        return Some(format!("the frame is broken in {inner}"));
    }
    for node in document.root_element().descendants().skip(1) {
        let element = match node.value() {
            Node::Element(element) => element,
            Node::Text(_) => continue,
            other => return Some(format!("{other:?} in {inner}")),
        };
        let name = element.name();
        if matches!(name, "article" | "footer") {
            continue;
        }
        let rows: Vec<_> = ALLOWED.iter().chain(cleaned).filter(|(allowed, _)| *allowed == name).collect();
        if rows.is_empty() {
            return Some(format!("<{name}> in {inner}"));
        }
        for (attribute, value) in element.attrs() {
            let general = !cleaned.is_empty() && matches!(attribute, "lang" | "dir");
            if !general && !rows.iter().any(|(_, attributes)| attributes.contains(&attribute)) {
                return Some(format!("<{name} {attribute}> in {inner}"));
            }
            let target = matches!(attribute, "href" | "src").then(|| value.trim().to_ascii_lowercase());
            let scheme = target.as_deref().and_then(|target| target.split(['/', '?', '#']).next()?.split_once(':'));
            if let Some((scheme, _)) = scheme
                && !matches!(scheme, "https" | "http" | "mailto" | "tel")
            {
                return Some(format!("{attribute}={value} in {inner}"));
            }
        }
    }
    let ids: Vec<_> = document.root_element().descendants().filter_map(|n| n.value().as_element()?.id()).collect();
    let unique: std::collections::BTreeSet<_> = ids.iter().collect();
    (unique.len() != ids.len()).then(|| format!("an id occurs twice: {ids:?} in {inner}"))
}

#[test]
fn the_same_examples_stay_within_the_allow_list_in_content() {
    for (number, markdown, _) in examples() {
        for options in [Options::content(), Options::content_with_html()] {
            assert_eq!(breach(&markdown, options), None, "example {number}: {markdown:?}");
        }
    }
}

#[test]
fn the_allow_list_of_this_test_sees_what_is_not_on_it() {
    assert!(breach("<u>x</u>\n\n<div onclick=\"x\">y</div>\n", Options::bare()).is_some());
    assert!(breach("</article>\n", Options::bare()).is_some());
    assert!(breach("[x](javascript:x)\n", Options::bare()).is_some());
}

#[test]
fn hostile_html_never_leaves_its_place() {
    for markdown in [
        "</article><script>alert(1)</script>",
        "a </article> b <b> *c <i>d* e</i> f",
        "<ruby>a *<rt>b</ruby>* c",
        "- a\n\n  <li>b\n\n- c",
        "a : b\n: c\n\n  <dd>d\n\n: e",
        "<table><tr><td>\n\na\n\n</td></tr></table>",
        "<details><summary>x</summary>\n\ntext",
        "| a |\n|---|\n| <kbd>b | c</td></tr></table> |",
        "<!-- a --!> <script>x</script> --> b",
        "<!-->\n<script>x</script>\n-->",
        "a <!--> <script>x</script> -->",
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=x onerror=alert(1)&gt;\">",
        "a <span lang=\"fr\" onclick=\"x\" style=\"y\">b</span>",
        "<p>a\n<p>b</article>",
        "## a <b>b\n\nc </b>",
        "[a <b>b](c) d</b>",
        "![a<b>](c)",
        "<form><input name=x></form>",
        "<iframe src=\"https://x\"></iframe>",
        "<a href=\"javascript:x\">a</a>",
        "<template>x</template>",
        "<plaintext>x",
        "<textarea>x",
        "<select><option>x",
        "::: notice info\n</aside></div>\n:::",
    ] {
        for options in [Options::content(), Options::content_with_html()] {
            assert_eq!(breach(markdown, options), None, "{markdown:?}");
        }
    }
}

#[test]
fn a_stray_item_of_raw_html_ends_no_item_of_the_text() {
    let document = Html::parse_fragment(&html("- a\n\n  <li>b\n\n- c\n", Options::content_with_html(), &Page));
    let list = document.root_element().child_elements().next().unwrap();
    assert_eq!(list.child_elements().count(), 2, "{}", list.html());
}

#[test]
fn nesting_bombs_take_no_time() {
    let n = 10_000;
    let nested = (3..200).rev().fold(String::new(), |text, colons| text + &":".repeat(colons) + " notice info\n");
    let chain = (0..n).fold(String::new(), |text, i| text + &format!("[^{i}]: [^{}]\n", i + 1));
    let bombs = [
        ">".repeat(n),
        "> ".repeat(n),
        "[".repeat(n),
        "![".repeat(n),
        "[^".repeat(n),
        "[a](".repeat(n),
        "[^a]".repeat(n),
        "*a **b ".repeat(n),
        "*a_".repeat(n),
        "`a``b".repeat(n),
        "~~a~".repeat(n),
        "<b>".repeat(n),
        "<b *c".repeat(n),
        "</b>".repeat(n),
        "<!--".repeat(n),
        "<!-- a\n\n".repeat(n),
        "<div>\n".repeat(n),
        "- ".repeat(n),
        "1. a\n\n".repeat(n),
        "1. ".repeat(n),
        "1. > - ".repeat(n),
        "# a\n".repeat(n),
        ": a\n".repeat(n),
        "|".repeat(n),
        "a|b\n-|-\n\n".repeat(n / 10),
        "::: notice info\n".repeat(n),
        ":::\n".repeat(n),
        nested,
        ":::: x\n::: y \"\n".repeat(n / 2),
        ":".repeat(n),
        "\u{2066}".repeat(n),
        "[^a]: b\n".repeat(n),
        chain + "\n[^0]",
        "&#x2066;".repeat(n),
        "```\n".repeat(n),
        "\\[^a]".repeat(n),
        "\\".repeat(n) + "[^",
    ];
    for bomb in bombs {
        for options in [Options::content(), Options::content_with_html()] {
            let start = now();
            let _ = html(&bomb, options, &Page);
            let taken = start.elapsed();
            let name: String = bomb.chars().take(20).collect();
            // What takes quadratic time takes minutes here; the rest well under a second, on a machine at rest.
            assert!(taken < Duration::from_secs(10), "{name:?}… took {taken:?}");
        }
    }
}

// The build may not measure time; a test of how long it takes must.
#[allow(clippy::disallowed_methods)]
fn now() -> Instant {
    Instant::now()
}

/// Pieces of text that mean something, so that arbitrary texts reach every part of the writer.
fn markdown() -> impl Strategy<Value = String> {
    let parts: Vec<&'static str> = vec![
        "\n",
        "\n\n",
        "\r\n",
        " ",
        "    ",
        "\t",
        "a",
        "é",
        "中",
        "# ",
        "### ",
        "{#x}",
        "- ",
        "- [ ] ",
        "- [x] ",
        "1. ",
        "> ",
        "> [!NOTE]\n> ",
        "*",
        "**",
        "_",
        "~~",
        "`",
        "```",
        "```rust\n",
        "~~~",
        "[",
        "](",
        ")",
        "![",
        "]",
        "[^1]",
        "[^1]: ",
        "[^2]",
        "[a]: b\n",
        "|",
        "|---|:-:|\n",
        ": ",
        "---",
        "***",
        "\\",
        "&lt;",
        "&#x2066;",
        "<",
        ">",
        "</p>",
        "<b>",
        "</b>",
        "<kbd>",
        "</kbd>",
        "<ruby>",
        "<rt>",
        "<div>",
        "</div>",
        "<li>",
        "<td>",
        "<table>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<?",
        "?>",
        "<![CDATA[",
        "]]>",
        "<a href=\"",
        "\"",
        "'",
        "=",
        "::: notice info\n",
        ":::: quote by=\"a\"\n",
        "::: figure src=a.svg decorative\n",
        "::: contact x\n",
        "::: x y=z\n",
        ":::\n",
        "::::\n",
        "javascript:x",
        "https://a.b",
        "<https://a.b>",
        "<a@b.c>",
        "\u{202E}",
        "\u{2066}",
        "\u{2069}",
        "\0",
        "\u{FEFF}",
        "\r",
        "  \n",
    ];
    let part = prop_oneof![8 => prop::sample::select(parts).prop_map(str::to_owned), 1 => any::<String>()];
    prop::collection::vec(part, 0..60).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_stays_within_the_allow_list(text in markdown()) {
        for options in [Options::content(), Options::content_with_html()] {
            prop_assert_eq!(breach(&text, options), None);
        }
    }

    #[test]
    fn any_text_has_its_spans_in_the_file(text in markdown()) {
        let (offset, path) = (7, SourcePath::new("content/test.en.md"));
        let (body, faults) = parse(&text, offset, &path, &Options::content_with_html());
        let spans = faults.iter().flat_map(|fault| fault.labels.iter().filter_map(|label| label.span.clone()));
        let links = body.facts.links.iter().map(|link| link.span.clone());
        for span in spans.chain(links) {
            let inside = span.start >= offset && text.get(span.start - offset..span.end - offset).is_some();
            prop_assert!(inside, "{:?} in {:?}", span, text);
        }
    }

    #[test]
    fn the_facts_of_any_text_need_no_html(text in markdown()) {
        for options in [Options::content(), Options::content_with_html()] {
            prop_assert_eq!(facts_alone(&text, options), facts_of_all(&text, options));
        }
    }

    #[test]
    fn any_text_reads_the_same_twice(text in markdown()) {
        prop_assert_eq!(read(&text, Options::content()), read(&text, Options::content()));
        let _ = chancery::content::markdown::plain_text(&text);
        let _ = html(&text, Options::bare(), &Identity);
    }
}
