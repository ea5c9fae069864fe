//! `hook`: each push to a bare repository is built from the repository and, if sound, published.
//!
//! ```text
//! REPO/hooks/post-receive      runs `chancery hook receive`
//! REPO/chancery/hook.json      what it does: destination, branch, previews
//!               state.json     what was asked of it and could not be done
//!               lock, queue    held while somebody builds; while somebody waits for that
//!               site/ cache/   the published branch as it was built last, and what that build knows
//!               previews/      the same caches for previews
//! ```
//!
//! One push is built at a time. Whoever waited looks again where the branch is now: if a newer push has come, that one's
//! hook builds it. Everything can be killed at any moment: locks end with their process, builds and releases are whole or
//! not there, and [`Hook::due`] or the next push does what is left.
//!
//! A search index takes longer than all the rest. It follows in a second release, made by a process that the pusher does
//! not wait for, and that gives way to the next push. Nothing of a push is ever part of a command line, but the name of
//! the branch as a revision that git is told is no option.

mod names;
mod previews;
mod release;
mod settings;
mod state;
mod task;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::content::document::key_of;
use crate::diag::{Diagnostic, Severity};
use crate::engine::{self, Options, Report};
use crate::fs::disk::{Disk, Lock, SystemDisk};
use crate::fs::hooks::{self, BareRepository, Repository};
use crate::fs::{Inputs, Stopwatch};
use crate::publish::{Order, Outcome};
use release::Asking;
use task::Task;

pub use names::{Update, preview_folder};
pub use settings::{Preview, Settings};
use state::{Asked, State};

/// The folder in the repository in which the hook keeps what it needs.
pub const HOME: &str = "chancery";

/// Why the hook could not do its work, apart from what is wrong with content or destination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The hook was not put in place, or not as it should have been.
    Unusable(String),
    /// The operating system refused something about a file.
    Outside(PathBuf, String),
}

/// Something that the pusher, or the journal of a timer, is told.
#[derive(Debug)]
pub enum Event<'a> {
    /// Another push is being built; this one waits.
    Waiting,
    /// A ref that is neither the published branch nor one that gets a preview.
    Ignored(&'a str),
    /// A newer push to the branch has come meanwhile, whose hook builds it.
    Overtaken(&'a str),
    /// The published branch was deleted; what is public stays.
    Deleted(&'a str),
    /// The commit is public already.
    Already(&'a str),
    /// A commit was built, or could not be.
    Built(Built<'a>),
    /// The commit stays as it is in the repository, and the site as it was.
    Kept,
    /// The plan of a publication forbids it, or it failed.
    Refused(&'a [Diagnostic], Option<&'a Report>),
    /// The site was published.
    Published(&'a Outcome, &'a Order, &'a Report, f64),
    /// The search index follows.
    SearchFollows,
    /// A preview of a branch stands at an address.
    Previewed(&'a str, String),
    /// The preview of a branch is gone with it.
    PreviewGone(&'a str),
    /// Nothing is due before an instant, or at all.
    NothingDue(Option<Timestamp>),
    /// A rollback pins this release, and the branch is further on.
    Pinned(u64),
    /// Somebody published this release by hand, from a folder: what time changes about it is not the hook's to build.
    ByHand(u64),
    /// What is public is due since an instant, or its search index is, and can't be built: it has errors.
    Stuck(Option<Timestamp>),
    /// The commit that is public is no longer in the repository.
    Lost(&'a str),
    /// The release record could not be mirrored in the repository.
    Unmirrored(&'a str),
    /// Somebody is building: what is due is done after that.
    Busy,
}

/// A build of a commit.
#[derive(Clone, Copy, Debug)]
pub struct Built<'a> {
    /// What came of it.
    pub report: &'a Report,
    /// The folder of the site within the commit.
    pub site: &'a str,
    /// How long it took.
    pub seconds: f64,
    /// Warnings of what is public, each as a digest.
    told: &'a [u64],
}

impl Built<'_> {
    /// Returns what is wrong, but for warnings that what is public has as well; and how many these are.
    #[must_use]
    pub fn news(&self) -> (Vec<Diagnostic>, usize) {
        let is_old = |fault: &&Diagnostic| fault.severity == Severity::Warning && self.told.contains(&digest(fault));
        let (old, new): (Vec<_>, Vec<_>) = self.report.diagnostics.iter().partition(is_old);
        (new.into_iter().cloned().collect(), old.len())
    }
}

/// The warnings of a build, each as a digest.
fn warnings(report: &Report) -> Vec<u64> {
    report.diagnostics.iter().filter(|fault| fault.severity == Severity::Warning).map(digest).collect()
}

/// What tells a warning from others, wherever in its file it is.
fn digest(fault: &Diagnostic) -> u64 {
    let path = fault.labels.first().map_or("", |label| label.path.as_str());
    key_of(&format!("{}\n{path}\n{}", fault.code.name, fault.message))
}

/// Is told of what happens.
pub type Tell<'a> = &'a dyn Fn(Event<'_>);

/// How a run ended; the worst counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ended {
    /// All is well.
    #[default]
    Well,
    /// The content has errors, or the plan forbids what it would do.
    Content,
    /// The outside world failed.
    Outside,
}

/// A hook that was put in place.
pub struct Hook {
    repository: Box<dyn Repository>,
    disk: Arc<dyn Disk + Send + Sync>,
    settings: Settings,
    home: PathBuf,
    /// Stands in for the clock.
    now: Option<Timestamp>,
}

impl Hook {
    /// Opens the hook of a repository.
    ///
    /// # Errors
    ///
    /// Says what is missing.
    pub fn open(folder: &Path, now: Option<Timestamp>) -> Result<Self, Fault> {
        let repository = BareRepository::open(folder).map_err(Fault::Unusable)?;
        let home = repository.folder().join(HOME);
        let settings = Settings::read(&home)?;
        Ok(Self { repository: Box::new(repository), disk: Arc::new(SystemDisk), settings, home, now })
    }

    /// A hook of another repository, with another disk. For tests: any of its changes can be made to fail.
    #[doc(hidden)]
    #[must_use]
    pub fn on(
        repository: Box<dyn Repository>,
        disk: Arc<dyn Disk + Send + Sync>,
        home: &Path,
        settings: Settings,
        now: Timestamp,
    ) -> Self {
        Self { repository, disk, settings, home: home.to_owned(), now: Some(now) }
    }

    /// Returns what the hook does.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Returns the time zone of the site that is public, where that is known; else UTC.
    #[must_use]
    pub fn zone(&self) -> TimeZone {
        let zone = State::read(&self.home, &self.settings).zone;
        zone.and_then(|zone| TimeZone::get(&zone).ok()).unwrap_or(TimeZone::UTC)
    }

    /// Does what a push asks for. Tells whether anything is to follow that nobody waits for: [`Self::follow`].
    ///
    /// # Errors
    ///
    /// Where a file of the hook's own can't be read or written. What was public still is.
    pub fn receive(&self, updates: &[Update], tell: Tell<'_>) -> Result<(Ended, bool), Fault> {
        let (mut ended, mut follows) = (Ended::Well, false);
        let mut mine = Vec::new();
        for update in updates {
            match update.branch() {
                Some(branch) if branch == self.settings.branch || self.settings.preview.is_some() => mine.push(update),
                _ => tell(Event::Ignored(&update.shown())),
            }
        }
        if mine.is_empty() {
            return Ok((ended, follows));
        }
        // What the public waits for comes before previews.
        mine.sort_by_key(|update| update.branch() != Some(self.settings.branch.as_str()));
        let _lock = self.lock(tell)?;
        self.mirror(tell);
        for update in mine {
            let branch = update.branch().unwrap_or_default();
            let tip = self.repository.tip(branch);
            match (&tip, update.new.as_deref()) {
                (Some(tip), Some(new)) if tip != new => tell(Event::Overtaken(branch)),
                // It was made anew after it had been deleted.
                (Some(_), None) => tell(Event::Overtaken(branch)),
                (None, _) if branch == self.settings.branch => tell(Event::Deleted(branch)),
                (None, _) => self.forget_branch(branch, tell)?,
                (Some(tip), _) if branch == self.settings.branch => {
                    let (how, lags) = self.pushed(tip, tell)?;
                    ended = ended.max(how);
                    follows |= lags;
                }
                (Some(tip), _) => ended = ended.max(self.preview(branch, tip, tell)?),
            }
        }
        if follows {
            tell(Event::SearchFollows);
        }
        self.clear_previews(tell)?;
        Ok((ended, follows || self.previews_lag()))
    }

    /// Publishes a commit that was pushed just now.
    fn pushed(&self, tip: &str, tell: Tell<'_>) -> Result<(Ended, bool), Fault> {
        let mut state = State::read(&self.home, &self.settings);
        let Some(public) = self.public(&state, tell) else { return Ok((Ended::Outside, false)) };
        let pinned = public.as_ref().and_then(|public| public.pinned);
        if let Some(public) = &public
            && public.commit.as_deref() == Some(tip)
            && public.pinned.is_none()
            && state.failed.is_none()
        {
            tell(Event::Already(&self.settings.branch));
            return Ok((Ended::Well, public.search_lags));
        }
        // Whoever is killed after this has been asked for that commit, and after which rollback.
        state.asked = Some(Asked { commit: tip.to_owned(), pinned });
        state.write(&*self.disk, &self.home)?;
        self.publish(&Asking::push(tip, public), tell)
    }

    /// Publishes where the branch is now, whatever was done before.
    ///
    /// # Errors
    ///
    /// As [`Self::receive`]; where there is no such branch.
    pub fn publish_tip(&self, allow_delete: Option<usize>, tell: Tell<'_>) -> Result<Ended, Fault> {
        let _lock = self.lock(tell)?;
        let tip = self.repository.tip(&self.settings.branch).ok_or_else(|| {
            Fault::Unusable(format!("the repository has no branch `{}` with a commit", self.settings.branch))
        })?;
        self.mirror(tell);
        let ended = self.publish(&Asking::by_hand(&tip, allow_delete), tell)?.0;
        self.clear_previews(tell)?;
        Ok(ended)
    }

    /// Does what time, or a hook that was killed, has left to be done.
    ///
    /// # Errors
    ///
    /// As [`Self::receive`].
    pub fn due(&self, tell: Tell<'_>) -> Result<Ended, Fault> {
        let tip = self.repository.tip(&self.settings.branch);
        let Some(_lock) = self.try_lock()? else {
            tell(Event::Busy);
            return Ok(Ended::Well);
        };
        self.mirror(tell);
        self.clear_previews(tell)?;
        let (ended, next) = self.work(tip.as_deref(), tell)?;
        let ended = ended.max(self.complete_previews(tell)?);
        if let Some(next) = next {
            tell(Event::NothingDue(next.into_iter().chain(self.previews_due()).min()));
        }
        Ok(ended)
    }

    /// Does what is left to be done about the public site; where that is nothing, tells when something will be.
    #[expect(clippy::option_option, reason = "that nothing ever will be is one of the answers")]
    fn work(&self, tip: Option<&str>, tell: Tell<'_>) -> Result<(Ended, Option<Option<Timestamp>>), Fault> {
        let state = State::read(&self.home, &self.settings);
        let Some(public) = self.public(&state, tell) else { return Ok((Ended::Outside, None)) };
        let now = Inputs::clock(self.now);
        let task = Task::of(tip, public.as_ref(), &state, now);
        if let (Task::Hour(commit) | Task::Search(commit), Some(public)) = (&task, &public) {
            if !self.repository.has_commit(commit) {
                tell(Event::Lost(commit));
                return Ok((Ended::Outside, None));
            }
            let asking = Asking::again(matches!(task, Task::Hour(_)), commit, public);
            return self.publish(&asking, tell).map(|(ended, _)| (ended, None));
        }
        if let Task::Push(commit) = &task {
            return self.publish(&Asking::push(commit, public), tell).map(|(ended, _)| (ended, None));
        }
        let due = public.as_ref().and_then(|public| public.due);
        if task == Task::Stuck {
            tell(Event::Stuck(due.filter(|due| *due <= now)));
            return Ok((Ended::Content, None));
        }
        match &public {
            Some(public) if public.pinned.is_some() && public.commit.as_deref() != tip => {
                tell(Event::Pinned(public.release));
            }
            Some(public) if public.commit.is_none() => tell(Event::ByHand(public.release)),
            _ => {}
        }
        Ok((Ended::Well, Some(due.filter(|_| public.as_ref().is_some_and(|public| public.commit.is_some())))))
    }

    /// Does what follows a push and nobody waits for: the search index that lags, then previews. When a push comes, this
    /// process ends, and the hook of that push sees to it.
    ///
    /// # Errors
    ///
    /// As [`Self::receive`].
    pub fn follow(&self, tell: Tell<'_>) -> Result<Ended, Fault> {
        let _lock = self.lock(tell)?;
        let queue = self.home.join(QUEUE);
        // Whoever waits holds the queue. To end here is no more than to be killed.
        hooks::leave_when(move || matches!(Lock::take(&queue), Ok(None)));
        self.follow_up(tell)
    }

    /// As [`Self::follow`], in a process that goes on when a push comes. For tests.
    ///
    /// # Errors
    ///
    /// As [`Self::receive`].
    #[doc(hidden)]
    pub fn follow_up(&self, tell: Tell<'_>) -> Result<Ended, Fault> {
        let state = State::read(&self.home, &self.settings);
        let public = self.public(&state, tell).flatten();
        let lags = public.filter(|public| public.search_lags);
        let ended = match lags.as_ref().and_then(|public| Some((public, public.commit.as_deref()?))) {
            Some((public, commit)) => self.publish(&Asking::again(false, commit, public), tell)?.0,
            None => Ended::Well,
        };
        Ok(ended.max(self.complete_previews(tell)?))
    }

    /// Removes what was there under other settings and is not to be there any longer.
    ///
    /// # Errors
    ///
    /// As [`Self::receive`].
    pub fn tidy(&self, tell: Tell<'_>) -> Result<(), Fault> {
        let _lock = self.lock(tell)?;
        State::read(&self.home, &self.settings).write(&*self.disk, &self.home)?;
        self.clear_previews(tell)
    }

    fn options(&self, commit: &str) -> Result<Options, Fault> {
        let (root, at) = self.repository.site(commit, &self.settings.site).map_err(Fault::Unusable)?;
        Ok(Options { root, at, now: self.now, ..Options::default() })
    }

    fn build(&self, options: &Options, out: &Path, tell: Tell<'_>) -> Report {
        let stopwatch = Stopwatch::start();
        let mut report = engine::build_on(Box::new(Arc::clone(&self.disk)), options, out, &|_, _| {});
        // The process ends soon: the operating system takes everything back at once.
        std::mem::forget(report.remains.take());
        let told = State::read(&self.home, &self.settings).told;
        let (report_of, seconds) = (&report, stopwatch.seconds());
        tell(Event::Built(Built { report: report_of, site: &self.settings.site, seconds, told: &told }));
        report
    }

    fn lock(&self, tell: Tell<'_>) -> Result<Lock, Fault> {
        if let Some(lock) = self.try_lock()? {
            return Ok(lock);
        }
        tell(Event::Waiting);
        let wait = |name: &str| {
            let path = self.home.join(name);
            Lock::wait(&path).map_err(|error| Fault::outside(&path, &error))
        };
        let _queue = wait(QUEUE)?;
        wait(LOCK)
    }

    fn try_lock(&self) -> Result<Option<Lock>, Fault> {
        let path = self.home.join(LOCK);
        Lock::take(&path).map_err(|error| Fault::outside(&path, &error))
    }
}

const LOCK: &str = "lock";
const QUEUE: &str = "queue";

impl Fault {
    pub(self) fn outside(path: &Path, error: &std::io::Error) -> Self {
        Self::Outside(path.to_owned(), error.to_string())
    }
}

/// How a build ended that can't be published.
fn failure(report: &Report) -> Option<Ended> {
    let outside = report.outside.then_some(Ended::Outside);
    outside.or_else(|| report.has_errors().then_some(Ended::Content))
}
