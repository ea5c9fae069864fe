//! What one state of a site changes against another, address by address. Nothing is written.
//!
//! Every page of both is rendered and digested; pictures and share cards are not made, for their addresses are digests
//! of what they are made of. Packed copies and search indexes follow from the pages, and files of rules for hosts have no
//! address; they are left out.

use std::collections::BTreeMap;

use super::work::{Made, Work};
use super::{Kept, Options, Packer, Progress, Report, SearchTime, load, prepare};
use crate::config::BaseUrl;
use crate::diag::sort;
use crate::fs::OutPath;
use crate::output::NullSink;
use crate::plan::{Plan, Target, What};

/// A state of a site: what stands at its addresses.
#[derive(Debug)]
pub struct State {
    /// What is wrong with it.
    pub report: Report,
    /// Where it is published; `None` where nothing can be built.
    pub base: Option<BaseUrl>,
    files: BTreeMap<OutPath, [u8; 32]>,
}

/// What becomes of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// It was not there.
    Added,
    /// It has other bytes.
    Changed,
    /// It is there no longer.
    Removed,
}

impl Difference {
    /// Returns the name that people read.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Removed => "removed",
        }
    }
}

/// Finds out what stands at the addresses of a site.
#[must_use]
pub fn state(options: &Options, progress: Progress<'_>) -> State {
    let prepared = prepare(options);
    let mut diagnostics = prepared.check();
    diagnostics.extend_from_slice(&prepared.diagnostics);
    let mut state =
        State { report: Report::new(prepared.inputs.clone(), diagnostics), base: None, files: BTreeMap::new() };
    if let Some((world, plan)) = &prepared.site {
        let has_address = |what: &What| !matches!(what, What::HostRules(_));
        let targets = plan.targets.iter().filter(|target| has_address(&target.what));
        let (named, shown): (Vec<_>, Vec<_>) = targets.cloned().partition(Target::is_costly);
        state.files.extend(named.into_iter().map(|target| (target.path, [0; 32])));
        let plan = Plan { targets: shown };
        let mut made = Made::default();
        let work = Work {
            world,
            plan: &plan,
            kept: &Kept::nothing(),
            packer: &Packer::off(),
            search: SearchTime::Now,
            memory: None,
            progress,
        };
        work.render(&mut NullSink, &mut made, &mut state.report);
        state.files.extend(made.digests);
        state.base = Some(world.untracked().settings.base.clone());
    }
    sort(&mut state.report.diagnostics);
    state
}

impl State {
    /// Tells whether all of it could be rendered.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        !load::has_errors(&self.report.diagnostics)
    }

    /// Lists the files whose addresses it changes against another state, sorted by path.
    #[must_use]
    pub fn since<'a>(&'a self, before: &'a Self) -> Vec<(&'a OutPath, Difference)> {
        let now = self.files.iter().filter_map(|(path, digest)| match before.files.get(path) {
            None => Some((path, Difference::Added)),
            Some(old) => (old != digest).then_some((path, Difference::Changed)),
        });
        let gone = before.files.keys().filter(|path| !self.files.contains_key(*path));
        let mut all: Vec<_> = now.chain(gone.map(|path| (path, Difference::Removed))).collect();
        all.sort();
        all
    }
}
