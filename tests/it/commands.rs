//! Every command and flag that the documents, the help and the messages name can be typed as it is there.
//!
//! A command is found between backticks or in a block of code, and given to the program's own parser. Words in capitals stand
//! for values; what a command still requires is left out in prose, never in a block of code.

use std::fs;
use std::path::Path;

use chancery::cli::arguments::Arguments;
use clap::CommandFactory as _;
use clap::error::ErrorKind;

/// Flags of other programs, which the documents name beside ours.
const FOREIGN: &[&str] = &[
    "--all-features",
    "--branch",
    "--default-time-limit",
    "--delete",
    "--features",
    "--force",
    "--initial-branch",
    "--locked",
    "--no-default-features",
    "--release",
    "--test",
];

/// A command as somebody would type it, with where it was read.
struct Example {
    place: String,
    words: Vec<String>,
    /// Whether it has to be whole: a line of a block of code.
    is_whole: bool,
}

/// Reads the commands of a text that is written in Markdown.
fn of_markdown(name: &str, text: &str) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut is_code = false;
    let mut prose = String::new();
    let joined = text.replace("\\\n", " ");
    for line in joined.lines() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        } else if is_code {
            let found = words(line).into_iter().map(|words| Example { place: name.to_owned(), words, is_whole: true });
            examples.extend(found);
        } else {
            prose.push_str(line.trim_start());
            prose.push(' ');
        }
    }
    examples.extend(of_spans(name, &prose));
    examples
}

/// Reads the commands between backticks.
fn of_spans(name: &str, text: &str) -> Vec<Example> {
    let text = text.replace("``", "");
    let spans = text.split('`').skip(1).step_by(2);
    let spans = spans.map(|span| span.split_whitespace().collect::<Vec<_>>().join(" "));
    let is_flag = |span: &str| span.strip_prefix("--").is_some_and(|rest| rest.starts_with(char::is_alphabetic));
    let commands = spans.filter(|span| span.starts_with("chancery ") || is_flag(span));
    commands
        .filter_map(|span| {
            let words = if is_flag(&span) { shell_words(&span) } else { words(&span)? };
            Some(Example { place: name.to_owned(), words, is_whole: false })
        })
        .collect()
}

/// Finds the commands of ours on a line that a shell would read: the words after `chancery`, up to a sign of the shell.
fn words(line: &str) -> Option<Vec<String>> {
    let words = shell_words(line);
    let is_program = |word: &String| word == "chancery" || word.ends_with("/chancery");
    let start = words.iter().position(is_program)?;
    // Commands that run others, a time of cron, a name in a unit file; anything else has ours as its argument.
    let is_before = |word: &String| {
        matches!(word.as_str(), "sudo" | "-u" | "git" | "*" | "&&" | "time" | "run:" | "-" | "$") || word.contains('=')
    };
    if !words[..start].iter().all(is_before) {
        return None;
    }
    let stop = |word: &&String| !matches!(word.as_str(), "|" | ">" | "&&" | ";" | "&" | ">>" | "||" | "2>&1");
    let mut found: Vec<String> = words[start + 1..].iter().take_while(stop).cloned().collect();
    found.insert(0, "chancery".to_owned());
    (found.len() > 1).then_some(found)
}

/// The words of a line, with quotes and comments as a shell has them.
fn shell_words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let (mut word, mut quote, mut is_open) = (String::new(), None, false);
    for c in line.chars() {
        match (quote, c) {
            (Some(mark), c) if c == mark => quote = None,
            (None, '"' | '\'') => (quote, is_open) = (Some(c), true),
            (None, '#') if !is_open => break,
            (None, c) if c.is_whitespace() => {
                if is_open {
                    words.push(std::mem::take(&mut word));
                }
                is_open = false;
            }
            (_, c) => {
                word.push(c);
                is_open = true;
            }
        }
    }
    if is_open {
        words.push(word);
    }
    words
}

/// Puts a value where a word in capitals stands for one.
fn filled(word: &str) -> String {
    let (flag, value) = match word.split_once('=') {
        Some((flag, value)) if flag.starts_with("--") => (format!("{flag}="), value),
        _ => (String::new(), word),
    };
    let value = match value {
        "N" => "1",
        "INSTANT" => "2026-12-02T10:00:00Z",
        "URL" => "https://www.ministry.example/",
        "L" => "fr",
        "LEVEL" => "fast",
        "CODE" => "broken-link",
        "KIND" => "page",
        "SHELL" => "bash",
        "WHEN" => "auto",
        "TOOL" => "hugo",
        "COMMAND" => "build",
        "FORMAT" => "json",
        "SEVERITY" => "info",
        "TIME" => "2026-12-02T18:00",
        other => other,
    };
    flag + value
}

/// The lines that a synopsis stands for: what is in brackets may be left out, so each pair is tried alone.
fn variants(words: &[String]) -> Vec<Vec<String>> {
    let joined = words.join(" ");
    let mut parts = joined.split(" [");
    let base: Vec<String> = parts.next().unwrap_or_default().split(' ').map(str::to_owned).collect();
    let optional =
        parts.filter_map(|part| part.strip_suffix(']').or_else(|| part.split_once("] ").map(|(part, _)| part)));
    let optional: Vec<_> =
        optional.map(|part| part.split(' ').map(|word| word.trim_end_matches('…').to_owned())).collect();
    let with = optional.into_iter().map(|part| base.iter().cloned().chain(part).collect());
    std::iter::once(base.clone()).chain(with).collect()
}

/// Tells what is wrong with an example; nothing where it can be typed.
fn wrong(example: &Example) -> Option<String> {
    if example.words.iter().any(|word| word.starts_with('[')) {
        let one = |words| wrong(&Example { place: example.place.clone(), words, is_whole: false });
        return variants(&example.words).into_iter().find_map(one);
    }
    let cut = example.words.iter().position(|word| word.contains('…') || word == "...");
    let words: Vec<String> = example.words.iter().take(cut.unwrap_or(usize::MAX)).map(|word| filled(word)).collect();
    let is_whole = example.is_whole && cut.is_none();
    let fault = match words.first().map(String::as_str) {
        Some("chancery") => parse(&words, is_whole),
        Some(flag) => {
            let name = flag.split('=').next().unwrap_or(flag);
            if FOREIGN.contains(&name) {
                return None;
            }
            let faults: Vec<_> =
                commands().iter().map(|path| parse(&[path.as_slice(), &words].concat(), false)).collect();
            faults.into_iter().min_by_key(Option::is_some).flatten()
        }
        None => None,
    };
    fault.map(|fault| format!("{}: {}\n  {fault}", example.place, example.words.join(" ")))
}

fn parse(words: &[String], is_whole: bool) -> Option<String> {
    let error = Arguments::command().try_get_matches_from(words).err()?;
    let is_fine = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => true,
        ErrorKind::MissingRequiredArgument
        | ErrorKind::MissingSubcommand
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => !is_whole,
        // A flag whose value is left out, as prose names it.
        ErrorKind::InvalidValue => !is_whole && error.to_string().contains("value is required"),
        _ => false,
    };
    (!is_fine).then(|| error.to_string().lines().next().unwrap_or_default().to_owned())
}

/// Every command with the words that lead to it.
fn commands() -> Vec<Vec<String>> {
    fn collect(command: &clap::Command, path: &[String], all: &mut Vec<Vec<String>>) {
        all.push(path.to_vec());
        for next in command.get_subcommands() {
            collect(next, &[path, &[next.get_name().to_owned()]].concat(), all);
        }
    }
    let mut all = Vec::new();
    collect(&Arguments::command(), &["chancery".to_owned()], &mut all);
    all
}

/// The help of every command, as it is shown.
fn helps() -> Vec<(String, String)> {
    fn collect(command: &mut clap::Command, path: &str, all: &mut Vec<(String, String)>) {
        all.push((format!("{path} --help"), command.render_long_help().to_string()));
        for next in command.get_subcommands_mut() {
            let path = format!("{path} {}", next.get_name());
            collect(next, &path, all);
        }
    }
    let mut all = Vec::new();
    let mut program = Arguments::command();
    program.build();
    collect(&mut program, "chancery", &mut all);
    all
}

/// The texts of the program that somebody may read: those between quotes in its sources, where a text that goes on in the
/// next line is one.
fn messages() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = walkdir::WalkDir::new(root.join("src")).sort_by_file_name().into_iter().map(Result::unwrap);
    let files = files.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "rs"));
    files
        .map(|entry| {
            let name = entry.path().strip_prefix(root).unwrap().display().to_string();
            let text = fs::read_to_string(entry.path()).unwrap();
            let tests = text.find("#[cfg(test)]").unwrap_or(text.len());
            let lines = text[..tests].lines().map(str::trim).filter(|line| !line.starts_with("//"));
            // A span that a line ends is none; one that goes on is joined.
            let joined: String = lines
                .map(|line| line.strip_suffix('\\').map_or_else(|| line.to_owned() + "\n", str::to_owned))
                .collect();
            (name, joined)
        })
        .collect()
}

/// Puts a number where a message takes what it speaks of.
fn without_holes(line: &str) -> String {
    let mut parts = line.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + "1" + part.split_once('}').map_or(part, |(_, rest)| rest))
}

#[test]
fn every_command_that_is_named_can_be_typed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut documents = vec!["README.md".to_owned(), "CONTRIBUTING.md".to_owned()];
    for folder in ["docs", "docs/reference"] {
        for entry in fs::read_dir(root.join(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if name.ends_with(".md") {
                documents.push(format!("{folder}/{name}"));
            }
        }
    }
    let mut examples: Vec<Example> = Vec::new();
    for document in &documents {
        examples.extend(of_markdown(document, &fs::read_to_string(root.join(document)).unwrap()));
    }
    for (name, text) in helps() {
        examples.extend(of_spans(&name, &text));
    }
    for (name, text) in messages() {
        for line in text.lines() {
            examples.extend(of_spans(&name, &without_holes(&line.replace("\\\"", "'"))));
        }
    }
    let whole = examples.iter().filter(|example| example.is_whole).count();
    assert!(examples.len() > 300 && whole > 60, "only {} commands were found, {whole} of them whole", examples.len());
    let wrong: Vec<String> = examples.iter().filter_map(wrong).collect();
    assert!(wrong.is_empty(), "{} of {} can't be typed:\n{}", wrong.len(), examples.len(), wrong.join("\n"));
}

#[test]
fn a_command_that_can_t_be_typed_is_found() {
    let found = |text: &str| of_markdown("x", text).iter().filter_map(wrong).count();
    assert_eq!(found("Run `chancery publish --to DIR --compress off` or `--format json`, or `chancery stamp`."), 0);
    for text in ["`chancery pubish`", "`chancery publish --releases`", "`--compres off`", "`--compress of`"] {
        assert_eq!(found(text), 1, "{text}");
    }
    assert_eq!(found("```text\nchancery stamp # a file\n```"), 1);
    assert_eq!(found("```text\nsudo -u git chancery hook due /srv/portal.git && true\n```"), 0);
}
