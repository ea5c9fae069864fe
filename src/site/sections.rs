//! Sections: the folders of content, with their texts, addresses and order.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Section;
use super::address::Addresses;
use super::ids::SectionId;
use super::visibility::{Mark, SectionDecision, Visible};
use crate::config::{LangId, PerLang, Settings};
use crate::content::Document;
use crate::content::document::key_of;
use crate::diag::{Diagnostic, SourcePath, codes};

/// The public folders: those with a text of their own, an entry in site.toml, or a document that is visible or answers
/// 410; but none that its own text holds back.
#[derive(Default)]
pub(super) struct Folders<'a> {
    /// Folders that contain a document.
    pub with_documents: BTreeSet<&'a str>,
    /// The texts of each section.
    pub words: BTreeMap<String, Vec<Visible>>,
    /// Folders that are held back with everything in them.
    pub hidden: BTreeSet<&'a str>,
    /// Folder and language of section texts with errors: they exist, whatever they contain.
    faulty_words: BTreeSet<(&'a str, LangId)>,
    /// Folders that contain a text with errors.
    pub with_faults: BTreeSet<&'a str>,
}

impl<'a> Folders<'a> {
    /// Adds the text of a section.
    pub fn add(&mut self, folder: &'a str, decision: SectionDecision<'a>) {
        if decision.is_hidden {
            self.hidden.insert(folder);
        }
        for document in decision.faulty {
            self.faulty_words.insert((folder, document.lang));
            self.with_faults.insert(folder);
        }
        if !decision.shown.is_empty() {
            self.words.insert(folder.to_owned(), decision.shown);
        }
    }

    fn is_hidden(&self, mut folder: &str) -> bool {
        while !self.hidden.is_empty() && !folder.is_empty() {
            if self.hidden.contains(folder) {
                return true;
            }
            folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
        }
        false
    }
}

/// Makes the sections, each after the one above it, without their documents.
pub(super) fn build(
    mut folders: Folders<'_>,
    addresses: &Addresses<'_>,
    settings: &Settings,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Section> {
    let mut names: BTreeSet<String> = BTreeSet::from([String::new()]);
    let configured = settings.sections.iter().map(|section| section.folder.as_str());
    let with_words = folders.words.keys().map(String::as_str);
    let all = folders.with_documents.iter().copied().chain(with_words).chain(configured);
    for mut folder in all.filter(|folder| !folders.is_hidden(folder)) {
        while !folder.is_empty() {
            names.insert(folder.to_owned());
            folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
        }
    }
    let mut absent = BTreeSet::new();
    for section in settings.sections.iter().filter(|section| !section.folder.is_empty()) {
        let folder = section.folder.as_str();
        let has_documents = folders.with_documents.contains(folder) || folders.with_faults.contains(folder);
        let is_there = has_documents || folders.words.contains_key(folder) || section.named.is_some();
        if !is_there && !folders.is_hidden(&section.folder) {
            absent.insert(folder);
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
        let (words, marks) = by_language(folders.words.remove(&folder).unwrap_or_default(), settings);
        let written = own.languages.iter().copied();
        let written: Vec<LangId> = written
            .filter(|lang| {
                !absent.contains(folder.as_str()) && !folders.faulty_words.contains(&(folder.as_str(), *lang))
            })
            .collect();
        let titles = titles(&folder, &words, &written, settings, diagnostics);
        let paths = addresses.folders(&folder);
        let empty = PerLang(vec![Vec::new(); settings.languages.order.len()]);
        let place = settings.sections.iter().position(|section| section.folder == own.folder).unwrap_or(0);
        sections.push(Section {
            key: key_of(&folder),
            parent,
            kind: own.kind,
            settings: place,
            titles,
            words,
            marks,
            paths,
            docs: empty,
            places: Vec::new(),
            sets: Vec::new(),
            filtered: Arc::default(),
            folder,
        });
    }
    sections
}

/// The texts of a section with their marks, by language.
type ByLanguage = (PerLang<Option<Arc<Document>>>, PerLang<Option<Mark>>);

fn by_language(words: Vec<Visible>, settings: &Settings) -> ByLanguage {
    let mut by_language: ByLanguage = Default::default();
    by_language.0.0 = settings.languages.ids().map(|_| None).collect();
    by_language.1.0 = settings.languages.ids().map(|_| None).collect();
    for visible in words {
        let lang = visible.document().lang.index();
        by_language.0.0[lang] = Some(Arc::clone(visible.shared()));
        by_language.1.0[lang] = visible.mark();
    }
    by_language
}

/// Returns the title in each language, with the language it is in. Without a section text in a language, uses the title
/// in the source language, or else the folder's name.
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
