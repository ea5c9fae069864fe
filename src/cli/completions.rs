//! `chancery completions`.

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use super::arguments::Arguments;
use super::console::Console;
use super::exit::Exit;
use super::refusal::Refusal;

/// Prints completions for a shell
///
/// For bash: `chancery completions bash > ~/.local/share/bash-completion/completions/chancery`.
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the completions.
///
/// # Errors
///
/// None; a program that was built without this command has one.
#[expect(clippy::unnecessary_wraps, reason = "`absent` refuses in its place")]
pub fn run(arguments: &Completions, console: &Console) -> Result<Exit, Refusal> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "chancery", &mut script);
    console.result(&String::from_utf8_lossy(&script));
    Ok(Exit::Fine)
}
