//! `chancery theme`.

use std::fmt::Write as _;

use clap::{Args, Subcommand};

use super::console::Console;
use super::exit::Exit;
use super::refusal::Refusal;
use super::writing;
use crate::diag::nearest;
use crate::engine::Options;
use crate::fs::disk;
use crate::theme;

/// Lists the files of the built-in theme, or takes one out to change it
///
/// A site changes the theme file by file: what lies in overrides/ stands in place of the built-in file of the same
/// name, and everything else keeps coming from the program.
#[derive(Debug, Args)]
pub struct Theme {
    #[command(subcommand)]
    action: Action,
}

impl Theme {
    /// Tells whether a file is written, which asks for a site that it is for.
    pub(super) fn writes(&self) -> bool {
        matches!(self.action, Action::Eject { .. })
    }
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Lists the files of the built-in theme; those that the site overrides are marked
    List,
    /// Copies a file of the built-in theme to overrides/, where it can be changed
    Eject {
        /// The file as `theme list` names it, as in templates/page.html
        path: String,
    },
}

/// Lists or copies files of the theme.
///
/// # Errors
///
/// A refusal where the theme has no such file, or it was taken out before.
pub fn run(arguments: &Theme, site: &Options, console: &Console) -> Result<Exit, Refusal> {
    match &arguments.action {
        Action::List => {
            let mut text = String::new();
            for (name, _) in theme::embedded() {
                let mark = if is_overridden(site, name) { "  (overridden)" } else { "" };
                // Writing to a string never fails.
                let _ = writeln!(text, "{name}{mark}");
            }
            console.result(&text);
        }
        Action::Eject { path } => {
            let name = path.trim_start_matches("./");
            let bytes = theme::eject(name).ok_or_else(|| unknown(name))?;
            let target = site.root.join("overrides").join(name);
            writing::create(&target, bytes)?;
            console.say(&format!("wrote {}: it now stands in place of the built-in file", target.display()));
        }
    }
    Ok(Exit::Fine)
}

fn is_overridden(site: &Options, name: &str) -> bool {
    matches!(disk::kind(&site.root.join("overrides").join(name)), Ok(Some(_)))
}

fn unknown(name: &str) -> Refusal {
    let same_name = |known: &&str| known.rsplit('/').next() == Some(name);
    let names: Vec<&str> = theme::embedded().map(|(known, _)| known).collect();
    let near = names.iter().copied().find(same_name).or_else(|| nearest(name, names.iter().copied()));
    Refusal::usage(format!("the theme has no file `{name}`")).help(match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`chancery theme list` names them all".to_owned(),
    })
}
