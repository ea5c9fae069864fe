//! The end of a renaming: translations that were up to date stay so, and the site as it will be is linked and checked before
//! anything of it is written.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::edits::{Change, Edited};
use super::rename::{Edits, Rename, raw, refused};
use crate::content::{self, Document};
use crate::diag::{Diagnostic, Severity, SourcePath};
use crate::engine::{self, Texts};
use crate::site::{self, Parsed};

impl Rename<'_> {
    /// Marks translations as made from their source where it is only links of the source that have changed.
    pub(super) fn stamp(&self, edits: &mut Edits) -> Result<(), Vec<Diagnostic>> {
        let changed = self.parsed(edits)?;
        for (path, document) in &changed {
            let Some(before) = self.texts.parsed.documents.iter().find(|other| other.path == *path) else { continue };
            if before.digest.is_empty() || before.digest == document.digest {
                continue;
            }
            let is_made_from_it = |other: &&Arc<Document>| {
                (other.role, &other.folder, other.name()) == (before.role, &before.folder, before.name())
                    && other.words.translated_from.as_deref() == Some(before.digest.as_str())
            };
            for other in self.texts.parsed.documents.iter().filter(is_made_from_it) {
                if let Some(place) = other.place("translated_from") {
                    let edited = edits.of(&other.path, self.files).map_err(|fault| vec![fault])?;
                    edited.replace(place, format!("\"{}\"", document.digest));
                }
            }
        }
        Ok(())
    }

    /// Parses the edited texts, at their new places, by their old ones.
    fn parsed(&self, edits: &Edits) -> Result<BTreeMap<SourcePath, Document>, Vec<Diagnostic>> {
        let locales = engine::locales(&self.texts.settings);
        let mut parsed = BTreeMap::new();
        let moved = self.moves.keys().filter(|path| path.extension() == "md");
        let paths: BTreeSet<&SourcePath> = edits.0.keys().chain(moved).collect();
        for path in paths {
            let text = match edits.0.get(path) {
                Some(edited) => edited.finish().ok_or_else(|| vec![refused("two edits meet").in_file(path)])?,
                None => raw(path, self.files).map_err(|fault| vec![fault])?,
            };
            let text = text.trim_start_matches('\u{FEFF}').replace("\r\n", "\n").replace('\r', "\n");
            let digest = *blake3::hash(text.as_bytes()).as_bytes();
            let to = self.moves.get(path).unwrap_or(path);
            let (document, faults) = content::parse(to, &text, digest, &self.texts.settings, &locales);
            if let Some(fault) = faults.into_iter().find(|fault| fault.severity == Severity::Error) {
                return Err(vec![refused(format!("the edited text has an error: {}", fault.message)).in_file(path)]);
            }
            if let Some(document) = document {
                parsed.insert(path.clone(), document);
            }
        }
        Ok(parsed)
    }

    pub(super) fn changes(&self, edits: &Edits) -> Result<Vec<Change>, Vec<Diagnostic>> {
        let mut changes = Vec::new();
        let moved = self.moves.keys().filter(|path| !edits.0.contains_key(*path));
        for path in edits.0.iter().filter(|(_, edited)| edited.is_changed()).map(|(path, _)| path).chain(moved) {
            let before = self.files.read(path).map_err(|fault| vec![fault])?;
            let after = match edits.0.get(path) {
                Some(edited) => {
                    edited.finish().ok_or_else(|| vec![refused("two edits meet").in_file(path)])?.into_bytes()
                }
                None => before.clone(),
            };
            let to = self.moves.get(path).unwrap_or(path).clone();
            changes.push(Change { from: Some(path.clone()), to, before, after });
        }
        Ok(changes)
    }

    /// Links and checks the site as it will be.
    pub(super) fn prove(&self, changes: &[Change]) -> Result<(), Vec<Diagnostic>> {
        let Texts { settings, site, parsed, now } = self.texts;
        let mut edits = Edits::default();
        for change in changes {
            let Some(from) = &change.from else { continue };
            let text = String::from_utf8(change.after.clone());
            if let Some(text) = text.ok().filter(|_| from.extension() == "md") {
                edits.0.insert(from.clone(), Edited::new(text));
            }
        }
        let mut new = self.parsed(&edits)?;
        let mut documents: Vec<Arc<Document>> = parsed
            .documents
            .iter()
            .map(|document| new.remove(&document.path).map_or_else(|| Arc::clone(document), Arc::new))
            .collect();
        documents.sort_by(|a, b| a.path.cmp(&b.path));
        let path = |path: &SourcePath| self.moves.get(path).unwrap_or(path).clone();
        let folder = |name: &String| {
            let index =
                self.moves.iter().find(|(from, _)| from.folder() == name && from.file_name().starts_with("index."));
            index.map_or_else(|| name.clone(), |(_, to)| to.folder().to_owned())
        };
        let after = Parsed {
            documents,
            tables: parsed.tables.iter().map(|(name, table)| (folder(name), Arc::clone(table))).collect(),
            files: parsed.files.iter().map(|(name, facts)| (path(name), facts.clone())).collect(),
            statics: parsed.statics.clone(),
            is_partial: parsed.is_partial,
            misnamed: parsed.misnamed.clone(),
        };
        let (linked, mut faults) = site::link(&after, settings, *now, false);
        faults.extend(site::check(&linked, &after, settings, *now));
        let error = faults.into_iter().find(|fault| fault.severity == Severity::Error);
        if let Some(fault) = error {
            let message = format!("the site would have an error afterwards: {}", fault.message);
            let path = fault.labels.first().map_or_else(|| self.source.path.clone(), |label| label.path.clone());
            return Err(vec![refused(message).in_file(&path)]);
        }
        let answers = |address: &str| {
            linked.docs.iter().any(|doc| doc.path == address) || linked.aliases.iter().any(|alias| alias.old == address)
        };
        let gone = |address: &str| linked.gone.iter().any(|gone| gone.path == address);
        let lost = site.docs.iter().map(|doc| doc.path.as_str()).find(|address| !answers(address));
        let lost = lost.or_else(|| site.gone.iter().map(|gone| gone.path.as_str()).find(|address| !gone(address)));
        let ids = |site: &site::Site| site.sets.iter().map(|set| set.id.clone()).collect::<Vec<_>>();
        match lost {
            Some(address) => Err(vec![refused(format!("`{address}` would answer nothing"))]),
            None if ids(site) != ids(&linked) => Err(vec![refused("the text would get another id")]),
            None => Ok(()),
        }
    }
}
