//! Converts Hugo, Jekyll and Zola sites into portals, following each tool's documented rules.
//!
//! ```text
//! Tree ─hugo|jekyll|zola→ Site ─place→ Places ─portal→ Portal ─prove→ Portal that builds, Report
//! ```
//!
//! Each tool has a module that reads its tree by the tool's documented rules and returns a [`text::Site`]: texts with
//! their old addresses, files, terms and menus. After that, no code depends on the tool. `place` joins translations and
//! chooses names, `body` translates Markdown, `portal` writes files, `prove` builds the result with the engine and
//! corrects what the build refuses, `addresses` keeps old addresses working. Nothing is dropped silently: whatever has
//! no place in a portal is kept under `extra` or in `kept/`, or is listed in the [`report`].
//!
//! This module neither reads nor writes files itself: it takes a [`Tree`] and returns a [`Portal`].

pub mod address;
mod addresses;
pub mod body;
pub mod dates;
pub mod front;
mod hugo;
mod jekyll;
mod links;
mod mend;
mod menus;
mod pairs;
mod pattern;
mod place;
mod portal;
mod prove;
pub mod report;
mod settings;
pub mod slug;
pub mod text;
pub mod value;
mod words;
mod zola;

use jiff::Timestamp;

use crate::diag::Diagnostic;
use crate::fs::Tree;
pub use portal::{Content, Portal};
pub use report::{Fate, Report};

/// A tool whose sites can be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    Hugo,
    Jekyll,
    Zola,
}

impl Tool {
    /// Returns its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Hugo => "Hugo",
            Self::Jekyll => "Jekyll",
            Self::Zola => "Zola",
        }
    }
}

/// The error for a folder that is not a site of the tool; holds a description of the expected files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoSite(pub String);

/// The file that marks a folder as the result of an import.
pub const MARKER: &str = ".chancery-import";

/// The result of an import: every file to be written, sorted by path, and the report.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// The files with their paths.
    pub files: Vec<(String, Content)>,
    /// The report.
    pub report: Report,
}

/// Converts a site into a portal. `faults` are those found when the tree was listed; `now` decides which texts are
/// still scheduled and which have expired.
///
/// # Errors
///
/// If the tree is not a site of the tool.
pub fn import(tree: &Tree, faults: &[Diagnostic], tool: Tool, now: Timestamp) -> Result<Imported, NoSite> {
    let mut site = match tool {
        Tool::Hugo => hugo::read(tree)?,
        Tool::Jekyll => jekyll::read(tree)?,
        Tool::Zola => zola::read(tree)?,
    };
    for fault in faults {
        let path = fault.labels.first().map_or("", |label| label.path.as_str());
        site.notes.add(path, None, Fate::Lost, format!("not read: {}", fault.message));
    }
    let places = place::place(&mut site, now);
    let topics = pairs::topics(&site);
    let mut portal = portal::write(&mut site, &places, &topics, tree, now);
    let mut notes = std::mem::take(&mut site.notes);
    let mut proof = prove::Proof::new(tree, now);
    let found = proof.mend(&mut portal, &mut notes);
    addresses::keep(&site, &places, &topics, &found, &mut portal, &mut notes);
    let found = proof.mend(&mut portal, &mut notes);
    let mut report = Report {
        tool: tool.name().to_owned(),
        files_in: tree.entries().len(),
        languages: site.languages.iter().map(|language| language.tag.clone()).collect(),
        texts: portal.sources.keys().filter(|path| portal.pages.contains_key(*path)).count(),
        sets: places.sets.len(),
        joined: places.sets.iter().filter(|set| set.texts.len() > 1).count(),
        proposals: pairs::proposals(&site, &places, &topics),
        addresses: found.of,
        notes,
        ..Report::default()
    };
    for (path, source) in portal.sources.iter().filter(|(path, _)| portal.pages.contains_key(*path)) {
        report.became.entry(source.clone()).or_default().push(path.clone());
    }
    for (path, content) in &portal.files {
        if let Content::Copy(source) = content {
            report.became.entry(source.clone()).or_default().push(path.clone());
        }
    }
    Ok(Imported { files: files(portal, &report), report })
}

/// Lists the files of a portal, including its report.
fn files(portal: Portal, report: &Report) -> Vec<(String, Content)> {
    let mut files: Vec<(String, Content)> = Vec::new();
    if !portal.redirects.is_empty() {
        files.push(("redirects.csv".to_owned(), Content::Text(prove::redirects(&portal))));
    }
    files.extend(portal.pages.iter().map(|(path, page)| (path.clone(), Content::Text(page.text()))));
    files.extend(portal.files);
    files.push(("import-report.txt".to_owned(), Content::Text(report.text())));
    files.push(("import-report.json".to_owned(), Content::Text(report.json())));
    files.sort_by(|a, b| a.0.cmp(&b.0));
    files
}
