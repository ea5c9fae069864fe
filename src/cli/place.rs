//! Where a command works: the site's folder, and files named on the command line.

use std::path::{Path, PathBuf};

use super::console::Console;
use super::exit::Exit;
use super::refusal::Refusal;
use crate::config::{self, LangId, Settings};
use crate::diag::{Diagnostic, SourcePath};
use crate::engine;
use crate::fs::disk;
use crate::fs::{Commit, Inputs};

/// Finds the folder of the site: the one given, else the nearest one upwards that holds site.toml, else this one.
#[must_use]
pub fn root(given: Option<&Path>) -> PathBuf {
    if let Some(given) = given {
        return given.to_owned();
    }
    let depth = disk::resolve(Path::new(".")).map_or(0, |here| here.ancestors().count());
    let mut folder = PathBuf::from(".");
    for _ in 0..depth {
        if is_site(&folder) {
            return folder;
        }
        folder = if folder == Path::new(".") { PathBuf::from("..") } else { folder.join("..") };
    }
    PathBuf::from(".")
}

/// Tells whether a folder is that of a site.
#[must_use]
pub fn is_site(root: &Path) -> bool {
    matches!(disk::kind(&root.join("site.toml")), Ok(Some(_)))
}

/// Reads the settings of a site; `None` with what is wrong where they can't be used.
#[must_use]
pub fn settings(inputs: &Inputs) -> (Option<Settings>, Vec<Diagnostic>) {
    let path = SourcePath::new("site.toml");
    if !inputs.files.contains(&path) {
        return (None, vec![engine::no_site()]);
    }
    match inputs.files.text(&path) {
        Ok(text) => config::resolve(&text, &path),
        Err(fault) => (None, vec![fault]),
    }
}

/// Finds a language of the site by its tag.
///
/// # Errors
///
/// A refusal where the site has no such language.
pub fn language(tag: &str, settings: &Settings) -> Result<LangId, Refusal> {
    settings.languages.find(tag).ok_or_else(|| {
        let known = settings.languages.order.iter().map(|tag| format!("`{tag}`")).collect::<Vec<_>>().join(", ");
        Refusal::usage(format!("the site has no language `{tag}`")).help(format!("languages of this site: {known}"))
    })
}

/// Reads the settings of a site, or says why they can't be used.
///
/// # Errors
///
/// How the run ends: the command is wrong where there is no site, the content where its settings have errors.
pub fn usable_settings(inputs: &Inputs, console: &Console) -> Result<Settings, Exit> {
    let (settings, faults) = settings(inputs);
    settings.ok_or_else(|| {
        console.faults(&faults, &|path| engine::source_text(inputs, path));
        if inputs.files.contains(&SourcePath::new("site.toml")) { Exit::Content } else { Exit::Usage }
    })
}

/// Finds a commit of the repository that holds a folder, or that the folder is.
///
/// # Errors
///
/// A refusal where there is no such commit.
pub fn commit(root: &Path, revision: &str) -> Result<Commit, Refusal> {
    Commit::find(root, revision).map_err(|why| {
        Refusal::usage(why)
            .help("name a commit, a branch, a tag, or a range whose end is meant: HEAD, v1.4, main..topic")
    })
}

/// Finds the name within the site of a file given on the command line: relative to where the command is run, else to
/// the folder of the site.
///
/// # Errors
///
/// A refusal where there is no such file, or it is not in the site.
pub fn source_path(root: &Path, given: &Path) -> Result<SourcePath, Refusal> {
    let missing = || Refusal::usage(format!("there is no file `{}`", given.display()));
    let site = disk::resolve(root).map_err(|error| Refusal::outside(root, &error))?;
    let candidates = [given.to_owned(), root.join(given)];
    let found = candidates.iter().find(|path| matches!(disk::kind(path), Ok(Some(_)))).ok_or_else(missing)?;
    let found = disk::resolve(found).map_err(|error| Refusal::outside(given, &error))?;
    let inside = found.strip_prefix(&site).map_err(|_| {
        Refusal::usage(format!("`{}` is not a file of the site `{}`", given.display(), root.display()))
            .help("say which site is meant: `--root DIR`")
    })?;
    let parts: Vec<_> = inside.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    Ok(SourcePath::new(&parts.join("/")))
}
