//! What of the last build can be used again.
//!
//! Three things are decided here, each from what was remembered: whether anything changed at all ([`Memory::unchanged`]),
//! which texts need not be parsed ([`Memory::restore`]), and which targets need not be rendered ([`Memory::reusable`]).
//! A target is kept where its file in the output is the one that was put there and every question that it asked has
//! the answer that it had.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use rayon::prelude::*;

use super::cache::{Cache, Documents, Index, OutputRecord, TargetRecord, Traces};
use super::session::{FileRecord, Session, Slot, digest_of};
use super::{CacheChoice, Done, Options, Prepared, Report};
use crate::config::LanguageTag;
use crate::diag::Diagnostic;
use crate::fs::disk::{self, standing};
use crate::fs::{Inputs, OutPath};
use crate::output::{MANIFEST_PATH, sha256};
use crate::plan::{Plan, Target};
use crate::site;
use crate::track::{Digest, Question, World, describe, digest_of as answer, fingerprint, identity};

/// What the last build left.
pub(super) struct Memory {
    cache: Option<Cache>,
    index: Option<Index>,
    traces: Option<Traces>,
}

impl Memory {
    /// Opens what the last build left; says what of it can't be used.
    pub(super) fn open(options: &Options, out: &Path) -> (Self, Option<Diagnostic>) {
        let mut memory = Self { cache: None, index: None, traces: None };
        let folder = match &options.cache {
            CacheChoice::Usual => options.root.join(".chancery"),
            CacheChoice::Folder(folder) => folder.clone(),
            CacheChoice::Off => return (memory, None),
        };
        // Without site.toml there is no site here, and nothing to be remembered of it.
        if !matches!(disk::kind(&options.root.join("site.toml")), Ok(Some(_))) {
            return (memory, None);
        }
        let (mut cache, mut note) = Cache::open(&folder);
        match cache.index() {
            Ok(index) => memory.index = index.filter(|index| index.asked == asked(options)),
            Err(fault) => note = note.or(Some(fault)),
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

    /// Reports what the last build did where nothing has changed since: no input, no hour, no file of the output.
    pub(super) fn unchanged(&mut self, options: &Options, inputs: &Arc<Inputs>, out: &Path) -> Option<Report> {
        let index = self.index.as_ref()?;
        let is_due = |at: &i64| Timestamp::from_microsecond(*at).is_ok_and(|at| at <= inputs.now);
        let same = options.explain.is_none()
            && !index.outputs.is_empty()
            && index.now <= inputs.now.as_microsecond()
            && !index.due.iter().any(is_due)
            && index.history == inputs.history.digest()
            && same_files(index, inputs, options.verify);
        if !same || !is_intact(index, out, options.verify) {
            return None;
        }
        let mut report = Report::new(Arc::clone(inputs), index.diagnostics.clone());
        report.pages = index.pages;
        report.languages = index.languages;
        report.targets = index.outputs.len().saturating_sub(1);
        report.changes = Some(crate::output::Changes { unchanged: index.outputs.len(), ..Default::default() });
        Some(report)
    }

    /// Gives a session what the last build parsed.
    pub(super) fn restore(&mut self, session: &mut Session) -> Option<Diagnostic> {
        let (Some(cache), Some(index)) = (&mut self.cache, &self.index) else { return None };
        let documents = match cache.documents() {
            Ok(documents) => documents?,
            Err(fault) => {
                self.index = None;
                return Some(fault);
            }
        };
        let in_content = |record: &&FileRecord| record.path.as_str().starts_with("content/");
        let records: Vec<&FileRecord> = index.files.iter().filter(in_content).collect();
        if records.len() != documents.parsed.len() {
            return None;
        }
        let slots = records.into_iter().zip(documents.parsed);
        session.slots =
            slots.map(|(record, parsed)| Slot { record: record.clone(), parsed: Arc::new(parsed) }).collect();
        session.parse_key = documents.parse_key;
        session.taken = index.taken;
        let statics = index.files.iter().filter(|record| record.path.as_str().starts_with("static/"));
        session.statics = statics.map(|record| (record.path.clone(), record.clone())).collect();
        match cache.traces() {
            Ok(traces) => self.traces = traces,
            Err(fault) => return Some(fault),
        }
        None
    }

    /// Finds the targets that need not be rendered.
    pub(super) fn reusable(&mut self, options: &Options, world: &World, plan: &Plan, out: &Path) -> Kept {
        let (Some(index), Some(traces)) = (self.index.take(), self.traces.take()) else { return Kept::nothing() };
        // Questions name languages by their place among those of the site, and what a language knows is no question.
        if index.outputs.len() != traces.targets.len() || traces.languages != languages(world) {
            return Kept::nothing();
        }
        let Traces { questions, targets, languages: _ } = traces;
        let ignored = |question: &Question| options.ignored == Some(std::mem::discriminant(question));
        let answers: Vec<(Question, Digest, bool)> = questions
            .into_par_iter()
            .with_min_len(64)
            .map(|(question, before)| {
                if ignored(&question) {
                    return (question, before, false);
                }
                let now = answer(world, question);
                (question, now, now != before)
            })
            .collect();
        let records: Vec<(OutputRecord, TargetRecord)> = index.outputs.into_iter().zip(targets).collect();
        // Both are sorted by path.
        let mut old = records.into_iter().peekable();
        let mut paired: Vec<(&Target, Option<(OutputRecord, TargetRecord)>)> = Vec::with_capacity(plan.targets.len());
        for target in &plan.targets {
            while old.next_if(|(record, _)| record.path < target.path).is_some() {}
            paired.push((target, old.next_if(|(record, _)| record.path == target.path)));
        }
        let targets = paired
            .into_par_iter()
            .with_min_len(64)
            .map(|(target, record)| {
                let Some((output, record)) = record else { return Verdict::New };
                if record.identity != Some(identity(world, &target.what)) {
                    return Verdict::New;
                }
                let changed = record.asked.iter().filter(|place| answers[**place as usize].2);
                let changed: Vec<u32> = changed.copied().collect();
                if !changed.is_empty() {
                    return Verdict::Changed(changed);
                }
                match stands(&out.join(output.path.as_str()), &output, options.verify) {
                    Some(standing) => Verdict::Kept(OutputRecord { standing, ..output }, record),
                    None => Verdict::Touched,
                }
            })
            .collect();
        Kept { questions: answers.into_iter().map(|(question, digest, _)| (question, digest)).collect(), targets }
    }

    /// Writes what this build knows.
    #[expect(clippy::too_many_arguments, reason = "this is all that a build knows")]
    pub(super) fn remember(
        self,
        options: &Options,
        session: &Session,
        prepared: &Prepared,
        kept: Kept,
        done: Vec<Done>,
        report: &Report,
        out: &Path,
    ) -> Option<Diagnostic> {
        let cache = self.cache?;
        let (world, plan) = prepared.site.as_ref()?;
        let out = resolved(out);
        let (questions, records) = kept.joined(world, plan, done, &out);
        let inputs = &prepared.inputs;
        let (mut outputs, mut targets): (Vec<OutputRecord>, Vec<TargetRecord>) = records.into_iter().unzip();
        let place = outputs.partition_point(|record| record.path.as_str() < MANIFEST_PATH);
        let manifest = out.join(MANIFEST_PATH);
        outputs.insert(
            place,
            OutputRecord {
                path: OutPath::new(MANIFEST_PATH)?,
                standing: standing(&manifest).unwrap_or_default(),
                sha256: disk::read(&manifest).map(|bytes| sha256(&bytes)).unwrap_or_default(),
            },
        );
        targets.insert(place, TargetRecord::default());
        let index = Index {
            asked: asked(options),
            now: inputs.now.as_microsecond(),
            due: instants(prepared).map(Timestamp::as_microsecond).collect(),
            taken: inputs.files.taken(),
            files: session.records(&inputs.files),
            history: inputs.history.digest(),
            folders: folders(&outputs, &out),
            out,
            outputs,
            // The note about the last cache is not about the next one.
            diagnostics: report.diagnostics.iter().filter(|fault| !is_passing(fault)).cloned().collect(),
            pages: report.pages,
            languages: report.languages,
        };
        let parsed = session.slots.iter().map(|slot| slot.parsed.as_ref().clone()).collect();
        let documents = Documents { parse_key: session.parse_key, parsed };
        cache.write(&index, &documents, &Traces { languages: languages(world), questions, targets }).err()
    }
}

/// Notes about this very run: about the cache and the history, which are looked at anew each time.
fn is_passing(fault: &Diagnostic) -> bool {
    use crate::diag::codes::{CACHE_DISCARDED, CACHE_UNWRITABLE, HISTORY_ABSENT};
    [CACHE_DISCARDED.name, CACHE_UNWRITABLE.name, HISTORY_ABSENT.name].contains(&fault.code.name)
}

/// Says what beside the files makes a build another one.
fn asked(options: &Options) -> String {
    format!("{:?} {}", options.base_url, options.drafts)
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

/// Tells whether the output is just what was put there.
fn is_intact(index: &Index, out: &Path, verify: bool) -> bool {
    let files = index.outputs.iter().all(|record| {
        let path = out.join(record.path.as_str());
        standing(&path) == Some(record.standing) && (!verify || has_bytes(&path, record))
    });
    files && index.folders.iter().all(|(folder, stood)| standing(&out.join(folder)) == Some(*stood))
}

/// Says how a file of the output stands, if it has the bytes that were put there.
fn stands(path: &Path, record: &OutputRecord, verify: bool) -> Option<disk::Standing> {
    let now = standing(path)?;
    if now == record.standing && !verify {
        return Some(now);
    }
    (now.len == record.standing.len && has_bytes(path, record)).then_some(now)
}

fn has_bytes(path: &Path, record: &OutputRecord) -> bool {
    disk::read(path).is_ok_and(|bytes| sha256(&bytes) == record.sha256)
}

/// The instants ahead at which time alone changes the site or what is said of it.
fn instants(prepared: &Prepared) -> impl Iterator<Item = Timestamp> {
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

/// The folders of an output, and the output itself.
fn folders(outputs: &[OutputRecord], out: &Path) -> Vec<(PathBuf, disk::Standing)> {
    let mut names: Vec<&str> = outputs.iter().flat_map(|record| record.path.folders()).chain([""]).collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().filter_map(|name| Some((PathBuf::from(name), standing(&out.join(name))?))).collect()
}

/// What is to be done about a target.
enum Verdict {
    /// It was not there, or was something else.
    New,
    /// Its file in the output is not the one that was put there.
    Touched,
    /// Answers to these of its questions have changed.
    Changed(Vec<u32>),
    /// Nothing.
    Kept(OutputRecord, TargetRecord),
}

/// What of the last build is kept.
pub(super) struct Kept {
    /// Every question of the last build with its answer now.
    questions: Vec<(Question, Digest)>,
    /// By target of the plan; empty where nothing is known.
    targets: Vec<Verdict>,
}

/// Why a target was rendered, or not, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// There is no such file in the output.
    Unknown,
    /// Nothing is known of it from a last build.
    New,
    /// Its file in the output was not the one that the last build put there.
    Touched,
    /// What it shows has changed.
    Changed(Vec<String>),
    /// Nothing that it shows has changed, so it was not rendered: how many questions say so.
    Kept(usize),
}

impl Kept {
    /// Nothing is kept.
    pub(super) fn nothing() -> Self {
        Self { questions: Vec::new(), targets: Vec::new() }
    }

    /// How many questions were asked again.
    pub(super) fn questions(&self) -> usize {
        self.questions.len()
    }

    fn record(&self, target: usize) -> Option<(&OutputRecord, &TargetRecord)> {
        match self.targets.get(target) {
            Some(Verdict::Kept(output, record)) => Some((output, record)),
            _ => None,
        }
    }

    /// Tells whether a target need not be rendered.
    pub(super) fn is_kept(&self, target: usize) -> bool {
        self.record(target).is_some()
    }

    /// Returns the digest of a kept target's bytes.
    pub(super) fn sha256(&self, target: usize) -> Option<[u8; 32]> {
        self.record(target).map(|(output, _)| output.sha256)
    }

    /// Returns the faults of a kept target.
    pub(super) fn diagnostics(&self, target: usize) -> &[Diagnostic] {
        self.record(target).map_or(&[], |(_, record)| &record.diagnostics)
    }

    /// Says why a target was rendered, or not.
    pub(super) fn why(&self, world: &World, plan: &Plan, path: &str) -> Why {
        let path = path.trim_start_matches('/');
        let named = |target: &Target| {
            target.path.as_str() == path || target.path.as_str().strip_suffix("index.html") == Some(path)
        };
        let Some(place) = plan.targets.iter().position(named) else { return Why::Unknown };
        match self.targets.get(place) {
            None | Some(Verdict::New) => Why::New,
            Some(Verdict::Touched) => Why::Touched,
            Some(Verdict::Changed(places)) => {
                Why::Changed(places.iter().map(|place| describe(world, self.questions[*place as usize].0)).collect())
            }
            Some(Verdict::Kept(_, record)) => Why::Kept(record.asked.len()),
        }
    }

    /// Joins what is kept with what was rendered: all questions with their answers, and the records of the plan's
    /// targets.
    fn joined(
        self,
        world: &World,
        plan: &Plan,
        done: Vec<Done>,
        out: &Path,
    ) -> (Vec<(Question, Digest)>, Vec<(OutputRecord, TargetRecord)>) {
        let Self { mut questions, targets } = self;
        let known = questions.len();
        let mut places: HashMap<Question, u32> =
            questions.iter().enumerate().map(|(place, (question, _))| (*question, place as u32)).collect();
        let mut records: Vec<Option<(OutputRecord, TargetRecord)>> = targets
            .into_iter()
            .map(|verdict| match verdict {
                Verdict::Kept(output, record) => Some((output, record)),
                _ => None,
            })
            .collect();
        records.resize_with(plan.targets.len(), || None);
        for Done { index, trace, sha256, diagnostics } in done {
            let target = &plan.targets[index];
            let mut place = |question: &Question| {
                *places.entry(*question).or_insert_with(|| {
                    questions.push((*question, Digest::default()));
                    (questions.len() - 1) as u32
                })
            };
            let asked = trace.questions().iter().map(&mut place).collect();
            let standing = standing(&out.join(target.path.as_str())).unwrap_or_default();
            let output = OutputRecord { path: target.path.clone(), standing, sha256 };
            let record = TargetRecord { identity: Some(identity(world, &target.what)), asked, diagnostics };
            records[index] = Some((output, record));
        }
        questions[known..]
            .par_iter_mut()
            .with_min_len(64)
            .for_each(|(question, digest)| *digest = answer(world, *question));
        let mut records: Vec<_> = records.into_iter().flatten().collect();
        if questions.len() > 2 * known.max(1) || known == 0 {
            return (questions, records);
        }
        compact(&mut questions, &mut records);
        (questions, records)
    }
}

/// Drops questions that nobody asks any more, once they are many.
fn compact(questions: &mut Vec<(Question, Digest)>, records: &mut [(OutputRecord, TargetRecord)]) {
    let mut used = vec![false; questions.len()];
    for place in records.iter().flat_map(|(_, record)| &record.asked) {
        used[*place as usize] = true;
    }
    let count = used.iter().filter(|used| **used).count();
    if count * 4 > questions.len() * 3 {
        return;
    }
    let mut next = 0;
    let moved: Vec<u32> = used
        .iter()
        .map(|used| {
            next += u32::from(*used);
            next.wrapping_sub(1)
        })
        .collect();
    for place in records.iter_mut().flat_map(|(_, record)| &mut record.asked) {
        *place = moved[*place as usize];
    }
    let mut place = 0;
    questions.retain(|_| {
        place += 1;
        used[place - 1]
    });
}
