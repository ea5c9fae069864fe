//! The real thing: a hook with a repository without git, destinations, previews, and a disk that can fail; and whether it
//! is what the model says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use chancery::config::Publishing;
use chancery::engine::{self, Options};
use chancery::fs::Commit;
use chancery::fs::disk::{Disk, SystemDisk};
use chancery::fs::hooks::Repository;
use chancery::publish::{self, Order};
use chancery::receive::{self, Hook, Update};
use jiff::Timestamp;

use super::content::{Content, Seen, View, token};
use super::model::{Destination, Model, Settings};
use super::{hour, instant};

/// A disk that fails after some changes: for good, as one does whose process is killed, or for all that needs room.
pub struct Fuse {
    left: Arc<AtomicUsize>,
    is_full: bool,
}

impl Fuse {
    fn spend(&self, needs_room: bool) -> io::Result<SystemDisk> {
        if self.is_full && !needs_room {
            return Ok(SystemDisk);
        }
        let spent = self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        let error = || if self.is_full { io::ErrorKind::StorageFull.into() } else { io::Error::other("killed") };
        spent.map(|_| SystemDisk).map_err(|_| error())
    }

    fn torn(&self, write: impl Fn(&[u8]) -> io::Result<()>, bytes: &[u8]) -> io::Result<()> {
        match self.spend(true) {
            Ok(_) => write(bytes),
            Err(error) => write(&bytes[..bytes.len() / 2]).and(Err(error)),
        }
    }
}

impl Disk for Fuse {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.spend(true)?.make_folder(path)
    }
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.torn(|bytes| SystemDisk.write(path, bytes), bytes)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.spend(false)?.rename(from, to)
    }
    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.spend(false)?.remove_file(path)
    }
    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.spend(false)?.remove_folder(path)
    }
    fn write_sealed(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.torn(|bytes| SystemDisk.write(path, bytes), bytes)
    }
    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.torn(|bytes| SystemDisk.append(path, bytes), bytes)
    }
    fn link(&self, file: &Path, name: &Path) -> io::Result<()> {
        self.spend(true)?.link(file, name)
    }
    fn point(&self, link: &Path, target: &Path) -> io::Result<()> {
        self.spend(true)?.point(link, target)
    }
    fn make_own_folder(&self, path: &Path) -> io::Result<()> {
        self.spend(true)?.make_own_folder(path)
    }
    fn settle(&self, folder: &Path) -> io::Result<()> {
        self.spend(false)?.settle(folder)
    }
}

/// A repository without git: commits are folders, refs are names.
#[derive(Default)]
pub struct Refs {
    branches: BTreeMap<String, String>,
    commits: BTreeMap<String, PathBuf>,
    next: Option<String>,
    kept: BTreeSet<String>,
}

struct Shared {
    refs: Arc<Mutex<Refs>>,
    left: Arc<AtomicUsize>,
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

/// How an event may end early.
#[derive(Clone, Copy, Debug)]
pub enum End {
    /// It does not.
    Well,
    /// The process is killed after so many changes.
    Killed(usize),
    /// The disk is full after so many.
    Full(usize),
}

pub struct World {
    place: tempfile::TempDir,
    refs: Arc<Mutex<Refs>>,
    left: Arc<AtomicUsize>,
    is_full: bool,
}

impl World {
    pub fn new() -> Self {
        let memory = Path::new("/dev/shm");
        let place = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
        fs::create_dir(place.path().join("home")).unwrap();
        let left = Arc::new(AtomicUsize::new(usize::MAX));
        Self { place, refs: Arc::default(), left, is_full: false }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    /// Sets how what follows may end.
    pub fn end(&mut self, end: End) {
        let (left, is_full) = match end {
            End::Well => (usize::MAX, false),
            End::Killed(left) => (left, false),
            End::Full(left) => (left, true),
        };
        self.left.store(left, Ordering::SeqCst);
        self.is_full = is_full;
    }

    /// Whether something has failed since.
    pub fn has_failed(&self) -> bool {
        self.left.load(Ordering::SeqCst) == 0
    }

    fn disk(&self) -> Arc<Fuse> {
        Arc::new(Fuse { left: Arc::clone(&self.left), is_full: self.is_full })
    }

    pub fn hook(&self, model: &Model) -> Hook {
        let repository = Shared { refs: Arc::clone(&self.refs), left: Arc::clone(&self.left) };
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

    /// What `git gc --prune=now` leaves.
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

    /// Whether a preview, or what is prepared, can be published as it stands.
    pub fn publishes_what_is_private(&self, model: &Model) -> bool {
        let prepared = self.path(model.settings.to).join(".chancery/prepared");
        let folders = ["pa", "pb"].map(|name| self.path(name)).into_iter().chain([prepared]);
        let inner = folders.flat_map(|folder| fs::read_dir(folder).into_iter().flatten().flatten());
        let sites = inner.flat_map(|entry| [entry.path(), entry.path().join("site")]);
        sites
            .filter(|site| site.join("digests.txt").exists())
            .any(|site| publish::publish(&site, &self.order(model, 4)).is_ok())
    }

    /// Runs the program itself.
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

    /// Says where what is public is not what the model says.
    ///
    /// After a failure, more releases may be kept than are to be: the next publication removes them.
    pub fn differences(&self, model: &Model, is_after_failure: bool) -> Vec<String> {
        let mut found = Vec::new();
        for name in ["one", "two"] {
            let to = model.destinations.get(name).cloned().unwrap_or_default();
            self.compare(name, &to, is_after_failure, &mut found);
        }
        found
    }

    /// The releases whose files are there.
    pub fn kept(&self, name: &str) -> BTreeSet<u64> {
        let listed = publish::releases(&self.path(name)).unwrap_or_default();
        listed.kept.iter().map(|record| record.number).collect()
    }

    /// Says where previews are not those of the model.
    pub fn differing_previews(&self, model: &Model) -> Vec<String> {
        let mut found = Vec::new();
        for folder in ["pa", "pb"] {
            let there: BTreeSet<String> = fs::read_dir(self.path(folder))
                .map(|all| all.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect())
                .unwrap_or_default();
            let shown = model.previews.iter().filter(|(_, preview)| preview.of.folder == folder);
            let shown: BTreeMap<String, _> = shown
                .filter_map(|(branch, preview)| {
                    let (commit, built) = preview.shown.as_ref()?;
                    Some((receive::preview_folder(branch), (commit, *built, preview.of.is_private)))
                })
                .collect();
            let wanted: BTreeSet<String> = shown.keys().cloned().collect();
            if there != wanted {
                found.push(format!("previews in {folder}: {there:?}, not {wanted:?}"));
            }
            for (name, (commit, built, is_private)) in shown {
                let view = model.commits[commit].at(built, is_private);
                let site = self.path(folder).join(&name);
                if site.exists() {
                    found.extend(differing(&site, &view).into_iter().map(|what| format!("preview {name}: {what}")));
                }
            }
        }
        found
    }

    fn compare(&self, name: &str, to: &Destination, is_after_failure: bool, found: &mut Vec<String>) {
        let real = publish::public(&self.path(name)).unwrap();
        let Some(wanted) = to.public() else {
            if real.is_some() {
                found.push(format!("{name}: something is public"));
            }
            return;
        };
        let Some(real) = real else {
            found.push(format!("{name}: nothing is public"));
            return;
        };
        let hours = |at: Option<Timestamp>| at.map(hour);
        let wanted_facts = (to.current, &wanted.commit, &to.pushed, to.pinned, Some(wanted.built_for), wanted.due);
        let facts = (real.release, &real.commit, &real.pushed, real.pinned, hours(real.built_for), hours(real.due));
        if facts != wanted_facts {
            found.push(format!("{name}: {facts:?}, not {wanted_facts:?}"));
        }
        let current = self.path(name).join("current");
        if let Ok(current) = fs::canonicalize(&current) {
            found.extend(differing(&current, &wanted.view).into_iter().map(|what| format!("{name}: {what}")));
        }
        // What was public answers, but for what a rollback took away.
        let is_lost = |number: &&u32| !wanted.view.answers(**number);
        let lost: Vec<&u32> = to.ever.iter().filter(is_lost).collect();
        if to.pinned.is_none() && !lost.is_empty() {
            found.push(format!("{name}: {lost:?} were public and answer nothing"));
        }
        let listed = publish::releases(&self.path(name)).unwrap();
        let kept: Vec<u64> = listed.kept.iter().map(|record| record.number).collect();
        let wanted_kept: Vec<u64> =
            to.releases.iter().filter(|(_, release)| release.is_kept).map(|(number, _)| *number).collect();
        if kept != wanted_kept && !is_after_failure {
            found.push(format!("{name}: {kept:?} are kept, not {wanted_kept:?}"));
        }
        let last = listed.record.public().map(|line| (line.release, line.commit.clone(), line.pinned));
        if last != Some((to.current, wanted.commit.clone(), to.pinned)) {
            found.push(format!("{name}: the record ends with {last:?}"));
        }
        let numbers: BTreeSet<u64> = listed.record.all.iter().map(|line| line.release).collect();
        if numbers != (1..=to.current).collect::<BTreeSet<u64>>() {
            found.push(format!("{name}: the record has {numbers:?} of {}", to.current));
        }
    }
}

/// Says where a site in a folder is not what somebody is to see.
fn differing(site: &Path, view: &View) -> Vec<String> {
    let mut found = Vec::new();
    let text = |path: &str| fs::read_to_string(site.join(path)).unwrap_or_default();
    if !text("en/about/index.html").contains(&format!("about{}z", view.about)) {
        found.push(format!("the page is not about{}", view.about));
    }
    let mut wanted = BTreeSet::new();
    let addresses = text("_addresses.json");
    let known: serde_json::Value = serde_json::from_str(&addresses).unwrap_or_default();
    let withdrawn = known["withdrawn"].as_array().into_iter().flatten().filter_map(|address| address.as_str());
    let withdrawn: BTreeSet<String> = withdrawn.map(str::to_owned).collect();
    for (number, seen) in &view.statements {
        let page = text(&format!("en/press/s{number}/index.html"));
        let is_right = match seen {
            Seen::Text(of) | Seen::Withdrawn(of) => {
                wanted.insert(token(*number, *of));
                let is_withdrawn = withdrawn.contains(&format!("/en/press/s{number}/"));
                page.contains(&token(*number, *of)) && is_withdrawn == seen.is_withdrawn()
            }
            Seen::Gone => addresses.contains(&format!("\"from\": \"/en/press/s{number}/\"")),
        };
        if !is_right {
            found.push(format!("statement {number} is not {seen:?}"));
        }
    }
    for entry in walkdir::WalkDir::new(site).into_iter().flatten().filter(|entry| entry.file_type().is_file()) {
        let bytes = fs::read(entry.path()).unwrap_or_default();
        for token in tokens(&bytes) {
            if !wanted.contains(&token) {
                found.push(format!("{token} is in {}", entry.path().display()));
            }
        }
    }
    found
}

/// The tokens in bytes.
fn tokens(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let all = text.match_indices("token").map(|(place, _)| &text[place..]);
    let token = |text: &str| {
        let end = 5 + text[5..].find(|c: char| !c.is_ascii_digit() && c != 'x')?;
        (text.as_bytes().get(end) == Some(&b'z')).then(|| text[..=end].to_owned())
    };
    all.filter_map(token).collect()
}

pub fn write(root: &Path, content: &Content) {
    for (path, text) in content.files() {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}
