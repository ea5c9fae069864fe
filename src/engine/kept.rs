//! Which targets of the last build are kept, and why the others are not; what both together leave for the next build.

use std::collections::HashMap;
use std::path::Path;

use rayon::prelude::*;

use super::cache::{IndexRecord, IndexedRecord, OutputRecord, Role, TargetRecord};
use super::search::{MadeIndex, MadePage};
use super::work::{Done, Made};
use crate::diag::Diagnostic;
use crate::fs::OutPath;
use crate::fs::disk::standing;
use crate::plan::{Plan, Target};
use crate::track::{Digest, Question, World, describe, digest_of as answer, identity};

/// What is to be done about a target.
pub(super) enum Verdict {
    /// It was not there, or was something else.
    New,
    /// Its file in the output is not the one that was put there.
    Touched,
    /// Its precompressed copies are not those that it is to have.
    Copies,
    /// Answers to these of its questions have changed.
    Changed(Vec<u32>),
    /// Nothing: its file, what it asked, its copies.
    Kept(OutputRecord, TargetRecord, Vec<OutputRecord>),
}

/// A search index of the last build whose files all stand as it left them.
pub(super) struct KeptIndex {
    pub record: IndexRecord,
    /// Whether no answer that its pages were made from has changed.
    pub is_current: bool,
    /// By document of the record: whether an answer has changed since it was looked at.
    pub changed: Vec<bool>,
    pub files: Vec<OutputRecord>,
}

impl KeptIndex {
    /// Returns the documents of which the index holds what it would hold now.
    pub(super) fn unchanged(&self) -> impl Iterator<Item = &IndexedRecord> {
        self.record.pages.iter().zip(&self.changed).filter(|(_, changed)| !**changed).map(|(page, _)| page)
    }
}

/// What of the last build is kept.
pub(super) struct Kept {
    /// Every question of the last build with its answer now.
    pub(super) questions: Vec<(Question, Digest)>,
    /// By target of the plan; empty where nothing is known.
    pub(super) targets: Vec<Verdict>,
    pub(super) indexes: Vec<KeptIndex>,
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
    /// Its precompressed copies were not those that it is to have.
    Copies,
    /// What it shows has changed.
    Changed(Vec<String>),
    /// Nothing that it shows has changed, so it was not rendered: how many questions say so.
    Kept(usize),
}

impl Kept {
    /// Nothing is kept.
    pub(super) fn nothing() -> Self {
        Self { questions: Vec::new(), targets: Vec::new(), indexes: Vec::new() }
    }

    /// How many questions were asked again.
    pub(super) fn questions(&self) -> usize {
        self.questions.len()
    }

    fn record(&self, target: usize) -> Option<(&OutputRecord, &TargetRecord, &[OutputRecord])> {
        match self.targets.get(target) {
            Some(Verdict::Kept(output, record, copies)) => Some((output, record, copies)),
            _ => None,
        }
    }

    /// Tells whether a target need not be rendered.
    pub(super) fn is_kept(&self, target: usize) -> bool {
        self.record(target).is_some()
    }

    /// Returns the files of a kept target with the digests of their bytes: its own, then its copies.
    pub(super) fn files(&self, target: usize) -> impl Iterator<Item = (&OutPath, [u8; 32])> {
        let files = self.record(target).into_iter();
        let files = files.flat_map(|(output, _, copies)| std::iter::once(output).chain(copies));
        files.map(|output| (&output.path, output.sha256))
    }

    /// Returns the faults of a kept target.
    pub(super) fn diagnostics(&self, target: usize) -> &[Diagnostic] {
        self.record(target).map_or(&[], |(_, record, _)| &record.diagnostics)
    }

    /// Returns what is kept of the search index of a language.
    pub(super) fn index(&self, tag: &str) -> Option<&KeptIndex> {
        self.indexes.iter().find(|index| index.record.tag == tag)
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
            Some(Verdict::Copies) => Why::Copies,
            Some(Verdict::Changed(places)) => {
                Why::Changed(places.iter().map(|place| describe(world, self.questions[*place as usize].0)).collect())
            }
            Some(Verdict::Kept(_, record, _)) => Why::Kept(record.asked.len()),
        }
    }

    /// Joins what is kept with what was made.
    pub(super) fn joined(self, world: &World, plan: &Plan, made: Made, out: &Path) -> Joined {
        let Self { mut questions, targets, mut indexes } = self;
        let Made { done, indexes: made, questions: mut asked_now, .. } = made;
        let known = questions.len();
        let record = |path: OutPath, role, sha256| {
            let standing = standing(&out.join(path.as_str())).unwrap_or_default();
            OutputRecord { path, role, standing, sha256 }
        };
        let mut records: Vec<(OutputRecord, TargetRecord)> = Vec::with_capacity(plan.targets.len());
        let beside = |file: OutputRecord| (file, TargetRecord::default());
        for verdict in targets {
            if let Verdict::Kept(output, target, copies) = verdict {
                records.push((output, target));
                records.extend(copies.into_iter().map(beside));
            }
        }
        for Done { index, asked, sha256, diagnostics, copies } in done {
            let target = &plan.targets[index];
            let identity = Some(identity(world, &target.what));
            let output = record(target.path.clone(), Role::Target, sha256);
            records.push((output, TargetRecord { identity, asked, diagnostics }));
            records.extend(copies.into_iter().map(|(path, sha256)| beside(record(path, Role::Copy, sha256))));
        }
        let mut joined_indexes = Vec::new();
        for index in made {
            let before = indexes.iter().position(|kept| kept.record.tag == index.tag);
            let before = before.map(|place| indexes.swap_remove(place));
            let (mut asked, mut pages, mut files) = before.map_or_else(Default::default, |kept| {
                let mut pages = kept.record.pages;
                pages.iter_mut().zip(kept.changed).for_each(|(page, changed)| page.lags = changed);
                (kept.record.asked, pages, kept.files)
            });
            if let Some((trace, now)) = index.made_of {
                asked = asked_now.places(trace.questions());
                pages = now.into_iter().map(|page| asked_now.record(page)).collect();
            }
            if let Some(new) = &index.files {
                files = new.iter().map(|(path, role, sha256)| record(path.clone(), *role, *sha256)).collect();
            }
            records.extend(files.into_iter().map(beside));
            let MadeIndex { tag, digest, lags, .. } = index;
            joined_indexes.push(IndexRecord { tag, digest, asked, pages, lags });
        }
        questions.extend(asked_now.new.into_iter().map(|question| (question, Digest::default())));
        questions[known..]
            .par_iter_mut()
            .with_min_len(64)
            .for_each(|(question, digest)| *digest = answer(world, *question));
        records.sort_by(|(one, _), (other, _)| one.path.cmp(&other.path));
        let mut joined = Joined { questions, records, indexes: joined_indexes };
        if known > 0 && joined.questions.len() <= 2 * known {
            joined.compact();
        }
        joined
    }
}

/// Numbers questions as they come, after those of the last build: most are asked by many targets.
#[derive(Default)]
pub(super) struct Questions {
    places: HashMap<Question, u32>,
    /// Those that the last build did not ask.
    new: Vec<Question>,
}

impl Questions {
    /// Begins with what the last build asked.
    pub(super) fn of(kept: &Kept) -> Self {
        let places = kept.questions.iter().enumerate().map(|(place, (question, _))| (*question, place as u32));
        Self { places: places.collect(), new: Vec::new() }
    }

    /// Returns the places of questions; those that are new go to the end.
    pub(super) fn places(&mut self, questions: &[Question]) -> Vec<u32> {
        let Self { places, new } = self;
        let place = |question: &Question| {
            let next = places.len() as u32;
            *places.entry(*question).or_insert_with(|| {
                new.push(*question);
                next
            })
        };
        questions.iter().map(place).collect()
    }

    /// Records a document that may be in a search index.
    fn record(&mut self, page: MadePage) -> IndexedRecord {
        match page {
            MadePage::Known(record) => record,
            MadePage::New(document, trace, found) => {
                IndexedRecord { document, asked: self.places(trace.questions()), found, lags: false }
            }
        }
    }
}

/// What a build knows of its outputs.
pub(super) struct Joined {
    /// Every question with its answer.
    pub questions: Vec<(Question, Digest)>,
    /// Every file but the digest manifest, sorted by path; what is no target asked nothing.
    pub records: Vec<(OutputRecord, TargetRecord)>,
    pub indexes: Vec<IndexRecord>,
}

impl Joined {
    /// Drops questions that nobody asks any more, once they are many.
    fn compact(&mut self) {
        let Self { questions, records, indexes } = self;
        let mut used = vec![false; questions.len()];
        let asked = records.iter().flat_map(|(_, record)| &record.asked);
        for place in asked.chain(indexes.iter().flat_map(IndexRecord::asked)) {
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
        let asked = records.iter_mut().flat_map(|(_, record)| &mut record.asked);
        for place in asked.chain(indexes.iter_mut().flat_map(IndexRecord::asked_mut)) {
            *place = moved[*place as usize];
        }
        let mut place = 0;
        questions.retain(|_| {
            place += 1;
            used[place - 1]
        });
    }
}
