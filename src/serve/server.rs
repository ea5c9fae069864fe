//! State shared by all requests: the current generation, and the last good bytes of opened pages.
//!
//! A page is *good* if its source has no errors and it renders without one. A page that is no longer good is served in
//! its last good version, so that an editor who breaks a page still sees it, below the error messages.

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

/// The content of an address.
pub(super) enum Page {
    /// A file, current or in its last good version.
    There(Bytes),
    /// A page that can't be rendered and never could.
    Faulty,
    /// No file.
    Missing,
}

/// State shared by all requests.
pub(super) struct Server {
    /// The check for incoming requests.
    pub(super) door: Door,
    current: Mutex<Arc<Generation>>,
    good: Mutex<BTreeMap<OutPath, Bytes>>,
    status: watch::Sender<Status>,
    /// Wakes the main loop when rendering has found a fault.
    news: mpsc::UnboundedSender<()>,
    waiting: Mutex<Requests>,
    idle: Condvar,
    /// The results for targets, passed from one generation to the next.
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

    /// Returns the current generation.
    pub(super) fn current(&self) -> Arc<Generation> {
        Arc::clone(&lock(&self.current))
    }

    /// Replaces the current generation by another state of the files.
    pub(super) fn replace(&self, prepared: Prepared) {
        let before = self.current();
        let next = Generation::new(prepared, Some(&before));
        if !next.has_errors() {
            // A file that a site without errors no longer has was removed on purpose.
            lock(&self.good).retain(|path, _| next.find(path.as_str()).is_some());
        }
        *lock(&self.current) = Arc::new(next);
        self.announce();
    }

    /// Sends the current generation and its faults to browsers.
    pub(super) fn announce(&self) {
        let generation = self.current();
        let all = generation.all_diagnostics();
        let faults = faults::json(&all, &generation.inputs).into();
        let counts = faults::counts(&all).into();
        self.status.send_replace(Status { generation: generation.number, faults, counts });
    }

    /// Returns a receiver of the status for browsers.
    pub(super) fn status(&self) -> watch::Receiver<Status> {
        self.status.subscribe()
    }

    /// Finds the content of an output path. Renders the page, so it can be slow.
    ///
    /// Other machines (`to_own` is false) get only what the current files produce, never an older version: a text that
    /// is no longer there may just have been hidden.
    pub(super) fn page(&self, generation: &Generation, path: &OutPath, to_own: bool) -> Page {
        let last_good = || lock(&self.good).get(path).cloned().filter(|_| to_own);
        let Some(target) = generation.find(path.as_str()) else {
            if let Some(bytes) = generation.search_file(path) {
                return Page::There(bytes);
            }
            // A page whose source is faulty only seems to be missing.
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

    /// Wakes the main loop, so that it reports the faults found by rendering.
    pub(super) fn wake(&self) {
        // The loop has ended only if the server is shutting down.
        let _ = self.news.send(());
    }

    /// Counts a request as waiting until the returned value is dropped.
    pub(super) fn begin(self: &Arc<Self>) -> Waiting {
        lock(&self.waiting).open += 1;
        Waiting(Arc::clone(self))
    }

    /// Takes the results for targets.
    pub(super) fn take_memo(&self) -> Memo {
        std::mem::take(&mut lock(&self.memo))
    }

    /// Stores the results for targets for the next generation.
    pub(super) fn put_memo(&self, memo: Memo) {
        *lock(&self.memo) = memo;
    }

    /// Waits until a page of the current site has been served, or until no request has come for a moment, so that
    /// background work does not compete with the page that somebody is waiting for.
    pub(super) fn settle(&self) {
        const MOMENT: Duration = Duration::from_millis(250);
        let waiting = lock(&self.waiting);
        let answered = waiting.answered;
        let wait = self.idle.wait_timeout_while(waiting, MOMENT, |waiting| waiting.answered == answered);
        drop(wait.unwrap_or_else(PoisonError::into_inner));
    }

    /// Waits until no request is waiting.
    pub(super) fn give_way(&self) {
        let waiting = lock(&self.waiting);
        drop(self.idle.wait_while(waiting, |waiting| waiting.open > 0).unwrap_or_else(PoisonError::into_inner));
    }
}

/// Counts of page requests.
#[derive(Default)]
struct Requests {
    /// The number of waiting requests.
    open: usize,
    /// The number of answered requests.
    answered: usize,
}

/// A request that is waiting for its answer.
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

/// Locks a mutex. A panic during rendering cannot leave the data inconsistent, so poisoning is ignored.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
