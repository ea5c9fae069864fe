//! `hook`: builds each push to a bare repository and publishes it if it has no errors.
//!
//! ```text
//! REPO/hooks/post-receive      runs `chancery hook receive`
//! REPO/chancery/hook.json      the settings: destination, branch, previews
//!               state.json     requests that could not be carried out
//!               lock, queue    locked while a process builds; locked while another waits for it
//!               site/ cache/   the latest build of the published branch, and its cache
//!               previews/      the caches of the previews
//! ```
//!
//! One push is built at a time. A process that had to wait looks up the branch again; if a newer push has arrived, the
//! hook of that push builds it. Every process may be killed at any moment: locks end with their process, builds and
//! releases are complete or absent, and [`Hook::due`] or the next push does the remaining work.
//!
//! The search index takes longer than everything else. It follows in a second release, made by a background process
//! that stops when the next push arrives. Nothing from a push becomes part of a command line except the branch name,
//! and that is passed to git as a revision that cannot be taken for an option.

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

/// The hook's folder in the repository.
pub const HOME: &str = "chancery";

/// A failure of the hook itself, as opposed to errors in the content or at the destination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The hook is not installed, or not correctly.
    Unusable(String),
    /// The operating system refused an operation on this file.
    Outside(PathBuf, String),
}

/// An event to report to the pusher or to the timer's log.
#[derive(Debug)]
pub enum Event<'a> {
    /// Another push is being built; this one waits.
    Waiting,
    /// The ref is neither the published branch nor a branch with a preview.
    Ignored(&'a str),
    /// A newer push to the branch has arrived; its hook builds it.
    Overtaken(&'a str),
    /// The published branch was deleted; the public site stays.
    Deleted(&'a str),
    /// The commit is already public.
    Already(&'a str),
    /// A commit was built, or its build failed.
    Built(Built<'a>),
    /// The commit stays in the repository; the public site is unchanged.
    Kept,
    /// The plan of the publication forbids it, or publishing failed.
    Refused(&'a [Diagnostic], Option<&'a Report>),
    /// The site was published.
    Published(&'a Outcome, &'a Order, &'a Report, f64),
    /// The search index will follow.
    SearchFollows,
    /// The preview of a branch is available at an address.
    Previewed(&'a str, String),
    /// The preview of a deleted branch was removed.
    PreviewGone(&'a str),
    /// Nothing is due until this instant, or ever.
    NothingDue(Option<Timestamp>),
    /// A rollback pins this release, although the branch has newer commits.
    Pinned(u64),
    /// This release was published by hand from a folder, so the hook cannot rebuild it when time changes the site.
    ByHand(u64),
    /// The public site, or its search index, has been due since an instant but cannot be built because it has errors.
    Stuck(Option<Timestamp>),
    /// The public commit is no longer in the repository.
    Lost(&'a str),
    /// The list of releases could not be copied into the repository.
    Unmirrored(&'a str),
    /// Another process is building; due work is done after it.
    Busy,
}

/// The build of a commit.
#[derive(Clone, Copy, Debug)]
pub struct Built<'a> {
    /// The result.
    pub report: &'a Report,
    /// The folder of the site within the commit.
    pub site: &'a str,
    /// The duration.
    pub seconds: f64,
    /// Digests of the warnings that the public commit has as well.
    old_warnings: &'a [u64],
}

impl Built<'_> {
    /// Returns the diagnostics without warnings that the public commit already has, and the number of those warnings.
    #[must_use]
    pub fn news(&self) -> (Vec<Diagnostic>, usize) {
        let is_old =
            |fault: &&Diagnostic| fault.severity == Severity::Warning && self.old_warnings.contains(&digest(fault));
        let (old, new): (Vec<_>, Vec<_>) = self.report.diagnostics.iter().partition(is_old);
        (new.into_iter().cloned().collect(), old.len())
    }
}

/// Returns a digest of each warning of a build.
fn warnings(report: &Report) -> Vec<u64> {
    report.diagnostics.iter().filter(|fault| fault.severity == Severity::Warning).map(digest).collect()
}

/// Returns a digest of a warning that does not depend on its position in the file.
fn digest(fault: &Diagnostic) -> u64 {
    let path = fault.labels.first().map_or("", |label| label.path.as_str());
    key_of(&format!("{}\n{path}\n{}", fault.code.name, fault.message))
}

/// A callback that reports events.
pub type Tell<'a> = &'a dyn Fn(Event<'_>);

/// The exit status of a run; the worst of several counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ended {
    /// No errors.
    #[default]
    Well,
    /// The content has errors, or the plan forbids the publication.
    Content,
    /// A failure outside the content: file system, network, operating system.
    Outside,
}

/// An installed hook.
pub struct Hook {
    repository: Box<dyn Repository>,
    disk: Arc<dyn Disk + Send + Sync>,
    settings: Settings,
    home: PathBuf,
    /// The current time, if not that of the system clock.
    now: Option<Timestamp>,
}

impl Hook {
    /// Opens the hook of a repository.
    ///
    /// # Errors
    ///
    /// Names what is missing.
    pub fn open(folder: &Path, now: Option<Timestamp>) -> Result<Self, Fault> {
        let repository = BareRepository::open(folder).map_err(Fault::Unusable)?;
        let home = repository.folder().join(HOME);
        let settings = Settings::read(&home)?;
        Ok(Self { repository: Box::new(repository), disk: Arc::new(SystemDisk), settings, home, now })
    }

    /// Makes a hook from another repository and disk. Tests use it to make any change fail.
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

    /// Returns the settings of the hook.
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

    /// Handles a push. Also returns whether background work remains for [`Self::follow`].
    ///
    /// # Errors
    ///
    /// If a file of the hook can't be read or written. The public site is then unchanged.
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
        // The public site comes before previews.
        mine.sort_by_key(|update| update.branch() != Some(self.settings.branch.as_str()));
        let _lock = self.lock(tell)?;
        self.mirror(tell);
        for update in mine {
            let branch = update.branch().unwrap_or_default();
            let tip = self.repository.tip(branch);
            match (&tip, update.new.as_deref()) {
                (Some(tip), Some(new)) if tip != new => tell(Event::Overtaken(branch)),
                // The branch was deleted and created again.
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

    /// Publishes a commit that has just been pushed.
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
        // Recorded before building: if this process is killed, the commit, and the rollback that it came after, are
        // known.
        state.asked = Some(Asked { commit: tip.to_owned(), pinned });
        state.write(&*self.disk, &self.home)?;
        self.publish(&Asking::push(tip, public), tell)
    }

    /// Publishes the tip of the branch, even if an earlier attempt was refused.
    ///
    /// # Errors
    ///
    /// As [`Self::receive`]; also if the branch does not exist.
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

    /// Does the work that is due because time has passed or a hook was killed.
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

    /// Does the outstanding work on the public site. If there is none, also returns the instant at which there will be
    /// some.
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

    /// Does the background work after a push: first the search index, then previews. When the next push arrives, this
    /// process exits, and the hook of that push does the rest.
    ///
    /// # Errors
    ///
    /// As [`Self::receive`].
    pub fn follow(&self, tell: Tell<'_>) -> Result<Ended, Fault> {
        let _lock = self.lock(tell)?;
        let queue = self.home.join(QUEUE);
        // A waiting push holds the queue lock. Exiting here is no different from being killed.
        hooks::leave_when(move || matches!(Lock::take(&queue), Ok(None)));
        self.follow_up(tell)
    }

    /// Like [`Self::follow`], but does not exit when a push arrives. For tests.
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

    /// Removes previews left from earlier settings.
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
        // The process exits soon, and the operating system frees the memory faster than dropping it would.
        std::mem::forget(report.remains.take());
        let old_warnings = State::read(&self.home, &self.settings).told;
        let (report_of, seconds) = (&report, stopwatch.seconds());
        tell(Event::Built(Built {
            report: report_of,
            site: &self.settings.site,
            seconds,
            old_warnings: &old_warnings,
        }));
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

/// Returns the exit status of a build that can't be published, or `None` if it can.
fn failure(report: &Report) -> Option<Ended> {
    let outside = report.outside.then_some(Ended::Outside);
    outside.or_else(|| report.has_errors().then_some(Ended::Content))
}
