//! `chancery serve`.

use std::process::{Command, Stdio};

use clap::Args;

use super::console::Console;
use super::count::counted;
use super::exit::Exit;
use super::refusal::Refusal;
use crate::diag::{Diagnostic, Severity, count};
use crate::engine::{self, Options};
use crate::fs::Inputs;
use crate::serve::{self, Event, Failure};

/// Shows the site in the browser, and again after each change
///
/// A page is made when it is asked for, and shown anew when a file changes. Faults are shown in the browser and here.
/// Nothing is written to the disk. Ctrl-C ends it.
#[derive(Debug, Args)]
pub struct Serve {
    /// The port [default: 8000, or the next one that is free]
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Shows hidden texts too (drafts, embargoed, scheduled), marked as such
    #[arg(long)]
    drafts: bool,
    /// Opens the browser
    #[arg(long)]
    open: bool,
    /// Lets other machines of the network see the site, hidden texts included where these are shown
    #[arg(long)]
    lan: bool,
}

/// Serves the site until it is interrupted.
///
/// # Errors
///
/// A refusal where the port can't be had or changes of files can't be seen.
pub fn run(arguments: &Serve, site: Options, console: &Console) -> Result<Exit, Refusal> {
    let options = serve::Options {
        site: Options { drafts: arguments.drafts, ..site },
        port: arguments.port,
        lan: arguments.lan,
        open: arguments.open,
    };
    match serve::run(options, &|event| tell(event, console)) {
        Ok(()) => Ok(Exit::Fine),
        Err(failure) => {
            let refusal = Refusal { exit: Exit::Outside, message: failure.to_string(), help: None };
            Err(match failure {
                Failure::Port(_) => refusal.help("choose another port with `--port N`, or leave it out"),
                _ => refusal,
            })
        }
    }
}

fn tell(event: Event, console: &Console) {
    match event {
        Event::Listening { url } => console.say(&format!("serving {url} (Ctrl-C ends it)")),
        Event::Open { url } => {
            if !open(&url) {
                console.say(&format!("no browser could be opened: go to {url}"));
            }
        }
        Event::Changed { paths } => match paths.as_slice() {
            [path] => console.say(&format!("{path} changed")),
            paths => console.say(&format!("{} changed", counted(paths.len(), "file", "files"))),
        },
        Event::Built { pages, milliseconds, diagnostics, inputs } => {
            faults(&diagnostics, &inputs, console);
            console.say(&format!(
                "{} ready in {milliseconds} ms; {}, {}",
                counted(pages, "page", "pages"),
                counted(count(&diagnostics, Severity::Error), "error", "errors"),
                counted(count(&diagnostics, Severity::Warning), "warning", "warnings")
            ));
        }
        Event::Found { diagnostics, inputs } => faults(&diagnostics, &inputs, console),
    }
}

fn faults(diagnostics: &[Diagnostic], inputs: &Inputs, console: &Console) {
    console.faults(diagnostics, &|path| engine::source_text(inputs, path));
}

/// Asks the desktop for a browser.
#[expect(clippy::disallowed_methods, reason = "this is no part of a build")]
fn open(url: &str) -> bool {
    let (program, arguments): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(arguments).arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().is_ok()
}
