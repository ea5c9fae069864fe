//! `rename`: a text gets another file name, in all its languages, and nothing that leads to it breaks.
//!
//! - Files of all languages move, and with a bundle its attachments.
//! - Where the address comes from the file name it changes; the old one becomes an alias.
//! - Where the id comes from folder and file name it is written down, so that feeds, menus and relations know the text.
//! - Links of other texts, and rows of redirects.csv that led to the old address, are written anew; a translation that
//!   was up to date with a text whose links changed stays so.
//!
//! What comes out is linked and checked before it is returned: an act leaves no broken site.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::edits::{Change, Edited};
use super::references::{self, encoded, relative};
use crate::config::address::decode;
use crate::config::{Kind, NewAddress};
use crate::content::{Document, Role, State};
use crate::diag::{Diagnostic, SourcePath, Span, codes};
use crate::engine::Texts;
use crate::fs::Tree;
use crate::site::{DocId, id_of, reference};
use crate::spec;

/// Renames the text of a file, or of a bundle's folder, to a stem or to a folder and a stem.
///
/// # Errors
///
/// `rename-refused` where the name can't be given, a reference is written in a way that can't be changed, or the site
/// would have an error afterwards.
pub fn rename(texts: &Texts, files: &Tree, old: &SourcePath, new: &str) -> Result<Vec<Change>, Vec<Diagnostic>> {
    let act = Rename::new(texts, files, old, new).map_err(|fault| vec![fault])?;
    let mut edits = Edits::default();
    let one = |fault| vec![fault];
    for document in &act.documents {
        act.keep_names(document, &mut edits).map_err(one)?;
    }
    for document in &texts.parsed.documents {
        act.lead_on(document, &mut edits)?;
    }
    let redirects = act.redirects()?;
    act.stamp(&mut edits)?;
    let changed = act.changes(&edits)?;
    act.prove(&changed)?;
    Ok(changed.into_iter().chain(redirects).collect())
}

/// The edits of each file.
#[derive(Default)]
pub(super) struct Edits(pub(super) BTreeMap<SourcePath, Edited>);

impl Edits {
    pub(super) fn of(&mut self, path: &SourcePath, files: &Tree) -> Result<&mut Edited, Diagnostic> {
        if !self.0.contains_key(path) {
            self.0.insert(path.clone(), Edited::new(raw(path, files)?));
        }
        self.0.get_mut(path).ok_or_else(|| refused(format!("`{path}` can't be edited")))
    }
}

pub(super) fn raw(path: &SourcePath, files: &Tree) -> Result<String, Diagnostic> {
    String::from_utf8(files.read(path)?).map_err(|_| refused(format!("`{path}` is not UTF-8")).in_file(path))
}

pub(super) fn refused(message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(&codes::RENAME_REFUSED, message)
}

pub(super) struct Rename<'a> {
    pub(super) texts: &'a Texts,
    pub(super) files: &'a Tree,
    /// The text in all its languages.
    pub(super) documents: Vec<&'a Arc<Document>>,
    /// The one that holds the shared fields.
    pub(super) source: &'a Arc<Document>,
    /// The folder below content/ and the stem, then and now.
    old: (String, String),
    new: (String, String),
    /// Files that get another name.
    pub(super) moves: BTreeMap<SourcePath, SourcePath>,
    /// Addresses that change, by the public texts that have them.
    addresses: BTreeMap<DocId, (String, String)>,
}

impl<'a> Rename<'a> {
    fn new(texts: &'a Texts, files: &'a Tree, old: &SourcePath, new: &str) -> Result<Self, Diagnostic> {
        let all = &texts.parsed.documents;
        let is_bundle = |document: &Document| document.path.file_name().starts_with("index.");
        let is_named = |document: &&Arc<Document>| {
            document.path == *old || is_bundle(document) && document.path.folder() == old.as_str().trim_end_matches('/')
        };
        let named = all.iter().find(is_named).ok_or_else(|| {
            refused(format!("`{old}` is not a text of the site"))
                .help("name a file below content/, as in `content/press/treaty.en.md`, or the folder of a bundle")
        })?;
        if named.role == Role::Section {
            let fault = refused("the words of a section have no name of their own").in_file(&named.path);
            return Err(fault.help("rename the folder by hand, and lead its pages on by a row of redirects.csv"));
        }
        let is_sibling = |other: &&Arc<Document>| {
            (other.role, &other.folder, other.name()) == (named.role, &named.folder, named.name())
        };
        let documents: Vec<&Arc<Document>> = all.iter().filter(is_sibling).collect();
        let says = documents.iter().find(|document| document.front.source);
        let first = documents.iter().find(|document| document.lang == texts.settings.languages.source);
        let source = *says.or(first).unwrap_or(&named);
        let name = new.trim_end_matches('/');
        let below = name.strip_prefix("content/");
        let (folder, stem) = match below.unwrap_or(name).rsplit_once('/') {
            Some((folder, stem)) => (folder, stem),
            None if below.is_some() => ("", below.unwrap_or(name)),
            None => (named.folder.as_str(), name),
        };
        let (folder, stem) = (folder.to_owned(), stem.to_owned());
        let mut act = Self {
            texts,
            files,
            documents,
            source,
            old: (named.folder.clone(), named.stem.clone()),
            new: (folder, stem),
            moves: BTreeMap::new(),
            addresses: BTreeMap::new(),
        };
        act.check_name()?;
        act.move_files()?;
        act.move_addresses()?;
        Ok(act)
    }

    fn check_name(&self) -> Result<(), Diagnostic> {
        let (folder, stem) = (&self.new.0, self.new.1.as_str());
        if !spec::is_slug(stem) || stem == "index" || stem.starts_with('_') {
            let fault = refused(format!("`{stem}` can't be the name of a text"));
            return Err(fault.help("use lower-case letters, digits and `-`, without language and ending"));
        }
        let Some(section) = self.texts.site.find_section(folder) else {
            return Err(refused(format!("there is no section `{folder}`")).help("name a folder below content/"));
        };
        let kind = self.texts.site.section(section).kind;
        if self.source.role != Role::Item(kind) {
            let fault = refused(format!("`content/{folder}/` holds texts of the kind {}", kind.name()));
            return Err(fault.in_file(&self.source.path).help("choose a folder of the same kind"));
        }
        let is_taken = |other: &&Arc<Document>| {
            let is_own = self.documents.iter().any(|own| own.path == other.path);
            !is_own && other.folder == *folder && (other.stem == stem || other.name() == stem)
        };
        if let Some(other) = self.texts.parsed.documents.iter().find(is_taken) {
            return Err(refused(format!("`{stem}` is the name of another text")).in_file(&other.path));
        }
        let names =
            |document: &&Arc<Document>| (document.folder.as_str(), document.stem.as_str()) == (folder.as_str(), stem);
        if self.documents.iter().all(names) {
            return Err(refused("the text has this name already").in_file(&self.source.path));
        }
        Ok(())
    }

    fn move_files(&mut self) -> Result<(), Diagnostic> {
        let (folder, stem) = &self.new;
        let base = if folder.is_empty() { "content".to_owned() } else { format!("content/{folder}") };
        let mut moves = BTreeMap::new();
        for document in &self.documents {
            let path = &document.path;
            let (_, ending) = path.file_name().split_once('.').unwrap_or_default();
            if !path.file_name().starts_with("index.") {
                moves.insert(path.clone(), SourcePath::new(&format!("{base}/{stem}.{ending}")));
                continue;
            }
            // A bundle moves with all that is in it.
            for entry in self.files.under(path.folder()) {
                let is_text = entry.path.extension() == "md";
                if is_text && !self.documents.iter().any(|own| own.path == entry.path) {
                    let fault = refused("there is another text in the folder that would be renamed");
                    return Err(fault.in_file(&entry.path).help("move it elsewhere first"));
                }
                let rest = entry.path.as_str().strip_prefix(path.folder()).unwrap_or_default();
                moves.insert(entry.path.clone(), SourcePath::new(&format!("{base}/{stem}{rest}")));
            }
        }
        moves.retain(|from, to| from != to);
        for to in moves.values() {
            if self.files.contains(to) && !moves.contains_key(to) {
                return Err(refused(format!("there is a file `{to}` already")).in_file(to));
            }
        }
        self.moves = moves;
        Ok(())
    }

    fn move_addresses(&mut self) -> Result<(), Diagnostic> {
        let Texts { site, settings, .. } = self.texts;
        let Some(section) = site.find_section(&self.new.0) else { return Ok(()) };
        for document in &self.documents {
            let Some(id) = site.doc_by_path(&document.path) else { continue };
            let slug = document.words.slug.as_ref().or(self.source.words.slug.as_ref());
            let slug = slug.map_or(&self.new.1, |slug| &slug.value);
            let new = format!("{}{slug}/", site.section(section).paths[document.lang]);
            let old = site.doc(id).path.clone();
            if old != new {
                self.addresses.insert(id, (old, new));
            }
        }
        for (old, new) in self.addresses.values() {
            let is_own = self.addresses.values().any(|(old, _)| old == new);
            let alias = site.aliases.iter().find(|alias| alias.old == *new && alias.path != *old);
            let row = settings.redirects.iter().find(|row| !row.old.prefix && page(&row.old.path) == *new);
            let taken = refused(format!("the address `{new}` is taken"));
            if let Some(alias) = alias {
                return Err(taken.label(&alias.source, Some(alias.span.clone()), "by an alias"));
            }
            if let Some(row) = row {
                return Err(taken.at(&SourcePath::new("redirects.csv"), row.span.clone()));
            }
            if !is_own && (site.has_address(new) || site.gone.iter().any(|gone| gone.path == *new)) {
                return Err(taken.help("choose another name"));
            }
        }
        Ok(())
    }

    /// Writes down what came from the file name: the id, and the old address.
    fn keep_names(&self, document: &Arc<Document>, edits: &mut Edits) -> Result<(), Diagnostic> {
        let text = self.files.text(&document.path)?;
        let at = after_title(document, &text);
        if self.source.front.id.is_none() && self.source.reference().is_none() {
            let id = id_of(self.source);
            edits.of(&document.path, self.files)?.replace(at..at, format!("id = \"{id}\"\n"));
        }
        let is_public = self.texts.site.doc_by_path(&document.path);
        let has_slug = document.words.slug.is_some() || self.source.words.slug.is_some();
        let answers = document.front.state == State::Gone
            || self.source.front.state == State::Gone
            || document.words.reason.is_some();
        if is_public.is_none() && answers && !has_slug {
            if self.old.0 != self.new.0 {
                let fault = refused("a text that is gone answers at its address, and stays in its folder");
                return Err(fault.in_file(&document.path));
            }
            let line = format!("slug = \"{}\"\n", self.old.1);
            edits.of(&document.path, self.files)?.replace(at..at, line);
        }
        let Some((old, new)) = is_public.and_then(|id| self.addresses.get(&id)) else { return Ok(()) };
        let aliases = &document.words.aliases;
        let edited = edits.of(&document.path, self.files)?;
        // Back to an old name: the alias and the address change places.
        if let Some(back) = aliases.iter().find(|alias| page(&alias.value) == *new) {
            edited.replace(back.span.clone(), format!("\"{old}\""));
        } else if let Some(last) = aliases.last() {
            edited.replace(last.span.end..last.span.end, format!(", \"{old}\""));
        } else if let Some(empty) = document.place("aliases") {
            edited.replace(empty, format!("[\"{old}\"]"));
        } else {
            edited.replace(at..at, format!("aliases = [\"{old}\"]\n"));
        }
        Ok(())
    }

    /// Writes those references of a text anew that would lead elsewhere.
    fn lead_on(&self, document: &Arc<Document>, edits: &mut Edits) -> Result<(), Vec<Diagnostic>> {
        let mut faults = Vec::new();
        let mut text = None;
        for reference in references::of(document) {
            let Some(new) = self.rewritten(document, &reference.written) else { continue };
            if text.is_none() {
                text = Some(self.files.text(&document.path).map_err(|fault| vec![fault])?);
            }
            let places = references::places(&reference, text.as_deref().unwrap_or_default(), &document.body);
            if places.is_empty() {
                let message =
                    format!("`{}` would have to become `{new}`, and is written in another form", reference.written);
                let fault = refused(message).at(&document.path, reference.within.clone());
                faults.push(fault.help("write it plainly, without backslashes, entities or escapes; then rename"));
            }
            let edited = edits.of(&document.path, self.files).map_err(|fault| vec![fault])?;
            for place in places {
                edited.replace(place, new.clone());
            }
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }

    /// Returns a reference as it has to be written; `None` where it leads on as it is.
    fn rewritten(&self, document: &Document, written: &str) -> Option<String> {
        let (path, rest) = reference::split(written);
        if path.starts_with('/') {
            return Some(format!("{}{rest}", self.led_on(&decode(path))?));
        }
        // A text may be named in a language in which it has no file.
        let (target, rest) = match reference::file(&document.path, written, |path| self.files.contains(path)) {
            Ok(named) => (named.path, named.suffix),
            Err(_) => (document.path.resolve(&decode(path))?, rest),
        };
        let path = &written[..written.len() - rest.len()];
        let new_target = self.moved(&target);
        let own = self.moves.get(&document.path).unwrap_or(&document.path);
        if reference::file(own, written, |path| *path == new_target).is_ok() {
            return None;
        }
        let way = relative(own.folder(), &new_target);
        let way = if path == decode(path) && !way.contains(' ') { way } else { encoded(&way) };
        let dot = if path.starts_with("./") && !way.starts_with("..") { "./" } else { "" };
        Some(format!("{dot}{way}{rest}"))
    }

    /// Returns the new address of a page that moves, or of the records of a register; `None` for any other.
    fn led_on(&self, address: &str) -> Option<String> {
        self.addresses.values().find_map(|(old, new)| match address.strip_prefix(old.as_str())? {
            rest @ ("" | "data.csv" | "data.json") => Some(format!("{new}{rest}")),
            _ => None,
        })
    }

    /// Returns the place of a file afterwards. A text may be named in a language in which it has no file, or in none.
    fn moved(&self, target: &SourcePath) -> SourcePath {
        if let Some(new) = self.moves.get(target) {
            return new.clone();
        }
        let path = |(folder, stem): &(String, String)| {
            if folder.is_empty() { format!("content/{stem}") } else { format!("content/{folder}/{stem}") }
        };
        let rest = target.as_str().strip_prefix(&path(&self.old));
        match rest.filter(|rest| target.extension() == "md" && (rest.starts_with('.') || rest.starts_with("/index."))) {
            Some(rest) => SourcePath::new(&format!("{}{rest}", path(&self.new))),
            None => target.clone(),
        }
    }

    /// Leads rows of redirects.csv to the new addresses, and the files of a register on by rows of their own.
    fn redirects(&self) -> Result<Option<Change>, Vec<Diagnostic>> {
        let settings = &self.texts.settings;
        let csv = SourcePath::new("redirects.csv");
        let is_there = self.files.contains(&csv);
        let text = if is_there { raw(&csv, self.files).map_err(|fault| vec![fault])? } else { String::new() };
        let parsed = if is_there { self.files.text(&csv).map_err(|fault| vec![fault])? } else { String::new() };
        let mut edited = Edited::new(text.clone());
        for row in &settings.redirects {
            let Some(NewAddress::Here { path, .. }) = &row.new else { continue };
            let Some(new) = self.led_on(path) else { continue };
            let line = parsed.get(row.span.clone()).unwrap_or_default();
            let Some(written) = written(line, path) else {
                return Err(vec![refused(format!("`{path}` would have to become `{new}`")).at(&csv, row.span.clone())]);
            };
            edited.replace(row.span.start + written.start..row.span.start + written.end, encoded(&new));
        }
        if self.source.role == Role::Item(Kind::Register) {
            let mut rows = if is_there { String::new() } else { "old,new,status\n".to_owned() };
            if is_there && !parsed.ends_with('\n') {
                rows.push('\n');
            }
            for (old, new) in self.addresses.values() {
                for name in ["data.csv", "data.json"] {
                    for part in [old.as_str(), name, ",", new, name, ",301\n"] {
                        rows.push_str(part);
                    }
                }
            }
            if !self.addresses.is_empty() {
                edited.replace(parsed.len()..parsed.len(), rows);
            }
        }
        if !edited.is_changed() {
            return Ok(None);
        }
        let after = edited.finish().ok_or_else(|| vec![refused("redirects.csv can't be edited")])?;
        let from = is_there.then(|| csv.clone());
        Ok(Some(Change { from, to: csv, before: text.into_bytes(), after: after.into_bytes() }))
    }
}

/// The page that an address, not percent-encoded, means: a folder may be written without its last stroke.
fn page(address: &str) -> String {
    let name = address.rsplit('/').next().unwrap_or_default();
    if name.is_empty() || name.contains('.') { address.to_owned() } else { format!("{address}/") }
}

/// Finds where a row of redirects.csv names the path of its new address, which may be percent-encoded and follow the
/// base URL.
fn written(line: &str, path: &str) -> Option<Span> {
    let cell = line.find(',')? + 1;
    let end = cell + line[cell..].find([',', '#', '?']).unwrap_or(line.len() - cell);
    let starts = line[cell..end].match_indices('/').map(|(at, _)| cell + at);
    let end = line[..end].trim_end_matches([' ', '"']).len();
    starts.filter(|start| *start < end).map(|start| start..end).find(|span| decode(&line[span.clone()]) == path)
}

/// The place after the line of the title; where there is none, after the first line of the file.
fn after_title(document: &Document, text: &str) -> usize {
    let title = document.place("title").or_else(|| document.place("question"));
    let from = title.map_or(0, |span| span.end);
    text.get(from..).and_then(|rest| rest.find('\n')).map_or(text.len(), |at| from + at + 1)
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn the_new_address_of_a_row_is_found_as_it_is_written() {
        let found = |line: &str, path: &str| written(line, path).map(|span| line[span].to_owned());
        assert_eq!(found("/old/,/en/a/,301", "/en/a/").as_deref(), Some("/en/a/"));
        assert_eq!(found("/en/a/x/,/en/a/#part,301", "/en/a/").as_deref(), Some("/en/a/"));
        assert_eq!(
            found("/old/,https://www.example.org/portal/en/%C3%A9/?q=/en/,302", "/en/é/").as_deref(),
            Some("/en/%C3%A9/")
        );
        assert_eq!(found("/old/, \"/en/a/\" ,301", "/en/a/").as_deref(), Some("/en/a/"));
        assert_eq!(found("/old/,/en/b/,301", "/en/a/"), None);
    }
}
