//! The dev server: wait → build → notify.
//!
//! The same engine as a build, asked page by page: a start or an edit costs parse, link, plan and the one page that is
//! looked at. `watch` waits until files change; a `generation` is the site as one state of the files has it; `server`
//! holds the one that is served, and the last good bytes of what was opened; `http` answers requests, `door` says whose;
//! `notify` tells the browsers; `background` looks for faults in pages that nobody opened. The loop below is the only
//! place where a generation takes the place of another.
//!
//! Nothing here prints, starts a program, reads a file or writes one: the caller is told by [`Event`]s.

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

/// What the dev server is asked to do.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The site. A `base_url` gives only its path: the origin is the server's own.
    pub site: engine::Options,
    /// The port; where none is given, 8000 or the next that is free.
    pub port: Option<u16>,
    /// Whether other machines may see the site; they see hidden documents too where these are shown.
    pub lan: bool,
    /// Whether to ask for a browser with [`Event::Open`].
    pub open: bool,
}

/// What the caller is told, from the thread that called [`run`].
#[derive(Debug)]
pub enum Event {
    /// Requests are answered now. Comes once for this machine and, with `lan`, once more for the others.
    Listening {
        /// The address of the home page.
        url: String,
    },
    /// A browser should show this address.
    Open {
        /// The address of the home page.
        url: String,
    },
    /// Files changed; a build follows.
    Changed {
        /// The files, sorted; empty where the operating system lost count.
        paths: Vec<SourcePath>,
    },
    /// The site was read, linked and planned.
    Built {
        /// HTML pages that the site has; none of them is rendered yet.
        pages: usize,
        /// How long it took.
        milliseconds: u128,
        /// Everything that is wrong so far.
        diagnostics: Vec<Diagnostic>,
        /// Files, to show the source lines of diagnostics.
        inputs: Arc<Inputs>,
    },
    /// Rendering found more faults.
    Found {
        /// Those that were not told before.
        diagnostics: Vec<Diagnostic>,
        /// Files, to show the source lines of diagnostics.
        inputs: Arc<Inputs>,
    },
}

/// Why the server can't serve.
#[derive(Debug)]
pub enum Failure {
    /// The port can't be had.
    Port(String),
    /// Changes of files can't be seen.
    Watch(String),
    /// The operating system refused something else.
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
/// A [`Failure`] where the port can't be had or files can't be watched. Faults of the content are no failure.
pub fn run(options: Options, events: &(dyn Fn(Event) + Sync)) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::System)?;
    runtime.block_on(serve(options, events))
}

async fn serve(options: Options, events: &(dyn Fn(Event) + Sync)) -> Result<(), Failure> {
    let bound = listen::bind(options.port, options.lan)?;
    // Before the first build, so that no edit falls between the two.
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
            // What links lead to may have changed before it was watched.
            () = std::future::ready(()), if is_new => Vec::new(),
            paths = watch.changed() => {
                let paths = paths?;
                events(Event::Changed { paths: paths.clone() });
                paths
            }
            // Time alone has changed something: an embargo has ended.
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
        // The background pass ends here, rather than compete with the build.
        server.current().supersede();
        let (prepared, milliseconds);
        (reading, prepared, milliseconds) = read(reading, paths).await;
        server.replace(prepared);
        is_new = watch.follow(server.current().inputs.files.linked())?;
        begin(&server, milliseconds, events);
    }
}

/// What stays between readings of the files.
struct Reading {
    site: engine::Options,
    session: Option<Session>,
    inputs: Option<Arc<Inputs>>,
}

impl Reading {
    /// Waits until an instant; for ever where there is none, or where the build time does not move.
    async fn until(&self, due: Option<jiff::Timestamp>) {
        match (due, self.site.now) {
            (Some(due), None) => tokio::time::sleep(Inputs::until(due)).await,
            _ => std::future::pending().await,
        }
    }

    /// Reads the site as the files are now. Where only these paths have changed, the others are not looked at; none means
    /// that anything may have.
    fn prepare(&mut self, paths: &[SourcePath]) -> Prepared {
        let before = self.inputs.as_ref().filter(|_| !paths.is_empty() && paths.len() < MANY);
        let (inputs, notes) = match before.and_then(|inputs| inputs.refreshed(self.site.now, paths)) {
            Some(inputs) => (inputs, Vec::new()),
            None => Inputs::open(&self.site.root, self.site.now),
        };
        let inputs = Arc::new(inputs);
        self.inputs = Some(Arc::clone(&inputs));
        // The first time, what the last build has parsed is at hand.
        let session = self.session.get_or_insert_with(|| engine::restored(&self.site));
        session.doubt(paths);
        let mut prepared = session.prepare(inputs);
        prepared.diagnostics.extend(notes);
        sort(&mut prepared.diagnostics);
        prepared
    }
}

/// From how many changed files on everything is looked at anew.
const MANY: usize = 200;

/// Reads, links and plans the site, and says how long it took.
async fn read(mut reading: Reading, paths: Vec<SourcePath>) -> (Reading, Prepared, u128) {
    let watch = Stopwatch::start();
    let task = tokio::task::spawn_blocking(move || {
        let prepared = reading.prepare(&paths);
        (reading, prepared)
    });
    match task.await {
        Ok((reading, prepared)) => (reading, prepared, watch.elapsed().as_millis()),
        // Nothing cancels it, so it has panicked: a fault of ours, which goes on as one.
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}

/// Tells of a new generation, and begins to look through it.
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
