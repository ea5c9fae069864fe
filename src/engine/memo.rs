//! What a resident process knows of targets that it has rendered, so that it looks again only at those whose answers
//! have changed.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::reuse::languages;
use crate::diag::Diagnostic;
use crate::fs::OutPath;
use crate::plan::{Plan, Target};
use crate::render::Rendered;
use crate::track::{Digest, Key, Question, Trace, World, digest_of, identity};

/// Targets that were rendered, with what they asked and what was wrong with them.
#[derive(Clone, Debug, Default)]
pub struct Memo {
    /// Digest of the languages of the site: where it differs, nothing is known.
    languages: Digest,
    answers: HashMap<Question, Digest>,
    targets: HashMap<OutPath, Arc<Known>>,
}

#[derive(Clone, Debug)]
struct Known {
    identity: Key,
    trace: Trace,
    diagnostics: Vec<Diagnostic>,
}

impl Memo {
    /// Notes what became of a target in a world.
    pub fn learn(&mut self, world: &World, target: &Target, rendered: &Rendered) {
        self.languages = languages(world);
        for question in rendered.trace.questions() {
            self.answers.entry(*question).or_insert_with(|| digest_of(world, *question));
        }
        let known = Known {
            identity: identity(world, &target.what),
            trace: rendered.trace.clone(),
            diagnostics: rendered.diagnostics.clone(),
        };
        self.targets.insert(target.path.clone(), Arc::new(known));
    }

    /// Moves on to another world: forgets the targets whose answers are different there, and those that are gone.
    ///
    /// Returns the faults of the others, which hold there too.
    pub fn move_to(&mut self, world: &World, plan: &Plan) -> Vec<Diagnostic> {
        if self.languages != languages(world) {
            *self = Self::default();
            return Vec::new();
        }
        let before = std::mem::take(&mut self.answers);
        let before: Vec<(Question, Digest)> = before.into_iter().collect();
        let asked: Vec<(Question, Digest, bool)> = before
            .into_par_iter()
            .with_min_len(64)
            .map(|(question, before)| {
                let now = digest_of(world, question);
                (question, now, now != before)
            })
            .collect();
        let mut changed: Vec<Question> =
            asked.iter().filter(|(.., changed)| *changed).map(|(question, ..)| *question).collect();
        changed.sort_unstable();
        self.answers = asked.into_iter().map(|(question, digest, _)| (question, digest)).collect();
        self.targets.retain(|path, known| {
            let same = plan.find(path.as_str()).is_some_and(|target| identity(world, &target.what) == known.identity);
            same && !known.trace.questions().iter().any(|question| changed.binary_search(question).is_ok())
        });
        // In the order of the plan, not of a table.
        let known = plan.targets.iter().filter_map(|target| self.targets.get(&target.path));
        known.flat_map(|known| known.diagnostics.iter().cloned()).collect()
    }

    /// Takes over what another memo of the same world knows.
    pub fn join(&mut self, other: Self) {
        if self.targets.is_empty() {
            self.languages = other.languages;
        }
        self.answers.extend(other.answers);
        self.targets.extend(other.targets);
    }

    /// Tells whether a target need not be looked at.
    #[must_use]
    pub fn knows(&self, target: &Target) -> bool {
        self.targets.contains_key(&target.path)
    }
}
