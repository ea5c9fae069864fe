//! The stage `link`, from top to bottom.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use super::ids::{DocId, SectionId, SetId, TopicId};
use super::keys::Keys;
use super::known::Unseen;
use super::sections::{self, Folders};
use super::visibility::{self, VisibleSet};
use super::{Alias, Doc, FileFacts, Gone, Set, Shared, Site};
use super::{order, relations, routes, rules, sets};
use crate::config::{Kind, LangId, PerLang, Settings};
use crate::content::document::key_of;
use crate::content::kinds::common::Placed;
use crate::content::table::Table;
use crate::content::{Document, Role, SharedForm, Stated};
use crate::diag::{Diagnostic, SourcePath, codes, sort};

/// What `parse` has made of the tree.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// Content files, in the order of their paths.
    pub documents: Vec<Arc<Document>>,
    /// Records of registers, by the folder of the register (`content/registers/gifts`).
    pub tables: BTreeMap<String, Arc<Table>>,
    /// Pictures and attachments beside the texts.
    pub files: BTreeMap<SourcePath, FileFacts>,
    /// Addresses of `static/`, below the base.
    pub statics: Vec<String>,
}

/// Links parsed files to a site: what is visible at `now`, how it hangs together, and where it stands.
///
/// With `drafts`, hidden documents are shown and marked; documents with errors never are. Nothing here depends on the
/// body of a document, except which files are shown. Whether what documents name is there is for
/// [`check`](super::check()) to say.
#[must_use]
pub fn link(parsed: &Parsed, settings: &Settings, now: Timestamp, drafts: bool) -> (Site, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let Parsed { documents, tables, files, statics } = parsed;

    let (groups, unsourced) = sets::group(documents, settings, &mut diagnostics);
    let (mut visible, mut words, mut gone) = (Vec::new(), Vec::new(), Vec::new());
    let (mut hidden, mut expired, mut faulty) = (Vec::new(), Vec::new(), unsourced);
    for group in groups {
        if group.source().role == Role::Section {
            for document in group.documents {
                if document.faulty {
                    faulty.push(document);
                }
                words.extend(visibility::section_words(document));
            }
            continue;
        }
        rules::check(&group, settings, &mut diagnostics);
        let decision = visibility::decide(&group, now, drafts, &mut diagnostics);
        gone.extend(decision.gone);
        hidden.extend(decision.hidden);
        expired.extend(decision.expired);
        faulty.extend(decision.faulty);
        visible.extend(decision.shown);
    }

    let mut folders: Vec<&str> = visible.iter().map(|set| set.documents[0].document().folder.as_str()).collect();
    folders.dedup();
    let folders = Folders::new(folders.into_iter(), words);
    let mut site = Site { sections: sections::build(folders, settings, &mut diagnostics), ..Site::default() };
    site.docs.reserve_exact(visible.iter().map(|set| set.documents.len()).sum());
    let mut visible: Vec<(String, VisibleSet)> =
        visible.into_iter().map(|set| (id_of(set.documents[0].document()), set)).collect();
    visible.sort_by(|(a, _), (b, _)| a.cmp(b));
    let (mut sets, mut aliases) = (Vec::with_capacity(visible.len()), Vec::new());
    for (id, set) in visible {
        add_set(&mut site, &mut sets, &mut aliases, id, set, tables, settings, &mut diagnostics);
    }
    site.sets = Arc::new(sets);
    site.aliases = Arc::new(aliases);
    check_ids(&site, &mut diagnostics);
    let addresses = gone.iter().filter_map(|document| gone_address(document, &gone, &site, settings));
    site.gone = Arc::new(addresses.collect());
    site.topics = Arc::new(order::deal(&mut site, settings));
    site.keys = Arc::new(Keys::new(&site));
    site.unseen = Arc::new(Unseen::new(&hidden, &expired, &faulty));
    relations::connect(&mut site, parsed, &mut diagnostics);
    site.routes = Arc::new(routes::Routes::new(settings, statics));
    site.tags = Arc::new(settings.languages.order.iter().map(|tag| tag.as_str().to_owned()).collect());
    site.show_files(files);
    sort(&mut diagnostics);
    (site, diagnostics)
}

/// The stable id of a document: of a statement its reference, else `id`, else folder and stem.
pub(super) fn id_of(source: &Document) -> String {
    match source.reference().or(source.front.id.as_deref()) {
        Some(id) => id.to_owned(),
        None if source.folder.is_empty() => source.stem.clone(),
        None => [&source.folder, "/", &source.stem].concat(),
    }
}

fn add_set(
    site: &mut Site,
    sets: &mut Vec<Set>,
    aliases: &mut Vec<Alias>,
    id: String,
    set: VisibleSet,
    tables: &BTreeMap<String, Arc<Table>>,
    settings: &Settings,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let source = Arc::clone(set.documents[0].shared());
    let (Role::Item(kind), Some(section)) = (source.role, site.find_section(&source.folder)) else { return };
    let shared = match &source.shared {
        SharedForm::None => return,
        SharedForm::Page(page) => Shared::Page(Arc::clone(page)),
        SharedForm::Statement(statement) => Shared::Statement(Arc::clone(statement)),
        SharedForm::Faq(faq) => Shared::Faq(Arc::clone(faq)),
        SharedForm::Register(register) => {
            // A register without sound data has been reported by `parse`; it is not shown.
            let Some(table) = tables.get(source.path.folder()) else { return };
            Shared::Register(Arc::clone(register), Arc::clone(table))
        }
    };
    let when = |stated: Option<Stated>| stated.and_then(|stated| stated.when());
    let (date, updated) = (when(source.front.date), when(source.front.updated));
    let set_id = SetId::new(sets.len());
    let mut docs = PerLang(vec![None; settings.languages.order.len()]);
    let source_slug = source.words.slug.as_ref().map_or(&source.stem, |slug| &slug.value);
    let source_id = DocId::new(site.docs.len());
    for visible in set.documents {
        let (id, document) = (DocId::new(site.docs.len()), visible.document());
        let lang = document.lang;
        let slug = document.words.slug.as_ref().map_or(source_slug, |slug| &slug.value);
        docs.0[lang.index()] = Some(id);
        for alias in &document.words.aliases {
            aliases.push(Alias { old: alias.value.clone(), doc: id, span: alias.span.clone() });
        }
        let doc = Doc {
            set: set_id,
            lang,
            path: [site.section(section).paths[lang].as_str(), slug, "/"].concat(),
            date: when(document.front.date).or(date),
            updated: when(document.front.updated).or(updated),
            words: document.own.clone(),
            visible,
        };
        site.docs.push(Arc::new(doc));
    }
    warn_missing(&set.languages, section, &source, site, settings, diagnostics);
    sets.push(Set {
        key: key_of(&id),
        id,
        kind,
        section,
        source: source_id,
        docs,
        release: set.release,
        date,
        updated,
        withdrawn: set.withdrawn,
        topics: topic_ids(&source, settings, diagnostics),
        related: Vec::new(),
        corrects: None,
        corrections: Vec::new(),
        owner: source.front.owner.clone(),
        shared,
    });
}

fn topic_ids(source: &Document, settings: &Settings, diagnostics: &mut Vec<Diagnostic>) -> Vec<TopicId> {
    let mut topics = Vec::new();
    for Placed { value: id, span } in &source.front.topics {
        match settings.topics.iter().position(|topic| topic.id == *id) {
            Some(index) if topics.contains(&TopicId::new(index)) => {}
            Some(index) => topics.push(TopicId::new(index)),
            None => {
                let fault = Diagnostic::new(&codes::UNKNOWN_TOPIC, format!("topic `{id}` is not declared"))
                    .at(&source.path, span.clone());
                let known = settings.topics.iter().map(|topic| topic.id.as_str());
                diagnostics.push(match crate::diag::nearest(id, known) {
                    Some(near) => fault.help(format!("did you mean `{near}`?")),
                    None => fault.help("declare it as a `[[topic]]` in site.toml"),
                });
            }
        }
    }
    topics
}

fn warn_missing(
    there: &[LangId],
    section: SectionId,
    source: &Document,
    site: &Site,
    settings: &Settings,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let written = &settings.sections[site.section(section).settings].languages;
    for lang in settings.languages.required.iter().filter(|lang| written.contains(lang)) {
        if !there.contains(lang) {
            let tag = settings.languages.tag(*lang);
            diagnostics.push(
                Diagnostic::new(
                    &codes::MISSING_TRANSLATION,
                    format!("there is no version in `{tag}`, which is required"),
                )
                .in_file(&source.path)
                .help(format!("add `{}.{tag}.md` beside it", source.path.file_name().split('.').next().unwrap_or(""))),
            );
        }
    }
}

fn check_ids(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for pair in site.sets.windows(2) {
        let [first, second] = pair else { continue };
        if first.id != second.id {
            continue;
        }
        let (code, name) = match second.kind {
            Kind::Statement => (&codes::DUPLICATE_REFERENCE, "reference"),
            _ => (&codes::DUPLICATE_ID, "id"),
        };
        let place = |set: &Set| {
            let document = site.doc(set.source).document();
            (document.path.clone(), document.place(name).or_else(|| document.place("id")))
        };
        let ((path, span), (other, other_span)) = (place(second), place(first));
        diagnostics.push(
            Diagnostic::new(code, format!("{name} `{}` is used twice", second.id)).label(&path, span, "").label(
                &other,
                other_span,
                "first here",
            ),
        );
    }
}

fn gone_address(document: &Document, all: &[&Arc<Document>], site: &Site, settings: &Settings) -> Option<Gone> {
    let section = site.section(site.find_section(&document.folder)?);
    let source = all.iter().find(|other| {
        (&other.folder, &other.stem) == (&document.folder, &document.stem) && other.lang == settings.languages.source
    });
    let slug = document.words.slug.as_ref().or_else(|| source?.words.slug.as_ref());
    let slug = slug.map_or(&document.stem, |slug| &slug.value);
    Some(Gone {
        lang: document.lang,
        path: format!("{}{slug}/", section.paths[document.lang]),
        reason: document.words.reason.clone(),
        source: document.path.clone(),
    })
}
