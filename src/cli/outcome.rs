//! What is said at the end of a run over the whole site: its faults and the summary line.

use std::path::Path;

use super::console::Console;
use super::count::counted;
use super::exit::Exit;
use super::refusal::Refusal;
use crate::diag::{Diagnostic, Severity, SourcePath, codes, count};
use crate::engine::{self, CacheChoice, Report};
use crate::fs::Inputs;
use crate::fs::disk;
use crate::publish;

/// Reports a run and tells how it ended. The verb says what was done: `built`, `checked`.
pub fn tell(console: &Console, report: &Report, verb: &str, seconds: f64) -> Exit {
    let lookup = |path: &SourcePath| engine::source_text(&report.inputs, path);
    if !is_site(&report.inputs) {
        // That there is no history either, or nowhere to write, is of no interest.
        let is_about_the_site = |fault: &&Diagnostic| fault.code.name == codes::UNREADABLE_FILE.name;
        let faults: Vec<Diagnostic> = report.diagnostics.iter().filter(is_about_the_site).cloned().collect();
        console.faults(&faults, &lookup);
        return Exit::Usage;
    }
    console.faults(&report.diagnostics, &lookup);
    console.say(&summary(report, verb, seconds));
    if report.outside {
        Exit::Outside
    } else if report.has_errors() {
        Exit::Content
    } else {
        Exit::Fine
    }
}

/// Tells whether a folder holds a site at all.
#[must_use]
pub fn is_site(inputs: &Inputs) -> bool {
    inputs.files.contains(&SourcePath::new("site.toml"))
}

/// Writes one line on what was done.
fn summary(report: &Report, verb: &str, seconds: f64) -> String {
    let errors = counted(count(&report.diagnostics, Severity::Error), "error", "errors");
    let warnings = counted(count(&report.diagnostics, Severity::Warning), "warning", "warnings");
    let pages = counted(report.pages, "page", "pages");
    let languages = counted(report.languages, "language", "languages");
    match &report.changes {
        Some(changes) => {
            let written = counted(changes.written, "file", "files");
            let removed = changes.removed;
            format!(
                "{verb} {pages} in {languages}: {written} changed, {removed} removed, in {seconds:.2} s; {errors}, {warnings}"
            )
        }
        None if verb == "built" => format!("nothing was built: {errors}, {warnings}, in {seconds:.2} s"),
        None => format!("{verb} {pages} in {languages} in {seconds:.2} s; {errors}, {warnings}"),
    }
}

/// Refuses to build into a destination of `chancery publish`, or to keep a cache there: what is public changes by
/// publications alone.
///
/// # Errors
///
/// A refusal that says what to do.
pub fn refuse_in_destination(root: &Path, out: &Path, cache: &CacheChoice) -> Result<(), Refusal> {
    let cache = match cache {
        CacheChoice::Usual => Some(root.join(".chancery")),
        CacheChoice::Folder(folder) => Some(folder.clone()),
        CacheChoice::Off => None,
    };
    let folders = [("output", Some(out)), ("cache", cache.as_deref())];
    for (what, folder) in folders {
        let Some((folder, to)) = folder.and_then(|folder| Some((folder, publish::destination_of(folder)?))) else {
            continue;
        };
        let message = format!("the {what} `{}` lies in the destination `{}`", folder.display(), to.display());
        return Err(Refusal::usage(message).help(format!(
            "build into a folder beside it, then `chancery publish --from FOLDER --to {}`; or let `chancery publish` do \
             both",
            to.display()
        )));
    }
    Ok(())
}

/// Refuses to build into a folder that can't be an output: the root of the disk, the site itself or a folder above it, or one
/// of the folders that hold its sources.
///
/// # Errors
///
/// A refusal that names a folder that can be.
pub fn refuse_sources(root: &Path, out: &Path) -> Result<(), Refusal> {
    const SOURCES: [&str; 5] = ["content", "fonts", "overrides", "static", "themes"];
    let (Ok(site), Ok(folder)) = (disk::resolve(root), disk::resolve(out)) else { return Ok(()) };
    let is_source = SOURCES.iter().any(|name| folder.starts_with(site.join(name)));
    let what = if folder.parent().is_none() {
        "it is the root of the disk"
    } else if site.starts_with(&folder) {
        "it holds the site itself"
    } else if is_source {
        "it holds sources of the site"
    } else {
        return Ok(());
    };
    let message = format!("`{}` can't be the output: {what}", out.display());
    Err(Refusal::usage(message).help("name an empty folder, as in `--out public`"))
}

/// Names the folder that is built into: the one given, else `public` at the root of the site.
#[must_use]
pub fn output(root: &Path, given: Option<&Path>) -> std::path::PathBuf {
    given.map_or_else(|| root.join("public"), Path::to_owned)
}
