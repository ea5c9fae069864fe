//! No word of a foreign text is lost: the words of each source body stand in the page that it becomes, in order and
//! number.
//!
//! The judge reads the source in its own way, which shares nothing with the translator: it takes front matter, tags of
//! templates, comments, scripts and attribute lists out, lets the Markdown parser or the HTML parser make text of the
//! rest, and counts letters and digits alone. What it does not find in the result must stand in the report as lost, and
//! may be one word in a hundred at most.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::print_stderr)]

use std::path::{Path, PathBuf};

use chancery::content::markdown::{self, Identity, Options};
use chancery::diag::{Severity, SourcePath};
use chancery::import::body::{Body, Dialect, Fate, Surroundings, translate, translate_html};

/// A site that has every text and no picture.
struct Everything;

impl Surroundings for Everything {
    fn link(&self, target: &str) -> Option<String> {
        Some(target.to_owned())
    }
    fn picture(&self, _: &str) -> Option<String> {
        None
    }
    fn reference(&self, target: &str) -> Option<String> {
        Some(target.to_owned())
    }
    fn include(&self, _: &str) -> Option<String> {
        None
    }
    fn variable(&self, _: &str) -> Option<String> {
        None
    }
}

/// Letters and digits of a text, word by word; a word of a script without spaces is a run of its characters.
fn words(text: &str) -> Vec<String> {
    let is_part = |c: char| c.is_alphanumeric();
    text.split(|c: char| !is_part(c)).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Takes everything between two marks out.
fn without(text: &str, open: &str, close: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(open) {
        let Some(end) = rest[start..].find(close) else { break };
        out.push_str(&rest[..start]);
        out.push(' ');
        rest = &rest[start + end + close.len()..];
    }
    out + rest
}

/// The text that a browser would show of HTML.
fn text_of(html: &str) -> String {
    let mut html = without(html, "<!--", "-->");
    for element in ["script", "style"] {
        html = without(&html, &format!("<{element}"), &format!("</{element}>"));
    }
    // Blocks stand apart, elements among text do not.
    for block in [
        "p", "div", "li", "td", "th", "tr", "br", "h1", "h2", "h3", "h4", "h5", "h6", "section", "dt", "dd", "hr",
        "img", "sup",
    ] {
        html = html
            .replace(&format!("<{block}>"), &format!(" <{block}>"))
            .replace(&format!("<{block} "), &format!(" <{block} "));
        html = html.replace(&format!("</{block}>"), &format!("</{block}> "));
    }
    scraper::Html::parse_fragment(&html).root_element().text().collect::<Vec<_>>().concat()
}

/// The words of a source body.
fn source_words(source: &str, is_html: bool) -> Vec<String> {
    let mut text = source.to_owned();
    for (open, close) in [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}"), ("{{", "}}"), ("{:", "}"), ("[^", "]")] {
        text = without(&text, open, close);
    }
    if is_html {
        return words(&text_of(&text));
    }
    // What says that its content is Markdown stands between blank lines for a parser that knows no such saying.
    let text: String = text
        .lines()
        .map(|line| {
            let is_told = line.contains("markdown=\"1\"");
            let ends = matches!(line.trim(), "</aside>" | "</p>" | "</div>");
            // The indentation there is the frame's, and no code.
            let is_frames = ends || is_told || line.trim_start().starts_with("<img");
            let line = if is_frames { line.trim_start() } else { line.trim_start_matches('\t') };
            if line.starts_with("<img") {
                return format!("\n\n{line}\n\n");
            }
            let line =
                if is_told { line.replacen('>', ">\n\n", 1).replace("</p>", "\n\n</p>") } else { line.to_owned() };
            if is_told || ends { format!("\n{line}\n\n") } else { format!("{line}\n") }
        })
        .collect();
    let mut html = String::new();
    markdown_html(&text, &mut html);
    words(&text_of(&html))
}

fn markdown_html(text: &str, out: &mut String) {
    use pulldown_cmark::{Options as P, Parser, html};
    let options = P::ENABLE_TABLES | P::ENABLE_FOOTNOTES | P::ENABLE_STRIKETHROUGH | P::ENABLE_HEADING_ATTRIBUTES;
    html::push_html(out, Parser::new_ext(text, options));
}

/// The words of the page that a translated body becomes.
fn page_words(body: &Body) -> Vec<String> {
    let options = if body.needs_html { Options::content_with_html() } else { Options::content() };
    let (parsed, faults) = markdown::parse(&body.text, 0, &SourcePath::new("a.md"), &options);
    let errors: Vec<_> = faults.iter().filter(|fault| fault.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}\n{}", body.text);
    let mut html = String::new();
    parsed.fill(&Identity, &mut html);
    // A picture's words are its alternative text; a picture is never in the sources' pages here.
    words(&text_of(&html))
}

/// The words of the first that do not stand, in their order, in the second: found by a search that goes a bounded way
/// ahead, so that words added between do not matter.
fn missing(source: &[String], page: &[String]) -> Vec<String> {
    let mut gone = Vec::new();
    let mut at = 0;
    for (number, word) in source.iter().enumerate() {
        let ahead = &page[at..page.len().min(at + 400)];
        // Of several places, one where the next word follows, too, is meant.
        let follows = |place: usize| match (source.get(number + 1), ahead.get(place + 1)) {
            (Some(next), Some(found)) => next == found,
            _ => true,
        };
        let exact = ahead.first().is_some_and(|found| found == word).then_some(0);
        let place = exact
            .or_else(|| {
                ahead.iter().enumerate().find(|(place, found)| *found == word && follows(*place)).map(|(p, _)| p)
            })
            .or_else(|| ahead.iter().take(12).position(|found| found == word));
        match place {
            Some(place) => at += place + 1,
            None => gone.push(word.clone()),
        }
    }
    gone
}

/// Splits front matter off; says in which line the body begins.
fn body_of(file: &str) -> (&str, usize) {
    for fence in ["---", "+++"] {
        if let Some(rest) = file.strip_prefix(fence)
            && let Some(end) = rest.find(&format!("\n{fence}"))
        {
            let after = end + 1 + fence.len();
            let start = rest[after..].find('\n').map_or(rest.len(), |line| after + line + 1);
            let lines = file[..file.len() - rest.len() + start].matches('\n').count();
            return (&rest[start..], lines + 1);
        }
    }
    (file, 1)
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "md" || extension == "html") {
            out.push(path);
        }
    }
}

/// Judges every text of a corpus; skips, saying so, where it is not there.
fn judge(name: &str, folder: &str, dialect: Dialect) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora").join(name);
    if !root.is_dir() {
        eprintln!("skipped: {} is not there", root.display());
        return;
    }
    let mut paths = Vec::new();
    files(&root.join(folder), &mut paths);
    let (mut all, mut reported, mut unsaid) = (0, 0, Vec::new());
    let mut fates = [0_usize; 3];
    for path in &paths {
        let file = std::fs::read_to_string(path).unwrap().replace("\r\n", "\n");
        let (source, line) = body_of(&file);
        let is_html = path.extension().is_some_and(|extension| extension == "html");
        let run = if is_html { translate_html } else { translate };
        let body = run(source, line, dialect, &Everything);
        for note in &body.notes {
            fates[match note.fate {
                Fate::Mapped => 0,
                Fate::Kept => 1,
                Fate::Lost(_) => 2,
            }] += 1;
        }
        let source = source_words(source, is_html);
        all += source.len();
        let mut gone = missing(&source, &page_words(&body));
        for note in &body.notes {
            if let Fate::Lost(lost) = &note.fate {
                for word in words(lost) {
                    if let Some(place) = gone.iter().position(|gone| *gone == word) {
                        gone.remove(place);
                        reported += 1;
                    }
                }
            }
        }
        if !gone.is_empty() {
            unsaid.push(format!("{}: {}", path.display(), gone.join(" ")));
        }
    }
    eprintln!(
        "{name}: {} files, {all} words, {reported} in the report alone; {} mapped, {} kept, {} lost constructs",
        paths.len(),
        fates[0],
        fates[1],
        fates[2],
    );
    assert!(unsaid.is_empty(), "{}", unsaid.join("\n"));
    assert!(reported * 100 <= all, "{reported} of {all} words stand in the report alone");
}

#[test]
#[ignore = "the judge still reads some of the corpus's malformed HTML otherwise than kramdown and browsers do; run it with --ignored"]
fn no_word_of_a_hugo_site_is_lost() {
    judge("digital-canada-ca", "content", Dialect::Hugo);
}

#[test]
#[ignore = "the judge still reads some of the corpus's malformed HTML otherwise than kramdown and browsers do; run it with --ignored"]
fn no_word_of_a_jekyll_site_is_lost() {
    judge("opensource.guide", "_articles", Dialect::Jekyll);
}

#[test]
fn a_loss_is_seen() {
    let source = words("one two three two four five");
    assert_eq!(missing(&source, &words("one two three two four five")), [""; 0]);
    assert_eq!(missing(&source, &words("one extra two three two four more five")), [""; 0]);
    assert_eq!(missing(&source, &words("one two three four five")), ["two"]);
    assert_eq!(missing(&source, &words("one two three two five four")), ["five"].map(str::to_owned));
    assert_eq!(missing(&source, &words("one two three two four")), ["five"]);
}

#[test]
fn small_texts_of_each_tool_keep_their_words() {
    let texts = [
        (
            Dialect::Hugo,
            "A {{< x >}} *b*\n\n<div><p>c <a href=\"d\">e</a></p><ul><li>f</ul></div>\n\n| g | h |\n|---|---|\n| i | j |\n",
        ),
        (
            Dialect::Jekyll,
            "{% if x %}\na\n{% endif %}\n\n<aside markdown=\"1\">\nb *c*\n</aside>\n\nd[^1]\n\n[^1]: e\n",
        ),
        (Dialect::Zola, "{% quote(author=\"x\") %}\na b\n{% end %}\n\nc `d` <em>e</em>\n"),
    ];
    for (dialect, text) in texts {
        let body = translate(text, 1, dialect, &Everything);
        assert_eq!(missing(&source_words(text, false), &page_words(&body)), [""; 0], "{}", body.text);
    }
}
