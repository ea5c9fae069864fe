//! One state of the files, linked and planned. It is served until the files change again.
//!
//! It is immutable except for the results of rendering: pages and faults.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use axum::body::Bytes;
use jiff::Timestamp;

use super::media::is_html;
use crate::diag::{Diagnostic, Severity, SourcePath, sort};
use crate::engine::{self, Memo, Prepared};
use crate::fs::{Inputs, OutPath};
use crate::plan::{Plan, Target, What};
use crate::render::search;
use crate::site::SectionId;
use crate::site::routes::OwnPage;
use crate::track::World;

/// A site that can be rendered.
type Site = (Arc<World>, Arc<Plan>);

/// One state of the files.
pub(super) struct Generation {
    /// A number that increases with each replacement.
    pub(super) number: u64,
    /// The site. If these files do not make one, the previous site, if there was one.
    pub(super) site: Option<Arc<Site>>,
    /// The diagnostics found without rendering.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The files.
    pub(super) inputs: Arc<Inputs>,
    /// The future instants at which the passing of time changes something.
    pub(super) due: Vec<Timestamp>,
    /// The site with its texts, needed to check where links lead.
    prepared: Prepared,
    /// Sources with errors.
    faulty: BTreeSet<SourcePath>,
    found: Mutex<Found>,
    /// The search index of each language, built at the first search.
    indexes: Vec<OnceLock<BTreeMap<OutPath, Bytes>>>,
    superseded: AtomicBool,
}

/// The results of rendering.
#[derive(Default)]
struct Found {
    /// Pages rendered on request; `None` if rendering failed.
    rendered: BTreeMap<OutPath, Option<Bytes>>,
    /// The recorded questions of targets, and their faults.
    memo: Memo,
    diagnostics: Vec<Diagnostic>,
    /// The number of diagnostics that have been reported.
    reported: usize,
}

impl Generation {
    /// Makes the generation that follows `before`.
    pub(super) fn new(prepared: Prepared, before: Option<&Self>) -> Self {
        let (diagnostics, inputs, due) =
            (prepared.diagnostics.clone(), Arc::clone(&prepared.inputs), prepared.due.clone());
        let mut number = before.map_or(0, |before| before.number);
        let site = match prepared.site.clone() {
            Some(site) => {
                number += 1;
                Some(Arc::new(site))
            }
            None => before.and_then(|before| before.site.clone()),
        };
        let errors = diagnostics.iter().filter(|fault| fault.severity == Severity::Error);
        let faulty = errors.filter_map(|fault| Some(fault.labels.first()?.path.clone())).collect();
        let languages = site.as_ref().map_or(0, |site| site.0.languages().ids().count());
        let indexes = (0..languages).map(|_| OnceLock::new()).collect();
        let (found, superseded) = (Mutex::default(), AtomicBool::new(false));
        Self { number, site, diagnostics, inputs, due, prepared, faulty, found, indexes, superseded }
    }

    /// Returns the path of the base URL: empty, or with a leading and without a trailing `/`.
    pub(super) fn prefix(&self) -> &str {
        self.site.as_ref().map_or("", |site| site.0.prefix())
    }

    /// Counts the HTML pages.
    pub(super) fn pages(&self) -> usize {
        self.targets().iter().filter(|target| is_page(target)).count()
    }

    /// Returns all targets.
    pub(super) fn targets(&self) -> &[Target] {
        self.site.as_ref().map_or(&[], |site| &site.1.targets)
    }

    /// Finds the target at an output path.
    pub(super) fn find(&self, path: &str) -> Option<&Target> {
        self.site.as_ref()?.1.find(path)
    }

    /// Returns whether these files make a site; if not, the previous one is served.
    pub(super) fn is_whole(&self) -> bool {
        self.prepared.site.is_some()
    }

    /// Returns whether an output path belongs to a text with errors.
    pub(super) fn is_fault_at(&self, path: &OutPath) -> bool {
        let address = path.as_str().strip_suffix("index.html");
        let site = self.site.as_ref().filter(|_| self.is_whole());
        address.zip(site).is_some_and(|(address, site)| site.0.is_fault_at(&format!("/{address}")))
    }

    /// Renders a target, or returns the stored result; `None` if rendering fails.
    pub(super) fn render(&self, target: &Target) -> Option<Bytes> {
        if let Some(rendered) = self.found().rendered.get(&target.path) {
            return rendered.clone();
        }
        let bytes = self.visit(target);
        if !is_copy(target) {
            self.found().rendered.insert(target.path.clone(), bytes.clone());
        }
        bytes
    }

    /// Renders a target only to find its faults.
    pub(super) fn visit(&self, target: &Target) -> Option<Bytes> {
        let site = self.site.as_ref()?;
        let rendered = engine::render_one(&site.0, target);
        let is_error = |fault: &Diagnostic| fault.severity == Severity::Error;
        let failed = rendered.diagnostics.iter().any(is_error);
        let mut found = self.found();
        if !found.memo.knows(target) {
            found.memo.learn(&site.0, target, &rendered);
            found.diagnostics.extend(rendered.diagnostics);
        }
        rendered.bytes.filter(|_| !failed).map(Bytes::from)
    }

    /// Returns a file of a search index. The first request builds the index; others wait for it.
    pub(super) fn search_file(&self, path: &OutPath) -> Option<Bytes> {
        let world = &self.site.as_ref()?.0;
        let mut languages = world.languages().ids().enumerate();
        let (place, lang) = languages.find(|(_, lang)| path.as_str().starts_with(&search::folder(world.tag(*lang))))?;
        if !world.has_own(OwnPage::Search) {
            return None;
        }
        let index = self.indexes.get(place)?.get_or_init(|| match engine::search_index(world, lang) {
            Ok(files) => files.into_iter().map(|(path, bytes)| (path, Bytes::from(bytes))).collect(),
            Err(fault) => {
                self.found().diagnostics.push(fault);
                BTreeMap::new()
            }
        });
        index.get(path).cloned()
    }

    /// Returns whether the faults of a target are known.
    pub(super) fn is_visited(&self, target: &Target) -> bool {
        self.found().memo.knows(target)
    }

    /// Checks where links lead, and keeps the previous generation's results for targets whose answers have not changed.
    pub(super) fn look_back(&self, mut memo: Memo) {
        let links = self.prepared.check();
        let rendering = match &self.site {
            Some(site) => memo.move_to(&site.0, &site.1),
            None => Vec::new(),
        };
        let mut found = self.found();
        // Pages opened in the meantime have newer results.
        let early = std::mem::replace(&mut found.memo, memo);
        found.memo.join(early);
        found.diagnostics.extend(links);
        found.diagnostics.extend(rendering);
    }

    /// Finds the errors that the passing of time will cause.
    pub(super) fn look_ahead(&self) {
        let known = self.all_diagnostics();
        let faults = self.prepared.foresee(&known);
        self.found().diagnostics.extend(faults);
    }

    /// Returns the results for the next generation.
    pub(super) fn copy_memo(&self) -> Memo {
        self.found().memo.clone()
    }

    /// Returns whether rendering has found faults that [`Self::take_news`] has not returned yet.
    pub(super) fn has_news(&self) -> bool {
        let found = self.found();
        found.reported < found.diagnostics.len()
    }

    /// Returns the faults that rendering has found since the last call.
    pub(super) fn take_news(&self) -> Vec<Diagnostic> {
        let mut found = self.found();
        let mut news = found.diagnostics[found.reported..].to_vec();
        // A template that fails on every page is reported once.
        news.retain(|fault| !found.diagnostics[..found.reported].contains(fault));
        found.reported = found.diagnostics.len();
        sort(&mut news);
        news
    }

    /// Returns all diagnostics found so far.
    pub(super) fn all_diagnostics(&self) -> Vec<Diagnostic> {
        let mut all = self.diagnostics.clone();
        all.extend_from_slice(&self.found().diagnostics);
        sort(&mut all);
        all
    }

    pub(super) fn has_errors(&self) -> bool {
        let is_error = |fault: &Diagnostic| fault.severity == Severity::Error && fault.from.is_none();
        self.diagnostics.iter().any(is_error) || self.found().diagnostics.iter().any(is_error)
    }

    /// Returns whether a target's own source has an error.
    pub(super) fn is_faulty(&self, target: &Target) -> bool {
        let Some(site) = &self.site else { return true };
        let world = &site.0;
        let words = |section, lang| world.section_words(section, lang).map(|words| &words.path);
        let source = match &target.what {
            What::Document(doc) => Some(&world.doc(*doc).document().path),
            What::Section(section, lang, _) | What::Filtered(section, _, lang, _) => words(*section, *lang),
            What::Home(lang) => words(SectionId::new(0), *lang),
            _ => None,
        };
        source.is_some_and(|source| self.faulty.contains(source))
    }

    /// Marks this generation as replaced by a newer one.
    pub(super) fn supersede(&self) {
        self.superseded.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_superseded(&self) -> bool {
        self.superseded.load(Ordering::Relaxed)
    }

    fn found(&self) -> MutexGuard<'_, Found> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns whether a target is a rendered page, not an HTML file that was copied.
pub(super) fn is_page(target: &Target) -> bool {
    !is_copy(target) && is_html(&target.path)
}

/// Returns whether a target is a copy of a file, whose bytes need not be kept in memory.
pub(super) fn is_copy(target: &Target) -> bool {
    matches!(target.what, What::File(_) | What::Static(_))
}
