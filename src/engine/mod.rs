//! The pipeline, from top to bottom. The only module that names rayon: files are parsed and targets rendered in
//! parallel, results are sorted before anyone sees them, and one thread writes.
//!
//! `session` is what stays in memory from one reading of the files to the next, `cache` what stays on the disk, `reuse`
//! finds the targets of the last build that need not be rendered again, and `kept` knows them. `work` does what is left:
//! it renders the targets, then makes what closes a build (`copies`, `search`, the digest manifest).

mod ahead;
mod cache;
mod compare;
mod copies;
mod indexed;
mod kept;
mod load;
mod memo;
mod outputs;
mod reuse;
mod search;
mod session;
mod timing;
mod withhold;
mod work;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use rayon::prelude::*;

use crate::config::Settings;
use crate::content::{Document, document};
use crate::diag::{Diagnostic, Severity, SourcePath, codes, sort};
use crate::fs::disk::{Disk, SystemDisk};
use crate::fs::{Commit, Inputs, Opened, OutPath, Tree, Walk};
use crate::output::compress::Level;
use crate::output::{Changes, DirectorySink, NullSink, Sink};
use crate::plan::{Plan, Target};
use crate::render::{self, Rendered};
use crate::site::due::Due;
use crate::site::{self, Parsed, Site};
use crate::track::{QuestionKind, World};
use copies::Packer;
use kept::Kept;
use work::{Made, Work, put_manifest};

pub use compare::{Difference, State, state};
pub use kept::Why;
pub use load::{locales, no_site};
pub use memo::Memo;
pub use reuse::restored;
pub use search::search_index;
pub use session::{Session, parse};
pub use timing::{Stage, Timings};

/// What a run is asked to do.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Root of the site.
    pub root: PathBuf,
    /// The commit whose files are the site's, in place of those below the root.
    pub at: Option<Commit>,
    /// The build time; by default the clock's.
    pub now: Option<Timestamp>,
    /// Overrides `base_url` of site.toml.
    pub base_url: Option<String>,
    /// Overrides scheme, host and port of the base URL: where a dev server shows the site.
    pub origin: Option<String>,
    /// Shows hidden documents, marked.
    pub drafts: bool,
    /// Asks search engines to leave the whole site out.
    pub preview: bool,
    /// When search indexes are made.
    pub search: SearchTime,
    /// What to do about the cache between builds.
    pub cache: CacheChoice,
    /// How hard precompressed copies are pressed; by default as site.toml says.
    pub compress: Option<Level>,
    /// Reads every input, whatever the file system says of its last change.
    pub verify: bool,
    /// A file of the output of which is to be said why it was rendered, or not.
    pub explain: Option<String>,
    /// The clock asks for this build, not an editor, and these sources were first published at this instant. What later hours
    /// will bring is told but stops nothing; a text with errors that came by time alone is held back, and the rest goes out.
    pub by_the_clock: Option<Timestamp>,
    /// A sort of question whose answers are taken for unchanged. For tests alone: they show that each is needed.
    #[doc(hidden)]
    pub ignored: Option<QuestionKind>,
}

impl Options {
    /// Returns the folder of what is kept from build to build; `None` where nothing is.
    fn cache_folder(&self) -> Option<PathBuf> {
        match &self.cache {
            // A cache of its own: in that of the working copy, files would seem to change to and fro.
            CacheChoice::Usual if self.at.is_some() => Some(self.root.join(".chancery").join("at")),
            CacheChoice::Usual => Some(self.root.join(".chancery")),
            CacheChoice::Folder(folder) => Some(folder.clone()),
            CacheChoice::Off => None,
        }
    }

    /// Lists the files of the site.
    pub(crate) fn files(&self) -> (Tree, Vec<Diagnostic>) {
        match &self.at {
            Some(commit) => Tree::at_commit(commit),
            None => Tree::scan(&self.root),
        }
    }
}

/// When search indexes are made: each takes longer than all the rest of a build after an edit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SearchTime {
    /// With the pages.
    #[default]
    Now,
    /// By a later build, unless one leads to an address that has no text to be found any more: what is withdrawn leaves
    /// the index together with its page.
    Later,
}

/// Where a build leaves what it knows for the next one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum CacheChoice {
    /// In `.chancery/`, at the root of the site.
    #[default]
    Usual,
    /// In a folder.
    Folder(PathBuf),
    /// Nowhere.
    Off,
}

/// A site up to its plan, with everything that was found wrong on the way.
pub struct Prepared {
    /// The world and the plan; `None` where nothing can be built.
    pub site: Option<(Arc<World>, Arc<Plan>)>,
    /// How the texts hang together, by which settings: there also where the theme has a fault and nothing can be built.
    pub linked: Option<(Arc<Settings>, Arc<Site>)>,
    /// What is wrong so far; where links lead has not been looked at.
    pub diagnostics: Vec<Diagnostic>,
    /// Files, time and history.
    pub inputs: Arc<Inputs>,
    /// The texts.
    pub parsed: Arc<Parsed>,
    /// The instants ahead at which time alone changes something, in order.
    pub due: Vec<Timestamp>,
    /// What changes the public site ahead, in order; nothing in a preview that shows hidden texts already.
    pub public_due: Vec<Due>,
}

/// The texts of a site with how they hang together, for whoever has to name their places.
#[derive(Clone, Debug)]
pub struct Texts {
    /// The settings.
    pub settings: Arc<Settings>,
    /// The public site.
    pub site: Arc<Site>,
    /// All texts, hidden ones among them.
    pub parsed: Arc<Parsed>,
    /// The time that decided which of them are public.
    pub now: Timestamp,
}

impl Prepared {
    /// Returns the texts and how they hang together; `None` where site.toml can't be read.
    #[must_use]
    pub fn texts(&self) -> Option<Texts> {
        let (settings, site) = self.linked.clone()?;
        Some(Texts { settings, site, parsed: Arc::clone(&self.parsed), now: self.inputs.now })
    }

    /// Looks where links lead, and whether all that texts and site.toml name is there.
    #[must_use]
    pub fn check(&self) -> Vec<Diagnostic> {
        let Some((settings, site)) = &self.linked else { return Vec::new() };
        let mut diagnostics = checked(&site::Checks::new(site, &self.parsed, settings, self.inputs.now), |_| true);
        diagnostics.extend(site::beside::check(&self.parsed, settings));
        diagnostics
    }

    /// Finds what a build at each instant ahead would find beyond what is wrong now; `known` is what [`Prepared::check`]
    /// has found. Each fault says when it arises ([`Diagnostic::from`]).
    #[must_use]
    pub fn foresee(&self, known: &[Diagnostic]) -> Vec<Diagnostic> {
        self.ahead(&[&self.diagnostics, known]).told(self, false)
    }
}

/// Judges the texts that are wanted, in parallel, then what site.toml names.
fn checked(checks: &site::Checks<'_>, is_wanted: impl Fn(&Document) -> bool + Sync) -> Vec<Diagnostic> {
    let mut diagnostics: Vec<Diagnostic> = (0..checks.len().div_ceil(CHECKED))
        .into_par_iter()
        .flat_map_iter(|chunk| {
            let end = ((chunk + 1) * CHECKED).min(checks.len());
            checks.texts_among(chunk * CHECKED..end, &is_wanted)
        })
        .collect();
    diagnostics.extend(checks.site());
    diagnostics
}

/// How many texts are checked at a stroke.
const CHECKED: usize = 256;

/// What a run has done.
#[derive(Debug)]
pub struct Report {
    /// Everything that is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// What was written; `None` where the run had errors or wrote nothing by intent.
    pub changes: Option<Changes>,
    /// Pages: HTML outputs.
    pub pages: usize,
    /// Languages of the site.
    pub languages: usize,
    /// Whether the output folder failed rather than the content: the outside world.
    pub outside: bool,
    /// Files, to show the source lines of diagnostics.
    pub inputs: Arc<Inputs>,
    /// The targets that were rendered; the others stand as the last build left them.
    pub rendered: Vec<OutPath>,
    /// How many targets were planned.
    pub targets: usize,
    /// Why the file asked for was rendered, or not.
    pub why: Option<Why>,
    /// Whether a search index is that of an earlier build, and is to follow.
    pub search_lags: bool,
    /// The first instant ahead at which time alone changes something.
    pub due: Option<Timestamp>,
    /// The texts that it was built from; `None` where nothing had changed, so that none was read.
    pub texts: Option<Texts>,
    /// Texts that an hour brought and that stay hidden because of their errors ([`Options::by_the_clock`]).
    pub held_back: Vec<SourcePath>,
    /// How long the stages took.
    pub timings: Timings,
    /// What the build was made with. To give it back takes as long as some of its stages: whoever ends with it need not.
    pub remains: Option<Remains>,
}

/// What a build was made with.
pub struct Remains(#[expect(dead_code, reason = "it is only held")] Box<dyn std::any::Any>);

impl std::fmt::Debug for Remains {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Remains")
    }
}

impl Report {
    fn new(inputs: Arc<Inputs>, diagnostics: Vec<Diagnostic>) -> Self {
        Self {
            diagnostics,
            changes: None,
            pages: 0,
            languages: 0,
            outside: false,
            inputs,
            rendered: Vec::new(),
            targets: 0,
            why: None,
            search_lags: false,
            due: None,
            texts: None,
            held_back: Vec::new(),
            timings: Timings::default(),
            remains: None,
        }
    }

    /// Tells whether anything is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        load::has_errors(&self.diagnostics)
    }

    /// Tells whether the outside world failed the run (a disk, a file that can't be read), so that the same sources may be
    /// built when it is tried again: an hour that such a build was for stays due.
    #[must_use]
    pub fn is_to_be_tried_again(&self) -> bool {
        let is_outside = |fault: &Diagnostic| {
            fault.severity == Severity::Error && *fault.code == codes::UNREADABLE_FILE && fault.from.is_none()
        };
        self.outside || self.diagnostics.iter().any(is_outside)
    }
}

/// Is told how many targets of how many are rendered.
pub type Progress<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// Builds a site into a folder. A run with errors changes no byte of it.
#[must_use]
pub fn build(options: &Options, out: &Path, progress: Progress<'_>) -> Report {
    build_on(Box::new(SystemDisk), options, out, progress)
}

/// As [`build`], with another disk to write the output with. For tests: any of its changes can be made to fail.
#[doc(hidden)]
#[must_use]
pub fn build_on(disk: Box<dyn Disk>, options: &Options, out: &Path, progress: Progress<'_>) -> Report {
    let mut timings = Timings::start();
    let (mut memory, note) = reuse::Memory::open(options, out);
    let (files, mut notes) = options.files();
    timings.end(Stage::Scan, files.entries().len());
    let opened = Inputs::of(files, options.now, memory.history());
    let Opened { inputs, is_history_known, walk, keep, notes: more } = opened;
    notes.extend(more);
    memory.learn(keep);
    let inputs = Arc::new(inputs);
    timings.end(Stage::History, commits(walk));
    if let Some(mut report) = memory.unchanged(options, &inputs, is_history_known, out) {
        timings.end(Stage::Compare, report.targets);
        report.diagnostics.extend(notes);
        sort(&mut report.diagnostics);
        return Report { timings, ..report };
    }
    let mut session = Session::new(options.clone()).with_shelf(true);
    let mut diagnostics: Vec<Diagnostic> = note.into_iter().chain(notes).collect();
    diagnostics.extend(memory.restore(&mut session));
    timings.end(Stage::Restore, session.slots.len());
    let (prepared, checked, held_back) = session.prepare_for_hour(&inputs, options.by_the_clock, &mut timings);
    diagnostics.extend_from_slice(&prepared.diagnostics);
    diagnostics.extend(checked);
    timings.end(Stage::Check, session.slots.len());
    let (ahead, ahead_key) = memory.ahead(&session, &prepared, &diagnostics);
    diagnostics.extend(ahead.told(&prepared, options.by_the_clock.is_some()));
    timings.end(Stage::Ahead, prepared.public_due.len());
    let mut report = Report { held_back, ..Report::new(Arc::clone(&inputs), diagnostics) };
    let sink = DirectorySink::open_on(disk, out, &options.root, memory.listing(out));
    let Some((world, plan)) = &prepared.site else {
        report.outside = sink.as_ref().is_err();
        report.diagnostics.extend(sink.err());
        sort(&mut report.diagnostics);
        return report;
    };
    let settings = world.untracked().settings;
    let usual = if settings.compress { Level::Fast } else { Level::Off };
    let level = options.compress.unwrap_or(usual);
    let kept = memory.reusable(options, level, settings.search, &session, &prepared, world, plan, out);
    timings.end(Stage::Ask, kept.questions());
    let (packer, keeper) = Packer::open(level, memory.folder(), plan);
    let work =
        Work { world, plan, kept: &kept, packer: &packer, search: options.search, memory: memory.folder(), progress };
    report.due = reuse::instants(&prepared).min();
    report.texts = prepared.texts();
    let made = match sink {
        Ok(sink) => work.put_in_place(sink, settings.search, keeper, &mut report, &mut timings),
        Err(fault) => {
            work.render(&mut NullSink, &mut Made::default(), &mut report);
            report.diagnostics.push(fault);
            report.outside = true;
            None
        }
    };
    ahead.drop_known(&prepared, &mut report.diagnostics);
    report.why = options.explain.as_deref().map(|path| kept.why(world, plan, path));
    sort(&mut report.diagnostics);
    if let Some(mut made) = made {
        let unkept = packer.finish(made.keeper.take()).err().or(made.unkept.take());
        let unkept = unkept.or(session.shelf.keep(plan.made_at_length().chain(&ahead.made)).err());
        let unkept = memory.folder().zip(unkept).map(|(folder, error)| cache::unwritable(folder, &error));
        // A site without a text of its sources is no measure for the next build.
        let fault = if report.held_back.is_empty() {
            memory.remember(options, level, &session, &prepared, kept, made, (ahead, ahead_key), &report, out)
        } else {
            None
        };
        timings.end(Stage::Remember, report.targets);
        report.diagnostics.extend(fault.or(unkept));
    }
    report.timings = timings;
    report.remains = Some(Remains(Box::new((session, prepared))));
    report
}

fn commits(walk: Walk) -> usize {
    match walk {
        Walk::None => 0,
        Walk::Since(commits) | Walk::All(commits) => commits,
    }
}

/// Finds every fault of a site and writes nothing.
#[must_use]
pub fn check(options: &Options, progress: Progress<'_>) -> Report {
    finish(&prepare(options), &mut NullSink, progress)
}

/// Renders everything that is planned into a sink, the digest manifest last; without copies and search indexes.
pub fn finish(prepared: &Prepared, sink: &mut dyn Sink, progress: Progress<'_>) -> Report {
    let mut diagnostics = prepared.check();
    diagnostics.extend_from_slice(&prepared.diagnostics);
    let ahead = prepared.ahead(&[&diagnostics]);
    diagnostics.extend(ahead.told(prepared, false));
    let mut report = Report::new(Arc::clone(&prepared.inputs), diagnostics);
    if let Some((world, plan)) = &prepared.site {
        let mut made = Made::default();
        let work = Work {
            world,
            plan,
            kept: &Kept::nothing(),
            packer: &Packer::off(),
            search: SearchTime::Now,
            memory: None,
            progress,
        };
        work.render(sink, &mut made, &mut report);
        put_manifest(sink, made.digests, &mut report);
    }
    ahead.drop_known(prepared, &mut report.diagnostics);
    sort(&mut report.diagnostics);
    report
}

/// Renders one target of a prepared site.
#[must_use]
pub fn render_one(world: &Arc<World>, target: &Target) -> Rendered {
    render::render(target, world)
}

/// Reads, parses, links and plans a site.
#[must_use]
pub fn prepare(options: &Options) -> Prepared {
    let (files, mut notes) = options.files();
    let Opened { inputs, notes: more, .. } = Inputs::of(files, options.now, None);
    notes.extend(more);
    let mut prepared = Session::new(options.clone()).with_shelf(false).prepare(Arc::new(inputs));
    prepared.diagnostics.extend(notes);
    sort(&mut prepared.diagnostics);
    prepared
}

/// Returns the text of a source file for the lines of diagnostics: of the site, or of the built-in theme.
#[must_use]
pub fn source_text(inputs: &Inputs, path: &SourcePath) -> Option<String> {
    inputs.files.lossy(path).or_else(|| crate::theme::embedded_source(path).map(str::to_owned))
}

/// Stamps translations with the digests of their sources as they are now: the new text of each file.
///
/// # Errors
///
/// Diagnostics, where site.toml has errors (outside), or a file is not a translation or its source can't be found
/// (inside).
pub fn stamp(options: &Options, paths: &[SourcePath]) -> Result<Vec<Result<String, Diagnostic>>, Vec<Diagnostic>> {
    let (files, mut diagnostics) = options.files();
    let Some(settings) = load::settings(options, &files, &mut diagnostics) else { return Err(diagnostics) };
    let (parsed, _) = parse(&settings, &files);
    let stamped = |path: &SourcePath| {
        let text = files.text(path)?;
        document::stamped(path, &text, &parsed, &settings).map_err(|fault| *fault)
    };
    Ok(paths.iter().map(stamped).collect())
}
