//! The pipeline, from top to bottom. The only module that names rayon: files are parsed and targets rendered in
//! parallel, results are sorted before anyone sees them, and one thread writes.
//!
//! `session` is what stays in memory from one reading of the files to the next, `cache` what stays on the disk, `reuse`
//! finds the targets of the last build that need not be rendered again.

mod cache;
mod load;
mod memo;
mod reuse;
mod session;
mod timing;

use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};

use jiff::Timestamp;
use rayon::prelude::*;

use crate::content::document;
use crate::diag::{Diagnostic, SourcePath, sort};
use crate::fs::disk::{Disk, SystemDisk};
use crate::fs::{Inputs, OutPath, Tree};
use crate::output::compress::Level;
use crate::output::{Changes, DirectorySink, NullSink, Rank, Sink, digest_manifest, sha256};
use crate::plan::{MANIFEST, Plan, Target, What};
use crate::render::{self, Rendered};
use crate::site::{self, Parsed};
use crate::track::{QuestionKind, Trace, World};

pub use load::locales;
pub use memo::Memo;
pub use reuse::Why;
pub use session::{Session, parse};
pub use timing::{Stage, Timings};

/// What a run is asked to do.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Root of the site.
    pub root: PathBuf,
    /// The build time; by default the clock's.
    pub now: Option<Timestamp>,
    /// Overrides `base_url` of site.toml.
    pub base_url: Option<String>,
    /// Overrides scheme, host and port of the base URL: where a dev server shows the site.
    pub origin: Option<String>,
    /// Shows hidden documents, marked.
    pub drafts: bool,
    /// What to do about the cache between builds.
    pub cache: CacheChoice,
    /// How hard precompressed copies are pressed; by default as site.toml says.
    pub compress: Option<Level>,
    /// Reads every input, whatever the file system says of its last change.
    pub verify: bool,
    /// A file of the output of which is to be said why it was rendered, or not.
    pub explain: Option<String>,
    /// A sort of question whose answers are taken for unchanged. For tests alone: they show that each is needed.
    #[doc(hidden)]
    pub ignored: Option<QuestionKind>,
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
    /// What is wrong so far; where links lead has not been looked at.
    pub diagnostics: Vec<Diagnostic>,
    /// Files, time and history.
    pub inputs: Arc<Inputs>,
    /// The texts.
    pub parsed: Arc<Parsed>,
    /// The instants ahead at which time alone changes something, in order.
    pub due: Vec<Timestamp>,
}

impl Prepared {
    /// Looks where links lead, and whether all that texts and site.toml name is there.
    #[must_use]
    pub fn check(&self) -> Vec<Diagnostic> {
        let Some((world, _)) = &self.site else { return Vec::new() };
        let parts = world.untracked();
        let checks = site::Checks::new(&parts.site, &self.parsed, &parts.settings, self.inputs.now);
        let mut diagnostics: Vec<Diagnostic> =
            (0..checks.len().div_ceil(CHECKED)).into_par_iter().flat_map_iter(|chunk| {
                let end = ((chunk + 1) * CHECKED).min(checks.len());
                checks.texts(chunk * CHECKED..end)
            }).collect();
        diagnostics.extend(checks.site());
        diagnostics
    }
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
    /// How long the stages took.
    pub timings: Timings,
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
            timings: Timings::default(),
        }
    }

    /// Tells whether anything is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        load::has_errors(&self.diagnostics)
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
    let (inputs, notes) = Inputs::open(&options.root, options.now);
    let inputs = Arc::new(inputs);
    timings.end(Stage::Scan, inputs.files.entries().len());
    if let Some(mut report) = memory.unchanged(options, &inputs, out) {
        timings.end(Stage::Compare, report.targets);
        report.diagnostics.extend(notes);
        sort(&mut report.diagnostics);
        return Report { timings, ..report };
    }
    let mut session = Session::new(options.clone());
    let mut diagnostics: Vec<Diagnostic> = note.into_iter().chain(notes).collect();
    diagnostics.extend(memory.restore(&mut session));
    timings.end(Stage::Restore, session.slots.len());
    let prepared = session.prepare(Arc::clone(&inputs));
    diagnostics.extend_from_slice(&prepared.diagnostics);
    timings.end(Stage::Prepare, session.slots.len());
    diagnostics.extend(prepared.check());
    timings.end(Stage::Check, session.slots.len());
    let mut report = Report::new(Arc::clone(&inputs), diagnostics);
    let sink = DirectorySink::open_on(disk, out, &options.root);
    let Some((world, plan)) = &prepared.site else {
        report.outside = sink.as_ref().is_err();
        report.diagnostics.extend(sink.err());
        sort(&mut report.diagnostics);
        return report;
    };
    let kept = memory.reusable(options, world, plan, out);
    timings.end(Stage::Ask, kept.questions());
    let work = Work { world, plan, kept: &kept, progress };
    let done = match sink {
        Ok(mut sink) => {
            let done = work.run(&mut sink, &mut report);
            timings.end(Stage::Render, report.rendered.len());
            if report.has_errors() {
                sink.abandon();
                None
            } else {
                match sink.commit() {
                    Ok(changes) => {
                        report.changes = Some(changes);
                        timings.end(Stage::Commit, changes.written);
                        Some(done)
                    }
                    Err(fault) => {
                        report.diagnostics.push(fault);
                        report.outside = true;
                        None
                    }
                }
            }
        }
        Err(fault) => {
            work.run(&mut NullSink, &mut report);
            report.diagnostics.push(fault);
            report.outside = true;
            None
        }
    };
    report.why = options.explain.as_deref().map(|path| kept.why(world, plan, path));
    sort(&mut report.diagnostics);
    if let Some(done) = done {
        let fault = memory.remember(options, &session, &prepared, kept, done, &report, out);
        timings.end(Stage::Remember, report.targets);
        report.diagnostics.extend(fault);
    }
    report.timings = timings;
    report
}

/// Finds every fault of a site and writes nothing.
#[must_use]
pub fn check(options: &Options, progress: Progress<'_>) -> Report {
    finish(prepare(options), &mut NullSink, progress)
}

/// Renders everything that is planned into a sink, the digest manifest last.
pub fn finish(prepared: Prepared, sink: &mut dyn Sink, progress: Progress<'_>) -> Report {
    let mut diagnostics = prepared.check();
    diagnostics.extend_from_slice(&prepared.diagnostics);
    let mut report = Report::new(Arc::clone(&prepared.inputs), diagnostics);
    if let Some((world, plan)) = &prepared.site {
        Work { world, plan, kept: &reuse::Kept::nothing(), progress }.run(sink, &mut report);
    }
    sort(&mut report.diagnostics);
    report
}

/// What became of a target that was rendered.
struct Done {
    /// Its place in the plan.
    index: usize,
    trace: Trace,
    sha256: [u8; 32],
    diagnostics: Vec<Diagnostic>,
}

/// What is to be rendered.
struct Work<'a> {
    world: &'a Arc<World>,
    plan: &'a Plan,
    kept: &'a reuse::Kept,
    progress: Progress<'a>,
}

/// How many targets are handed to the writer at once.
const BATCH: usize = 16;
/// How many batches may wait for it.
const WAITING: usize = 16;

impl Work<'_> {
    /// Renders what has to be, in parallel, while this thread writes; then the digest manifest.
    fn run(&self, sink: &mut dyn Sink, report: &mut Report) -> Vec<Done> {
        let targets = &self.plan.targets;
        report.languages = self.world.languages().order.len();
        report.pages = targets.iter().filter(|target| is_page(target)).count();
        report.targets = targets.len();
        let due: Vec<usize> = (0..targets.len()).filter(|index| !self.kept.is_kept(*index)).collect();
        let (sender, receiver) = mpsc::sync_channel::<Vec<(usize, Rendered, Option<[u8; 32]>)>>(WAITING);
        let mut done: Vec<Done> = Vec::with_capacity(due.len());
        let mut digests: Vec<(OutPath, [u8; 32])> = Vec::with_capacity(targets.len());
        for (index, target) in targets.iter().enumerate() {
            if let Some(sha256) = self.kept.sha256(index) {
                sink.keep(&target.path);
                digests.push((target.path.clone(), sha256));
                report.diagnostics.extend_from_slice(self.kept.diagnostics(index));
            }
        }
        std::thread::scope(|scope| {
            let (due, world) = (&due, self.world);
            scope.spawn(move || {
                due.par_chunks(BATCH).for_each_with(sender, |sender, batch| {
                    let render = |index: &usize| {
                        let rendered = render::render(&targets[*index], world);
                        let digest = rendered.bytes.as_deref().map(sha256);
                        (*index, rendered, digest)
                    };
                    // The receiver is there until all have been sent.
                    let _ = sender.send(batch.iter().map(render).collect());
                });
            });
            let mut count = 0;
            for batch in receiver {
                count += batch.len();
                for (index, rendered, digest) in batch {
                    let target = &targets[index];
                    report.diagnostics.extend_from_slice(&rendered.diagnostics);
                    let (Some(bytes), Some(sha256)) = (rendered.bytes, digest) else { continue };
                    if let Err(fault) = sink.put(&target.path, rank(&target.what), &bytes) {
                        report.diagnostics.push(fault);
                        report.outside = true;
                    }
                    digests.push((target.path.clone(), sha256));
                    done.push(Done { index, trace: rendered.trace, sha256, diagnostics: rendered.diagnostics });
                }
                (self.progress)(count, due.len());
            }
        });
        done.sort_unstable_by_key(|done| done.index);
        report.rendered = due.iter().map(|index| targets[*index].path.clone()).collect();
        let manifest = digest_manifest(digests);
        if let Some(Err(fault)) = OutPath::new(MANIFEST).map(|path| sink.put(&path, Rank::Manifest, manifest.as_bytes()))
        {
            report.diagnostics.push(fault);
            report.outside = true;
        }
        done
    }
}

fn is_page(target: &Target) -> bool {
    target.path.as_str().rsplit_once('.').is_some_and(|(_, extension)| extension == "html")
}

fn rank(what: &What) -> Rank {
    match what {
        What::Asset(_) | What::File(_) | What::Static(_) | What::HostRules(_) => Rank::Asset,
        What::Section(..) | What::Topic(..) | What::Own(..) | What::Home(_) | What::Chooser => Rank::List,
        What::Feed(..) => Rank::Feed,
        What::Sitemap(_) | What::SitemapIndex | What::Robots => Rank::Sitemap,
        _ => Rank::Page,
    }
}

/// Renders one target of a prepared site.
#[must_use]
pub fn render_one(world: &Arc<World>, target: &Target) -> Rendered {
    render::render(target, world)
}

/// Reads, parses, links and plans a site.
#[must_use]
pub fn prepare(options: &Options) -> Prepared {
    let (inputs, notes) = Inputs::open(&options.root, options.now);
    let mut prepared = Session::new(options.clone()).prepare(Arc::new(inputs));
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
    let (files, mut diagnostics) = Tree::scan(&options.root);
    let Some(settings) = load::settings(options, &files, &mut diagnostics) else { return Err(diagnostics) };
    let (parsed, _) = parse(&settings, &files);
    let stamped = |path: &SourcePath| {
        let text = files.text(path)?;
        document::stamped(path, &text, &parsed, &settings).map_err(|fault| *fault)
    };
    Ok(paths.iter().map(stamped).collect())
}
