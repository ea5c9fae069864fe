//! What was meant by a command or flag that there is not: near to what was typed, or nothing.

use std::ffi::OsString;

use clap::CommandFactory as _;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::arguments::Arguments;
use crate::diag::nearest;

/// Replaces the parser's guess, which may be far-fetched, by ours.
pub(super) fn judge(error: &mut clap::Error, typed: &[OsString]) {
    let command = Arguments::command();
    let command = asked(&command, typed);
    let (wrong, suggested, names) = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            (ContextKind::InvalidSubcommand, ContextKind::SuggestedSubcommand, commands(command))
        }
        ErrorKind::UnknownArgument => (ContextKind::InvalidArg, ContextKind::SuggestedArg, flags(command)),
        ErrorKind::InvalidValue => (ContextKind::InvalidValue, ContextKind::SuggestedValue, values(error)),
        _ => return,
    };
    let Some(ContextValue::String(wrong)) = error.get(wrong).cloned() else { return };
    for guess in [suggested, ContextKind::Suggested, ContextKind::TrailingArg] {
        error.remove(guess);
    }
    if let Some(meant) = meant(&wrong, &names) {
        let meant = meant.to_owned();
        error.insert(
            suggested,
            match suggested {
                ContextKind::SuggestedSubcommand => ContextValue::Strings(vec![meant]),
                _ => ContextValue::String(meant),
            },
        );
    }
}

/// The command that was asked for, as far down as its words name one.
fn asked<'a>(program: &'a clap::Command, typed: &[OsString]) -> &'a clap::Command {
    let mut command = program;
    for word in typed.iter().skip(1) {
        if let Some(next) = word.to_str().and_then(|word| command.find_subcommand(word)) {
            command = next;
        }
    }
    command
}

fn commands(command: &clap::Command) -> Vec<String> {
    let shown = command.get_subcommands().filter(|command| !command.is_hide_set());
    shown.map(|command| command.get_name().to_owned()).collect()
}

/// The flags of a command, those that every command takes among them.
fn flags(command: &clap::Command) -> Vec<String> {
    let everywhere = Arguments::command();
    let everywhere = everywhere.get_arguments().filter(|flag| flag.is_global_set()).cloned();
    let all = command.get_arguments().cloned().chain(everywhere);
    all.filter_map(|flag| Some(format!("--{}", flag.get_long()?))).collect()
}

fn values(error: &clap::Error) -> Vec<String> {
    match error.get(ContextKind::ValidValue) {
        Some(ContextValue::Strings(values)) => values.clone(),
        _ => Vec::new(),
    }
}

/// The name that was meant: one that is near, or that what was typed begins with but for a letter.
fn meant<'a>(typed: &str, names: &'a [String]) -> Option<&'a str> {
    let bare = |name: &str| name.trim_start_matches('-').split('=').next().unwrap_or_default().to_owned();
    let typed = bare(typed);
    let near = nearest(&typed, names.iter().map(|name| name.trim_start_matches('-')));
    let begins = |name: &&String| {
        let name = bare(name);
        let begin: String = typed.chars().take(name.chars().count()).collect();
        name.chars().count() >= 3
            && name.chars().next() == begin.chars().next()
            && begin.chars().count() < typed.chars().count()
            && strsim::damerau_levenshtein(&name, &begin) <= 1
    };
    let found = near.and_then(|near| names.iter().find(|name| name.trim_start_matches('-') == near));
    found.or_else(|| names.iter().find(begins)).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn a_suggestion_is_near_or_there_is_none() {
        let names = ["--out", "--root", "--format"].map(str::to_owned);
        assert_eq!(meant("--ouput", &names), Some("--out"));
        assert_eq!(meant("--output", &names), Some("--out"));
        assert_eq!(meant("--fromat", &names), Some("--format"));
        assert_eq!(meant("--colour", &names), None);
        let names = ["hook", "build", "check"].map(str::to_owned);
        assert_eq!(meant("foo", &names), None);
        assert_eq!(meant("biuld", &names), Some("build"));
    }
}
