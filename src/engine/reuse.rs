//! What of the last build can be used again.
//!
//! Three things are decided here, each from what was remembered: whether anything changed at all ([`Memory::unchanged`]),
//! which texts need not be parsed ([`Memory::restore`]), and which targets need not be rendered ([`Memory::reusable`]).
//! A target is kept where its file in the output is the one that was put there, its precompressed copies are those that
//! it is to have, and every question that it asked has the answer that it had.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use rayon::prelude::*;

use super::ahead::{Ahead, AheadRecord};
use super::cache::{Cache, Index, OutputRecord, Role, TargetRecord, Traces};
use super::kept::{Joined, Kept, KeptIndex, Verdict};
use super::outputs::{CopyRule, Paired, Sorted, folders, is_intact, stands};
use super::session::{Encoded, FileRecord, Session, Slot, digest_of};
use super::work::Made;
use super::{Options, Prepared, Report, SearchTime};
use crate::config::LanguageTag;
use crate::diag::Diagnostic;
use crate::fs::disk::{self, Kind, Standing, standing};
use crate::fs::{CachedHistory, HistoryState, Inputs, OutPath};
use crate::output::compress::Level;
use crate::output::{MANIFEST_PATH, sha256};
use crate::plan::Plan;
use crate::site;
use crate::track::{Digest, Key, Question, World, digest_of as answer, fingerprint, identity};

/// What the last build left.
#[derive(Default)]
pub(super) struct Memory {
    cache: Option<Cache>,
    index: Option<Index>,
    traces: Option<Traces>,
    history: Option<CachedHistory>,
    /// How the folders of the output stand, where all of them stand as the last build left them.
    folders: HashMap<PathBuf, Standing>,
}

impl Memory {
    /// Opens what the last build left; says what of it can't be used.
    pub(super) fn open(options: &Options, out: &Path) -> (Self, Option<Diagnostic>) {
        let mut memory = Self::default();
        let Some(folder) = options.cache_folder() else { return (memory, None) };
        // Without site.toml there is no site here, and nothing to be remembered of it.
        if options.at.is_none() && !matches!(disk::kind(&options.root.join("site.toml")), Ok(Some(_))) {
            return (memory, None);
        }
        let (mut cache, mut note) = Cache::open(&folder);
        match cache.index() {
            Ok(index) => memory.index = index.filter(|index| index.asked == asked(options)),
            Err(fault) => note = note.or(Some(fault)),
        }
        match cache.history() {
            Ok(history) => memory.history = history,
            Err(fault) => {
                memory.index = None;
                note = note.or(Some(fault));
            }
        }
        if let Some(index) = &mut memory.index
            && resolved(out) != index.out
        {
            // Another output: its files are not those that were remembered.
            index.outputs.clear();
            index.folders.clear();
        }
        memory.cache = Some(cache);
        (memory, note)
    }

    /// Returns the folder of the cache.
    pub(super) fn folder(&self) -> Option<&Path> {
        self.cache.as_ref().map(Cache::folder)
    }

    /// Returns what git told.
    pub(super) fn history(&self) -> Option<&CachedHistory> {
        self.history.as_ref()
    }

    /// Learns what git tells now, where that is new.
    pub(super) fn learn(&mut self, history: Option<CachedHistory>) {
        self.history = history.or(self.history.take());
    }

    /// Opens what the last build left, for whoever wants its parsed texts alone: whatever it was asked for beside the
    /// files, and wherever it built to.
    fn texts(options: &Options) -> Option<Self> {
        let (mut cache, _) = Cache::open(&options.cache_folder()?);
        let index = cache.index().ok()??;
        Some(Self { cache: Some(cache), index: Some(index), ..Self::default() })
    }

    /// Reports what the last build did where nothing has changed since: no input, no hour, no file of the output.
    ///
    /// `is_history_known` says that git has nothing new to tell.
    pub(super) fn unchanged(
        &mut self,
        options: &Options,
        inputs: &Arc<Inputs>,
        is_history_known: bool,
        out: &Path,
    ) -> Option<Report> {
        let index = self.index.as_ref()?;
        let is_due = |at: &i64| Timestamp::from_microsecond(*at).is_ok_and(|at| at <= inputs.now);
        let same = options.explain.is_none()
            && (!index.search_lags || options.search == SearchTime::Later)
            && !index.outputs.is_empty()
            // What stopped nothing by the clock stops an editor.
            && (options.by_the_clock.is_some() || !index.ahead.has_errors())
            && index.now <= inputs.now.as_microsecond()
            && !index.due.iter().any(is_due)
            && options.compress.map_or(!index.is_level_asked, |level| level == index.level)
            && (is_history_known || index.history == inputs.history.digest())
            && same_files(index, inputs, options.verify);
        if !same || !is_intact(index, out, options.verify) {
            return None;
        }
        let mut report = Report::new(Arc::clone(inputs), index.diagnostics.clone());
        report.pages = index.pages;
        report.languages = index.languages;
        report.search_lags = index.search_lags;
        report.due = index.due.iter().filter_map(|at| Timestamp::from_microsecond(*at).ok()).min();
        report.targets = index.outputs.iter().filter(|record| record.role == Role::Target).count();
        report.changes = Some(crate::output::Changes { unchanged: index.outputs.len(), ..Default::default() });
        Some(report)
    }

    /// Gives a session what the last build parsed, and reads what its targets asked.
    pub(super) fn restore(&mut self, session: &mut Session) -> Option<Diagnostic> {
        let fault = self.restore_texts(session);
        if fault.is_some() || self.index.is_none() {
            return fault;
        }
        match self.cache.as_mut()?.traces() {
            Ok(traces) => {
                self.traces = traces;
                None
            }
            Err(fault) => Some(fault),
        }
    }

    fn restore_texts(&mut self, session: &mut Session) -> Option<Diagnostic> {
        let (Some(cache), Some(index)) = (&mut self.cache, &self.index) else { return None };
        let (documents, bytes) = match cache.documents() {
            Ok(documents) => documents?,
            Err(fault) => {
                self.index = None;
                return Some(fault);
            }
        };
        let in_content = |record: &&FileRecord| record.path.as_str().starts_with("content/");
        let records: Vec<&FileRecord> = index.files.iter().filter(in_content).collect();
        if records.len() != documents.lengths.len() {
            return None;
        }
        let bytes = Arc::new(bytes);
        let mut start = 0;
        let ranges: Vec<Encoded> = documents
            .lengths
            .iter()
            .map(|length| {
                let range = start..start + *length as usize;
                start = range.end;
                Encoded { cache: Arc::clone(&bytes), range }
            })
            .collect();
        let slots: Option<Vec<Slot>> = records
            .into_par_iter()
            .zip(ranges)
            .with_min_len(64)
            .map(|(record, encoded)| {
                let parsed = Arc::new(postcard::from_bytes(encoded.bytes()).ok()?);
                Some(Slot { record: record.clone(), parsed, encoded: Some(encoded) })
            })
            .collect();
        let Some(slots) = slots else {
            self.index = None;
            return Some(cache.damaged("it can't be understood"));
        };
        session.slots = slots;
        session.parse_key = documents.parse_key;
        session.taken = index.taken;
        let statics = index.files.iter().filter(|record| record.path.as_str().starts_with("static/"));
        session.statics = statics.map(|record| (record.path.clone(), record.clone())).collect();
        None
    }

    /// Finds what the hours ahead will bring: as the last build found it, where nothing that decides it has changed since.
    pub(super) fn ahead(&self, session: &Session, prepared: &Prepared, known: &[Diagnostic]) -> (Ahead, Digest) {
        if prepared.public_due.is_empty() {
            return (Ahead::default(), Digest::default());
        }
        let key = prepared.ahead_key(&session.structure(&session.records(&prepared.inputs.files)));
        match self.index.as_ref().filter(|index| index.ahead.key == key) {
            Some(index) => (index.ahead.restored(), key),
            None => (prepared.ahead(&[known]), key),
        }
    }

    /// Lists what the output holds, without looking at its files, where no folder of it has changed.
    pub(super) fn listing(&mut self, out: &Path) -> Option<BTreeMap<String, Kind>> {
        let index = self.index.as_ref().filter(|index| !index.folders.is_empty())?;
        if !index.folders.iter().all(|(folder, stood)| standing(&out.join(folder)) == Some(*stood)) {
            return None;
        }
        self.folders = index.folders.iter().cloned().collect();
        let files = index.outputs.iter();
        let files = files.map(|record| (record.path.as_str().to_owned(), Kind::File(record.standing.len)));
        let folders =
            index.folders.iter().filter_map(|(folder, _)| folder.to_str().filter(|folder| !folder.is_empty()));
        Some(files.chain(folders.map(|folder| (folder.to_owned(), Kind::Folder))).collect())
    }

    /// Finds the targets that need not be rendered, and the search indexes that stand.
    #[expect(clippy::too_many_arguments, reason = "this is all that an output depends on")]
    pub(super) fn reusable(
        &mut self,
        options: &Options,
        level: Level,
        is_searched: bool,
        session: &Session,
        prepared: &Prepared,
        world: &World,
        plan: &Plan,
        out: &Path,
    ) -> Kept {
        let (Some(index), Some(traces)) = (self.index.take(), self.traces.take()) else { return Kept::nothing() };
        let bodies = same_structure(&index, session, prepared).then(|| changed_bodies(&index, session, world));
        // Questions name languages by their place among those of the site, and what a language knows is no question.
        if index.outputs.len() != traces.targets.len() || traces.languages != languages(world) {
            return Kept::nothing();
        }
        let Traces { questions, targets, indexes, languages: _ } = traces;
        let ignored = |question: &Question| options.ignored == Some(std::mem::discriminant(question));
        let answers: Vec<(Question, Digest, bool)> = questions
            .into_par_iter()
            .with_min_len(64)
            .map(|(question, before)| {
                // Where the site hangs together as before, only bodies can have other answers.
                let concerned = bodies.as_ref().is_none_or(|bodies| concerns(question, bodies));
                if ignored(&question) || !concerned {
                    return (question, before, false);
                }
                let now = answer(world, question);
                (question, now, now != before)
            })
            .collect();
        let changed =
            |asked: &[u32]| -> Vec<u32> { asked.iter().copied().filter(|place| answers[*place as usize].2).collect() };
        let copies = CopyRule { verify: options.verify, before: index.level, now: level, out };
        let mut sorted = Sorted::new(index.outputs, targets, &indexes, plan);
        let targets = sorted
            .paired(plan)
            .into_par_iter()
            .with_min_len(64)
            .map(|Paired { target, record, copies: beside, is_freed }| {
                let Some((output, record)) = record else { return Verdict::New };
                if record.identity != Some(identity(world, &target.what)) {
                    return Verdict::New;
                }
                let changed = changed(&record.asked);
                if !changed.is_empty() {
                    return Verdict::Changed(changed);
                }
                let Some(standing) = stands(&out.join(output.path.as_str()), &output, options.verify) else {
                    return Verdict::Touched;
                };
                match copies.kept(&output, beside, is_freed) {
                    Some(beside) => Verdict::Kept(OutputRecord { standing, ..output }, record, beside),
                    None => Verdict::Copies,
                }
            })
            .collect();
        let indexes = indexes.into_iter().zip(sorted.indexes).filter(|_| is_searched);
        let indexes = indexes.filter_map(|(record, files)| {
            let has_changed = |asked: &[u32]| asked.iter().any(|place| answers[*place as usize].2);
            let changed: Vec<bool> = record.pages.iter().map(|page| page.lags || has_changed(&page.asked)).collect();
            let is_current = !record.lags && !has_changed(&record.asked) && !changed.contains(&true);
            Some(KeptIndex { is_current, changed, files: copies.kept_index(files)?, record })
        });
        let indexes = indexes.collect();
        Kept {
            questions: answers.into_iter().map(|(question, digest, _)| (question, digest)).collect(),
            targets,
            indexes,
        }
    }

    /// Writes what this build knows.
    #[expect(clippy::too_many_arguments, reason = "this is all that a build knows")]
    pub(super) fn remember(
        self,
        options: &Options,
        level: Level,
        session: &Session,
        prepared: &Prepared,
        kept: Kept,
        made: Made,
        (ahead, ahead_key): (Ahead, Digest),
        report: &Report,
        out: &Path,
    ) -> Option<Diagnostic> {
        let cache = self.cache?;
        let (world, plan) = prepared.site.as_ref()?;
        let out = resolved(out);
        let mut stood = self.folders;
        if report.changes.is_none_or(|changes| changes.removed > 0) {
            stood.clear();
        }
        for folder in made.written(plan).flat_map(OutPath::folders).chain([""]) {
            stood.remove(Path::new(folder));
        }
        let Joined { questions, records, indexes } = kept.joined(world, plan, made, &out);
        let inputs = &prepared.inputs;
        let (mut outputs, mut targets): (Vec<OutputRecord>, Vec<TargetRecord>) = records.into_iter().unzip();
        let place = outputs.partition_point(|record| record.path.as_str() < MANIFEST_PATH);
        let manifest = out.join(MANIFEST_PATH);
        outputs.insert(
            place,
            OutputRecord {
                path: OutPath::new(MANIFEST_PATH)?,
                role: Role::Manifest,
                standing: standing(&manifest).unwrap_or_default(),
                sha256: disk::read(&manifest).map(|bytes| sha256(&bytes)).unwrap_or_default(),
            },
        );
        targets.insert(place, TargetRecord::default());
        let files = session.records(&inputs.files);
        let index = Index {
            asked: asked(options),
            structure: session.structure(&files),
            now: inputs.now.as_microsecond(),
            due: instants(prepared).map(Timestamp::as_microsecond).collect(),
            taken: inputs.files.taken(),
            files,
            history: inputs.history.digest(),
            level,
            is_level_asked: options.compress.is_some(),
            folders: folders(&outputs, &out, &stood),
            out,
            outputs,
            // The note about the last cache is not about the next one.
            diagnostics: report.diagnostics.iter().filter(|fault| !is_passing(fault)).cloned().collect(),
            pages: report.pages,
            languages: report.languages,
            ahead: AheadRecord::of(ahead, ahead_key),
            search_lags: indexes.iter().any(|index| index.lags),
        };
        // What git did not tell must not be taken for known.
        let history = self.history.as_ref().filter(|_| inputs.history.state() != HistoryState::Absent);
        let traces = Traces { languages: languages(world), questions, targets, indexes };
        cache.write(&index, session.parse_key, &session.slots, &traces, history).err()
    }
}

/// Begins a session with the texts that the last build parsed, if it left any. Nothing is written but pictures and share
/// cards, when they are asked for.
#[must_use]
pub fn restored(options: &Options) -> Session {
    let mut session = Session::new(options.clone()).with_shelf(true);
    // What can't be used is said by the next build.
    let _ = Memory::texts(options).map(|mut memory| memory.restore_texts(&mut session));
    session
}

/// Notes about this very run: about the cache and the history, which are looked at anew each time.
fn is_passing(fault: &Diagnostic) -> bool {
    use crate::diag::codes::{CACHE_DISCARDED, CACHE_UNWRITABLE, HISTORY_ABSENT};
    [CACHE_DISCARDED.name, CACHE_UNWRITABLE.name, HISTORY_ABSENT.name].contains(&fault.code.name)
}

/// Tells whether the site hangs together as in the last build.
fn same_structure(index: &Index, session: &Session, prepared: &Prepared) -> bool {
    let inputs = &prepared.inputs;
    let is_due = |at: &i64| Timestamp::from_microsecond(*at).is_ok_and(|at| at <= inputs.now);
    index.now <= inputs.now.as_microsecond()
        && !index.due.iter().any(is_due)
        && index.history == inputs.history.digest()
        && index.structure == session.structure(&session.records(&inputs.files))
}

/// The texts whose bodies are others than in the last build, and those that are translated from them.
fn changed_bodies(index: &Index, session: &Session, world: &World) -> HashSet<Key> {
    let records = index.files.iter().filter(|record| record.path.as_str().starts_with("content/"));
    let pairs = records.zip(&session.slots);
    let changed = pairs.filter(|(record, slot)| record.digest != slot.record.digest);
    let site = &world.untracked().site;
    let mut keys = HashSet::new();
    for document in changed.filter_map(|(_, slot)| slot.parsed.document.as_ref()) {
        keys.insert(Key(document.key));
        if let Some(doc) = site.doc_by_key(document.key) {
            let versions = site.set_of(doc).docs.0.iter().flatten();
            keys.extend(versions.map(|version| Key(site.doc(*version).document().key)));
        }
    }
    keys
}

/// Tells whether the answer to a question can change with the bodies of some texts.
fn concerns(question: Question, bodies: &HashSet<Key>) -> bool {
    match question {
        Question::Body(key) | Question::Freshness(key) => bodies.contains(&key),
        Question::Coverage(_) => !bodies.is_empty(),
        _ => false,
    }
}

/// Says what beside the files makes a build another one.
fn asked(options: &Options) -> String {
    format!("{:?} {} {}", options.base_url, options.drafts, options.preview)
}

/// An output folder without any link in its path.
fn resolved(out: &Path) -> PathBuf {
    disk::resolve(out).unwrap_or_else(|_| out.to_owned())
}

/// Tells whether every file of the site is as it was, and no other has come.
fn same_files(index: &Index, inputs: &Inputs, verify: bool) -> bool {
    let entries = inputs.files.entries();
    index.files.len() == entries.len()
        && index.files.iter().zip(entries).all(|(record, entry)| {
            record.path == entry.path
                && (!verify && record.describes(entry, index.taken)
                    || record.len == entry.len && digest_of(&entry.path, &inputs.files) == record.digest)
        })
}

/// The instants ahead at which time alone changes the site or what is said of it.
pub(super) fn instants(prepared: &Prepared) -> impl Iterator<Item = Timestamp> {
    let Inputs { now, history, .. } = &*prepared.inputs;
    // A commit may be dated ahead of the build time; until then no page tells of it.
    let commit = history.next_change(*now);
    let security = prepared.site.as_ref().and_then(|(world, _)| site::security_due(&world.untracked().settings, *now));
    prepared.due.iter().copied().chain(commit).chain(security)
}

/// Digests what never changes while traces live.
pub(super) fn languages(world: &World) -> Digest {
    let languages = world.languages();
    let tags: Vec<&str> = languages.order.iter().map(LanguageTag::as_str).collect();
    fingerprint(&(tags, languages.source, &languages.numbering))
}
