//! Corrects what the build refuses in a freshly written text: a dead link becomes its text, an impossible old address
//! is removed, a line that looks like a directive is escaped. A file that can't be corrected is set aside.

use std::collections::BTreeMap;

use super::portal::Portal;
use super::prove::put_aside;
use super::report::{Fate, Notes};
use crate::diag::{Diagnostic, Span, codes};

/// Corrects each file once per faulty position; the next round of judgement finds the remaining faults.
pub fn mend(errors: &[Diagnostic], portal: &mut Portal, notes: &mut Notes, is_late: bool) {
    let mut by_file: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for error in errors {
        let path = error.labels.first().map_or("", |label| label.path.as_str());
        by_file.entry(path).or_default().push(error);
    }
    for (path, faults) in by_file {
        if path == "redirects.csv" {
            redirects(&faults, portal, notes);
        } else if !portal.pages.contains_key(path) {
            // The file is not a text: it collides with another or can't be published.
            file(path, &faults, portal, notes);
        } else {
            text(path, &faults, portal, notes, is_late);
        }
    }
}

/// Removes invalid rows from redirects.csv.
fn redirects(faults: &[&Diagnostic], portal: &mut Portal, notes: &mut Notes) {
    let csv = super::prove::redirects(portal);
    for fault in faults {
        let Some(span) = fault.labels.first().and_then(|label| label.span.clone()) else { continue };
        let row = csv.get(span).unwrap_or_default();
        let old = row.split(',').next().unwrap_or_default();
        if let Some(new) = portal.redirects.remove(old) {
            let what = format!("the old address `{old}` does not lead to `{new}`: {}", fault.message);
            notes.add("site", None, Fate::Lost, what);
        }
    }
}

fn file(path: &str, faults: &[&Diagnostic], portal: &mut Portal, notes: &mut Notes) {
    let Some(fault) = faults.first() else { return };
    if path == "site.toml" {
        // site.toml has no entries for single files; the colliding file is in the other label.
        let other = fault.labels.iter().map(|label| label.path.as_str()).find(|other| *other != path);
        if let Some(other) = other.map(str::to_owned) {
            collision(&other, fault, portal, notes);
        }
        return;
    }
    put_aside(path, &fault.message, portal, notes);
}

/// Resolves a collision of two outputs at one address: this file gives way.
fn collision(path: &str, fault: &Diagnostic, portal: &mut Portal, notes: &mut Notes) {
    let source = portal.sources.get(path).cloned().unwrap_or_else(|| path.to_owned());
    let address = fault.message.split('`').nth(1).unwrap_or_default().to_owned();
    let Some(page) = portal.pages.get_mut(path) else {
        return put_aside(path, &fault.message, portal, notes);
    };
    let bare = |address: &str| address.trim_end_matches("index.html").trim_end_matches('/').to_owned();
    let before = page.aliases.len();
    page.aliases.retain(|alias| bare(alias) != bare(&address));
    if page.aliases.len() < before {
        let what = format!("the old address `{address}` is not kept: {}", fault.message);
        notes.add(&source, None, Fate::Lost, what);
        return;
    }
    let slug = page.head.lines().find_map(|line| line.strip_prefix("slug = \"")?.strip_suffix('"').map(str::to_owned));
    let name = path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or("text");
    let name = if name == "index" { path.rsplit('/').nth(1).unwrap_or("text") } else { name };
    let new = format!("{}-2", slug.clone().unwrap_or_else(|| name.to_owned()));
    let lines = page.head.lines().filter(|line| !line.starts_with("slug = "));
    let own = format!("slug = \"{new}\"");
    page.head = lines.chain([own.as_str()]).flat_map(|line| [line, "\n"]).collect();
    notes.add(&source, None, Fate::Mapped, format!("`{address}` is taken: the last part of the address is `{new}`"));
}

/// A correction of a text: the range of bytes, the replacement, and the note about it.
struct Edit {
    span: Span,
    with: String,
    what: String,
    fate: Fate,
}

fn text(path: &str, faults: &[&Diagnostic], portal: &mut Portal, notes: &mut Notes, is_late: bool) {
    let source = portal.sources.get(path).cloned().unwrap_or_else(|| path.to_owned());
    let Some(page) = portal.pages.get(path) else { return };
    let whole = page.text();
    let body_at =
        whole.len() - page.body.trim_matches('\n').len() - usize::from(!page.body.trim_matches('\n').is_empty());
    let mut edits: Vec<Edit> = Vec::new();
    for fault in faults {
        let place = fault.labels.first().and_then(|label| label.span.clone());
        let code = fault.code;
        if *code == codes::DUPLICATE_ADDRESS || *code == codes::RESERVED_ADDRESS || *code == codes::BAD_VALUE {
            let is_alias = place.as_ref().is_some_and(|span| span.end <= body_at);
            if *code != codes::BAD_VALUE || is_alias && alias(path, fault, &whole, portal, notes) {
                if *code != codes::BAD_VALUE {
                    collision(path, fault, portal, notes);
                }
                return;
            }
        }
        if *code == codes::RAW_HTML && !portal.with_html.contains(folder(path)) {
            let folder = folder(path).to_owned();
            allow_html(&folder, portal);
            portal.with_html.insert(folder);
            return;
        }
        match place.filter(|span| span.start >= body_at).and_then(|span| edit(fault, &span, &whole, body_at)) {
            Some(edit) => edits.push(edit),
            None if *code == codes::FAULTY_SOURCE || *code == codes::ORPHAN_TRANSLATION => {}
            None => return put_aside(path, &fault.message, portal, notes),
        }
    }
    if edits.is_empty() {
        if is_late && let Some(fault) = faults.first() {
            put_aside(path, &fault.message, portal, notes);
        }
        return;
    }
    edits.sort_by_key(|edit| std::cmp::Reverse((edit.span.start, edit.span.end)));
    let mut body = whole[body_at..].to_owned();
    let mut last = usize::MAX;
    for Edit { span, with, what, fate } in edits {
        if span.end > last {
            continue;
        }
        last = span.start;
        notes.add(&source, None, fate, what);
        body.replace_range(span.start - body_at..span.end - body_at, &with);
    }
    if let Some(page) = portal.pages.get_mut(path) {
        page.body = body;
    }
}

fn folder(path: &str) -> &str {
    let folder = path.strip_prefix("content/").and_then(|path| path.rsplit_once('/')).map_or("", |(folder, _)| folder);
    if path.rsplit('/').next().is_some_and(|name| name.starts_with("index.")) {
        return folder.rsplit_once('/').map_or("", |(above, _)| above);
    }
    folder
}

/// Allows HTML in the texts of a folder.
fn allow_html(folder: &str, portal: &mut Portal) {
    let Some(super::portal::Content::Text(toml)) = portal.files.get_mut("site.toml") else { return };
    let head = format!(
        "[[section]]\nfolder = {}\nkind = \"page\"\n",
        super::value::quoted(super::settings::folder_name(folder))
    );
    match toml.find(&head) {
        Some(at) => toml.insert_str(at + head.len(), "raw_html = true\n"),
        None => toml.extend(["\n", &head, "raw_html = true\n"]),
    }
}

/// Removes an old address that can't be an alias.
fn alias(path: &str, fault: &Diagnostic, whole: &str, portal: &mut Portal, notes: &mut Notes) -> bool {
    let Some(span) = fault.labels.first().and_then(|label| label.span.clone()) else { return false };
    let written = whole.get(span).unwrap_or_default().trim_matches('"');
    let source = portal.sources.get(path).cloned().unwrap_or_default();
    let Some(page) = portal.pages.get_mut(path) else { return false };
    let before = page.aliases.len();
    page.aliases.retain(|alias| alias != written);
    let is_gone = page.aliases.len() < before;
    if is_gone {
        notes.add(&source, None, Fate::Lost, format!("the old address `{written}` is not kept: {}", fault.message));
    }
    is_gone
}

/// Finds the correction for a fault in a body.
fn edit(fault: &Diagnostic, span: &Span, whole: &str, body_at: usize) -> Option<Edit> {
    let code = fault.code;
    let written = whole.get(span.clone())?;
    let is = |codes: &[&codes::Code]| codes.contains(&code);
    let made = |span: Span, with: String, fate: Fate| {
        Some(Edit { span, with, what: format!("{}: {}", fault.message, shown(written)), fate })
    };
    if is(&[&codes::BROKEN_ANCHOR]) {
        let near = fault.help.as_deref().and_then(|help| help.strip_prefix("did you mean `#")?.strip_suffix("`?"));
        let at = written.rfind('#')?;
        let end = written[at..].find([')', '>', ' ', '"', '\n']).map_or(written.len(), |end| at + end);
        let is_bare = written[..at].ends_with(['(', '<']);
        return match (near, is_bare) {
            (Some(near), _) => made(span.start + at..span.start + end, format!("#{near}"), Fate::Mapped),
            (None, false) => made(span.start + at..span.start + end, String::new(), Fate::Lost),
            (None, true) => made(span.clone(), words(written), Fate::Lost),
        };
    }
    if is(&[
        &codes::BROKEN_LINK,
        &codes::LINK_TO_HIDDEN,
        &codes::OUTSIDE_TREE,
        &codes::UNSAFE_URL,
        &codes::BROKEN_IMAGE,
        &codes::IMAGE_WITHOUT_ALT,
        &codes::UNREADABLE_PICTURE,
        &codes::BROKEN_ATTACHMENT,
    ]) {
        return made(span.clone(), words(written), Fate::Lost);
    }
    if is(&[&codes::UNKNOWN_DIRECTIVE, &codes::DIRECTIVE_ARGUMENT, &codes::UNCLOSED_DIRECTIVE]) {
        let start = whole[..span.start].rfind('\n').map_or(0, |at| at + 1).max(body_at);
        let colons = start + whole[start..].find(':')?;
        return made(colons..colons, "\\".to_owned(), Fate::Kept);
    }
    // The old site published this placeholder. As a character reference its first character looks the same but is no
    // longer read as a marker.
    if is(&[&codes::PLACEHOLDER]) {
        let first = written.chars().next()?;
        let end = span.start + first.len_utf8();
        return made(span.start..end, format!("&#{};", u32::from(first)), Fate::Mapped);
    }
    if is(&[&codes::UNDEFINED_FOOTNOTE]) {
        let at = span.start + written.find('[')?;
        return made(at..at, "\\".to_owned(), Fate::Kept);
    }
    if is(&[&codes::HEADING_ORDER]) {
        let level =
            |text: &str| text.chars().filter(char::is_ascii_digit).filter_map(|c| c.to_digit(10)).collect::<Vec<_>>();
        let found = level(&fault.message);
        let wanted =
            fault.help.as_deref().and_then(|help| help.split('`').nth(1)).filter(|hashes| hashes.starts_with('#'));
        let hashes = written.len() - written.trim_start_matches('#').len();
        let wanted = wanted.map(|wanted| wanted.chars().take_while(|c| *c == '#').collect::<String>());
        let wanted = wanted.or_else(|| found.get(1).map(|level| "#".repeat(*level as usize + 1)))?;
        if hashes > 0 {
            return made(span.start..span.start + hashes, wanted, Fate::Mapped);
        }
        // A heading with an underline becomes one with `#` signs.
        let title = written.lines().next()?.trim();
        return made(span.clone(), format!("{wanted} {title}\n"), Fate::Mapped);
    }
    if is(&[&codes::BIDI_CONTROL]) {
        let kept: String =
            written.chars().filter(|c| !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')).collect();
        return (kept.len() < written.len()).then(|| made(span.clone(), kept, Fate::Lost)).flatten();
    }
    if is(&[&codes::PLACEHOLDER]) {
        return made(span.end - 1..span.end - 1, "\\".to_owned(), Fate::Mapped);
    }
    if is(&[&codes::RAW_HTML]) {
        let escaped = written.replace('<', "\\<");
        return made(span.clone(), escaped, Fate::Kept);
    }
    None
}

/// Returns the text of a link or picture.
fn words(written: &str) -> String {
    let bare = written.strip_prefix('!').unwrap_or(written);
    if let Some(rest) = bare.strip_prefix('[') {
        if let Some((text, _)) = rest.rsplit_once("](") {
            return text.to_owned();
        }
        return rest.split(']').next().unwrap_or(rest).to_owned();
    }
    let inner = bare.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(bare);
    format!("`{}`", inner.replace('`', "'"))
}

fn shown(written: &str) -> String {
    let line = written.lines().next().unwrap_or_default();
    match line.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}
