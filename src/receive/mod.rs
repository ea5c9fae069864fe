//! `hook`: each push to a bare repository is built from the repository and, if sound, published.
//!
//! ```text
//! REPO/hooks/post-receive      runs `chancery hook receive`
//! REPO/chancery/hook.json      what it does: destination, branch, previews
//!               state.json     which commit is public, which one could not be, what is still to follow
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
mod settings;
mod state;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use crate::diag::{Diagnostic, codes};
use crate::engine::{self, CacheChoice, Options, Report, SearchTime};
use crate::fs::disk::{self, Disk as _, Kind, Lock, SystemDisk};
use crate::fs::hooks::{self, BareRepository};
use crate::fs::{Commit, Inputs, Stopwatch};
use crate::publish::{self, Order, Outcome, Sources};

pub use names::{Update, preview_folder};
pub use settings::{Preview, Settings};
use state::State;

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
    /// A commit was built, or could not be; in so many seconds. The folder is that of the site within the commit.
    Built(&'a Report, &'a str, f64),
    /// The commit stays as it is in the repository, and the site as it was.
    Kept,
    /// The plan of a publication forbids it, or it failed.
    Refused(&'a [Diagnostic], &'a Report),
    /// The site was published.
    Published(&'a Outcome, &'a Order, f64),
    /// The search index follows.
    SearchFollows,
    /// A preview of a branch stands at an address.
    Previewed(&'a str, String),
    /// The preview of a branch is gone with it.
    PreviewGone(&'a str),
    /// Nothing is due before an instant, or at all.
    NothingDue(Option<Timestamp>),
    /// Somebody is building: what is due is done after that.
    Busy,
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
    repository: BareRepository,
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
        Ok(Self { repository, settings, home, now })
    }

    /// Returns what the hook does.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Does what a push asks for. Tells whether a search index is to follow: [`Self::search`].
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
        for update in mine {
            let branch = update.branch().unwrap_or_default();
            let tip = self.repository.tip(branch);
            match (&tip, update.new.as_deref()) {
                (Some(tip), Some(new)) if tip != new => tell(Event::Overtaken(branch)),
                // It was made anew after it had been deleted.
                (Some(_), None) => tell(Event::Overtaken(branch)),
                (None, _) if branch == self.settings.branch => tell(Event::Deleted(branch)),
                (None, _) => self.forget(branch, tell)?,
                (Some(tip), _) if branch == self.settings.branch => {
                    let state = State::read(&self.home);
                    if state.public.as_ref() == Some(tip) && state.failed.is_none() {
                        tell(Event::Already(branch));
                        follows |= state.search_lags;
                        continue;
                    }
                    let (how, lags) = self.publish(tip, SearchTime::Later, None, tell)?;
                    ended = ended.max(how);
                    follows |= lags;
                }
                (Some(tip), _) => ended = ended.max(self.preview(branch, tip, tell)?),
            }
        }
        if follows {
            tell(Event::SearchFollows);
        }
        Ok((ended, follows))
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
        self.publish(&tip, SearchTime::Now, allow_delete, tell).map(|(ended, _)| ended)
    }

    /// Does what time, or a hook that was killed, has left to be done.
    ///
    /// # Errors
    ///
    /// As [`Self::receive`].
    pub fn due(&self, tell: Tell<'_>) -> Result<Ended, Fault> {
        // Before the first push there is nothing to be made.
        let tip = self.repository.tip(&self.settings.branch);
        let Some(_lock) = self.try_lock()? else {
            tell(Event::Busy);
            return Ok(Ended::Well);
        };
        let state = State::read(&self.home);
        let now = Inputs::clock(self.now);
        let is_new = tip.is_some() && tip != state.public && tip != state.failed;
        let (commit, search) = match (is_new, state.public) {
            // A hook was killed, or never ran.
            (true, _) => (tip, SearchTime::Later),
            (false, Some(public)) if state.due.is_some_and(|due| due <= now) => (Some(public), SearchTime::Later),
            (false, Some(public)) if state.search_lags => (Some(public), SearchTime::Now),
            _ => (None, SearchTime::Now),
        };
        match commit {
            Some(commit) => self.publish(&commit, search, None, tell).map(|(ended, _)| ended),
            None => {
                tell(Event::NothingDue(state.due));
                Ok(Ended::Well)
            }
        }
    }

    /// Makes the search index that lags, unless a push comes: then this process ends, and the hook of that push sees to
    /// it.
    ///
    /// # Errors
    ///
    /// As [`Self::receive`].
    pub fn search(&self, tell: Tell<'_>) -> Result<Ended, Fault> {
        let _lock = self.lock(tell)?;
        let state = State::read(&self.home);
        let Some(public) = state.public.filter(|_| state.search_lags) else { return Ok(Ended::Well) };
        let queue = self.home.join(QUEUE);
        // Whoever waits holds the queue. To end here is no more than to be killed.
        hooks::leave_when(move || matches!(Lock::take(&queue), Ok(None)));
        self.publish(&public, SearchTime::Now, None, tell).map(|(ended, _)| ended)
    }

    /// Builds a commit of the published branch, and publishes it; tells whether the search index lags.
    fn publish(
        &self,
        commit: &str,
        search: SearchTime,
        allow_delete: Option<usize>,
        tell: Tell<'_>,
    ) -> Result<(Ended, bool), Fault> {
        let stopwatch = Stopwatch::start();
        let out = self.home.join("site");
        let options = Options { search, cache: CacheChoice::Folder(self.home.join("cache")), ..self.options(commit)? };
        let report = self.build(&options, &out, tell);
        let mut state = State::read(&self.home);
        let refused = |mut state: State, ended| {
            tell(Event::Kept);
            // What the outside world refused is tried again when time or a push comes by; what is wrong stays so.
            if ended == Ended::Content {
                state.failed = Some(commit.to_owned());
                state.due = report.due;
                state.write(&self.home)?;
            }
            Ok((ended, false))
        };
        if let Some(ended) = failure(&report) {
            return refused(state, ended);
        }
        let settings = publish::settings_of(&report.inputs.files);
        let order = Order {
            allow_delete,
            wait: true,
            built_for: Some(report.inputs.now),
            now: self.now,
            sources: Some(Arc::new(Sources::of(&report, &options))),
            ..Order::new(&self.settings.to, &settings)
        };
        match publish::publish(&out, &order) {
            Err(faults) => {
                tell(Event::Refused(&faults, &report));
                let is_outside = |fault: &Diagnostic| {
                    [&codes::PUBLISH_FAILED, &codes::DESTINATION_BUSY, &codes::FOREIGN_DESTINATION]
                        .contains(&fault.code)
                };
                let ended = if faults.iter().any(is_outside) { Ended::Outside } else { Ended::Content };
                refused(state, ended)
            }
            Ok(outcome) => {
                // Where the public commit is published again for an hour, a newer one that can't be is still that.
                let is_again = state.public.as_deref() == Some(commit);
                state.failed = state.failed.filter(|failed| is_again && failed != commit);
                state.public = Some(commit.to_owned());
                state.search_lags = report.search_lags;
                state.due = report.due;
                state.write(&self.home)?;
                tell(Event::Published(&outcome, &order, stopwatch.seconds()));
                Ok((Ended::Well, report.search_lags))
            }
        }
    }

    /// Builds the preview of a branch.
    fn preview(&self, branch: &str, commit: &str, tell: Tell<'_>) -> Result<Ended, Fault> {
        let Some(preview) = &self.settings.preview else { return Ok(Ended::Well) };
        let name = preview_folder(branch);
        let url = preview.address(&name);
        let options = Options {
            base_url: Some(url.clone()),
            drafts: preview.is_private,
            preview: true,
            cache: CacheChoice::Folder(self.home.join(PREVIEWS).join(&name)),
            ..self.options(commit)?
        };
        // It is known as ours before it is there, so that it goes with its branch whenever this is killed.
        let cache = self.home.join(PREVIEWS).join(&name);
        disk::make_private_folder(&cache).map_err(|error| Fault::outside(&cache, &error))?;
        let report = self.build(&options, &preview.folder.join(&name), tell);
        if let Some(ended) = failure(&report) {
            tell(Event::Kept);
            return Ok(ended);
        }
        tell(Event::Previewed(branch, url));
        Ok(Ended::Well)
    }

    /// Takes the preview of a branch away that is no more.
    fn forget(&self, branch: &str, tell: Tell<'_>) -> Result<(), Fault> {
        let Some(preview) = &self.settings.preview else { return Ok(()) };
        let name = preview_folder(branch);
        let cache = self.home.join(PREVIEWS).join(&name);
        // What the hook did not make is not its to remove.
        if !matches!(disk::kind(&cache), Ok(Some(Kind::Folder))) {
            return Ok(());
        }
        for folder in [preview.folder.join(&name), cache] {
            if let Ok(Some(Kind::Folder)) = disk::kind(&folder) {
                let removed = disk::remove_tree(&SystemDisk, &folder).and_then(|()| SystemDisk.remove_folder(&folder));
                if let Err(error) = removed
                    && !matches!(disk::kind(&folder), Ok(None))
                {
                    return Err(Fault::outside(&folder, &error));
                }
            }
        }
        tell(Event::PreviewGone(branch));
        Ok(())
    }

    fn options(&self, commit: &str) -> Result<Options, Fault> {
        let root = self.repository.folder().to_owned();
        let commit = Commit::find(&root, commit).and_then(|commit| commit.in_folder(&self.settings.site));
        let at = Some(commit.map_err(Fault::Unusable)?);
        Ok(Options { root, at, now: self.now, ..Options::default() })
    }

    fn build(&self, options: &Options, out: &Path, tell: Tell<'_>) -> Report {
        let stopwatch = Stopwatch::start();
        let mut report = engine::build(options, out, &|_, _| {});
        // The process ends soon: the operating system takes everything back at once.
        std::mem::forget(report.remains.take());
        tell(Event::Built(&report, &self.settings.site, stopwatch.seconds()));
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
const PREVIEWS: &str = "previews";

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
