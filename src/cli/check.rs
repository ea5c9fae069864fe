//! `chancery check`.

use std::path::PathBuf;

use clap::Args;

use super::console::Console;
use super::exit::Exit;
use super::outcome;
use super::publish::told;
use crate::engine::{self, Options};
use crate::fs::Stopwatch;
use crate::output::NullSink;
use crate::publish::{self, Order};

/// Finds every fault of the site and writes nothing
///
/// Every page is rendered, so that whatever `build` would find is found here too. For each instant ahead at which time
/// alone changes the site, what a build would find then is found now: the message says when.
#[derive(Debug, Args)]
pub struct Check {
    /// Also says what a publication to this folder would refuse, before it is pushed or published
    #[arg(long, value_name = "DIR")]
    against: Option<PathBuf>,
    /// With `--against`: lets up to N addresses be taken away, whatever site.toml says
    #[arg(long, value_name = "N", requires = "against")]
    allow_delete: Option<usize>,
}

/// Checks the site.
pub fn run(arguments: &Check, site: &Options, console: &Console) -> Exit {
    let stopwatch = Stopwatch::start();
    let bar = console.progress();
    let prepared = engine::prepare(site);
    let mut report = engine::finish(&prepared, &mut NullSink, &|done, all| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    });
    bar.finish_and_clear();
    let mut worst = Exit::Fine;
    // What has errors is not published: its texts would seem to have vanished.
    if let Some(to) = arguments.against.as_ref().filter(|_| !report.has_errors()) {
        let settings = publish::settings_of(&report.inputs.files);
        let order = Order { allow_delete: arguments.allow_delete, now: site.now, ..Order::new(to, &settings) };
        let refused = publish::check(&prepared, &order).unwrap_or_else(|fault| vec![fault]);
        worst = refused.iter().map(told::exit).max().unwrap_or(Exit::Fine);
        report.diagnostics.extend(refused);
    }
    outcome::tell(console, &report, "checked", stopwatch.seconds()).max(worst)
}
