//! `chancery serve`.

use clap::Args;

use super::console::Console;
use super::exit::Exit;
use super::refusal::Refusal;
use crate::engine::Options;
use crate::serve;

/// Shows the site in the browser, and again after each change
///
/// Pages are rendered when they are asked for, and shown anew when a file changes. Faults are shown in the browser and
/// here. Nothing is written to the disk.
#[derive(Debug, Args)]
pub struct Serve {
    /// The port [default: 4000, or the next one that is free]
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Shows hidden texts too (drafts, embargoed, scheduled), marked as such
    #[arg(long)]
    drafts: bool,
    /// Opens the browser
    #[arg(long)]
    open: bool,
    /// Lets other machines of the local network see the site; drafts and embargoed texts included, if shown
    #[arg(long)]
    lan: bool,
}

/// Serves the site until it is interrupted.
///
/// # Errors
///
/// A refusal where the port can't be had.
pub fn run(arguments: &Serve, site: Options, console: &Console) -> Result<Exit, Refusal> {
    let options = serve::Options {
        site: Options { drafts: arguments.drafts, ..site },
        port: arguments.port,
        lan: arguments.lan,
        open: arguments.open,
        format: console.format(),
    };
    match serve::run(options, &|line| console.say(line)) {
        Ok(()) => Ok(Exit::Fine),
        Err(failure) => Err(Refusal { exit: Exit::Outside, message: failure.to_string(), help: None }),
    }
}
