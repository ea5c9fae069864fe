//! What was meant by a command or flag that there is not: near to what was typed, or nothing.

use clap::CommandFactory as _;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::arguments::Arguments;
use crate::diag::nearest;

/// Replaces the parser's guess, which may be far-fetched, by ours.
pub(super) fn judge(error: &mut clap::Error) {
    let (typed, suggested) = match error.kind() {
        ErrorKind::InvalidSubcommand => (ContextKind::InvalidSubcommand, ContextKind::SuggestedSubcommand),
        ErrorKind::UnknownArgument => (ContextKind::InvalidArg, ContextKind::SuggestedArg),
        _ => return,
    };
    let Some(ContextValue::String(typed)) = error.get(typed).cloned() else { return };
    let command = Arguments::command();
    let names: Vec<String> = if error.kind() == ErrorKind::InvalidSubcommand {
        command.get_subcommands().map(|command| command.get_name().to_owned()).collect()
    } else {
        let all = std::iter::once(&command).chain(command.get_subcommands());
        all.flat_map(clap::Command::get_arguments).filter_map(|flag| Some(format!("--{}", flag.get_long()?))).collect()
    };
    error.remove(suggested);
    error.remove(ContextKind::Suggested);
    error.remove(ContextKind::TrailingArg);
    if let Some(meant) = meant(&typed, &names) {
        let meant = ContextValue::String(meant.to_owned());
        let meant = match suggested {
            ContextKind::SuggestedSubcommand => ContextValue::Strings(vec![meant.to_string()]),
            _ => meant,
        };
        error.insert(suggested, meant);
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
