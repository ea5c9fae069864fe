//! The pipeline, from top to bottom. The only file that names rayon: renders run in parallel, results are sorted
//! before anyone sees them, and one thread writes.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use rayon::prelude::*;

use crate::config::{self, BaseUrl, PerLang, Settings};
use crate::content::{self, Document, Role, document, table};
use crate::diag::{Diagnostic, Severity, SourcePath, codes, sort};
use crate::fs::{Inputs, OutPath, Tree};
use crate::locale::{Locale, Strings};
use crate::output::compress::Level;
use crate::output::{Changes, DirectorySink, Rank, Sink, digest_manifest, sha256};
use crate::plan::{MANIFEST, Plan, Target, What, plan};
use crate::render::{self, Rendered};
use crate::site::{FileFacts, Parsed, files, link};
use crate::theme::{Theme, asset_address};
use crate::track::World;

/// What a run is asked to do.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Root of the site.
    pub root: PathBuf,
    /// The build time; by default the clock's.
    pub now: Option<Timestamp>,
    /// Overrides `base_url` of site.toml.
    pub base_url: Option<String>,
    /// Shows hidden documents, marked.
    pub drafts: bool,
    /// How hard precompressed copies are pressed; by default as site.toml says.
    pub compress: Option<Level>,
}

/// A site up to its plan, with everything that was found wrong on the way.
pub struct Prepared {
    /// The world and the plan; `None` where nothing can be built.
    pub site: Option<(Arc<World>, Plan)>,
    /// What is wrong so far.
    pub diagnostics: Vec<Diagnostic>,
    /// Files, time and history.
    pub inputs: Arc<Inputs>,
}

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
}

impl Report {
    /// Tells whether anything is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|fault| fault.severity == Severity::Error)
    }
}

/// Is told how many targets of how many are rendered.
pub type Progress<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// Builds a site into a folder. A run with errors changes no byte of it.
#[must_use]
pub fn build(options: &Options, out: &Path, progress: Progress<'_>) -> Report {
    let prepared = prepare(options);
    match DirectorySink::open(out, &options.root) {
        Ok(mut sink) => {
            let mut report = finish(prepared, &mut sink, progress);
            if report.has_errors() {
                sink.abandon();
                return report;
            }
            match sink.commit() {
                Ok(changes) => report.changes = Some(changes),
                Err(fault) => {
                    report.diagnostics.push(fault);
                    report.outside = true;
                }
            }
            report
        }
        Err(fault) => {
            let mut report = finish(prepared, &mut crate::output::NullSink, progress);
            report.diagnostics.push(fault);
            report.outside = true;
            report
        }
    }
}

/// Finds every fault of a site and writes nothing.
#[must_use]
pub fn check(options: &Options, progress: Progress<'_>) -> Report {
    finish(prepare(options), &mut crate::output::NullSink, progress)
}

/// Renders everything that is planned into a sink, the digest manifest last.
pub fn finish(prepared: Prepared, sink: &mut dyn Sink, progress: Progress<'_>) -> Report {
    let Prepared { site, mut diagnostics, inputs } = prepared;
    let (mut pages, mut languages, mut outside) = (0, 0, false);
    if let Some((world, plan)) = site {
        languages = world.settings.languages.order.len();
        pages = plan.targets.iter().filter(|target| is_page(target)).count();
        let mut digests: Vec<(OutPath, [u8; 32])> = Vec::with_capacity(plan.targets.len());
        for (chunk_index, chunk) in plan.targets.chunks(CHUNK).enumerate() {
            let rendered: Vec<(Rendered, Option<[u8; 32]>)> = chunk
                .par_iter()
                .map(|target| {
                    let rendered = render::render(target, &world);
                    let digest = rendered.bytes.as_deref().map(sha256);
                    (rendered, digest)
                })
                .collect();
            for (target, (rendered, digest)) in chunk.iter().zip(rendered) {
                diagnostics.extend(rendered.diagnostics);
                if let (Some(bytes), Some(digest)) = (rendered.bytes, digest) {
                    if let Err(fault) = sink.put(&target.path, rank(&target.what), &bytes) {
                        diagnostics.push(fault);
                        outside = true;
                    }
                    digests.push((target.path.clone(), digest));
                }
            }
            progress(((chunk_index + 1) * CHUNK).min(plan.targets.len()), plan.targets.len());
        }
        let manifest = digest_manifest(digests);
        if let Some(Err(fault)) =
            OutPath::new(MANIFEST).map(|path| sink.put(&path, Rank::Manifest, manifest.as_bytes()))
        {
            diagnostics.push(fault);
            outside = true;
        }
    }
    sort(&mut diagnostics);
    Report { diagnostics, changes: None, pages, languages, outside, inputs }
}

const CHUNK: usize = 256;

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
    let (inputs, mut diagnostics) = Inputs::open(&options.root, options.now);
    let inputs = Arc::new(inputs);
    let site = load(options, &inputs, &mut diagnostics);
    sort(&mut diagnostics);
    Prepared { site, diagnostics, inputs }
}

fn load(options: &Options, inputs: &Arc<Inputs>, diagnostics: &mut Vec<Diagnostic>) -> Option<(Arc<World>, Plan)> {
    let settings = Arc::new(settings(options, &inputs.files, diagnostics)?);
    let (theme, faults) = Theme::load(&inputs.files, &settings.theme.name, &render::register_functions);
    diagnostics.extend(faults);
    let locales = locales(&settings);
    let strings = theme.as_ref().map(|theme| strings(theme, &settings, &locales, diagnostics));
    let (parsed, faults) = parse(&settings, &inputs.files);
    diagnostics.extend(faults);
    let (site, faults) = link(parsed, &settings, &locales, inputs.now, options.drafts);
    diagnostics.extend(faults);
    let theme = Arc::new(theme?);
    let assets: Vec<(String, String)> =
        theme.assets().into_iter().map(|(name, _, bytes)| (name.to_owned(), asset_address(name, bytes))).collect();
    let statics: Vec<SourcePath> = inputs.files.under("static").map(|entry| entry.path.clone()).collect();
    let (plan, faults) = plan(&site, &settings, &assets, &statics);
    diagnostics.extend(faults);
    let world = World { settings, site, theme, locales, strings: strings?, inputs: Arc::clone(inputs), assets };
    Some((Arc::new(world), plan))
}

fn settings(options: &Options, files: &Tree, diagnostics: &mut Vec<Diagnostic>) -> Option<Settings> {
    let path = SourcePath::new("site.toml");
    if !files.contains(&path) {
        diagnostics.push(
            Diagnostic::new(&codes::UNREADABLE_FILE, "there is no site.toml here")
                .in_file(&path)
                .help("run this at the root of a site, say `--root DIR`, or make a new site with `chancery new DIR`"),
        );
        return None;
    }
    let text = files.text(&path).map_err(|fault| diagnostics.push(fault)).ok()?;
    let (settings, faults) = config::resolve(&text, &path);
    diagnostics.extend(faults);
    let mut settings = settings?;
    if let Some(base) = &options.base_url {
        match BaseUrl::parse(base) {
            Some(base) => settings.base = base,
            None => diagnostics.push(
                Diagnostic::new(&codes::BAD_VALUE, format!("`{base}` can't be a base URL"))
                    .help("an absolute address without query and fragment, as in https://www.ministry.example/"),
            ),
        }
    }
    let path = SourcePath::new("redirects.csv");
    if files.contains(&path) {
        match files.text(&path) {
            Ok(text) => {
                let (redirects, faults) = config::read_redirects(&text, &path);
                diagnostics.extend(faults);
                settings.redirects = redirects;
            }
            Err(fault) => diagnostics.push(fault),
        }
    }
    Some(settings)
}

/// Makes what each language of a site knows.
#[must_use]
pub fn locales(settings: &Settings) -> PerLang<Arc<Locale>> {
    let locale =
        |lang| Arc::new(Locale::new(settings.languages.tag(lang), settings.languages.numbering[lang].as_deref()));
    PerLang(settings.languages.ids().map(locale).collect())
}

fn strings(
    theme: &Theme,
    settings: &Settings,
    locales: &PerLang<Arc<Locale>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> PerLang<Strings> {
    let mut all = Vec::new();
    for lang in settings.languages.ids() {
        let layers = theme.strings(settings.languages.tag(lang).as_str());
        let (strings, faults) = Strings::parse(&locales[lang], &layers);
        diagnostics.extend(faults);
        all.push(strings);
    }
    diagnostics.extend(crate::locale::check(&all.iter().collect::<Vec<_>>()));
    PerLang(all)
}

/// Parses every content file, in parallel, in the order of their paths.
#[must_use]
pub fn parse(settings: &Settings, files: &Tree) -> (Parsed, Vec<Diagnostic>) {
    let entries: Vec<&SourcePath> = files.under("content").map(|entry| &entry.path).collect();
    let parsed: Vec<ParsedFile> = entries.par_iter().map(|path| parse_file(path, settings, files)).collect();
    let (mut all, mut diagnostics) = (Parsed::default(), Vec::new());
    for (document, facts, faults) in parsed {
        all.documents.extend(document);
        all.files.extend(facts);
        diagnostics.extend(faults);
    }
    all.statics = files
        .under("static")
        .map(|entry| entry.path.as_str().strip_prefix("static").unwrap_or(entry.path.as_str()).to_owned())
        .collect();
    registers(&mut all, files, &mut diagnostics);
    (all, diagnostics)
}

type ParsedFile = (Option<Document>, Option<(SourcePath, FileFacts)>, Vec<Diagnostic>);

fn parse_file(path: &SourcePath, settings: &Settings, files: &Tree) -> ParsedFile {
    if path.extension() == "md" {
        return match files.text(path) {
            Ok(text) => {
                let (document, faults) = content::parse(path, &text, settings);
                (document, None, faults)
            }
            // A file that can't be read may be the source of a set: its name alone hides its translations.
            Err(fault) => (content::document::unreadable(path, settings), None, vec![fault]),
        };
    }
    match files.read(path) {
        Ok(bytes) => {
            let size = files::picture_size(path, &bytes);
            let facts = FileFacts { len: bytes.len() as u64, sha256: files::sha256(&bytes), size };
            (None, Some((path.clone(), facts)), Vec::new())
        }
        Err(fault) => (None, None, vec![fault]),
    }
}

/// Reads the records of registers; a register whose data is not sound is reported and marked faulty.
fn registers(all: &mut Parsed, files: &Tree, diagnostics: &mut Vec<Diagnostic>) {
    let mut folders: Vec<String> = all
        .documents
        .iter()
        .filter(|document| document.role == Role::Item(config::Kind::Register))
        .map(|document| document.path.folder().to_owned())
        .collect();
    folders.sort();
    folders.dedup();
    for folder in folders {
        let before = diagnostics.len();
        if let Some(table) = register(&folder, files, diagnostics) {
            check_nil_return(&folder, &table, all, diagnostics);
            all.tables.insert(folder.clone(), table);
        }
        let faulty = diagnostics[before..].iter().any(|fault| fault.severity == Severity::Error);
        for document in all.documents.iter_mut().filter(|document| faulty && document.path.folder() == folder) {
            document.faulty = true;
        }
    }
}

fn register(folder: &str, files: &Tree, diagnostics: &mut Vec<Diagnostic>) -> Option<table::Table> {
    let [schema, data] = ["schema.json", "data.csv"].map(|name| SourcePath::new(&format!("{folder}/{name}")));
    let mut text = |path: &SourcePath| {
        if !files.contains(path) {
            diagnostics.push(
                Diagnostic::new(&codes::REGISTER_INCOMPLETE, format!("the register has no `{}`", path.file_name()))
                    .in_file(&SourcePath::new(folder))
                    .help("a register is a folder with index.<lang>.md, data.csv and schema.json"),
            );
            return None;
        }
        files.text(path).map_err(|fault| diagnostics.push(fault)).ok()
    };
    let (schema_text, data_text) = (text(&schema), text(&data));
    let (columns, faults) = table::read_schema(&schema_text?, &schema);
    diagnostics.extend(faults);
    let (columns, key) = columns?;
    let (table, faults) = table::read_data(&data_text?, &data, columns, key);
    diagnostics.extend(faults);
    Some(table)
}

fn check_nil_return(folder: &str, table: &table::Table, all: &Parsed, diagnostics: &mut Vec<Diagnostic>) {
    let mut said = all.documents.iter().filter(|document| document.path.folder() == folder);
    let said = said.find_map(|document| Some((document, document.record.get("nil_return")?)));
    let nil = said.is_some_and(|(document, _)| document.record.boolean("nil_return") == Some(true));
    if nil == table.rows.is_empty() {
        return;
    }
    let data = SourcePath::new(&format!("{folder}/data.csv"));
    let (message, help) = if nil {
        ("`nil_return` says that there was nothing to report, but data.csv has rows", "remove `nil_return` or the rows")
    } else {
        ("data.csv has no rows", "say `nil_return = true` if there was nothing to report")
    };
    let fault = Diagnostic::new(&codes::CONTRADICTORY_FIELD, message);
    let fault = match said {
        Some((document, value)) => fault.at(&document.path, value.span.clone()).label(&data, None, "the records"),
        None => fault.in_file(&data),
    };
    diagnostics.push(fault.help(help));
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
    let Some(settings) = settings(options, &files, &mut diagnostics) else { return Err(diagnostics) };
    let (parsed, _) = parse(&settings, &files);
    let stamped = |path: &SourcePath| {
        let text = files.text(path)?;
        document::stamped(path, &text, &parsed.documents, &settings).map_err(|fault| *fault)
    };
    Ok(paths.iter().map(stamped).collect())
}
