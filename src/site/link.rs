//! The stage `link`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;

use super::address::{Address, Addresses};
use super::ids::{DocId, SectionId, SetId, TopicId};
use super::keys::Keys;
use super::known::Unseen;
use super::life::Life;
use super::sections::{self, Folders};
use super::visibility::{self, Removed, VisibleSet};
use super::{Alias, Doc, FileFacts, Gone, Set, Shared, Site};
use super::{change, order, relations, routes, rules, sets};
use crate::config::{Kind, LangId, PerLang, Settings};
use crate::content::document::key_of;
use crate::content::kinds::common::{ChangeNote, Placed};
use crate::content::table::Table;
use crate::content::{Document, Role, SharedForm, Stated};
use crate::diag::{Diagnostic, SourcePath, codes, sort};

/// The results of `parse` for all files.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// The content files, in the order of their paths.
    pub documents: Vec<Arc<Document>>,
    /// The records of registers, by the folder of the register (`content/registers/gifts`).
    pub tables: BTreeMap<String, Arc<Table>>,
    /// The pictures and attachments beside the texts.
    pub files: BTreeMap<SourcePath, FileFacts>,
    /// The addresses of `static/`, below the base.
    pub statics: Vec<String>,
    /// Whether some texts are missing from `documents`, because of invalid file names or because they are withheld.
    pub is_partial: bool,
    /// Texts left out because of invalid file names, without language and extension (`content/about`). Errors that
    /// follow from their absence are not reported.
    pub misnamed: BTreeSet<String>,
}

/// Links parsed files into a site: decides what is visible at `now`, and computes relations and addresses.
///
/// With `drafts`, hidden documents are shown and marked; documents with errors never are. The result does not depend on
/// bodies, except for which files are shown. [`check`](super::check()) verifies that what documents name exists.
#[must_use]
pub fn link(parsed: &Parsed, settings: &Settings, now: Timestamp, drafts: bool) -> (Site, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let Parsed { documents, tables, files, statics, misnamed, is_partial: _ } = parsed;

    let (groups, unsourced) = sets::group(documents, misnamed, settings, &mut diagnostics);
    let addresses =
        Addresses::new(groups.iter().flat_map(|group| &group.documents).map(|document| &***document), settings);
    let (mut folders, mut visible, mut removed) = (Folders::default(), Vec::new(), Vec::new());
    let address = |document: &Document, source: &Document| match document.role {
        Role::Section => addresses.folder(&document.folder, document.lang).to_owned(),
        Role::Item(_) => addresses.of(document, source).path,
    };
    let mut faulty_addresses: Vec<String> = unsourced.iter().map(|document| address(document, document)).collect();
    let (mut hidden, mut faulty) = (Vec::new(), unsourced);
    for (life, group) in Life::of_all(&groups).into_iter().zip(&groups) {
        if life.source().document.role == Role::Section {
            let decision = visibility::decide_section(&life, now, drafts, &mut diagnostics);
            hidden.extend(&decision.hidden);
            faulty_addresses.extend(decision.faulty.iter().map(|document| address(document, document)));
            faulty.extend(&decision.faulty);
            folders.add(&life.source().document.folder, decision);
            continue;
        }
        rules::check(group, settings, &mut diagnostics);
        let decision = visibility::decide(&life, now, drafts, &mut diagnostics);
        if decision.shown.is_some() || !decision.removed.is_empty() {
            folders.with_documents.insert(&life.source().document.folder);
        }
        hidden.extend(decision.hidden);
        let source = life.source().document;
        if !decision.faulty.is_empty() {
            folders.with_faults.insert(&source.folder);
        }
        faulty_addresses.extend(decision.faulty.iter().map(|document| address(document, source)));
        faulty.extend(decision.faulty);
        removed.extend(decision.removed);
        visible.extend(decision.shown.map(|shown| (id_of(life.source().document), shown, life)));
    }
    let sections = sections::build(folders, &addresses, settings, &mut diagnostics);
    let mut site = Site { sections, ..Site::default() };
    site.docs.reserve_exact(visible.iter().map(|(_, set, _)| set.documents.len()).sum());
    visible.sort_by(|(a, ..), (b, ..)| a.cmp(b));
    let mut linking = Linking { site, sets: Vec::with_capacity(visible.len()), aliases: Vec::new(), addresses, now };
    for (id, set, life) in visible {
        linking.add_set(id, set, &life, tables, settings, &mut diagnostics);
    }
    let gone = removed.iter().map(|removed| linking.removed(removed)).collect();
    let Linking { mut site, sets, aliases, .. } = linking;
    site.sets = Arc::new(sets);
    site.aliases = Arc::new(aliases);
    check_ids(&site, &mut diagnostics);
    check_former_ids(&site, &mut diagnostics);
    site.gone = Arc::new(gone);
    site.topics = Arc::new(order::deal(&mut site, settings));
    site.keys = Arc::new(Keys::new(&site));
    site.unseen = Arc::new(Unseen::new(&hidden, &faulty, &faulty_addresses));
    relations::connect(&mut site, parsed, settings, &mut diagnostics);
    change::note_all(&mut site);
    site.routes = Arc::new(routes::Routes::new(settings, statics));
    site.tags = Arc::new(settings.languages.order.iter().map(|tag| tag.as_str().to_owned()).collect());
    site.show_files(files);
    sort(&mut diagnostics);
    (site, diagnostics)
}

/// Returns the stable id of a document: a statement's reference, else `id`, else folder and stem.
#[must_use]
pub fn id_of(source: &Document) -> String {
    match source.reference().or(source.front.id.as_deref()) {
        Some(id) => id.to_owned(),
        None if source.folder.is_empty() => source.stem.clone(),
        None => [&source.folder, "/", &source.stem].concat(),
    }
}

/// The site under construction.
struct Linking<'a> {
    site: Site,
    sets: Vec<Set>,
    aliases: Vec<Alias>,
    addresses: Addresses<'a>,
    now: Timestamp,
}

impl Linking<'_> {
    fn add_set(
        &mut self,
        id: String,
        set: VisibleSet,
        life: &Life<'_>,
        tables: &BTreeMap<String, Arc<Table>>,
        settings: &Settings,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let source = Arc::clone(set.documents[0].shared());
        let (Role::Item(kind), Some(section)) = (source.role, self.site.find_section(&source.folder)) else { return };
        let shared = match &source.shared {
            SharedForm::None => return,
            SharedForm::Page(page) => Shared::Page(Arc::clone(page)),
            SharedForm::Statement(statement) => Shared::Statement(Arc::clone(statement)),
            SharedForm::Faq(faq) => Shared::Faq(Arc::clone(faq)),
            SharedForm::Register(register) => {
                // A register without valid data has been reported by `parse` and is not shown.
                let Some(table) = tables.get(source.path.folder()) else { return };
                Shared::Register(Arc::clone(register), Arc::clone(table))
            }
        };
        let when = |stated: Option<Stated>| stated.and_then(|stated| stated.when());
        // A future `updated` waits for its day.
        let reached = |stated: Option<Stated>| when(stated).filter(|when| when.instant <= self.now);
        let (date, updated) = (when(source.front.date), reached(source.front.updated));
        let set_id = SetId::new(self.sets.len());
        let mut docs = PerLang(vec![None; settings.languages.order.len()]);
        let source_id = DocId::new(self.site.docs.len());
        for visible in set.documents {
            let (id, document) = (DocId::new(self.site.docs.len()), visible.shared());
            let lang = document.lang;
            docs.0[lang.index()] = Some(id);
            let Address { path, aliases } = self.addresses.of(document, &source);
            self.aliases.extend(aliases.iter().map(|alias| alias_of(alias, document, &path)));
            let own = life.documents.iter().find(|own| own.document.key == document.key);
            let notes = &document.words.change_notes;
            let is_ahead = |note: &&ChangeNote| note.date.instant().is_some_and(|instant| instant > self.now);
            let doc = Doc {
                set: set_id,
                lang,
                path,
                date: when(document.front.date).or(date),
                updated: reached(document.front.updated).or(updated),
                released: own.and_then(|own| life.from(own)).map(|from| from.when),
                changed: None,
                notes_ahead: notes.iter().take_while(is_ahead).count(),
                words: document.own.clone(),
                visible,
            };
            self.site.docs.push(Arc::new(doc));
        }
        warn_missing(&set.languages, section, &source, &self.site, settings, diagnostics);
        self.sets.push(Set {
            key: key_of(&id),
            id,
            formerly: source.front.formerly.iter().map(|placed| placed.value.clone()).collect(),
            kind,
            section,
            source: source_id,
            docs,
            release: life.source().bounds.from.map(|from| from.at()),
            date,
            updated,
            withdrawn: set.withdrawn,
            expired: set.expired,
            topics: topic_ids(&source, settings, diagnostics),
            related: Vec::new(),
            corrects: None,
            corrections: Vec::new(),
            owner: source.front.owner.clone(),
            shared,
        });
    }

    /// Adds an address that answers 410, and the old addresses that redirect to it.
    fn removed(&mut self, removed: &Removed<'_>) -> Gone {
        let document = removed.document;
        let Address { path, aliases } = self.addresses.of(document, removed.source);
        self.aliases.extend(aliases.iter().map(|alias| alias_of(alias, document, &path)));
        Gone {
            lang: document.lang,
            path,
            reason: removed.reason.map(|(reason, lang)| (reason.to_owned(), lang)),
            is_held: removed.is_held,
            source: document.path.clone(),
            shared: removed.source.path.clone(),
            id: id_of(removed.source),
            formerly: removed.source.front.formerly.iter().map(|placed| placed.value.clone()).collect(),
        }
    }
}

fn alias_of(alias: &Placed<String>, document: &Document, path: &str) -> Alias {
    let Placed { value, span } = alias;
    let (old, path, source) = (value.clone(), path.to_owned(), document.path.clone());
    Alias { old, lang: document.lang, path, source, span: span.clone() }
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

/// Checks that no text has, or had, the former id of another text.
fn check_former_ids(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let mut former: BTreeMap<&str, &Set> = BTreeMap::new();
    for set in site.sets.iter() {
        for id in &set.formerly {
            let other = site.find(id).map(|other| site.set(other)).or_else(|| former.get(id.as_str()).copied());
            former.insert(id, set);
            let Some(other) = other.filter(|other| other.id != set.id) else { continue };
            let (document, there) = (site.doc(set.source).document(), site.doc(other.source).document());
            let place = there.place("reference").or_else(|| there.place("id")).or_else(|| there.place("formerly"));
            let fault = Diagnostic::new(&codes::DUPLICATE_ID, format!("`{id}` names another text"))
                .label(&document.path, document.place("formerly"), "said here to be a former name")
                .label(&there.path, place, "the other text");
            diagnostics
                .push(fault.help("a name that was public belongs to one text for good: give one of them another"));
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
