//! `chancery stamp`.

use std::path::PathBuf;

use clap::Args;

use super::console::Console;
use super::exit::Exit;
use super::place;
use super::refusal::Refusal;
use super::writing;
use crate::diag::SourcePath;
use crate::engine::{self, Options};
use crate::fs::Inputs;

/// Marks translations as made from their source as it is now
///
/// Writes the digest of the source's title, summary and text into the field `translated_from`. When the source
/// changes later, the translation is reported, and its page says so to its readers.
#[derive(Debug, Args)]
pub struct Stamp {
    /// Translations, as in content/about.fr.md
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// Stamps translations.
///
/// # Errors
///
/// A refusal where a file is not one of the site's, or can't be written.
pub fn run(arguments: &Stamp, site: &Options, console: &Console) -> Result<Exit, Refusal> {
    stamp(&arguments.files, site, console)
}

/// Stamps translations, all from one reading of the site.
///
/// # Errors
///
/// As [`run`].
pub(super) fn stamp(files: &[PathBuf], site: &Options, console: &Console) -> Result<Exit, Refusal> {
    let paths: Vec<SourcePath> =
        files.iter().map(|file| place::source_path(&site.root, file)).collect::<Result<_, _>>()?;
    let (mut exit, mut faults) = (Exit::Fine, Vec::new());
    match engine::stamp(site, &paths) {
        Ok(texts) => {
            for (path, text) in paths.iter().zip(texts) {
                match text {
                    Ok(text) => {
                        writing::replace(&site.root.join(path.as_str()), text.as_bytes())?;
                        console.say(&format!("stamped {path}"));
                    }
                    Err(fault) => faults.push(fault),
                }
            }
        }
        Err(found) => faults = found,
    }
    if !faults.is_empty() {
        exit = Exit::Content;
        let (inputs, _) = Inputs::open(&site.root, site.now);
        console.faults(&faults, &|path| engine::source_text(&inputs, path));
    }
    Ok(exit)
}
