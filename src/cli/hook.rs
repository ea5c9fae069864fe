//! `chancery hook`: a bare repository publishes what is pushed to it.

mod install;

use std::ffi::OsStr;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::console::Console;
use super::count::counted;
use super::exit::Exit;
use super::outcome;
use super::publish::told;
use super::refusal::Refusal;
use crate::diag::{Severity, SourcePath, count};
use crate::engine;
use crate::fs::{Why, hooks};
use crate::receive::{Built, Ended, Event, Fault, Hook, Update};
use crate::spec::clock_time;
use install::Install;

/// Publishes what is pushed to a bare repository
///
/// `hook install` puts a `post-receive` hook in place. Each push to the published branch is then built straight from the
/// repository; a sound site is published, and the pusher of any other reads what is wrong. See
/// docs/rebuild-on-commits.md.
#[derive(Debug, Args)]
pub struct HookArguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    Install(Install),
    /// Does what a push asks for; git runs it, with a line for each branch on standard input
    Receive {
        /// The bare repository
        repository: PathBuf,
    },
    /// Publishes the branch as it is now, whatever was done before: after a mishap, or for the first time
    Publish {
        /// The bare repository
        repository: PathBuf,
        /// Lets up to N addresses be taken away, whatever site.toml says
        #[arg(long, value_name = "N")]
        allow_delete: Option<usize>,
    },
    /// Does what time, or a hook that was killed, has left to be done; for a timer
    Due {
        /// The bare repository
        repository: PathBuf,
    },
    /// Does what follows a push and nobody waits for
    #[command(hide = true)]
    Search {
        repository: PathBuf,
    },
}

/// Carries out a command about hooks.
///
/// # Errors
///
/// A refusal where the hook is not in place, or a file of its own can't be read or written.
pub fn run(arguments: &HookArguments, now: Option<Timestamp>, console: &Console) -> Result<Exit, Refusal> {
    let tell = |event: Event<'_>| tell(&event, &TimeZone::UTC, console);
    let open = |repository: &Path| Hook::open(repository, now).map_err(refusal);
    match &arguments.action {
        Action::Install(install) => install::run(install, console),
        Action::Receive { repository } => {
            let mut lines = Vec::new();
            std::io::stdin().read_to_end(&mut lines).map_err(|error| Refusal::outside(Path::new("-"), &error))?;
            let received = Hook::open(repository, now).and_then(|hook| hook.receive(&Update::read(&lines), &tell));
            let (ended, follows) = received.map_err(|fault| {
                kept(console);
                refusal(fault)
            })?;
            if follows {
                let now = now.map(|now| format!("--now={now}"));
                let now = now.iter().map(OsStr::new);
                let rest = ["hook".as_ref(), "search".as_ref(), repository.as_os_str()];
                let arguments: Vec<&OsStr> = now.chain(rest).collect();
                if let Err(error) = hooks::start_detached(&arguments) {
                    console.say(&format!("what follows could not be begun ({error}): the next push or timer does it"));
                }
            }
            Ok(exit(ended))
        }
        Action::Publish { repository, allow_delete } => {
            open(repository)?.publish_tip(*allow_delete, &tell).map(exit).map_err(refusal)
        }
        Action::Due { repository } => {
            let hook = open(repository)?;
            let zone = hook.zone();
            hook.due(&|event| self::tell(&event, &zone, console)).map(exit).map_err(refusal)
        }
        Action::Search { repository } => open(repository)?.follow(&tell).map(exit).map_err(refusal),
    }
}

fn exit(ended: Ended) -> Exit {
    match ended {
        Ended::Well => Exit::Fine,
        Ended::Content => Exit::Content,
        Ended::Outside => Exit::Outside,
    }
}

fn refusal(fault: Fault) -> Refusal {
    match fault {
        Fault::Unusable(why) => Refusal::usage(why).help("`chancery hook install` puts the hook in place"),
        Fault::Outside(path, why) => {
            Refusal { exit: Exit::Outside, message: format!("`{}`: {why}", path.display()), help: None }
                .help("the hook runs as the user who pushes, and that user has to own repository and destination")
        }
    }
}

fn kept(console: &Console) {
    console.say("what was pushed is in the repository; the published site is as it was");
}

/// Says what is wrong with a commit, apart from warnings that were there before.
fn tell_built(built: &Built<'_>, console: &Console) {
    let (report, (news, old)) = (built.report, built.news());
    if !built.site.is_empty() && !news.is_empty() {
        console.say(&format!("paths are below `{}`", built.site));
    }
    if !outcome::is_site(&report.inputs) {
        outcome::tell(console, report, "checked", built.seconds);
        return;
    }
    console.faults(&news, &|path: &SourcePath| engine::source_text(&report.inputs, path));
    let errors = counted(count(&news, Severity::Error), "error", "errors");
    let warnings = counted(count(&news, Severity::Warning), "new warning", "new warnings");
    let before = if old > 0 { format!(", {old} as before") } else { String::new() };
    let pages = counted(report.pages, "page", "pages");
    let languages = counted(report.languages, "language", "languages");
    console.say(&format!("checked {pages} in {languages} in {:.2} s: {errors}, {warnings}{before}", built.seconds));
}

/// Says what has happened, with instants as the clocks of a zone show them, too.
fn tell(event: &Event<'_>, zone: &TimeZone, console: &Console) {
    let by_the_clock = |at: Timestamp| format!("{at}, that is {}", clock_time(at, zone));
    match event {
        Event::Waiting => console.say("another push is being built: waiting for it"),
        Event::Ignored(name) => console.say(&format!("`{name}` is not published")),
        Event::Overtaken(branch) => {
            console.say(&format!("a newer push to `{branch}` has come meanwhile: that one is built"));
        }
        Event::Deleted(branch) => {
            console.say(&format!("`{branch}` is the published branch: the published site stays as it was"));
        }
        Event::Already(branch) => console.say(&format!("`{branch}` is public as it is")),
        Event::Built(built) => tell_built(built, console),
        Event::Kept => kept(console),
        Event::Refused(faults, report) => {
            console.faults(faults, &|path: &SourcePath| engine::source_text(&(*report)?.inputs, path));
        }
        Event::Published(outcome, order, report, seconds) => {
            console.faults(&outcome.notes, &|_: &SourcePath| None);
            for line in told::summary(outcome, order, *seconds) {
                console.say(&line);
            }
            // What only time or a search index has changed, nobody has pushed.
            if matches!(order.why, Why::Push | Why::Hand) {
                for line in told::pages(&outcome.plan, report) {
                    console.say(&line);
                }
            }
        }
        Event::SearchFollows => console.say("the search index follows in a release of its own"),
        Event::Previewed(branch, url) => console.say(&format!("the preview of `{branch}` stands at {url}")),
        Event::PreviewGone(branch) => console.say(&format!("the preview of `{branch}` is gone")),
        Event::NothingDue(None) => console.say("nothing is due"),
        Event::NothingDue(Some(next)) => console.say(&format!("nothing is due before {}", by_the_clock(*next))),
        Event::Pinned(release) => console.say(&format!(
            "release {release} is pinned by a rollback: the next push takes its place, or `chancery hook publish`"
        )),
        Event::ByHand(release) => console.say(&format!(
            "release {release} was published by hand, from files that are not in the repository: what time changes about \
             it, `chancery publish --if-due` publishes"
        )),
        Event::Stuck(due) => {
            let what = due.map_or("the search index".to_owned(), |due| format!("what is due since {},", by_the_clock(due)));
            console.say(&format!(
                "{what} still can't be published: the commit that is public has errors, which were shown when that began; \
                 a push that mends them is published at once"
            ));
        }
        Event::Lost(commit) => console.say(&format!(
            "the commit {commit} is public and is no longer in the repository, so what is due can't be built: push it \
             again, or publish the branch with `chancery hook publish`"
        )),
        Event::Unmirrored(why) => {
            console.say(&format!("the release record could not be mirrored in the repository ({why}): the next run does it"));
        }
        Event::Busy => console.say("a push is being built: what is due comes after it"),
    }
}
