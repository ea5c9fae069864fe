//! The law of the cached history, over random histories of real repositories: what is extended from any earlier state
//! is what a walk of everything gives. And what an extension must not cost.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use std::fs;

use proptest::prelude::*;

use super::tests::Repo;
use super::*;

/// Something that happens to a repository; each ends in a commit, or in another HEAD.
#[derive(Clone, Debug)]
enum Act {
    /// Writes a line at the end of a file, which may not be there yet.
    Write(u8, u8),
    /// Gives a file another name, perhaps with another line.
    Rename(u8, u8, bool),
    Remove(u8),
    /// Goes to a branch, which may be new.
    Switch(u8),
    Merge(u8),
    /// Merges without taking anything over.
    Refuse(u8),
    /// Goes back by one commit.
    Back,
    Amend,
    Rebase(u8),
}

fn act() -> impl Strategy<Value = Act> {
    let (file, branch) = (0_u8..4, 0_u8..3);
    prop_oneof![
        4 => (file.clone(), any::<u8>()).prop_map(|(file, line)| Act::Write(file, line)),
        3 => (file.clone(), file.clone(), any::<bool>()).prop_map(|(from, to, edited)| Act::Rename(from, to, edited)),
        1 => file.prop_map(Act::Remove),
        2 => branch.clone().prop_map(Act::Switch),
        2 => branch.clone().prop_map(Act::Merge),
        1 => branch.clone().prop_map(Act::Refuse),
        1 => Just(Act::Back),
        1 => Just(Act::Amend),
        1 => branch.prop_map(Act::Rebase),
    ]
}

fn path(file: u8) -> String {
    format!("content/{}/file {file}.md", file % 2)
}

impl Repo {
    fn happen(&self, act: &Act, passed: i64) {
        self.seconds.set((self.seconds.get() + passed).max(1));
        let at = |file: u8| self.folder.path().join(path(file));
        let commit = |more: &[&str]| {
            self.git(&["add", "--all"]);
            self.git(&[&["commit", "--quiet", "--allow-empty", "--no-edit", "--message=x"], more].concat());
        };
        let exists = |branch: u8| self.tries(&["rev-parse", "--verify", "--quiet", &format!("refs/heads/b{branch}")]);
        match act {
            Act::Write(file, line) => {
                let start =
                    || format!("file {file} begins with lines that are long enough to be known again\n").repeat(6);
                let text = fs::read_to_string(at(*file)).unwrap_or_else(|_| start());
                self.write(&path(*file), &format!("{text}{line}\n"));
                commit(&[]);
            }
            Act::Rename(from, to, edited) => {
                if let Ok(text) = fs::read_to_string(at(*from)) {
                    fs::remove_file(at(*from)).unwrap();
                    self.write(&path(*to), &if *edited { format!("{text}renamed\n") } else { text });
                }
                commit(&[]);
            }
            Act::Remove(file) => {
                let _ = fs::remove_file(at(*file));
                commit(&[]);
            }
            Act::Switch(branch) => {
                let create = if exists(*branch) { &[][..] } else { &["-b"] };
                self.git(&[&["checkout", "--quiet"], create, &[&format!("b{branch}")]].concat());
            }
            Act::Merge(branch) | Act::Refuse(branch) if exists(*branch) => {
                let how = if matches!(act, Act::Refuse(_)) { "--strategy=ours" } else { "--strategy-option=ours" };
                if !self.tries(&["merge", "--quiet", "--no-ff", "--message=x", how, &format!("b{branch}")]) {
                    commit(&[]);
                }
            }
            Act::Back => {
                self.tries(&["reset", "--quiet", "--hard", "HEAD~1"]);
            }
            Act::Amend => commit(&["--amend"]),
            Act::Rebase(branch) if exists(*branch) => {
                if !self.tries(&["rebase", "--quiet", "--strategy-option=theirs", &format!("b{branch}")]) {
                    self.tries(&["rebase", "--abort"]);
                }
            }
            Act::Merge(_) | Act::Refuse(_) | Act::Rebase(_) => {}
        }
    }

    fn read(&self, previous: Option<&CachedHistory>) -> HistoryRead {
        History::read(&Tree::scan(self.folder.path()).0, previous)
    }
}

/// A history as it comes back from a file.
fn stored(cached: &CachedHistory) -> CachedHistory {
    postcard::from_bytes(&postcard::to_stdvec(cached).unwrap()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, max_shrink_iters: 60, ..ProptestConfig::default() })]
    #[test]
    fn what_is_extended_is_what_is_walked_anew(
        // Time may stand still or run backwards; not every state is seen by a build.
        acts in proptest::collection::vec((act(), -1500_i64..3000, any::<bool>()), 4..18),
    ) {
        let repo = Repo::new();
        repo.write("content/0/file 0.md", &"the first file has lines of its own\n".repeat(6)).commit();
        repo.git(&["branch", "b0"]);
        let mut cached = repo.read(None).keep.unwrap();
        for (act, passed, is_built) in &acts {
            repo.happen(act, *passed);
            if *is_built {
                let (extended, anew) = (repo.read(Some(&cached)), repo.read(None));
                prop_assert_eq!(&extended.history, &anew.history);
                cached = extended.keep.as_ref().map_or(cached, stored);
                prop_assert_eq!(&cached, anew.keep.as_ref().unwrap());
            }
        }
    }
}

#[test]
fn an_unchanged_head_walks_nothing_and_new_commits_are_all_that_is_walked() {
    let repo = Repo::new();
    (0..4).for_each(|line| repo.happen(&Act::Write(line % 2, line), 10));
    let first = repo.read(None);
    assert_eq!(first.walk, Walk::All(4));
    let cached = stored(&first.keep.unwrap());
    let again = repo.read(Some(&cached));
    assert_eq!((again.walk, again.keep, again.history), (Walk::None, None, first.history));
    (4..6).for_each(|line| repo.happen(&Act::Write(line % 2, line), 10));
    assert_eq!(repo.read(Some(&cached)).walk, Walk::Since(2));
}

#[test]
fn a_merge_of_older_commits_is_an_extension() {
    let repo = Repo::new();
    repo.happen(&Act::Write(0, 0), 10);
    repo.happen(&Act::Switch(1), 10);
    repo.happen(&Act::Write(1, 0), 10);
    repo.git(&["checkout", "--quiet", "main"]);
    repo.happen(&Act::Write(0, 1), 10);
    let cached = repo.read(None).keep.unwrap();
    repo.happen(&Act::Merge(1), 10);
    let read = repo.read(Some(&cached));
    // The merge, and what it brings.
    assert_eq!(read.walk, Walk::Since(2));
    assert_eq!(read.history, repo.read(None).history);
}

#[test]
fn what_is_no_extension_is_walked_anew() {
    let repo = Repo::new();
    (0..4).for_each(|line| repo.happen(&Act::Write(line % 2, line), 10));
    let cached = repo.read(None).keep.unwrap();
    repo.happen(&Act::Back, 10);
    assert_eq!(repo.read(Some(&cached)).walk, Walk::All(3));
    repo.happen(&Act::Write(0, 9), 10);
    assert_eq!(repo.read(Some(&cached)).walk, Walk::All(4));

    // Another repository, which lacks the commit.
    let other = Repo::new();
    other.happen(&Act::Write(0, 0), 10);
    assert_eq!(other.read(Some(&cached)).walk, Walk::All(1));

    // Another folder of the same repository.
    repo.write("inner/content/0/file 0.md", "x");
    repo.happen(&Act::Write(0, 10), 10);
    let read = History::read(&Tree::scan(&repo.folder.path().join("inner")).0, Some(&cached));
    assert_eq!(read.walk, Walk::All(5));
    assert_eq!(read.history.of(&SourcePath::new("content/0/file 0.md")).len(), 1);
}

#[test]
fn a_clone_that_is_no_longer_shallow_is_walked_anew() {
    let repo = Repo::new();
    (0..4).for_each(|line| repo.happen(&Act::Write(0, line), 10));
    let clone = Repo::new();
    let url = format!("file://{}", repo.folder.path().display());
    clone.git(&["fetch", "--quiet", "--depth=2", &url, "main"]);
    clone.git(&["reset", "--quiet", "--hard", "FETCH_HEAD"]);
    let shallow = clone.read(None);
    assert_eq!((shallow.history.state(), shallow.walk), (HistoryState::Shallow, Walk::All(2)));
    clone.git(&["fetch", "--quiet", "--unshallow", &url, "main"]);
    let whole = clone.read(shallow.keep.as_ref());
    assert_eq!((whole.history.state(), whole.walk), (HistoryState::Complete, Walk::All(4)));
}

#[test]
fn a_file_that_comes_back_or_is_renamed_later_has_its_history() {
    let repo = Repo::new();
    let at = |file| SourcePath::new(&path(file));
    repo.happen(&Act::Write(0, 0), 10);
    repo.happen(&Act::Write(1, 0), 10);
    repo.happen(&Act::Remove(0), 10);
    let cached = repo.read(None).keep.unwrap();
    repo.happen(&Act::Write(0, 7), 10);
    repo.happen(&Act::Rename(1, 3, false), 10);
    let history = repo.read(Some(&cached)).history;
    let kinds = |file| history.of(&at(file)).iter().map(|change| change.kind).collect::<Vec<_>>();
    assert_eq!(kinds(0), [ChangeKind::Added]);
    assert_eq!(kinds(3), [ChangeKind::Renamed, ChangeKind::Added]);
}

#[test]
fn a_branch_is_found_wherever_git_keeps_it() {
    let repo = Repo::new();
    repo.happen(&Act::Write(0, 0), 10);
    let cached = repo.read(None).keep.unwrap();
    let is_known = || repo.read(Some(&cached)).walk == Walk::None;
    repo.git(&["pack-refs", "--all"]);
    assert!(is_known());
    repo.git(&["checkout", "--quiet", "--detach"]);
    assert!(is_known());
    repo.git(&["symbolic-ref", "refs/heads/alias", "refs/heads/main"]);
    repo.git(&["symbolic-ref", "HEAD", "refs/heads/alias"]);
    assert!(is_known());
    // A loose ref is newer than the packed one.
    repo.git(&["checkout", "--quiet", "main"]);
    repo.happen(&Act::Write(0, 1), 10);
    assert_eq!(repo.read(Some(&cached)).walk, Walk::Since(1));
}

#[test]
fn a_replaced_commit_changes_nothing() {
    let repo = Repo::new();
    repo.happen(&Act::Write(0, 0), 10);
    repo.happen(&Act::Write(0, 1), 10);
    let before = repo.read(None).history;
    repo.git(&["replace", "--graft", "HEAD"]);
    assert_eq!(repo.read(None).history, before);
}

#[test]
fn a_damaged_log_is_walked_anew() {
    let repo = Repo::new();
    repo.happen(&Act::Write(0, 0), 10);
    let cached = repo.read(None).keep.unwrap();
    let mut bytes = postcard::to_stdvec(&cached).unwrap();
    *bytes.last_mut().unwrap() ^= 0x55;
    repo.happen(&Act::Write(0, 1), 10);
    let anew = repo.read(None);
    if let Ok(damaged) = postcard::from_bytes::<CachedHistory>(&bytes) {
        let read = repo.read(Some(&damaged));
        assert_eq!((read.walk, read.history), (Walk::All(2), anew.history));
    }
}
