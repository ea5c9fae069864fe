//! The program in this process: a hook with a repository without git, destinations, previews, and a disk that can fail.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use chancery::config::Publishing;
use chancery::engine::{self, Options};
use chancery::publish::{self, Order, Prepared};
use chancery::receive::{self, Hook, Update};

use super::content::Content;
use super::disk::{End, Fuse};
use super::instant;
use super::model::{Model, Settings};
use super::repository::{Meanwhile, Refs, Shared};

pub struct World {
    place: tempfile::TempDir,
    refs: Arc<Mutex<Refs>>,
    left: Arc<AtomicUsize>,
    is_full: bool,
    meanwhile: Meanwhile,
}

impl World {
    pub fn new() -> Self {
        let memory = Path::new("/dev/shm");
        let place = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
        fs::create_dir(place.path().join("home")).unwrap();
        let left = Arc::new(AtomicUsize::new(usize::MAX));
        Self { place, refs: Arc::default(), left, is_full: false, meanwhile: Meanwhile::default() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    /// Sets how the next event may end.
    pub fn end(&mut self, end: End) {
        let (left, is_full) = match end {
            End::Well => (usize::MAX, false),
            End::Killed(left) => (left, false),
            End::Full(left) => (left, true),
        };
        self.left.store(left, Ordering::SeqCst);
        self.is_full = is_full;
    }

    /// Returns whether the disk has failed since.
    pub fn has_failed(&self) -> bool {
        self.left.load(Ordering::SeqCst) == 0
    }

    fn disk(&self) -> Arc<Fuse> {
        Arc::new(Fuse { left: Arc::clone(&self.left), is_full: self.is_full })
    }

    pub fn hook(&self, model: &Model) -> Hook {
        let (refs, left, meanwhile) = (Arc::clone(&self.refs), Arc::clone(&self.left), Arc::clone(&self.meanwhile));
        let repository = Shared { refs, left, meanwhile };
        let now = instant(model.now).parse().unwrap();
        let settings = self.settings(&model.settings);
        Hook::on(Box::new(repository), self.disk(), &self.path("home"), settings, now)
    }

    fn settings(&self, settings: &Settings) -> receive::Settings {
        receive::Settings {
            to: self.path(settings.to),
            branch: settings.branch.to_owned(),
            site: String::new(),
            preview: settings.previews.as_ref().map(|showing| receive::Preview {
                folder: self.path(showing.folder),
                url: "https://preview.example.org/".into(),
                is_private: showing.is_private,
            }),
        }
    }

    pub fn commit(&self, number: u32, content: &Content) -> String {
        let id = format!("{number:010x}{:030}", 0);
        let root = self.path("commits").join(&id);
        write(&root, content);
        self.refs.lock().unwrap().commits.insert(id.clone(), root);
        id
    }

    pub fn has_commit(&self, id: &str) -> bool {
        self.refs.lock().unwrap().commits.contains_key(id)
    }

    pub fn set_branch(&self, branch: &str, commit: Option<&str>) {
        let branches = &mut self.refs.lock().unwrap().branches;
        match commit {
            Some(commit) => drop(branches.insert(branch.to_owned(), commit.to_owned())),
            None => drop(branches.remove(branch)),
        }
    }

    pub fn update(branch: &str, commit: Option<&str>) -> Update {
        Update { new: commit.map(str::to_owned), name: format!("refs/heads/{branch}").into_bytes() }
    }

    /// Removes what `git gc --prune=now` would remove.
    pub fn prune(&self) {
        let mut refs = self.refs.lock().unwrap();
        let reachable: BTreeSet<String> = refs.branches.values().chain(&refs.next).chain(&refs.kept).cloned().collect();
        refs.commits.retain(|commit, _| reachable.contains(commit));
    }

    pub fn write_hand(&self, content: &Content) {
        let root = self.path("hand");
        let _ = fs::remove_dir_all(root.join("content"));
        write(&root, content);
    }

    fn order(&self, model: &Model, keep: usize) -> Order {
        let now = Some(instant(model.now).parse().unwrap());
        Order { now, ..Order::new(&self.path(model.settings.to), &Publishing { keep, ..Publishing::default() }) }
    }

    pub fn by_hand(&self, model: &Model) {
        let now = Some(instant(model.now).parse().unwrap());
        let options = Options { root: self.path("hand"), now, ..Options::default() };
        let report = engine::build(&options, &self.path("hand-out"), &|_, _| {});
        if report.changes.is_some() && !report.has_errors() {
            let order = self.order(model, model.hand.0.keep);
            let order = Order { built_for: Some(report.inputs.now), due: report.due, ..order };
            let _ = publish::publish_on(&*self.disk(), &self.path("hand-out"), &order);
        }
    }

    pub fn rollback(&self, model: &Model, back: usize, keep: usize) {
        let _ = publish::rollback_on(&*self.disk(), &self.order(model, keep), back);
    }

    /// Sets the rollback to make while the hook builds, or none.
    pub fn meanwhile(&self, model: &Model, rollback: Option<(usize, usize)>) {
        *self.meanwhile.lock().unwrap() = rollback.map(|(back, keep)| (self.order(model, keep), back));
    }

    /// Returns the folder of the last manual build, or a copy of the site prepared for an hour.
    pub fn folder(&self, model: &Model, of: Option<i64>) -> PathBuf {
        let Some(at) = of else { return self.path("hand-out") };
        let copy = self.path("copy-of-prepared");
        let _ = fs::remove_dir_all(&copy);
        copy_tree(&self.prepared_site(model, at), &copy);
        copy
    }

    fn prepared_site(&self, model: &Model, at: i64) -> PathBuf {
        Prepared::site(&self.path(model.settings.to), instant(at).parse().unwrap())
    }

    pub fn by_folder(&self, model: &Model, of: Option<i64>) {
        let folder = self.folder(model, of);
        let _ = publish::publish_on(&*self.disk(), &folder, &self.order(model, model.hand.0.keep));
    }

    /// Puts the last build into the folder of a prepared site, as by mistake.
    pub fn mix_up(&self, model: &Model, at: i64) {
        let site = self.prepared_site(model, at);
        fs::remove_dir_all(&site).unwrap();
        copy_tree(&self.path("hand-out"), &site);
    }

    /// Returns whether a preview or a prepared site can be published directly.
    pub fn publishes_what_is_private(&self, model: &Model) -> bool {
        let prepared = self.path(model.settings.to).join(".chancery/prepared");
        let folders = ["pa", "pb"].map(|name| self.path(name)).into_iter().chain([prepared]);
        let inner = folders.flat_map(|folder| fs::read_dir(folder).into_iter().flatten().flatten());
        let sites = inner.flat_map(|entry| [entry.path(), entry.path().join("site")]);
        sites
            .filter(|site| site.join("digests.txt").exists())
            .any(|site| publish::publish(&site, &self.order(model, 4)).is_ok())
    }

    /// Runs the program as a process.
    pub fn program(&self, model: &Model, arguments: &[&str]) {
        let (now, to, root) = (instant(model.now), self.path(model.settings.to), self.path("hand"));
        let all =
            ["chancery", "--quiet", "--format", "json", "--now", &now, "--root", root.to_str().unwrap(), "publish"];
        let out = self.path("hand-out");
        let mut all: Vec<&str> = [&all, arguments, &["--to", to.to_str().unwrap()]].concat();
        if arguments.contains(&"--if-due") {
            all.extend(["--out", out.to_str().unwrap()]);
        }
        let run = support::chancery().args(&all[1..]).output().unwrap();
        let said = String::from_utf8_lossy(&run.stderr);
        assert!(!said.contains("panicked"), "{said}");
    }

    /// Returns the releases whose files exist.
    pub fn kept(&self, name: &str) -> BTreeSet<u64> {
        let listed = publish::releases(&self.path(name)).unwrap_or_default();
        listed.kept.iter().map(|record| record.number).collect()
    }
}

pub fn write(root: &Path, content: &Content) {
    for (path, text) in content.files() {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn copy_tree(from: &Path, to: &Path) {
    assert!(Command::new("cp").arg("-a").arg(from).arg(to).status().unwrap().success());
}
