//! Raw HTML: refused, cleaned or, for the conformance tests, passed on.
//!
//! Cleaning keeps two promises: nothing but the allow-list comes out, and no tag of the author's closes an
//! element of the page or stays open in it. A block is parsed and written anew as a tree (`ammonia`), inside a
//! `section` so that a stray `<li>` can't end a list item around it. Among text, each tag is cleaned by itself
//! and the writer balances them: an element ends at the latest where the Markdown element or block around it
//! ends, and a closing tag without its opening one is dropped. Links and images are not on the list: written in
//! Markdown they are checked, and know their language.
//!
//! Comments are never published, whatever the policy.

use std::ops::Range;

use crate::diag::{Severity, codes};

use super::HtmlPolicy;
use super::writer::Writer;

/// Elements among text that are kept, with their attributes beside `lang` and `dir`.
const INLINE: &[(&str, &[&str])] = &[
    ("abbr", &["title"]),
    ("b", &[]),
    ("bdi", &[]),
    ("bdo", &[]),
    ("cite", &[]),
    ("dfn", &["title"]),
    ("i", &[]),
    ("kbd", &[]),
    ("mark", &[]),
    ("q", &[]),
    ("rp", &[]),
    ("rt", &[]),
    ("ruby", &[]),
    ("small", &[]),
    ("span", &[]),
    ("sub", &[]),
    ("sup", &[]),
    ("time", &["datetime"]),
];

/// Elements among text that have no content.
const VOID: &[&str] = &["br", "wbr"];

/// Blocks that are kept.
const BLOCK: &[(&str, &[&str])] = &[
    ("blockquote", &[]),
    ("caption", &[]),
    ("code", &[]),
    ("dd", &[]),
    ("details", &[]),
    ("div", &[]),
    ("dl", &[]),
    ("dt", &[]),
    ("em", &[]),
    ("li", &[]),
    ("ol", &["start"]),
    ("p", &[]),
    ("pre", &[]),
    ("strong", &[]),
    ("summary", &[]),
    ("table", &[]),
    ("tbody", &[]),
    ("td", &["colspan", "rowspan"]),
    ("tfoot", &[]),
    ("th", &["colspan", "rowspan", "scope"]),
    ("thead", &[]),
    ("tr", &[]),
    ("ul", &[]),
];

/// Elements whose closing tag HTML lets authors leave out.
const OPTIONAL_END: &[&str] =
    &["dd", "dt", "li", "p", "rp", "rt", "tbody", "td", "tfoot", "th", "thead", "tr", "caption"];

/// How deep a block's elements may nest.
const DEEPEST: usize = crate::limits::NESTED_HTML;

const HELP: &str = "use Markdown or a directive; a section can allow some HTML with `raw_html = true` in site.toml";
const COMMENT_HELP: &str = "end it with `-->`: what follows is not published";

/// Removes from HTML all that is not on the lists.
#[cfg(feature = "html")]
fn clean(html: &str) -> String {
    use std::collections::{HashMap, HashSet};
    use std::sync::OnceLock;

    use ammonia::Builder;

    static CLEANER: OnceLock<Builder<'static>> = OnceLock::new();
    let cleaner = CLEANER.get_or_init(|| {
        let listed = || INLINE.iter().chain(BLOCK);
        let tags: HashSet<&str> = listed().map(|(tag, _)| *tag).chain(VOID.iter().copied()).collect();
        let attributes: HashMap<&str, HashSet<&str>> =
            listed().map(|(tag, names)| (*tag, names.iter().copied().collect())).collect();
        let mut builder = Builder::empty();
        builder.tags(tags).tag_attributes(attributes).generic_attributes(HashSet::from(["lang", "dir"])).link_rel(None);
        builder
    });
    cleaner.clean(html).to_string()
}

/// Removes all HTML: without `html`, no section allows any ([`super::Options::content_with_html`]).
#[cfg(not(feature = "html"))]
fn clean(_: &str) -> String {
    String::new()
}

/// Writes a block of raw HTML; `range` is its place in the scanned source.
pub(super) fn block(writer: &mut Writer<'_>, source: &str, range: &Range<usize>) {
    if writer.verbatim() {
        return writer.out.block(source);
    }
    writer.read_isolates(source, range);
    let place = writer.place_of_block(range);
    let (visible, unclosed) = without_comments(source);
    if unclosed {
        writer.faults.add(&codes::RAW_HTML, &place, "a comment is not closed".to_owned(), COMMENT_HELP);
    }
    check_nesting(writer, source, &place);
    let visible = visible.trim();
    if visible.is_empty() {
        return;
    }
    if writer.options.html == HtmlPolicy::Clean && judge(writer, visible, &place) {
        let html = clean(visible);
        if !html.trim().is_empty() {
            writer.out.block("<section class=\"raw-html\">\n");
            writer.out.push(html.trim());
            writer.out.push("\n</section>\n");
        }
        return;
    }
    if writer.options.html == HtmlPolicy::Refuse {
        writer.faults.add(&codes::RAW_HTML, &place, format!("raw HTML `{}`", shown(visible)), HELP);
    }
    writer.out.block("<p>");
    writer.escaped(visible);
    writer.out.push("</p>\n");
}

/// Writes raw HTML among text: one tag, comment, declaration or the like.
pub(super) fn inline(writer: &mut Writer<'_>, source: &str, range: &Range<usize>) {
    if writer.verbatim() {
        return writer.out.push(source);
    }
    if source.starts_with("<!--") {
        let place = writer.place(range);
        return check_nesting(writer, source, &place);
    }
    let tag = tag(source);
    if writer.options.html == HtmlPolicy::Clean {
        let kept = match &tag {
            Some((true, name)) => close_tag(writer, name),
            Some((false, name)) => open_tag(writer, name, source),
            None => false,
        };
        if !kept {
            remark(writer, range, &format!("`{}` is removed", shown(source)));
        }
        return;
    }
    let closing = matches!(tag, Some((true, _)));
    if !(closing && writer.leaf.refused) {
        let place = writer.place(range);
        writer.faults.add(&codes::RAW_HTML, &place, format!("raw HTML `{}`", shown(source)), HELP);
    }
    writer.leaf.refused = true;
    writer.escaped(source);
}

/// Reports raw HTML in an alternative text, where there is no place for it.
pub(super) fn refuse_in_alt(writer: &mut Writer<'_>, source: &str, range: &Range<usize>) {
    if source.starts_with("<!--") {
        return;
    }
    let place = writer.place(range);
    let message = format!("raw HTML `{}` in an alternative text", shown(source));
    writer.faults.add(&codes::RAW_HTML, &place, message, "an alternative text has no markup");
}

/// Closes the cleaned elements open among the text, down to a number of entries of the stack.
pub(super) fn close_tags(writer: &mut Writer<'_>, down_to: usize) {
    while writer.leaf.tags.len() > down_to {
        if let Some(Some(name)) = writer.leaf.tags.pop() {
            writer.out.format(format_args!("</{name}>"));
        }
    }
}

fn open_tag(writer: &mut Writer<'_>, name: &str, source: &str) -> bool {
    let html = clean(source);
    if VOID.contains(&name) {
        writer.out.push(&html);
        writer.leaf.text.push(' ');
        return true;
    }
    let Some((name, _)) = INLINE.iter().find(|(listed, _)| *listed == name) else { return false };
    let Some(html) = html.strip_suffix(&format!("</{name}>")) else { return false };
    writer.out.push(html);
    writer.leaf.tags.push(Some(name));
    true
}

/// Closes the nearest element of a name that was opened within the same Markdown element.
fn close_tag(writer: &mut Writer<'_>, name: &str) -> bool {
    let tags = &writer.leaf.tags;
    let inner = tags.iter().rposition(Option::is_none).map_or(0, |boundary| boundary + 1);
    let Some(place) = tags[inner..].iter().rposition(|tag| *tag == Some(name)) else { return false };
    close_tags(writer, inner + place);
    true
}

/// Warns of what cleaning a block takes away or closes, for it does so in silence. Refuses a block nested so deep
/// that parsing it would take quadratic time, and returns `false`.
fn judge(writer: &mut Writer<'_>, html: &str, place: &Range<usize>) -> bool {
    let mut open: Vec<String> = Vec::new();
    for part in html.split('<').skip(1) {
        if part.starts_with(['!', '?']) {
            warn(writer, place, &format!("`<{}` is removed", shown(part)), HELP_CLEAN);
        }
        let Some((closing, name)) = name(part) else { continue };
        let kept = INLINE.iter().chain(BLOCK).any(|(listed, _)| *listed == name) || VOID.contains(&name.as_str());
        let optional = VOID.contains(&name.as_str()) || OPTIONAL_END.contains(&name.as_str());
        if !kept && !closing {
            warn(writer, place, &format!("`<{name}>` is removed"), HELP_CLEAN);
        }
        if !closing && !optional {
            open.push(name);
        } else if closing && let Some(at) = open.iter().rposition(|opened| *opened == name) {
            open.truncate(at);
        } else if closing && kept && !optional {
            warn(writer, place, &format!("`</{name}>` closes nothing"), HELP_BLANK);
        }
        if open.len() > DEEPEST {
            let message = format!("raw HTML nested more than {DEEPEST} deep");
            writer.faults.add(&codes::RAW_HTML, place, message, "close the elements");
            return false;
        }
    }
    let is_kept = |name: &&String| INLINE.iter().chain(BLOCK).any(|(listed, _)| listed == name);
    if let Some(name) = open.iter().find(is_kept) {
        warn(writer, place, &format!("`<{name}>` is not closed in the same block"), HELP_BLANK);
    }
    true
}

const HELP_CLEAN: &str = "the reference lists the elements that are kept; links and images are written in Markdown";
const HELP_BLANK: &str = "a block of HTML ends at the first blank line; leave none inside it";

fn remark(writer: &mut Writer<'_>, range: &Range<usize>, message: &str) {
    let place = writer.place(range);
    warn(writer, &place, message, HELP_CLEAN);
}

fn warn(writer: &mut Writer<'_>, place: &Range<usize>, message: &str, help: &str) {
    writer.faults.add(&codes::RAW_HTML, place, message.to_owned(), help);
    if let Some(last) = writer.faults.list.last_mut() {
        last.severity = Severity::Warning;
    }
}

/// Reads a tag's name, in lower case, and whether it closes.
fn tag(source: &str) -> Option<(bool, String)> {
    name(source.strip_prefix('<')?)
}

fn name(rest: &str) -> Option<(bool, String)> {
    let name = rest.strip_prefix('/').unwrap_or(rest);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(name.len());
    Some((name.len() < rest.len(), name[..end].to_ascii_lowercase()))
}

/// Takes the comments out of HTML; says whether one is not closed.
fn without_comments(html: &str) -> (String, bool) {
    let mut visible = String::new();
    let mut rest = html;
    while let Some(start) = rest.find("<!--") {
        visible.push_str(&rest[..start]);
        // `<!-->` is a comment too (HTML Standard, 13.2.5.43).
        match rest[start + 2..].find("-->") {
            Some(end) => rest = &rest[start + 2 + end + 3..],
            None => return (visible, true),
        }
    }
    visible.push_str(rest);
    (visible, false)
}

/// Warns of a comment that holds the beginning of another: the first was to end before.
fn check_nesting(writer: &mut Writer<'_>, html: &str, place: &Range<usize>) {
    let comments = html.split("-->").filter(|part| part.matches("<!--").count() > 1);
    if writer.options.checks && comments.count() > 0 {
        warn(writer, place, "a comment begins inside a comment", COMMENT_HELP);
    }
}

/// The beginning of a source, for a message.
fn shown(source: &str) -> String {
    let line = source.lines().next().unwrap_or_default();
    match line.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}
