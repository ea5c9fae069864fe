//! The command line, from the definitions that the parser uses.

use std::fmt::Write as _;

use clap::{Arg, ArgAction, Command, CommandFactory as _};

use super::cell;
use crate::cli::arguments::Arguments;
use crate::cli::exit::Exit;

/// Makes the page on commands.
pub(super) fn page() -> String {
    let mut program = Arguments::command();
    program.build();
    let mut page = "# Commands\n\n\
         Options that every command takes may stand before or after its name. `chancery help COMMAND` says on the\n\
         command line what stands here.\n\n"
        .to_owned();
    let global: Vec<&Arg> = program.get_arguments().filter(|argument| argument.is_global_set()).collect();
    page += &table(&global);
    page += "\n## Exit codes\n\n| code | meaning |\n| --- | --- |\n";
    for exit in Exit::ALL {
        // Writing to a string never fails.
        let _ = writeln!(page, "| {} | {} |", exit.code(), exit.words());
    }
    page += "\nResults (paths, schemas, lists) and the forms `json` and `sarif` go to standard output; everything else \
             goes to standard\nerror.\n";
    for command in shown(&program) {
        describe(&mut page, command, "chancery", 2);
    }
    page
}

fn shown(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|command| !command.is_hide_set() && command.get_name() != "help")
}

fn describe(page: &mut String, command: &Command, parent: &str, level: usize) {
    let name = format!("{parent} {}", command.get_name());
    let about = command.get_long_about().or_else(|| command.get_about()).map(ToString::to_string).unwrap_or_default();
    let own = |argument: &&Arg| !argument.is_global_set() && !matches!(argument.get_id().as_str(), "help" | "version");
    let arguments: Vec<&Arg> = command.get_arguments().filter(own).collect();
    let _ = write!(page, "\n{} {name}\n\n{}\n", "#".repeat(level), paragraphs(&about));
    if shown(command).next().is_none() {
        let _ = write!(page, "\n```text\n{}\n```\n", usage(&name, &arguments));
    }
    if !arguments.is_empty() {
        let _ = write!(page, "\n{}", table(&arguments));
    }
    for inner in shown(command) {
        describe(page, inner, &name, level + 1);
    }
}

/// The first paragraph of a help text is a headline without a full stop; here it is a sentence.
fn paragraphs(about: &str) -> String {
    match about.split_once("\n\n") {
        Some((first, rest)) => format!("{}.\n\n{rest}", first.trim_end_matches('.')),
        None => format!("{}.", about.trim_end_matches('.')),
    }
}

fn usage(name: &str, arguments: &[&Arg]) -> String {
    let mut usage = name.to_owned();
    for argument in arguments {
        let form = form(argument);
        let more = if matches!(argument.get_action(), ArgAction::Append)
            || argument.get_num_args().is_some_and(|range| range.max_values() > 1)
        {
            "…"
        } else {
            ""
        };
        let _ =
            if argument.is_required_set() { write!(usage, " {form}{more}") } else { write!(usage, " [{form}{more}]") };
    }
    usage
}

/// How an argument is typed: `--out DIR`, `--open`, `TITLE`.
fn form(argument: &Arg) -> String {
    let takes_value = argument.get_action().takes_values();
    let value = argument
        .get_value_names()
        .and_then(|names| names.first())
        .map_or_else(|| argument.get_id().as_str().to_uppercase(), |name| name.as_str().to_uppercase());
    match argument.get_long() {
        Some(long) if takes_value => format!("--{long} {value}"),
        Some(long) => format!("--{long}"),
        None => value,
    }
}

fn table(arguments: &[&Arg]) -> String {
    let mut table = "| argument | meaning |\n| --- | --- |\n".to_owned();
    for argument in arguments {
        let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
        let short = argument.get_short().map_or(String::new(), |short| format!("`-{short}`, "));
        let _ = write!(table, "| {short}`{}` | {}.", form(argument), cell(&sentence(&help)));
        let values: Vec<_> = argument.get_possible_values().into_iter().filter(|value| !value.is_hide_set()).collect();
        if argument.get_action().takes_values() && !values.is_empty() {
            let one = |value: &clap::builder::PossibleValue| match value.get_help() {
                Some(help) if lower(&help.to_string()) != value.get_name() => {
                    format!("`{}` ({})", value.get_name(), lower(&help.to_string()))
                }
                _ => format!("`{}`", value.get_name()),
            };
            let _ = write!(table, " One of {}.", values.iter().map(one).collect::<Vec<_>>().join(", "));
        }
        for default in argument.get_default_values() {
            if argument.get_action().takes_values() {
                let _ = write!(table, " Default: `{}`.", default.to_string_lossy());
            }
        }
        table += " |\n";
    }
    table
}

/// `… [default: public]` becomes `…; default: public`.
fn sentence(help: &str) -> String {
    match help.split_once(" [default: ") {
        Some((what, default)) => format!("{what}; default: {}", default.trim_end_matches(']')),
        None => help.trim_end_matches('.').to_owned(),
    }
}

fn lower(text: &str) -> String {
    let mut chars = text.chars();
    let is_word = text.chars().nth(1).is_some_and(char::is_lowercase) || text.starts_with("A ");
    match chars.next() {
        Some(first) if is_word => first.to_lowercase().chain(chars).collect(),
        _ => text.to_owned(),
    }
}
