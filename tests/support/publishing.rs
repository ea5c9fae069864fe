//! A destination to publish to, in a folder of its own.

use std::fs;
use std::path::PathBuf;

use crate::{Files, NOW, Site, chancery, read_folder};

/// A destination.
pub struct Destination(tempfile::TempDir);

/// What a run of `chancery publish` did.
pub struct Run {
    /// Exit code.
    pub status: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
    /// What was built, where anything was.
    pub files: Files,
}

impl Run {
    /// Panics with what was said unless all went well.
    // Most tests ask no more than that.
    #[allow(clippy::return_self_not_must_use)]
    pub fn fine(self) -> Self {
        assert!(self.status == 0, "exit code {}\n{}{}", self.status, self.stdout, self.stderr);
        self
    }
}

impl Destination {
    /// One that is not there yet.
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// The folder.
    pub fn path(&self) -> PathBuf {
        self.0.path().join("www")
    }

    /// Builds a site and publishes it.
    pub fn publish(&self, site: &Site) -> Run {
        self.run(site, &[])
    }

    /// The same with further arguments.
    pub fn run(&self, site: &Site, arguments: &[&str]) -> Run {
        self.run_at(site, NOW, arguments)
    }

    /// The same at another time.
    pub fn run_at(&self, site: &Site, now: &str, arguments: &[&str]) -> Run {
        let mut command = chancery();
        command.arg("--root").arg(site.path()).args(["--now", now, "--color", "never"]).arg("publish");
        command.arg("--to").arg(self.path());
        let is_building =
            !arguments.iter().any(|argument| ["--from", "rollback", "releases", "--init"].contains(argument));
        if is_building {
            command.arg("--out").arg(site.out());
            if !arguments.iter().any(|argument| argument.starts_with("--compress")) {
                command.arg("--compress=off");
            }
        }
        let run = command.args(arguments).output().unwrap();
        let lossy = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let files = if site.out().exists() { read_folder(&site.out()) } else { Files::new() };
        Run { status: run.status.code().unwrap_or(-1), stdout: lossy(&run.stdout), stderr: lossy(&run.stderr), files }
    }

    /// Where the link leads.
    pub fn current(&self) -> String {
        fs::read_link(self.path().join("current")).unwrap().to_str().unwrap().to_owned()
    }

    /// A public file.
    pub fn file(&self, path: &str) -> Vec<u8> {
        fs::read(self.path().join("current").join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// A public file as text.
    pub fn text(&self, path: &str) -> String {
        String::from_utf8(self.file(path)).unwrap()
    }

    /// Whether a file is public.
    pub fn has(&self, path: &str) -> bool {
        self.path().join("current").join(path).exists()
    }

    /// The releases that are there.
    pub fn releases(&self) -> Vec<u64> {
        let entries = fs::read_dir(self.path().join("releases")).unwrap();
        let mut numbers: Vec<u64> =
            entries.map(|entry| entry.unwrap().file_name().to_str().unwrap().parse().unwrap()).collect();
        numbers.sort_unstable();
        numbers
    }

    /// Everything in the releases, and where the link leads.
    pub fn all(&self) -> (String, Files) {
        (self.current(), read_folder(&self.path().join("releases")))
    }
}
