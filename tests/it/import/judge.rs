//! The judge of words: what a source says and what a page shows, word by word, read in a way that shares nothing with
//! the translator. It takes front matter, tags of templates, comments, scripts and attribute lists out, lets the Markdown
//! parser or the HTML parser make text of the rest, and counts letters and digits alone.

/// Letters and digits of a text, word by word; a word of a script without spaces is a run of its characters.
pub fn words(text: &str) -> Vec<String> {
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
pub fn text_of(html: &str) -> String {
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

/// How HTML is read that is indented so far that a parser takes it for code.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Indented {
    /// As the words that stand there.
    Code,
    /// As the editor meant it.
    Html,
}

/// The words of a source body that a page does not have, and how many there were. HTML that is indented so far that it
/// is code may be that on the page, or what the editor meant.
pub fn lost(source: &str, is_html: bool, page: &[String]) -> (Vec<String>, usize) {
    let readings = [Indented::Code, Indented::Html].map(|indented| read(source, is_html, indented));
    let [code, html] = readings.map(|words| (missing(&words, page), words.len()));
    if html.0.len() < code.0.len() { html } else { code }
}

/// The words of a source body.
fn read(source: &str, is_html: bool, indented: Indented) -> Vec<String> {
    let mut text = source.to_owned();
    for (open, close) in [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}"), ("{{", "}}"), ("{:", "}"), ("[^", "]")] {
        text = without(&text, open, close);
    }
    if is_html {
        return words(&text_of(&text));
    }
    // What says that its content is Markdown stands between blank lines for a parser that knows no such saying; the
    // indentation in it is the frame's, and no code.
    let mut told = 0_usize;
    let mut lines = String::new();
    for line in text.lines() {
        let trimmed = line.trim();
        // A tag of a span, alone on its line, stands among text for kramdown, and begins HTML for other parsers.
        if told > 0 && matches!(trimmed, "<i>" | "</i>") {
            continue;
        }
        let is_block = trimmed.starts_with('<') && !trimmed.starts_with("<span");
        let is_told = is_block && (line.contains("markdown=\"1\"") || line.contains("markdown = \"1\""));
        told += usize::from(is_told && trimmed.starts_with("<aside"));
        let ends = matches!(trimmed, "</aside>" | "</p>" | "</div>");
        let is_picture = trimmed.starts_with("<img") && trimmed.ends_with('>');
        let is_set_off = told > 0 || ends || is_told || is_picture;
        let line = if is_set_off { line.trim_start() } else { line.trim_start_matches('\t') };
        let around = if ends || is_picture { "\n\n" } else { "" };
        if is_told {
            let line = line.replacen('>', ">\n\n", 1).replace("</p>", "\n\n</p>");
            lines.extend(["\n", line.as_str(), "\n\n"]);
        } else {
            lines.extend([around, line, "\n", around]);
        }
        told -= usize::from(told > 0 && trimmed.ends_with("</aside>"));
    }
    let text = lines;
    let mut html = String::new();
    markdown_html(&text, indented, &mut html);
    words(&text_of(&html))
}

/// HTML of Markdown.
fn markdown_html(text: &str, indented: Indented, out: &mut String) {
    use pulldown_cmark::{CodeBlockKind, Event, Options as P, Parser, Tag, TagEnd, html};
    let options = P::ENABLE_TABLES | P::ENABLE_FOOTNOTES | P::ENABLE_STRIKETHROUGH | P::ENABLE_HEADING_ATTRIBUTES;
    let mut is_indented = false;
    let events = Parser::new_ext(text, options).map(|event| match event {
        Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
            is_indented = true;
            event
        }
        Event::End(TagEnd::CodeBlock) => {
            is_indented = false;
            event
        }
        Event::Text(part) if is_indented && indented == Indented::Html && part.trim_start().starts_with('<') => {
            Event::Html(part)
        }
        other => other,
    });
    html::push_html(out, events);
}

/// The words of the first that do not stand, in their order, in the second: found by a search that goes a bounded way
/// ahead, so that words added between do not matter.
pub fn missing(source: &[String], page: &[String]) -> Vec<String> {
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
pub fn body_of(file: &str) -> (&str, usize) {
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
