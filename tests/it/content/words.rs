//! The law of words: every word of a source that readers should see reaches the page, or a diagnostic at its line says
//! that it does not. Tried on the texts of the portal, and on random texts made of what people paste; texts of other sites
//! are tried where they are imported (`import/words.rs`).

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use chancery::content::markdown::{
    Body, Directive, Fill, Hole, Identity, Image, Link, Options, Piece, UiText, escape, parse,
};
use chancery::diag::{Diagnostic, Severity, SourcePath};
use proptest::prelude::*;
use scraper::{Html, Node};

/// Fills holes as a page does, as far as words go: arguments of directives are shown.
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
        out.push_str(if text.attribute { "label" } else { "" });
    }

    fn directive(&self, directive: &Directive, inner: &str, out: &mut String) {
        out.push_str("<aside>");
        let is_decorative = directive.flag("decorative");
        for argument in directive.arguments.iter().filter(|argument| argument.name != "alt" || !is_decorative) {
            escape::html(&format!(" {} ", argument.value), out);
        }
        out.push_str(inner);
        out.push_str("</aside>");
    }
}

/// What a reader can see of a body, or hear: text, and the attributes that are words or addresses.
fn seen(body: &Body) -> String {
    let mut html = String::new();
    body.fill(&Page, &mut html);
    let mut seen = String::new();
    for node in Html::parse_fragment(&html).tree.values() {
        match node {
            Node::Text(text) => seen.push_str(text),
            Node::Element(element) => {
                let is_among_text = ["a", "b", "bdi", "code", "del", "em", "span", "strong"].contains(&element.name());
                seen.push_str(if is_among_text { "" } else { " " });
                let attributes =
                    element.attrs().filter(|(name, _)| matches!(*name, "alt" | "title" | "href" | "src" | "class"));
                attributes.for_each(|(_, value)| seen.extend([" ", value, " "]));
            }
            _ => {}
        }
    }
    seen
}

/// Tells whether a diagnostic speaks of a line that a place stands on.
fn is_told(text: &str, at: usize, faults: &[Diagnostic]) -> bool {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    let spans = faults.iter().flat_map(|fault| &fault.labels).filter_map(|label| label.span.clone());
    spans.into_iter().any(|span| span.start <= end && span.end >= start)
}

/// The words of a text, each its own, that no reader sees and no diagnostic tells.
fn lost(text: &str, options: Options) -> Vec<String> {
    let (body, faults) = parse(text, 0, &SourcePath::new("content/test.en.md"), &options);
    let seen = seen(&body);
    let words = text.match_indices("word").map(|(at, _)| {
        let end = text[at..].find('z').map_or(text.len(), |end| at + end + 1);
        (at, &text[at..end])
    });
    words
        .filter(|(at, word)| !seen.contains(word) && !is_told(text, *at, &faults))
        .map(|(_, word)| word.to_owned())
        .collect()
}

/// What people type and paste; each `W` becomes a word that the text has once.
const PARTS: &[&str] = &[
    "W",
    "W W",
    "“W” ‘W’ «\u{A0}W\u{A0}» W’W",
    "W\u{A0}W\u{202F}W\u{200B}W\u{2060}W",
    "W — W – W‑W…W",
    "W\tW\t\tW",
    "**W：**W",
    "W**“W”**W",
    "**W（W）**W",
    "**«W»**جدا W",
    "و**«W»**",
    "**ข้อความ(W)**ต่อไป W",
    "**한국어(W)**는 W",
    "~~（W）~~字 W",
    "**W **W",
    "** W**",
    "*W*W",
    "_W_W",
    "__W：__请",
    "***W***",
    "~~W~~",
    "~W~",
    "W^W^",
    "==W==",
    "$W$",
    ":W:",
    "W_W_W",
    "## W",
    "##W",
    "### W {#x}",
    "## W {W}",
    "## W {.W}",
    "##\u{A0}W",
    "\u{FEFF}## W",
    "W\n===",
    "W\n---",
    "W\n-",
    "- W\n  - W\n\n  W",
    "-W\n-W",
    "* W",
    "1. W\n2) W",
    "1.W",
    "• W\n• W",
    "- [ ] W\n- [x] W",
    "[ ] W",
    "W\n: W\n: W",
    ": W",
    "> W\nW",
    "> [!NOTE]\n> W",
    "> [!W]\n> W",
    ">W\n>> W",
    "    W\n\tW",
    "`W` ``W`W``",
    "```W\nW\n```",
    "```W W\nW\n```",
    "~~~\nW\n~~~ W",
    "```\nW\n``` W\nW",
    "| W | W |\n|---|:-:|\n| W | W |",
    "| W | W |\n|---|---|\n| W | W | W |",
    "| W |\n|---|\n| W | W |\nW",
    "| W | W |\n| W | W |",
    "| W | W | W |\n|---|---|\n| W |",
    "W | W\n--|--\nW | W | W",
    "| W |\n| — |",
    "| `W | W` | W |\n|---|---|\n| W \\| W | W |",
    "W[^n]\n\n[^n]: W\n\n    W",
    "W[^m]",
    "[^k]: W",
    "[^n]: W",
    "[W](b.md \"W\")",
    "[W](b W.md)",
    "![W](c.png \"W\")",
    "![W](c W.png)",
    "![W[^n]](c.png)",
    "[![W](c.png)](d.md)",
    "[W][x]",
    "[W]",
    "[W][]",
    "[x]: a.md \"W\"",
    "[W]: W",
    "[W]: W 'W'",
    "[x]: b.md 'W'",
    "> [W]: W",
    "[[W]]",
    "[W] (https://W.example)",
    "[W]（W）",
    "<https://W.example>",
    "<W@W.example>",
    "https://W.example/W",
    "<div>W</div>",
    "<div>\nW\n\nW</div>",
    "W <b>W</b> <W>W</W>",
    "<W",
    "W < W > W & W &nbsp;W &copy W",
    "<!-- secret -->W",
    "<!--\nsecret\n-->\nW",
    "W <!-- W",
    "<!-- W",
    "<? W ?>W",
    "W <? W ?>",
    "<![CDATA[W]]>",
    "<!W W>",
    "<script>W</script>",
    "<style>\nW\n</style>",
    "<textarea>W</textarea>",
    "<title>W</title>",
    "<abbr title=\"W\">W</abbr>",
    "<table><tr><td>W<td>W</table>",
    "<table>W<tr><td>W</td></tr></table>",
    "<select><option>W</select>",
    "<details><summary>W</summary>W</details>",
    "<ruby>漢<rp>W</rp><rt>W</rt></ruby>",
    "<svg><text>W</text></svg>",
    "<math><mi>W</mi></math>",
    "<iframe>W</iframe>",
    "<img alt=\"W\">",
    "<noscript>W</noscript>",
    "<template>W</template>",
    "::: notice info \"W\"\nW\n:::",
    ":::: quote by=\"W\"\nW\n::: notice info\nW\n:::\n::::",
    "::: contact x\nW\n:::",
    "::: contact x W\n:::",
    "::: notice info\nW\n::: W",
    "::: figure src=a.svg alt=\"W\"\nW\n:::",
    "::: figure src=a.svg alt=\"W\" decorative\nW\n:::",
    "::: W\nW\n:::",
    ":::W",
    ":: notice W",
    "::: notice info\nW",
    "W\n:::",
    "- W\n  ::: notice info\n  W\n  :::",
    "+++\nW = \"W\"\n+++",
    "---\nW: W\n---",
    "{{ W }} {% W %} {W}",
    "W\\\nW  \nW",
    "\\*W\\* \\[W](W)",
    "W\u{B}W\u{C}W",
    "\0W\0",
    "W\u{7}W",
    "\u{85}W",
    "W\u{2028}W\u{2029}W",
    "<<<<<<< HEAD\nW\n=======\nW\n>>>>>>> W",
    "😀W👩‍👩‍👧W🇫🇷",
    "W\u{FE0F}*️⃣W",
    "\u{2067}W\u{2069}",
    "\u{202E}W",
    "+999 20 555 0101 W",
    "W 12 500 W",
    "W\r\nW\rW",
    "W,W;W",
    "…",
    "***",
    "\\",
];

/// Texts of some of the parts, each with words of its own.
fn texts() -> impl Strategy<Value = String> {
    let part = (prop::sample::select(PARTS), prop::sample::select(vec!["\n\n", "\n\n", "\n", " ", "", "\n> ", "\n- "]));
    prop::collection::vec(part, 1..12).prop_map(|parts| named(&parts.concat_pairs()))
}

/// Joins parts with what follows them.
trait Joined {
    fn concat_pairs(&self) -> String;
}

impl Joined for Vec<(&'static str, &'static str)> {
    fn concat_pairs(&self) -> String {
        self.iter().flat_map(|(part, gap)| [*part, *gap]).collect()
    }
}

/// Puts a word of its own in each place of a `W`.
fn named(text: &str) -> String {
    let mut named = String::new();
    for (number, part) in text.split('W').enumerate() {
        if number > 0 {
            named.extend(["word", &number.to_string(), "z"]);
        }
        named.push_str(part);
    }
    named
}

#[test]
fn no_word_of_any_part_is_lost() {
    for part in PARTS {
        for options in [Options::content(), Options::content_with_html()] {
            let text = named(part);
            assert_eq!(lost(&text, options), [""; 0], "{text:?} {:?}", options.html);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_word_of_any_text_is_lost(text in texts()) {
        for options in [Options::content(), Options::content_with_html()] {
            prop_assert_eq!(lost(&text, options), [""; 0], "{:?} {:?}", text, options.html);
        }
    }
}

fn markdown_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            markdown_files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "md") {
            found.push(path);
        }
    }
}

/// Takes everything between two marks out.
fn without(line: &str, open: &str, close: &str) -> String {
    let mut parts = line.split(open);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + " " + part.split_once(close).map_or("", |(_, after)| after))
}

/// The words of a source as they stand there, but for what is no text: comments, addresses, names of directives.
fn written(source: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for line in source.lines().filter(|line| !line.starts_with("```") && !line.contains("[!")) {
        let line = line.trim_start_matches(':');
        let text = without(&without(line, "](", ")"), "[^", "]");
        let text = text.split("{#").next().unwrap_or_default();
        words.extend(text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 1).map(str::to_owned));
    }
    words
}

#[test]
fn no_word_of_the_portal_is_lost() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let mut files = Vec::new();
    markdown_files(&root, &mut files);
    assert!(files.len() > 100, "{}", files.len());
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let source = text.splitn(3, "+++\n").nth(2).unwrap();
        let (body, mut faults) = parse(source, 0, &SourcePath::new("content/test.en.md"), &Options::content());
        // That a program can't colour code is no fault of the text.
        faults.retain(|fault| fault.severity != Severity::Note);
        assert_eq!(faults, [], "{}", file.display());
        let names = ["notice", "quote", "figure", "video", "contact", "data", "decorative"];
        let argument = |word: &String| names.contains(&word.as_str()) || source.contains(&format!("{word}="));
        let seen = seen(&body);
        // Words without space between them may be divided by markup.
        let run: String = seen.chars().filter(|c| c.is_alphanumeric()).collect();
        let seen: BTreeSet<String> = words_of(&seen);
        let is_seen = |word: &String| seen.contains(word) || (!word.is_ascii() && run.contains(word.as_str()));
        let lost: Vec<_> = written(source).into_iter().filter(|word| !is_seen(word) && !argument(word)).collect();
        assert_eq!(lost, [""; 0], "{}", file.display());
    }
}

fn words_of(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[test]
fn the_law_sees_a_word_that_is_lost() {
    let (body, _) = parse("a word1z", 0, &SourcePath::new("a.md"), &Options::content());
    assert!(seen(&body).contains("word1z") && !seen(&body).contains("word2z"));
    assert!(!is_told("a\nb", 2, &[]));
    let numbers = body.pieces.iter().filter(|piece| matches!(piece, Piece::Hole(Hole::Number(_)))).count();
    assert_eq!(numbers, 0);
}
