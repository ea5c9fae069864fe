//! Resolves links in texts.
//!
//! Links to other content name source files, so that they survive a change of slug and can be followed in an editor. A
//! link resolves to the page in the language of its text or, if there is none, in the source language, which the page
//! then says.

use std::sync::OnceLock;

use super::ids::{DocId, SectionId};
use super::reference::{self, Named};
use super::{FileFacts, Site, files};
use crate::config::address::decode;
use crate::config::{LangId, Settings};
use crate::content::document::{key_of, stem_key};
use crate::diag::SourcePath;
use crate::fs::composed;

/// The target of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// An absolute URL of another site, kept unchanged.
    External(String),
    /// An anchor in the same text.
    Fragment(String),
    /// A document, possibly in another language, with a fragment.
    Doc(DocId, Option<String>),
    /// The list of a section, with a fragment.
    Section(SectionId, Option<String>),
    /// Another address of the site below the base, with query and fragment as written.
    Address(String, String),
    /// A file to download, by its address below the base, with query and fragment as written.
    File(String, String),
}

/// The reason why a link is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// The path leaves the tree.
    OutsideTree,
    /// There is no such file or address.
    Missing(Option<SourcePath>),
}

/// Documents by folder and stem without language, as links name them; computed on first use.
#[derive(Debug, Default)]
pub(super) struct StemIndex(OnceLock<Box<[(u64, DocId)]>>);

impl Site {
    /// Finds the document of a file.
    #[must_use]
    pub fn doc_by_path(&self, path: &SourcePath) -> Option<DocId> {
        self.doc_by_key(key_of(path.as_str()))
    }

    /// Finds a document by folder and stem; of several languages, the first in the order of documents.
    fn doc_by_stem(&self, folder: &str, stem: &str) -> Option<DocId> {
        let places = self.stem_index.0.get_or_init(|| {
            let docs = self.docs.iter().enumerate();
            let mut places: Vec<_> = docs.map(|(index, doc)| (doc.document().stem_key, DocId::new(index))).collect();
            // The documents of a set are adjacent and mostly have the same stem.
            places.dedup_by_key(|(key, _)| *key);
            places.sort_unstable();
            places.dedup_by_key(|(key, _)| *key);
            places.into_boxed_slice()
        });
        let key = stem_key(folder, stem);
        places.binary_search_by_key(&key, |(key, _)| *key).ok().map(|found| places[found].1)
    }
}

/// Resolves a link in the text `from`.
///
/// # Errors
///
/// The problem with the path. The caller must find out whether the file exists but is hidden.
pub fn resolve(
    dest: &str,
    from: &SourcePath,
    site: &Site,
    settings: &Settings,
    file: impl Fn(&SourcePath) -> Option<FileFacts>,
) -> Result<Destination, Broken> {
    // A URL that starts with the base URL is an address of the site and must exist, like any other.
    let own = settings.own_address(dest);
    let dest = own.as_deref().unwrap_or(dest);
    if dest.starts_with("//") || has_scheme(dest) {
        return Ok(Destination::External(dest.to_owned()));
    }
    let (path, suffix) = reference::split(dest);
    let fragment = suffix.split_once('#').map(|(_, fragment)| composed(&decode(fragment)).into_owned());
    // A file name may start with `#`.
    let is_name = || reference::file(from, dest, |path| file(path).is_some()).is_ok();
    if path.is_empty() && !suffix.starts_with('?') && !(suffix.len() > 1 && is_name()) {
        return Ok(Destination::Fragment(fragment.unwrap_or_default()));
    }
    if path.starts_with('/') {
        let found = reference::address(dest, |path| site.has_address(path));
        let (path, suffix) = found.ok_or(Broken::Missing(None))?;
        return Ok(Destination::Address(path, suffix.to_owned()));
    }
    if let Some(target) = from.resolve(&composed(&decode(path))).filter(|target| target.extension() == "md") {
        return find_text(&target, site, settings, fragment).ok_or(Broken::Missing(Some(target)));
    }
    match reference::file(from, dest, |path| file(path).is_some()) {
        Ok(Named { path, suffix }) => {
            let facts = file(&path).ok_or_else(|| Broken::Missing(Some(path.clone())))?;
            Ok(Destination::File(files::address(&path, &facts), suffix.to_owned()))
        }
        Err(None) => Err(Broken::OutsideTree),
        Err(missing) => Err(Broken::Missing(missing)),
    }
}

/// Finds the document or section of a Markdown file, with any language or none in its name.
fn find_text(target: &SourcePath, site: &Site, settings: &Settings, fragment: Option<String>) -> Option<Destination> {
    let name = target.file_name().strip_suffix(".md")?;
    let folder = target.folder().strip_prefix("content")?.trim_start_matches('/');
    let stem = match name.rsplit_once('.') {
        Some((stem, tag)) if settings.languages.find(tag).is_some() => stem,
        _ => name,
    };
    if stem == "_section" {
        return Some(Destination::Section(site.find_section(folder)?, fragment));
    }
    let (folder, stem) = match stem {
        "index" => folder.rsplit_once('/').unwrap_or(("", folder)),
        stem => (folder, stem),
    };
    let found = site.doc_by_path(target).or_else(|| site.doc_by_stem(folder, stem));
    Some(Destination::Doc(found?, fragment))
}

/// Returns the document to link to from a text in `lang`: the version in that language, if there is one.
#[must_use]
pub fn in_language(site: &Site, doc: DocId, lang: LangId) -> DocId {
    let set = site.set_of(doc);
    set.docs[lang].unwrap_or(set.source)
}

fn has_scheme(dest: &str) -> bool {
    dest.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}
