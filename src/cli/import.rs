//! `chancery import`: a site of another tool becomes a portal in a folder of its own. Nothing outside that folder is
//! written, and in it nothing that an import did not write.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use jiff::Timestamp;

use super::console::Console;
use super::exit::Exit;
use super::refusal::Refusal;
use super::targets;
use super::writing;
use crate::diag::SourcePath;
use crate::fs::disk::{self, Disk as _, Kind, SystemDisk};
use crate::fs::{Inputs, Tree};
use crate::import::{self, Content, Imported, MARKER, NoSite};

/// Makes a portal of a site of Hugo, Jekyll or Zola
///
/// The portal builds at once. `import-report.txt` in it says of every file what became of it: what was mapped, what was
/// kept as it was, what is lost. Old addresses keep answering.
#[derive(Debug, Args)]
pub struct Import {
    /// The tool that the site was made for
    tool: Tool,
    /// The folder of the site, where its configuration lies
    #[arg(value_name = "SRC")]
    source: PathBuf,
    /// The folder of the portal; it must be empty, not exist, or hold an earlier import
    #[arg(long, value_name = "DIR")]
    into: PathBuf,
}

/// A tool, as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Tool {
    /// Hugo
    Hugo,
    /// Jekyll
    Jekyll,
    /// Zola
    Zola,
}

impl From<Tool> for import::Tool {
    fn from(tool: Tool) -> Self {
        match tool {
            Tool::Hugo => Self::Hugo,
            Tool::Jekyll => Self::Jekyll,
            Tool::Zola => Self::Zola,
        }
    }
}

/// Imports a site.
///
/// # Errors
///
/// A refusal where the source is no site of the tool, the folder holds what no import wrote, or can't be written.
pub fn run(arguments: &Import, now: Option<Timestamp>, console: &Console) -> Result<Exit, Refusal> {
    let (source, into) = (&arguments.source, &arguments.into);
    match disk::kind(source).map_err(|error| Refusal::outside(source, &error))? {
        Some(Kind::Folder | Kind::Other) => {}
        Some(Kind::File(_)) => return Err(Refusal::usage(format!("`{}` is a file", source.display()))),
        None => return Err(Refusal::usage(format!("there is no folder `{}`", source.display()))),
    }
    refuse_each_other(source, into)?;
    let before = earlier(into)?;
    if before.is_empty() {
        targets::refuse_sources(source, into, "the folder of the portal")?;
    }
    let (tree, faults) = Tree::scan_foreign(source);
    let now = Inputs::of(Tree::in_memory::<&str, Vec<u8>>([]), now, None).inputs.now;
    let tool = import::Tool::from(arguments.tool);
    let Imported { files, report } = import::import(&tree, &faults, tool, now).map_err(|NoSite(why)| {
        Refusal::usage(format!("`{}` is no site of {}: {why}", source.display(), tool.name()))
            .help("name the folder that holds the configuration, not the one that was published")
    })?;
    refuse_foreign(into, &before, &files)?;
    write(&tree, into, &before, &files)?;
    console.say(&format!(
        "{}\nwrote {}; import-report.txt there says what became of every file",
        report.summary(),
        into.display()
    ));
    Ok(Exit::Fine)
}

/// A portal within its own source would be imported the next time.
fn refuse_each_other(source: &Path, into: &Path) -> Result<(), Refusal> {
    let resolved = |path: &Path| disk::resolve(path).unwrap_or_else(|_| path.to_owned());
    // What does not exist yet lies where the nearest folder above it lies.
    let above =
        into.ancestors().find(|path| !path.as_os_str().is_empty() && disk::kind(path).is_ok_and(|kind| kind.is_some()));
    let place = above.map_or_else(|| resolved(Path::new(".")), resolved);
    let source = resolved(source);
    if place.starts_with(&source) || resolved(into) == source {
        let message = format!("`{}` lies in the site that is to be imported", into.display());
        return Err(Refusal::usage(message).help("name a folder outside of it"));
    }
    Ok(())
}

/// The files that an earlier import wrote; none where the folder is empty or does not exist.
fn earlier(into: &Path) -> Result<Vec<String>, Refusal> {
    let refused = |error: std::io::Error| Refusal::outside(into, &error);
    match disk::kind(into).map_err(refused)? {
        None => Ok(Vec::new()),
        Some(Kind::Folder) => {
            let marker = into.join(MARKER);
            if let Some(Kind::File(_)) = disk::kind(&marker).map_err(refused)? {
                let bytes = disk::read(&marker).map_err(|error| Refusal::outside(&marker, &error))?;
                let text = String::from_utf8_lossy(&bytes).into_owned();
                let is_inside = |path: &&str| {
                    !path.is_empty() && !path.starts_with('/') && !path.split('/').any(|part| part == "..")
                };
                return Ok(text.lines().filter(is_inside).map(str::to_owned).collect());
            }
            let entries = disk::list(into).map_err(refused)?;
            match entries.iter().find(|(path, _)| !path.starts_with(".git")) {
                None => Ok(Vec::new()),
                Some((path, _)) => {
                    let message =
                        format!("the folder `{}` is not empty: it holds `{}`", into.display(), path.display());
                    Err(Refusal::usage(message).help("name a folder that does not exist yet"))
                }
            }
        }
        Some(_) => Err(Refusal::usage(format!("`{}` is not a folder", into.display()))),
    }
}

/// What somebody else wrote is never replaced.
fn refuse_foreign(into: &Path, before: &[String], files: &[(String, Content)]) -> Result<(), Refusal> {
    for (path, _) in files {
        let target = into.join(path);
        let is_there = disk::kind(&target).map_err(|error| Refusal::outside(&target, &error))?.is_some();
        if is_there && !before.contains(path) {
            let message = format!("`{}` is in the way, and no import wrote it", target.display());
            return Err(Refusal::usage(message).help("move it away, or name another folder"));
        }
    }
    Ok(())
}

/// Writes the files, after those of the earlier import are gone. The list of them comes first, so that an import that was
/// interrupted can be repeated.
fn write(tree: &Tree, into: &Path, before: &[String], files: &[(String, Content)]) -> Result<(), Refusal> {
    let mut known: Vec<&str> =
        before.iter().map(String::as_str).chain(files.iter().map(|(path, _)| path.as_str())).collect();
    known.sort_unstable();
    known.dedup();
    disk::make_folders(&SystemDisk, into).map_err(|error| Refusal::outside(into, &error))?;
    let list = |paths: &[&str]| paths.iter().flat_map(|path| [*path, "\n"]).collect::<String>();
    writing::replace(&into.join(MARKER), list(&known).as_bytes())?;
    for path in before {
        let target = into.join(path);
        if let Ok(Some(Kind::File(_))) = disk::kind(&target) {
            SystemDisk.remove_file(&target).map_err(|error| Refusal::outside(&target, &error))?;
            for folder in target.ancestors().skip(1).take_while(|folder| *folder != into) {
                // A folder that holds something stays.
                if SystemDisk.remove_folder(folder).is_err() {
                    break;
                }
            }
        }
    }
    for (path, content) in files {
        let bytes = match content {
            Content::Text(text) => text.clone().into_bytes(),
            Content::Copy(source) => match tree.read(&SourcePath::new(source)) {
                Ok(bytes) => bytes,
                Err(fault) => return Err(Refusal { exit: Exit::Outside, message: fault.message, help: None }),
            },
        };
        writing::create(&into.join(path), &bytes)?;
    }
    let paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    writing::replace(&into.join(MARKER), list(&paths).as_bytes())
}
