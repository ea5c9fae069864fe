//! References of a text to files and addresses of the site, and where each stands in the text: what has to be written
//! anew when one of them moves.

use crate::content::Document;
use crate::diag::{SourcePath, Span};

/// A reference, as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reference {
    /// A path relative to the text, or an address that begins with `/`.
    pub written: String,
    /// The place of the link, the picture or the value that holds it.
    pub within: Span,
    /// Whether it is a link or a picture of the body, not a value.
    pub is_markdown: bool,
}

/// Lists the references of a text: links, pictures and files of its body, lead picture, attachments.
pub(super) fn of(document: &Document) -> Vec<Reference> {
    let facts = document.facts.unpack();
    let markdown = |written: &str, within: &Span| Reference {
        written: written.to_owned(),
        within: within.clone(),
        is_markdown: true,
    };
    let value = |written: &str, within: &Span| Reference { is_markdown: false, ..markdown(written, within) };
    let links = facts.links.iter().map(|link| markdown(&link.dest, &link.span));
    let images = facts.images.iter().map(|image| markdown(&image.dest, &image.span));
    let files = facts.files.iter().map(|file| value(&file.path, &file.span));
    let lead = document.words.picture.iter().map(|picture| value(&picture.src.value, &picture.src.span));
    let attachments = document.words.attachments.iter().map(|file| value(&file.file.value, &file.file.span));
    let is_local = |reference: &Reference| {
        let written = reference.written.as_str();
        let has_scheme = written.split_once(':').is_some_and(|(scheme, _)| !scheme.contains(['/', '#', '.']));
        !(written.starts_with("//") || written.starts_with('#') || written.is_empty() || has_scheme)
    };
    links.chain(images).chain(files).chain(lead).chain(attachments).filter(is_local).collect()
}

/// Finds the bytes in which a reference is written: in the link itself, or in the definition that it names. Empty where
/// the text has them in a form that only Markdown reads, as with backslashes.
pub(super) fn places(reference: &Reference, text: &str, body: &Span) -> Vec<Span> {
    let (written, within) = (reference.written.as_str(), reference.within.clone());
    let Some(part) = text.get(within.clone()) else { return Vec::new() };
    let here = |at: usize| within.start + at..within.start + at + written.len();
    let starts: Vec<usize> = part.match_indices(written).map(|(at, _)| at).collect();
    if !reference.is_markdown {
        // The value of a field or an argument, in its quotes.
        return starts.first().map(|at| here(*at)).into_iter().collect();
    }
    if let Some(at) = destination(part).filter(|at| part[*at..].starts_with(written)) {
        return vec![here(at)];
    }
    if part.trim_matches(['"', '\'']) == written {
        return starts.first().map(|at| here(*at)).into_iter().collect();
    }
    definitions(written, text, body)
}

/// Finds where the destination of an inline link or picture begins: after the bracket that closes its text (CommonMark
/// 0.31, section 6.3). Brackets within code count for nothing.
fn destination(link: &str) -> Option<usize> {
    let (mut depth, mut at) = (0_usize, 0);
    let bytes = link.as_bytes();
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'`' => {
                let run = bytes[at..].iter().take_while(|byte| **byte == b'`').count();
                let fence = &link[at..at + run];
                // A run that nothing closes is text.
                at += link[at + run..].find(fence).map_or(run, |end| end + 2 * run) - 1;
            }
            b'[' => depth += 1,
            b']' if depth == 1 => {
                let rest = link.get(at + 1..)?.strip_prefix('(')?.trim_start();
                let rest = rest.strip_prefix('<').unwrap_or(rest).trim_start();
                return Some(link.len() - rest.len());
            }
            b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    None
}

/// Finds a reference among the link reference definitions of a body (CommonMark 0.31, section 4.7).
fn definitions(written: &str, text: &str, body: &Span) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = body.start;
    for line in text.get(body.clone()).unwrap_or_default().split_inclusive('\n') {
        let start = line.trim_start_matches([' ', '\t', '>']);
        if start.starts_with('[')
            && let Some((_, rest)) = start.split_once("]:")
        {
            let rest = rest.trim_start().trim_start_matches('<');
            let after = rest.strip_prefix(written).map(|after| after.chars().next());
            if after.is_some_and(|next| next.is_none_or(|next| next == '>' || next.is_whitespace())) {
                let from = at + line.len() - rest.len();
                found.push(from..from + written.len());
            }
        }
        at += line.len();
    }
    found
}

/// Writes the way from a folder to a file.
pub(super) fn relative(folder: &str, target: &SourcePath) -> String {
    let parts = |path: &str| path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let (from, to) = (parts(folder), parts(target.folder()));
    let common = from.iter().zip(&to).take_while(|(from, to)| from == to).count();
    let up = std::iter::repeat_n("..", from.len() - common);
    let down = to[common..].iter().map(String::as_str);
    up.chain(down).chain([target.file_name()]).collect::<Vec<_>>().join("/")
}

/// Percent-encodes what a link can't hold as it is.
pub(super) fn encoded(path: &str) -> String {
    let encode = |c: char| match c {
        '%' | ' ' | '(' | ')' | '#' | '?' | '<' | '>' | '"' => format!("%{:02X}", u32::from(c)),
        c => c.to_string(),
    };
    path.chars().map(encode).collect()
}

#[cfg(test)]
mod tests {
    use super::{Reference, encoded, places, relative};
    use crate::config::address::decode;
    use crate::diag::SourcePath;

    fn found(text: &str, within: std::ops::Range<usize>, written: &str) -> Vec<String> {
        let reference = Reference { written: written.into(), within, is_markdown: true };
        places(&reference, text, &(0..text.len())).into_iter().map(|span| format!("{}", span.start)).collect()
    }

    #[test]
    fn a_reference_is_found_where_it_is_written() {
        let link = "[a.md](a.md \"see ](a.md)\")";
        assert_eq!(found(link, 0..link.len(), "a.md"), ["7"]);
        assert_eq!(found("[x](< a.md >)", 0..13, "a.md"), ["6"]);
        assert_eq!(found("[![a](x.md) `]`](x.md)", 0..22, "x.md"), ["17"]);
        assert_eq!(found("![a](x.md)", 0..10, "x.md"), ["5"]);
        assert_eq!(found("[x][y]\n\n> [y]: <a.md> 'T'\n", 0..6, "a.md"), ["16"]);
        assert_eq!(found("[x](a\\_b.md)", 0..12, "a_b.md"), [""; 0]);
    }

    #[test]
    fn the_way_from_a_folder_to_a_file_is_the_shortest() {
        let way = |from: &str, to: &str| relative(from, &SourcePath::new(to));
        assert_eq!(way("content/press", "content/press/a.md"), "a.md");
        assert_eq!(way("content/press/b", "content/press/a.md"), "../a.md");
        assert_eq!(way("content", "content/press/a/x.pdf"), "press/a/x.pdf");
        assert_eq!(decode(&encoded("a (1) 50%.pdf")), "a (1) 50%.pdf");
    }
}
