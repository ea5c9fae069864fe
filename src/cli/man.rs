//! `chancery man`.

use clap::{Args, Command, CommandFactory as _};
use clap_mangen::Man;

use super::arguments::Arguments;
use super::console::Console;
use super::exit::Exit;
use super::refusal::Refusal;

/// Prints the manual page of the program, or of a command
///
/// `chancery man hook install > chancery-hook-install.1`
#[derive(Debug, Args)]
pub struct ManArguments {
    /// The command, as in `hook install`
    command: Vec<String>,
    /// Lists the names of all pages instead
    #[arg(long, conflicts_with = "command")]
    list: bool,
}

/// Prints a page.
///
/// # Errors
///
/// A refusal where there is no such command.
pub fn run(arguments: &ManArguments, console: &Console) -> Result<Exit, Refusal> {
    let mut program = Arguments::command().disable_help_subcommand(true);
    program.build();
    if arguments.list {
        console.result(&(names(&program).join("\n") + "\n"));
        return Ok(Exit::Fine);
    }
    let mut command = &program;
    for name in &arguments.command {
        command = command.find_subcommand(name).filter(|command| !command.is_hide_set()).ok_or_else(|| {
            Refusal::usage(format!("there is no command `{name}`")).help("`chancery help` names them all")
        })?;
    }
    let mut page = Vec::new();
    // Writing to memory never fails. The date of a build would make each package another one.
    let _ =
        Man::new(command.clone()).date("").source(format!("chancery {}", env!("CARGO_PKG_VERSION"))).render(&mut page);
    console.result(&String::from_utf8_lossy(&page));
    Ok(Exit::Fine)
}

/// The commands that have a page, as they are typed after the name of the program; the program itself is an empty line.
fn names(command: &Command) -> Vec<String> {
    let mut all = vec![String::new()];
    let shown = command.get_subcommands().filter(|command| !command.is_hide_set());
    for inner in shown {
        let below = names(inner).into_iter().map(|name| format!("{} {name}", inner.get_name()).trim_end().to_owned());
        all.extend(below);
    }
    all
}
