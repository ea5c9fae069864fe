//! The dev server: wait → build → notify.
//!
//! It uses the same engine as a build, but page by page: a start or an edit costs parse, link, plan and the one page
//! that is open. `watch` waits for file changes; a `generation` is the site for one state of the files; `server` holds
//! the current generation and the last good bytes of opened pages; `http` answers requests, and `door` decides which to
//! accept; `notify` informs browsers; `background` checks pages that nobody has opened. The loop below is the only
//! place where one generation replaces another.
//!
//! Nothing here prints, starts a program, or reads or writes a file; the caller receives [`Event`]s.

mod background;
mod door;
mod faults;
mod generation;
mod http;
mod listen;
mod media;
mod notify;
mod server;
mod watch;

use std::fmt;
use std::io;
use std::sync::Arc;

use tokio::sync::mpsc;

use crate::diag::{Diagnostic, SourcePath, sort};
use crate::engine::{self, Prepared, Session};
use crate::fs::{Inputs, Stopwatch};
use door::Door;
use server::Server;
use watch::Watch;

/// The options of the dev server.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The options of the site. Only the path of `base_url` is used; the origin is the server's own.
    pub site: engine::Options,
    /// The port; `None` means 8000 or the next free port.
    pub port: Option<u16>,
    /// Whether other machines may open the site. If hidden documents are shown, they see those too.
    pub lan: bool,
    /// Whether to request a browser with [`Event::Open`].
    pub open: bool,
}

/// An event for the caller, sent from the thread that called [`run`].
#[derive(Debug)]
pub enum Event {
    /// The server accepts requests. Sent once for this machine and, with `lan`, once more for others.
    Listening {
        /// The URL of the home page.
        url: String,
    },
    /// A browser should open this URL.
    Open {
        /// The URL of the home page.
        url: String,
    },
    /// Files changed; a build follows.
    Changed {
        /// The changed files, sorted; empty if the operating system lost track of them.
        paths: Vec<SourcePath>,
    },
    /// The site was read, linked and planned.
    Built {
        /// The number of HTML pages; none has been rendered yet.
        pages: usize,
        /// The duration of the build.
        milliseconds: u128,
        /// All diagnostics found so far.
        diagnostics: Vec<Diagnostic>,
        /// The files, to show the source lines of diagnostics.
        inputs: Arc<Inputs>,
    },
    /// Rendering found more faults.
    Found {
        /// The diagnostics that have not been reported before.
        diagnostics: Vec<Diagnostic>,
        /// The files, to show the source lines of diagnostics.
        inputs: Arc<Inputs>,
    },
}

/// The reason why the server can't run.
#[derive(Debug)]
pub enum Failure {
    /// The port can't be used.
    Port(String),
    /// The files can't be watched.
    Watch(String),
    /// Another error of the operating system.
    System(io::Error),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Port(message) | Self::Watch(message) => f.write_str(message),
            Self::System(error) => write!(f, "the server can't run: {error}"),
        }
    }
}

impl std::error::Error for Failure {}

/// Serves a site until the process ends.
///
/// # Errors
///
/// A [`Failure`] if the port can't be used or files can't be watched. Errors in the content are not failures.
pub fn run(options: Options, events: &(dyn Fn(Event) + Sync)) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::System)?;
    runtime.block_on(serve(options, events))
}

async fn serve(options: Options, events: &(dyn Fn(Event) + Sync)) -> Result<(), Failure> {
    let bound = listen::bind(options.port, options.lan)?;
    // Start watching before the first build, so that no edit is missed.
    let mut watch = Watch::start(&options.site.root)?;
    let (sender, mut news) = mpsc::unbounded_channel();
    let door = Door { port: bound.port, lan: options.lan };
    let origin = Some(format!("http://localhost:{}", bound.port));
    let site = engine::Options { origin, ..options.site };
    let mut reading = Reading { session: None, inputs: None, site };
    let (first, milliseconds);
    (reading, first, milliseconds) = read(reading, Vec::new()).await;
    let server = Arc::new(Server::new(door, first, sender));
    begin(&server, milliseconds, events);
    let mut is_new = watch.follow(server.current().inputs.files.linked())?;
    for listener in bound.listeners {
        tokio::spawn(http::serve(listener, Arc::clone(&server)));
    }
    let home = |host: &str| format!("http://{host}:{}{}/", bound.port, server.current().prefix());
    events(Event::Listening { url: home("localhost") });
    if let Some(address) = bound.address {
        events(Event::Listening { url: home(&address.to_string()) });
    }
    if options.open {
        events(Event::Open { url: home("localhost") });
    }
    loop {
        let due = server.current().due.first().copied();
        let paths = tokio::select! {
            // Files behind new links may have changed before they were watched, so build again.
            () = std::future::ready(()), if is_new => Vec::new(),
            paths = watch.changed() => {
                let paths = paths?;
                events(Event::Changed { paths: paths.clone() });
                paths
            }
            // Time has changed the site: for instance, an embargo has ended.
            () = reading.until(due) => Vec::new(),
            Some(()) = news.recv() => {
                let generation = server.current();
                let diagnostics = generation.take_news();
                if !diagnostics.is_empty() {
                    server.announce();
                    events(Event::Found { diagnostics, inputs: Arc::clone(&generation.inputs) });
                }
                continue;
            }
        };
        // Stop the background checks, so that they do not compete with the build.
        server.current().supersede();
        let (prepared, milliseconds);
        (reading, prepared, milliseconds) = read(reading, paths).await;
        server.replace(prepared);
        is_new = watch.follow(server.current().inputs.files.linked())?;
        begin(&server, milliseconds, events);
    }
}

/// State that is kept between builds.
struct Reading {
    site: engine::Options,
    session: Option<Session>,
    inputs: Option<Arc<Inputs>>,
}

impl Reading {
    /// Waits until an instant; forever if there is none or the build time is fixed.
    async fn until(&self, due: Option<jiff::Timestamp>) {
        match (due, self.site.now) {
            (Some(due), None) => tokio::time::sleep(Inputs::until(due)).await,
            _ => std::future::pending().await,
        }
    }

    /// Prepares the site from the current files. If `paths` is not empty, only those files have changed and only they
    /// are read; an empty list means that any file may have changed.
    fn prepare(&mut self, paths: &[SourcePath]) -> Prepared {
        let before = self.inputs.as_ref().filter(|_| !paths.is_empty() && paths.len() < MANY);
        let (inputs, notes) = match before.and_then(|inputs| inputs.refreshed(self.site.now, paths)) {
            Some(inputs) => (inputs, Vec::new()),
            None => Inputs::open(&self.site.root, self.site.now),
        };
        let inputs = Arc::new(inputs);
        self.inputs = Some(Arc::clone(&inputs));
        // The first build can use the results that the last `chancery build` stored.
        let session = self.session.get_or_insert_with(|| engine::restored(&self.site));
        session.doubt(paths);
        let mut prepared = session.prepare(inputs);
        prepared.diagnostics.extend(notes);
        sort(&mut prepared.diagnostics);
        prepared
    }
}

/// The number of changed files from which everything is read again.
const MANY: usize = 200;

/// Reads, links and plans the site; returns how long it took in milliseconds.
async fn read(mut reading: Reading, paths: Vec<SourcePath>) -> (Reading, Prepared, u128) {
    let watch = Stopwatch::start();
    let task = tokio::task::spawn_blocking(move || {
        let prepared = reading.prepare(&paths);
        (reading, prepared)
    });
    match task.await {
        Ok((reading, prepared)) => (reading, prepared, watch.elapsed().as_millis()),
        // The task is never cancelled, so it has panicked: pass our own bug on.
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}

/// Announces a new generation and starts its background checks.
fn begin(server: &Arc<Server>, milliseconds: u128, events: &(dyn Fn(Event) + Sync)) {
    let (server, generation) = (Arc::clone(server), server.current());
    events(Event::Built {
        pages: generation.pages(),
        milliseconds,
        diagnostics: generation.diagnostics.clone(),
        inputs: Arc::clone(&generation.inputs),
    });
    tokio::task::spawn_blocking(move || background::look_through(&server, &generation));
}
