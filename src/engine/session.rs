//! What stays in memory from one reading of the files to the next: settings, theme, parsed texts, the linked site.
//!
//! A build begins with what the cache remembers, the dev server with nothing; both then go through [`Session::prepare`].
//! An input is taken for unchanged as git does it: by size, times and inode, if it is older than what is remembered;
//! anything else is read, and parsed again where its bytes differ. While front matter stays as it is, the site hangs
//! together as before, and only the bodies change places.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use jiff::Timestamp;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::load;
use super::{Options, Prepared};
use crate::config::{self, PerLang, Settings};
use crate::content::{self, Document, Role};
use crate::diag::{Diagnostic, Feature, SourcePath, sort};
use crate::fs::{Entry, Inputs, Shelf, Stamp, Tree};
use crate::locale::{Locale, Strings};
use crate::media::{self, Fonts};
use crate::plan::{Plan, plan};
use crate::render;
use crate::site::cards::CardStyles;
use crate::site::due::{Due, due};
use crate::site::{FileFacts, Parsed, Site, bare, files, link};
use crate::theme::{Theme, asset_address};
use crate::track::{self, Digest, Names, Parts, World};

/// A file as it was when it was read last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileRecord {
    /// Its path.
    pub path: SourcePath,
    /// Bytes.
    pub len: u64,
    /// What the file system said of its last change.
    pub stamp: Stamp,
    /// BLAKE3 of what was read: of texts with LF line ends and without a byte order mark.
    pub digest: [u8; 32],
}

/// What parsing made of a file below content/.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct ParsedFile {
    #[serde(with = "shared")]
    pub document: Option<Arc<Document>>,
    pub facts: Option<FileFacts>,
    pub diagnostics: Vec<Diagnostic>,
}

/// A shared document as itself.
mod shared {
    use std::sync::Arc;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::content::Document;

    #[expect(clippy::ref_option, reason = "serde gives the field as it is")]
    pub fn serialize<S: Serializer>(document: &Option<Arc<Document>>, serializer: S) -> Result<S::Ok, S::Error> {
        document.as_deref().serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Arc<Document>>, D::Error> {
        Ok(Option::<Document>::deserialize(deserializer)?.map(Arc::new))
    }
}

/// A file below content/ with what parsing made of it.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    pub record: FileRecord,
    pub parsed: Arc<ParsedFile>,
    /// `parsed` as the cache holds it, where it comes from there.
    pub encoded: Option<Encoded>,
}

/// A part of a cache that was read.
#[derive(Clone, Debug)]
pub(super) struct Encoded {
    pub cache: Arc<Vec<u8>>,
    pub range: Range<usize>,
}

impl Encoded {
    pub(super) fn bytes(&self) -> &[u8] {
        self.cache.get(self.range.clone()).unwrap_or_default()
    }
}

/// Settings, theme and words: everything but texts.
struct Loaded {
    /// The files it was made of.
    files: Vec<Entry>,
    settings: Option<Arc<Settings>>,
    locales: PerLang<Arc<Locale>>,
    theme: Option<Arc<Theme>>,
    strings: Option<Arc<PerLang<Strings>>>,
    assets: Arc<Vec<(String, String)>>,
    names: Arc<Names>,
    fonts: Arc<Fonts>,
    /// Digest of what parsing depends on.
    parse_key: Digest,
    diagnostics: Vec<Diagnostic>,
}

/// The site as it was linked last.
struct Linked {
    documents: Vec<Arc<Document>>,
    parsed: Arc<Parsed>,
    site: Arc<Site>,
    plan: Arc<Plan>,
    cards: Option<Arc<CardStyles>>,
    diagnostics: Vec<Diagnostic>,
    at: Timestamp,
    /// What time alone will change.
    due: Vec<Due>,
}

/// What stays between readings of the files.
pub struct Session {
    options: Options,
    pub(super) parse_key: Digest,
    pub(super) slots: Vec<Slot>,
    /// When `slots` were taken, in nanoseconds since 1970.
    pub(super) taken: i128,
    /// Files of `static/`, by path.
    pub(super) statics: HashMap<SourcePath, FileRecord>,
    /// Texts that are left out of the site, by their keys.
    pub(super) withheld: BTreeSet<u64>,
    /// What was costly to make, kept from build to build.
    pub(super) shelf: Arc<Shelf>,
    loaded: Option<Loaded>,
    linked: Option<Linked>,
}

impl Session {
    /// Begins with nothing.
    #[must_use]
    pub fn new(options: Options) -> Self {
        Self {
            options,
            parse_key: Digest::default(),
            slots: Vec::new(),
            taken: 0,
            statics: HashMap::new(),
            withheld: BTreeSet::new(),
            shelf: Arc::default(),
            loaded: None,
            linked: None,
        }
    }

    /// Takes what was costly to make from the cache between builds, and with `is_written` leaves it there.
    #[must_use]
    pub fn with_shelf(self, is_written: bool) -> Self {
        let shelf = self.options.cache_folder().map(|folder| Shelf::open(&folder, is_written));
        Self { shelf: Arc::new(shelf.unwrap_or_default()), ..self }
    }

    /// Reads, parses, links and plans the site as the files are now, without looking where links lead.
    ///
    /// [`Prepared::check`] does that, when a page has been shown.
    pub fn prepare(&mut self, inputs: Arc<Inputs>) -> Prepared {
        let mut diagnostics = Vec::new();
        let loaded = self.load(&inputs);
        diagnostics.extend_from_slice(&loaded.diagnostics);
        let (settings, locales, parse_key) = (loaded.settings.clone(), loaded.locales.clone(), loaded.parse_key);
        let fresh = loaded.fresh;
        let Some(settings) = settings else {
            sort(&mut diagnostics);
            return Prepared {
                site: None,
                linked: None,
                diagnostics,
                inputs,
                parsed: Arc::default(),
                due: Vec::new(),
                public_due: Vec::new(),
            };
        };
        self.parse(&inputs, &settings, &locales, parse_key);
        self.taken = inputs.files.taken();
        for slot in &self.slots {
            diagnostics.extend_from_slice(&slot.parsed.diagnostics);
        }
        let (parsed, faults) = self.gather(&inputs.files);
        diagnostics.extend(faults);
        let parsed = Arc::new(parsed);
        let statics = self.statics(&inputs.files);
        let Some(loaded) = &self.loaded else {
            return Prepared {
                site: None,
                linked: None,
                diagnostics,
                inputs,
                parsed,
                due: Vec::new(),
                public_due: Vec::new(),
            };
        };
        let assets = Arc::clone(&loaded.assets);
        let cards = loaded.card_styles(&statics).map(Arc::new);
        let linked = self.linked.take().filter(|linked| !fresh && linked.holds_for(&parsed, inputs.now));
        let linked = linked.filter(|linked| linked.cards == cards);
        let linked = match linked {
            Some(linked) => linked.with(&parsed, &settings, &assets, &inputs.files),
            None => Linked::new(&parsed, &settings, &assets, cards.clone(), &inputs, self.options.drafts),
        };
        let due = linked.due.iter().map(|due| due.at).collect();
        let public_due =
            linked.due.iter().filter(|due| due.what.is_public() && !self.options.drafts).cloned().collect();
        diagnostics.extend_from_slice(&linked.diagnostics);
        let site = loaded.theme.as_ref().zip(loaded.strings.as_ref()).map(|(theme, strings)| {
            let world = World::new(Parts {
                settings: Arc::clone(&settings),
                site: Arc::clone(&linked.site),
                theme: Arc::clone(theme),
                locales: loaded.locales.clone(),
                strings: Arc::clone(strings),
                inputs: Arc::clone(&inputs),
                assets,
                files: Arc::new(statics),
                names: Arc::clone(&loaded.names),
                fonts: Arc::clone(&loaded.fonts),
                cards,
                shelf: Arc::clone(&self.shelf),
                plan: Arc::clone(&linked.plan),
            });
            (Arc::new(world), Arc::clone(&linked.plan))
        });
        let whole = Some((settings, Arc::clone(&linked.site)));
        self.linked = Some(linked);
        sort(&mut diagnostics);
        Prepared { site, linked: whole, diagnostics, inputs, parsed, due, public_due }
    }

    /// Has files read the next time, whatever the file system says of their last change: somebody saw them change.
    pub fn doubt(&mut self, paths: &[SourcePath]) {
        for path in paths {
            if let Ok(place) = self.slots.binary_search_by(|slot| slot.record.path.cmp(path)) {
                self.slots[place].record.stamp = Stamp::default();
            }
            if let Some(record) = self.statics.get_mut(path) {
                record.stamp = Stamp::default();
            }
            if let Some(loaded) = &mut self.loaded
                && let Some(entry) = loaded.files.iter_mut().find(|entry| entry.path == *path)
            {
                entry.stamp = Stamp::default();
            }
        }
    }

    /// Reads settings, theme and words, unless their files are as they were.
    fn load(&mut self, inputs: &Arc<Inputs>) -> View<'_> {
        let is_ours = |entry: &&Entry| {
            !entry.path.as_str().starts_with("content/") && !entry.path.as_str().starts_with("static/")
        };
        let files: Vec<Entry> = inputs.files.entries().iter().filter(is_ours).cloned().collect();
        let taken = self.taken;
        let unchanged =
            self.loaded.as_ref().is_some_and(|loaded| {
                loaded.files == files && files.iter().all(|entry| entry.stamp.is_older_than(taken))
            }) && self.has_its_folders(&inputs.files);
        if !unchanged {
            self.loaded = Some(Loaded::new(&self.options, &inputs.files, files));
        }
        let loaded = self.loaded.as_ref();
        View { loaded, fresh: !unchanged }
    }

    /// Tells whether the sections have the folders that they had when the settings were read.
    fn has_its_folders(&self, files: &Tree) -> bool {
        let Some(settings) = self.loaded.as_ref().and_then(|loaded| loaded.settings.as_ref()) else { return true };
        let sections = settings.sections.iter().enumerate();
        let taken = sections.filter(|(_, section)| section.named.is_some());
        taken.map(|(place, section)| (place, section.folder.clone())).eq(load::renamed(settings, files))
    }

    /// Parses what changed below content/; the rest stays as it is.
    fn parse(&mut self, inputs: &Inputs, settings: &Settings, locales: &PerLang<Arc<Locale>>, parse_key: Digest) {
        let files = &inputs.files;
        let before = std::mem::take(&mut self.slots);
        let usable = self.parse_key == parse_key;
        let taken = self.taken;
        let entries: Vec<&Entry> = files.under("content").collect();
        // Both are sorted by path.
        let mut old = before.into_iter().peekable();
        let paired: Vec<(&Entry, Option<Slot>)> = entries
            .into_iter()
            .map(|entry| {
                while old.next_if(|slot| slot.record.path < entry.path).is_some() {}
                (entry, old.next_if(|slot| slot.record.path == entry.path).filter(|_| usable))
            })
            .collect();
        let verify = self.options.verify;
        self.slots = paired
            .into_par_iter()
            .with_min_len(16)
            .map(|(entry, slot)| match slot {
                Some(slot) if !verify && slot.record.describes(entry, taken) => slot,
                slot => read_slot(entry, slot.as_ref(), files, settings, locales),
            })
            .collect();
        self.parse_key = parse_key;
    }

    /// Puts together what parsing made of all files, registers with their records.
    fn gather(&self, files: &Tree) -> (Parsed, Vec<Diagnostic>) {
        let mut all = Parsed { is_partial: !self.withheld.is_empty(), ..Parsed::default() };
        all.documents.reserve(self.slots.len());
        for slot in &self.slots {
            let document = slot.parsed.document.iter().filter(|document| !self.withheld.contains(&document.key));
            all.documents.extend(document.cloned());
            all.is_partial |= slot.parsed.document.is_none() && slot.parsed.facts.is_none();
            if let Some(facts) = &slot.parsed.facts {
                all.files.insert(slot.record.path.clone(), facts.clone());
            }
            if slot.parsed.document.is_none() && slot.parsed.facts.is_none() && !slot.parsed.diagnostics.is_empty() {
                all.misnamed.insert(bare(&slot.record.path));
            }
        }
        let address =
            |entry: &Entry| entry.path.as_str().strip_prefix("static").unwrap_or(entry.path.as_str()).to_owned();
        all.statics = files.under("static").map(address).collect();
        let mut diagnostics = Vec::new();
        registers(&mut all, files, &mut diagnostics);
        (all, diagnostics)
    }

    /// Digests the files of `static/`, those that changed.
    fn statics(&mut self, files: &Tree) -> HashMap<SourcePath, [u8; 32]> {
        let taken = self.taken;
        let verify = self.options.verify;
        let before = std::mem::take(&mut self.statics);
        for entry in files.under("static") {
            let known = before.get(&entry.path).filter(|record| !verify && record.describes(entry, taken));
            let record = known.cloned().unwrap_or_else(|| FileRecord {
                path: entry.path.clone(),
                len: entry.len,
                stamp: entry.stamp,
                // What can't be read is reported by whoever shows it.
                digest: files.read(&entry.path).map_or([0; 32], |bytes| *blake3::hash(&bytes).as_bytes()),
            });
            self.statics.insert(entry.path.clone(), record);
        }
        self.statics.iter().map(|(path, record)| (path.clone(), record.digest)).collect()
    }

    /// Returns a digest of all that decides how the site hangs together: front matter, what bodies say to others, files,
    /// settings, theme. What differs under the same structure are bodies alone.
    pub(super) fn structure(&self, records: &[FileRecord]) -> Digest {
        let texts = self.slots.iter().map(|slot| match &slot.parsed.document {
            Some(document) => (document.key, document.head, document.facts_digest),
            // A picture, an attachment, the data of a register: its bytes count.
            None => (0, track::digest(&slot.record.digest), Digest::default()),
        });
        let others = records.iter().filter(|record| !record.path.as_str().starts_with("content/"));
        let others: Vec<(&SourcePath, [u8; 32])> = others.map(|record| (&record.path, record.digest)).collect();
        track::fingerprint(&(texts.collect::<Vec<_>>(), others, &self.withheld))
    }

    /// Returns every input as it was read, sorted by path.
    pub(super) fn records(&self, files: &Tree) -> Vec<FileRecord> {
        let mut records: Vec<FileRecord> = self.slots.iter().map(|slot| slot.record.clone()).collect();
        records.extend(self.statics.values().cloned());
        for entry in self.loaded.iter().flat_map(|loaded| &loaded.files) {
            let digest = digest_of(&entry.path, files);
            records.push(FileRecord { path: entry.path.clone(), len: entry.len, stamp: entry.stamp, digest });
        }
        records.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        records
    }
}

/// What was loaded, and whether it is new.
struct View<'a> {
    loaded: Option<&'a Loaded>,
    fresh: bool,
}

impl std::ops::Deref for View<'_> {
    type Target = Loaded;
    fn deref(&self) -> &Loaded {
        static EMPTY: std::sync::OnceLock<Loaded> = std::sync::OnceLock::new();
        self.loaded.unwrap_or_else(|| EMPTY.get_or_init(Loaded::nothing))
    }
}

impl FileRecord {
    /// Tells whether a file is, without reading it, as it was when it was recorded at an instant.
    pub(super) fn describes(&self, entry: &Entry, taken: i128) -> bool {
        self.len == entry.len && self.stamp == entry.stamp && entry.stamp.is_older_than(taken)
    }
}

/// Digests a file as a record has it.
pub(super) fn digest_of(path: &SourcePath, files: &Tree) -> [u8; 32] {
    let digest = if path.extension() == "md" {
        files.text(path).map(|text| *blake3::hash(text.as_bytes()).as_bytes())
    } else {
        files.read(path).map(|bytes| *blake3::hash(&bytes).as_bytes())
    };
    digest.unwrap_or_default()
}

/// Reads a file below content/; parses it unless its bytes are those of before.
fn read_slot(
    entry: &Entry,
    before: Option<&Slot>,
    files: &Tree,
    settings: &Settings,
    locales: &PerLang<Arc<Locale>>,
) -> Slot {
    let path = &entry.path;
    let record = |digest| FileRecord { path: path.clone(), len: entry.len, stamp: entry.stamp, digest };
    let same =
        |digest: [u8; 32]| before.filter(|slot| slot.record.digest == digest).map(|slot| Arc::clone(&slot.parsed));
    if let Some(fault) = content::document::misnamed(path) {
        let parsed = ParsedFile { document: None, facts: None, diagnostics: vec![fault] };
        return Slot { record: record(digest_of(path, files)), parsed: Arc::new(parsed), encoded: None };
    }
    if path.extension() == "md" {
        return match files.text(path) {
            Ok(text) => {
                let digest = *blake3::hash(text.as_bytes()).as_bytes();
                let parsed = same(digest).unwrap_or_else(|| {
                    let (document, diagnostics) = content::parse(path, &text, digest, settings, locales);
                    Arc::new(ParsedFile { document: document.map(Arc::new), facts: None, diagnostics })
                });
                Slot { record: record(digest), parsed, encoded: None }
            }
            // A file that can't be read may be the source of a set: its name alone hides its translations.
            Err(fault) => {
                let document = content::document::unreadable(path, settings).map(Arc::new);
                let parsed = ParsedFile { document, facts: None, diagnostics: vec![fault] };
                Slot { record: record([0; 32]), parsed: Arc::new(parsed), encoded: None }
            }
        };
    }
    match files.read(path) {
        Ok(bytes) => {
            let digest = *blake3::hash(&bytes).as_bytes();
            let parsed = same(digest).unwrap_or_else(|| {
                let (facts, diagnostics) = files::look(path, &bytes);
                Arc::new(ParsedFile { document: None, facts: Some(facts), diagnostics })
            });
            Slot { record: record(digest), parsed, encoded: None }
        }
        Err(fault) => {
            let parsed = ParsedFile { document: None, facts: None, diagnostics: vec![fault] };
            Slot { record: record([0; 32]), parsed: Arc::new(parsed), encoded: None }
        }
    }
}

/// Reads the records of registers; a register whose data is not sound is reported and marked faulty.
fn registers(all: &mut Parsed, files: &Tree, diagnostics: &mut Vec<Diagnostic>) {
    let registers = all.documents.iter().filter(|document| document.role == Role::Item(config::Kind::Register));
    let folders: BTreeSet<String> = registers.map(|document| document.path.folder().to_owned()).collect();
    for folder in folders {
        let before = diagnostics.len();
        if let Some(table) = load::register(&folder, files, diagnostics) {
            load::check_nil_return(&folder, &table, all, diagnostics);
            load::check_charts(&folder, &table, all, diagnostics);
            load::check_titles(&folder, &table, all, diagnostics);
            all.tables.insert(folder.clone(), Arc::new(table));
        }
        let faulty = load::has_errors(&diagnostics[before..]);
        for document in all.documents.iter_mut().filter(|document| faulty && document.path.folder() == folder) {
            Arc::make_mut(document).set_faulty();
        }
    }
}

impl Loaded {
    fn nothing() -> Self {
        Self {
            files: Vec::new(),
            settings: None,
            locales: PerLang(Vec::new()),
            theme: None,
            strings: None,
            assets: Arc::default(),
            names: Arc::default(),
            fonts: Arc::default(),
            parse_key: Digest::default(),
            diagnostics: Vec::new(),
        }
    }

    fn new(options: &Options, tree: &Tree, files: Vec<Entry>) -> Self {
        let mut diagnostics = Vec::new();
        let Some(settings) = load::settings(options, tree, &mut diagnostics) else {
            return Self { files, diagnostics, ..Self::nothing() };
        };
        let (theme, faults) =
            Theme::load(tree, &settings.theme, settings.base.origin(), settings.minify, &render::register_functions);
        diagnostics.extend(faults);
        let locales = load::locales(&settings);
        let strings = theme.as_ref().map(|theme| load::strings(theme, &settings, &locales, &mut diagnostics));
        let assets = theme.iter().flat_map(Theme::assets);
        let assets = assets.map(|(name, _, bytes)| (name.to_owned(), asset_address(name, bytes))).collect();
        let names = theme
            .as_ref()
            .zip(strings.as_ref())
            .map(|(theme, strings)| Names::new(theme, strings, &settings.languages, &locales));
        let fonts = theme.as_ref().filter(|_| draws_cards(&settings));
        let fonts = fonts.map(|theme| load::fonts(theme, &settings.cards, tree, &mut diagnostics)).unwrap_or_default();
        Self {
            fonts: Arc::new(fonts),
            names: Arc::new(names.unwrap_or_default()),
            files,
            parse_key: parse_key(&settings),
            settings: Some(Arc::new(settings)),
            locales,
            theme: theme.map(Arc::new),
            strings: strings.map(Arc::new),
            assets: Arc::new(assets),
            diagnostics,
        }
    }
}

fn draws_cards(settings: &Settings) -> bool {
    settings.cards.enabled && Feature::Pictures.is_present()
}

/// Names the strings that share cards show.
const CARD_WORDS: &str = "subtype-";

impl Loaded {
    /// Digests all that share cards are drawn with; `None` where there are none. `statics` are digests of `static/`.
    fn card_styles(&self, statics: &HashMap<SourcePath, [u8; 32]>) -> Option<CardStyles> {
        let settings = self.settings.as_ref().filter(|settings| draws_cards(settings))?;
        let (theme, strings) = (self.theme.as_ref()?, self.strings.as_ref()?);
        let template = theme.template_digest(render::CARD_TEMPLATE)?;
        let parameters = &settings.theme.parameters;
        let emblem = parameters.get("emblem").and_then(|emblem| emblem.as_str());
        let emblem = emblem.and_then(|address| statics.get(&SourcePath::new(&format!("static{address}"))));
        let style = |lang| {
            let strings = &strings[lang];
            let words = strings.ids().filter(|id| id.starts_with(CARD_WORDS) || id.starts_with("state-"));
            let words: BTreeSet<_> = words.map(|id| (id.to_owned(), strings.digest(id))).collect();
            let tag = settings.languages.tag(lang).as_str();
            let numbering = &settings.languages.numbering[lang];
            let drawn = (media::raster::RECIPE, template, self.fonts.digest(), emblem, parameters.to_string());
            track::fingerprint(&(tag, numbering, &settings.institution.name[lang], drawn, words))
        };
        Some(CardStyles(PerLang(settings.languages.ids().map(style).collect())))
    }
}

/// Digests the settings that parsing depends on.
fn parse_key(settings: &Settings) -> Digest {
    let languages = &settings.languages;
    let tags: Vec<&str> = languages.order.iter().map(config::LanguageTag::as_str).collect();
    let sections: Vec<_> = settings
        .sections
        .iter()
        .map(|section| (&section.folder, section.kind, section.raw_html, &section.languages))
        .collect();
    // Old addresses may be written with the origin of the site.
    let home = settings.home.absolute("/");
    let zone = format!("{:?}", settings.timezone);
    track::fingerprint(&(tags, languages.source, &languages.numbering, zone, sections, home))
}

impl Linked {
    fn new(
        parsed: &Arc<Parsed>,
        settings: &Settings,
        assets: &[(String, String)],
        cards: Option<Arc<CardStyles>>,
        inputs: &Inputs,
        drafts: bool,
    ) -> Self {
        let (site, mut diagnostics) = link(parsed, settings, inputs.now, drafts);
        let (plan, faults) = plan(&site, settings, assets, &statics(&inputs.files), cards.as_deref());
        diagnostics.extend(faults);
        Self {
            documents: parsed.documents.clone(),
            parsed: Arc::clone(parsed),
            site: Arc::new(site),
            plan: Arc::new(plan),
            cards,
            diagnostics,
            at: inputs.now,
            due: due(&parsed.documents, settings, inputs.now),
        }
    }

    /// Tells whether the site hangs together as before: no front matter, file or hour has changed.
    fn holds_for(&self, parsed: &Parsed, now: Timestamp) -> bool {
        let same = |(a, b): (&Arc<Document>, &Arc<Document>)| Arc::ptr_eq(a, b) || (a.head, a.key) == (b.head, b.key);
        self.at <= now
            && self.due.first().is_none_or(|due| now < due.at)
            && self.documents.len() == parsed.documents.len()
            && self.documents.iter().zip(&parsed.documents).all(same)
            && self.parsed.files == parsed.files
            && self.parsed.statics == parsed.statics
            && self.parsed.tables == parsed.tables
    }

    /// Puts other bodies into the site.
    fn with(self, parsed: &Arc<Parsed>, settings: &Settings, assets: &[(String, String)], files: &Tree) -> Self {
        let pairs = self.documents.iter().zip(&parsed.documents);
        let changed: Vec<Arc<Document>> =
            pairs.filter(|(a, b)| !Arc::ptr_eq(a, b)).map(|(_, b)| Arc::clone(b)).collect();
        let site = Arc::new(self.site.with_documents(&changed, &parsed.files));
        let mut linked = Self { documents: parsed.documents.clone(), parsed: Arc::clone(parsed), ..self };
        if linked.site.files != site.files {
            let (next, _) = plan(&site, settings, assets, &statics(files), linked.cards.as_deref());
            linked.plan = Arc::new(next);
        }
        linked.site = site;
        linked
    }
}

/// The files of `static/`.
fn statics(files: &Tree) -> Vec<SourcePath> {
    files.under("static").map(|entry| entry.path.clone()).collect()
}

/// Parses every text, in the order of their paths, for whoever needs no site.
#[must_use]
pub fn parse(settings: &Settings, files: &Tree) -> (Vec<Arc<Document>>, Vec<Diagnostic>) {
    let locales = load::locales(settings);
    let entries: Vec<&Entry> = files.under("content").collect();
    let parse = |entry: &&Entry| read_slot(entry, None, files, settings, &locales).parsed;
    let parsed: Vec<Arc<ParsedFile>> = entries.par_iter().map(parse).collect();
    let diagnostics = parsed.iter().flat_map(|file| file.diagnostics.iter().cloned()).collect();
    (parsed.iter().filter_map(|file| file.document.clone()).collect(), diagnostics)
}
