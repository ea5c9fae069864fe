//! Faults that only time will bring: what a build at each later hour would find, found now.
//!
//! Hidden texts take no part in a site until their hour, so whatever depends on what else is public (ids, addresses,
//! relations, lists) is sound or not at an instant. For each instant ahead at which the public site changes, this links
//! and plans the site as it will be, looks where its links lead, and renders what is new then. A fault is reported once,
//! for the first instant at which it arises. Nothing that is made here is written or kept but faults, and pictures and
//! share cards on the private shelf of the cache.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use jiff::Timestamp;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Prepared, checked};
use crate::content::Document;
use crate::diag::{Diagnostic, Severity, SourcePath, Span, codes, sort};
use crate::fs::{Inputs, OutPath};
use crate::plan::{FeedScope, Plan, Target, What, plan};
use crate::render;
use crate::site::due::{Due, DueKind};
use crate::site::{Checks, SectionId, Set, Site, link};
use crate::spec::clock_time;
use crate::track::{Digest, Parts, World, fingerprint};

/// The faults that the hours ahead will bring.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    /// Each with the instant at which it arises.
    pub faults: Vec<(Timestamp, Diagnostic)>,
    /// Pictures and share cards that were made on the way: the builds at their hours will want them.
    pub made: Vec<OutPath>,
}

impl Ahead {
    /// Returns the faults as they are reported: each says when.
    ///
    /// With `by_the_clock`, none is an error: a build that an hour asks for is not stopped by what a later one will bring.
    pub(super) fn told(&self, prepared: &Prepared, by_the_clock: bool) -> Vec<Diagnostic> {
        let Some((settings, _)) = &prepared.linked else { return Vec::new() };
        let told = |(at, fault): &(Timestamp, Diagnostic)| {
            let severity = if by_the_clock { fault.severity.max(Severity::Warning) } else { fault.severity };
            let message = format!("{}, at {}", fault.message, clock_time(*at, &settings.timezone));
            Diagnostic { severity, message, from: Some(*at), ..fault.clone() }
        };
        self.faults.iter().map(told).collect()
    }

    fn add(&mut self, at: Timestamp, faults: Vec<Diagnostic>, seen: &mut HashSet<Key>) {
        let news = faults.into_iter().filter(|fault| is_told(fault) && seen.insert(key(fault)));
        self.faults.extend(news.map(|fault| (at, fault)));
    }

    /// Drops from what was told all that rendering has found to be wrong already.
    pub(super) fn drop_known(&self, prepared: &Prepared, diagnostics: &mut Vec<Diagnostic>) {
        if self.faults.is_empty() {
            return;
        }
        let now: HashSet<Key> = diagnostics.iter().filter(|fault| fault.from.is_none()).map(key).collect();
        let stale: Vec<Diagnostic> = [false, true]
            .into_iter()
            .flat_map(|by_the_clock| self.told(prepared, by_the_clock).into_iter().zip(&self.faults))
            .filter(|(_, (_, fault))| now.contains(&key(fault)))
            .map(|(told, _)| told)
            .collect();
        diagnostics.retain(|fault| fault.from.is_none() || !stale.contains(fault));
    }
}

/// The faults that the hours ahead will bring, as the cache holds them.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct AheadRecord {
    /// A digest of all that decides them.
    pub key: Digest,
    /// Instants in microseconds since 1970.
    faults: Vec<(i64, Diagnostic)>,
    made: Vec<OutPath>,
}

impl AheadRecord {
    pub(super) fn of(ahead: Ahead, key: Digest) -> Self {
        let faults = ahead.faults.into_iter().map(|(at, fault)| (at.as_microsecond(), fault)).collect();
        Self { key, faults, made: ahead.made }
    }

    pub(super) fn has_errors(&self) -> bool {
        self.faults.iter().any(|(_, fault)| fault.severity == Severity::Error)
    }

    pub(super) fn restored(&self) -> Ahead {
        let instant = |at: i64| Timestamp::from_microsecond(at).ok();
        let faults = self.faults.iter().filter_map(|(at, fault)| Some((instant(*at)?, fault.clone()))).collect();
        Ahead { faults, made: self.made.clone() }
    }
}

/// What tells a fault from others, whatever else the message may say by the way.
type Key = (&'static str, Severity, String, Option<(SourcePath, Option<Span>)>);

fn key(fault: &Diagnostic) -> Key {
    let place = fault.labels.first().map(|label| (label.path.clone(), label.span.clone()));
    (fault.code.name, fault.severity, fault.message.clone(), place)
}

/// The site at an instant.
struct State {
    site: Arc<Site>,
    plan: Arc<Plan>,
}

impl Prepared {
    /// Finds what the hours ahead will bring beyond what is wrong now, which is `known`.
    ///
    /// While texts are only added, what comes of too much (two texts at one address, one reference twice) stays once it
    /// is there; while answers only cease to hold, so does what comes of too little. So of instants in a row that do the
    /// same, the last is looked at, and each of them only where it has news or where new texts name one another.
    pub(super) fn ahead(&self, known: &[&[Diagnostic]]) -> Ahead {
        let mut ahead = Ahead::default();
        let Some((world, plan)) = &self.site else { return ahead };
        let parts = world.untracked();
        let mut seen: HashSet<Key> = known.iter().flat_map(|faults| faults.iter().map(key)).collect();
        let mut before = State { site: Arc::clone(&parts.site), plan: Arc::clone(plan) };
        for row in rows(&self.public_due) {
            let Some(Due { at, .. }) = row.last() else { continue };
            let (state, faults) = self.at(*at, row, &before, &parts, &mut ahead.made);
            let is_news = |fault: &Diagnostic| is_told(fault) && !seen.contains(&key(fault));
            let is_one = row.iter().all(|due| due.at == *at);
            if !is_one && (faults.iter().any(is_news) || name_one_another(&before.site, &state.site)) {
                for changes in row.chunk_by(|one, other| one.at == other.at) {
                    let Some(Due { at, .. }) = changes.first() else { continue };
                    let (state, faults) = self.at(*at, changes, &before, &parts, &mut ahead.made);
                    ahead.add(*at, faults, &mut seen);
                    before = state;
                }
            } else {
                ahead.add(*at, faults, &mut seen);
                before = state;
            }
        }
        ahead.made.sort_unstable();
        ahead.made.dedup();
        ahead
    }

    /// Digests all that decides what the hours ahead will bring: how the site hangs together, the instants, and the bodies
    /// of texts that are hidden now and of what they are translated from.
    pub(super) fn ahead_key(&self, structure: &Digest) -> Digest {
        let Some((_, site)) = &self.linked else { return Digest::default() };
        let documents = &self.parsed.documents;
        let hidden = documents.iter().filter(|document| site.doc_by_key(document.key).is_none());
        let hidden: HashSet<(&str, &str)> = hidden.map(|document| name(document)).collect();
        let hidden = documents.iter().filter(|document| hidden.contains(&name(document)));
        let hidden: Vec<_> = hidden.map(|document| document.text).collect();
        let due: Vec<_> = self.public_due.iter().map(|due| (due.at.as_microsecond(), &due.path)).collect();
        fingerprint(&(structure, due, hidden))
    }

    /// Makes the site at an instant, and finds what is wrong with it and with what is new in it.
    fn at(
        &self,
        at: Timestamp,
        changes: &[Due],
        before: &State,
        parts: &Parts,
        made: &mut Vec<OutPath>,
    ) -> (State, Vec<Diagnostic>) {
        let settings = &parts.settings;
        let (site, mut faults) = link(&self.parsed, settings, at, false);
        let statics: Vec<SourcePath> = self.inputs.files.under("static").map(|entry| entry.path.clone()).collect();
        let (plan, more) = plan(&site, settings, &parts.assets, &statics, parts.cards.as_deref());
        faults.extend(more);
        let state = State { site: Arc::new(site), plan: Arc::new(plan) };
        let names = changed_names(before, &state, changes);
        let checks = Checks::new(&state.site, &self.parsed, settings, at);
        faults.extend(checked(&checks, |document| match &names {
            Some(names) => names.iter().any(|name| document.facts.may_name(name) || document.name() == *name),
            None => true,
        }));
        let inputs = Inputs { now: at, ..Inputs::clone(&self.inputs) };
        let world = World::new(Parts { site: Arc::clone(&state.site), inputs: Arc::new(inputs), ..parts.clone() });
        let world = Arc::new(world);
        let targets = concerned(before, &state, changes);
        made.extend(targets.iter().filter(|target| target.is_costly()).map(|target| target.path.clone()));
        let rendered: Vec<Vec<Diagnostic>> =
            targets.into_par_iter().map(|target| render::render(target, &world).diagnostics).collect();
        faults.extend(rendered.into_iter().flatten());
        sort(&mut faults);
        (state, faults)
    }
}

fn name(document: &Document) -> (&str, &str) {
    (&document.folder, document.name())
}

/// Puts changes into rows of instants that do the same: only add texts, or only take answers out of lists.
fn rows(due: &[Due]) -> Vec<&[Due]> {
    #[derive(PartialEq)]
    enum Does {
        Adds,
        Removes,
        Other,
    }
    let does = |changes: &[Due]| {
        let all = |kinds: &[DueKind]| changes.iter().all(|due| kinds.contains(&due.what));
        if all(&[DueKind::EmbargoEnds, DueKind::DateReached, DueKind::ValidFrom]) {
            Does::Adds
        } else if all(&[DueKind::ValidUntil]) {
            Does::Removes
        } else {
            Does::Other
        }
    };
    let mut rows: Vec<(Does, std::ops::Range<usize>)> = Vec::new();
    for changes in due.chunk_by(|one, other| one.at == other.at) {
        let (does, end) = (does(changes), rows.last().map_or(0, |(_, row)| row.end) + changes.len());
        match rows.last_mut() {
            Some((row_does, row)) if *row_does == does && does != Does::Other => row.end = end,
            _ => rows.push((does, end - changes.len()..end)),
        }
    }
    rows.into_iter().map(|(_, row)| &due[row]).collect()
}

/// Tells whether a text that is new names another one that is, or an address: then it matters which comes first.
fn name_one_another(before: &Site, site: &Site) -> bool {
    let new: Vec<&Document> = site
        .docs
        .iter()
        .map(|doc| doc.document())
        .filter(|document| before.doc_by_key(document.key).is_none())
        .collect();
    let others = |document: &Document| {
        let own = name(document);
        new.iter().copied().filter(move |other| name(other) != own).collect::<Vec<_>>()
    };
    new.iter().any(|document| {
        let links = document.facts.unpack().links;
        let set = site.doc_by_key(document.key).map(|id| site.set_of(id));
        let near = set.into_iter().flat_map(|set| set.related.iter().chain(&set.corrects));
        let mut near = near.map(|other| site.doc(site.set(*other).source).document());
        links.iter().any(|link| link.dest.starts_with('/'))
            || near.any(|other| before.doc_by_key(other.key).is_none())
            || others(document).into_iter().any(|other| document.facts.may_name(&other.stem))
    })
}

/// Runs over the texts of a site that another lacks, each with all its versions: any of them may be named in its place.
fn missing<'a>(other: &'a Site, site: &'a Site) -> impl Iterator<Item = &'a Document> {
    let docs = site.docs.iter().filter(|doc| other.doc_by_key(doc.document().key).is_none());
    let versions = docs.flat_map(|doc| site.set(doc.set).docs.0.iter().flatten());
    versions.map(|version| site.doc(*version).document())
}

/// Names the texts that are new at an instant or no longer there; `None` where any text may lead to an address that is
/// there no more, or where they are too many to be looked for.
fn changed_names<'a>(before: &'a State, state: &'a State, changes: &[Due]) -> Option<BTreeSet<&'a str>> {
    /// About as many as can be looked for in the time that all checks take.
    const MOST: usize = 16;
    // The words of a section are named by its folder.
    let has_words = changes.iter().any(|change| change.path.file_name().starts_with("_section."));
    if has_words || !before.plan.targets.iter().all(|target| state.plan.find(target.path.as_str()).is_some()) {
        return None;
    }
    let (new, old) = (missing(&before.site, &state.site), missing(&state.site, &before.site));
    let names: BTreeSet<&str> = new.chain(old).flat_map(|document| [document.stem.as_str(), document.name()]).collect();
    (names.len() <= MOST).then_some(names)
}

/// Tells whether a fault is reported before its hour. What time alone brings, without anybody's mistake, is not.
fn is_told(fault: &Diagnostic) -> bool {
    let by_time = [&codes::EXPIRED_ANSWER, &codes::OVERDUE_REVIEW, &codes::EXPIRED_NOTICE, &codes::EXPIRED_SECURITY];
    fault.severity != Severity::Note && !by_time.contains(&fault.code)
}

/// Finds the targets that are new at an instant, and those that show what is new.
fn concerned<'a>(before: &State, state: &'a State, changes: &[Due]) -> Vec<&'a Target> {
    let (old, site) = (&before.site, &state.site);
    let is_new = |id| old.doc_by_key(site.doc(id).document().key).is_none();
    let changed: BTreeSet<&SourcePath> = changes.iter().map(|change| &change.path).collect();
    let is_changed = |id| is_new(id) || changed.contains(&site.doc(id).document().path);
    let concerns_set = |set: &Set| {
        let near = set.related.iter().chain(&set.corrections).chain(&set.corrects);
        let near = near.flat_map(|other| site.set(*other).docs.0.iter().flatten());
        set.docs.0.iter().flatten().chain(near).any(|id| is_changed(*id))
    };
    let sets: BTreeSet<usize> = (0..site.sets.len()).filter(|index| concerns_set(&site.sets[*index])).collect();
    let langs: BTreeSet<_> =
        site.docs.iter().filter(|doc| sets.contains(&doc.set.index())).map(|doc| doc.lang).collect();
    let is_notice = changes.iter().any(|change| change.path.as_str() == "site.toml");
    let words = |section, lang| site.section(section).words[lang].as_ref();
    let has_new_words = |section, lang| words(section, lang).is_some_and(|words| changed.contains(&words.path));
    let is_concerned = |target: &&Target| {
        let stood = before.plan.find(target.path.as_str());
        let same = |stood: &Target| std::mem::discriminant(&stood.what) == std::mem::discriminant(&target.what);
        if !stood.is_some_and(same) {
            return true;
        }
        match &target.what {
            What::Document(doc) => sets.contains(&site.doc(*doc).set.index()),
            What::Home(lang) => is_notice || langs.contains(lang) || has_new_words(SectionId::new(0), *lang),
            What::Own(_, lang) | What::Feed(FeedScope::All, lang, _) => langs.contains(lang),
            What::Section(section, lang, 1) => {
                has_new_words(*section, *lang) || site.section(*section).docs[*lang].iter().any(|doc| is_changed(*doc))
            }
            What::Feed(FeedScope::Section(section), lang, _) => {
                site.section(*section).docs[*lang].iter().any(|doc| is_changed(*doc))
            }
            What::Topic(topic, lang, 1) | What::Feed(FeedScope::Topic(topic), lang, _) => {
                site.topics[topic.index()].docs[*lang].iter().any(|doc| is_changed(*doc))
            }
            _ => false,
        }
    };
    state.plan.targets.iter().filter(is_concerned).collect()
}
