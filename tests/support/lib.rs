//! What tests of a whole site share: sites to build, the built portal, ways to read what came out.
//!
//! A [`Site`] is a folder of sources in a place of its own; [`Site::build`] runs the program as people do.
//! [`portal`] builds the repository's own portal, once per test program.
//!
//! This crate knows Chancery as people do: as a program that is started. What a test of the library needs is in
//! `tests/it/lab`.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]
// Nobody but the tests of this repository reads its documentation.
#![allow(
    clippy::missing_errors_doc,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    clippy::new_without_default
)]

pub mod feed;
pub mod html;
pub mod json_ld;
pub mod publishing;
pub mod xml;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The time at which everything is built.
pub const NOW: &str = "2026-11-23T12:00:00Z";

/// The files of a built site, by their paths, with `/`.
pub type Files = BTreeMap<String, Vec<u8>>;

/// What a run of the program did.
#[derive(Debug)]
pub struct Output {
    /// Exit code.
    pub status: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
    /// The output folder.
    pub files: Files,
}

impl Output {
    /// The lines of everything found wrong, notes left out.
    pub fn faults(&self) -> Vec<&str> {
        let lines = self.stderr.lines().chain(self.stdout.lines());
        lines.filter(|line| line.contains("error[") || line.contains("warning[")).collect()
    }

    /// Panics with what the program said unless it built the site without a fault.
    #[must_use]
    pub fn sound(self) -> Self {
        assert!(
            self.status == 0 && self.faults().is_empty(),
            "exit code {}\n{}{}",
            self.status,
            self.stdout,
            self.stderr
        );
        self
    }

    /// A file of the output as text.
    pub fn text(&self, path: &str) -> &str {
        text(&self.files, path)
    }
}

/// A file as text.
pub fn text<'a>(files: &'a Files, path: &str) -> &'a str {
    let bytes = files.get(path).unwrap_or_else(|| panic!("there is no `{path}` in the output"));
    std::str::from_utf8(bytes).unwrap_or_else(|_| panic!("`{path}` is not UTF-8"))
}

/// The sources of a site, in a temporary folder; the output stands beside them.
pub struct Site(tempfile::TempDir);

impl Site {
    /// A site without any file.
    pub fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("site")).unwrap();
        Self(folder)
    }

    /// A sound site in English and French, with a document of each kind but registers.
    pub fn minimal() -> Self {
        MINIMAL.iter().fold(Self::empty(), |site, (path, text)| site.file(path, text))
    }

    /// Writes a file, instead of one that may be there.
    #[must_use]
    pub fn file(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        self.write(path, text);
        self
    }

    /// Writes a file, instead of one that may be there.
    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Adds text at the end of a file, which may not be there yet.
    #[must_use]
    pub fn append(self, path: &str, text: &str) -> Self {
        let before = fs::read_to_string(self.path().join(path)).unwrap_or_default();
        self.file(path, before + text)
    }

    /// Takes a file away.
    #[must_use]
    pub fn without(self, path: &str) -> Self {
        fs::remove_file(self.path().join(path)).unwrap();
        self
    }

    /// The folder of the sources.
    pub fn path(&self) -> PathBuf {
        self.0.path().join("site")
    }

    /// The folder of the output.
    pub fn out(&self) -> PathBuf {
        self.0.path().join("public")
    }

    /// Builds the site as it is at [`NOW`].
    pub fn build(&self) -> Output {
        self.build_with(&[])
    }

    /// Builds the site with further arguments.
    pub fn build_with(&self, arguments: &[&str]) -> Output {
        build(&self.path(), &self.out(), NOW, arguments)
    }

    /// Makes the sources a git repository in which all of them were committed at one time.
    #[must_use]
    pub fn committed(self, at: &str, author: &str, subject: &str) -> Self {
        let git = |arguments: &[&str]| {
            let run = Command::new("git")
                .current_dir(self.path())
                .args(["-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false", "-c", "core.autocrlf=false"])
                .args(arguments)
                .env("GIT_AUTHOR_NAME", author)
                .env("GIT_AUTHOR_EMAIL", format!("{author}@example.org"))
                .env("GIT_AUTHOR_DATE", at)
                .env("GIT_COMMITTER_NAME", author)
                .env("GIT_COMMITTER_EMAIL", format!("{author}@example.org"))
                .env("GIT_COMMITTER_DATE", at)
                .output()
                .unwrap();
            assert!(run.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
        };
        git(&["init", "--quiet"]);
        git(&["add", "--all"]);
        git(&["commit", "--quiet", "--no-verify", "--message", subject]);
        self
    }
}

/// The program under test. Cargo says where it is when it starts a test program.
pub fn program() -> PathBuf {
    std::env::var_os("CARGO_BIN_EXE_chancery").expect("start the tests by `cargo test`").into()
}

/// A command that starts the program under test.
pub fn chancery() -> Command {
    Command::new(program())
}

/// Builds a site by the program; without packed copies, unless the arguments ask for them.
pub fn build(root: &Path, out: &Path, now: &str, arguments: &[&str]) -> Output {
    build_by(&mut chancery(), root, out, now, arguments)
}

/// Builds a site by a command that may have an environment of its own.
pub fn build_by(command: &mut Command, root: &Path, out: &Path, now: &str, arguments: &[&str]) -> Output {
    command.arg("--root").arg(root).args(["--now", now, "build", "--out"]).arg(out);
    // Copies are for the tests that ask for them.
    if !arguments.iter().any(|argument| argument.starts_with("--compress")) {
        command.arg("--compress=off");
    }
    let run = command.args(["--format", "short"]).args(arguments).output().unwrap();
    let lossy = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let files = if out.exists() { read_folder(out) } else { Files::new() };
    Output { status: run.status.code().unwrap_or(-1), stdout: lossy(&run.stdout), stderr: lossy(&run.stderr), files }
}

/// Every file below a folder.
pub fn read_folder(folder: &Path) -> Files {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| !entry.file_type().is_dir());
    let name = |path: &Path| path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
    files.map(|entry| (name(entry.path()), fs::read(entry.path()).unwrap())).collect()
}

/// Writes files below a folder, which begins empty.
pub fn write_folder(folder: &Path, files: &Files) {
    if folder.exists() {
        fs::remove_dir_all(folder).unwrap();
    }
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

/// The repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap()
}

/// The path of a folder for a test, which stays when the test is over. Each module has its own.
#[macro_export]
macro_rules! scratch {
    ($name:expr) => {
        $crate::scratch_of(module_path!()).join($name)
    };
}

/// The folder for the tests of a module: [`scratch!`] hands the module over.
pub fn scratch_of(module: &str) -> PathBuf {
    let program = program();
    program.ancestors().nth(2).unwrap().join("tmp").join(module.replace("::", "/"))
}

/// The portal of the repository, and the languages in which it is.
pub const LANGUAGES: [&str; 6] = ["en", "fr", "ar", "zh", "ru", "es"];

/// Where the portal is published.
pub const BASE: &str = "https://www.mfa.meridia.example/";

/// The repository's own portal, built once per test program, with its folder.
pub fn portal() -> (&'static Output, PathBuf) {
    static PORTAL: OnceLock<Output> = OnceLock::new();
    // `it` of `…/deps/it-0123456789abcdef`.
    let tests = std::env::current_exe().unwrap();
    let tests = tests.file_stem().unwrap().to_str().unwrap();
    let out = scratch_of(tests.split('-').next().unwrap()).join("portal");
    let built = PORTAL.get_or_init(|| {
        if out.exists() {
            fs::remove_dir_all(&out).unwrap();
        }
        let built = build(repository(), &out, NOW, &[]);
        assert!(built.status == 0, "the portal does not build:\n{}{}", built.stdout, built.stderr);
        built
    });
    (built, out)
}

/// The files of [`portal`].
pub fn portal_build() -> &'static Files {
    &portal().0.files
}

/// A tool that `tests/install` brings, by the name of the variable that says where it is.
pub fn tool(name: &str) -> PathBuf {
    let path = std::env::var_os(name).map(PathBuf::from);
    path.filter(|path| path.exists()).unwrap_or_else(|| panic!("{name} names no file: run tests/run"))
}

/// The sources of [`Site::minimal`].
const MINIMAL: &[(&str, &str)] = &[
    (
        "site.toml",
        r#"base_url = "https://www.example.org/"
timezone = "Europe/Lisbon"

[institution]
name = { en = "Ministry", fr = "Ministère" }

[languages]
source = "en"
order = ["en", "fr"]
required = ["en"]

[feeds]
authority = "example.org,2026"

[[section]]
folder = "press"
kind = "statement"

[[section]]
folder = "faq"
kind = "faq"

[[topic]]
id = "trade"
name = { en = "Trade", fr = "Commerce" }
"#,
    ),
    ("content/_section.en.md", "+++\ntitle = \"Ministry\"\n+++\n\nWelcome.\n"),
    ("content/_section.fr.md", "+++\ntitle = \"Ministère\"\n+++\n\nBienvenue.\n"),
    ("content/about.en.md", "+++\ntitle = \"About us\"\n+++\n\nWho we are.\n"),
    ("content/about.fr.md", "+++\ntitle = \"Qui nous sommes\"\nslug = \"a-propos\"\n+++\n\nQui nous sommes.\n"),
    ("content/press/_section.en.md", "+++\ntitle = \"Press\"\n+++\n"),
    ("content/press/_section.fr.md", "+++\ntitle = \"Presse\"\nslug = \"presse\"\n+++\n"),
    (
        "content/press/treaty.en.md",
        "+++\ntitle = \"Treaty signed\"\nsummary = \"Two states sign.\"\nsubtype = \"press-release\"\n\
         reference = \"M/2026/001\"\ndate = 2026-11-02\ntopics = [\"trade\"]\n+++\n\nSigned *today*.\n",
    ),
    (
        "content/press/treaty.fr.md",
        "+++\ntitle = \"Traité signé\"\nsummary = \"Deux États signent.\"\n+++\n\nSigné *aujourd’hui*.\n",
    ),
    ("content/faq/_section.en.md", "+++\ntitle = \"Questions\"\n+++\n"),
    ("content/faq/_section.fr.md", "+++\ntitle = \"Questions\"\n+++\n"),
    (
        "content/faq/visa.en.md",
        "+++\nquestion = \"Do I need a visa?\"\nshort_answer = \"Not for short stays.\"\ntopics = [\"trade\"]\n+++\n\n\
         Not for stays of up to 90 days.\n",
    ),
    (
        "content/faq/visa.fr.md",
        "+++\nquestion = \"Me faut-il un visa\u{202f}?\"\nshort_answer = \"Pas pour un court séjour.\"\n+++\n\n\
         Pas pour un séjour de 90 jours au plus.\n",
    ),
];
