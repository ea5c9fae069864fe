//! The command line: one file per command, and the only place that prints.
//!
//! A command gathers what was typed, lets the engine work, and says what came of it. Nothing about content is decided
//! here; no other module knows that there is a command line.

mod absent;
pub mod add;
pub mod arguments;
mod build;
mod check;
mod clock;
#[cfg(feature = "completions")]
mod completions;
mod console;
mod count;
mod due;
mod exit;
mod explain;
mod hook;
#[cfg(feature = "import")]
mod import;
#[cfg(feature = "completions")]
mod man;
mod new;
mod outcome;
mod place;
mod publish;
pub mod reference;
mod refusal;
mod rename;
mod schema;
#[cfg(feature = "serve")]
mod serve;
mod stamp;
mod status;
mod suggestion;
mod targets;
mod theme;
mod writing;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser as _;

use crate::engine::{self, Options};
#[cfg(not(feature = "import"))]
use absent::import;
#[cfg(not(feature = "serve"))]
use absent::serve;
#[cfg(not(feature = "completions"))]
use absent::{completions, man};
use arguments::{Arguments, Command};
use console::Console;
pub use exit::Exit;

/// Does what the command line of the process says.
#[must_use]
pub fn main() -> ExitCode {
    run(std::env::args_os()).into()
}

/// Does what the arguments say (the first is the name of the program) and tells how it ended.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let typed: Vec<OsString> = arguments.into_iter().collect();
    let arguments = match Arguments::try_parse_from(&typed) {
        Ok(arguments) => arguments,
        Err(mut error) => {
            suggestion::judge(&mut error, &typed);
            // Help and version come this way too, and are no error.
            let _ = error.print();
            return if error.exit_code() == 0 { Exit::Fine } else { Exit::Usage };
        }
    };
    let console = Console::new(&arguments.global);
    let site = || Options {
        root: place::root(arguments.global.root.as_deref()),
        now: arguments.global.now,
        ..Options::default()
    };
    let root = site().root;
    if arguments.command.needs_site() && !place::is_site(&root) {
        console.faults(&[engine::no_site()], &|_| None);
        return Exit::Usage;
    }
    let result = match arguments.command {
        Command::Build(build) => build::run(build, site(), &console),
        Command::Publish(publish) => publish::run(&publish, arguments.global.format, site(), &console),
        Command::Hook(hook) => hook::run(&hook, arguments.global.now, &console),
        Command::Serve(serve) => serve::run(&serve, site(), &console),
        Command::Check(check) => Ok(check::run(&check, &site(), &console)),
        Command::Due(due) => Ok(due::run(&due, arguments.global.format, &site(), &console)),
        Command::Status(status) => status::run(&status, &site(), &console),
        Command::New(new) => new::run(&new, arguments.global.now, &console),
        Command::Import(import) => import::run(&import, arguments.global.now, &console),
        Command::Add(add) => add::run(&add, &site(), &console),
        Command::Rename(rename) => rename::run(&rename, &site(), &console),
        Command::Stamp(stamp) => stamp::run(&stamp, &site(), &console),
        Command::Theme(theme) => theme::run(&theme, &site(), &console),
        Command::Schema(schema) => schema::run(&schema, &console),
        Command::Explain(explain) => explain::run(&explain, &console),
        Command::Completions(completions) => completions::run(&completions, &console),
        Command::Man(man) => man::run(&man, &console),
        Command::Reference(reference) => reference::run(&reference, &console),
    };
    result.unwrap_or_else(|refusal| {
        console.refuse(&refusal);
        refusal.exit
    })
}
