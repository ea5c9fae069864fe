//! What a build makes: the targets that are due, rendered in parallel while one thread writes; then the closers, which
//! read what the targets have become.

use std::io;
use std::path::Path;
use std::sync::{Arc, mpsc};

use rayon::prelude::*;

use super::copies::{Keeper, Packed, Packer};
use super::kept::{Kept, Questions};
use super::search::MadeIndex;
use super::{Progress, Report, SearchTime, Stage, Timings};
use crate::diag::Diagnostic;
use crate::fs::OutPath;
use crate::output::compress::Level;
use crate::output::{DirectorySink, Rank, Sink, digest_manifest, sha256};
use crate::plan::{MANIFEST, Plan, Target, What};
use crate::render::{self, Rendered};
use crate::track::World;

/// What became of a target that was rendered.
pub(super) struct Done {
    /// Its place in the plan.
    pub index: usize,
    /// What it asked, by places among all questions.
    pub asked: Vec<u32>,
    pub sha256: [u8; 32],
    pub diagnostics: Vec<Diagnostic>,
    /// Its precompressed copies with their digests.
    pub copies: Vec<(OutPath, [u8; 32])>,
}

/// What a run has made.
#[derive(Default)]
pub(super) struct Made {
    pub done: Vec<Done>,
    pub indexes: Vec<MadeIndex>,
    /// What was asked.
    pub questions: Questions,
    /// Every file of the output with its SHA-256, for the digest manifest.
    pub digests: Vec<(OutPath, [u8; 32])>,
    /// There where copies are kept for the next build.
    pub keeper: Option<Keeper>,
    /// Why something could not be kept for the next build.
    pub unkept: Option<io::Error>,
    /// How many files were packed, and for how long in all threads together.
    pub packed: (usize, f64),
}

impl Made {
    /// Returns the files that may have been written.
    pub(super) fn written<'a>(&'a self, plan: &'a Plan) -> impl Iterator<Item = &'a OutPath> {
        let done = self.done.iter().flat_map(|done| {
            let copies = done.copies.iter().map(|(path, _)| path);
            std::iter::once(&plan.targets[done.index].path).chain(copies)
        });
        done.chain(self.indexes.iter().flat_map(|index| index.files.iter().flatten().map(|(path, ..)| path)))
    }
}

/// What is to be rendered.
pub(super) struct Work<'a> {
    pub world: &'a Arc<World>,
    pub plan: &'a Plan,
    pub kept: &'a Kept,
    pub packer: &'a Packer<'a>,
    pub search: SearchTime,
    /// The folder of what is kept between builds.
    pub memory: Option<&'a Path>,
    pub progress: Progress<'a>,
}

/// How many targets are handed to the writer at once.
const BATCH: usize = 16;
/// How many targets are handed over at once that take long each: about the versions of a picture.
const COSTLY: usize = 4;
/// How many batches may wait for it.
const WAITING: usize = 6;

impl Work<'_> {
    /// Builds into a folder, the digest manifest last; `None` where nothing was put in place.
    pub(super) fn put_in_place(
        &self,
        mut sink: DirectorySink,
        is_searched: bool,
        keeper: Option<Keeper>,
        report: &mut Report,
        timings: &mut Timings,
    ) -> Option<Made> {
        let mut made = Made { keeper, ..Made::default() };
        self.render(&mut sink, &mut made, report);
        timings.end(Stage::Render, report.rendered.len());
        if self.packer.level() != Level::Off {
            timings.within(Stage::Pack, made.packed.1, made.packed.0);
        }
        if is_searched {
            let read = self.search(&mut sink, &mut made, report);
            timings.end(Stage::Search, read);
        }
        put_manifest(&mut sink, std::mem::take(&mut made.digests), report);
        if report.has_errors() {
            sink.abandon();
            return None;
        }
        match sink.commit() {
            Ok(changes) => {
                report.changes = Some(changes);
                timings.end(Stage::Commit, changes.written);
                Some(made)
            }
            Err(fault) => {
                report.diagnostics.push(fault);
                report.outside = true;
                None
            }
        }
    }

    /// Renders what has to be, in parallel, while this thread writes.
    pub(super) fn render(&self, sink: &mut dyn Sink, made: &mut Made, report: &mut Report) {
        let targets = &self.plan.targets;
        report.languages = self.world.languages().order.len();
        report.pages = targets.iter().filter(|target| is_page(target)).count();
        report.targets = targets.len();
        let due: Vec<usize> = (0..targets.len()).filter(|index| !self.kept.is_kept(*index)).collect();
        let (sender, receiver) = mpsc::sync_channel::<Vec<(usize, Rendered, [u8; 32], Packed)>>(WAITING);
        made.questions = Questions::of(self.kept);
        made.done.reserve(due.len());
        made.digests.reserve(targets.len());
        for index in 0..targets.len() {
            for (path, sha256) in self.kept.files(index) {
                sink.keep(path);
                self.packer.retain(&sha256);
                made.digests.push((path.clone(), sha256));
            }
            report.diagnostics.extend_from_slice(self.kept.diagnostics(index));
        }
        std::thread::scope(|scope| {
            let (due, world, packer) = (&due, self.world, self.packer);
            scope.spawn(move || {
                let (costly, quick): (Vec<usize>, Vec<usize>) =
                    due.iter().partition(|index| targets[**index].is_costly());
                let batches = costly.par_chunks(COSTLY).chain(quick.par_chunks(BATCH));
                batches.for_each_with(sender, |sender, batch| {
                    let render = |index: &usize| {
                        let target = &targets[*index];
                        let rendered = render::render(target, world);
                        let bytes = rendered.bytes.as_deref().unwrap_or_default();
                        let digest = sha256(bytes);
                        let packed = packer.pack(&target.path, bytes, &digest);
                        (*index, rendered, digest, packed)
                    };
                    // The receiver is there until all have been sent.
                    let _ = sender.send(batch.iter().map(render).collect());
                });
            });
            let mut count = 0;
            for batch in receiver {
                count += batch.len();
                for (index, rendered, sha256, packed) in batch {
                    let target = &targets[index];
                    report.diagnostics.extend_from_slice(&rendered.diagnostics);
                    let Some(bytes) = rendered.bytes else { continue };
                    let rank = rank(&target.what);
                    let copies = self.put(&target.path, rank, (&bytes, sha256), packed, sink, made, report);
                    let Rendered { trace, diagnostics, .. } = rendered;
                    let asked = made.questions.places(trace.questions());
                    made.done.push(Done { index, asked, sha256, diagnostics, copies });
                }
                (self.progress)(count, due.len());
            }
        });
        made.done.sort_unstable_by_key(|done| done.index);
        report.rendered = due.iter().map(|index| targets[*index].path.clone()).collect();
    }

    /// Puts a file and its copies; returns the paths of the copies.
    pub(super) fn put(
        &self,
        path: &OutPath,
        rank: Rank,
        (bytes, digest): (&[u8], [u8; 32]),
        packed: Packed,
        sink: &mut dyn Sink,
        made: &mut Made,
        report: &mut Report,
    ) -> Vec<(OutPath, [u8; 32])> {
        if let (Some(keeper), Some(new)) = (&mut made.keeper, &packed.new) {
            keeper.keep(&digest, self.packer.level(), new);
        }
        made.packed.0 += usize::from(packed.new.is_some());
        made.packed.1 += packed.seconds;
        let mut put = |path: &OutPath, bytes: &[u8], digest| {
            if let Err(fault) = sink.put(path, rank, bytes) {
                report.diagnostics.push(fault);
                report.outside = true;
            }
            made.digests.push((path.clone(), digest));
        };
        put(path, bytes, digest);
        packed
            .files
            .into_iter()
            .map(|(path, bytes, digest)| {
                put(&path, &bytes, digest);
                (path, digest)
            })
            .collect()
    }
}

/// Puts the digest manifest of files.
pub(super) fn put_manifest(sink: &mut dyn Sink, digests: Vec<(OutPath, [u8; 32])>, report: &mut Report) {
    let manifest = digest_manifest(digests);
    if let Some(Err(fault)) = OutPath::new(MANIFEST).map(|path| sink.put(&path, Rank::Manifest, manifest.as_bytes())) {
        report.diagnostics.push(fault);
        report.outside = true;
    }
}

fn is_page(target: &Target) -> bool {
    target.path.as_str().rsplit_once('.').is_some_and(|(_, extension)| extension == "html")
}

fn rank(what: &What) -> Rank {
    match what {
        What::Asset(_) | What::File(_) | What::Picture(..) | What::Card(_) | What::Static(_) | What::HostRules(_) => {
            Rank::Asset
        }
        What::Section(..) | What::Filtered(..) | What::Topic(..) | What::Own(..) | What::Home(_) | What::Chooser => {
            Rank::List
        }
        What::Feed(..) => Rank::Feed,
        What::Sitemap(_) | What::SitemapIndex | What::Robots => Rank::Sitemap,
        _ => Rank::Page,
    }
}
