//! The output as the last build left it: what each of its files is, and whether it stands as it was put there.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use super::cache::{Index, IndexRecord, OutputRecord, Role, TargetRecord};
use super::copies::{claimed, owner};
use crate::fs::disk::{self, standing};
use crate::output::compress::{Level, has_copies};
use crate::output::sha256;
use crate::plan::{Plan, Target};
use crate::render::search;

/// Tells whether the output is just what was put there.
pub(super) fn is_intact(index: &Index, out: &Path, verify: bool) -> bool {
    let files = index.outputs.iter().all(|record| {
        let path = out.join(record.path.as_str());
        standing(&path) == Some(record.standing) && (!verify || has_bytes(&path, record))
    });
    files && index.folders.iter().all(|(folder, stood)| standing(&out.join(folder)) == Some(*stood))
}

/// Says how a file of the output stands, if it has the bytes that were put there.
pub(super) fn stands(path: &Path, record: &OutputRecord, verify: bool) -> Option<disk::Standing> {
    let now = standing(path)?;
    if now == record.standing && !verify {
        return Some(now);
    }
    (now.len == record.standing.len && has_bytes(path, record)).then_some(now)
}

fn has_bytes(path: &Path, record: &OutputRecord) -> bool {
    disk::read(path).is_ok_and(|bytes| sha256(&bytes) == record.sha256)
}

/// The files of the last build by what they are.
pub(super) struct Sorted {
    /// Targets, by path.
    targets: Vec<(OutputRecord, TargetRecord)>,
    /// Copies of targets, by the path of the target.
    copies: Vec<OutputRecord>,
    /// The files of each search index, with their copies.
    pub indexes: Vec<Vec<OutputRecord>>,
    /// Targets that another took the path of a copy from, which does so no longer.
    freed: BTreeSet<String>,
}

/// A target with what is known of it.
pub(super) struct Paired<'a> {
    pub target: &'a Target,
    pub record: Option<(OutputRecord, TargetRecord)>,
    pub copies: Vec<OutputRecord>,
    /// Whether the path of one of its copies was another's.
    pub is_freed: bool,
}

impl Sorted {
    pub(super) fn new(
        outputs: Vec<OutputRecord>,
        targets: Vec<TargetRecord>,
        indexes: &[IndexRecord],
        plan: &Plan,
    ) -> Self {
        let mut sorted = Self {
            targets: Vec::with_capacity(targets.len()),
            copies: Vec::new(),
            indexes: indexes.iter().map(|_| Vec::new()).collect(),
            freed: BTreeSet::new(),
        };
        let prefixes: Vec<String> = indexes.iter().map(|index| search::folder(&index.tag)).collect();
        for (output, record) in outputs.into_iter().zip(targets) {
            if output.role == Role::Target {
                sorted.targets.push((output, record));
            } else if let Some(place) = prefixes.iter().position(|prefix| output.path.as_str().starts_with(prefix)) {
                sorted.indexes[place].push(output);
            } else if output.role == Role::Copy {
                sorted.copies.push(output);
            }
        }
        sorted.copies.sort_by(|one, other| owner(one.path.as_str()).cmp(owner(other.path.as_str())));
        let now = claimed(plan.targets.iter().map(|target| &target.path));
        let before = claimed(sorted.targets.iter().map(|(output, _)| &output.path));
        let freed = before.difference(&now).map(|path| owner(path).to_owned()).collect();
        sorted.copies.retain(|copy| !now.contains(copy.path.as_str()));
        sorted.freed = freed;
        sorted
    }

    /// Gives each target of a plan what is known of it; takes what is known of targets away.
    pub(super) fn paired<'a>(&mut self, plan: &'a Plan) -> Vec<Paired<'a>> {
        // All are sorted by path.
        let mut old = std::mem::take(&mut self.targets).into_iter().peekable();
        let mut copies = std::mem::take(&mut self.copies).into_iter().peekable();
        let pair = |target: &'a Target| {
            let path = target.path.as_str();
            while old.next_if(|(record, _)| record.path < target.path).is_some() {}
            while copies.next_if(|copy| owner(copy.path.as_str()) < path).is_some() {}
            let mut beside = Vec::new();
            while let Some(copy) = copies.next_if(|copy| owner(copy.path.as_str()) == path) {
                beside.push(copy);
            }
            let record = old.next_if(|(record, _)| record.path == target.path);
            Paired { target, record, copies: beside, is_freed: self.freed.contains(path) }
        };
        plan.targets.iter().map(pair).collect()
    }
}

/// When copies are those that a file is to have.
#[derive(Clone, Copy)]
pub(super) struct CopyRule<'a> {
    pub verify: bool,
    pub before: Level,
    pub now: Level,
    pub out: &'a Path,
}

impl CopyRule<'_> {
    /// Returns the copies that a file keeps; `None` where they are to be made.
    pub(super) fn kept(
        self,
        file: &OutputRecord,
        copies: Vec<OutputRecord>,
        is_freed: bool,
    ) -> Option<Vec<OutputRecord>> {
        let length = usize::try_from(file.standing.len).unwrap_or(usize::MAX);
        if self.now == Level::Off || !has_copies(&file.path, length) {
            return Some(Vec::new());
        }
        if self.now != self.before || is_freed {
            return None;
        }
        self.standing(copies)
    }

    /// Returns the files that a search index keeps; `None` where it is to be made.
    pub(super) fn kept_index(self, mut files: Vec<OutputRecord>) -> Option<Vec<OutputRecord>> {
        if self.now == Level::Off {
            files.retain(|file| file.role != Role::Copy);
        } else if self.now != self.before {
            return None;
        }
        self.standing(files)
    }

    /// Returns files as they stand, if all of them do.
    fn standing(self, files: Vec<OutputRecord>) -> Option<Vec<OutputRecord>> {
        let file = |file: OutputRecord| {
            Some(OutputRecord { standing: stands(&self.out.join(file.path.as_str()), &file, self.verify)?, ..file })
        };
        files.into_iter().map(file).collect()
    }
}

/// The folders of an output, and the output itself; those in which nothing was written stand as they did.
pub(super) fn folders(
    outputs: &[OutputRecord],
    out: &Path,
    stood: &HashMap<PathBuf, disk::Standing>,
) -> Vec<(PathBuf, disk::Standing)> {
    let mut names: Vec<&str> = outputs.iter().flat_map(|record| record.path.folders()).chain([""]).collect();
    names.sort_unstable();
    names.dedup();
    let stands = |name: &str| stood.get(Path::new(name)).copied().or_else(|| standing(&out.join(name)));
    names.into_iter().filter_map(|name| Some((PathBuf::from(name), stands(name)?))).collect()
}
