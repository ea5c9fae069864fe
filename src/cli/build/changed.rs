//! `chancery build --changed-since`: what a reviewer looks at, and what a cache forgets.

use serde_json::json;

use super::super::console::Console;
use super::super::count::counted;
use super::super::exit::Exit;
use super::super::outcome;
use super::super::place;
use super::super::refusal::Refusal;
use crate::engine::{self, Difference, Options, State};
use crate::fs::{OutPath, Stopwatch};

/// Lists the addresses that a state of the site changes against a commit.
///
/// # Errors
///
/// A refusal where a commit is not there, or the one compared with has errors.
pub fn run(
    since: &str,
    at: Option<&str>,
    base_url: Option<String>,
    site: Options,
    console: &Console,
) -> Result<Exit, Refusal> {
    let stopwatch = Stopwatch::start();
    let before = place::commit(&site.root, since)?;
    let at = at.map(|revision| place::commit(&site.root, revision)).transpose()?;
    let options = Options { at, base_url, ..site };
    let bar = console.progress();
    let state = |options: &Options| {
        engine::state(options, &|done, all| {
            bar.set_length(all as u64);
            bar.set_position(done as u64);
        })
    };
    let new = state(&options);
    let exit = outcome::tell(console, &new.report, "compared", stopwatch.seconds());
    if exit != Exit::Fine {
        return Ok(exit);
    }
    // Both at the same instant.
    let old = state(&Options { at: Some(before), now: Some(new.report.inputs.now), ..options });
    bar.finish_and_clear();
    if !old.is_sound() {
        let refusal =
            Refusal::usage(format!("the commit `{since}` has errors, so it never was a site to compare with"));
        return Err(Refusal { exit: Exit::Content, ..refusal }.help("name the last commit that builds"));
    }
    let differences = new.since(&old);
    let lines = differences.iter().map(|(path, difference)| line(path, *difference, &new, console));
    console.result(&lines.collect::<String>());
    let count = |of| differences.iter().filter(|(_, difference)| *difference == of).count();
    let [added, changed, removed] = [Difference::Added, Difference::Changed, Difference::Removed].map(count);
    let addresses = counted(differences.len(), "address", "addresses");
    console.say(&format!("{addresses} against `{since}`: {added} added, {changed} changed, {removed} removed"));
    Ok(Exit::Fine)
}

fn line(path: &OutPath, difference: Difference, state: &State, console: &Console) -> String {
    let path_of_url = path.url_path();
    let (address, url) = match &state.base {
        Some(base) => (base.path(&path_of_url), base.absolute(&path_of_url)),
        None => (path_of_url.clone(), path_of_url),
    };
    if console.is_json() {
        let fields = json!({ "change": difference.name(), "address": address, "url": url, "file": path.as_str() });
        format!("{fields}\n")
    } else {
        format!("{:<8} {address}\n", difference.name())
    }
}
