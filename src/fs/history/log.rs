//! The commits below HEAD in the order in which they are told, and what they say of each file.
//!
//! The order is one that each commit has by itself, whatever HEAD is: by time, newest first; a commit whose clock is
//! not later than its parents' comes just after them. So no commit stands before one that followed it, and two logs
//! can be joined.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ChangeKind;

/// The name of a commit: 20 bytes (SHA-1), the rest zero, or 32 (SHA-256).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(super) struct CommitId([u8; 32]);

impl CommitId {
    /// Reads hexadecimal digits.
    pub(super) fn parse(hex: &str) -> Option<Self> {
        if !matches!(hex.len(), 40 | 64) || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let mut id = [0; 32];
        for (index, byte) in id.iter_mut().enumerate().take(hex.len() / 2) {
            *byte = u8::from_str_radix(&hex[2 * index..2 * index + 2], 16).ok()?;
        }
        Some(Self(id))
    }
}

/// A commit as git tells it, paths relative to the top of the repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Commit {
    pub(super) id: CommitId,
    /// The committer's time, in seconds since 1970.
    pub(super) seconds: i64,
    pub(super) parents: Vec<CommitId>,
    /// Whether it seems to be a beginning because a shallow clone ends there.
    pub(super) is_edge: bool,
    pub(super) events: Vec<Event<Vec<u8>>>,
}

/// What a commit did to a path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Event<P> {
    Added(P),
    Removed(P),
    Modified(P),
    Renamed { from: P, to: P },
}

impl<P> Event<P> {
    fn map<Q>(self, mut path: impl FnMut(P) -> Q) -> Event<Q> {
        match self {
            Self::Added(at) => Event::Added(path(at)),
            Self::Removed(at) => Event::Removed(path(at)),
            Self::Modified(at) => Event::Modified(path(at)),
            Self::Renamed { from, to } => Event::Renamed { from: path(from), to: path(to) },
        }
    }

    fn paths(&self) -> [&P; 2] {
        match self {
            Self::Added(at) | Self::Removed(at) | Self::Modified(at) => [at, at],
            Self::Renamed { from, to } => [from, to],
        }
    }
}

/// Where a commit stands among all others: its time, unless a parent's is not earlier; then a number after that.
type Rank = (i64, u32);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    rank: Rank,
    id: CommitId,
    seconds: i64,
    is_edge: bool,
    /// By index of the path.
    events: Vec<Event<u32>>,
}

/// The changes of a path, newest first, in seconds since 1970.
pub(super) type Changes = Vec<(i64, ChangeKind)>;

/// Commits with all that they came from, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Log {
    /// Every path that was ever met, sorted.
    paths: Vec<Vec<u8>>,
    entries: Vec<Entry>,
}

impl Log {
    /// Returns whether every index has its path.
    pub(super) fn is_sound(&self) -> bool {
        let mut events = self.entries.iter().flat_map(|entry| &entry.events);
        events.all(|event| event.paths().into_iter().all(|path| (*path as usize) < self.paths.len()))
    }

    /// Joins commits that are not in the log, each after those that followed it. `None` where one has a parent that
    /// is neither here nor there.
    pub(super) fn joined(self, commits: Vec<Commit>) -> Option<Self> {
        let mut ranks: HashMap<CommitId, Rank> = self.entries.iter().map(|entry| (entry.id, entry.rank)).collect();
        let mut names: BTreeMap<Vec<u8>, u32> = BTreeMap::new();
        for event in commits.iter().flat_map(|commit| &commit.events) {
            for path in event.paths() {
                names.entry(path.clone()).or_default();
            }
        }
        let old_paths = self.paths;
        names.extend(old_paths.iter().map(|path| (path.clone(), 0)));
        (0..).zip(names.values_mut()).for_each(|(index, number)| *number = index);
        let number = |path: &Vec<u8>| names.get(path).copied().unwrap_or_default();
        let renumbered: Vec<u32> = old_paths.iter().map(number).collect();

        let mut entries = self.entries;
        for entry in &mut entries {
            for event in &mut entry.events {
                let old = std::mem::replace(event, Event::Added(0));
                *event = old.map(|path| renumbered[path as usize]);
            }
        }
        entries.reserve(commits.len());
        // Parents first.
        for Commit { id, seconds, parents, is_edge, events } in commits.into_iter().rev() {
            let mut rank = (seconds, 0);
            for parent in &parents {
                let (parent_seconds, parent_number) = *ranks.get(parent)?;
                if parent_seconds >= seconds {
                    rank = rank.max((parent_seconds, parent_number + 1));
                }
            }
            ranks.insert(id, rank);
            let events = events.into_iter().map(|event| event.map(|path| number(&path))).collect();
            entries.push(Entry { rank, id, seconds, is_edge, events });
        }
        entries.sort_unstable_by_key(|entry| std::cmp::Reverse((entry.rank, entry.id)));
        Some(Self { paths: names.into_keys().collect(), entries })
    }

    /// Follows each path that ever was from its newest change to its first; each alone, as if its file were there.
    /// Paths of the result are relative to the folder `site` of the repository, which ends with `/` or is empty.
    /// `None` where a time is none.
    pub(super) fn changes(&self, site: &str) -> Option<Vec<(String, Changes)>> {
        let mut changes: Vec<Changes> = vec![Changes::new(); self.paths.len()];
        // For each path at this point of the history, the present paths of the files that had it.
        let mut met: Vec<Vec<u32>> = (0..self.paths.len() as u32).map(|path| vec![path]).collect();
        let mut moved = Vec::new();
        for entry in self.entries.iter().filter(|entry| !entry.events.is_empty()) {
            Timestamp::from_second(entry.seconds).ok()?;
            let mut record = |paths: &[u32], kind| {
                for path in paths.iter().filter(|_| !entry.is_edge) {
                    changes[*path as usize].push((entry.seconds, kind));
                }
            };
            for event in &entry.events {
                match *event {
                    Event::Modified(path) => record(&met[path as usize], ChangeKind::Modified),
                    // Where a file was added or removed, what bore its name before was another file.
                    Event::Added(path) => record(&std::mem::take(&mut met[path as usize]), ChangeKind::Added),
                    Event::Removed(path) => met[path as usize].clear(),
                    Event::Renamed { from, to } => {
                        let paths = std::mem::take(&mut met[to as usize]);
                        record(&paths, ChangeKind::Renamed);
                        moved.push((from, paths));
                    }
                }
            }
            // After all events: one commit may rename one file away from a name and another to it.
            for (from, _) in &moved {
                met[*from as usize].clear();
            }
            for (from, paths) in moved.drain(..) {
                met[from as usize].extend(paths);
            }
        }
        let site = site.as_bytes();
        let named = self.paths.iter().zip(changes).filter(|(_, list)| !list.is_empty());
        // A file whose name is not text is none of the site's.
        let named =
            named.filter_map(|(path, list)| Some((String::from_utf8(path.strip_prefix(site)?.into()).ok()?, list)));
        Some(named.collect())
    }
}

/// Reads what `git log -z --name-status` writes with the format `@%H %ct %P`. `None` where it has another form.
///
/// A commit is its format, an empty part, and for each file its status and its path, or its two paths where it was
/// renamed; the first status follows a line feed, and each part ends with NUL.
pub(super) fn parse(log: &[u8], is_shallow: bool) -> Option<Vec<Commit>> {
    let mut commits: Vec<Commit> = Vec::new();
    let mut parts = log.split(|byte| *byte == 0);
    while let Some(part) = parts.next() {
        let status = part.strip_prefix(b"\n").unwrap_or(part);
        let Some((first, rest)) = status.split_first() else { continue };
        if *first == b'@' {
            let mut words = std::str::from_utf8(rest).ok()?.split_whitespace();
            let (id, seconds) = (CommitId::parse(words.next()?)?, words.next()?.parse().ok()?);
            let parents = words.map(CommitId::parse).collect::<Option<Vec<_>>>()?;
            let is_edge = is_shallow && parents.is_empty();
            commits.push(Commit { id, seconds, parents, is_edge, events: Vec::new() });
            continue;
        }
        let path = parts.next()?.to_vec();
        commits.last_mut()?.events.push(match status {
            [b'R' | b'C', b'0'..=b'9', ..] => Event::Renamed { from: path, to: parts.next()?.to_vec() },
            // A merge has one letter for each parent.
            _ if status.iter().all(|letter| *letter == b'A') => Event::Added(path),
            _ if status.iter().all(|letter| *letter == b'D') => Event::Removed(path),
            _ => Event::Modified(path),
        });
    }
    Some(commits)
}
