//! Sections: the folders of content, with their words, addresses and order.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Section;
use super::ids::SectionId;
use crate::config::{LangId, PerLang, Settings};
use crate::content::Document;
use crate::content::document::key_of;
use crate::diag::{Diagnostic, SourcePath, codes};

/// Folders that are public: those that hold a visible document, have words, or stand in site.toml.
pub(super) struct Folders<'a> {
    with_documents: BTreeSet<&'a str>,
    words: BTreeMap<String, Vec<Arc<Document>>>,
}

impl<'a> Folders<'a> {
    pub fn new(with_documents: impl Iterator<Item = &'a str>, words: Vec<Arc<Document>>) -> Self {
        let mut by_folder: BTreeMap<String, Vec<Arc<Document>>> = BTreeMap::new();
        for document in words {
            by_folder.entry(document.folder.clone()).or_default().push(document);
        }
        Self { with_documents: with_documents.collect(), words: by_folder }
    }
}

/// Makes the sections, each after the one that holds it, without their documents.
pub(super) fn build(mut folders: Folders<'_>, settings: &Settings, diagnostics: &mut Vec<Diagnostic>) -> Vec<Section> {
    let mut names: BTreeSet<String> = BTreeSet::from([String::new()]);
    let configured = settings.sections.iter().map(|section| section.folder.as_str());
    let with_words = folders.words.keys().map(String::as_str);
    for mut folder in folders.with_documents.iter().copied().chain(with_words).chain(configured) {
        while !folder.is_empty() {
            names.insert(folder.to_owned());
            folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
        }
    }
    for section in settings.sections.iter().filter(|section| !section.folder.is_empty()) {
        if !folders.with_documents.contains(section.folder.as_str()) && !folders.words.contains_key(&section.folder) {
            diagnostics.push(
                Diagnostic::new(
                    &codes::UNKNOWN_SECTION,
                    format!("there is no `content/{}/` to be seen", section.folder),
                )
                .at(&SourcePath::new("site.toml"), section.span.clone())
                .help(format!(
                    "add `content/{}/_section.{}.md`",
                    section.folder,
                    settings.languages.tag(settings.languages.source)
                )),
            );
        }
    }
    let mut sections: Vec<Section> = Vec::new();
    for folder in names {
        let Some(own) = settings.section_of(&folder) else { continue };
        let parent_folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
        let parent = (!folder.is_empty())
            .then(|| sections.iter().position(|section| section.folder == parent_folder).map(SectionId::new))
            .flatten();
        let words = by_language(folders.words.remove(&folder).unwrap_or_default(), settings);
        let titles = titles(&folder, &words, own.languages.as_slice(), settings, diagnostics);
        let paths = settings.languages.ids().map(|lang| match parent {
            None => format!("/{}/", settings.languages.tag(lang)),
            Some(parent) => {
                format!("{}{}/", sections[parent.index()].paths[lang], slug(&folder, &words, lang, settings))
            }
        });
        let paths = PerLang(paths.collect());
        let empty = PerLang(vec![Vec::new(); settings.languages.order.len()]);
        let place = settings.sections.iter().position(|section| section.folder == own.folder).unwrap_or(0);
        sections.push(Section {
            key: key_of(&folder),
            parent,
            kind: own.kind,
            settings: place,
            titles,
            words,
            paths,
            docs: empty,
            sets: Vec::new(),
            filtered: Arc::default(),
            folder,
        });
    }
    sections
}

fn by_language(words: Vec<Arc<Document>>, settings: &Settings) -> PerLang<Option<Arc<Document>>> {
    let mut by_language: Vec<Option<Arc<Document>>> = settings.languages.ids().map(|_| None).collect();
    for document in words {
        let lang = document.lang.index();
        by_language[lang] = Some(document);
    }
    PerLang(by_language)
}

/// The title in each language; a section without words in a language bears those of the source language, or else its
/// folder's name, and says which language that is.
fn titles(
    folder: &str,
    words: &PerLang<Option<Arc<Document>>>,
    written: &[LangId],
    settings: &Settings,
    diagnostics: &mut Vec<Diagnostic>,
) -> PerLang<(String, LangId)> {
    let source = settings.languages.source;
    let fallback = match &words[source] {
        Some(document) => (document.words.title.clone(), source),
        None => words.0.iter().flatten().next().map_or_else(
            || match folder.rsplit('/').next() {
                Some(name) if !name.is_empty() => (name.to_owned(), source),
                _ => (settings.institution.name[source].clone(), source),
            },
            |document| (document.words.title.clone(), document.lang),
        ),
    };
    let title = |lang: LangId| match &words[lang] {
        Some(document) => (document.words.title.clone(), lang),
        None if folder.is_empty() => (settings.institution.name[lang].clone(), lang),
        None => {
            if written.contains(&lang) {
                let tag = settings.languages.tag(lang);
                let name = format!("content/{folder}/_section.{tag}.md");
                diagnostics.push(
                    Diagnostic::new(&codes::MISSING_TRANSLATION, format!("section `{folder}` has no words in `{tag}`"))
                        .in_file(&SourcePath::new(&name))
                        .help(format!("add `{name}` with a title")),
                );
            }
            fallback.clone()
        }
    };
    PerLang(settings.languages.ids().map(title).collect())
}

fn slug(folder: &str, words: &PerLang<Option<Arc<Document>>>, lang: LangId, settings: &Settings) -> String {
    let given = |lang: LangId| words[lang].as_ref()?.words.slug.as_ref().map(|slug| slug.value.clone());
    given(lang)
        .or_else(|| given(settings.languages.source))
        .unwrap_or_else(|| folder.rsplit('/').next().unwrap_or(folder).to_owned())
}
