//! What may be typed. From these definitions come the parser, `--help`, the completions of the shell and
//! `docs/reference/commands.md`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;

use super::exit::Exit;
use super::{
    add, build, check, completions, due, explain, hook, import, man, new, publish, reference, rename, schema, serve,
    stamp, status, theme,
};
use crate::diag::report;

/// Turns a folder of multilingual Markdown into the public portal of an institution.
#[derive(Debug, Parser)]
#[command(name = "chancery", version, max_term_width = 100, after_help = exit_codes())]
pub struct Arguments {
    /// What every command takes.
    #[command(flatten)]
    pub global: Global,
    /// What is to be done.
    #[command(subcommand)]
    pub command: Command,
}

/// What every command takes.
#[derive(Clone, Debug, Args)]
pub struct Global {
    /// The folder of the site [default: the nearest one upwards that holds site.toml]
    #[arg(long, global = true, value_name = "DIR", help_heading = "Everywhere")]
    pub root: Option<PathBuf>,
    /// The time to build for, as in 2026-11-23T12:00:00Z [default: the clock's]
    #[arg(long, global = true, value_name = "INSTANT", value_parser = instant, help_heading = "Everywhere")]
    pub now: Option<Timestamp>,
    /// How faults are written: human and short to standard error, json and sarif to standard output
    #[arg(long, global = true, value_enum, default_value = "human", help_heading = "Everywhere")]
    pub format: Format,
    /// Lists every note in the human format, instead of counting them
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub notes: bool,
    /// Writes neither progress nor summary nor notes; errors and warnings remain
    #[arg(long, short, global = true, help_heading = "Everywhere")]
    pub quiet: bool,
    /// When to use colour
    #[arg(long, global = true, value_enum, default_value = "auto", value_name = "WHEN", help_heading = "Everywhere")]
    pub color: Color,
}

/// How faults are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// With the lines of the source and the places marked
    Human,
    /// One line each, for editors and grep
    Short,
    /// One JSON object on a line each
    Json,
    /// SARIF 2.1.0, for code hosts
    Sarif,
}

impl From<Format> for report::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Human => Self::Human,
            Format::Short => Self::Short,
            Format::Json => Self::Json,
            Format::Sarif => Self::Sarif,
        }
    }
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal that wants it
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What is to be done. Each command says in its own file what it is for.
#[derive(Debug, Subcommand)]
pub enum Command {
    Build(build::Build),
    Publish(publish::Publish),
    Hook(hook::HookArguments),
    Serve(serve::Serve),
    Check(check::Check),
    Due(due::DueArguments),
    Status(status::Status),
    New(new::New),
    Import(import::Import),
    Add(add::Add),
    Rename(rename::Rename),
    Stamp(stamp::Stamp),
    Theme(theme::Theme),
    Schema(schema::Schema),
    Explain(explain::Explain),
    Completions(completions::Completions),
    Man(man::ManArguments),
    #[command(hide = true)]
    Reference(reference::Reference),
}

impl Command {
    /// Tells whether the command works on the sources of a site, which are then in a folder with site.toml.
    pub(super) fn needs_site(&self) -> bool {
        match self {
            Self::Build(build) => !build.is_of_a_commit(),
            Self::Publish(publish) => publish.builds(),
            Self::Theme(theme) => theme.writes(),
            Self::Serve(_)
            | Self::Check(_)
            | Self::Due(_)
            | Self::Status(_)
            | Self::Add(_)
            | Self::Rename(_)
            | Self::Stamp(_) => true,
            Self::Hook(_)
            | Self::New(_)
            | Self::Import(_)
            | Self::Schema(_)
            | Self::Explain(_)
            | Self::Completions(_)
            | Self::Man(_)
            | Self::Reference(_) => false,
        }
    }
}

fn exit_codes() -> String {
    let lines = Exit::ALL.map(|exit| format!("  {}  {}", exit.code(), exit.words()));
    format!("Exit codes:\n{}", lines.join("\n"))
}

pub(super) fn instant(text: &str) -> Result<Timestamp, String> {
    text.parse().map_err(|_| "expected an instant like 2026-11-23T12:00:00Z (RFC 3339)".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_definitions_do_not_contradict_one_another() {
        super::Arguments::command().debug_assert();
    }
}
