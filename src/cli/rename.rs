//! `chancery rename`.

use std::path::PathBuf;

use clap::Args;
use similar::TextDiff;

use super::console::Console;
use super::count::counted;
use super::exit::Exit;
use super::place;
use super::refusal::Refusal;
use crate::act::{self, Change};
use crate::diag::{Diagnostic, Severity, SourcePath};
use crate::engine::{self, Options};
use crate::fs::Tree;
use crate::fs::disk::{self, FileChange, SystemDisk};

/// Gives a text another file name, in all its languages, and keeps its old address and its id
///
/// The files of all languages move, with a bundle all that is in its folder. Where the address comes from the file name, the
/// old one becomes an alias; where the id does, it is written down. Links of other texts and rows of redirects.csv are
/// written anew. Everything is written, or nothing.
#[derive(Debug, Args)]
pub struct Rename {
    /// A file of the text, in any language, or the folder of a bundle: content/press/treaty.en.md
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// Its new name without language and ending, or with another folder: pact, archive/pact
    #[arg(value_name = "NEW")]
    new: String,
    /// Shows what would change, as a unified diff, and writes nothing
    #[arg(long)]
    dry_run: bool,
}

/// Renames a text.
///
/// # Errors
///
/// A refusal where the file is not one of the site's, or the operating system refuses.
pub fn run(arguments: &Rename, site: &Options, console: &Console) -> Result<Exit, Refusal> {
    let memory = site.root.join(".chancery").join("act");
    let outside = |error: std::io::Error| Refusal::outside(&site.root, &error);
    if !arguments.dry_run && disk::take_back(&SystemDisk, &site.root, &memory).map_err(outside)? {
        console.say("changes that were ended half-way have been taken back");
    }
    let old = place::source_path(&site.root, &arguments.old)?;
    let prepared = engine::prepare(site);
    let fail = |faults: &[Diagnostic]| {
        console.faults(faults, &|path| engine::source_text(&prepared.inputs, path));
        Exit::Content
    };
    // Links are found in texts that can be read.
    let mut faults = prepared.diagnostics.clone();
    faults.extend(prepared.check());
    faults.retain(|fault| fault.severity == Severity::Error);
    let Some(texts) = prepared.texts().filter(|_| faults.is_empty()) else { return Ok(fail(&faults)) };
    let changes = match act::rename(&texts, &prepared.inputs.files, &old, &arguments.new) {
        Ok(changes) => changes,
        Err(faults) => return Ok(fail(&faults)),
    };
    if arguments.dry_run {
        console.result(&changes.iter().map(diff).collect::<String>());
        console.say("nothing was written");
        return Ok(Exit::Fine);
    }
    let files: Vec<FileChange> = changes.iter().map(|change| file_change(change, &prepared.inputs.files)).collect();
    disk::change_all(&SystemDisk, &site.root, &memory, &files).map_err(outside)?;
    for change in changes.iter().filter(|change| change.from.as_ref() != Some(&change.to)) {
        match &change.from {
            Some(from) => console.say(&format!("{from} -> {}", change.to)),
            None => console.say(&format!("made {}", change.to)),
        }
    }
    let edited = changes.iter().filter(|change| change.from.as_ref() == Some(&change.to)).count();
    console.say(&format!("{} that led to it changed", counted(edited, "other file", "other files")));
    Ok(Exit::Fine)
}

fn file_change(change: &Change, files: &Tree) -> FileChange {
    let on_disk = |path: &SourcePath| files.name_on_disk(path).as_str().to_owned();
    FileChange { from: change.from.as_ref().map(on_disk), to: on_disk(&change.to), bytes: change.after.clone() }
}

/// A change as git writes it.
fn diff(change: &Change) -> String {
    let from = change.from.as_ref().unwrap_or(&change.to);
    let mut text = format!("diff --git a/{from} b/{}\n", change.to);
    match &change.from {
        None => text += "new file mode 100644\n",
        Some(from) if *from != change.to => {
            for part in ["rename from ", from.as_str(), "\nrename to ", change.to.as_str(), "\n"] {
                text.push_str(part);
            }
        }
        Some(_) => {}
    }
    if change.before != change.after {
        let lossy = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let (before, after) = (lossy(&change.before), lossy(&change.after));
        let names = (
            change.from.as_ref().map_or("/dev/null".to_owned(), |from| format!("a/{from}")),
            format!("b/{}", change.to),
        );
        text += &TextDiff::from_lines(&before, &after).unified_diff().header(&names.0, &names.1).to_string();
    }
    text
}
