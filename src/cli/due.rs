//! `chancery due`.

use std::fmt::Write as _;

use clap::Args;
use jiff::tz::TimeZone;
use serde_json::json;

use super::arguments::Format;
use super::console::Console;
use super::exit::Exit;
use super::place;
use crate::diag::{Severity, count};
use crate::engine::{self, Options};
use crate::fs::Inputs;
use crate::site::due::{Due, due};
use crate::spec::clock_time;

/// Lists the instants at which time alone will change the site
///
/// Embargoes that end, dates ahead, answers that begin or cease to hold, notices: a scheduler builds the site at each
/// of them. What only brings a new diagnostic, such as a review that becomes due, is marked. The list names texts that
/// are not public yet.
#[derive(Debug, Args)]
pub struct DueArguments {
    /// Prints only the first instant at which the public site changes
    #[arg(long)]
    next: bool,
}

/// Lists what is due after the time to build for.
pub fn run(arguments: &DueArguments, format: Format, site: &Options, console: &Console) -> Exit {
    let (inputs, _) = Inputs::open(&site.root, site.now);
    let settings = match place::usable_settings(&inputs, console) {
        Ok(settings) => settings,
        Err(exit) => return exit,
    };
    let (documents, faults) = engine::parse(&settings, &inputs.files);
    let all = due(&documents, &settings, inputs.now);
    if count(&faults, Severity::Error) > 0 {
        console.say("texts with errors are left out: `chancery check` shows them");
    }
    let shown: Vec<&Due> = if arguments.next {
        all.iter().find(|due| due.what.is_public()).into_iter().collect()
    } else {
        all.iter().collect()
    };
    console.result(&shown.iter().map(|due| line(due, arguments.next, format, &settings.timezone)).collect::<String>());
    Exit::Fine
}

fn line(due: &Due, alone: bool, format: Format, zone: &TimeZone) -> String {
    let Due { at, what, path } = due;
    let mut line = match format {
        Format::Json => {
            let fields = json!({
                "at": at.to_string(),
                "what": what.name(),
                "public": what.is_public(),
                "path": path.as_str(),
            });
            fields.to_string()
        }
        _ if alone => at.to_string(),
        _ => format!("{at}  {}  {}  {path}", clock_time(*at, zone), what.words()),
    };
    if format != Format::Json && !alone && !what.is_public() {
        let _ = write!(line, "  (diagnostic only)");
    }
    line + "\n"
}
