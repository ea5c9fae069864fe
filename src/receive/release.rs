//! Builds a commit of the published branch, publishes it as a release, and copies the list of releases into the
//! repository.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;

use super::state::{State, Stuck};
use super::{Ended, Event, Fault, Hook, Tell, failure};
use crate::diag::{Diagnostic, codes};
use crate::engine::{CacheChoice, Options, Report, SearchTime};
use crate::fs::disk::{self, Kind};
use crate::fs::{Releases, Stopwatch, Why};
use crate::publish::{self, Order, Public, Sources};

/// A commit to publish, and the reason.
pub(super) struct Asking<'a> {
    commit: &'a str,
    why: Why,
    search: SearchTime,
    allow_delete: Option<usize>,
    /// The public state when this was decided; `None` if it does not matter or nothing was public.
    over: Option<Public>,
}

impl<'a> Asking<'a> {
    /// A publication because of a push.
    pub(super) fn push(commit: &'a str, over: Option<Public>) -> Self {
        Self { commit, why: Why::Push, search: SearchTime::Later, allow_delete: None, over }
    }

    /// A manual publication, which overrides everything that was decided before.
    pub(super) fn by_hand(commit: &'a str, allow_delete: Option<usize>) -> Self {
        Self { commit, why: Why::Hand, search: SearchTime::Now, allow_delete, over: None }
    }

    /// A new publication of the public commit, because its hour has come or its search index is out of date.
    pub(super) fn again(is_hour: bool, commit: &'a str, public: &Public) -> Self {
        let (why, search) = if is_hour { (Why::Hour, SearchTime::Later) } else { (Why::Search, SearchTime::Now) };
        Self { commit, why, search, allow_delete: None, over: Some(public.clone()) }
    }
}

impl Hook {
    /// Returns the public state of the destination. If it cannot be read, reports why and returns `None`.
    #[expect(clippy::option_option, reason = "that nothing is public is one of the answers")]
    pub(super) fn public(&self, state: &State, tell: Tell<'_>) -> Option<Option<Public>> {
        match publish::public(&self.settings.to) {
            Ok(public) => Some(public.map(|public| state.complete(public))),
            Err(fault) => {
                tell(Event::Refused(&[fault], None));
                None
            }
        }
    }

    /// Builds and publishes a commit; returns whether the search index is still to follow.
    pub(super) fn publish(&self, asking: &Asking<'_>, tell: Tell<'_>) -> Result<(Ended, bool), Fault> {
        let stopwatch = Stopwatch::start();
        // From now on, git does not prune the commit, whatever happens to its branch.
        if let Err(why) = self.repository.hold(asking.commit) {
            tell(Event::Unmirrored(&why));
        }
        let out = self.home.join("site");
        let cache = CacheChoice::Folder(self.home.join("cache"));
        let since = asking.over.as_ref().and_then(|over| over.built_for).filter(|_| asking.why == Why::Hour);
        let options = Options { search: asking.search, cache, by_the_clock: since, ..self.options(asking.commit)? };
        let report = self.build(&options, &out, tell);
        if let Some(ended) = failure(&report) {
            tell(Event::Kept);
            return self.refused(asking, &report, ended);
        }
        let settings = publish::settings_of(&report.inputs.files);
        let order = Order {
            allow_delete: asking.allow_delete,
            wait: true,
            why: asking.why,
            commit: Some(asking.commit.to_owned()),
            built_for: Some(report.inputs.now),
            due: report.due,
            search_lags: report.search_lags,
            over: asking.over.clone(),
            now: self.now,
            sources: Some(Arc::new(Sources::of(&report, &options))),
            ..Order::new(&self.settings.to, &settings)
        };
        match publish::publish_on(&*self.disk, &out, &order) {
            Err(faults) => {
                tell(Event::Refused(&faults, Some(&report)));
                tell(Event::Kept);
                self.refused(asking, &report, ending(&faults))
            }
            Ok(outcome) => {
                let mut state = State::read(&self.home, &self.settings);
                // Publishing the public commit again does not make a newer, refused commit acceptable.
                if matches!(asking.why, Why::Push | Why::Hand) {
                    (state.failed, state.again, state.asked) = (None, None, None);
                }
                state.stuck = None;
                state.told = super::warnings(&report);
                state.zone = publish::zone_of(&report.inputs.files).iana_name().map(str::to_owned);
                state.write(&*self.disk, &self.home)?;
                tell(Event::Published(&outcome, &order, &report, stopwatch.seconds()));
                self.mirror(tell);
                Ok((Ended::Well, report.search_lags))
            }
        }
    }

    /// Records a commit that has errors, so that it is not built again and again. After failures outside the content,
    /// the next push or timer tries again; nothing that is due is forgotten.
    fn refused(&self, asking: &Asking<'_>, report: &Report, ended: Ended) -> Result<(Ended, bool), Fault> {
        if ended != Ended::Content {
            return Ok((ended, false));
        }
        let mut state = State::read(&self.home, &self.settings);
        match (asking.why, &asking.over) {
            (Why::Hour | Why::Search, Some(public)) => state.stuck = Some(Stuck::new(public, report.due)),
            _ => {
                state.failed = Some(asking.commit.to_owned());
                state.again = self.behind(report.inputs.now);
                state.asked = None;
            }
        }
        state.write(&*self.disk, &self.home)?;
        Ok((ended, false))
    }

    /// Returns the time that the public site was built for if it is ahead of the clock: a commit refused now may be
    /// valid once the clock is right.
    fn behind(&self, now: Timestamp) -> Option<Timestamp> {
        publish::public(&self.settings.to).ok()??.built_for.filter(|built_for| *built_for > now)
    }

    /// Copies the list of releases into the repository if it has grown, and protects the commits in it from pruning.
    pub(super) fn mirror(&self, tell: Tell<'_>) {
        let path = publish::record_file(&self.settings.to);
        let Ok(Some(Kind::File(length))) = disk::kind(&path) else { return };
        let mut state = State::read(&self.home, &self.settings);
        if state.mirrored == length {
            return;
        }
        let mirrored = || -> Result<(), String> {
            let bytes = disk::read(&path).map_err(|error| error.to_string())?;
            let known = usize::try_from(state.mirrored).ok().filter(|known| *known <= bytes.len()).unwrap_or(0);
            let new = Releases::read(&bytes[known..]);
            let Some(last) = new.public() else { return Ok(()) };
            let commits: BTreeSet<&str> = new.all.iter().filter_map(|line| line.commit.as_deref()).collect();
            let commits: Vec<&str> = commits.into_iter().filter(|commit| self.repository.has_commit(commit)).collect();
            let words = format!("Release {}: {}", last.release, last.why.words());
            self.repository.mirror(&path, &commits, last.at, &words)
        };
        match mirrored() {
            Ok(()) => {
                state.mirrored = length;
                // If this fails, the list is copied once more.
                let _ = state.write(&*self.disk, &self.home);
            }
            Err(why) => tell(Event::Unmirrored(&why)),
        }
    }
}

/// Returns the exit status of a publication that was refused.
fn ending(faults: &[Diagnostic]) -> Ended {
    let is_outside = |fault: &Diagnostic| {
        [&codes::PUBLISH_FAILED, &codes::DESTINATION_BUSY, &codes::FOREIGN_DESTINATION].contains(&fault.code)
    };
    if faults.iter().any(is_outside) { Ended::Outside } else { Ended::Content }
}
