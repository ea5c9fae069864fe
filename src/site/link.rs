//! The stage `link`, from top to bottom.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use super::ids::{DocId, SectionId, SetId, TopicId};
use super::keys::Keys;
use super::known::Unseen;
use super::sections::{self, Folders};
use super::visibility::{self, VisibleSet};
use super::{Alias, Doc, FileFacts, Gone, Set, Shared, Site, TopicLists, When, Words};
use super::{relations, routes, sets};
use crate::config::{Kind, LangId, PerLang, Settings};
use crate::content::document::key_of;
use crate::content::kinds::faq::{FaqShared, FaqWords};
use crate::content::kinds::page::PageShared;
use crate::content::kinds::register::{RegisterShared, RegisterWords};
use crate::content::kinds::statement::{StatementShared, StatementWords};
use crate::content::table::Table;
use crate::content::{Document, Role};
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
        let decision = visibility::decide(&group, settings, now, drafts, &mut diagnostics);
        gone.extend(decision.gone);
        hidden.extend(decision.hidden);
        expired.extend(decision.expired);
        faulty.extend(decision.faulty);
        visible.extend(decision.shown);
    }

    let folders = visible.iter().map(|set| set.documents[0].document().folder.clone());
    let mut site =
        Site { sections: sections::build(Folders::new(folders, words), settings, &mut diagnostics), ..Site::default() };
    visible.sort_by_cached_key(|set| id_of(set.documents[0].document()));
    let (mut sets, mut aliases) = (Vec::with_capacity(visible.len()), Vec::new());
    for set in visible {
        add_set(&mut site, &mut sets, &mut aliases, set, tables, settings, &mut diagnostics);
    }
    site.sets = Arc::new(sets);
    site.aliases = Arc::new(aliases);
    check_ids(&site, &mut diagnostics);
    let addresses = gone.iter().filter_map(|document| gone_address(document, &gone, &site, settings));
    site.gone = Arc::new(addresses.collect());
    site.places = Arc::new(super::links::Places::new(&site));
    sections::fill(&mut site, settings);
    site.topics = Arc::new(topics(&site, settings));
    site.keys = Arc::new(Keys::new(&site));
    site.unseen = Arc::new(Unseen::new(&hidden, &expired, &faulty));
    relations::connect(&mut site, parsed, &mut diagnostics);
    site.routes = Arc::new(routes::Routes::new(&site, settings, statics.clone()));
    site.show_files(files);
    sort(&mut diagnostics);
    (site, diagnostics)
}

/// The stable id of a document: of a statement its reference, else `id`, else folder and stem.
pub(super) fn id_of(source: &Document) -> String {
    if let (Role::Item(Kind::Statement), Some(reference)) = (source.role, source.record.string("reference")) {
        return reference;
    }
    source.record.string("id").unwrap_or_else(|| {
        if source.folder.is_empty() { source.stem.clone() } else { format!("{}/{}", source.folder, source.stem) }
    })
}

fn add_set(
    site: &mut Site,
    sets: &mut Vec<Set>,
    aliases: &mut Vec<Alias>,
    set: VisibleSet,
    tables: &BTreeMap<String, Arc<Table>>,
    settings: &Settings,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let source = Arc::clone(set.documents[0].shared());
    let (Role::Item(kind), Some(section)) = (source.role, site.find_section(&source.folder)) else { return };
    let record = &source.record;
    let shared = match kind {
        Kind::Page => Shared::Page(PageShared::of(record).into()),
        Kind::Statement => Shared::Statement(StatementShared::of(record).into()),
        Kind::Faq => Shared::Faq(FaqShared::of(record).into()),
        Kind::Register => {
            // A register without sound data has been reported by `parse`; it is not shown.
            let Some(table) = tables.get(source.path.folder()) else { return };
            Shared::Register(RegisterShared::of(record).into(), Arc::clone(table))
        }
    };
    let date = visibility::when(record, "date", settings);
    let updated = visibility::when(record, "updated", settings);
    let set_id = SetId::new(sets.len());
    let mut docs = PerLang(vec![None; settings.languages.order.len()]);
    let source_slug = source.words.slug.as_ref().map(|slug| slug.value.clone());
    let source_id = DocId::new(site.docs.len());
    for visible in set.documents {
        let document = visible.document();
        let lang = document.lang;
        let slug = document.words.slug.as_ref().map(|slug| slug.value.clone());
        let slug = slug.or_else(|| source_slug.clone()).unwrap_or_else(|| source.stem.clone());
        docs.0[lang.index()] = Some(DocId::new(site.docs.len()));
        let doc = Doc {
            set: set_id,
            lang,
            path: format!("{}{slug}/", site.section(section).paths[lang]),
            slug,
            date: visibility::when(&document.record, "date", settings).or(date),
            updated: visibility::when(&document.record, "updated", settings).or(updated),
            words: match kind {
                Kind::Page => Words::Page,
                Kind::Statement => Words::Statement(StatementWords::of(&document.record).into()),
                Kind::Faq => Words::Faq(FaqWords::of(&document.record).into()),
                Kind::Register => Words::Register(RegisterWords::of(&document.record).into()),
            },
            visible,
        };
        for alias in &doc.document().words.aliases {
            let old = alias.value.clone();
            aliases.push(Alias { old, doc: DocId::new(site.docs.len()), span: alias.span.clone() });
        }
        site.docs.push(Arc::new(doc));
    }
    warn_missing(&set.languages, section, &source, site, settings, diagnostics);
    let id = id_of(&source);
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
        owner: record.string("owner"),
        shared,
    });
}

fn topic_ids(source: &Document, settings: &Settings, diagnostics: &mut Vec<Diagnostic>) -> Vec<TopicId> {
    let mut topics = Vec::new();
    for value in source.record.list("topics") {
        let Some(id) = value.text() else { continue };
        match settings.topics.iter().position(|topic| topic.id == id) {
            Some(index) if topics.contains(&TopicId::new(index)) => {}
            Some(index) => topics.push(TopicId::new(index)),
            None => {
                let fault = Diagnostic::new(&codes::UNKNOWN_TOPIC, format!("topic `{id}` is not declared"))
                    .at(&source.path, value.span.clone());
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
            let field = document.record.get(name).or_else(|| document.record.get("id"));
            (document.path.clone(), field.map(|value| value.span.clone()))
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

fn topics(site: &Site, settings: &Settings) -> Vec<TopicLists> {
    let languages: Vec<LangId> = settings.languages.ids().collect();
    (0..settings.topics.len())
        .map(|index| {
            let topic = TopicId::new(index);
            let docs = languages.iter().map(|lang| {
                let mut docs: Vec<DocId> = site
                    .sets
                    .iter()
                    .filter(|set| set.topics.contains(&topic))
                    .filter_map(|set| set.docs[*lang])
                    .collect();
                docs.sort_by(|a, b| newest_first(site, *a, *b));
                docs
            });
            let paths = languages.iter().map(|lang| {
                let (tag, list) = (settings.languages.tag(*lang), &settings.topics_slug[*lang]);
                format!("/{tag}/{list}/{}/", settings.topics[index].slug[*lang])
            });
            TopicLists {
                key: key_of(&settings.topics[index].id),
                docs: PerLang(docs.collect()),
                paths: PerLang(paths.collect()),
            }
        })
        .collect()
}

/// Newest first; documents without a date after those with one, by title; ties by id.
pub(super) fn newest_first(site: &Site, a: DocId, b: DocId) -> std::cmp::Ordering {
    let instant = |when: Option<When>| when.map(|when| when.instant);
    let (first, second) = (site.doc(a), site.doc(b));
    instant(second.date)
        .cmp(&instant(first.date))
        .then_with(|| {
            if first.date.is_some() {
                site.set_of(b).id.cmp(&site.set_of(a).id)
            } else {
                first.sort_key().cmp(second.sort_key())
            }
        })
        .then_with(|| site.set_of(a).id.cmp(&site.set_of(b).id))
}
