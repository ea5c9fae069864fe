//! A place in which a small but full site is edited and built again and again: by the library, in milliseconds, with
//! the cache of the last build and without.
//!
//! The sources stand in `full_site`. [`Lab::built`] is what the engine makes of them into the same folder each time,
//! with what it remembers; [`Lab::clean`] is what it makes of them from nothing. The laws say that the two are equal.

pub mod edits;
pub mod failing_disk;
pub mod full_site;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use chancery::diag::{Diagnostic, Severity, SourcePath};
use chancery::engine::{self, CacheChoice, Options, Report};
use chancery::output::MemorySink;
use chancery::track::QuestionKind;
use jiff::Timestamp;

use support::{Files, NOW, read_folder};

/// A site with its output and its cache.
pub struct Lab {
    folder: tempfile::TempDir,
    /// The build time.
    pub now: Timestamp,
    /// As `--base-url`.
    pub base_url: Option<String>,
}

impl Lab {
    /// Makes the full site, its translations stamped, not built yet.
    pub fn new() -> Self {
        let lab = Self { folder: quick_folder(), now: NOW.parse().unwrap(), base_url: None };
        for (path, text) in full_site::files() {
            lab.write(path, text);
        }
        for path in full_site::STAMPED {
            lab.stamp(path);
        }
        lab
    }

    /// Makes the full site and builds it, so that there is a cache.
    pub fn ready() -> Self {
        Self::ready_with(|_| {})
    }

    /// As [`Self::ready`], with the sources changed before the first build.
    pub fn ready_with(change: impl FnOnce(&mut Self)) -> Self {
        let mut lab = Self::new();
        change(&mut lab);
        let report = lab.built();
        let errors: Vec<&Diagnostic> =
            report.diagnostics.iter().filter(|fault| fault.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(report.rendered.len(), report.targets, "the first build renders everything");
        lab
    }

    /// The folder of the sources.
    pub fn site(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    /// The folder of the output.
    pub fn out(&self) -> PathBuf {
        self.folder.path().join("public")
    }

    /// What a build is asked to do.
    pub fn options(&self) -> Options {
        Options { root: self.site(), now: Some(self.now), base_url: self.base_url.clone(), ..Options::default() }
    }

    /// Builds with what the last build remembered.
    pub fn built(&self) -> Report {
        engine::build(&self.options(), &self.out(), &|_, _| {})
    }

    /// Builds with the answers to one sort of question taken for unchanged.
    pub fn built_ignoring(&self, kind: QuestionKind) -> Report {
        engine::build(&Options { ignored: Some(kind), ..self.options() }, &self.out(), &|_, _| {})
    }

    /// What stands in the output.
    pub fn output(&self) -> Files {
        if self.out().exists() { read_folder(&self.out()) } else { Files::new() }
    }

    /// What a build without any memory makes of the sources, and what it finds wrong.
    pub fn clean(&self) -> (Files, Vec<Diagnostic>) {
        let options = Options { cache: CacheChoice::Off, ..self.options() };
        let mut sink = MemorySink::default();
        let prepared = engine::prepare(&options);
        let report = engine::finish(&prepared, &mut sink, &|_, _| {});
        (sink.files.into_iter().map(|(path, bytes)| (path.to_string(), bytes)).collect(), report.diagnostics)
    }

    /// The same into a new folder, as the program does it.
    pub fn clean_in_a_folder(&self) -> (Files, Vec<Diagnostic>) {
        let out = self.folder.path().join("clean");
        let options = Options { cache: CacheChoice::Off, ..self.options() };
        let report = engine::build(&options, &out, &|_, _| {});
        let files = if out.exists() { read_folder(&out) } else { Files::new() };
        let _ = fs::remove_dir_all(&out);
        (files, report.diagnostics)
    }

    /// Forgets output and cache.
    pub fn forget(&self) {
        let _ = fs::remove_dir_all(self.out());
        let _ = fs::remove_dir_all(self.site().join(".chancery"));
    }

    /// Writes a file.
    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.site().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Reads a file as text.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.site().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Tells whether there is a file.
    pub fn has(&self, path: &str) -> bool {
        self.site().join(path).exists()
    }

    /// Takes a file away, and its folder where that is empty then.
    pub fn remove(&self, path: &str) {
        let path = self.site().join(path);
        fs::remove_file(&path).unwrap();
        let _ = fs::remove_dir(path.parent().unwrap());
    }

    /// Gives a file another name.
    pub fn rename(&self, from: &str, to: &str) {
        let to = self.site().join(to);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::rename(self.site().join(from), to).unwrap();
    }

    /// Replaces a text in a file, which has to be there.
    pub fn replace(&self, path: &str, from: &str, to: &str) {
        let before = self.read(path);
        assert!(before.contains(from), "`{from}` is not in {path}:\n{before}");
        self.write(path, before.replacen(from, to, 1));
    }

    /// Adds text at the end of a file.
    pub fn append(&self, path: &str, text: &str) {
        let before = if self.has(path) { self.read(path) } else { String::new() };
        self.write(path, before + text);
    }

    /// Says of a translation that it was made from its source as that is now.
    pub fn stamp(&self, path: &str) {
        let stamped = engine::stamp(&self.options(), &[SourcePath::new(path)]).unwrap();
        self.write(path, stamped.into_iter().next().unwrap().unwrap());
    }

    /// Runs git on the sources at a time of its own.
    pub fn git(&self, at: &str, arguments: &[&str]) {
        let run = Command::new("git")
            .current_dir(self.site())
            .args(["-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false", "-c", "core.autocrlf=false"])
            .args(arguments)
            .envs([("GIT_AUTHOR_NAME", "A"), ("GIT_AUTHOR_EMAIL", "a@example.org"), ("GIT_AUTHOR_DATE", at)])
            .envs([("GIT_COMMITTER_NAME", "A"), ("GIT_COMMITTER_EMAIL", "a@example.org"), ("GIT_COMMITTER_DATE", at)])
            .output()
            .unwrap();
        assert!(run.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
    }

    /// Commits everything; the first time, makes the sources a repository.
    pub fn commit(&self, at: &str) {
        if !self.has(".git") {
            self.git(at, &["init", "--quiet"]);
            fs::write(self.site().join(".git/info/exclude"), ".chancery\n").unwrap();
        }
        self.git(at, &["add", "--all"]);
        self.git(at, &["commit", "--quiet", "--no-verify", "--allow-empty", "--message", "x"]);
    }
}

/// A temporary folder in memory, where the platform has one: these tests write thousands of files.
pub fn quick_folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    made.or_else(|_| tempfile::tempdir()).unwrap()
}

/// The paths that differ between two outputs: new, gone, or of other bytes.
pub fn differing(one: &Files, other: &Files) -> Vec<String> {
    let mut paths: Vec<String> =
        one.keys().chain(other.keys()).filter(|path| one.get(*path) != other.get(*path)).cloned().collect();
    paths.sort();
    paths.dedup();
    paths
}

/// Shows where two files begin to differ.
pub fn difference(one: Option<&Vec<u8>>, other: Option<&Vec<u8>>) -> String {
    let (Some(one), Some(other)) = (one, other) else {
        return format!("there: {}, clean: {}", one.is_some(), other.is_some());
    };
    let place = one.iter().zip(other).position(|(a, b)| a != b).unwrap_or(one.len().min(other.len()));
    let around = |bytes: &[u8]| {
        String::from_utf8_lossy(&bytes[place.saturating_sub(80)..(place + 80).min(bytes.len())]).into_owned()
    };
    format!("  there: …{}…\n  clean: …{}…", around(one), around(other))
}
