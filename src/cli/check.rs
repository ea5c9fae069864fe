//! `chancery check`.

use clap::Args;

use super::console::Console;
use super::exit::Exit;
use super::outcome;
use crate::engine::{self, Options};
use crate::fs::Stopwatch;

/// Finds every fault of the site and writes nothing
///
/// Every page is rendered, so that whatever `build` would find is found here too. For each instant ahead at which time
/// alone changes the site, what a build would find then is found now: the message says when.
#[derive(Debug, Args)]
pub struct Check {}

/// Checks the site.
pub fn run(site: &Options, console: &Console) -> Exit {
    let stopwatch = Stopwatch::start();
    let bar = console.progress();
    let report = engine::check(site, &|done, all| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    });
    bar.finish_and_clear();
    outcome::tell(console, &report, "checked", stopwatch.seconds())
}
