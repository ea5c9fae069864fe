//! What requests share: the generation that is served, and the last good bytes of what was opened.
//!
//! A page is *good* where no error speaks of its source and it renders without one. A page that is not good any more is
//! served as it last was, so that an editor who breaks a page still sees it, below what is wrong.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::Bytes;
use tokio::sync::{mpsc, watch};

use super::door::Door;
use super::faults;
use super::generation::{Generation, is_copy};
use super::notify::Status;
use crate::engine::{Memo, Prepared};
use crate::fs::OutPath;

/// What there is at an address.
pub(super) enum Page {
    /// A file, good or as it last was.
    There(Bytes),
    /// It can't be rendered, and never could.
    Faulty,
    /// Nothing.
    Missing,
}

/// Everything that requests share.
pub(super) struct Server {
    /// Whose requests are answered.
    pub(super) door: Door,
    current: Mutex<Arc<Generation>>,
    good: Mutex<BTreeMap<OutPath, Bytes>>,
    status: watch::Sender<Status>,
    /// Wakes the loop when rendering has found a fault.
    news: mpsc::UnboundedSender<()>,
    waiting: Mutex<Requests>,
    idle: Condvar,
    /// What is known of targets from one generation to the next.
    memo: Mutex<Memo>,
}

impl Server {
    pub(super) fn new(door: Door, first: Prepared, news: mpsc::UnboundedSender<()>) -> Self {
        let server = Self {
            door,
            current: Mutex::new(Arc::new(Generation::new(first, None))),
            good: Mutex::default(),
            status: watch::Sender::default(),
            news,
            waiting: Mutex::default(),
            idle: Condvar::new(),
            memo: Mutex::default(),
        };
        server.announce();
        server
    }

    /// Returns what is served now.
    pub(super) fn current(&self) -> Arc<Generation> {
        Arc::clone(&lock(&self.current))
    }

    /// Puts another state of the files in the place of the one that is served.
    pub(super) fn replace(&self, prepared: Prepared) {
        let before = self.current();
        let next = Generation::new(prepared, Some(&before));
        if !next.has_errors() {
            // What is no longer part of a sound site is gone for good.
            lock(&self.good).retain(|path, _| next.find(path.as_str()).is_some());
        }
        *lock(&self.current) = Arc::new(next);
        self.announce();
    }

    /// Tells the browsers which generation is served and what is wrong with it.
    pub(super) fn announce(&self) {
        let generation = self.current();
        let all = generation.all_diagnostics();
        let faults = faults::json(&all, &generation.inputs).into();
        let counts = faults::counts(&all).into();
        self.status.send_replace(Status { generation: generation.number, faults, counts });
    }

    /// Returns what browsers are told, now and whenever it changes.
    pub(super) fn status(&self) -> watch::Receiver<Status> {
        self.status.subscribe()
    }

    /// Finds what is at an output path. Renders, so it takes its time.
    ///
    /// Other machines (`to_own` is false) get what the files make now and nothing that was: a text that is no longer there may
    /// just have been hidden.
    pub(super) fn page(&self, generation: &Generation, path: &OutPath, to_own: bool) -> Page {
        let last_good = || lock(&self.good).get(path).cloned().filter(|_| to_own);
        let Some(target) = generation.find(path.as_str()) else {
            if let Some(bytes) = generation.search_file(path) {
                return Page::There(bytes);
            }
            // A page whose source is faulty is hidden, and only seems to be gone.
            if !generation.is_fault_at(path) {
                return Page::Missing;
            }
            return last_good().map_or(Page::Faulty, Page::There);
        };
        if generation.is_faulty(target)
            && let Some(bytes) = last_good()
        {
            return Page::There(bytes);
        }
        let rendered = generation.render(target);
        if generation.has_news() {
            self.wake();
        }
        let Some(bytes) = rendered else { return last_good().map_or(Page::Faulty, Page::There) };
        if !is_copy(target) && !generation.is_faulty(target) {
            lock(&self.good).insert(path.clone(), bytes.clone());
        }
        Page::There(bytes)
    }

    /// Has the loop tell what rendering has found.
    pub(super) fn wake(&self) {
        // The loop is gone when the server ends.
        let _ = self.news.send(());
    }

    /// Counts a request as waiting until what is returned is dropped.
    pub(super) fn begin(self: &Arc<Self>) -> Waiting {
        lock(&self.waiting).open += 1;
        Waiting(Arc::clone(self))
    }

    /// Takes what is known of targets.
    pub(super) fn take_memo(&self) -> Memo {
        std::mem::take(&mut lock(&self.memo))
    }

    /// Leaves what is known of targets for the next who asks.
    pub(super) fn put_memo(&self, memo: Memo) {
        *lock(&self.memo) = memo;
    }

    /// Waits until somebody has seen a page of the site as it is now, or nobody has come for a moment: what follows a
    /// change is not to compete with the page that somebody waits for.
    pub(super) fn settle(&self) {
        const MOMENT: Duration = Duration::from_millis(250);
        let waiting = lock(&self.waiting);
        let answered = waiting.answered;
        let wait = self.idle.wait_timeout_while(waiting, MOMENT, |waiting| waiting.answered == answered);
        drop(wait.unwrap_or_else(PoisonError::into_inner));
    }

    /// Waits until no request does.
    pub(super) fn give_way(&self) {
        let waiting = lock(&self.waiting);
        drop(self.idle.wait_while(waiting, |waiting| waiting.open > 0).unwrap_or_else(PoisonError::into_inner));
    }
}

/// Requests for pages.
#[derive(Default)]
struct Requests {
    /// How many wait.
    open: usize,
    /// How many have been answered.
    answered: usize,
}

/// A request that waits for its answer.
pub(super) struct Waiting(Arc<Server>);

impl Drop for Waiting {
    fn drop(&mut self) {
        let mut waiting = lock(&self.0.waiting);
        waiting.open -= 1;
        waiting.answered += 1;
        drop(waiting);
        self.0.idle.notify_all();
    }
}

/// A panic while a page is rendered leaves what is locked as sound as it was.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
