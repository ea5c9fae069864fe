//! `chancery build`.

mod changed;

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::console::Console;
use super::count::counted;
use super::exit::Exit;
use super::outcome;
use super::place;
use super::refusal::Refusal;
use super::targets;
use crate::config::BaseUrl;
use crate::engine::{self, CacheChoice, Options, Timings, Why};
use crate::fs::Stopwatch;
use crate::output::compress::Level;

/// Builds the site into a folder
///
/// The output is exactly the site: files that are no longer part of it are removed, files that did not change are
/// not touched. A run with errors changes no byte of the last good site. What a build has learnt is kept in
/// `.chancery/` for the next one, which does again only what has changed.
#[derive(Debug, Args)]
pub struct Build {
    /// The folder to build into [default: public, in the folder of the site]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Where the site will be published, in place of `base_url` of site.toml
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,
    /// Where what this build learns is kept for the next one [default: .chancery, in the folder of the site]
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,
    /// Neither reads nor writes a cache
    #[arg(long, conflicts_with = "cache")]
    no_cache: bool,
    /// Reads every file, even where size and times say that it has not changed
    #[arg(long)]
    verify: bool,
    /// Says why a file of the output was rendered, or why not: en/press/index.html, or /en/press/
    #[arg(long, value_name = "PATH")]
    explain: Option<String>,
    /// Builds a commit straight from the repository that holds the site, or that `--root` is: a commit, a branch, a tag or
    /// a range, whose end is meant; REV:FOLDER says where in the commit the site is
    #[arg(long, value_name = "REV")]
    at: Option<String>,
    /// Lists the addresses that change against a commit, and writes nothing: of `--at`, or of the files as they are. With
    /// `--format json`, an object on a line each, after those of faults
    #[arg(long, value_name = "REV", conflicts_with_all = ["out", "cache", "no_cache", "verify", "explain", "timings", "compress"])]
    changed_since: Option<String>,
    /// Says how long each stage took and how much it did
    #[arg(long)]
    timings: bool,
    /// Whether text files get copies packed by brotli and gzip [default: as `compress` of site.toml says, else fast]
    #[arg(long, value_name = "LEVEL", value_enum, num_args = 0..=1, default_missing_value = "fast")]
    compress: Option<Compress>,
}

impl Build {
    /// Tells whether a commit is built, whose sources need not lie in a folder.
    pub(super) fn is_of_a_commit(&self) -> bool {
        self.at.is_some()
    }
}

/// How hard copies are pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Compress {
    /// No copies
    Off,
    /// Brotli 5: a millisecond or two for a page
    Fast,
    /// Brotli 11: some fifty milliseconds for a page that changed, which is then about a tenth smaller
    Max,
}

impl From<Compress> for Level {
    fn from(compress: Compress) -> Self {
        match compress {
            Compress::Off => Self::Off,
            Compress::Fast => Self::Fast,
            Compress::Max => Self::Max,
        }
    }
}

/// Builds the site.
///
/// # Errors
///
/// A refusal where no commit bears the name that was given.
pub fn run(arguments: Build, site: Options, console: &Console) -> Result<Exit, Refusal> {
    let stopwatch = Stopwatch::start();
    let bar = console.progress();
    let out = targets::output(&site.root, arguments.out.as_deref());
    let cache = match arguments.cache {
        _ if arguments.no_cache => CacheChoice::Off,
        Some(folder) => CacheChoice::Folder(folder),
        None => CacheChoice::Usual,
    };
    if let Some(revision) = &arguments.changed_since {
        return changed::run(revision, arguments.at.as_deref(), arguments.base_url, site, console);
    }
    targets::refuse_for_build(&site.root, &out, &cache)?;
    let at = arguments.at.as_deref().map(|revision| place::commit(&site.root, revision)).transpose()?;
    let options = Options {
        at,
        base_url: arguments.base_url,
        cache,
        verify: arguments.verify,
        explain: arguments.explain,
        compress: arguments.compress.map(Level::from),
        ..site
    };
    let mut report = engine::build(&options, &out, &|done, all| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    });
    bar.finish_and_clear();
    // The process ends: the operating system takes everything back at once.
    std::mem::forget(report.remains.take());
    let exit = outcome::tell(console, &report, "built", stopwatch.seconds());
    if let (Some(why), Some(path)) = (&report.why, &options.explain) {
        console.say(&explained(path, why));
    }
    if arguments.timings {
        console.say(&table(&report.timings));
        console.say(&format!("rendered {} of {}", report.rendered.len(), counted(report.targets, "target", "targets")));
    }
    Ok(exit)
}

/// Says why a file was rendered, or not.
fn explained(path: &str, why: &Why) -> String {
    match why {
        Why::Unknown => format!("`{path}` is no file of the output"),
        Why::New => format!("`{path}` was rendered: nothing is known of it from a build before"),
        Why::Touched => {
            format!("`{path}` was rendered: its file in the output was not the one that the last build put there")
        }
        Why::Copies => {
            format!("`{path}` was rendered: its packed copies in the output were not those that it is to have")
        }
        Why::Changed(what) => {
            let lines: Vec<_> = what.iter().map(|what| format!("  - {what}")).collect();
            format!("`{path}` was rendered, because this has changed:\n{}", lines.join("\n"))
        }
        Why::Kept(count) => {
            let answers = counted(*count, "answer", "answers");
            format!("`{path}` was not rendered: {answers} it was made from are as they were")
        }
    }
}

/// Draws the stages with their times.
fn table(timings: &Timings) -> String {
    let line = |(stage, seconds, count): &(engine::Stage, f64, usize)| {
        let (name, what) = stage.names();
        format!("{name:<28} {:>8.1} ms  {count} {what}", seconds * 1000.0)
    };
    timings.stages.iter().map(line).collect::<Vec<_>>().join("\n")
}

pub(super) fn base_url(text: &str) -> Result<String, String> {
    let base = BaseUrl::parse(text).map(|_| text.to_owned());
    base.ok_or_else(|| {
        "expected an absolute address without query and fragment, as in https://www.ministry.example/".into()
    })
}
