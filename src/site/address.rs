//! Computes the address of each document: slug, path and old addresses, whether it is shown or not.
//!
//! Addresses are computed for all documents before it is decided which are shown. So a removed or held-back text
//! answers 410 at the same address that it would have had.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;

use crate::config::{LangId, PerLang, Settings};
use crate::content::kinds::common::Placed;
use crate::content::{Document, Role};

/// The addresses of all folders that contain documents or are named in site.toml.
#[derive(Debug, Default)]
pub(super) struct Addresses<'a> {
    folders: BTreeMap<&'a str, PerLang<String>>,
}

/// The addresses of a document.
pub(super) struct Address<'a> {
    /// The address below the base.
    pub path: String,
    /// Old addresses that redirect to it.
    pub aliases: &'a [Placed<String>],
}

impl<'a> Addresses<'a> {
    pub fn new(documents: impl Iterator<Item = &'a Document> + Clone, settings: &'a Settings) -> Self {
        let is_words = |document: &&'a Document| document.role == Role::Section && !document.faulty;
        let mut slugs: BTreeMap<(&str, LangId), &str> = BTreeMap::new();
        for document in documents.clone().filter(is_words) {
            if let Some(slug) = &document.words.slug {
                slugs.insert((&document.folder, document.lang), &slug.value);
            }
        }
        let mut addresses = Self::default();
        let configured = settings.sections.iter().map(|section| section.folder.as_str());
        let mut last = None;
        for folder in configured.chain(documents.map(|document| document.folder.as_str())) {
            // Documents of the same folder are mostly adjacent.
            if last != Some(folder) {
                addresses.add(folder, &slugs, settings);
                last = Some(folder);
            }
        }
        addresses
    }

    /// Adds a folder and its parents.
    fn add(&mut self, folder: &'a str, slugs: &BTreeMap<(&str, LangId), &'a str>, settings: &Settings) {
        if self.folders.contains_key(folder) {
            return;
        }
        let home = |lang| format!("/{}/", settings.languages.tag(lang));
        if folder.is_empty() {
            self.folders.insert(folder, PerLang(settings.languages.ids().map(home).collect()));
            return;
        }
        let (above, name) = folder.rsplit_once('/').unwrap_or(("", folder));
        self.add(above, slugs, settings);
        let given = |lang: LangId| slugs.get(&(folder, lang)).copied();
        let path = |lang: LangId| {
            let slug = given(lang).or_else(|| given(settings.languages.source)).unwrap_or(name);
            format!("{}{}/", self.folder(above, lang), composed(slug))
        };
        let paths = PerLang(settings.languages.ids().map(path).collect());
        self.folders.insert(folder, paths);
    }

    /// Returns the address of a folder below the base.
    pub fn folder(&self, folder: &str, lang: LangId) -> &str {
        self.folders.get(folder).map_or("/", |paths| &paths[lang])
    }

    /// Returns the addresses of a folder below the base, by language.
    pub fn folders(&self, folder: &str) -> PerLang<String> {
        self.folders.get(folder).cloned().unwrap_or_default()
    }

    /// Returns the addresses of a document in the set of `source`.
    pub fn of<'b>(&self, document: &'b Document, source: &Document) -> Address<'b> {
        let given = |document: &Document| document.words.slug.as_ref().map(|slug| slug.value.clone());
        let slug = given(document).or_else(|| given(source)).unwrap_or_else(|| source.stem.clone());
        let path = [self.folder(&document.folder, document.lang), &composed(&slug), "/"].concat();
        Address { path, aliases: &document.words.aliases }
    }
}

/// Normalizes a path segment to the Unicode form that people type (NFC).
fn composed(slug: &str) -> String {
    slug.nfc().collect()
}
