//! A repository without git.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use chancery::fs::Commit;
use chancery::fs::disk::SystemDisk;
use chancery::fs::hooks::Repository;
use chancery::publish::{self, Order};
use jiff::Timestamp;

/// A rollback to make while the hook builds: its parameters, and the number of steps back.
pub type Meanwhile = Arc<Mutex<Option<(Order, usize)>>>;

/// The refs of a repository without git: commits are folders, refs are names.
#[derive(Default)]
pub struct Refs {
    pub branches: BTreeMap<String, String>,
    pub commits: BTreeMap<String, PathBuf>,
    pub next: Option<String>,
    pub kept: BTreeSet<String>,
}

/// The repository as the hook sees it.
pub struct Shared {
    pub refs: Arc<Mutex<Refs>>,
    pub left: Arc<AtomicUsize>,
    pub meanwhile: Meanwhile,
}

impl Shared {
    fn living(&self) -> Result<(), String> {
        if self.left.load(Ordering::SeqCst) == 0 { Err("killed".into()) } else { Ok(()) }
    }
}

impl Repository for Shared {
    fn tip(&self, branch: &str) -> Option<String> {
        self.refs.lock().unwrap().branches.get(branch).cloned()
    }
    fn branches(&self) -> Result<Vec<(String, String)>, String> {
        Ok(self.refs.lock().unwrap().branches.clone().into_iter().collect())
    }
    fn has_commit(&self, id: &str) -> bool {
        self.refs.lock().unwrap().commits.contains_key(id)
    }
    fn hold(&self, commit: &str) -> Result<(), String> {
        self.living()?;
        self.refs.lock().unwrap().next = Some(commit.to_owned());
        if let Some((order, back)) = self.meanwhile.lock().unwrap().take() {
            let _ = publish::rollback_on(&SystemDisk, &order, back);
        }
        Ok(())
    }
    fn mirror(&self, _record: &Path, commits: &[&str], _at: Timestamp, _words: &str) -> Result<(), String> {
        self.living()?;
        self.refs.lock().unwrap().kept.extend(commits.iter().map(|commit| (*commit).to_owned()));
        Ok(())
    }
    fn site(&self, commit: &str, _folder: &str) -> Result<(PathBuf, Option<Commit>), String> {
        let refs = self.refs.lock().unwrap();
        refs.commits.get(commit).map(|root| (root.clone(), None)).ok_or_else(|| format!("there is no {commit}"))
    }
}
