//! `chancery add notice`: a banner on every page, for a time.

use std::fmt::Write as _;
use std::path::Path;

use clap::{Args, ValueEnum};
use jiff::Timestamp;

use super::super::clock;
use super::super::console::Console;
use super::super::exit::Exit;
use super::super::place;
use super::super::refusal::Refusal;
use super::super::writing;
use crate::config::{self, Settings};
use crate::diag::{Severity, SourcePath};
use crate::fs::Inputs;
use crate::spec::quoted;

/// What only a notice has.
#[derive(Debug, Args)]
pub(super) struct NoticeArguments {
    /// Of a notice: how grave it is
    #[arg(long, value_enum, default_value = "warning", help_heading = "Notice")]
    severity: SeverityName,
    /// Of a notice: from when it is shown, as in 2026-12-02T10:00, in the site's own time [default: now]
    #[arg(long, value_name = "TIME", help_heading = "Notice")]
    from: Option<String>,
    /// Of a notice: until when
    #[arg(long, value_name = "TIME", help_heading = "Notice")]
    until: Option<String>,
    /// Of a notice: what it says in another language, as in `--say fr="Fermé lundi."`; may be repeated
    #[arg(long, value_name = "L=TEXT", help_heading = "Notice")]
    say: Vec<String>,
    /// Of a notice: id of the text that says more
    #[arg(long, value_name = "ID", help_heading = "Notice")]
    link: Option<String>,
    /// Of a notice: id of the contact to turn to
    #[arg(long, value_name = "ID", help_heading = "Notice")]
    contact: Option<String>,
}

/// How grave a notice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum SeverityName {
    /// Good to know
    Info,
    /// Something does not go as usual
    Warning,
    /// Lives may depend on it
    Crisis,
}

/// Adds a notice at the end of site.toml, all else of which stays as it is, byte for byte.
///
/// # Errors
///
/// A refusal where something is missing or site.toml would not be sound with it; nothing is then written.
pub(super) fn add(
    text: &str,
    arguments: &NoticeArguments,
    inputs: &Inputs,
    settings: &Settings,
    root: &Path,
    console: &Console,
) -> Result<Exit, Refusal> {
    let Some(until) = &arguments.until else {
        return Err(Refusal::usage("nothing says until when the notice is shown")
            .help("say so: `--until 2026-12-02T18:00`; a notice that never ends is one that nobody reads"));
    };
    let path = SourcePath::new("site.toml");
    let before = inputs.files.text(&path).map_err(|fault| Refusal::usage(fault.message))?;
    let from = match &arguments.from {
        Some(from) => time(from),
        None => now(inputs.now, settings),
    };
    let mut after = before.clone();
    if !after.ends_with('\n') && !after.is_empty() {
        after.push('\n');
    }
    let severity = arguments.severity.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
    // Writing to a string never fails.
    let _ = write!(
        after,
        "\n[[notice]]\nseverity = {}\nstart = {from}\nexpires = {}\ntext = {{ {} }}\n",
        quoted(&severity),
        time(until),
        texts(text, &arguments.say, settings)?,
    );
    for (field, value) in [("link", &arguments.link), ("contact", &arguments.contact)] {
        if let Some(value) = value {
            let _ = writeln!(after, "{field} = {}", quoted(value));
        }
    }
    let (new, faults) = config::resolve(&after, &path);
    let errors = faults.into_iter().filter(|fault| fault.severity == Severity::Error).collect::<Vec<_>>();
    let Some(notice) = new.filter(|_| errors.is_empty()).and_then(|mut new| new.notices.pop()) else {
        console.faults(&errors, &|_| Some(after.clone()));
        return Err(Refusal::usage("the notice can't be added").help("nothing was written"));
    };
    // The text as read is without a byte order mark and with LF; the file keeps what it has.
    let file = root.join("site.toml");
    let raw = inputs.files.read(&path).map_err(|fault| Refusal::usage(fault.message))?;
    let newline = if raw.windows(2).any(|pair| pair == b"\r\n") { "\r\n" } else { "\n" };
    let added = after[before.len()..].replace('\n', newline);
    writing::replace(&file, &[&raw, added.as_bytes()].concat())?;
    console.result(&format!("{}\n", file.strip_prefix(".").unwrap_or(&file).display()));
    let zone = &settings.timezone;
    let (start, expires) = (clock::moment(notice.start, zone), clock::moment(notice.expires, zone));
    console.say(&format!("shown on every page from {start} until {expires} ({})", clock::place(zone)));
    Ok(Exit::Fine)
}

/// What the notice says, by language, as fields of a table.
fn texts(text: &str, others: &[String], settings: &Settings) -> Result<String, Refusal> {
    let languages = &settings.languages;
    let mut said = vec![(languages.source, text)];
    for other in others {
        let Some((tag, text)) = other.split_once('=') else {
            return Err(Refusal::usage(format!("`{other}` does not say in which language it is"))
                .help("write the language first: `--say fr=\"Fermé lundi.\"`"));
        };
        let lang = place::language(tag.trim(), settings)?;
        if said.iter().any(|(other, _)| *other == lang) {
            return Err(Refusal::usage(format!("the notice says two things in `{}`", languages.tag(lang))));
        }
        said.push((lang, text));
    }
    let missing = |lang: &&crate::config::LangId| !said.iter().any(|(other, _)| other == *lang);
    let missing: Vec<String> =
        languages.required.iter().filter(missing).map(|lang| format!("--say {}=\"…\"", languages.tag(*lang))).collect();
    if !missing.is_empty() {
        return Err(Refusal::usage("the notice does not speak all languages that the site requires")
            .help(format!("say it in each of them: `{}`", missing.join(" "))));
    }
    let field = |(lang, text): &(_, &str)| format!("{} = {}", quoted(languages.tag(*lang).as_str()), quoted(text));
    Ok(said.iter().map(field).collect::<Vec<_>>().join(", "))
}

/// Writes a time as TOML: a date or a date with a time as it is, anything else as a text, which site.toml's own check judges.
fn time(text: &str) -> String {
    let text = text.trim();
    let is_civil = text.parse::<jiff::civil::DateTime>().is_ok() && !text.contains('[');
    let plain: String = text.chars().filter(|char| !char.is_ascii_digit()).collect();
    match (is_civil, plain.as_str()) {
        (true, "--" | "--T::") => text.to_owned(),
        (true, "--T:") => format!("{text}:00"),
        _ => quoted(text),
    }
}

/// Writes this minute in the site's own time.
fn now(now: Timestamp, settings: &Settings) -> String {
    now.to_zoned(settings.timezone.clone()).strftime("%Y-%m-%dT%H:%M:00").to_string()
}

#[cfg(test)]
mod tests {
    use super::time;

    #[test]
    fn a_time_is_written_as_toml() {
        assert_eq!(time("2026-12-02"), "2026-12-02");
        assert_eq!(time("2026-12-02T10:00"), "2026-12-02T10:00:00");
        assert_eq!(time("2026-12-02T10:00:30"), "2026-12-02T10:00:30");
        assert_eq!(time("2026-12-02T10:00[Europe/Brussels]"), "\"2026-12-02T10:00[Europe/Brussels]\"");
        assert_eq!(time("tomorrow"), "\"tomorrow\"");
    }
}
