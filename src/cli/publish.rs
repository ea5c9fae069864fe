//! `chancery publish`.

mod lists;
mod releases;
mod timed;
pub(super) mod told;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, Subcommand};
use jiff::Timestamp;

use super::arguments::{Format, instant};
use super::build::{Compress, base_url};
use super::console::Console;
use super::exit::Exit;
use super::outcome;
use super::refusal::Refusal;
use super::targets;
use crate::config::Publishing;
use crate::diag::{Diagnostic, SourcePath};
use crate::engine::{self, CacheChoice, Options, Report};
use crate::fs::{Stopwatch, Tree, Why};
use crate::output::compress::Level;
use crate::publish::{self, Order, Outcome, Public, PublishPlan, Sources};
use crate::spec;

/// Builds the site and puts it before the public, at one instant
///
/// The destination holds a folder for each release and a link, `current`, that the web server's root goes through; a
/// release is put together beside it and becomes public by one rename. Only a build without errors is published, and no
/// address that was ever public may come to answer nothing. See docs/publishing.md.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
pub struct Publish {
    /// The destination: an empty folder, or one that was published to before
    #[arg(long, global = true, value_name = "DIR")]
    to: Option<PathBuf>,
    /// Publishes what stands in a folder that was built, instead of building
    #[arg(long, value_name = "DIR", conflicts_with_all = ["out", "base_url", "cache", "no_cache", "compress"])]
    from: Option<PathBuf>,
    /// The folder to build into [default: public, in the folder of the site]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Where the site will be published, in place of `base_url` of site.toml
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,
    /// Where what the build learns is kept for the next one [default: .chancery, in the folder of the site]
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,
    /// Neither reads nor writes a cache
    #[arg(long, conflicts_with = "cache")]
    no_cache: bool,
    /// Whether text files get copies packed by brotli and gzip [default: as `compress` of site.toml says, else fast]
    #[arg(long, value_name = "LEVEL", value_enum, num_args = 0..=1, default_missing_value = "fast")]
    compress: Option<Compress>,
    /// Says what would change, and does nothing
    #[arg(long, global = true)]
    dry_run: bool,
    /// Lets up to N addresses be taken away, whatever site.toml says
    #[arg(long, value_name = "N")]
    allow_delete: Option<usize>,
    /// Waits for another publication that is under way, instead of refusing; with `--prepare-at`, for the instant too
    #[arg(long, global = true)]
    wait: bool,
    /// Acts only when an instant of `chancery due` has passed since the last publication, else says when the next is
    #[arg(long, conflicts_with = "from")]
    if_due: bool,
    /// Builds the site for an instant ahead, privately; `--if-due` makes it public at that instant or after it
    #[arg(long, value_name = "INSTANT", value_parser = instant, conflicts_with_all = ["from", "out", "cache", "no_cache", "if_due", "dry_run", "list"])]
    prepare_at: Option<Timestamp>,
    /// Prepares the destination for its first release and builds nothing: a web server can include its rules already
    #[arg(long, conflicts_with_all = ["from", "out", "base_url", "cache", "no_cache", "compress", "dry_run", "allow_delete", "if_due", "prepare_at", "list"])]
    init: bool,
    /// Prints what a mirror has to upload, delete and purge; with `--format json` an object on a line each
    #[arg(long, global = true)]
    list: bool,
    #[command(subcommand)]
    action: Option<Action>,
}

impl Publish {
    /// Tells whether the site is built, which asks for its sources.
    pub(super) fn builds(&self) -> bool {
        self.action.is_none() && self.from.is_none() && !self.init
    }
}

#[derive(Clone, Copy, Debug, Subcommand)]
enum Action {
    /// Makes an earlier release public again
    ///
    /// It becomes a release of its own, and is pinned: until the next push, or until somebody publishes by hand, nothing
    /// takes its place. A release that holds what was withdrawn, hidden or removed since is refused.
    Rollback {
        /// How many releases back
        #[arg(value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
        back: u32,
    },
    /// Lists the record of releases: which was public from when on, of which commit, why, and whether its files are kept
    Releases,
}

/// Publishes.
///
/// # Errors
///
/// A refusal where no destination is named, or a folder that can't be written to.
pub fn run(arguments: &Publish, format: Format, site: Options, console: &Console) -> Result<Exit, Refusal> {
    let to = arguments.to.as_deref().ok_or_else(|| {
        Refusal::usage("no destination is named")
            .help("`--to DIR`: an empty folder, or one that was published to before")
    })?;
    let job = Job { arguments, format, console, stopwatch: Stopwatch::start() };
    match arguments.action {
        Some(Action::Releases) => Ok(job.releases(to, &site)),
        Some(Action::Rollback { back }) => {
            targets::refuse_sources(&site.root, to, "the destination")?;
            let order = job.order(to, &publish::settings_of(&Tree::scan(&site.root).0), &site);
            let order = Order { why: Why::Rollback, ..order };
            Ok(job.tell(&publish::rollback(&order, back as usize), &order))
        }
        None if arguments.init => {
            targets::refuse_sources(&site.root, to, "the destination")?;
            publish::init(to).map_err(told::refusal)?;
            if publish::public(to).map_err(told::refusal)?.is_none() {
                console.say(&told::waiting(to));
            }
            Ok(Exit::Fine)
        }
        None => {
            targets::refuse_sources(&site.root, to, "the destination")?;
            let out = targets::output(&site.root, arguments.out.as_deref());
            if arguments.from.is_none() && arguments.prepare_at.is_none() {
                targets::refuse_for_build(&site.root, &out, &job.building(site.clone()).cache)?;
                targets::refuse_nested(&out, to)?;
            }
            Ok(job.publish(to, site))
        }
    }
}

/// A run of the command.
struct Job<'a> {
    arguments: &'a Publish,
    format: Format,
    console: &'a Console,
    stopwatch: Stopwatch,
}

impl Job<'_> {
    fn order(&self, to: &Path, settings: &Publishing, site: &Options) -> Order {
        Order {
            allow_delete: self.arguments.allow_delete,
            dry_run: self.arguments.dry_run,
            wait: self.arguments.wait,
            now: site.now,
            ..Order::new(to, settings)
        }
    }

    fn publish(&self, to: &Path, site: Options) -> Exit {
        if let Some(from) = &self.arguments.from {
            let order = self.order(to, &publish::settings_of(&Tree::scan(&site.root).0), &site);
            return self.put(from, &order);
        }
        if let Some(at) = self.arguments.prepare_at {
            return self.prepare(to, at, site);
        }
        if self.arguments.if_due {
            return self.publish_if_due(to, site);
        }
        self.publish_now(to, site, Why::Hand, None)
    }

    fn publish_now(&self, to: &Path, site: Options, why: Why, over: Option<Public>) -> Exit {
        let out = targets::output(&site.root, self.arguments.out.as_deref());
        let since = over.as_ref().and_then(|over| over.built_for).filter(|_| why == Why::Hour);
        let options = Options { by_the_clock: since, ..self.building(site) };
        let report = match self.build(&options, &out) {
            Ok(report) => report,
            Err(exit) => return exit,
        };
        let settings = publish::settings_of(&report.inputs.files);
        let sources = Some(Arc::new(Sources::of(&report, &options)));
        let order = self.order(to, &settings, &options);
        let order = Order { why, built_for: Some(report.inputs.now), due: report.due, over, sources, ..order };
        self.put(&out, &order)
    }

    /// Builds into a folder; how the run ends where the site can't be published.
    fn build(&self, options: &Options, out: &Path) -> Result<Report, Exit> {
        let bar = self.console.progress();
        let mut report = engine::build(options, out, &|done, all| {
            bar.set_length(all as u64);
            bar.set_position(done as u64);
        });
        bar.finish_and_clear();
        // The process ends soon: the operating system takes everything back at once.
        std::mem::forget(report.remains.take());
        match outcome::tell(self.console, &report, "built", self.stopwatch.seconds()) {
            Exit::Fine => Ok(report),
            exit => Err(exit),
        }
    }

    fn building(&self, site: Options) -> Options {
        let cache = match &self.arguments.cache {
            _ if self.arguments.no_cache => CacheChoice::Off,
            Some(folder) => CacheChoice::Folder(folder.clone()),
            None => CacheChoice::Usual,
        };
        let base_url = self.arguments.base_url.clone();
        Options { base_url, cache, compress: self.arguments.compress.map(Level::from), ..site }
    }

    /// Publishes a built site, or says what that would do.
    fn put(&self, from: &Path, order: &Order) -> Exit {
        if !order.dry_run {
            return self.tell(&publish::publish(from, order), order);
        }
        match publish::plan(from, order) {
            Ok(plan) => {
                let refusals = plan.refusals(order);
                self.show(&plan);
                self.refuse(&refusals, order)
            }
            Err(fault) => self.fail(&[fault]),
        }
    }

    /// Says what a publication has done.
    fn tell(&self, result: &Result<Outcome, Vec<Diagnostic>>, order: &Order) -> Exit {
        match result {
            Err(faults) => self.refuse(faults, order),
            Ok(outcome) => {
                if order.dry_run || self.arguments.list {
                    self.show(&outcome.plan);
                }
                self.faults(&outcome.notes);
                for line in told::summary(outcome, order, self.stopwatch.seconds()) {
                    self.console.say(&line);
                }
                Exit::Fine
            }
        }
    }

    fn show(&self, plan: &PublishPlan) {
        let is_json = self.format == Format::Json;
        self.console.result(&match (self.arguments.list, is_json) {
            (true, true) => lists::json(plan),
            (true, false) => lists::text(plan),
            (false, true) => told::json(plan),
            (false, false) => told::text(plan),
        });
    }

    fn releases(&self, to: &Path, site: &Options) -> Exit {
        let listed = match publish::releases(to) {
            Ok(listed) => listed,
            Err(fault) => return self.fail(&[fault]),
        };
        if self.format == Format::Json {
            self.console.result(&releases::json(&listed));
            return Exit::Fine;
        }
        let zone = publish::zone_of(&Tree::scan(&site.root).0);
        self.console.result(&releases::text(&listed, &zone, &site.root));
        self.console.say(&format!("times are {}", spec::place_of(&zone)));
        Exit::Fine
    }

    fn faults(&self, faults: &[Diagnostic]) {
        self.console.faults(faults, &|_: &SourcePath| None);
    }

    /// Says why nothing was published, with the lines of the sources where they are at hand.
    fn refuse(&self, faults: &[Diagnostic], order: &Order) -> Exit {
        let sources = order.sources.as_ref();
        self.console.faults(faults, &|path: &SourcePath| sources.and_then(|sources| sources.text(path)));
        worst(faults)
    }

    fn fail(&self, faults: &[Diagnostic]) -> Exit {
        self.faults(faults);
        worst(faults)
    }
}

/// How a run with these faults ends.
fn worst(faults: &[Diagnostic]) -> Exit {
    faults.iter().map(told::exit).max().unwrap_or(Exit::Fine)
}
