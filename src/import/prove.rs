//! Builds a new portal in memory before it is written. Whatever the build refuses is corrected as sparingly as possible
//! and listed in the report, so that the portal builds without errors whatever the foreign site contained.
//!
//! The engine decides; this module repeats none of its rules. A text that can't be corrected is set aside completely.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use super::addresses::Addresses;
use super::mend;
use super::portal::{Content, Portal};
use super::report::{Fate, Notes};
use crate::diag::{Diagnostic, Severity, SourcePath};
use crate::engine::{CacheChoice, Options, Session};
use crate::fs::{Inputs, Tree};

/// The maximum number of trial builds; after each, something is corrected or set aside.
const ROUNDS: usize = 12;

/// The inputs of the trial builds of one portal.
pub struct Proof<'a> {
    session: Session,
    tree: &'a Tree,
    now: Timestamp,
    copies: BTreeMap<String, Vec<u8>>,
}

impl<'a> Proof<'a> {
    /// Prepares trial builds of a portal whose copied files come from a tree.
    #[must_use]
    pub fn new(tree: &'a Tree, now: Timestamp) -> Self {
        let options = Options { now: Some(now), cache: CacheChoice::Off, ..Options::default() };
        Self { session: Session::new(options).with_shelf(false), tree, now, copies: BTreeMap::new() }
    }

    /// Corrects what the build refuses, and returns the addresses of the remaining texts.
    pub fn mend(&mut self, portal: &mut Portal, notes: &mut Notes) -> Addresses {
        let mut addresses = Addresses::default();
        for round in 0..ROUNDS {
            let (faults, found) = self.judge(portal);
            addresses = found;
            let errors: Vec<Diagnostic> =
                faults.into_iter().filter(|fault| fault.severity == Severity::Error).collect();
            if errors.is_empty() {
                break;
            }
            mend::mend(&errors, portal, notes, round + 3 >= ROUNDS);
        }
        addresses
    }

    fn judge(&mut self, portal: &Portal) -> (Vec<Diagnostic>, Addresses) {
        let mut files: Vec<(String, Vec<u8>)> =
            portal.pages.iter().map(|(path, page)| (path.clone(), page.text().into_bytes())).collect();
        for (path, content) in &portal.files {
            let bytes = match content {
                Content::Text(text) => text.clone().into_bytes(),
                // The build only needs the names of static files, not their bytes.
                Content::Copy(_) if !path.starts_with("content/") => Vec::new(),
                Content::Copy(source) => {
                    let read = || self.tree.read(&SourcePath::new(source)).unwrap_or_default();
                    self.copies.entry(source.clone()).or_insert_with(read).clone()
                }
            };
            files.push((path.clone(), bytes));
        }
        files.retain(|(path, _)| !path.starts_with("kept/"));
        if !portal.redirects.is_empty() {
            files.push(("redirects.csv".to_owned(), redirects(portal).into_bytes()));
        }
        let inputs = Inputs::of(Tree::in_memory(files), Some(self.now), None).inputs;
        let prepared = self.session.prepare(Arc::new(inputs));
        let mut faults = prepared.diagnostics.clone();
        faults.extend(prepared.check());
        crate::diag::sort(&mut faults);
        (faults, addresses(&prepared))
    }
}

fn addresses(prepared: &crate::engine::Prepared) -> Addresses {
    let mut addresses = Addresses::default();
    let Some((world, plan)) = &prepared.site else { return addresses };
    let site = world.untracked().site;
    for doc in &site.docs {
        addresses.of.insert(doc.document().path.to_string(), doc.path.clone());
    }
    for section in &site.sections {
        for (words, path) in section.words.0.iter().zip(&section.paths.0) {
            if let Some(words) = words {
                addresses.of.insert(words.path.to_string(), path.clone());
            }
        }
    }
    let is_page = |target: &&crate::plan::Target| !matches!(target.what, crate::plan::What::Moved(_));
    addresses.all = plan.targets.iter().filter(is_page).map(|target| target.path.url_path()).collect();
    addresses
}

/// Returns the text of redirects.csv.
#[must_use]
pub fn redirects(portal: &Portal) -> String {
    let mut text = "old,new,status\n".to_owned();
    for (old, new) in &portal.redirects {
        text.extend([old, ",", new, ",301\n"]);
    }
    text
}

/// Sets a text aside: its file is kept beside the portal's content and is not part of the site.
pub fn put_aside(path: &str, why: &str, portal: &mut Portal, notes: &mut Notes) {
    if let Some(page) = portal.pages.remove(path) {
        let source = portal.sources.get(path).cloned().unwrap_or_else(|| path.to_owned());
        notes.lose(&source, None, format!("put aside in `kept/{path}`: {why}"), &page.body);
        portal.files.insert(format!("kept/{path}"), Content::Text(page.text()));
    } else if let Some(content) = portal.files.remove(path) {
        let source = match &content {
            Content::Copy(source) => source.clone(),
            Content::Text(_) => path.to_owned(),
        };
        notes.add(&source, None, Fate::Kept, format!("put aside in `kept/{path}`: {why}"));
        portal.files.insert(format!("kept/{path}"), content);
    }
}
